"""Where the program's own files lie, and its folder among the user's local data. Imports nothing of the program."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

PROGRAM_FOLDER = "应急台账"


def program_root() -> Path:
    """The folder that holds resources/ and seeds/: the source tree, or the frozen program's."""
    return Path(getattr(sys, "_MEIPASS", Path(__file__).parents[1]))


def local_data_folder(
    environment: Mapping[str, str] = os.environ, platform: str = sys.platform, home: Path | None = None
) -> Path:
    """The program's folder among the user's local data: never the roaming one, which may lie on a server."""
    return _places(environment, platform, home or Path.home())[0]


def cache_folder(
    environment: Mapping[str, str] = os.environ, platform: str = sys.platform, home: Path | None = None
) -> Path | None:
    """The program's folder for what can be made again at any time; None where the user has no folder."""
    try:
        return _places(environment, platform, home or Path.home())[1]
    except RuntimeError:
        return None


def _places(environment: Mapping[str, str], platform: str, home: Path) -> tuple[Path, Path]:
    """Where the system keeps a user's local data, and what programs can make again."""
    if platform == "win32":
        local = Path(environment.get("LOCALAPPDATA") or home / "AppData" / "Local") / PROGRAM_FOLDER
        return local, local / "cache"
    if platform == "darwin":
        library = home / "Library"
        return library / "Application Support" / PROGRAM_FOLDER, library / "Caches" / PROGRAM_FOLDER
    data = Path(environment.get("XDG_DATA_HOME") or home / ".local" / "share")
    return data / PROGRAM_FOLDER, Path(environment.get("XDG_CACHE_HOME") or home / ".cache") / PROGRAM_FOLDER
