"""Typed text made uniform before it is checked: full-width characters, spaces, written dates, 约 and 余."""

import re
import unicodedata
from datetime import date
from decimal import MAX_EMAX, Decimal, localcontext

_HALF_WIDTH = {
    code: code - 0xFEE0 for code in (*range(0xFF10, 0xFF1A), *range(0xFF21, 0xFF3B), *range(0xFF41, 0xFF5B))
}
_HALF_WIDTH[0x3000] = 0x20
_UNIFORM: dict[int, int | None] = {
    **_HALF_WIDTH, **{code: None for code in range(0x20) if code not in (0x09, 0x0A, 0x0D)}
}  # fmt: skip
_UNEVEN = re.compile(f"[{re.escape(''.join(map(chr, _UNIFORM)))}]")
"""What `_UNIFORM` changes; to look for it is far quicker than to translate a text that has none of it."""

_DATE = re.compile(r"(\d{4})\s*[-./年]\s*(\d{1,2})\s*[-./月]\s*(\d{1,2})\s*[日号]?")
_DATE_DIGITS = re.compile(r"(\d{4})(\d{2})(\d{2})")
_MONTH_AND_DAY = re.compile(r"\d{1,2}\s*[-./月]\s*\d{1,2}\s*[日号]?|\d{4}")
_NUMBER = re.compile(r"(约|近|大约)?([+-]?\d+(?:\.\d+)?)(余|多)?(万|亿|)(余|多)?")
_SCALES = {"": 1, "万": 10_000, "亿": 100_000_000}


def plain_text(text: str) -> str:
    """Half-width letters, digits and spaces; outer white space and control characters removed.

    Chinese punctuation stays as it is: Unicode's own compatibility form would turn ， into a comma.
    """
    return (text.translate(_UNIFORM) if _UNEVEN.search(text) else text).strip()


def single_line(text: str) -> str:
    """`plain_text` with every run of white space folded into one space."""
    return " ".join(plain_text(text).split())


def code_text(text: str) -> str:
    """A code or number as typed by hand: no spaces, upper case, half-width throughout."""
    return "".join(unicodedata.normalize("NFKC", text).split()).upper()


def written_date(text: str) -> date:
    """Read 2024-03-05, 2024.3.5, 2024/3/5, 2024年3月5日 or 20240305; `ValueError` otherwise."""
    compact = unicodedata.normalize("NFKC", text).strip()
    match = _DATE.fullmatch(compact) or _DATE_DIGITS.fullmatch(compact)
    if match is None and _MONTH_AND_DAY.fullmatch(compact):
        raise ValueError(f"“{text}”不是日期：没有写年份，或没有这一天；请写成 2024-03-05 这样的形式")
    if match is None:
        raise ValueError(f"“{text}”不是日期，请写成 2024-03-05 这样的形式")
    year, month, day = (int(part) for part in match.groups())
    try:
        found = date(year, month, day)
    except ValueError:
        raise ValueError(f"没有“{text}”这一天，请核对年月日") from None
    if not 1900 <= year <= 2100:
        raise ValueError(f"“{text}”的年份不在 1900—2100 之间，请核对")
    return found


def written_number(text: str) -> tuple[Decimal, bool]:
    """Read a number that may carry thousands separators, 万 or 亿, and 约, 近, 余, 多.

    Returns the number and whether it is approximate; `ValueError` otherwise.
    """
    compact = "".join(unicodedata.normalize("NFKC", text).split()).replace(",", "")
    match = _NUMBER.fullmatch(compact)
    if match is None:
        raise ValueError(f"“{text}”不是数字")
    before, digits, inner, scale, after = match.groups(default="")
    with localcontext(prec=len(digits) + 10, Emax=MAX_EMAX):
        # Exactly, however long: what is too large or too fine is for the field to say.
        number = Decimal(digits) * _SCALES[scale]
    return number, bool(before or inner or after)
