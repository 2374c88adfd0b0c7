"""Before a record is saved: what it will add to which figure, and which gaps will leave it out."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from desktop.catalogue import Catalogue, Condition, Indicator, Ledger, Measure, Stored
from desktop.catalogue.conditions import Filled, HasTag, LacksTags, NoneOf, OneOf, Within
from desktop.catalogue.fields import plain_decimal, tag_list
from desktop.catalogue.masking import mask
from desktop.figures.engine import Engine
from desktop.figures.period import Period
from desktop.figures.sql import paths_of, quoted
from desktop.store import Log, Record, read_draft
from desktop.store.connection import connect
from desktop.store.links import LinkFinder

Deltas = dict[str, Fraction]
"""What is added, by indicator, in its unit."""

_SINGLE = (Measure.COUNT, Measure.SUM, Measure.DISTINCT)
_COMBINED = (Measure.TOTAL, Measure.DIFFERENCE)


@dataclass(frozen=True)
class Addition:
    """What a record adds to one figure of the report."""

    indicator: str
    """The indicator's name, to open it."""
    label: str
    unit: str
    amount: str
    """+3, +1.5; −1 where an edit takes something away."""


@dataclass(frozen=True)
class Gap:
    """An empty field that leaves a record out of figures."""

    field: str
    message: str
    """未填，不计入 2 个指标"""
    indicators: tuple[str, ...] = ()
    """Labels of those figures."""


# -------------------------------------------------------------------- what is added


def adds(
    log: Log, ledger: Ledger, typed: Mapping[str, object], period: Period, record_id: str | None = None
) -> list[Addition]:
    """What saving the draft would add to the outlines' figures; for the record `record_id`, what the edit changes.

    Nothing is written: the draft stands in a temporary table of a connection of its own, so this may run in any
    thread. Fields that cannot be read yet are taken as empty. Ratios, extremes and streaks are nothing to add to.
    """
    shown = [one for one in outline_indicators(log.catalogue) if _adds_up(log.catalogue, one)]
    parts = {part.name: part for one in shown for part in _parts(log.catalogue, one) if part.ledger is ledger}
    with _trial(log) as trial:
        before = trial.record(ledger, record_id) if record_id else None
        deltas = _deltas(trial, ledger, parts, period, (before, _draft_row(trial, ledger, typed, before)))
    found = ((one, _combined(log.catalogue, one, deltas)) for one in shown)
    return [Addition(one.name, one.label, one.unit, _signed(delta)) for one, delta in found if delta]


def outline_indicators(catalogue: Catalogue) -> list[Indicator]:
    """The indicators that stand in an outline, in its order."""
    names = [name for outline in catalogue.outlines.values() for _, one in outline.walk() for name in one.indicators]
    return [catalogue.indicators[name] for name in dict.fromkeys(names)]


def _parts(catalogue: Catalogue, one: Indicator) -> Iterator[Indicator]:
    """The indicators over records that make up an indicator."""
    if one.ledger:
        yield one
    for name in one.over:
        yield from _parts(catalogue, catalogue.indicators[name])


def _adds_up(catalogue: Catalogue, one: Indicator) -> bool:
    if one.measure in _COMBINED:
        return all(_adds_up(catalogue, catalogue.indicators[name]) for name in one.over)
    return one.measure in _SINGLE


@contextmanager
def _trial(log: Log) -> Iterator[Log]:
    """The same log through a connection whose temporary tables no writer sees."""
    trial = Log(log.file, connect(log.file, read_only=log.read_only), log.catalogue, log.person)
    try:
        yield trial
    finally:
        trial.close()


def _draft_row(trial: Log, ledger: Ledger, typed: Mapping[str, object], before: Record | None) -> Record:
    draft = read_draft(ledger, typed, before)
    LinkFinder(trial.connection, trial.catalogue).resolve(draft)
    unread = dict.fromkeys(problem.field for problem in draft.problems if problem.field in ledger.links)
    kept = before or {"id": "draft", "created_at": "", "created_by": ""}
    # A temporary table may lie on disk: what is secret stands in it as its mask.
    masked = {name: mask(str(text)) for name in ledger.secrets if (text := draft.values.get(name))}
    return {**kept, **draft.values, **masked, **unread}


def _deltas(
    trial: Log, ledger: Ledger, parts: Mapping[str, Indicator], period: Period, rows: tuple[Record | None, Record]
) -> Deltas:
    """The values over the new row alone less those over the old; what is counted distinct, among its like."""
    before, after = rows
    olds, news = [before] if before else [], [after]
    old, new = (_alone(trial, ledger, held, period, parts) for held in (olds, news))
    found = {name: new[name] - old[name] for name in parts}
    for name, one in parts.items():
        if one.measure is Measure.DISTINCT and (old[name] or new[name]):
            found[name] = _distinct(trial, one, period, olds, news)
    return found


def _alone(trial: Log, ledger: Ledger, rows: Sequence[Record], period: Period, names: Iterable[str]) -> Deltas:
    if not rows:
        return dict.fromkeys(names, Fraction(0))
    with _held(trial, ledger, rows, ledger.name):
        return _values(trial, period, names)


def _distinct(trial: Log, one: Indicator, period: Period, olds: Sequence[Record], news: Sequence[Record]) -> Fraction:
    """How many values more are counted, among the records that share the counted value with the row."""
    alike = _alike(one, (*olds, *news))
    without, among = (_among_others(trial, one, rows, period, alike) for rows in ((), news))
    return among - without


def _alike(one: Indicator, rows: Iterable[Record]) -> str:
    """That a record has the value of one of the rows; of a linked record's field, any."""
    if one.of is None or one.of.link:
        return "1"
    name = one.of.field.name
    return f"{quoted(name)} IN ({', '.join(_literal(row.get(name)) for row in rows)})"


def _literal(value: Stored) -> str:
    """A value in the text of a view, which takes no parameters."""
    if value is None:
        return "NULL"
    return str(value) if isinstance(value, int) else "'" + value.replace("'", "''") + "'"


def _among_others(trial: Log, one: Indicator, rows: Sequence[Record], period: Period, alike: str) -> Fraction:
    """The value over the kept records, with these rows in place of those of the same id."""
    assert one.ledger is not None
    table, run = quoted(one.ledger.name), trial.connection.execute
    with _held(trial, one.ledger, rows, "_draft"):
        others = f"SELECT * FROM main.{table} WHERE {alike} AND id NOT IN (SELECT id FROM temp._draft)"
        run(f"CREATE TEMP VIEW {table} AS {others} UNION ALL SELECT * FROM temp._draft")
        try:
            return _values(trial, period, [one.name])[one.name]
        finally:
            run(f"DROP VIEW temp.{table}")


@contextmanager
def _held(trial: Log, ledger: Ledger, rows: Sequence[Record], name: str) -> Iterator[None]:
    """Hold rows of a ledger in a temporary table; under the ledger's own name, SQLite takes it for the ledger."""
    held, run = f"temp.{quoted(name)}", trial.connection.execute
    run(f"CREATE TABLE {held} AS SELECT * FROM main.{quoted(ledger.name)} LIMIT 0")
    for row in rows:
        names, marks = ", ".join(map(quoted, row)), ", ".join("?" * len(row))
        run(f"INSERT INTO {held} ({names}) VALUES ({marks})", tuple(row.values()))
    try:
        yield
    finally:
        run(f"DROP TABLE {held}")


def _values(trial: Log, period: Period, names: Iterable[str]) -> Deltas:
    outcomes = Engine(trial).outcomes(period, list(names))
    return {name: outcomes[name].exact or Fraction(0) for name in names}


def _combined(catalogue: Catalogue, one: Indicator, deltas: Deltas) -> Fraction:
    if not one.measure.combines:
        return deltas.get(one.name, Fraction(0))
    first, *others = (_combined(catalogue, catalogue.indicators[name], deltas) for name in one.over)
    return first + sum(others) if one.measure is Measure.TOTAL else first - sum(others)


def _signed(delta: Fraction) -> str:
    """Exact: what is added up has a power of ten below the line."""
    number = Decimal(abs(delta.numerator)) / Decimal(delta.denominator)
    return ("+" if delta > 0 else "−") + plain_decimal(number)


# -------------------------------------------------------------------- what is left out


def gaps(ledger: Ledger, values: Mapping[str, Stored], catalogue: Catalogue) -> list[Gap]:
    """Fields needed to count that are empty in these stored values, and which figures leave the record out for it.

    Figures that the filled fields already rule out are not named.
    """
    empty = [name for name, one in ledger.fields.items() if one.needed == "count" and values.get(name) is None]
    missed: dict[str, list[str]] = {name: [] for name in empty}
    for one in outline_indicators(catalogue):
        asked = {name for part in _parts(catalogue, one) for name in _asked(part, ledger, values)}
        for name in asked.intersection(empty):
            missed[name].append(one.label)
    return [
        Gap(name, f"未填，不计入 {len(labels)} 个指标", tuple(labels)) for name, labels in missed.items() if labels
    ]


def _asked(one: Indicator, ledger: Ledger, values: Mapping[str, Stored]) -> set[str]:
    """The ledger's own fields that decide whether, and as what, a record counts; none where it is ruled out."""
    if one.ledger is not ledger or not all(_may_hold(condition, values) for condition in one.where):
        return set()
    named = {path.link.name if path.link else path.field.name for path in paths_of(one) if path.needed_to_count}
    return named | ({one.when} if one.when else set())


def _may_hold(condition: Condition, values: Mapping[str, Stored]) -> bool:
    """False where a field of the record itself already decides against it."""
    path = condition.path
    value = values.get(path.field.name)
    if path.link:
        return True
    if isinstance(condition, Filled):
        return condition.filled == (value is not None)
    if value is None:
        return path.needed_to_count
    return _holds(condition, value)


def _holds(condition: Condition, value: str | int) -> bool:
    match condition:
        case OneOf(values=terms):
            return value in terms
        case NoneOf(values=terms):
            return value not in terms
        case HasTag(terms=terms):
            return not set(terms).isdisjoint(tag_list(value))
        case LacksTags(terms=terms):
            return set(terms).isdisjoint(tag_list(value))
        case Within(low=low, high=high):
            return _within(value, low, high)
    return True


def _within(value: str | int, low: Stored, high: Stored) -> bool:
    if isinstance(value, int):
        return (low is None or int(low) <= value) and (high is None or value <= int(high))
    return (low is None or str(low) <= value) and (high is None or value <= str(high))
