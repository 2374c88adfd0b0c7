"""The table of detail rows: the last line is for typing the next one, any row can be opened for editing."""

from dataclasses import replace
from itertools import pairwise

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.catalogue import Field
from desktop.gui.forms.detail_look import RowTable, column_widths, dress
from desktop.gui.forms.detail_model import DetailModel
from desktop.gui.forms.details import Rows
from desktop.gui.forms.editors import NumberEditor
from desktop.gui.forms.lines import Editor, Tools
from desktop.gui.forms.making import editor_for
from desktop.gui.forms.presenter import Presenter, raw_of
from desktop.gui.widgets import label

HINT = "回车到下一格，F2 改一行，Ctrl+D 复制一行，Delete 删去一行"


class DetailTable(QFrame):
    """Rows of one kind."""

    changed = Signal()
    fitted = Signal()
    """The table became higher or lower, or other columns are folded."""

    def __init__(self, presenter: Presenter, kind: Rows, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("detail")
        self.presenter, self.kind = presenter, kind
        self._theme = tools.theme
        self._tools = replace(tools, ledger=presenter.child(kind), compact=True)
        self.model = DetailModel(presenter, kind)
        self.table = RowTable(self._on_key)
        self._editing: int | None = None
        self.folded: list[str] = []
        self._editors: dict[str, Editor] = {}
        self.entry: Editor | None = None
        self.table.setModel(self.model)
        self.table.setAccessibleName(presenter.child(kind).label)
        self.table.doubleClicked.connect(lambda index: self.edit(index.row(), index.column() - 1))
        self._widths = column_widths(tools.theme, self.model.fields)
        dress(self.table, tools.theme, self._widths)
        self.hint = label(HINT, "hint")
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 1, 1, 1)
        column.addWidget(self.table)
        self._lay_entry()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fold columns, in the order that the table of rows declares, until the first one has its room."""
        super().resizeEvent(event)
        self._fold()

    def _fold(self) -> None:
        widths = dict(zip(self.model.kind.columns, self._widths[1:], strict=True))
        room = self.width() - self._widths[0] - self._theme.px("w_tree")
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
        editing = self._editing
        before = self.model.rowCount()
        self.model.refresh()
        if before != self.model.rowCount():
            self._editing, self._editors = None, {}
            self._lay_entry()
        elif editing is not None:
            self._show_states()
        self._fit()

    def focus_entry(self) -> None:
        """Go to the line of the next row."""
        self._close_editors()
        if self.entry is not None:
            self.entry.take_focus()

    def edit(self, row: int, column: int = 0) -> None:
        """Open a row's cells for typing."""
        if row >= len(self.model.rows):
            self.focus_entry()
            return
        self._close_editors()
        self._editing = row
        typed = self.presenter.row_typed(self.model.rows[row])
        for place, one in enumerate(self.model.fields):
            self._editors[one.name] = self._cell_editor(row, place, one, typed)
        self.table.setRowHeight(row, self._tall)
        self._chain_focus()
        self._show_states()
        self._fit()
        wanted = self.model.fields[max(0, min(column, len(self.model.fields) - 1))].name
        self._editors[wanted].take_focus()

    def copy_row(self) -> None:
        """Ctrl+D: the present row, or the last one, once more."""
        rows = self.model.rows
        place = self._editing if self._editing is not None else self.table.currentIndex().row()
        if not rows:
            return
        source = rows[place] if 0 <= place < len(rows) else rows[-1]
        self._close_editors()
        self.presenter.add_row(self.kind, source)
        self._rows_changed()
        self.edit(len(self.model.rows) - 1)

    def take_last_value(self) -> bool:
        """F4: in the open cell, the value of the row above, else the last one logged; False where no cell is open."""
        name = next((name for name, editor in self._editors.items() if editor.focus_target().hasFocus()), None)
        if name is None or self._editing is None:
            return False
        rows, field = self.model.rows, self.presenter.child(self.kind).fields[name]
        value: object = self.presenter.row_typed(rows[self._editing - 1]).get(name) if self._editing else None
        if value in (None, "", []):
            value = raw_of(field, self._tools.suggestions.last_value(self._tools.ledger, name))
        if value not in (None, "", []):
            self._editors[name].put(value)
            self._typed(name)
        return True

    @property
    def current_record(self) -> str | None:
        """The id of the saved record in the present row."""
        rows = self.model.rows
        place = self._editing if self._editing is not None else self.table.currentIndex().row()
        return rows[place].id if 0 <= place < len(rows) else None

    def paste_lines(self, text: str) -> int:
        """Lines copied from a table, cells parted by tabs in the order of the columns; returns how many."""
        lines = [line.split("\t") for line in text.splitlines() if line.strip()]
        for cells in lines:
            row = self.presenter.add_row(self.kind)
            for one, cell in zip(self.model.fields, cells, strict=False):
                if cell.strip():
                    row.typed[one.name] = cell.strip()
                    row.own.add(one.name)
        self._rows_changed()
        return len(lines)

    def remove(self, place: int) -> None:
        """Take a row away; a saved one goes into the recycle bin when the form is saved."""
        if 0 <= place < len(self.model.rows):
            row = self.model.rows[place]
            self._close_editors()
            row.removed = True
            if row.before is None:
                self.presenter.rows[self.kind.ledger].remove(row)
            self._rows_changed()

    def go_to(self, place: int, field: str) -> None:
        """Open the cell with a problem."""
        names = [one.name for one in self.model.fields]
        self.edit(place, names.index(field) if field in names else 0)

    # ------------------------------------------------------------------ editors in cells

    @property
    def _tall(self) -> int:
        return self._theme.px("h_field") + self._theme.px("s1") * 2

    def _cell_editor(self, row: int, place: int, one: Field, typed: dict[str, object]) -> Editor:
        editor = editor_for(one, self._tools)
        editor.put(typed.get(one.name))
        if isinstance(editor, NumberEditor) and one.approx_column:
            editor.put_about(bool(typed.get(one.approx_column)))
        editor.changed.connect(lambda: self._typed(one.name))
        editor.left.connect(self._cell_left)
        editor.moved_on.connect(lambda: self._next(place))
        self.table.setIndexWidget(self.model.index(row, place + 1), _framed(editor, self._theme.px("s1")))
        return editor

    def _chain_focus(self) -> None:
        targets = [editor.focus_target() for editor in self._editors.values()]
        for first, second in pairwise(targets):
            QWidget.setTabOrder(first, second)
        if self.entry is not None and targets:
            QWidget.setTabOrder(targets[-1], self.entry.focus_target())

    def _typed(self, name: str) -> None:
        if self._editing is None:
            return
        row = self.model.rows[self._editing]
        row.typed[name] = self._editors[name].value()
        row.own.add(name)
        editor = self._editors[name]
        if isinstance(editor, NumberEditor) and editor.field.approx_column:
            row.typed[editor.field.approx_column] = editor.is_about()
            row.own.add(editor.field.approx_column)
        self.changed.emit()

    def _next(self, place: int) -> None:
        names = [one.name for one in self.model.fields]
        after = [name for name in names[place + 1 :] if name not in self.folded]
        if after:
            self._editors[after[0]].take_focus()
        else:
            self.focus_entry()

    def _cell_left(self) -> None:
        """Close the row once the focus is outside of it."""
        QTimer.singleShot(0, self._close_if_left)

    def _close_if_left(self) -> None:
        if self._editing is None:
            return
        if any(editor.focus_target().hasFocus() for editor in self._editors.values()):
            self._show_states()
            return
        if not self._tools.calendar.isVisible():
            self._close_editors()

    def _close_editors(self) -> None:
        row, self._editing = self._editing, None
        if row is None:
            return
        for editor in self._editors.values():
            editor.blockSignals(True)
        self._editors = {}
        for place in range(len(self.model.fields)):
            self.table.setIndexWidget(self.model.index(row, place + 1), None)  # type: ignore[arg-type]
        self.table.setRowHeight(row, self._theme.px("h_row"))
        self.model.refresh()
        self._say("")
        self._fit()

    def _show_states(self) -> None:
        if self._editing is None:
            return
        wrong = {one.field: one.message for one in self.presenter.problems_of_row(self.kind, self._editing)}
        row = self.model.rows[self._editing]
        for name, editor in self._editors.items():
            taken = row.before is None and name not in row.own and editor.value() not in (None, "", [])
            editor.set_state("error" if name in wrong else "prefill" if taken else "")
            editor.setToolTip(wrong.get(name, ""))
        self._say(next(iter(wrong.values()), ""))

    def _say(self, problem: str) -> None:
        """Beside the entry line: what is wrong in the open row, else the keys."""
        self.hint.setText(problem.removesuffix("。").partition("，可填：")[0] or HINT)
        self.hint.setProperty("role", "error" if problem else "hint")
        self.hint.style().unpolish(self.hint)
        self.hint.style().polish(self.hint)

    # ------------------------------------------------------------------ the entry line

    def _lay_entry(self) -> None:
        """An editor in the first cell of the last line; the other cells open once something stands there."""
        row = self.model.rowCount() - 1
        first = self.model.fields[0]
        entry = editor_for(first, self._tools)
        entry.focus_target().setAccessibleName(f"新一行：{first.label}")
        entry.moved_on.connect(self._begin_row)
        entry.left.connect(lambda: QTimer.singleShot(0, self._begin_if_typed))
        entry.focus_target().installEventFilter(self)
        entry.put(self.presenter.begun.get(self.kind.ledger, ("", None))[1])
        entry.changed.connect(lambda: self.presenter.begin_row(self.kind, first.name, entry.value()))
        self.entry = entry
        self.table.setIndexWidget(self.model.index(row, 1), _framed(entry, self._theme.px("s1")))
        columns = self.model.columnCount()
        self.table.clearSpans()
        self.hint = label(HINT, "hint")
        self.hint.setContentsMargins(self._theme.px("s2"), 0, 0, 0)
        if columns > 3:
            self.table.setSpan(row, 2, 1, columns - 2)
            self.table.setIndexWidget(self.model.index(row, 2), self.hint)
        self._fold()
        self._fit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Tab in a filled entry line goes on to the other cells of the row."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Tab
            and self._entry_typed
        ):
            self._begin_row()
            return True
        return super().eventFilter(watched, event)

    @property
    def _entry_typed(self) -> bool:
        return self.entry is not None and self.entry.value() not in (None, "", [])

    def _begin_if_typed(self) -> None:
        held = self.entry is not None and self.entry.focus_target().hasFocus()
        if self._entry_typed and self._editing is None and not held:
            self._begin_row(focus=False)

    def take_entry(self) -> None:
        """Before a save: what stands in the entry line is a row too."""
        if self.entry is not None and self._entry_typed:
            held = self.entry.focus_target().hasFocus()
            self._begin_row(focus=False)
            if held:
                self.focus_entry()

    def _begin_row(self, focus: bool = True) -> None:
        """What was typed in the entry line becomes a row; an empty line is left by Enter as any other field."""
        if self.entry is None or not self._entry_typed:
            self.focusNextChild()
            return
        value = self.entry.value()
        self.presenter.begin_row(self.kind, "", None)
        row = self.presenter.add_row(self.kind)
        name = self.model.fields[0].name
        row.typed[name] = value
        row.own.add(name)
        self._rows_changed()
        if focus:
            self.edit(len(self.model.rows) - 1, 1)

    def _rows_changed(self) -> None:
        self._editing, self._editors = None, {}
        self.model.reload()
        self._lay_entry()
        self.changed.emit()

    # ------------------------------------------------------------------ keys and height

    def _on_key(self, event: QKeyEvent) -> bool:
        key, row = event.key(), self.table.currentIndex().row()
        if key in (Qt.Key.Key_F2, Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
            self.edit(max(row, 0), max(self.table.currentIndex().column() - 1, 0))
            return True
        if key == Qt.Key.Key_Delete:
            self.remove(row)
            return True
        return False

    def _fit(self) -> None:
        for row in range(self.model.rowCount()):
            last = row == self.model.rowCount() - 1
            self.table.setRowHeight(row, self._tall if last or row == self._editing else self._theme.px("h_row"))
        rows = sum(self.table.rowHeight(row) for row in range(self.model.rowCount()))
        height = self._theme.px("h_thead") + rows + 2
        if height != self.table.height():
            self.table.setFixedHeight(height)
            self.fitted.emit()


def _framed(editor: Editor, gap: int) -> QWidget:
    """An editor with some air around it, as a cell's widget."""
    made = QWidget()
    made.setAutoFillBackground(True)
    row = QHBoxLayout(made)
    row.setContentsMargins(gap, 0, gap, 0)
    row.addWidget(editor)
    return made
