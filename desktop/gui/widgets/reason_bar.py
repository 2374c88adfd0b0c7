"""Asks in place why a record that a finalised edition counts is changed, and then goes on with the change."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop.gui.theme import Theme
from desktop.gui.widgets.asking_bar import AskingBar
from desktop.gui.widgets.basics import button, key_cap, label
from desktop.store import ReasonNeeded


class ReasonBar(AskingBar):
    """Lies over the bottom of a page while it asks; Enter goes on, Esc leaves the record as it is."""

    def __init__(self, parent: QWidget, theme: Theme, above: Callable[[], int] | None = None) -> None:
        super().__init__(parent, theme, "warn", above)
        self._go_on: Callable[[str], object] | None = None
        self._said, self._lacking = label("", "strong", wrap=True), label("", "error")
        self.reason = QLineEdit()
        self.reason.setAccessibleName("改动原因")
        self.reason.setPlaceholderText("如：核对档案后更正日期")
        self.reason.textEdited.connect(lambda _text: self._lacking.setText(""))
        self.confirm = button("写明原因并保存", "primary", self._confirm)
        self.dismissed = button("不改了", "link", self.dismiss, hint="不改了（Esc）")
        self._fill()

    def _fill(self) -> None:
        column = self._frame()
        column.addWidget(self._said)
        row = QHBoxLayout()
        row.setSpacing(self._theme.px("s2"))
        row.addWidget(label("改动原因", "caption"))
        self.reason.setFixedHeight(self._theme.px("h_field"))
        row.addWidget(self.reason, 1)
        for part in (self._lacking, self.confirm, key_cap("回车"), self.dismissed):
            row.addWidget(part)
        column.addLayout(row)

    def ask(self, needed: ReasonNeeded, go_on: Callable[[str], object]) -> None:
        """Say which edition counts the record; `go_on` is called with the reason once one is written.

        Asked again by another save while a reason stands there already, that reason is taken.
        """
        if not self.isHidden() and self.reason.text().strip():
            self._go_on = go_on
            self._confirm()
            return
        self._note_focus()
        self._go_on = go_on
        self._said.setText(str(needed))
        self._lacking.setText("")
        self.reason.clear()
        self._appear(self.reason)

    def _forget(self) -> None:
        self._go_on = None
        super()._forget()

    def _confirm(self) -> None:
        reason, go_on = self.reason.text().strip(), self._go_on
        if not reason:
            self._lacking.setText("原因还没有写")
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        elif go_on is not None:
            self.dismiss()
            go_on(reason)
