"""The check sheet (校核单) as an Excel table: every place, what stands there, what should, what was decided."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from xlsxwriter.workbook import Workbook

from desktop.report.draft.items import OPEN, Group, Item, by_place
from desktop.report.draft.results import Results
from desktop.report.workbook.styles import Styles
from desktop.store.replacing import replacing

_HEADS = ("序号", "位置", "原文", "稿中写", "应为", "核对项", "说明", "把握", "处理", "理由")
_WIDTHS = (6, 10, 36, 13, 14, 22, 32, 10, 9, 20)
_LACKING_HEADS, _LACKING_WIDTHS = ("序号", "指标", "定稿写"), (6, 44, 24)
_AGREEING_HEADS, _AGREEING_WIDTHS = ("序号", "位置", "指标", "稿中写", "台账"), (6, 10, 44, 20, 20)
_TOP = 3


@dataclass(frozen=True)
class About:
    """What was checked, against what, by whom."""

    draft: str
    text: str
    """As it reads with its corrections."""
    span: str
    person: str
    at: datetime


def write_check_sheet(about: About, results: Results, out: Path) -> None:
    """Write the sheet to `out`, which is replaced as a whole."""
    with replacing(out) as beside, Workbook(str(beside), {"in_memory": True}) as book:
        styles = Styles(book)
        wrapped = book.add_format({"font_name": "微软雅黑", "font_size": 10, "text_wrap": True, "valign": "top",
                                   "bottom": 1, "bottom_color": "#D5DAE1", "num_format": "@"})  # fmt: skip
        listed = by_place(one for one in results.items if one.group in (*OPEN, Group.DONE))
        places = _Places(about.text)
        rows = [_row(number, one, places) for number, one in enumerate(listed, 1)]
        _sheet(book, styles, wrapped, "校核单", _HEADS, _WIDTHS, rows, _title(about, results))
        lacking = [(n, one.title, one.expected) for n, one in enumerate(results.of_group(Group.LACKING), 1)]
        if lacking:
            told = ("定稿写了而稿子没有写的数", f"共 {len(lacking)} 个")
            _sheet(book, styles, wrapped, "定稿有而稿中无", _LACKING_HEADS, _LACKING_WIDTHS, lacking, told)
        agreeing = [
            (n, places.named(one.start), one.title, one.printed, one.expected)
            for n, one in enumerate(results.of_group(Group.AGREES), 1)
        ]
        if agreeing:
            told = ("与台账一致的数", f"共 {len(agreeing)} 个")
            _sheet(book, styles, wrapped, "一致", _AGREEING_HEADS, _AGREEING_WIDTHS, agreeing, told)


def _title(about: About, results: Results) -> tuple[str, str]:
    counts = "，".join(f"{group} {results.count(group)} 处" for group in (*OPEN, Group.AGREES, Group.DONE))
    moment = f"{about.at:%Y-%m-%d %H:%M}"
    return f"校核单：{about.draft}", f"对照台账 {about.span}；{counts}；{about.person} {moment} 导出"


def _row(number: int, one: Item, places: "_Places") -> tuple[object, ...]:
    done = one.correction is not None
    reason = one.decision.reason if one.decision else ("改为" + (one.expected or "（删去）") if done else "")
    if one.earlier:
        reason = f"曾决定不改（当时应为 {one.earlier.expected or '—'}）：{one.earlier.reason}"
    return (
        number, places.named(one.start), places.sentence(one.start, one.end), one.printed,
        one.expected, one.compared,
        "\n".join(one.reasons), one.sureness, one.outcome, reason,
    )  # fmt: skip


def _sheet(
    book: Workbook, styles: Styles, wrapped: Any, name: str, heads: Sequence[str], widths: Sequence[int],
    rows: Sequence[tuple[object, ...]], told: tuple[str, str],
) -> None:  # fmt: skip
    page = book.add_worksheet(name)
    page.set_landscape()
    page.set_paper(9)
    page.fit_to_pages(1, 0)
    page.repeat_rows(_TOP - 1)
    page.freeze_panes(_TOP, 0)
    page.set_footer("&L&A&R第 &P 页 共 &N 页")
    page.write_string(0, 0, told[0], styles.title)
    page.write_string(1, 0, told[1], styles.subtitle)
    page.set_row(0, 30)
    page.set_row(1, 20)
    page.set_row(_TOP - 1, 22)
    for column, (head, width) in enumerate(zip(heads, widths, strict=True)):
        page.set_column(column, column, width)
        page.write_string(_TOP - 1, column, head, styles.head)
    for line, row in enumerate(rows, _TOP):
        for column, value in enumerate(row):
            if isinstance(value, int):
                page.write_number(line, column, value, wrapped)
            else:
                page.write_string(line, column, str(value), wrapped)
        page.set_row(line, _height(row, widths))
    if rows:
        page.autofilter(_TOP - 1, 0, _TOP - 1 + len(rows), len(heads) - 1)


def _height(row: tuple[object, ...], widths: Sequence[int]) -> float:
    """Points that the fullest cell takes: a Chinese character is two wide."""
    lines = max(
        sum(1 + max(0, _wide(part) - 1) // (width - 1) for part in str(value).split("\n"))
        for value, width in zip(row, widths, strict=True)
    )
    return 6 + 15.0 * min(lines, 20)


def _wide(text: str) -> int:
    return sum(1 if char.isascii() else 2 for char in text)


class _Places:
    """Where a place stands, as a person finds it in the draft."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._lines = list(_numbered(text))

    def named(self, place: int) -> str:
        """第 12 段."""
        if place < 0:
            return ""
        number = next((n for n, start, end in self._lines if start <= place <= end), 0)
        return f"第 {number} 段" if number else ""

    def sentence(self, start: int, end: int) -> str:
        """The sentence around it."""
        if start < 0:
            return ""
        first = max(self._text.rfind(mark, 0, start) for mark in "\n。；！？") + 1
        behind = [place for mark in "\n。；！？" if (place := self._text.find(mark, max(end, start))) >= 0]
        return self._text[first : min(behind, default=len(self._text)) + 1].strip().replace("\t", " ")


def _numbered(text: str) -> Iterator[tuple[int, int, int]]:
    """Number, start and end of each paragraph that is not empty."""
    start = number = 0
    for line in text.split("\n"):
        if line.strip():
            number += 1
            yield number, start, start + len(line)
        start += len(line) + 1
