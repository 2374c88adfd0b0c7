"""The detail sheets: one a ledger, its records as an Excel table, and where each field's values stand.

Behind the fields of a ledger stand, in grey, the columns that only formulas use: fields of linked records that
indicators look at, and a running number for each value that is counted distinct.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_range_abs
from xlsxwriter.workbook import Workbook

from desktop.catalogue import Catalogue, Field, Ledger, Measure, Path
from desktop.catalogue.listed import RECORD_ID_HEAD
from desktop.figures import Period
from desktop.figures.details import MARK, Details
from desktop.figures.sql import paths_of
from desktop.report.workbook.cover import FIRST_DAY, LAST_DAY
from desktop.report.workbook.styles import TAB_COLOURS, Styles
from desktop.store import Log

CODES_SHEET = "序号"
MOST_WIDE_ON_A_PAGE = 16
_WIDTHS = {"date": 12, "money": 14, "integer": 9, "decimal": 11, "boolean": 8, "choice": 13, "long_text": 36,
           "tags": 20, "text": 21, "link": 24, "attachment": 18}  # fmt: skip

Progress = Callable[[int, int], None]


@dataclass(frozen=True)
class _Column:
    """A column of a detail sheet: its heading and how a row's value gets there."""

    head: str
    kind: str
    path: Path | None = None
    mark: bool = False
    """The 约 mark of the field."""
    coded: bool = False
    """The running number of the value."""


@dataclass
class _Sheet:
    ledger: Ledger
    columns: list[_Column]
    rows: int = 0
    codes: dict[str, dict[object, int]] = field(default_factory=dict)
    """For each field that is counted distinct, the number of each value."""
    blanks: set[str] = field(default_factory=set)
    """Quantity fields that some record lacks."""


class DetailSheets:
    """Writes the detail sheets and tells formulas where the values stand (`figures.formulas.Layout`)."""

    first_day, last_day = FIRST_DAY, LAST_DAY

    def __init__(
        self,
        log: Log,
        catalogue: Catalogue,
        ledgers: Iterable[Ledger],
        period: Period,
        book: Workbook,
        styles: Styles,
    ) -> None:
        """`catalogue`: with the indicators whose formulas the workbook holds. `ledgers`: those that get a sheet."""
        self._log, self._period, self._book, self._styles = log, period, book, styles
        self._catalogue = catalogue
        self.figure_cells: dict[tuple[str, bool], str] = {}
        """Cells of the stated and the unrounded figures, filled before the formulas are written."""
        used, indicators = list(ledgers), catalogue.indicators.values()
        self._details = {one.name: Details(log, one, period, indicators) for one in used}
        self._sheets = {one.name: _Sheet(one, self._columns_of(one)) for one in used}
        self._worksheets = {name: book.add_worksheet(sheet.ledger.label) for name, sheet in self._sheets.items()}
        self._codes_sheet = book.add_worksheet(CODES_SHEET)
        self._codes_sheet.hide()

    def write(self, progress: Progress) -> int:
        """Write every ledger's records; returns how many there are."""
        whole = sum(one.count() for one in self._details.values())
        done = 0
        for name, sheet in self._sheets.items():
            done = self._write_sheet(self._worksheets[name], sheet, done, lambda n: progress(n, whole))
        self._write_codes()
        progress(whole, whole)
        return whole

    def rows_in(self, ledger: Ledger) -> int:
        """How many records of a ledger were written."""
        return self._sheets[ledger.name].rows

    # ---------------------------------------------------------------- layout

    def column(self, ledger: Ledger, path: Path) -> str:
        """The range of a field's values."""
        return self._range(ledger, next(n for n, one in self._numbered(ledger) if one.path == path and not one.coded))

    def codes(self, ledger: Ledger, path: Path) -> str:
        """The range of the running numbers of a field's values."""
        return self._range(ledger, next(n for n, one in self._numbered(ledger) if one.path == path and one.coded))

    def cell(self, name: str, *, unrounded: bool) -> str:
        """The cell of an indicator's stated value, or that of its unrounded one."""
        return self.figure_cells[name, unrounded]

    def ids(self, ledger: Ledger) -> str:
        """The range of the records' ids: filled in every row that is a record."""
        return self._range(ledger, 0)

    def has_blanks(self, ledger: Ledger, path: Path) -> bool:
        """Whether a record lacks the field."""
        return path.text in self._sheets[ledger.name].blanks

    def bins(self, ledger: Ledger, path: Path) -> str:
        """The range of 0, 1, 2 … up to the largest running number of the field."""
        most = max(1, len(self._sheets[ledger.name].codes[path.text]))
        return f"{CODES_SHEET}!{xl_range_abs(0, 0, most, 0)}"

    def _numbered(self, ledger: Ledger) -> Iterator[tuple[int, _Column]]:
        columns = self._sheets[ledger.name].columns
        return ((n, one) for n, one in enumerate(columns) if not one.mark)

    def _range(self, ledger: Ledger, number: int) -> str:
        sheet = self._sheets[ledger.name]
        return f"{quote_sheetname(ledger.label)}!{xl_range_abs(1, number, max(1, sheet.rows), number)}"

    def _columns_of(self, ledger: Ledger) -> list[_Column]:
        uses = self._details[ledger.name].uses
        columns = [_Column(RECORD_ID_HEAD, "text")]
        for one in ledger.fields.values():
            unit = f"（{one.unit}）" if one.unit else "（元）" if one.type.name == "money" else ""
            columns.append(_Column(one.label + unit, one.type.name, Path(one)))
            if one.approx:
                columns.append(_Column(f"{one.label}为约数", "boolean", Path(one), mark=True))
        linked = {path.text: path for use in uses for path in paths_of(use) if path.link}
        columns += [_Column(path.label, path.field.type.name, path) for path in linked.values()]
        distinct = {one.of.text: one.of for one in uses if one.measure is Measure.DISTINCT and one.of}
        columns += [_Column(f"{path.label}序号", "code", path, coded=True) for path in distinct.values()]
        return _with_different_heads(columns)

    # ---------------------------------------------------------------- writing

    def _write_sheet(self, page: Any, sheet: _Sheet, done: int, progress: Callable[[int], None]) -> int:
        details = self._details[sheet.ledger.name]
        count = details.count()
        self._prepare(page, sheet, count)
        titles = self._titles(sheet.ledger)
        wanted = [(MARK if one.mark else "", one.path) for one in sheet.columns]
        for row, values in enumerate(details.rows(wanted), start=1):
            self._write_row(page, sheet, row, values, titles)
            if row % 1000 == 0:
                progress(done + row)
        sheet.rows = count
        return done + count

    def _prepare(self, page: Any, sheet: _Sheet, count: int) -> None:
        """Columns, table, frozen header and print set-up, before the first row."""
        page.set_tab_color(TAB_COLOURS[sheet.ledger.group])
        for number, one in enumerate(sheet.columns):
            width = 9 if one.coded or one.mark else 14 if one.path is None else _WIDTHS[one.kind]
            title = one.path and not one.path.link and one.path.field.name == sheet.ledger.title
            hidden = {"level": 1, "hidden": True} if self._is_machine(one) else None
            page.set_column(number, number, max(width, 22) if title else width, None, hidden)
        _add_table(page, f"T_{sheet.ledger.name}", [one.head for one in sheet.columns], max(1, count))
        for number, one in enumerate(sheet.columns):
            machine = self._is_machine(one)
            page.write_string(0, number, one.head, self._styles.machine_head if machine else self._styles.head)
        page.set_row(0, 30)
        page.freeze_panes(1, 1 + self._visible_key(sheet))
        page.set_landscape()
        page.set_paper(9)
        page.repeat_rows(0)
        page.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        page.set_footer("&L&A&R第 &P 页 共 &N 页")
        if len(sheet.columns) <= MOST_WIDE_ON_A_PAGE:
            page.fit_to_pages(1, 0)
        else:
            page.set_print_scale(60)

    @staticmethod
    def _is_machine(one: _Column) -> bool:
        """Columns that only programs read: the id, and those that formulas use."""
        return one.path is None or one.coded or one.path.link is not None

    @staticmethod
    def _visible_key(sheet: _Sheet) -> int:
        """How many columns after the id stay in sight: the title, where it comes first."""
        first = sheet.columns[1].path
        return 1 if first and first.field.name == sheet.ledger.title else 0

    def _titles(self, ledger: Ledger) -> dict[str, dict[str, str]]:
        targets = {str(link.ledger) for link in ledger.links.values()}
        return {target: self._log.titles(self._catalogue.ledgers[target]) for target in targets}

    def _write_row(
        self, page: Any, sheet: _Sheet, row: int, values: tuple[Any, ...], titles: dict[str, dict[str, str]]
    ) -> None:
        for number, (one, value) in enumerate(zip(sheet.columns, values, strict=True)):
            if one.coded:
                assert one.path is not None
                page.write_number(row, number, self._code(sheet, one.path, value), self._styles.cells["code"])
            elif value is None and one.path is not None and one.path.field.name == sheet.ledger.quantity:
                sheet.blanks.add(one.path.text)
            elif value is not None:
                self._write_value(page, row, number, one, value, titles)

    @staticmethod
    def _code(sheet: _Sheet, path: Path, value: object) -> int:
        known = sheet.codes.setdefault(path.text, {})
        return 0 if value is None else known.setdefault(value, len(known) + 1)

    def _write_value(
        self, page: Any, row: int, number: int, one: _Column, value: Any, titles: dict[str, dict[str, str]]
    ) -> None:
        style = self._styles.cells[one.kind]
        if one.path is None:
            page.write_string(row, number, str(value), style)
        elif one.mark:
            if value:
                page.write_string(row, number, "约", style)
        else:
            self._write_field(page, row, number, one.path.field, value, titles, style)

    @staticmethod
    def _write_field(
        page: Any, row: int, number: int, one: Field, value: Any, titles: dict[str, dict[str, str]], style: Any
    ) -> None:
        if one.type.numeric:
            page.write_number(row, number, float(one.exact(int(value))), style)
        elif one.type.name == "date":
            page.write_datetime(row, number, date.fromisoformat(value), style)
        elif one.ledger:
            page.write_string(row, number, titles.get(one.ledger, {}).get(value) or str(value), style)
        else:
            page.write_string(row, number, one.display(value), style)

    def _write_codes(self) -> None:
        """0, 1, 2 … as the bins of FREQUENCY."""
        for sheet in self._sheets.values():
            for one in sheet.columns:
                if one.coded and one.path:
                    sheet.codes.setdefault(one.path.text, {})
        most = max((len(codes) for sheet in self._sheets.values() for codes in sheet.codes.values()), default=0)
        for number in range(max(1, most) + 1):
            self._codes_sheet.write_number(number, 0, number)


def _with_different_heads(columns: list[_Column]) -> list[_Column]:
    """An Excel table wants each heading once, capitals aside."""
    seen: dict[str, int] = {}
    different = []
    for one in columns:
        seen[one.head.lower()] = count = seen.get(one.head.lower(), 0) + 1
        different.append(one if count == 1 else replace(one, head=f"{one.head}{count}"))
    return different


class _Forgetful(dict[tuple[int, int], str]):
    """A map that keeps nothing."""

    def __setitem__(self, key: tuple[int, int], value: str) -> None:
        pass


def _add_table(page: Any, name: str, heads: list[str], rows: int) -> None:
    """Make an Excel table of the sheet, before its rows are streamed.

    XlsxWriter refuses tables in constant-memory mode only because it writes their headers as shared strings. The
    mode is lifted for the call, and the caller writes the headers again, as the mode wants them. Its map of every
    cell of the table, which serves to refuse a second table on the sheet, would take 100 bytes a cell.
    """
    mode, page.constant_memory = page.constant_memory, False
    page.table_cells = _Forgetful()
    columns = [{"header": head} for head in heads]
    style = {"name": name, "columns": columns, "style": "Table Style Light 1", "autofilter": True}
    failed = page.add_table(0, 0, rows, len(heads) - 1, style)
    page.constant_memory = mode
    assert not failed, f"table {name}: {failed}"
