"""What tables of text share as models: lines below heads, each column on its side."""

from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt

AnyIndex = QModelIndex | QPersistentModelIndex
LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)


class PlainModel(QAbstractTableModel):
    """Answers what Qt asks about the size and the heads; the cells are each table's own."""

    def line_count(self) -> int:
        """How many lines there are."""
        raise NotImplementedError

    def head_texts(self) -> Sequence[str]:
        """What stands over each column."""
        raise NotImplementedError

    def side(self, _column: int) -> int:
        """On which side a column's text stands, head and cells alike."""
        return LEFT

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name
        """The lines."""
        return 0 if parent.isValid() else self.line_count()

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802 - Qt's name
        """The heads."""
        return 0 if parent.isValid() else len(self.head_texts())

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:  # noqa: N802
        """A head's text, and its side."""
        if orientation is not Qt.Orientation.Horizontal or not 0 <= section < len(self.head_texts()):
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self.side(section)
        return self.head_texts()[section] if role == Qt.ItemDataRole.DisplayRole else None
