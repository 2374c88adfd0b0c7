"""A bar over the bottom of a page that asks for something in place: Enter goes on, Esc puts it away."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.gui.theme import Theme
from desktop.gui.widgets.floating import float_over


class AskingBar(QFrame):
    """The frame of such a bar. It stays at the bottom when the page changes its size, and goes with the page."""

    def __init__(self, parent: QWidget, theme: Theme, tone: str, above: Callable[[], int] | None = None) -> None:
        """`above` tells how many pixels at the bottom of the page hold commands: the bar stands over them."""
        super().__init__(parent)
        self._above = above or (lambda: 0)
        self.setObjectName("notice")
        self.setProperty("tone", tone)
        self._theme, self._around, self._tone = theme, parent, tone
        self._back: QWidget | None = None

    def _frame(self, icon: str = "lock") -> QVBoxLayout:
        """A picture at the left, and the column for what is asked."""
        theme, gap = self._theme, self._theme.px("s2")
        outer = QHBoxLayout(self)
        outer.setContentsMargins(theme.px("s4"), theme.px("s3"), theme.px("s4"), theme.px("s3"))
        outer.setSpacing(gap)
        mark, size = QLabel(), theme.px("icon_small")
        mark.setPixmap(theme.icon(icon, self._tone, size).pixmap(size, size))
        outer.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(gap)
        outer.addLayout(column, 1)
        float_over(self, theme)
        self._around.installEventFilter(self)
        self.hide()
        return column

    def _appear(self, focus: QWidget) -> None:
        """Show it with the cursor in `focus`."""
        self.show()
        self.raise_()
        self._place()
        focus.setFocus(Qt.FocusReason.OtherFocusReason)

    def _note_focus(self) -> None:
        """Remember where the cursor is, before the bar is shown."""
        if self.isHidden():
            self._back = self.window().focusWidget()

    def dismiss(self) -> None:
        """Put the bar away; the cursor goes back to where it was."""
        back = self._back
        self._forget()
        self.hide()
        if back is not None:
            back.setFocus(Qt.FocusReason.OtherFocusReason)

    def _forget(self) -> None:
        """Drop what was asked for."""
        self._back = None

    def _confirm(self) -> None:
        """Enter."""
        raise NotImplementedError

    def _place(self) -> None:
        if self.isHidden():
            return
        side = self._theme.px("s5")
        width = self._around.width() - 2 * side
        self.setFixedWidth(width)
        height = max(self.sizeHint().height(), self.heightForWidth(width))
        self.setGeometry(side, self._around.height() - self._above() - height - self._theme.px("s3"), width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stay at the bottom when the page changes its size; go when the page goes."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        elif event.type() == QEvent.Type.Hide and not self.isHidden():
            self._forget()
            self.hide()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter goes on, Esc puts it away."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._confirm()
        elif event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)
