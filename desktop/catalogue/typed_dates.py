"""Dates as a clerk types them: 0305, 3-5, 20260305, 今, 昨, -1."""

import re
import unicodedata
from datetime import date, timedelta

from desktop.catalogue.normalise import written_date

_WORDS = {"大前": -3, "前": -2, "昨": -1, "今": 0, "明": 1, "后": 2, "大后": 3}
_RELATIVE = re.compile(r"[+-]\d{1,3}")
_MONTH_AND_DAY = re.compile(r"(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?|(\d{2})(\d{2})")
_DAY = re.compile(r"(\d{1,2})\s*[日号]")
_SHORT_YEAR = re.compile(r"\d{2}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?")
_TIME = re.compile(r"[\sT]+\d{1,2}:\d{2}(:\d{2})?$")

FAR_AHEAD = timedelta(days=300)
"""A thing that happened is not logged so long before: 1228 typed in January is a day of last year."""


def typed_day(text: str, today: date, *, year: int | None = None, happened: bool = False) -> date | None:
    """The day that was meant, or None.

    Without a year it is a day of `year`, else of this one: 0305, 3-5, 3.5, 3/5, 3月5日; 5日 is one of this month.
    Relative to today: 今, 昨, 明, 前天, 后天 (今天 and the like), -1, +3. In full: 20260305, 26-3-5, 2026年3月5日,
    2026/3/5 0:00 as a spreadsheet has it. `happened`: the day of something that was done, so that a day far ahead
    is one of last year.
    """
    typed = _TIME.sub("", unicodedata.normalize("NFKC", text).replace("−", "-").strip()).rstrip(".。")
    word = typed.removesuffix("天").removesuffix("日")
    if word in _WORDS:
        return _days_from(today, _WORDS[word])
    if _RELATIVE.fullmatch(typed):
        return _days_from(today, int(typed))
    if match := _DAY.fullmatch(typed):
        return _written(f"{today.year:04}-{today.month}-{match[1]}")
    if match := _MONTH_AND_DAY.fullmatch(typed):
        month, day = (part for part in match.groups() if part)
        return _in_year(month, day, today, year, happened)
    return _written(f"20{typed}" if _SHORT_YEAR.fullmatch(typed) else typed)


def _in_year(month: str, day: str, today: date, year: int | None, happened: bool) -> date | None:
    found = _written(f"{year or today.year:04}-{month}-{day}")
    if found and happened and year in (None, today.year) and found > today + FAR_AHEAD:
        return _written(f"{today.year - 1:04}-{month}-{day}")
    return found


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
