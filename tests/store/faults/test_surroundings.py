"""Clocks, second instances, locks and flipped bits."""

import random
import threading
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Catalogue, Refusal
from desktop.store import Log, connection
from desktop.store.backups import Kind, State, back_up, check, default_folder, due, listed, make
from desktop.store.connection import connect

FLIPS = 100


def test_a_clock_that_is_set_back_harms_neither_ids_nor_chain(log: Log) -> None:
    training = log.ledger("training")
    times = iter(["2025-11-21T09:00:00.000Z", "2031-01-01T00:00:00.000Z", "2019-05-05T05:05:05.000Z"] * 2)
    log.clock = lambda: next(times)
    ids = [log.add(training, {"name": f"{n}"}) for n in range(2)]
    log.update(training, ids[0], {"place": "三楼"})
    assert list(log.faults()) == []
    assert [one.action for one in log.history(training, ids[0])] == ["update", "insert"], (
        "the newest is the last made"
    )
    assert log.undo()
    assert len(set(ids)) == 2


def test_a_clock_that_is_set_back_years_goes_on_backing_up(log: Log) -> None:
    now, wrong = datetime(2025, 11, 21, 9, 0), datetime(2035, 1, 1, 9, 0)
    for day in range(12):
        back_up(log.file, now=wrong + timedelta(days=day))
    for day in range(4):
        assert due(log.file, now + timedelta(days=day))
        back_up(log.file, now=now + timedelta(days=day))
    kept = [one.at.date() for one in listed(default_folder(log.file)) if one.at.year == 2025]
    assert len(kept) == 4


def test_two_instances_on_one_file_and_a_backup_meanwhile(
    file: Path, catalogue: Catalogue, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Both write as fast as they can; every backup made meanwhile is whole."""
    saved: dict[str, list[str]] = {"甲": [], "乙": []}
    errors: list[BaseException] = []

    def write(person: str) -> None:
        try:
            with Log(file, connect(file), catalogue, person) as log:
                for n in range(60):
                    saved[person].append(log.add(log.ledger("training"), {"name": f"{person}{n}"}))
        except BaseException as error:  # noqa: BLE001 - told by the test itself
            errors.append(error)

    writers = [threading.Thread(target=write, args=(person,)) for person in saved]
    for one in writers:
        one.start()
    made = []
    while any(one.is_alive() for one in writers):
        made.append(make(file, tmp_path / "备份", Kind.DAILY))
    for one in writers:
        one.join()
    assert errors == []
    with Log(file, connect(file), catalogue, "丙") as log:
        assert list(log.faults()) == []
        found = {str(one["id"]) for one in log.records(log.ledger("training"))}
    assert found == {*saved["甲"], *saved["乙"]}
    assert len(found) == 120
    assert [one.records for one in made] == sorted(one.records for one in made)
    assert all(check(one) == () for one in made)
    with capsys.disabled():
        print(
            f"\ntwo instances: 120 records acknowledged, {len(found)} found; {len(made)} backups meanwhile, all whole"
        )


def test_a_file_that_another_writes_to_is_backed_up_at_once(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_MILLISECONDS", 100)
    other = sqlite.connect(file, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    assert check(make(file, tmp_path / "备份", Kind.DAILY)) == ()
    other.execute("ROLLBACK")
    other.close()


def test_a_read_only_file_is_backed_up_as_well(file: Path, tmp_path: Path) -> None:
    file.chmod(0o444)
    assert check(make(file, tmp_path / "备份", Kind.DAILY)) == ()


def test_a_truncated_file_is_not_backed_up(file: Path, tmp_path: Path) -> None:
    content = file.read_bytes()
    file.write_bytes(content[: len(content) * 2 // 3])
    with pytest.raises(Refusal, match="不完整"):
        make(file, tmp_path / "备份", Kind.DAILY)


def test_a_hundred_flipped_bits_of_a_backup_are_all_found(
    log: Log, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By the SHA-256; how many SQLite alone would have found is told as well."""
    log.add_many(log.ledger("training"), [(n, {"name": f"第{n}场", "note": "长" * 50}) for n in range(200)])
    made = make(log.file, tmp_path / "备份", Kind.DAILY)
    whole, chance, alone = made.file.read_bytes(), random.Random(7), 0
    for _ in range(FLIPS):
        content = bytearray(whole)
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        made.file.write_bytes(content)
        (found,) = check(made)
        assert "已损坏" in found
        alone += not sqlite_is_content(made.file)
    with capsys.disabled():
        print(f"\n{FLIPS} flipped bits: {FLIPS} found by SHA-256, {alone} by SQLite's own check")
    made.file.write_bytes(whole)
    assert check(made) == ()
    assert listed(tmp_path / "备份")[0].state is State.SOUND


def sqlite_is_content(file: Path) -> bool:
    reader = sqlite.connect(f"{file.as_uri()}?mode=ro&immutable=1", uri=True)
    try:
        return str(reader.execute("PRAGMA integrity_check").fetchone()[0]) == "ok"
    except sqlite.DatabaseError:
        return False
    finally:
        reader.close()
