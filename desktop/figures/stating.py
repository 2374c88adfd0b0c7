"""How a figure is stated: rounded to its decimals, with its unit, 约, 余, 近 or 超, or as a word."""

from decimal import Decimal
from fractions import Fraction

from desktop.catalogue import Indicator, Measure
from desktop.catalogue.fields import plain_decimal

NOTHING = "—"
"""Stated where there is no figure: nothing to divide by, no record to take the least of."""

_PERCENT_DECIMALS = 2
_MOST_DECIMALS = 6


def decimals_of(indicator: Indicator) -> int:
    """Places to which a figure is rounded."""
    if indicator.decimals is not None:
        return indicator.decimals
    return _PERCENT_DECIMALS if indicator.measure in (Measure.RATIO, Measure.SHARE) else _MOST_DECIMALS


def rounded(indicator: Indicator, exact: Fraction | None) -> Decimal | None:
    """The value as stated, rounded half up to the indicator's decimals."""
    if exact is None:
        return None
    decimals = decimals_of(indicator)
    scaled = abs(exact) * 10**decimals
    whole = int(scaled + Fraction(1, 2))
    return Decimal(whole if exact >= 0 else -whole).scaleb(-decimals)


def as_number(value: Decimal | None) -> int | float | None:
    """The stated value as JSON and Excel carry it."""
    if value is None:
        return None
    return int(value) if value == value.to_integral_value() else float(value)


def stated(indicator: Indicator, exact: Fraction | None, *, approx: bool, records: int, kept: bool) -> str:
    """The text of a figure with its unit.

    `approx`: a record that counts carries 约. `records`: how many stand behind it, 0 where some had to be left out,
    for then no word is proved. `kept`: its ledger is kept in the period, so that a zero is known and not merely
    unlogged.
    """
    value = rounded(indicator, exact)
    if value is None or exact is None:
        return NOTHING
    if indicator.word and _word_holds(indicator, exact, records, kept):
        return indicator.word
    return stated_number(indicator, exact, approx=approx)


def stated_number(indicator: Indicator, exact: Fraction, *, approx: bool = False) -> str:
    """The number of a figure with its unit, 约, 余, 近 or 超."""
    value = rounded(indicator, exact)
    assert value is not None
    number, unit = _number(indicator, value), indicator.unit
    if indicator.approx and indicator.measure is Measure.MIN:
        return f"{number}{unit}以上"
    if indicator.approx and exact != Fraction(value):
        return f"{'近' if exact < Fraction(value) else '超'}{number}{unit}"
    if not approx:
        return f"{number}{unit}"
    # 余 stands behind a round number only: 约 may have meant a little less as well as a little more.
    return f"约{number}{unit}" if value % 10 else f"{number}余{unit}"


def _number(indicator: Indicator, value: Decimal) -> str:
    whole = value == value.to_integral_value()
    if indicator.unit == "%" and not whole:
        return f"{value:f}"
    return plain_decimal(value)


def _word_holds(indicator: Indicator, exact: Fraction, records: int, kept: bool) -> bool:
    if indicator.measure in (Measure.RATIO, Measure.SHARE):
        return indicator.unit == "%" and exact == 100 and records > 0
    return exact == 0 and kept
