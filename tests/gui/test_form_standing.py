"""What stands in a form and a list while something else changes: text size, colours, year, page."""

import pytest
from clerk import CONTROL, ENTER, Clerk, add_enterprise, all_of, fill_check
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.gui.forms.presenter import Trouble
from desktop.gui.forms.walk import Walk
from desktop.gui.window import Window
from desktop.store import Log, pending

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def clerk(window: Window, qtbot: QtBot, log: Log) -> Clerk:
    add_enterprise(log)
    return Clerk(window, qtbot)


def test_a_half_typed_form_is_gone_on_with_in_another_text_size(clerk: Clerk, log: Log) -> None:
    fill_check(clerk)
    clerk.press(ENTER, CONTROL)
    clerk.type("防火间距不足")
    clerk.press(ENTER)
    clerk.tab_to("备注")
    clerk.type("half")
    clerk.window.set_look("dark", 1.3)
    clerk.settle()
    assert clerk.window.front == "form"
    assert clerk.here == "备注"
    clerk.press(Qt.Key.Key_End)
    clerk.type(" and whole")
    clerk.window.set_look("light", 1.0)
    clerk.settle()
    clerk.press(Qt.Key.Key_S, CONTROL)
    (check,) = all_of(log, "enforcement_check")
    assert (check["check_no"], check["note"]) == ("JC-1", "half and whole")
    assert [one["description"] for one in all_of(log, "hazard")] == ["防火间距不足"]
    assert pending.all(log) == []


def test_a_saved_record_stays_in_front_in_other_colours(clerk: Clerk, log: Log) -> None:
    fill_check(clerk)
    clerk.press(Qt.Key.Key_S, CONTROL)
    clerk.window.set_look("dark")
    clerk.settle()
    clerk.tab_to("所属行动")
    clerk.type("夏季行动")
    clerk.press(Qt.Key.Key_S, CONTROL)
    clerk.window.set_look("light")
    assert [one["programme"] for one in all_of(log, "enforcement_check")] == ["夏季行动"]


def test_a_list_keeps_its_ledger_and_conditions_in_another_text_size(clerk: Clerk, log: Log, qtbot: QtBot) -> None:
    add_enterprise(log, "青川永安机械厂")
    clerk.window.open_ledger("hazard")
    clerk.window.open_ledger("enterprise")
    clerk.press(Qt.Key.Key_F, CONTROL)
    clerk.type("yajx")
    page = clerk.window.page("ledgers")
    qtbot.waitUntil(lambda: "筛选后 1 条" in page.status_text())
    clerk.window.show_page("settings")
    clerk.window.set_look(size=1.15)
    clerk.press(Qt.Key.Key_2, ALT)
    page = clerk.window.page("ledgers")
    qtbot.waitUntil(lambda: "筛选后 1 条" in page.status_text())
    assert page.ledger_name == "enterprise"
    clerk.window.set_look(size=1.0)


def test_the_year_changes_under_a_half_typed_form(clerk: Clerk, log: Log) -> None:
    fill_check(clerk)
    clerk.window.session.set_year(2024)
    clerk.settle()
    assert clerk.cell("check_no").editor.value() == "JC-1"
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert [one["checked_on"] for one in all_of(log, "enforcement_check")] == ["2025-11-21"]


def test_another_page_in_the_middle_of_a_word_says_where_the_record_is(clerk: Clerk, log: Log) -> None:
    fill_check(clerk)
    clerk.press(ENTER, CONTROL)
    clerk.compose("fang'huo")
    clerk.press(Qt.Key.Key_1, ALT)
    assert clerk.window.front == "today"
    assert any("执法检查没有保存，草稿已留" in text for text in clerk.texts())
    clerk.press(Qt.Key.Key_K, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    clerk.press(ENTER)
    assert clerk.window.front == "form"
    assert clerk.cell("check_no").editor.value() == "JC-1"
    assert [one.typed["description"] for one in clerk.table.model.rows] == ["fang'huo"]


def test_ctrl_n_in_a_form_makes_another_record_of_its_ledger(clerk: Clerk) -> None:
    clerk.open("training")
    clerk.press(Qt.Key.Key_N, CONTROL)
    assert clerk.window.page("form").ledger_name == "training"


def test_f8_goes_on_to_the_next_gap_after_one_was_filled(clerk: Clerk) -> None:
    clerk.open("enforcement_check")
    clerk.type("JC-1")
    clerk.press(Qt.Key.Key_F8)
    assert clerk.here == "检查日期"
    clerk.type("1121")
    clerk.press(Qt.Key.Key_F8)
    assert clerk.here == "企业"
    clerk.press(Qt.Key.Key_F8)
    assert clerk.here == "检查类别"
    clerk.press(Qt.Key.Key_F8, Qt.KeyboardModifier.ShiftModifier)
    assert clerk.here == "企业"


def test_the_walk_goes_on_from_where_it_stood() -> None:
    a, b, c = (Trouble(name, "") for name in "abc")
    walk = Walk()
    assert walk.step([], 1) is None
    assert walk.step([a, b, c], 1) is a
    assert walk.step([b, c], 1) is b, "a was mended"
    assert walk.step([b, c], 1) is c
    assert walk.step([b, c], 1) is b, "and round again"
    assert walk.step([a, c], -1) is c, "b was mended, and back"
    assert Walk().step([a, b, c], -1) is c


def test_a_day_without_a_year_is_one_of_the_chosen_year_and_that_is_said(clerk: Clerk) -> None:
    clerk.window.session.set_year(2024)
    clerk.open("enforcement_check")
    clerk.press(ENTER)
    assert clerk.note("checked_on") == "可输 1121（2024年）、今、-1"
    clerk.type("0305")
    clerk.press(ENTER)
    assert clerk.cell("checked_on").editor.value() == "2024-03-05"
    assert clerk.note("checked_on") == "按窗口上方所选的 2024 年"


def test_a_check_after_today_is_pointed_out(clerk: Clerk) -> None:
    clerk.open("enforcement_check")
    clerk.press(ENTER)
    clerk.type("1228")
    clerk.press(ENTER)
    assert clerk.note("checked_on") == "晚于今天 2025-11-21，请核对"


def test_the_status_bar_calls_nothing_saved_that_is_being_typed(clerk: Clerk) -> None:
    clerk.open("training")
    assert "没有未保存的内容" in clerk.texts()
    clerk.tab_to("名称")
    clerk.type("安全月培训")
    clerk.press(ENTER)
    assert "有未保存的内容" in clerk.texts()
    assert "没有未保存的内容" not in clerk.texts()
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert "有未保存的内容" not in clerk.texts()
    assert any(text.startswith("已保存 ") for text in clerk.texts())
