"""What the lines of a draft are to the eye: title, headings, text, rows of a table."""

import re
from collections.abc import Sequence
from enum import StrEnum
from functools import cache

from desktop.report.draft.words import any_of, reading_words

LONGEST_TITLE = 40
_HEAD_LINES = 3
"""A title stands within the first lines."""
_FIRST = re.compile(r"\s*[一二三四五六七八九十]{1,3}、")
_SECOND = re.compile(r"\s*[（(][一二三四五六七八九十]{1,3}[）)]")
_ENDS = "。；;：:，,！？"


class Shape(StrEnum):
    """What a line is."""

    TITLE = "title"
    HEADING1 = "heading1"
    """一、"""
    HEADING2 = "heading2"
    """（一）"""
    BODY = "body"
    ROW = "row"


def shapes(lines: Sequence[str]) -> list[Shape]:
    """One for each line."""
    found = [_shape(one) for one in lines]
    for number, one in enumerate(lines[:_HEAD_LINES]):
        words = one.strip()
        if not words or found[number] is not Shape.BODY or len(words) > LONGEST_TITLE or words[-1] in _ENDS:
            break
        found[number] = Shape.TITLE
    return found


def _shape(line: str) -> Shape:
    words = line.strip()
    if "\t" in words:
        return Shape.ROW
    if len(words) <= LONGEST_TITLE and not words.endswith(("。", "；")):
        if _FIRST.match(words):
            return Shape.HEADING1
        if _SECOND.match(words):
            return Shape.HEADING2
    return Shape.BODY


def led(line: str) -> int:
    """How many characters of a paragraph are its own heading, as in （二）规范行政执法 before its first stop."""
    found = _SECOND.match(line) or _FIRST.match(line)
    if found is None:
        return 0
    end = line.find("。", found.end(), found.end() + LONGEST_TITLE)
    return end + 1 if end >= 0 else 0


def unbroken(text: str) -> list[int]:
    """Places at which no line may end: between a number and its unit, and within the unit."""
    return [
        place for found in _figures().finditer(text) if found[1] for place in range(found.start(1), found.end())
    ]  # fmt: skip


@cache
def _figures() -> re.Pattern[str]:
    return re.compile(rf"\d((?:[万亿]?[余多]?)(?:{any_of(reading_words().units)})?)")
