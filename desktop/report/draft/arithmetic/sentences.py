"""The figures of a draft by sentence, as the arithmetic looks at them."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from desktop.report.draft.arithmetic.tables import ArithmeticWords, arithmetic_words
from desktop.report.draft.quantity import Form, Quantity
from desktop.report.draft.reading import Reading
from desktop.report.draft.words import ReadingWords

_FULL_STOP = re.compile(r"[。！？!?](?!\s*其中)|\n")
MOST = 60
"""A sentence with more figures than this is a list or a table: it is looked at in parts."""


@dataclass(frozen=True)
class Sentence:
    """One sentence with its figures; plans of the coming year have none that could be wrong."""

    text: str
    start: int
    amounts: tuple[Quantity, ...]
    """Plain counts and sums of the report's period."""
    all: tuple[Quantity, ...]
    reading: ReadingWords
    table: ArithmeticWords

    def between(self, first: Quantity, second: Quantity) -> str:
        """The text from one figure to a later one."""
        return self.text[first.end - self.start : second.start - self.start]

    def before(self, one: Quantity) -> str:
        """The sentence up to a figure."""
        return self.text[: one.start - self.start]

    def behind(self, one: Quantity) -> str:
        """The sentence after a figure."""
        return self.text[one.end - self.start :]

    def alike(self, one: Quantity, other: Quantity) -> bool:
        """Whether two figures count in one unit."""
        return self.reading.unit(one.unit) == self.reading.unit(other.unit)

    def depth(self, one: Quantity) -> int:
        """Within how many brackets a figure stands."""
        before = self.before(one)
        return before.count("(") - before.count(")")


def sentences(reading: Reading) -> Iterator[Sentence]:
    """The sentences that state figures; a semicolon ends one."""
    held: dict[int, list[Quantity]] = {}
    for one in reading.quantities:
        if one.period != "plan":
            held.setdefault(one.sentence, []).append(one)
    yield from _parts(reading, ((*reading.structure.sentence_span(number), found) for number, found in held.items()))


def passages(reading: Reading) -> Iterator[Sentence]:
    """Sentences with what belongs to them: all between full stops, and a sentence behind it that begins with 其中."""
    ends = [found.end() for found in _FULL_STOP.finditer(reading.text)]
    held: dict[int, list[Quantity]] = {}
    for one in reading.quantities:
        if one.period != "plan":
            held.setdefault(bisect_right(ends, one.start), []).append(one)
    spans = [0, *ends, len(reading.text)]
    yield from _parts(reading, ((spans[number], spans[number + 1], found) for number, found in held.items()))


def _parts(reading: Reading, spans: Iterable[tuple[int, int, list[Quantity]]]) -> Iterator[Sentence]:
    for start, end, found in spans:
        for first in range(0, len(found), MOST):
            part = found[first : first + MOST]
            begin = start if not first else found[first - 1].end
            stop = end if first + MOST >= len(found) else found[first + MOST].start
            amounts = tuple(one for one in part if one.form is Form.AMOUNT and one.period != "last_year")
            yield Sentence(reading.text[begin:stop], begin, amounts, tuple(part), reading.words, arithmetic_words())


def said(one: Quantity) -> str:
    """The words that belong to a figure."""
    return f"{one.before}{one.counted if one.counted in one.after else ''}"


def says(one: Quantity, pattern: re.Pattern[str], negative: re.Pattern[str]) -> bool:
    """Whether a figure's words say something, and do not say that it has not happened."""
    words = said(one)
    return any(not negative.search(words[: found.start()]) for found in pattern.finditer(words))
