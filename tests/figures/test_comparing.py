"""A figure beside last year's, its months, its spans and the records behind it: what 指标 and 今日 show."""

from datetime import date
from decimal import Decimal

import pytest
from gui.records import TODAY, fill

from desktop.catalogue import Catalogue
from desktop.figures import Engine, Figure, Period
from desktop.figures.behind import composition, ledger_filter, rows_behind, rows_left_out
from desktop.figures.comparing import brief, change, differs_much, facts, is_silent, plain_number, proportion, shown
from desktop.figures.missing import to_fill_in
from desktop.figures.series import monthly_series, recent_series
from desktop.figures.spans import column_heads, named_spans, span_text, until
from desktop.store import Log
from desktop.store.latest import latest_records

SO_FAR = Period.year(2025, last=TODAY)


def figure(catalogue: Catalogue, name: str, now: str | None, before: str | None, uncounted: int = 0) -> Figure:
    value, previous = (None if one is None else Decimal(one) for one in (now, before))
    return Figure(catalogue.indicators[name], SO_FAR, None, value, "", False, 0, uncounted, previous)


@pytest.mark.parametrize(
    ("name", "now", "before", "value", "difference", "part"),
    [
        ("checks", "1386", "1452", "1,386", "−66", "减 4.5 %"),
        ("checks", "412", "412", "412", "0", ""),
        ("checks", "5", "0", "5", "+5", ""),
        ("checks", None, "3", "—", "—", ""),
        ("penalty_fines", "218.4", "196.755", "218.40", "+21.65", "增 11.0 %"),
        ("penalty_fines", "0.001", "0", "0.00", "0", ""),
        ("hazard_rectification_rate", "94.8", "92.1", "94.8", "+2.7 点", ""),
        ("hazard_rectification_rate", "92.10", "94.8", "92.1", "−2.7 点", ""),
    ],
)
def test_a_figure_is_shown_with_its_difference(
    catalogue: Catalogue, name: str, now: str | None, before: str, value: str, difference: str, part: str
) -> None:
    one = figure(catalogue, name, now, before)
    assert (shown(one.value, one.indicator), change(one), proportion(one)) == (value, difference, part)


def test_three_tenths_of_last_year_s_ask_for_a_look(catalogue: Catalogue) -> None:
    much = [differs_much(figure(catalogue, "checks", now, before)) for now, before in (
        ("129", "100"), ("130", "100"), ("70", "100"), ("71", "100"), ("1", "0"), ("0", "0"))]  # fmt: skip
    assert much == [False, True, True, False, True, False]


def test_a_figure_is_silent_only_where_nothing_is_left_out(catalogue: Catalogue) -> None:
    assert is_silent(figure(catalogue, "checks", "0", "0"))
    assert not is_silent(figure(catalogue, "checks", "0", "0", uncounted=1))
    assert not is_silent(figure(catalogue, "checks", "0", "1"))


def test_every_rule_has_a_short_line_and_its_facts(catalogue: Catalogue) -> None:
    for one in catalogue.indicators.values():
        assert brief(one, catalogue)
        assert [name for name, _ in facts(one, catalogue, SO_FAR)] == ["口径", "归年", "依据"]
    assert brief(catalogue.indicators["checks"], catalogue) == "执法检查，按检查日期"


@pytest.mark.parametrize(
    ("name", "line"),
    [
        ("penalty_fines", "行政处罚案件，按决定日期，罚款合计"),
        ("inspected_enterprises", "执法检查，按检查日期，按企业去重"),
        ("relief_supply_value", "物资装备，动作为在储，物资类别为救灾物资，按期末在册，价值合计"),
        ("superior_fund", "项目资金，资金来源为上级，按资金到位日期，争取资金合计"),
        ("superior_fund_total", "项目资金，资金来源为上级，资金到位日期截至期末，争取资金合计"),
        ("checks_monthly_max", "执法检查，按检查日期，最多的一个月"),
        ("least_legal_reviews", "行政处罚案件，处理结果为给予处罚，按决定日期，法制审核次数最小值"),
        ("forest_fire_free_months", "灾害，记录类型为灾情，灾种为森林火灾，发生日期截至期末，最近一条以来的整月数"),
    ],
)
def test_the_short_line_says_what_is_done_and_which_date_decides(catalogue: Catalogue, name: str, line: str) -> None:
    assert brief(catalogue.indicators[name], catalogue) == line


def test_no_two_figures_of_one_unit_have_the_same_short_line(catalogue: Catalogue) -> None:
    """The report's table of figures would state two numbers for one counting rule."""
    lines = [(brief(one, catalogue), one.unit) for one in catalogue.indicators.values()]
    assert [line for line in set(lines) if lines.count(line) > 1] == []


def test_months_reach_to_the_year_s_end_for_last_year_only(log: Log) -> None:
    fill(log)
    series = monthly_series(Engine(log), log.catalogue.indicators["checks"], SO_FAR)
    assert len(series.months) == 12
    assert series.now == (1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 1, None)
    assert series.before == (0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1)
    quarter = monthly_series(Engine(log), log.catalogue.indicators["checks"], dict(named_spans(2025))["二季度"])
    assert quarter.months == ("2025-04", "2025-05", "2025-06")


def test_a_rate_has_no_value_in_a_month_without_records(log: Log) -> None:
    series = monthly_series(Engine(log), log.catalogue.indicators["hazard_rectification_rate"], SO_FAR)
    assert series.rate
    assert set(series.now) == {None}
    assert recent_series(Engine(log), log.catalogue.indicators["checks"], TODAY).months[-1] == "2025-11"


def test_spans_are_named_and_cut_off_at_today() -> None:
    spans = dict(named_spans(2024))
    assert spans["2月"] == Period(date(2024, 2, 1), date(2024, 2, 29))
    assert until(spans["全年"], date(2024, 5, 6)) == Period(date(2024, 1, 1), date(2024, 5, 6))
    assert until(spans["一季度"], date(2024, 5, 6)) == spans["一季度"]
    assert span_text(SO_FAR) == "1月1日至11月21日"
    assert span_text(spans["上半年"]) == "2024年上半年"
    across = Period(date(2024, 11, 1), date(2025, 2, 1))
    assert span_text(across) == "2024-11-01 至 2025-02-01"
    assert column_heads(SO_FAR) == ("2025年", "2024年同期")
    assert column_heads(across) == ("本期", "上年同期")


def test_rows_say_whom_they_concern_and_what_they_add(log: Log) -> None:
    ids = fill(log)
    one, engine = log.catalogue.indicators["checks"], Engine(log)
    rows = rows_behind(engine, log, one, SO_FAR)
    assert next((row.day, row.subject, row.detail, row.amount) for row in rows) == (
        "2025-11-20", "乙烟花店", "计划检查", "1")  # fmt: skip
    assert composition(rows) == "执法检查 4 条"
    (left,) = rows_left_out(engine, log, one, SO_FAR)
    assert (left.id, left.missing, left.amount) == (ids["undated"][0], "检查日期未填", "")
    assert ledger_filter(one, SO_FAR).equals == {"level": ("本局",)}


def test_a_record_is_to_be_filled_in_once_however_many_figures_miss_it(log: Log) -> None:
    ids = fill(log)
    engine = Engine(log)
    (gap,) = to_fill_in(engine, log.catalogue, SO_FAR)
    assert (gap.ledger.name, gap.what, gap.ids) == ("enforcement_check", "未填检查日期", ids["undated"])
    assert gap.effect.startswith("不计入执法检查次数等 ")


def test_latest_records_leave_out_the_recycle_bin(log: Log) -> None:
    ids = fill(log)
    ledger = log.catalogue.ledgers["enforcement_check"]
    log.update(ledger, ids["checks"][0], {"kind": "专项检查"})
    log.delete(ledger, ids["checks"][1])
    found = latest_records(log, 3)
    assert [(one.id, one.action) for one in found[:2]] == [(ids["checks"][0], "修改"), (ids["undated"][0], "新增")]
    assert ids["checks"][1] not in {one.id for one in latest_records(log, 50)}


def test_a_month_s_value_is_said_plainly() -> None:
    assert [plain_number(one) for one in (3.0, 1234.5, -2.0, 96.153)] == ["3", "1,234.5", "−2", "96.15"]
