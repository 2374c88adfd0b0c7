"""The working-day table as a bureau edits it: what differs from the published arrangement is kept in its log."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from desktop.catalogue import Definitions, Refusal, WorkingDays, load
from desktop.catalogue.normalise import written_date
from desktop.store.bureau import own_definitions, put_definitions
from desktop.store.log import Log

CALENDAR_FILE = "本单位放假安排.toml"
_SATURDAY = 5
_SPAN = re.compile(r"(.+?)\s*(?:至|到|~|～|—+|--)\s*(.+)")


@dataclass(frozen=True)
class Year:
    """The days of a year that are not as their weekday says."""

    year: int
    days_off: tuple[date, ...]
    """Weekdays that are off."""
    make_up: tuple[date, ...]
    """Weekend days that are worked."""
    known: bool


def special_days(calendar: WorkingDays, year: int) -> Year:
    """What a calendar says about a year."""
    days = list(_days(date(year, 1, 1), date(year, 12, 31)))
    off = tuple(day for day in days if day.weekday() < _SATURDAY and not calendar.is_working(day))
    worked = tuple(day for day in days if day.weekday() >= _SATURDAY and calendar.is_working(day))
    return Year(year, off, worked, calendar.is_known(year))


def typed_days(text: str, year: int) -> tuple[date, ...]:
    """Days typed or pasted in any order: one a line or parted by 、; spans with 至. `Refusal` if unreadable.

    A day without its year is one of `year`.
    """
    found: set[date] = set()
    for part in re.split(r"[、，,；;\n\t]+", text):
        if part.strip():
            found.update(_typed_span(part.strip(), year))
    outside = sorted(day for day in found if day.year != year)
    if outside:
        raise Refusal(f"{outside[0]} 不在 {year} 年。请改到那一年里填。")
    return tuple(sorted(found))


def _typed_span(part: str, year: int) -> Iterator[date]:
    span = _SPAN.fullmatch(part)
    first, last = (_day(span[1], year), _day(span[2], year)) if span else (_day(part, year),) * 2
    if last < first:
        raise Refusal(f"“{part}”的后一天早于前一天。请核对。")
    return _days(first, last)


def _day(text: str, year: int) -> date:
    text = text.strip()
    for written in (text, f"{year}-{text}", f"{year}年{text}"):
        try:
            return written_date(written)
        except ValueError:
            continue
    raise Refusal(f"“{text}”不是日期。请写成 2027-02-06 或 2月6日。")


def _days(first: date, last: date) -> Iterator[date]:
    return (first + timedelta(number) for number in range((last - first).days + 1))


class Holidays:
    """Reads and changes the working-day table of a log."""

    def __init__(self, log: Log) -> None:
        self._log = log

    def years(self, today: date) -> list[int]:
        """The years that can be edited, newest first: the known ones and the next."""
        known = self._log.catalogue.calendar.known_years
        return sorted({*known, today.year, today.year + 1}, reverse=True)

    def year(self, year: int) -> Year:
        """A year as it counts now."""
        return special_days(self._log.catalogue.calendar, year)

    def keep(self, year: int, days_off: Iterable[date], make_up: Iterable[date]) -> None:
        """Let a year count like this; only what differs from the published arrangement is kept."""
        others = [one for one in own_definitions(self._log) if one.name != CALENDAR_FILE]
        published = load(others).calendar
        own = {one.year: one for one in self._own_years(published) if one.year != year}
        off = {day for day in days_off if day.weekday() < _SATURDAY}
        worked = {day for day in make_up if day.weekday() >= _SATURDAY}
        before = special_days(published, year)
        off, worked = (
            (off - set(before.days_off)) | (set(before.make_up) - worked),
            (worked - set(before.make_up)) | (set(before.days_off) - off),
        )
        own[year] = Year(year, tuple(sorted(off)), tuple(sorted(worked)), known=True)
        put_definitions(self._log, Definitions(CALENDAR_FILE, _text(own.values())), {})

    def _own_years(self, published: WorkingDays) -> Iterator[Year]:
        """What the bureau's own file changes, year by year."""
        now = self._log.catalogue.calendar
        for year in sorted(now.known_years):
            kept, before = special_days(now, year), special_days(published, year)
            turned_off = {*kept.days_off, *before.make_up} - {*before.days_off, *kept.make_up}
            turned_on = {*kept.make_up, *before.days_off} - {*before.make_up, *kept.days_off}
            if turned_off or turned_on or not before.known:
                yield Year(year, tuple(sorted(turned_off)), tuple(sorted(turned_on)), known=True)


def _text(years: Iterable[Year]) -> str:
    """The years as a definition file."""
    lines: list[str] = []
    for one in years:
        lines.append(f"[calendar.{one.year}]")
        for key, days in (("days_off", one.days_off), ("make_up", one.make_up)):
            lines.append(f"{key} = [{', '.join(map(str, days))}]")
        lines.append('source = "本单位录入"')
    return "\n".join(lines) + "\n"
