"""从上次检查带入: open hazards of earlier checks are rechecked in the next one, and count once."""

from collections.abc import Iterator
from datetime import date

import pytest
from clerk import CHECK_PAUSE, CONTROL, ENTER, SHIFT, Clerk, add_enterprise, all_of
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton
from pytestqt.qtbot import QtBot

from desktop.gui.forms.earlier import earlier, prefill, rechecked
from desktop.gui.forms.keeping import Keeper, drafts_for, state_of
from desktop.gui.forms.presenter import Presenter
from desktop.gui.window import Window
from desktop.store import Log, Record

TODAY = date(2025, 11, 21)
ENTERPRISE = "青川恒泰化工有限公司"


def by_title(log: Log) -> dict[str, Record]:
    return {str(one["description"]): one for one in all_of(log, "hazard")}


@pytest.fixture
def october(log: Log) -> Record:
    """A check of October that left two hazards open and one closed; another enterprise has one open too."""
    add_enterprise(log)
    add_enterprise(log, "云山石料厂", uscc=None)
    ledgers = log.catalogue.ledgers
    check = log.add(ledgers["enforcement_check"], {
        "check_no": "JC-10", "checked_on": "2025-10-10", "enterprise": ENTERPRISE, "kind": "计划检查",
        "checkers": "何远、苏宁", "checker_count": 2, "expert_count": 1,
    })  # fmt: skip
    for description, status, due in (
        ("消火栓被遮挡", "限期整改", "2025-10-31"), ("报警器未检定", "限期整改", "2025-12-01"),
        ("通道堆物", "已整改", "2025-10-20"),
    ):  # fmt: skip
        log.add(ledgers["hazard"], {
            "description": description, "status": status, "due_on": due, "check": check, "found_on": "2025-10-10",
            "enterprise": ENTERPRISE, "grade": "一般隐患", "source": "执法检查",
        })  # fmt: skip
    other = log.add(ledgers["enforcement_check"], {"check_no": "JC-11", "enterprise": "云山石料厂"})
    log.add(
        ledgers["hazard"], {"description": "别家的", "status": "未整改", "check": other, "enterprise": "云山石料厂"}
    )
    found = log.record(ledgers["enforcement_check"], check)
    assert found is not None
    return found


@pytest.fixture
def clerk(window: Window, qtbot: QtBot, log: Log, october: Record) -> Iterator[Clerk]:
    yield Clerk(window, qtbot)
    QApplication.clipboard().clear()


def begin_the_check(clerk: Clerk) -> None:
    clerk.open("enforcement_check")
    clerk.type("JC-12")
    clerk.press(ENTER)
    clerk.fill("1121")
    clerk.fill("hthg")
    clerk.settle(CHECK_PAUSE)


def bring_button(clerk: Clerk) -> QPushButton:
    return next(
        one for one in clerk.window.findChildren(QPushButton) if one.accessibleName() == "从上次检查带入"
    )  # fmt: skip


# ---------------------------------------------------------------------- by keyboard


def test_open_hazards_are_rechecked_in_the_next_check_and_stay_with_the_one_that_found_them(
    clerk: Clerk, log: Log, october: Record
) -> None:
    begin_the_check(clerk)
    assert bring_button(clerk).text() == "从上次检查带入 2 项"
    clerk.press(Qt.Key.Key_B, CONTROL | SHIFT)
    assert clerk.here == "复查结论"
    clerk.fill("yzg")  # 已整改
    clerk.press(Qt.Key.Key_Escape)
    clerk.table.go_to(1, "recheck_result")
    clerk.fill("wzg")  # 未整改
    clerk.press(Qt.Key.Key_S, CONTROL)

    new = next(one for one in all_of(log, "enforcement_check") if one["check_no"] == "JC-12")
    hazards = by_title(log)
    assert len(hazards) == 4
    done, open_ = hazards["消火栓被遮挡"], hazards["报警器未检定"]
    assert {one["check"] for one in (done, open_)} == {october["id"]}
    assert {one["rechecked_in"] for one in (done, open_)} == {new["id"]}
    assert {one["rechecked_on"] for one in (done, open_)} == {"2025-11-21"}
    assert {one["rechecker"] for one in (done, open_)} == {"何远、苏宁"}
    assert (done["status"], done["rectified_on"], done["recheck_result"]) == ("已整改", "2025-11-21", "已整改")
    assert (open_["status"], open_["rectified_on"], open_["recheck_result"]) == ("限期整改", None, "未整改")
    assert hazards["通道堆物"]["rechecked_in"] is None
    # One save, one Ctrl+Z.
    log.undo()
    assert by_title(log)["消火栓被遮挡"]["status"] == "限期整改"


def test_people_and_kind_come_along_tinted_until_touched(clerk: Clerk) -> None:
    begin_the_check(clerk)
    clerk.press(Qt.Key.Key_B, CONTROL | SHIFT)
    clerk.settle(CHECK_PAUSE)
    values = {name: clerk.cell(name).editor.value() for name in ("kind", "checkers", "checker_count", "expert_count")}
    assert values == {"kind": "复查", "checkers": "何远、苏宁", "checker_count": "2", "expert_count": None}
    assert (clerk.state("kind"), clerk.state("checkers")) == ("prefill", "prefill")


def test_what_was_typed_is_not_written_over(clerk: Clerk) -> None:
    begin_the_check(clerk)
    clerk.tab_to("检查人员")
    clerk.type("张三")
    clerk.press(Qt.Key.Key_B, CONTROL | SHIFT)
    assert clerk.cell("checkers").editor.value() == "张三"


def test_a_hazard_without_a_result_is_left_as_it_was(clerk: Clerk, log: Log) -> None:
    begin_the_check(clerk)
    clerk.press(Qt.Key.Key_B, CONTROL | SHIFT)
    clerk.fill("yzg")
    assert any("没有填复查结论，保存时不改" in text for text in clerk.texts())
    clerk.press(Qt.Key.Key_S, CONTROL)
    left = by_title(log)["报警器未检定"]
    assert (left["rechecked_on"], left["rechecked_in"]) == (None, None)
    clerk.settle(CHECK_PAUSE)
    assert bring_button(clerk).text() == "从上次检查带入 1 项"


def test_a_saved_recheck_is_shown_again_and_cannot_be_deleted_from_the_check(clerk: Clerk, log: Log) -> None:
    begin_the_check(clerk)
    clerk.press(Qt.Key.Key_B, CONTROL | SHIFT)
    clerk.fill("yzg")
    clerk.press(Qt.Key.Key_S, CONTROL)
    new = next(one for one in all_of(log, "enforcement_check") if one["check_no"] == "JC-12")
    clerk.open("enterprise")
    clerk.open("enforcement_check", str(new["id"]))
    clerk.press(Qt.Key.Key_PageDown, CONTROL)
    assert clerk.here == "复查以前的隐患"
    assert clerk.table.model.index(0, 1).data() == "消火栓被遮挡"
    clerk.press(Qt.Key.Key_Delete)
    assert clerk.table.model.rowCount() == 1
    assert any("不能从这里删去" in text for text in clerk.texts())


def test_a_row_brought_in_by_mistake_is_taken_out_again(clerk: Clerk, log: Log) -> None:
    begin_the_check(clerk)
    clerk.press(Qt.Key.Key_B, CONTROL | SHIFT)
    clerk.press(Qt.Key.Key_Escape)
    clerk.table.table.setFocus()
    clerk.press(Qt.Key.Key_Home, CONTROL)
    clerk.press(Qt.Key.Key_Delete)
    assert clerk.table.model.rowCount() == 1
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert len(by_title(log)) == 4


def test_without_open_hazards_only_people_and_kind_are_brought(clerk: Clerk, log: Log) -> None:
    for one in all_of(log, "hazard"):
        log.update(log.catalogue.ledgers["hazard"], str(one["id"]), {"status": "已销号"})
    begin_the_check(clerk)
    assert bring_button(clerk).text() == "从上次检查带入"
    clerk.press(Qt.Key.Key_B, CONTROL | SHIFT)
    assert clerk.cell("kind").editor.value() == "计划检查"


def test_an_enterprise_without_a_check_has_nothing_to_bring(clerk: Clerk, log: Log) -> None:
    add_enterprise(log, "新开的厂", uscc=None)
    clerk.open("enforcement_check")
    clerk.press(Qt.Key.Key_B, CONTROL | SHIFT)
    assert any("没有可带入的内容" in text for text in clerk.texts())
    assert not bring_button(clerk).isVisible()


# ---------------------------------------------------------------------- without a window


def check_of(log: Log) -> Presenter:
    presenter = Presenter(log, log.catalogue.ledgers["enforcement_check"], TODAY)
    presenter.put("enterprise", ENTERPRISE)
    presenter.put("checked_on", "2025-11-21")
    return presenter


def test_only_open_hazards_of_earlier_checks_of_the_enterprise_are_offered(log: Log, october: Record) -> None:
    found = earlier(log, str(october["enterprise"]), None, "2025-11-21")
    assert [one["description"] for one in found.hazards] == ["消火栓被遮挡", "报警器未检定"]
    assert found.check is not None
    assert found.check["id"] == october["id"]
    assert earlier(log, str(october["enterprise"]), None, "2025-10-01").hazards == ()
    assert earlier(log, str(october["enterprise"]), str(october["id"]), "2025-11-21").hazards == ()


def test_a_check_without_open_hazards_is_of_the_kind_of_the_last_one(log: Log, october: Record) -> None:
    ledger = log.catalogue.ledgers["enforcement_check"]
    found = earlier(log, str(october["enterprise"]), None, None)
    assert prefill(ledger, found, rechecking=True)["kind"] == "复查"
    assert prefill(ledger, found, rechecking=False)["kind"] == "计划检查"
    assert "check_no" not in prefill(ledger, found, rechecking=False)


@pytest.mark.parametrize(
    ("result", "due", "status", "rectified"),
    [("已整改", "2025-11-01", "已整改", "2025-11-21"), ("部分整改", "2025-11-01", "逾期未整改", None),
     ("未整改", "2025-12-01", "限期整改", None), ("未整改", None, "未整改", None)],
)  # fmt: skip
def test_a_result_says_what_became_of_the_hazard(
    result: str, due: str | None, status: str, rectified: str | None
) -> None:
    typed = {"recheck_result": result, "rechecked_on": "2025-11-21", "due_on": due, "status": "限期整改"}
    shown = rechecked(typed, set())
    assert (shown["status"], shown["rectified_on"]) == (status, rectified)
    assert rechecked(typed, {"status"})["status"] == "限期整改"
    assert rechecked({**typed, "recheck_result": None}, set())["status"] == "限期整改"


def test_the_result_of_an_earlier_recheck_is_not_taken_for_that_of_this_one(log: Log, october: Record) -> None:
    open_ = by_title(log)["消火栓被遮挡"]
    again = {"recheck_result": "未整改", "rechecked_on": "2025-11-02", "rechecker": "苏宁", "status": "逾期未整改"}
    log.update(log.catalogue.ledgers["hazard"], str(open_["id"]), again)
    presenter = check_of(log)
    kind = next(one for one in presenter.kinds if one.brought)
    presenter.bring_in(kind, earlier(log, str(october["enterprise"]), None, None).hazards)
    assert all(row.blank for row in presenter.live(kind))
    presenter.drop_blank_rows()
    presenter.save()
    assert by_title(log)["消火栓被遮挡"]["rechecked_on"] == "2025-11-02"


def test_brought_rows_stand_in_the_draft_unless_their_record_is_gone(log: Log, october: Record) -> None:
    presenter = check_of(log)
    kind = next(one for one in presenter.kinds if one.brought)
    found = earlier(log, str(october["enterprise"]), None, None)
    presenter.bring_in(kind, found.hazards)
    presenter.live(kind)[0].typed["recheck_result"] = "已整改"
    presenter.live(kind)[0].own.add("recheck_result")
    Keeper(presenter).keep()
    log.delete(log.catalogue.ledgers["hazard"], str(found.hazards[1]["id"]))

    again = check_of(log)
    again.restore(state_of(drafts_for(log, again.ledger, None)[0]))
    assert [row.id for row in again.live(kind)] == [found.hazards[0]["id"]]
    again.save()
    assert by_title(log)["消火栓被遮挡"]["status"] == "已整改"
    assert len(by_title(log)) == 3
