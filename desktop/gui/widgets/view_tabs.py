"""The views of a list as tabs with counts; the present conditions can be kept as one more."""

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QMenu, QPushButton, QSizePolicy, QWidget

from desktop.gui.tables.views import View
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button
from desktop.gui.widgets.key_field import KeyField


class ViewTabs(QWidget):
    """Tabs; the name of a new one is typed in the row itself. Those without room wait under 更多视图."""

    chosen = Signal(object)
    """The `View` that was clicked."""
    save_wanted = Signal(str)
    """Keep the present conditions under a name."""
    removed = Signal(object)
    """A saved view to be dropped."""
    renamed = Signal(object, str)
    moved = Signal(object, int)
    """A saved view, and by how many places: −1 left, 1 right."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._views: list[View] = []
        self._tabs: list[QPushButton] = []
        self._counts: dict[str, int] = {}
        """The last known counts by the views' names: tabs keep them until new ones are there."""
        self._current: View | None = None
        self._naming: View | None = None
        """The saved view that is being renamed; None while a new one gets its name."""
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        side = theme.px("s5")
        self._row.setContentsMargins(side, 0, side, 0)
        self._row.setSpacing(theme.px("s5"))
        self._tab_row = QHBoxLayout()
        self._tab_row.setSpacing(theme.px("s5"))
        self.more = button("更多视图", "plain", self._open_more)
        self.more.setIcon(theme.icon("down", "ink2", theme.px("icon_small")))
        self.more.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.keep = button("另存视图", "plain", self.ask_name, hint="把现在的条件存成一个标签")
        self.keep.setIcon(theme.icon("plus", "ink2", theme.px("icon_small")))
        self.name = self._make_name()
        self._row.addLayout(self._tab_row)
        for part in (self.more, self.keep, self.name):
            self._row.addWidget(part)
        self._row.addStretch(1)
        # The row takes what it gets: tabs without room are folded, not the window widened.
        self._row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)

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

    # ---------------------------------------------------------------- showing

    def forget_counts(self) -> None:
        """The views of another ledger follow."""
        self._counts = {}

    def show_views(self, views: Sequence[View], current: View) -> None:
        """Show tabs, one of them chosen."""
        for tab in self._tabs:
            self._group.removeButton(tab)
            self._tab_row.removeWidget(tab)
            tab.hide()
            tab.deleteLater()
        self._views, self._current = list(views), current
        self._tabs = [self._tab(view, view == current) for view in views]
        self._lay_out()

    def _tab(self, view: View, chosen: bool) -> QPushButton:
        made = button(self._said(view), "tab", lambda: self.chosen.emit(view))
        made.setCheckable(True)
        made.setChecked(chosen)
        if view.saved:
            made.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            made.customContextMenuRequested.connect(
                lambda place: self.menu_of(view, made).popup(made.mapToGlobal(place))
            )
            made.setToolTip("右键可改名、移动或删除")
        self._group.addButton(made)
        self._tab_row.addWidget(made)
        return made

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Write how many records each view holds, by its name; one that was not counted stands without."""
        self._counts = dict(counts)
        for view, tab in zip(self._views, self._tabs, strict=True):
            tab.setText(self._said(view))
            tab.setAccessibleName(tab.text())
        self._lay_out()

    def _said(self, view: View) -> str:
        return f"{view.name} {self._counts[view.name]:,}" if view.name in self._counts else view.name

    def _lay_out(self) -> None:
        """As many tabs as fit, the current one always."""
        gap = self._theme.px("s5")
        last = self.keep.sizeHint().width() if self.name.isHidden() else self.name.minimumWidth()
        room = self.width() - 2 * gap - last - gap
        widths = [tab.sizeHint().width() + gap for tab in self._tabs]
        folded: set[int] = set()
        if sum(widths) > room:
            room -= self.more.sizeHint().width() + gap
            current = next((n for n, view in enumerate(self._views) if view == self._current), 0)
            for place in reversed([n for n in range(len(widths)) if n != current]):
                if sum(width for n, width in enumerate(widths) if n not in folded) <= room:
                    break
                folded.add(place)
        for place, tab in enumerate(self._tabs):
            tab.setVisible(place not in folded)
        self.more.setVisible(bool(folded))
        # Nothing around the row changes when a tab's text grows, so it has to be laid out by its own hand.
        self._tab_row.invalidate()
        self._row.invalidate()
        self._row.activate()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Show as many tabs as fit."""
        super().resizeEvent(event)
        self._lay_out()

    def _open_more(self) -> None:
        menu = QMenu(self)
        for view, tab in zip(self._views, self._tabs, strict=True):
            if tab.isHidden():
                menu.addAction(tab.text()).triggered.connect(lambda _checked=False, view=view: self.chosen.emit(view))
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def menu_of(self, view: View, parent: QWidget) -> QMenu:
        """What can be done with a saved view."""
        menu = QMenu(parent)
        menu.addAction(f"视图“{view.name}”改名").triggered.connect(lambda: self.ask_name(view))
        menu.addAction("左移").triggered.connect(lambda: self.moved.emit(view, -1))
        menu.addAction("右移").triggered.connect(lambda: self.moved.emit(view, 1))
        menu.addAction(f"删除视图“{view.name}”").triggered.connect(lambda: self.removed.emit(view))
        return menu

    # ---------------------------------------------------------------- names

    def ask_name(self, view: View | None = None) -> None:
        """Let the name be typed where the tab will stand: of a new view, or another one for a saved view."""
        self._naming = view
        self.keep.hide()
        self.name.setText(view.name if view else "")
        self.name.selectAll()
        self.name.show()
        self._lay_out()
        self.name.setFocus()

    def _take_name(self) -> None:
        name, view = self.name.text().strip(), self._naming
        if name:
            self._end_naming()
            self.renamed.emit(view, name) if view else self.save_wanted.emit(name)

    def _end_naming(self) -> None:
        self.name.hide()
        self.keep.show()
        self._lay_out()
