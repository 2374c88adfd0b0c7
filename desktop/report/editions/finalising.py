"""Finalising (定稿): a year's report as an edition, with every figure, its definition and the records behind it."""

from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from desktop.catalogue import Catalogue, Indicator
from desktop.catalogue.written import canonical
from desktop.figures import Engine, Figure, Period
from desktop.figures.adjustments import outside
from desktop.figures.counting import counted, parts
from desktop.figures.explaining import explain
from desktop.report.headings import outline_of
from desktop.report.text.living import LivingReport, outlines
from desktop.report.text.printed import printed
from desktop.store import Log
from desktop.store.adjustments import ADJUSTMENT
from desktop.store.counted import Counted
from desktop.store.editions import EditionFigure, EditionHead, Editions, NewEdition


def finalise(log: Log, period: Period, *, name: str = "", final: bool = True) -> EditionHead:
    """Keep the year's report as it reads now: finalised, or as a draft with a name.

    Where no outline has sentences, the edition holds the figures alone.
    """
    if not outlines(log):
        return keep_edition(log, period, outline_of(log.catalogue).name, "", (), name=name, final=final)
    living = LivingReport(log, period)
    laid = living.lay()
    used = dict.fromkeys(token.reference.indicator for token in laid.tokens())
    text = printed(laid, living.text.to_json()).to_json()
    return keep_edition(log, living.period, living.outline.name, text, used, name=name, final=final)


def keep_edition(
    log: Log, period: Period, outline: str, text: str, used: Iterable[str], *, name: str = "", final: bool = True
) -> EditionHead:
    """Keep a text with every figure of the period; `used` are the indicators that stand in it."""
    catalogue = log.catalogue
    figures = Engine(log).figures(period)
    new = NewEdition(
        year=period.last.year,
        first=period.first.isoformat(),
        last=period.last.isoformat(),
        final=final,
        outline=outline,
        text=text,
        used=[one for one in used if one in catalogue.indicators],
        figures=[edition_figure(one, catalogue) for one in figures],
        records=records_of(log, catalogue, period, figures),
        name=name,
    )
    return Editions(log).keep(new)


def period_of(head: EditionHead) -> Period:
    """The span whose figures an edition holds."""
    return Period(date.fromisoformat(head.first), date.fromisoformat(head.last))


def warnings(log: Log, period: Period, figures: Iterable[Figure]) -> list[str]:
    """What a person should know before finalising, a Chinese sentence each; `figures` are those of the period."""
    found = outside(log, period)
    for one in figures:
        if one.adjustment and one.adjustment.doubt:
            found.append(f"“{one.indicator.label}”{one.adjustment.doubt}")
    return found


def records_of(log: Log, catalogue: Catalogue, period: Period, figures: Iterable[Figure]) -> dict[str, Counted]:
    """By ledger, the records behind the figures, adjustments among them."""
    found = dict(counted(log, catalogue, period))
    adjusted = [one for one in figures if one.adjustment]
    kept = found.setdefault(ADJUSTMENT, Counted()) if adjusted else Counted()
    for one in adjusted:
        bit = 1 << len(kept.names)
        kept.names.append(one.indicator.name)
        for entry in one.adjustment.entries if one.adjustment else ():
            kept.marks[entry.id] = kept.marks.get(entry.id, 0) | bit
    return found


def edition_figure(figure: Figure, catalogue: Catalogue) -> EditionFigure:
    """A figure as an edition keeps it."""
    one, adjustment = figure.indicator, figure.adjustment
    return EditionFigure(
        indicator=one.name,
        label=one.label,
        section=one.section,
        unit=one.unit,
        value=_text(figure.value),
        text=figure.text,
        reported=_text(figure.reported),
        reported_text=figure.reported_text,
        adjustment=adjustment.sentence(one.unit) if adjustment else "",
        records=figure.records,
        uncounted=figure.uncounted,
        previous=_text(figure.previous),
        version=one.version,
        definition=definition_text(one, catalogue),
        explanation=explain(one, catalogue, figure.period),
        parts=parts(catalogue, one.name),
    )


def definition_text(one: Indicator, catalogue: Catalogue) -> str:
    """The definition with those of the indicators that it is made of: a change of a part changes it too."""
    return "\n".join(
        canonical(catalogue.indicators[name]) for name in dict.fromkeys((one.name, *_below(one, catalogue)))
    )


def _below(one: Indicator, catalogue: Catalogue) -> list[str]:
    found = []
    for name in one.over:
        found += [name, *_below(catalogue.indicators[name], catalogue)]
    return found


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value:f}"
