"""The newest finalised edition in the year-end workbook: its mark on the cover, a sheet of what differs from it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from xlsxwriter.workbook import Workbook

from desktop.figures.adjustments import signed
from desktop.figures.stating import NOTHING, as_number
from desktop.report.editions.differences import Difference, FigureDifference, RowDifference, difference
from desktop.report.editions.finalising import period_of
from desktop.report.workbook.return_pages import in_memory
from desktop.report.workbook.styles import Styles
from desktop.store import Log
from desktop.store.editions import Editions

DIFFERENCE_SHEET = "与定稿的差异"
_FIGURES = (("指标", 34), ("单位", 8), ("定稿值", 13), ("现值", 13), ("增减", 11), ("定稿表述", 20), ("现表述", 20),
            ("在正文中", 10), ("口径", 60))  # fmt: skip
_ROWS = ("记录", "台账", "日期", "变化", "数量", "改动内容", "改动人", "改动时间", "改动原因")


@dataclass(frozen=True)
class EditionMark:
    """What a workbook says of the newest finalised edition of its year."""

    text: str
    """第 1 版，定稿于 2025-11-21 10:20（张三），统计期 …；自定稿以来没有改动."""
    found: Difference

    @property
    def differs(self) -> bool:
        """Whether there is anything to list."""
        return bool(self.found.figures or self.found.rows or self.found.faults)


def edition_mark(log: Log, year: int) -> EditionMark | None:
    """The newest finalised edition of a year with what differs from it; None where the year has none."""
    head = Editions(log).newest_final(year)
    if head is None:
        return None
    found = difference(log, head.id)
    at = f"{_local(head.at)}（{head.person}）"
    said = [f"第 {head.number} 版，定稿于 {at}，统计期 {period_of(head).text}", found.sentence.rstrip("。")]
    return EditionMark("；".join([*said, *(one.rstrip("。") for one in found.faults)]), found)


def add_difference_sheet(book: Workbook, styles: Styles, mark: EditionMark) -> None:
    """Figures then and now, then the records that came, went or were changed; as they stand at the export."""
    page = in_memory(book.add_worksheet(DIFFERENCE_SHEET))
    page.hide_gridlines(2)
    for number, (_, width) in enumerate(_FIGURES):
        page.set_column(number, number, width)
    page.set_row(0, 24)
    page.write_string(0, 0, f"与{mark.found.head.title}的差异", styles.bold)
    page.write_string(1, 0, mark.text, styles.plain)
    row = _write_heads(page, styles, 3, [head for head, _ in _FIGURES])
    for figure in mark.found.figures.values():
        _write_figure(page, styles, row, figure)
        row += 1
    if mark.found.rows:
        row = _write_heads(page, styles, row + 1, _ROWS)
        for one in mark.found.rows:
            _write_row(page, styles, row, one)
            row += 1
    page.write_string(row + 1, 0, "本表是导出时的结果，不随明细改动；定稿本身不变。", styles.plain)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)


def _write_heads(page: Any, styles: Styles, row: int, heads: Sequence[str]) -> int:
    for number, head in enumerate(heads):
        page.write_string(row, number, head, styles.head)
    return row + 1


def _write_figure(page: Any, styles: Styles, row: int, one: FigureDifference) -> None:
    page.write_string(row, 0, one.label, styles.name)
    page.write_string(row, 1, one.unit, styles.text)
    for column, value in ((2, one.then), (3, one.now)):
        if value is None:
            page.write_string(row, column, NOTHING, styles.number)
        else:
            page.write_number(row, column, as_number(value), styles.figure)
    page.write_string(row, 4, signed(one.change) if one.change else "", styles.number)
    page.write_string(row, 5, one.then_text, styles.statement)
    page.write_string(row, 6, one.now_text, styles.statement)
    page.write_string(row, 7, "是" if one.in_text else "", styles.text)
    rule = one.definition
    said = f"第 {rule.then_version} 版改为第 {rule.now_version} 版：{rule.now}" if rule else ""
    page.write_string(row, 8, said, styles.explanation)


def _write_row(page: Any, styles: Styles, row: int, one: RowDifference) -> None:
    told = "；".join(f"{field.label}：{field.before or '未填'} → {field.after or '未填'}" for field in one.fields)
    page.write_string(row, 0, one.row.subject, styles.name)
    page.write_string(row, 1, one.row.ledger.label, styles.text)
    page.write_string(row, 2, one.row.day, styles.text)
    page.write_string(row, 3, one.fate.value, styles.text)
    page.write_number(row, 4, one.quantity, styles.number)
    page.write_string(row, 5, told, styles.explanation)
    page.write_string(row, 6, one.person, styles.text)
    page.write_string(row, 7, _local(one.at) if one.at else "", styles.text)
    page.write_string(row, 8, one.reason, styles.explanation)


def _local(at: str) -> str:
    """A moment of the log (UTC) at this desk."""
    return f"{datetime.fromisoformat(at.replace('Z', '+00:00')).astimezone():%Y-%m-%d %H:%M}"
