"""The versions of the report page: which one is on the paper, what differs from it, finalising, going on from one."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QObject, Qt, Signal

from desktop.figures import Period
from desktop.gui.jobs import Job, Jobs
from desktop.gui.report.edition_on_paper import EditionOnPaper
from desktop.gui.report.notice import NoticeBar
from desktop.gui.report.versions import DRAFT
from desktop.gui.session import Session
from desktop.gui.tables.loading import Reader, own_connection
from desktop.report.editions.comparing import before_finalising, difference_lines
from desktop.report.editions.differences import Difference, difference
from desktop.report.editions.finalising import finalise, warnings
from desktop.report.text.manuscript import Manuscript
from desktop.store.editions import EditionHead, Editions

_TOPIC = "difference"


def version_job(session: Session, period: Period, *, name: str, final: bool) -> Job:
    """A job that keeps the report as it reads now, over a connection of its own: it computes every figure."""
    log = session.log

    def work(progress: Callable[[int, int], None]) -> EditionHead:
        with own_connection(log) as own:
            progress(0, 0)
            return finalise(own, period, name=name, final=final)

    return Job("正在定稿" if final else "正在留存", work)


class VersionDesk(QObject):
    """Keeps the notice over the paper; the page asks it which version is in front."""

    wanted = Signal(str)
    """A version's id, or `DRAFT`: it is to come onto the paper."""
    compared = Signal()
    """What differs from the version on the paper is known now."""
    finalise_asked = Signal(str, bool)
    """The name to keep the draft under (none for a finalised one), and whether for good."""
    finalise_wanted = Signal()
    """A new version is to be made: ask what there is to ask."""
    taken_up = Signal(str)
    """The kept text of the version on the paper: to be written on as the draft."""

    kept = Signal(object)
    """The head of the edition that was made."""

    def __init__(self, session: Session, notice: NoticeBar, reader: Reader, jobs: Jobs) -> None:
        super().__init__(notice)
        self._session, self._notice, self._reader, self._jobs = session, notice, reader, jobs
        self._keeping: Job | None = None
        self._asking = False
        self.edition: EditionOnPaper | None = None

    def put(self, id_: str) -> None:
        """The version (or `DRAFT`) that is on the paper from now on."""
        self.edition = None if id_ == DRAFT else EditionOnPaper(self._session.log, id_)

    def clear(self) -> None:
        """Nothing is on the paper."""
        self._reader.forget(_TOPIC)
        self.edition = None
        self._notice.put_away()

    @property
    def busy(self) -> bool:
        """Whether a version is being made, or compared with the records."""
        return self._keeping is not None or self._reader.waits_for(_TOPIC)

    def keep(self, period: Period, *, name: str, final: bool) -> None:
        """Make a version of the report as it reads now; a second call while one is made does nothing."""
        if self._keeping:
            return
        self._keeping = job = version_job(self._session, period, name=name, final=final)
        self._notice.put_away()
        self._asking = False
        for ended in (job.signals.refused, job.signals.failed, job.signals.cancelled):
            ended.connect(self._not_kept)
        job.signals.done.connect(self._is_kept)
        self._jobs.start(job)

    def _is_kept(self, head: EditionHead) -> None:
        self._keeping = None
        self.kept.emit(head)

    def _not_kept(self) -> None:
        self._keeping = None
        self.compare()

    def compare(self) -> None:
        """Find beside the work what differs from the version on the paper, or from the newest finalised one."""
        newest = Editions(self._session.log).newest_final(self._session.year)
        against = self.edition or (EditionOnPaper(self._session.log, newest.id) if newest else None)
        if self._asking or against is None:
            self._asking = False
            self._notice.put_away()
        if against is None:
            self._reader.forget(_TOPIC)
            return
        kept = against.edition
        self._reader.ask(_TOPIC, lambda own: difference(own, kept), partial(self._take, against), at_once=False)

    def _take(self, against: EditionOnPaper, found: Difference) -> None:
        against.difference = found
        if not self._asking:
            self._say(against, found)
        self.compared.emit()

    def _say(self, against: EditionOnPaper, found: Difference) -> None:
        lines, sentence = difference_lines(found), found.sentence.rstrip("。")
        if found.faults:
            self._notice.say("danger", "error", found.faults[0], found.faults[1:])
        elif against is self.edition:
            source = against.printed.source
            again = [("接着这一版写", partial(self.taken_up.emit, source))] if source else []
            self._notice.say("accent", "history", sentence, lines, again)
        elif found.affected:
            see = ("看差异", partial(self.wanted.emit, against.edition.head.id))
            self._notice.say("accent", "history", sentence, (), [see, ("另存一版", self.finalise_wanted.emit)])
        else:
            self._notice.put_away()

    def ask(self, manuscript: Manuscript) -> None:
        """Say what to know before the draft is finalised; the bar's commands do it."""
        self._asking = True
        doubts = warnings(self._session.log, manuscript.living.period, manuscript.figures)
        told = before_finalising(manuscript.laid, doubts)
        finalise_ = ("定稿", partial(self.finalise_asked.emit, "", True))
        review = ("留作送审稿", partial(self.finalise_asked.emit, "送审稿", False))
        cancel = ("取消", self.compare)
        wrong = bool(manuscript.laid.problems())
        title = "有不能照印的地方，改后才能定稿" if wrong else "定稿后这一版的文字和数字不再变动，可以另存新版"
        self._notice.say(
            "warn" if told else "accent", "lock", title, told[:6], [cancel] if wrong else [finalise_, review, cancel]
        )
        self._notice.commands[0].setFocus(Qt.FocusReason.OtherFocusReason)
