"""Import of 100,000 rows, step by step, against plain calamine and openpyxl reading the same file in the same run."""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import TypeVar

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from desktop.exchange.importing import carry_out
from desktop.exchange.planning import Decisions, make_plan
from desktop.exchange.reading import open_book
from desktop.exchange.understanding import understand
from desktop.store import Log

Found = TypeVar("Found")
ROWS = 100_000
ENTERPRISES = 5_000
HEADS = (
    "检查编号", "检查日期", "企业名称", "检查类别", "检查方式", "所属行动", "检查内容", "联合单位", "检查人员",
    "出动人次",
    "专家人次", "检查结果", "一般隐患数", "重大隐患数", "文书文号", "有完整检查记录", "整改期限", "复查日期",
    "是否立案", "备注",
)  # fmt: skip


def main(folder: Path) -> None:
    """Measure once; the steps add up to the import."""
    folder.mkdir(parents=True, exist_ok=True)
    log_file, file = folder / "import.db", folder / "import.xlsx"
    for leftover in folder.glob("import.db*"):
        leftover.unlink()
    with Log.create(log_file) as log:
        checks = log.catalogue.ledgers["enforcement_check"]
        names = [f"第{n:04}号建材有限公司" for n in range(ENTERPRISES)]
        log.add_many(log.catalogue.ledgers["enterprise"], enumerate({"name": name} for name in names))
        terms = [next(iter(checks.fields[name].choices.values())) for name in ("kind", "method", "result")]
        if not file.exists():
            _write(file, names, terms)
        _, plain = timed(lambda: _read_plainly(file))
        _, slow = timed(lambda: _read_with_openpyxl(file))
        book, opened = timed(lambda: open_book(file))
        understood, read = timed(lambda: understand(log, checks, book, quiet))
        plan, planned = timed(lambda: make_plan(log, understood, Decisions(), quiet))
        outcome, written = timed(lambda: carry_out(log, plan, quiet))
        again, planned_again = timed(lambda: make_plan(log, understood, Decisions(), quiet))
    if outcome.added != ROWS or len(again.rows) != ROWS or again.counts["same"] != ROWS:
        raise SystemExit(f"imported {outcome.added} of {ROWS}; again: {again.counts}")
    print(f"import of {ROWS:,} rows of {len(HEADS)} columns, once, against plain calamine ({plain:.1f} s)")
    steps = {
        "check, read, understand": opened + read,
        "plan (nothing written)": planned,
        "write, one transaction": written,
    }
    for name, seconds in {
        "plain openpyxl, read only": slow,
        **steps,
        "whole import": sum(steps.values()),
        "plan of the same again": planned_again,
    }.items():
        print(f"  {name:<28}{seconds / plain:8.2f} x  ({seconds:.1f} s)")


def quiet(_done: int, _whole: int) -> None:
    pass


def timed(work: Callable[[], Found]) -> tuple[Found, float]:
    begun = time.perf_counter()
    found = work()
    return found, time.perf_counter() - begun


def _read_plainly(file: Path) -> int:
    return sum(1 for _ in CalamineWorkbook.from_path(str(file)).get_sheet_by_index(0).iter_rows())


def _read_with_openpyxl(file: Path) -> int:
    book = load_workbook(file, read_only=True)
    count = sum(1 for _ in book.worksheets[0].iter_rows(values_only=True))
    book.close()
    return count


def _write(file: Path, names: list[str], terms: list[str]) -> None:
    kind, method, result = terms
    with Workbook(str(file), {"constant_memory": True}) as book:
        page = book.add_worksheet("检查")
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        page.write_row(0, 0, HEADS)
        for n in range(1, ROWS + 1):
            on = date(2020, 1, 1) + timedelta(n % 2000)
            cells = (
                f"检〔{on.year}〕{n}号", on, names[n % ENTERPRISES], kind, method, "百日行动",
                f"安全生产检查{n % 300}", "消防救援大队",
                "张三、李四", 2, n % 3, result, n % 4, 0, f"现检〔{n}〕", "是", f"{on:%Y.%m.%d}", on, "否",
                f"备注{n % 700}",
            )  # fmt: skip
            for column, cell in enumerate(cells):
                if isinstance(cell, date):
                    page.write_datetime(n, column, cell, day)
                else:
                    page.write(n, column, cell)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.gettempdir()) / "taizhang-bench")
