"""The composition root of the window: it opens a log, and shows the page for whatever state the file is in.

Most starts go straight to the window: the other pages, and all that concerns backups, are imported when they are
needed, and the daily backup begins after the first painting.
"""

import getpass
import logging
from contextlib import suppress
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from desktop.catalogue import Refusal
from desktop.gui.crash import REPORT_FOLDER, Reporter, ReportPage, keep_log
from desktop.gui.guards import end_quietly, guard_input, speak_chinese
from desktop.gui.instance import InstanceLock
from desktop.gui.jobs import Jobs
from desktop.gui.opening import MINIMUM, USUAL, Opening, dressed, state_in
from desktop.gui.session import Session
from desktop.gui.window import BACKUP_PAUSE, Window
from desktop.store import Log, LongOpening, pending
from desktop.store.bureau import Bureau
from desktop.store.connection import FORMAT, format_of
from desktop.store.environment import reason_of
from desktop.store.places import note_data_file

if TYPE_CHECKING:
    from desktop.gui.restoring import RestorePage
    from desktop.store.backups import Backup, Restored

MOST_AT_ONCE = 20_000
"""Records that are gone through before the window shows; more take longer than a clerk waits without being told."""

_IN_USE = "这个文件已在另一个窗口里打开。请在那个窗口里继续，或先关闭它再试一次。"

_MISSING = "找不到这个文件。它可能被移走或改名，也可能在没有插上的 U 盘里；找到后再试一次，或打开另一个文件。"


class Desk(QObject):
    """What is on the screen: one page or window at a time, and the log behind it.

    `home` is the program's folder among the user's local data: settings of the window, log file, icons in the
    colours of the theme, and the default place of a data file.
    """

    def __init__(
        self, app: QApplication, home: Path, today: date | None = None, frame: Opening | None = None
    ) -> None:
        super().__init__()
        self.home, self._app, self._today = home, app, today
        home.mkdir(parents=True, exist_ok=True)
        self.state = state_in(home)
        self._log_handler = keep_log(home)
        self.reporter = Reporter(folder=home / REPORT_FOLDER)
        self.reporter.refused.connect(self._say)
        self.reporter.broke.connect(self._show_report)
        self.shown: QWidget | None = frame
        self._report: ReportPage | None = None
        self._log: Log | None = None
        self._lock: InstanceLock | None = None
        self._jobs = Jobs()
        speak_chinese(app)
        app.setApplicationDisplayName("应急台账")
        self.theme = frame.theme if frame else dressed(app, home)

    # ---------------------------------------------------------------- states

    def start(self, data: Path | None = None) -> None:
        """Open the given file, or the last one; without any, ask for the first."""
        last = self.state.value("files/last")
        file = data or (Path(str(last)) if last else None)
        if file is None:
            self.begin()
        else:
            self.open(file)

    def begin(self) -> None:
        """The first start, also for a further file."""
        from desktop.gui.first_start import FirstStart  # noqa: PLC0415

        page = FirstStart(self.theme, self.home)
        page.made.connect(self._make)
        page.demonstration_wanted.connect(self._demonstrate)
        page.other_file_wanted.connect(self.choose_file)
        self._show(page)
        page.bureau.setFocus()

    def open(self, file: Path, *, read_only: bool = False) -> None:
        """Open a file, or say why it does not open and what can be done."""
        if isinstance(self.shown, Window) and not self.shown.leave():
            return
        self._close_log()
        if not file.is_file():
            self._show_problem(file, _MISSING, read_only=False)
            return
        lock = InstanceLock(file)
        try:
            if not read_only and file.parent.is_dir() and not lock.take():
                raise Refusal(_IN_USE)
            self._log = Log.open(file, read_only=read_only, at_most=MOST_AT_ONCE)
        except LongOpening:
            self._lock = lock
            self._prepare(file)
            return
        except Refusal as refusal:
            lock.release()
            self._show_problem(file, str(refusal), read_only=not read_only and file.is_file())
            return
        self._lock = lock
        self.state.setValue("files/last", str(file))
        with suppress(OSError, UnicodeError):
            note_data_file(self.home, file)
        self._choose_person()

    def _prepare(self, file: Path) -> None:
        """What opening the file asks for is done beside the window, which tells how far it is."""
        from desktop.gui.preparing import STOPPED, PreparingPage, preparation  # noqa: PLC0415

        job = preparation(file)
        page = PreparingPage(self.theme, file, job)
        page.stop_wanted.connect(job.cancel)
        job.signals.done.connect(lambda _nothing: self.open(file))
        job.signals.refused.connect(lambda sentence: self._stay_outside(file, sentence))
        job.signals.cancelled.connect(lambda: self._stay_outside(file, STOPPED))
        job.signals.failed.connect(self._fail)
        self._show(page)
        self._jobs.start(job)

    def _stay_outside(self, file: Path, sentence: str) -> None:
        self._close_log()
        if self.shown is not None and self.shown.isVisible():
            self._show_problem(file, sentence, read_only=False)

    def _fail(self, error: Exception) -> None:
        raise error

    def _show_problem(self, file: Path, sentence: str, *, read_only: bool) -> None:
        from desktop.gui.first_start import OpeningProblem  # noqa: PLC0415

        restorable = self._restorable(file, sentence)
        page = OpeningProblem(self.theme, file, sentence, read_only=read_only, restorable=restorable)
        page.restore_wanted.connect(lambda: self._offer_backups(file))
        page.retry_wanted.connect(lambda: self.open(file))
        page.read_only_wanted.connect(lambda: self.open(file, read_only=True))
        page.other_file_wanted.connect(self.choose_file)
        page.new_wanted.connect(self.begin)
        self._show(page)

    # ---------------------------------------------------------------- bringing a backup back

    def _backup_folder(self, file: Path) -> Path:
        """What the file says, else what it said when it was last open: a damaged file cannot be asked."""
        from desktop.store.backups import listed, read_settings  # noqa: PLC0415

        found, before = read_settings(file).folder, self.state.value("files/backups")
        return Path(str(before)) if before and not listed(found) else found

    def _restorable(self, file: Path, sentence: str) -> bool:
        from desktop.store.backups import listed  # noqa: PLC0415

        newer = file.is_file() and format_of(file) > FORMAT
        if newer or sentence == _IN_USE:
            return False
        return any(one.usable for one in listed(self._backup_folder(file), file.stem))

    def _offer_backups(self, file: Path) -> None:
        self._restore_page(file, self._backup_folder(file))

    def _restore_page(self, file: Path, folder: Path) -> "RestorePage":
        from desktop.gui.restoring import RestorePage  # noqa: PLC0415

        page = RestorePage(self.theme, file, folder)
        page.back_wanted.connect(lambda: self.open(file))
        page.restore_wanted.connect(lambda backup, other_log: self._restore(page, file, backup, other_log))
        self._show(page)
        return page

    def _restore_from_window(self, backup: "Backup") -> None:
        """Chosen on the page 数据: the window gives the file up first."""
        window = self.shown
        if not isinstance(window, Window) or not window.leave():
            return
        file, folder = window.session.log.file, self._backup_folder(window.session.log.file)
        self._close_log()
        page = self._restore_page(file, folder)
        page.begin(backup)

    def _restore(self, page: "RestorePage", file: Path, backup: "Backup", other_log: bool) -> None:
        from desktop.gui.restoring import restoration  # noqa: PLC0415

        lock = InstanceLock(file)
        if not lock.take():
            page.say(_IN_USE)
            return
        self._lock = lock
        job = restoration(backup, file, page.folder, other_log=other_log)
        job.signals.done.connect(lambda done: self._show_restored(backup, done))
        job.signals.refused.connect(lambda sentence: self._refuse_restore(page, sentence))
        job.signals.failed.connect(self._fail)
        self._jobs.start(job)

    def _show_restored(self, backup: "Backup", done: "Restored") -> None:
        self.open(done.file)
        if isinstance(self.shown, Window):
            lost = f"，有 {len(done.lost)} 个附件没有找回" if done.lost else ""
            self.shown.toast(f"已恢复到 {backup.at:%Y-%m-%d %H:%M} 的备份，有 {done.records:,} 条记录{lost}")

    def _refuse_restore(self, page: "RestorePage", sentence: str) -> None:
        self._close_log()
        if self.shown is page:
            page.say(sentence)

    def _choose_person(self, *, ask: bool = False) -> None:
        """The one who works; asked for where there are several."""
        assert self._log is not None
        people = Bureau(self._log).people
        last = str(self.state.value("desk/person") or "")
        if len(people) > 1 or (ask and people):
            from desktop.gui.first_start import WhoWorks  # noqa: PLC0415

            page = WhoWorks(self.theme, people, last)
            page.chosen.connect(self._work_as)
            self._show(page)
        else:
            self._work_as(people[0] if people else getpass.getuser())

    def _work_as(self, person: str) -> None:
        assert self._log is not None
        self._log.person = person
        self.state.setValue("desk/person", person)
        self._show_window(self._log)

    def _show_window(self, log: Log) -> None:
        window = Window(Session(log, self._today), self.theme, self.state, self.home)
        window.open_wanted.connect(self.choose_file)
        window.new_wanted.connect(self.begin)
        window.person_wanted.connect(self._change_person)
        window.restore_wanted.connect(self._restore_from_window)
        QTimer.singleShot(BACKUP_PAUSE, window, lambda: self._begin_backups(window))
        self._show(window)
        page = str(self.state.value("window/page") or "today")
        window.show_page(page if page in ("today", "ledgers", "figures") else "today")
        if pending.all(log):
            window.offer_drafts()

    def _begin_backups(self, window: Window) -> None:
        """Remember where they lie, for the day on which the file cannot say it, and make today's."""
        from desktop.gui.backing_up import DailyBackup  # noqa: PLC0415
        from desktop.store.backups import read_settings  # noqa: PLC0415

        self.state.setValue("files/backups", str(read_settings(window.session.log.file).folder))
        DailyBackup(window)

    def _change_person(self) -> None:
        window = self.shown
        if isinstance(window, Window) and not Bureau(window.session.log).people:
            window.show_page("settings")
            window.toast("请先在人员里加上姓名")
        else:
            self._choose_person(ask=True)

    # ---------------------------------------------------------------- making and choosing

    def _make(self, file: Path, settings: dict[str, str]) -> None:
        from desktop.gui.first_start import FirstStart  # noqa: PLC0415

        page = self.shown
        try:
            if file.parent == self.home or not file.parent.exists():
                file.parent.mkdir(parents=True, exist_ok=True)
            Log.create(file, settings=settings, person=settings.get("people") or None).close()
        except Refusal as refusal:
            if isinstance(page, FirstStart):
                page.say(str(refusal).removesuffix("。"))
            return
        except OSError as error:
            if isinstance(page, FirstStart):
                page.say(f"不能在 {file.parent} 里建文件（{reason_of(error)}），请换一个文件夹")
            return
        self.open(file)

    def _demonstrate(self, folder: Path) -> None:
        from desktop.demo import demonstration_log  # noqa: PLC0415 - seldom used, and slow to import

        file = folder / "演示年度.db"
        if not file.exists():
            demonstration_log(file).close()
        self.open(file)

    def choose_file(self) -> None:
        """Another data file."""
        from desktop.gui.first_start import FILE_KINDS  # noqa: PLC0415

        last = Path(str(self.state.value("files/last") or self.home))
        chosen, _ = QFileDialog.getOpenFileName(self.shown, "打开数据文件", str(last.parent), FILE_KINDS)
        if chosen:
            self.open(Path(chosen))

    # ---------------------------------------------------------------- the screen

    def _show(self, widget: QWidget) -> None:
        before, self.shown = self.shown, widget
        if not isinstance(widget, Window):
            guard_input(self._app)
            end_quietly(self._app)
            widget.setMinimumSize(MINIMUM.boundedTo(widget.screen().availableSize()))
            widget.resize(before.size() if before else USUAL.boundedTo(widget.screen().availableSize()))
        widget.show()
        if before is not None:
            before.close()
            before.deleteLater()

    def _say(self, sentence: str) -> None:
        from desktop.gui.first_start import FirstStart  # noqa: PLC0415

        if isinstance(self.shown, Window):
            self.shown.toast(sentence)
        elif isinstance(self.shown, FirstStart):
            self.shown.say(sentence)

    def _show_report(self, text: str) -> None:
        if self._report is None:
            self._report = ReportPage(self.theme, self.home, "返回" if self.shown else "退出")
            self._report.setWindowTitle("应急台账")
            self._report.resize(MINIMUM.boundedTo(self._report.screen().availableSize()))
            self._report.back_wanted.connect(self._leave_report)
        self._report.show_report(text)
        self._report.show()
        self._report.raise_()

    @property
    def report(self) -> ReportPage | None:
        """The report that is shown."""
        return self._report

    def _leave_report(self) -> None:
        report, self._report = self._report, None
        if report is not None:
            report.close()
            report.deleteLater()

    def _close_log(self) -> None:
        if self._log is not None:
            with suppress(Refusal):
                self._log.close()
            self._log = None
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def leave(self) -> None:
        """Close everything, at the end."""
        self._leave_report()
        if self.shown is not None:
            self.shown.close()
        self._jobs.wait()
        self._close_log()
        self.state.sync()
        logging.getLogger("taizhang").removeHandler(self._log_handler)
        self._log_handler.close()
