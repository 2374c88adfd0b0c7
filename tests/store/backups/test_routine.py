"""When backups are made, where they go, what is thrown away, and when the clerk is reminded."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desktop.catalogue import Refusal
from desktop.store import Log, attachments
from desktop.store import backups as package
from desktop.store.backups import (
    BackupSettings,
    Keep,
    Kind,
    back_up,
    check,
    default_folder,
    due,
    listed,
    outside_state,
    read_settings,
    write_settings,
)

MORNING = datetime(2025, 11, 21, 8, 30)
DAY = timedelta(days=1)


@pytest.fixture
def log(log: Log) -> Log:
    log.add(log.ledger("training"), {"name": "先前"})
    return log


def test_the_daily_one_is_due_once_a_day(log: Log) -> None:
    assert due(log.file, MORNING)
    back_up(log.file, Kind.BY_HAND, now=MORNING)
    assert due(log.file, MORNING), "what a person made is no daily one"
    back_up(log.file, now=MORNING)
    assert not due(log.file, MORNING + timedelta(hours=9))
    assert due(log.file, MORNING + DAY)
    assert due(log.file, MORNING - DAY), "a clock that was set back does not stop the backups"


def test_two_logs_in_one_folder_have_their_own(log: Log, tmp_path: Path) -> None:
    folder = tmp_path / "备份"
    write_settings(log, BackupSettings(folder, keep=Keep(1, 0, 0)))
    with Log.create(tmp_path / "别的.db") as other:
        write_settings(other, BackupSettings(folder, keep=Keep(1, 0, 0)))
        for day in range(3):
            back_up(other.file, now=MORNING + day * DAY)
        assert due(log.file, MORNING)
        back_up(log.file, now=MORNING)
    assert [one.log for one in listed(folder)] == ["别的", "log"]


def test_old_ones_go_with_their_attachments_and_strangers_stay(
    log: Log, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_settings(log, BackupSettings(tmp_path / "备份", keep=Keep(2, 0, 0)))
    (tmp_path / "备份").mkdir()
    (tmp_path / "备份" / "我的.txt").write_text("a person's")
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(b"\xff\xd8" * 900)
    ref = attachments.add(log.file, photo)
    back_up(log.file, now=MORNING)
    attachments.path_of(log.file, ref).unlink()
    monkeypatch.setattr("desktop.store.backups.shared_files.time.time", lambda: photo.stat().st_mtime + 90_000)
    for day in range(1, 5):
        report = back_up(log.file, now=MORNING + day * DAY)
    assert [one.name for one in report.removed] == ["log 2025-11-23 08-30-00 每日.db"]
    names = sorted(one.name for one in (tmp_path / "备份").iterdir())
    assert names == [
        "log 2025-11-24 08-30-00 每日.db", "log 2025-11-24 08-30-00 每日.json",
        "log 2025-11-25 08-30-00 每日.db", "log 2025-11-25 08-30-00 每日.json", "我的.txt", "附件",
    ]  # fmt: skip
    assert [one for one in (tmp_path / "备份" / "附件").rglob("*") if one.is_file()] == []


def test_a_second_folder_gets_a_copy_that_stands_alone(log: Log, tmp_path: Path) -> None:
    photo = tmp_path / "现场.jpg"
    photo.write_bytes(b"\xff\xd8" * 900)
    attachments.add(log.file, photo)
    write_settings(log, BackupSettings(default_folder(log.file), tmp_path / "U 盘"))
    report = back_up(log.file, now=MORNING)
    assert report.outside is not None
    assert report.outside.file.parent == tmp_path / "U 盘"
    assert report.outside.sha256 == report.backup.sha256
    assert check(report.outside) == ()
    assert listed(tmp_path / "U 盘") == [report.outside]


def test_a_drive_that_is_not_there_is_said_and_the_backup_made(log: Log, tmp_path: Path) -> None:
    write_settings(log, BackupSettings(default_folder(log.file), tmp_path / "E" / "U 盘"))
    report = back_up(log.file, now=MORNING)
    assert report.outside is None
    assert "请插上 U 盘" in report.outside_problem
    assert check(report.backup) == ()


def test_a_second_folder_that_refuses_is_said_and_the_backup_made(log: Log, tmp_path: Path) -> None:
    (tmp_path / "盘").mkdir()
    (tmp_path / "盘" / "备份").write_text("in the way")
    write_settings(log, BackupSettings(default_folder(log.file), tmp_path / "盘" / "备份"))
    report = back_up(log.file, now=MORNING)
    assert "不是文件夹" in report.outside_problem
    assert check(report.backup) == ()


def test_a_folder_given_for_once_gets_the_only_copy(log: Log, tmp_path: Path) -> None:
    write_settings(log, BackupSettings(default_folder(log.file), tmp_path / "U 盘"))
    back_up(log.file, Kind.BY_HAND, now=MORNING, folder=tmp_path / "这里")
    assert len(listed(tmp_path / "这里")) == 1
    assert listed(default_folder(log.file)) == listed(tmp_path / "U 盘") == []


# -------------------------------------------------------------------- reminders


def test_the_last_copy_outside_is_remembered_and_reminded_of(log: Log, tmp_path: Path) -> None:
    assert "电脑坏了会一起丢" in outside_state(log.file, MORNING).reminder
    drive = tmp_path / "E"
    write_settings(log, BackupSettings(default_folder(log.file), drive / "备份", remind_days=10))
    assert not outside_state(log.file, MORNING).within_reach
    assert "还没有" in outside_state(log.file, MORNING).reminder
    drive.mkdir()
    back_up(log.file, now=MORNING)
    (drive / "备份").rename(tmp_path / "gone")
    drive.rmdir()
    state = outside_state(log.file, MORNING + 9 * DAY)
    assert (state.days, state.within_reach, state.reminder) == (9, False, "")
    assert "是 10 天前" in outside_state(log.file, MORNING + 10 * DAY).reminder
    assert outside_state(log.file, MORNING - DAY).days == 0


def test_who_wants_no_reminder_gets_none(log: Log) -> None:
    write_settings(log, BackupSettings(default_folder(log.file), remind_days=0))
    assert outside_state(log.file, MORNING).reminder == ""


# -------------------------------------------------------------------- settings


def test_settings_are_kept_and_the_default_folder_moves_with_the_file(log: Log, tmp_path: Path) -> None:
    assert read_settings(log.file) == BackupSettings(default_folder(log.file))
    wanted = BackupSettings(default_folder(log.file), tmp_path / "U", Keep(3, 2, 1, 4), 30)
    write_settings(log, wanted)
    assert read_settings(log.file) == wanted
    log.close()
    moved = log.file.rename(log.file.with_name("moved.db"))
    assert read_settings(moved).folder == default_folder(moved)


def test_a_second_folder_that_is_the_first_is_refused(log: Log) -> None:
    folder = default_folder(log.file)
    with pytest.raises(Refusal, match="第二个备份文件夹就是第一个"):
        write_settings(log, BackupSettings(folder, folder))
    with pytest.raises(Refusal, match="至少留 1 份"):
        write_settings(log, BackupSettings(folder, keep=Keep(daily=0)))


def test_a_file_that_cannot_be_read_has_the_built_in_settings(tmp_path: Path) -> None:
    file = tmp_path / "log.db"
    file.write_bytes(b"rubbish")
    assert read_settings(file) == BackupSettings(tmp_path / "log.备份")


def test_the_package_says_what_it_gives() -> None:
    assert all(hasattr(package, name) for name in package.__all__)
