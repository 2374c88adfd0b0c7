"""What is due: groups, whose it is, how days were counted."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.figures.due_board import DueBoard
from desktop.figures.due_groups import due_groups, summary
from desktop.gui.theme import Theme
from desktop.gui.today.due_list import DueView
from desktop.gui.widgets.basics import button, empty_state, label, panel, rule
from desktop.gui.widgets.elided import Elided


class DuePanel(QFrame):
    """What is due, with its groups, whose it is, and how days were counted."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._theme = theme
        self._board = DueBoard(())
        self._person, self._mine, self._later = "", False, False
        self.view = DueView(theme)
        self._summary = label("", "gap")
        self.everyone = button("", "seg", partial(self._show_mine, False), hint="全部人员的时限")
        self.own = button("", "seg", partial(self._show_mine, True), hint="只看本人的时限")
        self._further, self._note = label("", "second"), Elided("", "hint")
        self.later = button("全部时限", "link", self._toggle_later)
        self._lay_out()

    def _lay_out(self) -> None:
        px = self._theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, 1)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(px("s4"), 0, px("s3") - 2, 0)
        head.setSpacing(px("s3"))
        head.addWidget(label("办理时限", "section"))
        head.addWidget(self._summary, 1)
        head.addWidget(self._switch())
        top = QWidget()
        top.setFixedHeight(px("h_button") + px("s4") - 2)
        top.setLayout(head)
        column.addWidget(top)
        column.addWidget(rule())
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(empty_state("七日内没有到期的事项", "登记检查、案件和举报后，时限自动列在这里"))
        counting = label("正在计算办理时限", "hint")
        counting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(counting)
        self._stack.setCurrentWidget(counting)
        column.addWidget(self._stack, 1)
        column.addWidget(self._foot())

    def _switch(self) -> QWidget:
        frame = panel("seg")
        frame.setFixedHeight(self._theme.px("h_button"))
        row = QHBoxLayout(frame)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        for one in (self.everyone, self.own):
            one.setCheckable(True)
            row.addWidget(one)
        return frame

    def _foot(self) -> QWidget:
        foot = panel("foot")
        foot.setFixedHeight(self._theme.px("h_button"))
        row = QHBoxLayout(foot)
        row.setContentsMargins(self._theme.px("s4"), 0, self._theme.px("s4"), 0)
        row.setSpacing(self._theme.px("s2"))
        row.addWidget(self._further)
        row.addWidget(self.later)
        row.addStretch(1)
        row.addWidget(self._note)
        return foot

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """The lines take the focus as soon as there are any; until then it waits here, not in the search box."""
        super().focusInEvent(event)
        if self.view.isVisible():
            self.view.setFocus(event.reason())

    def show_board(self, board: DueBoard, person: str, note: tuple[str, bool]) -> None:
        """Show what is due; `note` says by which holidays, and whether they are known."""
        self._board, self._person = board, person
        text, known = note
        self._note.setText(text)
        self._note.setProperty("role", "hint" if known else "gap")
        self._note.style().polish(self._note)
        self._fill()

    def _fill(self) -> None:
        person = self._person if self._mine else ""
        groups = due_groups(self._board, person=person, later=self._later)
        self.view.show_groups(groups)
        self._stack.setCurrentIndex(0 if groups else 1)
        if self.hasFocus() and groups:
            self.view.setFocus(Qt.FocusReason.OtherFocusReason)
        self._summary.setText(summary(self._board))
        self.everyone.setText(f"全部 {self._pressing(''):,}")
        self.own.setText(f"本人 {self._pressing(self._person):,}")
        self.everyone.setChecked(not self._mine)
        self.own.setChecked(self._mine)
        further = sum(one.count for one in due_groups(self._board, person=person, later=True))
        further -= sum(one.count for one in due_groups(self._board, person=person))
        self._further.setText(f"八日以后还有 {further:,} 件" if further else "八日以后没有")
        self.later.setVisible(bool(further))
        self.later.setText("只看七日内" if self._later else "全部时限")

    def _pressing(self, person: str) -> int:
        return sum(one.count for one in due_groups(self._board, person=person))

    def _show_mine(self, mine: bool) -> None:
        self._mine = mine
        self._fill()

    def _toggle_later(self) -> None:
        self._later = not self._later
        self._fill()
