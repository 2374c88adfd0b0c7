"""Asks for the day on which something with a fixed date was done; lies over the page, Esc closes it."""

from datetime import date

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.catalogue.typed_dates import typed_day
from desktop.figures.due import Due
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, label
from desktop.gui.widgets.field_row import FieldRow


class DonePanel(QFrame):
    """A sentence, a day, a button."""

    taken = Signal(object, object)
    """The `Due` and the day on which it was done."""

    def __init__(self, theme: Theme, page: QWidget) -> None:
        super().__init__(page)
        self.setObjectName("panel")
        self._due: Due | None = None
        self._today = date.today()
        self.title, self.day = label(role="strong", wrap=True), QLineEdit()
        self.row = FieldRow("完成日期（可写 今、昨、0120）", self.day, theme)
        self.done_button = button("登记完成", "primary", self._take)
        self.day.returnPressed.connect(self._take)
        column = QVBoxLayout(self)
        column.setContentsMargins(*(theme.px("s3"),) * 4)
        column.setSpacing(theme.px("s2"))
        column.addWidget(self.title)
        column.addWidget(self.row)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button("取消", "plain", self.hide))
        row.addWidget(self.done_button)
        column.addLayout(row)
        self.setFixedWidth(theme.px("w_side"))
        self.hide()

    def ask(self, due: Due, today: date, place: QPoint) -> None:
        """Open for an item, with today as the day."""
        self._due, self._today = due, today
        self.title.setText(f"{due.rule.label}（{due.title}）")
        self.day.setText(today.isoformat())
        self.row.tell("")
        self.adjustSize()
        self.move(place)
        self.show()
        self.raise_()
        self.day.setFocus()
        self.day.selectAll()

    def tell(self, sentence: str) -> None:
        """Say what is wrong with the day."""
        self.row.tell(sentence)
        self.adjustSize()

    def _take(self) -> None:
        day = typed_day(self.day.text(), self._today)
        if day is None:
            self.tell(f"“{self.day.text()}”不是日期，请写成 0120 或 2026-01-20")
        else:
            self.taken.emit(self._due, day)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        super().keyPressEvent(event)
