"""The list on the left of the figures: sections with their counts, and what needs a look."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.gui.theme import Theme

AnyIndex = QModelIndex | QPersistentModelIndex
ENTRY_ROLE = int(Qt.ItemDataRole.UserRole) + 1


@dataclass(frozen=True)
class Entry:
    """A line of the list; one without a key is a caption."""

    text: str
    key: object = None
    count: int | None = None
    icon: str = ""
    tone: str = "ink2"
    depth: int = 0
    mark: str = ""
    """An icon before the count: something is to be looked at."""


class SectionModel(QAbstractListModel):
    """The lines of the list."""

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[Entry] = []

    def show(self, entries: Sequence[Entry]) -> None:
        """Show these lines; where only counts differ, the chosen one stays."""
        if [one.key for one in entries] == [one.key for one in self._entries]:
            self._entries = list(entries)
            self.dataChanged.emit(self.index(0), self.index(len(entries) - 1))
            return
        self.beginResetModel()
        self._entries = list(entries)
        self.endResetModel()

    def entry(self, row: int) -> Entry:
        """A line."""
        return self._entries[row]

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Captions and entries."""
        return 0 if parent.isValid() else len(self._entries)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """A caption cannot be chosen."""
        if not index.isValid() or self._entries[index.row()].key is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: AnyIndex, role: int = 0) -> object:
        """Text, and for a screen reader the count behind it."""
        if not index.isValid():
            return None
        one = self._entries[index.row()]
        if role == ENTRY_ROLE:
            return one
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return one.text
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return one.text if one.count is None else f"{one.text}，{one.count} 个"
        return None


class _Delegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, view: QListView) -> None:
        super().__init__(view)
        self._theme = theme

    def sizeHint(self, _option: QStyleOptionViewItem, _index: AnyIndex) -> QSize:  # noqa: N802
        return QSize(0, self._theme.px("h_row"))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        entry: Entry = index.data(ENTRY_ROLE)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        self._ground(painter, option, chosen)
        left = self._theme.px("s4") + entry.depth * self._theme.px("s3")
        inner = option.rect.adjusted(left, 0, -self._theme.px("s3") - 2, 0)
        inner = self._icon(painter, inner, entry)
        inner = self._mark(painter, self._count(painter, inner, entry, chosen), entry)
        ink = "accent" if chosen else "ink" if entry.key is not None else "ink2"
        font = self._theme.font(bold=chosen) if entry.key is not None else self._theme.font("t_caption")
        painter.setFont(font)
        painter.setPen(self._theme.colour(ink))
        text = QFontMetrics(font).elidedText(entry.text, Qt.TextElideMode.ElideRight, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, text)
        painter.restore()

    def _ground(self, painter: QPainter, option: QStyleOptionViewItem, chosen: bool) -> None:
        hovered = option.state & QStyle.StateFlag.State_MouseOver and option.state & QStyle.StateFlag.State_Enabled
        if not chosen and not hovered:
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self._theme.colour("accent_soft" if chosen else "hover"))
        focused = chosen and option.state & QStyle.StateFlag.State_HasFocus
        painter.setPen(self._theme.colour("accent") if focused else Qt.PenStyle.NoPen)
        area = QRectF(option.rect.adjusted(self._theme.px("s2"), 0, -self._theme.px("s2"), 0))
        painter.drawRoundedRect(
            area.adjusted(0.5, 0.5, -0.5, -0.5), self._theme.px("r_field"), self._theme.px("r_field")
        )

    def _icon(self, painter: QPainter, area: QRect, entry: Entry) -> QRect:
        if not entry.icon:
            return area
        size = self._theme.px("icon_small")
        place = QRect(area.left(), area.center().y() - size // 2 + 1, size, size)
        self._theme.icon(entry.icon, entry.tone, size).paint(painter, place)
        return area.adjusted(size + self._theme.px("s2"), 0, 0, 0)

    def _mark(self, painter: QPainter, area: QRect, entry: Entry) -> QRect:
        if not entry.mark:
            return area
        size = self._theme.px("icon_small")
        place = QRect(area.right() - size, area.center().y() - size // 2 + 1, size, size)
        self._theme.icon(entry.mark, "warn", size).paint(painter, place)
        return area.adjusted(0, 0, -size - self._theme.px("s2"), 0)

    def _count(self, painter: QPainter, area: QRect, entry: Entry, chosen: bool) -> QRect:
        if entry.count is None:
            return area
        font = self._theme.font("t_caption")
        painter.setFont(font)
        painter.setPen(self._theme.colour("accent" if chosen else "ink2"))
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, str(entry.count))
        taken = QFontMetrics(font).horizontalAdvance(str(entry.count)) + self._theme.px("s1")
        return area.adjusted(0, 0, -taken, 0)


class SectionList(QListView):
    """Captions and entries; the chosen entry's key is told."""

    chosen = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._lines = SectionModel()
        self.setModel(self._lines)
        self.setItemDelegate(_Delegate(theme, self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self._theme = theme
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.viewport().setAutoFillBackground(False)
        self.setStyleSheet("background: transparent;")
        self.setAccessibleName("按报告章节")
        self.selectionModel().currentChanged.connect(self._tell)

    def show_entries(self, entries: Sequence[Entry]) -> None:
        """Show these lines; the first that can be chosen is, where none was."""
        self._lines.show(entries)
        if not self.currentIndex().isValid():
            self.choose(next(one.key for one in entries if one.key is not None))

    def wanted_width(self) -> int:
        """What the longest line takes when it is chosen."""
        metrics, px = QFontMetrics(self._theme.font(bold=True)), self._theme.px
        around = px("s4") + px("s3") + px("s2")
        return around + max(
            metrics.horizontalAdvance(f"{one.text} {'' if one.count is None else one.count}")
            + one.depth * px("s3")
            + (bool(one.icon) + bool(one.mark)) * (px("icon_small") + px("s2"))
            for one in map(self._lines.entry, range(self._lines.rowCount()))
        )

    def choose(self, key: object) -> None:
        """Choose the entry with a key."""
        for row in range(self._lines.rowCount()):
            if self._lines.entry(row).key == key:
                self.setCurrentIndex(self._lines.index(row))

    def key_at(self, index: QModelIndex) -> object:
        """The key of a line."""
        return self._lines.entry(index.row()).key

    def _tell(self, current: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(self._lines.entry(current.row()).key)
