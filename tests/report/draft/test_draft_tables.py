"""Tables of a draft: the one that the report itself carries is held against the log row by row."""

from collections.abc import Callable

import pytest

from desktop.catalogue import Catalogue, load
from desktop.report.draft.checking import check_draft
from desktop.report.draft.correcting import proposed
from desktop.report.draft.findings import Sureness
from desktop.report.draft.knowing import known
from desktop.report.draft.reading import read
from desktop.report.draft.verdict import Status
from desktop.store import Log
from tests.report.conftest import YEAR

PLANS = "四、下年安排\n2026年计划检查企业9家次。\n特此报告。\n"
TABLE = (
    "附件\n2025年度主要数据表\n"
    "序号\t指标\t数值\t单位\t上年同期\t增减\t口径\n"
    "1\t检查企业数\t2\t家\t1\t+1\t执法检查，按企业去重\n"
    "2\t检查企业家次\t3\t家次\t1\t+2\t执法检查，企业已填\n"
    "92\t镇街简易程序执法次数\t0\t次\t—\t—\t行政处罚案件\n"
)


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


@pytest.fixture
def filled(small_log: Log, check: Callable[..., str]) -> Log:
    for day, name in (("2024-03-01", "甲化工厂"), ("2025-03-01", "甲化工厂"), ("2025-04-02", "甲化工厂"),
                      ("2025-05-06", "乙加油站")):  # fmt: skip
        check(day, name)
    return small_log


def test_the_table_behind_next_year_s_plans_is_held_against_the_log(filled: Log) -> None:
    check = check_draft(PLANS + TABLE, filled.catalogue, known(filled, YEAR))
    assert check.findings == ()
    agreeing = [(one.label, one.quantity.value, one.certain) for one in check.verdicts if one.status is Status.AGREES]
    assert agreeing == [("检查企业数", 2, True), ("检查企业家次", 3, True), ("镇街简易程序执法次数", 0, True)]


@pytest.mark.parametrize(
    ("old", "new", "quote", "expected"),
    [("检查企业家次\t3", "检查企业家次\t5", "5\t家次", "3家次"), ("数\t2\t家", "数\t2\t家次", "2\t家次", "2家")],
)
def test_a_changed_cell_is_found(filled: Log, old: str, new: str, quote: str, expected: str) -> None:
    (found,) = check_draft(PLANS + TABLE.replace(old, new), filled.catalogue, known(filled, YEAR)).findings
    assert (found.sureness, found.quote, found.expected) == (Sureness.CERTAIN, quote, expected)


def test_a_column_of_another_year_is_not_held_and_an_unknown_one_not_certain(filled: Log) -> None:
    table = "指标\t上年\t完成\n检查企业家次\t7家次\t8家次\n"
    other = "指标\t上年\n检查企业家次\t7家次\n"
    mine = "指标\t完成\n检查企业家次\t8家次\n"
    held = known(filled, YEAR)
    for text in (table, other):
        assert {one.status for one in check_draft(text, filled.catalogue, held).verdicts} == {Status.OUTSIDE}
    (verdict,) = check_draft(mine, filled.catalogue, held).verdicts
    assert (verdict.status, verdict.expected, verdict.certain) == (Status.DIFFERS, "3家次", False)


def test_the_number_of_a_row_is_no_figure_of_the_name_behind_it() -> None:
    assert [one.quote for one in read("92\t镇街简易程序执法次数\t3\t个\t3\t0")] == ["3\t个"]


BY_TRADE = (
    "行业\t检查企业（家次）\t发现隐患（项）\t完成整改（项）\t整改率（%）\n"
    "危化\t212\t320\t310\t96.88\n工贸\t1,114\t3198\t3198\t100\n合计\t1326\t3518\t3508\t99.7\n"
)


@pytest.mark.parametrize(
    ("table", "told"),
    [
        ("单位：万元\n类别\t罚款\t上年罚款\n事前处罚\t120.5\t100\n",
         [("120.5", "万元", "事前处罚罚款", ""), ("100", "万元", "事前处罚上年罚款", "last_year")]),
        ("表1 处罚情况（单位：亿元）\n类别\t罚款\n合计\t1.2\n", [("12000", "万元", "罚款", "")]),
        ("指标\t单位\t数值\n检查企业\t家次\t1326\n", [("1326", "家次", "检查企业", "")]),
        ("指标\t计量单位\t2024年\t2025年\n立案\t件\t30\t36\n",
         [("30", "件", "立案", "last_year"), ("36", "件", "立案", "")]),
        ("单位：起、人\n类别\t事故起数\t死亡人数\n工矿\t5\t6\n",
         [("5", "起", "工矿事故起数", ""), ("6", "人", "工矿死亡人数", "")]),
        ("检查企业（家次）\t罚款（万元）\n1326\t216.4\n",
         [("1326", "家次", "检查企业", ""), ("216.4", "万元", "罚款", "")]),
        ("类别\t检查\t\t处罚\n\t本年（家次）\t计划（家次）\t本年（起）\n危化\t212\t200\t5\n",
         [("212", "家次", "危化检查本年", ""), ("200", "家次", "危化检查计划", "plan"),
          ("5", "起", "危化处罚本年", "")]),
        ("年份\t立案（件）\n2024\t30余\n", [("30", "件", "立案", "")]),
        ("单位：应急管理局\n序号\t姓名\t人数\n1\t张三\t见附件2\n", []),
        ("单位：万元\n\n罚款去向如下。\n另有3处。\n类别\t罚款\n甲\t5\n", [("3", "处", "另有", "")]),
    ],
)  # fmt: skip
def test_the_unit_of_a_cell_stands_in_its_head_beside_it_or_above_the_table(
    table: str, told: list[tuple[str, str, str, str]]
) -> None:
    assert [(one.printed, one.unit, one.before.strip(), one.period) for one in read(table)] == told


def test_rates_in_a_table_are_worked_out_row_by_row(catalogue: Catalogue) -> None:
    assert check_draft(BY_TRADE, catalogue).findings == ()
    (found,) = check_draft(BY_TRADE.replace("96.88", "98.5"), catalogue).findings
    assert (found.quote, found.expected, found.sureness) == ("98.5", "96.88%", Sureness.CERTAIN)
    change = proposed(BY_TRADE.replace("96.88", "98.5"), found)
    assert change is not None
    assert change.new == "96.88"


def test_what_text_and_table_state_differently_is_doubtful_and_two_tables_are_not_compared(
    catalogue: Catalogue,
) -> None:
    (found,) = check_draft("全年下发整改指令书310份。\n项目\t下发整改指令书（份）\n合计\t301\n", catalogue).findings
    assert (found.quote, found.sureness) == ("301", Sureness.DOUBTFUL)
    quarters = [f"{name}\n项目\t下发整改指令书（份）\n合计\t{n}\n" for name, n in (("一季度", 80), ("二季度", 75))]
    assert check_draft("".join(quarters), catalogue).findings == ()


def test_a_column_of_towns_is_no_figure_of_the_bureau_and_the_total_is(filled: Log) -> None:
    held = known(filled, YEAR)
    towns = "镇街\t检查企业家次（家次）\n东镇\t2\n西镇\t4\n合计\t6\n"
    verdicts = check_draft(towns, filled.catalogue, held).verdicts
    assert [(one.quantity.quote, one.status, one.expected) for one in verdicts] == [
        ("2", Status.OUTSIDE, ""), ("4", Status.OUTSIDE, ""), ("6", Status.DIFFERS, "3家次"),
    ]  # fmt: skip
    assert not any(one.certain for one in verdicts)
    beside = "指标\t单位\t数值\n检查企业家次\t家次\t6\n"
    (verdict,) = check_draft(beside, filled.catalogue, held).verdicts
    assert (verdict.status, verdict.expected, verdict.certain) == (Status.DIFFERS, "3家次", True)


def test_of_columns_of_years_the_latest_is_held_and_corrected_by_its_number_alone(filled: Log) -> None:
    ledger = filled.catalogue.ledgers["penalty_case"]
    filled.add(ledger, {"case_no": "〔2025〕1号", "decided_on": "2025-06-01", "fine": "2073800", "level": "本局"})
    table = "四、下年安排\n指标\t单位\t2024年\t2025年\n检查企业家次\t家次\t1\t8\n罚款金额\t万元\t100\t218.4\n"
    check = check_draft(table, filled.catalogue, known(filled, YEAR))
    assert [(one.quote, one.expected) for one in check.findings] == [("8", "3家次"), ("218.4", "207.38万元")]
    assert [(change.new) for one in check.findings if (change := proposed(table, one))] == ["3", "207.38"]
