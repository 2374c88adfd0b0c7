"""The frame of the return's page: its head, and how each table is to be filled."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, chip, label, scrolled
from desktop.gui.widgets.commands import Commands, wanted_now

Slot = Callable[[], object]
_MOST_LINES = 7
_MOST_HUNDREDTHS = 28
"""Of the rules, and of the height; the table is what the page is for."""


class Head(QWidget):
    """Title, province and what is to be looked at; back to the report, and the workbook."""

    def __init__(self, theme: Theme, *, province: Slot, back: Slot, export: Slot) -> None:
        super().__init__()
        px = theme.px
        self.setFixedHeight(px("h_head"))
        self.title = label("行政执法统计年报", "title")
        self.province = button("", "pillon", province, hint="按哪个省的表样")
        self.province.setIcon(theme.icon("down", "accent", px("icon_small")))
        self.province.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.warning = chip("", "warn")
        self.commands = Commands(theme)
        self.commands.add(button("年度报告", "", back, hint="回到年度报告（Esc）"), "left")
        self.export_button = button(" 导出 Excel", "primary", export, hint="导出统计年报（Ctrl+E）")
        self.export_button.setIcon(theme.icon("exp", "on_accent", px("icon_small") + 2))
        self._warned = False
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(px("s5"), 0, px("s4"), 0)
        row.setSpacing(px("s2"))
        for part in (self.title, self.province, self.warning):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.commands)
        row.addWidget(self.export_button)

    def warn(self, places: int) -> None:
        """How many places are to be looked at."""
        self._warned = places > 0
        self.warning.setText(f"{places} 处要核对")
        self.fit()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Province and workbook."""
        return QSize(self.wanted_width() - self.title.sizeHint().width() - self._row.spacing(), 0)

    def wanted_width(self) -> int:
        """With the title, without the warning and the word of the way back."""
        parts = (self.title, self.province, self.commands.more, self.export_button)
        around = self._row.contentsMargins()
        wide = sum(part.sizeHint().width() + self._row.spacing() for part in parts)
        return wide + around.left() + around.right()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """As `fit` says."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Where there is no room, the way back goes into its menu, then the warning goes, then the title."""
        for folded, warning, title in ((0, 1, 1), (1, 1, 1), (1, 0, 1), (1, 0, 0)):
            self.commands.fold(folded)
            self.warning.setVisible(bool(warning) and self._warned)
            self.title.setVisible(bool(title))
            if wanted_now(self._row) <= self.width():
                return


class Rules(QFrame):
    """How a table is to be filled; more than a few lines scroll."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        px = theme.px
        self.setObjectName("foot")
        self._words = label("", "second", wrap=True)
        self._words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._area = scrolled(self._words)
        column = QVBoxLayout(self)
        column.setContentsMargins(px("s5"), px("s2"), px("s2"), px("s2"))
        column.setSpacing(px("s1"))
        column.addWidget(label("填报口径", "caption"))
        column.addWidget(self._area)

    def say(self, rules: str) -> None:
        """The rules, one a line."""
        self._words.setText(rules)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """As the class says."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        line, above = self._words.fontMetrics().lineSpacing(), self.parentWidget()
        lines = line * min(_MOST_LINES, max(above.height() * _MOST_HUNDREDTHS // 100 // line, 2) if above else 2)
        self._area.setFixedHeight(min(max(self._words.heightForWidth(self._area.viewport().width()), 0), lines))
