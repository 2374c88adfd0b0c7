/* A stand-in for Windows' mscms.dll (colour profiles): Wine 8's own ends the process in WcsCreateIccProfile, which Qt's
 * qwindows.dll calls when it lists the screens. Says that there is no profile. For tests under Wine only. */
#define EXPORT __declspec(dllexport)
EXPORT int GetColorProfileFromHandle(void *profile, void *bytes, void *size) { (void)profile; (void)bytes; (void)size; return 0; }
EXPORT int CloseColorProfile(void *profile) { (void)profile; return 1; }
EXPORT void *WcsCreateIccProfile(void *profile, unsigned options) { (void)profile; (void)options; return 0; }
EXPORT void *OpenColorProfileW(void *profile, unsigned access, unsigned share, unsigned mode) {
  (void)profile; (void)access; (void)share; (void)mode; return 0;
}
