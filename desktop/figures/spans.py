"""The spans that a person chooses from: the year, its halves, quarters and months, cut off at today or not."""

import calendar
from datetime import date

from desktop.figures.period import Period

QUARTERS = ("一季度", "二季度", "三季度", "四季度")


def named_spans(year: int) -> list[tuple[str, Period]]:
    """The year, its quarters, its halves and its months, by name."""
    spans = [("全年", 1, 12), *((name, 3 * n + 1, 3 * n + 3) for n, name in enumerate(QUARTERS))]
    spans += [("上半年", 1, 6), ("下半年", 7, 12), *((f"{month}月", month, month) for month in range(1, 13))]
    return [(name, _months(year, first, last)) for name, first, last in spans]


def until(period: Period, today: date) -> Period:
    """The span, ended today where today lies within it."""
    return Period(period.first, today) if period.first <= today < period.last else period


def span_text(period: Period) -> str:
    """As a button states it: 1月1日至11月21日, 2025年全年, 2025年一季度."""
    for name, span in named_spans(period.last.year):
        if span == period:
            return f"{period.last.year}年{name}"
    first, last = period.first, period.last
    if first.year == last.year:
        return f"{first.month}月{first.day}日至{last.month}月{last.day}日"
    return f"{first:%Y-%m-%d} 至 {last:%Y-%m-%d}"


def column_heads(period: Period) -> tuple[str, str]:
    """The heads of this year's and last year's column."""
    if period.first.year == period.last.year:
        return f"{period.last.year}年", f"{period.last.year - 1}年同期"
    return "本期", "上年同期"


def _months(year: int, first: int, last: int) -> Period:
    return Period(date(year, first, 1), date(year, last, calendar.monthrange(year, last)[1]))
