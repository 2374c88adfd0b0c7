"""Labels, chips, buttons and panels by their role in the style sheet."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from desktop.gui.theme import Theme


def label(text: str = "", role: str = "", *, wrap: bool = False) -> QLabel:
    """A label in one of the text roles (title, section, strong, second, hint, caption, figure, hero, error, gap)."""
    made = QLabel(text)
    made.setTextFormat(Qt.TextFormat.PlainText)
    if role:
        made.setProperty("role", role)
    made.setWordWrap(wrap)
    return made


def chip(text: str, tone: str = "neutral") -> QLabel:
    """A state in one word: neutral, accent, warn, danger, ok or outline.

    In the legend of a report also figure (adjusted by hand) and gap, as such figures look in the text.
    """
    made = QLabel(text)
    made.setProperty("chip", tone)
    made.setAlignment(Qt.AlignmentFlag.AlignCenter)
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
    return made


def key_cap(text: str) -> QLabel:
    """The key of an action, shown beside it."""
    made = label(text, "kbd")
    made.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Maximum)
    return made


def button(text: str, kind: str = "", clicked: Callable[[], object] | None = None, *, hint: str = "") -> QPushButton:
    """A push button: plain, primary, link, pill, pillon, tab, seg, or the ordinary one."""
    made = QPushButton(text)
    if kind:
        made.setProperty("kind", kind)
    if clicked:
        made.clicked.connect(lambda _checked=False: clicked())
    if hint:
        made.setToolTip(hint)
    made.setAccessibleName(text or hint)
    made.setCursor(Qt.CursorShape.PointingHandCursor if kind == "link" else Qt.CursorShape.ArrowCursor)
    return made


def panel(name: str = "panel") -> QFrame:
    """A white surface (panel, drawer, side, tree, main, foot, tile, empty …)."""
    made = QFrame()
    made.setObjectName(name)
    return made


def rule() -> QFrame:
    """A horizontal hairline."""
    return panel("rule")


def vrule() -> QFrame:
    """A vertical hairline."""
    return panel("vrule")


def scrolled(body: QWidget) -> QScrollArea:
    """A body that scrolls up and down where it does not fit."""
    made = QScrollArea()
    made.setFrameShape(QFrame.Shape.NoFrame)
    made.setWidgetResizable(True)
    made.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    made.viewport().setAutoFillBackground(False)
    body.setAutoFillBackground(False)
    made.setWidget(body)
    body.setAutoFillBackground(False)
    return made


def notice(theme: Theme, tone: str, icon: str, title: str, lines: list[str]) -> QFrame:
    """A coloured notice with an icon, a bold first line and plain lines below (danger, warn, accent)."""
    made = panel("notice")
    made.setProperty("tone", tone)
    row = QHBoxLayout(made)
    row.setContentsMargins(theme.px("s3"), theme.px("s3"), theme.px("s3"), theme.px("s3"))
    row.setSpacing(theme.px("s2"))
    mark = QLabel()
    size = theme.px("icon_small")
    mark.setPixmap(theme.icon(icon, tone, size).pixmap(size, size))
    row.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
    column = QVBoxLayout()
    column.setSpacing(2)
    column.addWidget(label(title, "strong"))
    for line in lines:
        column.addWidget(label(line, "second", wrap=True))
    row.addLayout(column, 1)
    return made


def empty_state(what: str, next_step: str, action: QPushButton | None = None) -> QWidget:
    """One line what is, one what to do, one button."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setAlignment(Qt.AlignmentFlag.AlignCenter)
    column.addWidget(label(what, "section"), 0, Qt.AlignmentFlag.AlignHCenter)
    column.addWidget(label(next_step, "second"), 0, Qt.AlignmentFlag.AlignHCenter)
    if action:
        column.addWidget(action, 0, Qt.AlignmentFlag.AlignHCenter)
    return made
