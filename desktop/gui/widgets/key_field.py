"""A line of text that tells its keys: Enter, ↓ and Esc mean something to what stands around it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from desktop.gui.theme import Theme


class KeyField(QLineEdit):
    """A field for searching and naming."""

    entered = Signal()
    went_down = Signal()
    escaped = Signal()
    left = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Tell the keys that a line of text has no use for."""
        signal = {
            Qt.Key.Key_Return: self.entered, Qt.Key.Key_Enter: self.entered,
            Qt.Key.Key_Down: self.went_down, Qt.Key.Key_Escape: self.escaped,
        }.get(Qt.Key(event.key()))  # fmt: skip
        if signal is None or (signal is self.escaped and not self.text() and not self.isModified()):
            super().keyPressEvent(event)
        else:
            signal.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Tell that the cursor went elsewhere."""
        super().focusOutEvent(event)
        self.left.emit()


def search_field(theme: Theme, placeholder: str, spoken: str) -> KeyField:
    """A field with a magnifying glass."""
    made = KeyField()
    made.setObjectName("search")
    made.setPlaceholderText(placeholder)
    made.setAccessibleName(spoken)
    made.addAction(theme.icon("search", "ink2", theme.px("icon_small")), QLineEdit.ActionPosition.LeadingPosition)
    return made
