"""Fixed days of the year (年报报送、公开) as due items: from thirty days before, until they are marked done."""

from collections.abc import Iterator
from datetime import date, timedelta

from desktop.catalogue import Deadline
from desktop.catalogue.deadlines import Kind
from desktop.figures.due import Due
from desktop.store import Log
from desktop.store.annual import done_on

BEFORE = timedelta(days=30)
"""From when a fixed day is shown."""


def annual_items(log: Log, today: date) -> list[Due]:
    """What is to be done by a fixed day; one that is over stays until it is done or its year ends."""
    done, since = done_on(log), _since(log)
    found = []
    for rule in log.catalogue.deadlines.values():
        if not (rule.on and rule.kind is Kind.ANNUAL):
            continue
        for day in _days(rule, today):
            # What was over before the log was begun cannot be told to be open.
            if (rule.name, day) not in done and not (day < today and day < since):
                found.append(_due(rule, day, today))
    return sorted(found, key=lambda one: (one.due, one.rule.name))


def _days(rule: Deadline, today: date) -> Iterator[date]:
    """The fixed days of a rule that are near or over, of this year and the next."""
    for year in (today.year, today.year + 1):
        for fixed in rule.fixed:
            day = _of_year(year, fixed)
            in_force = (rule.valid_from or day) <= day <= (rule.valid_to or day)
            if in_force and day - BEFORE <= today:
                yield day


def _of_year(year: int, fixed: str) -> date:
    """A day such as 02-29 in a year; where the year lacks it, the month's last."""
    month, day = map(int, fixed.split("-"))
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, month + 1, 1) - timedelta(days=1)


def _due(rule: Deadline, day: date, today: date) -> Due:
    return Due(
        rule=rule, ledger=None, record_id="", title=f"{day.year} 年", detail=f"每年{day.month}月{day.day}日以前",
        started=date(day.year, 1, 1), due=day, days_left=(day - today).days,
        doubts=() if rule.checked else ("依据待核",), person="",
    )  # fmt: skip


def _since(log: Log) -> date:
    """When the log was begun."""
    return date.fromisoformat((log.setting("created_at") or date.min.isoformat())[:10])
