"""The selected records of a list: which they are, their sums, and their way to the clipboard."""

from array import array
from collections.abc import Callable, Sequence

from PySide6.QtCore import QMimeData, QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication

from desktop.gui.session import AT_ONCE, Session
from desktop.gui.tables.columns import Column
from desktop.gui.tables.copying import Copied, copied, table_html, table_text, totals_table, totals_text
from desktop.gui.tables.loading import RowLoader
from desktop.gui.tables.model import ListModel
from desktop.gui.tables.view import ListView
from desktop.store import Log, Record
from desktop.store.listing import Listing

MOST_COPIED = 50_000
"""Rows that the clipboard takes; more belong into an exported file."""

Tables = tuple[str, str]
"""The same as text and as HTML."""


class Chosen(QObject):
    """Follows the selection of a view; without one, what is done is done to the current record."""

    added_up = Signal()
    """The status bar has something new to say."""

    def __init__(
        self, session: Session, view: ListView, model: ListModel, loader: RowLoader, listing: Callable[[], Listing]
    ) -> None:
        super().__init__(view)
        self._session, self._view, self._model = session, view, model
        self._loader, self._listing = loader, listing
        self._sums: list[tuple[Column, int]] = []
        self._count = 0
        self._adding = QTimer(self, singleShot=True, interval=60)
        self._adding.timeout.connect(self._add_up)
        view.chosen.connect(self._changed)
        view.copy_wanted.connect(self.copy)

    def rest(self) -> None:
        """Read nothing more."""
        self._adding.stop()

    # ---------------------------------------------------------------- which

    def current_rowid(self) -> int:
        """Row number of the record on which the cursor stands, or 0."""
        row = self._view.currentIndex().row()
        return self._model.rowids[row] if 0 <= row < self._model.rowCount() else 0

    def target_rowids(self) -> "array[int]":
        """The selected records; without a selection the current one."""
        found = self._view.selected_rowids()
        if not found and self.current_rowid():
            found.append(self.current_rowid())
        return found

    def targets(self) -> tuple[int, Callable[[Log], list[str]]]:
        """How many these are, and what reads their ids over any connection: of very many that takes a moment."""
        rowids, listing = self.target_rowids(), self._listing()
        return len(rowids), lambda log: listing.over(log).record_ids(rowids)

    def current_record(self) -> Record | None:
        """The record on which the cursor stands."""
        rowid = self.current_rowid()
        return next(iter(self._listing().page([rowid])), None) if rowid else None

    def current_field(self) -> str | None:
        """The column of the current cell."""
        column = self._view.currentIndex().column() - 1
        return self._model.columns[column].name if 0 <= column < len(self._model.columns) else None

    # ---------------------------------------------------------------- sums

    @property
    def said(self) -> str:
        """How many are selected, with their sums once they are known."""
        return totals_text(self._count, [(one.field, value) for one, value in self._sums]) if self._count else ""

    def _changed(self) -> None:
        self._sums = []
        self._adding.start()

    def _add_up(self) -> None:
        rowids = self._view.selected_rowids()
        self._count = len(rowids)
        self.added_up.emit()
        numbers = [one for one in self._model.columns if one.kind == "number"]
        if rowids and numbers:
            names, here = [one.name for one in numbers], self._listing()
            self._loader.ask(
                "sums",
                lambda log: here.over(log).totals(rowids, names),
                lambda totals: self._show([(one, totals[one.name]) for one in numbers]),
                slow=self._loader.is_slow(here, *names),
            )

    def _show(self, sums: list[tuple[Column, int]]) -> None:
        if self._count:
            self._sums = sums
            self.added_up.emit()

    # ---------------------------------------------------------------- to the clipboard

    def copy_totals(self) -> None:
        """The sums of the selected records as a head and a row of exact numbers."""
        if not self._sums:
            self._session.said.emit("先选中记录：状态栏里有合计时才能复制", False)
            return
        heads, cells = totals_table(self._count, self._sums)
        _put(_tables(heads, [cells]))
        self._session.said.emit(f"已复制 {self._count:,} 条的合计，可粘贴到 Excel 或 WPS 表格", False)

    def copy(self) -> None:
        """The selected rows as a table for Excel and WPS."""
        rowids, columns = self.target_rowids(), self._model.columns
        if not rowids:
            return
        here, names, wanted = self._listing(), [column.name for column in columns], rowids[:MOST_COPIED]
        left_out = f"；另有 {len(rowids) - MOST_COPIED:,} 条没有复制，请改用导出" if len(rowids) > MOST_COPIED else ""

        def read(log: Log) -> tuple[int, Tables]:
            records = here.over(log).page(wanted, names)
            lines = [[copied(column, record) for column in columns] for record in records]
            return len(lines), _tables([column.head for column in columns], lines)

        def put(found: tuple[int, Tables]) -> None:
            _put(found[1])
            self._session.said.emit(f"已复制 {found[0]:,} 条，可粘贴到 Excel 或 WPS 表格{left_out}", False)

        if len(rowids) > AT_ONCE:
            self._session.said.emit("正在复制", False)
        self._loader.ask("copy", read, put, slow=len(rowids) > AT_ONCE)


def _tables(heads: Sequence[str], lines: Sequence[Sequence[Copied]]) -> Tables:
    return table_text(heads, lines), table_html(heads, lines)


def _put(tables: Tables) -> None:
    data = QMimeData()
    data.setText(tables[0])
    data.setHtml(tables[1])
    QApplication.clipboard().setMimeData(data)
