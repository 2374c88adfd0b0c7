"""Half-typed records offered again: in the form of their ledger, and all of them in a panel over the page."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.gui.forms.keeping import Waiting, waiting
from desktop.gui.theme import Theme
from desktop.gui.widgets import button, key_cap, label
from desktop.gui.widgets.floating import float_over
from desktop.store import pending
from desktop.store.pending import Pending

if TYPE_CHECKING:
    from desktop.gui.window import Window

MOST_SEEN = 6
"""Drafts that are listed; the older ones come after those are done with."""


class DraftLines(QWidget):
    """A line for each draft: what, when, 继续, 丢弃. Enter in the first one goes on with the newest."""

    taken = Signal(object)
    dropped = Signal(object)
    emptied = Signal()

    def __init__(self, theme: Theme, waiting: Sequence[Waiting]) -> None:
        super().__init__()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.px("s2"))
        self._grid.setVerticalSpacing(theme.px("s1"))
        self._grid.setColumnStretch(0, 1)
        self._lines = {one.draft.key: self._line(row, one) for row, one in enumerate(waiting[:MOST_SEEN])}
        if len(waiting) > MOST_SEEN:
            self._grid.addWidget(label(f"还有 {len(waiting) - MOST_SEEN} 条更早的", "caption"), MOST_SEEN, 0)

    def _line(self, row: int, one: Waiting) -> list[QWidget]:
        take, drop = EnterButton("继续"), EnterButton("丢弃")
        for made in (take, drop):
            made.setAccessibleName(f"{made.text()}：{one.what}")
        take.clicked.connect(lambda: self.taken.emit(one.draft))
        drop.clicked.connect(lambda: self._drop(one.draft))
        words: list[QWidget] = [label(one.what, wrap=True), label(one.when, "caption"), take, drop]
        for column, widget in enumerate(words):
            self._grid.addWidget(widget, row, column)
        return words

    def _drop(self, draft: Pending) -> None:
        for widget in self._lines.pop(draft.key):
            widget.hide()
        self.dropped.emit(draft)
        if self._lines:
            self.first.setFocus()
        else:
            self.emptied.emit()

    @property
    def first(self) -> QWidget:
        """The button that goes on with the newest draft."""
        return next(iter(self._lines.values()))[2]


class DraftBar(QFrame):
    """Below the form's head: unsaved records of the same kind."""

    put_off = Signal()
    """The drafts stay, another record is begun."""

    def __init__(self, theme: Theme, waiting: Sequence[Waiting]) -> None:
        super().__init__()
        self.setObjectName("notice")
        self.setProperty("tone", "accent")
        self.lines = DraftLines(theme, waiting)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(theme.px("s3"), theme.px("s2"), theme.px("s3"), theme.px("s2"))
        outer.setSpacing(theme.px("s2"))
        mark, size = QLabel(), theme.px("icon_small")
        mark.setPixmap(theme.icon("history", "accent", size).pixmap(size, size))
        outer.addWidget(mark, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout()
        column.setSpacing(theme.px("s1"))
        outer.addLayout(column, 1)
        head = QHBoxLayout()
        head.addWidget(label(f"有 {len(waiting)} 条没保存的草稿", "strong"))
        head.addStretch(1)
        head.addWidget(button("另填一条", "link", self.put_off.emit, hint="草稿留着，下次再问"))
        column.addLayout(head)
        column.addWidget(self.lines)


class DraftPanel(QFrame):
    """Over the page: the drafts of all ledgers. Esc puts them off."""

    taken = Signal(object)
    dropped = Signal(object)

    def __init__(self, parent: QWidget, theme: Theme, waiting: Sequence[Waiting]) -> None:
        super().__init__(parent)
        self.setObjectName("drawer")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        side = theme.px("s5")
        column = QVBoxLayout(self)
        column.setContentsMargins(side, side, side, side)
        column.setSpacing(theme.px("s3"))
        column.addWidget(label(f"有 {len(waiting)} 条没保存的草稿", "section"))
        self.lines = DraftLines(theme, waiting)
        self.lines.taken.connect(self._take)
        self.lines.dropped.connect(self.dropped)
        self.lines.emptied.connect(self.close)
        column.addWidget(self.lines)
        column.addLayout(self._foot(theme))
        float_over(self, theme)
        self.setFixedWidth(min(parent.width() - 2 * side, theme.px("w_side") * 2))
        self.adjustSize()
        self.move((parent.width() - self.width()) // 2, max(side, (parent.height() - self.height()) // 3))
        self.show()
        self.raise_()
        self.lines.first.setFocus()

    def _foot(self, theme: Theme) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px("s2"))
        row.addWidget(label("以后可从菜单“记录”里找到", "hint"))
        row.addStretch(1)
        row.addWidget(button("以后再说", "", self.close))
        row.addWidget(key_cap("Esc"))
        return row

    def _take(self, draft: Pending) -> None:
        self.close()
        self.taken.emit(draft)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)


class EnterButton(QPushButton):
    """A button that Enter presses too."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter as Space."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        else:
            super().keyPressEvent(event)


def offer_drafts(window: "Window", over: QWidget, *, asked: bool) -> None:
    """Offer what was typed and not saved in a panel over a widget; where nothing was, say so if asked."""
    log = window.session.log
    found = waiting(log, window.session.today)
    if not found:
        if asked:
            window.toast("没有没保存的草稿")
        return
    panel = DraftPanel(over, window.theme, found)
    panel.taken.connect(window.open_draft)
    panel.dropped.connect(lambda draft: pending.drop(log, draft.key))
