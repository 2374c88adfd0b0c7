"""The way back before a merge: the backup that was made before it, told by what is in it."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest

from desktop.exchange import desk_package
from desktop.store import Log
from desktop.store.backups import Kind, back_up, restore
from desktop.store.merges import merges

NOW = datetime(2025, 11, 21, 9, 0)


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Log]:
    (tmp_path / "other").mkdir()
    file = tmp_path / "other" / "log.db"
    with Log.create(file, settings={"bureau": "青石区应急管理局"}, person="李四") as made:
        yield made


def take_in(log: Log, other: Log, name: str, at: datetime) -> None:
    """As the window does: a backup first."""
    other.add(other.ledger("training"), {"name": name})
    out = log.file.parent / f"{name}.taizhang"
    desk_package.pack(other, out, NOW)
    back_up(log.file, Kind.BEFORE_MERGE, outside=False, now=at)
    desk_package.merge(log, [out])


def test_each_merge_has_the_backup_that_was_made_before_it(log: Log, other: Log) -> None:
    """Also where the clock was set back a year between the two."""
    take_in(log, other, "甲讲座", datetime(2026, 3, 1, 9, 0))
    log.add(log.ledger("training"), {"name": "乙讲座"})
    take_in(log, other, "丙讲座", datetime(2025, 3, 1, 9, 0))
    last, first = merges(log)
    between = log.steps()[0]
    assert first.seq < between.seq < last.seq, "the list goes by the log, not by the clock"
    assert (last.since, first.since) == (0, 1)
    assert first.backup and first.backup.at.year == 2026
    assert last.backup and last.backup.at.year == 2025


def test_a_log_that_went_back_merges_again(log: Log, other: Log) -> None:
    """What had come in comes in again, at the desk that logged it nothing was deleted."""
    take_in(log, other, "甲讲座", NOW)
    (one,) = merges(log)
    assert one.backup is not None
    log.close()
    restore(one.backup.file, log.file)
    with Log.open(log.file, person="张三") as back:
        training = back.ledger("training")
        assert list(back.records(training)) == [] and merges(back) == []
        back.add(training, {"name": "乙讲座"})
        desk_package.pack(back, log.file.parent / "回来.taizhang", NOW)
        desk_package.merge(other, [log.file.parent / "回来.taizhang"])
        assert {one["name"] for one in other.records(training)} == {"甲讲座", "乙讲座"}
        assert desk_package.merge(back, [log.file.parent / "甲讲座.taizhang"]).added == {"training": 1}
        assert {one["name"] for one in back.records(training)} == {"甲讲座", "乙讲座"}
        assert list(back.faults()) == []
