"""The steps of an import in a row: which one is in front, which can be gone to."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QVBoxLayout

from desktop.exchange.wizard import STEP_TITLES, Step, Wizard
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, rule

_WAITS = {
    Step.HEAD: "先选文件和台账", Step.COLUMNS: "先选文件和台账", Step.QUESTIONS: "没有要定的事，或还没有核对",
    Step.PREVIEW: "先对好各列，再按“下一步”", Step.RESULT: "还没有导入",
}  # fmt: skip
"""Why a step cannot be shown yet."""


class StepsBar(QFrame):
    """Numbered tabs."""

    wanted = Signal(object)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._group = QButtonGroup(self)
        self.tabs = {}
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.px("s5"))
        for step in Step:
            self.tabs[step] = made = button(f"{step + 1} {STEP_TITLES[step]}", "tab", partial(self.wanted.emit, step))
            made.setCheckable(True)
            self._group.addButton(made)
            row.addWidget(made)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(rule())

    def show_state(self, wizard: Wizard) -> None:
        """Which step is in front and which can be gone to."""
        for step, tab in self.tabs.items():
            there = wizard.can_show(step)
            tab.setEnabled(there)
            tab.setToolTip("" if there else _WAITS[step])
            tab.setChecked(step is wizard.step)
