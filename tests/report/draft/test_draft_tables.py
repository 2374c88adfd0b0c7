"""Tables of a draft: the one that the report itself carries is held against the log row by row."""

from collections.abc import Callable

import pytest

from desktop.report.draft.checking import check_draft
from desktop.report.draft.findings import Sureness
from desktop.report.draft.knowing import known
from desktop.report.draft.matching import Status
from desktop.report.draft.reading import read
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
