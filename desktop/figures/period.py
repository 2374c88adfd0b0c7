"""A span of days over which figures are computed."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from desktop.catalogue import Refusal, Step


@dataclass(frozen=True)
class Period:
    """From the first to the last day, both included."""

    first: date
    last: date

    def __post_init__(self) -> None:
        if self.last < self.first:
            raise Refusal(f"统计期的止日 {self.last} 早于起日 {self.first}，请核对。")

    @classmethod
    def year(cls, year: int, first: date | None = None, last: date | None = None) -> "Period":
        """A calendar year, or the part of it that the given days cut out."""
        if not 1900 <= year <= 2100:
            raise Refusal(f"年度 {year} 不在 1900—2100 之间，请核对。")
        return cls(first or date(year, 1, 1), last or date(year, 12, 31))

    def last_year(self) -> "Period":
        """The same span one year earlier; the end of a month stays the end of that month."""
        return Period(_year_before(self.first), _year_before(self.last))

    def months(self) -> Iterator[str]:
        """The months touched, as 2024-03."""
        index, end = _month_index(self.first), _month_index(self.last)
        while index <= end:
            yield f"{index // 12}-{index % 12 + 1:02}"
            index += 1

    @property
    def text(self) -> str:
        """As an explanation states it: 2024年度, or its first and last day."""
        if (self.first, self.last) == (date(self.last.year, 1, 1), date(self.last.year, 12, 31)):
            return f"{self.last.year}年度"
        return f"{_chinese(self.first)}至{_chinese(self.last)}"


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"


def _year_before(day: date) -> date:
    last = calendar.monthrange(day.year, day.month)[1]
    if day.day == last:
        return date(day.year - 1, day.month, calendar.monthrange(day.year - 1, day.month)[1])
    return day.replace(year=day.year - 1)


def _month_index(day: date) -> int:
    return day.year * 12 + day.month - 1


def whole_steps(since: date, last_record: date | None, end: date, step: Step) -> int:
    """Whole months (years) without a record: from `since` or after the one of the last record, up to `end`.

    A month counts when all of it lies after `since` and not after `end`.
    """
    if step is Step.MONTH:
        first = _month_index(since) + (since.day > 1)
        after = _month_index(last_record) + 1 if last_record else first
        whole = _month_index(end) - (end.day < calendar.monthrange(end.year, end.month)[1])
    else:
        first = since.year + ((since.month, since.day) > (1, 1))
        after = last_record.year + 1 if last_record else first
        whole = end.year - ((end.month, end.day) < (12, 31))
    return max(0, whole - max(first, after) + 1)
