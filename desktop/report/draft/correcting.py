"""A draft with the corrections made in it: the source stays as it is, each correction knows its place there.

Positions are those of the corrected text, as it is read and checked; a correction itself holds those of the source,
so that it can be written into the file and carried over to a new version of it.
"""

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise

from desktop.report.draft.findings import Finding, FindingKind
from desktop.report.draft.words import reading_words

BEFORE, BEHIND = 12, 8
"""Characters around a correction by which its place is found again in a new version."""
_NOT_A_VALUE = frozenset((FindingKind.ORDER, FindingKind.LAST_YEAR, FindingKind.UNSOURCED))
_CHANGE = re.compile(r"(?:同比)?(增长|增加|上升|提高|下降|减少|降低|持平)(.*)")
_DIRECTION = re.compile(r"(增长|增加|上升|提高|提升|增多|上涨|下降|减少|降低|下滑|回落|增|升|降|减)(了|约|近|超)*$")
_UP = "增上升提高长涨"
_NUMBER = re.compile(r"(.*?[\d.,]+[万亿千百]?[余多]?)([\u4e00-\u9fff%（(）)]*)$", re.DOTALL)


@dataclass(frozen=True)
class Note:
    """What was found at a place before it was corrected."""

    sureness: str
    title: str
    indicator: str
    reason: str


@dataclass(frozen=True)
class Correction:
    """One place of the source that reads differently now."""

    start: int
    end: int
    old: str
    new: str
    note: Note | None = None

    @property
    def growth(self) -> int:
        """How much longer the text is behind it."""
        return len(self.new) - len(self.old)


@dataclass(frozen=True)
class Change:
    """What is to be written over a span of the text."""

    start: int
    end: int
    new: str
    note: Note | None = None


@dataclass(frozen=True)
class Corrected:
    """A source text with its corrections, in order and apart from one another."""

    source: str
    corrections: tuple[Correction, ...] = ()

    @cached_property
    def text(self) -> str:
        """What is read and checked."""
        parts, last = [], 0
        for one in self.corrections:
            parts += [self.source[last : one.start], one.new]
            last = one.end
        return "".join([*parts, self.source[last:]])

    @cached_property
    def spans(self) -> tuple[tuple[int, int], ...]:
        """Where each correction stands in the text."""
        found, growth = [], 0
        for one in self.corrections:
            start = one.start + growth
            found.append((start, start + len(one.new)))
            growth += one.growth
        return tuple(found)

    def to_source(self, place: int) -> int:
        """The place in the source; of a place within a correction, where the correction ends there."""
        number = bisect_right([start for start, _ in self.spans], place) - 1
        if number < 0:
            return place
        correction, (start, end) = self.corrections[number], self.spans[number]
        if place == start:
            return correction.start
        return correction.end + max(0, place - end)

    def to_text(self, place: int) -> int:
        """The place in the text; of a place within a correction, where the correction begins."""
        growth = 0
        for one, (start, _) in zip(self.corrections, self.spans, strict=True):
            if place < one.end or place == one.start:
                return min(place + growth, start) if place <= one.start else start
            growth += one.growth
        return place + growth

    def with_change(self, change: Change) -> "Corrected":
        """The same with a span of the text changed; what it touches of earlier corrections becomes part of it."""
        touched = [
            number for number, (start, end) in enumerate(self.spans) if start <= change.end and change.start <= end
        ]
        start = min([change.start, *(self.spans[number][0] for number in touched)])
        end = max([change.end, *(self.spans[number][1] for number in touched)])
        new = self.text[start : change.start] + change.new + self.text[change.end : end]
        first = self.to_source(start)
        last = max([self.to_source(end), *(self.corrections[number].end for number in touched)])
        made = Correction(first, last, self.source[first:last], new, change.note)
        kept = [one for number, one in enumerate(self.corrections) if number not in touched]
        return self._of([*kept, made] if made.old != made.new else kept)

    def without(self, number: int) -> "Corrected":
        """The same with a correction taken back."""
        return self._of([one for place, one in enumerate(self.corrections) if place != number])

    def _of(self, corrections: list[Correction]) -> "Corrected":
        return Corrected(self.source, tuple(sorted(corrections, key=lambda one: one.start)))

    def carried_to(self, source: str) -> tuple["Corrected", int]:
        """The corrections in a new version of the source, found by the words around them; how many were not."""
        if source == self.source:
            return self, 0
        found: list[Correction] = []
        for one in self.corrections:
            before = self.source[max(0, one.start - BEFORE) : one.start]
            words = before + one.old + self.source[one.end : one.end + BEHIND]
            if source.count(words) == 1:
                start = source.index(words) + len(before)
                found.append(replace(one, start=start, end=start + len(one.old)))
        apart = list(_apart(sorted(found, key=lambda one: one.start)))
        return Corrected(source, tuple(apart)), len(self.corrections) - len(apart)


def _apart(corrections: list[Correction]) -> Iterator[Correction]:
    yield from corrections[:1]
    for before, one in pairwise(corrections):
        if before.end <= one.start:
            yield one


# -------------------------------------------------------------------- what a finding proposes


def proposed(text: str, finding: Finding) -> Change | None:
    """What to write in place of a finding's figure; None where the finding does not know the right value."""
    expected = finding.expected
    if not expected or not finding.quote or finding.kind in _NOT_A_VALUE or not re.search(r"\d|持平", expected):
        return None
    change = _CHANGE.fullmatch(expected)
    if change is not None:
        return _new_change(text, finding, change[1], change[2])
    if expected.startswith("从"):
        return None
    new = _in_its_unit(finding.quote, expected)
    cell, parted, _ = finding.quote.partition("\t")
    if not parted:
        return Change(finding.start, finding.end, new)
    number = _NUMBER.fullmatch(new)  # 12 and 场次 stand in two cells of a table
    return Change(finding.start, finding.start + len(cell), number[1]) if number else None


def _new_change(text: str, finding: Finding, direction: str, number: str) -> Change | None:
    """同比增加24家次: the number alone where the direction holds, else the direction with it."""
    said = _DIRECTION.search(text, max(0, finding.start - 8), finding.start)
    if direction == "持平":
        return Change(said.start(), finding.end, direction) if said else None
    if said is None:
        return None
    if (said[1][0] in _UP) == (direction[0] in _UP):
        return Change(finding.start, finding.end, number)
    return Change(said.start(), finding.end, direction + number)


def _in_its_unit(quote: str, expected: str) -> str:
    """The expected number with the draft's own word for the unit, where it means the same (名 for 人)."""
    here, there = _NUMBER.fullmatch(quote), _NUMBER.fullmatch(expected)
    if here is None or there is None:
        return expected
    if not here[2] and (number := re.search(r"[\d.,]+", expected)):
        return number[0]  # a cell of a table, whose unit stands in its head
    same = reading_words().unit
    return there[1] + here[2] if here[2] and same(here[2]) == same(there[2]) else expected
