"""A table of the statutory return as a model: a line a column of the form, under the headings that span columns."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from desktop.figures.comparing import shown
from desktop.gui.theme import Theme
from desktop.gui.widgets.plain_model import LEFT, RIGHT, AnyIndex, PlainModel
from desktop.report.returns import Cell


class Part(IntEnum):
    """The columns."""

    HEADING = 0
    VALUE = 1
    UNIT = 2
    EACH = 3
    BEFORE = 4
    LEFT_OUT = 5


_HEADS = ("栏目", "本年", "单位", "按种类计", "上年", "未计入")


@dataclass(frozen=True)
class Line:
    """A column of the form, or a heading over several (`cell` is None)."""

    heading: str
    cell: Cell | None = None
    inner: bool = False


class ReturnModel(PlainModel):
    """The lines of one table."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._lines: Sequence[Line] = ()
        self._by_kind = False

    def show(self, cells: Sequence[Cell], *, by_kind: bool) -> None:
        """Show the cells of a table; `by_kind` adds the other way of counting."""
        self.beginResetModel()
        self._lines, self._by_kind = _lines(cells), by_kind
        self.endResetModel()

    @property
    def counts_by_kind(self) -> bool:
        """Whether the other way of counting is shown."""
        return self._by_kind

    def cell(self, row: int) -> Cell | None:
        """The cell of a line; None for a heading."""
        return self._lines[row].cell if 0 <= row < len(self._lines) else None

    def line_count(self) -> int:
        """The lines."""
        return len(self._lines)

    def head_texts(self) -> Sequence[str]:
        """As in `Part`."""
        return _HEADS

    def side(self, column: int) -> int:
        """Numbers stand right."""
        return RIGHT if column in (Part.VALUE, Part.EACH, Part.BEFORE, Part.LEFT_OUT) else LEFT

    def data(self, index: AnyIndex, role: int = 0) -> object:
        """Text, its side, its colour; the tip is the counting rule."""
        if not index.isValid():
            return None
        line, part = self._lines[index.row()], Part(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(line, part)
        if role == Qt.ItemDataRole.ToolTipRole:
            return line.cell.explanation if line.cell else line.heading
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.side(index.column())
        if role == Qt.ItemDataRole.FontRole:
            return self._theme.font(bold=True) if line.cell is None and not line.inner else None
        return self._ink(line, part) if role == Qt.ItemDataRole.ForegroundRole else None

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """A heading cannot be chosen."""
        if not index.isValid() or self._lines[index.row()].cell is None:
            return Qt.ItemFlag.ItemNeverHasChildren
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def _text(self, line: Line, part: Part) -> str:
        if line.cell is None:
            return line.heading if part is Part.HEADING else ""
        figure, one = line.cell.figure, line.cell.figure.indicator
        each = line.cell.each
        return {
            Part.HEADING: f"　{line.heading}" if line.inner else line.heading,
            Part.VALUE: shown(figure.value, one),
            Part.UNIT: one.unit,
            Part.EACH: shown(each.value, one) if each else "",
            Part.BEFORE: shown(figure.previous, one),
            Part.LEFT_OUT: str(figure.uncounted) if figure.uncounted else "",
        }[part]

    def _ink(self, line: Line, part: Part) -> QColor:
        if part is Part.LEFT_OUT:
            return self._theme.colour("warn")
        if line.cell is None:
            return self._theme.colour("ink" if not line.inner else "ink2")
        figure, each = line.cell.figure, line.cell.each
        numbers = {Part.VALUE: figure.value, Part.EACH: each.value if each else None, Part.BEFORE: figure.previous}
        if part in numbers and not numbers[part]:
            return self._theme.colour("ink3")
        return self._theme.colour("ink" if part in (Part.HEADING, Part.VALUE) else "ink2")


def _lines(cells: Sequence[Cell]) -> list[Line]:
    found: list[Line] = []
    group = ""
    for cell in cells:
        if cell.column.group and cell.column.group != group:
            found.append(Line(cell.column.group))
        group = cell.column.group
        found.append(Line(cell.column.heading, cell, inner=bool(group)))
    return found
