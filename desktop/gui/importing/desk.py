"""Drives one import for the window: its slow steps are jobs, and it outlives the page when that is made anew."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog

from desktop.catalogue import Ledger, Refusal
from desktop.exchange.importing import Outcome
from desktop.exchange.planning import PlannedRow
from desktop.exchange.wizard import Opened, Planned, Step, Wizard, Work
from desktop.gui.jobs import Job
from desktop.gui.tables.loading import own_connection
from desktop.store import ReasonNeeded
from desktop.store.bureau import Bureau
from desktop.store.places import with_ending

if TYPE_CHECKING:
    from desktop.gui.window import Window

WORKBOOK = "Excel 工作簿 (*.xlsx)"
_KEPT = "import"
_MARK = "（退回）"


def as_workbook(chosen: str) -> Path:
    """The chosen name with its ending."""
    return with_ending(Path(chosen), ".xlsx")


class ImportDesk(QObject):
    """The import that is on its way in a window."""

    changed = Signal()
    """Something else is to be shown."""
    refused = Signal(str)
    """A step was not done; what was chosen stays."""
    reason_needed = Signal(object)
    """A `ReasonNeeded`: a finalised edition counts a record that would change."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        self._session = window.session
        self.wizard = Wizard()
        self.undone = False
        """Whether what the last import brought was taken back."""
        self.work = ""
        """What runs now; empty where nothing does."""
        self._job: Job | None = None
        self._take: Callable[[Any], None] = self._take_written

    @classmethod
    def of(cls, window: "Window") -> "ImportDesk":
        """The window's import, the same one however often its pages are made anew."""
        if _KEPT not in window.kept:
            window.kept[_KEPT] = cls(window)
        desk: ImportDesk = window.kept[_KEPT]
        return desk

    # ---------------------------------------------------------------- steps

    def open_file(self, file: Path, ledger: Ledger | None = None) -> None:
        """Read a file, for the ledger that was chosen or the one that fits best."""
        target = ledger or (self.wizard.ledger if self.wizard.chosen else None)
        ledgers = Bureau(self._session.log).ledgers_in_use()

        def take(opened: Opened) -> None:
            self.wizard.take_opened(file, opened)

        self._start("正在读表", self.wizard.opening(file, target, ledgers), take)

    def choose_ledger(self, ledger: Ledger | None) -> None:
        """The ledger that the rows go into; None for what the file looks like."""
        wizard = self.wizard
        wizard.chosen = ledger is not None
        target = ledger or (wizard.proposed.ledger if wizard.proposed else None)
        if wizard.book is None or target is None:
            wizard.ledger = ledger
            self.changed.emit()
        elif wizard.understood is None or target is not wizard.understood.ledger:
            self._reread(wizard.rereading(target))
        else:
            self.changed.emit()

    def choose_sheet(self, name: str) -> None:
        """Another sheet of the workbook."""
        understood = self.wizard.understood
        if understood is not None and name != understood.sheet.name:
            self._reread(self.wizard.rereading(understood.ledger, name))

    def choose_head(self, row: int, lines: int | None = None) -> None:
        """Another row of headings, or another number of lines that they take."""
        understood = self.wizard.understood
        if understood is not None:
            self._reread(self.wizard.rereading(understood.ledger, understood.sheet.name, row, lines))

    def propose_again(self) -> None:
        """The columns by their headings, whatever was chosen the last time."""
        understood = self.wizard.understood
        if understood is not None:
            head = understood.head
            lines = 1 + head.last - head.first
            self._reread(
                self.wizard.rereading(understood.ledger, understood.sheet.name, head.first, lines, recalling=False)
            )

    def _reread(self, work: Work) -> None:
        self._start("正在读表", work, self.wizard.take_understood)

    def choose_target(self, index: int, target: str | None) -> None:
        """Another field for a column."""
        if not self.work:
            self.wizard.choose_target(index, target)
            self.changed.emit()

    def decide(self, change: Callable[[Wizard], None]) -> bool:
        """Something that the person decided about year, names, codes or rows; whether it was taken."""
        if self.work:
            return False
        try:
            change(self.wizard)
        except Refusal as refusal:
            self.refused.emit(str(refusal))
            return False
        self.changed.emit()
        return True

    def go(self, step: Step) -> None:
        """Show a step; what it shows is worked out first where it has to be."""
        wizard = self.wizard
        if step in (Step.QUESTIONS, Step.PREVIEW) and wizard.needs_planning:
            self._start("正在逐行核对", wizard.planning(), partial(self._show_planned, step))
            return
        wizard.step = step
        self.changed.emit()

    def _show_planned(self, step: Step, planned: Planned) -> None:
        first = self.wizard.planned is None
        self.wizard.take_planned(planned)
        self.wizard.step = Step.QUESTIONS if first and self.wizard.asks else Step.PREVIEW
        if step is Step.QUESTIONS and self.wizard.asks:
            self.wizard.step = Step.QUESTIONS

    def forward(self) -> None:
        """The next step."""
        match self.wizard.step:
            case Step.FILE if self.wizard.understood is not None:
                self.go(Step.HEAD)
            case Step.HEAD:
                self.go(Step.COLUMNS)
            case Step.COLUMNS:
                self.go(Step.QUESTIONS if self.wizard.asks or self.wizard.planned is None else Step.PREVIEW)
            case Step.QUESTIONS:
                self.go(Step.PREVIEW)
            case Step.PREVIEW:
                self.write()

    def back(self) -> None:
        """The step before."""
        step = Step(max(0, self.wizard.step - 1))
        if step is Step.QUESTIONS and not self.wizard.asks:
            step = Step.COLUMNS
        self.go(step)

    def renew(self) -> None:
        """Something outside of the import changed what can be done."""
        self.changed.emit()

    def start_again(self) -> None:
        """Another file; a ledger that the person chose stays."""
        before = self.wizard
        self.wizard = Wizard(ledger=before.ledger, chosen=True) if before.chosen else Wizard()
        self.undone = False
        self.changed.emit()

    # ---------------------------------------------------------------- writing

    def write(self, reason: str | None = None) -> None:
        """Import what the plan says."""
        if self.wizard.planned is not None and not self.wizard.needs_planning:
            self._start("正在导入", self.wizard.writing(reason), self._take_written)

    def _take_written(self, result: Outcome | ReasonNeeded) -> None:
        if isinstance(result, ReasonNeeded):
            self.reason_needed.emit(result)
            return
        wizard = self.wizard
        assert wizard.planned is not None
        concerned = {wizard.planned.plan.ledger.name, *(one.draft.ledger.name for one in wizard.planned.plan.created)}
        wizard.take_outcome(result)
        self.undone = False
        self._session.announce(concerned)
        self._window.show_standing()

    def undo(self) -> None:
        """Take the import back."""
        outcome = self.wizard.outcome
        if outcome is None or not outcome.batch or self.undone:
            return
        batch = outcome.batch

        def take(sentence: str) -> None:
            self.undone = True
            self._session.announce(set(self._session.catalogue.ledgers))
            self._session.said.emit(sentence, False)

        self._start("正在撤销导入", lambda log, progress: log.undo_step(batch, progress), take)

    def ask_rejects(self) -> None:
        """Ask where to, then write what came back."""
        file = self.wizard.file
        if file is not None:
            name = file.with_name(f"{file.stem.removesuffix(_MARK)}{_MARK}.xlsx")
            chosen, _kind = QFileDialog.getSaveFileName(self._window, "保存退回的行", str(name), WORKBOOK)
            if chosen:
                self.save_rejects(as_workbook(chosen))

    def save_rejects(self, out: Path) -> None:
        """Write the rows that were left out, each with its reason."""
        from desktop.exchange.rejects import write_rejects  # noqa: PLC0415 - a heavy writer, used seldom

        understood, rows = self.wizard.understood, self.rejected
        if understood is None:
            return

        def take(_nothing: object) -> None:
            self._session.said.emit(f"{len(rows)} 行已存到 {out.name}，改正后可再次导入", False)

        self._start("正在保存退回的行", lambda _log, progress: write_rejects(understood, rows, out, progress), take)

    @property
    def rejected(self) -> list[PlannedRow]:
        """Rows that did not, or would not, come in."""
        wizard = self.wizard
        if wizard.outcome is not None:
            return list(wizard.outcome.left_out)
        return wizard.planned.plan.left_out if wizard.planned else []

    def save_template(self, ledger: Ledger, out: Path) -> None:
        """Write the empty table of a ledger."""
        from desktop.exchange.templates import write_template  # noqa: PLC0415 - a heavy writer, used seldom

        def take(_count: object) -> None:
            self._session.said.emit(f"{ledger.label}的导入模板已存到 {out.name}", False)

        self._start("正在保存模板", lambda log, _progress: write_template(log, ledger, out), take)

    # ---------------------------------------------------------------- jobs

    def stop(self) -> None:
        """Stop what runs; nothing of it is left."""
        if self._job is not None:
            self._job.cancel()

    def _start(self, title: str, work: Work, take: Callable[[Any], None]) -> None:
        """One thing at a time; a refusal is told in place."""
        if self.work:
            return
        log = self._session.log

        def run(progress: Callable[[int, int], None]) -> object:
            with own_connection(log) as own:
                own.vault_key = log.vault_key
                try:
                    return work(own, progress)
                except Refusal as refusal:
                    return refusal

        job = self._job = Job(title, run)
        job.signals.done.connect(self._end)
        job.signals.cancelled.connect(self._end_stopped)
        job.signals.failed.connect(self._fail)
        self.work, self._take = title, take
        self.changed.emit()
        self._window.jobs.start(job)

    def _end(self, result: object) -> None:
        self._rest()
        if isinstance(result, Refusal) and not isinstance(result, ReasonNeeded):
            self.changed.emit()
            self.refused.emit(str(result))
            return
        self._take(result)
        self.changed.emit()

    def _end_stopped(self) -> None:
        title = self._rest()
        self.changed.emit()
        self._session.said.emit(f"{title.removeprefix('正在')}已停止，台账没有变化", False)

    def _fail(self, error: Exception) -> None:
        self._rest()
        self.changed.emit()
        raise error

    def _rest(self) -> str:
        """Nothing runs any more; what ran."""
        title, self.work, self._job = self.work, "", None
        return title
