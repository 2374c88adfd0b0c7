"""A backup brought back by a clerk: what is there is saved first, and nothing wrong is ever put in its place."""

import shutil
from datetime import datetime
from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite
from store.faults.killing import Killer, can_be_killed

from desktop.catalogue import Refusal
from desktop.store import Log, attachments
from desktop.store.backups import (
    BackupSettings,
    Kind,
    OtherLog,
    State,
    default_folder,
    listed,
    make,
    read_settings,
    restore,
    write_settings,
)
from desktop.store.connection import FORMAT, connect

NOON = datetime(2025, 11, 21, 12, 0, 5)
LATER = datetime(2025, 11, 21, 15, 30)


@pytest.fixture
def log(log: Log) -> Log:
    log.add(log.ledger("training"), {"name": "先前"})
    return log


def names(file: Path) -> list[str]:
    with Log.open(file) as opened:
        assert list(opened.faults()) == []
        return [str(one["name"]) for one in opened.records(opened.ledger("training"))]


def spoil(file: Path) -> None:
    """What a failing disk does to the middle of a file."""
    with file.open("r+b") as stream:
        stream.seek(4096)
        stream.write(b"\xa5" * (file.stat().st_size - 8192))


def test_it_brings_back_what_was_and_keeps_what_is(log: Log) -> None:
    made = make(log.file, default_folder(log.file), Kind.DAILY, now=NOON)
    log.add(log.ledger("training"), {"name": "以后"})
    log.close()
    done = restore(made.file, log.file, now=LATER)
    assert names(log.file) == ["先前"]
    assert (done.records, done.lost) == (1, ())
    assert done.saved is not None
    assert (done.saved.kind, done.saved.state, done.saved.records) == (Kind.BEFORE_RESTORE, State.SOUND, 2)
    restore(done.saved.file, log.file, now=LATER)
    assert names(log.file) == ["先前", "以后"], "a restore can itself be taken back"


def test_a_log_that_is_gone_comes_back_in_its_place(log: Log) -> None:
    made = make(log.file, default_folder(log.file), Kind.DAILY, now=NOON)
    log.close()
    log.file.unlink()
    assert restore(made.file, log.file).saved is None
    assert names(log.file) == ["先前"]


def test_a_damaged_log_is_put_aside_as_it_is(log: Log) -> None:
    made = make(log.file, default_folder(log.file), Kind.DAILY, now=NOON)
    log.close()
    spoil(log.file)
    damaged = log.file.read_bytes()
    done = restore(made.file, log.file, now=LATER)
    assert names(log.file) == ["先前"]
    assert done.saved is not None
    assert done.saved.state is State.DAMAGED
    assert done.saved.file.read_bytes() == damaged
    with pytest.raises(Refusal, match="恢复前留下的损坏文件"):
        restore(done.saved.file, log.file)


def test_changes_that_lie_beside_the_old_file_do_not_spoil_the_new_one(log: Log, tmp_path: Path) -> None:
    made = make(log.file, default_folder(log.file), Kind.DAILY, now=NOON)
    log.connection.execute("PRAGMA wal_autocheckpoint=0")
    log.add_many(log.ledger("training"), [(n, {"name": f"第{n}场"}) for n in range(50)])
    left = tmp_path / "killed"
    left.mkdir()
    for end in ("", "-wal"):
        shutil.copy(f"{log.file}{end}", left)
    done = restore(made.file, left / "log.db", now=LATER)
    assert names(left / "log.db") == ["先前"]
    assert done.saved is not None
    assert done.saved.records == 51


# -------------------------------------------------------------------- what is refused


def test_a_flipped_bit_names_the_older_one_that_is_good(log: Log) -> None:
    folder = default_folder(log.file)
    good = make(log.file, folder, Kind.DAILY, now=datetime(2025, 11, 18, 9, 0))
    for day in (19, 20):
        bad = make(log.file, folder, Kind.DAILY, now=datetime(2025, 11, day, 9, 0))
        content = bytearray(bad.file.read_bytes())
        content[-100] ^= 4
        bad.file.write_bytes(content)
    log.close()
    before = log.file.read_bytes()
    with pytest.raises(Refusal) as caught:
        restore(bad.file, log.file)
    assert f"内容与做成时不同，已损坏。更早的 {good.file.name} 完好，请用它恢复。" in str(caught.value)
    assert log.file.read_bytes() == before
    assert [one.kind for one in listed(folder)] == [Kind.DAILY] * 3, "nothing was saved, for nothing was replaced"


@pytest.mark.parametrize("kept", [0, 50, 5000])
def test_a_cut_short_one_is_refused(log: Log, kept: int) -> None:
    made = make(log.file, default_folder(log.file), Kind.DAILY, now=NOON)
    log.close()
    made.file.write_bytes(made.file.read_bytes()[:kept])
    with pytest.raises(Refusal, match="没有更早的完好备份，请另找一份"):
        restore(made.file, log.file)


def test_a_newer_program_s_is_refused(log: Log, tmp_path: Path) -> None:
    made = make(log.file, tmp_path / "备份", Kind.DAILY, now=NOON)
    log.close()
    newer = Path(shutil.copy(made.file, tmp_path / "拷来的.db"))
    connection = sqlite.connect(newer)
    connection.execute(f"PRAGMA user_version={FORMAT + 1}")
    connection.close()
    with pytest.raises(Refusal, match=r"由更新的版本写成.*请先更新程序"):
        restore(newer, log.file)


def test_another_bureau_s_is_asked_about(log: Log, tmp_path: Path) -> None:
    with Log.create(tmp_path / "other.db", settings={"bureau": "白水县应急管理局"}) as other:
        made = make(other.file, tmp_path / "备份", Kind.DAILY, now=NOON)
    log.close()
    with pytest.raises(OtherLog, match="是“白水县应急管理局”的，不是“青石区应急管理局”这个数据文件的"):
        restore(made.file, log.file)
    assert names(log.file) == ["先前"]
    done = restore(made.file, log.file, other_log=True, now=LATER)
    assert done.saved is not None
    with Log.open(log.file) as opened:
        assert opened.setting("bureau") == "白水县应急管理局"


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04" + b"\0" * 500, b"\0" * 8192])
def test_another_kind_of_file_is_refused(log: Log, tmp_path: Path, content: bytes) -> None:
    log.close()
    (tmp_path / "x.db").write_bytes(content)
    with pytest.raises(Refusal, match="不是应急台账的数据文件"):
        restore(tmp_path / "x.db", log.file)
    assert names(log.file) == ["先前"]


def test_itself_and_nothing_are_refused(log: Log, tmp_path: Path) -> None:
    log.close()
    with pytest.raises(Refusal, match="就是现在的数据文件"):
        restore(log.file, log.file)
    with pytest.raises(Refusal, match="没有备份"):
        restore(tmp_path / "没有.db", log.file)


def test_a_log_that_is_open_is_not_replaced_under_those_who_work_in_it(log: Log) -> None:
    made = make(log.file, default_folder(log.file), Kind.DAILY, now=NOON)
    assert log.setting("bureau")
    with pytest.raises(Refusal, match="正开着，没有恢复"):
        restore(made.file, log.file)
    log.add(log.ledger("training"), {"name": "以后"})
    log.close()
    assert names(log.file) == ["先前", "以后"]


def test_a_read_only_log_is_not_replaced(log: Log) -> None:
    made = make(log.file, default_folder(log.file), Kind.DAILY, now=NOON)
    log.close()
    log.file.chmod(0o444)
    with pytest.raises(Refusal, match="只读"):
        restore(made.file, log.file)


# -------------------------------------------------------------------- what comes with it


@pytest.mark.parametrize("renamed", [False, True])
def test_attachments_come_back(log: Log, tmp_path: Path, renamed: bool) -> None:
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(b"\xff\xd8" * 900)
    ref = attachments.add(log.file, photo)
    log.add(log.ledger("hazard"), {"description": "叉车", "attachments": [ref.term]})
    made = make(log.file, default_folder(log.file), Kind.DAILY, now=NOON).file
    log.close()
    if renamed:
        made = made.rename(made.with_name("年底留存.db"))
    shutil.rmtree(attachments.folder_of(log.file))
    assert restore(made, log.file).lost == ()
    assert attachments.path_of(log.file, ref).read_bytes() == photo.read_bytes()
    assert names(log.file) == ["先前"]


def test_an_attachment_that_is_nowhere_is_said(log: Log, tmp_path: Path) -> None:
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(b"\xff\xd8" * 900)
    ref = attachments.add(log.file, photo)
    made = make(log.file, default_folder(log.file), Kind.DAILY, now=NOON)
    log.close()
    for folder in (attachments.folder_of(log.file), default_folder(log.file) / "附件"):
        shutil.rmtree(folder)
    (lost,) = restore(made.file, log.file).lost
    assert ref.sha256 in lost


def test_where_this_computer_backs_up_to_stays(log: Log, tmp_path: Path) -> None:
    made = make(log.file, default_folder(log.file), Kind.DAILY, now=NOON)
    wanted = BackupSettings(tmp_path / "备份", tmp_path / "U 盘", remind_days=3)
    write_settings(log, wanted)
    log.close()
    restore(made.file, log.file)
    assert read_settings(log.file) == wanted
    assert names(log.file) == ["先前"]


# -------------------------------------------------------------------- killed half-way


@can_be_killed
def test_killed_at_every_step_leaves_the_old_file_or_the_new_one(
    log: Log, tmp_path: Path, killer: Killer, capsys: pytest.CaptureFixture[str]
) -> None:
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(b"\xff\xd8" * 900)
    attachments.add(log.file, photo)
    made = make(log.file, tmp_path / "备份", Kind.DAILY, now=NOON)
    log.add(log.ledger("training"), {"name": "以后"})
    log.close()
    found: list[int] = []
    for step in range(1, 200):
        place = tmp_path / f"step{step}"
        place.mkdir()
        target = Path(shutil.copy(log.file, place / "log.db"))
        ended = killer.run("restore", made.file, target, step)
        if ended.status == 0:
            break
        assert ended.killed
        found.append(len(raw_names(target)))
    assert set(found) == {1, 2}, "some kills came before the renaming and some after"
    assert found == sorted(found, reverse=True)
    with capsys.disabled():
        print(
            f"\nrestore killed at {len(found)} steps: {found.count(2)} times the old file, {found.count(1)} the new"
        )


def raw_names(file: Path) -> list[str]:
    connection = connect(file)
    assert connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    found = [str(name) for (name,) in connection.execute("SELECT name FROM training ORDER BY id")]
    connection.close()
    return found
