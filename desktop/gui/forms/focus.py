"""What every widget that is typed into tells its editor: focus that comes and goes, a composition that is open."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, SignalInstance
from PySide6.QtGui import QFocusEvent, QInputMethodEvent

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget as _Widget
else:
    _Widget = object

ELSEWHERE = (Qt.FocusReason.ActiveWindowFocusReason, Qt.FocusReason.PopupFocusReason)
"""Another window or a menu in front is no leaving."""


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

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:  # noqa: N802
        """Remember what is being composed."""
        self.preedit = event.preeditString()
        super().inputMethodEvent(event)

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
