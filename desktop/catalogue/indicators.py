"""An indicator (指标): how a figure is computed from records."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.catalogue.conditions import Condition, Path
from desktop.catalogue.ledgers import Ledger


class Measure(StrEnum):
    """What is done with the records, or the figures, that an indicator takes."""

    COUNT = "count"
    SUM = "sum"
    DISTINCT = "distinct"
    MIN = "min"
    MAX = "max"
    SHARE = "share"
    MONTHLY_MIN = "monthly_min"
    MONTHLY_MAX = "monthly_max"
    STREAK = "streak"
    RATIO = "ratio"
    TOTAL = "total"
    DIFFERENCE = "difference"

    @property
    def combines(self) -> bool:
        """Whether it works on other indicators rather than on records."""
        return self in (Measure.RATIO, Measure.TOTAL, Measure.DIFFERENCE)

    @property
    def takes_field(self) -> bool:
        """Whether it needs `of`."""
        return self in (Measure.SUM, Measure.DISTINCT, Measure.MIN, Measure.MAX)


class Placing(StrEnum):
    """How a record falls into a period."""

    PERIOD = "period"
    AS_OF = "as_of"
    UNTIL = "until"


class Step(StrEnum):
    """Unit of a streak."""

    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True)
class Redefined:
    """That the bureau changed a counting rule, or took its change back."""

    on: date
    by: str
    reason: str
    own: bool
    """Whether the rule is the bureau's own now; False: the built-in one again."""


@dataclass(frozen=True)
class Indicator:
    """One figure's definition. Either `ledger` (a measure over records) or `over` (over indicators) is given."""

    name: str
    label: str
    section: str
    unit: str
    measure: Measure
    ledger: Ledger | None = None
    of: Path | None = None
    when: str | None = None
    """Date field that places a record; None for a register's snapshot."""
    placing: Placing = Placing.PERIOD
    where: tuple[Condition, ...] = ()
    having: tuple[Condition, ...] = ()
    over: tuple[str, ...] = ()
    step: Step | None = None
    since: date | None = None
    decimals: int | None = None
    approx: bool = False
    word: str | None = None
    version: int = 1
    source: str = ""
    note: str = ""
    file: str = ""
    """Definition file, for error messages."""
    redefined: Redefined | None = None
