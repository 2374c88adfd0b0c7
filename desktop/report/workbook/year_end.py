"""The year-end workbook: cover, figures as live formulas, months with charts, the return, a detail sheet a ledger."""

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from desktop.catalogue import Catalogue, Indicator
from desktop.figures import Adjustment, Engine, Figure, Period
from desktop.figures.explaining import explain
from desktop.figures.formulas import LONGEST, formula, is_rounded, monthly_formula, unrounded_formula
from desktop.figures.stating import NOTHING
from desktop.report.headings import Heading, headings, outline_of
from desktop.report.returns import Returns, chosen_form
from desktop.report.workbook.cover import COVER_SHEET, Cover, Hints, write_cover
from desktop.report.workbook.detail_sheets import DetailSheets, Progress
from desktop.report.workbook.edition_sheet import add_difference_sheet, edition_mark
from desktop.report.workbook.return_sheets import ReturnSheets
from desktop.report.workbook.streaming import streamed
from desktop.report.workbook.styles import ACCENT, FONT, Styles
from desktop.store import Log

FIGURES_SHEET = "指标"
MONTHS_SHEET = "逐月"
_HEADS = (("指标", 34), ("数值", 13), ("单位", 8), ("上年同期", 13), ("增减", 11), ("手工调整", 10), ("报告数", 13),
          ("调整原因", 30), ("报告表述", 16), ("记录数", 8), ("未计入", 8), ("明细", 14), ("口径", 56))  # fmt: skip
_ADJUSTMENT, _REPORTED, _REASON, _STATEMENT, _RECORDS, _UNCOUNTED, _LINK, _EXPLANATION = range(5, 13)
"""Columns. The three of adjustments are hidden where nothing was adjusted."""
_UNROUNDED_COLUMN = len(_HEADS)
"""Hidden: the unrounded values of rounded figures that others are computed from."""
_CHART_COLUMNS, _CHART_ROWS = 7, 15
_TOO_LONG = "这个指标的公式太长，Excel 放不下，数值是导出时的，不随明细重算。"
_CHARS_A_LINE = 36
"""Chinese characters of the explanation's size that its column holds."""
_HINTS = Hints("怎样使用", (
    ("数值", "“指标”“逐月”两表的数值是公式，直接从后面各台账的明细算出；改动明细或上面的起止日，数值随之重算。"),
    ("手工调整", "有手工调整的指标，“数值”仍是台账算出的数，“报告数”是加上调整后的数。没有调整时这几列隐藏。"),
    ("导出时的结果", "“上年同期”“报告表述”“记录数”“未计入”不随改动变化。"),
    ("未计入", "缺少必要内容、没能算进这个指标的记录数。请在程序里补齐后重新导出。"),
    ("折叠的列", "明细表左右两端折叠的灰色列供公式使用，请不要删除。"),
    ("行政执法统计年报", "名称以“年报”开头的各表按所选省份的表样填好，数也是公式，可以直接打印；口径差异逐条列出。"),
))  # fmt: skip


def export_workbook(log: Log, period: Period, out: Path, *, progress: Progress, made_at: datetime) -> None:
    """Write the workbook of a period to `out`, which is replaced only when all of it is written."""
    engine = Engine(log)
    figures = {one.indicator.name: one for one in engine.figures(period)}
    with streamed(out) as book:
        _Writer(log, engine, period, book).write(figures, progress, made_at)


class _Writer:
    def __init__(self, log: Log, engine: Engine, period: Period, book: Any) -> None:
        self._log, self._engine, self._period, self._book = log, engine, period, book
        self._returns = Returns(log, chosen_form(log), period) if log.catalogue.returns else None
        self._catalogue: Catalogue = log.catalogue
        if self._returns:
            self._catalogue = log.catalogue.with_return(self._returns.form)
        self._built_on = {part for one in log.catalogue.indicators.values() for part in one.over}
        self._styles = Styles(book)
        self._cover = book.add_worksheet(COVER_SHEET)
        self._figures = book.add_worksheet(FIGURES_SHEET)
        self._months = book.add_worksheet(MONTHS_SHEET)
        self._mark = edition_mark(log, period.last.year)
        if self._mark and self._mark.differs:
            add_difference_sheet(book, self._styles, self._mark)
        self._return_sheets = ReturnSheets(book, self._returns.fill(), self._catalogue) if self._returns else None
        self._details = DetailSheets(
            log, self._catalogue, self._catalogue.ledgers.values(), period, book, self._styles
        )

    def write(self, figures: Mapping[str, Figure], progress: Progress, made_at: datetime) -> None:
        """Details first: the formulas' ranges end where the records end."""
        bureau = self._log.setting("bureau") or "应急管理局"
        self._book.set_properties({"title": f"{bureau}{self._year}年度报告数据", "company": bureau})
        records = self._details.write(progress)
        write_cover(self._cover, self._styles, self._cover_of(bureau, figures, records, made_at))
        self._write_figures(figures)
        self._write_months()
        if self._return_sheets:
            self._details.figure_cells |= self._return_sheets.places()
            self._return_sheets.write(self._details)
        self._cover.activate()

    @property
    def _year(self) -> int:
        return self._period.last.year

    # ---------------------------------------------------------------- cover

    def _cover_of(self, bureau: str, figures: Mapping[str, Figure], records: int, made_at: datetime) -> Cover:
        uncounted = sum(1 for one in figures.values() if one.uncounted)
        facts = (("指标", f"{len(figures)} 个，其中 {uncounted} 个有未计入的记录"), ("明细", f"{records} 条"))
        edition = (("定稿", self._mark.text),) if self._mark else ()
        return Cover(bureau, f"{self._year} 年度报告数据", self._period, made_at, (*facts, *edition), [_HINTS])

    # ---------------------------------------------------------------- figures

    def _write_figures(self, figures: Mapping[str, Figure]) -> None:
        page, styles = self._figures, self._styles
        page.hide_gridlines(2)
        for number, (head, width) in enumerate(_HEADS):
            page.set_column(number, number, width)
            page.write_string(0, number, head, styles.head)
        if not any(one.adjustment for one in figures.values()):
            page.set_column(_ADJUSTMENT, _REASON, None, None, {"hidden": True})
        page.set_column(_UNROUNDED_COLUMN, _UNROUNDED_COLUMN, 10, None, {"hidden": True})
        page.freeze_panes(1, 1)
        page.set_landscape()
        page.set_paper(9)
        page.repeat_rows(0)
        page.fit_to_pages(1, 0)
        page.set_footer("&L&A&R第 &P 页 共 &N 页")
        listed = list(headings(self._catalogue, figures))
        self._place_figures(listed)
        row = 1
        for heading in listed:
            style = styles.headings[min(heading.depth, 2)]
            for number in range(len(_HEADS)):
                page.write_string(row, number, heading.title if number == 0 else "", style)
            row += 1
            for figure in heading.figures:
                self._write_figure(row, figure)
                row += 1

    def _place_figures(self, listed: list[Heading]) -> None:
        row = 1
        for heading in listed:
            row += 1
            for figure in heading.figures:
                for unrounded, column in ((False, 1), (True, _UNROUNDED_COLUMN)):
                    cell = xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)
                    self._details.figure_cells[figure.indicator.name, unrounded] = f"{FIGURES_SHEET}!{cell}"
                row += 1

    def _write_figure(self, row: int, figure: Figure) -> None:
        page, styles, one = self._figures, self._styles, figure.indicator
        live = formula(one, self._catalogue, self._details, self._period)
        explanation = explain(one, self._catalogue, self._period) + ("" if len(live) <= LONGEST else _TOO_LONG)
        page.set_row(row, 17 if len(explanation) <= _CHARS_A_LINE else 4 + 13 * -(-len(explanation) // _CHARS_A_LINE))
        page.write_string(row, 0, one.label, styles.name)
        _write_live(page, (row, 1), live, NOTHING if figure.number is None else figure.number, styles.figure)
        page.write_string(row, 2, one.unit, styles.text)
        if figure.previous_number is None:
            page.write_string(row, 3, NOTHING, styles.number)
        else:
            page.write_number(row, 3, figure.previous_number, styles.number)
        change = f'=IF(AND(ISNUMBER(B{row + 1}),ISNUMBER(D{row + 1})),ROUND(B{row + 1}-D{row + 1},6),"{NOTHING}")'
        page.write_formula(row, 4, change, styles.change, _change(figure))
        self._write_adjustment(row, figure)
        page.write_string(row, _STATEMENT, figure.reported_text, styles.statement)
        page.write_number(row, _RECORDS, figure.records, styles.number)
        if figure.uncounted:
            page.write_number(row, _UNCOUNTED, figure.uncounted, styles.number)
        else:
            page.write_blank(row, _UNCOUNTED, None, styles.number)
        self._write_link(row, one)
        page.write_string(row, _EXPLANATION, explanation, styles.explanation)
        if one.name in self._built_on and is_rounded(one):
            exact = unrounded_formula(one, self._catalogue, self._details, self._period)
            value = NOTHING if figure.exact is None else float(figure.exact)
            _write_live(page, (row, _UNROUNDED_COLUMN), exact, value, None)

    def _write_adjustment(self, row: int, figure: Figure) -> None:
        """Beside the live value, which stays as computed; what the report states follows both."""
        page, styles, adjustment = self._figures, self._styles, figure.adjustment
        if adjustment is None:
            for column in (_ADJUSTMENT, _REPORTED, _REASON):
                page.write_blank(row, column, None, styles.number)
            return
        page.write_number(row, _ADJUSTMENT, float(adjustment.difference), styles.change)
        if adjustment.reported is None:
            page.write_string(row, _REPORTED, NOTHING, styles.number)
        else:
            live = f'=IF(ISNUMBER(B{row + 1}),ROUND(B{row + 1}+F{row + 1},6),"{NOTHING}")'
            page.write_formula(row, _REPORTED, live, styles.figure, float(adjustment.reported))
        page.write_string(row, _REASON, adjustment.doubt or _why(adjustment), styles.explanation)

    def _write_link(self, row: int, one: Indicator) -> None:
        while one.ledger is None:
            one = self._catalogue.indicators[one.over[0]]
        label = one.ledger.label
        self._figures.write_url(row, _LINK, f"internal:'{label}'!A1", self._styles.link, label)

    # ---------------------------------------------------------------- months

    def _write_months(self) -> None:
        page, styles = self._months, self._styles
        months = list(self._period.months())
        page.hide_gridlines(2)
        page.set_column(0, 0, 26)
        page.set_column(1, 1, 8)
        page.set_column(2, len(months) + 2, 10)
        for number, head in enumerate(("指标", "单位", *(f"{int(month[5:])}月" for month in months), "合计")):
            page.write_string(0, number, head, styles.head)
        names = outline_of(self._catalogue).monthly or self._catalogue.outlines["default"].monthly
        for row, name in enumerate(names, start=1):
            self._write_months_of(row, self._catalogue.indicators[name], months)
        for place, name in enumerate(names):
            self._add_chart(place, self._catalogue.indicators[name], len(months))
        page.freeze_panes(1, 1)
        page.set_landscape()
        page.set_paper(9)
        # One page: a break would go through a row of charts.
        page.fit_to_pages(1, 1)
        page.center_horizontally()
        page.set_footer("&L&A&R第 &P 页 共 &N 页")

    def _write_months_of(self, row: int, one: Indicator, months: list[str]) -> None:
        page, styles = self._months, self._styles
        page.write_string(row, 0, one.label, styles.name)
        page.write_string(row, 1, one.unit, styles.text)
        values = self._engine.monthly(one.name, self._period)
        for number, month in enumerate(months, start=2):
            live = monthly_formula(one, month, self._catalogue, self._details, self._period)
            page.write_formula(row, number, live, styles.number, float(values[month]))
        total = float(sum(values.values()))
        page.write_formula(
            row, len(months) + 2, f"=SUM({xl_range(row, 2, row, len(months) + 1)})", styles.figure, total
        )

    def _add_chart(self, place: int, one: Indicator, months: int) -> None:
        chart = self._book.add_chart({"type": "column"})
        chart.add_series(
            {
                "name": one.label,
                "categories": [MONTHS_SHEET, 0, 2, 0, months + 1],
                "values": [MONTHS_SHEET, place + 1, 2, place + 1, months + 1],
                "fill": {"color": ACCENT},
                "gap": 60,
            }
        )
        font = {"name": FONT, "size": 9}
        chart.set_title(
            {"name": f"{one.label}（{one.unit}）", "name_font": {"name": FONT, "size": 11, "bold": False}}
        )
        chart.set_legend({"none": True})
        chart.set_x_axis({"num_font": font})
        chart.set_y_axis(
            {"min": 0, "num_font": font, "major_gridlines": {"visible": True, "line": {"color": "#E1E4E9"}}}
        )
        chart.set_size({"width": 520, "height": 280})
        column, row = place % 2 * _CHART_COLUMNS, 9 + place // 2 * _CHART_ROWS
        self._months.insert_chart(row, column, chart)


def _why(adjustment: Adjustment) -> str:
    return "；".join(f"{one.reason.rstrip('。')}（{one.person}，{one.day}）" for one in adjustment.entries)


def _write_live(page: Any, at: tuple[int, int], live: str, value: float | str, style: Any) -> None:
    """A formula with its value; the value alone where Excel could not hold the formula."""
    if len(live) <= LONGEST:
        page.write_formula(*at, live, style, value)
    else:
        page.write(*at, value, style)


def _change(figure: Figure) -> float | str:
    if figure.value is None or figure.previous is None:
        return NOTHING
    return float(figure.value - figure.previous)
