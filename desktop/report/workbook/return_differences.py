"""The sheet 口径差异: two figures of one thing with the reasons and the records between them; what else to check."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_rowcol_to_cell

from desktop.figures import Figure
from desktop.figures.formulas import is_rounded
from desktop.report.returns import Cell, FilledDifference, FilledReturn
from desktop.report.workbook.return_pages import Formulas, height, set_up
from desktop.report.workbook.return_styles import ReturnStyles

DIFFERENCES_SHEET = "年报口径差异"
_WIDTHS = (34, 15, 32, 22, 44)
_UNROUNDED = len(_WIDTHS)
"""Hidden column: unrounded values of rounded figures that others are computed from."""
_BY_KIND_NOTE = (
    "按最重归类：一个决定不论并处几种，只在最重的一种下计一宗，各类相加等于决定总数。按种类计：并处几种就在几种下各计一次，"
    "相加多于决定总数。上报时两种写法不要混用。"
)
_Row = tuple[str, ...]


@dataclass(frozen=True)
class _Live:
    """A figure in a row: its column, and whether it is unrounded."""

    column: int
    figure: Figure


@dataclass(frozen=True)
class _Line:
    """A row of the sheet. `texts` fill the columns that `live` and `formulas` leave free."""

    texts: _Row = ()
    live: tuple[_Live, ...] = ()
    formulas: tuple[tuple[int, str, float | str], ...] = ()
    """Column, formula and value."""
    kind: str = "cell"
    """One of section, note, heading, cell."""
    spread: bool = False
    """Whether the fourth text takes the last two columns."""


class DifferenceSheet:
    """Lays out all rows first, so that the cells of figures are known before they are written."""

    def __init__(self, page: Any, filled: FilledReturn) -> None:
        self._page, self._filled = page, filled
        self._lines = list(self._all_lines())

    # ---------------------------------------------------------------- places

    def homes(self) -> Iterator[tuple[str, str]]:
        """Each figure's cell."""
        for row, line in enumerate(self._lines, 1):
            for one in line.live:
                yield one.figure.indicator.name, self._place(row, one.column)

    def unrounded(self) -> Iterator[tuple[str, str]]:
        """The cells of unrounded values."""
        for row, line in enumerate(self._lines, 1):
            for one in line.live:
                if is_rounded(one.figure.indicator):
                    yield one.figure.indicator.name, self._place(row, _UNROUNDED)

    @staticmethod
    def _place(row: int, column: int) -> str:
        cell = xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
        return f"{quote_sheetname(DIFFERENCES_SHEET)}!{cell}"

    # ---------------------------------------------------------------- rows

    def _all_lines(self) -> Iterator[_Line]:
        """Figures first, then the records, so that edits of the lists move no figure."""
        row = 1
        for block in (self._differences, self._kinds, self._beside, self._warnings, self._lists):
            for line in block(row):
                yield line
                row += 1

    def _differences(self, row: int) -> Iterator[_Line]:
        for one in self._filled.differences:
            yield _section(f"{one.difference.label}：年度报告和统计年报各有一个数")
            yield _Line((one.difference.note,), kind="note")
            yield _Line(("项目", "数", "其后剩余", "说明"), kind="heading", spread=True)
            row += 3
            yield from self._funnel(one, row)
            row += len(one.exclusions) + 3

    @staticmethod
    def _funnel(one: FilledDifference, row: int) -> Iterator[_Line]:
        label = one.whole.indicator.label
        yield _Line((f"{label}（年度报告）", "", "", "全部检查"), (_Live(1, one.whole),), spread=True)
        for each in one.exclusions:
            texts = (f"减：{each.exclusion.reason}", "", "", "逐条见下" if each.records else "")
            yield _Line(texts, (_Live(1, each.figure), _Live(2, each.after)), spread=True)
        yield _Line((one.part.indicator.label, "", "", "年报表内的数"), (_Live(1, one.part),), spread=True)
        first, last = row + 1, row + len(one.exclusions)
        reasons = "".join(f"-B{number + 1}" for number in range(first, last + 1))
        check = f'=IF(B{row + 1}{reasons}=B{last + 2},"相符","不符")'
        adds_up = one.whole.exact is not None and one.part.exact is not None and one.whole.exact - sum(
            each.figure.exact or 0 for each in one.exclusions) == one.part.exact  # fmt: skip
        texts = ("核对", "", "", "年度报告的数减去各项，等于统计年报的数")
        yield _Line(texts, (), ((1, check, "相符" if adds_up else "不符"),), spread=True)

    def _kinds(self, row: int) -> Iterator[_Line]:
        for table in self._filled.tables:
            cells = [cell for cell in table.cells if cell.each]
            if not cells:
                continue
            yield _section("行政处罚：一个决定并处几种时的两种计法")
            yield _Line((_BY_KIND_NOTE,), kind="note")
            yield _Line(("处罚种类", "按最重归类", "按种类计", "相差", "说明"), kind="heading")
            row += 3
            for number, cell in enumerate(cells, row + 1):
                yield _kind_line(cell, number)
            yield _sum_line(cells, row + 1, row + len(cells))
            if self._filled.total:
                row += len(cells) + 1
                total, both = self._filled.total, sum(cell.figure.value or 0 for cell in cells)
                check = (2, f'=IF(B{row}=B{row + 1},"与相加相符","与相加不符")',
                         "与相加相符" if total.value == both else "与相加不符")  # fmt: skip
                yield _Line(
                    ("处罚决定总数", "", "", "", "按最重归类时，各类相加应等于总数"), (_Live(1, total),), (check,)
                )

    def _beside(self, _: int) -> Iterator[_Line]:
        yield _section("构成与核对")
        yield _Line(("项目", "数", "单位", "口径"), kind="heading", spread=True)
        for cell in self._filled.beside:
            unit = cell.figure.indicator.unit
            texts = (cell.column.heading, "", unit, cell.explanation)
            yield _Line(texts, (_Live(1, cell.figure),), spread=True)

    def _warnings(self, _: int) -> Iterator[_Line]:
        if self._filled.warnings:
            yield _section("填报前请核对")
        for number, text in enumerate(self._filled.warnings, 1):
            yield _Line((f"{number}. {text}",), kind="note")

    def _lists(self, _: int) -> Iterator[_Line]:
        filled = self._filled
        excluded = [
            (record.number, record.row.day, record.row.subject, record.row.detail, record.reason)
            for one in filled.differences
            for each in one.exclusions
            for record in each.records
        ]
        yield from _listed(
            "年度报告计入、统计年报不计的检查", ("编号", "检查日期", "检查对象", "检查类别", "不计的原因"), excluded
        )
        several = [
            (one.number, one.row.day, one.row.subject, one.kinds, f"归入“{one.once}”；按种类计入 {len(one.each)} 列")
            for one in filled.several
        ]
        yield from _listed("并处几种处罚的决定", ("案号", "决定日期", "当事人", "处罚种类", "怎样计"), several)
        suspects = [(one.number, one.row.day, one.row.subject, one.row.detail, one.why) for one in filled.suspects]
        yield from _listed("可能漏标的检查", ("编号", "检查日期", "检查对象", "检查类别", "原因"), suspects)

    # ---------------------------------------------------------------- writing

    def write(self, styles: ReturnStyles, live: Formulas) -> None:
        """Write the rows."""
        page = self._page
        set_up(page)
        for column, width in enumerate(_WIDTHS):
            page.set_column(column, column, width)
        page.set_column(_UNROUNDED, _UNROUNDED, 10, None, {"hidden": True})
        page.set_row(0, 34)
        title = f"{self._filled.bureau}{self._filled.title}口径差异"
        page.merge_range(0, 0, 0, len(_WIDTHS) - 1, title, styles.title)
        for row, line in enumerate(self._lines, 1):
            self._write_line(row, line, styles, live)
        page.print_area(0, 0, len(self._lines), len(_WIDTHS) - 1)

    def _write_line(self, row: int, line: _Line, styles: ReturnStyles, live: Formulas) -> None:
        page = self._page
        if line.kind in ("section", "note"):
            style = styles.section if line.kind == "section" else styles.rule
            page.set_row(row, 30 if line.kind == "section" else height([line.texts[0]], sum(_WIDTHS), 14) - 2)
            page.merge_range(row, 0, row, len(_WIDTHS) - 1, line.texts[0], style)
            return
        style = styles.heading if line.kind == "heading" else styles.cell
        widths = (*_WIDTHS[:3], _WIDTHS[3] + _WIDTHS[4]) if line.spread else _WIDTHS
        texts = (*line.texts, *[""] * (len(widths) - len(line.texts)))
        page.set_row(row, max(height([text], width - 2, 14) for text, width in zip(texts, widths, strict=True)) - 4)
        for column, text in enumerate(texts):
            page.write_string(row, column, text, style)
        if line.spread:
            page.merge_range(row, 3, row, 4, texts[3], style)
        for one in line.live:
            live.write(page, row, one.column, one.figure, styles.number)
            if is_rounded(one.figure.indicator):
                live.write_unrounded(page, row, _UNROUNDED, one.figure, styles.number)
        for column, text, value in line.formulas:
            page.write_formula(row, column, text, styles.number, value)


def _section(title: str) -> _Line:
    return _Line((title,), kind="section")


def _kind_line(cell: Cell, number: int) -> _Line:
    assert cell.each is not None
    more = int((cell.each.value or 0) - (cell.figure.value or 0))
    difference = (3, f"=C{number}-B{number}", more)
    reason = (
        4,
        f'=IF(D{number}>0,"有"&D{number}&"宗并处更重的种类","")',
        f"有{more}宗并处更重的种类" if more else "",
    )
    return _Line((cell.column.heading,), (_Live(1, cell.figure), _Live(2, cell.each)), (difference, reason))


def _sum_line(cells: Sequence[Cell], first: int, last: int) -> _Line:
    once = float(sum(cell.figure.value or 0 for cell in cells))
    each = float(sum(cell.each.value or 0 for cell in cells if cell.each))
    sums = [(1, "B", once), (2, "C", each), (3, "D", each - once)]
    formulas = tuple((column, f"=SUM({letter}{first}:{letter}{last})", value) for column, letter, value in sums)
    return _Line(("各类相加",), (), formulas)


def _listed(title: str, heads: _Row, rows: Sequence[_Row]) -> Iterator[_Line]:
    if rows:
        yield _section(f"{title}（{len(rows)} 条）")
        yield _Line(heads, kind="heading")
        for row in rows:
            yield _Line(row)
