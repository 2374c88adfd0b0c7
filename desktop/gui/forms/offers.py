"""The list under a field: suggestions and choices, inside the window and without focus, so that input methods work.

A popup would take the input method away from the field (QTBUG-83490).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QGraphicsDropShadowEffect,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
MOST_SEEN = 8
OFFER = Qt.ItemDataRole.UserRole


@dataclass(frozen=True)
class Offer:
    """One line: what it stands for, what it says, what tells it apart. A verb (新增企业) looks like a link."""

    key: str
    text: str
    detail: str = ""
    verb: bool = False


class OfferModel(QAbstractListModel):
    """The offers of the moment."""

    def __init__(self) -> None:
        super().__init__()
        self.offers: Sequence[Offer] = ()

    def show(self, offers: Sequence[Offer]) -> None:
        """Take other offers."""
        self.beginResetModel()
        self.offers = tuple(offers)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        """As many as there are offers."""
        return 0 if parent.isValid() else len(self.offers)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of an offer, and the offer itself."""
        if role == OFFER and index.isValid():
            return self.offers[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole) and index.isValid():
            return self.offers[index.row()].text
        return None


class OfferDelegate(QStyledItemDelegate):
    """Paints an offer: text left, detail right."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        """One row's height."""
        return QSize(0, self._theme.px("h_row") - 2)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one offer."""
        offer: Offer = index.data(OFFER)
        theme, rect, gap = self._theme, QRect(option.rect), self._theme.px("s2")
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme.colour("accent_soft"))
        inner = rect.adjusted(gap, 0, -gap, 0)
        painter.setFont(theme.font("t_caption"))
        detail = QFontMetrics(painter.font()).elidedText(
            offer.detail, Qt.TextElideMode.ElideRight, inner.width() // 2
        )
        taken = QFontMetrics(painter.font()).horizontalAdvance(detail)
        painter.setPen(theme.colour("ink2"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, detail)
        painter.setFont(theme.font())
        painter.setPen(theme.colour("accent" if offer.verb else "ink"))
        room = inner.adjusted(0, 0, -taken - gap, 0)
        text = QFontMetrics(painter.font()).elidedText(offer.text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()


class OfferList(QFrame):
    """The one list of a form. It belongs to the window, lies over it, and leaves the focus in the field."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._theme = theme
        self._pick: Callable[[Offer], None] | None = None
        self.anchor: QWidget | None = None
        self.model = OfferModel()
        self.view = QListView(self)
        self.view.setObjectName("offers")
        self.view.setModel(self.model)
        self.view.setItemDelegate(OfferDelegate(theme))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setMouseTracking(True)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.view.clicked.connect(lambda index: self._chosen(index.row()))
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 4, 4, 4)
        column.addWidget(self.view)
        self.setGraphicsEffect(shadow(theme, self))
        self.hide()

    @property
    def current(self) -> int:
        """The marked line; −1 where none is."""
        return self.view.currentIndex().row() if self.isVisible() else -1

    def open(self, anchor: QWidget, offers: Sequence[Offer], pick: Callable[[Offer], None], *, mark: int = 0) -> None:
        """Show offers under a field; `mark` is the line that Enter takes, −1 for none."""
        if not offers:
            self.close_for(anchor)
            return
        self._pick, self.anchor = pick, anchor
        self.model.show(offers)
        if self.parentWidget() is not anchor.window():
            self.setParent(anchor.window())
        self._place(anchor, len(offers))
        self.show()
        self.raise_()
        self._mark(mark)

    def close_for(self, anchor: QWidget | None = None) -> bool:
        """Close (where `anchor` is given, only if the list is this field's); whether it was open."""
        was = self.isVisible() and (anchor is None or self.anchor is anchor)
        if was:
            self.hide()
            self._pick = self.anchor = None
        return was

    def step(self, by: int) -> None:
        """Mark the next or the previous line."""
        count = self.model.rowCount()
        if count:
            self._mark((self.current + by) % count if self.current >= 0 or by > 0 else count - 1)

    def confirm(self) -> bool:
        """Take the marked line; False where there is none."""
        return self._chosen(self.current)

    def _mark(self, row: int) -> None:
        index = self.model.index(row) if row >= 0 else QModelIndex()
        self.view.setCurrentIndex(index)
        if row < 0:
            self.view.clearSelection()

    def _chosen(self, row: int) -> bool:
        pick = self._pick
        if row < 0 or pick is None:
            return False
        offer = self.model.offers[row]
        self.close_for()
        pick(offer)
        return True

    def _place(self, anchor: QWidget, count: int) -> None:
        window = anchor.window()
        height = min(count, MOST_SEEN) * (self._theme.px("h_row") - 2) + 12
        width = max(anchor.width(), self._widest() + 4 * self._theme.px("s4"))
        place_under(self, anchor, QSize(min(width, window.width() // 2), height))

    def _widest(self) -> int:
        body, small = QFontMetrics(self._theme.font()), QFontMetrics(self._theme.font("t_caption"))
        widths = (body.horizontalAdvance(one.text) + small.horizontalAdvance(one.detail) for one in self.model.offers)
        return max(widths, default=0)


def place_under(floating: QWidget, anchor: QWidget, size: QSize) -> None:
    """Lay a floating widget under a field, or above it where there is no room, within the window."""
    window = anchor.window()
    below = anchor.mapTo(window, QPoint(0, anchor.height() + 2))
    y = below.y() if below.y() + size.height() <= window.height() else below.y() - anchor.height() - size.height() - 4
    x = max(4, min(below.x(), window.width() - size.width() - 4))
    y = max(4, min(y, window.height() - size.height() - 4))
    floating.setGeometry(x, y, size.width(), size.height())


def shadow(theme: Theme, parent: QWidget) -> QGraphicsDropShadowEffect:
    """The shadow of what floats."""
    made = QGraphicsDropShadowEffect(parent)
    made.setBlurRadius(16)
    made.setOffset(0, 4)
    made.setColor(theme.colour("shadow"))
    return made
