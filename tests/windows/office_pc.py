"""A computer of the bureau: what an IT desk and a clerk do at it, and what is then on its disk."""

import json
import shutil
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tests.windows.building import COMMAND, PRODUCT, WINDOW
from tests.windows.machine import Ended, Windows

SYSTEM = Path("C:/windows/system32")
KEY = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\Taizhang"
INSTALL_LOG = f"{PRODUCT}安装.log"
SECONDS = 120.0


@dataclass(frozen=True)
class SelfTested:
    """What the window told of its self-test."""

    status: int
    told: dict[str, object]
    started_at: float
    folder: Path

    def seconds_until(self, what: str) -> float:
        """From starting the process until the frame was `framed_at`, the window `painted_at`, its page `quiet_at`."""
        return float(str(self.told[what])) - self.started_at


class OfficePc:
    """`folder` is where the program is installed."""

    def __init__(self, windows: Windows, folder: Path, desk: Path) -> None:
        self.windows, self.folder, self.desk = windows, folder, desk

    # ---------------------------------------------------------------- installing and removing

    def install(self, installer: Path, *options: str, folder: Path | None = None) -> Ended:
        """Silently. /D takes the rest of the line as it stands, spaces and all: without quotes."""
        place = self.windows.inside(folder or self.folder).split(" ")
        return self.windows.run(installer, "/S", *options, f"/D={place[0]}", *place[1:], patience=SECONDS * 2)

    def forget_everything(self) -> None:
        """As if the program had never been here: for a proof that begins after another one broke off."""
        for key in ("HKCU", "HKLM"):
            self.windows.run(SYSTEM / "reg.exe", "delete", f"{key}\\{KEY}", "/f")
        for folder in (self.folder, self.windows.local_data / PRODUCT):
            shutil.rmtree(folder, ignore_errors=True)
        (self.windows.temporary / INSTALL_LOG).unlink(missing_ok=True)

    def uninstall(self) -> bool:
        """As Windows' settings do it silently; whether it was done. It goes on in a copy of itself."""
        self.windows.run(self.uninstaller, "/S", patience=SECONDS)
        until = time.monotonic() + SECONDS
        while "已卸载" not in self.said:
            if time.monotonic() > until:
                return False
            time.sleep(0.5)
        return True

    @property
    def uninstaller(self) -> Path:
        return self.folder / f"卸载{PRODUCT}.exe"

    @property
    def program(self) -> Path:
        """The folder of the program's own files."""
        return self.folder / "app"

    def installed_version(self, whose: str = "HKCU") -> str:
        """What the list of programs in Windows' settings shows, of the user or of all (HKLM); empty where none."""
        found = self.windows.run(SYSTEM / "reg.exe", "query", f"{whose}\\{KEY}", "/v", "DisplayVersion")
        return found.out.split()[-1] if found.status == 0 else ""

    @property
    def said(self) -> str:
        """The last line that the installer wrote down."""
        log = self.windows.temporary / INSTALL_LOG
        text = log.read_bytes().decode("utf-16-le") if log.exists() else ""
        return text.removeprefix("\ufeff").rstrip("\r\n").split("\r\n0.")[-1]

    def left_over(self) -> list[str]:
        """What lies in the folder beside a whole program."""
        wanted = {"app", self.uninstaller.name}
        return [one.name for one in self.folder.iterdir() if one.name not in wanted] if self.folder.is_dir() else []

    # ---------------------------------------------------------------- working

    def command(self, *arguments: str | Path) -> Ended:
        """`taizhang` on the command line."""
        typed = [self.windows.inside(one) if isinstance(one, Path) else one for one in arguments]
        return self.windows.run(self.program / COMMAND, *typed, patience=SECONDS)

    def add(self, data: Path, ledger: str, records: Sequence[dict[str, object]]) -> Ended:
        """Log records by the command line."""
        file = self.desk / f"{ledger}.jsonl"
        file.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in records), encoding="utf-8")
        return self.command("--data", data, "add", ledger, file)

    def try_window(self, data: Path | None, name: str, typed: str | None = None) -> SelfTested:
        """Start the installed window, as its shortcut does on the last file, and let its scripted clerk work."""
        folder = self.desk / name
        folder.mkdir()
        if typed is not None:
            (folder / "typed.txt").write_text(typed, encoding="utf-8")
        started = time.time()
        ended = self.windows.run(
            self.program / WINDOW, *(["--data", self.windows.inside(data)] if data else []), patience=SECONDS,
            TAIZHANG_SELF_TEST=self.windows.inside(folder),
        )  # fmt: skip
        result = folder / "result.json"
        told = json.loads(result.read_text(encoding="utf-8")) if result.exists() else {"problem": ended.out}
        return SelfTested(ended.status, told, started, folder)
