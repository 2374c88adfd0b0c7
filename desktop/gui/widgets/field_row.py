"""A field under its label, with the sentence about what is wrong in its place below."""

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import label


class FieldRow(QWidget):
    """Label, field, and a line that appears where something is wrong."""

    def __init__(self, text: str, field: QWidget, theme: Theme) -> None:
        super().__init__()
        self.field, self.note = field, label(role="error", wrap=True)
        field.setAccessibleName(text)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("s1") // 2)
        for part in (label(text, "caption"), field, self.note):
            column.addWidget(part)
        column.addStretch(1)
        self.tell("")

    def tell(self, sentence: str) -> None:
        """Show what is wrong, or nothing."""
        self.note.setText(sentence)
        self.note.setVisible(bool(sentence))
        self.field.setProperty("state", "error" if sentence else "")
        self.field.style().polish(self.field)
