"""The toast: what just happened, at the bottom of the window, with 撤销 where it can be undone."""

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, label
from desktop.gui.widgets.floating import float_over

SHOWN_MILLISECONDS = 8000
_NO_LIMIT = 16_777_215
"""Qt's own largest width."""


class Toast(QFrame):
    """One at a time; it goes after 8 seconds, but not while the mouse or the focus is on it."""

    undo_wanted = Signal()

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.setObjectName("toast")
        self._theme, self._around, self._above = theme, parent, 0
        self._icon, self._text, self._key = QLabel(), label(role="strong"), label("Ctrl+Z", "strong")
        self._undo = button("撤销", clicked=self._take_back)
        self._fill()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._go)
        parent.installEventFilter(self)
        self.hide()

    def _fill(self) -> None:
        row = QHBoxLayout(self)
        side, gap = self._theme.px("s4"), self._theme.px("s2")
        row.setContentsMargins(side, gap - 2, side, gap - 2)
        row.setSpacing(gap)
        for part in (self._icon, self._text, self._undo, self._key):
            row.addWidget(part, 0, Qt.AlignmentFlag.AlignVCenter)
        self.setMinimumHeight(self._theme.px("h_button") + 2 * (gap - 2))
        float_over(self, self._theme)

    def say(self, text: str, undoable: bool = False, above: int = 0) -> None:
        """Show a message in place of the one before, `above` so many pixels at the bottom that stay free."""
        self._above = above
        small = self._theme.px("icon_small")
        icon = self._theme.icon("undo" if undoable else "info", "surface", small)
        self._icon.setPixmap(icon.pixmap(small, small))
        self._text.setText(text)
        self._undo.setVisible(undoable)
        self._key.setVisible(undoable)
        self._text.setContentsMargins(0, 0, self._theme.px("s2") if undoable else 0, 0)
        self._break_lines()
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start(SHOWN_MILLISECONDS)

    def _break_lines(self) -> None:
        """A long message takes several lines instead of losing its end."""
        self._text.setWordWrap(False)
        self._text.setMinimumWidth(0)
        self._text.setMaximumWidth(_NO_LIMIT)
        over = self.sizeHint().width() - (self._around.width() - 2 * self._theme.px("s6"))
        if over > 0:
            wide = self._text.sizeHint().width()
            self._text.setWordWrap(True)
            self._text.setFixedWidth(max(wide - over, self._theme.px("w_tree")))

    def _take_back(self) -> None:
        self.hide()
        self.undo_wanted.emit()

    def _go(self) -> None:
        if self.underMouse() or self.isAncestorOf(self.window().focusWidget() or self):
            self._timer.start(SHOWN_MILLISECONDS // 4)
        else:
            self.hide()

    def _place(self) -> None:
        around = self._around
        self.setMaximumWidth(around.width() - 2 * self._theme.px("s6"))
        self.move(
            (around.width() - self.width()) // 2, around.height() - self._above - self.height() - self._theme.px("s3")
        )

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stay at the bottom centre when the window changes its size."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        return False
