"""An indicator month by month beside last year, as the charts show it."""

import calendar
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from desktop.catalogue import Indicator
from desktop.figures.comparing import is_rate
from desktop.figures.engine import Engine
from desktop.figures.period import Period


@dataclass(frozen=True)
class Series:
    """Values a month; None where there is none, or where the period does not reach."""

    months: tuple[str, ...]
    """As 2025-03."""
    now: tuple[float | None, ...]
    before: tuple[float | None, ...]
    rate: bool = False
    """Lines instead of bars."""

    @property
    def peak(self) -> float:
        """The largest value of both years."""
        return max((value for value in (*self.now, *self.before) if value is not None), default=0.0)

    @property
    def trough(self) -> float:
        """The least value of both years."""
        return min((value for value in (*self.now, *self.before) if value is not None), default=0.0)


NO_SERIES = Series((), (), ())
"""As long as nothing is known."""


def monthly_series(engine: Engine, indicator: Indicator, period: Period) -> Series:
    """The months of a period; of one that begins with the year all twelve, so that last year's rest is seen.

    Last year's value of the month in which the period is cut off goes up to the same day.
    """
    now = _values(engine, indicator, period)
    before = {_later(month): value for month, value in _values(engine, indicator, period.last_year()).items()}
    if rest := _rest_of_year(period):
        earlier = _values(engine, indicator, rest.last_year())
        before |= {_later(month): value for month, value in earlier.items()}
    months = tuple(dict.fromkeys((*now, *before)))
    return Series(
        months, tuple(now.get(month) for month in months), tuple(before.get(month) for month in months),
        is_rate(indicator),
    )  # fmt: skip


def recent_series(engine: Engine, indicator: Indicator, today: date, months: int = 8) -> Series:
    """The last months up to today, for a small line."""
    index = today.year * 12 + today.month - months
    first = date(index // 12, index % 12 + 1, 1)
    period = Period(first, today)
    now = _values(engine, indicator, period)
    before = _values(engine, indicator, period.last_year())
    return Series(tuple(now), tuple(now.values()), tuple(before.values()), is_rate(indicator))


def _values(engine: Engine, indicator: Indicator, period: Period) -> dict[str, float | None]:
    if is_rate(indicator):
        found: Mapping[str, Fraction | None] = {
            month: engine.outcomes(_month(month, period), [indicator.name])[indicator.name].exact
            for month in period.months()
        }
    else:
        found = engine.monthly(indicator.name, period)
    return {month: None if value is None else float(value) for month, value in found.items()}


def _rest_of_year(period: Period) -> Period | None:
    """The months after the one in which the period ends, where it began with that year."""
    year = period.last.year
    if period.first != date(year, 1, 1) or period.last.month == 12:
        return None
    return Period(date(year, period.last.month + 1, 1), date(year, 12, 31))


def _month(month: str, period: Period) -> Period:
    year, number = int(month[:4]), int(month[5:])
    last = date(year, number, calendar.monthrange(year, number)[1])
    return Period(max(date(year, number, 1), period.first), min(last, period.last))


def _later(month: str) -> str:
    return f"{int(month[:4]) + 1}{month[4:]}"
