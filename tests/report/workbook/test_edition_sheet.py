"""The newest finalised edition in the year-end workbook: its mark, and what differs from it."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from openpyxl import load_workbook

from desktop.report.editions.finalising import finalise
from desktop.report.workbook.edition_sheet import DIFFERENCE_SHEET
from desktop.report.workbook.year_end import export_workbook
from desktop.store import Log
from tests.report.conftest import YEAR

Check = Callable[..., str]
Table = list[list[object]]


def exported(log: Log, folder: Path) -> dict[str, Table]:
    out = folder / "年度.xlsx"
    export_workbook(log, YEAR, out, progress=lambda _done, _whole: None, made_at=datetime(2025, 12, 1, 9, 0))
    book = load_workbook(out, read_only=True)
    wanted = [name for name in ("封面", DIFFERENCE_SHEET) if name in book.sheetnames]
    return {name: [list(row) for row in book[name].iter_rows(values_only=True)] for name in wanted}


def mark(tables: dict[str, Table]) -> str:
    return next((str(row[2]) for row in tables["封面"] if row[1] == "定稿"), "")


def test_a_year_without_an_edition_bears_no_mark(small_log: Log, check: Check, tmp_path: Path) -> None:
    check("2025-03-01")
    tables = exported(small_log, tmp_path)
    assert mark(tables) == ""
    assert DIFFERENCE_SHEET not in tables


def test_an_unchanged_year_bears_the_mark_alone(small_log: Log, check: Check, tmp_path: Path) -> None:
    check("2025-03-01")
    finalise(small_log, YEAR)
    tables = exported(small_log, tmp_path)
    assert mark(tables).startswith("第 1 版，定稿于 20")
    assert mark(tables).endswith("自定稿以来没有改动")
    assert "（张三）" in mark(tables)
    assert DIFFERENCE_SHEET not in tables


def test_what_differs_is_listed_with_the_records(small_log: Log, check: Check, tmp_path: Path) -> None:
    first = check("2025-03-01")
    finalise(small_log, YEAR)
    check("2025-04-01")
    ledger = small_log.ledger("enforcement_check")
    small_log.update(ledger, first, {"checked_on": "2025-03-02"}, reason="核对档案")
    tables = exported(small_log, tmp_path)
    assert "自定稿以来有改动：+1 次执法检查，1 条改期" in mark(tables)
    rows = tables[DIFFERENCE_SHEET]
    figure = next(row for row in rows if row[0] == "执法检查次数")
    assert figure[1:8] == ["次", 1, 2, "+1", "1次", "2次", "是"]
    heads = next(number for number, row in enumerate(rows) if row[0] == "记录")
    assert {tuple(row[1:6]) for row in rows[heads + 1 :] if row[1] == ledger.label} == {
        (ledger.label, "2025-04-01", "新增", 1, ""),
        (ledger.label, "2025-03-02", "改期", 1, "检查日期：2025-03-01 → 2025-03-02"),
    }
    assert "核对档案" in {row[8] for row in rows[heads + 1 :]}
