"""A figure as its own characters give it, before the text around it is read."""

from dataclasses import dataclass
from fractions import Fraction

from desktop.report.draft.quantity import Approximation, Form


@dataclass(frozen=True)
class Scanned:
    """Where, how much of what, how exactly."""

    start: int
    end: int
    value: Fraction
    unit: str
    approximation: Approximation
    form: Form
    step: Fraction
    number_start: int
    number_end: int
    upper: Fraction | None = None
