"""What the check found, place by place, as a person works it off: sureness, both values, why, what was decided."""

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from fractions import Fraction

from desktop.report.draft.checking import Check
from desktop.report.draft.correcting import Change, Corrected, Note, proposed
from desktop.report.draft.findings import Finding, FindingKind, Sureness
from desktop.report.draft.knowing import Known
from desktop.report.draft.last_year import Lacking
from desktop.report.draft.matching import Status, Verdict
from desktop.store.decisions import Decision

LONGEST_CONTEXT = 22
"""Characters of the sentence that a result quotes on either side of its figure."""


class Group(StrEnum):
    """How a list orders results."""

    CERTAIN = "确定有误"
    DOUBTFUL = "可能有误"
    UNSOURCED = "台账无出处"
    LACKING = "定稿有而稿中无"
    DONE = "已处理"
    AGREES = "一致"


OPEN = (Group.CERTAIN, Group.DOUBTFUL, Group.UNSOURCED)
"""Groups whose places are marked and numbered."""
GROUP_NOTES = {
    Group.CERTAIN: "与台账或前后的数对不上",
    Group.DOUBTFUL: "口径或截止日不同时会出现",
    Group.UNSOURCED: "请补录，或注明来源",
    Group.LACKING: "定稿写了，这份稿子没有写",
    Group.DONE: "改过的和不改的",
    Group.AGREES: "与台账相同",
}
KIND_TITLES = {
    FindingKind.RATIO: "比率与分子分母不符",
    FindingKind.SUM: "分项与合计不符",
    FindingKind.ENUMERATION: "列举与数目不符",
    FindingKind.REPEATED: "前后不一致",
    FindingKind.CHANGE: "增减与前后的数不符",
    FindingKind.ORDER: "大小关系不对",
    FindingKind.MISMATCH: "与台账不符",
    FindingKind.UNSOURCED: "台账无出处",
    FindingKind.LAST_YEAR: "与上年文字相同",
}


@dataclass(frozen=True)
class Item:
    """One place of the draft and what is said of it; or a figure that the draft lacks, or what was done."""

    group: Group
    number: int
    """In the list and in the margin; 0 where nothing is to be done."""
    title: str
    start: int
    end: int
    printed: str = ""
    expected: str = ""
    reasons: tuple[str, ...] = ()
    """Sentences: the sum, the places, what may have happened."""
    context: str = ""
    """The words around the place."""
    places: tuple[tuple[int, int], ...] = ()
    """The other places that it speaks of."""
    indicator: str = ""
    """Whose rows stand behind the expected value."""
    change: Change | None = None
    """What accepting it writes; None where the right value is not known."""
    findings: tuple[Finding, ...] = ()
    keys: tuple[str, ...] = ()
    decision: Decision | None = None
    earlier: Decision | None = None
    """A decision on another value than today's, which does not stand any more."""
    correction: int | None = None
    """Which of the corrections made it."""
    note: Note | None = None
    """What was found there before."""

    @property
    def against(self) -> str:
        """Whose value the expected one is."""
        named = self.findings[0].indicator if self.findings else self.indicator
        return "台账" if named else "应为"

    @property
    def compared(self) -> str:
        """What was compared, as the check sheet says it."""
        if self.against == "台账":
            return f"台账“{self.title}”"
        return KIND_TITLES[self.findings[0].kind] if self.findings else self.title

    @property
    def sureness(self) -> str:
        """As the check sheet says it."""
        if self.group in OPEN:
            return self.group.value
        if self.note:
            return self.note.sureness
        return _group(self.findings[0]).value if self.findings else ""

    @property
    def outcome(self) -> str:
        """What was decided."""
        if self.correction is not None:
            return "已改"
        if self.decision is not None:
            return "不改"
        return "" if self.group is Group.AGREES else "未处理"


@dataclass(frozen=True)
class Results:
    """All items, group by group, each in reading order."""

    items: tuple[Item, ...] = ()
    checked: int = 0
    """Figures that were held against the log; all that were read, where there is none."""
    _by_group: Mapping[Group, tuple[Item, ...]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, check: Check, corrected: Corrected, decisions: Mapping[str, Decision], *, known: Known | None, year: int
    ) -> "Results":
        """Put together what was found, corrected and decided."""
        made = list(_Making(check, corrected, decisions, known, year).items())
        ordered = [one for group in Group for one in made if one.group is group]
        numbered, number = [], 0
        for one in ordered:
            number += one.group in OPEN
            numbered.append(replace(one, number=number if one.group in OPEN else 0))
        groups = {group: tuple(one for one in numbered if one.group is group) for group in Group}
        held = sum(one.status is not Status.OUTSIDE for one in check.verdicts)
        return cls(tuple(numbered), held if check.verdicts else len(check.quantities), groups)

    def of_group(self, group: Group) -> tuple[Item, ...]:
        """The items of a group."""
        return self._by_group.get(group, ())

    def count(self, group: Group) -> int:
        """How many."""
        return len(self.of_group(group))

    def moved(self, before: Corrected, after: Corrected) -> "Results":
        """The same after another correction, until it is checked: places move, what was at the place is gone."""
        made = [*_moved(self.items, before, after), *_corrections(after)]
        groups = {group: tuple(one for one in made if one.group is group) for group in Group}
        return Results(tuple(one for group in Group for one in groups[group]), self.checked, groups)

    def in_order(self, *, by_place: bool) -> list[Item]:
        """What is still to be decided: in reading order, or as it is numbered."""
        found = [one for one in self.items if one.group in OPEN]
        return sorted(found, key=_place_of if by_place else _rank_of)

    def step_from(self, item: Item | None, step: int, *, by_place: bool) -> Item | None:
        """The next or the previous open place, and round again."""
        found, key = self.in_order(by_place=by_place), _place_of if by_place else _rank_of
        if not found:
            return None
        if item is None:
            return found[0 if step > 0 else -1]
        if step > 0:
            return next((one for one in found if key(one) > key(item)), found[0])
        return next((one for one in reversed(found) if key(one) < key(item)), found[-1])

    def next_to(self, item: Item | None, *, by_place: bool) -> Item | None:
        """The same open place again, else the next one behind it, and round again."""
        found, key = self.in_order(by_place=by_place), _place_of if by_place else _rank_of
        first = found[0] if found else None
        return first if item is None else next((one for one in found if key(one) >= key(item)), first)

    @property
    def open(self) -> tuple[Item, ...]:
        """What is still to be decided and has a place, in reading order."""
        return tuple(sorted((one for one in self.items if one.group in OPEN), key=lambda one: one.start))


def _moved(items: Iterable[Item], before: Corrected, after: Corrected) -> Iterator[Item]:
    for one in items:
        if one.correction is not None:
            continue
        if one.start < 0:
            yield one
            continue
        span = _moved_span(one.start, one.end, before, after)
        if span is None:
            continue
        place = _moved_span(one.change.start, one.change.end, before, after) if one.change else None
        change = Change(*place, one.change.new) if one.change and place else None
        yield replace(one, start=span[0], end=span[1], places=(), change=change)


def _moved_span(start: int, end: int, before: Corrected, after: Corrected) -> tuple[int, int] | None:
    """Where the same words stand now; None where they were changed."""
    first, last = after.to_text(before.to_source(start)), after.to_text(before.to_source(end))
    return (first, last) if before.text[start:end] == after.text[first:last] else None


def _corrections(corrected: Corrected) -> Iterator[Item]:
    for number, (one, span) in enumerate(zip(corrected.corrections, corrected.spans, strict=True)):
        note = one.note or Note("", "改过的文字", "", "")
        yield Item(
            Group.DONE, 0, note.title, *span, one.old, one.new, (note.reason,) if note.reason else (),
            indicator=note.indicator, correction=number, note=note,
        )  # fmt: skip


class _Making:
    def __init__(
        self, check: Check, corrected: Corrected, decisions: Mapping[str, Decision], known: Known | None, year: int
    ) -> None:
        self._check, self._corrected, self._decisions = check, corrected, decisions
        self._known, self._year = known, year
        self._verdicts = {one.quantity.start: one for one in check.verdicts}
        # A long draft has thousands of them: looking each up in the list took seconds.
        self._quantities = {one.start: one for one in reversed(check.quantities)}

    def items(self) -> Iterator[Item]:
        """Places with findings, corrections, figures that agree, figures that the draft lacks."""
        corrected = self._corrected.spans
        places: dict[tuple[int, int], list[Finding]] = {}
        for one in self._check.findings:
            places.setdefault((one.start, one.end), []).append(one)
        for found in places.values():
            yield self._place(sorted(found, key=_rank))
        yield from _corrections(self._corrected)
        found_at = {start for start, _ in places}
        for verdict in self._check.verdicts:
            touched = any(s < verdict.quantity.end and verdict.quantity.start < e for s, e in corrected)
            if verdict.status is Status.AGREES and verdict.quantity.start not in found_at and not touched:
                yield self._agreeing(verdict)
        for missing in self._check.lacking:
            yield Item(
                Group.LACKING, 0, missing.label, -1, -1, "", missing.text, indicator=missing.indicator,
            )  # fmt: skip

    # ---------------------------------------------------------------- a place with findings

    def _place(self, found: list[Finding]) -> Item:
        lead = found[0]
        keys = tuple(self._key(one) for one in found)
        decisions = [self._decisions.get(key) for key in keys]
        standing = [
            one for one, finding in zip(decisions, found, strict=True) if one and one.expected == finding.expected
        ]
        left = len(standing) == len(found)
        indicator = next((one.indicator for one in found if one.indicator), "")
        return Item(
            Group.DONE if left else _group(lead), 0, self._title(lead, indicator), lead.start, lead.end,
            lead.printed, lead.expected, tuple(self._reasons(found)), self._context(lead),
            tuple(dict.fromkeys(place for one in found for place in one.places)), indicator,
            None if left or self._agrees(lead) else proposed(self._check.reading.original, lead), tuple(found), keys,
            standing[0] if left else None,
            None if left else next((one for one in decisions if one), None),
        )  # fmt: skip

    def _agrees(self, one: Finding) -> bool:
        """Whether the figure is as the log has it: then it is another one of the sum that is wrong."""
        verdict = self._verdicts.get(one.start)
        return verdict is not None and verdict.status is Status.AGREES

    def _title(self, lead: Finding, indicator: str) -> str:
        catalogue = self._known.figures.catalogue.indicators if self._known else {}
        if lead.kind is FindingKind.MISMATCH and indicator in catalogue:
            return catalogue[indicator].label
        if lead.kind is FindingKind.UNSOURCED:
            quantity = self._quantities.get(lead.start)
            return (quantity.counted if quantity else "") or KIND_TITLES[lead.kind]
        if lead.kind is FindingKind.REPEATED and lead.expected and not lead.places:
            return "数字写法有误"
        return KIND_TITLES[lead.kind]

    def _reasons(self, found: Sequence[Finding]) -> Iterator[str]:
        for one in found:
            verdict = self._verdicts.get(one.start)
            if one.kind is FindingKind.MISMATCH and verdict:
                yield from self._why(one, verdict)
            elif one.kind is FindingKind.UNSOURCED:
                yield f"{verdict.why if verdict and verdict.why else '台账里没有对应的数'}"
            else:
                yield one.explanation
                if self._agrees(one):
                    yield "这个数与台账一致，错的可能是另一个数"

    def _why(self, one: Finding, verdict: Verdict) -> Iterator[str]:
        """What may have happened; the two values stand beside each other already."""
        if verdict.why == "单位不同" and self._known:
            yield f"单位不同，台账按“{self._known.figures.catalogue.indicators[one.indicator].unit}”计"
        elif verdict.why:
            yield verdict.why
        elif hint := likely_slip(verdict):
            yield hint
        figure = self._known.figures.figures.get(one.indicator) if self._known else None
        if figure is not None and figure.uncounted:
            yield f"台账另有 {figure.uncounted} 条未计入，补齐后还会变"

    def _context(self, one: Finding) -> str:
        if one.kind is FindingKind.LAST_YEAR:
            return ""
        text = self._check.reading.original
        before = text[max(0, one.start - LONGEST_CONTEXT) : one.start]
        behind = text[one.end : one.end + LONGEST_CONTEXT]
        first, last = re.split(r"[\n。；;]", before)[-1], re.split(r"[\n。；;]", behind)[0]
        cut_before = "…" if len(first) == LONGEST_CONTEXT else ""
        cut_behind = "…" if len(last) == LONGEST_CONTEXT else ""
        return f"{cut_before}{first}{one.quote}{last}{cut_behind}".replace("\t", " ")

    def _key(self, one: Finding) -> str:
        """A fingerprint of kind, figure and sentence, other figures of it aside: they may be corrected meanwhile."""
        reading = self._check.reading
        if one.kind is FindingKind.LAST_YEAR:
            words = one.quote
        else:
            start, end = reading.structure.sentence_span(reading.structure.sentence(one.start))
            words = f"{self._masked(start, one.start)}@{one.quote}@{self._masked(one.end, end)}"
        bare = re.sub(r"\s", "", words)
        return hashlib.sha256(f"{self._year}|{one.kind}|{bare}".encode()).hexdigest()[:32]

    def _masked(self, start: int, end: int) -> str:
        return re.sub(r"\d+(?:\.\d+)?", "#", self._check.reading.text[start:end])

    # ---------------------------------------------------------------- the others

    def _agreeing(self, one: Verdict) -> Item:
        quantity = one.quantity
        return Item(
            Group.AGREES, 0, one.label, quantity.start, quantity.end, quantity.quote, one.expected,
            indicator=one.indicator,
        )  # fmt: skip


def _rank(one: Finding) -> tuple[bool, bool]:
    """Certain before doubtful; what the log says before what follows from other figures."""
    return one.sureness is not Sureness.CERTAIN, one.kind is not FindingKind.MISMATCH


def _group(one: Finding) -> Group:
    if one.kind is FindingKind.UNSOURCED:
        return Group.UNSOURCED
    return Group.CERTAIN if one.sureness is Sureness.CERTAIN else Group.DOUBTFUL


def likely_slip(one: Verdict) -> str:
    """What a hand may have done: digits in the wrong order, a shifted point, one digit."""
    if one.value is None or not one.value:
        return ""
    here, there = re.sub(r"\D", "", one.quantity.printed), re.sub(r"\D", "", one.expected)
    if here != there and len(here) == len(there) > 1 and sorted(here) == sorted(there):
        return "像是数字写颠倒了"
    if one.quantity.value / one.value in (Fraction(10), Fraction(100), Fraction(1, 10), Fraction(1, 100)):
        return "像是位数或小数点写错了"
    if len(here) == len(there) > 2 and sum(a != b for a, b in zip(here, there, strict=True)) == 1:
        return "像是写错了一个数字"
    return ""


def lacking_as_finding(one: Lacking, text: str) -> dict[str, object]:
    """A figure that the finalised edition states and the draft does not, in the form of the findings.

    It has no place in the draft: an empty quote at its end, nothing printed, and what the edition states as expected.
    """
    sentence = f"定稿写有“{one.label}”{one.text}，稿子里没有。"
    finding = Finding(
        FindingKind.MISMATCH, Sureness.DOUBTFUL, len(text), len(text), "", "", one.text, sentence,
        indicator=one.indicator,
    )  # fmt: skip
    return finding.to_json()


def _place_of(one: Item) -> tuple[int, int]:
    return one.start, one.end


def _rank_of(one: Item) -> tuple[int, int, int]:
    return list(Group).index(one.group), one.start, one.end


def by_place(items: Iterable[Item]) -> list[Item]:
    """In reading order."""
    return sorted(items, key=lambda one: (one.start < 0, one.start))
