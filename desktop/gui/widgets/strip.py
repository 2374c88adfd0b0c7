"""The strip: mark, menus, search over all ledgers, year. It takes the place of the menu bar."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QMenuBar, QPushButton, QWidget

from desktop.gui.theme import Theme
from desktop.gui.widgets.search_box import SearchBox


class Strip(QWidget):
    """One line over everything; the menus stay a real menu bar."""

    year_chosen = Signal(int)

    def __init__(self, theme: Theme, menus: QMenuBar, search: SearchBox) -> None:
        super().__init__()
        self.setObjectName("strip")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(theme.px("h_strip"))
        self._theme, self.search = theme, search
        self.year_button = self._make_year_button()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, theme.px("s4"), 0)
        row.setSpacing(theme.px("s2"))
        row.addWidget(self._make_mark())
        menus.setSizePolicy(menus.sizePolicy().horizontalPolicy(), menus.sizePolicy().verticalPolicy())
        row.addWidget(menus, 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(search)
        row.addWidget(self.year_button)

    def _make_mark(self) -> QLabel:
        size = self._theme.px("icon") + self._theme.px("s1") // 2
        mark = QLabel()
        mark.setPixmap(self._theme.icon("mark", "accent", size).pixmap(size, size))
        mark.setAlignment(Qt.AlignmentFlag.AlignCenter)
        mark.setFixedWidth(self._theme.px("w_rail"))
        mark.setAccessibleName("应急台账")
        return mark

    def _make_year_button(self) -> QPushButton:
        made = QPushButton()
        made.setToolTip("换一个年度")
        made.setIcon(self._theme.icon("down", "ink2", self._theme.px("icon_small")))
        made.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        made.clicked.connect(self._open_years)
        self._years: Sequence[int] = ()
        return made

    def set_year(self, year: int, years: Sequence[int]) -> None:
        """Show the chosen year; `years` can be chosen."""
        self.year_button.setText(f"{year} 年度")
        self.year_button.setAccessibleName(f"{year} 年度")
        self._years = years

    def _open_years(self) -> None:
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for year in self._years:
            action = menu.addAction(f"{year} 年度")
            action.triggered.connect(lambda _checked=False, year=year: self.year_chosen.emit(year))
        menu.popup(self.year_button.mapToGlobal(self.year_button.rect().bottomLeft()))
