"""The list of results, with the commands of the current one within its card."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLabel,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.gui.draft.card import CardDelegate
from desktop.gui.draft.result_model import Head, ResultModel
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, key_cap
from desktop.report.draft.items import Group, Item
from desktop.report.draft.results import Results

ACCEPT, ROWS, CORRECT, LEAVE, RESTORE, RAISE = "accept", "rows", "correct", "leave", "restore", "raise"


class ResultList(QListView):
    """One item is the current one; what is to be done with it is told by its verb."""

    chosen = Signal(object)
    """The item that became the current one; None at a head."""
    wanted = Signal(str, object)
    """A verb and its item."""
    text_pasted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._showing = False
        self.lines = ResultModel()
        self._delegate = CardDelegate(theme, self)
        self.setModel(self.lines)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName("校核结果")
        self.selectionModel().currentChanged.connect(self._change)

    # ---------------------------------------------------------------- showing

    def show_results(self, results: Results, current: Item | None) -> None:
        """Show results; `current` is the one that is worked off now."""
        self._showing = True
        top = self.verticalScrollBar().value()
        self.lines.show(results)
        self._point_at(current)
        self._showing = False
        if current is None:
            self.verticalScrollBar().setValue(top)

    def arrange(self, *, by_place: bool) -> None:
        """In reading order, or group by group."""
        item = self.current
        self._showing = True
        self.lines.sort(by_place)
        self._point_at(item)
        self._showing = False

    def narrow(self, group: Group | None) -> None:
        """Only one group; None: all."""
        item = self.current
        self._showing = True
        self.lines.narrow(group)
        self._point_at(item)
        self._showing = False

    def choose(self, item: Item | None) -> None:
        """Make an item the current one, wherever it is folded away."""
        if item is not None and self.lines.row_of(item) < 0:
            self.lines.narrow(None)
            self.lines.unfold(item.group)
        self._showing = True
        self._point_at(item)
        self._showing = False

    def _point_at(self, item: Item | None) -> None:
        row = self.lines.row_of(item) if item is not None else -1
        self.setCurrentIndex(self.lines.index(row) if row >= 0 else QModelIndex())
        self._dress()

    @property
    def current(self) -> Item | None:
        """The item that is worked off."""
        line = self.lines.line(self.currentIndex().row())
        return line if isinstance(line, Item) else None

    def _change(self, _current: QModelIndex, before: QModelIndex) -> None:
        commands = self.indexWidget(before) if before.isValid() else None
        if commands is not None:
            commands.hide()  # Qt deletes it later
            self.setIndexWidget(before, None)  # type: ignore[arg-type]
        if not self._showing:
            self._dress()
            self.chosen.emit(self.current)

    def _dress(self) -> None:
        """Put the commands into the current card, and make room for them."""
        item, index = self.current, self.currentIndex()
        self.doItemsLayout()
        if item is None or item.group is Group.AGREES:
            return
        self.setIndexWidget(index, CardCommands(self._theme, item, self._delegate.left, self._want))
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)

    def _want(self, verb: str) -> None:
        if self.current is not None:
            self.wanted.emit(verb, self.current)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Another width wraps otherwise."""
        super().resizeEvent(event)
        self._dress()

    # ---------------------------------------------------------------- keys and mouse

    def fold_current(self) -> bool:
        """Fold or unfold the group whose head is the current line."""
        row = self.currentIndex().row()
        line = self.lines.line(row)
        if not isinstance(line, Head):
            return False
        self._showing = True
        self.lines.fold(line.group)
        self.setCurrentIndex(self.lines.index(row))
        self._showing = False
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter takes the log's value, Delete leaves the draft's; on a head Enter and Space fold."""
        key, item = event.key(), self.current
        enter = key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if (enter or key == Qt.Key.Key_Space) and self.fold_current():
            return
        verb = verb_of_enter(item) if enter else LEAVE if key == Qt.Key.Key_Delete else ""
        if item is not None and verb:
            self.wanted.emit(verb, item)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A click on a head folds it."""
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and isinstance(self.lines.line(index.row()), Head):
            self.fold_current()

    def paste(self) -> None:
        """Ctrl+V: the words on the clipboard are the next draft."""
        self.text_pasted.emit()


class CardCommands(QWidget):
    """The commands of the current card, at its lower edge."""

    def __init__(self, theme: Theme, item: Item, left: int, want: Callable[[str], None]) -> None:
        super().__init__()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.commands: list[QPushButton] = []
        self._caps: list[QLabel] = []
        self._left = left + theme.px("s2")
        column, row = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(left, 0, theme.px("s2"), theme.px("s2"))
        row.setSpacing(theme.px("s2"))
        for verb, text, key in commands_of(item):
            kind = "" if verb == ACCEPT else "link"
            made = button(text, kind, partial(want, verb), hint=f"{text}（{key}）" if key else text)
            made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keys do the same from the list
            self.commands.append(made)
            row.addWidget(made)
            if verb == ACCEPT:
                self._caps.append(key_cap(key))
                row.addWidget(self._caps[-1])
        row.addStretch(1)
        column.addStretch(1)
        column.addLayout(row)
        self._row = row

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Where there is no room 不改，写理由 is 不改, then 采用 358家 is 采用; the foot tells the keys."""
        super().resizeEvent(event)
        for made in self.commands:
            made.ensurePolished()
        room = self.contentsRect().width() - self._left
        for mark in "， ":
            for made in self.commands:
                if self._taken() > room:
                    made.setText(made.text().split(mark)[0])
        for cap in self._caps:
            cap.setVisible(self._taken() <= room)

    def _taken(self) -> int:
        self._row.invalidate()  # else it answers with what was before
        return self._row.sizeHint().width()


def verb_of_enter(item: Item | None) -> str:
    """What Enter does with an item."""
    verbs = [verb for verb, _, key in commands_of(item) if key == "回车"] if item else []
    return verbs[0] if verbs else ""


def commands_of(item: Item) -> list[tuple[str, str, str]]:
    """Verb, words and key of what can be done with an item."""
    rows = [(ROWS, "看记录", "")] if item.indicator else []
    if item.group is Group.LACKING:
        return [(ROWS, "看记录", "回车")] if item.indicator else []
    if item.correction is not None:
        return [(RESTORE, "恢复原文", ""), *rows]
    if item.decision is not None:
        return [(RAISE, "重新提出", ""), *rows]
    if item.group is Group.AGREES:
        return rows
    accept = [(ACCEPT, f"采用 {item.change.new}", "回车")] if item.change else []
    correct = (CORRECT, "改成…", "" if item.change else "回车")
    return [*accept, *rows, correct, (LEAVE, "不改，写理由", "Delete")]
