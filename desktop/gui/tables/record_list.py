"""A ledger's list with its views, conditions, rows and empty states; arranged and filtered as it was left."""

from array import array
from collections.abc import Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QApplication, QFrame, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.catalogue import Field, Ledger
from desktop.gui.session import Session
from desktop.gui.tables.chosen import Chosen
from desktop.gui.tables.columns import Layout, Row, columns_of, name_field, rows_of
from desktop.gui.tables.loading import RowLoader
from desktop.gui.tables.model import ListModel
from desktop.gui.tables.people import People
from desktop.gui.tables.printing import Sheet
from desktop.gui.tables.saved_views import SavedViews
from desktop.gui.tables.view import ListView
from desktop.gui.tables.views import (
    RECYCLED,
    Conditions,
    View,
    built_in_views,
    plain_view,
)
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, empty_state, rule
from desktop.gui.widgets.filter_bar import FilterBar
from desktop.gui.widgets.view_tabs import ViewTabs
from desktop.store.bureau import Bureau
from desktop.store.listing import Filter, Listing


@dataclass
class Place:
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
        self._places: dict[str, Place] = {}
        self.model, self.view = ListModel(self), ListView(theme)
        self.tabs = ViewTabs(theme)
        self.bar = FilterBar(theme, page, lambda: session.today, lambda: session.year, self._terms)
        self._loader = RowLoader(session.log, lambda: session.today, self)
        self._stack = QStackedWidget()
        self._total: int | None = None
        self._counting = QTimer(self, singleShot=True, interval=0)
        self.chosen = Chosen(session, self.view, self.model, self._loader, self.listing)
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
        self.tabs.renamed.connect(self.rename_view)
        self.tabs.moved.connect(self.move_view)
        self.bar.changed.connect(self._narrow)
        self.bar.left_down.connect(self.enter)
        self.view.opened.connect(self._open_row)
        self.view.sort_wanted.connect(self.sort_by)
        self.view.arranged.connect(self.arrange)
        self.chosen.added_up.connect(self.shown)
        self._loader.started.connect(self._show_rows)
        self._loader.completed.connect(self._complete)
        self._loader.refused.connect(lambda message: self.session.said.emit(message, False))
        self._counting.timeout.connect(self._count_views)

    def rest(self) -> None:
        """Read nothing more: another page comes to the front, or the log is about to be closed."""
        self.chosen.rest()
        self._counting.stop()
        self.bar.rest()
        self._loader.rest()

    # ---------------------------------------------------------------- which ledger, which view

    def show_ledger(self, ledger: Ledger, view: View | None = None, conditions: Conditions | None = None) -> None:
        """Show a ledger as it was left, or a view of it."""
        self._leave()
        if self.ledger is None or ledger.name != self.ledger.name:
            self.tabs.forget_counts()
            # Where the new rows take a moment, the old ones must not stand below the new ledger's name.
            self.model.show(array("q"), (), self._fetch)
        self.ledger = ledger
        place = self._places.get(ledger.name) or Place(built_in_views(ledger)[0], Conditions())
        self.current_view = view or place.view
        self._read_layout()
        self.bar.show_ledger(ledger, place.conditions if view is None else conditions or Conditions())
        self._show_tabs()
        self.reload(place.current)
        self.view_changed.emit()
        self.layout_changed.emit()

    @property
    def places(self) -> dict[str, Place]:
        """Where each ledger's list stands, for a list that is made anew."""
        self._leave()
        return self._places

    def take_places(self, places: dict[str, Place]) -> None:
        """Begin where another list stood."""
        self._places = places

    def _read_layout(self) -> None:
        """Columns as they were left; those of the recycle bin are always the same."""
        assert self.ledger is not None
        kept = self.session.log.setting(f"list.{self.ledger.name}")
        self.layout_ = Layout.of_bin(self.ledger) if self._in_bin() else Layout.read(kept, self.ledger)

    def _in_bin(self) -> bool:
        return self.current_view.base == "deleted"

    def _terms(self, one: Field) -> Sequence[str]:
        """What a condition without choices offers."""
        if one.name == "created_by":
            return People(self.session.log).names()
        return self.listing().terms(one.name) if one.type.name == "text" else ()

    def listing(self) -> Listing:
        """Questions about the ledger that is shown, asked today."""
        assert self.ledger is not None
        return Listing(self.session.log, self.ledger, self.session.today)

    def _leave(self) -> None:
        if self.ledger:
            conditions, current = self.bar.conditions, self.chosen.current_rowid()
            self._places[self.ledger.name] = Place(self.current_view, conditions, current)

    def views(self) -> list[View]:
        """Built-in and saved views; the recycle bin while it is shown."""
        assert self.ledger is not None
        passing = [self.current_view] if self.current_view == RECYCLED or self.current_view.ids is not None else []
        return [*built_in_views(self.ledger), *self._saved().views(), *passing]

    def show_view(self, view: View) -> None:
        """Show a tab; one with conditions of its own brings them along."""
        left, bin_ = self.current_view.brings, self._in_bin()
        self.current_view = view
        if view.brings or left:
            self.bar.set_conditions(view.conditions)
        if bin_ or self._in_bin():
            self._read_layout()
            self.layout_changed.emit()
        self._show_tabs()
        self.reload()
        self.view_changed.emit()

    def _narrow(self, conditions: Conditions) -> None:
        """The bar changed; a view whose conditions were all lifted is left for the one below it."""
        assert self.ledger is not None
        if self.current_view.brings and not conditions.any:
            self.current_view = plain_view(self.current_view, self.ledger)
            self._show_tabs()
        self.reload()

    def save_view(self, name: str) -> None:
        """Keep the present conditions as a view; one of the same name is replaced."""
        if any(one.name == name and not one.saved for one in self.views()) or self._in_bin():
            self.session.said.emit(f"“{name}”是固定的视图，请换一个名称", False)
            return
        view = View(name, self.current_view.base, self.bar.conditions, saved=True)
        self._saved().put(view)
        self.show_view(view)

    def remove_view(self, view: View) -> None:
        """Drop a saved view; its records are untouched."""
        assert self.ledger is not None
        self._saved().remove(view)
        self.show_view(built_in_views(self.ledger)[0] if view == self.current_view else self.current_view)

    def rename_view(self, view: View, name: str) -> None:
        """Call a saved view by another name; it keeps its place."""
        if any(one.name == name and one != view for one in self.views()):
            self.session.said.emit(f"已有视图“{name}”，请换一个名称", False)
            return
        named = self._saved().rename(view, name)
        self.current_view = named if view == self.current_view else self.current_view
        self._show_tabs()

    def move_view(self, view: View, step: int) -> None:
        """Put a saved view further left or right among the saved ones."""
        self._saved().move(view, step)
        self._show_tabs()

    def _saved(self) -> SavedViews:
        assert self.ledger is not None
        return SavedViews(self.session.log, self.ledger)

    def _show_tabs(self) -> None:
        self.tabs.show_views(self.views(), self.current_view)
        self._counting.start()

    def _count_views(self) -> None:
        assert self.ledger is not None
        ledger, today, views = self.ledger, self.session.today, self.views()
        counted = [view for view in views if self._loader.few or not self._is_slow(view)]
        wanted = [self._resolved(view, view.conditions) for view in counted]
        wanted.append(self._resolved(self.current_view, Conditions()))
        names = [view.name for view in counted]
        self._loader.ask(
            "counts",
            lambda log: [Listing(log, ledger, today).count(one) for one in wanted],
            lambda counts: self._show_counts(names, counts),
            slow=any(self._loader.is_slow(self.listing(), *one.equals) for one in wanted),
        )

    def _is_slow(self, view: View) -> bool:
        """States and counts are told record by record: of a large ledger that would hold up its rows for long."""
        return self.listing().is_told(*view.conditions.equals)

    def _show_counts(self, names: Sequence[str], counts: Sequence[int]) -> None:
        """The views' counts, and behind them that of the present view without conditions."""
        self.tabs.show_counts(dict(zip(names, counts[:-1], strict=True)))
        self._total = counts[-1]
        self.shown.emit()

    def _keep(self, key: str, text: str) -> None:
        if not self.session.log.read_only:
            self.session.log.set_setting(key, text)

    # ---------------------------------------------------------------- rows

    @property
    def filter(self) -> Filter:
        """What is shown now."""
        return self._resolved(self.current_view, self.bar.conditions)

    def _resolved(self, view: View, conditions: Conditions) -> Filter:
        people = People(self.session.log)
        return view.filter(replace(conditions, equals=people.resolved(conditions.equals)), self.session.year)

    def reload(self, current: int | None = None) -> None:
        """Read the list again; the current record stays the current one."""
        if self.ledger is None:
            return
        self._wanted = current if current is not None else self.chosen.current_rowid()
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
        records = self.listing().page(rowids, self.layout_.shown)
        return rows_of(records, self.model.columns, self.ledger)

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
        """The table, or why there is nothing and what to do; the keyboard stays in whichever it is."""
        focused = QApplication.focusWidget()
        held = focused is not None and self._stack.isAncestorOf(focused)
        while self._stack.count() > 1:
            old = self._stack.widget(1)
            if old:
                self._stack.removeWidget(old)
                old.deleteLater()
        if not self.model.rowCount() and not self._loader.busy:
            nothing = self._nothing()
            nothing.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
            self._stack.addWidget(nothing)
            self._stack.setCurrentIndex(1)
            if held:
                # Hiding the rows would pass the keys on to what comes next: in a search box Ctrl+Z would not undo.
                (nothing.findChild(QPushButton) or nothing).setFocus()
        elif held:
            self.view.setFocus()

    def _nothing(self) -> QWidget:
        assert self.ledger is not None
        what = noun(self.ledger)
        view = self.current_view
        if view.brings and self.bar.conditions == view.conditions:
            return empty_state(f"“{view.name}”里没有{what}", "有这样的记录时，会自动列在这里")
        if self.bar.conditions.any:
            return empty_state(f"没有符合条件的{what}", "换一个条件，或清除条件后再看",
                               button("清除条件", "", self.bar.clear_all))  # fmt: skip
        if self.current_view.base == "deleted":
            return empty_state("回收站是空的", f"删除的{what}会留在这里，可以随时恢复",
                               button("回到全部", "", lambda: self.show_view(View("全部", "all"))))  # fmt: skip
        if self.current_view.base == "incomplete":
            return empty_state(f"没有未计入的{what}", "需要的内容都已填写，全部计入指标")
        if self.listing().first_rows(Filter(), count=1):
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
        one = columns_of(self.ledger)[name].field
        return one.type.numeric or one.type.name in ("date", "moment")

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
        if not self._in_bin():
            self._keep(f"list.{self.ledger.name}", layout.text())
        self.layout_changed.emit()

    # ---------------------------------------------------------------- what is told

    def status(self) -> tuple[str, str]:
        """How many records are shown, and the sums of those selected."""
        if self.ledger is None:
            return "", ""
        if self._loader.busy:
            return "正在读取列表…", self.chosen.said
        count = self.model.rowCount()
        if not self.bar.conditions.any:
            return f"共 {count:,} 条", self.chosen.said
        whole = "" if self._total is None else f"，共 {self._total:,} 条"
        return f"筛选后 {count:,} 条{whole}", self.chosen.said

    def sheet(self) -> Sheet:
        """What is filtered, to be printed: the columns that stand in the window now."""
        assert self.ledger is not None
        bureau, view = Bureau(self.session.log).name, self.current_view
        where = f"{self.session.year} 年度" if view.base == "year" else view.name
        return Sheet(
            title=f"{bureau}{self.ledger.label}" + ("（回收站）" if self._in_bin() else ""),
            line="；".join([where, *self.bar.said()]),
            ledger=self.ledger, columns=self.view.visible_columns(), filter=self.filter,
            sort=self.layout_.sort, descending=self.layout_.descending, today=self.session.today,
            subject=name_field(self.ledger),
        )  # fmt: skip


def noun(ledger: Ledger) -> str:
    """What one record of a ledger is called."""
    return ledger.label.removesuffix("库")
