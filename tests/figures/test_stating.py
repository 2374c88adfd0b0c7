"""How figures are stated: rounding, units, 余, 近, 超, 以上, and words."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from desktop.catalogue import Definitions, Indicator, Measure
from desktop.figures import Engine, Period
from desktop.figures.stating import as_number, rounded, stated
from desktop.store import Log

YEAR = Period.year(2024)


def indicator(unit: str = "人", measure: Measure = Measure.SUM, **given: Any) -> Indicator:
    return Indicator(name="x", label="某数", section="测试", unit=unit, measure=measure, **given)


def text(one: Indicator, exact: Fraction | str | int | None, **given: Any) -> str:
    value = None if exact is None else Fraction(exact)
    return stated(one, value, **{"approx": False, "records": 3, "kept": False, **given})


# -------------------------------------------------------------------- rounding


@pytest.mark.parametrize(
    ("exact", "decimals", "value"),
    [
        ("2.5", 0, "3"), ("3.5", 0, "4"), ("2.4999999999999999999", 0, "2"), ("-2.5", 0, "-3"), ("-2.4", 0, "-2"),
        ("1.005", 2, "1.01"), ("2.675", 2, "2.68"), ("0.125", 2, "0.13"), ("1/3", 2, "0.33"), ("2/3", 2, "0.67"),
        ("0.0049999", 2, "0.00"), ("99.995", 2, "100.00"), ("0", 2, "0.00"), ("1/7", None, "0.142857"),
        ("5.38875", None, "5.388750"), ("9007199254740991", 0, "9007199254740991"),
    ],
)  # fmt: skip
def test_rounding_is_half_up_away_from_zero(exact: str, decimals: int | None, value: str) -> None:
    assert rounded(indicator(decimals=decimals), Fraction(exact)) == Decimal(value)


def test_percentages_have_two_places_unless_said_otherwise() -> None:
    assert rounded(indicator("%", Measure.RATIO), Fraction(200, 3)) == Decimal("66.67")
    assert rounded(indicator("%", Measure.SHARE), Fraction(200, 3)) == Decimal("66.67")
    assert rounded(indicator("%", Measure.RATIO, decimals=0), Fraction(200, 3)) == Decimal(67)


@pytest.mark.parametrize(
    ("value", "number"), [("3", 3), ("3.00", 3), ("3.50", 3.5), ("-1", -1), ("0.000000", 0), (None, None)]
)
def test_numbers_for_json_are_whole_where_they_can_be(value: str | None, number: float | None) -> None:
    found = as_number(None if value is None else Decimal(value))
    assert found == number
    assert type(found) is type(number)


# -------------------------------------------------------------------- the text


@pytest.mark.parametrize(
    ("unit", "decimals", "exact", "expected"),
    [
        ("件", None, "12", "12件"), ("人", None, "1200000", "1200000人"), ("件", None, "0", "0件"),
        ("万元", None, "5.38875", "5.38875万元"), ("万元", 2, "5.38875", "5.39万元"), ("万元", 0, "5.5", "6万元"),
        ("万元", None, "0.000001", "0.000001万元"), ("万元", 2, "5.3", "5.3万元"), ("亿元", 1, "1.04", "1亿元"),
        ("元", None, "53887.50", "53887.5元"), ("件", None, "-3", "-3件"), ("倍", 2, "1.50", "1.5倍"),
    ],
)  # fmt: skip
def test_number_and_unit(unit: str, decimals: int | None, exact: str, expected: str) -> None:
    assert text(indicator(unit, decimals=decimals), exact) == expected


@pytest.mark.parametrize(
    ("exact", "expected"), [("50", "50%"), ("100", "100%"), ("33.333333", "33.33%"), ("33.3", "33.30%"), ("0", "0%")]
)
def test_percentages(exact: str, expected: str) -> None:
    assert text(indicator("%", Measure.SHARE), exact) == expected


@pytest.mark.parametrize(
    ("exact", "expected"),
    [("5.388", "近5.39万元"), ("5.391", "超5.39万元"), ("5.39", "5.39万元"), ("5.385", "近5.39万元")],
)
def test_a_rounded_value_says_which_way(exact: str, expected: str) -> None:
    assert text(indicator("万元", decimals=2, approx=True), exact) == expected


def test_a_rounded_value_is_stated_plainly_unless_asked() -> None:
    assert text(indicator("万元", decimals=2), "5.388") == "5.39万元"


def test_records_that_carry_an_approximate_number() -> None:
    assert text(indicator(), 300, approx=True) == "300余人"
    assert text(indicator(approx=True), 300, approx=True) == "300余人"
    assert text(indicator("万元", decimals=0, approx=True), "299.6", approx=True) == "近300万元"


def test_the_least_of_several_is_stated_as_so_many_and_more() -> None:
    assert text(indicator(measure=Measure.MIN, approx=True), 20) == "20人以上"
    assert text(indicator(measure=Measure.MIN), 20) == "20人"


def test_no_figure() -> None:
    assert text(indicator("%", Measure.SHARE, word="全部"), None, records=0) == "—"
    assert text(indicator(measure=Measure.MAX), None, records=0) == "—"


# -------------------------------------------------------------------- words


@pytest.mark.parametrize("measure", [Measure.RATIO, Measure.SHARE])
@pytest.mark.parametrize(
    ("exact", "records", "expected"),
    [("100", 3, "全部"), ("99.999", 3, "100%"), ("100.001", 3, "100%"), ("0", 3, "0%"), (None, 0, "—")],
)
def test_all_is_said_at_exactly_one_hundred_per_cent(
    measure: Measure, exact: str | None, records: int, expected: str
) -> None:
    assert text(indicator("%", measure, word="全部"), exact, records=records) == expected


def test_all_is_not_said_of_a_ratio_of_one_hundred_that_is_no_percentage() -> None:
    """100 次/家 is not 100 %."""
    assert text(indicator("次/家", Measure.RATIO, word="全部"), 100) == "100次/家"


def test_nothing_happened_is_said_only_of_a_known_zero() -> None:
    one = indicator("起", Measure.COUNT, word="未发生")
    assert text(one, 0, kept=True) == "未发生"
    assert text(one, 0, kept=False) == "0起"
    assert text(one, 2, kept=True) == "2起"
    assert text(indicator("起", Measure.COUNT), 0, kept=True) == "0起"


FLOOD = """
[ledgers.flood]
label = "洪涝"
group = "应急"
unit = "起"
title = "place"
date = "on"
[ledgers.flood.fields.place]
label = "地点"
type = "text"
[ledgers.flood.fields.on]
label = "发生日期"
type = "date"
needed = "count"
[ledgers.flood.fields.grave]
label = "重大"
type = "boolean"

[ledgers.post]
label = "岗位"
group = "应急"
unit = "个"
title = "place"
active = ["begun", "ended"]
[ledgers.post.fields.place]
label = "名称"
type = "text"
[ledgers.post.fields.begun]
label = "起"
type = "date"
[ledgers.post.fields.ended]
label = "止"
type = "date"

[indicators.floods]
label = "重大洪涝"
section = "测试"
unit = "起"
ledger = "flood"
measure = "count"
where = { grave = true }
word = "未发生"

[indicators.closed_posts]
label = "撤销岗位"
section = "测试"
unit = "起"
ledger = "post"
measure = "count"
where = { place = "无此岗位" }
word = "无"

[indicators.both]
label = "两项合计"
section = "测试"
unit = "起"
measure = "total"
over = ["floods", "closed_posts"]
word = "均未发生"
"""


@pytest.fixture
def flooded(tmp_path: Path) -> Iterator[Log]:
    with Log.create(tmp_path / "log.db", definitions=[Definitions("flood.toml", FLOOD)]) as log:
        yield log


def _nil_return(log: Log, first: str = "2024-01-01", last: str = "2024-12-31", ledger: str = "洪涝") -> str:
    values = {"ledger_name": ledger, "period_from": first, "period_to": last, "confirmed_by": "张三"}
    return log.add(log.ledger("nil_return"), values)


def _stated(log: Log, name: str = "floods", period: Period = YEAR) -> str:
    return Engine(log).figure(name, period).text


def test_an_unkept_ledger_says_zero(flooded: Log) -> None:
    assert _stated(flooded) == "0起"


@pytest.mark.parametrize("ledger", ["洪涝", "flood"])
def test_a_nil_return_makes_the_zero_known(flooded: Log, ledger: str) -> None:
    _nil_return(flooded, ledger=ledger)
    assert _stated(flooded) == "未发生"


@pytest.mark.parametrize(
    ("first", "last"), [("2024-01-01", "2024-06-30"), ("2024-01-02", "2024-12-31"), ("2023-01-01", "2023-12-31")]
)
def test_a_nil_return_for_less_than_the_period_does_not(flooded: Log, first: str, last: str) -> None:
    _nil_return(flooded, first, last)
    assert _stated(flooded) == "0起"


def test_a_nil_return_for_more_than_the_period_does(flooded: Log) -> None:
    _nil_return(flooded, "2023-01-01", "2024-12-31")
    assert _stated(flooded, period=Period(date(2024, 3, 1), date(2024, 6, 30))) == "未发生"


def test_a_deleted_nil_return_and_one_for_another_ledger_do_not(flooded: Log) -> None:
    flooded.delete(flooded.ledger("nil_return"), _nil_return(flooded))
    _nil_return(flooded, ledger="岗位")
    assert _stated(flooded) == "0起"


def test_a_record_that_does_not_match_shows_that_the_ledger_is_kept(flooded: Log) -> None:
    flooded.add(flooded.ledger("flood"), {"place": "河西", "on": "2024-07-01", "grave": False})
    assert _stated(flooded) == "未发生"
    assert _stated(flooded, period=Period.year(2023)) == "0起"


def test_a_deleted_record_and_one_of_another_year_do_not(flooded: Log) -> None:
    flooded.delete(flooded.ledger("flood"), flooded.add(flooded.ledger("flood"), {"place": "东", "on": "2024-07-01"}))
    flooded.add(flooded.ledger("flood"), {"place": "西", "on": "2023-07-01"})
    assert _stated(flooded) == "0起"


def test_a_register_is_kept_while_something_is_in_force(flooded: Log) -> None:
    assert _stated(flooded, "closed_posts") == "0起"
    flooded.add(flooded.ledger("post"), {"place": "北桥", "begun": "2024-02-01"})
    assert _stated(flooded, "closed_posts") == "无"
    assert _stated(flooded, "closed_posts", Period.year(2023)) == "0起"


def test_a_combined_zero_is_known_when_all_its_ledgers_are_kept(flooded: Log) -> None:
    _nil_return(flooded)
    assert _stated(flooded, "both") == "0起"
    _nil_return(flooded, ledger="post")
    assert _stated(flooded, "both") == "均未发生"
