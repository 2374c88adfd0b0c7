"""Changing what a finalised edition counts, at the form and in the list: the reason is asked for in place."""

from pathlib import Path

import pytest
from clerk import CONTROL, ENTER, Clerk, add_enterprise
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.figures import Period
from desktop.gui.pages.form import FormPage
from desktop.gui.pages.ledgers import LedgersPage
from desktop.gui.widgets.reason_bar import ReasonBar
from desktop.gui.window import Window
from desktop.report.editions.finalising import finalise
from desktop.store import Log


@pytest.fixture
def checks(log: Log) -> list[str]:
    """Three checks in a finalised year."""
    firm = add_enterprise(log)
    check = log.ledger("enforcement_check")
    typed = {"enterprise": firm, "kind": "计划检查", "checkers": "何远、苏宁"}
    ids = [log.add(check, {**typed, "checked_on": f"2025-03-0{n}", "check_no": f"检{n}"}) for n in (1, 2, 3)]
    finalise(log, Period.year(2025))
    return ids


def bar(window: Window) -> ReasonBar | None:
    """The bar that is seen."""
    QApplication.processEvents()
    return next((one for one in window.findChildren(ReasonBar) if one.isVisible()), None)


def reasons(log: Log, id_: str) -> list[str | None]:
    return [one.reason for one in log.history(log.ledger("enforcement_check"), id_)]


def record_form(window: Window) -> FormPage:
    page = window.page("form")
    assert isinstance(page, FormPage)
    return page


def change_note(clerk: Clerk, id_: str) -> None:
    clerk.open("enforcement_check", id_)
    clerk.cell("note").editor.setFocus()
    clerk.settle()
    clerk.type("改过")
    clerk.press(Qt.Key.Key_S, CONTROL)


def test_the_form_asks_and_saves_with_the_reason(window: Window, qtbot: QtBot, log: Log, checks: list[str]) -> None:
    clerk = Clerk(window, qtbot)
    change_note(clerk, checks[0])
    asked = bar(window)
    assert asked is not None
    assert any("执法检查“检1”已计入 2025 年度报告第 1 版，改动它要写明原因" in text for text in clerk.texts())
    assert clerk.here == "改动原因"
    assert reasons(log, checks[0]) == [None], "nothing is saved yet"
    clerk.press(ENTER)
    assert "原因还没有写" in clerk.texts()
    clerk.type("核对档案")
    clerk.press(ENTER)
    assert bar(window) is None
    assert reasons(log, checks[0]) == ["核对档案", None]


def test_ctrl_s_with_a_written_reason_goes_on(window: Window, qtbot: QtBot, log: Log, checks: list[str]) -> None:
    clerk = Clerk(window, qtbot)
    change_note(clerk, checks[0])
    clerk.type("录错")
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert bar(window) is None
    assert reasons(log, checks[0]) == ["录错", None]


def test_save_and_new_goes_on_to_the_new_form(window: Window, qtbot: QtBot, log: Log, checks: list[str]) -> None:
    clerk = Clerk(window, qtbot)
    clerk.open("enforcement_check", checks[0])
    clerk.cell("note").editor.setFocus()
    clerk.settle()
    clerk.type("改过")
    clerk.press(Qt.Key.Key_S, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert record_form(window).presenter.id == checks[0], "it waits for the reason"
    clerk.type("核对档案")
    clerk.press(ENTER)
    assert reasons(log, checks[0]) == ["核对档案", None]
    assert record_form(window).presenter.id is None
    assert record_form(window).presenter.ledger.name == "enforcement_check"


def test_a_reason_for_a_plain_save_opens_no_new_form(
    window: Window, qtbot: QtBot, log: Log, checks: list[str]
) -> None:
    clerk = Clerk(window, qtbot)
    change_note(clerk, checks[0])
    clerk.press(Qt.Key.Key_Escape)
    clerk.press(Qt.Key.Key_S, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    clerk.press(Qt.Key.Key_Escape)
    clerk.press(Qt.Key.Key_S, CONTROL)
    clerk.type("录错")
    clerk.press(ENTER)
    assert record_form(window).presenter.id == checks[0]


def test_esc_leaves_the_record_and_what_was_typed(window: Window, qtbot: QtBot, log: Log, checks: list[str]) -> None:
    clerk = Clerk(window, qtbot)
    change_note(clerk, checks[0])
    clerk.press(Qt.Key.Key_Escape)
    assert bar(window) is None
    assert window.front == "form"
    assert reasons(log, checks[0]) == [None]
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert bar(window) is not None, "what was typed is still there to be saved"


@pytest.fixture
def page(window: Window, qtbot: QtBot, checks: list[str]) -> LedgersPage:
    window.resize(1366, 689)
    window.open_ledger("enforcement_check")
    page = window.page("ledgers")
    assert isinstance(page, LedgersPage)
    page.list.enter()
    qtbot.wait(20)
    return page


def answer(window: Window, reason: str) -> None:
    asked = bar(window)
    assert asked is not None
    asked.reason.setText(reason)
    QTest.keyClick(asked.reason, ENTER)
    QApplication.processEvents()


def test_the_list_asks_before_it_deletes(page: LedgersPage, window: Window, log: Log) -> None:
    QTest.keyClick(page.list.view, Qt.Key.Key_Delete)
    assert len(list(log.records(log.ledger("enforcement_check")))) == 3
    answer(window, "重复登记")
    (gone,) = log.records(log.ledger("enforcement_check"), deleted=True)
    assert reasons(log, str(gone["id"])) == ["重复登记", None]


def test_the_list_asks_before_it_changes_several(
    page: LedgersPage, window: Window, log: Log, checks: list[str]
) -> None:
    QTest.keyClick(page.list.view, Qt.Key.Key_A, CONTROL)
    QTest.keyClick(window, Qt.Key.Key_F2)
    page.batch.field.setCurrentIndex(page.batch.field.findData("note"))
    page.batch.text.setText("统一补写")
    QTest.keyClick(page.batch.text, ENTER)
    answer(window, "按市局要求")
    assert [reasons(log, id_)[0] for id_ in checks] == ["按市局要求"] * 3
    assert {one["note"] for one in log.records(log.ledger("enforcement_check"))} == {"统一补写"}


def test_the_bar_stays_at_the_bottom_and_shows_whole(page: LedgersPage, window: Window, tmp_path: Path) -> None:
    QTest.keyClick(page.list.view, Qt.Key.Key_Delete)
    for width, height in ((1366, 689), (1180, 620), (1440, 820)):
        window.resize(width, height)
        asked = bar(window)
        assert asked is not None
        assert page.rect().contains(asked.geometry())
        assert asked.height() >= asked.sizeHint().height()
