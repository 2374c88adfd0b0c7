"""The figure engine: every indicator over a period, for the screen, Excel, Word and the command line alike."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from desktop.catalogue import Catalogue, Indicator, Ledger, Measure, Path, Placing
from desktop.catalogue.indicator_definitions import UNITS_OF_MONEY
from desktop.figures import stating
from desktop.figures.adjustments import Adjustment, AdjustmentEntry, adjusted, entries_in
from desktop.figures.explaining import explain
from desktop.figures.passes import Pass, Raw, Statement, plan
from desktop.figures.period import Period, whole_steps
from desktop.figures.sql import Expressions, deciding_paths_of, links_of, quoted
from desktop.store import Log, Record

NIL_RETURN = "nil_return"
"""The ledger in which a bureau states that nothing of a kind occurred in a span of time."""


@dataclass(frozen=True)
class Outcome:
    """An indicator's value over a period, in its unit and unrounded."""

    exact: Fraction | None
    records: int
    approx: bool = False


@dataclass(frozen=True)
class Figure:
    """An indicator over a period as it is stated everywhere."""

    indicator: Indicator
    period: Period
    exact: Fraction | None
    value: Decimal | None
    text: str
    approx: bool
    records: int
    uncounted: int
    previous: Decimal | None
    """The stated value of the same span a year earlier."""
    known: bool = True
    """Whether the value says something: there is one, and a zero is no mere lack of records."""
    adjustment: Adjustment | None = None
    """What was changed by hand; `value` and `text` stay what the ledgers give."""

    @property
    def reported(self) -> Decimal | None:
        """The value that the report states: the computed one, with what was adjusted."""
        return self.adjustment.reported if self.adjustment else self.value

    @property
    def reported_text(self) -> str:
        """The text of `reported`."""
        return self.adjustment.text if self.adjustment else self.text

    @property
    def number(self) -> int | float | None:
        """The value as JSON and Excel carry it."""
        return stating.as_number(self.value)

    @property
    def previous_number(self) -> int | float | None:
        """Last year's value as JSON and Excel carry it."""
        return stating.as_number(self.previous)


@dataclass(frozen=True)
class Uncounted:
    """A record that an indicator had to leave out because something needed to count it is missing."""

    record: Record
    reason: str


class Engine:
    """Computes indicators from one log: those of its catalogue, or of another with the same ledgers."""

    def __init__(self, log: Log, catalogue: Catalogue | None = None) -> None:
        self._log = log
        self._catalogue: Catalogue = catalogue or log.catalogue
        self._marked: dict[str, frozenset[str]] = {}

    # ---------------------------------------------------------------- figures

    def figures(self, period: Period, names: Iterable[str] | None = None) -> list[Figure]:
        """The figures of a period, all or those named, in the order of the catalogue."""
        wanted = list(self._catalogue.indicators if names is None else names)
        now, before = self.outcomes(period, wanted), self.outcomes(period.last_year(), wanted)
        gaps = self._uncounted_counts(period, wanted)
        kept = _KeptLedgers(self._log, self._catalogue, period)
        entries = entries_in(self._log, period)
        return [self._figure(name, period, now, before, gaps, kept, entries) for name in wanted]

    def figure(self, name: str, period: Period) -> Figure:
        """One figure."""
        return self.figures(period, [name])[0]

    def _figure(
        self, name: str, period: Period, now: Mapping[str, Outcome], before: Mapping[str, Outcome],
        gaps: Mapping[str, int], kept: "_KeptLedgers", entries: Mapping[str, tuple[AdjustmentEntry, ...]],
    ) -> Figure:  # fmt: skip
        one, outcome = self._catalogue.indicators[name], now[name]
        complete = gaps[name] == 0
        known = outcome.exact is not None and (outcome.exact != 0 or kept.keeps(self._ledgers_of(one)))
        text = stating.stated(
            one,
            outcome.exact,
            approx=outcome.approx,
            records=outcome.records if complete else 0,
            kept=complete and known,
        )
        return Figure(
            indicator=one,
            period=period,
            exact=outcome.exact,
            value=stating.rounded(one, outcome.exact),
            text=text,
            approx=outcome.approx,
            records=outcome.records,
            uncounted=gaps[name],
            previous=stating.rounded(one, before[name].exact),
            known=known,
            adjustment=adjusted(one, outcome.exact, entries.get(one.label, ()), approx=outcome.approx),
        )

    def explanation(self, name: str, period: Period) -> str:
        """What the figure counts, in Chinese, and what was adjusted by hand."""
        one = self._catalogue.indicators[name]
        said = explain(one, self._catalogue, period)
        if one.label not in entries_in(self._log, period):
            return said
        adjustment = self.figure(name, period).adjustment
        return said + (adjustment.sentence(one.unit) if adjustment else "")

    # ---------------------------------------------------------------- values

    def outcomes(self, period: Period, names: Iterable[str] | None = None) -> dict[str, Outcome]:
        """Values of indicators and of those that they are made of, in as few passes over each ledger as possible."""
        wanted = self._with_parts(self._catalogue.indicators if names is None else names)
        self._marked.clear()
        monthly = [one for one in wanted if one.measure in (Measure.MONTHLY_MIN, Measure.MONTHLY_MAX)]
        found: dict[str, Outcome] = {}
        for each in plan(one for one in wanted if one not in monthly):
            for row in self._run(Statement(each, period, self._marks(each.ledger))):
                for name, raw in row:
                    found[name] = _outcome(self._catalogue.indicators[name], raw, period)
        for one in monthly:
            found[one.name] = self._monthly_extreme(one, period)
        for one in wanted:
            if one.measure.combines:
                self._combine(one, found)
        return found

    def _with_parts(self, names: Iterable[str]) -> list[Indicator]:
        """Indicators with those that they are made of, parts first."""
        found: dict[str, Indicator] = {}

        def take(name: str) -> None:
            for part in self._catalogue.indicators[name].over:
                take(part)
            found.setdefault(name, self._catalogue.indicators[name])

        for name in names:
            take(name)
        return list(found.values())

    def _run(self, statement: Statement) -> Iterator[Iterator[tuple[str, Raw]]]:
        for row in self._log.query(statement.text, statement.parameters):
            yield statement.answers(row)

    def _marks(self, ledger: Ledger) -> frozenset[str]:
        """The 约 columns and the quantity of a ledger that say anything in any record: most do not."""
        if ledger.name not in self._marked:
            tests = {one.approx_column: "= 1" for one in ledger.fields.values() if one.approx_column}
            if ledger.quantity:
                tests[ledger.quantity] = "<> 1"
            columns = [name for name in tests if name]
            self._marked[ledger.name] = frozenset(name for name in columns if self._any(ledger, name, tests[name]))
        return self._marked[ledger.name]

    def _any(self, ledger: Ledger, column: str, test: str) -> bool:
        found = self._log.query(
            f"SELECT EXISTS (SELECT 1 FROM {quoted(ledger.name)}"
            f" WHERE deleted_at IS NULL AND {quoted(column)} {test})"
        )
        return bool(next(found)[0])

    def _combine(self, one: Indicator, found: dict[str, Outcome]) -> None:
        parts = [found[name] for name in one.over]
        values = [part.exact for part in parts]
        records, approx = sum(part.records for part in parts), any(part.approx for part in parts)
        exact: Fraction | None = None
        if None not in values:
            first, *others = (value for value in values if value is not None)
            if one.measure is Measure.TOTAL:
                exact = sum(others, first)
            elif one.measure is Measure.DIFFERENCE:
                exact = first - sum(others)
            elif others[0]:
                exact = first / others[0] * (100 if one.unit == "%" else 1)
        found[one.name] = Outcome(exact, records, approx)

    # ---------------------------------------------------------------- months

    def monthly(self, name: str, period: Period) -> dict[str, Fraction]:
        """An indicator month by month; a combined one and a register's are computed for each month's end."""
        one = self._catalogue.indicators[name]
        if one.measure.combines or one.placing is not Placing.PERIOD or one.measure is Measure.STREAK:
            spans = ((month, _month_within(month, period)) for month in period.months())
            values = {month: self.outcomes(span, [name])[name].exact for month, span in spans}
            return {month: value or Fraction(0) for month, value in values.items()}
        return {month: outcome.exact or Fraction(0) for month, outcome in self._by_month(one, period).items()}

    def _by_month(self, one: Indicator, period: Period) -> dict[str, Outcome]:
        assert one.ledger is not None
        statement = Statement(
            Pass(one.ledger, one.placing, one.when, [one]), period, self._marks(one.ledger), by_month=True
        )
        months = dict.fromkeys(period.months(), Outcome(Fraction(0), 0))
        for row in self._log.query(statement.text, statement.parameters):
            for _, raw in statement.answers(row):
                months[row[0]] = _outcome(one, raw, period)
        return months

    def _monthly_extreme(self, one: Indicator, period: Period) -> Outcome:
        months = self._by_month(one, period).values()
        pick = min if one.measure is Measure.MONTHLY_MIN else max
        extreme = pick(month.exact or Fraction(0) for month in months)
        approx = any(month.approx for month in months if month.exact == extreme)
        return Outcome(extreme, sum(month.records for month in months), approx)

    # ---------------------------------------------------------------- rows

    def rows(self, name: str, period: Period, most: int | None = None) -> dict[str, list[Record]]:
        """The records behind a figure, by ledger name; those of a combined one are its parts' together.

        With `most`, only so many of the newest of each part.
        """
        found: dict[str, dict[str, Record]] = {}
        for one in self._with_parts([name]):
            if one.ledger is None:
                continue
            write = Expressions(period)
            for record in self._select(one, write, _counted(one, write), most=most):
                found.setdefault(one.ledger.name, {})[str(record["id"])] = record
        return {ledger: list(records.values()) for ledger, records in found.items()}

    def record_ids(self, name: str, period: Period) -> dict[str, list[str]]:
        """The ids of `rows`, by ledger name."""
        found: dict[str, dict[str, None]] = {}
        for one in self._with_parts([name]):
            if one.ledger is None:
                continue
            write = Expressions(period)
            text = (
                f"SELECT r.id {write.source(one.ledger, links_of(one))}"
                f" WHERE r.deleted_at IS NULL AND {' AND '.join(_counted(one, write))}"
            )
            for (id_,) in self._log.query(text, write.parameters.values):
                found.setdefault(one.ledger.name, {})[str(id_)] = None
        return {ledger: list(ids) for ledger, ids in found.items()}

    def uncounted(self, name: str, period: Period) -> dict[str, list[Uncounted]]:
        """The records that a figure had to leave out, by ledger name, each with what is missing."""
        found: dict[str, dict[str, Uncounted]] = {}
        for one in self._with_parts([name]):
            if one.ledger is None:
                continue
            write = Expressions(period)
            needed = {f"missing_{n}": path for n, path in enumerate(_needed(one))}
            marks = "".join(f", {write.column(path)} IS NULL AS {mark}" for mark, path in needed.items())
            for record in self._select(one, write, [_undecided(one, write)], marks):
                missing = [path.label for mark, path in needed.items() if record.pop(mark)]
                if one.when and record[one.when] is None:
                    missing.insert(0, one.ledger.fields[one.when].label)
                reason = f"{'、'.join(dict.fromkeys(missing))}未填"
                found.setdefault(one.ledger.name, {})[str(record["id"])] = Uncounted(record, reason)
        return {ledger: list(records.values()) for ledger, records in found.items()}

    def _select(
        self, one: Indicator, write: Expressions, conditions: list[str], more: str = "", most: int | None = None
    ) -> Iterator[Record]:
        assert one.ledger is not None
        day = one.when or one.ledger.date
        newest = f"{f'r.{quoted(day)} DESC, ' if day else ''}r.id DESC LIMIT {most}"
        return self._log.select(
            f"SELECT r.*{more} {write.source(one.ledger, links_of(one))}"
            f" WHERE r.deleted_at IS NULL AND {' AND '.join(conditions)} ORDER BY {newest if most else 'r.id'}",
            write.parameters.values,
        )

    def _uncounted_counts(self, period: Period, names: Iterable[str]) -> dict[str, int]:
        """How many records each indicator leaves out: one pass over the incomplete records of each ledger."""
        wanted = self._with_parts(names)
        found = dict.fromkeys((one.name for one in wanted), 0)
        by_ledger: dict[str, list[Indicator]] = {}
        for one in wanted:
            if one.ledger:
                by_ledger.setdefault(one.ledger.name, []).append(one)
        for indicators in by_ledger.values():
            found |= self._undecided_counts(indicators, period)
        for one in wanted:
            if one.measure.combines:
                found[one.name] = sum(found[part] for part in one.over)
        return found

    def _undecided_counts(self, indicators: list[Indicator], period: Period) -> dict[str, int]:
        write = Expressions(period)
        ledger = indicators[0].ledger
        assert ledger is not None
        gaps = {f"{write.column(path)} IS NULL" for one in indicators for path in _needed(one)}
        gaps |= {f"r.{quoted(one.when)} IS NULL" for one in indicators if one.when and ledger.fields[one.when].needed}
        if not gaps:
            return {}
        linked = {link: target for one in indicators for link, target in links_of(one).items()}
        counts = ", ".join(f"count(*) FILTER (WHERE {_undecided(one, write)})" for one in indicators)
        found = self._log.query(
            f"SELECT {counts} {write.source(ledger, linked)}"
            f" WHERE r.deleted_at IS NULL AND ({' OR '.join(sorted(gaps))})",
            write.parameters.values,
        )
        return dict(zip((one.name for one in indicators), next(found), strict=True))

    def _ledgers_of(self, one: Indicator) -> set[str]:
        return {part.ledger.name for part in self._with_parts([one.name]) if part.ledger}


def _counted(one: Indicator, write: Expressions) -> list[str]:
    """What holds of the records that an indicator counts."""
    assert one.ledger is not None
    conditions = [write.placed(one.ledger, _placing(one), one.when), *map(write.condition, one.where)]
    return [*conditions, f"{write.column(one.of)} IS NOT NULL"] if one.of else conditions


def _placing(one: Indicator) -> Placing:
    return Placing.UNTIL if one.measure is Measure.STREAK else one.placing


def _needed(one: Indicator) -> list[Path]:
    return list({path.text: path for path in deciding_paths_of(one)}.values())


def _undecided(one: Indicator, write: Expressions) -> str:
    """That no condition fails and at least one cannot be decided."""
    assert one.ledger is not None
    placed = write.placed(one.ledger, _placing(one), one.when)
    if one.when and not one.ledger.fields[one.when].needed_to_count:
        placed = f"coalesce({placed}, 0)"
    parts = [placed, *map(write.decidable, one.where)]
    if one.of:
        parts.append(write.value_present(one.of))
    base = " AND ".join(f"({part})" for part in parts)
    if not one.having:
        return f"({base}) IS NULL"
    having = " AND ".join(f"({write.decidable(condition)})" for condition in one.having)
    return f"(({base}) IS NULL OR (({base}) AND ({having}) IS NULL))"


def _outcome(one: Indicator, raw: Raw, period: Period) -> Outcome:
    """Put the database's answer into the indicator's unit."""
    if one.measure is Measure.STREAK:
        assert one.since is not None and one.step is not None
        last = date.fromisoformat(str(raw.value)) if raw.value else None
        return Outcome(Fraction(whole_steps(one.since, last, period.last, one.step)), raw.records)
    if one.measure is Measure.SHARE:
        whole = int(raw.value or 0)
        return Outcome(Fraction(raw.part * 100, whole) if whole else None, raw.records)
    if raw.value is None and one.measure in (Measure.MIN, Measure.MAX):
        return Outcome(None, raw.records)
    value = Fraction(int(raw.value or 0))
    if one.of and one.measure is not Measure.DISTINCT:
        money = one.of.field.type.name == "money"
        value /= 10 ** (UNITS_OF_MONEY[one.unit] if money else one.of.field.places)
    return Outcome(value, raw.records, raw.approx)


def _month_within(month: str, period: Period) -> Period:
    first = date.fromisoformat(f"{month}-01")
    following = date(first.year + first.month // 12, first.month % 12 + 1, 1)
    return Period(max(first, period.first), min(date.fromordinal(following.toordinal() - 1), period.last))


class _KeptLedgers:
    """Which ledgers are kept in a period: they have a record in it, or a nil return covers its last day."""

    def __init__(self, log: Log, catalogue: Catalogue, period: Period) -> None:
        self._log, self._catalogue, self._period = log, catalogue, period
        self._known: dict[str, bool] = {}

    def keeps(self, names: set[str]) -> bool:
        """Whether all of the ledgers are kept."""
        return all(self._keeps(name) for name in names)

    def _keeps(self, name: str) -> bool:
        if name not in self._known:
            self._known[name] = self._has_record(self._catalogue.ledgers[name]) or self._has_nil_return(name)
        return self._known[name]

    def _has_record(self, ledger: Ledger) -> bool:
        write = Expressions(self._period)
        placing = Placing.PERIOD if ledger.date else Placing.AS_OF
        placed = write.placed(ledger, placing, ledger.date)
        return self._exists(f"{write.source(ledger, {})} WHERE r.deleted_at IS NULL AND {placed}", write)

    def _has_nil_return(self, name: str) -> bool:
        if NIL_RETURN not in self._catalogue.ledgers:
            return False
        write = Expressions(self._period)
        label = self._catalogue.ledgers[name].label
        return self._exists(
            f"FROM {NIL_RETURN} AS r WHERE r.deleted_at IS NULL"
            f" AND ledger_name IN ({write.parameters.bind(name)}, {write.parameters.bind(label)})"
            f" AND period_from <= {write.day(self._period.first)} AND period_to >= {write.day(self._period.last)}",
            write,
        )

    def _exists(self, clause: str, write: Expressions) -> bool:
        return bool(next(self._log.query(f"SELECT EXISTS (SELECT 1 {clause})", write.parameters.values))[0])
