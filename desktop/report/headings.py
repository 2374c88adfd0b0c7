"""The figures of a period under the headings of the report's outline."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from desktop.catalogue import Catalogue
from desktop.catalogue.outlines import Outline
from desktop.figures import Figure


@dataclass(frozen=True)
class Heading:
    """A heading, its depth from 0, and the figures right under it."""

    title: str
    depth: int
    figures: tuple[Figure, ...]


def outline_of(catalogue: Catalogue) -> Outline:
    """The outline that orders the figures: the bureau's own where it has one, the default otherwise."""
    own = [one for one in catalogue.outlines.values() if one.own and one.orders_figures]
    return own[0] if own else catalogue.outlines["default"]


def headings(catalogue: Catalogue, figures: Mapping[str, Figure]) -> Iterator[Heading]:
    """Every heading that carries figures, with those above it; figures without a place come last, by section."""
    outline = outline_of(catalogue)
    placed: set[str] = set()
    shown: list[str] = []
    for path, section in outline.walk():
        here = tuple(figures[name] for name in section.indicators if name in figures)
        placed |= set(section.indicators)
        if not here:
            continue
        for depth, title in enumerate(path):
            if shown[: depth + 1] != list(path[: depth + 1]):
                yield Heading(title, depth, here if depth == len(path) - 1 else ())
        shown = list(path)
    yield from _others(figures, placed)


def _others(figures: Mapping[str, Figure], placed: set[str]) -> Iterator[Heading]:
    by_section: dict[str, list[Figure]] = {}
    for name, figure in figures.items():
        if name not in placed:
            by_section.setdefault(figure.indicator.section, []).append(figure)
    if by_section:
        yield Heading("其他指标", 0, ())
    for section, found in by_section.items():
        yield Heading(section.replace("/", " · "), 1, tuple(found))
