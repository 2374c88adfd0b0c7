"""What leaves a list by the clipboard: tables for Excel and WPS, and the sums of a selection. No Qt."""

from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple

from desktop.catalogue import Field, Stored
from desktop.gui.tables.columns import Column, number_text, unit_of

_LINE_IN_CELL = "<br style='mso-data-placement:same-cell'>"
_FORMATS = {"text": "\\@", "date": "yyyy\\-mm\\-dd", "number": ""}
_WAN_FEN = 1_000_000
"""分 in a 万元."""


class Copied(NamedTuple):
    """A value on its way to a spreadsheet: its exact text, and what it is to be there."""

    text: str
    kind: str = "text"
    """text, number or date."""


def copied(column: Column, record: Mapping[str, Stored]) -> Copied:
    """A cell as a spreadsheet can go on with it: numbers without separators, text with its line breaks."""
    one, value = column.field, record.get(column.name)
    if value is None or one.ledger:
        return Copied(column.text(record))
    if column.kind == "number":
        about = one.approx_column and record.get(one.approx_column)
        return Copied(column.text(record)) if about else Copied(str(one.plain(value)), "number")
    return Copied(one.display(value), "date" if one.type.name == "date" else "text")


def table_text(heads: Sequence[str], lines: Iterable[Sequence[Copied]]) -> str:
    """Tabs between cells, a line a row; a cell with a tab, a line break or a quotation mark stands in quotes."""
    rows = (list(heads), *([cell.text for cell in line] for line in lines))
    return "\r\n".join("\t".join(_quoted(cell) for cell in row) for row in rows) + "\r\n"


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if any(mark in cell for mark in '\t\n\r"') else cell


def table_html(heads: Sequence[str], lines: Iterable[Sequence[Copied]]) -> str:
    """The same as HTML, which Excel and WPS prefer: text is marked as text, so that codes and a leading = stay."""
    rows = ["".join(_cell(Copied(head)) for head in heads)]
    rows += ["".join(map(_cell, line)) for line in lines]
    return "<meta charset='utf-8'><table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>"


def _cell(cell: Copied) -> str:
    escaped = cell.text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    escaped = _LINE_IN_CELL.join(escaped.splitlines())
    style = _FORMATS[cell.kind]
    return f"<td style='mso-number-format:\"{style}\"'>{escaped}</td>" if style else f"<td>{escaped}</td>"


# ---------------------------------------------------------------- sums of a selection


def totals_text(count: int, sums: Sequence[tuple[Field, int]]) -> str:
    """已选 5 条：隐患 18 项，其中重大隐患 2 项; money from 1 万元 on in 万元, below in 元."""
    parts = [f"{_which(one)} {_total(one, value)}" for one, value in sums if value]
    return f"已选 {count:,} 条" + (f"：{'，'.join(parts)}" if parts else "")


def _which(one: Field) -> str:
    return f"其中{one.label}" if one.label.startswith("重大") else one.label


def _total(one: Field, value: int) -> str:
    if one.type.name == "money" and abs(value) >= _WAN_FEN:
        return f"{value / _WAN_FEN:,.2f} 万元"
    return f"{number_text(one, value, False)} {unit_of(one)}".strip()


def totals_table(count: int, sums: Sequence[tuple[Column, int]]) -> tuple[list[str], list[Copied]]:
    """Heads and one row of exact numbers, money in 元, to be pasted beside other figures."""
    heads = ["已选/条", *(column.head for column, _value in sums)]
    cells = [Copied(str(count), "number")]
    cells += [Copied(str(column.field.plain(value)), "number") for column, value in sums]
    return heads, cells
