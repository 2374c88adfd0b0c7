"""The lazy model: a list of row numbers, and pages of formatted rows fetched when they are painted."""

from array import array
from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.gui.tables.columns import EMPTY, Cell, Column, Row

PAGE = 64
PAGES_KEPT = 96

CHECK = 0
"""The first column holds the selection's check boxes; the last the mark of records that are not counted."""

Index = QModelIndex | QPersistentModelIndex
Fetch = Callable[[Sequence[int]], Sequence[Row]]

_NONE = QModelIndex()
_DISPLAY = int(Qt.ItemDataRole.DisplayRole)
_TIP = int(Qt.ItemDataRole.ToolTipRole)
_SPOKEN = int(Qt.ItemDataRole.AccessibleTextRole)
_READ = (_DISPLAY, _TIP, _SPOKEN)


class ListModel(QAbstractTableModel):
    """Rows of a ledger by number: eight bytes each. They are formatted when they are fetched."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rowids: array[int] = array("q")
        self._columns: Sequence[Column] = ()
        self._fetch: Fetch = lambda rowids: []
        self._pages: OrderedDict[int, Sequence[Row]] = OrderedDict()
        self.fetched = 0
        """How many pages were read so far."""

    # ---------------------------------------------------------------- what it shows

    @property
    def columns(self) -> Sequence[Column]:
        """The columns between the check boxes and the mark."""
        return self._columns

    @property
    def rowids(self) -> "array[int]":
        """The row numbers, in order."""
        return self._rowids

    def show(self, rowids: "array[int]", columns: Sequence[Column], fetch: Fetch) -> None:
        """Show another list."""
        self.beginResetModel()
        self._rowids, self._columns, self._fetch = rowids, columns, fetch
        self._pages.clear()
        self.endResetModel()

    def complete(self, rowids: "array[int]") -> None:
        """The whole list, after its first rows were shown: the rest is added below them."""
        known = len(self._rowids)
        if rowids[:known] != self._rowids:
            self.show(rowids, self._columns, self._fetch)
        elif len(rowids) > known:
            self.beginInsertRows(_NONE, known, len(rowids) - 1)
            self._rowids = rowids
            self._pages.pop(known // PAGE, None)
            self.endInsertRows()

    def show_columns(self, columns: Sequence[Column], fetch: Fetch) -> None:
        """The same rows with other columns."""
        self.beginResetModel()
        self._columns, self._fetch = columns, fetch
        self._pages.clear()
        self.endResetModel()

    def row(self, number: int) -> Row | None:
        """A formatted row; its page is read where it is not at hand."""
        place = number // PAGE
        page = self._pages.get(place)
        if page is None:
            page = self._read(place)
        else:
            self._pages.move_to_end(place)
        inside = number - place * PAGE
        return page[inside] if 0 <= inside < len(page) else None

    def cell(self, number: int, column: int) -> Cell:
        """What stands in a cell; `column` counts from the first field."""
        row = self.row(number)
        return row.cells[column] if row and 0 <= column < len(row.cells) else EMPTY

    def _read(self, place: int) -> Sequence[Row]:
        page = self._fetch(self._rowids[place * PAGE : (place + 1) * PAGE])
        self.fetched += 1
        self._pages[place] = page
        if len(self._pages) > PAGES_KEPT:
            self._pages.popitem(last=False)
        return page

    # ---------------------------------------------------------------- Qt's questions

    def rowCount(self, parent: Index = _NONE) -> int:  # noqa: N802
        """How many rows are known."""
        return 0 if parent.isValid() else len(self._rowids)

    def columnCount(self, parent: Index = _NONE) -> int:  # noqa: N802
        """The fields, the check boxes before them and the mark behind."""
        return 0 if parent.isValid() or not self._columns else len(self._columns) + 2

    def data(self, index: Index, role: int = _DISPLAY) -> Any:
        """Text, and what a tool tip and a screen reader say; the delegate asks for nothing else."""
        if role not in _READ or not index.isValid():
            return None
        row = self.row(index.row())
        if row is None:
            return None
        column = index.column() - 1
        if column == len(self._columns):
            return row.gap_text if role != _DISPLAY else ""
        if column < 0:
            return "" if role == _DISPLAY else None
        return row.cells[column].text if role != _TIP else (row.cells[column].text or None)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = _DISPLAY) -> Any:  # noqa: N802
        """Column heads."""
        if role not in (_DISPLAY, _TIP) or orientation != Qt.Orientation.Horizontal:
            return None
        if 1 <= section <= len(self._columns):
            return self._columns[section - 1].head
        if role == _DISPLAY:
            return ""
        return "全选" if section == CHECK else "有未填项、未计入的记录"
