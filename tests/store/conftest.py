"""A fresh log for each test, copied from one that was made once."""

import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite
from store.faults.killing import Killer

from desktop.catalogue import Catalogue, Definitions, load
from desktop.store import Log
from desktop.store import log as log_module
from desktop.store.connection import connect


@cache
def _load_once(definitions: tuple[Definitions, ...], root: Path | None) -> Catalogue:
    return load(definitions, root)


@pytest.fixture(autouse=True)
def read_the_built_in_definitions_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening a log costs a hundred times more than the rest of most tests; changed definitions are read anew."""
    monkeypatch.setattr(
        log_module, "load",
        lambda own=(), root=None: load(own, root) if root else _load_once(tuple(own), root),
    )  # fmt: skip


@pytest.fixture(scope="session")
def empty_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed, empty log to copy from."""
    file = tmp_path_factory.mktemp("empty") / "log.db"
    Log.create(file, settings={"bureau": "青石区应急管理局"}, person="张三").close()
    return file


@pytest.fixture
def file(empty_log: Path, tmp_path: Path) -> Path:
    """An empty log's file, closed."""
    return Path(shutil.copy(empty_log, tmp_path / "log.db"))


@pytest.fixture
def log(file: Path, catalogue: Catalogue) -> Iterator[Log]:
    """An open, empty log; as `Log.open` makes it, without reading the catalogue again."""
    with Log(file, connect(file), catalogue, "张三") as opened:
        yield opened


@pytest.fixture
def stranger(log: Log) -> Iterator[sqlite.Connection]:
    """Another program that has the log's file open and keeps to no rule."""
    connection = sqlite.connect(log.file, isolation_level=None)
    yield connection
    connection.close()


@pytest.fixture(scope="session")
def killer() -> Iterator[Killer]:
    """One process that starts all jobs that are killed."""
    made = Killer()
    yield made
    made.close()
