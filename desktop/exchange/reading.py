"""Opening a file to import: a workbook or a CSV file, checked before it is parsed, as sheets of cells."""

import posixpath
import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from python_calamine import CalamineError, CalamineSheet, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from desktop.catalogue import Refusal
from desktop.exchange.comma import read_comma
from desktop.exchange.package import Package, check_size, damaged, is_package, unpacks_too_large
from desktop.exchange.sheets import NOT_WORKED_OUT, Cell, Progress, Row, Sheet, SheetName, Unreadable
from desktop.exchange.xml_scan import (
    Malformed,
    Measured,
    Texts,
    TooLarge,
    check_shared,
    measure,
    measure_texts,
    parse,
)

MOST_SHEETS = 200
"""A workbook with a sheet for every enterprise of a town has some fifty."""

_ESCAPED = re.compile(r"_x(FFF[EF])_")
Found = TypeVar("Found")


class Book:
    """A file of tables, open for reading. Its sheets are read one by one, when they are asked for."""

    def __init__(self, file: Path, sheets: tuple[SheetName, ...]) -> None:
        self.file = file
        self.sheets = sheets

    def read(self, name: str, progress: Progress) -> Sheet:
        """A sheet's cells; `Refusal` where it is damaged or far too large."""
        raise NotImplementedError


class _Comma(Book):
    def __init__(self, file: Path) -> None:
        super().__init__(file, (SheetName(file.stem),))

    def read(self, name: str, progress: Progress) -> Sheet:
        return read_comma(self.file, progress)


class _Workbook(Book):
    """Measures each part by itself before calamine reads it."""

    def __init__(self, file: Path) -> None:
        self._package = Package(file)
        self._parts, self._date1904 = self._structure(file)
        self._texts = self._checked(file, self._measure_texts)
        self._check_parts(file)
        self._book = _guarded(file, lambda: CalamineWorkbook.from_path(str(file)))
        sheets = tuple(
            SheetName(one.name, one.visible == SheetVisibleEnum.Visible)
            for one in self._book.sheets_metadata
            if one.typ == SheetTypeEnum.WorkSheet and one.name in self._parts
        )
        if not sheets:
            raise damaged(file)
        super().__init__(file, sheets)

    def _checked(self, file: Path, work: Callable[[], Found]) -> Found:
        try:
            return work()
        except TooLarge:
            raise unpacks_too_large(file) from None
        except Malformed:
            raise damaged(file) from None

    def _structure(self, file: Path) -> tuple[dict[str, str], bool]:
        """The part of each sheet by its name, and whether days count from 1904."""
        sheets: dict[str, str] = {}
        targets: dict[str, str] = {}
        old = [False]

        def workbook(tag: str, attributes: dict[str, str]) -> None:
            name = tag.rpartition(":")[2]
            if name == "sheet":
                id_ = next((value for key, value in attributes.items() if key.rpartition(":")[2] == "id"), "")
                sheets[attributes.get("name", "")] = id_
            elif name == "workbookPr":
                old[0] = attributes.get("date1904") in ("1", "true")

        def relations(tag: str, attributes: dict[str, str]) -> None:
            if tag.rpartition(":")[2] == "Relationship":
                targets[attributes.get("Id", "")] = attributes.get("Target", "")

        chunks = self._package.chunks
        self._checked(file, lambda: parse(chunks("xl/workbook.xml"), workbook))
        self._checked(file, lambda: parse(chunks("xl/_rels/workbook.xml.rels"), relations))
        if len(sheets) > MOST_SHEETS:
            raise Refusal(
                f"“{file.name}”有 {len(sheets)} 张表，最多读 {MOST_SHEETS} 张。请把要导入的表复制到一个新的工作簿里。"
            )
        parts = {
            name: posixpath.normpath(posixpath.join("/xl", targets[id_]))
            for name, id_ in sheets.items()
            if id_ in targets
        }
        return {name: part for name, part in parts.items() if self._package.has(part)}, old[0]

    def _measure_texts(self) -> Texts:
        part = "xl/sharedStrings.xml"
        return measure_texts(self._package.chunks(part)) if self._package.has(part) else Texts()

    def _check_parts(self, file: Path) -> None:
        """What a reader opens besides: sound, and no larger than said."""
        for part in ("[Content_Types].xml", "xl/styles.xml"):
            if self._package.has(part):
                self._checked(file, partial(parse, self._package.chunks(part), _nothing))

    def read(self, name: str, progress: Progress) -> Sheet:
        part = self._parts.get(name)
        if part is None:
            raise Refusal(f"“{self.file.name}”里没有表“{name}”。")
        progress(0, 0)
        measured = self._checked(self.file, lambda: self._measured(part))
        progress(0, 0)
        sheet = _guarded(self.file, lambda: self._book.get_sheet_by_name(name))
        rows = tuple(_guarded(self.file, lambda: list(_rows(sheet, measured, progress))))
        ranges = sheet.merged_cell_ranges or []
        merged = tuple((first[0] + 1, first[1], last[0] + 1, last[1]) for first, last in ranges)
        return Sheet(name, rows, merged, frozenset(measured.hidden), self._date1904)

    def _measured(self, part: str) -> Measured:
        found = measure(lambda: self._package.chunks(part))
        check_shared(self._package.chunks(part), self._texts, found.shared)
        return found


def _nothing(_tag: str, _attributes: dict[str, str]) -> None:
    """Parsing for soundness alone."""


def open_book(file: Path) -> Book:
    """Open a file to import; `Refusal` with a sentence for everything that is no readable table."""
    try:
        check_size(file)
        return _Workbook(file) if is_package(file) else _Comma(file)
    except PermissionError:
        raise _held(file) from None


def _held(file: Path) -> Refusal:
    """Windows lets nobody read a workbook that WPS or Excel has open for itself."""
    return Refusal(f"“{file.name}”读不到，可能正被 Excel 或 WPS 打开着。请在那里保存并关闭它，再选一次。")


def _guarded(file: Path, work: Callable[[], Found]) -> Found:
    """What the reading library says of a broken file, as a sentence; so, too, where it gives up altogether."""
    try:
        return work()
    except (CalamineError, OSError, ValueError, OverflowError):
        raise damaged(file) from None
    except BaseException as error:
        if type(error).__name__ == "PanicException":
            raise damaged(file) from None
        raise


def _rows(sheet: CalamineSheet, measured: Measured, progress: Progress) -> Iterator[Row]:
    unreadable: dict[int, dict[int, Cell]] = {}
    for places, what in ((measured.errors, Unreadable()), (measured.formulas, NOT_WORKED_OUT)):
        for row, column in places:
            unreadable.setdefault(row, {})[column - 1] = what
    whole = sheet.total_height
    for number, values in enumerate(sheet.iter_rows(), start=1):
        if number % 1000 == 0:
            progress(number, whole)
        cells = _with(unreadable.pop(number, {}), [_cell(value) for value in values])
        if cells:
            yield Row(number, cells)
    # Below the last value that the library knows of.
    for number in sorted(unreadable):
        yield Row(number, _with(unreadable[number], []))


def _with(unreadable: Mapping[int, Cell], cells: list[Cell]) -> tuple[Cell, ...]:
    """The cells of a row up to the last filled one."""
    for column, what in unreadable.items():
        cells += [None] * (column + 1 - len(cells))
        cells[column] = what
    while cells and cells[-1] is None:
        cells.pop()
    return tuple(cells)


def _cell(value: Any) -> Cell:
    if isinstance(value, str):
        if not value or value.isspace():
            return None
        # The one escape that the library leaves as it stands.
        return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), value) if "_xFFF" in value else value
    if isinstance(value, (bool, float, int, datetime, date, time, timedelta)):
        return value
    return str(value)
