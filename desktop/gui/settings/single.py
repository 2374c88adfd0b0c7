"""Sections of 设置 with single values: bureau, visits, look."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QLineEdit, QPushButton

from desktop.catalogue import Refusal
from desktop.figures.visits import risk_levels, set_visit_cap, visit_caps
from desktop.gui.pages.section import Section
from desktop.gui.theme import MODES, TEXT_SIZES
from desktop.gui.widgets.basics import button, label, panel
from desktop.gui.widgets.choice_box import ChoiceBox
from desktop.gui.widgets.field_row import FieldRow
from desktop.store.bureau import LEVELS
from desktop.store.places import place_warnings

if TYPE_CHECKING:
    from desktop.gui.window import Window


class BureauSection(Section):
    """Name, level, and where the file lies."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window, "单位", "单位名称写进年度报告和导出的表。")
        self.name, self.level = QLineEdit(), ChoiceBox()
        self.level.addItems(["", *LEVELS])
        self.add_field("单位名称", self.name, needed=True)
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


class VisitsSection(Section):
    """How often an enterprise may be visited in a year, by its risk level."""

    def __init__(self, window: "Window") -> None:
        super().__init__(
            window,
            "检查频次",
            "一家企业一年最多入企检查几次，今日和登记检查时按它提醒。检查计划里给企业写了上限的，以计划为准。",
        )
        self.caps: dict[str, QLineEdit] = {}
        self._rows: dict[str, FieldRow] = {}
        for risk in ("", *risk_levels(window.session.log)):
            self._add(risk, f"风险等级为{risk}的企业" if risk else "一般企业")
        self.column.addWidget(
            label(
                "计入：计划检查、双随机、专项检查（另列）和其他现场检查。不计：举报核查、交办移送核查、复查、非现场检查。"
                "依据国办发〔2024〕54号，不计哪几种还没有见到原文，待核。",
                "hint", wrap=True,
            )
        )  # fmt: skip
        self.column.addStretch(1)
        self.refresh()

    def _add(self, risk: str, text: str) -> None:
        self.caps[risk] = field = QLineEdit()
        self._rows[risk] = row = FieldRow(f"{text}（次）", field, self.theme)
        row.setFixedWidth(self.theme.px("w_tree"))
        field.editingFinished.connect(partial(self._keep, risk))
        line = QHBoxLayout()
        line.addWidget(row)
        line.addStretch(1)
        self.column.addLayout(line)

    def _keep(self, risk: str) -> None:
        typed = self.caps[risk].text()
        if typed == self._kept(risk):
            self._rows[risk].tell("")
            return
        try:
            set_visit_cap(self.window_.session.log, risk, typed)
        except Refusal as refusal:
            self._rows[risk].tell(str(refusal).removesuffix("。"))
            return
        self._rows[risk].tell("")
        self.window_.toast("已保存检查频次上限")
        self.refresh()

    def _kept(self, risk: str) -> str:
        caps = visit_caps(self.window_.session.log)
        return str(caps[risk]) if risk in caps else ""

    def refresh(self) -> None:
        """Show what is kept."""
        for risk, field in self.caps.items():
            if not (field.hasFocus() and field.isModified()):
                field.setText(self._kept(risk))
            field.setPlaceholderText(f"与一般企业相同（{self._kept('')}）" if risk else "")


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
        line = QHBoxLayout()
        line.addWidget(frame)
        line.addStretch(1)
        self.add_under(title, line)
        return made

    def _choose(self, slot: Callable[[str], object], word: str) -> None:
        """Later: the window is made anew, and this button with it."""
        QTimer.singleShot(0, self.window_, partial(slot, word))
