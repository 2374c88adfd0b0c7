"""Comparing a printed number with an exact one."""

from decimal import Decimal
from fractions import Fraction


def decimal_of(value: Fraction, places: int = 6) -> Decimal:
    """A fraction as a decimal, rounded half up."""
    scaled = int(abs(value) * 10**places + Fraction(1, 2))
    return Decimal(scaled if value >= 0 else -scaled).scaleb(-places)


def agrees(printed: Fraction, step: Fraction, exact: Fraction) -> bool:
    """Whether a number printed to `step` can stand for the exact one: rounded, or cut off."""
    return abs(printed - exact) <= step / 2 or Fraction(0) <= exact - printed < step
