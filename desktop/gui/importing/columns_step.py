"""Step 3: which column goes into which field."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout

from desktop.exchange.columns import Column, targets_of
from desktop.exchange.looking import letters
from desktop.gui.importing.desk import ImportDesk
from desktop.gui.importing.field_chooser import NOTHING, FieldChooser
from desktop.gui.importing.step import StepView
from desktop.gui.widgets.basics import button, label
from desktop.gui.widgets.text_table import Head, Line, TextTable

if TYPE_CHECKING:
    from desktop.gui.window import Window

_SURE = 80
"""Per cent; below it the person should look."""

_HEADS = (
    Head("列", 3, ink="ink3"), Head("列名", 11, least=6), Head("导入到", 11, least=6),
    Head("前几个值", 13, ink="ink2", folds=True, least=6), Head("依据", 11, ink="ink2", least=6, folds=True),
)  # fmt: skip


class ColumnsStep(StepView):
    """The columns at the left, the fields for the chosen one at the right."""

    guidance = "每一列导入到哪一项，在右边改。同样表头的表，下次照这次的来。"

    def __init__(self, window: "Window", desk: ImportDesk) -> None:
        super().__init__(window, desk)
        self.table = TextTable(self.theme, "表的各列")
        self.chooser = FieldChooser(self.theme, window.session.catalogue)
        self.again = button("按列名重新对应", "link", desk.propose_again, hint="不照上次的，重新按列名和内容对应")
        self._remembered = label("已照上次的对应填好", "hint")
        told = QHBoxLayout()
        told.setSpacing(self.theme.px("s2"))
        told.addWidget(self._remembered)
        told.addWidget(self.again)
        told.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(self.theme.px("s3"))
        row.addWidget(self.table, 3)
        row.addWidget(self.chooser, 2)
        self.column.addLayout(told)
        self.column.addLayout(row, 1)
        self.table.chosen.connect(self._show_column)
        self.table.entered_line.connect(lambda _index: self.chooser.search.setFocus())
        self.chooser.taken.connect(self._take)
        self.chooser.left.connect(self.table.setFocus)

    # ---------------------------------------------------------------- showing

    def show_state(self) -> None:
        """The columns with their fields."""
        understood = self.desk.wizard.understood
        if understood is None:
            return
        for part in (self._remembered, self.again):
            part.setVisible(understood.remembered)
        labels = targets_of(understood.ledger, self.window_.session.catalogue)
        lines = [self._line(one, labels) for one in understood.columns]
        self.table.show_lines(_HEADS, lines, keep=True)

    def _line(self, one: Column, labels: dict[str, str]) -> Line:
        goes = labels.get(one.target, one.target) if one.target else NOTHING
        unsure = one.target is not None and one.confidence < _SURE
        reason = f"请核对：{one.reason}" if unsure else one.reason
        inks = {2: "warn" if unsure else "ink" if one.target else "ink3", 4: "warn" if unsure else "ink2"}
        samples = "、".join(" ".join(text.split()) for text in one.samples)
        return Line((letters(one.index), one.head or "（没有列名）", goes, samples, reason), one.index, inks)

    def _show_column(self, index: object) -> None:
        understood = self.desk.wizard.understood
        if understood is not None:
            found = next((one for one in understood.columns if one.index == index), None)
            if found is not None:
                self.chooser.show_column(understood, found)

    def note(self) -> tuple[str, str]:
        """Fields that every record needs and no column fills."""
        missing = self.desk.wizard.missing
        if missing:
            return f"还没有哪一列导入到必填的{'、'.join(f'“{one}”' for one in missing)}，这样每一行都会退回", "gap"
        return "", "hint"

    def blocked(self) -> str:
        """Without a single field there is nothing to import."""
        understood = self.desk.wizard.understood
        return "" if understood and understood.by_target else "至少要有一列导入"

    def entered(self) -> None:
        """The columns are gone through first."""
        self.table.setFocus()

    # ---------------------------------------------------------------- doing

    def _take(self, target: object) -> None:
        index = self.table.current()
        if isinstance(index, int):
            self.desk.choose_target(index, str(target) if target else None)
            self.table.setFocus()
