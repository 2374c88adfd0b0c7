"""A backup is whole, checked and named, while others work; a failed one leaves nothing."""

import hashlib
import json
from datetime import datetime
from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Refusal
from desktop.store import Log, attachments
from desktop.store.backups import Kind, State, check, listed, make
from desktop.store.backups.shared_files import collect

NOON = datetime(2025, 11, 21, 12, 0, 5)


class Stopped(Exception):
    pass


def fill(log: Log, count: int = 20) -> None:
    log.add_many(log.ledger("training"), [(n, {"name": f"第{n}场", "note": "长" * 100}) for n in range(count)])


def names(file: Path) -> list[str]:
    with Log.open(file, read_only=True) as copy:
        assert list(copy.faults()) == []
        return [str(one["name"]) for one in copy.records(copy.ledger("training"))]


def test_a_backup_has_everything_that_was_saved_and_says_so(log: Log, tmp_path: Path) -> None:
    fill(log)
    log.delete(log.ledger("training"), str(next(log.records(log.ledger("training")))["id"]))
    made = make(log.file, tmp_path / "备份", Kind.BY_HAND, now=NOON)
    assert made.file.name == "log 2025-11-21 12-00-05 手动.db"
    assert names(made.file) == [f"第{n}场" for n in range(1, 20)]
    assert (made.records, made.bureau, made.state) == (19, "青石区应急管理局", State.SOUND)
    assert made.sha256 == hashlib.sha256(made.file.read_bytes()).hexdigest()
    assert listed(tmp_path / "备份") == [made]
    assert check(made) == ()
    assert sorted(one.name for one in (tmp_path / "备份").iterdir()) == [
        "log 2025-11-21 12-00-05 手动.db", "log 2025-11-21 12-00-05 手动.json",
    ]  # fmt: skip


def test_what_lies_in_the_wal_and_what_another_is_writing(log: Log, stranger: sqlite.Connection) -> None:
    """The commit that still lies beside the file is in the backup, the one that is not finished is not."""
    log.connection.execute("PRAGMA wal_autocheckpoint=0")
    fill(log, 3)
    stranger.execute("BEGIN IMMEDIATE")
    stranger.execute("INSERT INTO _setting VALUES ('half', 'x')")
    made = make(log.file, log.file.parent / "备份", Kind.DAILY)
    stranger.execute("ROLLBACK")
    with Log.open(made.file, read_only=True) as copy:
        assert copy.setting("half") is None
    assert made.records == 3


def test_two_in_a_second_get_names_of_their_own(log: Log, tmp_path: Path) -> None:
    first, second = (make(log.file, tmp_path / "备份", Kind.BY_HAND, now=NOON) for _ in range(2))
    assert second.file.name == "log 2025-11-21 12-00-05-2 手动.db"
    assert listed(tmp_path / "备份") == [second, first]


def test_a_stop_leaves_nothing(log: Log, tmp_path: Path) -> None:
    def stop(_done: int, _whole: int) -> None:
        raise Stopped

    fill(log, 3000)
    with pytest.raises(Stopped):
        make(log.file, tmp_path / "备份", Kind.BY_HAND, progress=stop)
    assert list((tmp_path / "备份").iterdir()) == []


def test_a_damaged_log_is_not_called_a_backup(log: Log, tmp_path: Path) -> None:
    fill(log, 200)
    page = log.connection.execute("SELECT rootpage FROM sqlite_master WHERE name = 'training'").fetchone()[0]
    log.close()
    with log.file.open("r+b") as stream:
        stream.seek((page - 1) * 4096)
        stream.write(b"\xa5" * 4096)
    with pytest.raises(Refusal, match="损坏") as caught:
        make(log.file, tmp_path / "备份", Kind.DAILY)
    assert str(log.file) in str(caught.value)
    assert ".tmp" not in str(caught.value)
    assert list((tmp_path / "备份").iterdir()) == []


def test_a_tampered_log_is_backed_up_all_the_same_and_doubted(
    log: Log, stranger: sqlite.Connection, tmp_path: Path
) -> None:
    fill(log, 3)
    stranger.execute("UPDATE _change SET person = '别人' WHERE seq = 2")
    made = make(log.file, tmp_path / "备份", Kind.DAILY)
    assert made.state is State.DOUBTFUL
    assert "接不上" in "".join(made.faults)
    assert listed(tmp_path / "备份") == [made]


def test_a_folder_that_cannot_be_is_refused_in_words(log: Log, tmp_path: Path) -> None:
    (tmp_path / "备份").write_text("in the way")
    with pytest.raises(Refusal, match="不是文件夹，备份没有做成"):
        make(log.file, tmp_path / "备份", Kind.DAILY)


def test_a_flipped_bit_is_found_by_the_sha_where_sqlite_sees_nothing(log: Log, tmp_path: Path) -> None:
    fill(log)
    made = make(log.file, tmp_path / "备份", Kind.DAILY)
    content = bytearray(made.file.read_bytes())
    at = content.rindex("长长".encode())
    content[at + 2] ^= 1
    made.file.write_bytes(content)
    assert sqlite.connect(made.file).execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    assert "已损坏" in check(made)[0]


def test_a_shorter_file_is_damaged_at_a_glance(log: Log, tmp_path: Path) -> None:
    made = make(log.file, tmp_path / "备份", Kind.DAILY)
    made.file.write_bytes(made.file.read_bytes()[:-1])
    assert listed(tmp_path / "备份")[0].state is State.DAMAGED


def test_a_renamed_one_is_a_person_s_and_unknown(log: Log, tmp_path: Path) -> None:
    made = make(log.file, tmp_path / "备份", Kind.DAILY)
    made.file.rename(made.file.with_name("年底留存.db"))
    (found,) = listed(tmp_path / "备份")
    assert (found.kind, found.state, found.log) == (None, State.UNKNOWN, "年底留存")
    assert check(found) == ()


# -------------------------------------------------------------------- attachments


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    file = tmp_path / "现场.jpg"
    file.write_bytes(b"\xff\xd8" + b"x" * 5000)
    return file


def contents(folder: Path) -> list[Path]:
    return sorted(one for one in (folder / "附件").rglob("*") if one.is_file())


def test_attachments_are_there_once_however_many_backups(log: Log, photo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "备份"
    attachments.add(log.file, photo)
    make(log.file, folder, Kind.DAILY)
    (kept,) = contents(folder)
    inode = kept.stat().st_ino
    photo.write_bytes(b"another")
    attachments.add(log.file, photo)
    second = make(log.file, folder, Kind.DAILY)
    assert len(contents(folder)) == 2
    assert kept.stat().st_ino == inode, "the first one was not copied again"
    assert len(second.attachments) == 2
    assert check(second) == ()


def test_a_copy_of_its_own_stays_as_it_was_when_the_original_is_edited_in_its_place(
    log: Log, photo: Path, tmp_path: Path
) -> None:
    ref = attachments.add(log.file, photo)
    made = make(log.file, tmp_path / "备份", Kind.DAILY)
    attachments.path_of(log.file, ref).write_bytes(b"edited")
    assert check(made) == ()
    later = make(log.file, tmp_path / "别处", Kind.DAILY)
    assert later.state is State.DOUBTFUL
    assert "被改动过" in "".join(later.faults)
    assert contents(tmp_path / "别处") == []


def test_a_lost_attachment_of_a_backup_is_said(log: Log, photo: Path, tmp_path: Path) -> None:
    attachments.add(log.file, photo)
    made = make(log.file, tmp_path / "备份", Kind.DAILY)
    contents(tmp_path / "备份")[0].unlink()
    assert "不见了" in check(made)[0]


def test_what_nobody_names_goes_after_a_day_and_nothing_else(log: Log, photo: Path, tmp_path: Path) -> None:
    folder = tmp_path / "备份"
    attachments.add(log.file, photo)
    made = make(log.file, folder, Kind.DAILY)
    (folder / "附件" / "我的.txt").write_text("a person's")
    (kept,) = [one for one in contents(folder) if one.suffix == ".jpg"]
    now = kept.stat().st_mtime
    assert collect(folder, made.attachments, now + 90_000) == []
    assert collect(folder, [], now + 3600) == []
    assert collect(folder, [], now + 90_000) == [kept]
    assert [one.name for one in contents(folder)] == ["我的.txt"]


def test_the_record_can_be_read_by_anyone(log: Log, tmp_path: Path) -> None:
    made = make(log.file, tmp_path / "备份", Kind.DAILY)
    record = json.loads(made.file.with_suffix(".json").read_text(encoding="utf-8"))
    assert (record["sha256"], record["kind"], record["records"]) == (made.sha256, "每日", 0)
