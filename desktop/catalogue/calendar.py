"""Working days (工作日): weekends, public holidays and make-up workdays (调休上班).

The State Council's office (国务院办公厅) publishes each year's arrangement (部分节假日安排的通知) shortly before the
year. What has not been published is not known: such a year has its weekends only, and every result says so.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta

from desktop.catalogue.entries import Entry

CALENDAR_KEYS = ("days_off", "make_up", "source")

_SATURDAY = 5


@dataclass(frozen=True)
class Reached:
    """A day that was counted to, and whether every year on the way has its holidays known."""

    day: date
    known: bool


class WorkingDays:
    """Which days are worked, and the counting of working days."""

    def __init__(self, days_off: Iterable[date], make_up: Iterable[date], known_years: Iterable[int]) -> None:
        """`days_off`: holidays as published, weekends included or not; `make_up`: weekend days that are worked."""
        self._off = frozenset(days_off)
        self._worked = frozenset(make_up)
        self.known_years = frozenset(known_years)
        self._years: dict[int, list[date]] = {}

    @property
    def last_known(self) -> int | None:
        """The last year whose holidays are known; None where there is none."""
        return max(self.known_years, default=None)

    def is_known(self, year: int) -> bool:
        """Whether the year's holidays are known; the other years have their weekends only."""
        return year in self.known_years

    def is_working(self, day: date) -> bool:
        """Whether the day is worked."""
        return day in self._worked or (day.weekday() < _SATURDAY and day not in self._off)

    def add_working(self, start: date, days: int) -> Reached:
        """The last of so many working days, the first of them after `start` (期间开始之日不计).

        Before it where `days` is negative; `start` itself where it is 0.
        """
        day = self._after(start, days) if days > 0 else self._before(start, -days) if days else start
        return Reached(day, self._known_between(start, day))

    def next_working(self, day: date) -> Reached:
        """The day itself, or the first working day after it (顺延)."""
        if self.is_working(day):
            return Reached(day, self.is_known(day.year))
        return self.add_working(day, 1)

    def _after(self, start: date, left: int) -> date:
        year = start.year
        passed = bisect_right(self._working(year), start)
        while left > len(self._working(year)) - passed:
            left -= len(self._working(year)) - passed
            year, passed = year + 1, 0
            if year > MAXYEAR:
                return date.max
        return self._working(year)[passed + left - 1]

    def _before(self, start: date, left: int) -> date:
        year = start.year
        earlier = bisect_left(self._working(year), start)
        while left > earlier:
            left -= earlier
            year -= 1
            if year < MINYEAR:
                return date.min
            earlier = len(self._working(year))
        return self._working(year)[earlier - left]

    def _working(self, year: int) -> list[date]:
        if year not in self._years:
            first, length = date(year, 1, 1), date(year, 12, 31).timetuple().tm_yday
            days = (first + timedelta(number) for number in range(length))
            self._years[year] = [day for day in days if self.is_working(day)]
        return self._years[year]

    def _known_between(self, one: date, other: date) -> bool:
        first, last = sorted((one.year, other.year))
        return all(map(self.is_known, range(first, last + 1)))


def read_calendar(entries: Iterable[Entry]) -> WorkingDays:
    """Make the calendar from tables of years; a later one turns single days of an earlier one either way."""
    off: set[date] = set()
    worked: set[date] = set()
    years: set[int] = set()
    for entry in entries:
        for name in entry.data:
            year = _year(entry, name)
            table = entry.child(name, CALENDAR_KEYS)
            holidays, make_up = _days_of(table, "days_off", year), _days_of(table, "make_up", year)
            for day in sorted(holidays & make_up):
                table.refuse(f"{day} 既放假又上班", "请只留一处", "make_up")
            off, worked = (off - make_up) | holidays, (worked - holidays) | make_up
            years.add(year)
    return WorkingDays(off, worked, years)


def _year(entry: Entry, name: str) -> int:
    if not (name.isascii() and name.isdecimal() and 1900 <= int(name) <= 2100):
        entry.refuse(f"“{name}”不是年份", "请写成 [calendar.2027]，年份在 1900—2100 之间", name)
    return int(name)


def _days_of(table: Entry, key: str, year: int) -> set[date]:
    days = set(table.days(key))
    for day in sorted(days):
        if day.year != year:
            table.refuse(f"{day} 不在 {year} 年", f"请移到 [calendar.{day.year}]", key)
    return days
