"""The figures of a period as a list to walk through: sections of the outline, what needs a look, what is searched."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache

from desktop.catalogue import Catalogue
from desktop.catalogue.pinyin import spellings
from desktop.figures import Figure
from desktop.figures.comparing import differs_much, is_silent
from desktop.report.headings import headings


class Attention(StrEnum):
    """Why a figure needs a look."""

    UNCOUNTED = "有未计入记录"
    ADJUSTED = "手工调整"
    DIFFERS = "与上年差三成以上"

    def holds(self, figure: Figure) -> bool:
        """Whether a figure needs a look for this reason."""
        if self is Attention.ADJUSTED:
            return figure.adjustment is not None
        return bool(figure.uncounted) if self is Attention.UNCOUNTED else differs_much(figure)


@dataclass(frozen=True)
class Group:
    """The figures right under one heading, and the section that the heading stands in."""

    title: str
    section: str
    figures: tuple[Figure, ...]

    @property
    def summary(self) -> str:
        """How many, and how many of them leave records out."""
        uncounted = sum(1 for one in self.figures if one.uncounted)
        rest = f"{uncounted} 个有未计入记录" if uncounted else "均可计算"
        return f"{len(self.figures)} 个指标，{rest}"


@dataclass(frozen=True)
class Choice:
    """What of the list is asked for; the default is all that is not silent."""

    section: str | None = None
    attention: Attention | None = None
    text: str = ""
    """Part of a label, or of its pinyin initials."""
    silent: bool = False
    """Also figures that are zero this year and last."""

    def admits(self, figure: Figure) -> bool:
        """Whether a figure is asked for, its section aside."""
        if not self.silent and is_silent(figure):
            return False
        if self.attention and not self.attention.holds(figure):
            return False
        return not self.text or _named(figure.indicator.label, self.text.casefold())


class FigureList:
    """All figures of a period in the order of the outline."""

    def __init__(self, catalogue: Catalogue, figures: Iterable[Figure]) -> None:
        self.figures: Mapping[str, Figure] = {one.indicator.name: one for one in figures}
        self._groups = _groups(catalogue, self.figures)

    def groups(self, choice: Choice) -> list[Group]:
        """The headings with the figures that are asked for."""
        found = []
        for group in self._groups:
            kept = tuple(one for one in group.figures if choice.admits(one))
            if kept and choice.section in (None, group.section):
                found.append(replace(group, figures=kept))
        return found

    def count(self, choice: Choice) -> int:
        """How many different figures are asked for."""
        return len({one.indicator.name for group in self.groups(choice) for one in group.figures})

    def sections(self) -> list[str]:
        """The sections, in the order of the outline."""
        return list(dict.fromkeys(group.section for group in self._groups))


def _groups(catalogue: Catalogue, figures: Mapping[str, Figure]) -> list[Group]:
    """A heading's section is its top heading; where that parts into three levels, the one below it."""
    found: list[tuple[list[str], tuple[Figure, ...]]] = []
    path: list[str] = []
    for heading in headings(catalogue, figures):
        path = [*path[: heading.depth], heading.title]
        if heading.figures:
            found.append((path, heading.figures))
    deep = {path[0] for path, _ in found if len(path) > 2}
    return [Group(path[-1], path[1] if path[0] in deep and path[1:] else path[0], under) for path, under in found]


def _named(label: str, text: str) -> bool:
    return text in label.casefold() or any(text in spelling for spelling in _spellings(label))


@cache
def _spellings(label: str) -> tuple[str, ...]:
    return spellings(label)
