"""A demonstration draft: the year's own report as a Word file, with a few errors as hands make them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from desktop.figures import Period
from desktop.report.draft.checking import check_draft
from desktop.report.draft.correcting import Change, Corrected
from desktop.report.draft.knowing import known
from desktop.report.draft.quantity import Quantity
from desktop.report.draft.sources import Source, SourceKind
from desktop.report.draft.tracked import write_tracked
from desktop.report.draft.verdict import Status
from desktop.store import Log

DRAFT_NAME = "法治政府建设年度报告（送审稿）.docx"
_STRANGE = "全年共组织应急演练41场次，开展义务植树活动16次。"
"""A figure that the report states otherwise elsewhere, and one of which no ledger knows."""


@dataclass(frozen=True)
class Slip:
    """An error at the first place that states an indicator."""

    indicator: str
    write: Callable[[str], str]


def _turned(text: str) -> str:
    """The first two different digits that follow each other, the other way round: 207.38 is 270.38."""
    for place in range(len(text) - 1):
        one, other = text[place], text[place + 1]
        if one.isdigit() and other in "123456789" and one != other:
            return f"{text[:place]}{other}{one}{text[place + 2 :]}"
    return text


def _more(by: int) -> Callable[[str], str]:
    def add(text: str) -> str:
        digits = "".join(char for char in text if char.isdigit())
        return text.replace(digits, str(int(digits) + by)) if digits in text else text

    return add


SLIPS = (
    Slip("inspected_enterprises", lambda text: f"{text}次"),
    Slip("check_visits", _more(18)),
    Slip("hazard_rectification_rate", _turned),
    Slip("penalty_fines", _turned),
    Slip("tip_offs_verification_rate", _turned),
    Slip("compiled_statutes", _more(1)),
    Slip("training_people", _turned),
)


def write_demonstration_draft(log: Log, period: Period, today: date, out: Path) -> int:
    """Write the draft to `out`; how many errors it has."""
    taken = Source(SourceKind.REPORT, title=DRAFT_NAME).read(log, period, today)
    corrected = Corrected(taken.draft.text)
    stated: dict[str, Quantity] = {}
    for one in check_draft(corrected.text, log.catalogue, known(log, period)).verdicts:
        if one.status is Status.AGREES:
            stated.setdefault(one.indicator, one.quantity)
    made = 0
    for slip in SLIPS:
        quantity = stated.get(slip.indicator)
        if quantity is not None and slip.write(quantity.quote) != quantity.quote:
            start, end = (corrected.to_text(place) for place in (quantity.start, quantity.end))
            corrected = corrected.with_change(Change(start, end, slip.write(quantity.quote)))
            made += 1
    place = _end_of_a_sentence(corrected.text)
    corrected = corrected.with_change(Change(place, place, _STRANGE))
    write_tracked(taken.word, taken.draft, corrected.corrections, None, out)
    return made + 1


def _end_of_a_sentence(text: str) -> int:
    """Behind the last full stop before the second part of the report."""
    heading = text.find("\n（二）")
    return text.rfind("。", 0, heading if heading > 0 else len(text)) + 1
