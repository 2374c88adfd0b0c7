"""A file of an older program."""

from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite

from desktop.store import Log


@pytest.fixture
def old_file(file: Path) -> Path:
    """As an older program left it: no half-typed records, no editions, a field and some indexes less."""
    with Log.open(file) as log:
        log.add_many(log.ledger("training"), [(n, {"name": f"第{n}场", "topics": "防汛"}) for n in range(5)])
        log.add(log.ledger("enterprise"), {"name": "甲公司"})
    old = sqlite.connect(file, isolation_level=None)
    for table in ("_pending", "_report", "_initial", "_edition_record"):
        old.execute(f"DROP TABLE IF EXISTS {table}")
    for (index,) in old.execute("SELECT name FROM sqlite_master WHERE name LIKE 'ix_training%'").fetchall():
        old.execute(f"DROP INDEX {index}")
    old.execute("ALTER TABLE training DROP COLUMN place")
    old.execute("PRAGMA user_version=1")
    old.close()
    return file
