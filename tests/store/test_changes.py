"""The change log as evidence: whatever is done to the file behind the program's back shows."""

from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Catalogue
from desktop.store import Log
from desktop.store.connection import connect


@pytest.fixture
def records(log: Log) -> list[str]:
    """Some work of two people at two desks: the ids of three lessons, the second edited, the third deleted."""
    training = log.ledger("training")
    ids = log.add_many(training, [(n, {"name": f"第{n}场", "sessions": n}) for n in (1, 2, 3)], reason="补录").ids
    log.update(training, ids[1], {"name": "第二场"}, reason="更名")
    log.person = "李四"
    log.set_setting("desk", "另一张桌子")
    log.add(log.ledger("enterprise"), {"name": "甲公司"})
    log.add(log.ledger("hazard"), {"enterprise": "甲公司", "found_on": "2024-03-05"})
    log.delete(training, ids[2])
    assert list(log.faults()) == []
    return ids


def assert_reported(log: Log, hint: str) -> None:
    found = list(log.faults())
    assert found, "the tampering went unnoticed"
    assert any(hint in sentence for sentence in found)
    assert all(sentence.endswith("。") for sentence in found)


def test_a_log_that_only_the_program_wrote_is_sound(log: Log, records: list[str]) -> None:
    log.restore(log.ledger("training"), records[2])
    assert list(log.faults()) == []
    assert log.connection.execute("SELECT count(DISTINCT desk), count(DISTINCT person) FROM _change").fetchone() == (
        2,
        2,
    )


def test_each_desk_has_a_chain_of_its_own(log: Log, records: list[str]) -> None:
    firsts = log.connection.execute("SELECT count(*) FROM _change WHERE previous IS NULL").fetchone()[0]
    assert firsts == 2
    log.set_setting("desk", "第三张桌子")
    log.add(log.ledger("training"), {"name": "第四场"})
    assert list(log.faults()) == []


@pytest.mark.parametrize("row", ["middle", "last"])
@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("seq", 1000), ("batch", "b"), ("at", "2024-01-01T00:00:00.000Z"), ("desk", "别处"), ("person", "王五"),
        ("ledger", "drill"), ("record", "r"), ("action", "erase"), ("before", '{"name":"x"}'), ("after", "{}"),
        ("reason", "另有原因"), ("previous", "0" * 64), ("hash", "0" * 64),
    ],
)  # fmt: skip
def test_no_column_of_the_change_log_can_be_altered_unseen(
    log: Log, records: list[str], stranger: sqlite.Connection, row: str, column: str, value: object
) -> None:
    pick = {"middle": "min(seq) + 2", "last": "max(seq)"}[row]
    done = stranger.execute(f'UPDATE _change SET "{column}" = ? WHERE seq = (SELECT {pick} FROM _change)', (value,))
    assert done.rowcount == 1
    assert_reported(log, "修改记录")


def test_the_empty_reason_and_the_missing_one_are_not_the_same(
    log: Log, records: list[str], stranger: sqlite.Connection
) -> None:
    assert stranger.execute("UPDATE _change SET reason = '' WHERE reason IS NULL").rowcount
    assert_reported(log, "接不上")


def test_two_entries_cannot_change_places(log: Log, records: list[str], stranger: sqlite.Connection) -> None:
    stranger.execute("UPDATE _change SET seq = -1 WHERE seq = 1")
    stranger.execute("UPDATE _change SET seq = 1 WHERE seq = 2")
    stranger.execute("UPDATE _change SET seq = 2 WHERE seq = -1")
    assert_reported(log, "接不上")


@pytest.mark.parametrize("seq", ["min(seq)", "min(seq) + 3", "max(seq)"])
def test_no_entry_can_be_taken_out(log: Log, records: list[str], stranger: sqlite.Connection, seq: str) -> None:
    """The middle one is the renaming, the last one the deletion: the records then stand without their reason."""
    stranger.execute(f"DELETE FROM _change WHERE seq = (SELECT {seq} FROM _change)")
    assert_reported(log, "请")


def test_a_forged_entry_at_the_end_is_seen(log: Log, records: list[str], stranger: sqlite.Connection) -> None:
    columns = "batch, at, desk, person, ledger, record, action, before, after, reason, previous, hash"
    stranger.execute(f"INSERT INTO _change ({columns}) SELECT {columns} FROM _change WHERE seq = 4")
    assert_reported(log, "接不上")


def test_a_record_put_in_behind_the_log_s_back_is_seen(
    log: Log, records: list[str], stranger: sqlite.Connection
) -> None:
    stranger.execute("INSERT INTO training (id, created_at, created_by, name) VALUES ('x', '2024', '王五', '假的')")
    assert_reported(log, "学法培训")


def test_an_entry_of_another_ledger_does_not_cover_a_record(
    log: Log, records: list[str], stranger: sqlite.Connection
) -> None:
    stranger.execute(
        "INSERT INTO drill (id, created_at, created_by, name) VALUES (?, '2024', '王五', '假的')", (records[0],)
    )
    assert_reported(log, log.ledger("drill").label)


@pytest.mark.parametrize(
    "sql",
    [
        pytest.param("UPDATE training SET sessions = 99 WHERE id = ?", id="a number raised"),
        pytest.param("UPDATE training SET deleted_at = '2024' WHERE id = ?", id="hidden in the bin"),
        pytest.param("UPDATE training SET created_by = '王五' WHERE id = ?", id="another clerk"),
        pytest.param("DELETE FROM training WHERE id = ?", id="removed"),
    ],
)
def test_a_record_changed_behind_the_log_s_back_is_seen(
    log: Log, records: list[str], stranger: sqlite.Connection, sql: str
) -> None:
    assert stranger.execute(sql, (records[0],)).rowcount == 1
    assert_reported(log, "学法培训")


def test_a_record_brought_back_from_the_bin_behind_the_log_s_back_is_seen(
    log: Log, records: list[str], stranger: sqlite.Connection
) -> None:
    assert stranger.execute("UPDATE training SET deleted_at = NULL WHERE id = ?", (records[2],)).rowcount == 1
    assert_reported(log, "学法培训")


def test_a_link_to_a_record_that_was_removed_is_seen(
    log: Log, records: list[str], stranger: sqlite.Connection
) -> None:
    stranger.execute("PRAGMA foreign_keys=OFF")
    stranger.execute("DELETE FROM enterprise")
    assert_reported(log, "链接的企业库记录不存在")


def test_the_chain_goes_on_after_the_file_was_closed(file: Path, catalogue: Catalogue) -> None:
    for n in range(3):
        with Log(file, connect(file), catalogue, f"第{n}人") as log:
            log.add(log.ledger("training"), {"name": f"第{n}场"})
    with Log(file, connect(file), catalogue, "张三") as log:
        assert list(log.faults()) == []
        assert log.connection.execute("SELECT count(*) FROM _change WHERE previous IS NULL").fetchone()[0] == 1
