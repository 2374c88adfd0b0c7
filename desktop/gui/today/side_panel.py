"""Beside what is due: gaps to fill, enterprises near their yearly cap, what was last written."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop.gui.theme import Theme
from desktop.gui.today.gap_list import Line, LineList
from desktop.gui.widgets.basics import button, key_cap, rule


class BesidePanel(QFrame):
    """Tabs: what is still to be filled in, whom not to visit again, what was last written."""

    TITLES = ("待补信息", "频次上限", "最近记录")

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._theme = theme
        self.gaps = LineList(theme, "没有待补的信息，本年记录都已计入", "待补信息")
        self.visits = LineList(theme, "没有企业接近年度检查频次上限", "频次上限")
        self.latest = LineList(theme, "还没有记录，用上面的按钮登记第一条", "最近记录")
        self.tabs = [button(text, "tab", partial(self.show_tab, n)) for n, text in enumerate(self.TITLES)]
        self.walk = button("逐条补填", "link", hint="逐条补填（Ctrl+G）")
        self._key = key_cap("Ctrl+G")
        self._stack = QStackedWidget()
        self._lay_out()
        self._waiting: dict[int, Callable[[], None]] = {}
        """What fills a tab when it is next brought to the front: rows are widgets, and slow to make."""
        self.show_tab(0)
        self.gaps.show_lines([], "正在统计待补的信息")

    def _lay_out(self) -> None:
        px = self._theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, 1)
        column.setSpacing(0)
        self._head = head = QHBoxLayout()
        head.setContentsMargins(px("s4") - 2, 0, px("s3"), 0)
        head.setSpacing(px("s4"))
        for tab in self.tabs:
            tab.setCheckable(True)
            head.addWidget(tab, 0, Qt.AlignmentFlag.AlignBottom)
        head.addStretch(1)
        head.addWidget(self.walk)
        head.addWidget(self._key)
        top = QWidget()
        top.setFixedHeight(px("h_button") + px("s3"))
        # It takes the width that there is: `_fit` drops what has no room.
        top.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        top.setLayout(head)
        column.addWidget(top)
        column.addWidget(rule())
        for one in (self.gaps, self.visits, self.latest):
            self._stack.addWidget(one)
        column.addWidget(self._stack, 1)

    def show_tab(self, number: int) -> None:
        """Bring a tab to the front."""
        for place, tab in enumerate(self.tabs):
            tab.setChecked(place == number)
        self._stack.setCurrentIndex(number)
        self._fit()
        if number in self._waiting:
            self._waiting.pop(number)()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """As `_fit`."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The key goes first where the tabs need the room, then its command: the menu has both."""
        first = self._stack.currentIndex() == 0
        for walk, key in ((True, True), (True, False), (False, False)):
            self.walk.setVisible(first and walk)
            self._key.setVisible(first and key)
            if self._head.sizeHint().width() <= self.width():
                return

    def _fill(self, tab: int, fill: Callable[[], None]) -> None:
        """Fill a tab now where it is seen, else when it is."""
        if self._stack.currentIndex() == tab:
            fill()
        else:
            self._waiting[tab] = fill

    def show_gaps(self, lines: list[Line], records: int) -> None:
        """Show what is to be filled in, of so many records."""
        self._count(0, records, f"{records} 条记录未计入指标")
        self.walk.setEnabled(bool(records))
        self._fill(0, partial(self.gaps.show_lines, lines))

    def show_visits(self, lines: list[Line], whole: int) -> None:
        """Show the nearest of so many enterprises near their yearly cap, or past it."""
        self._count(1, whole, f"{whole} 家企业本年检查次数接近、达到或超过频次上限")
        rest = whole - len(lines)
        more = f"另有 {rest} 家，上限在设置的检查频次里改" if rest else ""
        self._fill(1, partial(self.visits.show_lines, lines, more=more))

    def show_latest(self, lines: list[Line]) -> None:
        """Show what was last written."""
        self._fill(2, partial(self.latest.show_lines, lines))

    def _count(self, tab: int, number: int, words: str) -> None:
        self.tabs[tab].setText(f"{self.TITLES[tab]} {number}" if number else self.TITLES[tab])
        self.tabs[tab].setToolTip(words if number else "")
        self._fit()
