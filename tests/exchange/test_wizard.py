"""An import step by step, without a window: what is proposed, decided, looked at, and forgotten when minds change."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from desktop.catalogue import Catalogue, Ledger, Refusal
from desktop.exchange import reading
from desktop.exchange.linking import Answer
from desktop.exchange.looking import Matter, asks, first_rows, letters, lists, told_of
from desktop.exchange.planning import Kind, OnDouble
from desktop.exchange.proposing import KeptBook, propose_ledger
from desktop.exchange.reading import open_book
from desktop.exchange.wizard import Step, Wizard
from desktop.store import Log
from desktop.store.sealing import Cost
from desktop.store.vault import Vault, new_password
from tests.exchange.conftest import BUREAU_ROWS, quiet, sheet

DOUBTFUL = "91340100MA2MRF3R2X"


def opened(log: Log, file: Path, ledger: Ledger | None = None) -> Wizard:
    wizard = Wizard()
    wizard.take_opened(file, wizard.opening(file, ledger, list(log.catalogue.ledgers.values()))(log, quiet))  # type: ignore[arg-type]
    return wizard


def plan(log: Log, wizard: Wizard) -> None:
    wizard.take_planned(wizard.planning()(log, quiet))  # type: ignore[arg-type]


def counts(wizard: Wizard) -> dict[Kind, int]:
    assert wizard.planned is not None
    return {kind: count for kind, count in wizard.planned.plan.counts.items() if count}


# -------------------------------------------------------------------- which ledger


@pytest.mark.parametrize(
    ("name", "heads", "label"),
    [
        ("台账", ["检查日期", "企业名称", "检查人员", "检查结果"], "执法检查"),
        ("2024年行政处罚台账", ["案号", "当事人", "罚款（万元）", "决定日期"], "行政处罚案件"),
        ("台账", ["案号", "当事人", "违法行为", "罚款（万元）", "处罚决定日期"], "行政处罚案件"),
        ("隐患清单", ["隐患描述", "隐患等级", "整改期限", "整改责任人"], "隐患"),
        ("台账", ["活动名称", "活动日期", "活动形式", "参加人数", "发放资料数"], "宣传活动"),
        ("企业名单", ["企业名称", "统一社会信用代码", "行业", "属地", "法定代表人"], "企业库"),
    ],
)
def test_the_ledger_is_told_from_headings_and_names(
    catalogue: Catalogue, tmp_path: Path, name: str, heads: list[str], label: str
) -> None:
    book = open_book(sheet(tmp_path / f"{name}.xlsx", [heads, ["x"] * len(heads)]))
    found = propose_ledger(catalogue, list(catalogue.ledgers.values()), book, quiet)
    assert found is not None
    assert found.ledger.label == label
    assert "列的列名对得上" in found.reason


def test_a_table_of_something_else_is_for_no_ledger(log: Log, catalogue: Catalogue, tmp_path: Path) -> None:
    file = sheet(tmp_path / "a.xlsx", [["菜名", "单价"], ["鱼", 30]])
    assert propose_ledger(catalogue, list(catalogue.ledgers.values()), open_book(file), quiet) is None
    wizard = opened(log, file)
    assert (wizard.understood, wizard.can_show(Step.HEAD)) == (None, False)


def test_the_sheet_that_fits_is_found_among_others(log: Log, tmp_path: Path) -> None:
    file = sheet(tmp_path / "a.xlsx", [["通知"], ["请各科室填报"]], title="说明")
    book = load_workbook(file)
    page = book.create_sheet("明细")
    page.append(["检查日期", "企业名称", "检查人员"])
    page.append(["2024-03-05", "甲厂", "张三"])
    book.save(file)
    wizard = opened(log, file)
    assert wizard.understood is not None
    assert (wizard.understood.sheet.name, wizard.understood.ledger.label) == ("明细", "执法检查")


def test_a_sheet_is_read_once(tmp_path: Path) -> None:
    file = sheet(tmp_path / "a.xlsx", [["检查日期"], ["2024-03-05"]])
    book = KeptBook(open_book(file))
    first = book.read("台账", quiet)
    file.unlink()
    assert book.read("台账", quiet) is first


def test_a_file_that_another_program_holds_is_refused_with_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def held(_file: Path) -> None:
        raise PermissionError(13, "held")

    monkeypatch.setattr(reading, "check_size", held)
    with pytest.raises(Refusal, match="正被 Excel 或 WPS 打开着。请在那里保存并关闭它"):
        open_book(tmp_path / "台账.xlsx")


# -------------------------------------------------------------------- the rows that are looked at


def test_each_of_the_first_rows_says_what_it_is_taken_for(log: Log, bureau_file: Path) -> None:
    wizard = opened(log, bureau_file)
    assert wizard.understood is not None
    seen = {one.row.number: one.role for one in first_rows(wizard.understood)}
    assert [seen[number] for number in (1, 2, 3, 4, 5, 9, 11)] == [
        "表头上方", "表头上方", "表头", "表头", "记录", "合计行", "表下的说明",
    ]  # fmt: skip


def test_columns_have_the_letters_of_excel() -> None:
    assert [letters(index) for index in (0, 25, 26, 51, 701, 702)] == ["A", "Z", "AA", "AZ", "ZZ", "AAA"]


def test_a_needed_field_without_a_column_is_told_of(log: Log, catalogue: Catalogue, tmp_path: Path) -> None:
    file = sheet(tmp_path / "a.xlsx", [["地址", "联系电话"], ["某路", "1"]])
    assert opened(log, file, catalogue.ledgers["enterprise"]).missing == ["企业名称"]
    named = sheet(tmp_path / "b.xlsx", [["企业名称", "联系电话"], ["甲厂", "1"]])
    assert opened(log, named, catalogue.ledgers["enterprise"]).missing == []


# -------------------------------------------------------------------- decisions


def test_names_codes_and_rows_that_may_be_there_are_what_is_asked(
    log: Log, catalogue: Catalogue, enterprises: dict[str, str], tmp_path: Path
) -> None:
    checks = catalogue.ledgers["enforcement_check"]
    log.add(checks, {"check_no": "1号", "checked_on": "2024-03-05", "checkers": "张三"})
    rows = [["检查编号", "检查日期", "企业名称", "检查人员"], ["1号", "2024-03-05", None, "李四"],
            ["2号", "2024-03-06", "宣城海螺建材", "张三"]]  # fmt: skip
    wizard = opened(log, sheet(tmp_path / "检查.xlsx", rows))
    plan(log, wizard)
    assert [(one.matter, one.rows, one.answer, one.answered) for one in asks(wizard)] == [
        (Matter.NAME, 1, "退回改正", False), (Matter.DOUBLE, 1, "不导入", False),
    ]  # fmt: skip
    assert counts(wizard) == {Kind.REJECTED: 1, Kind.DOUBLE: 1}
    name, double = asks(wizard)
    assert name.question is not None
    assert double.row is not None
    wizard.answer(name.question, name.question.proposals[0].id)
    wizard.answer_double(double.row.row.number, OnDouble.UPDATE)
    assert wizard.needs_planning
    assert [one.answer for one in asks(wizard)] == ["就是“宣城海螺建材有限公司”", "更新原记录"]
    plan(log, wizard)
    assert not wizard.needs_planning
    assert counts(wizard) == {Kind.NEW: 1, Kind.UPDATE: 1}
    assert wizard.planned is not None
    new, update, *_ = lists(wizard.planned)
    assert [row[0] for row in new.rows] == ["2号"], "what is updated stands in a list of its own"
    assert update.rows == [("2", "1号，2024-03-05", "检查人员", "张三", "李四")]
    assert len(asks(wizard)) == 2, "what was asked stays there to be decided otherwise"


def test_answers_for_all_leave_those_that_were_given(log: Log, checks: Ledger, bureau_file: Path) -> None:
    wizard = opened(log, bureau_file)
    plan(log, wizard)
    assert wizard.planned is not None
    first = wizard.planned.base.questions[0]
    wizard.answer(first, Answer.EMPTY)
    wizard.answer_all(Answer.CREATE)
    assert wizard.answers[first.key] == Answer.EMPTY
    assert set(wizard.answers.values()) == {Answer.EMPTY, Answer.CREATE}
    wizard.answer(first, Answer.LEAVE)
    assert first.key not in wizard.answers


def test_a_reason_lets_doubtful_codes_in(log: Log, catalogue: Catalogue, tmp_path: Path) -> None:
    rows = [["企业名称", "统一社会信用代码"], ["甲厂", DOUBTFUL], ["乙厂", None]]
    wizard = opened(log, sheet(tmp_path / "a.xlsx", rows), catalogue.ledgers["enterprise"])
    plan(log, wizard)
    (asked,) = asks(wizard)
    assert (asked.matter, asked.rows, asked.answered) == (Matter.CODE, 1, False)
    wizard.kept_reason = "照执照"
    plan(log, wizard)
    assert counts(wizard) == {Kind.NEW: 2}


def test_another_column_or_year_forgets_the_plan_and_another_reading_the_answers(log: Log, bureau_file: Path) -> None:
    wizard = opened(log, bureau_file)
    plan(log, wizard)
    wizard.answer_all(Answer.CREATE)
    wizard.choose_year("2023")
    assert (wizard.planned, wizard.decisions.year) == (None, 2023)
    assert wizard.answers
    with pytest.raises(Refusal, match="不是年份"):
        wizard.choose_year("去年")
    wizard.choose_year("2024")
    assert wizard.decisions.year is None, "what the title says anyway"
    wizard.choose_target(1, None)
    assert wizard.answers, "what was said of names still holds"
    assert wizard.understood is not None
    assert "checked_on" not in wizard.understood.by_target
    wizard.take_understood(wizard.rereading(wizard.understood.ledger, row=4)(log, quiet))  # type: ignore[arg-type]
    assert wizard.answers == {}


# -------------------------------------------------------------------- what would happen, and what did


def test_every_row_s_fate_stands_in_a_list_before_anything_is_written(
    log: Log, checks: Ledger, bureau_file: Path, enterprises: dict[str, str]
) -> None:
    wizard = opened(log, bureau_file)
    plan(log, wizard)
    assert wizard.planned is not None
    found = {one.title: one for one in lists(wizard.planned)}
    assert {title: one.count for title, one in found.items()} == {"新增": 3, "退回": 2, "不是记录": 3}
    new, rejected = found["新增"], found["退回"]
    assert dict(zip(new.heads, new.rows[1], strict=True))["检查日期"] == "2024-03-12"
    assert rejected.rows[0][:3] == ("8", "检查日期", "去年")
    assert told_of(new, wizard.planned).startswith("表里没有这几列，新记录照默认的填：")
    assert list(log.records(checks)) == []


def test_what_was_written_cannot_be_written_again(
    log: Log, checks: Ledger, bureau_file: Path, enterprises: dict[str, str]
) -> None:
    wizard = opened(log, bureau_file)
    plan(log, wizard)
    outcome = wizard.writing()(log, quiet)
    wizard.take_outcome(outcome)  # type: ignore[arg-type]
    assert (wizard.step, wizard.can_show(Step.PREVIEW), wizard.can_show(Step.RESULT)) == (Step.RESULT, False, True)
    plan(log, wizard)
    assert counts(wizard) == {Kind.SAME: 3, Kind.REJECTED: 2}


def test_the_import_is_taken_back_whatever_was_done_since(
    log: Log, checks: Ledger, bureau_file: Path, enterprises: dict[str, str]
) -> None:
    wizard = opened(log, bureau_file)
    plan(log, wizard)
    wizard.take_outcome(wizard.writing()(log, quiet))  # type: ignore[arg-type]
    assert wizard.outcome is not None
    log.add(checks, {"checked_on": "2024-05-01", "checkers": "王五"})
    assert log.undo_step(wizard.outcome.batch) == "已撤销：新增 3 条执法检查"
    assert [one["checkers"] for one in log.records(checks)] == ["王五"]
    with pytest.raises(Refusal, match="没有改动"):
        log.undo_step(wizard.outcome.batch)


def test_the_columns_are_proposed_anew_where_the_person_does_not_want_the_last_time_s(
    log: Log, checks: Ledger, tmp_path: Path
) -> None:
    file = sheet(tmp_path / "检查.xlsx", [["检查日期", "检查人员"], ["2024-03-05", "张三"]])
    wizard = opened(log, file, checks)
    wizard.choose_target(1, "note")
    plan(log, wizard)
    wizard.take_outcome(wizard.writing()(log, quiet))  # type: ignore[arg-type]
    again = opened(log, file, checks)
    assert again.understood is not None
    assert again.understood.remembered
    assert again.understood.columns[1].target == "note"
    again.take_understood(again.rereading(checks, recalling=False)(log, quiet))  # type: ignore[arg-type]
    assert again.understood.columns[1].target == "checkers"


def test_a_long_file_is_shown_by_its_first_rows(log: Log, checks: Ledger, tmp_path: Path) -> None:
    rows = [*BUREAU_ROWS[:4], *([n, "2024.3.5", "青石化工厂", None, "张三"] for n in range(200))]
    wizard = opened(log, sheet(tmp_path / "检查.xlsx", rows), checks)
    assert wizard.understood is not None
    assert len(first_rows(wizard.understood)) == 60


def test_secret_texts_come_in_by_the_open_vault_and_the_same_file_again_is_a_question(
    log: Log, tmp_path: Path
) -> None:
    name = "青石-举报-2025"
    Vault(log).set_up(new_password(name, name, Cost(iterations=1, lanes=1, kibibytes=64)))
    tips = log.ledger("tip_off")
    rows = [["接报日期", "举报人", "举报内容"], ["2024-03-05", "王建国", "堵塞安全出口"]]
    file = sheet(tmp_path / "举报投诉.xlsx", rows)
    wizard = opened(log, file, tips)
    plan(log, wizard)
    assert wizard.planned is not None
    assert "王建国" not in str(wizard.planned.preview), "masked before it is written, too"
    assert len(wizard.planned.plan.sealed) == 1, "told before, for it comes in only while the vault is open"
    wizard.take_outcome(wizard.writing()(log, quiet))  # type: ignore[arg-type]
    (record,) = log.records(tips)
    assert record["reporter"] == "王**"
    again = opened(log, file, tips)
    plan(log, again)
    assert counts(again) == {Kind.DOUBLE: 1}, "whether it is the same person only a person can say"
