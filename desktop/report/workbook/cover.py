"""The cover of an exported workbook: whose it is, of which period, how to read it.

The detail sheets' formulas read the period from here (`FIRST_DAY`, `LAST_DAY`), so that its days can be changed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from importlib.metadata import version
from typing import Any

from desktop.figures import Period
from desktop.report.workbook.styles import Styles

COVER_SHEET = "封面"
FIRST_DAY, LAST_DAY = "封面!$C$5", "封面!$C$6"
_FACTS_ROW = 4
_CHARS_A_LINE = 46
"""Chinese characters of a hint that its column holds."""


@dataclass(frozen=True)
class Hints:
    """A heading on the cover with its lines: what each is about, and what it says."""

    title: str
    lines: Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Cover:
    """What a cover says."""

    bureau: str
    title: str
    period: Period
    made_at: datetime
    facts: Sequence[tuple[str, str]]
    hints: Sequence[Hints]


def write_cover(page: Any, styles: Styles, cover: Cover) -> None:
    """Write the cover on its sheet."""
    page.hide_gridlines(2)
    for column, width in enumerate((3, 14, 78)):
        page.set_column(column, column, width)
    page.set_row(1, 36)
    page.write_string(1, 1, cover.bureau, styles.title)
    page.set_row(2, 24)
    page.write_string(2, 1, cover.title, styles.subtitle)
    row = _write_facts(page, styles, cover)
    for hints in cover.hints:
        page.write_string(row + 1, 1, hints.title, styles.bold)
        row = _write_hints(page, styles, hints, row + 2)
    page.set_paper(9)
    page.set_landscape()
    page.fit_to_pages(1, 0)


def _write_facts(page: Any, styles: Styles, cover: Cover) -> int:
    days = (("统计起日", cover.period.first), ("统计止日", cover.period.last))
    row = _FACTS_ROW
    for label, day in days:
        page.set_row(row, 21)
        page.write_string(row, 1, label, styles.label)
        page.write_datetime(row, 2, datetime.combine(day, time()), styles.day)
        row += 1
    facts = [("导出时间", f"{cover.made_at:%Y-%m-%d %H:%M}"), *cover.facts,
             ("程序版本", f"应急台账 {version('taizhang')}")]  # fmt: skip
    for label, fact in facts:
        page.set_row(row, 21)
        page.write_string(row, 1, label, styles.label)
        page.write_string(row, 2, fact, styles.text)
        row += 1
    return row


def _write_hints(page: Any, styles: Styles, hints: Hints, row: int) -> int:
    for label, text in hints.lines:
        page.set_row(row, 4 + 15 * max(1, -(-len(text) // _CHARS_A_LINE)))
        page.write_string(row, 1, label, styles.hint)
        page.write_string(row, 2, text, styles.hint)
        row += 1
    return row
