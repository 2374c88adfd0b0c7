"""One table of a return as a printed form: title, lines, headings, figures, counting rules, signatures."""

from collections.abc import Iterator
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from desktop.catalogue.deadlines import Verified
from desktop.catalogue.returns import UNVERIFIED
from desktop.figures import Period
from desktop.report.returns import Cell, FilledReturn, FilledTable
from desktop.report.workbook.return_pages import Formulas, cached, height, set_up
from desktop.report.workbook.return_styles import ReturnStyles

_PAGE_WIDTH = 128
"""Character widths that an A4 sheet on its side holds at full size."""
_LEAST_COLUMNS = 2
"""So that titles and rules have room beside a table of one column."""
_NARROWEST, _WIDEST = 6.2, 42.0
_UNIT_WIDTH = 16.0
_HEAD_ROW = 2
_SIGNATURES = ("单位负责人：", "审核人：", "填表人：", "联系电话：", "")
_BY_KIND = (
    "本表按种类计：一个决定并处几种处罚的，在各种类下分别计一次，各类相加多于合计；"
    "下面“归入最重”或者“归入表中排在后面”的规则本表没有采用。"
)
_ROOM_TO_SIGN = "　" * 12


def sheet_name(table: FilledTable) -> str:
    """年报表一行政处罚: the table's number and what it is about."""
    short = table.table.title
    for end in ("实施情况统计表", "情况统计表", "统计表"):
        short = short.removesuffix(end)
    return f"年报{table.mark}{short}"[:31]


class FormSheet:
    """One table of the return on its sheet."""

    def __init__(self, page: Any, table: FilledTable, filled: FilledReturn) -> None:
        self._page, self._table, self._filled = page, table, filled
        self._name = sheet_name(table)
        self._by_unit = table.table.by_unit
        self._offset = 1 if self._by_unit else 0
        self._span = max(_LEAST_COLUMNS, len(table.cells) + self._offset)
        self._value_row = _HEAD_ROW + (2 if table.has_groups else 1)

    def homes(self) -> Iterator[tuple[str, str]]:
        """Each figure's cell."""
        for number, cell in enumerate(self._table.cells, self._offset):
            place = xl_rowcol_to_cell(self._value_row, number, row_abs=True, col_abs=True)
            yield cell.figure.indicator.name, f"{quote_sheetname(self._name)}!{place}"

    def write(self, styles: ReturnStyles, live: Formulas) -> None:
        """Title, lines, headings, figures, rules, signatures."""
        set_up(self._page)
        self._write_top(styles)
        self._write_heads(styles)
        row = self._write_values(styles, live)
        row = self._write_rules(styles, row + 1)
        self._write_signatures(styles, row + 1)
        self._page.print_area(0, 0, row + 1, self._span - 1)

    # ---------------------------------------------------------------- top

    def _write_top(self, styles: ReturnStyles) -> None:
        page, filled, last = self._page, self._filled, self._span - 1
        year = filled.period.last.year
        page.set_row(0, 38)
        page.merge_range(0, 0, 0, last, f"{filled.bureau}{year}年度{self._table.table.title}", styles.title)
        page.set_row(1, 24)
        middle = (last - 1) // 2
        self._merged(1, 0, 1, middle, f"{self._table.mark}　填报单位：{filled.bureau}", styles.line)
        filled_on = f"{self._span_of_days}填报日期：{year + 1} 年   月   日　　计量单位：{self._table.unit}"
        self._merged(1, middle + 1, 1, last, filled_on, styles.right)

    @property
    def _span_of_days(self) -> str:
        """The days that are counted, where they are not a year's."""
        period = self._filled.period
        return "" if period == Period.year(period.last.year) else f"统计期：{period.text}　　"

    def _write_heads(self, styles: ReturnStyles) -> None:
        page, table = self._page, self._table
        width = self._width()
        page.set_column(0, self._span - 1, width)
        heads = [self._head(cell) for cell in table.cells]
        page.set_row(self._value_row - 1, height(heads, width))
        if self._by_unit:
            page.set_column(0, 0, _UNIT_WIDTH)
            self._merged(_HEAD_ROW, 0, self._value_row - 1, 0, "单位名称", styles.head)
        for group, first, last in table.groups():
            if group:
                page.set_row(_HEAD_ROW, height([group], width * (last - first + 1)))
                self._merged(_HEAD_ROW, first + self._offset, _HEAD_ROW, last + self._offset, group, styles.head)
        for number, (cell, head) in enumerate(zip(table.cells, heads, strict=True), self._offset):
            top = self._value_row - 1 if cell.column.group else _HEAD_ROW
            self._merged(top, number, self._value_row - 1, self._right(number), head, styles.head)

    def _right(self, number: int) -> int:
        """The last column of a cell: a table of one column takes the whole width."""
        return self._span - 1 if len(self._table.cells) == 1 and not self._by_unit else number

    def _head(self, cell: Cell) -> str:
        """The heading, its unit on a line of its own where both do not fit on one."""
        head = cell.column.heading
        return head if 2 * len(head) + 2 < self._width() else head.replace("（", "\n（")

    def _width(self) -> float:
        room = _PAGE_WIDTH - (_UNIT_WIDTH if self._by_unit else 0)
        return min(_WIDEST, max(_NARROWEST, room / (self._span - self._offset)))

    def _merged(self, top: int, left: int, bottom: int, right: int, text: str, style: Any) -> None:
        if (top, left) == (bottom, right):
            self._page.write_string(top, left, text, style)
        else:
            self._page.merge_range(top, left, bottom, right, text, style)

    # ---------------------------------------------------------------- figures

    def _write_values(self, styles: ReturnStyles, live: Formulas) -> int:
        """The row of figures, under it the sum where units are listed; the row after."""
        page, row = self._page, self._value_row
        page.set_row(row, 30)
        for number, cell in enumerate(self._table.cells, self._offset):
            style = styles.value(cell.figure.indicator.unit)
            self._merged(row, number, row, self._right(number), "", style)
            live.write(page, row, number, cell.figure, style)
        if not self._by_unit:
            return row + 1
        page.write_string(row, 0, self._filled.bureau, styles.unit)
        page.set_row(row + 1, 30)
        page.write_string(row + 1, 0, "合计", styles.unit)
        for number, cell in enumerate(self._table.cells, self._offset):
            self._write_sum(row, number, cell, styles)
        return row + 2

    def _write_sum(self, row: int, number: int, cell: Cell, styles: ReturnStyles) -> None:
        """Of one unit: its figure itself, a missing one as such."""
        place = xl_rowcol_to_cell(row, number)
        style = styles.value(cell.figure.indicator.unit)
        self._page.write_formula(row + 1, number, f"={place}", style, cached(cell.figure))

    # ---------------------------------------------------------------- rules and signatures

    def _write_rules(self, styles: ReturnStyles, row: int) -> int:
        lines = [rule.stated for rule in self._table.table.rules]
        if self._table.by_kind:
            lines.insert(0, _BY_KIND)
        elif self._table.table.by_kind:
            weight = self._filled.form.weight
            mark = "" if weight.verified is Verified.TEXT else f"（{UNVERIFIED}）"
            lines.append(f"处罚种类从轻到重：{'＜'.join(weight.light_to_heavy)}。依据：{weight.source}{mark}。")
        for number, line in enumerate(lines, 1):
            text = f"{'说明：' if number == 1 else '　　　'}{number}. {line}"
            self._page.set_row(row, height([text], self._whole_width(), 14) - 2)
            self._page.merge_range(row, 0, row, self._span - 1, text, styles.rule)
            row += 1
        return row

    def _whole_width(self) -> float:
        return self._width() * (self._span - self._offset) + (_UNIT_WIDTH if self._by_unit else 0)

    def _write_signatures(self, styles: ReturnStyles, row: int) -> None:
        self._page.set_row(row, 32)
        self._page.merge_range(row, 0, row, self._span - 1, _ROOM_TO_SIGN.join(_SIGNATURES), styles.line)
