"""Figures of the month: six cells of one panel, each with its unit, last year's value and a small line."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from desktop.catalogue import Indicator
from desktop.figures import Figure
from desktop.figures.comparing import change, shown
from desktop.figures.series import Series
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import label
from desktop.gui.widgets.charts import Spark

_COLUMNS = 2


@dataclass(frozen=True)
class TileContent:
    """A figure of the month and the line of the last months."""

    figure: Figure
    series: Series


class Tile(QFrame):
    """One figure; a click, Enter or the space bar opens it."""

    opened = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("tile")
        self._theme, self._name = theme, ""
        self._label, self._value = label("", "second"), QLabel()
        self._before, self._change = label("", "caption"), label("", "caption")
        self._value.setTextFormat(Qt.TextFormat.RichText)
        self._value.setMinimumHeight(QFontMetrics(theme.font("t_figure", bold=True)).height())
        self._spark = Spark(theme)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._lay_out()

    def _lay_out(self) -> None:
        px = self._theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px("s4") - 2, px("s2") - 2, px("s3"), px("s2") - 2)
        column.setSpacing(0)
        column.addWidget(self._label)
        row = QHBoxLayout()
        row.addWidget(self._value, 1, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self._spark, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(row, 1)
        last = QHBoxLayout()
        last.addWidget(self._before)
        last.addStretch(1)
        last.addWidget(self._change)
        column.addLayout(last)

    def expect(self, one: Indicator) -> None:
        """Show which figure stands here before its value is known."""
        self._name = one.name
        self._label.setText(one.label)
        self._before.setText("上年同期")
        self.setAccessibleName(one.label)

    def show_content(self, content: TileContent) -> None:
        """Show a figure."""
        from desktop.gui.widgets.drawer import with_unit  # noqa: PLC0415 - the drawer is not needed before

        figure, one = content.figure, content.figure.indicator
        self._name = one.name
        self._label.setText(one.label)
        value, unit = shown(figure.value, one), one.unit if figure.value is not None else ""
        self._value.setText(with_unit(value, unit, self._theme, "t_figure"))
        self._before.setText(f"上年同期 {shown(figure.previous, one)}")
        self._change.setText(change(figure).replace(" 点", " 个百分点"))
        self._spark.show_series(content.series, one.unit)
        self.setAccessibleName(f"{one.label} {value} {unit}，上年同期 {shown(figure.previous, one)}")
        self.setToolTip("查看口径和背后的记录")

    def show_line(self, roomy: bool) -> None:
        """With or without the small line."""
        self._spark.setVisible(roomy)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """A frame shows the focus."""
        super().paintEvent(event)
        if self.hasFocus():
            width = self._theme.px("focus")
            painter = QPainter(self)
            painter.setPen(QPen(self._theme.colour("accent"), width))
            painter.drawRect(self.rect().adjusted(width // 2, width // 2, -width, -width))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Open."""
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.opened.emit(self._name)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Open."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.opened.emit(self._name)
            return
        super().keyPressEvent(event)


class Tiles(QWidget):
    """Two columns of cells, parted by hairlines."""

    opened = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        # What is below gives way, not the figures.
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Minimum)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(1)
        self.cells: list[Tile] = []
        self._roomy = True

    def show_lines(self, roomy: bool) -> None:
        """The small lines beside the values, where there is room for them."""
        self._roomy = roomy
        for cell in self.cells:
            cell.show_line(roomy)

    def expect(self, indicators: Sequence[Indicator]) -> None:
        """Take the place of these figures."""
        while len(self.cells) < len(indicators):
            self._add()
        for cell, one in zip(self.cells, indicators, strict=False):
            cell.expect(one)

    def show_contents(self, contents: Sequence[TileContent]) -> None:
        """Show these figures."""
        while len(self.cells) < len(contents):
            self._add()
        for cell, content in zip(self.cells, contents, strict=False):
            cell.show_content(content)

    def _add(self) -> None:
        cell = Tile(self._theme)
        cell.opened.connect(self.opened)
        cell.show_line(self._roomy)
        self._grid.addWidget(cell, len(self.cells) // _COLUMNS, len(self.cells) % _COLUMNS)
        for column in range(_COLUMNS):
            self._grid.setColumnStretch(column, 1)
        self.cells.append(cell)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The hairlines in the gaps between the cells."""
        super().paintEvent(event)
        painter = QPainter(self)
        for number, cell in enumerate(self.cells):
            area = cell.geometry()
            if number % _COLUMNS:
                painter.fillRect(area.left() - 1, area.top(), 1, area.height(), self._theme.colour("line"))
            if number >= _COLUMNS:
                painter.fillRect(0, area.top() - 1, self.width(), 1, self._theme.colour("line"))
