"""A ledger's list with its views, conditions, rows and empty states; arranged and filtered as it was left."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QMimeData, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QStackedWidget, QVBoxLayout, QWidget

from desktop.catalogue import Ledger
from desktop.gui.session import Session
from desktop.gui.tables.columns import (
    Layout,
    Row,
    name_field,
    rows_of,
    table_html,
    table_text,
    totals_text,
)  # fmt: skip
from desktop.gui.tables.loading import RowLoader
from desktop.gui.tables.model import ListModel
from desktop.gui.tables.view import ListView
from desktop.gui.tables.views import RECYCLED, Conditions, View, built_in_views, read_views, views_text
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, empty_state, rule
from desktop.gui.widgets.filter_bar import FilterBar
from desktop.gui.widgets.view_tabs import ViewTabs
from desktop.store import Record
from desktop.store.listing import Filter, Listing

_PAGE = 500
MOST_COPIED = 50_000
"""Rows that the clipboard takes; more belong into an exported file."""


@dataclass
class _Place:
    """Where a ledger's list was left."""

    view: View
    conditions: Conditions
    current: int = 0
    """Row number of the current record."""


class RecordList(QFrame):
    """Shows one ledger at a time. Reads by `Listing`; changes nothing but settings of its own."""

    opened = Signal(str)
    """A record's id, by Enter or double click."""
    new_wanted = Signal()
    import_wanted = Signal()
    shown = Signal()
    """Rows or selection changed: the status bar has something new to say."""
    view_changed = Signal()
    layout_changed = Signal()

    def __init__(self, session: Session, theme: Theme, page: QWidget) -> None:
        super().__init__()
        self.setObjectName("main")
        self.session, self._theme = session, theme
        self.ledger: Ledger | None = None
        self.layout_ = Layout(())
        self.current_view = View("全部", "all")
        self._places: dict[str, _Place] = {}
        self.model, self.view = ListModel(self), ListView(theme)
        self.tabs = ViewTabs(theme)
        self.bar = FilterBar(theme, page, lambda: session.today, lambda: session.year)
        self._loader = RowLoader(session.log, self)
        self._stack = QStackedWidget()
        self._total: int | None = None
        self._totals = QTimer(self, singleShot=True, interval=60)
        self._counting = QTimer(self, singleShot=True, interval=0)
        self._sums = ""
        self._build()
        self._connect()

    def _build(self) -> None:
        self.view.set_list(self.model)
        self._stack.addWidget(self.view)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for part in (self.tabs, rule(), self.bar, rule()):
            column.addWidget(part)
        column.addWidget(self._stack, 1)

    def _connect(self) -> None:
        self.tabs.chosen.connect(self.show_view)
        self.tabs.save_wanted.connect(self.save_view)
        self.tabs.removed.connect(self.remove_view)
        self.bar.changed.connect(lambda _conditions: self.reload())
        self.bar.left_down.connect(self.enter)
        self.view.opened.connect(self._open_row)
        self.view.sort_wanted.connect(self.sort_by)
        self.view.arranged.connect(self.arrange)
        self.view.chosen.connect(self._selection_changed)
        self.view.copy_wanted.connect(self.copy)
        self._loader.started.connect(self._show_rows)
        self._loader.completed.connect(self._complete)
        self._loader.refused.connect(lambda message: self.session.said.emit(message, False))
        self._totals.timeout.connect(self._add_up)
        self._counting.timeout.connect(self._count_views)

    def rest(self) -> None:
        """Read nothing more: another page comes to the front, or the log is about to be closed."""
        for timer in (self._totals, self._counting):
            timer.stop()
        self.bar.rest()
        self._loader.rest()

    # ---------------------------------------------------------------- which ledger, which view

    def show_ledger(self, ledger: Ledger, view: View | None = None, conditions: Conditions | None = None) -> None:
        """Show a ledger as it was left, or a view of it."""
        self._leave()
        changed = self.ledger is None or ledger.name != self.ledger.name
        self.ledger = ledger
        if changed:
            self.layout_ = Layout.read(self.session.log.setting(f"list.{ledger.name}"), ledger)
        place = self._places.get(ledger.name) or _Place(built_in_views(ledger)[0], Conditions())
        self.current_view = view or place.view
        self.bar.show_ledger(ledger, place.conditions if view is None else conditions or Conditions())
        self._show_tabs()
        self.reload(place.current)
        self.view_changed.emit()
        self.layout_changed.emit()

    def _leave(self) -> None:
        if self.ledger:
            conditions, current = self.bar.conditions, self._current_rowid()
            self._places[self.ledger.name] = _Place(self.current_view, conditions, current)

    def views(self) -> list[View]:
        """Built-in and saved views; the recycle bin while it is shown."""
        assert self.ledger is not None
        saved = read_views(self.session.log.setting(f"views.{self.ledger.name}"), self.ledger)
        passing = [self.current_view] if self.current_view == RECYCLED or self.current_view.ids is not None else []
        return [*built_in_views(self.ledger), *saved, *passing]

    def show_view(self, view: View) -> None:
        """Show a tab; a saved one brings its conditions along."""
        left = self.current_view.saved
        self.current_view = view
        if view.saved or left:
            self.bar.set_conditions(view.conditions)
        self._show_tabs()
        self.reload()
        self.view_changed.emit()

    def save_view(self, name: str) -> None:
        """Keep the present conditions as a view; one of the same name is replaced."""
        assert self.ledger is not None
        if any(one.name == name and not one.saved for one in self.views()) or self.current_view == RECYCLED:
            self.session.said.emit(f"“{name}”是固定的视图，请换一个名称", False)
            return
        view = View(name, self.current_view.base, self.bar.conditions, saved=True)
        saved = [one for one in self.views() if one.saved and one.name != name]
        self._keep(f"views.{self.ledger.name}", views_text([*saved, view]))
        self.show_view(view)

    def remove_view(self, view: View) -> None:
        """Drop a saved view; its records are untouched."""
        assert self.ledger is not None
        saved = [one for one in self.views() if one.saved and one != view]
        self._keep(f"views.{self.ledger.name}", views_text(saved))
        self.show_view(built_in_views(self.ledger)[0] if view == self.current_view else self.current_view)

    def _show_tabs(self) -> None:
        self.tabs.show_views(self.views(), self.current_view)
        self._counting.start()

    def _count_views(self) -> None:
        assert self.ledger is not None
        ledger, views = self.ledger, self.views()
        wanted = [view.filter(view.conditions, self.session.year) for view in views]
        wanted.append(self.current_view.filter(Conditions(), self.session.year))
        self._loader.ask("counts", lambda log: [Listing(log, ledger).count(one) for one in wanted], self._show_counts)

    def _show_counts(self, counts: list[int]) -> None:
        """The views' counts, and behind them that of the present view without conditions."""
        self.tabs.show_counts(counts[:-1])
        self._total = counts[-1]
        self.shown.emit()

    def _keep(self, key: str, text: str) -> None:
        if not self.session.log.read_only:
            self.session.log.set_setting(key, text)

    # ---------------------------------------------------------------- rows

    @property
    def filter(self) -> Filter:
        """What is shown now."""
        return self.current_view.filter(self.bar.conditions, self.session.year)

    def reload(self, current: int | None = None) -> None:
        """Read the list again; the current record stays the current one."""
        if self.ledger is None:
            return
        self._wanted = current if current is not None else self._current_rowid()
        self._counting.start()
        self._total = None
        self._loader.load(self.ledger, self.filter, self.layout_.sort, self.layout_.descending)

    def _show_rows(self, rowids: "array[int]") -> None:
        assert self.ledger is not None
        top = self.view.verticalScrollBar().value()
        columns = self.layout_.columns(self.ledger)
        self.model.show(rowids, columns, self._fetch)
        self.view.arrange(self.layout_, columns, name_field(self.ledger))
        self._find_again(top)
        self._show_state()
        self.shown.emit()

    def _complete(self, rowids: "array[int]") -> None:
        self.model.complete(rowids)
        self._show_state()
        self.shown.emit()

    def _fetch(self, rowids: Sequence[int]) -> list[Row]:
        assert self.ledger is not None
        records = Listing(self.session.log, self.ledger).page(rowids)
        return rows_of(records, self.model.columns, self.ledger)

    def _current_rowid(self) -> int:
        row = self.view.currentIndex().row()
        return self.model.rowids[row] if 0 <= row < self.model.rowCount() else 0

    def _find_again(self, top: int) -> None:
        """Put the cursor on the record on which it stood, or near it, without selecting."""
        if not self.model.rowCount():
            return
        try:
            row = self.model.rowids.index(self._wanted) if self._wanted else 0
        except ValueError:
            row = 0
        self.view.stand_on(row)
        self.view.verticalScrollBar().setValue(top if self._wanted else 0)
        self.view.scrollTo(self.model.index(row, 0))

    def _show_state(self) -> None:
        """The table, or why there is nothing and what to do."""
        while self._stack.count() > 1:
            old = self._stack.widget(1)
            if old:
                self._stack.removeWidget(old)
                old.deleteLater()
        if not self.model.rowCount() and not self._loader.busy:
            self._stack.addWidget(self._nothing())
            self._stack.setCurrentIndex(1)

    def _nothing(self) -> QWidget:
        assert self.ledger is not None
        what = noun(self.ledger)
        if self.bar.conditions.any:
            return empty_state(f"没有符合条件的{what}", "换一个条件，或清除条件后再看",
                               button("清除条件", "", self.bar.clear_all))  # fmt: skip
        if self.current_view.base == "deleted":
            return empty_state("回收站是空的", f"删除的{what}会留在这里，可以随时恢复",
                               button("回到全部", "", lambda: self.show_view(View("全部", "all"))))  # fmt: skip
        if self.current_view.base == "incomplete":
            return empty_state(f"没有未计入的{what}", "需要的内容都已填写，全部计入指标")
        if Listing(self.session.log, self.ledger).count(Filter()):
            return empty_state(f"{self.session.year} 年还没有{what}", "按 Ctrl+N 新增，或看其他年度的记录",
                               button("看全部年度", "", lambda: self.show_view(View("全部", "all"))))  # fmt: skip
        return empty_state(f"还没有{what}", "按 Ctrl+N 新增，或从 Excel 导入已有的台账",
                           button(f"新增{what}", "primary", self.new_wanted.emit))  # fmt: skip

    def enter(self) -> None:
        """Put the keyboard into the rows."""
        self.view.setFocus()
        if self.model.rowCount() and self.view.currentIndex().row() < 0:
            self.view.stand_on(0)

    def _open_row(self, row: int) -> None:
        found = self.model.row(row)
        if found:
            self.opened.emit(found.id)

    # ---------------------------------------------------------------- arrangement

    def sort_by(self, name: str) -> None:
        """Sort by a column; by the same one again turns it round."""
        again = name == self.layout_.sort
        descending = not self.layout_.descending if again else self._starts_descending(name)
        self._take(replace(self.layout_, sort=name, descending=descending))
        self.reload()

    def _starts_descending(self, name: str) -> bool:
        """Dates and numbers begin with the newest and the largest, words in their order."""
        assert self.ledger is not None
        one = self.ledger.fields[name]
        return one.type.numeric or one.type.name == "date"

    def arrange(self, layout: Layout) -> None:
        """Show other columns, or the same in another order or width."""
        assert self.ledger is not None
        same = layout.shown == self.layout_.shown
        self._take(layout)
        columns = layout.columns(self.ledger)
        if not same:
            row, top = self.view.currentIndex().row(), self.view.verticalScrollBar().value()
            self.model.show_columns(columns, self._fetch)
            self.view.arrange(layout, columns, name_field(self.ledger))
            self.view.stand_on(row)
            self.view.verticalScrollBar().setValue(top)
        self.view.arrange(layout, columns, name_field(self.ledger))

    def _take(self, layout: Layout) -> None:
        assert self.ledger is not None
        self.layout_ = layout
        self._keep(f"list.{self.ledger.name}", layout.text())
        self.layout_changed.emit()

    # ---------------------------------------------------------------- selection

    def target_rowids(self) -> "array[int]":
        """The selected records; without a selection the current one."""
        found = self.view.selected_rowids()
        if not found and self._current_rowid():
            found.append(self._current_rowid())
        return found

    def target_ids(self) -> list[str]:
        """The same by their ids."""
        return [str(record["id"]) for record in self._records(self.target_rowids())]

    def current_record(self) -> Record | None:
        """The record on which the cursor stands."""
        rowid = self._current_rowid()
        return next(iter(self._records(array("q", [rowid]))), None) if rowid else None

    def current_field(self) -> str | None:
        """The field of the current cell."""
        column = self.view.currentIndex().column() - 1
        return self.model.columns[column].name if 0 <= column < len(self.model.columns) else None

    def _records(self, rowids: "array[int]") -> list[Record]:
        assert self.ledger is not None
        listing = Listing(self.session.log, self.ledger)
        return [one for start in range(0, len(rowids), _PAGE) for one in listing.page(rowids[start : start + _PAGE])]

    def _selection_changed(self) -> None:
        self._sums = ""
        self._totals.start()

    def _add_up(self) -> None:
        assert self.ledger is not None
        rowids = self.view.selected_rowids()
        ledger, fields = self.ledger, [one.name for one in self.model.columns if one.kind == "number"]
        self._sums = totals_text(len(rowids), ledger, {}) if rowids else ""
        self.shown.emit()
        if rowids and fields:
            self._loader.ask(
                "sums",
                lambda log: totals_text(len(rowids), ledger, Listing(log, ledger).totals(rowids, fields)),
                self._show_sums,
            )

    def _show_sums(self, sums: str) -> None:
        if self._sums:
            self._sums = sums
            self.shown.emit()

    def status(self) -> tuple[str, str]:
        """How many records are shown, and the sums of those selected."""
        if self.ledger is None:
            return "", ""
        if self._loader.busy:
            return "正在读取列表…", self._sums
        count = self.model.rowCount()
        if not self.bar.conditions.any:
            return f"共 {count:,} 条", self._sums
        whole = "" if self._total is None else f"，共 {self._total:,} 条"
        return f"筛选后 {count:,} 条{whole}", self._sums

    def copy(self) -> None:
        """The selected rows as a table for Excel and WPS."""
        assert self.ledger is not None
        rowids = self.target_rowids()
        if not rowids:
            return
        columns = self.model.columns
        records = self._records(rowids[:MOST_COPIED])
        lines = [[column.text(record) for column in columns] for record in records]
        heads = [column.head for column in columns]
        data = QMimeData()
        data.setText(table_text(heads, lines))
        data.setHtml(table_html(heads, lines, [column.kind == "number" for column in columns]))
        QApplication.clipboard().setMimeData(data)
        left_out = f"；另有 {len(rowids) - MOST_COPIED:,} 条没有复制，请改用导出" if len(rowids) > MOST_COPIED else ""
        self.session.said.emit(f"已复制 {len(records):,} 条，可粘贴到 Excel 或 WPS 表格{left_out}", False)


def noun(ledger: Ledger) -> str:
    """What one record of a ledger is called."""
    return ledger.label.removesuffix("库")
