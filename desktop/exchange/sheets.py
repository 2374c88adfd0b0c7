"""A table as it was read: cells with their places, whatever the file's format."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from typing import TypeAlias

Progress: TypeAlias = Callable[[int, int], None]
"""Told what is done and the whole; an exception from it stops the work."""


@dataclass(frozen=True)
class Unreadable:
    """A cell that shows an error such as #N/A, or a formula that nobody has worked out, in place of a value."""

    text: str = "#错误"
    reason: str = "单元格显示的是错误值（如 #N/A），请在表里改正"

    def __str__(self) -> str:
        return self.text


NOT_WORKED_OUT = Unreadable("#公式", "单元格是公式，还没有算出结果。请用 Excel 或 WPS 打开这个表，保存一次再导入")
"""What a program writes that makes workbooks without reckoning: read as empty, the value would be lost."""


Cell: TypeAlias = str | float | int | bool | date | time | timedelta | Unreadable | None
"""A cell's value; None where it is empty. A date with a time of day is a `datetime`, which is a `date` too."""


@dataclass(frozen=True, slots=True)
class Row:
    """A row with something in it."""

    number: int
    """As Excel counts it, from 1."""
    cells: tuple[Cell, ...]
    """Up to the last filled one."""

    def cell(self, index: int) -> Cell:
        """The cell of a column, counted from 0."""
        return self.cells[index] if index < len(self.cells) else None

    @property
    def filled(self) -> list[int]:
        """Columns with a value."""
        return [index for index, cell in enumerate(self.cells) if cell is not None]


@dataclass(frozen=True)
class Sheet:
    """One sheet's rows; those without a value are left out."""

    name: str
    rows: tuple[Row, ...]
    merged: tuple[tuple[int, int, int, int], ...] = ()
    """First row, first column, last row, last column of merged cells; rows from 1, columns from 0."""
    hidden: frozenset[int] = frozenset()
    """Numbers of the rows that Excel does not show, as where a filter is on."""
    date1904: bool = False
    """Whether day numbers count from 1904, as in workbooks from older Macintosh programs."""


@dataclass(frozen=True)
class SheetName:
    """A sheet by name, and whether Excel shows it."""

    name: str
    visible: bool = True


def shown(cell: Cell) -> str:
    """A cell as a person sees it, for previews and reasons."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float):
        return f"{cell:.15g}" if abs(cell) >= 1e15 or cell != int(cell) else str(int(cell))
    return str(cell)


@dataclass(frozen=True)
class Head:
    """Where the headings stand, and what is written above them."""

    first: int
    """Row numbers of the headings; `last` is greater by one where they take two lines."""
    last: int
    texts: Mapping[int, str]
    """Heading by column; two lines are joined."""
    above: str = ""
    """Title and other lines above."""
    year: int | None = None
    """Year that the title, the sheet's or the file's name gives."""
    money: str = ""
    """万元 where a line above says 单位：万元."""
    rows: tuple[Row, ...] = field(default=(), compare=False, repr=False)
    """The rows down to the headings as they are, so that a workbook of rejected rows can repeat them."""
