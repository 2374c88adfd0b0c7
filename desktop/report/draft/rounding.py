"""Comparing a printed number with an exact one."""

from decimal import Decimal
from fractions import Fraction


def decimal_of(value: Fraction, places: int = 6) -> Decimal:
    """A fraction as a decimal, rounded half up."""
    scaled = int(abs(value) * 10**places + Fraction(1, 2))
    return Decimal(scaled if value >= 0 else -scaled).scaleb(-places)


def coarse(value: Fraction) -> Fraction:
    """The last place of a whole number that is not 0: 3000 states thousands, 410 tens."""
    if value.denominator != 1 or not value:
        return Fraction(0)
    whole, step = value.numerator, 1
    while whole % (step * 10) == 0:
        step *= 10
    return Fraction(step)


def agrees(printed: Fraction, step: Fraction, exact: Fraction) -> bool:
    """Whether a number printed to `step` can stand for the exact one: rounded, or cut off."""
    here, there = abs(printed.numerator * exact.denominator), abs(exact.numerator * printed.denominator)
    if here and (there > 2 * here or here > 2 * there):
        return False  # far off, for no number is less than its last place; fractions take ten times as long to say so
    return abs(printed - exact) <= step / 2 or Fraction(0) <= exact - printed < step
