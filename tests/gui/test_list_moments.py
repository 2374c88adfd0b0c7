"""Undo, delete and change in a list that is sorted, filtered or already different."""

import pytest
from clerk import CONTROL, ENTER, SHIFT, Clerk, add_enterprise
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.gui.pages.ledgers import LedgersPage
from desktop.gui.window import Window
from desktop.store import Log

NAMES = ("青川恒泰化工有限公司", "青川永安机械厂", "北岭加油站")


@pytest.fixture
def clerk(window: Window, qtbot: QtBot, log: Log) -> Clerk:
    for name in NAMES:
        add_enterprise(log, name)
    made = Clerk(window, qtbot)
    window.open_ledger("enterprise")
    made.settle()
    return made


def page(clerk: Clerk) -> LedgersPage:
    found = clerk.window.page("ledgers")
    assert isinstance(found, LedgersPage)
    return found


def shown(clerk: Clerk) -> list[str]:
    clerk.settle()
    model = page(clerk).list.model
    rows = (model.row(place) for place in range(model.rowCount()))
    at = [one.name for one in model.columns].index("name")
    return [str(model.index(place, at + 1).data()) for place, row in enumerate(rows) if row]


def alive(log: Log) -> set[str]:
    return {str(one["name"]) for one in log.records(log.ledger("enterprise"))}


def find(clerk: Clerk, text: str, qtbot: QtBot, count: int) -> None:
    clerk.press(Qt.Key.Key_F, CONTROL)
    clerk.type(text)
    qtbot.waitUntil(lambda: page(clerk).list.model.rowCount() == count)
    clerk.press(Qt.Key.Key_Down)


def test_a_deleted_record_comes_back_into_a_list_sorted_meanwhile(clerk: Clerk, log: Log) -> None:
    page(clerk).list.enter()
    clerk.press(Qt.Key.Key_Home)
    gone = shown(clerk)[0]
    clerk.press(Qt.Key.Key_Delete)
    assert alive(log) == set(NAMES) - {gone}
    page(clerk).list.sort_by("name")
    clerk.press(Qt.Key.Key_Z, CONTROL)
    assert sorted(shown(clerk)) == sorted(NAMES)
    assert alive(log) == set(NAMES)


def test_what_a_filter_hides_is_not_deleted_with_the_rest(clerk: Clerk, log: Log, qtbot: QtBot) -> None:
    page(clerk).list.enter()
    clerk.press(Qt.Key.Key_A, CONTROL)
    find(clerk, "yajx", qtbot, 1)
    clerk.press(Qt.Key.Key_Delete)
    assert alive(log) == {"青川恒泰化工有限公司", "北岭加油站"}
    clerk.press(Qt.Key.Key_Z, CONTROL)
    assert alive(log) == set(NAMES)


def test_an_undo_reaches_a_record_that_the_filter_hides(clerk: Clerk, log: Log, qtbot: QtBot) -> None:
    find(clerk, "bljyz", qtbot, 1)
    clerk.press(Qt.Key.Key_Delete)
    assert shown(clerk) == []
    clerk.press(Qt.Key.Key_Z, CONTROL)
    assert shown(clerk) == ["北岭加油站"]
    clerk.press(Qt.Key.Key_Delete)
    clerk.window.show_page("today")
    clerk.press(Qt.Key.Key_Z, CONTROL)
    assert alive(log) == set(NAMES)


def test_a_record_that_no_longer_fits_leaves_the_list_and_comes_back_with_the_undo(
    clerk: Clerk, log: Log, qtbot: QtBot
) -> None:
    find(clerk, "yajx", qtbot, 1)
    clerk.press(ENTER)
    clerk.tab_to("企业名称")
    clerk.press(Qt.Key.Key_A, CONTROL)
    clerk.type("青川新安机械厂")
    clerk.press(Qt.Key.Key_S, CONTROL)
    clerk.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: clerk.window.front == "ledgers" and shown(clerk) == [])
    clerk.press(Qt.Key.Key_Z, CONTROL)
    qtbot.waitUntil(lambda: shown(clerk) == ["青川永安机械厂"])


def test_a_duplicate_is_another_record_and_the_first_one_stays(clerk: Clerk, log: Log, qtbot: QtBot) -> None:
    find(clerk, "yajx", qtbot, 1)
    clerk.press(Qt.Key.Key_D, CONTROL | SHIFT)
    assert clerk.window.front == "form"
    clerk.type("青川永安二厂")
    clerk.press(Qt.Key.Key_S, CONTROL)
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert alive(log) == {*NAMES, "青川永安二厂"}


def test_a_double_save_makes_one_record(clerk: Clerk, log: Log) -> None:
    clerk.press(Qt.Key.Key_N, CONTROL)
    clerk.type("南山粮油店")
    for _ in range(3):
        clerk.press(Qt.Key.Key_S, CONTROL)
    assert alive(log) == {*NAMES, "南山粮油店"}
    assert QApplication.focusWidget() is not None
