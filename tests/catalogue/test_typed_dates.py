"""Dates as a clerk types them."""

from datetime import date

import pytest

from desktop.catalogue.typed_dates import typed_day

TODAY = date(2026, 11, 22)


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("0305", "2026-03-05"), ("3-5", "2026-03-05"), ("3.5", "2026-03-05"), ("3/5", "2026-03-05"),
        ("3月5日", "2026-03-05"), ("３－５", "2026-03-05"), (" 1231 ", "2026-12-31"), ("20260305", "2026-03-05"),
        ("2026-3-5", "2026-03-05"), ("2025年12月31日", "2025-12-31"), ("今", "2026-11-22"), ("今天", "2026-11-22"),
        ("昨", "2026-11-21"), ("昨日", "2026-11-21"), ("明", "2026-11-23"), ("前天", "2026-11-20"),
        ("大前天", "2026-11-19"), ("后天", "2026-11-24"), ("-1", "2026-11-21"), ("+3", "2026-11-25"),
        ("26-3-5", "2026-03-05"), ("26/3/5", "2026-03-05"), ("２６．３．５", "2026-03-05"), ("5日", "2026-11-05"),
        ("21号", "2026-11-21"),
        ("2026/3/5 0:00", "2026-03-05"), ("2026-03-05T00:00:00", "2026-03-05"),
        ("3.5.", "2026-03-05"), ("-0", "2026-11-22"),
        ("－１", "2026-11-21"), ("−1", "2026-11-21"), ("-365", "2025-11-22"),
    ],
)  # fmt: skip
def test_what_is_meant(typed: str, day: str) -> None:
    assert typed_day(typed, TODAY) == date.fromisoformat(day)


@pytest.mark.parametrize(
    "typed",
    [
        "",
        " ",
        "5",
        "13-1",
        "0230",
        "2-30",
        "1350",
        "天",
        "日",
        "昨晚",
        "+",
        "-",
        "3-5-",
        "abc",
        "99999999",
        "305",
        "31日",
        "0日",
        "260305",
        "1-2-3",
        "2月30日",
        "２月３０日",
        "6月31号",
        "三月五日",
    ],
)
def test_what_is_no_day(typed: str) -> None:
    assert typed_day(typed, TODAY) is None


def test_without_a_year_it_is_a_day_of_the_chosen_one() -> None:
    assert typed_day("0305", TODAY, year=2025) == date(2025, 3, 5)
    assert typed_day("今", TODAY, year=2025) == TODAY
    assert typed_day("2024-03-05", TODAY, year=2025) == date(2024, 3, 5)
    assert typed_day("0229", TODAY, year=2024) == date(2024, 2, 29)


def test_in_january_the_last_days_of_december_are_those_of_last_year() -> None:
    january = date(2026, 1, 5)
    assert typed_day("1228", january, happened=True) == date(2025, 12, 28)
    assert typed_day("1228", january) == date(2026, 12, 28), "a day by which something is to be done"
    assert typed_day("0120", january, happened=True) == date(2026, 1, 20), "planned for soon"
    assert typed_day("1228", january, year=2026, happened=True) == date(2025, 12, 28)
    assert typed_day("1228", january, year=2024, happened=True) == date(2024, 12, 28)


def test_a_leap_day_needs_a_leap_year() -> None:
    assert typed_day("0229", TODAY) is None
    assert typed_day("0229", date(2024, 7, 1)) == date(2024, 2, 29)


def test_days_run_over_the_year_and_stop_at_the_end_of_time() -> None:
    assert typed_day("昨", date(2026, 1, 1)) == date(2025, 12, 31)
    assert typed_day("+999", date(9999, 12, 31)) is None
