"""What a draft says there was none of (未发生森林火灾, 零行政诉讼, 自然灾害为零), held against the log."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from desktop.catalogue import Catalogue, Indicator, Measure
from desktop.catalogue.wordings import Form, Optional, Passage, Piece, Reference
from desktop.report.draft.arithmetic.subjects import label, named
from desktop.report.draft.arithmetic.tables import arithmetic_words
from desktop.report.draft.plain import plain
from desktop.report.draft.quantity import Quantity
from desktop.report.draft.reading import Reading
from desktop.report.draft.words import any_of

_SHORTEST = 4
"""Shorter things (事故, 火灾) are of several kinds."""
_THING = re.compile(r"[\u4e00-\u9fff]+")
_ENDING = re.compile(r"(?:案件|事件|情况)$")
_COUNTED = re.compile(r"(?:起|次|(?<![文事案])件)?数$")
_OPENING = re.compile(r"[,，。;；:：\n]")
_FURTHEST = 30
_JOINT = "[、和及或与]"
_END = r"(?:案件|事件|情况)?(?=[,，。;；、和及或与\s)）]|$)"
_NO_WORD = re.compile(r"^(?:并无|已无|未|没有|无|零)")


@dataclass(frozen=True)
class Denied:
    """A place that says that there was none."""

    quantity: Quantity
    """The whole saying, as a figure of nothing."""
    indicator: str
    sure: bool
    """Whether the words and their scope leave no other reading."""
    otherwise: str
    """What would stand there with a number behind it: 发生森林火灾."""


class Denials:
    """The things of which a text may say that there was none, by the words of labels and outlines."""

    def __init__(self, catalogue: Catalogue) -> None:
        self._indicators = catalogue.indicators
        self._things = _things(catalogue)
        words = {one.word for one in catalogue.indicators.values() if one.word and _NO_WORD.search(one.word)}
        verbs, things = any_of({*words, *arithmetic_words().nil_verbs, "零"}), any_of(self._things)
        self._said = re.compile(rf"(?P<verb>{verbs})(?:过|任何|一[起例件])*(?P<thing>{things}){_END}")
        self._next = re.compile(rf"{_JOINT}(?P<thing>{things}){_END}")
        self._nil = re.compile(rf"(?P<thing>{things})(?:案件|事件)?(?:起数|件数|次数)?(?:为零|[“\"]?零发生[”\"]?)")

    def of(self, reading: Reading) -> Iterator[Denied]:
        """Every denial of a draft that is meant of the whole period."""
        for found in self._said.finditer(reading.text):
            verb = _NO_WORD.sub("", found["verb"]) or "有"
            yield from self._denied(reading, found, found.start(), verb)
            more = self._next.match(reading.text, found.end())
            while more:
                yield from self._denied(
                    reading, more, more.start("thing"), "" if verb == "有" else verb, found.start()
                )
                more = self._next.match(reading.text, more.end())
        for found in self._nil.finditer(reading.text):
            yield from self._denied(reading, found, found.start(), "")

    def _denied(
        self, reading: Reading, found: re.Match[str], start: int, verb: str, opened: int = -1
    ) -> Iterator[Denied]:
        begun = opened if opened >= 0 else start
        before = _OPENING.split(reading.text[max(0, begun - _FURTHEST) : begun])[-1]
        if arithmetic_words().nil_unless.search(before) or re.search(r"\d", before) or named(before):
            return
        name = self._things[found["thing"]]
        one = reading.as_figure(start, found.end(), self._indicators[name].unit)
        if one.period:
            return
        own = plain(self._indicators[name].label).startswith(_ENDING.sub("", found["thing"]))
        sure = own and one.scope in ("", "全域") and not label(reading, start)
        yield Denied(one, name, sure, f"{verb}{found['thing']}")


def _things(catalogue: Catalogue) -> Mapping[str, str]:
    """The indicator by each thing that it alone counts."""
    found: dict[str, set[str]] = {}
    for thing, name in (*_labelled(catalogue.indicators), *_worded(catalogue)):
        for each in {thing, _ENDING.sub("", thing)}:
            if len(each) >= _SHORTEST:
                found.setdefault(each, set()).add(name)
    return {thing: next(iter(names)) for thing, names in found.items() if len(names) == 1}


def _labelled(indicators: Mapping[str, Indicator]) -> Iterator[tuple[str, str]]:
    for name, one in indicators.items():
        if one.measure is Measure.COUNT and _COUNTED.search(one.label) and one.word:
            yield _COUNTED.sub("", plain(one.label)), name


def _worded(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    passages = (
        passage for outline in catalogue.outlines.values() for paragraph in outline.paragraphs()
        for passage in paragraph.passages
    )  # fmt: skip
    for passage in passages:
        yield from _in_passage(passage)


def _in_passage(passage: Passage) -> Iterator[tuple[str, str]]:
    for clause in (*passage.clauses, *passage.otherwise):
        before: Piece | None = None
        for piece in _flat(clause.pieces):
            worded = isinstance(before, Reference) and before.form is Form.WORD
            if isinstance(before, Reference) and worded and (found := _THING.match(plain(str(piece)))):
                yield found[0], before.indicator
            before = piece


def _flat(pieces: Iterable[Piece]) -> Iterator[Piece]:
    for piece in pieces:
        yield from piece.pieces if isinstance(piece, Optional) else (piece,)
