"""What the tables of figures share: a head whose labels stand exactly over their cells, hairlines, one row chosen."""

from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
)

from desktop.gui.theme import Theme

AnyIndex = QModelIndex | QPersistentModelIndex
BAR = 3
"""Pixels of the bar at the current row."""
Inset = Callable[[int], tuple[int, int]]
"""Left and right inset of a column's cells."""


class PlainHead(QHeaderView):
    """Caption labels on the raised ground, with the insets of the cells below."""

    def __init__(self, theme: Theme, inset: Inset, view: QTableView) -> None:
        super().__init__(Qt.Orientation.Horizontal, view)
        self._theme, self._inset = theme, inset
        self.setFixedHeight(theme.px("h_thead"))
        self.setSectionsClickable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(0)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)

    def paintSection(self, painter: QPainter, rect: QRect, logical: int) -> None:  # noqa: N802
        """Paint one label."""
        painter.save()
        painter.fillRect(rect, self._theme.colour("raised"))
        painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), self._theme.colour("line_mid"))
        model = self.model()
        left, right = self._inset(logical)
        side = model.headerData(logical, Qt.Orientation.Horizontal, Qt.ItemDataRole.TextAlignmentRole)
        text = str(model.headerData(logical, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole) or "")
        painter.setFont(self._theme.font("t_caption"))
        painter.setPen(self._theme.colour("ink2"))
        painter.drawText(rect.adjusted(left, 0, -right, -1), int(side), text)
        painter.restore()


class PlainDelegate(QStyledItemDelegate):
    """One line of text in the colour and on the side that the model says, with a hairline below."""

    def __init__(self, theme: Theme, inset: Inset, view: QTableView, *, numbered: int = -1) -> None:
        """`numbered`: the column of document numbers, of which beginning and end say most."""
        super().__init__(view)
        self._theme, self._inset, self._font, self._numbered = theme, inset, theme.font(), numbered

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one cell."""
        area: QRect = option.rect
        painter.save()
        paint_ground(painter, option, self._theme)
        left, right = self._inset(index.column())
        self._mark_focus(painter, option, index)
        inner = area.adjusted(left, 0, -right, -1)
        ink = index.data(Qt.ItemDataRole.ForegroundRole)
        own = index.data(Qt.ItemDataRole.FontRole)
        font = own if isinstance(own, QFont) else self._font
        painter.setFont(font)
        painter.setPen(ink if isinstance(ink, QColor) else self._theme.colour("ink"))
        whole = str(index.data() or "")
        numbered = index.column() == self._numbered and whole.endswith("号")
        mode = Qt.TextElideMode.ElideMiddle if numbered else Qt.TextElideMode.ElideRight
        text = QFontMetrics(font).elidedText(whole, mode, inner.width())
        painter.drawText(inner, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), text)
        painter.restore()

    def _mark_focus(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """The current row of the table that has the focus bears a bar at its left."""
        view = self.parent()
        chosen = option.state & QStyle.StateFlag.State_Selected and index.column() == 0
        if chosen and isinstance(view, QTableView) and view.hasFocus():
            painter.fillRect(
                QRect(option.rect.left(), option.rect.top(), BAR, option.rect.height()), self._theme.colour("accent")
            )


def paint_ground(painter: QPainter, option: QStyleOptionViewItem, theme: Theme) -> None:
    """The ground of a cell by its state, and the hairline below it."""
    area: QRect = option.rect
    state = option.state
    if state & QStyle.StateFlag.State_Selected:
        painter.fillRect(area, theme.colour("accent_soft"))
    elif state & QStyle.StateFlag.State_MouseOver:
        painter.fillRect(area, theme.colour("hover"))
    painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), theme.colour("line"))


def dress_table(view: QTableView, theme: Theme, row: str, inset: Inset) -> None:
    """One row is chosen at a time; Tab leaves the table."""
    view.setShowGrid(False)
    view.setFrameShape(QFrame.Shape.NoFrame)
    view.setTabKeyNavigation(False)
    view.setWordWrap(False)
    view.setMouseTracking(True)
    view.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    view.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
    view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    view.verticalHeader().hide()
    view.verticalHeader().setMinimumSectionSize(0)
    view.verticalHeader().setDefaultSectionSize(theme.px(row))
    view.setHorizontalHeader(PlainHead(theme, inset, view))
