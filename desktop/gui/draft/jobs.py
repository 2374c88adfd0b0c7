"""Opening, checking and writing a draft beside the work, each from a connection of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from time import monotonic
from typing import Any

from desktop.catalogue import Refusal
from desktop.figures import Period
from desktop.gui.jobs import Job
from desktop.gui.tables.loading import own_connection
from desktop.report.draft.checking import Check
from desktop.report.draft.correcting import Corrected
from desktop.report.draft.knowing import Known, known
from desktop.report.draft.results import Results
from desktop.report.draft.review import Review
from desktop.report.draft.sources import Source, Taken
from desktop.store import Log
from desktop.store.report_format import report_format

Progress = Callable[[int, int], None]
_STEPS = 3
LONGEST_SHOWN = 150_000
_PAGE = 22 * 28
"""Characters of a page of an official document."""
"""Characters that the page lays out at once without holding up the window: some 250 pages."""


@dataclass(frozen=True)
class Opened:
    """A draft that was opened and checked, with what it was held against."""

    taken: Taken
    corrected: Corrected
    lost: int
    """Corrections of an earlier day that found no place."""
    period: Period
    known: Known
    check: Check
    seconds: float


@dataclass(frozen=True)
class Refused:
    """Why a draft cannot be checked, for the page to say in place."""

    message: str


def open_job(
    log: Log, source: Source, period: Period, today: date, held: Known | None,
    corrections: Callable[[str], tuple[Corrected, int]],
) -> Job:  # fmt: skip
    """Read a draft, compute what it is held against unless that is known, and check it."""

    def work(progress: Progress) -> Opened | Refused:
        began = monotonic()
        progress(0, _STEPS)
        with own_connection(log) as own:
            try:
                taken = source.read(own, period, today)
                _refuse_long(taken.draft.text)
            except Refusal as refusal:
                return Refused(str(refusal))
            progress(1, _STEPS)
            against = held or known(own, period)
            progress(2, _STEPS)
            corrected, lost = corrections(taken.draft.text)
            check = Review(own, taken, period.last.year, corrected).find(against)
        progress(_STEPS, _STEPS)
        return Opened(taken, corrected, lost, period, against, check, monotonic() - began)

    return Job("正在校核", work)


def _refuse_long(text: str) -> None:
    if len(text) > LONGEST_SHOWN:
        parts = -(-len(text) // LONGEST_SHOWN)
        raise Refusal(
            f"稿子有 {len(text):,} 个字，这里一次能看 {LONGEST_SHOWN:,} 个字（约 {LONGEST_SHOWN // _PAGE} 页）。"
            f"请按章节分成 {parts} 份，逐份打开或粘贴；只要其中几章的，复制那几章粘贴进来就行。"
        )


@dataclass(frozen=True)
class Checked:
    """A new check of the text on the desk."""

    check: Check
    known: Known
    period: Period
    seconds: float


def check_job(log: Log, review: Review, period: Period, held: Known | None) -> Job:
    """Check the text as it reads now."""

    def work(progress: Progress) -> Checked:
        began = monotonic()
        progress(0, _STEPS)
        against = held
        if against is None:
            with own_connection(log) as own:
                against = known(own, period)
        progress(2, _STEPS)
        return Checked(review.find(against), against, period, monotonic() - began)

    return Job("正在校核", work)


def copy_job(log: Log, taken: Taken, corrected: Corrected, out: Path) -> Job:
    """Write the corrected copy."""

    def work(_progress: Progress) -> Path:
        from desktop.report.draft.corrected_copy import write_copy  # noqa: PLC0415 - a heavy writer, used seldom
        from desktop.report.draft.tracked import Stamp  # noqa: PLC0415

        with own_connection(log) as own:
            write_copy(taken, corrected, report_format(own), Stamp(log.person, datetime.now().astimezone()), out)
        return out

    return Job("正在导出改后副本", work)


def sheet_job(about: Any, results: Results, out: Path) -> Job:
    """Write the check sheet; `about` is its `About`."""

    def work(_progress: Progress) -> Path:
        from desktop.report.draft.check_sheet import write_check_sheet  # noqa: PLC0415 - a heavy writer, used seldom

        write_check_sheet(about, results, out)
        return out

    return Job("正在导出校核单", work)
