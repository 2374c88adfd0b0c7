"""An input method's composition in every kind of text field: its keys are its own, its text is never lost."""

from collections.abc import Iterator

import pytest
from clerk import CHECK_PAUSE, CONTROL, ENTER, Clerk, add_enterprise
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.gui.forms.new_linked import NewLinked
from desktop.gui.window import Window
from desktop.store import Log

KINDS = [
    ("enforcement_check", "所属行动"),  # text with wordings
    ("enforcement_check", "检查日期"),  # date
    ("enforcement_check", "企业"),  # link
    ("enforcement_check", "检查类别"),  # choice
    ("enforcement_check", "检查方式"),  # several terms
    ("enforcement_check", "出动人次"),  # number
    ("enforcement_check", "备注"),  # several lines
    ("enforcement_check", "新一行：描述"),  # the line of the next detail row
    ("penalty_case", "罚款"),  # money
]
KEYS = [ENTER, Qt.Key.Key_Enter, Qt.Key.Key_Tab, Qt.Key.Key_Escape, Qt.Key.Key_Down, Qt.Key.Key_Up]


@pytest.fixture
def clerk(window: Window, qtbot: QtBot, log: Log) -> Iterator[Clerk]:
    add_enterprise(log)
    yield Clerk(window, qtbot)


def press_all(clerk: Clerk, held: QWidget) -> None:
    for key in KEYS:
        clerk.press(key)
        assert clerk.focus is held, key
        assert clerk.window.front == "form", key


def count(log: Log, ledger: str) -> int:
    return len(list(log.records(log.catalogue.ledgers[ledger])))


@pytest.mark.parametrize(("ledger", "label"), KINDS)
def test_keys_within_a_composition_belong_to_the_input_method(
    clerk: Clerk, log: Log, ledger: str, label: str
) -> None:
    clerk.open(ledger)
    clerk.tab_to(label)
    held = clerk.focus
    clerk.compose("an'quan")
    press_all(clerk, held)
    assert count(log, ledger) == 0
    clerk.commit("安全")
    text = held.property("text") if held.property("text") is not None else held.property("plainText")
    assert text == "安全"
    if label != "备注":
        clerk.press(ENTER)
        clerk.press(ENTER)
        assert clerk.focus is not held


def test_keys_within_a_composition_in_an_open_cell_leave_the_row_open(clerk: Clerk, log: Log) -> None:
    clerk.open("enforcement_check")
    clerk.press(ENTER, CONTROL)
    clerk.type("通道堆物")
    clerk.press(ENTER)
    assert clerk.here == "部位"
    held = clerk.focus
    clerk.compose("cangku")
    press_all(clerk, held)
    clerk.commit("仓库")
    clerk.press(ENTER)
    assert clerk.here == "隐患类别"
    clerk.settle(CHECK_PAUSE)
    assert clerk.table.model.index(0, 2).data() == "仓库"
    assert count(log, "hazard") == 0


def test_an_open_list_is_left_alone_by_a_composition(clerk: Clerk) -> None:
    clerk.open("enforcement_check")
    clerk.tab_to("检查类别")
    clerk.press(Qt.Key.Key_Down)
    marked = clerk.offers.current
    clerk.compose("fucha")
    clerk.press(Qt.Key.Key_Down)
    clerk.press(ENTER)
    assert clerk.offers.current == marked
    assert clerk.cell("kind").editor.value() is None
    clerk.commit("复查")
    assert clerk.offered == ["复查"]
    clerk.press(ENTER)
    assert clerk.cell("kind").editor.value() == "复查"


def test_keys_within_a_composition_keep_the_small_panel_of_a_new_enterprise_open(clerk: Clerk, log: Log) -> None:
    clerk.open("enforcement_check")
    clerk.tab_to("企业")
    clerk.type("云山石料厂")
    while clerk.offers.current != len(clerk.offered) - 1:
        clerk.press(Qt.Key.Key_Down)
    clerk.press(ENTER)
    panel = next(one for one in clerk.window.findChildren(NewLinked) if one.isVisible())
    clerk.tab_to("属地镇街")
    held = clerk.focus
    clerk.compose("yunshan")
    press_all(clerk, held)
    assert panel.isVisible()
    assert count(log, "enterprise") == 1


@pytest.mark.parametrize("label", ["所属行动", "备注", "新一行：描述"])
def test_what_is_being_composed_is_saved(clerk: Clerk, log: Log, label: str) -> None:
    clerk.open("enforcement_check")
    clerk.tab_to(label)
    clerk.compose("夏季行动")
    clerk.press(Qt.Key.Key_S, CONTROL)
    (check,) = log.records(log.catalogue.ledgers["enforcement_check"])
    hazards = [one["description"] for one in log.records(log.catalogue.ledgers["hazard"])]
    assert "夏季行动" in [check["programme"], check["note"], *hazards]
