"""`python -m tests.windows`: make the Windows installer, and prove it.

On Debian it works under Wine (`./dev installer` installs what is needed), on Windows natively, where `uv sync --group
windows` and NSIS are needed.
"""

import argparse
import os
import subprocess
import sys
import time
from pathlib import Path

from tests.windows import building
from tests.windows.machine import DISPLAY, ROOT, Windows, machine, missing_tools

WORK, TARGET = ROOT / "build" / "windows", ROOT / "dist"
MEGABYTE = 1_000_000
INSTALLED_GOAL, INSTALLER_GOAL = 130, 45
"""Megabytes."""


def main() -> None:
    options = _options()
    missing = missing_tools()
    if missing:
        print(f"The Windows installer is neither built nor proven here: {', '.join(missing)} not found.")
        sys.exit(0 if options.optional else 1)
    started = time.monotonic()
    windows = machine(WORK / "machine")
    windows.set_up()
    print(f"a Windows to work on: {_minutes(started)}", flush=True)
    with windows.screen():
        built = _built(windows, options)
        files = _files(built, options)
        status = _prove(windows, built, files[0]) if options.prove else 0
    print(f"in all: {_minutes(started)}")
    sys.exit(status)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./dev installer", description="Make the Windows installer in dist/.")
    parser.add_argument("--prove", action="store_true", help="install it, work with it, update it, remove it")
    parser.add_argument("--quick", action="store_true", help="compress quickly: for a trial, not for a release")
    parser.add_argument("--reuse", action="store_true", help="take the program that was built last time")
    parser.add_argument("--optional", action="store_true", help="status 0 where Wine is not to be had")
    return parser.parse_args()


def _minutes(since: float) -> str:
    return f"{(time.monotonic() - since) / 60:.1f} min"


def _built(windows: Windows, options: argparse.Namespace) -> building.Built:
    made = building.Built(WORK / "dist" / building.PRODUCT, WORK / "dist" / "empty", 0)
    if not (options.reuse and made.program.is_dir() and made.empty.is_dir()):
        made = building.build_program(windows, WORK, empty=True)
    size = building.size_of(made.program) / MEGABYTE
    print(f"program: {size:.0f} MB (goal {INSTALLED_GOAL}), built in {made.seconds / 60:.1f} min")
    for name, size in building.largest(made.program):
        print(f"  {size / MEGABYTE:6.1f} MB  {name}")
    return made


def _files(built: building.Built, options: argparse.Namespace) -> list[Path]:
    started, version = time.monotonic(), building.program_version()
    compressor = building.QUICK if options.quick else building.SMALL
    files = [building.make_installer(built.program, TARGET, version, compressor)]
    if not options.quick:
        files.append(building.make_portable(built.program, TARGET, version))
        files.append(building.write_paper(TARGET / building.MANUAL))
    building.write_sums(files)
    for file in files:
        print(f"{file.name}: {file.stat().st_size / MEGABYTE:.1f} MB (goal {INSTALLER_GOAL} for the installer)")
    print(f"packed in {_minutes(started)}", flush=True)
    if not options.quick and files[0].stat().st_size > INSTALLER_GOAL * MEGABYTE:
        raise SystemExit("the installer is larger than its goal")
    return files


def _prove(windows: Windows, built: building.Built, installer: Path) -> int:
    """The tests of this folder, on what was built."""
    environment = {**os.environ, "TAIZHANG_BUILT": str(built.program.parent), "TAIZHANG_INSTALLER": str(installer)}
    if display := windows.display:
        environment[DISPLAY] = display
    command = [sys.executable, "-m", "pytest", "-v", "-p", "no:cacheprovider", "-s", "--durations=8", "tests/windows"]
    return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


if __name__ == "__main__":
    main()
