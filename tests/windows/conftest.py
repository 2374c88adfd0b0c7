"""The proof works on what `./dev installer --prove` has just built; without that there is nothing to prove."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.windows import building
from tests.windows.__main__ import WORK
from tests.windows.building import Built
from tests.windows.machine import Windows, machine
from tests.windows.office_pc import OfficePc

BUILT, INSTALLER = "TAIZHANG_BUILT", "TAIZHANG_INSTALLER"


@pytest.fixture(scope="session")
def built() -> Built:
    folder = Path(os.environ[BUILT])
    return Built(folder / building.PRODUCT, folder / "empty", 0)


@pytest.fixture(scope="session")
def installer(built: Built) -> Path:
    return Path(os.environ[INSTALLER])


@pytest.fixture(scope="session")
def older_installer(built: Built, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An installer of an older version: this one with a lower number and a file that the newer one does not have."""
    gone = built.program / "only-in-the-older-one.txt"
    gone.write_text("old", encoding="ascii")
    try:
        return building.make_installer(built.program, tmp_path_factory.mktemp("older"), "0.0.9", building.PLAIN)
    finally:
        gone.unlink()


@pytest.fixture(scope="session")
def windows(built: Built) -> Iterator[Windows]:
    found = machine(WORK / "machine")
    with found.screen():
        yield found


@pytest.fixture(scope="session")
def pc(windows: Windows) -> OfficePc:
    """A user with a Chinese name; folders with a space and Chinese in their names. The pictures stay in `desk`."""
    folder = windows.local_data.parents[2].parent / "应急局 程序" / building.PRODUCT
    desk = WORK / "桌面 资料"
    shutil.rmtree(desk, ignore_errors=True)
    desk.mkdir(parents=True)
    made = OfficePc(windows, folder, desk)
    made.forget_everything()
    return made
