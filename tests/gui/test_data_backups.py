"""数据, 备份: made, checked and restored by mouse and keyboard; folders and counts are kept."""

from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QFileDialog, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.gui.app import Desk
from desktop.gui.backing_up import DailyBackup
from desktop.gui.data.backups import HERE, OUTSIDE, BackupSection
from desktop.gui.window import Window
from desktop.store import Log
from desktop.store.backups import (
    BackupSettings,
    Kind,
    default_folder,
    listed,
    make,
    read_settings,
    write_settings,
)

LEFT = Qt.MouseButton.LeftButton
WAIT = 20_000


def texts(widget: QWidget) -> list[str]:
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible()]


def section(window: Window, qtbot: QtBot) -> BackupSection:
    window.show_section("data", "备份")
    found = next(one for one in window.findChildren(BackupSection) if one.isVisible())
    qtbot.waitUntil(lambda: found.counts["daily"].text() != "", timeout=WAIT)
    return found


def fill(log: Log) -> None:
    """A record a day, each with its backup."""
    for day in (18, 19, 20):
        log.add(log.ledger("training"), {"name": f"{day} 日"})
        make(log.file, default_folder(log.file), Kind.DAILY, now=datetime(2025, 11, day, 9, 0))


def test_a_backup_is_made_at_once_and_stands_first_in_the_list(window: Window, qtbot: QtBot) -> None:
    window.session.add(window.session.log.ledger("training"), {"name": "讲座"})
    shown = section(window, qtbot)
    assert "还没有备份" in texts(shown)
    assert shown.restore.toolTip() == "这里还没有备份"
    qtbot.mouseClick(shown.now, LEFT)
    qtbot.waitUntil(lambda: any("手动，1 条记录" in one for one in texts(shown)), timeout=WAIT)
    chosen = shown.table.chosen()
    assert chosen is not None
    assert chosen.kind is Kind.BY_HAND
    assert any("已备份 1 条记录" in one for one in texts(window))
    assert shown.restore.isEnabled()
    qtbot.waitUntil(shown.now.isEnabled)


def test_a_backup_that_cannot_be_made_is_said(window: Window, qtbot: QtBot) -> None:
    shown = section(window, qtbot)
    default_folder(window.session.log.file).write_text("in the way", encoding="utf-8")
    qtbot.mouseClick(shown.now, LEFT)
    qtbot.waitUntil(lambda: any("不是文件夹，备份没有做成" in one for one in texts(window)), timeout=WAIT)
    qtbot.waitUntil(shown.now.isEnabled)


def test_a_chosen_backup_is_checked_against_its_sum(window: Window, qtbot: QtBot) -> None:
    log = window.session.log
    fill(log)
    shown = section(window, qtbot)
    qtbot.mouseClick(shown.check, LEFT)
    qtbot.waitUntil(lambda: "2025-11-20 09:00 的备份完好：与做成时一字不差" in texts(shown), timeout=WAIT)
    newest = listed(default_folder(log.file))[0]
    content = bytearray(newest.file.read_bytes())
    content[5000] ^= 1
    newest.file.write_bytes(content)
    qtbot.waitUntil(shown.check.isEnabled, timeout=WAIT)
    qtbot.mouseClick(shown.check, LEFT)
    qtbot.waitUntil(lambda: any("内容与做成时不同，已损坏" in one for one in texts(shown)), timeout=WAIT)


def test_a_backup_is_restored_in_three_clicks(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    file = tmp_path / "log.db"
    with Log.create(file, settings={"bureau": "青石区应急管理局"}) as log:
        fill(log)
    desk.start(file)
    window = desk.shown
    assert isinstance(window, Window)
    shown = section(window, qtbot)
    qtbot.waitUntil(lambda: shown.table.model().rowCount() == 3)
    row = shown.table.visualRect(shown.table.model().index(1, 0)).center()
    qtbot.mouseClick(shown.table.viewport(), LEFT, pos=row)
    qtbot.mouseClick(shown.restore, LEFT)
    assert "数据文件回到 2025-11-19 09:00 的样子" in texts(shown)
    assert any("先存成一份“恢复前”的备份" in one for one in texts(shown))
    qtbot.mouseClick(shown.confirm, LEFT)
    qtbot.waitUntil(lambda: isinstance(desk.shown, Window) and desk.shown is not window, timeout=WAIT)
    again = desk.shown
    assert isinstance(again, Window)
    training = again.session.log.ledger("training")
    assert [one["name"] for one in again.session.log.records(training)] == ["18 日", "19 日"]
    saved = [one for one in listed(default_folder(file)) if one.kind is Kind.BEFORE_RESTORE]
    assert [one.records for one in saved] == [3]


def test_a_restore_that_was_asked_for_by_mistake_is_left(window: Window, qtbot: QtBot) -> None:
    fill(window.session.log)
    shown = section(window, qtbot)
    shown.ask()
    assert shown.confirm.hasFocus()
    QTest.keyClick(shown.confirm, Qt.Key.Key_Tab)
    shown.table.selectRow(2)
    assert not any("的样子" in one for one in texts(shown))
    assert shown.table.hasFocus()


def test_the_second_folder_is_chosen_filled_looked_into_and_given_up(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown, drive = section(window, qtbot), tmp_path / "U盘"
    drive.mkdir()
    assert any("请在下面选一个 U 盘" in one for one in texts(shown))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(drive))
    qtbot.mouseClick(shown.choose, LEFT)
    qtbot.waitUntil(lambda: shown.second.text() == str(drive), timeout=WAIT)
    assert read_settings(window.session.log.file).outside == drive
    assert any("同一块硬盘上" in one for one in texts(shown))
    qtbot.mouseClick(shown.now, LEFT)
    qtbot.waitUntil(lambda: any(one.startswith("今天（") for one in texts(shown)), timeout=WAIT)
    qtbot.mouseClick(shown.places[OUTSIDE], LEFT)
    chosen = shown.table.chosen()
    assert chosen is not None
    assert chosen.file.parent == drive
    qtbot.mouseClick(shown.places[HERE], LEFT)
    qtbot.mouseClick(shown.forget, LEFT)
    qtbot.waitUntil(lambda: shown.second.text() == "还没有选", timeout=WAIT)


def test_how_many_are_kept_is_changed_and_nonsense_refused(window: Window, qtbot: QtBot) -> None:
    shown = section(window, qtbot)
    assert {name: field.text() for name, field in shown.counts.items()} == {
        "daily": "7", "weekly": "8", "monthly": "24", "before": "5", "remind": "14",
    }  # fmt: skip
    for name, typed in (("daily", "10"), ("remind", "30")):
        shown.counts[name].setFocus()
        shown.counts[name].selectAll()
        QTest.keyClicks(shown.counts[name], typed)
        QTest.keyClick(shown.counts[name], Qt.Key.Key_Return)
        qtbot.waitUntil(lambda name=name, typed=typed: shown.counts[name].text() == typed)
        qtbot.wait(150)
    kept = read_settings(window.session.log.file)
    assert (kept.keep.daily, kept.keep.weekly, kept.remind_days) == (10, 8, 30)
    for typed, said in (("x", "应为 0 到 999 的整数"), ("0", "每日备份至少留 1 份")):
        shown.counts["daily"].selectAll()
        QTest.keyClicks(shown.counts["daily"], typed)
        QTest.keyClick(shown.counts["daily"], Qt.Key.Key_Return)
        assert said in texts(shown)
    assert read_settings(window.session.log.file).keep.daily == 10


def test_a_folder_that_is_the_first_one_is_refused(
    window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown = section(window, qtbot)
    folder = default_folder(window.session.log.file)
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_: str(folder))
    qtbot.mouseClick(shown.choose, LEFT)
    assert any("第二个备份文件夹就是第一个" in one for one in texts(shown))


def test_an_old_copy_outside_is_reminded_of_once_and_stands_in_the_status_bar(
    window: Window, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    log, said = window.session.log, list[str]()
    write_settings(log, BackupSettings(default_folder(log.file), tmp_path / "gone" / "U盘"))
    monkeypatch.setattr(window, "toast", lambda text, undoable=False: said.append(text))
    now = datetime.combine(date.today(), datetime.min.time()) + timedelta(hours=9)
    daily = DailyBackup(window, lambda: now)
    for _ in range(2):
        daily.look()
        qtbot.wait(50)
    qtbot.waitUntil(lambda: said != [], timeout=WAIT)
    qtbot.wait(100)
    assert len(said) == 1
    window.show_page("data")
    shown = [one for one in window.findChildren(QLabel) if one.text().startswith("备份：")]
    assert any(one.text().endswith("，没有抄到别处") for one in shown)
    assert any("还没有把备份抄到" in one.toolTip() for one in shown)
