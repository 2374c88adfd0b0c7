"""Rows that were not imported, as a workbook: the table as it was, with the reason in an added column.

The lines above the headings are repeated, so that year and unit are known again when it is imported once corrected.
"""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from xlsxwriter.workbook import Workbook

from desktop.exchange.heads import group_cell
from desktop.exchange.names import REASON_HEAD, is_ignored
from desktop.exchange.planning import PlannedRow
from desktop.exchange.sheets import Cell, Progress, Row, Unreadable
from desktop.exchange.understanding import Understanding
from desktop.store.replacing import replacing

_REASON_WIDTH = 60
_WIDTH = 16


def write_rejects(understood: Understanding, rows: Sequence[PlannedRow], out: Path, progress: Progress) -> None:
    """Write the rows that were left out; `out` is replaced only when all went well."""
    head = understood.head
    reasons = _reason_column(understood)
    with replacing(out) as beside, Workbook(str(beside), {"constant_memory": True}) as book:
        pen = _Pen(book)
        page = book.add_worksheet(_sheet_name(understood.sheet.name))
        page.set_column(0, max(reasons - 1, 0), _WIDTH)
        page.set_column(reasons, reasons, _REASON_WIDTH)
        for row in head.rows:
            style = pen.head if row.number >= head.first else pen.plain
            for index, cell in enumerate(_as_headings(understood, row)):
                if index != reasons:
                    pen.write(page, row.number - 1, index, cell, style)
            if row.number == head.last:
                page.write_string(row.number - 1, reasons, REASON_HEAD, pen.warning_head)
        page.freeze_panes(head.last, 0)
        for done, one in enumerate(rows):
            if done % 500 == 0:
                progress(done, len(rows))
            _write_row(page, head.last + done, one, reasons, pen)
    progress(len(rows), len(rows))


def _as_headings(understood: Understanding, row: Row) -> Sequence[Cell]:
    """A row down to the headings; a group's heading is repeated, for merged cells are not written again."""
    if row.number != understood.head.first or understood.head.first == understood.head.last:
        return row.cells
    width = max(len(one.cells) for one in understood.head.rows)
    return [group_cell(understood.sheet, row, index) for index in range(width)]


def _reason_column(understood: Understanding) -> int:
    """Behind the last column; that of an earlier rejection is used again."""
    for index, text in understood.head.texts.items():
        if text == REASON_HEAD and is_ignored(text):
            return index
    rows: Sequence[Row] = understood.sheet.rows
    return max((len(row.cells) for row in rows), default=0)


def _write_row(page: Any, number: int, one: PlannedRow, reasons: int, pen: "_Pen") -> None:
    for index, cell in enumerate(one.row.cells):
        if index != reasons:
            pen.write(page, number, index, cell, pen.plain)
    page.write_string(number, reasons, one.reason, pen.warning)


def _sheet_name(name: str) -> str:
    """A name that Excel takes."""
    kept = "".join(" " if character in "[]:*?/\\" else character for character in name).strip("' ")
    return kept[:31] or "未导入"


class _Pen:
    """Writes cells as they were read: text stays text, whatever it begins with."""

    def __init__(self, book: Workbook) -> None:
        font = {"font_name": "微软雅黑", "font_size": 10}
        self.plain = book.add_format({**font, "num_format": "@"})
        self.number = book.add_format({**font, "num_format": "General"})
        self.day = book.add_format({**font, "num_format": "yyyy-mm-dd", "align": "left"})
        self.moment = book.add_format({**font, "num_format": "yyyy-mm-dd hh:mm", "align": "left"})
        self.head = book.add_format({**font, "bold": True, "text_wrap": True, "bg_color": "#E8EEF6"})
        self.warning = book.add_format({**font, "font_color": "#A61B1B", "text_wrap": True, "num_format": "@"})
        self.warning_head = book.add_format({**font, "bold": True, "font_color": "#A61B1B", "bg_color": "#FBEAEA"})

    def write(self, page: Any, row: int, column: int, cell: Cell, style: Any) -> None:
        """Write one cell."""
        match cell:
            case None:
                return
            case Unreadable():
                # As an error again: a word for it would come in as a text the next time.
                page.write_formula(row, column, "=NA()", style, "#N/A")
            case bool():
                page.write_boolean(row, column, cell)
            case float() | int():
                page.write_number(row, column, cell, self.number)
            case datetime():
                page.write_datetime(row, column, cell, self.moment)
            case date():
                page.write_datetime(row, column, cell, self.day)
            case time() | timedelta():
                page.write_string(row, column, str(cell), style)
            case _:
                page.write_string(row, column, str(cell), style)
