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
    rows = tuple(_edition_row(edition.figures[name]) for name in names if name in edition.figures)
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
        previous=plain_decimal(figure.previous) if figure.previous else NOTHING,
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
    return f"{signed(difference) if difference else 0}{'个百分点' if difference and rate else ''}"


# -------------------------------------------------------------------- a kept version


def _edition_row(figure: EditionFigure) -> FigureRow:
    now, before = _decimal(figure.reported), _decimal(figure.previous)
    note = f"{figure.explanation.rstrip('。')}{'；' if figure.adjustment else ''}{figure.adjustment}"
    return FigureRow(
        label=figure.label,
        value=plain_decimal(now) if now is not None else NOTHING,
        unit=figure.unit,
        previous=plain_decimal(before) if before else NOTHING,
        change=_change(now, before, rate=figure.unit == "%"),
        note=note,
    )


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)
