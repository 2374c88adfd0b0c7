"""What a list shows, as an Excel table: the chosen columns in their order, every record of the filter."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from desktop.catalogue import Field, Ledger
from desktop.catalogue.listed import DELETED, RECORD_ID_HEAD
from desktop.report.workbook.streaming import streamed
from desktop.report.workbook.styles import Styles
from desktop.store import Log, Record
from desktop.store.listing import Filter, Listing

Progress = Callable[[int, int], None]

_PAGE = 500
_MOST_ROWS = 1_000_000
_WIDTHS = {"date": 12, "integer": 10, "decimal": 12, "money": 16, "boolean": 8, "choice": 14, "long_text": 40,
           "tags": 22, "text": 22, "link": 30, "attachment": 20,
           "moment": 17}  # fmt: skip


@dataclass(frozen=True)
class ListExport:
    """What is exported of a ledger, in which order."""

    ledger: Ledger
    fields: Sequence[str]
    filter: Filter
    sort: str | None = None
    descending: bool = True
    today: date | None = None
    """What states are told from; the real day where none is given."""

    def write(self, log: Log, out: Path, progress: Progress) -> int:
        """Write the workbook; returns how many records it holds. `out` is replaced only when all went well."""
        listing = Listing(log, self.ledger, self.today)
        rowids = listing.ids(self.filter, self.sort, self.descending)[:_MOST_ROWS]
        known = {**self.ledger.listed, **DELETED}
        fields = [known[name] for name in self.fields]
        with streamed(out) as book:
            styles = Styles(book)
            page = book.add_worksheet(self.ledger.label[:31])
            _head(page, fields, styles)
            # By its id an import knows a record again, and updates it.
            page.set_column(len(fields), len(fields), 38, None, {"hidden": True})
            page.write_string(0, len(fields), RECORD_ID_HEAD, styles.machine_head)
            for start in range(0, len(rowids), _PAGE):
                progress(start, len(rowids))
                records = listing.page(rowids[start : start + _PAGE], self.fields)
                for row, record in enumerate(records, start + 1):
                    _line(page, row, record, fields, styles)
                    page.write_string(row, len(fields), str(record["id"]), styles.cells["text"])
            page.autofilter(0, 0, max(1, len(rowids)), len(fields) - 1)
        progress(len(rowids), len(rowids))
        return len(rowids)


def _head(page: Any, fields: Sequence[Field], styles: Styles) -> None:
    page.freeze_panes(1, 0)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(0)
    page.set_footer("&L&A&R第 &P 页 共 &N 页")
    page.set_row(0, 24)
    for number, one in enumerate(fields):
        unit = one.unit or ("元" if one.type.name == "money" else "")
        head = f"{one.label}（{unit}）" if unit and one.type.numeric else one.label
        page.set_column(number, number, max(_WIDTHS[one.type.name], 2 * len(head) + 4))
        page.write_string(0, number, head, styles.head)


def _line(page: Any, row: int, record: Record, fields: Sequence[Field], styles: Styles) -> None:
    """Numbers and dates as such, all other cells as text: long codes keep their digits, a leading = stays text."""
    for number, one in enumerate(fields):
        value, style = record.get(one.name), styles.cells.get(one.type.name, styles.cells["text"])
        if value is None:
            continue
        if one.approx_column and record.get(one.approx_column):
            page.write_string(row, number, f"约 {one.display(value)}", styles.cells["text"])
        elif one.type.numeric:
            page.write_number(row, number, float(one.exact(int(value))), style)
        elif one.type.name == "date":
            page.write_datetime(row, number, date.fromisoformat(str(value)), style)
        elif one.ledger:
            page.write_string(row, number, str(record.get(f"{one.name}#title") or ""), style)
        else:
            page.write_string(row, number, one.display(value), style)
