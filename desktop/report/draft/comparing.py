"""A figure of a draft beside that of the log: whether number and unit agree, and what should stand there."""

from dataclasses import replace
from fractions import Fraction

from desktop.catalogue.fields import plain_decimal
from desktop.figures import Figure
from desktop.figures.stating import NOTHING
from desktop.report.draft.arithmetic.changes import change_holds, shown_change
from desktop.report.draft.arithmetic.ratios import approximates
from desktop.report.draft.change_owner import same_unit, spelt_alike
from desktop.report.draft.quantity import Approximation, Quantity
from desktop.report.draft.reading import Reading, read
from desktop.report.draft.rounding import decimal_of
from desktop.report.draft.verdict import Status, Verdict
from desktop.report.draft.words import reading_words
from desktop.report.text.saying import in_text

_IN_YUAN = {"元": 1, "万元": 10_000}
MONEY_SLIP = "“元”“万元”可能写错"
_TELLING = 3
"""Digits that do not agree by chance."""


class Comparing:
    """Compares; a figure's text is stated once."""

    def __init__(self) -> None:
        self._texts: dict[int, str] = {}

    def compared(self, one: Quantity, figure: Figure, certain: bool, framed: bool = False) -> Verdict:
        """A number beside the log's. `framed`: found by the report's own words, so that unit and rounding count."""
        indicator, exact = figure.indicator, stated_value(figure)
        assert exact is not None
        expected = self.expected(figure)
        value = in_unit(exact, indicator.unit, one.unit)
        if one.bare and value is not None and one.unit != "%":
            expected = f"{plain_decimal(decimal_of(value))}{one.unit}"
        made = Verdict(one, Status.DIFFERS, indicator.name, indicator.label, expected, certain, value)
        if value is None:
            return replace(made, why="单位不同")
        if money_slip(one, exact, indicator.unit):
            return replace(made, why=MONEY_SLIP)
        holds = approximates(one, value) or (figure.approx and _roughly(one, value))
        if not holds or (framed and _otherwise_rounded(one, expected)):
            return made
        money = {one.unit, indicator.unit} == {"元", "万元"}
        if not framed and reading_words().wrong(one.unit, indicator.unit):
            return replace(made, why="单位不同")
        if not framed or money or spelt_alike(one.unit, indicator.unit):
            return replace(made, status=Status.AGREES)
        units = reading_words()
        return replace(made, why="单位不同", certain=certain and units.unit(one.unit) != units.unit(indicator.unit))

    def expected(self, figure: Figure) -> str:
        """How the report states the figure."""
        if id(figure) not in self._texts:
            self._texts[id(figure)] = expected_text(figure)
        return self._texts[id(figure)]

    def changed(self, reading: Reading, one: Quantity, figure: Figure, certain: bool) -> Verdict:
        """A change against last year beside the log's two values."""
        now, last = figure.reported, figure.previous
        if now is None or not last:
            return Verdict(one, Status.OUTSIDE)
        difference = Fraction(now) - Fraction(last)
        percent = one.unit == "%" and figure.indicator.unit != "%"
        right = difference / Fraction(last) * 100 if percent else difference
        unit = figure.indicator.unit
        made = Verdict(one, Status.DIFFERS, figure.indicator.name, figure.indicator.label, "", certain, right)
        if not percent and one.unit != "个百分点" and unit != "%":
            if not same_unit(one.unit, unit):
                return replace(made, expected=f"同比{shown_change(replace(one, unit=unit), right)}", why="单位不同")
            right = in_unit(right, unit, one.unit) or right
        before = reading.text[max(0, one.start - 12) : one.number_start]
        status = Status.AGREES if change_holds(before, one, right) else Status.DIFFERS
        return replace(made, status=status, expected=f"同比{shown_change(one, right)}", value=right)


def _otherwise_rounded(one: Quantity, expected: str) -> bool:
    """Whether the report states as roughly as the draft, and another number; 最多6次 beside its 2次 is one."""
    stated = read(expected)
    if len(stated) != 1 or one.exact or stated[0].unit != one.unit or stated[0].value == one.value:
        return False
    return stated[0].approximation is one.approximation or one.approximation is Approximation.AT_MOST


def stated_value(figure: Figure) -> Fraction | None:
    """The value that a report states: adjusted where it was adjusted, else unrounded."""
    if figure.adjustment:
        return Fraction(figure.reported) if figure.reported is not None else None
    return figure.exact


def expected_text(figure: Figure) -> str:
    """How the report states the figure."""
    if figure.adjustment:
        return figure.adjustment.text
    return in_text(figure) if figure.exact is not None else NOTHING


def in_unit(value: Fraction, unit: str, wanted: str) -> Fraction | None:
    """A value in another unit; None for 家 beside 元."""
    if unit == wanted:
        return value
    if unit in _IN_YUAN and wanted in _IN_YUAN:
        return value * _IN_YUAN[unit] / _IN_YUAN[wanted]
    return None if (unit in _IN_YUAN) != (wanted in _IN_YUAN) or (unit == "%") != (wanted == "%") else value


def money_slip(one: Quantity, exact: Fraction, unit: str) -> bool:
    """9.275元 where the log has 9.275万元: the same digits, more than could be chance."""
    other = one.unit in _IN_YUAN and unit in _IN_YUAN and one.unit != unit
    return other and one.value == exact and len(one.printed.strip("0").replace(".", "")) >= _TELLING


def _roughly(one: Quantity, value: Fraction) -> bool:
    """A record that counts carries 约: the number may be stated as round as it was logged."""
    return one.approximation is not Approximation.EXACT and abs(one.value - value) <= value / 20
