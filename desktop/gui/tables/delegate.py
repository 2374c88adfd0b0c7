"""One delegate that paints every cell of a list: text, numbers, chips, check boxes, the mark of gaps."""

from itertools import pairwise

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.gui.tables.columns import Cell
from desktop.gui.tables.model import CHECK, ListModel
from desktop.gui.theme import Theme

_CHIPS = ("neutral", "accent", "danger", "warn", "ok")
_MIDDLE = Qt.AlignmentFlag.AlignVCenter
_LEFT, _RIGHT = _MIDDLE | Qt.AlignmentFlag.AlignLeft, _MIDDLE | Qt.AlignmentFlag.AlignRight


class Brushes:
    """The theme's colours and fonts for painting, looked up once."""

    def __init__(self, theme: Theme) -> None:
        names = ("surface", "sunken", "hover", "line", "field_line", "ink", "ink2", "ink3", "accent", "accent_soft",
                 "on_accent", "danger", "danger_soft", "warn", "warn_soft", "ok", "ok_soft")  # fmt: skip
        self.colours: dict[str, QColor] = {name: theme.colour(name) for name in names}
        self.body, self.strong, self.caption = theme.font(), theme.font(bold=True), theme.font("t_caption")
        self.metrics = {False: QFontMetrics(self.body), True: QFontMetrics(self.strong)}
        self.small = QFontMetrics(self.caption)
        self.pad, self.chip_height = theme.px("s2") + theme.px("s1") // 2, theme.px("h_chip")
        self.radius, self.bar = theme.px("r_chip"), theme.px("focus") + 1
        self.box, self.icon = theme.px("icon_small") - 1, theme.px("icon_small")
        self.mark = theme.icon("info", "warn", self.icon)

    def __getitem__(self, name: str) -> QColor:
        return self.colours[name]


class ListDelegate(QStyledItemDelegate):
    """Paints a cell by its column's kind. Ground, hairline and the bar of the current row come with every cell."""

    def __init__(self, theme: Theme, view: QWidget) -> None:
        super().__init__(view)
        self.hovered = -1
        self.current = -1
        self._brushes = Brushes(theme)
        self.row_height = theme.px("h_row")

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        """Rows are as high as was chosen, whatever font is there."""
        return QSize(0, self.row_height)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint one cell."""
        model, rect, row = index.model(), option.rect, index.row()
        if not isinstance(model, ListModel):
            return
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        self._ground(painter, rect, row, selected)
        column = index.column()
        if column == CHECK:
            self._bar(painter, rect, row)
            paint_box(painter, rect, self._brushes, "checked" if selected else "")
        elif column > len(model.columns):
            self._mark(painter, rect, model, row)
        else:
            kind = model.columns[column - 1].kind
            self._value(painter, rect, model.cell(row, column - 1), kind, selected)

    def _ground(self, painter: QPainter, rect: QRect, row: int, selected: bool) -> None:
        ground = "accent_soft" if selected else "hover" if row == self.hovered else "surface"
        painter.fillRect(rect, self._brushes[ground])
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._brushes["line"])

    def _bar(self, painter: QPainter, rect: QRect, row: int) -> None:
        if row == self.current:
            painter.fillRect(rect.left(), rect.top(), self._brushes.bar, rect.height(), self._brushes["accent"])

    def _mark(self, painter: QPainter, rect: QRect, model: ListModel, row: int) -> None:
        found = model.row(row)
        if found and found.gaps:
            self._brushes.mark.paint(painter, rect)

    def _value(self, painter: QPainter, rect: QRect, cell: Cell, kind: str, selected: bool) -> None:
        if not cell.text:
            return
        inner = rect.adjusted(self._brushes.pad, 0, -self._brushes.pad, 0)
        if kind == "chip" and cell.tone in _CHIPS and cell.text != "未填":
            self._chip(painter, inner, cell, selected)
        else:
            self._text(painter, inner, cell, kind == "number")

    def _text(self, painter: QPainter, rect: QRect, cell: Cell, right: bool) -> None:
        bold = cell.tone == "danger"
        painter.setFont(self._brushes.strong if bold else self._brushes.body)
        painter.setPen(self._brushes[cell.tone if cell.tone in self._brushes.colours else "ink"])
        shown = self._brushes.metrics[bold].elidedText(cell.text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, _RIGHT if right else _LEFT, shown)

    def _chip(self, painter: QPainter, rect: QRect, cell: Cell, selected: bool) -> None:
        brushes = self._brushes
        pad = brushes.chip_height // 3
        width = min(rect.width(), brushes.small.horizontalAdvance(cell.text) + 2 * pad)
        top = rect.top() + (rect.height() - brushes.chip_height) // 2
        ground = "sunken" if cell.tone == "neutral" else f"{cell.tone}_soft"
        if selected and cell.tone in ("neutral", "accent"):
            ground = "surface"
        box = QRectF(rect.left(), top, width, brushes.chip_height)
        rounded(painter, box, brushes[ground], brushes.radius)
        painter.setFont(brushes.caption)
        painter.setPen(brushes["ink2" if cell.tone == "neutral" else cell.tone])
        shown = brushes.small.elidedText(cell.text, Qt.TextElideMode.ElideRight, width - pad)
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, shown)


def rounded(painter: QPainter, box: QRectF, colour: QColor, radius: float) -> None:
    """A filled box with round corners."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(box, radius, radius)
    painter.restore()


def paint_box(painter: QPainter, rect: QRect, brushes: Brushes, state: str) -> None:
    """A check box in the middle of `rect`: empty, checked or partly."""
    side = brushes.box
    box = QRectF(rect.center().x() - side // 2 + 1.5, rect.center().y() - side // 2 + 0.5, side - 1, side - 1)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(brushes["accent" if state else "field_line"], 1))
    painter.setBrush(brushes["accent" if state else "surface"])
    painter.drawRoundedRect(box, brushes.radius - 0.5, brushes.radius - 0.5)
    if state:
        painter.setPen(QPen(brushes["on_accent"], 1.7, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
        points = ((0.24, 0.52), (0.43, 0.7), (0.77, 0.32)) if state == "checked" else ((0.26, 0.5), (0.74, 0.5))
        corners = [box.topLeft() + type(box.topLeft())(x * box.width(), y * box.height()) for x, y in points]
        for start, end in pairwise(corners):
            painter.drawLine(start, end)
    painter.restore()


def font_of(brushes: Brushes, bold: bool) -> QFont:
    """The caption font of heads, bold for the sorted column."""
    font = QFont(brushes.caption)
    font.setBold(bold)
    return font
