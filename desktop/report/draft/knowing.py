"""What a log knows of a report: the text as it reads now, the year's finalised edition, the text of last year."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

from desktop.catalogue.wordings import Reference
from desktop.figures import Engine, Figure, Period
from desktop.report.draft.matching import KnownText, LogFigures
from desktop.report.text.composing import Token
from desktop.report.text.document import ReportText
from desktop.report.text.laying import Laid, LaidReport, facts_of, lay
from desktop.report.text.living import LivingReport, outlines
from desktop.report.text.printed import PrintedFigure, PrintedLine, PrintedReport
from desktop.report.text.saying import Sayings
from desktop.store import Log
from desktop.store.editions import Editions


@dataclass(frozen=True)
class Known:
    """All that a draft is held against."""

    figures: LogFigures
    edition: PrintedReport | None
    """The finalised edition of the year, where there is one."""
    last_year: str
    """The finalised text of the year before; empty where there is none."""


def known(log: Log, period: Period) -> Known:
    """Compute the period's figures and read what was finalised."""
    edition, last_year = _finalised(log, period.last.year), _finalised(log, period.last.year - 1)
    texts = [_of_edition(edition)] if edition else []
    spans: dict[tuple[str, str | None], Figure] = {}
    if outlines(log):
        living = LivingReport(log, period)
        laid = living.lay()
        texts = [_of_report(laid), *texts, *_other_outlines(log, living)]
        figures = living.figures() if living.period == period else Engine(log).figures(period)
        spans = {
            (token.reference.indicator, token.reference.span): token.said.figure
            for token in laid.tokens() if token.reference.span
        }  # fmt: skip
    else:
        figures = Engine(log).figures(period)
    made = LogFigures(log.catalogue, figures, texts).with_spans(spans)
    return Known(made, edition, last_year.text if last_year else "")


def _other_outlines(log: Log, living: LivingReport) -> Iterator[KnownText]:
    """The same figures in the other outlines' sentences: a draft may follow any of them."""
    for one in outlines(log):
        if one.name != living.outline.name:
            sayings = Sayings(Engine(log), log.catalogue, living.period, one.spans, living.figures())
            facts = facts_of(log.setting("bureau") or "本单位", living.period)
            laid = lay(ReportText.of(one), one, sayings, facts)
            yield _of_report(laid, spans=one.spans == living.outline.spans, own=False)


def _finalised(log: Log, year: int) -> PrintedReport | None:
    editions = Editions(log)
    head = editions.newest_final(year)
    text = editions.read(head.id).text if head else ""
    return PrintedReport.from_json(text) if text else None


def _of_report(laid: LaidReport, spans: bool = True, own: bool = True) -> KnownText:
    """`spans`: whether spans mean the same as in the report's own outline; else their figures are not looked for."""
    found = _text_of((_laid_runs(one) for one in laid.shown), laid.title)
    return (
        replace(found, own=own)
        if spans
        else KnownText(found.text, tuple(one for one in found.tokens if one[2].span is None), own=False)
    )


def _of_edition(edition: PrintedReport) -> KnownText:
    return _text_of((_printed_runs(one) for one in edition.lines), edition.title)


Run = tuple[str, Reference | None]


def _laid_runs(one: Laid) -> Iterator[Run]:
    yield one.number + one.lead, None
    for run in one.runs:
        yield (run.said.text, run.reference) if isinstance(run, Token) else (run, None)


def _printed_runs(one: PrintedLine) -> Iterator[Run]:
    yield one.number + one.lead, None
    for run in one.runs:
        yield (run.text, run.reference) if isinstance(run, PrintedFigure) else (run, None)


def _text_of(lines: Iterator[Iterator[Run]], title: tuple[str, ...]) -> KnownText:
    pieces = ["\n".join(title)]
    length = len(pieces[0])
    tokens: list[tuple[int, int, Reference]] = []
    for line in lines:
        pieces.append("\n")
        length += 1
        for text, reference in line:
            if reference is not None:
                tokens.append((length, length + len(text), reference))
            pieces.append(text)
            length += len(text)
    return KnownText("".join(pieces), tuple(tokens))
