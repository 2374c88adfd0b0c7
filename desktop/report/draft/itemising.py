"""From what a check found to the results that a person works off: one for each place, with its reasons."""

import hashlib
import re
from collections.abc import Iterator, Mapping, Sequence

from desktop.report.draft.checking import Check
from desktop.report.draft.correcting import Corrected, Note, proposed
from desktop.report.draft.findings import Finding, FindingKind, Sureness
from desktop.report.draft.items import KIND_TITLES, Group, Item, group_of
from desktop.report.draft.knowing import Known
from desktop.report.draft.slips import likely_slip
from desktop.report.draft.verdict import Status, Verdict
from desktop.store.decisions import Decision

LONGEST_CONTEXT = 22
"""Characters of the sentence that a result quotes on either side of its figure."""


class Itemiser:
    """The results of one check."""

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
        yield from items_of_corrections(self._corrected)
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
            Group.DONE if left else group_of(lead), 0, self._title(lead, indicator), lead.start, lead.end,
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


def items_of_corrections(corrected: Corrected) -> Iterator[Item]:
    """What was corrected, each at its place."""
    for number, (one, span) in enumerate(zip(corrected.corrections, corrected.spans, strict=True)):
        note = one.note or Note("", "改过的文字", "", "")
        yield Item(
            Group.DONE, 0, note.title, *span, one.old, one.new, (note.reason,) if note.reason else (),
            indicator=note.indicator, correction=number, note=note,
        )  # fmt: skip
