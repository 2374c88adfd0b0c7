"""Two-line rows with an icon: what is still to be filled in, and what was last written."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QFontMetrics, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, chip, label

_PORTION = 6


@dataclass(frozen=True)
class Line:
    """A row: what stands in it, and what its verb does."""

    icon: str
    title: str
    beside: str
    second: str
    verb: str
    act: Callable[[], object]
    count: str = ""
    tone: str = "warn"
    """Of the chip that holds the count."""


class ElidedLabel(QLabel):
    """A label that ends in … where it has no room, and says all in its tip."""

    def __init__(self, text: str, role: str) -> None:
        super().__init__()
        self.setProperty("role", role)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumWidth(0)
        self._whole = text
        self.setAccessibleName(text)
        self.setText(text)
        policy = self.sizePolicy()
        policy.setHorizontalPolicy(policy.Policy.Ignored)
        self.setSizePolicy(policy)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Shorten to the room."""
        super().resizeEvent(event)
        fitted = QFontMetrics(self.font()).elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        if fitted != self.text():
            self.setText(fitted)
            self.setToolTip(self._whole if fitted != self._whole else "")


class LineList(QScrollArea):
    """The rows, or a sentence where there are none."""

    def __init__(self, theme: Theme, nothing: str, name: str) -> None:
        super().__init__()
        self._theme, self._nothing = theme, nothing
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(name)
        self.setStyleSheet("QScrollArea, QWidget#lines { background: transparent; }")
        self._column, self._more = QVBoxLayout(), ""
        self._left: list[Line] = []
        self._going_on = QTimer(self, interval=0, singleShot=True)
        self._going_on.timeout.connect(self._add_portion)

    def show_lines(self, lines: Sequence[Line], nothing: str = "", more: str = "") -> None:
        """Show these rows; `nothing` stands in for the usual sentence where there are none, `more` follows them."""
        body = QWidget()
        body.setObjectName("lines")
        self._column, self._left, self._more = QVBoxLayout(body), list(lines), more
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        if not lines:
            empty = label(nothing or self._nothing, "hint", wrap=True)
            empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
            self._column.addWidget(empty, 1)
        else:
            self._column.addStretch(1)
        self._add_portion()
        self.setWidget(body)

    def _add_portion(self) -> None:
        """Add some rows, and the next ones after the window has answered: rows are widgets, and slow to make."""
        for line in self._left[:_PORTION]:
            self._add(self._row(line, first=self._column.count() == 1))
        if not self._left:
            return
        del self._left[:_PORTION]
        if self._left:
            self._going_on.start()
            return
        if self._more:
            rest = label(self._more, "hint", wrap=True)
            rest.setContentsMargins(self._theme.px("s4"), self._theme.px("s2"), self._theme.px("s4"), 0)
            self._add(rest)

    def _add(self, row: QWidget) -> None:
        """Before the stretch at the end."""
        self._column.insertWidget(self._column.count() - 1, row)

    def _row(self, line: Line, *, first: bool) -> QWidget:
        px = self._theme.px
        frame = QFrame()
        frame.setObjectName("linkrow")
        frame.setFixedHeight(px("h_row_two") + 1)
        outer = QVBoxLayout(frame)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.setSpacing(0)
        if not first:
            hair = QFrame()
            hair.setObjectName("rule")
            outer.addWidget(hair)
        row = QHBoxLayout()
        row.setContentsMargins(px("s4") - 2, 0, px("s3"), 0)
        row.setSpacing(px("s3"))
        row.addWidget(self._icon(line.icon))
        row.addLayout(self._words(line), 1)
        done = button(line.verb, "link", line.act)
        done.setAccessibleName(f"{line.verb} {line.title} {line.beside}")
        row.addWidget(done)
        outer.addLayout(row, 1)
        return frame

    def _icon(self, name: str) -> QLabel:
        size = self._theme.px("icon_small") + 2
        mark = QLabel()
        mark.setPixmap(self._theme.icon(name, "ink2", size).pixmap(size, size))
        return mark

    def _words(self, line: Line) -> QVBoxLayout:
        column = QVBoxLayout()
        column.setSpacing(1)
        first = QHBoxLayout()
        first.setSpacing(self._theme.px("s2"))
        if line.beside:
            first.addWidget(label(line.title, "strong"))
        else:
            first.addWidget(ElidedLabel(line.title, "strong"), 1)
        if line.count:
            first.addWidget(chip(line.count, line.tone))
        if line.beside:
            first.addWidget(ElidedLabel(line.beside, ""), 1)
        column.addStretch(1)
        column.addLayout(first)
        column.addWidget(ElidedLabel(line.second, "caption"))
        column.addStretch(1)
        return column
