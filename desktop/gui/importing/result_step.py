"""Step 6: what came in, and what can be done with it."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from desktop.exchange.looking import REJECT_HEADS, rejects
from desktop.gui.importing.desk import ImportDesk
from desktop.gui.importing.preview_step import heads_of
from desktop.gui.importing.step import StepView
from desktop.gui.widgets.basics import button, label
from desktop.gui.widgets.text_table import Line, TextTable
from desktop.store.batches import records_of
from desktop.store.listing import Filter

if TYPE_CHECKING:
    from desktop.gui.window import Window


class ResultStep(StepView):
    """The counts in words; open, save what came back, take back, go on."""

    guidance = "导入是一步操作：撤销时整批撤销。导入之前的备份在备份文件夹里。"

    def __init__(self, window: "Window", desk: ImportDesk) -> None:
        super().__init__(window, desk)
        self._title, self._told = label(role="section"), label(wrap=True)
        self._rejected = label(role="second", wrap=True)
        self.open = button("在台账中打开", clicked=self._open, hint="列出这次导入的记录")
        self.rejects = button("保存退回的行…", clicked=desk.ask_rejects, hint="存成表，每行写明原因，改正后再导入")
        self.undo = button("撤销这次导入", clicked=desk.undo, hint="新增的放进回收站，更新的改回原样")
        for part in (self._title, self._told, self._rejected):
            self.column.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(self.theme.px("s2"))
        for made in (self.open, self.rejects, self.undo):
            row.addWidget(made)
        row.addStretch(1)
        self.table = TextTable(self.theme, "退回的行")
        self.column.addSpacing(self.theme.px("s2"))
        self.column.addLayout(row)
        self.column.addSpacing(self.theme.px("s2"))
        self.column.addWidget(self.table, 1)
        self.column.addStretch(0)

    def show_state(self) -> None:
        """What became of the import."""
        outcome, ledger = self.desk.wizard.outcome, self.desk.wizard.ledger
        if outcome is None or ledger is None:
            return
        undone, wrote = self.desk.undone, bool(outcome.batch)
        self._title.setText("已撤销这次导入" if undone else f"已导入{ledger.label}")
        self._told.setText("台账和导入之前一样。" if undone else outcome.sentence)
        count = 0 if undone else len(outcome.left_out)
        told = f"退回 {count:,} 行。存成表，按“未导入的原因”一列改正，再导入这张表；已经导入的行不会重复。"
        self._rejected.setText(told if count else "")
        self._rejected.setVisible(bool(count))
        self.rejects.setVisible(bool(count))
        self.table.setVisible(bool(count))
        lines = [Line(row, place) for place, row in enumerate(rejects(outcome.left_out))]
        self.table.show_lines(heads_of(REJECT_HEADS), lines)
        self.open.setVisible(wrote and not undone and bool(outcome.added or outcome.updated))
        self.undo.setVisible(wrote and not undone)

    def entered(self) -> None:
        """What came back is seen to first."""
        parts = (self.rejects, self.open)
        next((one for one in parts if not one.isHidden()), self).setFocus()

    def _open(self) -> None:
        outcome, ledger = self.desk.wizard.outcome, self.desk.wizard.ledger
        if outcome is not None and ledger is not None:
            ids = records_of(self.window_.session.log, outcome.batch, ledger)
            self.window_.open_ledger(ledger.name, Filter(ids=tuple(ids)), "这次导入的")
