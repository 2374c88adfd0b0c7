"""An edition as the page shows it: its figures then and now, and what to know before one is made."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal

from desktop.catalogue.fields import plain_decimal
from desktop.figures.stating import NOTHING
from desktop.report.editions.differences import Difference
from desktop.report.text.laying import LaidReport

MOST_LINES = 5


def day_and_time(at: str) -> str:
    """A moment of the log (UTC) as a person at this desk reads it: 11月21日 10:20."""
    moment = datetime.fromisoformat(at.replace("Z", "+00:00")).astimezone()
    return f"{moment.month}月{moment.day}日 {moment:%H:%M}"


def plain(number: str | None) -> str:
    """A kept number as it is read: 410, 1,385, 218.4, or — where there was none."""
    if number is None:
        return NOTHING
    whole, _, part = plain_decimal(Decimal(number)).partition(".")
    return f"{int(whole):,}" + (f".{part}" if part else "")


def before_finalising(laid: LaidReport, warnings: Sequence[str]) -> list[str]:
    """What a person should know before the text is finalised, a sentence each; the gravest first."""
    return list(_before(laid, warnings))


def _before(laid: LaidReport, warnings: Sequence[str]) -> Iterator[str]:
    yield from (one.message for one in laid.problems())
    unwritten = [one.hint for one in laid.unwritten()]
    if unwritten:
        yield f"还有 {len(unwritten)} 处没有写：{'、'.join(unwritten)}。"
    gaps = {one.said.figure.indicator.label for one in laid.tokens() if one.said.figure.uncounted}
    if gaps:
        yield f"{len(gaps)} 个数字有未计入的记录，补齐后数字还会变。"
    yield from warnings


def difference_lines(found: Difference) -> list[str]:
    """The figures that read differently, each as 执法检查次数 410次 → 412次; the first few."""
    lines = [f"{one.label} {one.then_text} → {one.now_text}" for one in found.affected]
    rest = len(lines) - MOST_LINES
    return lines[:MOST_LINES] + ([f"另有 {rest} 个数字"] if rest > 0 else [])
