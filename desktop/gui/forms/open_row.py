"""The one row of a detail table that is open for typing: an editor in each of its cells."""

from collections.abc import Callable, Collection
from itertools import pairwise

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QTableView, QWidget

from desktop.catalogue import Field
from desktop.gui.forms.detail_model import DetailModel
from desktop.gui.forms.earlier import EMPTY
from desktop.gui.forms.editors import NumberEditor
from desktop.gui.forms.entry_line import CellFrame
from desktop.gui.forms.lines import Editor, Tools
from desktop.gui.forms.making import editor_for
from desktop.gui.forms.presenter import raw_of


class OpenRow(QObject):
    """Opens and closes rows of a table; what is typed goes to the presenter at once."""

    typed = Signal()
    closed = Signal()
    passed_end = Signal()
    """Enter in the last cell."""
    said = Signal(str)
    """What is wrong in the row; empty where nothing is."""

    def __init__(
        self, table: QTableView, model: DetailModel, tools: Tools, folded: Callable[[], Collection[str]]
    ) -> None:
        super().__init__(table)
        self._table, self._model, self._tools, self._folded = table, model, tools, folded
        self.place: int | None = None
        """The number of the open row; None where none is."""
        self._editors: dict[str, Editor] = {}

    def open(self, place: int, column: int) -> None:
        """Open a row with the cursor in the cell of a field."""
        self.close()
        self.place = place
        shown = self._model.presenter.row_typed(self._model.rows[place])
        for number, one in enumerate(self._model.fields):
            self._editors[one.name] = self._cell_editor(number, one, shown)
        for first, second in pairwise(self.targets):
            QWidget.setTabOrder(first, second)
        self.show_states()
        wanted = self._model.fields[max(0, min(column, len(self._model.fields) - 1))].name
        self._editors[wanted].take_focus()

    @property
    def targets(self) -> list[QWidget]:
        """The widgets that take the focus, in reading order."""
        return [editor.focus_target() for editor in self._editors.values()]

    @property
    def column(self) -> int:
        """The number of the cell in which the cursor stands; the first one where it is elsewhere."""
        held = (number for number, target in enumerate(self.targets) if target.hasFocus())
        return next(held, 0)

    def _cell_editor(self, number: int, one: Field, shown: dict[str, object]) -> Editor:
        editor = editor_for(one, self._tools)
        editor.put(shown.get(one.name))
        if isinstance(editor, NumberEditor) and one.approx_column:
            editor.put_about(bool(shown.get(one.approx_column)))
        editor.changed.connect(lambda: self._take(one.name))
        editor.left.connect(lambda: QTimer.singleShot(0, self._close_if_left))
        editor.moved_on.connect(lambda: self._next(number))
        index = self._model.index(self.place or 0, number + 1)
        self._table.setIndexWidget(index, CellFrame(editor, self._tools.theme))
        return editor

    def _take(self, name: str) -> None:
        if self.place is None:
            return
        row, editor = self._model.rows[self.place], self._editors[name]
        row.typed[name] = editor.value()
        row.own.add(name)
        if isinstance(editor, NumberEditor) and editor.field.approx_column:
            row.typed[editor.field.approx_column] = editor.is_about()
            row.own.add(editor.field.approx_column)
        self._follow(name)
        self.typed.emit()

    def _follow(self, typed: str) -> None:
        """Cells whose value follows from another one show it at once."""
        if self.place is None or not self._model.kind.brought:
            return
        row = self._model.rows[self.place]
        shown = self._model.presenter.row_typed(row)
        for name, editor in self._editors.items():
            if name != typed and name not in row.own and editor.value() != shown.get(name):
                editor.put(shown.get(name))

    def take_pending(self) -> None:
        """Read the cell in which the cursor stands: it was not left before a save."""
        for editor in self._editors.values():
            if editor.focus_target().hasFocus():
                editor.settle()
                if self.place is not None and (editor.value() or None) != (self._shown(editor.field.name) or None):
                    self._take(editor.field.name)

    def _shown(self, name: str) -> object:
        return self._model.presenter.row_typed(self._model.rows[self.place or 0]).get(name)

    def _next(self, number: int) -> None:
        names = [one.name for one in self._model.fields]
        after = [name for name in names[number + 1 :] if name not in self._folded()]
        if after:
            self._editors[after[0]].take_focus()
        else:
            self.passed_end.emit()

    def _close_if_left(self) -> None:
        """Close the row once the focus is outside of it; the calendar belongs to its cell."""
        if self.place is None:
            return
        if any(target.hasFocus() for target in self.targets):
            self.show_states()
        elif not self._tools.calendar.isVisible():
            self.close()

    def close(self) -> None:
        """Show the row as text again."""
        place = self.forget()
        if place is None:
            return
        for number in range(len(self._model.fields)):
            self._table.setIndexWidget(self._model.index(place, number + 1), None)  # type: ignore[arg-type]
        self._model.refresh()
        self.said.emit("")
        self.closed.emit()

    def forget(self) -> int | None:
        """The rows were laid anew, and the editors are gone with them; the number of the row that was open."""
        place, self.place = self.place, None
        for editor in self._editors.values():
            editor.blockSignals(True)
        self._editors = {}
        return place

    def show_states(self) -> None:
        """Mark what is wrong and what was taken over."""
        if self.place is None:
            return
        presenter, row = self._model.presenter, self._model.rows[self.place]
        wrong = {one.field: one.message for one in presenter.problems_of_row(self._model.kind, self.place)}
        for name, editor in self._editors.items():
            taken = presenter.is_taken_over(row, name)
            editor.set_state("error" if name in wrong else "prefill" if taken else "")
            editor.setToolTip(wrong.get(name, ""))
        self.said.emit(next(iter(wrong.values()), ""))

    def take_last_value(self) -> bool:
        """F4: the value of the row above, else the last one logged; False where no cell is open."""
        name = next((name for name, editor in self._editors.items() if editor.focus_target().hasFocus()), None)
        if name is None or self.place is None:
            return False
        presenter, rows = self._model.presenter, self._model.rows
        value: object = presenter.row_typed(rows[self.place - 1]).get(name) if self.place else None
        if value in EMPTY:
            ledger = self._tools.ledger
            value = raw_of(ledger.fields[name], self._tools.suggestions.last_value(ledger, name))
        if value not in EMPTY:
            self._editors[name].put(value)
            self._take(name)
        return True
