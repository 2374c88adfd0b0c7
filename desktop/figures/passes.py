"""Many indicators in one pass: all measures over a ledger that share a date are columns of one SELECT."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import TypeAlias

from desktop.catalogue import Condition, Indicator, Ledger, Measure, Placing
from desktop.figures.period import Period
from desktop.figures.sql import Expressions, links_of, quoted

Cell: TypeAlias = int | str | None
"""What SQLite answers: whole numbers, or a date as text."""


@dataclass(frozen=True)
class Raw:
    """The database's answer for one indicator over records, before it is put into a unit."""

    value: Cell
    records: int
    approx: bool = False
    part: int = 0
    """Share: how many of the records also satisfy `having`."""


@dataclass
class Pass:
    """One SELECT over one ledger: the indicators that place records alike."""

    ledger: Ledger
    placing: Placing
    when: str | None
    indicators: list[Indicator] = field(default_factory=list)


def plan(indicators: Iterable[Indicator]) -> list[Pass]:
    """Gather indicators over records into as few passes as possible."""
    passes: dict[tuple[str, Placing, str | None], Pass] = {}
    for one in indicators:
        if one.ledger is None:
            continue
        placing = Placing.UNTIL if one.measure is Measure.STREAK else one.placing
        key = (one.ledger.name, placing, one.when)
        passes.setdefault(key, Pass(one.ledger, placing, one.when)).indicators.append(one)
    return list(passes.values())


class Statement:
    """The SELECT of a pass. Equal columns are computed once; each indicator knows the places of its own."""

    def __init__(self, one: Pass, period: Period, marked: frozenset[str], *, by_month: bool = False) -> None:
        """`marked`: the 约 columns and the quantity that hold anything at all; the others need no column."""
        self._pass = one
        self._write = Expressions(period)
        self._marked = marked
        self._columns: dict[str, int] = {}
        self._places = [self._places_of(indicator) for indicator in one.indicators]
        self._month = f"substr(r.{quoted(str(one.when))}, 1, 7)" if by_month else "''"

    @property
    def text(self) -> str:
        """The SQL."""
        write, one = self._write, self._pass
        linked = {link: target for each in one.indicators for link, target in links_of(each).items()}
        grouped = f" GROUP BY {self._month}" if self._month != "''" else ""
        return (
            f"SELECT {self._month}, {', '.join(self._columns)} {write.source(one.ledger, linked)}"
            f" WHERE r.deleted_at IS NULL AND {write.placed(one.ledger, one.placing, one.when)}{grouped}"
        )

    @property
    def parameters(self) -> dict[str, str | int | None]:
        """The bound values."""
        _ = self.text  # binds the days of the placing
        return self._write.parameters.values

    def answers(self, row: tuple[Cell, ...]) -> Iterator[tuple[str, Raw]]:
        """Indicator names with their answers, from a row of the SELECT."""
        for indicator, places in zip(self._pass.indicators, self._places, strict=True):
            value, records, approx, part = (row[place + 1] if place is not None else None for place in places)
            yield indicator.name, Raw(value, int(records or 0), bool(approx), int(part or 0))

    def _places_of(self, one: Indicator) -> tuple[int | None, ...]:
        """Columns of value, records, 约 mark and share."""
        conditions = self._conditions(one.where)
        if one.of:
            conditions.append(f"{self._write.column(one.of)} IS NOT NULL")
        records = self._column("count(*)", conditions)
        if one.measure is Measure.SHARE:
            both = conditions + self._conditions(one.having)
            return self._counted(conditions), records, None, self._counted(both)
        if one.of is None:
            value = (
                self._column(f"max(r.{quoted(str(one.when))})", conditions) if one.step else self._counted(conditions)
            )
            return value, records, self._approx(self._quantity_mark(), "r", conditions), None
        table = f"l_{one.of.link.name}" if one.of.link else "r"
        function = {Measure.DISTINCT: "count(DISTINCT {})"}.get(one.measure, one.measure.value + "({})")
        mark = one.of.field.approx_column if one.measure is not Measure.DISTINCT else None
        value = self._column(function.format(self._write.column(one.of)), conditions)
        return value, records, self._approx(mark, table, conditions), None

    def _conditions(self, conditions: Iterable[Condition]) -> list[str]:
        return [self._write.condition(condition) for condition in conditions]

    def _counted(self, conditions: list[str]) -> int:
        """Records, each as many times as its quantity says."""
        quantity = self._pass.ledger.quantity
        if quantity is None or quantity not in self._marked:
            return self._column("count(*)", conditions)
        return self._column(f"sum(coalesce(r.{quoted(quantity)}, 1))", conditions)

    def _quantity_mark(self) -> str | None:
        quantity = self._pass.ledger.quantity
        return self._pass.ledger.fields[quantity].approx_column if quantity else None

    def _approx(self, mark: str | None, table: str, conditions: list[str]) -> int | None:
        if mark is None or (table == "r" and mark not in self._marked):
            return None
        return self._column(f"max({quoted(table)}.{quoted(mark)})", conditions)

    def _column(self, function: str, conditions: list[str]) -> int:
        text = f"{function} FILTER (WHERE {' AND '.join(conditions)})" if conditions else function
        return self._columns.setdefault(text, len(self._columns))
