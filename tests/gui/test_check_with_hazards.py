"""A check with its hazards, and the other records that are logged together, by keyboard only."""

import pytest
from clerk import CHECK_PAUSE, CONTROL, ENTER, SHIFT, Clerk, add_enterprise, all_of
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from pytestqt.qtbot import QtBot

from desktop.gui.window import Window
from desktop.store import Detail, Log, RejectedDetail

HAZARDS = (
    ("甲类仓库与办公楼防火间距不足", "2号仓库", "xf", "zd", "1220"),
    ("可燃气体报警器未检定", "反应车间", "sb", "yb", "1128"),
    ("动火作业票未填写分析结果", "罐区", "zyxc", "yb", "1128"),
)


@pytest.fixture
def clerk(window: Window, qtbot: QtBot, log: Log) -> Clerk:
    add_enterprise(log)
    return Clerk(window, qtbot)


def log_the_check(clerk: Clerk) -> None:
    clerk.open("enforcement_check")
    clerk.type("JC-001")
    clerk.press(ENTER)
    clerk.fill("1121")
    clerk.fill("hthg")
    clerk.fill("jh")


def log_a_hazard(clerk: Clerk, description: str, place: str, category: str, grade: str, due: str) -> None:
    clerk.press(ENTER, CONTROL)
    clerk.type(description)
    clerk.press(ENTER)
    for text in (place, category, grade, due):
        clerk.fill(text)


def test_a_check_with_three_hazards_is_logged_without_the_mouse(clerk: Clerk, log: Log) -> None:
    log_the_check(clerk)
    for hazard in HAZARDS:
        log_a_hazard(clerk, *hazard)
    clerk.press(Qt.Key.Key_S, CONTROL)

    (check,) = all_of(log, "enforcement_check")
    hazards = all_of(log, "hazard")
    assert (check["checked_on"], check["kind"]) == ("2025-11-21", "计划检查")
    assert [one["description"] for one in hazards] == [one[0] for one in HAZARDS]
    assert [one["grade"] for one in hazards] == ["重大隐患", "一般隐患", "一般隐患"]
    assert [one["due_on"] for one in hazards] == ["2025-12-20", "2025-11-28", "2025-11-28"]
    assert {one["check"] for one in hazards} == {check["id"]}
    # Taken over from the check, and what every hazard of a check has.
    assert {one["enterprise"] for one in hazards} == {check["enterprise"]}
    assert {(one["found_on"], one["source"], one["status"], one["quantity"]) for one in hazards} == {
        ("2025-11-21", "执法检查", "限期整改", 1)
    }
    # One transaction: one batch in the change log, and one Ctrl+Z.
    batches = {log.history(log.catalogue.ledgers["hazard"], str(one["id"]))[0].batch for one in hazards}
    assert batches == {log.history(log.catalogue.ledgers["enforcement_check"], str(check["id"]))[0].batch}


def test_the_side_panel_counts_the_check_and_its_hazards(clerk: Clerk) -> None:
    log_the_check(clerk)
    for hazard in HAZARDS:
        log_a_hazard(clerk, *hazard)
    said = clerk.beside
    assert "保存后计入" in said
    assert "+3" in said
    assert "第 1 次，上限 4 次" in said
    assert "3 项，其中重大 1 项" in clerk.texts()


def test_a_hazard_with_a_contradiction_keeps_all_from_being_saved_and_is_gone_to(clerk: Clerk, log: Log) -> None:
    log_the_check(clerk)
    log_a_hazard(clerk, "消火栓被遮挡", "车间", "xf", "yb", "1101")
    clerk.press(Qt.Key.Key_S, CONTROL)

    assert all_of(log, "enforcement_check") == [] == all_of(log, "hazard")
    assert clerk.here == "整改期限"
    assert "隐患第 1 行　整改期限" in clerk.beside
    clerk.type("1130")
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert [one["due_on"] for one in all_of(log, "hazard")] == ["2025-11-30"]


def test_a_row_is_copied_edited_and_removed_by_key(clerk: Clerk, log: Log) -> None:
    log_the_check(clerk)
    log_a_hazard(clerk, *HAZARDS[1])
    clerk.press(Qt.Key.Key_D, CONTROL)
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert [one["location"] for one in all_of(log, "hazard")] == ["反应车间", "反应车间"]

    table = clerk.table.table
    table.setFocus()
    clerk.press(Qt.Key.Key_Home, CONTROL)
    clerk.press(Qt.Key.Key_Delete)
    clerk.press(Qt.Key.Key_F2)
    assert clerk.here == "描述"
    clerk.press(Qt.Key.Key_Tab)
    clerk.type("装卸区")
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert [one["location"] for one in all_of(log, "hazard")] == ["装卸区"]
    assert len(list(log.records(log.catalogue.ledgers["hazard"], deleted=True))) == 1


def test_what_stands_in_the_entry_line_is_saved_too(clerk: Clerk, log: Log) -> None:
    log_the_check(clerk)
    clerk.press(ENTER, CONTROL)
    clerk.type("消火栓被遮挡")
    assert clerk.window.page("form").presenter.dirty
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert [one["description"] for one in all_of(log, "hazard")] == ["消火栓被遮挡"]
    assert clerk.here == "新一行：描述"


def test_f4_takes_the_value_of_the_row_above(clerk: Clerk) -> None:
    log_the_check(clerk)
    log_a_hazard(clerk, *HAZARDS[0])
    clerk.press(ENTER, CONTROL)
    clerk.type("库房未设通风")
    clerk.press(ENTER)
    clerk.press(Qt.Key.Key_F4)
    clerk.press(ENTER)
    assert clerk.here == "隐患类别"
    clerk.settle(CHECK_PAUSE)
    assert clerk.table.model.index(1, 2).data() == "2号仓库"


def test_the_whole_record_behind_a_row_is_opened_by_key(clerk: Clerk, log: Log) -> None:
    log_the_check(clerk)
    log_a_hazard(clerk, *HAZARDS[0])
    clerk.press(Qt.Key.Key_S, CONTROL)
    clerk.table.table.setFocus()
    clerk.press(Qt.Key.Key_Home, CONTROL)
    clerk.press(ENTER, CONTROL | SHIFT)
    clerk.settle()
    assert clerk.cell("description").editor.value() == HAZARDS[0][0]
    assert clerk.cell("check").editor.value() == all_of(log, "enforcement_check")[0]["id"]


def test_lines_of_a_spreadsheet_become_rows(clerk: Clerk) -> None:
    log_the_check(clerk)
    assert clerk.table.paste_lines("通道堆物\t仓库\t\t一般隐患\n无证上岗\t\t\t一般隐患\n") == 2
    model = clerk.table.model
    assert [model.index(row, 1).data() for row in range(3)] == ["通道堆物", "无证上岗", ""]
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    clerk.table.refresh()


def test_a_case_is_opened_from_the_check_already_filled(clerk: Clerk, log: Log) -> None:
    log_the_check(clerk)
    log_a_hazard(clerk, *HAZARDS[0])
    button = next(one for one in clerk.window.page("form").frame.head.buttons.values() if one.text() == "立案")
    button.click()
    clerk.settle(CHECK_PAUSE)

    (check,) = all_of(log, "enforcement_check")
    assert "新增行政处罚案件" in clerk.texts()
    assert clerk.cell("check").editor.value() == check["id"]
    assert clerk.cell("enterprise").editor.value() == check["enterprise"]
    assert clerk.cell("case_source").editor.value() == "执法检查"
    assert clerk.state("enterprise") == "prefill"
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert [one["check"] for one in all_of(log, "penalty_case")] == [check["id"]]


def test_units_and_people_held_to_account_are_rows_of_one_table(clerk: Clerk, log: Log) -> None:
    clerk.open("accident")
    clerk.tab_to("事故名称")
    clerk.type("恒泰化工灼烫事故")
    for subject, kind, role in (("青川恒泰化工有限公司", "dw", "zrdw"), ("王某", "gr", "zyfzr")):
        clerk.press(ENTER, CONTROL)
        clerk.type(subject)
        clerk.press(ENTER)
        clerk.fill(kind)
        clerk.fill(role)
    assert "2 个，其中单位 1 个、个人 1 个" in clerk.texts()
    clerk.press(Qt.Key.Key_S, CONTROL)
    (accident,) = all_of(log, "accident")
    held = [(one["subject"], one["subject_type"], one["role"]) for one in all_of(log, "accident_liability")]
    assert held == [("青川恒泰化工有限公司", "单位", "责任单位"), ("王某", "个人", "主要负责人")]
    assert {one["accident"] for one in all_of(log, "accident_liability")} == {accident["id"]}


def test_all_that_follows_a_case_is_logged_in_its_form_by_key(clerk: Clerk, log: Log) -> None:
    ledgers = {
        "hearing": "听证", "legal_review": "法制审核", "case_file_review": "一季度", "disclosure": "处罚公示",
        "dispute": "复议1号",
    }  # fmt: skip
    clerk.open("penalty_case")
    clerk.type("AJ-9")
    clerk.press(ENTER, CONTROL)
    for text in ledgers.values():
        clerk.fill(text)
        clerk.press(Qt.Key.Key_PageDown, CONTROL)
    assert clerk.here == "新一行：事项名称"
    clerk.press(Qt.Key.Key_S, CONTROL)
    (case,) = all_of(log, "penalty_case")
    for name, text in ledgers.items():
        (row,) = all_of(log, name)
        kind = next(one for one in log.catalogue.ledgers["penalty_case"].rows if one.ledger == name)
        assert (row[kind.columns[0]], row["case"]) == (text, case["id"])


def test_tab_leads_through_a_form_with_several_tables_to_its_end(clerk: Clerk) -> None:
    clerk.open("penalty_case")
    clerk.tab_to("新一行：事项名称")
    clerk.tab_to("备注")
    clerk.tab_to("保存", most=4)


def test_a_hearing_is_logged_with_its_case_and_shown_again(clerk: Clerk, log: Log) -> None:
    clerk.open("penalty_case")
    clerk.type("AJ-9")
    clerk.press(ENTER, CONTROL)
    clerk.fill("恒泰化工处罚听证")
    clerk.press(Qt.Key.Key_S, CONTROL)
    (case,) = all_of(log, "penalty_case")
    assert [one["matter"] for one in all_of(log, "hearing")] == ["行政处罚"]

    clerk.open("enterprise")
    clerk.open("penalty_case", str(case["id"]))
    assert clerk.table.model.index(0, 1).data() == "恒泰化工处罚听证"


# ---------------------------------------------------------------------- without a window


def test_a_parent_and_its_details_are_saved_together_or_not_at_all(log: Log) -> None:
    ledgers = log.catalogue.ledgers
    add_enterprise(log)
    check, hazard = ledgers["enforcement_check"], ledgers["hazard"]
    with pytest.raises(RejectedDetail) as caught:
        log.save_with_details(
            check, None, {"check_no": "1", "enterprise": "青川恒泰化工有限公司"},
            [Detail(hazard, "check", {"description": "好的"}), Detail(hazard, "check", {"quantity": "许多"})],
        )  # fmt: skip
    assert caught.value.place == 1
    assert list(log.records(check)) == [] == list(log.records(hazard))

    id_ = log.save_with_details(check, None, {"check_no": "1"}, [Detail(hazard, "check", {"description": "甲"})])
    (row,) = log.records(hazard)
    again = [
        Detail(hazard, "check", {}, str(row["id"]), removed=True),
        Detail(hazard, "check", {"description": "乙"}),
    ]
    assert log.save_with_details(check, id_, {"check_no": "2"}, again) == id_
    assert [one["description"] for one in log.records(hazard)] == ["乙"]
    assert list(log.faults()) == []
