"""Which indicator a figure's words mean: its label, outlines' sentences, its terms, by pairs of characters."""

import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from heapq import nlargest

from desktop.catalogue import Catalogue, Indicator, Measure
from desktop.catalogue.conditions import HasTag, OneOf
from desktop.catalogue.wordings import Form as WordingForm
from desktop.catalogue.wordings import Optional, Passage, Reference
from desktop.report.draft.plain import plain
from desktop.report.draft.quantity import Form, Quantity
from desktop.report.draft.words import ReadingWords

_NOISE = re.compile(
    r"(?:次数|人数|件数|家数|起数|份数|条数|册数|篇数|处数|期数|场次|总数|数量|数|率|家次|人次|金额)$"
)
POSSIBLE = 0.36
"""Names with a lower score have too few words in common."""
WEIGHED = 30
"""So many names are weighed with the words further off, too."""
_BRACKETS = re.compile(r"[()（）《》“”\"、，,。；;：:\s\d.%#]+")
_WIDE = "全域"
_LEAD_WORTH, _FURTHER_WORTH = 0.6, 0.2
"""What the words of the sentence before a figure, and those behind it or in the headings, count beside its own."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """An indicator that the words may mean."""

    name: str
    score: float
    """0 to 1."""


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a plain text, across no punctuation."""
    return frozenset(part[at : at + 2] for part in _BRACKETS.split(text) for at in range(len(part) - 1))


Name = tuple[str, frozenset[str]]
"""An indicator, and the pairs of characters of one of its names."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A name as figures are weighed with it."""

    name: str
    called: frozenset[str]
    said: frozenset[str]
    """With what the ledger and the conditions say."""
    size: float
    wide: bool
    """Whether the indicator counts at several levels."""


class Vocabulary:
    """What every indicator may be called."""

    def __init__(self, catalogue: Catalogue, words: ReadingWords) -> None:
        self._words = words
        self._indicators = catalogue.indicators
        self._by_unit: dict[tuple[str, bool], dict[str, list[int]]] = {}
        names = list(dict.fromkeys((*_labels(catalogue), *_phrases(catalogue))))
        spread = Counter(pair for pair, _ in {(pair, name) for name, called in names for pair in called})
        self._weight = {pair: math.log(1 + len(catalogue.indicators) / count) for pair, count in spread.items()}
        self._pairs = frozenset(self._weight)
        more = {name: _conditions(one) for name, one in catalogue.indicators.items()}
        wide = {name: _is_wide(one) for name, one in catalogue.indicators.items()}
        self._names = [
            _Known(name, called, called | more[name], self._weigh(called) or 1.0, wide[name])
            for name, called in names
        ]
        self._holders: dict[str, list[int]] = {}
        for number, one in enumerate(self._names):
            for pair in one.called:
                self._holders.setdefault(pair, []).append(number)

    def candidates(self, one: Quantity, lead: str, rest: str) -> list[Candidate]:
        """The indicators that a figure's words may mean, the likeliest first."""
        own = pairs(one.before + "，" + one.after[:14])
        if not own or one.before.endswith("占"):
            own |= pairs(lead[-24:])
        own &= self._pairs
        lead_pairs = (pairs(lead[-120:]) & self._pairs) - own
        further = ((pairs(rest[:60]) | pairs(one.heading)) & self._pairs) - own - lead_pairs
        weight, whole = self._weight.__getitem__, self._weigh(own) or 1.0
        wide, narrow = (0.06, -0.06) if one.scope == _WIDE else (-0.1, 0.0)
        best: dict[str, float] = {}
        for number, from_own in self._likeliest(one, own, whole):
            known = self._names[number]
            covered = (
                from_own + _LEAD_WORTH * sum(map(weight, known.called & lead_pairs))
                + _FURTHER_WORTH * sum(map(weight, known.called & further))
            )  # fmt: skip
            said = sum(map(weight, own & known.said))
            score = 0.65 * covered / known.size + 0.35 * said / whole + (wide if known.wide else narrow)
            if score > best.get(known.name, POSSIBLE):
                best[known.name] = score
        return sorted((Candidate(name, score) for name, score in best.items()), key=lambda each: -each.score)

    def _likeliest(self, one: Quantity, own: frozenset[str], whole: float) -> list[tuple[int, float]]:
        """The names that share most with a figure's own words, and how much."""
        holders, names = self._fitting(one), self._names
        covered: dict[int, float] = defaultdict(float)
        for pair in own:
            if pair in holders:
                weight = self._weight[pair]
                for number in holders[pair]:
                    covered[number] += weight
        if len(covered) <= WEIGHED:
            return list(covered.items())
        return nlargest(
            WEIGHED, covered.items(), key=lambda each: each[1] * (0.65 / names[each[0]].size + 0.35 / whole)
        )

    def _weigh(self, found: Iterable[str]) -> float:
        return sum(self._weight.get(pair, 0.0) for pair in found)

    def _fitting(self, one: Quantity) -> Mapping[str, list[int]]:
        """Which names hold a pair, of the indicators that can be stated in a figure's unit."""
        key = (one.unit, one.form is Form.STREAK)
        if key not in self._by_unit:
            fits = {name for name, each in self._indicators.items() if self._fits(each, one)}
            kept = {
                pair: [number for number in numbers if self._names[number].name in fits]
                for pair, numbers in self._holders.items()
            }
            self._by_unit[key] = {pair: numbers for pair, numbers in kept.items() if numbers}
        return self._by_unit[key]

    def _fits(self, indicator: Indicator, one: Quantity) -> bool:
        """Whether an indicator can be stated in such a unit."""
        if one.form is Form.STREAK or indicator.measure is Measure.STREAK:
            return one.form is Form.STREAK and indicator.measure is Measure.STREAK and one.unit == indicator.unit
        money = ("元", "万元")
        if one.unit in money or indicator.unit in money:
            return one.unit in money and indicator.unit in money
        return self._words.unit(one.unit) == self._words.unit(indicator.unit) or self._words.confused(
            one.unit, indicator.unit
        )


def _conditions(one: Indicator) -> frozenset[str]:
    """What the ledger and the conditions say, which a sentence may say, too."""
    said = [one.ledger.label] if one.ledger else []
    for condition in (*one.where, *one.having):
        match condition:
            case OneOf(values=values):
                said += [str(value) for value in values]
            case HasTag(terms=terms):
                said += list(terms)
    return pairs(plain("，".join((one.label, *said))))


def _is_wide(indicator: Indicator) -> bool:
    """Whether it counts at several levels."""
    return "各级" in indicator.label or any(
        isinstance(each, OneOf) and each.path.field.name == "level" and len(each.values) > 1
        for each in indicator.where
    )


def _labels(catalogue: Catalogue) -> Iterator[Name]:
    for name, one in catalogue.indicators.items():
        label = one.label.partition("（")[0]
        yield name, pairs(_NOISE.sub("", plain(label))) or pairs(label)


def _phrases(catalogue: Catalogue) -> Iterator[Name]:
    """How the outlines speak of each figure: the words before it, back to the figure or comma before."""
    passages = (
        passage for outline in catalogue.outlines.values() for paragraph in outline.paragraphs()
        for passage in paragraph.passages
    )  # fmt: skip
    for passage in passages:
        for name, phrase in _of_passage(passage):
            if len(found := pairs(plain(phrase))) >= 2:
                yield name, found


def _of_passage(passage: Passage) -> Iterator[tuple[str, str]]:
    for clause in (*passage.clauses, *passage.otherwise):
        before = ""
        for piece in _flat(clause.pieces):
            if isinstance(piece, str):
                before = re.split(r"[，；。：]", before + piece)[-1]
            elif isinstance(piece, Reference):
                if piece.form in (WordingForm.VALUE, WordingForm.ROUNDED) and before:
                    yield piece.indicator, before
                before = ""


def _flat(pieces: Iterable[object]) -> Iterator[object]:
    for piece in pieces:
        if isinstance(piece, Optional):
            yield from piece.pieces
        else:
            yield piece
