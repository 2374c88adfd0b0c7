"""Where a data file may lie: the default folder, and warnings about places that lose or mix up its contents."""

import sys
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

LIST_OF_FILES = "数据文件位置.txt"
"""In the program's folder among the user's data: where the data files lie, one a line."""

CLOUD_FOLDERS = (
    "onedrive", "dropbox", "google drive", "googledrive", "icloud", "坚果云", "nutstore", "百度网盘", "baidunetdisk",
    "baidusyncdisk", "wps云盘", "wpsdrive", "wps cloud files", "阿里云盘", "aliyundrive", "微云", "weiyun", "seafile",
    "synologydrive", "nextcloud",
)  # fmt: skip
"""Names, or beginnings of names, of folders that a program of its own copies to a server."""

_NETWORK_TYPES = ("nfs", "cifs", "smb", "9p", "davfs", "fuse.sshfs", "fuse.rclone", "afs", "ceph", "glusterfs")


LOG_ENDING = ".db"
"""Of a data file."""


def with_ending(file: Path, ending: str) -> Path:
    """A typed name with its ending; a dot within the name (青石.2025) ends nothing."""
    return file if file.name.lower().endswith(ending) else file.with_name(file.name + ending)


class Volume(StrEnum):
    """What kind of disk a folder lies on."""

    FIXED = "fixed"
    NETWORK = "network"
    REMOVABLE = "removable"


_WARNINGS = {
    Volume.NETWORK: "这个文件夹在网络盘上：断网或两台电脑同时写入会损坏数据文件，请改放本机硬盘。",
    Volume.REMOVABLE: "这个文件夹在 U 盘或移动硬盘上：拔出时正在保存的内容会丢失，请改放本机硬盘，用备份带走。",
}
_PROGRAM_WARNING = "这个文件夹是程序自己的：更新程序时里面的文件会被换掉，请另选一个文件夹。"
_CLOUD_WARNING = "这个文件夹由云盘同步：同步程序会锁住或覆盖数据文件，请改放不同步的文件夹。"


def data_file_name(bureau: str) -> str:
    """A name for a bureau's data file."""
    place = bureau.strip().removesuffix("应急管理局").removesuffix("局")
    return "".join(one for one in f"{place}应急台账.db" if one not in '\\/:*?"<>|')


def installed_folder() -> Path | None:
    """The folder of the installed program; None where it runs from its source."""
    return Path(sys.executable).parent if getattr(sys, "frozen", False) else None


def place_warnings(
    folder: Path, volume: Callable[[Path], Volume] | None = None, program: Path | None = None
) -> list[str]:
    """Sentences about a folder in which a data file is unsafe; empty where it is well placed."""
    kind, program = (volume or volume_of)(folder), program or installed_folder()
    found = [_WARNINGS[kind]] if kind in _WARNINGS else []
    if program and folder.absolute().is_relative_to(program):
        found.append(_PROGRAM_WARNING)
    return [*found, _CLOUD_WARNING] if _is_synchronised(folder) else found


def note_data_file(home: Path, file: Path) -> None:
    """Write down where a data file lies, for people, and for the uninstaller, which removes no data and names it.

    UTF-16, which the uninstaller can read whatever the system's code page. What is no longer there is left out.
    """
    kept = home / LIST_OF_FILES
    before = kept.read_text(encoding="utf-16").splitlines() if kept.exists() else []
    lines = [str(file.absolute()), *(one for one in before if one != str(file.absolute()) and Path(one).exists())]
    if lines != before:
        kept.write_text("".join(f"{one}\n" for one in lines), encoding="utf-16", newline="\r\n")


def backup_warnings(
    folder: Path, log_file: Path | None = None, volume: Callable[[Path], Volume] | None = None
) -> list[str]:
    """Sentences about a folder for backups; with `log_file` also whether it would be lost with the log's own disk."""
    found = []
    if _is_synchronised(folder):
        found.append("这个文件夹由云盘同步：备份会传到网上，里面有本单位的执法记录，请改放不同步的文件夹。")
    elif (volume or volume_of)(folder) is Volume.NETWORK:
        found.append("这个文件夹在网络盘上：断网时备份做不成，别人也可能看到执法记录，请改放 U 盘或移动硬盘。")
    if log_file is not None and _on_one_disk(folder, log_file):
        found.append("这个文件夹和数据文件在同一块硬盘上：硬盘坏了会一起丢，请改放 U 盘或另一块硬盘。")
    return found


def _on_one_disk(folder: Path, file: Path) -> bool:
    return _nearest(folder).stat().st_dev == _nearest(file).stat().st_dev


def _nearest(place: Path) -> Path:
    """The place, or its nearest parent that exists."""
    place = place.absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    return place


def _is_synchronised(folder: Path) -> bool:
    names = [part.casefold() for part in folder.absolute().parts]
    return any(name.startswith(CLOUD_FOLDERS) for name in names)


def volume_of(folder: Path) -> Volume:
    """What the system says about the disk of a folder, or of its nearest parent that exists."""
    folder = _nearest(folder)
    if sys.platform == "win32":
        return _windows_volume(folder)
    return mounted_volume(folder.resolve(), Path("/proc/mounts"), Path("/sys/class/block"))


def _windows_volume(folder: Path) -> Volume:
    if folder.drive.startswith("\\\\"):
        return Volume.NETWORK
    import ctypes  # noqa: PLC0415 - Windows alone needs it

    kind = vars(ctypes)["windll"].kernel32.GetDriveTypeW(f"{folder.drive}\\")
    return {2: Volume.REMOVABLE, 4: Volume.NETWORK}.get(kind, Volume.FIXED)


def mounted_volume(folder: Path, mounts: Path, blocks: Path) -> Volume:
    """The same on Linux, from the table of mounts; on a system without one every disk counts as fixed."""
    if not mounts.exists():
        return Volume.FIXED
    device, kind = "", ""
    deepest = 0
    for line in mounts.read_text(encoding="utf-8", errors="replace").splitlines():
        source, target, found = (*line.split(), "", "", "")[:3]
        target = target.replace("\\040", " ")
        if len(target) >= max(deepest, 1) and folder.is_relative_to(target):
            device, kind, deepest = source, found, len(target)
    if kind.startswith(_NETWORK_TYPES):
        return Volume.NETWORK
    return Volume.REMOVABLE if _is_removable(device, blocks) else Volume.FIXED


def _is_removable(device: str, blocks: Path) -> bool:
    name = Path(device).name
    for block in (blocks / name, blocks / name.rstrip("0123456789")):
        mark = block / "removable"
        if device.startswith("/dev/") and mark.exists():
            return mark.read_text(encoding="ascii").strip() == "1"
    return False
