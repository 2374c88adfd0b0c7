"""Finding a place in the help: by words that occur, all of them, or by the pinyin initials of a heading."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from desktop.catalogue.pinyin import spellings
from desktop.help.blocks import lines_of, plain
from desktop.help.book import Book, Chapter, Section

_AROUND = 24
"""Characters of an excerpt before the first word that was found."""
_EXCERPT = 80
_LEAST_INITIALS = 2
"""A single letter stands in nearly every heading."""

_IN_TITLE, _BY_WORD, _IN_HEADING, _BY_INITIALS, _IN_TEXT = range(5)
"""Ranks, the best first."""


@dataclass(frozen=True)
class Found:
    """A section that speaks of what was searched."""

    chapter: Chapter
    section: Section
    excerpt: str


def find(book: Book, text: str) -> list[Found]:
    """Sections, the best first; of a chapter whose title says it only its beginning and what says it again."""
    wanted = text.lower().split()
    if not wanted:
        return []
    ranked = [one for chapter in book.chapters.values() for one in _in_chapter(chapter, wanted)]
    return [found for _rank, found in sorted(ranked, key=lambda one: one[0])]


def _in_chapter(chapter: Chapter, wanted: list[str]) -> Iterator[tuple[int, Found]]:
    for section in chapter.sections:
        rank = _rank(chapter, section, wanted)
        if rank is not None:
            yield rank, Found(chapter, section, _excerpt(section, wanted))


def _rank(chapter: Chapter, section: Section, wanted: list[str]) -> int | None:
    if not section.anchor:
        if _all_in(wanted, chapter.title):
            return _IN_TITLE
        if any(_all_in(wanted, word) for word in chapter.words):
            return _BY_WORD
    head = section.heading if section.anchor else chapter.title
    if section.anchor and _all_in(wanted, head):
        return _IN_HEADING
    names = (head,) if section.anchor else (head, *chapter.words)
    if any(_by_initials(wanted, name) for name in names):
        return _BY_INITIALS
    return _IN_TEXT if _all_in(wanted, f"{head}\n{words_of(section)}") else None


def _all_in(wanted: Iterable[str], text: str) -> bool:
    lower = text.lower()
    return all(one in lower for one in wanted)


def _by_initials(wanted: list[str], name: str) -> bool:
    typed = "".join(wanted)
    return len(typed) >= _LEAST_INITIALS and typed.isascii() and any(typed in one for one in spellings(name))


def words_of(section: Section) -> str:
    """All that a section says, a line each."""
    return "\n".join(plain(line) for block in section.blocks for line in lines_of(block))


def _excerpt(section: Section, wanted: list[str]) -> str:
    """The words around what was found, else the section's first ones."""
    text = words_of(section).replace("\n", " ")
    place = min((at for one in wanted if (at := text.lower().find(one)) >= 0), default=0)
    start = max(0, place - _AROUND)
    cut = text[start : start + _EXCERPT]
    return f"{'…' if start else ''}{cut}{'…' if start + _EXCERPT < len(text) else ''}"
