"""What a clerk does in a day that no other story tells: odd names, odd keys, odd moments."""

import pytest
from clerk import CHECK_PAUSE, CONTROL, ENTER, NONE, SHIFT, Clerk, add_enterprise, all_of
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.gui.forms.new_linked import NewLinked
from desktop.gui.window import Window
from desktop.store import Log
from desktop.store.bureau import Bureau

ALT = Qt.KeyboardModifier.AltModifier
HAZARDS = (
    ("防火间距不足", "二号仓库", "xf", "zd", "1220"), ("报警器未检定", "反应车间", "sb", "yb", "1128"),
    ("作业票未填写", "罐区", "zyxc", "yb", "1128"),
)  # fmt: skip
DIGITS = (Qt.Key.Key_1, Qt.Key.Key_2, Qt.Key.Key_3, Qt.Key.Key_4, Qt.Key.Key_5)


@pytest.fixture
def clerk(window: Window, qtbot: QtBot, log: Log) -> Clerk:
    add_enterprise(log)
    return Clerk(window, qtbot)


def save(clerk: Clerk) -> None:
    clerk.press(Qt.Key.Key_S, CONTROL)


class Counter(QObject):
    """Counts keys, an input method's letters as one each."""

    def __init__(self) -> None:
        super().__init__()
        self.keys = 0

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.KeyPress and isinstance(watched, QWidget) and isinstance(event, QKeyEvent):
            bare = event.key() in (Qt.Key.Key_Control, Qt.Key.Key_Shift, Qt.Key.Key_Alt)
            self.keys += watched is QApplication.focusWidget() and not bare
        return False


# ---------------------------------------------------------------------- how many keys


def test_a_check_with_three_hazards_takes_few_keys_besides_its_own_words(clerk: Clerk, log: Log) -> None:
    """Counted: every key but the Chinese of descriptions and places. Tab takes the marked term and goes on."""
    counter = Counter()
    QApplication.instance().installEventFilter(counter)  # type: ignore[union-attr]
    clerk.press(Qt.Key.Key_1, CONTROL)
    for text in ("", "今", "hthg", "jh"):
        clerk.type(text)
        clerk.press(Qt.Key.Key_Tab)
    for row in HAZARDS:
        clerk.press(ENTER, CONTROL)
        for text in row:
            clerk.type(text)
            clerk.press(Qt.Key.Key_Tab)
    save(clerk)
    QApplication.instance().removeEventFilter(counter)  # type: ignore[union-attr]
    assert len(all_of(log, "hazard")) == 3
    assert counter.keys == 51


# ---------------------------------------------------------------------- names


@pytest.mark.parametrize("name", ["青川𠮷野家餐饮有限公司", "㙍头村加油站", "😀快餐店", "Ａ１气体（青川）有限公司"])
def test_rare_characters_are_saved_found_and_shown(clerk: Clerk, log: Log, name: str) -> None:
    clerk.open("enterprise")
    clerk.commit(name)
    clerk.press(ENTER)
    save(clerk)
    saved = next(one for one in all_of(log, "enterprise") if "恒泰" not in str(one["name"]))
    assert saved["name"] == name.replace("Ａ１", "A1")
    clerk.open("enforcement_check")
    clerk.press(ENTER)
    clerk.press(ENTER)
    clerk.commit(str(saved["name"])[:2])
    clerk.settle()
    assert str(saved["name"]) in clerk.offered


def test_a_name_that_is_too_long_is_said_and_stays(clerk: Clerk, log: Log) -> None:
    clerk.open("enterprise")
    clerk.commit("长" * 501)
    clerk.press(ENTER)
    save(clerk)
    assert "最多 500 个" in clerk.note("name")
    assert clerk.cell("name").editor.value() == "长" * 501
    assert len(all_of(log, "enterprise")) == 1


def test_an_enterprise_that_is_there_is_not_offered_as_a_new_one(clerk: Clerk) -> None:
    clerk.open("enforcement_check")
    clerk.press(ENTER)
    clerk.press(ENTER)
    clerk.type("青川恒泰化工有限公司")
    assert clerk.offered == ["青川恒泰化工有限公司"]


def test_a_new_enterprise_of_a_name_that_is_there_is_made_only_when_meant(clerk: Clerk, log: Log) -> None:
    clerk.open("enforcement_check")
    clerk.press(ENTER)
    clerk.press(ENTER)
    clerk.type("青川恒泰化工有限")
    clerk.press(Qt.Key.Key_Up)
    clerk.press(ENTER)
    panel = next(one for one in clerk.window.findChildren(NewLinked) if one.isVisible())
    panel.cells["name"].editor.take_focus()
    clerk.press(Qt.Key.Key_End)
    clerk.type("公司")
    save(clerk)
    assert len(all_of(log, "enterprise")) == 1
    assert "已有同名的企业" in panel.cells["name"].note.text
    save(clerk)
    assert len(all_of(log, "enterprise")) == 2


def test_a_half_typed_new_enterprise_is_not_thrown_away_by_another_page(clerk: Clerk, log: Log) -> None:
    clerk.open("enforcement_check")
    clerk.press(ENTER)
    clerk.press(ENTER)
    clerk.type("南山粮油店")
    clerk.press(Qt.Key.Key_Up)
    clerk.press(ENTER)
    clerk.type("91110")
    clerk.press(Qt.Key.Key_1, ALT)
    assert clerk.window.front == "form"
    assert any("新增的企业还没有保存" in text for text in clerk.texts())
    clerk.press(Qt.Key.Key_Escape)
    clerk.press(Qt.Key.Key_1, ALT)
    assert clerk.window.front == "today"


# ---------------------------------------------------------------------- keys


@pytest.mark.parametrize("place", range(5))
def test_every_key_of_quick_entry_opens_its_form_in_the_bureau_s_order(clerk: Clerk, log: Log, place: int) -> None:
    names = [one.name for one in Bureau(log).quick_entry]
    clerk.window.show_page("today")
    clerk.press(DIGITS[place], CONTROL)
    assert clerk.window.page("form").ledger_name == names[place]


def test_f4_twice_is_f4_once(clerk: Clerk, log: Log) -> None:
    log.add(log.catalogue.ledgers["enforcement_check"], {"programme": "夏季行动", "kind": "计划检查"})
    clerk.open("enforcement_check")
    clerk.tab_to("所属行动")
    for _ in range(2):
        clerk.press(Qt.Key.Key_F4)
        assert clerk.cell("programme").editor.value() == "夏季行动"
    clerk.press(Qt.Key.Key_Z, CONTROL)
    assert clerk.cell("programme").editor.value() is None


def test_keys_for_rows_do_nothing_in_a_form_without_rows(clerk: Clerk) -> None:
    clerk.open("training")
    held = clerk.focus
    for key in (Qt.Key.Key_D, ENTER, Qt.Key.Key_PageDown, Qt.Key.Key_PageUp):
        clerk.press(key, CONTROL)
        assert clerk.focus is held
    clerk.press(ENTER, CONTROL | SHIFT)
    assert "先保存，再选一行打开" in clerk.texts()


def test_esc_goes_one_step_at_a_time(clerk: Clerk) -> None:
    clerk.open("enforcement_check")
    clerk.press(ENTER)
    clerk.press(Qt.Key.Key_Down, ALT)
    clerk.press(Qt.Key.Key_Escape)
    assert (clerk.window.front, clerk.here) == ("form", "检查日期"), "the calendar first"
    clerk.press(ENTER)
    clerk.type("ht")
    clerk.press(Qt.Key.Key_Escape)
    assert (clerk.window.front, clerk.offered) == ("form", []), "then the list"
    clerk.type("x")
    clerk.press(Qt.Key.Key_Up)
    clerk.press(ENTER)
    clerk.settle()
    clerk.press(Qt.Key.Key_Escape)
    assert (clerk.window.front, clerk.here) == ("form", "企业"), "then the small panel"
    clerk.press(ENTER, CONTROL)
    clerk.type("abc")
    clerk.press(ENTER)
    clerk.press(Qt.Key.Key_Escape)
    assert (clerk.window.front, clerk.here) == ("form", "隐患"), "then the open row"
    clerk.press(Qt.Key.Key_Escape)
    assert clerk.window.front != "form"


def test_left_and_right_begin_at_the_ends_of_a_small_choice(clerk: Clerk) -> None:
    clerk.open("hazard")
    clerk.tab_to(clerk.cell("grade").field.label)
    editor = clerk.cell("grade").editor
    for key, term in ((Qt.Key.Key_Right, "一般隐患"), (Qt.Key.Key_Left, "重大隐患")):
        clerk.press(Qt.Key.Key_Delete)
        clerk.press(key)
        assert editor.value() == term


# ---------------------------------------------------------------------- compositions outside of the form


def test_search_boxes_search_only_what_is_composed_to_its_end(clerk: Clerk, qtbot: QtBot) -> None:
    clerk.press(Qt.Key.Key_K, CONTROL)
    box = clerk.focus
    assert isinstance(box, QLineEdit)
    clerk.compose("heng'tai")
    for key in (ENTER, Qt.Key.Key_Down, Qt.Key.Key_Escape):
        clerk.press(key)
    assert clerk.focus is box
    clerk.commit("恒泰")
    assert box.text() == "恒泰"


def test_the_filter_of_a_list_waits_for_the_end_of_a_composition(clerk: Clerk, log: Log, qtbot: QtBot) -> None:
    add_enterprise(log, "青川永安机械厂")
    clerk.window.open_ledger("enterprise")
    page = clerk.window.page("ledgers")
    clerk.press(Qt.Key.Key_F, CONTROL)
    box = clerk.focus
    clerk.compose("yong'an")
    for key in (ENTER, Qt.Key.Key_Down, Qt.Key.Key_Escape):
        clerk.press(key, NONE)
        assert clerk.focus is box, key
    clerk.settle(CHECK_PAUSE)
    assert "筛选后" not in page.status_text()
    clerk.commit("永安")
    qtbot.waitUntil(lambda: "筛选后 1 条" in page.status_text())


# ---------------------------------------------------------------------- twice the same


def test_a_second_tip_off_about_an_enterprise_is_pointed_out_before_it_is_saved(clerk: Clerk, log: Log) -> None:
    tip_off = log.ledger("tip_off")
    log.add(tip_off, {"enterprise": "青川恒泰化工有限公司", "received_on": "2025-11-03", "tip_no": "J-1"})
    clerk.open("tip_off")
    for name, text in (("received_on", "1121"), ("enterprise", "hthg")):
        clerk.tab_to(clerk.cell(name).field.label)
        clerk.type(text)
        clerk.press(Qt.Key.Key_Tab)
    assert "可能重复登记" in clerk.beside
    assert "J-1" in clerk.beside
    save(clerk)
    assert len(all_of(log, "tip_off")) == 1
    save(clerk)
    assert len(all_of(log, "tip_off")) == 2


# ---------------------------------------------------------------------- panes


def test_f6_goes_from_tree_to_list_and_back(clerk: Clerk) -> None:
    clerk.window.open_ledger("enterprise")
    page = clerk.window.page("ledgers")
    seen = []
    for _ in range(3):
        clerk.press(Qt.Key.Key_F6)
        seen.append(clerk.focus)
    assert seen[0] is seen[2] is not seen[1]
    assert {page.list.view, page.tree.tree} == {seen[0], seen[1]}  # type: ignore[attr-defined]
