"""Figures as a report's sentence states them: 410家次, 400余家次, 增加24家次, 未发生, 《防汛应急预案》."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from desktop.catalogue import Catalogue, Refusal
from desktop.catalogue.fields import plain_decimal
from desktop.catalogue.indicator_definitions import UNITS_OF_MONEY
from desktop.catalogue.outlines import Span
from desktop.catalogue.wordings import Form, Reference
from desktop.figures import Engine, Figure, Period
from desktop.figures.comparing import is_rate
from desktop.figures.stating import NOTHING, stated_number

_TEN_THOUSAND = 10_000
_SPOKEN = {"工作日": "个工作日"}
"""Units that take a measure word after a number in a sentence."""
MOST_LISTED = 6
"""More records than this are listed as the first ones and 等."""


class Worth(StrEnum):
    """What a statement is good for."""

    SAYS = "says"
    """It can stand in a sentence."""
    ZERO = "zero"
    """A known zero, or a list of nothing: true, but seldom worth a sentence of its own."""
    UNKNOWN = "unknown"
    """No value, a zero of a ledger that is not kept, a word that is not proved: it must not be printed."""


@dataclass(frozen=True)
class Said:
    """A reference as it reads now."""

    text: str
    worth: Worth
    figure: Figure


class Sayings:
    """States references over one period; figures are computed together, once."""

    def __init__(
        self, engine: Engine, catalogue: Catalogue, period: Period, spans: Mapping[str, Span] | None = None,
        known: Iterable[Figure] = (),
    ) -> None:  # fmt: skip
        """`known`: figures of the period that are computed already."""
        self._engine, self._catalogue, self.period, self._spans = engine, catalogue, period, spans or {}
        self._figures: dict[tuple[str, str | None], Figure] = {(one.indicator.name, None): one for one in known}
        self._names: dict[tuple[str, str | None], list[str]] = {}

    def compute(self, references: Iterable[Reference]) -> None:
        """Compute what the references need, in as few passes as possible."""
        wanted: dict[str | None, dict[str, None]] = {}
        for one in references:
            if (one.indicator, one.span) not in self._figures:
                wanted.setdefault(one.span, {})[one.indicator] = None
        for span, names in wanted.items():
            for figure in self._engine.figures(self.period_of(span), names):
                self._figures[figure.indicator.name, span] = figure

    def period_of(self, span: str | None) -> Period:
        """The report's period, or a span that lies in the report's year."""
        if span is None:
            return self.period
        if span not in self._spans:
            raise Refusal(f"提纲里没有时段“{span}”。请改用已有的时段，或在提纲里写出它的起止月日。")
        return _placed(self._spans[span], self.period.last.year)

    def say(self, one: Reference) -> Said:
        """One reference; its figure is computed where `compute` did not."""
        if (one.indicator, one.span) not in self._figures:
            self.compute([one])
        figure = self._figures[one.indicator, one.span]
        if one.form in (Form.TITLES, Form.NAMES):
            return self._listed(one, figure)
        return _STATERS[one.form](figure)

    def _listed(self, one: Reference, figure: Figure) -> Said:
        names = self._names_of(one)
        if not names:
            return Said(NOTHING, Worth.ZERO if figure.known else Worth.UNKNOWN, figure)
        shown = [f"《{name.strip('《》')}》" if one.form is Form.TITLES else name for name in names[:MOST_LISTED]]
        joined = ("" if one.form is Form.TITLES else "、").join(shown)
        return Said(f"{joined}等" if len(names) > MOST_LISTED else joined, Worth.SAYS, figure)

    def _names_of(self, one: Reference) -> list[str]:
        key = (one.indicator, one.span)
        if key not in self._names:
            found = []
            for ledger_name, records in self._engine.rows(one.indicator, self.period_of(one.span)).items():
                title = self._catalogue.ledgers[ledger_name].title
                found += [str(record[title]) for record in records if record[title]]
            self._names[key] = list(dict.fromkeys(found))
        return self._names[key]


def _placed(span: Span, year: int) -> Period:
    begins = year - 1 if span.first > span.last else year
    return Period(_day(begins, span.first), _day(year, span.last))


def _day(year: int, month_day: tuple[int, int]) -> date:
    """02-29 falls on the 28th in a common year."""
    month, day = month_day
    while True:
        try:
            return date(year, month, day)
        except ValueError:
            day -= 1


# -------------------------------------------------------------------- the forms


def _value(figure: Figure) -> Said:
    if figure.exact is None:
        return Said(NOTHING, Worth.UNKNOWN, figure)
    if figure.adjustment:
        if figure.reported is None:
            return Said(NOTHING, Worth.UNKNOWN, figure)
        text = figure.adjustment.text.replace(figure.indicator.unit, _spoken(figure))
        return Said(text, Worth.SAYS if figure.reported else Worth.ZERO, figure)
    return Said(in_text(figure), _worth(figure), figure)


def in_text(figure: Figure) -> str:
    """A computed figure as a report's sentence reads it: 410次, 3.2万余份, 约17场; money and rates as they are."""
    assert figure.exact is not None and figure.value is not None
    one, number = figure.indicator, int(figure.value)
    stated = stated_number(one, figure.exact, approx=figure.approx).replace(one.unit, _spoken(figure))
    if one.unit in UNITS_OF_MONEY or is_rate(one) or one.approx or figure.value != number:
        return stated
    if number >= _TEN_THOUSAND and (number % 100 == 0 or figure.approx):
        return f"{plain_decimal(Decimal(number // 100) / 100)}万{'余' if figure.approx else ''}{one.unit}"
    return stated


def _spoken(figure: Figure) -> str:
    """The unit as a sentence reads it."""
    return _SPOKEN.get(figure.indicator.unit, figure.indicator.unit)


def _worth(figure: Figure) -> Worth:
    if not figure.known:
        return Worth.UNKNOWN
    return Worth.SAYS if figure.value else Worth.ZERO


def _word(figure: Figure) -> Said:
    """The word, or the number where it is not proved: never a word that the log does not bear out."""
    if figure.indicator.word and figure.text == figure.indicator.word and not figure.adjustment:
        return Said(figure.text, Worth.SAYS, figure)
    return Said(_value(figure).text, Worth.UNKNOWN, figure)


def _number(figure: Figure) -> Said:
    said = _value(figure)
    return Said(said.text.replace(_spoken(figure), "", 1), said.worth, figure)


def _previous(figure: Figure) -> Said:
    if figure.previous is None:
        return Said(NOTHING, Worth.UNKNOWN, figure)
    worth = Worth.SAYS if figure.previous else Worth.UNKNOWN
    return Said(f"{plain_decimal(figure.previous)}{_spoken(figure)}", worth, figure)


def _change(figure: Figure) -> Said:
    difference = _difference(figure)
    if difference is None:
        return Said(NOTHING, Worth.UNKNOWN, figure)
    if not difference:
        return Said("持平", Worth.SAYS, figure)
    rate = is_rate(figure.indicator)
    word = ("提高" if rate else "增加") if difference > 0 else ("下降" if rate else "减少")
    unit = "个百分点" if rate else _spoken(figure)
    return Said(f"{word}{plain_decimal(abs(difference))}{unit}", Worth.SAYS, figure)


def _growth(figure: Figure) -> Said:
    difference = _difference(figure)
    if difference is None or is_rate(figure.indicator) or not figure.previous:
        return Said(NOTHING, Worth.UNKNOWN, figure)
    if not difference:
        return Said("持平", Worth.SAYS, figure)
    part = (abs(difference) / figure.previous * 100).quantize(Decimal("0.1"))
    return Said(f"{'增长' if difference > 0 else '下降'}{part}%", Worth.SAYS, figure)


def _difference(figure: Figure) -> Decimal | None:
    """Against last year; None where one of the two is not known, as a zero of last year is (was its ledger kept?)."""
    if figure.reported is None or not figure.previous or not figure.known:
        return None
    return figure.reported - figure.previous


def _rounded(figure: Figure) -> Said:
    value, said = figure.reported, _value(figure)
    if value is None or value < 10 or said.worth is not Worth.SAYS:
        return said
    whole = int(value)
    digits = len(str(whole))
    place = 10 ** (digits - 1 if digits <= 3 else digits - 2)
    lower = whole if is_rate(figure.indicator) else whole // place * place
    if lower == value:
        return said
    unit = _spoken(figure)
    return Said(f"超{lower}%" if is_rate(figure.indicator) else f"{lower}余{unit}", Worth.SAYS, figure)


_STATERS: Mapping[Form, Callable[[Figure], Said]] = {
    Form.VALUE: _value,
    Form.WORD: _word,
    Form.NUMBER: _number,
    Form.PREVIOUS: _previous,
    Form.CHANGE: _change,
    Form.GROWTH: _growth,
    Form.ROUNDED: _rounded,
}
