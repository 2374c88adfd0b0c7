"""What the sections of 设置 have in common: a title, fields under labels, and a sentence about what went wrong."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLayout, QScrollArea, QVBoxLayout, QWidget

from desktop.catalogue import Refusal
from desktop.gui.guards import commit_composition
from desktop.gui.widgets.basics import label
from desktop.store.bureau import Bureau

if TYPE_CHECKING:
    from desktop.gui.window import Window


class Section(QWidget):
    """One section, as wide as lines can be read."""

    def __init__(self, window: "Window", title: str, explanation: str) -> None:
        super().__init__()
        self.window_, self.theme = window, window.theme
        self.bureau = Bureau(window.session.log)
        self.setObjectName("section")
        around = QHBoxLayout(self)
        side = self.theme.px("s6")
        around.setContentsMargins(side, 0, side, side)
        self.column = QVBoxLayout()
        self.column.setSpacing(self.theme.px("s2"))
        around.addLayout(self.column, 1)
        self.heading = label(title, "section")
        # On the line of the page's title, and the explanation close below it.
        self.heading.setFixedHeight(self.theme.px("h_row") + self.theme.px("s2"))
        self.heading.setAlignment(Qt.AlignmentFlag.AlignBottom)
        self.column.addWidget(self.heading)
        self.explanation = label(explanation, "second", wrap=True)
        self.column.addWidget(self.explanation)
        self.column.addSpacing(self.theme.px("s2"))
        self.problem = label(role="error", wrap=True)
        self.problem.hide()

    def add_field(self, text: str, field: QWidget, help_: str = "", *, needed: bool = False) -> None:
        """A field under its label, with one line of help; beside the label stands whether it must be filled in."""
        field.setAccessibleName(text)
        field.setMaximumWidth(2 * self.theme.px("w_tree"))
        row = QHBoxLayout()
        row.addWidget(field, 1)
        row.addStretch(1)
        self.add_under(text, row, help_, needed=needed)

    def add_under(self, text: str, row: QLayout, help_: str = "", *, needed: bool = False) -> None:
        """A row under its label, as close as the fields of a form are."""
        block, head = QVBoxLayout(), QHBoxLayout()
        block.setSpacing(self.theme.px("s1") // 2)
        head.setSpacing(self.theme.px("s2"))
        head.addWidget(label(text, "caption"))
        if needed:
            head.addWidget(label("必填", "hint"))
        head.addStretch(1)
        block.addLayout(head)
        block.addLayout(row)
        if help_:
            block.addWidget(label(help_, "hint", wrap=True))
        self.column.addLayout(block)
        self.column.addSpacing(self.theme.px("s1"))

    def keep_focus(self, going: QWidget) -> None:
        """Before a part goes: the cursor stays in the section, and does not jump to the window's search box."""
        focused = self.window().focusWidget()
        if focused is None or not going.isAncestorOf(focused):
            return
        for one in self.findChildren(QWidget):
            stops = one.focusPolicy() & Qt.FocusPolicy.TabFocus and one.isEnabled() and one.isVisibleTo(self)
            if stops and not going.isAncestorOf(one) and not isinstance(one, QScrollArea):
                one.setFocus(Qt.FocusReason.OtherFocusReason)
                return

    def attempt(self, change: Callable[[], str]) -> bool:
        """Make a change and say what was done, or why it was not; what was typed stays."""
        commit_composition()
        try:
            done = change()
        except Refusal as refusal:
            self.problem.setText(str(refusal).removesuffix("。"))
            self.problem.show()
            return False
        self.problem.hide()
        if done:
            self.window_.toast(done)
        return True

    def actions_of_section(self) -> list[QAction]:
        """Actions for the menu 记录 while the section is in front."""
        return []

    def reveal(self, part: QWidget) -> None:
        """Scroll so that a part of the section is seen."""
        place: QWidget | None = self.parentWidget()
        while place is not None and not isinstance(place, QScrollArea):
            place = place.parentWidget()
        if place is not None:
            place.ensureWidgetVisible(part)

    def foot_height(self) -> int:
        """Pixels at the bottom that hold commands: a toast stays above them."""
        return 0

    def refresh(self) -> None:
        """Show the present state."""
