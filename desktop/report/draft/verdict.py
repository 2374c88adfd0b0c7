"""What the log says to a figure of a draft."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from desktop.report.draft.quantity import Quantity


class Status(StrEnum):
    """What the log says to a figure."""

    AGREES = "一致"
    DIFFERS = "不一致"
    UNSOURCED = "无出处"
    OUTSIDE = "不核对"
    """A plan, a rank, a number of last year: nothing that the log of the period holds."""


@dataclass(frozen=True)
class Verdict:
    """A figure of the draft beside the log's."""

    quantity: Quantity
    status: Status
    indicator: str = ""
    label: str = ""
    expected: str = ""
    """As the report would state it."""
    certain: bool = False
    """Whether the words leave no other reading."""
    value: Fraction | None = None
    """The log's value in the unit of the draft."""
    why: str = ""
