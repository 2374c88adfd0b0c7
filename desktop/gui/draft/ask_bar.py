"""Asks in place for one line: why a finding is left, or what shall stand there instead."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.catalogue import Refusal
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, key_cap, label
from desktop.gui.widgets.floating import float_over


class AskBar(QFrame):
    """Lies over the bottom of the page while it asks; Enter goes on, Esc leaves everything as it is."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.setObjectName("drawer")
        self._theme, self._around = theme, parent
        self._go_on: Callable[[str], object] | None = None
        self._back: QWidget | None = None
        self._said, self._wrong = label("", "strong", wrap=True), label("", "error", wrap=True)
        self._name = label("", "caption")
        self.field = QLineEdit()
        self.field.textEdited.connect(lambda _text: self._wrong.setText(""))
        self.confirm = button("", "primary", self._confirm)
        self.dismissed = button("取消", "plain", self.dismiss)
        self._usual = QHBoxLayout()
        self._fill()
        parent.installEventFilter(self)
        self.hide()

    def _fill(self) -> None:
        px = self._theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px("s4"), px("s3"), px("s4"), px("s3"))
        column.setSpacing(px("s2"))
        column.addWidget(self._said)
        row = QHBoxLayout()
        row.setSpacing(px("s2"))
        row.addWidget(self._name)
        row.addWidget(self.field, 1)
        for part in (self.confirm, key_cap("回车"), self.dismissed, key_cap("Esc")):
            row.addWidget(part)
        column.addLayout(row)
        foot = QHBoxLayout()
        foot.setSpacing(px("s3"))
        self._usual.setSpacing(px("s3"))
        foot.addLayout(self._usual)
        foot.addWidget(self._wrong, 1)
        column.addLayout(foot)
        float_over(self, self._theme)

    def ask(
        self, said: str, name: str, text: str, confirm: str, go_on: Callable[[str], object], usual: Sequence[str] = ()
    ) -> None:
        """Ask; `usual` are answers that a click writes. A `Refusal` of `go_on` is said here, and asked again."""
        if self.isHidden():
            self._back = self.window().focusWidget()
        self._go_on = go_on
        self._said.setText(said)
        self._name.setText(name)
        self.field.setAccessibleName(name)
        self.field.setText(text)
        self.confirm.setText(confirm)
        self._wrong.setText("")
        self._offer(usual)
        self.show()
        self.raise_()
        self._place()
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.selectAll()

    def _offer(self, usual: Sequence[str]) -> None:
        while item := self._usual.takeAt(0):
            widget = item.widget()
            if widget:
                widget.hide()
                widget.deleteLater()
        if usual:
            self._usual.addWidget(label("常用", "caption"))
        for one in usual:
            self._usual.addWidget(button(one, "link", partial(self._take, one)))

    def _take(self, text: str) -> None:
        self.field.setText(text)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def dismiss(self) -> None:
        """Put the bar away; nothing was done."""
        self._go_on = None
        self.hide()
        if self._back is not None:
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)
            self._back = None

    def _confirm(self) -> None:
        if self._go_on is None:
            return
        try:
            self._go_on(self.field.text())
        except Refusal as refusal:
            self._wrong.setText(str(refusal))
            self._place()
            self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.dismiss()

    @property
    def wrong(self) -> str:
        """Why what was typed was not taken."""
        return self._wrong.text()

    def _place(self) -> None:
        side = self._theme.px("s5")
        width = min(self._around.width() - 2 * side, 3 * self._theme.px("w_side"))
        self.setFixedWidth(width)
        height = max(self.sizeHint().height(), self.heightForWidth(width))
        left = (self._around.width() - width) // 2
        self.setGeometry(left, self._around.height() - height - side, width, height)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stay at the bottom when the page changes its size; go when the page goes."""
        if event.type() == QEvent.Type.Resize and not self.isHidden():
            self._place()
        elif event.type() == QEvent.Type.Hide and not self.isHidden():
            self._go_on = self._back = None
            self.hide()
        return False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Enter goes on, Esc leaves it."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._confirm()
        elif event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)
