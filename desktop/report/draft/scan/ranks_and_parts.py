"""第二名, 三分之一, 半数: numbers that are written without a unit behind them."""

import re
from collections.abc import Iterator
from fractions import Fraction

from desktop.report.draft.quantity import Approximation, Form
from desktop.report.draft.scan.approximations import Approximations
from desktop.report.draft.scan.numerals import ARABIC, CHINESE, number
from desktop.report.draft.scan.places import Barred
from desktop.report.draft.scan.scanned import Scanned

_RANK = re.compile(r"(?:排名|位列|位居|名列|列|居)[^\d,，。;；]{0,8}?第\s*(\d+|[一二三四五六七八九十]+)\s*(名|位)?")
_PARTS = re.compile(
    rf"(?<![{CHINESE}\d])([{CHINESE}]{{1,8}}|\d{{1,6}})分之([{CHINESE}]{{1,8}}(?:点[零一二三四五六七八九]{{1,4}})?|{ARABIC})"
)
_SLASHED = re.compile(r"(?<=的|占|有|约|近|超)(?<![\d./])([1-9])/([1-9]\d?)(?![\d/])")
"""占案件的1/4; without such a word it may be a date or a ticket number."""
_HALF = re.compile(r"(?<![\u4e00-\u9fff]过)半数(以上)?|(?:近|约|超)半数")


def ranks(text: str) -> Iterator[Scanned]:
    """排名全市第2."""
    for one in _RANK.finditer(text):
        read = number(one[1])
        if read and read.value:
            yield Scanned(
                one.start(1) - 1, one.end(), read.value, one[2] or "位", Approximation.EXACT, Form.RANK, Fraction(1),
                one.start(1), one.end(1),
            )  # fmt: skip


def parts(text: str, closed: Barred, approximations: Approximations) -> Iterator[Scanned]:
    """百分之九十五点九, 三分之一, 半数以上."""
    for one in _PARTS.finditer(text):
        whole, part = number(one[1]), number(one[2])
        if not whole or not whole.value or part is None or closed.holds(one.start()):
            continue
        percent = one[1] in ("百", "一百")
        kind, start, end = approximations.around(text, one.start(), one.end(), "%", "")
        value, form = (part.value, Form.PERCENT) if percent else (part.value / whole.value, Form.PART)
        step = part.step if percent else Fraction(1, 1000)
        yield Scanned(start, end, value, "%" if percent else "", kind, form, step, one.start(), one.end())
    for one in _SLASHED.finditer(text):
        kind, start, end = approximations.around(text, one.start(), one.end(), "", "")
        value, step = Fraction(int(one[1]), int(one[2])), Fraction(1, 1000)
        yield Scanned(start, end, value, "", kind, Form.PART, step, one.start(), one.end())
    for one in _HALF.finditer(text):
        kind = Approximation.AT_LEAST if one[1] else Approximation.EXACT
        half = Fraction(1, 2)
        yield Scanned(one.start(), one.end(), half, "", kind, Form.PART, half / 50, one.start(), one.end())
