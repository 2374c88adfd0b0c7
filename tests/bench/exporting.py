"""Export of a list of 100,000 records, against plain XlsxWriter and openpyxl writing the same cells in one run."""

import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from openpyxl import Workbook as SlowWorkbook
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from desktop.report.workbook.list_table import ListExport
from desktop.store import Log
from desktop.store.listing import Filter
from tests.bench.importing import quiet, timed

Cells = Sequence[Sequence[object]]


def main(folder: Path) -> None:
    """Export what `tests.bench.importing` has imported into the folder."""
    ours, fast, slow = (folder / f"export-{name}.xlsx" for name in ("ours", "xlsxwriter", "openpyxl"))
    with Log.open(folder / "import.db") as log:
        ledger = log.catalogue.ledgers["enforcement_check"]
        export = ListExport(ledger, list(ledger.fields), Filter())
        count, exported = timed(lambda: export.write(log, ours, quiet))
    cells = CalamineWorkbook.from_path(str(ours)).get_sheet_by_index(0).to_python()
    _, written = timed(lambda: _with_xlsxwriter(cells, fast))
    _, written_slowly = timed(lambda: _with_openpyxl(cells, slow))
    print(f"export of {count:,} records of {len(cells[0])} columns, once, against plain XlsxWriter ({written:.1f} s)")
    for name, seconds in {"plain openpyxl, write only": written_slowly, "the list, from the log": exported}.items():
        print(f"  {name:<28}{seconds / written:8.2f} x  ({seconds:.1f} s)")


def _with_xlsxwriter(cells: Cells, out: Path) -> None:
    with Workbook(str(out), {"constant_memory": True}) as book:
        page = book.add_worksheet("检查")
        for number, row in enumerate(cells):
            for column, cell in enumerate(row):
                if isinstance(cell, str):
                    page.write_string(number, column, cell)
                else:
                    page.write(number, column, cell)


def _with_openpyxl(cells: Cells, out: Path) -> None:
    book = SlowWorkbook(write_only=True)
    page = book.create_sheet("检查")
    for row in cells:
        page.append(row)
    book.save(out)


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(tempfile.gettempdir()) / "taizhang-bench")
