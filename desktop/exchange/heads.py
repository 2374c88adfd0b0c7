"""Where a sheet's headings stand: below merged titles, in one line or two, with the year and the unit said above."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from desktop.catalogue import Refusal
from desktop.exchange.names import Names, plain_head
from desktop.exchange.sheets import Cell, Head, Row, Sheet, shown

FARTHEST = 40
"""Headings stand within the first rows."""

_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_MONEY = re.compile(r"单位[:：]?\s*(?:人民币)?\s*(万元|元|亿元)")


def find_head(
    sheet: Sheet, names: Names, file_stem: str = "", at: int | None = None, lines: int | None = None
) -> Head:
    """The headings that fit the ledger best; `at` and `lines` are the person's own choice of row and height."""
    rows = [row for row in sheet.rows if at is None or row.number >= at][:FARTHEST]
    if not rows:
        raise Refusal(f"表“{sheet.name}”里没有内容。请核对是不是选错了表。")
    if at is not None:
        two = lines == 2 or (lines is None and _better_as_two(sheet, rows, 0, names))
        chosen: Sequence[Row] = rows[:2] if two else rows[:1]
    else:
        chosen = _likeliest(sheet, rows, names)
    return _head(sheet, chosen, file_stem)


def _likeliest(sheet: Sheet, rows: Sequence[Row], names: Names) -> Sequence[Row]:
    scores = [names.score(_texts(sheet, [row]).values()) for row in rows]
    best = max(range(len(rows)), key=lambda place: (scores[place], -place))
    if scores[best] <= 0:
        best = _first_of_texts(rows)
    if best and _better_as_two(sheet, rows, best - 1, names):
        return rows[best - 1 : best + 1]
    return rows[best : best + 2] if _better_as_two(sheet, rows, best, names) else rows[best : best + 1]


def _better_as_two(sheet: Sheet, rows: Sequence[Row], place: int, names: Names) -> bool:
    """Whether a row and the one below it are headings together."""
    pair = rows[place : place + 2]
    if len(pair) < 2 or pair[1].number != pair[0].number + 1 or not all(_is_text(cell) for cell in pair[1].cells):
        return False
    alone = max(names.score(_texts(sheet, [row]).values()) for row in pair)
    return names.score(_texts(sheet, pair).values()) > alone


def _first_of_texts(rows: Sequence[Row]) -> int:
    """The first row with the most texts: its headings are none that the ledger knows."""
    widths = [len(row.filled) if all(_is_text(cell) for cell in row.cells) else 0 for row in rows[:10]]
    most = max(widths)
    return next(place for place, width in enumerate(widths) if width >= max(1, most * 0.7)) if most else 0


def _is_text(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not re.search(r"\d{4}|^\d+$", cell))


def _texts(sheet: Sheet, rows: Sequence[Row]) -> dict[int, str]:
    """Heading by column; a merged group heading stands over each of its columns."""
    width = max(len(row.cells) for row in rows)
    found: dict[int, str] = {}
    for index in range(width):
        parts = [_part(sheet, row, index, lower=bool(place)) for place, row in enumerate(rows)]
        text = "/".join(dict.fromkeys(part for part in parts if part))
        if text:
            found[index] = text
    return found


def _part(sheet: Sheet, row: Row, index: int, *, lower: bool) -> str:
    cell = row.cell(index) if lower else group_cell(sheet, row, index)
    return plain_head(shown(cell))


def group_cell(sheet: Sheet, row: Row, index: int) -> Cell:
    """A cell of the upper line of headings; that of a group stands for each of its columns."""
    if row.cell(index) is None:
        for first, left, last, right in sheet.merged:
            if first <= row.number <= last and left < index <= right:
                return row.cell(left)
    return row.cell(index)


def _head(sheet: Sheet, chosen: Sequence[Row], file_stem: str) -> Head:
    before = tuple(row for row in sheet.rows if row.number < chosen[0].number)
    above = "\n".join(shown(cell) for row in before for cell in row.cells if cell is not None)
    unit = _MONEY.search(unicodedata.normalize("NFKC", above))
    texts = _texts(sheet, chosen)
    year = next((found for place in (above, sheet.name, file_stem) if (found := _year(place))), None)
    return Head(chosen[0].number, chosen[-1].number, texts, above, year, unit[1] if unit else "", (*before, *chosen))


def _year(text: str) -> int | None:
    """The only year that a text names."""
    years = set(_YEAR.findall(unicodedata.normalize("NFKC", text)))
    return int(years.pop()) if len(years) == 1 else None


# -------------------------------------------------------------------- the rows below

_TOTAL = re.compile(
    r".{0,6}?(?:合\s*计|小\s*计|总\s*计|共\s*计|累\s*计)\s*[:：]?\s*[\d.,]*\s*[家次件项起人条万元]{0,3}"
)
_NOTE = re.compile(
    r"(?:备\s*注|注|说\s*明|填表说明|填报说明|填\s*表\s*人?|填报人|制\s*表\s*人?|审核人?|单位负责人|分管领导|负责人|联系人"
    r"|联系电话|填报单位|填报日期|填表日期|填报时间|统计人|复核)\s*[:：\d].*",
    re.DOTALL,
)
_FEW = 3


def is_total(row: Row) -> bool:
    """Whether a row adds others up: 合计, 小计, 全年总计."""
    first = next(cell for cell in row.cells if cell is not None)
    return isinstance(first, str) and "计" in first and bool(_TOTAL.fullmatch(plain_head(first)))


def is_note(row: Row) -> bool:
    """Whether a row is a remark on the table: 注：…, 填表人：…."""
    filled = row.filled
    first = row.cells[filled[0]]
    return len(filled) <= _FEW and isinstance(first, str) and bool(_NOTE.fullmatch(first.strip()))


def repeats_head(row: Row, texts: Mapping[int, str]) -> bool:
    """Whether a row repeats the headings, as printed pages do."""
    filled = row.filled
    first = row.cells[filled[0]]
    if not isinstance(first, str) or not texts.get(filled[0], "").endswith(plain_head(first) or "\0"):
        return False
    same = sum(1 for index in filled if texts.get(index, "").endswith(plain_head(shown(row.cells[index])) or "\0"))
    return len(filled) > 1 and same * 2 > len(filled)


def filled_down(sheet: Sheet, columns: set[int], after: int) -> Iterator[Row]:
    """The rows below the headings; a cell merged over several rows stands in each, in the columns named."""
    values: dict[tuple[int, int], Cell] = {}
    by_number = {row.number: row for row in sheet.rows}
    for first, left, last, _ in sheet.merged:
        top = by_number.get(first)
        if last > first > after and left in columns and top is not None:
            values |= {(number, left): top.cell(left) for number in range(first + 1, last + 1) if number in by_number}
    extra: dict[int, list[tuple[int, Cell]]] = {}
    for (number, index), cell in values.items():
        extra.setdefault(number, []).append((index, cell))
    for row in sheet.rows:
        if row.number > after:
            yield _with_cells(row, extra[row.number]) if row.number in extra else row


def _with_cells(row: Row, given: Sequence[tuple[int, Cell]]) -> Row:
    cells = list(row.cells)
    for index, cell in given:
        cells += [None] * (index + 1 - len(cells))
        if cells[index] is None:
            cells[index] = cell
    return Row(row.number, tuple(cells))
