"""The disk is full: while a record is saved, a batch imported, a backup made or brought back."""

import os
import random
from pathlib import Path

import pytest
from store.faults.disk import watched

from desktop.catalogue import Catalogue, Refusal
from desktop.store import Log, attachments, durable
from desktop.store.backups import Kind, check, default_folder, listed, make, restore
from desktop.store.connection import connect

TIMES = 60


def test_whatever_room_is_left_a_save_is_whole_or_refused(
    file: Path, catalogue: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    """The disk fills up at sixty different bytes; the same connection goes on as soon as there is room again."""
    chance, refused = random.Random(2), 0
    with watched(file.parent) as disk, Log(file, connect(file), catalogue, "张三") as log:
        training, saved = log.ledger("training"), 0
        log.connection.execute("PRAGMA wal_autocheckpoint=20")
        for turn in range(TIMES):
            count = chance.choice([1, 1, 40])
            disk.room = chance.randrange(200_000 if count > 1 else 20_000)
            try:
                saved += len(log.add_many(training, [(n, {"name": f"{turn}", "note": "长" * 900})
                                                     for n in range(count)]).ids)  # fmt: skip
            except Refusal as refusal:
                assert "磁盘" in str(refusal)
                refused += 1
            disk.room = None
            assert len(list(log.records(training))) == saved
        assert list(log.faults()) == []
    assert 0 < refused < TIMES
    with capsys.disabled():
        print(f"\ndisk full at {TIMES} moments: {refused} saves refused, {saved} records acknowledged, {saved} found")


@pytest.mark.parametrize("room", [0, 5_000, 100_000, 500_000])
def test_a_backup_that_finds_no_room_is_refused_and_leaves_nothing(log: Log, tmp_path: Path, room: int) -> None:
    log.add_many(log.ledger("training"), [(n, {"name": f"{n}"}) for n in range(20)])
    folder = tmp_path / "备份"
    folder.mkdir()
    with watched(folder) as disk:
        disk.room = room
        with pytest.raises(Refusal, match="磁盘已满，备份没有做成，已登记的内容都在"):
            make(log.file, folder, Kind.DAILY)
    assert list(folder.iterdir()) == []
    assert check(make(log.file, folder, Kind.DAILY)) == ()


def test_a_disk_that_is_full_for_the_attachments_keeps_the_older_backup(
    log: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, photo = tmp_path / "备份", tmp_path / "现场.jpg"
    older = make(log.file, folder, Kind.DAILY)
    photo.write_bytes(b"\xff\xd8" * 9000)
    attachments.add(log.file, photo)

    def full(_source: Path, _made: Path) -> str:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("desktop.store.backups.shared_files.copy_into", full)
    with pytest.raises(Refusal, match="磁盘已满"):
        make(log.file, folder, Kind.DAILY)
    assert listed(folder) == [older]
    assert check(older) == ()


@pytest.mark.parametrize("call", range(1, 12))
def test_a_disk_that_is_full_during_a_restore_leaves_the_old_file(
    log: Log, monkeypatch: pytest.MonkeyPatch, call: int
) -> None:
    """Refused at the n-th forcing to disk, unless the file is in its place by then."""
    log.add(log.ledger("training"), {"name": "先前"})
    made = make(log.file, default_folder(log.file), Kind.DAILY)
    log.add(log.ledger("training"), {"name": "以后"})
    log.close()
    left, force = call, os.fsync

    def full(handle: int) -> None:
        nonlocal left
        left -= 1
        if left == 0:
            raise OSError(28, "No space left on device")
        force(handle)

    monkeypatch.setattr(durable.os, "fsync", full)
    try:
        restore(made.file, log.file)
    except Refusal as refusal:
        assert "磁盘已满" in str(refusal)
        assert left == 0
    monkeypatch.setattr(durable.os, "fsync", force)
    with Log.open(log.file) as opened:
        assert len(list(opened.records(opened.ledger("training")))) in (1, 2)
        assert list(opened.faults()) == []
