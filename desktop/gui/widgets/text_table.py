"""A plain table of texts to look through: heads, lines, one of them chosen; columns as wide as they need."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import QStyle, QStyleOptionViewItem, QTableView

from desktop.gui.theme import Theme
from desktop.gui.widgets.plain_model import LEFT, RIGHT, AnyIndex, PlainModel
from desktop.gui.widgets.plain_table import PlainDelegate, dress_table

_MEASURED = 100
"""Lines by which a column's width is found."""


@dataclass(frozen=True)
class Head:
    """A column."""

    text: str
    most: int = 20
    """Em that it takes at most."""
    right: bool = False
    ink: str = "ink"
    least: int = 0
    """Em that it takes at least."""
    folds: bool = False
    """Goes where there is no room for all."""


@dataclass(frozen=True)
class Line:
    """A row of texts."""

    cells: Sequence[str]
    key: object = None
    inks: Mapping[int, str] = field(default_factory=dict)
    """Other colours than the column's, by column."""
    ground: str = ""
    """A colour for the whole line."""
    measured: bool = True
    """Whether the columns make room for it."""
    spread: int = -1
    """A column whose text may run over those right of it."""


class TextModel(PlainModel):
    """The lines."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.heads: Sequence[Head] = ()
        self.lines: Sequence[Line] = ()

    def show(self, heads: Sequence[Head], lines: Sequence[Line]) -> None:
        """Show other lines."""
        self.beginResetModel()
        self.heads, self.lines = heads, lines
        self.endResetModel()

    def line_count(self) -> int:
        """The lines."""
        return len(self.lines)

    def head_texts(self) -> Sequence[str]:
        """The heads."""
        return [one.text for one in self.heads]

    def side(self, column: int) -> int:
        """As the head says."""
        return RIGHT if self.heads[column].right else LEFT

    def data(self, index: AnyIndex, role: int = 0) -> object:
        """Text, its side, its colours."""
        if not index.isValid():
            return None
        line, column = self.lines[index.row()], index.column()
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return line.cells[column] if column < len(line.cells) else ""
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.side(column)
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._theme.colour(line.inks.get(column, self.heads[column].ink))
        if role == Qt.ItemDataRole.BackgroundRole and line.ground:
            return self._theme.colour(line.ground)
        return None


class _Delegate(PlainDelegate):
    """A line's own ground lies below its text, that of the chosen line above."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one cell, one line of it."""
        ground = index.data(Qt.ItemDataRole.BackgroundRole)
        if isinstance(ground, QColor) and not option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, ground)
        super().paint(painter, option, index)


class TextTable(QTableView):
    """The table. The key of the current line is told, and that of a line on Enter or a double click."""

    chosen = Signal(object)
    entered_line = Signal(object)

    def __init__(self, theme: Theme, name: str, *, wide: bool = False) -> None:
        """`wide`: columns may run out of sight, and are scrolled to."""
        super().__init__()
        self._theme = theme
        self.lines = TextModel(theme)
        self.setModel(self.lines)
        dress_table(self, theme, "h_row", self._inset)
        self.setItemDelegate(_Delegate(theme, self._inset, self))
        self.setAccessibleName(name)
        self.setMinimumHeight(theme.px("h_thead") + 2 * theme.px("h_row"))
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.set_wide(wide)
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self._tell(now.row()))
        self.doubleClicked.connect(lambda index: self._enter(index.row()))

    def set_wide(self, wide: bool) -> None:
        """Whether columns may run out of sight."""
        self._wide = wide
        needed, off = Qt.ScrollBarPolicy.ScrollBarAsNeeded, Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        self.setHorizontalScrollBarPolicy(needed if wide else off)

    def _inset(self, _column: int) -> tuple[int, int]:
        return self._theme.px("p_cell"), self._theme.px("p_cell")

    def show_lines(self, heads: Sequence[Head], lines: Sequence[Line], *, keep: bool = False) -> None:
        """Show other lines; the first is current, or with `keep` the one in the same place as before."""
        row = self.currentIndex().row() if keep else 0
        self.selectionModel().blockSignals(True)
        self.lines.show(heads, lines)
        self.selectionModel().blockSignals(False)
        self.clearSpans()
        for place, line in enumerate(lines):
            if 0 <= line.spread < len(heads) - 1:
                self.setSpan(place, line.spread, 1, len(heads) - line.spread)
        self._fit()
        if lines:
            self.selectRow(min(max(row, 0), len(lines) - 1))

    def current(self) -> object:
        """The key of the current line."""
        row = self.currentIndex().row()
        return self.lines.lines[row].key if 0 <= row < len(self.lines.lines) else None

    def text(self, row: int, column: int) -> str:
        """What stands in a cell."""
        return str(self.lines.index(row, column).data())

    def _tell(self, row: int) -> None:
        if 0 <= row < len(self.lines.lines):
            self.chosen.emit(self.lines.lines[row].key)

    def _enter(self, row: int) -> None:
        if 0 <= row < len(self.lines.lines):
            self.entered_line.emit(self.lines.lines[row].key)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter takes the current line."""
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self._enter(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The widest column takes what is over."""
        super().resizeEvent(event)
        self._fit()

    # ---------------------------------------------------------------- widths

    def _fit(self) -> None:
        widths = [self._needed(column) for column in range(len(self.lines.heads))]
        room = self.viewport().width()
        kept = self._unfolded(widths, room)
        for column, width in enumerate(widths):
            self.setColumnHidden(column, column not in kept)
            if column in kept:
                self.setColumnWidth(column, width)
        left = room - sum(widths[column] for column in kept)
        if left < 0 and not self._wide:
            self._shrink(kept, widths, -left)
        elif kept and left > 0:
            widest = max(kept, key=lambda column: widths[column])
            self.setColumnWidth(widest, widths[widest] + left)

    def _shrink(self, kept: Sequence[int], widths: Sequence[int], lack: int) -> None:
        """The columns that have most over what they need at least give way first."""
        insets = sum(self._inset(0))
        over = {one: widths[one] - insets - max(self.lines.heads[one].least, 3) * self._em for one in kept}
        for column in sorted(kept, key=lambda one: -over[one]):
            given = min(lack, max(over[column], 0))
            self.setColumnWidth(column, widths[column] - given)
            lack -= given

    def _unfolded(self, widths: Sequence[int], room: int) -> list[int]:
        columns = list(range(len(widths)))
        foldable = [column for column in columns if self.lines.heads[column].folds]
        while foldable and sum(widths[column] for column in columns) > room:
            columns.remove(foldable.pop())
        return columns

    @property
    def _em(self) -> int:
        return self._theme.px("t_body")

    def _needed(self, column: int) -> int:
        head, metrics = self.lines.heads[column], QFontMetrics(self._theme.font())
        lines = (one for one in self.lines.lines[:_MEASURED] if one.measured)
        texts = [one.cells[column] for one in lines if column < len(one.cells)]
        widest = max((metrics.horizontalAdvance(text) for text in (head.text, *texts)), default=0)
        least = max(head.least * self._em, 2 * self._em)
        return max(least, min(widest + 2, head.most * self._em)) + sum(self._inset(column))
