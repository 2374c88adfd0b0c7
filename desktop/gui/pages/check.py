"""校核: a draft with its marks, what was found in it, and working that off."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFileDialog, QFrame, QMenu, QStackedWidget, QVBoxLayout

from desktop.catalogue import Refusal
from desktop.catalogue.typed_dates import typed_day
from desktop.figures import Period
from desktop.figures.spans import span_text
from desktop.gui.draft.ask_bar import AskBar
from desktop.gui.draft.desk import Desk
from desktop.gui.draft.exports import Exports
from desktop.gui.draft.frame import CountBar, EmptyDesk, Head, Panes, Side
from desktop.gui.draft.jobs import Opened
from desktop.gui.draft.result_list import ACCEPT, CORRECT, LEAVE, RAISE, RESTORE, ROWS, verb_of_enter
from desktop.gui.draft.sheet import DraftSheet
from desktop.gui.guards import application, commit_composition
from desktop.gui.jobs import Job
from desktop.gui.pages.page import Page
from desktop.gui.report.notice import NoticeBar
from desktop.gui.widgets.actions import make_action
from desktop.gui.widgets.basics import rule
from desktop.gui.widgets.period_picker import PeriodPicker
from desktop.report.draft.items import OPEN, Group, Item
from desktop.report.draft.review import Review
from desktop.report.draft.sources import Source, SourceKind, own_sources

if TYPE_CHECKING:
    from desktop.gui.window import Window

FILES = "稿子 (*.docx *.txt *.doc *.wps *.pdf)"
"""Old formats can be chosen too: the page says what to do with them."""
USUAL_REASONS = ("口径不同，已核对", "截止日不同", "数字来自其他单位", "上级统一表述")
_MOST_OWN = 3


class CheckPage(Page):
    """One draft at a time, held against the log over a span of the chosen year."""

    name = "check"
    title = "校核"
    icon = "check"

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self.desk = Desk(window, self)
        self._last: Item | None = None
        self.setAcceptDrops(True)
        self.head = Head(
            self.theme, span=self.ask_span, other=self.ask_other, sheet=self.ask_sheet, copy=self.ask_copy,
        )  # fmt: skip
        self.counts, self.side, self.sheet = CountBar(self.theme), Side(self.theme), DraftSheet(self.theme)
        self.notice, self.empty = NoticeBar(self.theme), EmptyDesk(self.theme, self.ask_file, self.paste)
        self.exports = Exports(window, self)
        self.picker = PeriodPicker(self.theme, typed_day, self)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()

    # ---------------------------------------------------------------- making

    def _lay_out(self) -> None:
        main = QFrame()
        main.setObjectName("main")
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.head, rule(), self.counts, rule()):
            column.addWidget(part)
        over = QVBoxLayout()
        over.setContentsMargins(self.theme.px("s4"), self.theme.px("s2"), self.theme.px("s4"), 0)
        over.addWidget(self.notice)
        desk = QFrame()
        desk.setObjectName("desk")
        on_desk = QVBoxLayout(desk)
        on_desk.setContentsMargins(0, 0, 0, 0)
        on_desk.setSpacing(0)
        on_desk.addLayout(over)
        on_desk.addWidget(self._stack, 1)
        column.addWidget(desk, 1)
        holder = QFrame()
        within, side = QVBoxLayout(holder), self.theme.px("s5")
        within.setContentsMargins(side, side, side, side)
        within.addWidget(self.empty)
        for page in (holder, self.sheet):
            self._stack.addWidget(page)
        self.ask_bar = AskBar(main, self.theme)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(Panes(self.theme, main, self.side))

    def _connect(self) -> None:
        self.sheet.place_chosen.connect(self._choose)
        self.sheet.text_pasted.connect(self.take_text)
        self.empty.text_pasted.connect(self.paste)
        self.side.list.text_pasted.connect(self.paste)
        self.side.list.chosen.connect(self._chosen_in_list)
        self.side.list.wanted.connect(self._do)
        self.counts.narrowed.connect(self.side.list.narrow)
        self.picker.picked.connect(self.check_over)
        self.desk.opened.connect(self._show_opened)
        self.desk.checked.connect(self._show_checked)
        self.desk.refused.connect(self._refuse)
        self.desk.working.connect(self._show_work)
        self.session.changed.connect(self._records_changed)
        self.session.year_changed.connect(self._year_changed)

    # ---------------------------------------------------------------- what is shown

    @property
    def _review(self) -> Review | None:
        return self.desk.review

    def refresh(self, changed: set[str] | None = None) -> None:
        """The draft on the desk; the one of the last time where the page is opened first."""
        if changed is None:  # else the desk knows it already
            self.desk.begin()
            self._show()

    @property
    def busy(self) -> bool:
        """Whether something is being read or checked."""
        return self.desk.busy

    def _show(self) -> None:
        review = self._review
        shown = review is not None
        self.head.show_draft(review.taken.source.name if review else "", shown=shown)
        self.head.show_span(span_text(self.desk.period))
        self.counts.setVisible(shown)
        self.side.setVisible(shown)
        self._stack.setCurrentIndex(1 if shown else 0)
        self.setFocusProxy(self.side.list if shown else self.empty)
        if review is None:
            sources = own_sources(self.session.log, self.session.year)[:_MOST_OWN]
            self.empty.offer([(f"校核 {one.title}", partial(self.open, one)) for one in sources])
            self._tell_status()
            return
        self.sheet.show_text(review.text)
        self._show_results(self.side.list.current or self._near())

    def _show_results(self, current: Item | None) -> None:
        review = self._review
        if review is None:
            return
        results = review.results
        self.counts.show_results(results, busy=self.busy)
        self.side.list.show_results(results, current)
        self.sheet.show_items(results.items, current)
        nothing = not results.open and review.check is not None
        self.side.say(_nothing_open(results.count(Group.DONE)) if nothing else "")
        self._tell_status()

    def _tell_status(self) -> None:
        if self.isVisible():
            self.window_.set_status(self.status_text())

    def _near(self) -> Item | None:
        """The open place that was worked off last, or else the one behind it."""
        if self._review is None:
            return None
        return self._review.results.next_to(self._last, by_place=self.side.by_place.isChecked())

    def status_text(self) -> str:
        """How long it took, and that the file stands as it was."""
        if self._review is None or self._review.check is None:
            return ""
        return f"校核用时 {max(self.desk.seconds, 0.1):.1f} 秒，未改动原文件"

    # ---------------------------------------------------------------- opening

    def open(self, source: Source) -> Job:
        """Read and check a draft beside the work; what lies on the desk stays until it has come."""
        return self.desk.open(source)

    def _show_work(self, said: str) -> None:
        if said and self._review is None:
            self.notice.say("accent", "clock", said, (), [("取消", self.desk.stop)])
        elif not said:
            self.notice.put_away()
        if self._review is not None:
            self.counts.show_results(self._review.results, busy=bool(said))

    def _show_opened(self, opened: Opened) -> None:
        self._last = None
        self.counts.show_narrowed(None)
        self.side.list.lines.narrow(None)
        self.empty.say("")
        self.ask_bar.dismiss()
        self._show()
        self._choose(self._near())
        if opened.lost:
            name = opened.taken.source.name
            words = f"{name}在别处改过，上次在这里的 {opened.lost} 处改动对不上原文，没有带过来"
            self.notice.say("warn", "warn", words, (), [("收起", self.notice.put_away)])

    def _show_checked(self) -> None:
        item = self._near()
        self._show_results(item)
        self.sheet.choose(item)

    def _refuse(self, message: str) -> None:
        """Say in place why a draft cannot be checked; what lay on the desk stays."""
        if self._review is None:
            self.empty.say(message)
            self._show()
        else:
            self.notice.say("danger", "error", message, (), [("收起", self.notice.put_away)])

    def ask_file(self) -> None:
        """Choose a file."""
        last = self._review.taken.source.file if self._review else None
        dialog = QFileDialog(self, "打开要校核的稿子", str(last.parent if last else Path.home()), FILES)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(self.open_file)
        dialog.open()

    def open_file(self, file: str) -> Job:
        """Check a draft in a file."""
        return self.open(Source.of_file(Path(file)))

    def paste(self) -> None:
        """Check the words on the clipboard."""
        self.take_text(application().clipboard().text())

    def take_text(self, text: str) -> None:
        """Check words from elsewhere."""
        self.open(Source(SourceKind.PASTED, text=text))

    def ask_other(self) -> None:
        """Offer what else can be checked."""
        menu = QMenu(self)
        menu.addAction("打开稿子…").triggered.connect(lambda _=False: self.ask_file())
        menu.addAction("粘贴文字").triggered.connect(lambda _=False: self.paste())
        menu.addSeparator()
        for one in own_sources(self.session.log, self.session.year):
            menu.addAction(one.title).triggered.connect(lambda _=False, one=one: self.open(one))
        menu.addSeparator()
        menu.addAction("收起这份稿子").triggered.connect(lambda _=False: self.put_away())
        menu.popup(self.head.commands.below(self.head.other_button))

    def put_away(self) -> None:
        """The desk is empty again; the draft's file stands as it was."""
        self.desk.put_away()
        self.notice.put_away()
        self.empty.say("")
        self._show()
        self.empty.setFocus()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """A file or words."""
        data = event.mimeData()
        if data.hasText() or any(one.isLocalFile() for one in data.urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """As if it had been opened or pasted."""
        data = event.mimeData()
        files = [one.toLocalFile() for one in data.urls() if one.isLocalFile()]
        event.acceptProposedAction()
        if files:
            self.open_file(files[0])
        else:
            self.take_text(data.text())

    # ---------------------------------------------------------------- checking again

    def recheck(self) -> None:
        """Read the file anew, where it is one, and check it; corrections made here go along."""
        if self._review is None:
            self.ask_file()
        else:
            self.desk.read_again()

    def _records_changed(self, _ledgers: object) -> None:
        """At once where it is seen, else when it is."""
        self.desk.note_change(seen=self.isVisible())

    def _year_changed(self, _year: int) -> None:
        self.desk.take_year()
        if self.isVisible():
            self.refresh()

    def ask_span(self) -> None:
        """Open the picker under its button."""
        button = self.head.span_button
        self.picker.move(button.mapTo(self, QPoint(0, button.height() + self.theme.px("s1"))))
        self.picker.ask(self.session.year, self.desk.period, self.session.today)

    def check_over(self, period: Period) -> None:
        """Hold the draft against another span."""
        self.desk.check_over(period)
        self._show()

    # ---------------------------------------------------------------- working off

    def _choose(self, item: Item | None) -> None:
        """A place was chosen in the sheet."""
        self.side.list.choose(item)
        self._follow(item)
        if self.isVisible():
            self.side.list.setFocus()

    def _chosen_in_list(self, item: Item | None) -> None:
        self._follow(item)

    def _follow(self, item: Item | None) -> None:
        self.sheet.choose(item)
        if item is not None and item.group in OPEN:
            self._last = item

    def step(self, by: int) -> None:
        """F8: the next open place, or the previous one."""
        if self._review is None:
            return
        item = self._review.results.step_from(self._standing(), by, by_place=self.side.by_place.isChecked())
        if item is None:
            self.window_.toast("没有要处理的地方了")
            return
        self.side.list.choose(item)
        self._follow(item)

    def _standing(self) -> Item | None:
        """The current item, as far as stepping goes on from it."""
        current = self.side.list.current
        return current if current is not None and current.start >= 0 else None

    def _do(self, verb: str, item: Item) -> None:
        deeds: dict[str, Callable[[Item], object]] = {
            ACCEPT: self._accept, CORRECT: self._ask_correction, LEAVE: self._ask_reason, ROWS: self._open_rows,
            RESTORE: partial(self._attempt, "restore"), RAISE: partial(self._attempt, "raise_again"),
        }  # fmt: skip
        if verb == LEAVE and item.group not in OPEN:
            return
        commit_composition()
        deeds[verb](item)

    def do_current(self, verb: str) -> None:
        """From the menu: do something with the current item."""
        item = self.side.list.current
        if item is not None:
            self._do(verb_of_enter(item) if verb == ACCEPT else verb, item)

    def _accept(self, item: Item) -> None:
        self._attempt("accept", item)

    def _attempt(self, verb: str, item: Item, *more: str) -> None:
        """One of the review's verbs; what cannot be done is said."""
        assert self._review is not None
        try:
            getattr(self._review, verb)(item, *more)
        except Refusal as refusal:
            if more:
                raise  # the bar that asked says it
            self.window_.toast(str(refusal))
            return
        self._after_deed()

    def _after_deed(self) -> None:
        """The text may read differently: show it, and check it again."""
        review = self._review
        assert review is not None
        self.sheet.show_text(review.text)
        self._show_results(self._near())
        self.desk.keep()
        self.session.saved.emit(f"{datetime.now():%H:%M}")
        if review.check is None:
            self.desk.check()
        else:
            self.sheet.choose(self.side.list.current)
        self.side.list.setFocus()

    def _ask_correction(self, item: Item) -> None:
        self.ask_bar.ask(
            f"“{item.printed}”改成什么", "改成", item.change.new if item.change else item.printed, "改",
            lambda text: self._attempt("correct", item, text),
        )  # fmt: skip

    def _ask_reason(self, item: Item) -> None:
        self.ask_bar.ask(
            f"“{item.printed or item.title}”不改，写明理由；再校核时不再列出，理由记入修改记录", "理由", "", "不改",
            lambda text: self._attempt("leave", item, text), USUAL_REASONS,
        )  # fmt: skip

    def _open_rows(self, item: Item) -> None:
        figures: Any = self.window_.page("figures")
        figures.set_period(self.desk.period)
        self.window_.open_rows(item.indicator)

    def undo(self) -> None:
        """Take back what was done last with this draft; without one, what was done last with records."""
        if self._review is None:
            self.session.undo()
        else:
            self._repeat(self._review.undo(), "已撤销", "没有可撤销的改动")

    def redo(self) -> None:
        """Do it again."""
        if self._review is None:
            self.session.redo()
        else:
            self._repeat(self._review.redo(), "已重做", "没有可重做的改动")

    def _repeat(self, said: str | None, done: str, nothing: str) -> None:
        if said:
            self._after_deed()
        self.window_.toast(f"{done}：{said}" if said else nothing)

    # ---------------------------------------------------------------- exports

    def ask_copy(self) -> None:
        """Ask where the corrected copy goes."""
        if self._review is not None:
            self.exports.ask_copy(self._review)

    def ask_sheet(self) -> None:
        """Ask where the check sheet goes."""
        if self._review is not None:
            self.exports.ask_sheet(self._review, self.desk.period)

    def export_copy(self, out: Path) -> Job | None:
        """Write the corrected copy."""
        return self.exports.write_copy(self._review, out) if self._review else None

    def export_sheet(self, out: Path) -> Job | None:
        """Write the check sheet."""
        return self.exports.write_sheet(self._review, self.desk.period, out) if self._review else None

    # ---------------------------------------------------------------- keys

    def search(self) -> None:
        """Ctrl+F: to the list."""
        self.side.list.setFocus()

    def next_pane(self) -> None:
        """F6: between the list and the text."""
        (self.sheet if self.side.list.hasFocus() else self.side.list).setFocus()

    def actions_of_page(self) -> list[QAction]:
        """Opening, stepping, deciding, exports."""
        return [
            self._action("打开稿子…", "Ctrl+O", self.ask_file),
            self._action("粘贴文字为稿子", "Ctrl+Shift+V", self.paste),
            self._action("重新校核", "F5", self.recheck),
            self._action("下一处", "F8", partial(self.step, 1)),
            self._action("上一处", "Shift+F8", partial(self.step, -1)),
            self._action("采用台账数", "Return", partial(self.do_current, ACCEPT), in_list=True),
            self._action("改成…", "Ctrl+Return", partial(self.do_current, CORRECT)),
            self._action("不改，写理由…", "Delete", partial(self.do_current, LEAVE), in_list=True),
            self._action("撤销改动", "Ctrl+Z", self.undo),
            self._action("重做改动", "Ctrl+Y", self.redo),
            self._action("导出改后副本…", "Ctrl+E", self.ask_copy),
            self._action("导出校核单…", "Ctrl+Shift+E", self.ask_sheet),
            self._action("收起这份稿子", "", self.put_away),
        ]

    def _action(self, text: str, key: str, slot: Callable[[], object], *, in_list: bool = False) -> QAction:
        """`in_list`: the list answers the key itself, for it must not work within a field."""
        action = make_action(self, text, key, slot)
        if in_list:
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
        return action

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter and Delete in the text, as in the list; Esc closes what asks."""
        key, item = event.key(), self.side.list.current
        if key == Qt.Key.Key_Escape and self.ask_bar.isVisible():
            self.ask_bar.dismiss()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and item is not None and self.sheet.hasFocus():
            self.do_current(ACCEPT)
        elif key == Qt.Key.Key_Delete and item is not None and self.sheet.hasFocus():
            self.do_current(LEAVE)
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """What is asked is not answered on another page."""
        self.picker.hide()
        super().hideEvent(event)


def _nothing_open(done: int) -> str:
    return f"没有要处理的地方了，{done} 处已处理" if done else "没有发现不对的地方"
