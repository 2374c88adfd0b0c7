"""The editor of a secret field: it shows the mask, takes a new text, and never shows an old one."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QPushButton

from desktop.catalogue import Field
from desktop.catalogue.masking import ERASED, Secret, is_masked
from desktop.gui.forms.lines import LineEditor, Tools

NEW_TEXT = "{mask}，直接输入即改"


class SecretEditor(LineEditor):
    """Outside of the field there is only the mask; inside it a text that is not saved yet can be read and mended.

    The mask of a saved text stands in the background while the cursor is in the field: typing replaces it, Delete
    empties the field, leaving it untouched changes nothing.
    """

    def __init__(self, field: Field, tools: Tools) -> None:
        super().__init__(field, tools)
        self._held: Secret | str | None = None
        self.show_button = self._show_button()

    def _show_button(self) -> QPushButton:
        made = QPushButton("显示", self)
        made.setObjectName("infieldtoggle")
        made.setToolTip("输入口令、写明原因后显示（Alt+↓）")
        made.setAccessibleName(f"显示{self.field.label}")
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.clicked.connect(lambda _checked=False: self.open_list())
        made.hide()
        self.row.addWidget(made)
        return made

    def value(self) -> object:
        """The mask as it was, a new text, or nothing."""
        return self._held

    def put(self, value: object) -> None:
        """Show a mask; of a new text its mask."""
        self._held = value if isinstance(value, Secret) or value is None else str(value)
        self._show_mask()
        kept = isinstance(self._held, str) and self._held != ERASED
        self.show_button.setVisible(kept and self.tools.reveal is not None and not self.tools.compact)

    def _show_mask(self) -> None:
        self.line.setPlaceholderText("")
        self.line.setText("" if self._held is None else str(self._held))
        self.line.setCursorPosition(0)
        if self.line.hasFocus():
            self.on_entered()

    def on_entered(self) -> None:
        """Make room for a new text; one that is not saved yet is shown to its writer."""
        if isinstance(self._held, Secret):
            self.line.setText(self._held.text)
        elif self._held is not None:
            self.line.clear()
            self.line.setPlaceholderText(NEW_TEXT.format(mask=self._held))
        super().on_entered()

    def on_edited(self, text: str) -> None:
        """Take what is typed."""
        self._held = Secret(text.strip()) if text.strip() else None
        super().on_edited(text)

    def on_left(self) -> None:
        """Hide what was typed."""
        self.line.setPlaceholderText("")
        self.line.setText("" if self._held is None else str(self._held))
        self.line.setCursorPosition(0)
        super().on_left()

    def on_key(self, event: QKeyEvent) -> bool:
        """Delete and Backspace on a saved mask empty the field."""
        erases = event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
        if erases and isinstance(self._held, str) and not self.line.text():
            self._held = None
            self.line.setPlaceholderText("")
            self.changed.emit()
            return True
        return super().on_key(event)

    def open_list(self) -> None:
        """Alt+↓: ask for password and reason, and show the identity."""
        if self.tools.reveal is not None and isinstance(self._held, str) and is_masked(self._held):
            self.tools.reveal()
