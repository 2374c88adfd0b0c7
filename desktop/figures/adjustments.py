"""Manual adjustments (手工调整): what the report states beside what the ledgers give, never instead of it.

An adjustment is a record of its own ledger with a span of days. It says that something which happened in that
span is not in the ledgers, so it holds for every period that contains the whole span, and for no other: one for
the year to 21 November counts in the year, not in the first quarter. Several add up. It moves its own figure only;
those computed from that figure stay as computed, and `built_on` names them.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from desktop.catalogue import Catalogue, Indicator, Measure
from desktop.catalogue.fields import plain_decimal
from desktop.figures.period import Period
from desktop.figures.stating import NOTHING, rounded, stated
from desktop.store import Log
from desktop.store.adjustments import ADJUSTMENT

_PLACES = 6
"""Decimal places of the ledger's difference."""


@dataclass(frozen=True)
class AdjustmentEntry:
    """One record of the ledger: by how much, why, who, when."""

    id: str
    difference: Decimal
    reason: str
    person: str
    day: str


@dataclass(frozen=True)
class Adjustment:
    """All that was adjusted of one figure in one period, and what the report states with it."""

    difference: Decimal
    entries: tuple[AdjustmentEntry, ...]
    reported: Decimal | None
    text: str
    doubt: str = ""
    """Why nothing is stated although there is an adjustment: the sum is impossible."""

    @property
    def reasons(self) -> str:
        """The reasons, parted by ；."""
        return "；".join(dict.fromkeys(one.reason for one in self.entries))

    def sentence(self, unit: str) -> str:
        """What the explanation of the figure says: how much, why, who, when, and what is reported."""
        said = "；".join(
            f"{signed(one.difference)}{unit}，{one.reason.rstrip('。')}（{one.person}，{one.day}）"
            for one in self.entries
        )
        return f"手工调整 {said}。" + (self.doubt or f"报告数 {self.text}。")


def signed(difference: Decimal) -> str:
    """+2, −1.5: with a true minus."""
    return f"{'−' if difference < 0 else '+'}{plain_decimal(abs(difference))}"


# -------------------------------------------------------------------- reading


def entries_in(log: Log, period: Period) -> Mapping[str, tuple[AdjustmentEntry, ...]]:
    """The adjustments whose span the period contains, by the indicator's label, oldest first."""
    if ADJUSTMENT not in log.catalogue.ledgers:
        return {}
    found: dict[str, list[AdjustmentEntry]] = {}
    rows = log.query(
        "SELECT id, indicator, difference, reason, coalesce(person, created_by),"
        f" coalesce(adjusted_on, substr(created_at, 1, 10)) FROM {ADJUSTMENT}"
        " WHERE deleted_at IS NULL AND period_from >= ? AND period_to <= ? ORDER BY id",
        (period.first.isoformat(), period.last.isoformat()),
    )
    for id_, label, difference, reason, person, day in rows:
        exact = Decimal(int(difference)).scaleb(-_PLACES)
        found.setdefault(str(label), []).append(AdjustmentEntry(id_, exact, reason, person, day))
    return {label: tuple(entries) for label, entries in found.items()}


def adjusted(
    indicator: Indicator, exact: Fraction | None, entries: tuple[AdjustmentEntry, ...], *, approx: bool
) -> Adjustment | None:
    """What the report states of a figure; None where nobody adjusted it.

    No word (全部, 未发生) is stated of an adjusted figure: the ledgers do not prove it.
    """
    if not entries:
        return None
    difference = sum((one.difference for one in entries), Decimal(0))
    total = None if exact is None else exact + Fraction(difference)
    doubt = _doubt(indicator, exact, total)
    if doubt:
        return Adjustment(difference, entries, None, NOTHING, doubt)
    text = stated(indicator, total, approx=approx, records=0, kept=False)
    return Adjustment(difference, entries, rounded(indicator, total), text)


def _doubt(indicator: Indicator, exact: Fraction | None, total: Fraction | None) -> str:
    """Why the sum cannot be stated; empty where it can."""
    if exact is None or total is None:
        return "台账没有算出数来，调整没有着落。请先补齐记录，或删除这条调整。"
    if total < 0 <= exact and indicator.measure is not Measure.DIFFERENCE:
        return f"调整后是负数（{_said(indicator, total)}），报告里不写。请核对调整数。"
    if indicator.measure is Measure.SHARE and total > 100:
        return f"调整后超过 100%（{_said(indicator, total)}），报告里不写。请核对调整数。"
    return ""


def _said(indicator: Indicator, value: Fraction) -> str:
    number = rounded(indicator, value) or Decimal(0)
    return f"{'−' if number < 0 else ''}{plain_decimal(abs(number))}{indicator.unit}"


def built_on(catalogue: Catalogue, name: str) -> list[Indicator]:
    """The indicators that are computed from one, in the order of the catalogue: its adjustment does not move them."""
    found: set[str] = set()
    while more := {
        one.name for one in catalogue.indicators.values() if {name, *found} & set(one.over) and one.name not in found
    }:
        found |= more
    return [one for one in catalogue.indicators.values() if one.name in found]


def outside(log: Log, period: Period) -> list[str]:
    """Adjustments of the period's year that reach out of it and so do not count, a Chinese sentence each."""
    if ADJUSTMENT not in log.catalogue.ledgers:
        return []
    rows = log.query(
        f"SELECT indicator, period_from, period_to FROM {ADJUSTMENT} WHERE deleted_at IS NULL"
        " AND period_from <= :last AND period_to >= :first AND NOT (period_from >= :first AND period_to <= :last)"
        " ORDER BY id",
        {"first": period.first.isoformat(), "last": period.last.isoformat()},
    )
    return [
        f"“{label}”的手工调整期间是 {first} 至 {last}，超出统计期，没有算进来。要算进来，请改它的期间。"
        for label, first, last in rows
    ]
