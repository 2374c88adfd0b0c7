"""F1: the keys of the page in front and of the whole window, in one list over the page."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSlider, QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

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
_MOST_COLUMNS = 3
_STEPS = {
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
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
        self._lines = [(_native(action), action.text().rstrip("…")) for action in actions if _native(action)]
        self._lines += EVERYWHERE
        gap = theme.px("s4")
        column = QVBoxLayout(self)
        column.setContentsMargins(gap, theme.px("s3"), gap, gap)
        column.addLayout(self._head(title))
        self._area = scrolled(QWidget())
        column.addWidget(self._area)
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

    def _table(self, columns: int) -> QWidget:
        """The keys in so many columns."""
        body, height = QWidget(), -(-len(self._lines) // columns)
        grid = QGridLayout(body)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(self._theme.px("s3"))
        grid.setVerticalSpacing(self._theme.px("s2"))
        for place, (key, text) in enumerate(self._lines):
            column, row = divmod(place, height)
            grid.addWidget(key_cap(key), row, 2 * column, Qt.AlignmentFlag.AlignRight)
            grid.addWidget(label(text), row, 2 * column + 1)
        for column in range(1, columns):
            grid.setColumnMinimumWidth(2 * column - 1, self._theme.px("w_tree") - self._theme.px("s6"))
        return body

    def _place(self) -> None:
        """As many columns as the page is wide for; it scrolls where the page is too low for them."""
        gap, around = self._theme.px("s4"), self._around
        room, bar = around.width() - 4 * gap, self._theme.px("s3")
        for columns in range(_MOST_COLUMNS, 0, -1):
            body = self._table(columns)
            body.ensurePolished()
            size = body.sizeHint()
            if size.width() + bar <= room:
                break
        self._area.setWidget(body)
        body.setAutoFillBackground(False)
        low = around.height() - 2 * gap - self._theme.px("h_head") - gap
        scrolls = size.height() > low
        self._area.setFixedSize(size.width() + (bar if scrolls else 0), min(size.height(), low))
        self.adjustSize()
        self.move((around.width() - self.width()) // 2, max((around.height() - self.height()) // 2, 0))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc and F1 close; arrows and page keys scroll."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
            self.close()
        elif (step := _STEPS.get(Qt.Key(event.key()))) is not None:
            self._area.verticalScrollBar().triggerAction(step)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stay in the middle."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return False


def _native(action: QAction) -> str:
    key = action.shortcut().toString(QKeySequence.SequenceFormat.PortableText)
    return key.replace("Return", "回车").replace("PgDown", "PgDn")
