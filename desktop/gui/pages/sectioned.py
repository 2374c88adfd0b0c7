"""A page of sections: their list at the left, the chosen one at the right (设置, 数据)."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QScrollArea,
    QStackedWidget,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.gui.pages.page import Page
from desktop.gui.pages.section import Section
from desktop.gui.widgets.basics import label, panel

if TYPE_CHECKING:
    from desktop.gui.window import Window

Made = tuple[tuple[str, Callable[["Window"], Section]], ...]


class _ChosenBold(QStyledItemDelegate):
    """The chosen line in bold, as in every other list at the left; a style sheet gives lines no weight."""

    def initStyleOption(  # noqa: N802 - Qt's name
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        if option.state & QStyle.StateFlag.State_Selected:
            option.font.setBold(True)


class SectionedPage(Page):
    """A list of sections at the left, the chosen one at the right; a section is made when it is first shown."""

    made: Made = ()
    """Titles of the sections, and what makes each."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self.sections = QListWidget()
        self.sections.setAccessibleName(f"{self.title}的各部分")
        self.sections.addItems([title for title, _ in self.made])
        self.sections.setItemDelegate(_ChosenBold(self.sections))
        self._stack = QStackedWidget()
        self._shown: dict[int, QScrollArea] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._tree())
        row.addWidget(self._main(), 1)
        self.setFocusProxy(self.sections)
        self.sections.currentRowChanged.connect(self._show)
        self.sections.setCurrentRow(int(window.kept.get(self.name, 0)))

    def _tree(self) -> QFrame:
        tree = panel("tree")
        tree.setFixedWidth(self.theme.px("w_tree"))
        column = QVBoxLayout(tree)
        gap = self.theme.px("s2")
        column.setContentsMargins(gap, 0, gap, gap)
        head = label(self.title, "title")
        head.setFixedHeight(self.theme.px("h_head"))
        head.setContentsMargins(gap, 0, 0, 0)
        column.addWidget(head)
        focus = self.theme.px("focus")
        inner = gap - self.sections.style().pixelMetric(QStyle.PixelMetric.PM_FocusFrameHMargin) - 1
        self.sections.setStyleSheet(
            f"QListWidget {{ background: transparent; }} QListWidget::item {{ height: {self.theme.px('h_row')}px;"
            f" padding-left: {inner}px; border-radius: {self.theme.px('r_field')}px;"
            f" color: {self.theme.colours['ink']}; }} QListWidget::item:selected {{"
            f" background: {self.theme.colours['accent_soft']}; color: {self.theme.colours['accent']};"
            f" }} QListWidget::item:selected:focus {{"
            f" border: {focus}px solid {self.theme.colours['accent']}; padding-left: {inner - focus}px; }}"
        )
        column.addWidget(self.sections, 1)
        return tree

    def _main(self) -> QWidget:
        main = panel("main")
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        return main

    def _show(self, place: int) -> None:
        self.window_.kept[self.name] = place
        if place not in self._shown:
            # In its place before it is filled: moved with all that is in it, the style sheet would do it all again.
            area = QScrollArea(self._stack)
            self._stack.addWidget(area)
            area.setFrameShape(QFrame.Shape.NoFrame)
            area.setWidgetResizable(True)
            area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
            area.setStyleSheet("QScrollArea { background: transparent; }")
            area.viewport().setAutoFillBackground(False)
            section = self.made[place][1](self.window_)
            area.setWidget(section)
            section.setAutoFillBackground(False)
            self._shown[place] = area
        self._stack.setCurrentWidget(self._shown[place])
        self._section().refresh()
        if self.isVisible():
            self.window_.update_actions()

    def _section(self) -> Section:
        section = self._shown[self.sections.currentRow()].widget()
        assert isinstance(section, Section)
        return section

    def open(self, title: str) -> Section:
        """Show a section by its title."""
        self.sections.setCurrentRow([one for one, _ in self.made].index(title))
        return self._section()

    def actions_of_page(self) -> list[QAction]:
        """Those of the section in front."""
        return self._section().actions_of_section()

    def foot_height(self) -> int:
        """That of the section in front."""
        return self._section().foot_height()

    def refresh(self, changed: set[str] | None = None) -> None:
        """Show the present state of the section in front."""
        self._section().refresh()

    @property
    def help_name(self) -> str:
        """With the section in front: data/回收站."""
        return f"{self.name}/{self.made[self.sections.currentRow()][0]}"

    def search(self) -> None:
        """Ctrl+F leads to the list of sections."""
        self.sections.setFocus()
