"""The draft on its sheet: read-only, every place marked by how sure its finding is, numbers in the margin."""

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QFont,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPalette,
    QPen,
    QResizeEvent,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QFrame, QTextEdit, QToolTip

from desktop.gui.draft.tones import tone_of
from desktop.gui.theme import Theme
from desktop.report.draft.items import Group, Item
from desktop.report.draft.shapes import Shape, led, shapes, unbroken

_PITCH = 1.75
_TITLE_PITCH = 2.25
_MOST_BADGES = 3
_MOST_ONCE = 0xFFFF
"""Characters beyond are two to Qt."""
JOINER = "\u2060"
"""Word joiner."""


class DraftSheet(QTextEdit):
    """The text. Places are those of the checked text (`_to_qt`).

    Qt counts some rare characters twice, and word joiners keep a number and its unit on one line.
    """

    place_chosen = Signal(object)
    """The item at a place that was clicked."""
    text_pasted = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("paper")
        self._theme = theme
        self._items: tuple[Item, ...] = ()
        self._starts: list[int] = []
        self._current: Item | None = None
        self._extra: list[int] = []
        self._shown = ""
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setReadOnly(True)
        self.setAcceptDrops(False)
        self.setUndoRedoEnabled(False)
        self.setTabChangesFocus(True)
        self.setAccessibleName("稿子正文")
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setMouseTracking(True)
        self._colour()

    def _colour(self) -> None:
        palette = self.palette()
        palette.setColor(QPalette.ColorRole.Text, self._theme.colour("ink"))
        palette.setColor(QPalette.ColorRole.Highlight, self._theme.colour("accent_line"))
        palette.setColor(QPalette.ColorRole.HighlightedText, self._theme.colour("ink"))
        self.setPalette(palette)
        desk, sheet = (self._theme.colours[name] for name in ("desk", "surface"))
        self.setStyleSheet(f"QTextEdit#paper {{ background: {desk}; border: none; }}")
        self.viewport().setStyleSheet(f"background: {sheet};")

    # ---------------------------------------------------------------- showing

    def show_text(self, text: str) -> None:
        """Show a draft; where only words of it changed, the place on the screen holds."""
        if text == self._shown:
            return
        top = self.verticalScrollBar().value() if self._shown else 0
        self._shown = text
        joints = set(unbroken(text))
        twice = [place + 1 for place, char in enumerate(text) if ord(char) > _MOST_ONCE]
        self._extra = sorted([*joints, *twice])
        self.clear()
        self.document().setDocumentMargin(self._margin)
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        lines, start = text.split("\n"), 0
        for line, shape in zip(lines, shapes(lines), strict=True):
            self._write(cursor, line, shape, start, joints)
            start += len(line) + 1
        cursor.endEditBlock()
        self.verticalScrollBar().setValue(top)

    def _write(self, cursor: QTextCursor, line: str, shape: Shape, start: int, joints: set[int]) -> None:
        block, look = self._block(line, shape), self._look(shape)
        if start == 0:
            cursor.setBlockFormat(block)
        else:
            cursor.insertBlock(block, look)
        shown = [
            f"{JOINER}{char}" if start + n in joints else char for n, char in enumerate(line.translate(_ONE_FOR_ONE))
        ]
        cut = led(line) if shape is Shape.BODY else 0
        if cut:
            cursor.insertText("".join(shown[:cut]), self._font("document_h2", bold=True))
        cursor.insertText("".join(shown[cut:]), look)

    def _block(self, line: str, shape: Shape) -> QTextBlockFormat:
        made = QTextBlockFormat()
        size = self._theme.px("t_document")
        pitch = _TITLE_PITCH if shape is Shape.TITLE else _PITCH
        made.setLineHeight(size * pitch, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        if shape is Shape.TITLE:
            made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
            return made
        made.setAlignment(Qt.AlignmentFlag.AlignLeft if shape is Shape.ROW else Qt.AlignmentFlag.AlignJustify)
        if shape is not Shape.ROW and not line[:1].isspace():
            made.setTextIndent(2 * size)
        return made

    def _look(self, shape: Shape) -> QTextCharFormat:
        if shape is Shape.TITLE:
            return self._font("document_title", bold=True, size="t_figure")
        if shape in (Shape.HEADING1, Shape.HEADING2):
            return self._font("document_h1" if shape is Shape.HEADING1 else "document_h2", bold=True)
        return self._font("document")

    def _font(self, role: str, *, bold: bool = False, size: str = "t_document") -> QTextCharFormat:
        font = QFont(self._theme.fonts[role])
        font.setPixelSize(self._theme.px(size))
        font.setBold(bold)
        made = QTextCharFormat()
        made.setFont(font)
        made.setForeground(self._theme.colour("ink"))
        return made

    @property
    def _margin(self) -> int:
        """Room for the numbers at the right, and as much at the left."""
        return self._theme.px("s6") * 2 + self._theme.px("s4")

    def show_items(self, items: Sequence[Item], current: Item | None) -> None:
        """Mark the places."""
        self._items = tuple(sorted((one for one in items if one.start >= 0), key=lambda one: one.start))
        self._starts = [one.start for one in self._items]
        self._current = current
        grounds = [one for one in self._items if one.group is not Group.AGREES]
        self.setExtraSelections([self._ground(one) for one in grounds])
        self.viewport().update()

    def _ground(self, item: Item) -> QTextEdit.ExtraSelection:
        made = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._to_qt(item.start))
        cursor.setPosition(self._to_qt(item.end), QTextCursor.MoveMode.KeepAnchor)
        made.cursor = cursor
        made.format.setBackground(self._theme.colour(tone_of(item).ground))
        return made

    def choose(self, item: Item | None) -> None:
        """Bring an item's place into sight."""
        self._current = item
        self.viewport().update()
        if item is None or item.start < 0:
            return
        cursor = QTextCursor(self.document())
        cursor.setPosition(self._to_qt(item.start))
        self.setTextCursor(cursor)
        room, place = self.viewport().height(), self.cursorRect().center().y()
        if not room // 6 <= place <= room * 5 // 6:
            bar = self.verticalScrollBar()
            bar.setValue(bar.value() + place - room // 3)

    def _to_qt(self, place: int) -> int:
        return min(place + bisect_right(self._extra, place), self.document().characterCount() - 1)

    def _from_qt(self, place: int) -> int:
        return bisect_left(range(place + 1), place, key=lambda one: one + bisect_right(self._extra, one))

    @property
    def reads(self) -> str:
        """What is read."""
        return self.toPlainText().replace(JOINER, "")

    def createMimeDataFromSelection(self) -> QMimeData:  # noqa: N802
        """What is copied has no joiners."""
        made = QMimeData()
        made.setText(self.textCursor().selection().toPlainText().replace(JOINER, ""))
        return made

    # ---------------------------------------------------------------- painting

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The text, the lines below its places, the numbers beside them."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rows: dict[int, list[Item]] = {}
        for item in self._in_sight():
            areas = list(self._areas(item))
            for area in areas:
                self._paint_line(painter, item, area)
            if areas and item.number:
                rows.setdefault(round(areas[0].center().y()), []).append(item)
        for item in self._others():
            for start, end in item.places:
                for area in self._areas_of(start, end):
                    painter.setPen(QPen(self._theme.colour(tone_of(item).ink), 1, Qt.PenStyle.DashLine))
                    painter.drawRoundedRect(area.adjusted(-1, 1, 1, 0), 2, 2)
        for y, items in rows.items():
            self._paint_badges(painter, y, items)
        painter.end()

    def _others(self) -> list[Item]:
        """The current one, whose other places are framed."""
        return [self._current] if self._current is not None and self._current.places else []

    def _in_sight(self) -> Iterator[Item]:
        top = self.cursorForPosition(QPoint(0, 0)).block()
        first, last = self._from_qt(top.position()), self._last_in_sight()
        for number in range(max(0, bisect_right(self._starts, first) - 8), len(self._items)):
            item = self._items[number]
            if item.start > last:
                break
            yield item

    def _last_in_sight(self) -> int:
        bottom = self.cursorForPosition(QPoint(self.viewport().width(), self.viewport().height())).block()
        return self._from_qt(bottom.position() + bottom.length())

    def _areas(self, item: Item) -> Iterator[QRectF]:
        return self._areas_of(item.start, item.end)

    def _areas_of(self, start: int, end: int) -> Iterator[QRectF]:
        """What a span covers, line by line, in the viewport."""
        first, last = self._to_qt(start), self._to_qt(end)
        block = self.document().findBlock(first)
        while block.isValid() and block.position() < max(last, first + 1):
            yield from self._areas_in(block, first - block.position(), last - block.position())
            block = block.next()

    def _areas_in(self, block: QTextBlock, first: int, last: int) -> Iterator[QRectF]:
        layout = block.layout()
        above = self.document().documentLayout().blockBoundingRect(block).topLeft()
        origin = above - QPointF(self.horizontalScrollBar().value(), self.verticalScrollBar().value())
        for number in range(layout.lineCount()):
            line = layout.lineAt(number)
            start = max(first, line.textStart())
            end = min(last, line.textStart() + line.textLength())
            if start >= end:
                continue
            left, right = (_x(line.cursorToX(place)) for place in (start, end))
            yield QRectF(origin.x() + left, origin.y() + line.y(), right - left, line.height())

    def _paint_line(self, painter: QPainter, item: Item, area: QRectF) -> None:
        tone, current = tone_of(item), self._is_current(item)
        ink, under = self._theme.colour(tone.ink), math.floor(area.bottom()) - 1.5
        if current:
            painter.setPen(QPen(ink, 1.5))
            painter.drawRoundedRect(area.adjusted(-1.5, 2, 1.5, 0), 3, 3)
            return
        pen = QPen(ink, 2.0 if tone.thick else 1.0, tone.line)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        painter.setPen(pen)
        painter.drawLine(QPointF(area.left(), under), QPointF(area.right(), under))

    def _is_current(self, item: Item) -> bool:
        return self._current is not None and (item.start, item.end, item.group) == (
            self._current.start, self._current.end, self._current.group,
        )  # fmt: skip

    def _paint_badges(self, painter: QPainter, y: int, items: list[Item]) -> None:
        """The numbers of a line's findings beside it."""
        size = self._badge
        left = self.viewport().width() - self._margin + self._theme.px("s1")
        shown = items[:_MOST_BADGES]
        for place, item in enumerate(shown):
            tone = tone_of(item)
            area = QRectF(left + place * (size + 1), y - size / 2, size, size)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._theme.colour(tone.ink))
            painter.drawEllipse(area)
            painter.setPen(self._theme.colour("surface"))
            painter.setFont(self._theme.font("t_caption", bold=True))
            words = str(item.number) if place < _MOST_BADGES - 1 or len(items) <= _MOST_BADGES else "…"
            painter.drawText(area, Qt.AlignmentFlag.AlignCenter, words)
        painter.setBrush(Qt.BrushStyle.NoBrush)

    @property
    def _badge(self) -> int:
        return self._theme.px("t_caption") + self._theme.px("s2") - 2

    # ---------------------------------------------------------------- the mouse and keys

    def item_at(self, point: QPoint) -> Item | None:
        """The item under a point of the viewport: at its place, or by its number in the margin."""
        for item in self._in_sight():
            if item.group is Group.AGREES:
                continue
            if any(area.contains(QPointF(point)) for area in self._areas(item)):
                return item
        beside = self.viewport().width() - self._margin
        if point.x() >= beside:
            for item in self._in_sight():
                if item.number and any(area.top() <= point.y() <= area.bottom() for area in self._areas(item)):
                    return item
        return next(
            (one for one in self._in_sight() if any(area.contains(QPointF(point)) for area in self._areas(one))), None
        )

    def centre_of(self, item: Item) -> QPoint:
        """Where an item's place stands in the viewport."""
        return next(self._areas(item)).center().toPoint()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A click on a place chooses it; one that selects words does not."""
        super().mouseReleaseEvent(event)
        if not self.textCursor().hasSelection():
            item = self.item_at(event.position().toPoint())
            if item is not None:
                self.place_chosen.emit(item)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """The pointer tells what can be clicked."""
        super().mouseMoveEvent(event)
        over = self.item_at(event.position().toPoint()) is not None
        self.viewport().setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.IBeamCursor)

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        """The tip of a place says what was found."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            item = self.item_at(event.pos())
            QToolTip.showText(event.globalPos(), tip(item) if item else "", self)
            return True
        return bool(super().viewportEvent(event))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter and Delete belong to the page."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Delete):
            event.ignore()
        else:
            super().keyPressEvent(event)

    def paste(self) -> None:
        """Ctrl+V: the words on the clipboard are the next draft."""
        from desktop.gui.guards import application  # noqa: PLC0415

        self.text_pasted.emit(application().clipboard().text())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The sheet stays in the middle of the desk."""
        wide = self._theme.px("t_document") * 36 + 2 * self._margin
        room = self.width() - self.verticalScrollBar().sizeHint().width()
        side = max(self._theme.px("s3"), (room - wide) // 2)
        self.setViewportMargins(side, self._theme.px("s4"), side, 0)
        super().resizeEvent(event)


_ONE_FOR_ONE = {ord("\r"): " ", 0x0B: " ", 0x0C: " ", 0x2029: " ", 0x2028: " ", 0xFDD0: " ", 0xFDD1: " ", 0: " "}
"""What Qt would take for the end of a paragraph, or drop."""


def _x(found: object) -> float:
    """`cursorToX` returns the place too."""
    return float(found[0] if isinstance(found, tuple) else found)  # type: ignore[arg-type]


def tip(item: Item) -> str:
    """All that is said of a place."""
    values = f"草稿 {item.printed}" + (f"　{item.against} {item.expected}" if item.expected else "")
    head = f"{item.group.value}：{item.title}"
    return "\n".join([head, values, *item.reasons])
