"""The frame of the figures page: the sections at the left, and the head with the span and the commands."""

from collections.abc import Callable

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, label, panel
from desktop.gui.widgets.commands import Commands, wanted_now
from desktop.gui.widgets.section_list import SectionList

Slot = Callable[[], object]


class Tree(QFrame):
    """A search box, and the sections of the report below it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        px = theme.px
        self.setObjectName("tree")
        self.setFixedWidth(px("w_tree") + px("s3"))
        self.sections, self.search_field = SectionList(theme), QLineEdit()
        self.search_field.setObjectName("search")
        self.search_field.setPlaceholderText("查找指标")
        self.search_field.setAccessibleName("查找指标")
        self.search_field.setToolTip("按名称或拼音首字母查找指标（Ctrl+F）")
        self.search_field.setClearButtonEnabled(True)
        self.search_field.addAction(
            theme.icon("search", "ink2", px("icon_small")), QLineEdit.ActionPosition.LeadingPosition
        )
        column, inset = QVBoxLayout(self), QHBoxLayout()
        column.setContentsMargins(0, px("s3"), 0, px("s2"))
        column.setSpacing(px("s2"))
        inset.setContentsMargins(px("s2"), 0, px("s2"), 0)
        inset.addWidget(self.search_field)
        column.addLayout(inset)
        column.addWidget(self.sections, 1)


class Head(QWidget):
    """Title, span, which figures; the workbook at the right."""

    def __init__(
        self, theme: Theme, title: str, *, span: Slot, with_data: Slot, everything: Slot, export: Slot
    ) -> None:
        super().__init__()
        px = theme.px
        self.setFixedHeight(px("h_head"))
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(px("s5"), 0, px("s4"), 0)
        row.setSpacing(px("s2"))
        row.addWidget(label(title, "title"))
        row.addSpacing(px("s2"))
        self.period_button = button("", "pillon", span, hint="选择统计期")
        self.period_button.setIcon(theme.icon("down", "accent", px("icon_small")))
        self.period_button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        row.addWidget(self.period_button)
        self.with_data = button("有数据", "seg", with_data, hint="不列两年都是零的指标")
        self.everything = button("全部", "seg", everything, hint="也列两年都是零的指标")
        row.addWidget(self._switch(theme))
        row.addStretch(1)
        self.commands = Commands(theme)
        self.export_button = self.commands.add(button("导出工作簿", "", export), "exp")
        self.show_exporting(False)
        row.addWidget(self.commands)

    def _switch(self, theme: Theme) -> QFrame:
        """With figures that are zero this year and last, or without."""
        frame = panel("seg")
        frame.setFixedHeight(theme.px("h_button"))
        row = QHBoxLayout(frame)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        for one in (self.with_data, self.everything):
            one.setCheckable(True)
            row.addWidget(one)
        self.with_data.setChecked(True)
        return frame

    def show_span(self, words: str) -> None:
        """The span that is counted."""
        self.period_button.setText(f"{words} ")
        self.fit()

    def show_silent(self, silent: bool) -> None:
        """Whether figures without anything to count are listed."""
        self.with_data.setChecked(not silent)
        self.everything.setChecked(silent)

    def show_exporting(self, busy: bool) -> None:
        """A workbook is being written: a second one has to wait."""
        self.export_button.setEnabled(not busy)
        self.export_button.setToolTip("正在导出，完成后才能再导出" if busy else "导出工作簿（Ctrl+E）")

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """With the command in its menu."""
        whole = self._row.sizeHint()
        return QSize(whole.width() - self.commands.sizeHint().width() + self.commands.more.sizeHint().width(), 0)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The command goes into its menu where there is no room for its word."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """As `resizeEvent` says."""
        self.commands.fold(0)
        if wanted_now(self._row) > self.width():
            self.commands.fold(1)
