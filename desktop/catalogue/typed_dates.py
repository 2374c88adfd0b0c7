"""Dates as a clerk types them: 0305, 3-5, 20260305, 今, 昨, -1."""

import re
import unicodedata
from datetime import date, timedelta

from desktop.catalogue.normalise import written_date

_WORDS = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3}
_RELATIVE = re.compile(r"[+-]\d{1,3}")
_MONTH_AND_DAY = re.compile(r"(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?|(\d{2})(\d{2})")


def typed_day(text: str, today: date) -> date | None:
    """The day that was meant, or None. Without a year it is a day of this year: 0305, 3-5, 3.5, 3/5, 3月5日.

    Relative to today: 今, 昨, 明, 前天, 后天 (今天 and the like), -1, +3. In full: 20260305, 2026-3-5, 2026年3月5日.
    """
    typed = unicodedata.normalize("NFKC", text).replace("−", "-").strip()
    word = typed.removesuffix("天").removesuffix("日")
    if word in _WORDS:
        return _days_from(today, _WORDS[word])
    if _RELATIVE.fullmatch(typed):
        return _days_from(today, int(typed))
    match = _MONTH_AND_DAY.fullmatch(typed)
    if match:
        month, day = (part for part in match.groups() if part)
        typed = f"{today.year:04}-{month}-{day}"
    return _written(typed)


def _days_from(today: date, days: int) -> date | None:
    try:
        return today + timedelta(days=days)
    except OverflowError:
        return None


def _written(text: str) -> date | None:
    try:
        return written_date(text)
    except ValueError:
        return None
