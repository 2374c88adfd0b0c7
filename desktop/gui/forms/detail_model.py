"""The rows of a detail table as a model, and how their cells are painted."""

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetrics, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.catalogue import Field
from desktop.catalogue.details import Rows
from desktop.catalogue.fields import tag_list
from desktop.gui.forms.presenter import DetailRow, Presenter
from desktop.gui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
TONE = Qt.ItemDataRole.UserRole
"""danger, warn, neutral for a cell that is painted as a chip or a warning; files for the one with attachments."""

_GRAVE = ("重大", "逾期", "特别重大", "较大")
_CHIPS = ("grade", "status", "kind", "result", "recheck_result")


class DetailModel(QAbstractTableModel):
    """The live rows, and a last line for the next one. The first column numbers them, the last counts their files."""

    def __init__(self, presenter: Presenter, kind: Rows) -> None:
        super().__init__()
        self.presenter, self.kind = presenter, kind
        child = presenter.child(kind)
        self.fields: list[Field] = [child.fields[name] for name in kind.columns]
        self.files = next((one for one in child.fields.values() if one.type.name == "attachment"), None)
        """The field with the rows' attachments, where the ledger has one."""
        self._shown: list[list[tuple[str, str]]] = []
        self.reload()

    @property
    def rows(self) -> list[DetailRow]:
        """The live rows."""
        return self.presenter.live(self.kind)

    @property
    def files_column(self) -> int:
        """The column that counts a row's files; −1 where there is none."""
        return len(self.fields) + 1 if self.files else -1

    @property
    def has_entry(self) -> bool:
        """Whether the last line is for typing the next row: rows that are brought in are not typed."""
        return not self.kind.brought

    def reload(self) -> None:
        """Read the rows again, after one was added or taken away."""
        self.beginResetModel()
        self._shown = [self._cells(row) for row in self.rows]
        self.endResetModel()

    def refresh(self) -> None:
        """Show what was typed in rows that are still the same ones."""
        if len(self._shown) != len(self.rows):
            self.reload()
            return
        self._shown = [self._cells(row) for row in self.rows]
        if self._shown:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._shown) - 1, self.columnCount() - 1))

    def _cells(self, row: DetailRow) -> list[tuple[str, str]]:
        draft = self.presenter.row_draft(row)
        wrong = {one.field: one.message for one in draft.blocking()}
        typed, stored = self.presenter.row_typed(row), self.presenter.row_stored(row)
        cells = [self._cell(one, stored.get(one.name), typed.get(one.name), wrong) for one in self.fields]
        if self.files is None:
            return cells
        many = len(tag_list(stored.get(self.files.name)))
        return [*cells, (str(many) if many else "", "files")]

    def _cell(self, one: Field, stored: object, typed: object, wrong: dict[str, str]) -> tuple[str, str]:
        if one.name in wrong:
            return str(typed if typed not in (None, "") else "必填"), "error"
        if stored is None:
            return ("未填", "gap") if one.needed_to_count or one.name == self.kind.asked else ("", "")
        text = one.display(stored) if isinstance(stored, (str, int)) else str(stored)
        if one.name in _CHIPS and one.choices:
            return text, "danger" if text.startswith(_GRAVE) else "neutral"
        return text, ""

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        """The rows and the line for the next one."""
        return 0 if parent.isValid() else len(self._shown) + int(self.has_entry)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: N802, B008
        """The number, the fields, the files."""
        return 0 if parent.isValid() else len(self.fields) + 1 + int(self.files is not None)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The text of a cell, its tone, its alignment."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return str(row + 1) if column == 0 else self._text(row, column - 1, 0)
        if role == TONE:
            return self._text(row, column - 1, 1) if column else ""
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tip(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(column)
        return None

    def _tip(self, row: int, column: int) -> str | None:
        """What an elided cell says in full; what can be done in the last one."""
        if column == self.files_column and row < len(self._shown):
            return "单击看这一行的附件；文件也可以拖到这一行，或按 Ctrl+Shift+P 选择"
        return self._text(row, column - 1, 0) or None if column else None

    def _text(self, row: int, column: int, part: int) -> str:
        return self._shown[row][column][part] if row < len(self._shown) else ""

    def _alignment(self, column: int) -> int:
        right = column == self.files_column or (column > 0 and self.fields[column - 1].type.numeric)
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        return int(side | Qt.AlignmentFlag.AlignVCenter)

    def headerData(  # noqa: N802
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """Labels with units, as GB/T 3101 writes them: 数量/项."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(section)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if section in (0, self.files_column):
            return f"{self.files.label}/个" if section and self.files else ""
        one = self.fields[section - 1]
        return f"{one.label}/{one.unit}" if one.unit else one.label


class DetailDelegate(QStyledItemDelegate):
    """Paints text, chips and warnings."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Draw one cell with the hairline that parts it from the next row."""
        theme, rect = self._theme, QRect(option.rect)
        painter.save()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.fillRect(rect, theme.colour("accent_soft" if selected else "surface"))
        if index.row() + 1 < index.model().rowCount():
            painter.fillRect(QRect(rect.left(), rect.bottom(), rect.width(), 1), theme.colour("line"))
        text, tone = str(index.data() or ""), str(index.data(TONE) or "")
        inner = rect.adjusted(theme.px("p_cell"), 0, -theme.px("p_cell"), 0)
        if tone in ("neutral", "danger") and text:
            self._chip(painter, inner, text, tone)
        elif tone == "files":
            self._files(painter, inner, text)
        else:
            inks = {"gap": "warn", "error": "danger"}
            dim = index.column() == 0
            painter.setFont(theme.font(bold=tone == "error"))
            painter.setPen(theme.colour(inks.get(tone, "ink2" if dim else "ink")))
            shown = QFontMetrics(painter.font()).elidedText(text, Qt.TextElideMode.ElideRight, inner.width())
            painter.drawText(inner, int(index.data(Qt.ItemDataRole.TextAlignmentRole)), shown)
        painter.restore()

    def _files(self, painter: QPainter, rect: QRect, count: str) -> None:
        """The count right, the paper clip left of it; a faint clip where there are no files."""
        theme, size = self._theme, self._theme.px("icon_small")
        painter.setFont(theme.font())
        painter.setPen(theme.colour("ink"))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), count)
        taken = QFontMetrics(painter.font()).horizontalAdvance("0") + theme.px("s1")
        place = QRect(rect.right() - taken - size, rect.center().y() - size // 2, size, size)
        theme.icon("clip", "ink2" if count else "disabled", size).paint(painter, place)

    def _chip(self, painter: QPainter, rect: QRect, text: str, tone: str) -> None:
        theme = self._theme
        painter.setFont(theme.font("t_caption"))
        metrics = QFontMetrics(painter.font())
        text = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width() - theme.px("s3"))
        height, width = theme.px("h_chip"), metrics.horizontalAdvance(text) + theme.px("s3")
        box = QRectF(rect.left(), rect.center().y() - height / 2 + 1, width, height)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("danger_soft" if tone == "danger" else "sunken"))
        painter.drawRoundedRect(box, theme.px("r_chip"), theme.px("r_chip"))
        painter.setPen(theme.colour("danger" if tone == "danger" else "ink2"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)
