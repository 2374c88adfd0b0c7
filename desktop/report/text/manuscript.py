"""A year's report as a writer has it before him: what the page shows and does, without a window."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from desktop.catalogue.wordings import Form, Reference, reference
from desktop.figures import Engine, Figure, Period
from desktop.report.figure_list import Choice, FigureList
from desktop.report.text.document import Kind
from desktop.report.text.editing import Line, line_of, taken_over, wording
from desktop.report.text.laying import Laid, LaidReport, parts_of
from desktop.report.text.living import LivingReport
from desktop.report.text.open_points import Point, open_points
from desktop.report.text.saying import Said, Worth
from desktop.store import Log


class Tone(StrEnum):
    """How a figure stands in the text."""

    PLAIN = "plain"
    ADJUSTED = "adjusted"
    GAP = "gap"
    """Records were left out."""
    WRONG = "wrong"
    """It must not be printed as it is."""


@dataclass(frozen=True)
class Look:
    """What a figure reads, and how it stands in the text."""

    text: str
    tone: Tone = Tone.PLAIN


@dataclass(frozen=True)
class Heading:
    """A line of the outline: where it leads, and how many figures stand under it."""

    key: str
    title: str
    depth: int
    figures: int


class Manuscript:
    """The report of one year, laid out; what is written is kept in the log."""

    def __init__(self, log: Log, period: Period, engine: Engine, figures: list[Figure] | None = None) -> None:
        self._log, self._engine = log, engine
        self.living = LivingReport(log, period, engine, figures)
        self._said: dict[str, Said] = {}
        self._found: FigureList | None = None
        self.laid = self._lay()

    @property
    def figures(self) -> list[Figure]:
        """Every figure of the period."""
        return self.living.figures()

    @property
    def year(self) -> int:
        """Of the report."""
        return self.living.year

    def _lay(self) -> LaidReport:
        laid = self.living.lay()
        self._said = {str(token.reference): token.said for one in laid.open for token in one.tokens()}
        self._found = None
        return laid

    # ---------------------------------------------------------------- records, text

    def refresh(self, engine: Engine, figures: list[Figure] | None = None) -> bool:
        """Read the records anew; False where only figures moved, True where sentences came or went."""
        before = _wordings(self.laid)
        self._engine = engine
        self.living.refresh(engine, figures)
        self.laid = self._lay()
        return _wordings(self.laid) != before

    def keep(self, lines: Sequence[Line]) -> list[str]:
        """Keep what stands in the editor; the lines' keys, in their order."""
        text, keys = taken_over(self.living.text, self.laid.open, lines)
        self.living.keep(text)
        self.laid = self._lay()
        return keys

    def lay_anew(self) -> None:
        """Lay out after the period or the outline was changed."""
        self.laid = self._lay()

    # ---------------------------------------------------------------- figures

    def say(self, name: str) -> Said:
        """How a reference reads now."""
        if name not in self._said:
            self._said[name] = self.living.sayings().say(_reference(name))
        return self._said[name]

    def look(self, name: str) -> Look:
        """What a figure reads, and how it stands in the text."""
        said = self.say(name)
        if said.worth is Worth.UNKNOWN:
            return Look(said.text, Tone.WRONG)
        if said.figure.adjustment:
            return Look(said.text, Tone.ADJUSTED)
        return Look(said.text, Tone.GAP if said.figure.uncounted else Tone.PLAIN)

    def explain(self, name: str) -> str:
        """A figure's name, value and rule."""
        figure = self.say(name).figure
        rule = self._engine.explanation(figure.indicator.name, figure.period)
        return f"{figure.indicator.label}　{figure.text}\n{rule}"

    def readings(self, name: str) -> tuple[Form, list[tuple[Form, str]]]:
        """The form of a reference, and the forms that it could have, with what each reads."""
        found = _reference(name)
        return found.form, self.living.readings(found)

    def find(self, text: str) -> list[Figure]:
        """The figures that say something, by a part of their names or by pinyin initials."""
        if self._found is None:
            self._found = FigureList(self._log.catalogue, self.living.figures())
        groups = self._found.groups(Choice(text=text))
        return list({one.indicator.name: one for group in groups for one in group.figures}.values())

    # ---------------------------------------------------------------- beside the text

    def headings(self) -> list[Heading]:
        """The outline as it stands in the text."""
        return headings_of(
            (one.block.key, heads_of(one.block.kind, one.text, one.lead, one.block.depth), len(list(one.tokens())))
            for one in self.laid.open
        )

    def points(self) -> list[Point]:
        """What is still open."""
        return open_points(self.laid, self.living.unused(self.laid))

    def status(self) -> str:
        """How many figures stand in the text, and how many of them were adjusted."""
        tokens = list(self.laid.tokens())
        adjusted = sum(token.said.figure.adjustment is not None for token in tokens)
        return f"全文 {len(tokens)} 个数字" + (f"，手工调整 {adjusted} 个" if adjusted else "")


def heads_of(kind: Kind, text: str, lead: str, depth: int) -> list[tuple[str, int]]:
    """Title and depth of what a line of a report is headed by: itself, or the headings at its head."""
    return [(text, depth)] if kind is Kind.HEADING else parts_of(lead, depth)


def headings_of(lines: Iterable[tuple[str, list[tuple[str, int]], int]]) -> list[Heading]:
    """The headings among the lines of a report (key, what heads it, figures)."""
    found: list[Heading] = []
    for key, heads, figures in lines:
        found += [Heading(key, title, depth, 0) for title, depth in heads]
        if found:
            found[-1] = replace(found[-1], figures=found[-1].figures + figures)
    return found


def with_form(name: str, form: Form) -> str:
    """The same figure in another form."""
    found = _reference(name)
    return str(Reference(found.indicator, form, found.span))


def _reference(name: str) -> Reference:
    found = reference(name)
    assert isinstance(found, Reference)
    return found


def _wordings(laid: LaidReport) -> list[tuple[str, list[str | Reference]]]:
    """What the editor shows, whatever the figures read."""
    return [(_frame(one), wording(line_of(one).pieces)) for one in laid.open]


def _frame(one: Laid) -> str:
    return f"{one.block.key} {one.number}{one.lead}"
