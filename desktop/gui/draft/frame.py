"""The frame of the draft check: head, counts, the results beside the sheet, and the empty desk."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QFrame,
    QHBoxLayout,
    QLabel,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.gui.draft.result_list import ResultList
from desktop.gui.draft.tones import TONES
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, chip, key_cap, label, panel, rule
from desktop.gui.widgets.commands import Commands, wanted_now
from desktop.gui.widgets.elided import Elided
from desktop.report.draft.items import Group
from desktop.report.draft.results import Results

Slot = Callable[[], object]
_SHOWN = (Group.CERTAIN, Group.DOUBTFUL, Group.UNSOURCED, Group.LACKING, Group.DONE, Group.AGREES)
_ALWAYS = (Group.CERTAIN, Group.DOUBTFUL, Group.UNSOURCED, Group.AGREES)
"""Counts that are shown even where they are nought."""


class Head(QWidget):
    """Title, the draft's name; span and commands at the right, in a menu where there is no room."""

    def __init__(self, theme: Theme, *, span: Slot, other: Slot, sheet: Slot, copy: Slot) -> None:
        super().__init__()
        px = theme.px
        self._theme, self._span = theme, ""
        self.setFixedHeight(px("h_head"))
        self.title, self.name, self.state = (
            label("校核", "title"),
            Elided("", "", 3),
            chip("只读，不改原文件", "outline"),
        )
        self._mark = QLabel()
        size = px("icon_small") + 2
        self._mark.setPixmap(theme.icon("report", "ink2", size).pixmap(size, size))
        self.span_button = button("", "pillon", span, hint="对照台账的哪一段时间")
        self.span_button.setIcon(theme.icon("down", "accent", px("icon_small")))
        self.span_button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.commands = Commands(theme)
        self.other_button = self.commands.add(button("换一份", "", other, hint="换一份稿子"), "imp")
        self.sheet_button = self.commands.add(
            button("导出校核单", "", sheet, hint="导出校核单（Ctrl+Shift+E）"), "list"
        )
        self.copy_button = button(" 导出改后副本", "primary", copy, hint="导出改后副本（Ctrl+E）")
        self.copy_button.setIcon(theme.icon("exp", "on_accent", size))
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(px("s5"), 0, px("s4"), 0)
        row.setSpacing(px("s2"))
        told: tuple[QWidget, ...] = (self.title, self._mark, self.name, self.state)
        for part in told:
            row.addWidget(part)
        row.addStretch(1)
        for part in (self.span_button, self.commands, self.copy_button):
            row.addWidget(part)

    def show_draft(self, name: str, *, shown: bool) -> None:
        """Name the draft; without one only the title stands there."""
        self.name.setText(name)
        parts: tuple[QWidget, ...] = (self._mark, self.name, self.state, self.commands, self.copy_button)
        for part in parts:
            part.setVisible(shown)
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The chip goes first, then the commands into the menu 更多."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Show what has room; the title, which the rail shows too, goes last."""
        shown = bool(self.name.text())
        for state, folded, against, title in (
            (1, 0, 1, 1), (0, 0, 1, 1), (0, 1, 1, 1), (0, 2, 1, 1), (0, 2, 0, 1), (0, 2, 0, 0),
        ):  # fmt: skip
            self.commands.fold(folded)
            self.state.setVisible(shown and bool(state))
            self.title.setVisible(bool(title))
            self.span_button.setText(f"{'对照：' if against else ''}{self._span} ")
            self.span_button.setMinimumWidth(self.span_button.sizeHint().width())
            if self._needed() <= self.width():
                return

    def _needed(self) -> int:
        """The name may be cut off to some extent, before any word goes."""
        name = self.name.sizeHint().width()
        return wanted_now(self._row) - name + min(name, 10 * self._theme.px("t_body"))

    def show_span(self, span: str) -> None:
        """What the draft is held against."""
        self._span = span
        self.fit()


class CountButton(QAbstractButton):
    """A group's number and name; a click narrows the list to it."""

    def __init__(self, theme: Theme, group: Group) -> None:
        super().__init__()
        self._theme, self._group, self._count = theme, group, 0
        self.setCheckable(True)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.count(0)

    def count(self, number: int) -> None:
        """Show how many."""
        self._count = number
        self.setAccessibleName(f"{self._group.value} {number}")
        self.setToolTip(f"只看“{self._group.value}”；再按一次看全部")
        self.updateGeometry()
        self.update()

    def _widths(self) -> tuple[int, int]:
        number = QFontMetrics(self._theme.font(bold=True)).horizontalAdvance(str(self._count))
        return number, QFontMetrics(self._theme.font()).horizontalAdvance(self._group.value)

    def sizeHint(self) -> QSize:  # noqa: N802
        """Number, gap, word."""
        px = self._theme.px
        return QSize(sum(self._widths()) + 3 * px("s2"), px("h_chip") + px("s2"))

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """The number in the group's colour; chosen and focused as other buttons."""
        theme, painter, px = self._theme, QPainter(self), self._theme.px
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.isChecked() or self.underMouse():
            painter.setPen(QPen(theme.colour("accent_line" if self.isChecked() else "hover"), 1))
            painter.setBrush(theme.colour("accent_soft" if self.isChecked() else "hover"))
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), px("r_field"), px("r_field"))
        if self.hasFocus():
            painter.setPen(QPen(theme.colour("accent"), px("focus")))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), px("r_field"), px("r_field"))
        number, _ = self._widths()
        middle = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
        area = QRect(px("s2"), 0, self.width(), self.height())
        painter.setFont(theme.font(bold=True))
        painter.setPen(theme.colour(TONES[self._group].ink if self._count else "ink3"))
        painter.drawText(area, middle, str(self._count))
        painter.setFont(theme.font(bold=self.isChecked()))
        painter.setPen(theme.colour("ink2"))
        painter.drawText(area.adjusted(number + px("s2"), 0, 0, 0), middle, self._group.value)
        painter.end()


class CountBar(QWidget):
    """How many of each group, and how far the work is."""

    narrowed = Signal(object)
    """A group, or None for all."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        px = theme.px
        self.setFixedHeight(px("h_row") + px("s2"))
        self._progress = Elided("", "second")
        self.buttons = {group: CountButton(theme, group) for group in _SHOWN}
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(px("s3"), 0, px("s4"), 0)
        row.setSpacing(px("s1"))
        for group, made in self.buttons.items():
            made.clicked.connect(partial(self._narrow, group))
            row.addWidget(made)
        row.addStretch(1)
        row.addWidget(self._progress)

    def _narrow(self, group: Group) -> None:
        self.show_narrowed(group if self.buttons[group].isChecked() else None)
        self.narrowed.emit(group if self.buttons[group].isChecked() else None)

    def show_narrowed(self, group: Group | None) -> None:
        """Which group the list is narrowed to."""
        for one, made in self.buttons.items():
            made.setChecked(one is group)

    def show_results(self, results: Results, *, busy: bool) -> None:
        """Counts and progress."""
        for group, made in self.buttons.items():
            made.count(results.count(group))
            made.setVisible(group in _ALWAYS or results.count(group) > 0)
        done = results.count(Group.DONE)
        self._progress.setText("正在校核" if busy else f"共核对 {results.checked} 处，已处理 {done} 处")


class Side(QFrame):
    """The results, by sureness or by place, and the keys below."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("side")
        px = theme.px
        self._theme = theme
        self.list = ResultList(theme)
        self.by_sureness = button("按把握", "seg", partial(self._arrange, False), hint="先看确定有误的")
        self.by_place = button("按位置", "seg", partial(self._arrange, True), hint="按稿子里的先后")
        self._nothing = label("", "hint", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setContentsMargins(px("s6"), px("s6"), px("s6"), px("s6"))
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(rule())
        column.addWidget(self._nothing)
        column.addWidget(self.list, 1)
        column.addWidget(self._foot())

    def _head(self) -> QWidget:
        px, made = self._theme.px, QWidget()
        made.setFixedHeight(px("h_head"))
        row = QHBoxLayout(made)
        row.setContentsMargins(px("s4"), 0, px("s3"), 0)
        row.addWidget(label("校核结果", "section"))
        row.addStretch(1)
        frame = panel("seg")
        frame.setFixedHeight(px("h_button"))
        inner = QHBoxLayout(frame)
        inner.setContentsMargins(1, 1, 1, 1)
        inner.setSpacing(0)
        for one in (self.by_sureness, self.by_place):
            one.setCheckable(True)
            inner.addWidget(one)
        self.by_sureness.setChecked(True)
        row.addWidget(frame)
        return made

    def _foot(self) -> QFrame:
        px, made = self._theme.px, panel("foot")
        made.setFixedHeight(px("h_field") + px("s2"))
        row = QHBoxLayout(made)
        row.setContentsMargins(px("s4"), 0, px("s3"), 0)
        row.setSpacing(px("s2"))
        for key, words in (("F8", "下一处"), ("回车", "采用"), ("Delete", "不改")):
            row.addWidget(key_cap(key))
            row.addWidget(label(words, "caption"))
            row.addSpacing(px("s1"))
        row.addStretch(1)
        return made

    def _arrange(self, by_place: bool) -> None:
        self.by_sureness.setChecked(not by_place)
        self.by_place.setChecked(by_place)
        self.list.arrange(by_place=by_place)

    def say(self, words: str) -> None:
        """What stands above the list where there is nothing to work off."""
        self._nothing.setText(words)
        self._nothing.setVisible(bool(words))


class Panes(QWidget):
    """The sheet and the results; the results give way so that a line of the draft always fits."""

    def __init__(self, theme: Theme, main: QWidget, side: QWidget) -> None:
        super().__init__()
        self._theme, self._side = theme, side
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(main, 1)
        row.addWidget(side)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """As the class says."""
        super().resizeEvent(event)
        px = self._theme.px
        widest, least = px("w_side") + px("s6") * 4 + px("s3"), px("w_side")
        paper = 40 * px("t_document")
        self._side.setFixedWidth(max(min(widest, self.width() - paper), min(least, self.width() * 2 // 5)))


class EmptyDesk(QFrame):
    """Nothing is opened: what to do, and why the last try failed."""

    text_pasted = Signal()

    def __init__(self, theme: Theme, open_file: Slot, paste: Slot) -> None:
        super().__init__()
        self.setObjectName("empty")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._theme = theme
        px = theme.px
        self.problem = label("", "strong", wrap=True)
        self.problem.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.problem.setMinimumWidth(px("w_side") * 2)
        self.open_button = button("打开稿子", "primary", open_file, hint="打开 Word 或文本文件（Ctrl+O）")
        self.paste_button = button("粘贴文字", "", paste, hint="校核剪贴板上的文字（Ctrl+V）")
        self._own = QHBoxLayout()
        self._own.setSpacing(px("s4"))
        column = QVBoxLayout(self)
        column.setSpacing(px("s2"))
        column.addStretch(1)
        self._what = label("还没有要校核的稿子", "section")
        next_step = label("把 Word 或文本文件拖到这里，或按 Ctrl+O 打开，按 Ctrl+V 粘贴文字", "second", wrap=True)
        next_step.setAlignment(Qt.AlignmentFlag.AlignCenter)
        for part in (self.problem, self._what):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(next_step)
        row = QHBoxLayout()
        row.setSpacing(px("s2"))
        row.addStretch(1)
        for made in (self.open_button, self.paste_button):
            row.addWidget(made)
        row.addStretch(1)
        column.addSpacing(px("s2"))
        column.addLayout(row)
        column.addSpacing(px("s3"))
        column.addLayout(self._own)
        column.addStretch(1)

    def offer(self, sources: list[tuple[str, Slot]]) -> None:
        """The program's own texts, as further ways to begin."""
        while item := self._own.takeAt(0):
            widget = item.widget()
            if widget:
                widget.hide()
                widget.deleteLater()
        self._own.addStretch(1)
        for words, slot in sources:
            self._own.addWidget(button(words, "link", slot))
        self._own.addStretch(1)

    def say(self, problem: str) -> None:
        """Why the last try failed; empty: nothing did."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self._what.setVisible(not problem)

    def paste(self) -> None:
        """Ctrl+V."""
        self.text_pasted.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter opens a file."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.open_button.click()
        else:
            super().keyPressEvent(event)
