"""Charts, painted: bars with last year's ticks, two lines for rates, sparklines.

Every function paints with lines and areas on any QPainter, so that a chart is sharp at every scale and in print.
"""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.figures.comparing import plain_number
from desktop.figures.series import Series
from desktop.gui.theme import Theme

_BAR_PART = 0.7
"""Part of a month's width that its bar takes; a large chart's is narrower."""
_BAR_PART_LARGE = 0.54
_ROOM_BELOW = 0.2
"""A line's base: the minimum less this part of the range, so that it shows shape, not size."""


def paint_mini(painter: QPainter, area: QRectF, series: Series, theme: Theme) -> None:
    """A row's chart: bars, or lines for a rate."""
    if series.rate:
        paint_lines(painter, area, series, theme)
    else:
        paint_bars(painter, area, series, theme)


def paint_bars(
    painter: QPainter, area: QRectF, series: Series, theme: Theme, *, part: float = _BAR_PART, tick: float = 1
) -> None:
    """A bar a month for this year with a tick across it for last year's."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    step = area.width() / max(1, len(series.months))
    height = (area.height() - tick) / (series.peak or 1.0)
    for number, (now, before) in enumerate(zip(series.now, series.before, strict=True)):
        left = area.left() + number * step
        if now and now > 0:
            bar = QRectF(left + step * (1 - part) / 2, area.bottom() - now * height, step * part, now * height)
            painter.fillRect(_snapped(painter, bar), theme.colour("chart_bar"))
        if before:  # nothing last year needs no tick: a row of them on the base reads as a line
            line = QRectF(left + step * 0.08, area.bottom() - max(before, 0) * height - tick, step * 0.84, tick)
            painter.fillRect(_snapped(painter, line), theme.colour("chart_tick"))
    painter.restore()


def paint_lines(painter: QPainter, area: QRectF, series: Series, theme: Theme) -> None:
    """Last year's line thin and grey, this year's stronger with a dot on the last month."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    room = area.adjusted(1, 3, -3, -2)
    for run in _runs(series.before, series, room):
        painter.setPen(QPen(theme.colour("chart_last"), 1.0))
        painter.drawPolyline(run)
    last: QPointF | None = None
    for run in _runs(series.now, series, room):
        painter.setPen(QPen(theme.colour("chart"), 1.6))
        painter.drawPolyline(run)
        last = run.at(run.size() - 1)
    if last is not None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.colour("chart"))
        painter.drawEllipse(last, 2.5, 2.5)
    painter.restore()


def _runs(values: Sequence[float | None], series: Series, area: QRectF) -> Iterator[QPolygonF]:
    """The points of a line, parted where a month has no value."""
    span = (series.peak - series.trough) or 1.0
    base = series.trough - _ROOM_BELOW * span
    step = area.width() / max(1, len(values) - 1)
    run = QPolygonF()
    for number, value in enumerate(values):
        if value is None:
            if run.size():
                yield run
            run = QPolygonF()
            continue
        part = (value - base) / (series.peak - base or 1.0)
        run.append(QPointF(area.left() + number * step, area.bottom() - part * area.height()))
    if run.size():
        yield run


def _snapped(painter: QPainter, area: QRectF) -> QRectF:
    """The area with its edges on device pixels, at least one of them high and wide."""
    ratio = painter.device().devicePixelRatioF()
    left, top = round(area.left() * ratio), round(area.top() * ratio)
    right, bottom = round(area.right() * ratio), round(area.bottom() * ratio)
    return QRectF(left / ratio, top / ratio, max(1, right - left) / ratio, max(1, bottom - top) / ratio)


def spoken(series: Series, unit: str) -> str:
    """A chart in words, for those who cannot see it."""
    months = zip(series.months, series.now, strict=True)
    said = [f"{int(month[5:])}月 {plain_number(value)}" for month, value in months if value is not None]
    return "，".join(said) + f"（{unit}）" if said else "没有数据"


class Spark(QWidget):
    """The small line of a tile."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._series: Series | None = None
        self.setFixedSize(theme.px("h_row") * 5 // 2, theme.px("h_row"))

    def show_series(self, series: Series, unit: str) -> None:
        """Show the values."""
        self._series = series
        self.setAccessibleName(spoken(series, unit))
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint the lines."""
        if self._series is not None:
            paint_lines(QPainter(self), QRectF(self.rect()), self._series, self._theme)


class MonthChart(QWidget):
    """The large chart of a drawer: a base line, month numbers, the values of a month under the pointer."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._series: Series | None = None
        self._unit = ""
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_series(self, series: Series, unit: str) -> None:
        """Show the values in a unit."""
        self._series, self._unit = series, unit
        self.setAccessibleName(spoken(series, unit))
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        """A fixed height; the width is given."""
        return QSize(self._theme.px("w_side"), self._plot_height() + self._label_height())

    def _plot_height(self) -> int:
        return self._theme.px("h_nav")

    def _label_height(self) -> int:
        return self._theme.px("h_chip") + self._theme.px("s1") // 2

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Paint plot, base line and month numbers."""
        if self._series is None:
            return
        painter = QPainter(self)
        plot = QRectF(0, 0, self.width(), self._plot_height())
        painter.fillRect(QRectF(0, plot.bottom(), self.width(), 1), self._theme.colour("line_mid"))
        self._paint_plot(painter, plot, self._series)
        self._paint_months(painter, plot, self._series.months)
        painter.end()

    def _paint_plot(self, painter: QPainter, plot: QRectF, series: Series) -> None:
        if series.rate:
            half = plot.width() / max(1, len(series.months)) / 2
            paint_lines(painter, plot.adjusted(half - 1, 0, 3 - half, 0), series, self._theme)
        else:
            paint_bars(painter, plot, series, self._theme, part=_BAR_PART_LARGE, tick=2)

    def _paint_months(self, painter: QPainter, plot: QRectF, months: Sequence[str]) -> None:
        painter.setFont(self._theme.font("t_caption"))
        painter.setPen(self._theme.colour("ink2"))
        step = plot.width() / max(1, len(months))
        every = max(1, -(-len(months) // 12))
        for number in range(0, len(months), every):
            room = QRectF(plot.left() + number * step, plot.bottom() + 2, step * every, self._label_height())
            painter.drawText(room, Qt.AlignmentFlag.AlignCenter, str(int(months[number][5:])))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """The tip says the values of the month under the pointer."""
        months = len(self._series.months) if self._series else 0
        self.setToolTip(self.month_text(int(event.position().x() * months / max(1, self.width()))))

    def month_text(self, number: int) -> str:
        """The values of a month in words."""
        if self._series is None or not 0 <= number < len(self._series.months):
            return ""
        month, now, before = self._series.months[number], self._series.now[number], self._series.before[number]
        this = f"{plain_number(now)} {self._unit}" if now is not None else "没有数据"
        earlier = f"{plain_number(before)} {self._unit}" if before is not None else "没有数据"
        return f"{month[:4]}年{int(month[5:])}月 {this}，上年 {earlier}"
