"""What every widget that is typed into tells its editor: focus that comes and goes, a composition that is open."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, SignalInstance
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QKeySequence

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget as _Widget
else:
    _Widget = object

ELSEWHERE = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
"""Another window or a menu in front is no leaving."""

UNDO, REDO = QKeySequence.StandardKey.Undo, QKeySequence.StandardKey.Redo

OF_COMPOSITION = (
    Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape, Qt.Key.Key_Tab, Qt.Key.Key_Backtab,
    Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown,
)  # fmt: skip
"""Keys by which candidates are chosen. An input method takes them itself; some let them through."""


class TellsFocus(_Widget):
    """Stands before the Qt class, which has the signals `entered` and `left`."""

    entered: SignalInstance
    left: SignalInstance
    preedit = ""
    """What is being composed: it is not in the widget's text."""

    @property
    def composing(self) -> bool:
        """Whether pinyin stands in the widget that is not yet Chinese."""
        return bool(self.preedit)

    @property
    def can_undo(self) -> bool:
        """Whether the field itself has something to take back."""
        return False

    @property
    def can_redo(self) -> bool:
        """Whether the field itself took something back."""
        return False

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802
        """Remember what is being composed."""
        self.preedit = event.preeditString()
        super().inputMethodEvent(event)

    def event(self, event: QEvent) -> bool:
        """Tab comes here, before it moves the focus."""
        tab = isinstance(event, QKeyEvent) and event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
        if tab and self.composing and event.type() == QEvent.Type.KeyPress:
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Keys of the input method do nothing else: nobody saves, leaves or moves on from within a composition.

        Ctrl+Z and Ctrl+Y go on to the form where the field has nothing of its own to take back.
        """
        if self.composing and event.key() in OF_COMPOSITION:
            event.accept()
            return
        if (event.matches(UNDO) and not self.can_undo) or (event.matches(REDO) and not self.can_redo):
            event.ignore()
            return
        super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Tell the editor."""
        super().focusInEvent(event)
        self.entered.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Tell the editor; a composition does not outlive the focus."""
        super().focusOutEvent(event)
        if event.reason() not in ELSEWHERE:
            self.preedit = ""
            self.left.emit()
