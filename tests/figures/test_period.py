"""Spans of days, cut-off periods, 29 February, and whole months or years."""

from datetime import date

import pytest

from desktop.catalogue import Refusal, Step
from desktop.figures import Period
from desktop.figures.period import whole_steps


def test_a_year() -> None:
    period = Period.year(2024)
    assert (period.first, period.last) == (date(2024, 1, 1), date(2024, 12, 31))
    assert list(period.months()) == [f"2024-{month:02}" for month in range(1, 13)]


def test_a_cut_off_year() -> None:
    assert Period.year(2024, last=date(2024, 10, 31)) == Period(date(2024, 1, 1), date(2024, 10, 31))
    assert Period.year(2024, first=date(2024, 3, 15)) == Period(date(2024, 3, 15), date(2024, 12, 31))


@pytest.mark.parametrize("year", [1899, 2101, 0, -1, 20240])
def test_an_impossible_year_is_refused(year: int) -> None:
    with pytest.raises(Refusal, match="1900—2100"):
        Period.year(year)


def test_a_reversed_period_is_refused() -> None:
    with pytest.raises(Refusal, match="早于"):
        Period(date(2024, 5, 2), date(2024, 5, 1))


def test_a_period_may_be_one_day() -> None:
    day = Period(date(2024, 2, 29), date(2024, 2, 29))
    assert list(day.months()) == ["2024-02"]


@pytest.mark.parametrize(
    ("first", "last", "earlier"),
    [
        ("2024-01-01", "2024-12-31", ("2023-01-01", "2023-12-31")),
        ("2024-02-29", "2024-02-29", ("2023-02-28", "2023-02-28")),
        ("2024-01-01", "2024-02-29", ("2023-01-01", "2023-02-28")),
        ("2025-01-01", "2025-02-28", ("2024-01-01", "2024-02-29")),
        ("2023-11-10", "2024-10-20", ("2022-11-10", "2023-10-20")),
    ],
)
def test_the_same_span_a_year_earlier(first: str, last: str, earlier: tuple[str, str]) -> None:
    found = Period(date.fromisoformat(first), date.fromisoformat(last)).last_year()
    assert (found.first.isoformat(), found.last.isoformat()) == earlier


def test_months_touched_are_whole_names_over_the_turn_of_a_year() -> None:
    period = Period(date(2023, 11, 30), date(2024, 2, 1))
    assert list(period.months()) == ["2023-11", "2023-12", "2024-01", "2024-02"]


def test_the_text_of_a_period() -> None:
    assert Period(date(2024, 1, 1), date(2024, 6, 30)).text == "2024年1月1日至2024年6月30日"
    assert "2024年" in Period.year(2024).text


MONTH, YEAR = Step.MONTH, Step.YEAR


@pytest.mark.parametrize(
    ("step", "since", "last", "end", "steps"),
    [
        (MONTH, "2024-01-01", None, "2024-12-31", 12),
        (MONTH, "2024-01-02", None, "2024-12-31", 11),
        (MONTH, "2024-01-01", None, "2024-12-30", 11),
        (MONTH, "2024-01-01", None, "2024-02-29", 2),
        (MONTH, "2024-01-01", None, "2024-02-28", 1),
        (MONTH, "2023-01-01", None, "2023-02-28", 2),
        (MONTH, "2020-10-01", "2024-03-31", "2024-12-31", 9),
        (MONTH, "2020-10-01", "2024-04-01", "2024-12-31", 8),
        (MONTH, "2020-10-01", "2024-12-01", "2024-12-31", 0),
        (MONTH, "2020-10-01", "2019-05-05", "2020-12-31", 3),
        (MONTH, "2025-03-01", None, "2024-12-31", 0),
        (MONTH, "2024-12-31", None, "2024-12-31", 0),
        (MONTH, "2023-12-15", "2023-12-20", "2024-01-31", 1),
        (YEAR, "2020-01-01", None, "2024-12-31", 5),
        (YEAR, "2020-01-02", None, "2024-12-31", 4),
        (YEAR, "2020-01-01", None, "2024-12-30", 4),
        (YEAR, "2020-01-01", "2022-12-31", "2024-12-31", 2),
        (YEAR, "2020-01-01", "2024-01-01", "2024-12-31", 0),
        (YEAR, "2020-01-01", "2010-01-01", "2024-06-30", 4),
        (YEAR, "2024-02-29", None, "2024-12-31", 0),
    ],
)
def test_whole_steps_without_a_record(step: Step, since: str, last: str | None, end: str, steps: int) -> None:
    record = date.fromisoformat(last) if last else None
    assert whole_steps(date.fromisoformat(since), record, date.fromisoformat(end), step) == steps
