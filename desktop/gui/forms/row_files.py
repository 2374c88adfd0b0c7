"""The attachments of one detail row, in a small panel that floats below its cell."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.gui.forms.attaching import Attachments
from desktop.gui.forms.lines import Tools
from desktop.gui.forms.offers import shadow
from desktop.gui.widgets import button, key_cap, label


class RowFiles(QFrame):
    """Shows, opens, adds and takes away files; Esc closes."""

    changed = Signal(list)
    """The terms that the row's field stores now."""
    refused = Signal(str)
    closed = Signal()

    def __init__(self, tools: Tools, title: str, terms: Sequence[str]) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setGraphicsEffect(shadow(tools.theme, self))
        self._theme = tools.theme
        self._owner: QWidget | None = None
        self.files = Attachments(tools)
        self.files.put(list(terms))
        self.files.changed.connect(lambda: self.changed.emit(self.files.value()))
        self.files.refused.connect(self.refused)
        column = QVBoxLayout(self)
        pad = tools.theme.px("s4")
        column.setContentsMargins(pad, tools.theme.px("s3"), pad, tools.theme.px("s3"))
        column.setSpacing(tools.theme.px("s2"))
        column.addLayout(self._head(title))
        column.addWidget(self.files)

    def _head(self, title: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px("s2"))
        row.addWidget(label(title, "section"))
        row.addStretch(1)
        row.addWidget(button("关闭", "", self.dismiss))
        row.addWidget(key_cap("Esc"))
        return row

    def open_at(self, owner: QWidget, corner: QPoint) -> None:
        """Show the panel with its upper right corner at a point of the owner, within the window."""
        window = owner.window()
        self._owner = owner
        self.setParent(window)
        self.setFixedWidth(min(window.width() - 40, self._theme.px("w_side") * 2))
        self.adjustSize()
        at = owner.mapTo(window, corner)
        x = max(8, min(at.x() - self.width(), window.width() - self.width() - 8))
        y = max(8, min(at.y() + 4, window.height() - self.height() - 8))
        self.move(x, y)
        self.show()
        self.raise_()
        self.files.take_focus()

    def dismiss(self) -> None:
        """Close; what was added stays with the row."""
        if self.files.intake.copying:
            self.refused.emit("附件还在复制，复制完再关上；不要了的，在右下角取消")
            return
        self.closed.emit()
        self.hide()
        if self._owner is not None:
            self._owner.setFocus()
        self.deleteLater()

    def event(self, event: QEvent) -> bool:
        """The menu's 粘贴 would take Ctrl+V away."""
        pastes = isinstance(event, QKeyEvent) and event.matches(QKeySequence.StandardKey.Paste)
        if pastes and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc closes the panel, not the form; Ctrl+V adds what was copied."""
        if event.matches(QKeySequence.StandardKey.Paste):
            self.files.paste()
        elif event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)
