"""A report's outline: its headings and the figures that stand under each."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Section:
    """A heading with its figures and its sub-headings."""

    title: str
    indicators: tuple[str, ...] = ()
    sections: tuple["Section", ...] = ()

    def walk(self, above: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], "Section"]]:
        """Every section at and below this one, with its path of titles."""
        path = (*above, self.title)
        yield path, self
        for section in self.sections:
            yield from section.walk(path)


@dataclass(frozen=True)
class Outline:
    """The order in which a report states its figures."""

    name: str
    label: str
    sections: tuple[Section, ...]
    monthly: tuple[str, ...] = ()
    """Figures shown month by month, with a chart each."""

    def walk(self) -> Iterator[tuple[tuple[str, ...], Section]]:
        """Every section with its path of titles, in reading order."""
        for section in self.sections:
            yield from section.walk()
