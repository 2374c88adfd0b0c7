"""The same quantity stated twice with different values, and two things with one conspicuous number."""

import re
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from desktop.catalogue.fields import plain_decimal
from desktop.report.draft.arithmetic.subjects import subject
from desktop.report.draft.arithmetic.tables import arithmetic_words
from desktop.report.draft.findings import Finding, FindingKind, about
from desktop.report.draft.quantity import Form, Quantity
from desktop.report.draft.reading import Reading
from desktop.report.draft.rounding import decimal_of

SHORTEST = 3
_MOST_VALUES = 2
"""Words that stand with more values than these name no one thing, but a series."""
_CONSPICUOUS = 100
_FEN = Fraction(1, 100)
_HEAD = 2
_EVENTS = frozenset(("场", "场次", "次", "期"))
"""What is handled one by one may all have been accepted and granted; events of two kinds are counted apart."""
Specific = Callable[[str], int]
"""How many kinds of figures words may name: only one that has no other meaning can contradict itself."""


def repeats(reading: Reading, specific: Specific) -> Iterator[Finding]:
    """Things that are said twice, and differently."""
    for same in _said_alike(reading).values():
        if 1 < len({one.value for one in same}) <= _MOST_VALUES:
            first = same[0]
            for one in same[1:]:
                if one.value != first.value and one.sentence != first.sentence:
                    yield from _told(reading, specific, first, one)


def _said_alike(reading: Reading) -> dict[tuple[str, ...], list[Quantity]]:
    generic = arithmetic_words().generic
    found: dict[tuple[str, ...], list[Quantity]] = {}
    for one in reading.quantities:
        if one.form is not Form.AMOUNT or not one.exact or len(one.counted) < SHORTEST or one.counted in generic:
            continue
        if one.period not in ("plan", "last_year"):
            key = (one.counted, reading.words.unit(one.unit), one.scope, one.period)
            found.setdefault(key, []).append(one)
    return found


def _told(reading: Reading, specific: Specific, first: Quantity, one: Quantity) -> Iterator[Finding]:
    if not subject(reading, first).same(subject(reading, one)):
        return
    in_tables = [each for each in (first, one) if reading.rows.cell(each.number_start)]
    if len(in_tables) == 2:
        return  # two tables are of two years, or of two towns
    meanings = specific(one.counted)
    certain = meanings == 1 and first.step == one.step == 1 and not in_tables
    if certain or len(one.counted) > SHORTEST + (meanings == 0):
        value = plain_decimal(decimal_of(first.value))
        yield about(
            one, FindingKind.REPEATED, certain, f"{value}{one.unit}",
            f"“{one.counted}”两处不一致：前面写“{first.quote}”，这里写“{one.quote}”。口径若不同请写明。",
            (first,),
        )  # fmt: skip


def twins(reading: Reading) -> Iterator[Finding]:
    """专题宣讲663场 and 警示教育宣讲663场: one number under two names may be one thing counted twice."""
    seen: dict[tuple[object, str, str], Quantity] = {}
    for one in reading.quantities:
        plain = one.form is Form.AMOUNT and one.exact and not one.period and len(one.counted) > _HEAD
        if not plain or one.unit not in _EVENTS or one.value < _CONSPICUOUS or one.value % 10 == 0:
            continue
        first = seen.setdefault((one.value, one.unit, one.counted[-_HEAD:]), one)
        if first.heading != one.heading and not _one_name(first.counted, one.counted):
            yield about(
                one, FindingKind.REPEATED, False, "",
                f"“{_short(first)}”和“{_short(one)}”都是“{one.quote}”，请核对是不是同一件事，或抄重了。", (first,),
            )  # fmt: skip


def _short(one: Quantity) -> str:
    return re.split("[”》]", one.counted)[-1][-14:]


def _one_name(one: str, other: str) -> bool:
    """Whether one says the other with more or fewer words."""
    short, long = sorted((one, other), key=len)
    at = 0
    for char in short:
        at = long.find(char, at) + 1
        if not at:
            return False
    return True


def overprecise(quantities: Sequence[Quantity]) -> Iterator[Finding]:
    """43644余件: a number to its last digit, and yet about."""
    for one in quantities:
        if one.form is Form.AMOUNT and one.quote[-1:] != "上" and one.value.denominator == 1 and _rough_exact(one):
            exact = f"{one.printed}{one.unit}"
            yield about(
                one, FindingKind.REPEATED, False, exact,
                f"“{one.quote}”写到了个位，又写大约。写准数“{exact}”，或取整数再写大约。",
            )  # fmt: skip


def below_a_fen(quantities: Sequence[Quantity]) -> Iterator[Finding]:
    """205.1026元: there is nothing below 分, so that 万元 was meant."""
    for one in quantities:
        if one.unit == "元" and one.form is Form.AMOUNT and one.step < _FEN:
            yield about(
                one, FindingKind.REPEATED, False, f"{one.printed}万元",
                f"“{one.quote}”写到了分以下，像是把“万元”写成了“元”。",
            )  # fmt: skip


def _rough_exact(one: Quantity) -> bool:
    rough = any(word in one.quote for word in ("余", "多")) and not re.search("[千万亿]", one.quote)
    return rough and one.upper is None and one.step == 1 and one.value > _CONSPICUOUS and one.value % 10 != 0
