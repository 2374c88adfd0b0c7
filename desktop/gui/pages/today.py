"""今日: what is due, the month so far, quick entry, what is still to be filled in, what was last written."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QHideEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.gui.pages.page import Page
from desktop.gui.today.quick_entry import QuickButton
from desktop.gui.widgets.basics import button, label, panel
from desktop.gui.widgets.ledger_icons import ledger_icon
from desktop.store.bureau import Bureau

if TYPE_CHECKING:
    from desktop.gui.today.board import Board
    from desktop.gui.window import Window

_WEEKDAYS = "一二三四五六日"


class TodayPage(Page):
    """The first page of the day.

    Its head with quick entry is painted first. The panels below it, and the figures that they import, come after the
    first painting: the window is there at once, and a record can be begun before anything was counted.
    """

    name = "today"
    title = "今日"
    icon = "today"

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self.board: Board | None = None
        """The panels; None before the first painting."""
        self._day = label("", "second")
        self._quick: list[QuickButton] = []
        self._visited: set[str] = set()
        self._painted, self._walking = False, False
        px = self.theme.px
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(px("s5"), 0, px("s5"), px("s3"))
        self._column.setSpacing(0)
        self._column.addWidget(self._head())
        self._waiting = self._wait()
        self._column.addWidget(self._waiting, 1)

    # ---------------------------------------------------------------- layout

    def _head(self) -> QWidget:
        px = self.theme.px
        head = QWidget()
        head.setFixedHeight(px("h_head") + px("s1") // 2)
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px("s1") + 2)
        row.addWidget(label(self.title, "title"))
        row.addSpacing(px("s1"))
        row.addWidget(self._day)
        row.addStretch(1)
        for number, ledger in enumerate(Bureau(self.session.log).quick_entry, 1):
            made = QuickButton(self.theme, ledger_icon(ledger), ledger.label, f"Ctrl+{number}")
            made.clicked.connect(partial(self._new, ledger.name))
            self._quick.append(made)
            row.addWidget(made)
        row.addWidget(button("更多台账", "", lambda: self.window_.show_page("ledgers")))
        return head

    def _wait(self) -> QWidget:
        """The place of the panels."""
        place = panel()
        words = label("正在计算办理时限", "hint")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        QVBoxLayout(place).addWidget(words)
        return place

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """As `_fit`."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The keys beside quick entry go first where the head is narrow, then the day; they stay in the tips."""
        for one in self._quick:
            one.show_key(True)
        needed = sum(one.sizeHint().width() + self.theme.px("s2") for one in self._quick)
        others = self._day.sizeHint().width() + 2 * self.theme.px("w_rail") + 4 * self.theme.px("s5")
        for one in self._quick:
            one.show_key(needed + others <= self.width())
        needed = sum(one.sizeHint().width() + self.theme.px("s2") for one in self._quick)
        self._day.setVisible(needed + others <= self.width())

    # ---------------------------------------------------------------- content

    def refresh(self, changed: set[str] | None = None) -> None:
        """Show the state of today."""
        today = self.session.today
        self._day.setText(f"{today.year}年{today.month}月{today.day}日  星期{_WEEKDAYS[today.weekday()]}")
        self._fit()
        if self.board is not None and self.isVisible():
            self.board.read()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """The panels follow the first painting."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self._import)

    def _import(self) -> None:
        """One step, making the panels another: between them the window answers."""
        from desktop.gui.today.board import Board  # noqa: PLC0415 - what this page puts off

        QTimer.singleShot(0, self, lambda: self._show(Board(self.window_, self._open)))

    def _show(self, board: "Board") -> None:
        self.board = board
        self._column.replaceWidget(self._waiting, self.board)
        self._column.setStretchFactor(self.board, 1)
        self._waiting.deleteLater()
        waited = self.hasFocus()
        self.setFocusProxy(board.due)
        if waited:
            board.due.setFocus()
        self.board.side.walk.clicked.connect(self.walk_gaps)
        self.board.gaps_known.connect(self._go_on_walking)
        QTimer.singleShot(0, self, self.refresh)

    @property
    def busy(self) -> bool:
        """Whether something is still being read."""
        return self.board is None or self.board.busy

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """What is not seen looks for nothing; after the window is closed the log is, too."""
        self._walking = False
        if self.board is not None:
            self.board.rest()
        super().hideEvent(event)

    # ---------------------------------------------------------------- going on from here

    def _new(self, ledger: str) -> None:
        self.window_.open_form(ledger)

    def _open(self, ledger: str, id_: str) -> None:
        self._visited.add(id_)
        self.window_.open_form(ledger, id_)

    def walk_gaps(self) -> None:
        """Ctrl+G: open the next record that lacks something; after the last one begin again."""
        if self.board is None or self.board.counts_gaps:
            self._walking = True  # it goes on when they are known
            return
        self._walking = False
        waiting = [(gap.ledger.name, id_) for gap in self.board.gaps for id_ in gap.ids]
        if not waiting:
            self.window_.toast("没有待补的信息，本年记录都已计入")
            return
        following = [one for one in waiting if one[1] not in self._visited]
        if not following:
            self._visited.clear()
        self._open(*(following or waiting)[0])

    def _go_on_walking(self) -> None:
        if self._walking:
            self.walk_gaps()
