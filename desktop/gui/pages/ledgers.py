"""The page 台账: the ledgers at the left, one of them as a list, and what can be done with its records."""

from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QVBoxLayout, QWidget

from desktop.catalogue import Field, Ledger
from desktop.catalogue.typed_dates import typed_day
from desktop.gui.importing.entrance import open_import, take_tables
from desktop.gui.pages.ledger_output import ListOutput
from desktop.gui.pages.list_writing import ListWriter, Writing
from desktop.gui.pages.page import Page
from desktop.gui.session import AT_ONCE
from desktop.gui.tables.list_head import ListHead
from desktop.gui.tables.loading import Reader
from desktop.gui.tables.panels import BatchPanel, ColumnsPanel
from desktop.gui.tables.record_list import Place, RecordList, noun
from desktop.gui.tables.views import RECYCLED, Conditions, View, built_in_views
from desktop.gui.widgets.actions import make_action
from desktop.gui.widgets.ledger_tree import LedgerTree
from desktop.gui.widgets.reason_bar import ReasonBar
from desktop.store import Log, plain_record
from desktop.store.bureau import Bureau
from desktop.store.listing import Filter, Listing
from desktop.store.progress import Progress

if TYPE_CHECKING:
    from desktop.gui.window import Window

_LAST = "list.ledger"
ReadIds = Callable[[Log], Sequence[str]]
Rows = Sequence[tuple[Ledger, Sequence[str]]]
Below = Callable[[Log, Ledger, Sequence[str]], Rows]
"""What goes along with some records because it was typed as a row of theirs."""
Moved = tuple[int, Rows]
_ROOM, _ROOM_FOR_WORDS = 48, 56
"""Em that the list needs beside tree and panel, and for words on the buttons of its head."""


class LedgersPage(Page):
    """Tree, list and the panels beside it."""

    name = "ledgers"
    title = "台账"
    icon = "ledger"

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self.tree = LedgerTree(self.theme)
        self.list = RecordList(self.session, self.theme, self)
        self.out = ListOutput(window, self.list)
        self.columns, self.batch = ColumnsPanel(self.theme), BatchPanel(self.theme)
        self.head = ListHead(self.theme)
        self.reason_bar = ReasonBar(self, self.theme)
        self._writer = ListWriter(window, self.reason_bar)
        self._actions = self._make_actions()
        self._stale: set[str] | None = None
        self._fresh = False
        """Just opened, so that showing the page need not read it again."""
        self._reader = Reader(self.session.log, self)
        self._reader.refused.connect(window.toast)
        self._counting = QTimer(self, singleShot=True, interval=0)
        self._build()
        self._connect()

    # ---------------------------------------------------------------- making

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        main = QFrame()
        main.setObjectName("main")
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self.list, 1)
        for part in (self.tree, main, self.columns, self.batch):
            row.addWidget(part, 1 if part is main else 0)
        self.setFocusProxy(self.list.view)

    def _connect(self) -> None:
        self.head.import_wanted.connect(self.import_)
        take_tables(self, self.import_)
        self.head.export_wanted.connect(self.out.export)
        self.head.columns_wanted.connect(self.toggle_columns)
        self.head.more_wanted.connect(self._open_more)
        self.head.primary_wanted.connect(self._primary)
        self.tree.chosen.connect(self._choose)
        self.tree.entered.connect(self.list.enter)
        self.list.opened.connect(self._open_record)
        self.list.new_wanted.connect(self.new)
        self.list.shown.connect(self._say_status)
        self.list.view_changed.connect(self._show_head)
        self.list.layout_changed.connect(self._show_columns)
        self.list.view.folded.connect(self._show_folded)
        self.columns.arranged.connect(self.list.arrange)
        for panel in (self.columns, self.batch):
            panel.closed.connect(self._make_room)
            panel.closed.connect(self.list.enter)
        self.batch.wanted.connect(self._change_many)
        self._counting.timeout.connect(self._count_ledgers)
        self.window_.row_height.changed.connect(self._set_row_height)
        self._set_row_height()

    def _set_row_height(self) -> None:
        self.list.view.set_row_height(self.theme.px(self.window_.row_height.token))

    def _make_actions(self) -> list[QAction]:
        wanted: list[tuple[str, str, Any]] = [
            ("新增记录", "Ctrl+N", self.new),
            ("照当前记录新增", "Ctrl+Shift+D", self.duplicate),
            ("批量修改", "F2", self.change_many),
            ("删除", "Delete", self.delete),
            ("从回收站恢复", "", self.restore),
            ("复制合计", "Ctrl+Shift+C", self.copy_totals),
            ("导出列表", "Ctrl+E", self.out.export),
            ("列表存为 PDF", "", self.out.save_pdf),
            ("显示的列", "", self.toggle_columns),
            ("回收站", "", self.show_recycled),
        ]
        return [make_action(self, *one) for one in wanted]

    # ---------------------------------------------------------------- Page

    def refresh(self, changed: set[str] | None = None) -> None:
        """Show ledgers, counts and rows anew; `changed` names the ledgers concerned."""
        if changed is None:
            self.tree.show_ledgers(Bureau(self.session.log).ledgers_in_use())
        self._stale = None if changed is None or self._stale is None else self._stale | changed
        self._counting.start()
        if self.list.ledger is None:
            self.open(self.session.log.setting(_LAST) or "")
        elif changed is None and self._fresh:
            self.tree.choose(self.list.ledger.name)
        elif changed is None:
            self.list.show_ledger(self.session.log.ledger(self.list.ledger.name))
            self.tree.choose(self.list.ledger.name)
        elif changed & self._concerned(self.list.ledger):
            self.list.reload()
        self._fresh = False

    @staticmethod
    def _concerned(ledger: Ledger) -> set[str]:
        """The ledger, and those whose names and counts stand in its rows."""
        counted = {one.ledger for one in ledger.listing.counts.values()}
        return {ledger.name} | counted | {str(one.ledger) for one in ledger.links.values()}

    @property
    def ledger_name(self) -> str:
        """The ledger of the list."""
        return self.list.ledger.name if self.list.ledger else ""

    def standing(self) -> object:
        """The ledger, and where each list was left."""
        return self.ledger_name, self.list.places

    def stand_again(self, standing: tuple[str, dict[str, Place]]) -> None:
        """The same ledger with its view, conditions and current record."""
        name, places = standing
        self.list.take_places(places)
        if name:
            self.tree.show_ledgers(Bureau(self.session.log).ledgers_in_use())
            self.list.show_ledger(self.session.log.ledger(name))
            self._follow()
            self._fresh = True

    def actions_of_page(self) -> list[QAction]:
        """Everything that can be done with records."""
        return self._actions

    def can_leave(self) -> bool:
        """Always; nothing is read any more, and everything is read anew when the page is shown again."""
        self._counting.stop()
        self._reader.rest()
        self.list.rest()
        return True

    def search(self) -> None:
        """Into the text box over the list."""
        self.list.bar.search.setFocus()
        self.list.bar.search.selectAll()

    def next_pane(self) -> None:
        """F6: tree, list, panel."""
        panes: list[QWidget] = [self.tree.tree, self.list.view]
        panes += [one.focus_target() for one in (self.columns, self.batch) if one.isVisible()]
        held = next((n for n, one in enumerate(panes) if one.hasFocus()), 0)
        panes[(held + 1) % len(panes)].setFocus()

    def status_text(self) -> str:
        """How many records are shown."""
        return self.list.status()[0]

    def _say_status(self) -> None:
        if self.isVisible():
            self.window_.set_status(*self.list.status())
        if self.batch.isVisible() and self.list.ledger:
            self.batch.show_count(len(self.list.chosen.target_rowids()))

    # ---------------------------------------------------------------- which ledger

    def open(self, ledger_name: str, wanted: Filter | None = None, title: str = "") -> None:
        """Show a ledger, narrowed by a filter, as other pages ask for it; `title` is that of named records."""
        used = {one.name: one for one in Bureau(self.session.log).ledgers_in_use()}
        ledger = self.session.catalogue.ledgers.get(ledger_name) or next(iter(used.values()))
        if wanted is None:
            self.list.show_ledger(ledger)
        else:
            base = "incomplete" if wanted.incomplete else "deleted" if wanted.deleted else "all"
            view = next((one for one in (*built_in_views(ledger), RECYCLED) if one.base == base), View("全部", "all"))
            if wanted.ids is not None:
                view = View(title, "all", ids=wanted.ids)
            conditions = Conditions(wanted.text, wanted.first, wanted.last, wanted.equals)
            self.list.show_ledger(ledger, view, conditions)
        self._follow()
        self._fresh = True

    def _choose(self, name: str) -> None:
        if self.list.ledger is None or name != self.list.ledger.name:
            self.list.show_ledger(self.session.log.ledger(name))
            if not self.session.log.read_only:
                self.session.log.set_setting(_LAST, name)
            self._follow()

    def _follow(self) -> None:
        """Tree and panels follow the list."""
        assert self.list.ledger is not None
        self.tree.choose(self.list.ledger.name)
        self.batch.hide()
        self._make_room()

    def _count_ledgers(self) -> None:
        """The figures in the tree, read beside the work: this year's records, of a register those in force."""
        names = [name for name in self.tree.names() if self._stale is None or name in self._stale]
        year = Filter(date(self.session.year, 1, 1), date(self.session.year, 12, 31))

        def read(log: Log) -> dict[str, int]:
            return {name: Listing(log, log.ledger(name)).count(year) for name in names}

        self._reader.ask("counts", read, self._show_counts, at_once=False)

    def _show_counts(self, counts: dict[str, int]) -> None:
        self._stale = set()
        self.tree.show_counts(counts)

    def _show_head(self) -> None:
        assert self.list.ledger is not None
        what = self.list.ledger.label
        if self._is_recycled():
            self.head.show_title(f"{what}回收站", "恢复", "undo", keyed=False)
        else:
            self.head.show_title(what, f"新增{noun(self.list.ledger)}", "plus", keyed=True)
        self._actions[0].setText(f"新增{noun(self.list.ledger)}")

    def _is_recycled(self) -> bool:
        return self.list.current_view.base == "deleted"

    # ---------------------------------------------------------------- records

    def _primary(self) -> None:
        self.restore() if self._is_recycled() else self.new()

    def new(self) -> None:
        """An empty form."""
        assert self.list.ledger is not None
        self.window_.open_form(self.list.ledger.name)

    def _open_record(self, id_: str) -> None:
        assert self.list.ledger is not None
        if self._is_recycled():
            self.session.said.emit("这条记录在回收站里，先恢复再打开", False)
        else:
            self.window_.open_form(self.list.ledger.name, id_)

    def duplicate(self) -> None:
        """A form filled like the current record, without its numbers and attachments."""
        ledger, record = self.list.ledger, self.list.chosen.current_record()
        if ledger is None or record is None:
            self._say_choose()
            return
        values = plain_record(ledger, record, {})
        own = {"id", "attachments", "kept_reason", *ledger.keys}
        self.window_.open_form(ledger.name, prefill={key: value for key, value in values.items() if key not in own})

    def delete(self) -> None:
        """Put the selected records into the recycle bin; no question, for it can be undone."""
        ledger = self.list.ledger
        count, read_ids = self.list.chosen.targets()
        if not count or ledger is None:
            self._say_choose()
            return
        if self._is_recycled():
            self.session.said.emit("这些记录已在回收站里；要找回，按“恢复”", False)
            return

        def act(log: Log, reason: str | None, progress: Progress) -> Moved:
            ids = read_ids(log)
            below = log.rows_of(ledger, ids)
            log.delete_many(ledger, ids, reason, progress)
            return len(ids), below

        size = self._size(ledger, count, read_ids, Log.rows_of)
        self._writer.write(
            Writing("正在删除", size, act, lambda moved: self.session.deleted(ledger, *moved), self._say)
        )

    def _size(self, ledger: Ledger, count: int, read_ids: ReadIds, below: Below) -> int:
        """How many records are written, rows included; of very many these alone tell enough."""
        if count > AT_ONCE:
            return count
        log = self.session.log
        return count + sum(len(rows) for _, rows in below(log, ledger, read_ids(log)))

    def restore(self) -> None:
        """Take the selected records out of the recycle bin."""
        ledger = self.list.ledger
        if ledger is None or not self._is_recycled():
            self.show_recycled()
            return
        count, read_ids = self.list.chosen.targets()
        if not count:
            self._say_choose()
            return

        def act(log: Log, reason: str | None, progress: Progress) -> Moved:
            ids = read_ids(log)
            over = log.over(ledger, ids)
            log.restore_many(ledger, ids, reason, progress)
            return len(ids), over

        size = self._size(ledger, count, read_ids, _moved_with)
        self._writer.write(Writing("正在恢复", size, act, lambda moved: self._restored(ledger, *moved), self._say))

    def _restored(self, ledger: Ledger, count: int, over: Rows) -> None:
        """What the records were typed under came back with them."""
        self.session.announce({ledger.name, *(one.ledger for one in ledger.rows), *(one.name for one, _ in over)})
        also = "".join(f"，连同所属的 {len(ids):,} 条{one.label}" for one, ids in over)
        self.session.said.emit(f"已恢复 {count:,} 条{ledger.label}{also}", True)

    def show_recycled(self) -> None:
        """The records that were deleted."""
        self.list.show_view(RECYCLED)

    def _say(self, text: str) -> None:
        self.session.said.emit(text, False)

    def _say_choose(self) -> None:
        self.session.said.emit("先选中记录：点一行，或用方向键和空格", False)

    # ---------------------------------------------------------------- many at once

    def change_many(self) -> None:
        """Open the panel for one field of the selected records."""
        count = len(self.list.chosen.target_rowids())
        if not count or self.list.ledger is None or self._is_recycled():
            self._say_choose()
            return
        self.columns.hide()
        self.batch.open(self.list.ledger, count, self.list.chosen.current_field())
        self._make_room()

    def _change_many(self, name: str, typed: object) -> None:
        ledger = self.list.ledger
        assert ledger is not None
        one = ledger.fields[name]
        if one.type.name == "date" and isinstance(typed, str):
            typed = typed_day(typed, self.session.today) or typed
        count, read_ids = self.list.chosen.targets()
        self._writer.write(
            Writing(
                "正在修改", count,
                lambda log, reason, progress: log.update_many(
                    ledger, read_ids(log), {one.name: typed}, reason=reason, progress=progress
                ),
                lambda count: self._changed(ledger, one, count), self.batch.say,
            )
        )  # fmt: skip

    def _changed(self, ledger: Ledger, one: Field, count: int) -> None:
        self.batch.close_()
        self.session.announce({ledger.name})
        self.session.said.emit(f"已修改 {count:,} 条{ledger.label}的{one.label}", True)

    # ---------------------------------------------------------------- in and out

    def import_(self, file: Path | None = None) -> None:
        """Into the ledger that is shown; import has its place on the page 数据."""
        open_import(self.window_, file, self.list.ledger)

    def copy_totals(self) -> None:
        """The sums of the selected records, for a spreadsheet."""
        self.list.chosen.copy_totals()

    def print_(self) -> None:
        """What is filtered, on paper."""
        self.out.print_()

    # ---------------------------------------------------------------- columns and menu

    def toggle_columns(self) -> None:
        """Open or close the panel of columns."""
        if self.columns.isVisible():
            self.columns.close_()
            return
        self.batch.hide()
        self._show_columns()
        self.columns.show()
        self._make_room()
        self.columns.list.setFocus()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Make room for the list."""
        super().resizeEvent(event)
        self._make_room()

    def _make_room(self) -> None:
        """In a narrow window the tree gives way to an open panel, and the head's buttons lose their words."""
        em = self.theme.px("t_body")
        panel = self.columns.width() if not (self.columns.isHidden() and self.batch.isHidden()) else 0
        rest = self.width() - panel - self.tree.width()
        self.tree.setVisible(not panel or rest >= _ROOM * em)
        self.head.show_words(rest + (self.tree.width() if self.tree.isHidden() else 0) >= _ROOM_FOR_WORDS * em)

    def _show_columns(self) -> None:
        if self.list.ledger:
            self.columns.show_layout(self.list.ledger, self.list.layout_)

    def _show_folded(self, names: list[str]) -> None:
        self.head.show_folded(names)
        self.columns.show_folded(names)

    def _open_more(self) -> None:
        menu, actions = QMenu(self), self._actions
        copy = QAction("复制为表格\tCtrl+C", menu)
        copy.triggered.connect(self.list.chosen.copy)
        for group in (actions[1:5], [copy, actions[5]], actions[6:8], actions[8:]):
            menu.addActions(group)
            menu.addSeparator()
        view = self.list.current_view
        if view.saved:
            for action in self.list.tabs.menu_of(view, menu).actions():
                menu.addAction(action)
        self.head.drop(menu)


def _moved_with(log: Log, ledger: Ledger, ids: Sequence[str]) -> Rows:
    """What comes out of the recycle bin along with some records: their rows, and what they are rows of."""
    return [*log.rows_back(ledger, ids), *log.over(ledger, ids)]
