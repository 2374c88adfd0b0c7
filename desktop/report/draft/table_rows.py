"""A draft's tables: what a cell's row and column say of its number, and in which unit it is."""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from desktop.report.draft.words import reading_words

_NUMBER = re.compile(r"[+-]?(?:约|近|超)?[\d,.]+(?:余|多)?[%\u4e00-\u9fff]{0,3}|[—/-]?")
"""A cell that names nothing."""
_STATES = re.compile(r"[+-]?(?:约|近|超)?[\d,.]*\d(?!.*[年月季])")
_NOTE = re.compile(r"(?:计[量数])?单位:\s*([^\s()]+)")
_NOTE_LINES = 2
"""So far above a table 单位：万元 may stand."""
_HEAD_ROWS = 3
_BRACKETED = re.compile(r"\(([^()]{1,5})\)\s*$|[/,]\s*([^\s/,()]{1,4})$")
_NAMED_UNIT = re.compile(r"(家次|人次|场次|户次|批次|件次)$|([起件人家户份次条处个项])数$")
_COUNTS = re.compile(r"(?:数|数量|次|率|占比|比例|幅度)$")
"""No heads of money, whatever the note above the table says."""
_NO_FIGURES = re.compile(r"序号|编号|年份|日期|时间|电话|文号|邮编|备注|名次|排名|代码|页码")
_UNIT_HEAD = re.compile(r"(?:计[量数])?单位")
_TOTAL = re.compile(r"合\s*计|总\s*计|总\s*数|全部")
_YEAR = re.compile(r"(20\d\d)(?:年(?:度)?)?")
_PLAIN_HEAD = re.compile(
    r"数\s*值|数\s*量|完成(?:情况|数)?|今年|本年(?:度|数)?|本期(?:数)?|实\s*绩|结果|情况|内容|" + _YEAR.pattern
)
"""Heads that do not say what is counted."""


@dataclass(frozen=True)
class Cell:
    """A number's cell."""

    label: str
    """What its row is called, of a row of totals nothing."""
    head: str
    """What its column is called."""
    part: bool
    """Whether the column says what is counted and the row for whom: no total of the bureau."""
    earlier: bool
    """Whether another column is of a later year."""
    newest: bool
    """Whether it is the column of the latest year."""
    first: bool
    """Whether nothing but a unit stands between it and the row's name."""
    units: tuple[str, ...]
    """What the table says of the unit, the nearest first."""

    @property
    def words(self) -> str:
        """What is counted, in the words of row and column."""
        named = "" if _PLAIN_HEAD.fullmatch(self.head) else _BRACKETED.sub("", self.head)
        return self.label + named


@dataclass(frozen=True)
class _Table:
    heads: tuple[str, ...]
    note: tuple[str, ...]

    @cached_property
    def unit_column(self) -> int:
        return next((place for place, one in enumerate(self.heads) if _UNIT_HEAD.fullmatch(one)), -1)

    @cached_property
    def newest(self) -> str:
        return max((found[1] for one in self.heads if (found := _YEAR.fullmatch(one))), default="")

    def head(self, column: int) -> str:
        return self.heads[column] if 0 <= column < len(self.heads) else ""


class TableRows:
    """The tables of a plain text, whose rows are lines with tab stops between the cells."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] = []
        self._rows: list[tuple[list[str], _Table]] = []
        lines, start = text.split("\n"), 0
        first = -1
        for number, line in enumerate([*lines, ""]):
            if "\t" in line:
                first = number if first < 0 else first
                self._starts.append(start)
            elif first >= 0:
                self._add([[cell.strip() for cell in one.split("\t")] for one in lines[first:number]], lines[:first])
                first = -1
            start += len(line) + 1

    def _add(self, rows: list[list[str]], above: Sequence[str]) -> None:
        table = _Table(_heads(rows), _note(above))
        self._rows += [(cells, table) for cells in rows]

    def _row(self, place: int) -> tuple[list[str], _Table] | None:
        row = bisect_right(self._starts, place) - 1
        found = row >= 0 and self._text.find("\n", self._starts[row], place) < 0
        return self._rows[row] if found else None

    def before(self, place: int) -> list[str]:
        """The cells of the row up to a place, the one that it stands in last; empty outside of tables."""
        start = self._text.rfind("\n", 0, place) + 1
        cells = self._text[start:place].split("\t")
        return [one.strip() for one in cells] if len(cells) > 1 else []

    def head(self, place: int) -> str:
        """What stands over a place in the head of its table."""
        row = self._row(place)
        return row[1].head(self._column(place)) if row else ""

    def _column(self, place: int) -> int:
        return self._text.count("\t", self._text.rfind("\n", 0, place) + 1, place)

    def cell(self, place: int) -> Cell | None:
        """The cell of a number at a place; None outside of tables and for a number within a cell's words."""
        row = self._row(place)
        if row is None:
            return None
        (cells, table), column = row, self._column(place)
        head = table.head(column)
        if not self._leads(place) or _NO_FIGURES.search(head):
            return None
        words = [one for one in cells[:column] if _names(one)]
        total = any(_TOTAL.fullmatch(one) for one in words)
        label = "" if total or not words else _BRACKETED.sub("", words[-1])
        named = bool(label and head) and not _PLAIN_HEAD.fullmatch(head)
        year = found[1] if (found := _YEAR.fullmatch(head)) else ""
        first = not any(map(_STATES.match, cells[cells.index(words[-1]) : column] if words else ()))
        return Cell(
            label, head, named, bool(year) and year < table.newest, bool(year) and year == table.newest, first,
            tuple(_units(cells, words, table, column)),
        )  # fmt: skip

    def _leads(self, place: int) -> bool:
        """Whether nothing stands before the number in its cell."""
        start = max(self._text.rfind("\n", 0, place), self._text.rfind("\t", 0, place)) + 1
        return self._text[start:place].strip() in ("", "约", "近", "超")


def _names(cell: str) -> bool:
    """Whether a cell says what its row is of."""
    return not (_NUMBER.fullmatch(cell) or cell in reading_words().units)


def _heads(rows: list[list[str]]) -> tuple[str, ...]:
    """What the rows above the first number say of each column; a head over several columns is that of each."""
    first = next((n for n, one in enumerate(rows) if any(map(_STATES.match, one))), 1)
    heads = rows[: min(first, _HEAD_ROWS)]
    width = max(map(len, heads), default=0)
    spread = [_spread(one, width) for one in heads[:-1]] + [[*one, *[""] * (width - len(one))] for one in heads[-1:]]
    return tuple("".join(dict.fromkeys(column)) for column in zip(*spread, strict=True))


def _spread(row: list[str], width: int) -> list[str]:
    made: list[str] = []
    for one in (*row, *[""] * (width - len(row))):
        made.append(one or (made[-1] if made else ""))
    return made


def _note(above: Sequence[str]) -> tuple[str, ...]:
    """The units of 单位：万元 or 单位：起、人 above a table."""
    for line in [one for one in above[-2 * _NOTE_LINES :] if one.strip()][-_NOTE_LINES:]:
        found = _NOTE.search(line)
        if found:
            return tuple(re.split(r"[、,/]", found[1]))
    return ()


def _units(cells: list[str], words: list[str], table: _Table, column: int) -> Iterator[str]:
    head = table.head(column)
    if 0 <= table.unit_column < len(cells):
        yield cells[table.unit_column]
    for said in (head, *words[-1:]):
        if found := _BRACKETED.search(said):
            yield found[1] or found[2]
    if found := _NAMED_UNIT.search(head):
        yield found[1] or found[2]
    if len(table.note) == 1 and not _COUNTS.search(head):
        yield table.note[0]
    yield from (one for one in table.note[: -1 if len(table.note) == 1 else None] if one and one[0] in head)
