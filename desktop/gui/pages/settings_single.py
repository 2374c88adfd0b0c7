"""Sections of 设置 with single values: bureau, look, format of the report."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QButtonGroup, QComboBox, QHBoxLayout, QLineEdit, QPushButton

from desktop.gui.pages.settings_section import Section
from desktop.gui.theme import MODES, TEXT_SIZES
from desktop.gui.widgets.basics import button, empty_state, label, panel
from desktop.store.bureau import LEVELS
from desktop.store.places import place_warnings

if TYPE_CHECKING:
    from desktop.gui.window import Window


class BureauSection(Section):
    """Name, level, and where the file lies."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window, "单位", "单位名称写进年度报告和导出的表。")
        self.name, self.level = QLineEdit(), QComboBox()
        self.level.addItems(["", *LEVELS])
        self.add_field("单位名称（必填）", self.name)
        self.column.addWidget(self.problem)
        self.add_field("单位级别", self.level)
        self.name.editingFinished.connect(self._keep)
        self.level.activated.connect(lambda _row: self._keep())
        self._add_file()
        self.column.addStretch(1)

    def _add_file(self) -> None:
        file = self.window_.session.log.file.absolute()
        self.column.addWidget(label("数据文件", "caption"))
        self.column.addWidget(label(str(file), wrap=True))
        for sentence in place_warnings(file.parent):
            self.column.addWidget(label(sentence, "gap", wrap=True))
        row = QHBoxLayout()
        row.addWidget(button("打开所在文件夹", clicked=lambda: _open_folder(str(file.parent))))
        row.addStretch(1)
        self.column.addLayout(row)

    def _keep(self) -> None:
        if (self.name.text(), self.level.currentText()) != (self.bureau.name, self.bureau.level):
            self.attempt(self._rename)

    def _rename(self) -> str:
        self.bureau.rename(self.name.text(), self.level.currentText())
        self.window_.show_standing()
        return "已保存单位名称和级别"

    def refresh(self) -> None:
        """Show what is kept, unless something is being typed."""
        if not self.name.hasFocus():
            self.name.setText(self.bureau.name)
            self.level.setCurrentText(self.bureau.level)


def _open_folder(folder: str) -> None:
    QDesktopServices.openUrl(QUrl.fromLocalFile(folder))


class LookSection(Section):
    """Colours and text size; both are put on at once."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window, "显示", "选定后马上生效。颜色不随系统变化。")
        self.modes = self._add_choice("颜色", list(MODES), window.mode_word(), self._set_mode)
        self.sizes = self._add_choice("字号", list(TEXT_SIZES), window.text_size_word(), self._set_size)
        self.column.addWidget(label("行高和栏目随字号一起变；屏幕的缩放比例在系统设置里改。", "hint"))
        self.column.addStretch(1)

    def _set_mode(self, word: str) -> None:
        self.window_.set_look(mode=MODES[word])

    def _set_size(self, word: str) -> None:
        self.window_.set_look(size=TEXT_SIZES[word])

    def _add_choice(
        self, title: str, words: Sequence[str], chosen: str, slot: Callable[[str], object]
    ) -> dict[str, QPushButton]:
        frame = panel("seg")
        frame.setFixedHeight(self.theme.px("h_field") + 2)
        row = QHBoxLayout(frame)
        row.setContentsMargins(1, 0, 1, 0)
        row.setSpacing(0)
        group, made = QButtonGroup(frame), {}
        for word in words:
            made[word] = one = button(word, "seg", partial(self._choose, slot, word))
            one.setCheckable(True)
            one.setChecked(word == chosen)
            group.addButton(one)
            row.addWidget(one)
        self.column.addWidget(label(title, "caption"))
        self.column.addWidget(frame, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addSpacing(self.theme.px("s2"))
        return made

    def _choose(self, slot: Callable[[str], object], word: str) -> None:
        """Later: the window is made anew, and this button with it."""
        QTimer.singleShot(0, self.window_, partial(slot, word))


class ReportSection(Section):
    """The format of the annual report comes with the report."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window, "年度报告格式", "字体、页边距和标题层次按 GB/T 9704 的要求。")
        go = button("打开年度报告", clicked=partial(window.show_page, "report"))
        self.column.addWidget(empty_state("还没有可改的格式", "年度报告先按默认格式", go))
        self.column.addStretch(1)
