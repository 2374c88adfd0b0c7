"""A statutory return as sheets of a workbook: a printed form a table, the differences row by row, the explanation.

Every figure is a live formula over the detail sheets of the same workbook, its value cached. The sheets are laid out
before a formula is written, for formulas name the cells of other figures.
"""

from collections.abc import Iterator
from typing import Any

from xlsxwriter.workbook import Workbook

from desktop.catalogue import Catalogue
from desktop.figures.formulas import Layout, is_rounded
from desktop.report.returns import FilledReturn, counted_by_kind
from desktop.report.text.laying import chinese
from desktop.report.workbook.return_differences import DIFFERENCES_SHEET, DifferenceSheet
from desktop.report.workbook.return_forms import FormSheet, sheet_name
from desktop.report.workbook.return_pages import Formulas, in_memory, set_up
from desktop.report.workbook.return_styles import ReturnStyles

TEXT_SHEET = "年报情况说明"
_WIDTH, _CHARS_A_LINE = 80, 29


class ReturnSheets:
    """Writes a filled return into a workbook."""

    def __init__(self, book: Workbook, filled: FilledReturn, catalogue: Catalogue, *, by_kind: bool = False) -> None:
        """Make the sheets; `catalogue` knows the return's indicators, `by_kind` is for the forms alone."""
        self._filled, self._catalogue = filled, catalogue
        self._styles = ReturnStyles(book)
        shown = counted_by_kind(filled) if by_kind else filled
        self._forms = [FormSheet(in_memory(book.add_worksheet(sheet_name(one))), one, filled) for one in shown.tables]
        self._differences = DifferenceSheet(in_memory(book.add_worksheet(DIFFERENCES_SHEET)), filled)
        self._text = in_memory(book.add_worksheet(TEXT_SHEET))

    @property
    def names(self) -> list[str]:
        """The sheets in their order."""
        return [*(sheet_name(one) for one in self._filled.tables), DIFFERENCES_SHEET, TEXT_SHEET]

    def places(self) -> dict[tuple[str, bool], str]:
        """The cell of each figure, stated and unrounded: the first in which it stands."""
        found: dict[tuple[str, bool], str] = {}
        for name, place in self._homes():
            found.setdefault((name, False), place)
            if not is_rounded(self._catalogue.indicators[name]):
                found.setdefault((name, True), place)
        return found | {(name, True): place for name, place in self._differences.unrounded()}

    def _homes(self) -> Iterator[tuple[str, str]]:
        for form in self._forms:
            yield from form.homes()
        yield from self._differences.homes()

    def write(self, layout: Layout) -> None:
        """Fill the sheets; `layout` tells where records and figures stand."""
        live = Formulas(self._catalogue, layout, self._filled.period)
        for form in self._forms:
            form.write(self._styles, live)
        self._differences.write(self._styles, live)
        self._write_text(self._text)

    def _write_text(self, page: Any) -> None:
        """The explanation, as it reads at the time of the export."""
        styles, filled = self._styles, self._filled
        set_up(page, landscape=False)
        page.set_column(0, 0, _WIDTH)
        page.set_row(0, 40)
        page.write_string(0, 0, f"{filled.bureau}{filled.period.last.year}年度行政执法总体情况", styles.title)
        row = 1
        for number, (title, text) in enumerate(filled.text, 1):
            page.set_row(row, 28)
            page.write_string(row, 0, f"{chinese(number)}、{title}", styles.paragraph_title)
            page.set_row(row + 1, 22 * -(-(len(text) + 2) // _CHARS_A_LINE) + 8)
            page.write_string(row + 1, 0, f"\u3000\u3000{text}", styles.paragraph)
            row += 2
        if not filled.text:
            page.write_string(row, 0, "本年度没有可以陈述的数，请先登记台账。", styles.paragraph)
            row += 1
        page.write_string(row + 1, 0, "文字按导出时的数写成，改动明细后不会随之改变。", styles.rule)
        page.print_area(0, 0, row + 1, 0)
