"""A span of days for a list: the usual ones around today by name, or from and to as typed; either end may stay open.

It lies in the window and is no popup: popups get no input method, and 今 and 昨 are typed too.
"""

from collections.abc import Callable
from datetime import date
from functools import partial

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QGridLayout, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.catalogue.typed_dates import typed_day
from desktop.gui.tables.views import spans
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, label, rule

_ACROSS = 4


class SpanPicker(QFrame):
    """Opens under a button of `page` and tells the chosen span."""

    chosen = Signal(object, object)
    """First and last day, or None."""

    def __init__(self, page: QWidget, theme: Theme, today: Callable[[], date]) -> None:
        super().__init__(page)
        self.setObjectName("panel")
        self._page, self._theme, self._today = page, theme, today
        self._under: QWidget | None = None
        self.first, self.last = self._field("起始日期"), self._field("截止日期")
        self.problem = label("", "error", wrap=True)
        self._grid = QGridLayout()
        self._build()
        self.hide()

    def _field(self, name: str) -> QLineEdit:
        made = QLineEdit()
        made.setAccessibleName(name)
        made.returnPressed.connect(self._take_typed)
        return made

    def _build(self) -> None:
        theme = self._theme
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px("s3"),) * 4)
        column.setSpacing(theme.px("s2"))
        self._grid.setSpacing(theme.px("s1"))
        column.addLayout(self._grid)
        column.addWidget(rule())
        row = QHBoxLayout()
        row.setSpacing(theme.px("s2"))
        row.addWidget(self.first, 1)
        row.addWidget(label("至", "second"))
        row.addWidget(self.last, 1)
        row.addWidget(button("应用", "", self._take_typed))
        column.addLayout(row)
        column.addWidget(label("可写 0305、3-5、20250305、今、昨、-1；一头可以不填", "hint"))
        column.addWidget(self.problem)
        self.setFixedWidth(theme.px("w_side") + theme.px("w_rail"))

    # ---------------------------------------------------------------- opening and closing

    def open(self, under: QWidget, year: int, first: date | None, last: date | None) -> None:
        """Show the picker below a button, with the present span."""
        if self.isVisible():
            self.dismiss()
            return
        self._under = under
        self._show_spans(year, first, last)
        self.first.setText(first.isoformat() if first else "")
        self.last.setText(last.isoformat() if last else "")
        self._say("")
        place = under.mapTo(self._page, QPoint(0, under.height() + self._theme.px("s1")))
        most = self._page.width() - self.width() - self._theme.px("s2")
        self.move(min(place.x(), most), place.y())
        self.show()
        self.raise_()
        self.first.setFocus()
        self.first.selectAll()
        self._watch(True)

    def dismiss(self) -> None:
        """Hide it; the keyboard goes back to its button."""
        self._watch(False)
        self.hide()
        if self._under:
            self._under.setFocus()

    def _watch(self, on: bool) -> None:
        app = QApplication.instance()
        assert app is not None
        app.installEventFilter(self) if on else app.removeEventFilter(self)

    def _show_spans(self, year: int, first: date | None, last: date | None) -> None:
        while self._grid.count():
            item = self._grid.takeAt(0)
            widget = item.widget() if item else None
            if widget:
                widget.deleteLater()
        choices: list[tuple[str, date | None, date | None]] = [*spans(self._today(), year), ("不限", None, None)]
        for place, (name, begin, end) in enumerate(choices):
            here = (begin, end) == (first, last) and name != "不限"
            made = button(name, "pillon" if here else "pill", partial(self._take, begin, end))
            self._grid.addWidget(made, place // _ACROSS, place % _ACROSS)

    # ---------------------------------------------------------------- taking

    def _take(self, first: date | None, last: date | None) -> None:
        self.dismiss()
        self.chosen.emit(first, last)

    def _take_typed(self) -> None:
        ends: list[date | None] = []
        for field in (self.first, self.last):
            text = field.text().strip()
            day = typed_day(text, self._today()) if text else None
            wrong = bool(text) and day is None
            self._mark(field, wrong)
            if wrong:
                self._say(f"“{text}”不是日期，请写成 3-5 或 20250305")
                field.setFocus()
                return
            ends.append(day)
        first, last = ends
        if first and last and last < first:
            self._mark(self.last, True)
            self._say("截止日期早于起始日期，请改其中一个")
            return
        self._take(first, last)

    def _mark(self, field: QLineEdit, wrong: bool) -> None:
        field.setProperty("state", "error" if wrong else "")
        field.style().polish(field)

    def _say(self, problem: str) -> None:
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        if not problem:
            self._mark(self.first, False)
            self._mark(self.last, False)
        self.adjustSize()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Esc and a click elsewhere close it."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            self.dismiss()
            return True
        if event.type() == QEvent.Type.MouseButtonPress and isinstance(watched, QWidget):
            inside = watched is self or self.isAncestorOf(watched) or watched is self._under
            if not inside and watched.window() is self.window():
                self.dismiss()
        return super().eventFilter(watched, event)
