"""From batches to records: dates over the year, totals spread to the last 分, links, and decoys.

A decoy is a record that must not count: of another year, another level, deleted, without its date, or, in a
register, no longer or not yet in force.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from desktop.catalogue import Field, Ledger
from desktop.demo.batches import Batch
from desktop.demo.plausible import Plausible
from desktop.store import Log

Values = dict[str, object]

DEFAULT_POOL = 60
"""Enterprises made for batches that need one and name none."""

_DECOY_SHARE = 12
_MOST_DECOYS = 12
_OTHER_LEVEL = "其他部门"


class Generator:
    """Fills one log from batches, in order; a batch may link to records of an earlier one."""

    def __init__(self, log: Log, first: date, last: date, place: str, seed: str) -> None:
        self._log = log
        self._first, self._last = first, last
        self._random = Random(seed)
        self._plausible = Plausible(self._random, place)
        self._organ = f"{place}应急管理局"
        self._pools: dict[str, list[Values]] = {}
        self._numbers: dict[tuple[str, int], int] = {}
        log.new_id = _Ids(self._random, last)

    def continue_in(self, first: date, last: date) -> None:
        """Go on in another span; later batches may still link to the records made so far."""
        self._first, self._last = first, last
        self._log.new_id = _Ids(self._random, last)

    def make(self, batches: Iterable[Batch]) -> None:
        """Write every batch with its decoys."""
        for number, batch in enumerate(batches):
            records = [self._record(batch, place) for place in range(batch.count)]
            self._spread_totals(batch, records)
            self._pools[batch.name or f"#{number}"] = self._save(batch.ledger, records)
            if batch.decoys:
                self._make_decoys(batch)

    def _save(self, ledger: Ledger, records: list[Values]) -> list[Values]:
        added = self._log.add_many(ledger, enumerate(records))
        if added.rejected:
            first = added.rejected[0]
            raise AssertionError(f"{ledger.name}: {records[first.line]}: {[one.message for one in first.problems]}")
        for record, id_ in zip(records, added.ids, strict=True):
            record["id"] = id_
        return records

    # ---------------------------------------------------------------- one record

    def _record(self, batch: Batch, place: int) -> Values:
        values: Values = dict(batch.set)
        values |= {name: terms[place % len(terms)] for name, terms in batch.cycle.items()}
        for name, weights in batch.choose.items():
            values[name] = self._random.choices(list(weights), weights=list(weights.values()))[0]
        values |= {name: self._random.randint(low, high) for name, (low, high) in batch.range.items()}
        self._link(batch, values, place)
        self._place(batch, values, place)
        self._fill_needed(batch.ledger, values)
        for name, chance in batch.blank.items():
            if self._random.randrange(100) < chance:
                values[name] = None
        self._follow(batch, values)
        return values

    def _link(self, batch: Batch, values: Values, place: int) -> None:
        for name, pool in batch.link.items():
            records = self._pools[pool]
            linked = records[place % len(records)]
            values[name] = linked["id"]
            for own, source in batch.inherit.items():
                if source.partition(".")[0] == name:
                    values[own] = linked.get(source.partition(".")[2])

    def _place(self, batch: Batch, values: Values, place: int) -> None:
        """The date that places the record, spread over the period; a register's entry begins before it."""
        ledger = batch.ledger
        name = batch.date or ledger.date
        if name and name not in values:
            values[name] = self._day(batch, place).isoformat()
        if ledger.active and ledger.active[0] not in (*values, *batch.after):
            days = self._random.randrange(400, 3000)
            values[ledger.active[0]] = (self._first - timedelta(days=days)).isoformat()

    def _day(self, batch: Batch, place: int) -> date:
        first, last = batch.within or (self._first, self._last)
        if batch.per_month:
            month = next(m for m in range(12) if place < sum(batch.per_month[: m + 1]))
            return date(self._first.year, month + 1, 3 + 20 * (place % 2) // 1)
        length = (last - first).days + 1
        low, high = (
            length * place // batch.count,
            max(length * (place + 1) // batch.count - 1, length * place // batch.count),
        )
        day = first + timedelta(days=self._random.randint(low, high))
        if day.weekday() > 4 and first <= day - timedelta(days=2):
            day -= timedelta(days=day.weekday() - 4)
        return day

    def _follow(self, batch: Batch, values: Values) -> None:
        """Dates that come so many days after another date of the record, not past the period."""
        for name, rule in batch.after.items():
            base, low, high = str(rule[0]), int(str(rule[1])), int(str(rule[2]))
            if name in values or not values.get(base):
                continue
            begun = date.fromisoformat(str(values[base]))
            day = begun + timedelta(days=self._random.randint(low, high))
            values[name] = max(begun, min(day, max(self._last, begun))).isoformat()

    def _fill_needed(self, ledger: Ledger, values: Values) -> None:
        """Give a record what names it, and what a clerk would not leave empty."""
        for name, field in ledger.fields.items():
            wanted = name == ledger.title or field.needed or name in ("organ", "town", "address", "uscc")
            if name in values or not wanted:
                continue
            value = self._value(ledger, field)
            if value is not None:
                values[name] = value

    def _value(self, ledger: Ledger, field: Field) -> object:
        kind = field.type.name
        if field.ledger:
            return self._default_link(field)
        if kind == "choice":
            return field.default or next(iter(field.choices.values()))
        if kind == "boolean":
            return False
        if kind in ("text", "long_text"):
            return self._text(ledger, field)
        return None

    def _text(self, ledger: Ledger, field: Field) -> str:
        makers = {
            "uscc": self._plausible.uscc, "town": self._plausible.town, "person": self._plausible.person,
            "phone": self._plausible.phone, "address": self._plausible.address,
        }  # fmt: skip
        if field.name == "organ":
            return self._organ
        if field.name in makers:
            return makers[field.name]()
        if ledger.name == "enterprise" and field.name == "name":
            return self._plausible.enterprise()
        if ledger.name == "staff" and field.name == "name":
            return self._plausible.person()
        if field.name.endswith("_no"):
            return f"{ledger.label[:2]}〔{self._first.year}〕{self._next(ledger, self._first.year)}号"
        number = self._next(ledger)
        return f"{ledger.label}第{number}号" if field.name == ledger.title else f"{field.label}{number}"

    def _next(self, ledger: Ledger, year: int = 0) -> int:
        """The next number of a ledger: documents are numbered anew every year, names are not."""
        number = self._numbers[ledger.name, year] = self._numbers.get((ledger.name, year), 0) + 1
        return number

    def _default_link(self, field: Field) -> object:
        if field.ledger != "enterprise":
            return None
        if "enterprise" not in self._pools:
            ledger = self._log.catalogue.ledgers["enterprise"]
            batch = Batch("enterprise", ledger, DEFAULT_POOL, decoys=False, set={"level": "本局"})
            self._pools["enterprise"] = self._save(ledger, [self._record(batch, n) for n in range(DEFAULT_POOL)])
        return self._random.choice(self._pools["enterprise"])["id"]

    # ---------------------------------------------------------------- totals

    def _spread_totals(self, batch: Batch, records: list[Values]) -> None:
        for name, total in batch.total.items():
            field = batch.ledger.fields[name]
            parts = spread(Decimal(str(total)), len(records), field.places, self._random)
            for record, part in zip(records, parts, strict=True):
                record[name] = str(part)
        for name in batch.approx:
            for record in records:
                record[f"{name}_approx"] = True

    # ---------------------------------------------------------------- decoys

    def _make_decoys(self, batch: Batch) -> None:
        count = min(_MOST_DECOYS, max(1, batch.count // _DECOY_SHARE))
        ledger = batch.ledger
        for change in self._decoy_changes(batch):
            records = []
            for place in range(count):
                record = self._record(batch, place)
                for name in batch.total:
                    record[name] = str(self._random.randint(1, 9) * 100)
                records.append({**record, **change})
            self._save(ledger, records)
        doomed = [self._record(batch, place) for place in range(count)]
        for record in self._save(ledger, doomed):
            self._log.delete(ledger, str(record["id"]), reason="重复登记")

    def _decoy_changes(self, batch: Batch) -> Iterator[Values]:
        """What makes a copy not count. Dates that follow the placing date are dropped with it."""
        ledger, name = batch.ledger, batch.date or batch.ledger.date
        following: Values = {
            one.name: None for one in ledger.fields.values() if one.type.name == "date" and one.name != name
        }
        following |= {one: batch.set[one] for one in ledger.active or () if one in batch.set}
        before: Values = {name: _iso(self._first, -self._random.randint(30, 300))} if name else {}
        after: Values = {name: _iso(self._last, self._random.randint(5, 60))} if name else {}
        if ledger.active:
            # Out of force and, where the ledger has a date too, out of the period.
            start, end = ledger.active
            yield {start: "2015-03-01", **following, **before, end: _iso(self._first, -20)}
            yield {**following, **after, start: _iso(self._last, 20), end: None}
        elif name:
            yield {**following, **before}
            yield {**following, **after}
            if ledger.fields[name].needed == "count":
                yield {**following, name: None}
        if batch.set.get("level", ledger.fields["level"].default) != _OTHER_LEVEL and "level" in batch.set:
            yield {"level": _OTHER_LEVEL}


def spread(total: Decimal, count: int, places: int, random: Random) -> list[Decimal]:
    """Part a total into `count` uneven parts that add up to it exactly; every part at least one unit, if it can."""
    smallest = Decimal(1).scaleb(-places)
    step = next((s for s in _ROUND_STEPS if s >= smallest and total % s == 0 and total >= 5 * s * count), smallest)
    units = int(total / step)
    least = 1 if units >= count else 0
    weights = [random.uniform(0.5, 1.5) for _ in range(count)]
    free = units - least * count
    parts = [least + int(free * weight / sum(weights)) for weight in weights]
    parts[-1] += units - sum(parts)
    return [part * step for part in parts]


_ROUND_STEPS = tuple(map(Decimal, ("10000", "1000", "500", "100", "10", "1")))
"""Amounts and numbers are rounder than chance: the coarsest step that leaves every record a few."""


def _iso(day: date, shift: int) -> str:
    return (day + timedelta(days=shift)).isoformat()


class _Ids:
    """UUIDv7-shaped ids that are the same in every run, so that a generated log can be compared."""

    def __init__(self, random: Random, day: date) -> None:
        self._random = random
        self._time = (day - date(1970, 1, 1)).days * 86_400_000

    def __call__(self) -> str:
        self._time += 1
        tail = self._random.getrandbits(74)
        number = self._time << 80 | 7 << 76 | (tail >> 62) << 64 | 2 << 62 | tail & (1 << 62) - 1
        text = f"{number:032x}"
        return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
