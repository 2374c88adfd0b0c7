"""Deleting, restoring and changing very many records of a list goes on beside the window."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.figures import Period
from desktop.gui.pages.ledgers import LedgersPage
from desktop.gui.widgets.reason_bar import ReasonBar
from desktop.gui.window import Window
from desktop.report.editions.finalising import finalise
from desktop.store import Log

WAIT, MANY = 20_000, 700
ENTER = Qt.Key.Key_Return
CONTROL = Qt.KeyboardModifier.ControlModifier


def texts(widget: QWidget) -> list[str]:
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible()]


def left(log: Log) -> int:
    return sum(1 for _ in log.records(log.ledger("training")))


@pytest.fixture
def page(window: Window, qtbot: QtBot) -> LedgersPage:
    """The list of very many trainings of this year, all of them selected."""
    log = window.session.log
    lines = ((n, {"name": f"{n}", "held_on": "2025-03-01"}) for n in range(MANY))
    assert not log.add_many(log.ledger("training"), lines).rejected
    window.open_ledger("training")
    page = window.page("ledgers")
    assert isinstance(page, LedgersPage)
    select_all(page, qtbot)
    return page


def select_all(page: LedgersPage, qtbot: QtBot) -> None:
    page.list.enter()
    qtbot.waitUntil(lambda: page.list.model.rowCount() == MANY, timeout=WAIT)
    QTest.keyClick(page.list.view, Qt.Key.Key_A, CONTROL)


def test_many_are_deleted_and_restored_beside_the_window(page: LedgersPage, window: Window, qtbot: QtBot) -> None:
    log = window.session.log
    with qtbot.waitSignal(window.jobs.started, timeout=WAIT):
        QTest.keyClick(page.list.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: any(f"已删除 {MANY} 条学法培训" in one for one in texts(window)), timeout=WAIT)
    assert left(log) == 0
    page.show_recycled()
    select_all(page, qtbot)
    with qtbot.waitSignal(window.jobs.started, timeout=WAIT):
        page.restore()
    qtbot.waitUntil(lambda: any(f"已恢复 {MANY} 条学法培训" in one for one in texts(window)), timeout=WAIT)
    assert left(log) == MANY


def test_many_are_changed_beside_the_window(page: LedgersPage, window: Window, qtbot: QtBot) -> None:
    log = window.session.log
    QTest.keyClick(window, Qt.Key.Key_F2)
    page.batch.field.setCurrentIndex(page.batch.field.findData("place"))
    page.batch.text.setText("三楼")
    with qtbot.waitSignal(window.jobs.started, timeout=WAIT):
        QTest.keyClick(page.batch.text, ENTER)
    qtbot.waitUntil(lambda: any(f"已修改 {MANY} 条学法培训" in one for one in texts(window)), timeout=WAIT)
    assert {one["place"] for one in log.records(log.ledger("training"))} == {"三楼"}


def test_many_of_a_finalised_edition_ask_for_the_reason_first(
    page: LedgersPage, window: Window, qtbot: QtBot
) -> None:
    log = window.session.log
    finalise(log, Period.year(2025))
    QTest.keyClick(page.list.view, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in window.findChildren(ReasonBar)), timeout=WAIT)
    assert left(log) == MANY
    asked = next(one for one in window.findChildren(ReasonBar) if one.isVisible())
    asked.reason.setText("重复登记")
    QTest.keyClick(asked.reason, ENTER)
    qtbot.waitUntil(lambda: left(log) == 0, timeout=WAIT)
    gone = next(log.records(log.ledger("training"), deleted=True))
    assert log.history(log.ledger("training"), str(gone["id"]))[0].reason == "重复登记"


def test_many_are_copied_beside_the_window(page: LedgersPage, window: Window, qtbot: QtBot) -> None:
    QTest.keyClick(page.list.view, Qt.Key.Key_C, CONTROL)
    qtbot.waitUntil(lambda: any(f"已复制 {MANY} 条" in one for one in texts(window)), timeout=WAIT)
    heads, *lines = QApplication.clipboard().text().splitlines()
    assert heads.startswith("举办日期\t名称")
    assert len(lines) == MANY
