"""The figure at the cursor, beside the paper: its name, the way to the figures before and behind it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import label, scrolled
from desktop.gui.widgets.drawer import icon_button


class FigureSide(QFrame):
    """The frame of an inspector; what it says of the figure is its own."""

    stepped = Signal(int)
    """To the figure before (−1) or behind (1)."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._title = label("", "section", wrap=True)
        self._facts = QGridLayout()
        self._facts.setHorizontalSpacing(theme.px("s3"))
        self._facts.setVerticalSpacing(theme.px("s1"))
        self._facts.setColumnStretch(1, 1)

    def _tell(self, facts: Sequence[tuple[str, str]]) -> None:
        """What a figure counts, each under its word."""
        empty(self._facts)
        for line, (name, text) in enumerate(facts):
            self._facts.addWidget(label(name, "caption"), line, 0, Qt.AlignmentFlag.AlignTop)
            self._facts.addWidget(label(text, wrap=True), line, 1)

    def _frame(self, mark: QWidget, foot: int = 0) -> QVBoxLayout:
        """The head with a mark beside the name; what is returned scrolls below it, over `foot` free pixels."""
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._head(mark))
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, foot)
        column.setSpacing(0)
        whole.addWidget(scrolled(body), 1)
        return column

    def _head(self, mark: QWidget) -> QHBoxLayout:
        px = self._theme.px
        row = QHBoxLayout()
        row.setContentsMargins(px("s4"), px("s3"), px("s2"), 0)
        row.setSpacing(px("s2"))
        row.addWidget(self._title, 1)
        row.addWidget(mark)
        for icon, hint, by in (("up", "上一个数字（Alt+↑）", -1), ("down", "下一个数字（Alt+↓）", 1)):
            made = icon_button(self._theme, icon, hint)
            made.clicked.connect(lambda _checked=False, by=by: self.stepped.emit(by))
            row.addWidget(made)
        return row


def empty(grid: QGridLayout) -> None:
    """Take everything out of a grid."""
    while grid.count():
        item = grid.takeAt(0)
        widget = item.widget() if item else None
        if widget:
            widget.hide()
            widget.deleteLater()
