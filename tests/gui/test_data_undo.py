"""数据, 撤销: the list of actions, one undone, done again, everything back to one, and what stands in the way."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.gui.data.undo import UndoSection
from desktop.gui.window import Window
from desktop.store import Log

LEFT = Qt.MouseButton.LeftButton
WAIT = 20_000


def texts(widget: QWidget) -> list[str]:
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible()]


def lines(shown: UndoSection) -> list[str]:
    return [shown.list.item(row).text() for row in range(shown.list.count())]


def names(log: Log) -> list[object]:
    return [one["name"] for one in log.records(log.ledger("training"))]


@pytest.fixture
def ids(window: Window) -> list[str]:
    """Three actions: two new records, and a change of both."""
    log = window.session.log
    made = [log.add(log.ledger("training"), {"name": name}) for name in ("甲讲座", "乙讲座")]
    log.update_many(log.ledger("training"), made, {"place": "三楼"})
    return made


@pytest.fixture
def shown(window: Window, ids: list[str], qtbot: QtBot) -> UndoSection:
    window.show_section("data", "撤销")
    found = next(one for one in window.findChildren(UndoSection) if one.isVisible())
    qtbot.waitUntil(lambda: found.list.count() == 4, timeout=WAIT)
    return found


def take(shown: UndoSection, row: int) -> None:
    """By keyboard: down to the line, and Enter."""
    shown.list.setFocus()
    while shown.list.currentRow() != row:
        QTest.keyClick(shown.list, Qt.Key.Key_Down if shown.list.currentRow() < row else Qt.Key.Key_Up)
    QTest.keyClick(shown.list, Qt.Key.Key_Return)


def test_one_action_is_undone_and_done_again(shown: UndoSection, window: Window, qtbot: QtBot) -> None:
    assert [line[6:].split("　")[0] for line in lines(shown)[1:]] == [
        "修改 2 条学法培训", "新增 1 条学法培训", "新增 1 条学法培训",
    ]  # fmt: skip
    take(shown, 1)
    assert any(text.startswith("2 条学法培训改回原来的内容：") for text in texts(shown))
    assert not shown.back_to.isVisible()
    QTest.keyClick(shown.confirm, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "已撤销" in lines(shown)[1], timeout=WAIT)
    log = window.session.log
    assert [one["place"] for one in log.records(log.ledger("training"))] == [None, None]
    assert any("已撤销：修改 2 条学法培训" in text for text in texts(window))
    take(shown, 1)
    assert shown.confirm.text() == "重做这一次"
    qtbot.mouseClick(shown.confirm, LEFT)
    qtbot.waitUntil(lambda: "已撤销" not in lines(shown)[1], timeout=WAIT)
    assert [one["place"] for one in log.records(log.ledger("training"))] == ["三楼", "三楼"]


def test_everything_back_to_a_point_is_undone(shown: UndoSection, window: Window, qtbot: QtBot) -> None:
    take(shown, 2)
    assert shown.back_to.text() == "撤销到这里，共 2 次"
    qtbot.mouseClick(shown.back_to, LEFT)
    qtbot.waitUntil(lambda: sum("已撤销" in line for line in lines(shown)) == 2, timeout=WAIT)
    assert names(window.session.log) == ["甲讲座"]


def test_what_a_later_change_stands_on_is_said(shown: UndoSection, window: Window, qtbot: QtBot) -> None:
    take(shown, 3)
    qtbot.mouseClick(shown.confirm, LEFT)
    qtbot.waitUntil(shown.problem.isVisible, timeout=WAIT)
    assert "学法培训“甲讲座”后来又被改过，不能撤销或重做这一步" in shown.problem.text()
    assert names(window.session.log) == ["甲讲座", "乙讲座"]


def test_escape_and_the_other_button_leave_everything(shown: UndoSection, window: Window, qtbot: QtBot) -> None:
    take(shown, 1)
    QTest.keyClick(shown.confirm, Qt.Key.Key_Escape)
    assert not any(text.startswith("撤销 20") for text in texts(shown))
    assert shown.list.hasFocus()
    take(shown, 1)
    qtbot.mouseClick(shown.stay, LEFT)
    assert window.session.log.undoable == "修改 2 条学法培训"


def test_the_menu_leads_there(window: Window, ids: list[str]) -> None:
    window.show_page("settings")
    menus = [menu for menu in window.findChildren(QWidget) if menu.metaObject().className() == "QMenu"]
    action = next(one for menu in menus for one in menu.actions() if one.text() == "最近的操作…")
    action.trigger()
    assert window.front == "data"
    assert any(one.isVisible() for one in window.findChildren(UndoSection))


def test_an_empty_log_has_nothing_to_undo(window: Window, qtbot: QtBot) -> None:
    window.show_section("data", "撤销")
    shown = next(one for one in window.findChildren(UndoSection) if one.isVisible())
    qtbot.waitUntil(shown.nothing.isVisible, timeout=WAIT)


def test_a_large_batch_is_undone_beside_the_window(window: Window, qtbot: QtBot) -> None:
    log = window.session.log
    many = 700
    log.add_many(log.ledger("training"), ((n, {"name": f"{n}"}) for n in range(many)))
    assert log.undo_size() == many
    with qtbot.waitSignal(window.jobs.started, timeout=WAIT):
        window.session.undo()
    qtbot.waitUntil(lambda: any(f"已撤销：新增 {many} 条学法培训" in text for text in texts(window)), timeout=WAIT)
    assert names(log) == []
    window.session.redo()
    qtbot.waitUntil(lambda: len(names(log)) == many, timeout=WAIT)
    log.add(log.ledger("training"), {"name": "一场"})
    window.session.undo()
    assert len(names(log)) == many, "a small one is undone at once"
