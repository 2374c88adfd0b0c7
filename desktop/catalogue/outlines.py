"""A report's outline: its headings, what is said under each, and the figures that stand there."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from desktop.catalogue.wordings import Paragraph


class Numbering(StrEnum):
    """How headings are numbered."""

    STANDARD = "standard"
    """一、（一）1.（1）, beginning anew under every heading."""
    CONTINUOUS = "continuous"
    """The second level runs on through the whole report."""
    PLAIN = "plain"
    """Short titles without numbers."""


class Style(StrEnum):
    """How a heading stands to the text under it."""

    LINE = "line"
    """On a line of its own."""
    RUN_IN = "run_in"
    """At the head of its first paragraph: （一）规范行政执法。全年……"""
    ORDINAL = "ordinal"
    """As 一是, 二是 … at the head of its first paragraph."""
    NONE = "none"
    """Not stated; it only groups figures."""


@dataclass(frozen=True)
class Section:
    """A heading with its paragraphs, its figures and its sub-headings."""

    title: str
    indicators: tuple[str, ...] = ()
    sections: tuple["Section", ...] = ()
    paragraphs: tuple[Paragraph, ...] = ()
    style: Style = Style.LINE
    hint: str = ""
    """What a person should write here, for a section that no record can fill."""

    def walk(self, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], "Section"]]:
        """Every section at and below this one, with its path of titles."""
        path = (*above, self.title)
        yield path, self
        for section in self.sections:
            yield from section.walk(path)


@dataclass(frozen=True)
class Span:
    """A span beside the report's, by month and day; one whose end precedes its start began the year before."""

    first: tuple[int, int]
    last: tuple[int, int]


@dataclass(frozen=True)
class Outline:
    """The order in which a report states its figures, and its wording."""

    name: str
    label: str
    sections: tuple[Section, ...]
    monthly: tuple[str, ...] = ()
    """Figures shown month by month, with a chart each."""
    title: tuple[str, ...] = ()
    """The lines of the report's title, with `{bureau}` and `{year}`."""
    opening: tuple[Paragraph, ...] = ()
    closing: tuple[Paragraph, ...] = ()
    numbering: Numbering = Numbering.STANDARD
    spans: Mapping[str, Span] = field(default_factory=dict)
    note: str = ""
    """For whom the outline is meant."""
    own: bool = False
    """Whether it came with the bureau's own definitions."""

    def walk(self) -> Iterator[tuple[tuple[str, ...], Section]]:
        """Every section with its path of titles, in reading order."""
        for section in self.sections:
            yield from section.walk()

    def paragraphs(self) -> Iterator[Paragraph]:
        """Every paragraph, in reading order."""
        yield from self.opening
        for _, section in self.walk():
            yield from section.paragraphs
        yield from self.closing

    @property
    def has_text(self) -> bool:
        """Whether a report can be written after it, or it only orders figures."""
        return any(True for _ in self.paragraphs())

    @property
    def orders_figures(self) -> bool:
        """Whether it says in which order the workbook lists the figures."""
        return any(section.indicators for _, section in self.walk())
