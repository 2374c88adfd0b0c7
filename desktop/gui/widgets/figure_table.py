"""The table of figures: one delegate paints every cell; columns drop where the room is narrow."""

from collections.abc import Iterable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.figures import Figure
from desktop.figures.comparing import change, shown
from desktop.figures.series import Series
from desktop.gui.theme import Theme
from desktop.gui.widgets.charts import paint_mini
from desktop.gui.widgets.figure_model import FIGURE_ROLE, SECOND_ROLE, SERIES_ROLE, Column, FigureModel, marks
from desktop.gui.widgets.plain_table import dress_table

AnyIndex = QModelIndex | QPersistentModelIndex
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_FOLDED = (Column.MONTHS, Column.BEFORE, Column.MARKS)
"""The order in which columns drop where there is no room."""

_GROUNDS = {
    "neutral": ("sunken", "ink2"), "warn": ("warn_soft", "warn"), "accent": ("accent_soft", "accent"),
    "outline": ("surface", "ink2"),
}  # fmt: skip


def paint_chip(
    painter: QPainter, place: QPoint, text: str, tone: str, theme: Theme, *, selected: bool = False
) -> int:
    """A chip with its left edge at `place`, centred on its height; returns its width."""
    font = theme.font("t_caption")
    width = QFontMetrics(font).horizontalAdvance(text) + 2 * (theme.px("s1") + 2)
    height = theme.px("h_chip")
    area = QRectF(place.x(), place.y() - height // 2, width, height)
    ground, ink = _GROUNDS[tone]
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(theme.colour("line_mid") if tone == "outline" else Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("surface" if selected and tone != "warn" else ground))
    edge = area.adjusted(0.5, 0.5, -0.5, -0.5) if tone == "outline" else area
    painter.drawRoundedRect(edge, theme.px("r_chip"), theme.px("r_chip"))
    painter.setPen(theme.colour(ink))
    painter.setFont(font)
    painter.drawText(area, Qt.AlignmentFlag.AlignCenter, text)
    painter.restore()
    return width


class FigureDelegate(QStyledItemDelegate):
    """Paints headings, two-line names, values with their unit on one baseline, charts and chips."""

    def __init__(self, theme: Theme, view: QTableView) -> None:
        super().__init__(view)
        self._theme, self._view = theme, view
        self._body, self._bold = theme.font(), theme.font(bold=True)
        self._caption = theme.font("t_caption")
        self._value = theme.font("t_section", bold=True)
        self._value.setPixelSize(theme.px("t_section") + 1)
        self._units = 0

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one cell."""
        figure = index.data(FIGURE_ROLE)
        painter.save()
        if isinstance(figure, Figure):
            self._paint_ground(painter, option, index)
            self._paint_cell(painter, option, index, figure)
        else:
            self._paint_heading(painter, option.rect, index)
        painter.fillRect(
            QRect(option.rect.left(), option.rect.bottom(), option.rect.width(), 1), self._theme.colour("line")
        )
        painter.restore()

    def _paint_heading(self, painter: QPainter, area: QRect, index: AnyIndex) -> None:
        painter.fillRect(area, self._theme.colour("raised"))
        left = self._inner(area, Column.NAME)
        title = str(index.data())
        self._text(painter, left, title, self._bold, "ink")
        beside = left.adjusted(QFontMetrics(self._bold).horizontalAdvance(title) + self._theme.px("s3"), 0, 0, 0)
        self._text(painter, beside, str(index.data(SECOND_ROLE)), self._caption, "ink2")

    def _paint_ground(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(option.rect, self._theme.colour("accent_soft"))
        elif self._view.property("hovered") == index.row():
            painter.fillRect(option.rect, self._theme.colour("hover"))
        if index.column() == Column.NAME and index.row() == self._view.currentIndex().row():
            bar = QRect(option.rect.topLeft(), QSize(3, option.rect.height()))
            painter.fillRect(bar, self._theme.colour("accent"))

    def _paint_cell(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex, figure: Figure) -> None:
        area = self._inner(option.rect, index.column())
        match Column(index.column()):
            case Column.NAME:
                self._paint_name(painter, area, index)
            case Column.VALUE:
                self._paint_value(painter, area, index, figure)
            case Column.BEFORE:
                self._right(painter, area, str(index.data()), self._body, "ink2" if figure.previous else "ink3")
            case Column.CHANGE:
                text = str(index.data())
                self._right(painter, area, text, self._body, "ink3" if text in ("0", "—") else "ink")
            case Column.MONTHS:
                self._paint_chart(painter, area, index.data(SERIES_ROLE))
            case Column.MARKS:
                self._paint_marks(painter, area, figure, bool(option.state & QStyle.StateFlag.State_Selected))

    def inset(self, column: int) -> tuple[int, int]:
        """Left and right inset of a column; the number of a value ends where its unit begins."""
        side = self._theme.px("s2")
        left = self._theme.px("s5") if column == Column.NAME else side
        return left, side + self._units if column == Column.VALUE else side

    def value_metrics(self) -> QFontMetrics:
        """The measures of a value's font."""
        return QFontMetrics(self._value)

    def measure_units(self, units: Iterable[str]) -> None:
        """Keep room for the widest of the units that are shown."""
        metrics = QFontMetrics(self._caption)
        self._units = max((metrics.horizontalAdvance(one) for one in units), default=0) + self._theme.px("s1") + 2

    def _inner(self, area: QRect, column: int) -> QRect:
        left, right = self.inset(column)
        return area.adjusted(left, 0, -right, -1)

    def _paint_name(self, painter: QPainter, area: QRect, index: AnyIndex) -> None:
        middle = area.center().y() + 1
        upper, lower = QRect(area), QRect(area)
        upper.setBottom(middle - 1)
        lower.setTop(middle + 1)
        pad = self._theme.px("s1")
        self._text(painter, upper.adjusted(0, pad, 0, 0), str(index.data()), self._body, "ink")
        self._text(painter, lower.adjusted(0, 0, 0, -pad), str(index.data(SECOND_ROLE)), self._caption, "ink2")

    def _paint_value(self, painter: QPainter, area: QRect, index: AnyIndex, figure: Figure) -> None:
        """The number ends and its unit begins on one line down the whole table."""
        text = str(index.data())
        split = area.right() + 1
        metrics = QFontMetrics(self._value)
        base = area.center().y() + (metrics.ascent() - metrics.descent()) // 2
        painter.setFont(self._value)
        painter.setPen(self._theme.colour("ink" if figure.value else "ink3"))
        painter.drawText(split - metrics.horizontalAdvance(text), base, text)
        if figure.value is not None:
            painter.setFont(self._caption)
            painter.setPen(self._theme.colour("ink2"))
            painter.drawText(split + self._theme.px("s1") + 2, base, figure.indicator.unit)

    def _paint_chart(self, painter: QPainter, area: QRect, series: object) -> None:
        if isinstance(series, Series):
            height = self._theme.px("h_row") - self._theme.px("s1")
            room = QRectF(area.left(), area.center().y() - height / 2, area.width(), height)
            paint_mini(painter, room, series, self._theme)

    def _paint_marks(self, painter: QPainter, area: QRect, figure: Figure, selected: bool) -> None:
        place = QPoint(area.left(), area.center().y() + 1)
        for text, tone in marks(figure):
            place.setX(
                place.x()
                + paint_chip(painter, place, text, tone, self._theme, selected=selected)
                + self._theme.px("s1")
            )

    def _text(self, painter: QPainter, area: QRect, text: str, font: QFont, ink: str) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.colour(ink))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, _LEFT, shown)

    def _right(self, painter: QPainter, area: QRect, text: str, font: QFont, ink: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(self._theme.colour(ink)))
        painter.drawText(area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, text)


class FigureTable(QTableView):
    """Shows a `FigureModel`; Enter or a click opens the chosen figure."""

    opened = Signal(str)
    """The name of the indicator that is to be shown in the drawer."""
    moved = Signal(str)
    """The name of the indicator on which the current row stands now."""

    def __init__(self, model: FigureModel, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model, self._theme = model, theme
        self._widths: dict[Column, int] = {}
        self.setModel(model)
        self._delegate = FigureDelegate(theme, self)
        self.setItemDelegate(self._delegate)
        dress_table(self, theme, "h_row_two", self._delegate.inset)
        self.setAccessibleName("指标")
        model.modelReset.connect(self._set_rows)
        self.entered.connect(lambda index: self._hover(index.row()))
        self.clicked.connect(lambda index: self._open(index.row()))
        self.selectionModel().currentRowChanged.connect(self._tell_move)

    def choose(self, name: str) -> bool:
        """Put the current row on an indicator; False where it is not in the list."""
        row = self._model.row_of(name)
        if row is None:
            return False
        index = self._model.index(row, Column.NAME)
        seen = self.viewport().rect().contains(self.visualRect(index))
        self.setCurrentIndex(index)
        if not seen:
            self.scrollTo(index, QAbstractItemView.ScrollHint.PositionAtCenter)
        return True

    def step(self, direction: int) -> None:
        """Go to the next (1) or previous (-1) figure, past headings."""
        row = self.currentIndex().row() + direction
        while 0 <= row < self._model.rowCount():
            if self._model.figure(row) is not None:
                self.setCurrentIndex(self._model.index(row, Column.NAME))
                return
            row += direction

    def _set_rows(self) -> None:
        self._measure()
        self.clearSpans()
        for row in range(self._model.rowCount()):
            heading = self._model.figure(row) is None
            self.setRowHeight(row, self._theme.px("h_thead" if heading else "h_row_two"))
            if heading:
                self.setSpan(row, 0, 1, len(Column))

    def _tell_move(self, current: QModelIndex) -> None:
        figure = self._model.figure(current.row())
        self.viewport().update()
        if figure:
            self.moved.emit(figure.indicator.name)

    def _open(self, row: int) -> None:
        figure = self._model.figure(row)
        if figure:
            self.opened.emit(figure.indicator.name)

    def _hover(self, row: int) -> None:
        self.setProperty("hovered", row)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter opens; the rest is the table's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(self.currentIndex().row())
            return
        super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Share out the width; drop columns in their order where the names would become too short."""
        super().resizeEvent(event)
        self.fit_columns()

    def fit_columns(self) -> None:
        """Give every column its width and the rest to the names."""
        least = self._theme.px("w_tree") + self._theme.px("s4")
        dropped: set[Column] = set()
        for column in _FOLDED:
            if self.viewport().width() - self._taken(dropped) >= least:
                break
            dropped.add(column)
        for column, width in self._widths.items():
            self.setColumnHidden(column, column in dropped)
            self.setColumnWidth(column, width)
        self.setColumnWidth(Column.NAME, max(least, self.viewport().width() - self._taken(dropped)))

    def least_width(self) -> int:
        """What names and values take when every column that may go is gone."""
        least = self._theme.px("w_tree") + self._theme.px("s4")
        return least + self._taken(set(_FOLDED)) + self.verticalScrollBar().sizeHint().width()

    def _taken(self, dropped: set[Column]) -> int:
        return sum(width for column, width in self._widths.items() if column not in dropped)

    def _measure(self) -> None:
        """The widths that the figures shown need, so that as few columns as possible drop."""
        figures = [one for one in map(self._model.figure, range(self._model.rowCount())) if one]
        self._delegate.measure_units({one.indicator.unit for one in figures})
        body, caption = QFontMetrics(self._theme.font()), QFontMetrics(self._theme.font("t_caption"))
        heads = [str(self._model.headerData(column, Qt.Orientation.Horizontal)) for column in Column]

        def widest(column: Column, metrics: QFontMetrics, texts: Iterable[str]) -> int:
            found = max(map(metrics.horizontalAdvance, texts), default=0)
            return max(found, caption.horizontalAdvance(heads[column])) + sum(self._delegate.inset(column))

        chips = 2 * self._theme.px("s2")
        self._widths = {
            Column.VALUE: widest(Column.VALUE, self._delegate.value_metrics(), map(_value_text, figures)),
            Column.BEFORE: widest(Column.BEFORE, body, (shown(one.previous, one.indicator) for one in figures)),
            Column.CHANGE: widest(Column.CHANGE, body, map(change, figures)),
            Column.MONTHS: self._theme.px("s6") * 7 // 2 + 2 * self._theme.px("s2"),
            Column.MARKS: widest(Column.MARKS, caption, (text for one in figures for text, _ in marks(one))) + chips,
        }


def _value_text(figure: Figure) -> str:
    return shown(figure.value, figure.indicator)
