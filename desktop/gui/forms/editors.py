"""Editors of what is typed: text, long text, numbers, money, dates."""

from collections.abc import Sequence
from datetime import date

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop.catalogue import Field
from desktop.catalogue.fields import typed_number
from desktop.catalogue.normalise import code_text
from desktop.catalogue.typed_dates import typed_day
from desktop.gui.forms.focus import TellsFocus
from desktop.gui.forms.lines import Editor, LineEditor, Tools, paint_field
from desktop.gui.forms.offers import Offer
from desktop.gui.widgets import label


class TextEditor(LineEditor):
    """One line of text with earlier wordings as suggestions."""

    def joined(self, parts: Sequence[str]) -> str:
        """Pasted lines are several of something, such as names."""
        return "、".join(parts)

    def on_edited(self, text: str) -> None:
        """Offer wordings while typing; never in the middle of a composition, which Qt does not report here."""
        super().on_edited(text)
        self._offer(text)

    def open_list(self) -> None:
        """Offer wordings for what stands there."""
        self._offer(self.line.text())

    def _offer(self, text: str) -> None:
        tools = self.tools
        if self.field.name not in tools.ledger.fields:
            return
        found = tools.suggestions.wordings(tools.ledger, self.field.name, text.strip())
        offers = [Offer(one.id, one.text, one.detail) for one in found if one.text != text.strip()]
        # Letters alone are initials, and Enter takes the first; Chinese is meant as it stands.
        tools.offers.open(self, offers, self._take, mark=0 if text.isascii() and text.strip() else -1)

    def _take(self, offer: Offer) -> None:
        self.line.setText(offer.text)
        self.changed.emit()


class _LongLines(TellsFocus, QPlainTextEdit):
    """Several lines; Tab moves on."""

    entered = Signal()
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setObjectName("long")
        self.setTabChangesFocus(True)

    @property
    def can_undo(self) -> bool:
        """Of what was typed since the record was shown."""
        return self.document().isUndoAvailable()

    @property
    def can_redo(self) -> bool:
        """Likewise."""
        return self.document().isRedoAvailable()


class LongTextEditor(Editor):
    """Text of several lines; Enter makes a new one."""

    def __init__(self, field: Field, tools: Tools) -> None:
        super().__init__(field, tools)
        self.lines = _LongLines()
        self.lines.setAccessibleName(field.label)
        self.setFocusProxy(self.lines)
        column = QVBoxLayout(self)
        column.setContentsMargins(3, 3, 3, 3)
        column.addWidget(self.lines)
        self.setFixedHeight(self.theme.px("h_field") * 2 + self.theme.px("s3"))
        self.lines.textChanged.connect(self.changed)
        self.lines.entered.connect(self._entered)
        self.lines.left.connect(self._left)

    def _entered(self) -> None:
        self.update()
        self.entered.emit()

    def _left(self) -> None:
        self.update()
        self.left.emit()

    def value(self) -> object:
        """The text."""
        return self.lines.toPlainText() or None

    def put(self, value: object) -> None:
        """Show a text."""
        self.lines.blockSignals(True)
        self.lines.setPlainText("" if value is None else str(value))
        self.lines.blockSignals(False)

    def focus_target(self) -> QWidget:
        """The lines."""
        return self.lines

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """The frame of a field."""
        painter = QPainter(self)
        paint_field(painter, QRectF(self.rect()), self.theme, self.state, self.lines.hasFocus())
        painter.end()


class NumberEditor(LineEditor):
    """A number as it is written by hand: full-width digits, thousands separators, 万, 约."""

    def __init__(self, field: Field, tools: Tools) -> None:
        super().__init__(field, tools)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.about = self._toggle("约", "约数：表述为约、近、余") if field.approx else None
        if not tools.compact:
            self._add_unit()

    def _add_unit(self) -> None:
        if self.field.unit:
            unit = label(self.field.unit, "caption")
            unit.setContentsMargins(0, 0, self.theme.px("s1"), 0)
            self.row.addWidget(unit)

    def _toggle(self, text: str, hint: str) -> QPushButton:
        made = QPushButton(text, self)
        made.setVisible(not self.tools.compact)
        made.setObjectName("infieldtoggle")
        made.setCheckable(True)
        made.setToolTip(hint)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.toggled.connect(lambda _on: self.changed.emit())
        self.row.insertWidget(0, made)
        return made

    def value(self) -> object:
        """The digits as typed; the draft reads them."""
        return self.line.text().strip() or None

    def is_about(self) -> bool:
        """Whether the number is an approximate one."""
        return bool(self.about and self.about.isChecked()) or self._reads_as_about()

    def _reads_as_about(self) -> bool:
        try:
            return self.field.reads_as_approximate(self.line.text())
        except ValueError:
            return False

    def put_about(self, on: bool) -> None:
        """Show the 约 mark without saying that it changed."""
        if self.about:
            self.about.blockSignals(True)
            self.about.setChecked(on)
            self.about.blockSignals(False)

    def settle(self) -> None:
        """Half-width digits, 约 as its mark; what is no number stays as it was typed."""
        text = self.line.text()
        if not text.strip():
            return
        try:
            number, about = typed_number(text, self.field)
        except ValueError:
            return
        if about and self.about:
            self.put_about(True)
        clean = code_text(text) if about and not self.about else f"{number:f}"
        if clean != text:
            self.line.setText(clean)


class MoneyEditor(NumberEditor):
    """An amount in 元; the unit can be changed to 万元, and 3.25万 can be typed in either."""

    unit: QPushButton | None = None

    def _add_unit(self) -> None:
        self.unit = QPushButton("元", self)
        unit = self.unit
        unit.setObjectName("infieldtoggle")
        unit.setToolTip("换成万元；也可以直接输 3.25万")
        unit.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        unit.setAccessibleName("金额单位")
        unit.clicked.connect(lambda _checked=False: self._change_unit())
        self.row.addWidget(unit)

    @property
    def in_ten_thousands(self) -> bool:
        """Whether the line holds 万元."""
        return self.unit is not None and self.unit.text() == "万元"

    def value(self) -> object:
        """The digits with 万 where the unit says so."""
        text = code_text(self.line.text())
        if not text:
            return None
        return f"{text}万" if self.in_ten_thousands and not {"万", "亿"} & set(text) else text

    def put(self, value: object) -> None:
        """Show an amount in 元."""
        if self.unit is not None:
            self.unit.setText("元")
        super().put(value)

    def settle(self) -> None:
        """As an amount with its separators, in the chosen unit."""
        value = self.value()
        try:
            stored = self.field.parse(value)
        except ValueError:
            return
        if stored is not None:
            exact = self.field.exact(int(stored))
            self.line.setText(f"{exact / 10000:f}" if self.in_ten_thousands else self.field.display(stored))

    def _change_unit(self) -> None:
        value = self.value()
        if self.unit is None:
            return
        self.unit.setText("元" if self.in_ten_thousands else "万元")
        try:
            stored = self.field.parse(value)
        except ValueError:
            return
        if stored is not None:
            exact = self.field.exact(int(stored))
            text = (
                f"{exact / 10000:f}".rstrip("0").rstrip(".") if self.in_ten_thousands else self.field.display(stored)
            )
            self.line.setText(text)
        self.changed.emit()


class DateEditor(LineEditor):
    """A day, typed as 0305, 3-5, 20260305, 今, 昨, -1; the calendar is only a helper."""

    def __init__(self, field: Field, tools: Tools) -> None:
        super().__init__(field, tools)
        self.icon_button("calendar", "打开日历（Alt+↓）", self.open_list)

    def value(self) -> object:
        """The day in its written form; what is no day stays as typed, for the draft to say so."""
        text = self.line.text().strip()
        day = self._day()
        return day.isoformat() if day else text or None

    def _day(self) -> date | None:
        tools = self.tools
        year, text = tools.year() if tools.year else None, self.line.text().strip()
        return typed_day(text, tools.today, year=year, happened=self.field.name == tools.ledger.date)

    def settle(self) -> None:
        """Write the day out."""
        self.line.setText(str(self.value() or ""))

    def on_left(self) -> None:
        """The open calendar belongs to the field: it is not left for it."""
        if not self.tools.calendar.isVisible():
            super().on_left()
        self.update()

    def open_list(self) -> None:
        """The calendar at the day that stands here."""
        self.tools.calendar.open(self, self._day(), self.tools.today, self._take)

    def _take(self, day: date) -> None:
        self.line.setText(day.isoformat())
        self.changed.emit()

    def on_key(self, event: QKeyEvent) -> bool:
        """+ and − while the day is whole go to the next and the last one."""
        steps = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
        if event.key() in steps and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            return self._step(steps[Qt.Key(event.key())])
        return super().on_key(event)

    def _step(self, by: int) -> bool:
        day = self._day() or self.tools.today
        self._take(date.fromordinal(day.toordinal() + by))
        return True
