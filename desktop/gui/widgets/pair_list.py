"""A list of lines with a value at the right: figures to choose from, points to go to; captions part them."""

from collections.abc import Iterable
from dataclasses import dataclass

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from desktop.gui.theme import Theme
from desktop.gui.widgets.plain_table import BAR

AnyIndex = QModelIndex | QPersistentModelIndex
_PAIR = Qt.ItemDataRole.UserRole + 1
_MOST_LINES = 3
_WRAPPED = int(Qt.TextFlag.TextWrapAnywhere)


@dataclass(frozen=True)
class Pair:
    """A line; one without a key is a caption."""

    text: str
    value: str = ""
    key: object = None
    detail: str = ""
    """A second line below."""
    tone: str = "ink"
    hint: str = ""


class PairList(QListWidget):
    """The lines. Enter or a click takes one; where taking changes something, a double click."""

    taken = Signal(object)
    """The key of the line."""

    def __init__(
        self, theme: Theme, name: str, parent: QWidget | None = None, *, inset: str = "s3", by_click: bool = True,
        rounded: bool = False,
    ) -> None:  # fmt: skip
        """`inset` is the token of what stays free left and right of the words; `rounded` as the lists at the left."""
        super().__init__(parent)
        self.rounded = rounded
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setItemDelegate(_Delegate(theme, self, theme.px(inset)))
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet("background: transparent;")
        self.setResizeMode(QListWidget.ResizeMode.Adjust)
        (self.itemClicked if by_click else self.itemDoubleClicked).connect(self.take)

    def show_pairs(self, pairs: Iterable[Pair]) -> None:
        """Show these lines; the first that can be taken is the current one."""
        self.clear()
        for pair in pairs:
            item = QListWidgetItem(f"{pair.text}　{pair.value}".strip())
            item.setData(_PAIR, pair)
            # A screen reader reads what is painted.
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{item.text()}，{pair.detail}".strip("，"))
            item.setToolTip(pair.hint or "\n".join(filter(None, (pair.text, pair.detail))))
            if pair.key is None:
                item.setFlags(Qt.ItemFlag.NoItemFlags)
            self.addItem(item)
        self.step(1)

    def content_height(self) -> int:
        """What all lines take."""
        return sum(self.sizeHintForRow(row) for row in range(self.count())) + 2 * self.frameWidth()

    def step(self, by: int) -> None:
        """The next line that can be taken, or the one before."""
        row = self.currentRow() + by
        while 0 <= row < self.count():
            if self.item(row).flags() & Qt.ItemFlag.ItemIsEnabled:
                self.setCurrentRow(row)
                return
            row += by

    def take(self, item: QListWidgetItem | None = None) -> None:
        """Take a line, the current one where none is given."""
        found = item or self.currentItem()
        if found is not None and found.data(_PAIR).key is not None:
            self.taken.emit(found.data(_PAIR).key)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter takes the current line."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
            return
        super().keyPressEvent(event)


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: PairList, inset: int) -> None:
        super().__init__(view)
        self._theme, self._view, self._inset = theme, view, inset

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802
        pair: Pair = index.data(_PAIR)
        if pair.key is None:
            return QSize(0, self._theme.px("h_row") + self._explained(pair))
        lines = self._lines(pair)
        height = self._theme.px("h_row") + (lines - 1) * QFontMetrics(self._theme.font()).lineSpacing()
        return QSize(0, height + self._below(pair))

    def _below(self, pair: Pair) -> int:
        """The height of the second line; a long one takes two."""
        if not pair.detail:
            return 0
        metrics, room = QFontMetrics(self._caption()), self._view.viewport().width() - 2 * self._inset
        return metrics.lineSpacing() * (2 if metrics.horizontalAdvance(pair.detail) > room > 0 else 1)

    def _caption(self) -> QFont:
        return self._theme.font("t_caption")

    def _room(self, pair: Pair) -> int:
        """What the text has beside the value."""
        taken = QFontMetrics(self._theme.font()).horizontalAdvance(pair.value) if pair.value else 0
        return max(
            1,
            self._view.viewport().width() - 2 * self._inset - taken - (self._theme.px("s2") if taken else 0),
        )

    def _lines(self, pair: Pair) -> int:
        """A sentence takes up to three lines; a line with a value one."""
        if pair.value:
            return 1
        wide = QFontMetrics(self._theme.font()).horizontalAdvance(pair.text)
        return min(_MOST_LINES, -(-wide // self._room(pair)) or 1)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        pair: Pair = index.data(_PAIR)
        painter.save()
        self._ground(painter, option, pair)
        inner = option.rect.adjusted(self._inset, 0, -self._inset, 0)
        if pair.key is None:
            self._caption_line(painter, inner, pair)
        else:
            self._words(painter, inner, pair)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, pair: Pair) -> None:
        if pair.key is None:
            return
        chosen, theme = bool(option.state & QStyle.StateFlag.State_Selected), self._theme
        if not chosen and not option.state & QStyle.StateFlag.State_MouseOver:
            return
        ground = theme.colour("accent_soft" if chosen else "hover")
        if self._view.rounded:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setBrush(ground)
            painter.setPen(theme.colour("accent") if chosen and self._view.hasFocus() else Qt.PenStyle.NoPen)
            area = QRectF(option.rect.adjusted(theme.px("s2"), 0, -theme.px("s2"), 0)).adjusted(0.5, 0.5, -0.5, -0.5)
            painter.drawRoundedRect(area, theme.px("r_field"), theme.px("r_field"))
            return
        painter.fillRect(option.rect, ground)
        if chosen and self._view.hasFocus():
            painter.fillRect(option.rect.adjusted(0, 0, BAR - option.rect.width(), 0), theme.colour("accent"))

    def _explained(self, pair: Pair) -> int:
        """The height of what a caption says below."""
        if not pair.detail:
            return 0
        metrics, room = QFontMetrics(self._caption()), self._room(pair)
        return metrics.boundingRect(0, 0, room, 0, _WRAPPED, pair.detail).height() + self._theme.px("s1")

    def _caption_line(self, painter: QPainter, area: QRect, pair: Pair) -> None:
        painter.setFont(self._caption())
        painter.setPen(self._theme.colour("ink2"))
        middle = Qt.AlignmentFlag.AlignVCenter
        below = area.adjusted(0, self._theme.px("h_row"), 0, 0)
        area = area.adjusted(0, 0, 0, -self._explained(pair))
        if pair.detail:
            painter.drawText(below, _WRAPPED, pair.detail)
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignLeft, pair.text)
        painter.drawText(area, middle | Qt.AlignmentFlag.AlignRight, pair.value)

    def _words(self, painter: QPainter, area: QRect, pair: Pair) -> None:
        font = self._theme.font()
        metrics, room = QFontMetrics(font), self._room(pair)
        painter.setFont(font)
        painter.setPen(self._theme.colour(pair.tone))
        below = self._below(pair)
        first = QRect(area.left(), area.top(), room, area.height() - below)
        if self._lines(pair) > 1:
            wrap = Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(first, int(wrap), pair.text)
        else:
            text = metrics.elidedText(pair.text, Qt.TextElideMode.ElideRight, room)
            painter.drawText(first, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        if pair.value:
            painter.setPen(self._theme.colour("ink2"))
            whole = area.adjusted(0, 0, 0, -below)
            painter.drawText(whole, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, pair.value)
        if pair.detail:
            painter.setFont(self._caption())
            painter.setPen(self._theme.colour("ink2"))
            second = area.adjusted(0, area.height() - below - self._theme.px("s1") - 1, 0, -self._theme.px("s1") - 1)
            two = below > QFontMetrics(self._caption()).lineSpacing()
            room = 2 * second.width() - 2 * self._theme.px("t_caption") if two else second.width()
            said = QFontMetrics(self._caption()).elidedText(pair.detail, Qt.TextElideMode.ElideRight, room)
            lines = _WRAPPED if two else 0
            painter.drawText(second, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter) | lines, said)
