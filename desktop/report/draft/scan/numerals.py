"""Numbers as an official text writes them: 1,234, 1.58, 三百二十, 十二万."""

import re
from dataclasses import dataclass
from fractions import Fraction

_DIGITS = {char: value for value, char in enumerate("零一二三四五六七八九")} | {"〇": 0, "两": 2}
_PLACES = {"十": 10, "百": 100, "千": 1000}
SCALES = {"百": 100, "千": 1000, "万": 10_000, "百万": 1_000_000, "千万": 10_000_000, "亿": 100_000_000}
"""What may stand behind an Arabic number: 3千, 1.58万."""
LONGEST = 24
"""More digits than this are no figure of a report."""
CHINESE = "零〇一二两三四五六七八九十百千万亿"
ARABIC = r"\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d{1,3}(?: \d{3})+(?![\d.])|\d+(?:\.\d+)?"
"""Thousands may be separated. Text that uses the half-width comma as punctuation has a unit before it."""
_SCALED = re.compile(rf"({ARABIC})(亿|万|千)?")
_MIXED = r"\d+亿\d+(?:\.\d+)?万|\d+万\d+千|\d+万\d{1,4}(?![\d.])"
"""2亿3600万, 1万5千, 3万2000."""
SEVERAL = {
    "数十": 10,
    "几十": 10,
    "数百": 100,
    "几百": 100,
    "数千": 1000,
    "几千": 1000,
    "数万": 10_000,
    "几万": 10_000,
}
"""Up to ten times as many."""


def arabic(text: str) -> Fraction:
    """1,234.5 and 2亿3600万 as numbers."""
    parts = _SCALED.findall(text)
    return sum((Fraction(re.sub("[, ]", "", number)) * SCALES.get(scale, 1) for number, scale in parts), Fraction(0))


def places(text: str) -> int:
    """Printed decimals."""
    return len(text.partition(".")[2])


def chinese(text: str) -> Fraction | None:
    """三百二十, 一万二千, 九十五点九, 二〇二四; None where it is not a number (百百, 一二)."""
    whole, point, part = text.partition("点")
    value = _whole(whole)
    if value is None or not point:
        return None if value is None else Fraction(value)
    if not part or any(char not in _DIGITS for char in part):
        return None
    return Fraction(f"{value}." + "".join(str(_DIGITS[char]) for char in part))


def _whole(text: str) -> int | None:
    for mark, scale in (("亿", 100_000_000), ("万", 10_000)):
        head, found, tail = text.rpartition(mark)
        if found:
            many = _whole(head) if head else None
            rest = _below_ten_thousand(tail) if tail else 0
            return None if many is None or rest is None else many * scale + rest
    return _below_ten_thousand(text)


def _below_ten_thousand(text: str) -> int | None:
    total, digit, place = 0, None, 10_000
    for char in text:
        if char in _DIGITS:
            if digit:
                return None
            digit = _DIGITS[char]
        elif char in _PLACES and _PLACES[char] < place:
            place = _PLACES[char]
            total += (1 if digit is None else digit) * place
            digit = None
        else:
            return None
    return total + (digit or 0) if text else None


@dataclass(frozen=True)
class Number:
    """A numeral as it is read."""

    value: Fraction
    step: Fraction
    """What its last printed place is worth: hundredths in 95.98, ten thousands in 三万, ones in 410."""
    upper: Fraction | None = None
    """How many there can be at most: of 数十, a hundred."""


def number(text: str) -> Number | None:
    """What a numeral that `NUMERAL` found means; None where it is none."""
    if text in SEVERAL:
        return Number(Fraction(SEVERAL[text]), Fraction(SEVERAL[text]), Fraction(SEVERAL[text] * 10))
    if text[0].isdigit():
        last, scale = _SCALED.findall(text)[-1]
        return Number(arabic(text), Fraction(SCALES.get(scale, 1), 10 ** places(last)))
    value = chinese(text)
    if value is None:
        return None
    if value.denominator != 1:
        return Number(value, Fraction(1, 10 ** places(text.replace("点", "."))))
    return Number(value, Fraction(SCALES[text[-1]] if text[-1] in "万亿" else 1))


NUMERAL = re.compile(rf"(?:{_MIXED})|(?:{ARABIC})|{'|'.join(SEVERAL)}|[{CHINESE}]+(?:点[零一二三四五六七八九]+)?")
