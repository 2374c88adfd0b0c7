"""How a draft is built: paragraphs under headings, sentences, clauses."""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass

_NUMBERED = (
    re.compile(r"\s*[一二三四五六七八九十]{1,3}、"),
    re.compile(r"\s*\([一二三四五六七八九十]{1,3}\)"),
    re.compile(r"\s*\d{1,2}[.、](?!\d+[%个家次万])"),
)
_ORDINAL = re.compile(r"(?:^|(?<=[。;；:：\s!]))[一二三四五六七八九十]{1,3}是(?=[\u4e00-\u9fff])")
_SENTENCE_END = re.compile(r"[。！？!?\n]|;(?!\s*$)")
_CLAUSE_END = re.compile(r"[,，:：;；。！？!?\n]")
_ANNEX = re.compile(r"\s*附\s*[件表]\s*\d{0,2}\s*[:：]?\s*")
"""A line of its own: what follows belongs to no section of the report any more, not to its plans either."""
LONGEST_HEADING = 45


@dataclass(frozen=True)
class Part:
    """A heading's text and level at a position: it leads what follows."""

    position: int
    level: int
    text: str


class Structure:
    """Sentences, clauses and headings of a plain text, found by position."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.sentence_starts = [0, *(one.end() for one in _SENTENCE_END.finditer(text))]
        self.clause_starts = [0, *(one.end() for one in _CLAUSE_END.finditer(text))]
        self._headings = list(_headings(text))
        self._heading_starts = [one.position for one in self._headings]
        self._stacks = list(_stacks(self._headings))

    def sentence(self, position: int) -> int:
        """Number of the sentence that holds a position."""
        return bisect_right(self.sentence_starts, position) - 1

    def clause(self, position: int) -> int:
        """Number of the clause that holds a position."""
        return bisect_right(self.clause_starts, position) - 1

    def sentence_span(self, number: int) -> tuple[int, int]:
        """Where a sentence lies, its stop included."""
        return self._span(self.sentence_starts, number)

    def clause_span(self, number: int) -> tuple[int, int]:
        """Where a clause lies, its comma included."""
        return self._span(self.clause_starts, number)

    def _span(self, starts: list[int], number: int) -> tuple[int, int]:
        end = starts[number + 1] if number + 1 < len(starts) else len(self.text)
        return starts[number], end

    def headings(self, position: int) -> tuple[Part, ...]:
        """The headings above a position, the outer one first."""
        found = bisect_right(self._heading_starts, position) - 1
        return self._stacks[found] if found >= 0 else ()


def _headings(text: str) -> Iterator[Part]:
    start = 0
    for line in text.split("\n"):
        if _ANNEX.fullmatch(line):
            yield Part(start, -1, line.strip())
        for level, pattern in enumerate(_NUMBERED):
            found = pattern.match(line)
            if found:
                yield Part(start, level, _title(line[found.end() :]))
                break
        for ordinal in _ORDINAL.finditer(line):
            yield Part(start + ordinal.start(), len(_NUMBERED), _title(line[ordinal.end() :]))
        start += len(line) + 1


def _title(text: str) -> str:
    """What is read of a heading: up to its full stop, as far as a heading goes."""
    return re.split(r"[。:：;；\n]", text, maxsplit=1)[0][:LONGEST_HEADING]


def _stacks(headings: list[Part]) -> Iterator[tuple[Part, ...]]:
    stack: list[Part] = []
    for one in headings:
        stack = [each for each in stack if each.level < one.level]
        stack.append(one)
        yield tuple(stack)
