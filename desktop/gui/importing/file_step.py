"""Step 1: the file, the ledger, and an empty table for those who have none."""

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.catalogue import Ledger
from desktop.gui.importing.desk import WORKBOOK, ImportDesk, as_workbook
from desktop.gui.importing.step import StepView
from desktop.gui.widgets.basics import button, label, panel
from desktop.gui.widgets.choice_box import ChoiceBox
from desktop.gui.widgets.elided import Elided
from desktop.store.bureau import Bureau

if TYPE_CHECKING:
    from desktop.gui.window import Window

TABLES = "Excel 和 CSV 表 (*.xlsx *.xlsm *.csv *.txt);;所有文件 (*)"


class FileStep(StepView):
    """Choose or drop a file; the ledger is proposed."""

    guidance = "把 Excel 或 CSV 表里的记录导入台账。写入之前逐行核对，写入之后可以整批撤销。"

    def __init__(self, window: "Window", desk: ImportDesk) -> None:
        super().__init__(window, desk)
        self.choose = button("选择文件…", clicked=self.ask_file, hint="选择要导入的 Excel 或 CSV 文件")
        self._name, self._place = Elided("", "strong"), Elided("", "hint")
        self.ledgers = ChoiceBox()
        self._why = label(role="hint")
        self.template = button("保存导入模板…", "plain", self._ask_template)
        self.template.setIcon(self.theme.icon("exp", "ink2", self.theme.px("icon_small")))
        self.column.addWidget(self._drop_place(), 1)
        self.column.addSpacing(self.theme.px("s1"))
        self._add_ledger()
        self.column.addStretch(1)
        self.column.addWidget(label(
            "旧格式的 .xls、.et 先在 Excel 或 WPS 里另存为 .xlsx。导入之前自动备份一次。", "hint", wrap=True,
        ))  # fmt: skip
        self.ledgers.activated.connect(lambda _row: self._choose_ledger())

    def _drop_place(self) -> QWidget:
        place = panel("empty")
        place.setMinimumHeight(3 * self.theme.px("h_row"))
        place.setMaximumHeight(6 * self.theme.px("h_row"))
        column = QVBoxLayout(place)
        column.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.setSpacing(self.theme.px("s1"))
        for part in (self._name, self._place, self.choose):
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
        return place

    def _add_ledger(self) -> None:
        self.column.addWidget(label("导入到", "caption"))
        self.ledgers.setAccessibleName("导入到")
        self.ledgers.setFixedWidth(self.theme.px("w_side"))
        row = QHBoxLayout()
        row.setSpacing(self.theme.px("s3"))
        row.addWidget(self.ledgers)
        row.addWidget(self.template)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(self._why)

    # ---------------------------------------------------------------- showing

    def show_state(self) -> None:
        """File, ledger, and why this ledger."""
        wizard = self.desk.wizard
        self._show_ledgers()
        if wizard.file is None:
            self._name.setText("把表拖到这里")
            self._place.setText("Excel 工作簿（.xlsx）或 CSV 文件（.csv）")
        else:
            sheets = len(wizard.book.sheets) if wizard.book else 0
            self._name.setText(wizard.file.name)
            self._place.setText(f"{wizard.file.parent}，{sheets} 张工作表")
        self.choose.setText("选择文件…" if wizard.file is None else "换一个文件…")
        self._show_why()
        ready = self._ledger() is not None
        self.template.setEnabled(ready)
        self.template.setToolTip(
            "空白的导入表：表头、填法、下拉选项、示例" if ready else "先选台账，再保存它的导入模板"
        )

    def _show_why(self) -> None:
        wizard, role, said = self.desk.wizard, "hint", ""
        proposed = wizard.proposed
        if wizard.book is not None and wizard.understood is None:
            role, said = "gap", "看不出这个表是哪种台账，选好一种再往下走"
        elif proposed is not None and wizard.looks_otherwise:
            role, said = "gap", f"这个表更像“{proposed.ledger.label}”：{proposed.reason}"
        elif proposed is not None:
            said = f"按表推荐：{proposed.reason}。不对就另选一种"
        self._why.setText(said)
        self._why.setProperty("role", role)
        self._why.style().polish(self._why)

    def _show_ledgers(self) -> None:
        chosen = self.desk.wizard.ledger
        used = Bureau(self.window_.session.log).ledgers_in_use()
        if chosen is not None and chosen.name not in {one.name for one in used}:
            used = [*used, chosen]
        self.ledgers.clear()
        self.ledgers.addItem("（按表推荐）", None)
        for one in used:
            self.ledgers.addItem(one.label, one.name)
        self.ledgers.setCurrentIndex(max(0, self.ledgers.findData(chosen.name if chosen else None)))

    def _ledger(self) -> Ledger | None:
        name = self.ledgers.currentData()
        return self.window_.session.catalogue.ledgers[name] if name else None

    def blocked(self) -> str:
        """Until a file was read for a ledger."""
        wizard = self.desk.wizard
        if wizard.book is None:
            return "先选择文件"
        return "" if wizard.understood else "先选台账"

    def entered(self) -> None:
        """Without a file the button waits for Enter."""
        (self.choose if self.desk.wizard.file is None else self.ledgers).setFocus()

    # ---------------------------------------------------------------- doing

    def ask_file(self) -> None:
        """Ask for a file."""
        before = self.desk.wizard.file
        folder = before.parent if before else Path.home()
        chosen, _kind = QFileDialog.getOpenFileName(self, "导入哪个表", str(folder), TABLES)
        if chosen:
            self.desk.open_file(Path(chosen))

    def _choose_ledger(self) -> None:
        self.desk.choose_ledger(self._ledger())

    def _ask_template(self) -> None:
        ledger = self._ledger()
        if ledger is None:
            return
        name = f"{ledger.label}导入模板.xlsx"
        chosen, _kind = QFileDialog.getSaveFileName(self, "保存导入模板", str(Path.home() / name), WORKBOOK)
        if chosen:
            self.desk.save_template(ledger, as_workbook(chosen))
