"""Backups as a table: when, why, how many records, how large, in which state. The newest usable one is chosen."""

from collections.abc import Sequence
from enum import IntEnum

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QTableView

from desktop.gui.theme import Theme
from desktop.gui.widgets.plain_model import LEFT, RIGHT, AnyIndex, PlainModel
from desktop.gui.widgets.plain_table import PlainDelegate, dress_table
from desktop.store.backups import Backup, State

_COLOURS = {State.DAMAGED: "danger", State.DOUBTFUL: "warn", State.UNKNOWN: "ink2"}


class Column(IntEnum):
    """The columns."""

    AT = 0
    KIND = 1
    RECORDS = 2
    SIZE = 3
    STATE = 4


_HEADS = ("备份时间", "种类", "记录/条", "大小", "状态")
_SHARES = (32, 18, 18, 16, 16)
"""Widths in hundredths."""


def size_text(size: int) -> str:
    """A size as a person reads it: 640 KB, 12.3 MB."""
    return f"{size / 1_000_000:,.1f} MB" if size >= 1_000_000 else f"{max(size // 1000, 1)} KB"


class BackupModel(PlainModel):
    """One row a backup."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.backups: Sequence[Backup] = ()

    def show(self, backups: Sequence[Backup]) -> None:
        """Show these, newest first."""
        self.beginResetModel()
        self.backups = backups
        self.endResetModel()

    def line_count(self) -> int:
        """The backups."""
        return len(self.backups)

    def head_texts(self) -> Sequence[str]:
        """As in `Column`."""
        return _HEADS

    def side(self, column: int) -> int:
        """Numbers stand right."""
        return RIGHT if column in (Column.RECORDS, Column.SIZE) else LEFT

    def data(self, index: AnyIndex, role: int = 0) -> object:
        """Text, side and colour of a cell; the file as its tool tip."""
        one = self.backups[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return _text(one, Column(index.column()))
            case Qt.ItemDataRole.TextAlignmentRole:
                return self.side(index.column())
            case Qt.ItemDataRole.ForegroundRole if index.column() == Column.STATE and one.state in _COLOURS:
                return self._theme.colour(_COLOURS[one.state])
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join([str(one.file), *one.faults[:3]])
        return None


def _text(one: Backup, column: Column) -> str:
    match column:
        case Column.AT:
            return f"{one.at:%Y-%m-%d %H:%M}"
        case Column.KIND:
            return str(one.kind or "另存的文件")
        case Column.RECORDS:
            return f"{one.records:,}" if one.sha256 and one.state is not State.DAMAGED else ""
        case Column.SIZE:
            return size_text(one.size)
    return str(one.state)


class BackupTable(QTableView):
    """One backup is chosen; the arrows move."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._backups = BackupModel(theme)
        side = theme.px("s3")
        self.setAccessibleName("备份")
        dress_table(self, theme, "h_row", lambda _column: (side, side))
        self.setModel(self._backups)
        self.setItemDelegate(PlainDelegate(theme, lambda _column: (side, side), self))

    def show_backups(self, backups: Sequence[Backup]) -> None:
        """Show them, and choose the newest that nothing is known against."""
        self._backups.show(backups)
        self.selectRow(next((row for row, one in enumerate(backups) if one.usable), 0))

    def choose(self, backup: Backup) -> None:
        """Choose a backup again after the list was read anew; one that is gone leaves the choice."""
        row = next((row for row, one in enumerate(self._backups.backups) if one.file == backup.file), None)
        if row is not None:
            self.selectRow(row)

    def chosen(self) -> Backup | None:
        """The backup of the current row."""
        row = self.currentIndex().row()
        return self._backups.backups[row] if 0 <= row < len(self._backups.backups) else None

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The columns share the width."""
        super().resizeEvent(event)
        width = self.viewport().width()
        for column, share in enumerate(_SHARES):
            self.setColumnWidth(column, width * share // 100)
