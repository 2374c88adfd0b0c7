"""What a hand may have done where a figure is not the log's."""

import re
from fractions import Fraction

from desktop.report.draft.verdict import Verdict


def likely_slip(one: Verdict) -> str:
    """What a hand may have done: digits in the wrong order, a shifted point, one digit."""
    if one.value is None or not one.value:
        return ""
    here, there = re.sub(r"\D", "", one.quantity.printed), re.sub(r"\D", "", one.expected)
    if here != there and len(here) == len(there) > 1 and sorted(here) == sorted(there):
        return "像是数字写颠倒了"
    if one.quantity.value / one.value in (Fraction(10), Fraction(100), Fraction(1, 10), Fraction(1, 100)):
        return "像是位数或小数点写错了"
    if len(here) == len(there) > 2 and sum(a != b for a, b in zip(here, there, strict=True)) == 1:
        return "像是写错了一个数字"
    return ""
