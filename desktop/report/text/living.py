"""The report of a year as it is being written: its outline, its text, its figures, what is still open."""

from dataclasses import replace

from desktop.catalogue import Refusal
from desktop.catalogue.outlines import Outline
from desktop.catalogue.wordings import Form, Reference
from desktop.figures import Engine, Figure, Period
from desktop.figures.comparing import is_silent
from desktop.report.text.document import ReportText
from desktop.report.text.laying import LaidReport, facts_of, lay
from desktop.report.text.saying import Sayings, Worth
from desktop.store import Log
from desktop.store.report_format import report_format
from desktop.store.reports import drop_report, keep_report, kept_report

OUTLINE = "outline"
"""Setting: the outline that the bureau's reports follow."""
DEFAULT = "default"


def outlines(log: Log) -> list[Outline]:
    """The outlines after which a report can be written; the bureau's own first, the default before its variants."""
    found = [one for one in log.catalogue.outlines.values() if one.has_text]
    return sorted(found, key=lambda one: (not one.own, one.name != DEFAULT))


def chosen_outline(log: Log) -> Outline:
    """The outline of the setting; else the bureau's own where it has one, the default otherwise."""
    known = {one.name: one for one in outlines(log)}
    name = log.setting(OUTLINE) or next((one.name for one in known.values() if one.own), DEFAULT)
    if name not in known:
        raise Refusal(f"没有提纲“{name}”，它可能已被删去。请在年度报告页另选一个提纲。")
    return known[name]


def period_of_report(log: Log, period: Period) -> Period:
    """The span over which the report of a period's year counts: the kept one, else the period itself."""
    kept = kept_report(log, period.last.year)
    return Period(kept.first, kept.last) if kept else period


class LivingReport:
    """One year's report in one log. What is edited is kept at once."""

    def __init__(
        self, log: Log, period: Period, engine: Engine | None = None, figures: list[Figure] | None = None
    ) -> None:
        """`figures`: those of the report's period, where they were computed before (`period_of_report`)."""
        self.log = log
        self.year = period.last.year
        kept = kept_report(log, self.year)
        self.outline = self._outline(kept.outline) if kept else chosen_outline(log)
        self.period = Period(kept.first, kept.last) if kept else period
        self.text = ReportText.from_json(kept.content, self.outline) if kept else ReportText.of(self.outline)
        self.saved_at = kept.saved_at if kept else None
        self._engine = engine or Engine(log)
        self._figures = figures

    def _outline(self, name: str) -> Outline:
        found = self.log.catalogue.outlines.get(name)
        if found is None:
            raise Refusal(f"报告所用的提纲“{name}”已不在程序里。请另选一个提纲，已写的段落会保留。")
        return found

    # ---------------------------------------------------------------- reading

    def lay(self) -> LaidReport:
        """The report as it reads now."""
        facts = facts_of(self.log.setting("bureau") or "本单位", self.period)
        return lay(self.text, self.outline, self.sayings(), facts, report_format(self.log).heading_numbers)

    def figures(self) -> list[Figure]:
        """Every figure of the period, computed once until records change."""
        if self._figures is None:
            self._figures = self._engine.figures(self.period)
        return self._figures

    def sayings(self) -> Sayings:
        """States figures in the report's period and in its outline's spans."""
        return Sayings(self._engine, self.log.catalogue, self.period, self.outline.spans, self.figures())

    def readings(self, one: Reference) -> list[tuple[Form, str]]:
        """The forms in which a figure can be written, with what each reads; those that say nothing are left out."""
        sayings = self.sayings()
        found: dict[str, Form] = {}
        for form in (Form.VALUE, Form.ROUNDED, Form.WORD, Form.CHANGE, Form.GROWTH):
            said = sayings.say(replace(one, form=form))
            if said.worth is not Worth.UNKNOWN or form is one.form:
                found.setdefault(said.text, form)
        return [(form, text) for text, form in found.items()]

    def unused(self, laid: LaidReport) -> list[Figure]:
        """Figures that say something and stand nowhere in the text."""
        used = {token.reference.indicator for token in laid.tokens()}
        return [one for one in self.figures() if one.indicator.name not in used
                and not is_silent(one)]  # fmt: skip

    def refresh(self, engine: Engine, figures: list[Figure] | None = None) -> None:
        """Read records anew after a change; `figures` of the report's period, where they were computed before."""
        self._engine, self._figures = engine, figures

    # ---------------------------------------------------------------- writing

    def keep(self, text: ReportText) -> None:
        """Take an edited text over and keep it in the log."""
        self.text = text
        keep_report(self.log, self.year, self.period.first, self.period.last, self.outline.name, text.to_json())
        kept = kept_report(self.log, self.year)
        self.saved_at = kept.saved_at if kept else None

    def count_over(self, period: Period) -> None:
        """Count over another span of the year; `Refusal` for one that ends in another."""
        if period.last.year != self.year:
            raise Refusal(f"这是 {self.year} 年度的报告，统计期应止于 {self.year} 年。请另选起止日。")
        self.period, self._figures = period, None
        self.keep(self.text)

    def follow(self, outline: Outline) -> None:
        """Write after another outline; paragraphs that a person wrote go to the end, so that none is lost."""
        written = [one for one in self.text.blocks if one.written and not one.removed and one.pieces]
        self.outline = outline
        text = ReportText.of(outline)
        for block in written:
            text = text.insert(text.blocks[-1].key if text.blocks else None, block.pieces or ())
        self.keep(text)

    def go_on_from(self, source: str) -> None:
        """Write on from a text that a version kept; `Refusal` where it cannot be read."""
        self.outline = self._outline(ReportText.outline_in(source))
        self.keep(ReportText.from_json(source, self.outline))

    def begin_anew(self) -> None:
        """Throw the text away and take the outline's."""
        drop_report(self.log, self.year)
        self.text, self.saved_at = ReportText.of(self.outline), None
