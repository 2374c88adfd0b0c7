"""Shared fixtures: the built-in catalogue and an empty log."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.catalogue import Catalogue, load
from desktop.store import Log


@pytest.fixture(scope="session", autouse=True)
def cache_folder(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """What the program keeps in the user's cache folder is kept for the run of the tests only."""
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(folder))
        yield folder


@pytest.fixture(scope="session")
def catalogue(cache_folder: Path) -> Catalogue:
    return load()


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with Log.create(tmp_path / "log.db", settings={"bureau": "青石区应急管理局"}, person="张三") as made:
        yield made
