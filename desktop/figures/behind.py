"""The records behind a figure, and those left out of it, as rows that a person recognises."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from desktop.catalogue import Condition, Field, Indicator, Ledger, Measure, Placing, Stored
from desktop.catalogue.conditions import Filled, HasTag, OneOf
from desktop.catalogue.fields import plain_decimal
from desktop.catalogue.indicator_definitions import UNITS_OF_MONEY
from desktop.figures.engine import Engine
from desktop.figures.period import Period
from desktop.figures.sql import quoted
from desktop.store import Log, Record
from desktop.store.listing import Filter

MOST_NAMED = 50_000
"""Records that a list can be told by their ids."""

_AT_ONCE = 500


@dataclass(frozen=True)
class Behind:
    """One record: which, of what day, whom it concerns, what it is called, what it adds, what it lacks."""

    ledger: Ledger
    id: str
    day: str
    subject: str
    detail: str
    amount: str = ""
    missing: str = ""


def rows_behind(
    engine: Engine, log: Log, indicator: Indicator, period: Period, most: int | None = None
) -> list[Behind]:
    """The records that count, newest first; with `most`, no more of each ledger's than that."""
    found: list[Behind] = []
    for name, records in engine.rows(indicator.name, period, most).items():
        tell = _Teller(log, log.catalogue.ledgers[name], indicator, records)
        found += [tell.row(record, amount=_amount(indicator, record)) for record in records]
    return _newest_first(found)


def rows_left_out(engine: Engine, log: Log, indicator: Indicator, period: Period) -> list[Behind]:
    """The records that could not be counted, with what each lacks."""
    found: list[Behind] = []
    for name, left in engine.uncounted(indicator.name, period).items():
        tell = _Teller(log, log.catalogue.ledgers[name], indicator, [one.record for one in left])
        found += [tell.row(one.record, missing=one.reason) for one in left]
    return _newest_first(found)


def rows_of(log: Log, ledger: Ledger, ids: Iterable[str]) -> dict[str, tuple[Behind, Record]]:
    """Records of a ledger by id, those in the recycle bin too, each as a row and as it is stored."""
    wanted, records = sorted(ids), list[Record]()
    for start in range(0, len(wanted), _AT_ONCE):
        some = wanted[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(some))
        records += log.select(f"SELECT * FROM {quoted(ledger.name)} WHERE id IN ({marks})", some)
    tell = _Teller(log, ledger, None, records)
    return {str(one["id"]): (tell.row(one), one) for one in records}


def exact_filter(engine: Engine, indicator: Indicator, ledger: str, period: Period) -> Filter:
    """Exactly the records of one ledger behind a figure; far too many to name are told by `ledger_filter`."""
    ids = engine.record_ids(indicator.name, period).get(ledger, [])
    return Filter(ids=tuple(ids)) if len(ids) <= MOST_NAMED else ledger_filter(indicator, period)


def ledger_filter(indicator: Indicator, period: Period) -> Filter:
    """The records behind a figure as far as a ledger's filter can tell them: its days and its choices."""
    ledger = indicator.ledger
    if ledger is None:
        return Filter(period.first, period.last)
    equals = dict(filter(None, map(_as_equals, indicator.where)))
    in_period = indicator.placing is Placing.PERIOD and indicator.when == ledger.date
    return Filter(period.first, period.last, equals) if in_period else Filter(equals=equals)


def _as_equals(condition: Condition) -> tuple[str, tuple[Stored, ...]] | None:
    if condition.path.link:
        return None
    match condition:
        case OneOf(path=path, values=values):
            return path.field.name, values
        case HasTag(path=path, terms=terms):
            return path.field.name, terms
        case Filled(path=path, filled=False):
            return path.field.name, (None,)
    return None


def composition(rows: Iterable[Behind]) -> str:
    """How many records of which ledger: 隐患 1,386 条，执法检查 412 条."""
    counts: dict[str, int] = {}
    for row in rows:
        counts[row.ledger.label] = counts.get(row.ledger.label, 0) + 1
    return "，".join(f"{label} {number:,} 条" for label, number in counts.items())


class _Teller:
    """Says what a record is, with the names of what it links to."""

    def __init__(self, log: Log, ledger: Ledger, indicator: Indicator | None, records: Iterable[Record]) -> None:
        self._ledger = ledger
        own = indicator.when if indicator and indicator.ledger is ledger else None
        self._day = own or ledger.date or (ledger.active or (None,))[0]
        self._links = subject_links(ledger)
        wanted = {link.name: {str(one[link.name]) for one in records if one[link.name]} for link in self._links}
        self._names = {
            link.name: names_of(log, log.catalogue.ledgers[str(link.ledger)], wanted[link.name])
            for link in self._links
        }

    def row(self, record: Record, *, amount: str = "", missing: str = "") -> Behind:
        title = self._shown(self._ledger.title, record)
        subject = next(filter(None, (self._names[one.name].get(str(record[one.name])) for one in self._links)), "")
        kind = self._kind(record)
        detail = (kind or title) if self._ledger.title.endswith("_no") or not subject else title
        name = subject or title or f"未填{self._ledger.fields[self._ledger.title].label}"
        day = str(record[self._day] or "") if self._day else ""
        return Behind(self._ledger, str(record["id"]), day, name, detail, amount, missing)

    def _kind(self, record: Record) -> str:
        return self._shown("kind", record) if "kind" in self._ledger.fields else ""

    def _shown(self, field: str, record: Record) -> str:
        if field in self._names:
            return self._names[field].get(str(record[field]), "")
        return self._ledger.fields[field].display(record[field]).replace("\n", " ")


def subject_links(ledger: Ledger) -> list[Field]:
    """The links that say whom a record concerns: to an enterprise."""
    return [link for link in ledger.links.values() if link.ledger == "enterprise"]


def names_of(log: Log, ledger: Ledger, ids: Iterable[str]) -> dict[str, str]:
    """What names each of some records, by id."""
    title = ledger.fields[ledger.title]
    return {str(id_): title.display(value) for id_, value in _titles(log, ledger, sorted(ids))}


def _titles(log: Log, ledger: Ledger, ids: list[str]) -> Iterator[tuple[str, Stored]]:
    for start in range(0, len(ids), _AT_ONCE):
        some = ids[start : start + _AT_ONCE]
        marks = ", ".join("?" * len(some))
        yield from log.query(
            f"SELECT id, {quoted(ledger.title)} FROM {quoted(ledger.name)} WHERE id IN ({marks})", some
        )


def _amount(indicator: Indicator, record: Mapping[str, Stored]) -> str:
    """What one record adds to the figure, in its unit; empty where records are not added up."""
    if indicator.measure is Measure.COUNT and indicator.ledger:
        return str(record[indicator.ledger.quantity] or 1) if indicator.ledger.quantity else "1"
    of = indicator.of
    if of is None or of.link or indicator.measure not in (Measure.SUM, Measure.MIN, Measure.MAX):
        return ""
    value = record[of.field.name]
    if value is None:
        return ""
    if of.field.type.name != "money":
        return of.field.display(value)
    amount = Decimal(int(value)).scaleb(-UNITS_OF_MONEY[indicator.unit])
    whole, _, part = plain_decimal(amount).partition(".")
    return f"{int(whole):,}.{part.ljust(2, '0')}"


def _newest_first(rows: list[Behind]) -> list[Behind]:
    return sorted(rows, key=lambda row: (row.day, row.id), reverse=True)
