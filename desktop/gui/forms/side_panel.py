"""Beside the form: contradictions, gaps, possible duplicates, what will be counted, the enterprise."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QScrollArea, QVBoxLayout, QWidget

from desktop.gui.theme import Theme
from desktop.gui.widgets import label, panel, rule

MOST_LINES = 6
MOST_COUNTED = 9


@dataclass(frozen=True)
class Line:
    """One matter: what, why, and where a click goes."""

    title: str
    text: str
    go: Callable[[], None] | None = None


@dataclass(frozen=True)
class Counted:
    """What the record adds to a figure."""

    label: str
    amount: str
    unit: str
    open: Callable[[], None] | None = None


@dataclass(frozen=True)
class Overview:
    """The enterprise of the record: a measure with its cap, and a sentence."""

    title: str
    measure: str
    words: str
    part: int
    whole: int
    remark: str


class _Clickable(QWidget):
    clicked = Signal()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """A click anywhere on the line."""
        if self.rect().contains(event.position().toPoint()):
            self.clicked.emit()


class SidePanel(QFrame):
    """Rebuilt whenever what it shows differs; it never takes the focus, F8 goes to the same places."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("side")
        self._theme = theme
        self._shown: object = None
        self.setFixedWidth(theme.px("w_side"))
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 0, 0, 0)
        outer.addWidget(self._scroll)

    def show_matters(
        self, errors: Sequence[Line], gaps: Sequence[Line], twins: Sequence[Line],
        counted: Sequence[Counted], counted_note: str, overview: Overview | None,
    ) -> None:  # fmt: skip
        """Lay everything out anew, where anything is different."""
        said = [[(one.title, one.text) for one in lines] for lines in (errors, gaps, twins)]
        shown = (said, [(one.label, one.amount, one.unit) for one in counted], counted_note, overview)
        if shown == self._shown:
            return
        self._shown = shown
        body = panel("main")
        column = QVBoxLayout(body)
        pad = self._theme.px("s3") + 2
        column.setContentsMargins(pad, self._theme.px("s3"), pad, self._theme.px("s3"))
        column.setSpacing(self._theme.px("s2"))
        if errors:
            column.addWidget(self._notice("danger", "error", f"{len(errors)} 处矛盾，改后才能保存", errors))
        if twins:
            column.addWidget(self._notice("warn", "copy", "可能重复登记", twins))
        if gaps:
            column.addWidget(self._notice("warn", "warn", f"{len(gaps)} 处未填，可先保存", gaps))
        self._add_counted(column, counted, counted_note)
        if overview:
            self._add_overview(column, overview)
        column.addStretch(1)
        self._scroll.setWidget(body)

    def _notice(self, tone: str, icon: str, title: str, lines: Sequence[Line]) -> QFrame:
        made = panel("notice")
        made.setProperty("tone", tone)
        column = QVBoxLayout(made)
        pad = self._theme.px("s3")
        column.setContentsMargins(pad, self._theme.px("s2") + 2, pad, self._theme.px("s2") + 2)
        column.setSpacing(self._theme.px("s1") + 2)
        head = QHBoxLayout()
        head.setSpacing(self._theme.px("s2"))
        mark = QLabel()
        size = self._theme.px("icon_small")
        mark.setPixmap(self._theme.icon(icon, tone, size).pixmap(size, size))
        head.addWidget(mark)
        head.addWidget(label(title, "strong"), 1)
        column.addLayout(head)
        for line in lines[:MOST_LINES]:
            column.addWidget(self._line(line))
        if len(lines) > MOST_LINES:
            rest = "、".join(dict.fromkeys(one.title for one in lines[MOST_LINES:]))
            column.addWidget(
                self._indented(label(f"还有 {len(lines) - MOST_LINES} 处：{rest}", "caption", wrap=True))
            )
        return made

    def _line(self, line: Line) -> QWidget:
        made = _Clickable()
        column = QVBoxLayout(made)
        column.setContentsMargins(self._indent, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(label(line.title))
        if line.text:
            column.addWidget(label(line.text, "caption", wrap=True))
        if line.go:
            made.clicked.connect(line.go)
            made.setCursor(Qt.CursorShape.PointingHandCursor)
            made.setToolTip("转到这一格")
        return made

    @property
    def _indent(self) -> int:
        return self._theme.px("icon_small") + self._theme.px("s2")

    def _indented(self, widget: QWidget) -> QWidget:
        widget.setContentsMargins(self._indent, 0, 0, 0)
        return widget

    def _add_counted(self, column: QVBoxLayout, counted: Sequence[Counted], note: str) -> None:
        column.addSpacing(self._theme.px("s1"))
        column.addWidget(label("保存后计入", "strong"))
        for one in counted[:MOST_COUNTED]:
            column.addWidget(self._counted_row(one))
        if len(counted) > MOST_COUNTED:
            rest = label(f"另计入 {len(counted) - MOST_COUNTED} 个指标", "caption")
            rest.setToolTip("\n".join(f"{one.label} {one.amount} {one.unit}" for one in counted[MOST_COUNTED:]))
            column.addWidget(rest)
        if note:
            column.addWidget(label(note, "caption", wrap=True))

    def _counted_row(self, one: Counted) -> QWidget:
        made = _Clickable()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 1, 0, 1)
        row.setSpacing(self._theme.px("s1") + 2)
        words = label(one.label, wrap=True)
        row.addWidget(words, 1)
        row.addWidget(label(one.amount, "strong"), 0, Qt.AlignmentFlag.AlignBottom)
        unit = label(one.unit, "caption")
        unit.setMinimumWidth(2 * self._theme.px("t_caption") + 2)
        row.addWidget(unit, 0, Qt.AlignmentFlag.AlignBottom)
        return made

    def _add_overview(self, column: QVBoxLayout, one: Overview) -> None:
        column.addSpacing(self._theme.px("s1"))
        column.addWidget(rule())
        column.addSpacing(self._theme.px("s1"))
        column.addWidget(label(one.title, "strong"))
        row = QHBoxLayout()
        row.addWidget(label(one.measure))
        row.addStretch(1)
        row.addWidget(label(one.words))
        column.addLayout(row)
        bar = QProgressBar()
        bar.setTextVisible(False)
        bar.setRange(0, max(one.whole, 1))
        bar.setValue(min(one.part, one.whole))
        column.addWidget(bar)
        if one.remark:
            column.addWidget(label(one.remark, "caption", wrap=True))
