"""How a result stands in the list: its parts, their places, and painting them."""

from collections.abc import Iterator
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.gui.draft.result_model import LINE_ROLE, AnyIndex, Head
from desktop.gui.draft.tones import TONES, tone_of
from desktop.gui.theme import Theme
from desktop.report.draft.items import OPEN, Group, Item
from desktop.report.editions.comparing import day_and_time

_WRAP = int(Qt.TextFlag.TextWordWrap)
_MOST_KEPT = 20_000
_MOST_LINES = 2
"""Of what is said of a result that is not the current one."""


@dataclass(frozen=True)
class Part:
    """A line of a card: its words, their look, how high it is."""

    words: str
    size: str
    ink: str
    bold: bool
    height: int


class CardDelegate(QStyledItemDelegate):
    """Paints heads and cards; leaves room for the commands of the current one."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view
        self._heights: dict[int, tuple[Item, int, int]] = {}
        """By an item's identity: the item, the room it had, and its height as any but the current one."""

    # ---------------------------------------------------------------- sizes

    @property
    def left(self) -> int:
        """Where the words of a card begin: behind its number."""
        return self._theme.px("s4") + self.badge + self._theme.px("s2")

    @property
    def badge(self) -> int:
        """Diameter of a number's circle."""
        return self._theme.px("h_chip")

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802
        """As high as its lines, and the commands of the current one."""
        line = index.data(LINE_ROLE)
        px = self._theme.px
        if not isinstance(line, Item):
            return QSize(0, px("h_row") + 1)
        if line.group is Group.AGREES:
            return QSize(0, px("h_row"))
        if not self._is_current(index):
            return QSize(0, self._height(line))
        height = sum(part.height for part in self._parts(line, True)) + 2 * px("s2")
        return QSize(0, height + px("h_button") + px("s1"))

    def _height(self, item: Item) -> int:
        """Asked for of every card at every layout: a long draft has thousands."""
        room = self._room()
        known = self._heights.get(id(item))
        if known is None or known[0] is not item or known[1] != room:
            if len(self._heights) > _MOST_KEPT:
                self._heights.clear()
            height = sum(part.height for part in self._parts(item, False)) + 2 * self._theme.px("s2")
            self._heights[id(item)] = known = (item, room, height)
        return known[2]

    def _is_current(self, index: AnyIndex) -> bool:
        return self._view.currentIndex().row() == index.row()

    def _room(self) -> int:
        return max(80, self._view.viewport().width() - self.left - self._theme.px("s3"))

    def _parts(self, item: Item, current: bool) -> Iterator[Part]:
        px = self._theme.px
        yield Part(item.title, "t_body", "ink", True, px("s5"))
        yield Part("", "t_body", "ink2", False, px("s5"))  # the values
        reasons = "；".join(one.rstrip("。") for one in self._said(item))
        if reasons:
            yield self._wrapped(reasons, "ink2", 99 if current else _MOST_LINES)
        if current and item.context:
            yield self._wrapped(f"“{item.context}”", "ink3", 3)

    def _said(self, item: Item) -> Iterator[str]:
        if item.decision:
            yield f"理由：{item.decision.reason}（{item.decision.person}，{day_and_time(item.decision.at)}）"
            return
        yield from item.reasons
        if item.earlier:
            then = item.earlier.expected or "没有数"
            yield f"曾决定不改：{item.earlier.reason}；当时应为 {then}，现在变了"

    def _wrapped(self, words: str, ink: str, most: int) -> Part:
        metrics = QFontMetrics(self._theme.font("t_caption"))
        tall = metrics.boundingRect(QRect(0, 0, self._room(), 10_000), _WRAP, words).height()
        row = metrics.lineSpacing()
        return Part(words, "t_caption", ink, False, min(max(1, round(tall / row)), most) * row + 2)

    # ---------------------------------------------------------------- painting

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """One line of the list."""
        line = index.data(LINE_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if isinstance(line, Head):
            self._paint_head(painter, option, line)
        elif line.group is Group.AGREES:
            self._ground(painter, option, self._is_current(index))
            self._paint_agreeing(painter, option.rect, line)
        else:
            self._ground(painter, option, self._is_current(index))
            self._paint_card(painter, option.rect, line, self._is_current(index))
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, current: bool) -> None:
        area, theme = option.rect, self._theme
        if current:
            painter.fillRect(area, theme.colour("accent_soft"))
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), theme.colour("accent"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, theme.colour("hover"))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), theme.colour("line"))

    def _paint_head(self, painter: QPainter, option: QStyleOptionViewItem, head: Head) -> None:
        theme, area, px = self._theme, option.rect, self._theme.px
        painter.fillRect(area, theme.colour("raised"))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), theme.colour("line"))
        size = px("icon_small")
        spot = QRect(area.left() + px("s3"), area.center().y() - size // 2, size, size)
        theme.icon("right" if head.folded else "down", "ink2", size).paint(painter, spot)
        inner = QRect(
            spot.right() + px("s2"), area.top(), area.right() - spot.right() - px("s2") - px("s3"), area.height()
        )
        inner = self._words(painter, inner, head.group.value, theme.font(bold=True), TONES[head.group].ink)
        inner = self._words(painter, inner, str(head.count), theme.font(bold=True), "ink")
        font = theme.font("t_caption")
        painter.setFont(font)
        painter.setPen(theme.colour("ink2"))
        shown = QFontMetrics(font).elidedText(head.note, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, shown)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(QRect(area.left(), area.top(), 3, area.height()), theme.colour("accent"))

    def _words(self, painter: QPainter, area: QRect, words: str, font: QFont, ink: str) -> QRect:
        """Write at the left; what remains at the right of it."""
        painter.setFont(font)
        painter.setPen(self._theme.colour(ink))
        metrics = QFontMetrics(font)
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        return area.adjusted(metrics.horizontalAdvance(shown) + self._theme.px("s2"), 0, 0, 0)

    def _paint_agreeing(self, painter: QPainter, area: QRect, item: Item) -> None:
        theme, font = self._theme, self._theme.font()
        inner = area.adjusted(self.left, 0, -theme.px("s3"), 0)
        painter.setFont(font)
        painter.setPen(theme.colour("ok"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, item.printed)
        inner.adjust(0, 0, -QFontMetrics(font).horizontalAdvance(item.printed) - theme.px("s2"), 0)
        self._words(painter, inner, item.title, font, "ink")

    def _paint_card(self, painter: QPainter, area: QRect, item: Item, current: bool) -> None:
        px = self._theme.px
        if item.number:
            self._paint_badge(painter, area, item, current)
        top = area.top() + px("s2")
        for number, part in enumerate(self._parts(item, current)):
            line = QRect(area.left() + self.left, top, self._room(), part.height)
            if number == 0:
                self._paint_title(painter, line, item)
            elif not part.words:
                self._paint_values(painter, line, item)
            else:
                self._paint_wrapped(painter, line, part)
            top += part.height

    def _paint_badge(self, painter: QPainter, area: QRect, item: Item, current: bool) -> None:
        theme, tone = self._theme, tone_of(item)
        spot = QRectF(area.left() + theme.px("s4"), area.top() + theme.px("s2"), self.badge, self.badge)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour(tone.ink if current else tone.ground))
        painter.drawEllipse(spot)
        painter.setPen(theme.colour("surface" if current else tone.ink))
        painter.setFont(theme.font("t_caption", bold=True))
        painter.drawText(spot, Qt.AlignmentFlag.AlignCenter, str(item.number))

    def _paint_title(self, painter: QPainter, line: QRect, item: Item) -> None:
        if item.group is Group.DONE:
            caption = self._theme.font("t_caption")
            painter.setFont(caption)
            painter.setPen(self._theme.colour("accent" if item.correction is not None else "ink2"))
            painter.drawText(line, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, item.outcome)
            line = line.adjusted(0, 0, -QFontMetrics(caption).horizontalAdvance(item.outcome) - 8, 0)
        self._words(painter, line, item.title, self._theme.font(bold=True), "ink")

    def _paint_values(self, painter: QPainter, line: QRect, item: Item) -> None:
        theme, strong = self._theme, self._theme.font(bold=True)
        for word, value in values_of(item):
            if line.width() <= 0:
                return
            if word:
                line = self._words(painter, line, word, theme.font("t_caption"), "ink2").adjusted(-2, 0, 0, 0)
            line = self._words(painter, line, value, strong, "ink").adjusted(theme.px("s3"), 0, 0, 0)

    def _paint_wrapped(self, painter: QPainter, line: QRect, part: Part) -> None:
        painter.setFont(self._theme.font(part.size))
        painter.setPen(self._theme.colour(part.ink))
        painter.save()
        painter.setClipRect(line)
        painter.drawText(line, _WRAP, part.words)
        painter.restore()


def values_of(item: Item) -> Iterator[tuple[str, str]]:
    """What stands in the draft and what should, each with its word."""
    if item.correction is not None:
        yield "", f"{item.printed} → {item.expected or '（删去）'}"
        return
    if item.group is Group.LACKING:
        yield "定稿", item.expected
        return
    if item.printed:
        yield "草稿", item.printed
    if item.expected and (item.group in OPEN or item.group is Group.DONE):
        yield item.against, item.expected
