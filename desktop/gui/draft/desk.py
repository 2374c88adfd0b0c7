"""The draft that lies on the desk: read and checked beside the work, kept for the next time."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from desktop.catalogue import Refusal
from desktop.figures import Period
from desktop.gui.draft.jobs import Checked, Opened, Refused, check_job, open_job
from desktop.gui.jobs import Job
from desktop.report.draft.correcting import Corrected
from desktop.report.draft.knowing import Known
from desktop.report.draft.review import Review, forget, remembered
from desktop.report.draft.sources import Source, SourceKind
from desktop.report.text.living import period_of_report

if TYPE_CHECKING:
    from desktop.gui.window import Window

Corrections = Callable[[str], tuple[Corrected, int]]
KEPT = "check"
_UNDONE = "校核没有完成，原因已写入运行记录"


def _none(text: str) -> tuple[Corrected, int]:
    return Corrected(text), 0


class Desk(QObject):
    """One draft at a time, held against the log over a span of the chosen year."""

    opened = Signal(object)
    """`Opened`: another draft, or the same one read anew, lies on the desk."""
    checked = Signal()
    refused = Signal(str)
    """Why a draft cannot be checked. What lay on the desk stays."""
    working = Signal(str)
    """What is being done; empty when it has ended."""

    def __init__(self, window: "Window", parent: QObject) -> None:
        super().__init__(parent)
        self._window, self._session = window, window.session
        self.review: Review | None = None
        self.period = self._usual_period()
        self.seconds = 0.0
        self._known: Known | None = None
        self._job: Job | None = None
        self._begun, self._news = False, 0
        kept = window.kept.get(KEPT)
        if kept is not None:
            self.review, self.period, self._known, self.seconds = kept
            self._begun = True

    def _usual_period(self) -> Period:
        return period_of_report(self._session.log, self._session.period())

    @property
    def busy(self) -> bool:
        """Whether something is being read or checked."""
        return self._job is not None

    # ---------------------------------------------------------------- opening

    def begin(self) -> None:
        """The page is shown: open what lay here the last time, or check again what is out of date."""
        if not self._begun:
            self._begun = True
            found = remembered(self._session.log)
            if found is not None:
                self.open(found.source, found.on)
        elif self.review is not None and not self.busy and (self._known is None or self.review.check is None):
            self.check()

    def open(self, source: Source, corrections: Corrections = _none) -> Job:
        """Read and check a draft; what lies on the desk stays until it has come."""
        self.stop()
        session = self._session
        job = open_job(session.log, source, self.period, session.today, self._known, corrections)
        job.signals.done.connect(partial(self._take_opened, job, self._news))
        return self._start(job, f"正在校核 {source.name}")

    def _start(self, job: Job, said: str) -> Job:
        self._job = job
        job.signals.failed.connect(partial(self._fail, job))
        job.signals.stopping.connect(partial(self._end, job))
        self._window.jobs.start(job)
        self.working.emit(said)
        return job

    def stop(self) -> None:
        """What is being read is not wanted any more: its answer will be passed over."""
        if self._job is not None:
            self._job.cancel()

    def _end(self, job: Job) -> bool:
        """Whether this is still the one that is waited for, and the page is still there."""
        if job is not self._job or not isValid(self):
            return False
        self._job = None
        self.working.emit("")
        return True

    def _fail(self, job: Job, error: Exception) -> None:
        if self._end(job):
            self.refused.emit(_UNDONE)
            raise error

    def _take_opened(self, job: Job, news: int, answer: Opened | Refused) -> None:
        if not self._end(job):
            return
        if isinstance(answer, Refused):
            self.refused.emit(answer.message)
            return
        self.review = Review(self._session.log, answer.taken, answer.period.last.year, answer.corrected)
        self._known, self.seconds = answer.known, answer.seconds
        self.review.take(answer.check, answer.known)
        self.keep()
        self.opened.emit(answer)
        if news != self._news:  # records changed while it was read
            self._known = None
            self.check()

    def put_away(self) -> None:
        """The desk is empty again; the draft's file stands as it was."""
        self.stop()
        self.review = None
        self._window.kept.pop(KEPT, None)
        forget(self._session.log)

    def keep(self) -> None:
        """For a page that is made anew, and for another day."""
        if self.review is None:
            return
        self._window.kept[KEPT] = (self.review, self.period, self._known, self.seconds)
        try:
            self.review.remember()
        except Refusal as refusal:
            self._window.toast(str(refusal))

    # ---------------------------------------------------------------- checking again

    def read_again(self) -> None:
        """Read the draft anew and check it; corrections made here go along."""
        if self.review is None:
            return
        if self.review.taken.source.kind is SourceKind.PASTED:
            self.check()
        else:
            self.open(self.review.taken.source, self.review.corrected.carried_to)

    def check(self) -> None:
        """Check the text as it reads now."""
        if self.review is None:
            return
        self.stop()
        job = check_job(self._session.log, self.review, self.period, self._known)
        job.signals.done.connect(partial(self._take_checked, job, self.review, self._news))
        self._start(job, "正在校核")

    def _take_checked(self, job: Job, review: Review, news: int, answer: Checked) -> None:
        if not self._end(job) or review is not self.review:
            return
        self._known, self.seconds = answer.known if news == self._news else None, answer.seconds
        if self._known is None or not review.take(answer.check, answer.known):
            self.check()
            return
        self.keep()
        self.checked.emit()

    def check_over(self, period: Period) -> None:
        """Hold the draft against another span."""
        self.period, self._known = period, None
        self.check()

    def note_change(self, *, seen: bool) -> None:
        """Records changed: the log says something else now."""
        self._known = None
        self._news += 1
        if seen:
            self.check()

    def take_year(self) -> None:
        """Another year was chosen."""
        self.period, self._known = self._usual_period(), None
        self._news += 1
        if self.review is not None:
            self.review.year = self.period.last.year
