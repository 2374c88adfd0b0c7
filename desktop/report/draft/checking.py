"""The whole check of a draft."""

from dataclasses import dataclass

from desktop.catalogue import Catalogue
from desktop.report.draft.arithmetic.inside import arithmetic
from desktop.report.draft.findings import Finding, FindingKind, about
from desktop.report.draft.knowing import Known
from desktop.report.draft.last_year import Lacking, lacking, taken_over
from desktop.report.draft.quantity import Quantity
from desktop.report.draft.reading import Reading
from desktop.report.draft.verdict import Status, Verdict


@dataclass(frozen=True)
class Check:
    """What was read, what was found, and what the log says to each figure."""

    reading: Reading
    findings: tuple[Finding, ...]
    """In reading order."""
    verdicts: tuple[Verdict, ...]
    """One for each figure and for each 未发生 that an indicator counts; none without a log."""
    lacking: tuple[Lacking, ...]

    @property
    def quantities(self) -> list[Quantity]:
        """The figures, in reading order."""
        return self.reading.quantities


def check_draft(text: str, catalogue: Catalogue, known: Known | None = None, last_year: str = "") -> Check:
    """Check a draft: by itself, and against what a log knows. `last_year`: a text to hold it against."""
    reading = Reading(text, known.figures.units if known else ())
    found = arithmetic(reading, catalogue)
    verdicts = known.figures.verdicts(reading) if known else []
    found += [_finding(one) for one in verdicts if one.status in (Status.DIFFERS, Status.UNSOURCED)]
    before = last_year or (known.last_year if known else "")
    found += taken_over(reading, before) if before else ()
    missing: list[Lacking] = []
    if known and known.edition:
        stated = [one.indicator for one in verdicts if one.indicator]
        missing = lacking(catalogue, known.edition, stated, reading.text)
    ordered = tuple(sorted(found, key=lambda one: (one.start, one.sureness.value)))
    return Check(reading, ordered, tuple(verdicts), tuple(missing))


def _finding(one: Verdict) -> Finding:
    quantity = one.quantity
    if one.status is Status.UNSOURCED:
        sentence = f"台账里没有找到“{quantity.before[-12:]}{quantity.quote}{quantity.after[:8]}”的出处：{one.why}。"
        return about(quantity, FindingKind.UNSOURCED, False, "", sentence, indicator=one.indicator)
    why = f"（{one.why}）" if one.why else ""
    sentence = f"文中写“{quantity.quote}”，台账的“{one.label}”是 {one.expected}{why}。"
    return about(quantity, FindingKind.MISMATCH, one.certain, one.expected, sentence, indicator=one.indicator)
