"""What a document holds: the report as it reads now, or one of its kept versions, and the rows of its attachment."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from desktop.catalogue import Catalogue
from desktop.catalogue.fields import plain_decimal
from desktop.figures import Figure
from desktop.figures.adjustments import signed
from desktop.figures.comparing import brief, is_rate
from desktop.figures.stating import NOTHING, stated_number
from desktop.report.editions.finalising import period_of
from desktop.report.text.laying import LaidReport
from desktop.report.text.printed import PrintedLine, PrintedReport, printed
from desktop.store.editions import Edition, EditionFigure


@dataclass(frozen=True)
class FigureRow:
    """A row of the attachment."""

    label: str
    value: str
    """As the sentence states it, without its unit: 410, 400余, 超90."""
    unit: str
    previous: str
    change: str
    note: str
    """What it counts, and what was adjusted by hand."""


@dataclass(frozen=True)
class Content:
    """All that is written."""

    title: tuple[str, ...]
    lines: tuple[PrintedLine, ...]
    rows: tuple[FigureRow, ...]
    """The figures of the text, each once, in reading order."""
    bureau: str
    year: int
    span: str


def content_of(laid: LaidReport, catalogue: Catalogue) -> Content:
    """The report as it reads now."""
    made, bureau, year = printed(laid), laid.facts["bureau"], laid.period.last.year
    figures = {(one.said.figure.indicator.name, one.said.figure.period): one.said.figure for one in laid.tokens()}
    rows = tuple(_row(one, laid, catalogue) for one in figures.values())
    return Content(_title(made, bureau, year), made.lines, rows, bureau, year, laid.period.text)


def content_of_edition(edition: Edition, bureau: str) -> Content:
    """A kept version, as it was; `Refusal` where its text cannot be read."""
    made, head = PrintedReport.from_json(edition.text), edition.head
    names = dict.fromkeys(one.reference.indicator for one in made.figures())
    rows = tuple(row_of_edition(edition.figures[name]) for name in names if name in edition.figures)
    return Content(_title(made, bureau, head.year), made.lines, rows, bureau, head.year, period_of(head).text)


def _title(made: PrintedReport, bureau: str, year: int) -> tuple[str, ...]:
    """An outline need not have a title."""
    return made.title or (bureau, f"{year}年度报告")


# -------------------------------------------------------------------- the report as it reads now


def _row(figure: Figure, laid: LaidReport, catalogue: Catalogue) -> FigureRow:
    one = figure.indicator
    return FigureRow(
        label=one.label if figure.period == laid.period else f"{one.label}（{figure.period.text}）",
        value=_value(figure),
        unit=one.unit,
        previous=_number(figure.previous, rate=is_rate(one)) if figure.previous else NOTHING,
        change=_change(figure.reported if figure.known else None, figure.previous, rate=is_rate(one)),
        note=brief(one, catalogue) + "".join(_adjusted(figure)),
    )


def _value(figure: Figure) -> str:
    if figure.exact is None:
        return NOTHING
    stated = stated_number(figure.indicator, figure.exact, approx=figure.approx)
    return (figure.adjustment.text if figure.adjustment else stated).replace(figure.indicator.unit, "", 1)


def _adjusted(figure: Figure) -> Iterator[str]:
    """What the ledgers give, where the report states another number, and why it does."""
    if figure.adjustment and figure.value is not None:
        unit, by = figure.indicator.unit, figure.adjustment
        yield f"；台账数{plain_decimal(figure.value)}{unit}，手工调整{signed(by.difference)}{unit}：{by.reasons}"


def _change(now: Decimal | None, before: Decimal | None, *, rate: bool) -> str:
    """Against last year; a zero of last year may only say that nothing was logged then."""
    if now is None or not before:
        return NOTHING
    difference = now - before
    if not difference:
        return "0"
    return f"{signed(difference)[0]}{_number(abs(difference), rate=rate)}{'个百分点' if rate else ''}"


def _number(value: Decimal, *, rate: bool) -> str:
    """Per cents with all their places, as the sentences state them: 96.30 beside 96.88."""
    whole = value == value.to_integral_value()
    return f"{value:f}" if rate and not whole else plain_decimal(value)


# -------------------------------------------------------------------- a kept version


def row_of_edition(figure: EditionFigure) -> FigureRow:
    """A figure of a kept version, as its text states it."""
    now, before, rate = _decimal(figure.reported), _decimal(figure.previous), figure.unit == "%"
    note = f"{figure.explanation.rstrip('。')}{'；' if figure.adjustment else ''}{figure.adjustment}"
    return FigureRow(
        label=figure.label,
        value=_edition_value(figure, now),
        unit=figure.unit,
        previous=_number(before, rate=rate) if before else NOTHING,
        change=_change(now, before, rate=rate),
        note=note,
    )


def _edition_value(figure: EditionFigure, now: Decimal | None) -> str:
    """With its 约, 余 or 超; where the text is a word, the number that the word stands for."""
    if now is None:
        return NOTHING
    if any(one.isdigit() for one in figure.reported_text):
        return figure.reported_text.replace(figure.unit, "", 1)
    return _number(now, rate=figure.unit == "%")


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
