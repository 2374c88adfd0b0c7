"""The views of a list as tabs with counts; the present conditions can be kept as one more."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QPushButton, QWidget

from desktop.gui.tables.views import View
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button
from desktop.gui.widgets.key_field import KeyField


class ViewTabs(QWidget):
    """Tabs; the name of a new one is typed in the row itself."""

    chosen = Signal(object)
    """The `View` that was clicked."""
    save_wanted = Signal(str)
    """Keep the present conditions under a name."""
    removed = Signal(object)
    """A saved view to be dropped."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._views: list[View] = []
        self._tabs: list[QPushButton] = []
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        side = theme.px("s5")
        self._row.setContentsMargins(side, 0, side, 0)
        self._row.setSpacing(theme.px("s5"))
        self._tab_row = QHBoxLayout()
        self._tab_row.setSpacing(theme.px("s5"))
        self.keep = button("另存视图", "plain", self.ask_name, hint="把现在的条件存成一个标签")
        self.keep.setIcon(theme.icon("plus", "ink2", 16))
        self.name = self._make_name()
        self._row.addLayout(self._tab_row)
        self._row.addWidget(self.keep)
        self._row.addWidget(self.name)
        self._row.addStretch(1)

    def _make_name(self) -> KeyField:
        made = KeyField()
        made.setPlaceholderText("视图名称，回车保存")
        made.setAccessibleName("视图名称")
        made.setMaxLength(12)
        made.setFixedWidth(self._theme.px("t_body") * 12)
        made.entered.connect(self._take_name)
        made.escaped.connect(self._end_naming)
        made.left.connect(self._end_naming)
        made.hide()
        return made

    def show_views(self, views: Sequence[View], current: View) -> None:
        """Show tabs, one of them chosen."""
        for tab in self._tabs:
            self._group.removeButton(tab)
            self._tab_row.removeWidget(tab)
            tab.deleteLater()
        self._views, self._tabs = list(views), []
        for view in views:
            self._tabs.append(self._tab(view, view == current))

    def _tab(self, view: View, chosen: bool) -> QPushButton:
        made = button(view.name, "tab", lambda: self.chosen.emit(view))
        made.setCheckable(True)
        made.setChecked(chosen)
        if view.saved:
            made.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            made.customContextMenuRequested.connect(lambda place: self._offer_removal(made, view, place))
            made.setToolTip("右键可删除这个视图")
        self._group.addButton(made)
        self._tab_row.addWidget(made)
        return made

    def show_counts(self, counts: Sequence[int]) -> None:
        """Write how many records each view holds."""
        for view, tab, count in zip(self._views, self._tabs, counts, strict=True):
            tab.setText(f"{view.name} {count:,}")
            tab.setAccessibleName(tab.text())

    def _offer_removal(self, tab: QPushButton, view: View, place: QPoint) -> None:
        menu = QMenu(tab)
        menu.addAction(f"删除视图“{view.name}”").triggered.connect(lambda: self.removed.emit(view))
        menu.popup(tab.mapToGlobal(place))

    # ---------------------------------------------------------------- a new one

    def ask_name(self) -> None:
        """Let the name be typed where the tab will stand."""
        self.keep.hide()
        self.name.clear()
        self.name.show()
        self.name.setFocus()

    def _take_name(self) -> None:
        name = self.name.text().strip()
        if name:
            self._end_naming()
            self.save_wanted.emit(name)

    def _end_naming(self) -> None:
        self.name.hide()
        self.keep.show()
