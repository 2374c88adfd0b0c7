"""The rail: the seven pages, icon over word, with the count of what is overdue on 今日."""

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QButtonGroup, QFrame, QToolButton, QVBoxLayout

from desktop.gui.theme import Theme

PAGES = (
    ("today", "今日", "today"),
    ("ledgers", "台账", "ledger"),
    ("figures", "指标", "figures"),
    ("report", "年度报告", "report"),
    ("check", "校核", "check"),
    ("data", "数据", "data"),
    ("settings", "设置", "settings"),
)
"""Name, word and icon, in the order of Alt+1 to Alt+7."""


class NavButton(QToolButton):
    """One page; the chosen one has the accent's ground, icon and a bold word."""

    def __init__(self, theme: Theme, word: str, icon: str, key: str) -> None:
        super().__init__()
        self.setObjectName("nav")
        self._theme, self._icon, self._badge = theme, icon, 0
        self.setText(word)
        self.setCheckable(True)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        self.setToolTip(f"{word}（{key}）")
        self.setAccessibleName(word)
        size = theme.px("icon") + theme.px("s1") // 2
        self.setIconSize(QSize(size, size))
        self.setFixedHeight(theme.px("h_nav") - theme.px("s1") // 2)
        self.setMinimumWidth(theme.px("w_rail") - theme.px("s3") - 1)
        self.toggled.connect(self._paint_icon)
        self._paint_icon(False)

    def _paint_icon(self, chosen: bool) -> None:
        self.setIcon(self._theme.icon(self._icon, "accent" if chosen else "ink2", self.iconSize().width()))

    def set_badge(self, count: int) -> None:
        """How many matters are overdue; 0 shows nothing."""
        self._badge = count
        self.setAccessibleDescription(f"逾期 {count} 件" if count else "")
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The button, and its badge at the icon's upper right."""
        super().paintEvent(event)
        if self._badge:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._paint_badge(painter, str(self._badge) if self._badge < 100 else "99+")

    def _paint_badge(self, painter: QPainter, text: str) -> None:
        size, small = self._theme.px("icon_small"), self._theme.px("s1")
        font = self._theme.font("t_caption", bold=True)
        font.setPixelSize(self._theme.px("t_caption") - 1)
        painter.setFont(font)
        width = max(size, painter.fontMetrics().horizontalAdvance(text) + 2 * small)
        middle = self.width() / 2 + size
        box = QRectF(min(middle - width / 2, self.width() - width), small - 1, width, size)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._theme.colour("danger"))
        painter.drawRoundedRect(box, size / 2, size / 2)
        painter.setPen(self._theme.colour("surface"))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, text)


class Rail(QFrame):
    """The navigation; it only says what was chosen."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("rail")
        self.setFixedWidth(theme.px("w_rail"))
        self.buttons: dict[str, NavButton] = {}
        group = QButtonGroup(self)
        column = QVBoxLayout(self)
        side = theme.px("s1") + theme.px("s1") // 2
        column.setContentsMargins(side, theme.px("s2"), side, theme.px("s2"))
        column.setSpacing(theme.px("s1") // 2)
        for number, (name, word, icon) in enumerate(PAGES, 1):
            if name == "settings":
                column.addStretch(1)
            self.buttons[name] = made = NavButton(theme, word, icon, f"Alt+{number}")
            made.clicked.connect(lambda _checked=False, name=name: self.chosen.emit(name))
            group.addButton(made)
            column.addWidget(made)

    def choose(self, name: str) -> None:
        """Mark a page as the one in front."""
        if name in self.buttons:
            self.buttons[name].setChecked(True)

    def set_overdue(self, count: int) -> None:
        """The badge on 今日."""
        self.buttons["today"].set_badge(count)
