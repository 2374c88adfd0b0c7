"""A merge that is killed, finds no room, or meets a file that is read-only or in use: all of it or nothing."""

import random
import shutil
from datetime import datetime
from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite
from store.faults.disk import watched
from store.faults.killing import Killer, can_be_killed

from desktop.catalogue import Catalogue, Refusal
from desktop.exchange import desk_package
from desktop.store import Log, attachments, connection
from desktop.store.conflicts import conflicts
from desktop.store.connection import connect

NOW = datetime(2025, 11, 21, 9)
OWN, THEIRS = 30, 90


@pytest.fixture
def file(file: Path) -> Path:
    """A desk of thirty records, closed."""
    with Log.open(file) as log:
        log.add_many(log.ledger("training"), [(n, {"name": f"本机{n}", "place": "一楼"}) for n in range(OWN)])
    return file


@pytest.fixture
def package(file: Path, tmp_path: Path, catalogue: Catalogue) -> Path:
    """Of a desk that took those in, changed ten and added ninety; here the ten were changed as well."""
    other = Path(shutil.copy(file, tmp_path / "other.db"))
    for changed, place in ((other, "四楼"), (file, "三楼")):
        with Log(changed, connect(changed), catalogue, place) as log:
            training = log.ledger("training")
            ids = [str(one["id"]) for one in log.records(training)][:10]
            log.update_many(training, ids, {"place": place})
    with Log(other, connect(other), catalogue, "李四") as log:
        log.add_many(log.ledger("training"), [(n, {"name": f"那边{n}"}) for n in range(THEIRS)])
        desk_package.pack(log, tmp_path / "other.taizhang", NOW)
    return tmp_path / "other.taizhang"


def look(file: Path, catalogue: Catalogue) -> tuple[int, int]:
    """Records and conflicts of a sound file."""
    with Log(file, connect(file), catalogue, "王五") as log:
        assert list(log.faults()) == []
        return len(list(log.records(log.ledger("training")))), len(conflicts(log))


BEFORE, AFTER = (OWN, 0), (OWN + THEIRS, 10)


@can_be_killed
def test_a_kill_in_the_middle_of_a_merge_leaves_all_of_it_or_nothing(
    file: Path,
    package: Path,
    tmp_path: Path,
    catalogue: Catalogue,
    killer: Killer,
    capsys: pytest.CaptureFixture[str],
) -> None:
    step, kills, after = 1, 0, 0
    while True:
        killed = Path(shutil.copy(file, tmp_path / "killed.db"))
        for left in ("-wal", "-shm"):
            killed.with_name(killed.name + left).unlink(missing_ok=True)
        ended = killer.run("merge", killed, package, step)
        if ended.status == 0:
            break
        assert ended.killed
        found = look(killed, catalogue)
        assert found in (BEFORE, AFTER)
        after += found == AFTER
        if kills % 5 == 0:
            with Log(killed, connect(killed), catalogue, "王五") as log:
                desk_package.merge(log, [package])
            assert look(killed, catalogue) == AFTER
        kills, step = kills + 1, step + (1 if step < 20 else 23)
    assert kills > 20
    with capsys.disabled():
        print(
            f"\n{kills} kills in the course of the {step} statements of a merge:"
            f" {kills - after} times nothing of it, {after} times all, 0 lost, 0 faults"
        )


def test_whatever_room_is_left_a_merge_is_whole_or_refused(
    file: Path, package: Path, tmp_path: Path, catalogue: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    chance, refused = random.Random(4), 0
    folder = tmp_path / "disk"
    folder.mkdir()
    target = Path(shutil.copy(file, folder / "log.db"))
    with watched(folder) as disk, Log(target, connect(target), catalogue, "张三") as log:
        for turn in range(20):
            disk.room = chance.randrange(20_000 * turn + 1)
            try:
                desk_package.merge(log, [package])
                break
            except Refusal as refusal:
                assert "磁盘" in str(refusal)
                refused += 1
            disk.room = None
            assert len(list(log.records(log.ledger("training")))) == OWN
        disk.room = None
        desk_package.merge(log, [package])
    assert refused > 3
    assert look(target, catalogue) == AFTER
    with capsys.disabled():
        print(f"\ndisk full at {refused} moments of a merge: {refused} times nothing of it, then all")


def test_a_file_that_is_read_only_or_in_use_is_said_before_anything_is_copied(
    file: Path, package: Path, tmp_path: Path, catalogue: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "BUSY_MILLISECONDS", 100)
    other = sqlite.connect(file, isolation_level=None)
    with Log(file, connect(file), catalogue, "张三") as log:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(Refusal, match="正被另一个程序写入"):
            desk_package.merge(log, [package])
        other.execute("ROLLBACK")
        other.close()
        file.chmod(0o444)
        with pytest.raises(Refusal, match="是只读的，不能写入"):
            desk_package.merge(log, [package])
        assert not attachments.folder_of(file).exists()
        file.chmod(0o644)
        assert desk_package.merge(log, [package]).added == {"training": THEIRS}
