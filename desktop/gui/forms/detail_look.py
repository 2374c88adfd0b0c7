"""How a table of detail rows is dressed, and how wide its columns are."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.catalogue import Field
from desktop.gui.forms.detail_model import DetailDelegate
from desktop.gui.theme import Theme

_WIDTHS = {
    "date": "2025-12-28 0",
    "integer": "00000",
    "decimal": "0000.0",
    "money": "0,000,000.00",
    "boolean": "是 否",
}

LONGEST_CHIP = 7
"""Characters of a state that a column has room for."""


class RowTable(QTableView):
    """A table whose height is that of its rows; keys for a whole row and files dropped on one go to its owner."""

    def __init__(
        self, keys: Callable[[QKeyEvent], bool], drop: Callable[[int, QMimeData], bool], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._keys, self._drop = keys, drop
        self.setTabKeyNavigation(False)
        self.setAcceptDrops(True)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Files and pictures are welcome."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:  # noqa: N802
        """Mark the row that would take them."""
        row = self.rowAt(event.position().toPoint().y())
        if row >= 0:
            self.selectRow(row)
        event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """They become the attachments of the row under the mouse."""
        if self._drop(self.rowAt(event.position().toPoint().y()), event.mimeData()):
            event.acceptProposedAction()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter, F2, Delete act on the row."""
        if not self._keys(event):
            super().keyPressEvent(event)


def dress(table: QTableView, theme: Theme, widths: Sequence[int]) -> None:
    """Rows with hairlines, no scroll bars; the first field takes the room that the others leave."""
    table.setItemDelegate(DetailDelegate(theme, table))
    table.setShowGrid(False)
    table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
    table.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    table.verticalHeader().hide()
    head = table.horizontalHeader()
    head.setFixedHeight(theme.px("h_thead"))
    head.setHighlightSections(False)
    head.setSectionsClickable(False)
    for section, width in enumerate(widths):
        stretch = section == 1
        mode = QHeaderView.ResizeMode.Stretch if stretch else QHeaderView.ResizeMode.Fixed
        head.setSectionResizeMode(section, mode)
        if not stretch:
            table.setColumnWidth(section, width)


def column_widths(theme: Theme, fields: Sequence[Field], files: Field | None) -> list[int]:
    """Width of the number column, of each field by its heading and a usual value, and of the files' column."""
    metrics, small, pad = QFontMetrics(theme.font()), QFontMetrics(theme.font("t_caption")), theme.px("s5")
    widths = [metrics.horizontalAdvance("00") + pad]
    for one in fields:
        head = small.horizontalAdvance(f"{one.label}/{one.unit}" if one.unit else one.label)
        longest = max(one.choices.values(), key=len, default="")[:LONGEST_CHIP]
        chip = small.horizontalAdvance(longest) + theme.px("s3")
        widths.append(max(head, chip, metrics.horizontalAdvance(_sample(one))) + pad)
    if files is not None:
        widths.append(small.horizontalAdvance(f"{files.label}/个") + pad)
    return widths


def _sample(one: Field) -> str:
    """A text as wide as the column should be."""
    if one.choices:
        return (max(one.choices.values(), key=len) + "宽")[:6]
    return "约 000" if one.approx else _WIDTHS.get(one.type.name, "五个字宽度")
