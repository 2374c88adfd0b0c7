"""What is due: the records of a log that a deadline rule waits for, with their last day."""

import calendar
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from desktop.catalogue import Condition, Deadline, Ledger, Path, Stored, WorkingDays
from desktop.catalogue.calendar import Reached
from desktop.catalogue.conditions import InOrder
from desktop.catalogue.deadlines import DayKind, Kind
from desktop.figures.period import Period
from desktop.figures.sql import Expressions, quoted
from desktop.store import Log, Record

SOON = 7
"""Natural days that count as 七日内."""

_ENTERPRISE = "enterprise"


class State(StrEnum):
    """How urgent a due date is."""

    OVERDUE = "逾期"
    TODAY = "今日到期"
    SOON = "七日内"
    LATER = "以后"


def state_of(days_left: int) -> State:
    """How urgent it is with so many natural days left."""
    if days_left < 0:
        return State.OVERDUE
    if days_left == 0:
        return State.TODAY
    return State.SOON if days_left <= SOON else State.LATER


@dataclass(frozen=True)
class Due:
    """A record that has to be dealt with by a day."""

    rule: Deadline
    ledger: Ledger | None
    """None for a fixed day of the year, which belongs to no record."""
    record_id: str
    title: str
    """Whom it concerns: the enterprise, else what names the record."""
    detail: str
    """What names the record, and when the time began: 青应急罚〔2025〕29号，11月12日决定."""
    started: date
    due: date
    days_left: int
    """Natural days from today; negative where overdue."""
    doubts: tuple[str, ...]
    """Why the day is not certain, in Chinese."""
    person: str
    """Who does it: as the rule's field says, else who logged the record."""

    @property
    def state(self) -> State:
        """How urgent it is."""
        return state_of(self.days_left)

    @property
    def uncertain(self) -> bool:
        """Whether the rule is 待核 or the holidays of a year on the way are not known."""
        return bool(self.doubts)


@dataclass(frozen=True)
class Alike:
    """Records that a rule waits for with the same days and person: they are due on the same day."""

    rule: Deadline
    ledger: Ledger
    days: Mapping[str, Stored]
    """The fields from which the last day follows."""
    person: str
    """As in `Due`; empty where it was not asked for."""
    count: int
    due: date
    days_left: int

    @property
    def state(self) -> State:
        """How urgent they are."""
        return state_of(self.days_left)


class DueList:
    """The due dates of a log as seen on one day."""

    def __init__(self, log: Log, today: date, working_days: WorkingDays | None = None) -> None:
        self._log, self._today = log, today
        self._working_days = working_days or log.catalogue.calendar

    def items(self) -> list[Due]:
        """Every record that a rule waits for, the most urgent first; one pass over each ledger."""
        found = [due for ledger, rules in self._by_ledger() for due in self._of_ledger(ledger, rules)]
        return sorted(found, key=lambda one: (one.due, one.rule.name, one.title, one.record_id))

    def overdue(self) -> int:
        """How many of `items` are overdue, without reading the records: those with the same days count together."""
        return sum(one.count for one in self.alike(by_person=False) if one.due < self._today)

    def alike(self, *, by_person: bool = True) -> Iterator["Alike"]:
        """The same by what their last day follows from, counted; with whose they are, if asked."""
        for ledger, rules in self._by_ledger():
            for rule in rules:
                waiting = _Waiting(ledger, [rule], self._log.catalogue.ledgers, self._today)
                for row in self._log.select(waiting.counted(rule, by_person=by_person), waiting.parameters):
                    reached, _ = last_day(rule, row, self._working_days)
                    days = {name: row[name] for name in _days_of(rule)}
                    person, count = str(row.get("#person") or ""), int(row["#count"] or 0)
                    yield Alike(rule, ledger, days, person, count, reached.day, (reached.day - self._today).days)

    def some_of(self, alike: "Alike", most: int) -> list[Due]:
        """The first of records that are alike."""
        waiting = _Waiting(alike.ledger, [alike.rule], self._log.catalogue.ledgers, self._today)
        rows = self._log.select(*waiting.among(alike, most))
        return [self._due(waiting, alike.rule, row) for row in rows]

    def _by_ledger(self) -> Iterator[tuple[Ledger, list[Deadline]]]:
        catalogue = self._log.catalogue
        live = [one for one in catalogue.deadlines.values() if one.on and one.kind.makes_due_dates]
        for ledger in catalogue.ledgers.values():
            rules = [one for one in live if one.ledger == ledger.name]
            if rules:
                yield ledger, rules

    def _of_ledger(self, ledger: Ledger, rules: Sequence[Deadline]) -> Iterator[Due]:
        waiting = _Waiting(ledger, rules, self._log.catalogue.ledgers, self._today)
        for record in self._log.select(waiting.text, waiting.parameters):
            for rule in waiting.rules_of(record):
                yield self._due(waiting, rule, record)

    def _due(self, waiting: "_Waiting", rule: Deadline, record: Record) -> Due:
        started = date.fromisoformat(str(record[str(rule.start)]))
        reached, counted = last_day(rule, record, self._working_days)
        doubts = [] if rule.checked else ["依据待核"]
        if counted and not reached.known:
            doubts.append(f"放假安排只录到 {self._working_days.last_known or '——'} 年，其他年份只除去周末")
        title, detail = waiting.words(rule, record, started)
        return Due(
            rule=rule,
            ledger=waiting.ledger,
            record_id=str(record["id"]),
            title=title,
            detail=detail,
            started=started,
            due=reached.day,
            days_left=(reached.day - self._today).days,
            doubts=tuple(doubts),
            person=waiting.person(rule, record),
        )


# -------------------------------------------------------------------- the last day


def last_day(rule: Deadline, record: Mapping[str, Stored], working_days: WorkingDays) -> tuple[Reached, bool]:
    """The last day of a record's time limit, and whether working days had to be told to find it.

    The day of the start does not count (期间开始之日不计). What the record itself states goes before counting.
    """
    stated = next((str(record[name]) for name in rule.stated if record[name]), None)
    if stated is not None:
        return Reached(date.fromisoformat(stated), known=True), False
    start = date.fromisoformat(str(record[str(rule.start)]))
    length = (rule.days or 0) + _extended(rule, record)
    sign = -1 if rule.kind is Kind.LEAD else 1
    if rule.day_kind is DayKind.WORKING:
        return working_days.add_working(start, sign * length), True
    day = (
        _months_after(start, sign * length) if rule.day_kind is DayKind.MONTHS else _days_after(start, sign * length)
    )
    return (working_days.next_working(day), True) if rule.rolls else (Reached(day, known=True), False)


def _extended(rule: Deadline, record: Mapping[str, Stored]) -> int:
    """By how much the record's time limit was extended: a date is filled, or a yes-no field says yes."""
    granted = sum(1 for name in rule.extended_on if record[name])
    return sum(rule.extension[:granted])


def _days_after(start: date, days: int) -> date:
    return start + timedelta(days=days)


def _months_after(start: date, months: int) -> date:
    """The same day of a later month, or that month's last (民法典第二百零二条)."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def _days_of(rule: Deadline) -> list[str]:
    """The fields from which the last day follows."""
    return list(dict.fromkeys((str(rule.start), *rule.stated, *rule.extended_on)))


# -------------------------------------------------------------------- which records


class _Waiting:
    """The records of one ledger that any of its rules waits for, in one statement."""

    def __init__(self, ledger: Ledger, rules: Sequence[Deadline], ledgers: Mapping[str, Ledger], today: date) -> None:
        self.ledger, self._rules, self._ledgers = ledger, rules, ledgers
        self._write = Expressions(Period(today, today))
        tests = [self._waits(rule) for rule in rules]
        self._from = f"{self._write.source(ledger, self._linked())} WHERE ({' OR '.join(tests)})"
        self.text = f"SELECT r.*, {', '.join(self._columns(tests))} {self._from}"
        self.parameters = self._write.parameters.values

    def counted(self, rule: Deadline, *, by_person: bool) -> str:
        """How many records wait by what their last day follows from."""
        days = ", ".join(f"r.{quoted(name)}" for name in _days_of(rule))
        listed = f'{days}, {self._who(rule)} AS "#person"' if by_person else days
        return f'SELECT {listed}, count(*) AS "#count" {self._from} GROUP BY {days}' + (', "#person"' * by_person)

    def among(self, alike: Alike, most: int) -> tuple[str, dict[str, Stored]]:
        """The records that are alike, the first made first; with the values that are bound."""
        given = {f"alike{number}": value for number, value in enumerate(alike.days.values())}
        tests = [f"r.{quoted(name)} IS :{bound}" for name, bound in zip(alike.days, given, strict=True)]
        tests.append(f"{self._who(alike.rule)} = :person")
        text = f"{self.text} AND {' AND '.join(tests)} ORDER BY r.rowid LIMIT :most"
        return text, {**self.parameters, **given, "person": alike.person, "most": most}

    def _who(self, rule: Deadline) -> str:
        """Who does it, as `person` tells it."""
        named = f"nullif({self._write.column(rule.person)}, '')" if rule.person else "NULL"
        return f"coalesce({named}, r.created_by, '')"

    def rules_of(self, record: Record) -> Iterator[Deadline]:
        """The rules that wait for a row."""
        return (rule for number, rule in enumerate(self._rules) if record[f"#{number}"])

    def words(self, rule: Deadline, record: Record, started: date) -> tuple[str, str]:
        """Whom a row concerns, and what names it with the start of its time."""
        field = self.ledger.fields[self.ledger.title]
        named = field.display(record[field.name])
        subject = str(record["#enterprise"] or "") if self._enterprise else ""
        since = _since(self.ledger.fields[str(rule.start)].label, started)
        return subject or named or self.ledger.label, "，".join(filter(None, (subject and named, since)))

    def person(self, rule: Deadline, record: Record) -> str:
        """Who does it."""
        named = record[f"#{rule.person.text}"] if rule.person else None
        return str(named or record["created_by"] or "")

    @cached_property
    def _enterprise(self) -> Path | None:
        """The name of the enterprise that a record of the ledger concerns."""
        link = next((one for one in self.ledger.links.values() if one.ledger == _ENTERPRISE), None)
        target = self._ledgers.get(_ENTERPRISE)
        return Path(target.fields[target.title], link) if link and target else None

    def _columns(self, tests: Sequence[str]) -> Iterator[str]:
        for number, test in enumerate(tests):
            yield f'{test} AS "#{number}"'
        if self._enterprise:
            yield f'{self._write.column(self._enterprise)} AS "#enterprise"'
        for path in {rule.person.text: rule.person for rule in self._rules if rule.person}.values():
            yield f"{self._write.column(path)} AS {quoted('#' + path.text)}"

    def _linked(self) -> dict[str, str]:
        """The link fields that the statement looks through, with their targets."""
        paths = [rule.person for rule in self._rules] + [self._enterprise]
        for rule in self._rules:
            for one in (*rule.where, *rule.unless):
                paths += [one.path, one.other] if isinstance(one, InOrder) else [one.path]
        return {path.link.name: str(path.link.ledger) for path in paths if path and path.link}

    def _waits(self, rule: Deadline) -> str:
        """Whether a rule waits for a row: 1 or 0."""
        write, start = self._write, f"r.{quoted(str(rule.start))}"
        # These stand in every test and in this form, so that SQLite sees that the rule's own index holds the records.
        parts = ["r.deleted_at IS NULL", f"{start} IS NOT NULL"]
        parts += [f"r.{quoted(name)} IS NULL" for name in rule.done]
        if rule.valid_from:
            parts.append(f"{start} >= {write.day(rule.valid_from)}")
        if rule.valid_to:
            parts.append(f"{start} <= {write.day(rule.valid_to)}")
        if rule.days is None:
            parts.append(
                f"coalesce({', '.join([*(f'r.{quoted(name)}' for name in rule.stated), 'NULL'])}) IS NOT NULL"
            )
        parts += [self._holds(one) for one in rule.where]
        parts += [f"NOT {self._holds(one)}" for one in rule.unless]
        return f"({' AND '.join(parts)})"

    def _holds(self, condition: Condition) -> str:
        """A condition; false where what it looks at is missing."""
        return f"coalesce({self._write.condition(condition)}, 0)"


def _since(label: str, day: date) -> str:
    """When the time began: 11月12日决定 for 决定日期, 整改期限11月8日 for a longer label."""
    said, verb = f"{day.month}月{day.day}日", label.removesuffix("日期")
    return f"{said}{verb}" if label.endswith("日期") and len(verb) <= 2 else f"{label}{said}"
