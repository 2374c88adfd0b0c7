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
MOST = 20
"""Candidates beyond these have too few words in common."""
WEIGHED = 60
"""So many names are weighed with the words further off, too."""
_BRACKETS = re.compile(r"[()（）《》“”\"、，,。；;：:\s\d.%#]+")
_WIDE = "全域"
_LEAD_WORTH, _REST_WORTH, _HEADING_WORTH = 0.6, 0.2, 0.2
"""What words of the sentence and of the headings count beside those of the figure's own clause."""


@dataclass(frozen=True)
class Candidate:
    """An indicator that the words may mean."""

    name: str
    score: float
    """0 to 1."""


def pairs(text: str) -> frozenset[str]:
    """The pairs of neighbouring characters of a plain text, across no punctuation."""
    return frozenset(part[at : at + 2] for part in _BRACKETS.split(text) for at in range(len(part) - 1))


class Vocabulary:
    """What every indicator may be called."""

    def __init__(self, catalogue: Catalogue, words: ReadingWords) -> None:
        self._words = words
        self._indicators = catalogue.indicators
        self._by_unit: dict[tuple[str, bool], dict[str, list[int]]] = {}
        self._names: list[tuple[str, frozenset[str]]] = []
        for name, one in catalogue.indicators.items():
            label = one.label.partition("（")[0]
            self._names.append((name, pairs(_NOISE.sub("", plain(label))) or pairs(label)))
        for name, phrase in _phrases(catalogue):
            if len(found := pairs(plain(phrase))) >= 2:
                self._names.append((name, found))
        spread = Counter(pair for pair, count in Counter((p, n) for n, ps in self._names for p in ps))
        whole = len(catalogue.indicators)
        self._weight = {pair: math.log(1 + whole / count) for pair, count in spread.items()}
        more = {name: self._conditions(one) for name, one in catalogue.indicators.items()}
        self._said = [found | more[name] for name, found in self._names]
        self._wide = {name: _is_wide(one) for name, one in catalogue.indicators.items()}
        self._holders: dict[str, list[int]] = {}
        for number, (_, found) in enumerate(self._names):
            for pair in found:
                self._holders.setdefault(pair, []).append(number)
        self._sizes = [self._weigh(found) or 1.0 for _, found in self._names]

    def candidates(self, one: Quantity, lead: str, rest: str) -> list[Candidate]:
        """The indicators that a figure's words may mean, the likeliest first."""
        own = pairs(one.before + "，" + one.after[:14])
        if not own or one.before.endswith("占"):
            own |= pairs(lead[-24:])
        around = (
            dict.fromkeys(pairs(one.heading), _HEADING_WORTH) | dict.fromkeys(pairs(rest[:60]), _REST_WORTH)
            | dict.fromkeys(pairs(lead[-120:]), _LEAD_WORTH)
        )  # fmt: skip
        weight = self._weight
        own = frozenset(pair for pair in own if pair in weight)
        shares = {pair: share * weight[pair] for pair, share in around.items() if pair in weight and pair not in own}
        near, known = frozenset(shares), self._weigh(own) or 1.0
        share_of, weight_of = shares.__getitem__, weight.__getitem__
        best: dict[str, float] = {}
        for number, from_own in self._likeliest(one, own, known):
            name, found = self._names[number]
            covered = from_own + sum(map(share_of, found & near))
            said = sum(map(weight_of, own & self._said[number]))
            score = 0.65 * covered / self._sizes[number] + 0.35 * said / known + self._scope(name, one)
            if score > best.get(name, 0.0):
                best[name] = score
        return sorted((Candidate(name, score) for name, score in best.items()), key=lambda each: -each.score)[:MOST]

    def _likeliest(self, one: Quantity, own: frozenset[str], known: float) -> list[tuple[int, float]]:
        """The names that share most with a figure's own words, and how much."""
        holders, sizes = self._fitting(one), self._sizes
        covered: dict[int, float] = defaultdict(float)
        for pair in own:
            if pair in holders:
                weight = self._weight[pair]
                for number in holders[pair]:
                    covered[number] += weight
        if len(covered) <= WEIGHED:
            return list(covered.items())
        return nlargest(WEIGHED, covered.items(), key=lambda each: each[1] * (0.65 / sizes[each[0]] + 0.35 / known))

    def _weigh(self, found: Iterable[str]) -> float:
        return sum(self._weight.get(pair, 0.0) for pair in found)

    def _conditions(self, one: Indicator) -> frozenset[str]:
        """What the ledger and the conditions say, which a sentence may say, too."""
        said = [one.ledger.label] if one.ledger else []
        for condition in (*one.where, *one.having):
            match condition:
                case OneOf(values=values):
                    said += [str(value) for value in values]
                case HasTag(terms=terms):
                    said += list(terms)
        return pairs(plain("，".join((one.label, *said))))

    def _fitting(self, one: Quantity) -> Mapping[str, list[int]]:
        """Which names hold a pair, of the indicators that can be stated in a figure's unit."""
        key = (one.unit, one.form is Form.STREAK)
        if key not in self._by_unit:
            fits = {name for name, each in self._indicators.items() if self._fits(each, one)}
            kept = {
                pair: [number for number in numbers if self._names[number][0] in fits]
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

    def _scope(self, name: str, one: Quantity) -> float:
        wide = self._wide[name]
        if one.scope == _WIDE:
            return 0.06 if wide else -0.06
        return -0.1 if wide else 0.0


def _is_wide(indicator: Indicator) -> bool:
    """Whether it counts at several levels."""
    return "各级" in indicator.label or any(
        isinstance(each, OneOf) and each.path.field.name == "level" and len(each.values) > 1
        for each in indicator.where
    )


def _phrases(catalogue: Catalogue) -> Iterator[tuple[str, str]]:
    """How the outlines speak of each figure: the words before it, back to the figure or comma before."""
    for outline in catalogue.outlines.values():
        for paragraph in outline.paragraphs():
            for passage in paragraph.passages:
                yield from _of_passage(passage)


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
