"""Putting a figure into the text by its name or its pinyin initials.

It lies in the window and is no popup: a popup with a text field has no input method on some systems.
"""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QVBoxLayout, QWidget

from desktop.figures import Figure
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import label
from desktop.gui.widgets.floating import float_over
from desktop.gui.widgets.pair_list import Pair, PairList

SHOWN = 9
"""Lines that are seen at once."""
MOST = 60


class InsertBox(QFrame):
    """A field and the figures that it finds; Enter takes the first or the chosen one, Esc leaves."""

    taken = Signal(str)
    """The indicator's name."""
    left = Signal()

    def __init__(self, theme: Theme, find: Callable[[str], Sequence[Figure]], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._theme, self._find, self._around = theme, find, parent
        self.field, self._list = QLineEdit(), PairList(theme, "找到的指标")
        self.field.setPlaceholderText("指标名称或拼音首字母，如 zfjc")
        self.field.setAccessibleName("插入数字")
        self.field.textChanged.connect(self._show_found)
        self.field.installEventFilter(self)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.taken.connect(self._take)
        column = QVBoxLayout(self)
        side = theme.px("s3")
        column.setContentsMargins(side, side, side, theme.px("s2"))
        column.setSpacing(theme.px("s2"))
        column.addWidget(self.field)
        column.addWidget(self._list)
        column.addWidget(label("回车放入光标处，Esc 返回", "hint"))
        self.setFixedWidth(theme.px("w_side") + theme.px("w_rail"))
        float_over(self, theme)
        self.hide()

    def ask(self, place: QPoint, within: QRect) -> None:
        """Open at a place of the page, left and right within a part of it."""
        self.field.clear()
        self._show_found("")
        self.adjustSize()
        left = min(place.x(), within.right() - self.width() - self._theme.px("s4"))
        top = min(place.y(), self._around.height() - self.height() - self._theme.px("s4"))
        self.move(max(within.left(), left), max(0, top))
        self.show()
        self.raise_()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _show_found(self, text: str) -> None:
        found = self._find(text.strip())[:MOST]
        pairs = [Pair(one.indicator.label, one.text, one.indicator.name) for one in found]
        self._list.show_pairs(pairs or [Pair("没有这个名称的指标")])
        self._list.setFixedHeight(SHOWN * self._theme.px("h_row"))

    def _take(self, name: object) -> None:
        self.hide()
        self.taken.emit(str(name))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Arrows move in the list while the cursor stays in the field; a composition keeps its keys."""
        if watched is self.field and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event.key())
        if watched is self.field and event.type() == QEvent.Type.FocusOut and self.isVisible():
            self.hide()
        return super().eventFilter(watched, event)

    def _key(self, key: int) -> bool:
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._list.take()
        elif key == Qt.Key.Key_Escape:
            self.hide()
            self.left.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._list.step(1 if key == Qt.Key.Key_Down else -1)
        else:
            return False
        return True
