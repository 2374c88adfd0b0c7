"""Asks in place why a record that a finalised edition counts is changed, and then goes on with the change."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, key_cap, label
from desktop.gui.widgets.floating import float_over
from desktop.store import ReasonNeeded


class ReasonBar(QFrame):
    """Lies over the bottom of a page while it asks; Enter goes on, Esc leaves the record as it is."""

    def __init__(self, parent: QWidget, theme: Theme) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.setProperty("tone", "warn")
        self._theme, self._around = theme, parent
        self._go_on: Callable[[str], object] | None = None
        self._back: QWidget | None = None
        self._said, self._lacking = label("", "strong", wrap=True), label("", "error")
        self.reason = QLineEdit()
        self.reason.setAccessibleName("改动原因")
        self.reason.setPlaceholderText("如：核对档案后更正日期")
        self.reason.textEdited.connect(lambda _text: self._lacking.setText(""))
        self.confirm = button("写明原因并保存", "primary", self._confirm)
        self.dismissed = button("不改了", "link", self.dismiss, hint="不改了（Esc）")
        self._fill()
        parent.installEventFilter(self)
        self.hide()

    def _fill(self) -> None:
        theme, gap = self._theme, self._theme.px("s2")
        outer = QHBoxLayout(self)
        outer.setContentsMargins(theme.px("s4"), theme.px("s3"), theme.px("s4"), theme.px("s3"))
        outer.setSpacing(gap)
        mark, size = QLabel(), theme.px("icon_small")
        mark.setPixmap(theme.icon("lock", "warn", size).pixmap(size, size))
        outer.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(gap)
        outer.addLayout(column, 1)
        column.addWidget(self._said)
        row = QHBoxLayout()
        row.setSpacing(gap)
        row.addWidget(label("改动原因", "caption"))
        self.reason.setFixedHeight(theme.px("h_field"))
        row.addWidget(self.reason, 1)
        for part in (self._lacking, self.confirm, key_cap("回车"), self.dismissed):
            row.addWidget(part)
        column.addLayout(row)
        float_over(self, theme)

    def ask(self, needed: ReasonNeeded, go_on: Callable[[str], object]) -> None:
        """Say which edition counts the record; `go_on` is called with the reason once one is written.

        Asked again by another save while a reason stands there already, that reason is taken.
        """
        if not self.isHidden() and self.reason.text().strip():
            self._go_on = go_on
            self._confirm()
            return
        if self.isHidden():
            self._back = self.window().focusWidget()
        self._go_on = go_on
        self._said.setText(str(needed))
        self._lacking.setText("")
        self.reason.clear()
        self.show()
        self.raise_()
        self._place()
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def dismiss(self) -> None:
        """Put the bar away; nothing was saved, and what was typed is still in the form."""
        self._go_on = None
        self.hide()
        if self._back is not None:
            self._back.setFocus(Qt.FocusReason.OtherFocusReason)
            self._back = None

    def _confirm(self) -> None:
        reason, go_on = self.reason.text().strip(), self._go_on
        if not reason:
            self._lacking.setText("原因还没有写")
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        elif go_on is not None:
            self.dismiss()
            go_on(reason)

    def _place(self) -> None:
        side = self._theme.px("s5")
        width = self._around.width() - 2 * side
        self.setFixedWidth(width)
        height = max(self.sizeHint().height(), self.heightForWidth(width))
        self.setGeometry(side, self._around.height() - height - side, width, height)

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
