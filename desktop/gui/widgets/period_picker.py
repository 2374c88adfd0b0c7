"""Choosing a span: the year, a quarter, a month, any two days; ended today or not.

It lies in the window and is no popup window: those take no input method.
"""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.catalogue import Refusal
from desktop.figures import Period
from desktop.figures.spans import QUARTERS, named_spans, until
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, label, rule
from desktop.gui.widgets.floating import float_over

_ROWS = (("全年", "上半年", "下半年"), QUARTERS, *(tuple(f"{m}月" for m in range(n, n + 4)) for n in (1, 5, 9)))


class PeriodPicker(QFrame):
    """A panel under its button; Esc closes it."""

    picked = Signal(object)
    """The chosen `Period`."""

    def __init__(self, theme: Theme, read_day: Callable[[str, date], date | None], parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._theme, self._read_day = theme, read_day
        self._year, self._today = date.today().year, date.today()
        self._spans: dict[str, QPushButton] = {}
        self._first, self._last = self._field("起日"), self._field("止日")
        self._cut = QCheckBox("")
        self._cut.setChecked(True)
        self._error = label("", "error")
        self._lay_out()
        float_over(self, theme)
        self.hide()

    def _field(self, name: str) -> QLineEdit:
        field = QLineEdit()
        field.setAccessibleName(name)
        field.setPlaceholderText("如 0305、3-5、今")
        field.returnPressed.connect(self._pick_typed)
        return field

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        pad = self._theme.px("s3")
        column.setContentsMargins(pad, pad, pad, pad)
        column.setSpacing(self._theme.px("s2"))
        column.addLayout(self._span_grid())
        column.addWidget(self._cut)
        column.addWidget(rule())
        row = QHBoxLayout()
        row.setSpacing(self._theme.px("s2"))
        row.addWidget(self._first, 1)
        row.addWidget(label("至", "second"))
        row.addWidget(self._last, 1)
        row.addWidget(button("确定", "primary", self._pick_typed))
        column.addLayout(row)
        column.addWidget(self._error)
        self.setFixedWidth(self._theme.px("w_side") + self._theme.px("w_rail"))

    def _span_grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setSpacing(self._theme.px("s1"))
        for line, names in enumerate(_ROWS):
            across = 12 // len(names)
            for place, name in enumerate(names):
                made = button(name, "", partial(self._pick_named, name))
                self._spans[name] = made
                grid.addWidget(made, line, place * across, 1, across)
        return grid

    def ask(self, year: int, period: Period, today: date) -> None:
        """Open with the present span."""
        self._year, self._today = year, today
        self._first.setText(period.first.isoformat())
        self._last.setText(period.last.isoformat())
        self._say("")
        self._cut.setText(f"今天以后的不算（止于 {today.month}月{today.day}日）")
        self._cut.setVisible(year == today.year)
        present = self._mark(period)
        self.adjustSize()
        self.show()
        self.raise_()
        self._spans[present].setFocus(Qt.FocusReason.PopupFocusReason)

    def _mark(self, period: Period) -> str:
        """Show which span is counted now; the name of it, or of the whole year."""
        spans = dict(named_spans(self._year))
        present = next((name for name, span in spans.items() if period in (span, until(span, self._today))), "")
        for name, made in self._spans.items():
            made.setProperty("kind", "pillon" if name == present else "")
            made.style().polish(made)
        return present or "全年"

    def _pick_named(self, name: str) -> None:
        span = dict(named_spans(self._year))[name]
        self._pick(until(span, self._today) if self._cut.isChecked() else span)

    def _pick_typed(self) -> None:
        first, last = (self._read_day(field.text(), self._today) for field in (self._first, self._last))
        if first is None or last is None:
            self._say("没有这一天，请写成 0305、3-5 或 2025-03-05")
            return
        try:
            self._pick(Period(first, last))
        except Refusal as error:
            self._say(str(error).rstrip("。"))

    def _say(self, error: str) -> None:
        self._error.setText(error)
        self._error.setVisible(bool(error))
        self.adjustSize()

    def _pick(self, period: Period) -> None:
        self.hide()
        self.picked.emit(period)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        super().keyPressEvent(event)
