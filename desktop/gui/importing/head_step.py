"""Step 2: which sheet, and which of its rows are the headings."""

from collections import Counter
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QWidget

from desktop.exchange.looking import Seen, first_rows, letters
from desktop.exchange.sheets import shown
from desktop.exchange.understanding import Understanding
from desktop.gui.importing.desk import ImportDesk
from desktop.gui.importing.step import StepView
from desktop.gui.widgets.basics import button, label
from desktop.gui.widgets.choice_box import ChoiceBox
from desktop.gui.widgets.text_table import Head, Line, TextTable

if TYPE_CHECKING:
    from desktop.gui.window import Window

_MOST_COLUMNS = 60
"""Columns that are shown; a sheet can have sixteen thousand."""


class HeadStep(StepView):
    """The sheet's first rows, each with what it is taken for."""

    guidance = "灰底的行是表头，下面看作“记录”的行会导入。表头找错了，选中真正的表头那一行，按回车。"

    def __init__(self, window: "Window", desk: ImportDesk) -> None:
        super().__init__(window, desk)
        self.sheets, self.height_, self.year = ChoiceBox(), ChoiceBox(), QLineEdit()
        self.table = TextTable(self.theme, "表的前几行", wide=True)
        self.set_head = button("设为表头", clicked=self._set_head, hint="把选中的行作为表头（回车）")
        self._counts = label(role="hint")
        self._shown: Understanding | None = None
        row = QHBoxLayout()
        row.setSpacing(self.theme.px("s2"))
        em = self.theme.px("t_body")
        for text, field, width in (
            ("工作表", self.sheets, 11), ("表头占", self.height_, 6), ("没写年份的日期算", self.year, 5),
        ):  # fmt: skip
            self._add(row, text, field, width * em)
        row.addWidget(label("年", "caption"))
        row.addStretch(1)
        below = QHBoxLayout()
        below.addWidget(self._counts, 1)
        below.addWidget(self.set_head)
        self.column.addLayout(row)
        self.column.addWidget(self.table, 1)
        self.column.addLayout(below)
        self.height_.addItem("一行", 1)
        self.height_.addItem("两行", 2)
        self._connect()

    def _add(self, row: QHBoxLayout, text: str, field: QWidget, width: int) -> None:
        field.setAccessibleName(text)
        field.setFixedWidth(width)
        row.addWidget(label(text, "caption"))
        row.addWidget(field)
        row.addSpacing(self.theme.px("s2"))

    def _connect(self) -> None:
        self.sheets.activated.connect(lambda _row: self.desk.choose_sheet(str(self.sheets.currentData())))
        self.height_.activated.connect(lambda _row: self._set_height())
        self.year.editingFinished.connect(self._set_year)
        self.table.entered_line.connect(self._choose_row)

    # ---------------------------------------------------------------- showing

    def show_state(self) -> None:
        """Sheet, headings, year and rows."""
        wizard = self.desk.wizard
        understood = wizard.understood
        if understood is None or wizard.book is None:
            return
        head = understood.head
        self.sheets.clear()
        for one in wizard.book.sheets:
            self.sheets.addItem(one.name if one.visible else f"{one.name}（隐藏的）", one.name)
        self.sheets.setCurrentIndex(self.sheets.findData(understood.sheet.name))
        self.height_.setCurrentIndex(self.height_.findData(1 + head.last - head.first))
        if not self.year.hasFocus():
            self.year.setText(str(wizard.year or head.year or ""))
        if understood.sheet is not (self._shown.sheet if self._shown else None) or head != self._shown_head():
            self._show_rows(understood)

    def _shown_head(self) -> object:
        return self._shown.head if self._shown else None

    def _show_rows(self, understood: Understanding) -> None:
        rows = first_rows(understood)
        width = min(_MOST_COLUMNS, max((len(one.row.cells) for one in rows), default=0))
        heads = [Head("行", 4, right=True, ink="ink3"), Head("看作", 9, least=5)]
        heads += [Head(letters(index), 14) for index in range(width)]
        self.table.show_lines(heads, [self._line(one, width) for one in rows])
        self.table.selectRow(next((place for place, one in enumerate(rows) if one.is_head), 0))
        self._shown = understood
        self._counts.setText(_counted(rows, len(understood.sheet.rows)))

    def _line(self, one: Seen, width: int) -> Line:
        cells = [" ".join(shown(one.row.cell(index)).split())[:60] for index in range(width)]
        inks = {1: "accent" if one.is_head else "ink2"}
        if not one.is_record and not one.is_head:
            inks |= dict.fromkeys(range(1, width + 2), "ink3")
        ground = "sunken" if one.is_head else ""
        measured = one.is_head or one.is_record
        return Line([str(one.row.number), one.role, *cells], one.row.number, inks, ground, measured=measured,
                    spread=-1 if measured or one.row.filled != [0] else 2)  # fmt: skip

    def entered(self) -> None:
        """The rows are looked at first."""
        self.table.setFocus()

    # ---------------------------------------------------------------- doing

    def _set_head(self) -> None:
        self._choose_row(self.table.current())

    def _choose_row(self, number: object) -> None:
        understood = self.desk.wizard.understood
        if isinstance(number, int) and understood is not None and number != understood.head.first:
            self.desk.choose_head(number)

    def _set_height(self) -> None:
        understood = self.desk.wizard.understood
        if understood is not None:
            self.desk.choose_head(understood.head.first, int(self.height_.currentData()))

    def finish(self) -> bool:
        """The year may still be in the making."""
        return self._set_year()

    def _set_year(self) -> bool:
        return self.desk.decide(lambda wizard: wizard.choose_year(self.year.text()))


def _counted(rows: list[Seen], whole: int) -> str:
    """What the rows that are seen are taken for."""
    counts = Counter(one.role for one in rows if not one.is_head)
    said = "，".join(f"{role} {count} 行" for role, count in counts.most_common())
    more = f"；全表有内容的 {whole:,} 行，下面的核对时逐行看" if whole > len(rows) else ""
    return said + more
