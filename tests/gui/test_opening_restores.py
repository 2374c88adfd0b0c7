"""A really damaged file is brought back in three clicks; the daily backup is made beside the window."""

from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.gui.app import Desk
from desktop.gui.backing_up import DailyBackup
from desktop.gui.first_start import OpeningProblem
from desktop.gui.instance import InstanceLock
from desktop.gui.restoring import RestorePage
from desktop.gui.window import Window
from desktop.store import Log
from desktop.store.backups import BackupSettings, Kind, State, default_folder, listed, make, write_settings

LEFT = Qt.MouseButton.LeftButton


def texts(widget: QWidget) -> list[str]:
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible()]


def spoil(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096 : 4096 * 30] = b"\x55" * (4096 * 29)
    file.write_bytes(content)


@pytest.fixture
def file(log: Log) -> Path:
    """A log with three backups, closed."""
    training, folder = log.ledger("training"), default_folder(log.file)
    for day in (18, 19, 20):
        log.add(training, {"name": f"{day} 日"})
        make(log.file, folder, Kind.DAILY, now=datetime(2025, 11, day, 9, 0))
    log.close()
    return log.file


def restore_page(desk: Desk, qtbot: QtBot, file: Path) -> RestorePage:
    desk.start(file)
    page = desk.shown
    assert isinstance(page, OpeningProblem)
    qtbot.mouseClick(page.restore, LEFT)
    assert isinstance(desk.shown, RestorePage)
    return desk.shown


@pytest.mark.parametrize("harm", [spoil, Path.unlink, lambda file: file.write_bytes(file.read_bytes()[:20000])])
def test_a_damaged_or_lost_file_comes_back_in_three_clicks(
    desk: Desk, file: Path, harm: object, qtbot: QtBot
) -> None:
    harm(file)  # type: ignore[operator]
    there = file.exists()
    page = restore_page(desk, qtbot, file)
    chosen = page.table.chosen()
    assert chosen is not None
    assert chosen.at.day == 20
    qtbot.mouseClick(page.restore, LEFT)
    qtbot.waitUntil(lambda: isinstance(desk.shown, Window), timeout=20_000)
    window = desk.shown
    assert isinstance(window, Window)
    log = window.session.log
    assert [one["name"] for one in log.records(log.ledger("training"))] == ["18 日", "19 日", "20 日"]
    assert any("已恢复到 2025-11-20 09:00 的备份，有 3 条记录" in text for text in texts(window))
    saved = [one for one in listed(default_folder(file)) if one.kind is Kind.BEFORE_RESTORE]
    assert [one.state for one in saved] == ([State.DAMAGED] if there else [])


def test_an_older_one_is_chosen_by_keyboard(desk: Desk, file: Path, qtbot: QtBot) -> None:
    spoil(file)
    page = restore_page(desk, qtbot, file)
    qtbot.waitUntil(page.table.hasFocus)
    qtbot.keyClick(page.table, Qt.Key.Key_Down)
    qtbot.mouseClick(page.restore, LEFT)
    qtbot.waitUntil(lambda: isinstance(desk.shown, Window), timeout=20_000)
    assert isinstance(desk.shown, Window)
    log = desk.shown.session.log
    assert [one["name"] for one in log.records(log.ledger("training"))] == ["18 日", "19 日"]


def test_a_rotten_backup_is_said_with_the_one_to_take(desk: Desk, file: Path, qtbot: QtBot) -> None:
    spoil(file)
    newest = listed(default_folder(file))[0].file
    content = bytearray(newest.read_bytes())
    content[-9] ^= 1
    newest.write_bytes(content)
    page = restore_page(desk, qtbot, file)
    qtbot.mouseClick(page.restore, LEFT)
    qtbot.waitUntil(lambda: any("更早的 log 2025-11-19" in text for text in texts(page)), timeout=20_000)
    assert page.restore.isEnabled()
    assert not page.anyway.isVisible()


def test_one_goes_back_and_nothing_happened(desk: Desk, file: Path, qtbot: QtBot) -> None:
    spoil(file)
    before = file.read_bytes()
    page = restore_page(desk, qtbot, file)
    qtbot.mouseClick(page.back, LEFT)
    assert isinstance(desk.shown, OpeningProblem)
    assert file.read_bytes() == before


def test_where_there_is_no_backup_none_is_offered(desk: Desk, log: Log) -> None:
    log.close()
    spoil(log.file)
    desk.start(log.file)
    assert isinstance(desk.shown, OpeningProblem)
    assert not desk.shown.restore.isVisible()


def test_a_file_that_is_open_elsewhere_is_not_to_be_restored(desk: Desk, file: Path) -> None:
    other = InstanceLock(file)
    assert other.take()
    desk.start(file)
    assert isinstance(desk.shown, OpeningProblem)
    assert not desk.shown.restore.isVisible()
    other.release()


def test_the_folder_of_its_own_is_remembered_for_the_day_of_the_damage(
    desk: Desk, log: Log, tmp_path: Path, qtbot: QtBot
) -> None:
    write_settings(log, BackupSettings(tmp_path / "我的备份"))
    make(log.file, tmp_path / "我的备份", Kind.DAILY)
    log.close()
    desk.start(log.file)
    assert isinstance(desk.shown, Window)
    qtbot.waitUntil(lambda: bool(desk.state.value("files/backups")))
    desk.shown.leave()
    desk.begin()
    spoil(log.file)
    page = restore_page(desk, qtbot, log.file)
    assert page.folder == tmp_path / "我的备份"
    assert page.table.chosen() is not None


# -------------------------------------------------------------------- the daily one


def test_the_daily_backup_is_made_once_and_the_status_bar_says_so(window: Window, qtbot: QtBot) -> None:
    log = window.session.log
    qtbot.waitUntil(lambda: any("备份：还没有" in text for text in texts(window)))
    daily = DailyBackup(window, lambda: datetime(2025, 11, 21, 9, 30))
    daily.look()
    qtbot.waitUntil(lambda: any("备份：2025-11-21 09:30" in text for text in texts(window)), timeout=20_000)
    daily.look()
    window.jobs.wait()
    assert [one.kind for one in listed(default_folder(log.file))] == [Kind.DAILY]


def test_a_backup_that_fails_is_said_and_work_goes_on(window: Window, qtbot: QtBot) -> None:
    log = window.session.log
    default_folder(log.file).write_text("in the way")
    DailyBackup(window, lambda: datetime(2025, 11, 21, 9, 30)).look()
    qtbot.waitUntil(lambda: any("备份没有做成" in text for text in texts(window)), timeout=20_000)
    log.add(log.ledger("training"), {"name": "照常"})
