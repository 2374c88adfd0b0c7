"""Makes the files that a bureau gets: installer, portable zip, their SHA-256 sums."""

import hashlib
import os
import shutil
import subprocess
import sys
import time
import tomllib
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.windows.machine import HERE, ROOT, Windows

PRODUCT = "应急台账"
WINDOW, COMMAND = f"{PRODUCT}.exe", "taizhang.exe"
BUILD_PATIENCE = 1800.0
PAPERS = ("使用手册.docx", "给信息科的说明.txt")
LIST_NAME = "files.txt"
SUMS = "SHA256SUMS.txt"
PLAIN, QUICK, SMALL = "off", "zlib", "/SOLID lzma"
"""How the installer is compressed: not at all, for a trial, for a release."""
CERTIFICATE, PASSWORD = "TAIZHANG_CERTIFICATE", "TAIZHANG_CERTIFICATE_PASSWORD"
TIMESTAMPS = "http://timestamp.digicert.com"


def program_version() -> str:
    """The version that pyproject.toml gives."""
    return str(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"])


@dataclass(frozen=True)
class Built:
    """What PyInstaller made: the program's folder, and an empty program's beside it where one was asked for."""

    program: Path
    empty: Path
    seconds: float


def build_program(machine: Windows, work: Path, *, empty: bool = False) -> Built:
    """Run PyInstaller on build.spec; what it says is kept in `work`."""
    started, target = time.monotonic(), work / "dist"
    shutil.rmtree(target, ignore_errors=True)
    work.mkdir(parents=True, exist_ok=True)
    ended = machine.run(
        machine.python, "-m", "PyInstaller", "--noconfirm", "--distpath", machine.inside(target),
        "--workpath", machine.inside(work / "pyinstaller"), machine.inside(ROOT / "build.spec"),
        patience=BUILD_PATIENCE, TAIZHANG_EMPTY="1" if empty else "",
    )  # fmt: skip
    (work / "pyinstaller.log").write_text(ended.out, encoding="utf-8")
    program = target / PRODUCT
    if ended.status or not (program / COMMAND).is_file():
        raise SystemExit(f"PyInstaller failed ({ended.status}):\n{ended.out[-4000:]}")
    sign(program / WINDOW, program / COMMAND)
    write_papers(program)
    return Built(program, target / "empty", time.monotonic() - started)


def write_papers(program: Path) -> None:
    """What is read before the program runs: the manual and the note for the IT desk, made from the help."""
    for name in PAPERS:
        subprocess.run([sys.executable, "-m", "desktop", "manual", program / name], cwd=ROOT, check=True)


def size_of(folder: Path) -> int:
    """Bytes of the files in a folder."""
    return sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())


def largest(folder: Path, count: int = 8) -> list[tuple[str, int]]:
    """What takes most of the space: the parts below the program's inner folder."""
    inner = folder / "_internal"
    parts = {one.name: size_of(one) if one.is_dir() else one.stat().st_size for one in inner.iterdir()}
    parts |= {one.name: one.stat().st_size for one in folder.glob("*.exe")}
    return sorted(parts.items(), key=lambda part: -part[1])[:count]


# -------------------------------------------------------------------- installer


def _listed(program: Path) -> Iterator[str]:
    """Every file of the program, then every folder, the deepest first: what an uninstaller removes, in this order."""
    names = sorted(program.rglob("*"), key=lambda one: (-len(one.parts), str(one)))
    for file in names:
        if file.is_file() and file.name != LIST_NAME:
            yield str(file.relative_to(program)).replace("/", "\\")
    for folder in names:
        if folder.is_dir():
            yield str(folder.relative_to(program)).replace("/", "\\") + "\\"


def _target() -> str:
    """What the installer itself runs as: a 64-bit program where this NSIS can make one."""
    found = Path(shutil.which("makensis") or "").resolve().parent
    folders = (found / "Stubs", found.parent / "share" / "nsis" / "Stubs")
    return "amd64-unicode" if any((one / "zlib-amd64-unicode").exists() for one in folders) else "x86-unicode"


def make_installer(program: Path, target: Path, version: str, compressor: str = SMALL) -> Path:
    """An installer of the program's folder, named after its version."""
    lines = "".join(f"{name}\r\n" for name in _listed(program))
    (program / LIST_NAME).write_bytes(lines.encode("utf-16-le"))
    target.mkdir(parents=True, exist_ok=True)
    out = target / f"{PRODUCT}-{version}-setup.exe"
    defined = {
        "TARGET": _target(), "VERSION": version, "PAYLOAD": program, "OUT": out, "COMPRESSOR": compressor,
        "ICON": ROOT / "resources" / "theme" / "taizhang.ico", "KILOBYTES": size_of(program) // 1024,
    }  # fmt: skip
    try:
        options = [f"-D{name}={value}" for name, value in defined.items()]
        subprocess.run(
            ["makensis", "-V2", "-WX", "-INPUTCHARSET", "UTF8", *options, HERE / "installer.nsi"], check=True
        )
    finally:
        (program / LIST_NAME).unlink()
    sign(out)
    return out


def make_portable(program: Path, target: Path, version: str) -> Path:
    """The same folder as a zip, for where nothing may be installed."""
    out = target / f"{PRODUCT}-{version}-portable.zip"
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        for file in sorted(program.rglob("*")):
            if file.is_file():
                packed.write(file, f"{PRODUCT}-{version}/{file.relative_to(program).as_posix()}")
    return out


def write_sums(files: list[Path]) -> Path:
    """Their SHA-256 in the form that `sha256sum --check` and certutil's output can be compared with."""
    out = files[0].parent / SUMS
    lines = [f"{hashlib.sha256(file.read_bytes()).hexdigest()}  {file.name}\n" for file in files]
    out.write_text("".join(lines), encoding="utf-8", newline="\n")
    return out


# -------------------------------------------------------------------- signing


def sign(*files: Path) -> bool:
    """Sign with the certificate (a .pfx) that the environment names; without one say so."""
    certificate, tool = os.environ.get(CERTIFICATE), shutil.which("signtool") or shutil.which("osslsigncode")
    if not certificate:
        print(f"not signed, for {CERTIFICATE} names no certificate: {', '.join(file.name for file in files)}")
        return False
    if not tool:
        raise SystemExit(f"{CERTIFICATE} is set, but neither signtool nor osslsigncode was found")
    for file in files:
        _sign(Path(tool), file, certificate, os.environ.get(PASSWORD, ""))
    return True


def _sign(tool: Path, file: Path, certificate: str, password: str) -> None:
    if tool.stem == "signtool":
        command = [str(tool), "sign", "/fd", "SHA256", "/td", "SHA256", "/tr", TIMESTAMPS]
        command += ["/f", certificate, "/p", password]
        subprocess.run([*command, str(file)], check=True)
        return
    signed = file.with_suffix(".signed")
    command = [str(tool), "sign", "-h", "sha256", "-pkcs12", certificate, "-pass", password, "-ts", TIMESTAMPS]
    subprocess.run([*command, "-in", str(file), "-out", str(signed)], check=True)
    signed.replace(file)
