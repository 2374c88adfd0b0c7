"""The plain commands of a page's head: with their words, or in the menu 更多 where there is no room for them."""

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QHBoxLayout, QLayout, QMenu, QPushButton, QWidget

from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button


class Commands(QWidget):
    """Buttons in a row, each an icon with a word. What `fold` puts away is a line of the menu instead."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._made: list[QPushButton] = []
        self._gone: set[QPushButton] = set()
        self._folded = 0
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.px("s2"))
        self.more = button("", "plain", self._open, hint="更多")
        self.more.setIcon(theme.icon("more", "ink2", theme.px("icon_small") + 2))
        self.more.hide()
        self._row.addWidget(self.more)

    def add(self, made: QPushButton, icon: str) -> QPushButton:
        """One more at the right end; the first that was added is the last to fold."""
        made.setProperty("kind", "plain")
        made.setIcon(self._theme.icon(icon, "ink2", self._theme.px("icon_small") + 2))
        made.setText(f" {made.text()}")
        self._made.append(made)
        self._row.insertWidget(self._row.count() - 1, made)
        return made

    def offer(self, made: QPushButton, offered: bool) -> None:
        """Whether a command can be given at present; it is neither in the row nor in the menu otherwise."""
        (self._gone.discard if offered else self._gone.add)(made)
        self.fold(self._folded)

    @property
    def all(self) -> list[QPushButton]:
        """In the order in which they were added."""
        return self._made

    @property
    def offered(self) -> list[QPushButton]:
        """What can be given at present, in the row or in the menu."""
        return [one for one in self._made if one not in self._gone]

    def fold(self, count: int) -> None:
        """Put the last commands into the menu."""
        self._folded = count
        shown = self.offered[: max(len(self.offered) - count, 0)]
        for one in self._made:
            one.setVisible(one in shown)
        self.more.setVisible(len(shown) < len(self.offered))
        self._row.invalidate()
        self.updateGeometry()  # the row around it remembers the width of its parts, too

    def below(self, made: QPushButton) -> QPoint:
        """Where a menu of a command opens, on the screen: under its button, or under 更多."""
        place = made if made.isVisibleTo(self) else self.more
        return place.mapToGlobal(QPoint(0, place.height()))

    def _open(self) -> None:
        menu = QMenu(self)
        for one in self.offered:
            if not one.isVisibleTo(self):
                line = menu.addAction(one.icon(), one.text().strip())
                line.setEnabled(one.isEnabled())
                line.triggered.connect(one.click)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.below(self.more))


def wanted_now(row: QLayout) -> int:
    """The width of a row at this moment; a layout answers with what was before until it is told."""
    row.invalidate()
    return row.sizeHint().width()
