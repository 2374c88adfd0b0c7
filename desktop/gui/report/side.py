"""The right side of the report page: the figure at the cursor, or what is still open."""

from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.gui.report.edition_inspector import EditionInspector
from desktop.gui.report.inspector import Inspector
from desktop.gui.report.point_list import PointList
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, label, rule

_FIGURE, _POINTS = 0, 1


class Side(QFrame):
    """Two tabs; the first follows the cursor."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setFixedWidth(theme.px("w_side"))
        self.inspector, self.edition, self.points = Inspector(theme), EditionInspector(theme), PointList(theme)
        self._nothing = label("把光标放到文中的数字上，这里显示它的口径、记录和上年同期", "hint", wrap=True)
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.setContentsMargins(theme.px("s6"), 0, theme.px("s6"), 0)
        self._tabs = [button(word, "tab", partial(self.show_tab, n)) for n, word in enumerate(("数字", "待办"))]
        self._front: QFrame = self._nothing
        self._stack = QStackedWidget()
        for part in (self._nothing, self.inspector, self.edition, self.points):
            self._stack.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tab_row(theme))
        column.addWidget(rule())
        column.addWidget(self._stack, 1)
        self.show_tab(_FIGURE)

    def _tab_row(self, theme: Theme) -> QWidget:
        """As high as the page's head beside it: one line under both."""
        head = QWidget()
        head.setFixedHeight(theme.px("h_head"))
        row = QHBoxLayout(head)
        row.setContentsMargins(theme.px("s4"), 0, theme.px("s3"), 0)
        row.setSpacing(theme.px("s5"))
        for tab in self._tabs:
            tab.setCheckable(True)
            row.addWidget(tab, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        return head

    def show_tab(self, number: int) -> None:
        """数字 (0) or 待办 (1)."""
        for place, tab in enumerate(self._tabs):
            tab.setChecked(place == number)
        self._stack.setCurrentWidget(self.points if number == _POINTS else self._front)

    def show_figure(self, part: QFrame | None) -> None:
        """Bring one of the inspectors to the front; without one the open points stay where they are shown."""
        self._front = part or self._nothing
        stays = part is None and self._tabs[_POINTS].isChecked()
        self.show_tab(_POINTS if stays else _FIGURE)

    def count_points(self, pressing: int, *, locked: bool) -> None:
        """The number of points that ask for something, on the tab."""
        self._tabs[_POINTS].setText(f"待办 {pressing}" if pressing else "待办")
        self._tabs[_POINTS].setVisible(not locked)
        if locked:
            self.show_tab(_FIGURE)
