"""What the figures should be, worked out record by record in plain Python over `small_world`'s data.

A test holds (True), fails (False), or cannot be decided because something needed to count is missing (None).
"""

import calendar
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from figures.small_world import Condition, FieldSpec, IndicatorSpec, LedgerSpec, Row, Value, World, field_of

from desktop.figures import Period

Verdict = bool | None
PER_UNIT = {"元": 1, "万元": 10_000, "亿元": 100_000_000}


@dataclass
class Answer:
    exact: Fraction | None
    records: int = 0
    approx: bool = False
    uncounted: int = 0
    rows: dict[str, set[str]] = field(default_factory=dict)
    missing: dict[str, dict[str, set[str]]] = field(default_factory=dict)
    """By ledger and id: labels of the empty fields because of which the record is 未计入."""


def all_of(verdicts: Iterable[Verdict]) -> Verdict:
    found = list(verdicts)
    return False if False in found else None if None in found else True


class Oracle:
    def __init__(self, world: World) -> None:
        self.world = world
        self.specs = {one.name: one for one in world.indicators}

    def answer(self, name: str, period: Period) -> Answer:
        spec = self.specs[name]
        return self._combined(spec, period) if spec.over else self._over_records(spec, period)

    def stated(self, name: str, period: Period) -> Decimal | None:
        """Rounded half up (away from zero) to the indicator's decimals."""
        exact, spec = self.answer(name, period).exact, self.specs[name]
        if exact is None:
            return None
        places = spec.decimals
        if places is None:
            places = 2 if spec.measure in ("ratio", "share") else 6
        doubled = 2 * abs(exact) * 10**places
        whole = (doubled.numerator // doubled.denominator + 1) // 2
        return Decimal(whole if exact >= 0 else -whole).scaleb(-places)

    def monthly(self, name: str, period: Period) -> dict[str, Fraction]:
        """Month by month; the report year stays that of the whole period where records are placed in it."""
        spec = self.specs[name]
        found = {}
        for month, span in months_of(period).items():
            if spec.over or spec.measure == "streak" or self._placing(spec) != "period":
                answer = self.answer(name, span)
            else:
                answer = self._over_records(spec, span, period.last.year)
            found[month] = answer.exact or Fraction(0)
        return found

    def _placing(self, spec: IndicatorSpec) -> str:
        dated = spec.when or self.world.ledgers[str(spec.ledger)].date
        return spec.placing or ("period" if dated else "as_of")

    # ---------------------------------------------------------------- combined

    def _combined(self, spec: IndicatorSpec, period: Period) -> Answer:
        parts = [self.answer(name, period) for name in spec.over]
        made = Answer(
            _together(spec, [part.exact for part in parts]),
            records=sum(part.records for part in parts),
            approx=any(part.approx for part in parts),
            uncounted=sum(part.uncounted for part in parts),
        )
        for part in parts:
            for ledger, ids in part.rows.items():
                made.rows.setdefault(ledger, set()).update(ids)
            for ledger, reasons in part.missing.items():
                for id_, labels in reasons.items():
                    made.missing.setdefault(ledger, {}).setdefault(id_, set()).update(labels)
        return made

    # ---------------------------------------------------------------- over records

    def _over_records(self, spec: IndicatorSpec, period: Period, report_year: int | None = None) -> Answer:
        ledger = self.world.ledgers[str(spec.ledger)]
        placing = "until" if spec.measure == "streak" else self._placing(spec)
        look = _Look(self.world, ledger, spec, placing, period, report_year or period.last.year)
        live = [row for row in self.world.rows[ledger.name] if row.id and not row.deleted]
        counted = [row for row in live if look.base(row) is True]
        left_out = [row for row in live if look.base(row) is None or (look.base(row) and look.having(row) is None)]
        made = Answer(
            self._value(spec, ledger, look, counted, period),
            records=len(counted),
            approx=any(look.marked(row) for row in self._behind(spec, ledger, look, counted, period)),
            uncounted=len(left_out),
        )
        made.rows = {ledger.name: {row.id for row in counted}}
        made.missing = {ledger.name: {row.id: look.gaps(row) for row in left_out}}
        return made

    def _value(
        self, spec: IndicatorSpec, ledger: LedgerSpec, look: "_Look", counted: list[Row], period: Period
    ) -> Fraction | None:
        def size(rows: Iterable[Row]) -> Fraction:
            return _size(ledger, rows)

        def numbers() -> list[Fraction]:
            money = field_of(ledger, str(spec.of), self.world.ledgers).type == "money"
            return [
                Fraction(look.value(row, str(spec.of))) / (PER_UNIT[spec.unit] if money else 1) for row in counted
            ]

        def per_month() -> list[Fraction]:
            return [size(rows) for rows in _by_month(look, counted, period)]

        def share() -> Fraction | None:
            whole = size(counted)
            return 100 * size(row for row in counted if look.having(row)) / whole if whole else None

        ways: dict[str, Callable[[], Fraction | None]] = {
            "count": lambda: size(counted),
            "sum": lambda: sum(numbers(), Fraction(0)),
            "min": lambda: min(numbers(), default=None),
            "max": lambda: max(numbers(), default=None),
            "distinct": lambda: Fraction(len({look.value(row, str(spec.of)) for row in counted})),
            "share": share,
            "monthly_min": lambda: min(per_month()),
            "monthly_max": lambda: max(per_month()),
            "streak": lambda: Fraction(_streak(spec, [look.day(row) for row in counted], period.last)),
        }
        return ways[spec.measure]()

    def _behind(
        self, spec: IndicatorSpec, ledger: LedgerSpec, look: "_Look", counted: list[Row], period: Period
    ) -> list[Row]:
        """The records that make the value what it is: of a monthly extreme, those of the months that have it."""
        if not spec.measure.startswith("monthly"):
            return counted
        months = _by_month(look, counted, period)
        pick = min if spec.measure == "monthly_min" else max
        extreme = pick(_size(ledger, rows) for rows in months)
        return [row for rows in months if _size(ledger, rows) == extreme for row in rows]


def _size(ledger: LedgerSpec, rows: Iterable[Row]) -> Fraction:
    """How many records there are, or items that they stand for."""
    if ledger.quantity is None:
        return Fraction(len(list(rows)))
    amounts = [row.values.get(ledger.quantity) for row in rows]
    return Fraction(sum(Decimal(1) if amount is None else amount for amount in amounts))


def _by_month(look: "_Look", rows: list[Row], period: Period) -> list[list[Row]]:
    return [[row for row in rows if span.first <= look.day(row) <= span.last] for span in months_of(period).values()]


class _Look:
    """One indicator's view of a record."""

    def __init__(
        self, world: World, ledger: LedgerSpec, spec: IndicatorSpec, placing: str, period: Period, report_year: int
    ) -> None:
        self._world, self._ledger, self._spec = world, ledger, spec
        self._placing, self._period, self._report_year = placing, period, report_year
        self._when = str(spec.when or ledger.date)

    # what is there

    def value(self, row: Row, path: str) -> Value:
        link, _, inner = path.partition(".")
        found = row.values.get(link)
        if not inner or found is None:
            return found
        linked = self._world.rows[str(self._ledger.fields[link].ledger)][int(found)]
        return None if linked.deleted else linked.values.get(inner)

    def day(self, row: Row) -> date:
        return row.values[self._when]

    def _needed(self, path: str) -> bool:
        link, _, inner = path.partition(".")
        own = self._ledger.fields[link].needed is not None
        return own and self._field(path).needed is not None if inner else own

    def _field(self, path: str) -> FieldSpec:
        return field_of(self._ledger, path, self._world.ledgers)

    def _label(self, path: str) -> str:
        link, _, inner = path.partition(".")
        return f"{self._ledger.fields[link].label}的{self._field(path).label}" if inner else self._field(path).label

    def marked(self, row: Row) -> bool:
        """Whether the number that the record brings into the figure carries 约."""
        if self._spec.measure in ("count", "monthly_min", "monthly_max"):
            return self._ledger.quantity in row.approx
        if self._spec.measure not in ("sum", "min", "max"):
            return False
        link, _, inner = str(self._spec.of).partition(".")
        if not inner:
            return link in row.approx
        return inner in self._world.rows[str(self._ledger.fields[link].ledger)][int(row.values[link])].approx

    # what holds

    def base(self, row: Row) -> Verdict:
        return all_of(verdict for verdict, _ in self._tests(row))

    def having(self, row: Row) -> Verdict:
        return all_of(self._holds(row, one) for one in self._spec.having)

    def gaps(self, row: Row) -> set[str]:
        """Labels of the empty fields that leave something undecided."""
        tests = [*self._tests(row), *((self._holds(row, one), self._paths(one)) for one in self._spec.having)]
        return {self._label(path) for verdict, paths in tests if verdict is None
                for path in paths if self.value(row, path) is None}  # fmt: skip

    def _tests(self, row: Row) -> list[tuple[Verdict, list[str]]]:
        tests = [(self._placed(row), [self._when] if self._placing != "as_of" else [])]
        tests += [(self._holds(row, one), self._paths(one)) for one in self._spec.where]
        if self._spec.of:
            tests.append((self._unless_empty(row, [self._spec.of], lambda _: True), [self._spec.of]))
        return tests

    @staticmethod
    def _paths(one: Condition) -> list[str]:
        return [one.path, one.argument] if one.kind in ("not_after", "not_before") else [one.path]

    def _placed(self, row: Row) -> Verdict:
        first, last = self._period.first, self._period.last
        if self._placing == "as_of":
            start, end = (row.values.get(name) for name in self._ledger.active)
            return (start is None or start <= last) and (end is None or end >= last)
        early = date.min if self._placing == "until" else first
        return self._unless_empty(row, [self._when], lambda day: early <= day <= last)

    def _unless_empty(self, row: Row, paths: list[str], test: Callable[..., bool], demanded: bool = False) -> Verdict:
        """An empty needed field leaves the test open, an empty optional one fails it."""
        empty = [path for path in paths if self.value(row, path) is None]
        if not empty:
            return test(*(self.value(row, path) for path in paths))
        return None if all(demanded or self._needed(path) for path in empty) else False

    def _holds(self, row: Row, one: Condition) -> Verdict:
        argument = one.argument
        if one.kind == "present":
            missing = argument and one.demanded and self.value(row, one.path) is None
            return None if missing else (self.value(row, one.path) is not None) is argument
        tests: dict[str, Callable[..., bool]] = {
            "one_of": lambda value: value in argument,
            "not": lambda value: value not in argument,
            "range": lambda value: (
                (argument[0] is None or argument[0] <= value) and (argument[1] is None or value <= argument[1])
            ),
            "has": lambda value: any(term in value for term in argument),
            "lacks": lambda value: all(term not in value for term in argument),
            "has_lacks": lambda value: (
                any(term in value for term in argument[0]) and all(term not in value for term in argument[1])
            ),
            "not_after": lambda value, other: value <= other,
            "not_before": lambda value, other: value >= other,
            "report_year": lambda value: value == self._report_year + argument,
        }
        return self._unless_empty(row, self._paths(one), tests[one.kind], one.demanded)


def months_of(period: Period) -> dict[str, Period]:
    """The months touched, each cut to the period."""
    found: dict[str, Period] = {}
    day = period.first
    while day <= period.last:
        end = min(period.last, day.replace(day=calendar.monthrange(day.year, day.month)[1]))
        found[f"{day:%Y-%m}"] = Period(day, end)
        day = end + timedelta(1)
    return found


def _together(spec: IndicatorSpec, values: list[Fraction | None]) -> Fraction | None:
    if None in values:
        return None
    if spec.measure == "total":
        return sum(values, Fraction(0))
    if spec.measure == "difference":
        return values[0] - sum(values[1:])
    if not values[1]:
        return None
    return values[0] / values[1] * (100 if spec.unit == "%" else 1)


def _streak(spec: IndicatorSpec, days: list[date], end: date) -> int:
    """Walk over the steps one by one: whole ones after `since` and the last record, up to `end`."""
    months = 1 if spec.step == "month" else 12
    first = date(spec.since.year, spec.since.month if months == 1 else 1, 1)
    found, start = 0, first
    while True:
        index = start.year * 12 + start.month - 1 + months
        following = date(index // 12, index % 12 + 1, 1)
        if following - timedelta(1) > end:
            return found
        if start >= spec.since and all(day < start for day in days):
            found += 1
        start = following
