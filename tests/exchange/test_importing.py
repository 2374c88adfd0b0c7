"""A bureau's table from the file to the ledger and back."""

import subprocess
from pathlib import Path

import pytest

from desktop.catalogue import Catalogue, Ledger
from desktop.exchange.importing import carry_out
from desktop.exchange.linking import Answer
from desktop.exchange.planning import Decisions, Kind, OnDouble, Plan
from desktop.exchange.reading import open_book
from desktop.exchange.rejects import write_rejects
from desktop.exchange.understanding import understand
from desktop.report.workbook.list_table import ListExport
from desktop.store import Log, ReasonNeeded
from desktop.store.listing import Filter
from tests.exchange.conftest import BUREAU_MERGED, BUREAU_ROWS, Planned, quiet, sheet
from tests.report.office import needs_office


def kinds(plan: Plan) -> dict[int, Kind]:
    return {one.row.number: one.kind for one in plan.rows}


def reasons(plan: Plan) -> dict[int, str]:
    return {one.row.number: one.reason for one in plan.rows if one.reason}


# -------------------------------------------------------------------- understanding


def test_headings_below_a_merged_title_are_found_in_two_lines(
    checks: Ledger, bureau_file: Path, planned: Planned, enterprises: dict[str, str]
) -> None:
    understood, _ = planned(checks, bureau_file)
    assert (understood.head.first, understood.head.last) == (3, 4)
    assert understood.head.year == 2024
    assert {one.target for one in understood.columns if one.target} == {
        "checked_on", "enterprise", "enterprise.uscc", "checkers", "checker_count", "general_count", "case_filed",
        "rectify_due_on",
    }  # fmt: skip
    assert all(one.reason for one in understood.columns), "each says why"


def test_totals_and_notes_are_told_of_and_not_imported(
    checks: Ledger, bureau_file: Path, planned: Planned, enterprises: dict[str, str]
) -> None:
    _, plan = planned(checks, bureau_file)
    assert [(one.number, one.reason) for one in plan.skipped] == [
        (9, "合计行"), (11, "表下的说明"), (12, "表下的说明"),
    ]  # fmt: skip


def test_a_bureau_s_rows_are_read_and_the_rest_says_why(
    log: Log, checks: Ledger, bureau_file: Path, planned: Planned, enterprises: dict[str, str]
) -> None:
    _, plan = planned(checks, bureau_file)
    assert kinds(plan) == {5: Kind.NEW, 6: Kind.NEW, 7: Kind.NEW, 8: Kind.REJECTED, 10: Kind.REJECTED}
    assert "检查日期" in reasons(plan)[8]
    assert "去年" in reasons(plan)[8]
    assert "宣城海螺建材有限公司" in reasons(plan)[10], "a like name is offered"
    first, second, third = (one.draft.values for one in plan.rows[:3] if one.draft)
    assert first["checked_on"] == "2024-03-05"
    assert first["rectify_due_on"] == "2024-03-20"
    assert (first["general_count"], first["case_filed"], first["checker_count"]) == (3, 1, 2)
    assert second["checked_on"] == "2024-03-12", "the title gives the year"
    assert third["checked_on"] == "2024-03-15", "Excel's day number"
    assert third["enterprise"] == enterprises["青石化工厂"], "spaces within a name mean nothing"
    assert list(log.records(checks)) == [], "a plan writes nothing"


def test_a_like_name_is_the_same_where_the_person_says_so(
    log: Log, checks: Ledger, bureau_file: Path, planned: Planned, enterprises: dict[str, str]
) -> None:
    _, plan = planned(checks, bureau_file)
    (question,) = plan.questions
    assert (question.name, question.rows, question.answer) == ("宣城海螺建材", 1, Answer.LEAVE)
    assert question.proposals[0].name == "宣城海螺建材有限公司"
    answers = {question.key: question.proposals[0].id}
    _, answered = planned(checks, bureau_file, Decisions(answers=answers))
    assert answered.rows[-1].draft is not None
    assert answered.rows[-1].draft.values["enterprise"] == enterprises["宣城海螺建材有限公司"]


def test_unknown_enterprises_are_made_in_the_same_batch_and_undone_with_it(
    log: Log, catalogue: Catalogue, checks: Ledger, bureau_file: Path, planned: Planned
) -> None:
    _, plan = planned(checks, bureau_file, Decisions(answers={("enterprise", ""): Answer.CREATE}))
    outcome = carry_out(log, plan, quiet)
    assert (outcome.added, outcome.created, len(outcome.left_out)) == (4, 3, 1)
    made = {one["name"]: one["uscc"] for one in log.records(catalogue.ledgers["enterprise"])}
    assert set(made) == {"宣城海螺建材有限公司", "青石化工厂", "宣城海螺建材"}
    assert log.undo() == "已撤销：新增 3 条企业库、新增 4 条执法检查"
    assert list(log.records(checks)) == []
    assert list(log.records(catalogue.ledgers["enterprise"])) == []


def test_no_enterprise_is_made_for_a_row_that_is_not_imported(
    log: Log, catalogue: Catalogue, checks: Ledger, tmp_path: Path, planned: Planned
) -> None:
    file = sheet(tmp_path / "a.xlsx", [["检查日期", "企业名称"], ["哪天", "某厂"]])
    _, plan = planned(checks, file, Decisions(answers={("enterprise", ""): Answer.CREATE}))
    carry_out(log, plan, quiet)
    assert list(log.records(catalogue.ledgers["enterprise"])) == []


# -------------------------------------------------------------------- again


def test_the_same_file_twice_adds_nothing_twice(
    log: Log, checks: Ledger, bureau_file: Path, planned: Planned, enterprises: dict[str, str]
) -> None:
    carry_out(log, planned(checks, bureau_file)[1], quiet)
    understood, plan = planned(checks, bureau_file)
    assert understood.remembered
    assert plan.counts[Kind.NEW] == 0
    assert plan.counts[Kind.SAME] == 3
    assert carry_out(log, plan, quiet).added == 0
    assert len(list(log.records(checks))) == 3


def test_a_row_that_differs_from_a_record_with_its_number_is_a_question(
    log: Log, catalogue: Catalogue, tmp_path: Path, planned: Planned
) -> None:
    cases = catalogue.ledgers["penalty_case"]
    log.add(cases, {"case_no": "青应急罚〔2024〕1号", "fine": "5000", "note": "原备注"})
    file = sheet(tmp_path / "a.xlsx", [["案号", "罚款（万元）"], ["青应急罚〔2024〕1号", 0.6]])
    _, plan = planned(cases, file)
    assert kinds(plan) == {2: Kind.DOUBLE}
    (row,) = plan.rows
    assert [(one.label, one.before, one.after) for one in row.differences] == [("罚款", "5,000.00", "6,000.00")]
    assert carry_out(log, plan, quiet).left_out == (row,)
    _, update = planned(cases, file, Decisions(by_row={2: OnDouble.UPDATE}))
    assert carry_out(log, update, quiet).updated == 1
    (record,) = log.records(cases)
    assert (record["fine"], record["note"]) == (600_000, "原备注")
    log.update(cases, str(record["id"]), {"fine": "1"})
    _, added = planned(cases, file, Decisions(doubles=OnDouble.ADD))
    assert carry_out(log, added, quiet).added == 1


def test_two_rows_of_a_file_that_say_the_very_same_are_one_record_until_the_person_says_otherwise(
    log: Log, catalogue: Catalogue, tmp_path: Path, planned: Planned
) -> None:
    events = catalogue.ledgers["publicity_event"]
    rows = [["日期", "活动名称"], ["2024-05-12", "防灾减灾日"], ["2024-05-12", "防灾减灾日"]]
    file = sheet(tmp_path / "a.xlsx", rows)
    _, plan = planned(events, file)
    assert kinds(plan) == {2: Kind.NEW, 3: Kind.DOUBLE}
    assert reasons(plan) == {3: "与第 2 行完全相同，可能重复，没有导入。"}
    assert planned(events, file, Decisions(doubles=OnDouble.ADD))[1].counts[Kind.NEW] == 2


# -------------------------------------------------------------------- rejected rows


def test_rejected_rows_come_back_with_reasons_and_are_imported_once_corrected(
    log: Log, checks: Ledger, bureau_file: Path, planned: Planned, enterprises: dict[str, str], tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    understood, plan = planned(checks, bureau_file)
    outcome = carry_out(log, plan, quiet)
    out = tmp_path / "退回.xlsx"
    write_rejects(understood, outcome.left_out, out, quiet)
    book = load_workbook(out)
    page = book.active
    assert page["A1"].value == "青石区应急管理局2024年执法检查台账", "the year is known again"
    assert page["J4"].value == "未导入的原因"
    assert "去年" in page["J5"].value
    page["B5"] = "4.2"
    page["C6"] = "青石化工厂"
    book.save(out)
    again, mended = planned(checks, out)
    assert again.remembered, "the added column does not make it another table"
    assert kinds(mended) == {5: Kind.NEW, 6: Kind.NEW}
    assert mended.rows[0].draft is not None
    assert mended.rows[0].draft.values["checked_on"] == "2024-04-02"
    assert carry_out(log, mended, quiet).added == 2


def test_rejected_text_that_looks_like_a_formula_stays_text(
    catalogue: Catalogue, tmp_path: Path, planned: Planned
) -> None:
    from openpyxl import load_workbook

    file = tmp_path / "a.csv"
    file.write_text('检查日期,备注\n去年,"=HYPERLINK(""http://x"")"\n', encoding="utf-8")
    understood, plan = planned(catalogue.ledgers["enforcement_check"], file)
    write_rejects(understood, plan.left_out, tmp_path / "out.xlsx", quiet)
    cell = load_workbook(tmp_path / "out.xlsx").active["B2"]
    assert (cell.value, cell.data_type) == ('=HYPERLINK("http://x")', "s")


# -------------------------------------------------------------------- our own exports


def export(log: Log, ledger: Ledger, out: Path) -> Path:
    columns = [name for name, one in ledger.fields.items()]
    ListExport(ledger, columns, Filter()).write(log, out, quiet)
    return out


def test_export_edit_and_import_updates_with_the_difference_shown_first(
    log: Log, checks: Ledger, bureau_file: Path, planned: Planned, enterprises: dict[str, str], tmp_path: Path
) -> None:
    from openpyxl import load_workbook

    carry_out(log, planned(checks, bureau_file)[1], quiet)
    out = export(log, checks, tmp_path / "导出.xlsx")
    assert planned(checks, out)[1].counts[Kind.SAME] == 3
    book = load_workbook(out)
    page = book.active
    heads = {cell.value: cell.column for cell in page[1]}
    page.cell(2, heads["检查人员"]).value = "赵六"
    page.cell(3, heads["整改期限"]).value = "2024年6月1日"
    book.save(out)
    _, plan = planned(checks, out)
    assert plan.counts[Kind.UPDATE] == 2
    said = [(one.label, one.after) for row in plan.rows for one in row.differences]
    assert ("检查人员", "赵六") in said
    assert ("整改期限", "2024-06-01") in said
    assert carry_out(log, plan, quiet).updated == 2
    assert log.undo() == "已撤销：修改 2 条执法检查"
    assert carry_out(log, planned(checks, out)[1], quiet).updated == 2


def test_a_record_that_changed_since_the_preview_is_left_alone(
    log: Log, checks: Ledger, tmp_path: Path, planned: Planned
) -> None:
    from openpyxl import load_workbook

    id_ = log.add(checks, {"checkers": "张三", "checked_on": "2024-03-05"})
    out = export(log, checks, tmp_path / "a.xlsx")
    book = load_workbook(out)
    heads = {cell.value: cell.column for cell in book.active[1]}
    book.active.cell(2, heads["检查人员"]).value = "赵六"
    book.save(out)
    _, plan = planned(checks, out)
    log.update(checks, id_, {"checkers": "王五"})
    outcome = carry_out(log, plan, quiet)
    assert outcome.updated == 0
    assert "预览之后又被改过" in outcome.left_out[0].reason
    assert next(log.records(checks))["checkers"] == "王五"


def test_a_deleted_record_and_a_copied_id_are_told_of(
    log: Log, checks: Ledger, tmp_path: Path, planned: Planned
) -> None:
    first = log.add(checks, {"checkers": "张三"})
    second = log.add(checks, {"checkers": "李四"})
    log.delete(checks, first)
    rows = [["检查人员", "系统编号"], ["甲", first], ["乙", second], ["丙", second]]
    _, plan = planned(checks, sheet(tmp_path / "a.xlsx", rows))
    assert kinds(plan) == {2: Kind.REJECTED, 3: Kind.UPDATE, 4: Kind.REJECTED}
    assert "回收站" in reasons(plan)[2]
    assert "第 3 行" in reasons(plan)[4]


def test_changing_a_finalised_record_asks_for_the_reason(
    log: Log, checks: Ledger, tmp_path: Path, planned: Planned
) -> None:
    from desktop.figures import Period
    from desktop.report.editions.finalising import finalise

    log.add(checks, {"checkers": "张三", "checked_on": "2024-03-05"})
    out = export(log, checks, tmp_path / "a.xlsx")
    finalise(log, Period.year(2024), name="", final=True)
    from openpyxl import load_workbook

    book = load_workbook(out)
    heads = {cell.value: cell.column for cell in book.active[1]}
    book.active.cell(2, heads["检查人员"]).value = "赵六"
    book.save(out)
    _, plan = planned(checks, out)
    with pytest.raises(ReasonNeeded):
        carry_out(log, plan, quiet)
    assert carry_out(log, planned(checks, out)[1], quiet, reason="核对原件").updated == 1


# -------------------------------------------------------------------- stopping


def test_stopping_half_way_writes_nothing(log: Log, checks: Ledger, tmp_path: Path, planned: Planned) -> None:
    rows = [["检查日期", "检查人员"], *(["2024-03-05", f"张{n}"] for n in range(5000))]
    _, plan = planned(checks, sheet(tmp_path / "a.xlsx", rows))

    class Stopped(Exception):
        pass

    def stop(done: int, _whole: int) -> None:
        if done >= 2000:
            raise Stopped

    with pytest.raises(Stopped):
        carry_out(log, plan, stop)
    assert list(log.records(checks)) == []
    assert carry_out(log, plan, quiet).added == 5000


# -------------------------------------------------------------------- another writer


@pytest.mark.usefixtures("enterprises")
class TestThroughLibreOffice:
    pytestmark = needs_office

    @pytest.mark.parametrize("kind", ["xlsx", "csv:Text - txt - csv (StarCalc):44,34,76"], ids=["xlsx", "csv"])
    def test_the_same_rows_are_read_from_a_file_that_libreoffice_wrote(
        self, checks: Ledger, tmp_path: Path, planned: Planned, kind: str
    ) -> None:
        source = sheet(tmp_path / "检查台账.xlsx", BUREAU_ROWS, merged=BUREAU_MERGED)
        converted = converted_by_office(source, tmp_path / "out", kind)
        _, plan = planned(checks, converted)
        assert kinds(plan) == {5: Kind.NEW, 6: Kind.NEW, 7: Kind.NEW, 8: Kind.REJECTED, 10: Kind.REJECTED}
        values = [one.draft.values["checked_on"] for one in plan.rows if one.draft]
        assert values == ["2024-03-05", "2024-03-12", "2024-03-15"]


def converted_by_office(source: Path, folder: Path, kind: str) -> Path:
    profile = (folder / "profile").as_uri()
    subprocess.run(
        ["soffice", f"-env:UserInstallation={profile}", "--headless", "--convert-to", kind, "--outdir", str(folder),
         str(source)],
        check=True, capture_output=True, timeout=300,
    )  # fmt: skip
    return folder / f"{source.stem}.{kind.partition(':')[0]}"


def test_what_stands_in_another_sheet_is_found(log: Log, checks: Ledger, tmp_path: Path) -> None:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["说明"])
    book.create_sheet("明细").append(["检查日期", "企业名称", "检查人员"])
    book["明细"].append(["2024-03-05", None, "张三"])
    book.save(tmp_path / "a.xlsx")
    understood = understand(log, checks, open_book(tmp_path / "a.xlsx"), quiet)
    assert understood.sheet.name == "明细"
