"""The calendar under a date field: a helper, by arrows or mouse; dates are typed."""

from calendar import Calendar as Weeks
from collections.abc import Callable
from datetime import date, timedelta

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QFrame, QWidget

from desktop.gui.forms.offers import place_under, shadow
from desktop.gui.theme import Theme

_KEYS = {
    Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -7, Qt.Key.Key_Down: 7,
    Qt.Key.Key_PageUp: -30, Qt.Key.Key_PageDown: 30,
}  # fmt: skip


def month_after(day: date, by: int) -> date:
    """The same day of another month, or its last one."""
    months = day.year * 12 + day.month - 1 + by
    year, month = divmod(months, 12)
    for last in (day.day, 30, 29, 28):
        try:
            return date(year, month + 1, last)
        except ValueError:
            continue
    return day


class Calendar(QFrame):
    """One month, painted; lies over the window and has the keyboard while it is open."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName("日历")
        self.setGraphicsEffect(shadow(theme, self))
        self._theme = theme
        self.day = self._today = date.today()
        self._picked: Callable[[date], None] | None = None
        self._anchor: QWidget | None = None
        self.hide()

    def open(self, anchor: QWidget, day: date | None, today: date, picked: Callable[[date], None]) -> None:
        """Show the month of a day under a field."""
        self._anchor, self._picked, self._today = anchor, picked, today
        self.day = day or today
        if self.parentWidget() is not anchor.window():
            self.setParent(anchor.window())
        cell = self._theme.px("h_row")
        place_under(self, anchor, QSize(7 * cell + 16, 8 * cell + 16))
        self.show()
        self.raise_()
        self.setFocus()

    def dismiss(self) -> bool:
        """Close and go back to the field; whether it was open."""
        if not self.isVisible():
            return False
        self.hide()
        if self._anchor:
            self._anchor.setFocus()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Arrows by day and week, Page Up and Down by month, Enter takes, Esc closes."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_PageUp, Qt.Key.Key_PageDown):
            self._go(month_after(self.day, 1 if key == Qt.Key.Key_PageDown else -1))
        elif key in _KEYS:
            self._go(self.day + timedelta(days=_KEYS[key]))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take(self.day)
        elif key == Qt.Key.Key_Escape:
            self.dismiss()
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_T):
            self._go(self._today)
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, _event: object) -> None:  # noqa: N802
        """Close when the person goes on."""
        self.hide()

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """Take the day under the mouse, or turn the page."""
        column, row = self._cell_at(event.position())
        if row == 0:
            self._go(month_after(self.day, -1 if column < 2 else 1 if column > 4 else 0))
        elif row > 1:
            self._take(self._weeks()[row - 2][column])

    def _go(self, day: date) -> None:
        if 1900 <= day.year <= 2100:
            self.day = day
            self.update()

    def _take(self, day: date) -> None:
        picked = self._picked
        self.dismiss()
        if picked:
            picked(day)

    def _weeks(self) -> list[list[date]]:
        weeks = Weeks().monthdatescalendar(self.day.year, self.day.month)
        while len(weeks) < 6:
            weeks.append([day + timedelta(days=7) for day in weeks[-1]])
        return weeks

    def _cell_at(self, point: QPointF) -> tuple[int, int]:
        cell = self._theme.px("h_row")
        return min(6, max(0, int(point.x() - 8) // cell)), min(7, max(0, int(point.y() - 8) // cell))

    def _rect(self, column: int, row: int, span: int = 1) -> QRectF:
        cell = self._theme.px("h_row")
        return QRectF(8 + column * cell, 8 + row * cell, cell * span, cell)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Draw the month."""
        super().paintEvent(event)
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_head(painter)
        for row, week in enumerate(self._weeks(), start=2):
            for column, day in enumerate(week):
                self._paint_day(painter, self._rect(column, row), day)
        painter.end()

    def _paint_head(self, painter: QPainter) -> None:
        centre, theme = Qt.AlignmentFlag.AlignCenter, self._theme
        painter.setFont(theme.font(bold=True))
        painter.setPen(theme.colour("ink"))
        painter.drawText(self._rect(2, 0, 3), centre, f"{self.day.year}年{self.day.month}月")
        size = theme.px("icon_small")
        for icon, column in (("left", 0), ("right", 6)):
            at = self._rect(column, 0).center() - QPointF(size / 2, size / 2)
            painter.drawPixmap(at, theme.icon(icon, "ink2", size).pixmap(size, size))
        painter.setFont(theme.font("t_caption"))
        painter.setPen(theme.colour("ink2"))
        for column, word in enumerate("一二三四五六日"):
            painter.drawText(self._rect(column, 1), centre, word)

    def _paint_day(self, painter: QPainter, rect: QRectF, day: date) -> None:
        theme, box = self._theme, rect.adjusted(2, 2, -2, -2)
        chosen = day == self.day
        if chosen or day == self._today:
            painter.setPen(QPen(theme.colour("accent")) if not chosen else Qt.PenStyle.NoPen)
            painter.setBrush(theme.colour("accent") if chosen else Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, theme.px("r_chip"), theme.px("r_chip"))
        painter.setFont(theme.font(bold=chosen))
        ink = "on_accent" if chosen else "ink" if day.month == self.day.month else "ink3"
        painter.setPen(theme.colour(ink))
        painter.drawText(rect, Qt.AlignmentFlag.AlignCenter, str(day.day))
