"""F1: the keys of the page in front and of the whole window, in one list over the page."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSlider, QFrame, QGridLayout, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, key_cap, label, scrolled
from desktop.gui.widgets.floating import float_over

EVERYWHERE = (
    ("Tab / Shift+Tab", "下一格、上一格"),
    ("回车", "选定建议或到下一格，不会保存"),
    ("F4 / Alt+↓", "取上次值，打开列表或日历"),
    ("空格 / Shift+↑↓", "选中一行，连选多行"),
    ("Esc", "关闭列表、侧栏和登记页，草稿保留"),
)
_COLUMNS = 3
_SCROLLING: Mapping[int, QAbstractSlider.SliderAction] = {
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
}


class KeyHelp(QFrame):
    """A panel in the middle of the window; Esc or F1 closes it."""

    def __init__(self, parent: QWidget, theme: Theme, title: str, actions: Sequence[QAction]) -> None:
        super().__init__(parent)
        self.setObjectName("drawer")
        self.setAccessibleName("快捷键")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme, self._around = theme, parent
        gap = theme.px("s4")
        column = QVBoxLayout(self)
        column.setContentsMargins(gap, theme.px("s3"), gap, gap)
        column.addLayout(self._head(title))
        column.addWidget(self._body(actions))
        float_over(self, theme)
        parent.installEventFilter(self)
        self._place()
        self.show()
        self.raise_()
        self.setFocus()

    def _head(self, title: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.addWidget(label(f"{title}的快捷键", "section"))
        row.addStretch(1)
        row.addWidget(button("关闭", "plain", self.close))
        row.addWidget(key_cap("Esc"))
        return row

    def _body(self, actions: Sequence[QAction]) -> QScrollArea:
        """In as many columns as fit; more than the window is high scrolls."""
        lines = [(_native(action), action.text().rstrip("…")) for action in actions if _native(action)]
        lines += EVERYWHERE
        room = self._around.width() - 4 * self._theme.px("s4")
        for columns in range(_COLUMNS, 0, -1):
            self._table = QWidget()
            self._fill(self._table, lines, columns)
            if self._table.sizeHint().width() <= room:
                break
        self._area = scrolled(self._table)
        return self._area

    def _fill(self, table: QWidget, lines: Sequence[tuple[str, str]], columns: int) -> None:
        grid = QGridLayout(table)
        grid.setContentsMargins(0, 0, self._theme.px("s3"), 0)
        grid.setHorizontalSpacing(self._theme.px("s3"))
        grid.setVerticalSpacing(self._theme.px("s2"))
        height = -(-len(lines) // columns)
        for place, (key, text) in enumerate(lines):
            column, row = divmod(place, height)
            grid.addWidget(key_cap(key), row, 2 * column, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(label(text), row, 2 * column + 1)
        for column in range(columns):
            grid.setColumnMinimumWidth(2 * column + 1, self._theme.px("w_tree") - self._theme.px("s6"))

    def _place(self) -> None:
        around, gap = self._around, self._theme.px("s4")
        wanted, head = self._table.sizeHint(), self._theme.px("h_button") + 3 * self._theme.px("s4")
        self.resize(
            min(wanted.width() + 2 * gap, around.width() - 2 * gap),
            min(wanted.height() + head, around.height() - gap),
        )
        self.move((around.width() - self.width()) // 2, max((around.height() - self.height()) // 2, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc and F1 close, the arrows scroll."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
            self.close()
        elif event.key() in _SCROLLING:
            self._area.verticalScrollBar().triggerAction(_SCROLLING[event.key()])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stay in the middle."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False


def _native(action: QAction) -> str:
    return action.shortcut().toString(QKeySequence.SequenceFormat.PortableText).replace("Return", "回车")
