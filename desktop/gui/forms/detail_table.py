"""The table of detail rows: the last line is for typing the next one, any row can be opened for editing."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial

from PySide6.QtCore import QMimeData, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QApplication, QFrame, QVBoxLayout, QWidget

from desktop.catalogue.details import Rows
from desktop.catalogue.typed_dates import typed_day
from desktop.gui.forms.attaching import Intake
from desktop.gui.forms.detail_look import RowTable, column_widths, dress
from desktop.gui.forms.detail_model import DetailModel
from desktop.gui.forms.entry_line import EntryLine
from desktop.gui.forms.lines import Tools
from desktop.gui.forms.open_row import OpenRow
from desktop.gui.forms.pasted import cells_of, is_block, put_block
from desktop.gui.forms.presenter import DetailRow, Presenter
from desktop.gui.forms.row_files import RowFiles


class DetailTable(QFrame):
    """Rows of one kind."""

    changed = Signal()
    fitted = Signal()
    """The table became higher or lower, or other columns are folded."""
    refused = Signal(str)
    """What cannot be done, and why."""

    def __init__(self, presenter: Presenter, kind: Rows, tools: Tools, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("detail")
        self.presenter, self.kind = presenter, kind
        self._theme = tools.theme
        self._tools = replace(tools, ledger=presenter.child(kind), compact=True, paste_rows=self._paste_rows)
        self.intake = Intake(tools, self.refused.emit, self)
        self.model = DetailModel(presenter, kind)
        self.table = RowTable(self._on_key, self.drop, self)
        self.folded: list[str] = []
        self.entry: EntryLine | None = None
        self._panel: RowFiles | None = None
        self.table.setModel(self.model)
        self.table.setAccessibleName(kind.title or presenter.child(kind).label)
        self._open = OpenRow(self.table, self.model, self._tools, lambda: self.folded)
        self._connect()
        self._widths = column_widths(tools.theme, self.model.fields, self.model.files)
        dress(self.table, tools.theme, self._widths)
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self.table)
        self._lay_entry()

    def _connect(self) -> None:
        self.table.doubleClicked.connect(lambda index: self.edit(index.row(), index.column() - 1))
        self.table.clicked.connect(self._clicked)
        self._open.typed.connect(self.changed)
        self._open.closed.connect(self._fit)
        self._open.passed_end.connect(self._past_end)
        self._open.said.connect(lambda problem: self.entry.say(problem) if self.entry else None)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fold columns, in the order that the table of rows declares, until the first one has its room."""
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        widths = dict(zip(self.kind.columns, self._widths[1:], strict=False))
        files = self._widths[-1] if self.model.files else 0
        room = self.width() - self._widths[0] - files - self._theme.px("w_tree")
        over = sum(widths[one.name] for one in self.model.fields[1:]) - room
        self.folded = []
        for name in self.kind.foldable:
            if over <= 0:
                break
            self.folded.append(name)
            over -= widths[name]
        for place, one in enumerate(self.model.fields, start=1):
            self.table.setColumnHidden(place, one.name in self.folded)
        self.fitted.emit()

    @property
    def folded_labels(self) -> str:
        """Labels of the columns for which there is no room."""
        return "、".join(one.label for one in self.model.fields if one.name in self.folded)

    # ------------------------------------------------------------------ rows

    def refresh(self) -> None:
        """Show what the form knows now: values taken over, what is wrong."""
        before = self.model.rowCount()
        self.model.refresh()
        if before != self.model.rowCount():
            self._lay_entry()
        else:
            self._open.show_states()
        self._fit()

    def focus_entry(self) -> None:
        """Go to the line of the next row."""
        self._open.close()
        if self.entry is not None:
            self.entry.editor.take_focus()

    def begin(self) -> None:
        """The cursor goes to the line of the next row, or to the first row where there is no such line."""
        if self.model.has_entry:
            self.focus_entry()
        else:
            self.table.setFocus()
            self.table.setCurrentIndex(self.model.index(0, 1))

    def stand_on(self, place: int) -> None:
        """Mark a row, or the last one where there are not so many; the keyboard is in the table."""
        self.table.setFocus()
        self.table.setCurrentIndex(self.model.index(min(place, len(self.model.rows) - 1), 1))

    def edit(self, row: int, column: int = 0) -> None:
        """Open a row's cells for typing."""
        if row >= len(self.model.rows):
            self.focus_entry()
            return
        self._open.open(row, column)
        if self.entry is not None:
            QWidget.setTabOrder(self._open.targets[-1], self.entry.editor.focus_target())
        self._fit()

    def _past_end(self) -> None:
        """Enter in the last cell: the next row to recheck, or the line of a new one."""
        following = (self._open.place or 0) + 1
        if self.kind.brought and following < len(self.model.rows):
            self.go_to(following, self.kind.asked)
        elif self.kind.brought:
            self._open.close()
            self.table.setFocus()
        else:
            self.focus_entry()

    def leave_row(self) -> bool:
        """Esc: the open row is closed and marked; False where none is open."""
        place = self._open.place
        if place is not None:
            self.table.setFocus()
            self._open.close()
            self.table.setCurrentIndex(self.model.index(place, 1))
        return place is not None

    def copy_row(self) -> None:
        """Ctrl+D: the present row, or the last one, once more."""
        rows = self.model.rows
        if not rows or self.kind.brought:
            return
        place = self._place
        source = rows[place] if 0 <= place < len(rows) else rows[-1]
        self._open.close()
        self.presenter.add_row(self.kind, source)
        self._rows_changed()
        self.edit(len(self.model.rows) - 1)

    def take_last_value(self) -> bool:
        """F4: in the open cell, the value of the row above, else the last one logged; False where no cell is open."""
        return self._open.take_last_value()

    @property
    def _place(self) -> int:
        """The present row: the one that is open, or the marked one."""
        return self._open.place if self._open.place is not None else self.table.currentIndex().row()

    @property
    def current_record(self) -> str | None:
        """The id of the saved record in the present row."""
        rows = self.model.rows
        return rows[self._place].id if 0 <= self._place < len(rows) else None

    def paste_lines(self, text: str) -> int:
        """Lines copied from a spreadsheet: from the open cell on, else as new rows at the end; returns how many."""
        place, column = self._open.place, self._open.column
        at = (len(self.model.rows), 0) if place is None else (place, column)
        self._open.close()
        many = put_block(self.presenter, self.kind, cells_of(text), *at, self._day)
        self._rows_changed()
        self.focus_entry()
        return many

    def _day(self, text: str) -> date | None:
        return typed_day(text, self._tools.today, year=self._tools.year() if self._tools.year else None)

    def _paste_rows(self, text: str) -> bool:
        """Ctrl+V in a cell: what is more than one cell goes into the rows."""
        return is_block(text) and self.paste_lines(text) > 0

    def remove(self, place: int) -> None:
        """Take a row away; a saved one goes into the recycle bin when the form is saved."""
        if not 0 <= place < len(self.model.rows):
            return
        row = self.model.rows[place]
        if self.kind.brought and not row.fresh:
            self.refused.emit("这项复查已登记，不能从这里删去；登记错了的，直接改这一行")
            return
        self._open.close()
        row.removed = True
        if row.before is None or row.fresh:
            self.presenter.rows[self.kind.key].remove(row)
        self._rows_changed()

    def go_to(self, place: int, field: str) -> None:
        """Open the cell of a field."""
        names = [one.name for one in self.model.fields]
        self.edit(place, names.index(field) if field in names else 0)

    def rows_changed(self) -> None:
        """Rows came from elsewhere, such as earlier checks."""
        self._rows_changed()

    # ------------------------------------------------------------------ attachments

    def drop(self, place: int, data: QMimeData) -> bool:
        """Files or a picture for a row; False where there are none, or no row."""
        row = self._row_for_files(place)
        return row is not None and self.intake.take(data, len(self._files_of(row)), partial(self._hold, row))

    def paste_files(self) -> bool:
        """From the clipboard into the present row; False where no row is present."""
        row = self._row_for_files(self.focused_row)
        return row is not None and self.intake.paste(len(self._files_of(row)), partial(self._hold, row))

    def choose_files(self) -> bool:
        """Ctrl+Shift+P: for the present row; False where no row is present."""
        if self._panel is not None:
            self._panel.files.choose()
            return True
        row = self._row_for_files(self.focused_row)
        if row is not None:
            self.intake.choose(self, partial(self._hold, row))
        return row is not None

    def show_files(self, place: int) -> None:
        """The attachments of a row, in a small panel below its cell."""
        row = self._row_for_files(place)
        if row is None or self.model.files is None:
            return
        self._panel = panel = RowFiles(
            self._tools, f"第 {place + 1} 行的{self.model.files.label}", self._files_of(row)
        )
        panel.refused.connect(self.refused)
        panel.closed.connect(self._forget_panel)
        panel.changed.connect(lambda terms: self._put_files(row, terms))
        cell = self.table.visualRect(self.model.index(place, self.model.files_column))
        panel.open_at(self.table, self.table.viewport().mapTo(self.table, cell.bottomRight()))

    @property
    def copying(self) -> list[str]:
        """Names of files that are still being copied."""
        return [*self.intake.copying, *(self._panel.files.intake.copying if self._panel is not None else [])]

    def _forget_panel(self) -> None:
        self._panel = None

    @property
    def focused_row(self) -> int:
        """The row in which the keyboard is; −1 where it is elsewhere."""
        if self._open.place is not None:
            return self._open.place
        if self.entry is not None and self.entry.focused and self.entry.take():
            return len(self.model.rows) - 1
        return self.table.currentIndex().row() if self.table.hasFocus() else -1

    def _row_for_files(self, place: int) -> DetailRow | None:
        rows = self.model.rows
        return rows[place] if self.model.files and 0 <= place < len(rows) else None

    def _files_of(self, row: DetailRow) -> list[str]:
        held = self.presenter.row_typed(row).get(self.model.files.name) if self.model.files else None
        return list(held) if isinstance(held, list) else []

    def _hold(self, row: DetailRow, terms: Sequence[str]) -> None:
        self._put_files(row, list(dict.fromkeys([*self._files_of(row), *terms])))

    def _put_files(self, row: DetailRow, terms: list[str]) -> None:
        if self.model.files is not None:
            row.typed[self.model.files.name] = terms
            row.own.add(self.model.files.name)
            self.model.refresh()
            self.changed.emit()

    # ------------------------------------------------------------------ the entry line

    def _lay_entry(self) -> None:
        """Editors went with the rows: the line for the next row is made anew in its place."""
        self._open.forget()
        if self.entry is not None:
            self.entry.close()
            self.entry = None
        self.table.clearSpans()
        if self.model.has_entry:
            self.entry = EntryLine(self.table, self.model, self._tools)
            self.entry.begun.connect(self._begin_row)
            self.entry.skipped.connect(self.focusNextChild)
        self._fold()
        self._fit()

    def take_pending(self) -> None:
        """Before a save: what stands in the open cell and in the entry line belongs to the rows."""
        self._open.take_pending()
        if self.entry is not None:
            held = self.entry.focused
            if self.entry.take() and held:
                self.focus_entry()

    def _begin_row(self, value: object, go_on: bool) -> None:
        row = self.presenter.add_row(self.kind)
        name = self.model.fields[0].name
        row.typed[name] = value
        row.own.add(name)
        self._rows_changed()
        if go_on:
            self.edit(len(self.model.rows) - 1, 1)

    def _rows_changed(self) -> None:
        self._open.forget()
        self.model.reload()
        self._lay_entry()
        self.changed.emit()

    # ------------------------------------------------------------------ keys and height

    def _clicked(self, index: QModelIndex) -> None:
        if index.column() == self.model.files_column:
            self.show_files(index.row())

    def _on_key(self, event: QKeyEvent) -> bool:
        key, index = event.key(), self.table.currentIndex()
        opens = key in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers()
        if opens and index.isValid() and index.column() == self.model.files_column:
            self.show_files(index.row())
        elif opens:
            self.edit(max(index.row(), 0), max(index.column() - 1, 0))
        elif key == Qt.Key.Key_Delete:
            self.remove(index.row())
        elif event.matches(QKeySequence.StandardKey.Paste):
            return self.paste_files() or self._paste_rows(QApplication.clipboard().text())
        else:
            return False
        return True

    def _fit(self) -> None:
        tall = self._theme.px("h_field") + self._theme.px("s1") * 2
        for row in range(self.model.rowCount()):
            last = self.model.has_entry and row == self.model.rowCount() - 1
            self.table.setRowHeight(row, tall if last or row == self._open.place else self._theme.px("h_row"))
        rows = sum(self.table.rowHeight(row) for row in range(self.model.rowCount()))
        height = self._theme.px("h_thead") + rows + 2
        if height != self.table.height():
            self.table.setFixedHeight(height)
            self.fitted.emit()
