"""The records behind a figure as a table model."""

from collections.abc import Iterator, Sequence
from enum import IntEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor

from desktop.figures.behind import Behind
from desktop.gui.theme import Theme
from desktop.gui.widgets.plain_model import LEFT, RIGHT, AnyIndex, PlainModel


class Part(IntEnum):
    """The columns."""

    DAY = 0
    SUBJECT = 1
    DETAIL = 2
    LAST = 3


class BehindModel(PlainModel):
    """One row a record; the last column says what it adds, or what it lacks."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._rows: Sequence[Behind] = ()
        self._heads = ("日期", "记录", "内容", "")
        self._lacking = False
        self._years = False

    def show(self, rows: Sequence[Behind], unit: str, *, lacking: bool) -> None:
        """Show records that count, in a unit, or those that lack something."""
        self.beginResetModel()
        self._rows, self._lacking = rows, lacking
        self._years = len({row.day[:4] for row in rows if row.day}) > 1
        self._heads = ("日期", "记录", "内容", "缺少" if lacking else unit)
        self.endResetModel()

    def row(self, number: int) -> Behind | None:
        """A record."""
        return self._rows[number] if 0 <= number < len(self._rows) else None

    def texts(self, part: Part) -> Iterator[str]:
        """What stands in a column below a head that has something to head."""
        found = {self._text(row, part, whole=False) for row in self._rows}
        if any(found):
            yield from (*found, self._heads[part])

    @property
    def shows_years(self) -> bool:
        """Whether days need their year."""
        return self._years

    def line_count(self) -> int:
        """The records."""
        return len(self._rows)

    def head_texts(self) -> Sequence[str]:
        """As in `Part`."""
        return self._heads

    def side(self, column: int) -> int:
        """What a record adds stands right, what it lacks left."""
        return RIGHT if column == Part.LAST and not self._lacking else LEFT

    def data(self, index: AnyIndex, role: int = 0) -> object:
        """Text, its side, and its colour."""
        if not index.isValid():
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self._text(
                self._rows[index.row()], Part(index.column()), whole=role == Qt.ItemDataRole.ToolTipRole
            )
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.side(index.column())
        if role == Qt.ItemDataRole.ForegroundRole:
            return self._ink(Part(index.column()))
        return None

    def _text(self, row: Behind, part: Part, *, whole: bool) -> str:
        day = row.day if self._years or whole else row.day[5:]
        return (day or "未填", row.subject, row.detail, row.missing if self._lacking else row.amount)[part]

    def _ink(self, part: Part) -> QColor:
        if part is Part.LAST and self._lacking:
            return self._theme.colour("warn")
        return self._theme.colour("ink" if part in (Part.SUBJECT, Part.LAST) else "ink2")
