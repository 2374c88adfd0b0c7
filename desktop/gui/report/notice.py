"""A bar over the paper: what is different since a version was finalised, what to know before finalising."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, label

Command = tuple[str, Callable[[], object]]


class NoticeBar(QFrame):
    """One notice with its commands; hidden while there is nothing to say."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("notice")
        self._theme = theme
        self.commands: list[QPushButton] = []
        self._row = QHBoxLayout(self)
        side = theme.px("s3")
        self._row.setContentsMargins(side, theme.px("s2"), side, theme.px("s2"))
        self._row.setSpacing(theme.px("s2"))
        self.hide()

    def say(
        self, tone: str, icon: str, title: str, lines: Sequence[str] = (), commands: Sequence[Command] = ()
    ) -> None:
        """Show a notice in place of the one before."""
        self._clear()
        self.setProperty("tone", tone)
        self.style().polish(self)
        mark = QLabel()
        size = self._theme.px("icon_small")
        mark.setPixmap(self._theme.icon(icon, tone, size).pixmap(QSize(size, size)))
        self._row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(label(title, "strong", wrap=True))
        for line in lines:
            words.addWidget(label(line, "second", wrap=True))
        self._row.addLayout(words, 1)
        self.commands = [button(text, "link", command) for text, command in commands]
        for made in self.commands:
            self._row.addWidget(made, 0, Qt.AlignmentFlag.AlignTop)
        self.show()

    def put_away(self) -> None:
        """Nothing to say."""
        self.hide()
        self._clear()

    def _clear(self) -> None:
        _empty(self._row)


def _empty(layout: QHBoxLayout | QVBoxLayout) -> None:
    while item := layout.takeAt(0):
        widget, inner = item.widget(), item.layout()
        if widget:
            widget.hide()
            widget.deleteLater()
        if isinstance(inner, QHBoxLayout | QVBoxLayout):
            _empty(inner)
