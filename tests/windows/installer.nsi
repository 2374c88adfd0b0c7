; The installer: building.py defines TARGET, VERSION, PAYLOAD (the program's folder), ICON, OUT, KILOBYTES, COMPRESSOR.
;
; The program lies in one folder of its own, $INSTDIR\app. A new one is laid beside it, started once, and only then put
; in its place by renaming: whatever goes wrong before leaves the old program as it was. Only files that the program's
; own list (files.txt) names are ever removed, so that nothing of a bureau's can go with them.
;
;   /S silent   /D=folder (last, without quotes)   /ALLUSERS for all users (as administrator)   /CLOSE close the program
;
; What went wrong is told in a message, in %TEMP%\应急台账安装.log (UTF-16), and by the exit code:
!define CANCELLED 1
!define OLD_WINDOWS 2
!define RUNNING 3
!define NO_PERMISSION 4
!define NO_SPACE 5
!define LOCKED 6
!define NEWER_INSTALLED 7
!define ELSEWHERE 8
!define DOES_NOT_START 9
!define NOT_INSTALLED 10

; amd64-unicode where this NSIS has it (Debian's does, and Wine there runs nothing else), else x86-unicode.
Target ${TARGET}
Unicode true
!if "${COMPRESSOR}" == "off"
  SetCompress off
!else
  SetCompressor ${COMPRESSOR}
!endif
ManifestDPIAware true
RequestExecutionLevel user

!include MUI2.nsh
!include LogicLib.nsh
!include WinVer.nsh
!include FileFunc.nsh
!include WordFunc.nsh
!include nsDialogs.nsh
!include x64.nsh

!define PRODUCT "应急台账"
!define PROGRAM "${PRODUCT}.exe"
!define COMMAND "taizhang.exe"
!define UNINSTALLER "卸载${PRODUCT}.exe"
!define KEY "Software\Microsoft\Windows\CurrentVersion\Uninstall\Taizhang"
!define LOG_NAME "${PRODUCT}安装.log"
!define MESSAGE_TITLE "${PRODUCT} ${VERSION}"
!define BUILD_OF_1809 17763
; Beside the files themselves: the uninstaller, the file system's own needs.
!define SPARE_KILOBYTES 20480
!define FILE_LINE_LENGTH 1023

Name "${PRODUCT}"
Caption "安装${PRODUCT} ${VERSION}"
UninstallCaption "卸载${PRODUCT}"
BrandingText " "
OutFile "${OUT}"
ShowInstDetails nevershow
ShowUninstDetails nevershow
VIProductVersion "${VERSION}.0"
VIAddVersionKey /LANG=2052 ProductName "${PRODUCT}"
VIAddVersionKey /LANG=2052 FileDescription "${PRODUCT}安装程序"
VIAddVersionKey /LANG=2052 CompanyName "${PRODUCT}"
VIAddVersionKey /LANG=2052 LegalCopyright "MIT"
VIAddVersionKey /LANG=2052 FileVersion "${VERSION}"
VIAddVersionKey /LANG=2052 ProductVersion "${VERSION}"

Var ForAll      ; "1": for all users of the computer
Var Installed   ; version of what is installed, or empty
Var Code        ; exit code of what went wrong
Var ForMe       ; radio button

!define MUI_ICON "${ICON}"
!define MUI_UNICON "${ICON}"
!define MUI_ABORTWARNING
!define MUI_FINISHPAGE_TITLE "已装好"
!define MUI_FINISHPAGE_TEXT "桌面和开始菜单里有“${PRODUCT}”。$\r$\n$\r$\n台账数据放在自己的文件里，更新和卸载程序都不会动它。"
!define MUI_FINISHPAGE_RUN
!define MUI_FINISHPAGE_RUN_TEXT "现在打开${PRODUCT}"
!define MUI_FINISHPAGE_RUN_FUNCTION OpenProgram
!define MUI_DIRECTORYPAGE_TEXT_TOP "程序装在下面的文件夹里。台账数据不在这里，首次打开时另选位置。"
!define MUI_UNCONFIRMPAGE_TEXT_TOP "只删除程序。台账数据、备份和设置都留着，重新安装后接着用。"

Page custom ChooseScope LeaveScope
!define MUI_PAGE_CUSTOMFUNCTION_PRE SkipWhenInstalled
!insertmacro MUI_PAGE_DIRECTORY
!insertmacro MUI_PAGE_INSTFILES
!insertmacro MUI_PAGE_FINISH
!insertmacro MUI_UNPAGE_CONFIRM
!insertmacro MUI_UNPAGE_INSTFILES
!insertmacro MUI_LANGUAGE SimpChinese

; -------------------------------------------------------------------- saying what went wrong

!macro SayFunction un
; The sentence is on the stack. It goes into the log file and, unless silent, on the screen.
Function ${un}Say
  Exch $9
  Push $8
  FileOpen $8 "$TEMP\${LOG_NAME}" a
  ${If} $8 != ""
    FileSeek $8 0 END
    FileWriteUTF16LE $8 "${VERSION} $Code $9$\r$\n"
    FileClose $8
  ${EndIf}
  Pop $8
  MessageBox MB_OK|MB_ICONEXCLAMATION "$9" /SD IDOK
  Pop $9
FunctionEnd
!macroend
!insertmacro SayFunction ""
!insertmacro SayFunction "un."

!macro Refuse un code sentence
  StrCpy $Code ${code}
  Push "${sentence}"
  Call ${un}Say
  SetErrorLevel ${code}
  Quit
!macroend
!define Refuse `!insertmacro Refuse ""`
!define un.Refuse `!insertmacro Refuse "un."`

; -------------------------------------------------------------------- what both the installer and the uninstaller do

!macro SharedFunctions un
; $0 (file): $R0 is "1" where another program holds it.
Function ${un}TryFile
  StrCpy $R0 ""
  ${IfNot} ${FileExists} "$0"
    Return
  ${EndIf}
  Push $1
  ClearErrors
  FileOpen $1 "$0" a
  ${If} ${Errors}
    StrCpy $R0 1
  ${Else}
    FileClose $1
  ${EndIf}
  Pop $1
FunctionEnd

; $R0: "1" where the program or its command line runs.
Function ${un}TryProgram
  StrCpy $0 "$INSTDIR\app\${PROGRAM}"
  Call ${un}TryFile
  ${If} $R0 == 1
    Return
  ${EndIf}
  StrCpy $0 "$INSTDIR\app\${COMMAND}"
  Call ${un}TryFile
FunctionEnd

; Asks the program to close its window, which keeps what was being typed as a draft, and waits for its end.
Function ${un}CloseProgram
  nsExec::Exec 'taskkill /IM "${PROGRAM}"'
  Pop $0
  StrCpy $2 0
  ${Do}
    Sleep 500
    IntOp $2 $2 + 1
    Call ${un}TryProgram
    ${If} $R0 == ""
    ${OrIf} $2 >= 40
      ${Break}
    ${EndIf}
  ${Loop}
FunctionEnd

Function ${un}EndProgram
  Call ${un}TryProgram
  ${If} $R0 == ""
    Return
  ${EndIf}
  ${GetParameters} $1
  ClearErrors
  ${GetOptions} $1 "/CLOSE" $2
  ${If} ${Errors}
    MessageBox MB_OKCANCEL|MB_ICONQUESTION "${PRODUCT}正在运行。按“确定”关闭它再继续（没填完的登记会留作草稿），按“取消”退出。" /SD IDCANCEL IDOK close
    Goto still
  ${EndIf}
close:
  Call ${un}CloseProgram
  ${If} $R0 == ""
    Return
  ${EndIf}
still:
  ${${un}Refuse} ${RUNNING} "${PRODUCT}正在运行，没有改动它。请先关闭${PRODUCT}的窗口和正在执行的命令，再试一次。"
FunctionEnd

; $4 (open list): the next name into $5, empty at its end.
Function ${un}NextListed
  ClearErrors
  FileReadUTF16LE $4 $5 ${FILE_LINE_LENGTH}
  ${If} ${Errors}
    StrCpy $5 ""
    Return
  ${EndIf}
  StrCpy $6 $5 "" -2
  ${If} $6 == "$\r$\n"
    StrCpy $5 $5 -2
  ${EndIf}
FunctionEnd

; $3 (folder with files.txt): removes the files that its list names, then folders that are empty.
Function ${un}RemoveListed
  ClearErrors
  FileOpen $4 "$3\files.txt" r
  ${If} ${Errors}
    Return
  ${EndIf}
  ${Do}
    Call ${un}NextListed
    StrCpy $6 $5 1 -1
    ${If} $5 == ""
      ${Break}
    ${ElseIf} $6 == "\"
      RMDir "$3\$5"
    ${Else}
      Delete "$3\$5"
    ${EndIf}
  ${Loop}
  FileClose $4
  ${IfNot} ${FileExists} "$3\_internal\*.*"
    Delete "$3\files.txt"
  ${EndIf}
  RMDir "$3"
FunctionEnd

; $R0: "1" where a file of the installed program, $5, is held by another program (a virus scanner, say).
Function ${un}TryListed
  StrCpy $R0 ""
  ClearErrors
  FileOpen $4 "$INSTDIR\app\files.txt" r
  ${If} ${Errors}
    Return
  ${EndIf}
  ${Do}
    Call ${un}NextListed
    StrCpy $6 $5 1 -1
    ${If} $5 == ""
      ${Break}
    ${ElseIf} $6 != "\"
      StrCpy $0 "$INSTDIR\app\$5"
      Call ${un}TryFile
      ${If} $R0 == 1
        ${Break}
      ${EndIf}
    ${EndIf}
  ${Loop}
  FileClose $4
FunctionEnd

; The same, but waits for a scanner to let go.
Function ${un}AwaitListed
  StrCpy $2 0
  ${Do}
    Call ${un}TryListed
    ${If} $R0 == ""
    ${OrIf} $2 >= 10
      ${Break}
    ${EndIf}
    IntOp $2 $2 + 1
    Sleep 500
  ${Loop}
FunctionEnd

; $R1: "1" where the process has administrator rights.
Function ${un}IsAdministrator
  UserInfo::GetAccountType
  Pop $R1
  ${If} $R1 == "Admin"
    StrCpy $R1 1
  ${Else}
    StrCpy $R1 ""
  ${EndIf}
FunctionEnd
!macroend
!insertmacro SharedFunctions ""
!insertmacro SharedFunctions "un."

; -------------------------------------------------------------------- before installing

Function .onInit
  SetRegView 64
  ${IfNot} ${AtLeastBuild} ${BUILD_OF_1809}
  ${OrIfNot} ${RunningX64}
    ${Refuse} ${OLD_WINDOWS} "${PRODUCT}需要 Windows 10 1809（64 位）或更新的 Windows。这台电脑的 Windows 较旧，没有安装；请更新系统，或换一台电脑。"
  ${EndIf}
  ${GetParameters} $1
  ClearErrors
  ${GetOptions} $1 "/ALLUSERS" $2
  ${IfNot} ${Errors}
    StrCpy $ForAll 1
  ${Else}
    Call FindForAll
  ${EndIf}
  Call CheckWish
  Call TakeScope
FunctionEnd

; NSIS drops a /D that cannot be a folder (a file is in the way, say) and would install somewhere else.
Function CheckWish
  System::Call 'kernel32::GetCommandLineW() w .r0'
  ClearErrors
  ${WordFind} "$0" " /D=" "E+1}" $1
  ${IfNot} ${Errors}
  ${AndIf} $INSTDIR == ""
    ${Refuse} ${NO_PERMISSION} "不能装在 $1，没有安装。请换一个文件夹。"
  ${EndIf}
FunctionEnd

; An update of what an administrator installed for all, unless this user has a program of his own.
Function FindForAll
  ReadRegStr $0 HKCU "${KEY}" "InstallLocation"
  ReadRegStr $1 HKLM "${KEY}" "InstallLocation"
  ${If} $1 == ""
  ${OrIf} $0 != ""
  ${OrIfNot} ${FileExists} "$1\${UNINSTALLER}"
    Return
  ${EndIf}
  Call IsAdministrator
  ${If} $R1 != 1
  ${AndIfNot} ${Silent}
    ExecShell "runas" "$EXEPATH" "/ALLUSERS"
    Quit
  ${EndIf}
  StrCpy $ForAll 1
FunctionEnd

; The folder, the registry and the shortcuts of the chosen scope; what is installed there.
Function TakeScope
  ${If} $ForAll == 1
    Call IsAdministrator
    ${If} $R1 != 1
      ${Refuse} ${NO_PERMISSION} "给所有用户安装、更新需要管理员权限，没有安装。请用管理员身份运行，或请管理员来装。"
    ${EndIf}
    SetShellVarContext all
  ${Else}
    SetShellVarContext current
  ${EndIf}
  ReadRegStr $0 SHCTX "${KEY}" "InstallLocation"
  ReadRegStr $Installed SHCTX "${KEY}" "DisplayVersion"
  ${IfNot} ${FileExists} "$0\${UNINSTALLER}"
    StrCpy $Installed ""
  ${EndIf}
  ${If} $Installed != ""
    ${If} $INSTDIR != ""
    ${AndIf} $INSTDIR != $0
      ${Refuse} ${ELSEWHERE} "${PRODUCT}已经装在 $0，没有改动它。要换文件夹，请先卸载（台账数据会留着），再安装。"
    ${EndIf}
    StrCpy $INSTDIR $0
  ${ElseIf} $INSTDIR == ""
    ${If} $ForAll == 1
      StrCpy $INSTDIR "$PROGRAMFILES64\${PRODUCT}"
    ${Else}
      StrCpy $INSTDIR "$LOCALAPPDATA\Programs\${PRODUCT}"
    ${EndIf}
  ${EndIf}
  Call CompareVersions
FunctionEnd

Function CompareVersions
  ${If} $Installed == ""
    Return
  ${EndIf}
  ${VersionCompare} "$Installed" "${VERSION}" $0
  ${If} $0 == 1
    ${Refuse} ${NEWER_INSTALLED} "这台电脑上装着更新的 $Installed 版，没有改动它。数据文件可能已由新版整理过，旧版打不开；确实要用 ${VERSION} 版，请先卸载（台账数据会留着），再安装。"
  ${ElseIf} $0 == 0
    MessageBox MB_OKCANCEL|MB_ICONQUESTION "这台电脑上已经装着 ${VERSION} 版。按“确定”重新安装一遍（程序损坏时用），台账数据不受影响。" /SD IDOK IDOK again
    SetErrorLevel ${CANCELLED}
    Quit
    again:
  ${EndIf}
FunctionEnd

Function ChooseScope
  ${If} $Installed != ""
  ${OrIf} $ForAll == 1
    Abort
  ${EndIf}
  !insertmacro MUI_HEADER_TEXT "为谁安装" "不清楚就选第一项。"
  nsDialogs::Create 1018
  Pop $0
  ${NSD_CreateRadioButton} 0 10u 100% 12u "只给我自己（不需要管理员密码）"
  Pop $ForMe
  ${NSD_Check} $ForMe
  ${NSD_CreateRadioButton} 0 30u 100% 12u "这台电脑的所有用户（需要管理员密码）"
  Pop $0
  ${NSD_CreateLabel} 0 54u 100% 30u "给所有用户安装的，每个人的台账数据仍各放各的。"
  Pop $0
  nsDialogs::Show
FunctionEnd

Function LeaveScope
  ${NSD_GetState} $ForMe $0
  ${If} $0 == ${BST_CHECKED}
    Return
  ${EndIf}
  Call IsAdministrator
  ${If} $R1 == 1
    StrCpy $ForAll 1
    StrCpy $INSTDIR ""
    Call TakeScope
    Return
  ${EndIf}
  ClearErrors
  ExecShell "runas" "$EXEPATH" "/ALLUSERS"
  ${If} ${Errors}
    MessageBox MB_OK|MB_ICONEXCLAMATION "没有得到管理员权限。请只给自己安装，或请管理员来装。"
    Abort
  ${EndIf}
  Quit
FunctionEnd

Function SkipWhenInstalled
  ${If} $Installed != ""
    Abort
  ${EndIf}
FunctionEnd

; As the user who sits at the screen, also where the installer runs as administrator.
Function OpenProgram
  Exec '"$WINDIR\explorer.exe" "$INSTDIR\app\${PROGRAM}"'
FunctionEnd

; -------------------------------------------------------------------- installing

Function CheckFolder
  ClearErrors
  CreateDirectory "$INSTDIR"
  FileOpen $0 "$INSTDIR\~try" w
  ${If} ${Errors}
    ${Refuse} ${NO_PERMISSION} "不能在 $INSTDIR 里写文件，没有安装。请换一个文件夹，或请管理员来装。"
  ${EndIf}
  FileClose $0
  Delete "$INSTDIR\~try"
FunctionEnd

Function CheckSpace
  ; GetDiskFreeSpaceEx knows the quota of the user and folders that are mounted.
  System::Call 'kernel32::GetDiskFreeSpaceExW(w "$INSTDIR\", *l .r1, p 0, p 0) i .r0'
  ${If} $0 == 0
    Return
  ${EndIf}
  System::Int64Op $1 / 1024
  Pop $1
  IntOp $2 ${KILOBYTES} + ${SPARE_KILOBYTES}
  System::Int64Op $1 < $2
  Pop $0
  ${If} $0 == 1
    IntOp $1 $1 / 1024
    IntOp $2 $2 / 1024
    StrCpy $3 $2
    Call TidyEmpty
    ${Refuse} ${NO_SPACE} "$INSTDIR 所在的磁盘只剩 $1 MB，安装需要 $3 MB，没有安装。请腾出空间，或换一个磁盘。"
  ${EndIf}
FunctionEnd

; An installation that was cut short: its half-laid files, or the old program not yet back in its place.
Function TidyLastTime
  RMDir /r "$INSTDIR\~new" ; nobody but an installer ever wrote there
  ${If} ${FileExists} "$INSTDIR\~old\*.*"
    ${If} ${FileExists} "$INSTDIR\app\*.*"
      Call RemoveOld
    ${Else}
      Rename "$INSTDIR\~old" "$INSTDIR\app"
    ${EndIf}
  ${EndIf}
FunctionEnd

; Takes away what a failed installation laid down, as soon as a scanner or the tried program lets go of it.
Function TidyEmpty
  SetOutPath "$TEMP"
  StrCpy $2 0
  ${Do}
    RMDir /r "$INSTDIR\~new"
    ${IfNot} ${FileExists} "$INSTDIR\~new\*.*"
    ${OrIf} $2 >= 20
      ${Break}
    ${EndIf}
    IntOp $2 $2 + 1
    Sleep 250
  ${Loop}
  RMDir "$INSTDIR"
FunctionEnd

Function .onInstFailed
  Call TidyEmpty
  StrCpy $Code ${NO_SPACE}
  Push "安装中途写不进 $INSTDIR，没有安装，原来的程序没有改动。请看磁盘空间够不够、杀毒软件有没有拦截，再试一次。"
  Call Say
  SetErrorLevel ${NO_SPACE}
FunctionEnd

; A library that is missing, a scanner that takes a file away: found before the old program is touched.
Function TryNew
  StrCpy $2 0
  ${Do}
    nsExec::ExecToStack /TIMEOUT=60000 '"$INSTDIR\~new\${COMMAND}" --version'
    Pop $0
    Pop $1
    ${If} $0 == 0
      Return
    ${EndIf}
    IntOp $2 $2 + 1
    ${If} $2 >= 3
      ${Break}
    ${EndIf}
    Sleep 1000
  ${Loop}
  Call TidyEmpty
  ${Refuse} ${DOES_NOT_START} "新程序在这台电脑上启动不了，没有安装，原来的程序没有改动。请看杀毒软件有没有拦截或删除文件、Windows 是否完整，再试一次。"
FunctionEnd

; Renames $0 to $1; a scanner looks at new files, and the tried program has just ended: waits for them. $R0: "1" if not.
Function RenamePatiently
  StrCpy $2 0
  ${Do}
    StrCpy $R0 ""
    ClearErrors
    Rename $0 $1
    ${IfNot} ${Errors}
      Return
    ${EndIf}
    StrCpy $R0 1
    IntOp $2 $2 + 1
    Sleep 250
  ${LoopUntil} $2 >= 40
FunctionEnd

Function PutInPlace
  SetOutPath "$INSTDIR" ; a folder that is somebody's current one cannot be renamed
  Call EndProgram
  Call AwaitListed
  ${If} $R0 == 1
    Call TidyEmpty
    ${Refuse} ${LOCKED} "$5 正被别的程序占用，没有安装，原来的程序没有改动。请等杀毒软件扫描完，或重新启动电脑，再试一次。"
  ${EndIf}
  ClearErrors
  ${If} ${FileExists} "$INSTDIR\app\*.*"
    StrCpy $0 "$INSTDIR\app"
    StrCpy $1 "$INSTDIR\~old"
    Call RenamePatiently
    ${If} $R0 == 1
      Call TidyEmpty
      ${Refuse} ${LOCKED} "程序文件夹 $INSTDIR\app 正被占用，没有安装，原来的程序没有改动。请关闭打开着这个文件夹的窗口和程序，再试一次。"
    ${EndIf}
  ${EndIf}
  StrCpy $0 "$INSTDIR\~new"
  StrCpy $1 "$INSTDIR\app"
  Call RenamePatiently
  ${If} $R0 == 1
    Rename "$INSTDIR\~old" "$INSTDIR\app"
    Call TidyEmpty
    ${Refuse} ${LOCKED} "新程序放不进 $INSTDIR\app，没有安装，原来的程序没有改动。请等杀毒软件扫描完，再试一次。"
  ${EndIf}
FunctionEnd

; The program before this one. What somebody else laid into its folder stays in the folder of that name.
Function RemoveOld
  StrCpy $3 "$INSTDIR\~old"
  Call RemoveListed
  FindFirst $4 $5 "$INSTDIR\~old\*.*"
  ${DoWhile} $5 != ""
    ${If} $5 != "."
    ${AndIf} $5 != ".."
    ${AndIf} $5 != "_internal"
    ${AndIfNot} ${FileExists} "$INSTDIR\app\$5"
      Rename "$INSTDIR\~old\$5" "$INSTDIR\app\$5"
    ${EndIf}
    FindNext $4 $5
  ${Loop}
  FindClose $4
  RMDir "$INSTDIR\~old"
FunctionEnd

Function Register
  WriteUninstaller "$INSTDIR\${UNINSTALLER}"
  WriteRegStr SHCTX "${KEY}" "DisplayName" "${PRODUCT}"
  WriteRegStr SHCTX "${KEY}" "DisplayVersion" "${VERSION}"
  WriteRegStr SHCTX "${KEY}" "Publisher" "${PRODUCT}"
  WriteRegStr SHCTX "${KEY}" "DisplayIcon" "$INSTDIR\app\${PROGRAM}"
  WriteRegStr SHCTX "${KEY}" "InstallLocation" "$INSTDIR"
  WriteRegStr SHCTX "${KEY}" "UninstallString" '"$INSTDIR\${UNINSTALLER}"'
  WriteRegStr SHCTX "${KEY}" "QuietUninstallString" '"$INSTDIR\${UNINSTALLER}" /S'
  WriteRegDWORD SHCTX "${KEY}" "EstimatedSize" ${KILOBYTES}
  WriteRegDWORD SHCTX "${KEY}" "NoModify" 1
  WriteRegDWORD SHCTX "${KEY}" "NoRepair" 1
  CreateShortcut "$SMPROGRAMS\${PRODUCT}.lnk" "$INSTDIR\app\${PROGRAM}"
  CreateShortcut "$DESKTOP\${PRODUCT}.lnk" "$INSTDIR\app\${PROGRAM}"
FunctionEnd

Section
  DetailPrint "正在放好程序文件，约需半分钟"
  SetDetailsPrint none
  Call EndProgram
  Call CheckFolder
  Call TidyLastTime
  Call CheckSpace
  SetOutPath "$INSTDIR\~new"
  SetOverwrite try
  ClearErrors
  File /r "${PAYLOAD}\*"
  ${If} ${Errors}
    Call .onInstFailed
    Quit
  ${EndIf}
  Call TryNew
  Call PutInPlace
  Call RemoveOld
  Call Register
  SetErrorLevel 0
SectionEnd

; -------------------------------------------------------------------- removing

Function un.onInit
  SetRegView 64
  ${IfNot} ${FileExists} "$INSTDIR\app\files.txt"
    ${un.Refuse} ${NOT_INSTALLED} "$INSTDIR 里没有完整的${PRODUCT}，没有删除任何文件。请重新安装一遍，再卸载。"
  ${EndIf}
  SetShellVarContext current
  ReadRegStr $0 HKLM "${KEY}" "InstallLocation"
  ${If} $0 == $INSTDIR
    StrCpy $ForAll 1
    Call un.IsAdministrator
    ${If} $R1 != 1
      ${If} ${Silent}
        ${un.Refuse} ${NO_PERMISSION} "${PRODUCT}是给所有用户安装的，卸载需要管理员权限，没有删除任何文件。请用管理员身份运行。"
      ${EndIf}
      ExecShell "runas" "$INSTDIR\${UNINSTALLER}"
      Quit
    ${EndIf}
    SetShellVarContext all
  ${EndIf}
FunctionEnd

; Where the records lie, for the last message: the program writes it down when it opens a file. $0
Function un.DataPlaces
  ${If} $ForAll == 1
    StrCpy $0 "各用户自己的文件夹，%LOCALAPPDATA%\${PRODUCT} 里的“数据文件位置.txt”写着。"
    Return
  ${EndIf}
  StrCpy $0 "$LOCALAPPDATA\${PRODUCT}"
  ClearErrors
  FileOpen $4 "$LOCALAPPDATA\${PRODUCT}\数据文件位置.txt" r
  ${If} ${Errors}
    Return
  ${EndIf}
  StrCpy $0 ""
  ${Do}
    ClearErrors
    FileReadUTF16LE $4 $5 ${FILE_LINE_LENGTH}
    ${If} ${Errors}
      ${Break}
    ${EndIf}
    StrCpy $0 "$0$5"
  ${Loop}
  FileClose $4
FunctionEnd

Section "un.program"
  DetailPrint "正在删除程序文件"
  SetDetailsPrint none
  Call un.EndProgram
  Call un.AwaitListed
  ${If} $R0 == 1
    ${un.Refuse} ${LOCKED} "$5 正被别的程序占用，没有卸载。请等杀毒软件扫描完，或重新启动电脑，再试一次。"
  ${EndIf}
  SetOutPath "$TEMP"
  Delete "$SMPROGRAMS\${PRODUCT}.lnk"
  Delete "$DESKTOP\${PRODUCT}.lnk"
  StrCpy $3 "$INSTDIR\app"
  Call un.RemoveListed
  DeleteRegKey SHCTX "${KEY}"
  Delete "$INSTDIR\${UNINSTALLER}"
  RMDir "$INSTDIR"
  Call un.DataPlaces
  StrCpy $Code 0
  Push "程序已卸载。台账数据没有删除，在：$\r$\n$0"
  Call un.Say
  SetErrorLevel 0
SectionEnd
