"""The main window: strip, rail, pages, status bar, toast. It holds no records: pages go through the session.

A page module is imported when its page is first shown. What the window asks of pages besides `Page`:

- ledgers: `open(ledger_name: str, filter: Filter | None, title: str)`
- form: `open(ledger_name: str, record_id: str | None = None, prefill: dict[str, object] | None = None)`
- figures: `open_rows(indicator_name: str)`
- today: `walk_gaps()`, if it has it
- any: `next_pane()`, if F6 should do more than step through the page's tables and trees

A page hands its own actions (with their keys) over by `actions_of_page()`: they stand in the menu 记录 and their keys
work while the page is in front. A page must not make a QShortcut with the same key. After a change of colours or text
size the window makes all its pages anew.
"""

from collections.abc import Callable
from importlib import import_module
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QDir, QSettings, QSize, QTimer, QUrl, Signal
from PySide6.QtGui import QAction, QCloseEvent, QDesktopServices, QPaintEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop.gui.finding import Finder
from desktop.gui.guards import application, commit_composition, dress, end_quietly, guard_input, speak_chinese
from desktop.gui.help.shelf import HelpShelf
from desktop.gui.jobs import Job, Jobs
from desktop.gui.menus import Menus
from desktop.gui.opening import MINIMUM
from desktop.gui.pages.page import Page
from desktop.gui.session import Session
from desktop.gui.tables.loading import Reader, own_connection
from desktop.gui.tables.row_height import RowHeight
from desktop.gui.theme import MODES, TEXT_SIZES, Theme
from desktop.gui.warming import Warming
from desktop.gui.widgets.key_help import KeyHelp
from desktop.gui.widgets.rail import Rail
from desktop.gui.widgets.search_box import SearchBox
from desktop.gui.widgets.status_bar import StatusBar
from desktop.gui.widgets.strip import Strip
from desktop.gui.widgets.toast import Toast
from desktop.store import Log
from desktop.store.bureau import Bureau
from desktop.store.progress import Progress

YEARS_BACK = 10
SHOWN_AFTER = 500
"""Milliseconds that work may take before the status bar shows it."""
OVERDUE_PAUSE = 400
"""Milliseconds between a change and the count on 今日."""
BACKUP_PAUSE = 200
"""Milliseconds between the first painting and the look for backups: what the page shows comes first."""

PAGES = {
    "today": ("desktop.gui.pages.today", "TodayPage"),
    "ledgers": ("desktop.gui.pages.ledgers", "LedgersPage"),
    "figures": ("desktop.gui.pages.figures", "FiguresPage"),
    "report": ("desktop.gui.pages.report", "ReportPage"),
    "check": ("desktop.gui.pages.check", "CheckPage"),
    "data": ("desktop.gui.pages.data", "DataPage"),
    "settings": ("desktop.gui.pages.settings", "SettingsPage"),
    "form": ("desktop.gui.pages.form", "FormPage"),
    "returns": ("desktop.gui.pages.returns", "ReturnsPage"),
}
IN_RAIL = {"form": "ledgers", "returns": "report"}


class Window(QMainWindow):
    """The window of one open log. `state` remembers its place; `log_folder` holds the program's log file."""

    open_wanted = Signal()
    new_wanted = Signal()
    person_wanted = Signal()
    painted = Signal()
    """For the first time."""
    restore_wanted = Signal(object)
    """The backup that is to take the log's place."""

    def __init__(
        self, session: Session, theme: Theme, state: QSettings | None = None, log_folder: Path | None = None
    ) -> None:
        super().__init__()
        self.session, self.theme, self.state, self.log_folder = session, theme, state, log_folder
        self.jobs, self.row_height = Jobs(), RowHeight(state)
        self._pages: dict[str, Page] = {}
        self._front = ""
        self._saved_at = ""
        self._left = False
        self._working: list[Job] = []
        self.kept: dict[str, Any] = {}
        """What pages want to find again after they were made anew, by page name."""
        self._late = 0
        self._backup = ("", "")
        self._painted = False
        self._help = HelpShelf()
        self._standing: dict[str, object] = {}
        speak_chinese(application())
        end_quietly(application())
        self._build()
        self._connect()
        self._remember_place()
        Warming(self)

    # ---------------------------------------------------------------- making

    def _build(self) -> None:
        """Everything that is made in the colours and sizes of the theme."""
        self.setWindowTitle(f"{Bureau(self.session.log).name or self.session.log.file.stem} - 应急台账")
        self.setWindowIcon(self.theme.icon("mark", "accent", 2 * self.theme.px("icon")))
        self.setMinimumSize(MINIMUM.boundedTo(self.screen().availableSize()))
        self._menus = Menus(self)
        self._search = SearchBox(self.theme, Finder(self))
        self._search.left.connect(lambda: self._current().setFocus())
        self._strip = Strip(self.theme, self._menus.bar, self._search)
        self._strip.year_chosen.connect(self.session.set_year)
        self.setMenuWidget(self._strip)
        self._rail, self._stack, self._status = Rail(self.theme), QStackedWidget(), StatusBar(self.theme)
        self._rail.chosen.connect(self.show_page)
        self._status.person_wanted.connect(self.person_wanted)
        self._status.copy_wanted.connect(lambda: self._current().copy_totals())
        self.setCentralWidget(self._body())
        self._toast = Toast(self._stack, self.theme)
        self._toast.undo_wanted.connect(self.session.undo)
        self._show_year(self.session.year)
        self.show_standing()
        self._rail.set_overdue(self._late)

    def _body(self) -> QWidget:
        body = QWidget()
        column, row = QVBoxLayout(body), QHBoxLayout()
        for layout in (column, row):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)
        row.addWidget(self._rail)
        row.addWidget(self._stack, 1)
        column.addLayout(row, 1)
        column.addWidget(self._status)
        return body

    def _connect(self) -> None:
        session = self.session
        self._reader = Reader(session.log, self)
        session.changed.connect(self._refresh)
        session.said.connect(self.toast)
        session.beside_wanted.connect(self._work_beside)
        session.saved.connect(self._show_saved)
        session.year_changed.connect(self._change_year)
        self.jobs.started.connect(self._follow)
        self._overdue = QTimer(self)
        self._overdue.setSingleShot(True)
        self._overdue.setInterval(OVERDUE_PAUSE)
        self._overdue.timeout.connect(self._count_overdue)
        session.changed.connect(lambda _ledgers: self._overdue.start())
        self._overdue.start()

    # ---------------------------------------------------------------- pages

    def show_page(self, name: str) -> Page:
        """Bring a page to the front."""
        commit_composition()
        if self._front and name != self._front and not self._current().can_leave():
            self._rail.choose(IN_RAIL.get(self._front, self._front))
            return self._current()
        page = self.page(name)
        self._front = name
        self._search.close_list()
        self._status.say("")
        self._stack.setCurrentWidget(page)
        self._rail.choose(IN_RAIL.get(name, name))
        page.refresh()
        self._menus.take_page_actions(page.actions_of_page())
        self._status.say(page.status_text())
        page.setFocus()
        return page

    def show_section(self, name: str, title: str) -> None:
        """Bring a section of 数据 or 设置 to the front."""
        page: Any = self.show_page(name)
        if self._front == name:
            page.open(title)

    def page(self, name: str) -> Page:
        """A page, made when it is first asked for."""
        if name not in self._pages:
            self._pages[name] = self._make(name)
            self._stack.addWidget(self._pages[name])
            if name in self._standing:
                self._pages[name].stand_again(self._standing.pop(name))
        return self._pages[name]

    def _make(self, name: str) -> Page:
        module, class_name = PAGES[name]
        made: Page = getattr(import_module(module), class_name)(self)
        return made

    @property
    def front(self) -> str:
        """The name of the page in front."""
        return self._front

    def _current(self) -> Page:
        return self._pages[self._front]

    def update_actions(self) -> None:
        """A page in front calls this when its actions changed."""
        if self._front:
            self._menus.take_page_actions(self._current().actions_of_page())

    def open_form(
        self, ledger_name: str, record_id: str | None = None, prefill: dict[str, object] | None = None
    ) -> None:
        """A new record, or an existing one, in the form."""
        commit_composition()
        if self._front and not self._current().can_leave():
            return
        form: Any = self.page("form")
        form.open(ledger_name, record_id, prefill)
        self.show_page("form")

    def open_draft(self, draft: Any) -> None:
        """A half-typed record in the form again."""
        form: Any = self.page("form")
        form.take_draft(draft)
        self.show_page("form")

    def offer_drafts(self, *, asked: bool = False) -> None:
        """What was typed and not saved, such as before a crash; where nothing was, say so if asked."""
        from desktop.gui.forms.draft_offers import offer_drafts  # noqa: PLC0415 - seldom there is one

        offer_drafts(self, self._stack, asked=asked)

    def open_ledger(self, ledger_name: str, filter: Any = None, title: str = "指标背后的记录") -> None:
        """A ledger's list, narrowed by a filter; `title` heads the records that a filter names one by one."""
        ledgers: Any = self.page("ledgers")
        ledgers.open(ledger_name, filter, title)
        self.show_page("ledgers")

    def open_rows(self, indicator_name: str) -> None:
        """The rows behind a figure."""
        figures: Any = self.page("figures")
        self.show_page("figures")
        figures.open_rows(indicator_name)

    # ---------------------------------------------------------------- news

    def _refresh(self, changed: set[str]) -> None:
        if self._front:
            self._current().refresh(changed)

    def _change_year(self, year: int) -> None:
        self._show_year(year)
        if self._front:
            self._current().refresh()

    def _show_year(self, year: int) -> None:
        newest = max(self.session.today.year, year)
        self._strip.set_year(year, [newest - back for back in range(YEARS_BACK)])

    def _show_saved(self, time: str) -> None:
        self._saved_at = time
        self._status.saved(time)

    def show_standing(self) -> None:
        """File, person and backup in the status bar; the folders of backups are looked into beside the window."""
        self._show_backup(self._backup)
        if self._saved_at:
            self._status.saved(self._saved_at)
        if self._painted:
            self._look_for_backups()

    def _show_backup(self, backup: tuple[str, str]) -> None:
        """When the last one was made, and why it is not safe where it is."""
        self._backup, log = backup, self.session.log
        last, reminder = backup
        self._status.tell_standing(log.file.stem, str(log.file), last, log.person, log.read_only, reminder)

    def _look_for_backups(self) -> None:
        from desktop.gui.backing_up import backup_standing  # noqa: PLC0415 - not needed for the first painted page

        self._reader.ask("backups", lambda log: backup_standing(log.file), self._show_backup, at_once=False)

    def _count_overdue(self) -> None:
        """Some tenths of a second after a change, so that a save does not wait for it."""
        if self._front == "today":
            return  # the page has counted them itself
        # Not needed for the first painted page.
        from desktop.figures.annual import annual_items  # noqa: PLC0415
        from desktop.figures.due import DueList, State  # noqa: PLC0415

        today = self.session.today

        def overdue(log: Log) -> int:
            fixed = sum(one.state is State.OVERDUE for one in annual_items(log, today))
            return DueList(log, today).overdue() + fixed

        self._reader.ask("overdue", overdue, self.set_overdue, at_once=False)

    def set_overdue(self, count: int) -> None:
        """The badge on 今日."""
        self._late = count
        self._rail.set_overdue(count)

    def _work_beside(self, title: str, act: Callable[[Log, Progress], str | None]) -> None:
        """What would hold up the window, over a connection of its own."""
        log = self.session.log

        def work(progress: Progress) -> str | None:
            with own_connection(log) as own:
                return act(own, progress)

        job = Job(title, work)
        job.signals.done.connect(self.session.finish)
        self.jobs.start(job)

    def _follow(self, job: Job) -> None:
        job.signals.refused.connect(self.toast)
        self._working.append(job)
        for ended in (job.signals.done, job.signals.refused, job.signals.failed, job.signals.cancelled):
            ended.connect(lambda *_: self._working.remove(job))
        QTimer.singleShot(SHOWN_AFTER, self, lambda: self._show_work(job))

    def _show_work(self, job: Job) -> None:
        if job in self._working:
            self._status.follow(job)

    def toast(self, text: str, undoable: bool = False) -> None:
        """Say what happened at the bottom of the window."""
        self._toast.say(text, undoable, self._current().foot_height() if self._front else 0)

    def set_status(self, text: str, total: str = "") -> None:
        """What the left of the status bar says, sums in bold."""
        self._status.say(text, total)

    def show_unsaved(self) -> None:
        """The status bar says that something is being typed."""
        self._status.unsaved()

    def show_draft_kept(self, time: str) -> None:
        """The status bar says that what is being typed is kept."""
        self._status.draft_kept(time)

    # ---------------------------------------------------------------- actions

    def add_action(self, menu: str, text: str, shortcut: str, slot: Callable[[], object]) -> QAction:
        """An action with its key in a menu (文件 编辑 记录 查看 工具 帮助)."""
        return self._menus.add(menu, text, shortcut, slot)

    def undo(self) -> None:
        """Ctrl+Z: what is being typed comes before what is in the log."""
        if not self._current().take_back():
            self.session.undo()

    def redo(self) -> None:
        """Ctrl+Y."""
        if not self._current().do_again():
            self.session.redo()

    def search_page(self) -> None:
        """Ctrl+F."""
        self._current().search()

    def search_everywhere(self) -> None:
        """Ctrl+K."""
        self._search.setFocus()
        self._search.selectAll()

    def new_record(self) -> None:
        """Ctrl+N: in the ledger that is or was last in front, else in the first one of quick entry."""
        seen = (self._pages.get(name) for name in (self._front, "ledgers"))
        names = [page.ledger_name for page in seen if page is not None and page.ledger_name]
        self.open_form((names or [Bureau(self.session.log).quick_entry[0].name])[0])

    def walk_gaps(self) -> None:
        """Ctrl+G: the records that lack something, one after the other."""
        page: Any = self.show_page("today")
        if hasattr(page, "walk_gaps"):
            page.walk_gaps()

    def next_pane(self) -> None:
        """F6: the focus goes to the next table, tree or list of the page, and round again."""
        page: Any = self._current()
        if hasattr(page, "next_pane"):
            page.next_pane()
            return
        panes = [one for one in page.findChildren(QAbstractItemView) if one.isVisible() and one.isEnabled()]
        held = next((n for n, one in enumerate(panes) if one.hasFocus()), -1)
        if panes:
            panes[(held + 1) % len(panes)].setFocus()

    def show_help(self, chapter: str = "") -> None:
        """F1: a chapter of the help, by default that of the page in front."""
        self._help.show(self.theme, self._current().help_name if self._front else "", chapter)

    def show_keys(self) -> None:
        """Shift+F1."""
        KeyHelp(self._stack, self.theme, self._current().title or "本页", self._menus.all_actions())

    def show_about(self) -> None:
        """Which program this is."""
        from desktop.gui.about import AboutPanel  # noqa: PLC0415 - seldom used

        AboutPanel(self._stack, self)

    def open_log_folder(self) -> None:
        """Show the folder of the program's log file."""
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.log_folder or self.session.log.file.parent)))

    # ---------------------------------------------------------------- look and place

    def mode_word(self) -> str:
        """浅色 or 深色."""
        return next(word for word, mode in MODES.items() if (mode == "dark") == self.theme.dark)

    def text_size_word(self) -> str:
        """标准, 大 or 特大."""
        body = Theme.load("light").px("t_body")
        near = {word: abs(round(body * factor) - self.theme.px("t_body")) for word, factor in TEXT_SIZES.items()}
        return min(near, key=lambda word: near[word])

    def set_look(self, mode: str | None = None, size: float | None = None) -> None:
        """Change colours or text size at once: the theme is put on and everything is made anew."""
        commit_composition()
        if self._front and not self._current().can_leave():
            return
        mode = mode or MODES[self.mode_word()]
        size = size or TEXT_SIZES[self.text_size_word()]
        if self.state is not None:
            self.state.setValue("look/mode", mode)
            self.state.setValue("look/text_size", size)
        self.theme = Theme.load(mode, size)
        folders = QDir.searchPaths("theme")
        dress(application(), self.theme, Path(folders[0]).parent if folders else self.session.log.file.parent)
        self.rebuild()

    def forget_pages(self) -> None:
        """Definitions changed: every page but the one in front is made anew when it is next shown."""
        for name in [name for name in self._pages if name != self._front]:
            page = self._pages.pop(name)
            self._stack.removeWidget(page)
            page.deleteLater()

    def rebuild(self) -> None:
        """Make strip, rail and pages anew, with the same page in front."""
        self._help.close()
        front = self._front or "today"
        self._standing = {name: page.standing() for name, page in self._pages.items()}
        self._menus.take_page_actions([])
        for page in self._pages.values():
            page.deleteLater()
        self._pages, self._front = {}, ""
        self._build()
        self.show_page(front)

    def _remember_place(self) -> None:
        state = self.state
        geometry = state.value("window/geometry") if state is not None else None
        if not (isinstance(geometry, QByteArray) and self.restoreGeometry(geometry)):
            self.resize(self.screen().availableSize().boundedTo(QSize(1440, 820)))

    def leave(self) -> bool:
        """Finish what is being composed, keep drafts, stop what runs, remember the place; False where a page stays.

        After it the log may be closed.
        """
        if self._left:
            return True
        commit_composition()
        if self._front and not self._current().can_leave():
            return False
        self._help.close()
        self._overdue.stop()
        self._search.close_list()
        self._reader.rest()
        self.jobs.wait()
        if self.state is not None:
            self.state.setValue("window/geometry", self.saveGeometry())
            self.state.setValue("window/page", self._front)
            self.state.sync()
        self._left = True
        return True

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """What is not needed for the first painting begins with it.

        The guard too: before it nobody presses a key, and every event of the making would pass through Python.
        """
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            guard_input(application())
            QTimer.singleShot(BACKUP_PAUSE, self, self._look_for_backups)
            self.painted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """As `leave`."""
        event.setAccepted(self.leave())
