"""撤销 in the form: its own steps before a save, the save itself after it, and never a record saved earlier."""

from datetime import date

import pytest
from clerk import CONTROL, ENTER, Clerk, add_enterprise, all_of
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.catalogue.masking import Secret
from desktop.gui.forms.following import Followed, Follower
from desktop.gui.forms.presenter import Presenter
from desktop.gui.forms.steps import Steps
from desktop.gui.widgets.toast import Toast
from desktop.gui.window import Window
from desktop.store import Log
from desktop.store.sealing import Cost
from desktop.store.vault import Vault, new_password

TODAY = date(2025, 11, 21)


@pytest.fixture
def clerk(window: Window, qtbot: QtBot, log: Log) -> Clerk:
    add_enterprise(log)
    return Clerk(window, qtbot)


def fill_check(clerk: Clerk, number: str = "JC-1") -> None:
    clerk.open("enforcement_check")
    clerk.type(number)
    clerk.press(ENTER)
    for text in ("1121", "hthg", "jh"):
        clerk.fill(text)


def save(clerk: Clerk) -> None:
    clerk.press(Qt.Key.Key_S, CONTROL)


def undo(clerk: Clerk) -> None:
    clerk.press(Qt.Key.Key_Z, CONTROL)


def redo(clerk: Clerk) -> None:
    clerk.press(Qt.Key.Key_Y, CONTROL)


def hazard(clerk: Clerk, text: str) -> None:
    clerk.press(ENTER, CONTROL)
    clerk.type(text)
    clerk.press(ENTER)


def rows(clerk: Clerk) -> list[object]:
    return [one.typed.get("description") for one in clerk.table.model.rows]


# ---------------------------------------------------------------------- before a save


def test_a_row_taken_away_by_mistake_comes_back_and_what_was_saved_before_stays(clerk: Clerk, log: Log) -> None:
    fill_check(clerk)
    save(clerk)
    fill_check(clerk, "JC-2")
    hazard(clerk, "防火间距不足")
    hazard(clerk, "报警器未检定")
    clerk.press(Qt.Key.Key_Escape)
    clerk.press(Qt.Key.Key_Delete)
    assert rows(clerk) == ["防火间距不足"]
    undo(clerk)
    assert rows(clerk) == ["防火间距不足", "报警器未检定"]
    assert clerk.here == "隐患"
    redo(clerk)
    assert rows(clerk) == ["防火间距不足"]
    assert [one["check_no"] for one in all_of(log, "enforcement_check")] == ["JC-1"]


def test_steps_are_taken_back_one_after_the_other_and_then_it_stops(clerk: Clerk, log: Log) -> None:
    fill_check(clerk)
    save(clerk)
    fill_check(clerk, "JC-2")
    for _ in range(12):
        undo(clerk)
    values = {name: clerk.cell(name).editor.value() for name in ("check_no", "checked_on", "enterprise", "kind")}
    assert values == dict.fromkeys(values)
    assert any("没有更早的一步" in text for text in clerk.texts()) or clerk.window.front == "form"
    assert len(all_of(log, "enforcement_check")) <= 1


def test_all_that_was_copied_from_the_last_record_goes_with_one_key(clerk: Clerk, log: Log) -> None:
    fill_check(clerk)
    save(clerk)
    clerk.press(Qt.Key.Key_S, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    clerk.press(Qt.Key.Key_D, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert clerk.cell("kind").editor.value() == "计划检查"
    undo(clerk)
    assert clerk.cell("kind").editor.value() is None
    assert clerk.cell("enterprise").editor.value() is None


def test_letters_are_taken_back_in_the_field_first(clerk: Clerk) -> None:
    clerk.open("enforcement_check")
    clerk.tab_to("所属行动")
    clerk.type("abc")
    undo(clerk)
    assert clerk.here == "所属行动"
    assert clerk.cell("programme").editor.value() is None


# ---------------------------------------------------------------------- after a save


def test_a_save_that_is_undone_leaves_the_form_to_be_saved_again(clerk: Clerk, log: Log) -> None:
    fill_check(clerk)
    hazard(clerk, "防火间距不足")
    save(clerk)
    assert len(all_of(log, "hazard")) == 1
    undo(clerk)
    assert (all_of(log, "enforcement_check"), all_of(log, "hazard")) == ([], [])
    assert "未保存" in clerk.texts()
    assert clerk.here == "新一行：描述", "the keys stay in the form"
    assert "新增执法检查" in clerk.texts()
    assert rows(clerk) == ["防火间距不足"]
    save(clerk)
    (check,) = all_of(log, "enforcement_check")
    (found,) = all_of(log, "hazard")
    assert (check["check_no"], found["description"], found["check"]) == ("JC-1", "防火间距不足", check["id"])


def test_the_button_in_the_bar_does_the_same(clerk: Clerk, log: Log) -> None:
    fill_check(clerk)
    save(clerk)
    toast = clerk.window.findChild(Toast)
    assert toast is not None
    button = next(one for one in toast.findChildren(QPushButton) if one.text() == "撤销")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    clerk.settle()
    assert all_of(log, "enforcement_check") == []
    clerk.tab_to("所属行动")
    clerk.type("夏季行动")
    save(clerk)
    assert [one["programme"] for one in all_of(log, "enforcement_check")] == ["夏季行动"]


def test_done_again_it_is_the_same_record(clerk: Clerk, log: Log) -> None:
    fill_check(clerk)
    save(clerk)
    (check,) = all_of(log, "enforcement_check")
    undo(clerk)
    redo(clerk)
    clerk.tab_to("所属行动")
    clerk.type("夏季行动")
    save(clerk)
    assert [(one["id"], one["programme"]) for one in all_of(log, "enforcement_check")] == [(check["id"], "夏季行动")]


def test_an_undone_change_is_shown_and_not_saved_again(clerk: Clerk, log: Log) -> None:
    fill_check(clerk)
    save(clerk)
    clerk.tab_to("所属行动")
    clerk.type("夏季行动")
    save(clerk)
    undo(clerk)
    assert clerk.cell("programme").editor.value() is None
    clerk.tab_to("备注")
    clerk.type("note")
    save(clerk)
    (check,) = all_of(log, "enforcement_check")
    assert (check["programme"], check["note"]) == (None, "note")


def test_what_was_typed_since_stands_when_the_save_before_is_undone(clerk: Clerk, log: Log) -> None:
    fill_check(clerk)
    save(clerk)
    clerk.tab_to("所属行动")
    clerk.type("夏季行动")
    save(clerk)
    clerk.tab_to("备注")
    clerk.type("note")
    clerk.window.session.undo()
    clerk.settle()
    assert clerk.cell("programme").editor.value() is None
    assert clerk.cell("note").editor.value() == "note"
    save(clerk)
    (check,) = all_of(log, "enforcement_check")
    assert (check["programme"], check["note"]) == (None, "note")


# ---------------------------------------------------------------------- without a window


def presenter_of(log: Log, id_: str | None = None) -> Presenter:
    return Presenter(log, log.catalogue.ledgers["enforcement_check"], TODAY, id_)


def test_what_is_typed_into_one_field_is_one_step(log: Log) -> None:
    presenter = presenter_of(log)
    steps = Steps(presenter)
    for text in ("J", "JC", "JC-1"):
        presenter.put("check_no", text)
        steps.note()
    presenter.put("programme", "夏季行动")
    steps.note()
    assert steps.back() == {("programme",)}
    assert presenter.typed.get("check_no") == "JC-1"
    assert steps.back() == {("check_no",)}
    assert steps.back() == set()
    assert steps.forth() == {("check_no",)}
    presenter.put("note", "x")
    steps.note()
    assert steps.forth() == set()


def test_a_form_follows_its_record_away_and_back(log: Log) -> None:
    ledger = log.catalogue.ledgers["enforcement_check"]
    id_ = log.add(ledger, {"check_no": "JC-1"})
    presenter = presenter_of(log, id_)
    follower = Follower(presenter)
    assert follower.follow() is Followed.SAME
    log.undo()
    assert follower.follow() is Followed.LOOSE
    assert (presenter.id, presenter.dirty) == (None, True)
    log.redo()
    assert follower.follow() is Followed.BACK
    assert (presenter.id, presenter.dirty) == (id_, False)


def test_a_form_with_an_identity_is_not_gone_on_with(log: Log) -> None:
    ledger = log.catalogue.ledgers["tip_off"]
    Vault(log).set_up(new_password("Qingshi-2025", "Qingshi-2025", Cost(1, 1, 64)))
    name = next(iter(ledger.secrets))
    id_ = log.add(ledger, {name: Secret("王某某")})
    follower = Follower(Presenter(log, ledger, TODAY, id_))
    log.undo()
    assert follower.follow() is Followed.GONE
