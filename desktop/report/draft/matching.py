"""Holding a draft against the log: each figure is found by what it counts, its unit, scope and period, not by value.

A draft is mostly the program's own text, worked over by many hands. So a figure is first looked for by its frame: the
words around it, as the report reads now or as it was finalised. Only where the words were changed is it looked for in
the vocabulary of the indicators; what is then found is 存疑, unless it agrees.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from desktop.catalogue import Catalogue
from desktop.catalogue.wordings import Form as WordingForm
from desktop.catalogue.wordings import Reference
from desktop.figures import Figure
from desktop.report.draft.change_owner import listed_change, owner_of, subject_of
from desktop.report.draft.comparing import MONEY_SLIP, Comparing, stated_value
from desktop.report.draft.denials import Denials
from desktop.report.draft.frames import Frame, FrameIndex, frames
from desktop.report.draft.plain import plain
from desktop.report.draft.quantity import Form, Quantity
from desktop.report.draft.reading import Reading
from desktop.report.draft.table_rows import Cell
from desktop.report.draft.verdict import Status, Verdict
from desktop.report.draft.vocabulary import Candidate, Vocabulary
from desktop.report.draft.words import reading_words

_VALUE = "数值"
"""The head of the column of values in the table that the program prints."""
_OTHER_COLUMN = re.compile(r"上年|去年|同期|上期|往年|计划|目标|任务|季|\d+月|增减|同比")
STRONG, LIKELY = 0.78, 0.62
_MARGIN = 0.1
_TOLD = 6
"""So many figures before a change may be the one that changed."""


@dataclass(frozen=True)
class KnownText:
    """A text of which it is known which figure stands where: the report as it reads now, or an edition of it."""

    text: str
    tokens: tuple[tuple[int, int, Reference], ...]
    """Start, end and what is stated there, in reading order."""
    own: bool = True
    """Whether it is the report of this log: its words leave no doubt. Another outline's are only likely."""


class LogFigures:
    """The figures of a log over the period of the draft."""

    def __init__(self, catalogue: Catalogue, figures: Iterable[Figure], known: Iterable[KnownText] = ()) -> None:
        self.catalogue = catalogue
        self.figures: Mapping[str, Figure] = {one.indicator.name: one for one in figures}
        names = Counter(plain(one.indicator.label) for one in self.figures.values())
        self._labels = {name: one for one in self.figures.values() if names[name := plain(one.indicator.label)] == 1}
        self._vocabulary = Vocabulary(catalogue, reading_words())
        self.units = tuple(dict.fromkeys(one.unit for one in catalogue.indicators.values()))
        self._denials = Denials(catalogue)
        self._references: list[Reference] = []
        self._comparing = Comparing()
        self._spans: dict[tuple[str, str | None], Figure] = {}
        texts = list(known)
        self._own = FrameIndex([pair for text in texts if text.own for pair in self._framed(text)])
        self._others = FrameIndex([pair for text in texts if not text.own for pair in self._framed(text)])

    def with_spans(self, figures: Mapping[tuple[str, str | None], Figure]) -> "LogFigures":
        """With figures over other spans of the outline, such as the fire season."""
        self._spans.update(figures)
        return self

    def _framed(self, known: KnownText) -> Iterable[tuple[Frame, int]]:
        reading = Reading(known.text, self.units)
        tokens = iter(known.tokens)
        token = next(tokens, None)
        for one, frame in zip(reading.quantities, frames(reading), strict=True):
            while token is not None and token[1] <= one.number_start:
                token = next(tokens, None)
            if token is not None and token[0] <= one.number_start:
                if token[2] not in self._references:
                    self._references.append(token[2])
                yield frame, self._references.index(token[2])

    # ---------------------------------------------------------------- verdicts

    def verdicts(self, reading: Reading) -> list[Verdict]:
        """What the log says to each figure of a draft, and to what it says there was none of."""
        found: list[Verdict] = []
        for one, frame in zip(reading.quantities, frames(reading), strict=True):
            found.append(self._verdict(reading, one, frame, found))
        return sorted([*_swapped(found), *self._denials_of(reading)], key=lambda one: one.quantity.start)

    def _denials_of(self, reading: Reading) -> Iterator[Verdict]:
        """未发生森林火灾: true or not."""
        for one in self._denials.of(reading):
            figure = self.figures.get(one.indicator)
            exact = stated_value(figure) if figure else None
            if figure is not None and exact is not None:
                status = Status.DIFFERS if exact else Status.AGREES if figure.known else Status.OUTSIDE
                stated = (
                    f"{one.otherwise}{self._comparing.expected(figure)}"
                    if exact
                    else self._comparing.expected(figure)
                )
                yield Verdict(one.quantity, status, one.indicator, figure.indicator.label, stated, one.sure, exact)

    def _verdict(self, reading: Reading, one: Quantity, frame: Frame, before: list[Verdict]) -> Verdict:
        in_row = self._in_row(reading, one)
        if in_row is not None:
            return in_row
        framed, sure = self._framed_verdict(reading, one, frame)
        if framed and not sure and self._of_another(framed):
            framed = None
        change = one.form is Form.CHANGE or (one.form is Form.POINTS and framed is None)
        if framed is not None and (sure or (framed.status is Status.AGREES and not change)):
            return framed
        if change and one.period not in ("plan", "last_year"):
            return framed if framed and subject_of(one.before) else self._change_beside(reading, one, before)
        if before and listed_change(one, before[-1].quantity, reading.text):
            return Verdict(replace(one, form=Form.CHANGE), Status.OUTSIDE)
        if one.period in ("plan", "last_year") or one.form in (Form.RANK, Form.PART, Form.POINTS):
            return Verdict(one, Status.OUTSIDE)
        worded = self._by_words(reading, one)
        if (one.period == "part" or _is_part(reading, one)) and worded.status is not Status.AGREES:
            return Verdict(one, Status.OUTSIDE)
        return worded if framed is None or worded.status is Status.AGREES else framed

    def _in_row(self, reading: Reading, one: Quantity) -> Verdict | None:
        """In a row that is led by an indicator's own name, or in the row of totals under it; else None.

        Behind the name or in the column of the year stands its value; others are last year's, the change and such.
        """
        cell = reading.rows.cell(one.number_start)
        if cell is None:
            return None
        figure = self._labels.get(cell.label)
        if figure is None:
            return self._in_total(one, cell)
        value = cell.first or cell.newest or cell.head == _VALUE
        if not value or cell.earlier or _OTHER_COLUMN.search(cell.head) or stated_value(figure) is None:
            return Verdict(one, Status.OUTSIDE)
        return self._comparing.compared(one, figure, certain=cell.head == _VALUE)

    def _in_total(self, one: Quantity, cell: Cell) -> Verdict | None:
        figure = self._labels.get(cell.words)
        if figure is None or cell.part or one.period or one.form is Form.CHANGE or stated_value(figure) is None:
            return None
        return self._comparing.compared(one, figure, certain=False)

    def _framed_verdict(self, reading: Reading, one: Quantity, frame: Frame) -> tuple[Verdict | None, bool]:
        """The verdict by the words around a figure, and whether no other figure can be meant."""
        found = self._own.find(frame)
        if found is not None:
            return self._by_frame(reading, one, self._references[found[0]], found[1]), found[1]
        other = self._others.find(frame)
        if other is None:
            return None, False
        verdict = self._by_frame(reading, one, self._references[other[0]], other[1])
        return replace(verdict, certain=False), other[1]

    def _by_frame(self, reading: Reading, one: Quantity, reference: Reference, certain: bool) -> Verdict:
        figure = self._figure(reference)
        if figure is None or stated_value(figure) is None:
            return Verdict(one, Status.UNSOURCED, reference.indicator, why="台账里这个指标没有数")
        if reference.form in (WordingForm.CHANGE, WordingForm.GROWTH):
            return self._comparing.changed(reading, one, figure, certain)
        if reference.form is WordingForm.PREVIOUS:
            return Verdict(one, Status.OUTSIDE)
        return self._comparing.compared(one, figure, certain, framed=True)

    def _figure(self, reference: Reference) -> Figure | None:
        if reference.span is not None:
            return self._spans.get((reference.indicator, reference.span))
        return self.figures.get(reference.indicator)

    def _by_words(self, reading: Reading, one: Quantity) -> Verdict:
        found = list(self._weighed(reading, one))
        agreeing = next((each for _, each in found if each and each.status is Status.AGREES), None) or next(
            (each for named, each in found
             if each and each.why and (named.score >= LIKELY or each.why == MONEY_SLIP)), None,
        )  # fmt: skip
        best, margin = _best([named for named, _ in found])
        if agreeing and (best is None or best.score < STRONG or margin < _MARGIN or agreeing.indicator == best.name):
            return agreeing
        fitting = [(named, each) for named, each in found if each is None or not self._of_another(each)]
        best, margin = _best([named for named, _ in fitting])
        if best and not agreeing and best.score >= LIKELY and margin >= _MARGIN / 2 and fitting[0][1]:
            return fitting[0][1]
        return Verdict(one, Status.UNSOURCED, why="没有找到对应的指标")

    def _weighed(self, reading: Reading, one: Quantity) -> Iterator[tuple[Candidate, Verdict | None]]:
        """The indicators that the words may mean, each with its verdict where it has a figure."""
        for each in self._vocabulary.candidates(one, *reading.around(one)):
            figure = self.figures.get(each.name)
            stated = figure is not None and stated_value(figure) is not None
            verdict = self._comparing.compared(one, figure, certain=False) if figure and stated else None
            yield each, verdict

    def _of_another(self, verdict: Verdict) -> bool:
        """394家次 says nothing of the 120家 that were checked: another unit is a slip only beside the same number."""
        unit = self.catalogue.indicators[verdict.indicator].unit
        return not verdict.why and reading_words().wrong(verdict.quantity.unit, unit)

    def _change_beside(self, reading: Reading, one: Quantity, before: list[Verdict]) -> Verdict:
        """同比 after a figure that is known, or of one that its words name."""
        told = [each for each in before[-_TOLD:] if each.quantity.sentence == one.sentence]
        owner = owner_of(one, reading.text, told)
        figure = self.figures.get(owner[0].indicator) if owner else None
        if owner is None or figure is None:
            return Verdict(one, Status.OUTSIDE)
        return self._comparing.changed(reading, one, figure, certain=owner[1])


def _is_part(reading: Reading, one: Quantity) -> bool:
    """Of one town or trade in a table that lists them: the log's figures are of all."""
    cell = reading.rows.cell(one.number_start)
    return cell is not None and cell.part


def _best(found: list[Candidate]) -> tuple[Candidate | None, float]:
    """The likeliest, and how much likelier than the next."""
    if not found:
        return None, 0.0
    return found[0], found[0].score - (found[1].score if len(found) > 1 else 0.0)


def _swapped(found: list[Verdict]) -> list[Verdict]:
    """Two figures that each state the other's value."""
    wrong = [each for each, one in enumerate(found) if one.status is Status.DIFFERS and one.value is not None]
    for place, first in enumerate(wrong):
        for second in wrong[place + 1 : place + 6]:
            one, other = found[first], found[second]
            if one.value == other.quantity.value and other.value == one.quantity.value and one.value != other.value:
                found[first] = replace(one, why=f"与后面的“{other.quantity.quote}”可能写反了")
                found[second] = replace(other, why=f"与前面的“{one.quantity.quote}”可能写反了")
    return found
