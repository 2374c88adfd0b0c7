"""Shared fixtures: the built-in catalogue and an empty log."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from desktop.catalogue import Catalogue, load
from desktop.store import Log


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    with Log.create(tmp_path / "log.db", settings={"bureau": "青石区应急管理局"}, person="张三") as made:
        yield made
