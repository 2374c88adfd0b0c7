"""The last line of a detail table: an editor in its first cell; what is typed there becomes a row."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QTableView, QWidget

from desktop.gui.forms.detail_model import DetailModel
from desktop.gui.forms.lines import Editor, Tools
from desktop.gui.forms.making import editor_for
from desktop.gui.theme import Theme
from desktop.gui.widgets.elided import Elided

HINT = "回车到下一格，F2 改一行，Ctrl+D 复制一行，Delete 删去一行"


class EntryLine(QObject):
    """Made anew whenever rows come or go, for its place changes."""

    begun = Signal(object, bool)
    """A value was typed for the next row; whether the person goes on to the row's other cells."""
    skipped = Signal()
    """Enter in the empty line: on to what follows the table."""

    def __init__(self, table: QTableView, model: DetailModel, tools: Tools) -> None:
        super().__init__(table)
        self._model = model
        self._field = model.fields[0]
        self.editor: Editor = editor_for(self._field, tools)
        self._closed = False
        self._prepare(self.editor)
        row = model.rowCount() - 1
        table.setIndexWidget(model.index(row, 1), CellFrame(self.editor, tools.theme))
        self._hint = Elided(HINT, "hint")
        self._hint.setContentsMargins(tools.theme.px("s1"), 0, 0, 0)
        if model.columnCount() > 3:
            table.setSpan(row, 2, 1, model.columnCount() - 2)
            table.setIndexWidget(model.index(row, 2), self._hint)

    def _prepare(self, editor: Editor) -> None:
        presenter, kind = self._model.presenter, self._model.kind
        editor.focus_target().setAccessibleName(f"新一行：{self._field.label}")
        editor.moved_on.connect(self._go_on)
        editor.left.connect(lambda: QTimer.singleShot(0, self._take_if_left))
        editor.focus_target().installEventFilter(self)
        editor.put(presenter.begun.get(kind.key, ("", None))[1])
        editor.changed.connect(lambda: presenter.begin_row(kind, self._field.name, editor.value()))

    @property
    def typed(self) -> bool:
        """Whether something stands in the line."""
        return self.editor.value() not in (None, "", [])

    @property
    def focused(self) -> bool:
        """Whether the cursor stands in the line."""
        return self.editor.focus_target().hasFocus()

    def take(self, *, go_on: bool = False) -> bool:
        """What stands in the line becomes a row; False where nothing does."""
        if not self.typed:
            return False
        self._model.presenter.begin_row(self._model.kind, "", None)
        self.begun.emit(self.editor.value(), go_on)
        return True

    def say(self, problem: str) -> None:
        """Beside the line: what is wrong in the open row, else the keys."""
        self._hint.setText(problem.removesuffix("。").partition("，可填：")[0] or HINT)
        self._hint.setProperty("role", "error" if problem else "hint")
        self._hint.style().unpolish(self._hint)
        self._hint.style().polish(self._hint)

    def _go_on(self) -> None:
        if not self.take(go_on=True):
            self.skipped.emit()

    def _take_if_left(self) -> None:
        if not self._closed and not self.focused:
            self.take()

    def close(self) -> None:
        """The line is gone from the table."""
        self._closed = True
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Tab in a filled line goes on to the other cells of the row."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Tab
            and self.typed
            and not self.editor.composing
        ):
            return self.take(go_on=True)
        return super().eventFilter(watched, event)


class CellFrame(QWidget):
    """An editor with some air around it, as a cell's widget; it hides the cell's text, not the hairline below it."""

    def __init__(self, editor: Editor, theme: Theme) -> None:
        super().__init__()
        self._surface = theme.colour("surface")
        row, gap = QHBoxLayout(self), theme.px("s1")
        row.setContentsMargins(gap, 0, gap, 0)
        row.addWidget(editor)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """The ground of the table."""
        painter = QPainter(self)
        painter.fillRect(self.rect().adjusted(0, 0, 0, -1), self._surface)
        painter.end()
