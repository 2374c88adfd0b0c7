"""Asks in place for one line: why a finding is left, or what shall stand there instead."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop.catalogue import Refusal
from desktop.gui.theme import Theme
from desktop.gui.widgets.asking_bar import AskingBar
from desktop.gui.widgets.basics import button, key_cap, label


class AskBar(AskingBar):
    """What is answered is handed on; a `Refusal` of it is said in the bar, and asked again."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent, theme, "accent")
        self._go_on: Callable[[str], object] | None = None
        self._said, self._wrong = label("", "strong", wrap=True), label("", "error", wrap=True)
        self._name, self.field = label("", "caption"), QLineEdit()
        self.field.setFixedHeight(theme.px("h_field"))
        self.field.textEdited.connect(lambda _text: self._tell(""))
        self.confirm = button("", "primary", self._confirm)
        self.dismissed = button("取消", "link", self.dismiss, hint="取消（Esc）")
        self._usual = QHBoxLayout()
        self._offered: list[QWidget] = []
        self._fill()

    def _fill(self) -> None:
        gap, column = self._theme.px("s2"), self._frame("edit")
        column.addWidget(self._said)
        self._foot = QWidget()
        row, foot = QHBoxLayout(), QHBoxLayout(self._foot)
        foot.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(gap)
        row.addWidget(self._name)
        row.addWidget(self.field, 1)
        for part in (self.confirm, key_cap("回车"), self.dismissed):
            row.addWidget(part)
        foot.setSpacing(self._theme.px("s3"))
        self._usual.setSpacing(self._theme.px("s3"))
        foot.addLayout(self._usual)
        foot.addWidget(self._wrong, 1)
        column.addLayout(row)
        column.addWidget(self._foot)

    def ask(
        self, said: str, name: str, text: str, confirm: str, go_on: Callable[[str], object], usual: Sequence[str] = ()
    ) -> None:
        """Ask; `usual` are answers that a click writes."""
        self._note_focus()
        self._go_on = go_on
        self._said.setText(said)
        self._name.setText(name)
        self.field.setAccessibleName(name)
        self.field.setText(text)
        self.confirm.setText(confirm)
        self._offer(usual)
        self._tell("")
        self._appear(self.field)
        self.field.selectAll()

    def _offer(self, usual: Sequence[str]) -> None:
        for part in self._offered:
            part.hide()
            part.deleteLater()
        self._offered = [label("常用", "caption"), *(button(one, "link", partial(self.answer, one)) for one in usual)]
        if not usual:
            self._offered = []
        for part in self._offered:
            self._usual.addWidget(part)

    def _tell(self, wrong: str) -> None:
        """Say what is wrong, or nothing; a line that says nothing takes no room."""
        self._wrong.setText(wrong)
        self._foot.setVisible(bool(wrong or self._offered))
        self._place()

    def _place(self) -> None:
        """The answers for which there is room; any can be typed."""
        theme = self._theme
        room = self._around.width() - 2 * (theme.px("s5") + theme.px("s4")) - theme.px("icon_small") - theme.px("s2")
        for part in self._offered:
            room -= part.sizeHint().width() + self._usual.spacing()
            part.setVisible(room >= 0)
        super()._place()

    def answer(self, text: str) -> None:
        """Write an answer into the field; it can still be changed."""
        self.field.setText(text)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def _confirm(self) -> None:
        if self._go_on is None:
            return
        try:
            self._go_on(self.field.text())
        except Refusal as refusal:
            self._tell(str(refusal))
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.dismiss()

    def _forget(self) -> None:
        super()._forget()
        self._go_on = None

    @property
    def wrong(self) -> str:
        """Why what was typed was not taken."""
        return self._wrong.text()
