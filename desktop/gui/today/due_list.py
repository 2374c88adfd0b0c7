"""What is due, in groups: days, matter, ground, person and one verb a line."""

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFont, QFontMetrics, QKeyEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.figures.due import Due, State
from desktop.figures.due_groups import DueGroup, days_in_words, ground, head
from desktop.gui.theme import Theme
from desktop.gui.widgets.wrapping import wrapped

AnyIndex = QModelIndex | QPersistentModelIndex
DUE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The item of a line; a group's head has none."""
_TONES = {State.OVERDUE: "danger", State.TODAY: "warn", State.SOON: "neutral", State.LATER: "neutral"}
_GROUND = {"danger": "danger_soft", "warn": "warn_soft", "neutral": "sunken"}
_INK = {"danger": "danger", "warn": "warn", "neutral": "ink2"}
_ROOM_FOR_MATTER = 21
"""Em that the matter and whom it concerns need; where it has less, the person is told by the tip alone."""


class DueModel(QAbstractListModel):
    """Group heads and items, the most urgent first."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[DueGroup | Due] = []

    def show(self, groups: Sequence[DueGroup]) -> None:
        """Show these groups."""
        self.beginResetModel()
        self._lines = []
        for group in groups:
            self._lines.append(group)
            self._lines.extend(group.items)
        self.endResetModel()

    def due(self, row: int) -> Due | None:
        """The item of a line; None for a head."""
        line = self._lines[row] if 0 <= row < len(self._lines) else None
        return line if isinstance(line, Due) else None

    def ends_group(self, row: int) -> bool:
        """Whether a line is the last of its group."""
        return row + 1 >= len(self._lines) or self.due(row + 1) is None

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Heads and items."""
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """A head cannot be chosen."""
        if self.due(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: AnyIndex, role: int = 0) -> object:
        """A line in words, and its item for the delegate."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if isinstance(line, DueGroup):
            return head(line) if role == Qt.ItemDataRole.DisplayRole else None
        if role == DUE_ROLE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return "，".join((days_in_words(line), line.rule.label, line.title, line.detail))
        return tip(line) if role == Qt.ItemDataRole.ToolTipRole else None


def tip(due: Due) -> str:
    """All that a line has no room for."""
    parts = [f"{due.rule.label}：{due.title}", due.detail, f"期限 {due.due.isoformat()}"]
    parts += [f"经办：{due.person}"] if due.person else []
    parts += [f"依据：{due.rule.source}"] if due.rule.source else []
    return "\n".join([*parts, *due.doubts, *([due.rule.note] if due.rule.note else [])])


def verb(due: Due) -> str:
    """What is done about it."""
    return due.rule.verb or "去办理"


class _Zone(IntEnum):
    DAYS = 0
    MATTER = 1
    GROUND = 2
    PERSON = 3
    VERB = 4


class DueDelegate(QStyledItemDelegate):
    """Paints heads and lines; knows where in a line the verb stands."""

    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme
        self._body, self._bold, self._caption = theme.font(), theme.font(bold=True), theme.font("t_caption")

    def sizeHint(self, _option: QStyleOptionViewItem, index: AnyIndex) -> QSize:  # noqa: N802
        """A head is lower than a line."""
        line = isinstance(index.data(DUE_ROLE), Due)
        return QSize(0, self._theme.px("h_row_two") + 1 if line else self._theme.px("h_row") - self._theme.px("s1"))

    def zones(self, area: QRect) -> dict[_Zone, QRect]:
        """Where the parts of a line stand; the ground gives way first where it is narrow, then the person."""
        px, side = self._theme.px, self._theme.px("s4")
        verb_width = QFontMetrics(self._body).horizontalAdvance("登记复查") + px("s1")
        person_width = QFontMetrics(self._body).horizontalAdvance("林晓舟") + px("s2")
        left = area.left() + side
        days = QRect(left, area.top(), px("w_rail"), area.height())
        done = QRect(area.right() - side - verb_width, area.top(), verb_width, area.height())
        if done.left() - days.right() - person_width < _ROOM_FOR_MATTER * px("t_body"):
            person_width = 0
        person = QRect(done.left() - px("s2") - person_width, area.top(), person_width, area.height())
        rest = person.left() - days.right() - px("s5")
        # Whom it concerns says more than the ground, which the tip tells too.
        grounds = min(rest * 2 // 5, px("w_tree")) if rest >= px("w_side") + px("w_rail") else 0
        ground_area = QRect(person.left() - grounds, area.top(), grounds - px("s2"), area.height())
        matter = QRect(
            days.right() + px("s5"), area.top(), ground_area.left() - days.right() - px("s6"), area.height()
        )
        return {
            _Zone.DAYS: days, _Zone.MATTER: matter, _Zone.GROUND: ground_area, _Zone.PERSON: person,
            _Zone.VERB: done,
        }  # fmt: skip

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one line."""
        due = index.data(DUE_ROLE)
        painter.save()
        if isinstance(due, Due):
            self._paint_due(painter, option, index, due)
        else:
            self._paint_head(painter, option.rect, index)
        painter.restore()

    def _paint_head(self, painter: QPainter, area: QRect, index: AnyIndex) -> None:
        painter.fillRect(area, self._theme.colour("raised"))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), self._theme.colour("line"))
        painter.fillRect(QRect(area.left(), area.top() - 1, area.width(), 1), self._theme.colour("line"))
        word, _, count = str(index.data()).partition(" ")
        ink = {"逾期": "danger", "今日到期": "warn"}.get(word, "ink2")
        inner = area.adjusted(self._theme.px("s4"), 0, 0, -1)
        self._text(painter, inner, word, self._bold, ink)
        beside = QFontMetrics(self._bold).horizontalAdvance(word) + self._theme.px("s2") - 2
        self._text(painter, inner.adjusted(beside, 0, 0, 0), count, self._body, "ink2")

    def _paint_due(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex, due: Due) -> None:
        area: QRect = option.rect
        if option.state & QStyle.StateFlag.State_Selected and option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(area, self._theme.colour("accent_soft"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, self._theme.colour("hover"))
        zones = self.zones(area.adjusted(0, 0, 0, -1))
        self._days(painter, zones[_Zone.DAYS], due)
        self._matter(painter, zones[_Zone.MATTER], due)
        self._ground(painter, zones[_Zone.GROUND], due)
        if zones[_Zone.PERSON].width():
            self._text(painter, zones[_Zone.PERSON], due.person.split("、")[0], self._body, "ink2")
        self._text(painter, zones[_Zone.VERB], verb(due), self._body, "accent", Qt.AlignmentFlag.AlignRight)
        model = index.model()
        last = isinstance(model, DueModel) and model.ends_group(index.row())
        left = area.left() if last else zones[_Zone.MATTER].left() - self._theme.px("s2")
        right = area.right() if last else area.right() - self._theme.px("s4")
        painter.fillRect(QRect(left, area.bottom(), right - left, 1), self._theme.colour("line"))

    def _days(self, painter: QPainter, area: QRect, due: Due) -> None:
        tone = _TONES[due.state]
        chip = QRectF(
            area.left(), area.center().y() - self._theme.px("h_chip") // 2, area.width(), self._theme.px("h_chip")
        )
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour(_GROUND[tone]))
        painter.drawRoundedRect(chip, self._theme.px("r_chip"), self._theme.px("r_chip"))
        painter.setFont(self._caption)
        painter.setPen(self._theme.colour(_INK[tone]))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, days_in_words(due))

    def _matter(self, painter: QPainter, area: QRect, due: Due) -> None:
        upper, lower = self._halves(area)
        self._text(painter, upper, due.rule.label, self._bold, "ink")
        beside = QFontMetrics(self._bold).horizontalAdvance(due.rule.label) + self._theme.px("s2")
        self._text(painter, upper.adjusted(beside, 0, 0, 0), due.title, self._body, "ink")
        self._text(painter, lower, due.detail, self._caption, "ink2")

    def _halves(self, area: QRect) -> tuple[QRect, QRect]:
        """The places of two lines of text."""
        pad = self._theme.px("s1")
        upper = QRect(area.left(), area.top() + pad, area.width(), area.height() // 2 - pad)
        return upper, QRect(area.left(), area.center().y() + 1, area.width(), area.height() // 2 - pad)

    def _ground(self, painter: QPainter, area: QRect, due: Due) -> None:
        size = self._theme.px("icon_small") - 2
        if area.width() < self._theme.px("w_rail") or not due.rule.source:
            return
        place = QRect(area.left(), area.center().y() - size // 2 + 1, size, size)
        self._theme.icon("book", "ink2", size).paint(painter, place)
        text = area.adjusted(size + self._theme.px("s1") + 2, 0, 0, 0)
        word = "" if due.rule.checked else "待核"
        metrics = QFontMetrics(self._caption)
        chip_width = metrics.horizontalAdvance(word) + self._theme.px("s3") if word else 0
        room = text.adjusted(0, 0, -chip_width - (self._theme.px("s1") + 2 if word else 0), 0)
        lines = wrapped(ground(due), metrics, room.width(), 2)
        for line, place in zip(lines, self._halves(room) if len(lines) > 1 else (room,), strict=True):
            self._text(painter, place, line, self._caption, "ink2")
        if word:
            wide = min(max(map(metrics.horizontalAdvance, lines)), room.width())
            left = room.left() + wide + self._theme.px("s1") + 2
            self._outline_chip(painter, QPoint(left, area.center().y() + 1), word, chip_width)

    def _outline_chip(self, painter: QPainter, place: QPoint, word: str, width: int) -> None:
        height = self._theme.px("h_chip")
        chip = QRectF(place.x() + 0.5, place.y() - height / 2 + 0.5, width - 1, height - 1)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(self._theme.colour("line_mid"))
        painter.drawRoundedRect(chip, self._theme.px("r_chip"), self._theme.px("r_chip"))
        painter.setFont(self._caption)
        painter.setPen(self._theme.colour("ink2"))
        painter.drawText(chip, Qt.AlignmentFlag.AlignCenter, word)

    def _text(
        self, painter: QPainter, area: QRect, text: str, font: QFont, ink: str,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:  # fmt: skip
        painter.setFont(font)
        painter.setPen(self._theme.colour(ink))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, side | Qt.AlignmentFlag.AlignVCenter, shown)


class DueView(QListView):
    """The lines; Enter or a click opens the record."""

    opened = Signal(str, str)
    """Ledger and record."""
    fixed_wanted = Signal(object)
    """A `Due` of a fixed day, which no record stands behind."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = DueModel()
        self.setModel(self._lines)
        self._delegate = DueDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setAccessibleName("办理时限")
        self.clicked.connect(lambda index: self._open(index.row()))

    def show_groups(self, groups: Sequence[DueGroup]) -> None:
        """Show these groups."""
        self._lines.show(groups)

    def _open(self, row: int) -> None:
        due = self._lines.due(row)
        if due and due.ledger:
            self.opened.emit(due.ledger.name, due.record_id)
        elif due:
            self.fixed_wanted.emit(due)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A hand over what can be opened."""
        over = self._lines.due(self.indexAt(event.position().toPoint()).row())
        self.setCursor(Qt.CursorShape.PointingHandCursor if over else Qt.CursorShape.ArrowCursor)
        super().mouseMoveEvent(event)
