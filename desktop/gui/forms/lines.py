"""The line that editors type into, and the frame around it: focus, state, composition, keys."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLineEdit, QToolButton, QWidget

from desktop.catalogue import Field, Ledger
from desktop.gui.forms.calendar import Calendar
from desktop.gui.forms.focus import TellsFocus
from desktop.gui.forms.offers import OfferList
from desktop.gui.jobs import Jobs
from desktop.gui.theme import Theme
from desktop.store import Log
from desktop.store.suggestions import Suggestions


@dataclass(frozen=True)
class Tools:
    """What all editors of a form share."""

    theme: Theme
    log: Log
    ledger: Ledger
    suggestions: Suggestions
    offers: OfferList
    calendar: Calendar
    today: date
    new_linked: Callable[["QWidget", Field, str, Callable[[str], None]], None] | None = None
    """Opens the panel that makes a linked record: under which widget, which field, what was typed, then what."""
    paste_files: Callable[[], bool] | None = None
    """Takes files or a picture from the clipboard; False where there are none."""
    compact: bool = False
    """Editors stand in a table's cells: lists and calendars open by key, without icons."""
    title_of: Callable[[Field, str], str] = lambda _field, id_: id_
    paste_rows: Callable[[str], bool] | None = None
    """In a table of rows: takes a piece of a spreadsheet that is pasted; False where the text is no such thing."""
    year: Callable[[], int] | None = None
    """The year that is chosen in the window: a day that is typed without one is a day of it."""
    jobs: Jobs | None = None
    """Where large attachments are copied beside the window."""
    reveal: Callable[[], None] | None = None
    """Asks for password and reason, and shows the record's identity."""


class Bare(TellsFocus, QLineEdit):
    """A line edit that asks its editor about keys first."""

    entered = Signal()
    left = Signal()

    def __init__(self, keys: Callable[[QKeyEvent], bool]) -> None:
        super().__init__()
        self.setObjectName("bare")
        self._keys = keys

    @property
    def can_undo(self) -> bool:
        """Of what was typed since the cursor came."""
        return self.isUndoAvailable()

    @property
    def can_redo(self) -> bool:
        """Likewise."""
        return self.isRedoAvailable()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Keys of the editor come first, but none of them while a composition is open."""
        if not self.composing and self._keys(event):
            event.accept()
            return
        super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tab is asked for too, before it moves the focus; not within a composition."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Tab
            and not self.composing
        ):
            self._keys(event)
        return super().event(event)


class Editor(QWidget):
    """One field's editor. `value()` is what was typed as the draft takes it, `put()` shows such a value."""

    changed = Signal()
    left = Signal()
    entered = Signal()
    moved_on = Signal()
    """Enter was pressed and meant: to the next field."""

    def __init__(self, field: Field, tools: Tools) -> None:
        super().__init__()
        self.field, self.tools, self.theme = field, tools, tools.theme
        self.state = ""
        self.setAccessibleName(field.label)

    def value(self) -> object:
        """What was typed."""
        raise NotImplementedError

    def put(self, value: object) -> None:
        """Show a value without saying that it changed."""
        raise NotImplementedError

    def set_state(self, state: str) -> None:
        """error, gap, prefill or nothing."""
        if state != self.state:
            self.state = state
            self.update()

    def focus_target(self) -> QWidget:
        """The widget that takes the focus."""
        return self

    def take_focus(self) -> None:
        """Go here, everything marked."""
        self.focus_target().setFocus(Qt.FocusReason.ShortcutFocusReason)

    @property
    def composing(self) -> bool:
        """Whether an input method's composition is open in the field."""
        return bool(getattr(self.focus_target(), "composing", False))

    def settle(self) -> None:
        """Write what was typed in its clean form, as on leaving."""

    def open_list(self) -> None:
        """Alt+↓: the list or the calendar, where there is one."""


class LineEditor(Editor):
    """An editor around one line, with a painted frame; icons and units stand in the frame."""

    def __init__(self, field: Field, tools: Tools) -> None:
        super().__init__(field, tools)
        self.line = Bare(self.on_key)
        self.line.setAccessibleName(field.label)
        self.line.setFrame(False)
        self.line.setAcceptDrops(False)
        self.setFocusProxy(self.line)
        self.setFixedHeight(self.theme.px("h_field"))
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(self.theme.px("s2"), 1, self.theme.px("s1"), 1)
        self.row.setSpacing(self.theme.px("s1"))
        self.row.addWidget(self.line, 1)
        self.line.textEdited.connect(self._edited)
        self.line.entered.connect(self.on_entered)
        self.line.left.connect(self.on_left)

    def value(self) -> object:
        """The text."""
        return self.line.text().strip() or None

    def put(self, value: object) -> None:
        """Show a text."""
        self.line.setText("" if value is None else str(value))
        self.line.setCursorPosition(0)

    def focus_target(self) -> QWidget:
        """The line."""
        return self.line

    def take_focus(self) -> None:
        """Go into the line, all of it marked."""
        super().take_focus()
        self.line.selectAll()

    def set_state(self, state: str) -> None:
        """An empty line that is missing says 未填."""
        if state == self.state:
            return
        super().set_state(state)
        self.line.setPlaceholderText("未填" if state == "gap" else "")
        self.line.setProperty("state", state)
        self.line.style().unpolish(self.line)
        self.line.style().polish(self.line)

    def _edited(self, text: str) -> None:
        """Pasted lines become one."""
        if any(mark in text for mark in "\n\r\t\u2028\u2029"):
            text = self.joined([part.strip() for part in re.split(r"[\n\r\t\u2028\u2029]+", text) if part.strip()])
            self.line.setText(text)
        self.on_edited(text)

    # what subclasses extend

    def joined(self, parts: Sequence[str]) -> str:
        """Pasted lines as they stand in this one."""
        return " ".join(parts)

    def on_edited(self, _text: str) -> None:
        """Something was typed."""
        self.changed.emit()

    def on_entered(self) -> None:
        """The focus came."""
        self.update()
        self.entered.emit()

    def on_left(self) -> None:
        """The focus went."""
        self.tools.offers.close_for(self)
        self.settle()
        self.update()
        self.left.emit()

    def on_key(self, event: QKeyEvent) -> bool:
        """Enter, arrows and Esc as far as the list needs them; True where the key is used up."""
        offers, key = self.tools.offers, event.key()
        if event.matches(QKeySequence.StandardKey.Paste) and self._pastes():
            return True
        opened = offers.isVisible() and offers.anchor is self
        if (
            key in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        ):
            if not (opened and offers.confirm()):
                self.moved_on.emit()
            return True
        if key == Qt.Key.Key_Down and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self.open_list()
            return True
        if opened and key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            offers.step(1 if key == Qt.Key.Key_Down else -1)
            return True
        if opened and key == Qt.Key.Key_Escape:
            return offers.close_for(self)
        return False

    def _pastes(self) -> bool:
        """Whether the clipboard holds something that belongs elsewhere than into this line."""
        tools = self.tools
        text = QApplication.clipboard().text()
        return bool(
            (tools.paste_files and tools.paste_files()) or (tools.paste_rows and text and tools.paste_rows(text))
        )

    def icon_button(self, icon: str, hint: str, clicked: Callable[[], object]) -> QToolButton:
        """A small button in the frame; the keyboard does not stop there, for Alt+↓ does the same."""
        made = QToolButton(self)
        size = self.theme.px("icon_small")
        made.setIcon(self.theme.icon(icon, "ink2", size))
        made.setIconSize(QSize(size, size))
        made.setToolTip(hint)
        made.setAccessibleName(hint)
        made.setAutoRaise(True)
        made.setObjectName("infield")
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(lambda _checked=False: clicked())
        made.setVisible(not self.tools.compact)
        self.row.addWidget(made)
        return made

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A click on the frame goes into the line."""
        self.line.setFocus(Qt.FocusReason.MouseFocusReason)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw ground and border by state and focus."""
        painter = QPainter(self)
        paint_field(painter, QRectF(self.rect()), self.theme, self.state, self.line.hasFocus())
        painter.end()


def paint_field(painter: QPainter, rect: QRectF, theme: Theme, state: str, focused: bool) -> None:
    """A field's ground and border: error 2 px danger, gap on warn_soft, prefill on accent_soft, focus 2 px accent."""
    grounds = {"gap": "warn_soft", "prefill": "accent_soft"}
    edges = {"gap": "warn", "error": "danger"}
    width = float(theme.px("focus")) if focused or state == "error" else 1.0
    edge: QColor = theme.colour("accent" if focused else edges.get(state, "field_line"))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(edge, width))
    painter.setBrush(theme.colour(grounds.get(state, "surface")))
    half = width / 2
    radius = theme.px("r_field")
    painter.drawRoundedRect(rect.adjusted(half, half, -half, -half), radius, radius)
