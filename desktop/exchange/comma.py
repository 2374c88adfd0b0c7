"""CSV files: UTF-8, UTF-16 or GB18030; comma, semicolon or tab."""

import csv
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from desktop.catalogue import Refusal
from desktop.exchange.package import damaged, unpacks_too_large
from desktop.exchange.sheets import Cell, Progress, Row, Sheet
from desktop.exchange.xml_scan import LONGEST_CELL, MOST_CELLS, MOST_COLUMNS, MOST_ROWS

_DELIMITERS = (",", ";", "\t")
_SAMPLE = 20


def read_comma(file: Path, progress: Progress) -> Sheet:
    """The table of a CSV file; `Refusal` where it is none."""
    text = _decoded(file)
    if "\0" in text[:4096]:
        raise Refusal(f"“{file.name}”不是表格。可以导入 Excel 工作簿（.xlsx）和 CSV 文件（.csv）。")
    csv.field_size_limit(LONGEST_CELL)
    delimiter = max(_DELIMITERS, key=lambda one: _fit(text, one))
    try:
        return Sheet(file.stem, tuple(_rows(file, text, delimiter, progress)))
    except csv.Error:
        raise damaged(file) from None


def _decoded(file: Path) -> str:
    content = file.read_bytes()
    wide = content.startswith((b"\xff\xfe", b"\xfe\xff"))
    encodings = ["utf-16"] if wide else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise Refusal(f"“{file.name}”的文字编码认不出来。请用 Excel 或 WPS 打开，另存为 .xlsx 后再导入。")


def _fit(text: str, delimiter: str) -> tuple[int, int]:
    """How well a delimiter parts the first lines: how many have the commonest width, and that width."""
    try:
        reader = csv.reader(io.StringIO(text[: 1 << 16], newline=""), delimiter=delimiter)
        widths = [len(row) for row, _ in zip(reader, range(_SAMPLE), strict=False) if len(row) > 1]
    except csv.Error:
        return 0, 0
    if not widths:
        return 0, 0
    usual = max(set(widths), key=widths.count)
    return widths.count(usual), usual


def _rows(file: Path, text: str, delimiter: str, progress: Progress) -> Iterator[Row]:
    stream, cells = io.StringIO(text, newline=""), 0
    # A quotation mark that is not closed would draw all that follows into one cell.
    reader = csv.reader(stream, delimiter=delimiter, strict=True)
    for number, values in enumerate(_sound(reader, file), start=1):
        cells += len(values)
        if len(values) > MOST_COLUMNS or number > MOST_ROWS or cells > MOST_CELLS:
            raise unpacks_too_large(file)
        if number % 1000 == 0:
            progress(stream.tell(), len(text))
        found: list[Cell] = [value if value.strip() else None for value in values]
        while found and found[-1] is None:
            found.pop()
        if found:
            yield Row(number, tuple(found))


def _sound(reader: Any, file: Path) -> Iterator[list[str]]:
    """The rows; `Refusal` with the line where quotation marks do not match."""
    line = 1
    try:
        for values in reader:
            yield values
            line = reader.line_num + 1
    except csv.Error as error:
        if "field larger" in str(error):
            raise
        raise Refusal(
            f'“{file.name}”从第 {line} 行起引号（"）不配对，后面的行会连成一格，没有读。'
            "请用 Excel 或 WPS 打开，核对这一行，另存为 .xlsx 后再导入。"
        ) from None
