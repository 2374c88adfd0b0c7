"""The search over all ledgers: a field in the strip and a list inside the window.

The list is no popup: a popup with a text field has no input method on some systems.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
)

from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import key_cap, label
from desktop.gui.widgets.floating import float_over

PAUSE_MILLISECONDS = 150
SHOWN_ROWS = 11
_FOUND = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Found:
    """A line of the list: what it is called, what stands at its right, and what opens it."""

    title: str
    beside: str
    icon: str
    open: Callable[[], object]


class FoundDelegate(QStyledItemDelegate):
    """Icon, title, and ledger and day at the right."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        """A row of a table."""
        return QSize(0, self._theme.px("h_row"))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """One line."""
        found: Found = index.data(_FOUND)
        theme, gap, small = self._theme, self._theme.px("s2"), self._theme.px("icon_small")
        box: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, theme.colour("accent_soft"))
        inner = box.adjusted(gap + 2, 0, -gap - 2, 0)
        theme.icon(found.icon, "ink2", small).paint(painter, QRect(inner.left(), inner.top(), small, inner.height()))
        painter.setFont(theme.font("t_caption"))
        painter.setPen(theme.colour("ink3"))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(inner, middle | Qt.AlignmentFlag.AlignRight, found.beside)
        room = painter.fontMetrics().horizontalAdvance(found.beside) + 2 * gap
        painter.setFont(theme.font())
        painter.setPen(theme.colour("ink"))
        text = inner.adjusted(small + gap, 0, -room, 0)
        shown = painter.fontMetrics().elidedText(found.title, Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, middle, shown)


class FoundList(QFrame):
    """The finds under the field, inside the window."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._theme = theme
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setItemDelegate(FoundDelegate(theme))
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setMouseTracking(True)
        self.note = label(role="hint")
        column = QVBoxLayout(self)
        gap = theme.px("s1")
        column.setContentsMargins(gap, gap, gap, gap)
        column.addWidget(self.list)
        column.addWidget(self.note)
        self.note.setContentsMargins(gap + 2, gap, gap, gap)
        float_over(self, theme)
        self.hide()

    def add(self, found: Found) -> None:
        """Append a line; the first one is chosen."""
        item = QListWidgetItem()
        item.setData(_FOUND, found)
        item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{found.title} {found.beside}")
        self.list.addItem(item)
        if self.list.count() == 1:
            self.list.setCurrentRow(0)

    def fit(self) -> None:
        """As high as its lines, up to `SHOWN_ROWS`."""
        rows = min(self.list.count(), SHOWN_ROWS)
        self.list.setVisible(rows > 0)
        self.list.setFixedHeight(rows * self._theme.px("h_row"))
        self.setFixedHeight(self.sizeHint().height())

    def chosen(self) -> Found | None:
        """The chosen line."""
        item = self.list.currentItem()
        return item.data(_FOUND) if item else None

    def step(self, by: int) -> None:
        """Choose the next or previous line."""
        if self.list.count():
            self.list.setCurrentRow((self.list.currentRow() + by) % self.list.count())


class Search(Protocol):
    """What looks for a text; it may take its time, for it tells what it finds bit by bit."""

    def find(self, text: str, tell: Callable[[Sequence[Found]], object]) -> None:
        """Look for a text and no longer for the one before; tell more finds, and none after the last ones."""

    def stop(self) -> None:
        """Look for nothing any more."""


class SearchBox(QLineEdit):
    """Ctrl+K."""

    left = Signal()
    """Esc: the focus should go back to the page."""

    def __init__(self, theme: Theme, search: Search) -> None:
        super().__init__()
        self.setObjectName("search")
        self._theme, self._search = theme, search
        self.found = FoundList(theme)
        self.setPlaceholderText("搜索全部台账（拼音首字母也可）")
        self.setAccessibleName("搜索全部台账")
        self._fill()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.timeout.connect(self._start)
        self.textChanged.connect(lambda _text: self._pause.start(PAUSE_MILLISECONDS))
        self.found.list.itemClicked.connect(lambda _item: self._open())

    def _fill(self) -> None:
        gap, small = self._theme.px("s2"), self._theme.px("icon_small")
        picture = QLabel()
        picture.setPixmap(self._theme.icon("search", "ink2", small).pixmap(small, small))
        self._key = key_cap("Ctrl+K")
        row = QHBoxLayout(self)
        row.setContentsMargins(gap, 0, gap - 3, 0)
        row.addWidget(picture)
        row.addStretch(1)
        row.addWidget(self._key)
        self.setTextMargins(gap + small, 0, self._key.sizeHint().width(), 0)
        self.setFixedWidth(self._theme.px("w_side") + self._theme.px("s2"))

    # ---------------------------------------------------------------- searching

    def _start(self) -> None:
        text = self.text().strip()
        self._search.stop()
        self.found.list.clear()
        if not text:
            self.close_list()
            return
        self.found.note.setText("正在查找")
        self._show_list()
        self._search.find(text, self._tell)

    def _tell(self, bit: Sequence[Found]) -> None:
        if not bit:
            self.found.note.setText(
                "↑↓ 选择，回车打开" if self.found.list.count() else "没有符合的记录，换个说法试试"
            )
        for found in bit:
            self.found.add(found)
        self.found.fit()

    # ---------------------------------------------------------------- the list

    def _show_list(self) -> None:
        window = self.window()
        if self.found.parentWidget() is not window:
            self.found.setParent(window)
        width = max(self.width(), self._theme.px("w_side") * 2)
        corner = self.mapTo(window, QPoint(self.width() - width, self.height() + self._theme.px("s1")))
        self.found.setFixedWidth(width)
        self.found.move(corner)
        self.found.fit()
        self.found.show()
        self.found.raise_()

    def close_list(self) -> None:
        """Hide the finds and stop looking for more."""
        self._pause.stop()
        self._search.stop()
        self.found.hide()

    def _open(self) -> None:
        found = self.found.chosen()
        if found is not None and self.found.isVisible():
            self.clear()
            self.close_list()
            found.open()

    # ---------------------------------------------------------------- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows choose, Enter opens, Esc goes back."""
        match event.key():
            case Qt.Key.Key_Down:
                self.found.step(1)
            case Qt.Key.Key_Up:
                self.found.step(-1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._open()
            case Qt.Key.Key_Escape:
                self.clear()
                self.close_list()
                self.left.emit()
            case _:
                super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Losing the focus closes the list."""
        if event.type() == QEvent.Type.FocusOut:
            self.close_list()
        return super().event(event)
