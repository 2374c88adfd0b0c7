"""同比 against this and last year's numbers, and 从…增加到… against its direction."""

import re
from collections.abc import Iterator
from fractions import Fraction

from desktop.catalogue.fields import plain_decimal
from desktop.report.draft.findings import Finding, FindingKind, about
from desktop.report.draft.quantity import Form, Quantity
from desktop.report.draft.rounding import agrees, decimal_of
from desktop.report.draft.sentences import Sentence

_UP = re.compile(r"增长|增加|上升|提高|提升|增多|上涨|增至|升至|多")
_DOWN = re.compile(r"下降|减少|降低|下滑|回落|压缩|缩短|降至|减至|压减|少")
_TO = re.compile(
    r"^[^,，。;；]{0,4}(增长|增加|上升|提高|提升|下降|减少|降低|压缩|缩短|压减|增|升|降|减)(?:到|至|为)[^,，\d]{0,3}$"
)
_FROM = re.compile(r"[从由][^,，。;；]{0,8}$")
_LAST = re.compile(r"(?:去年|上年|上一年|上年度)(?:同期)?[^\d,，]{0,8}$")


def changes(sentence: Sentence) -> Iterator[Finding]:
    """Changes that the numbers beside them do not bear out."""
    for position, one in enumerate(sentence.all):
        if one.form is Form.CHANGE:
            yield from _against_last_year(sentence, position, one)
        elif position and one.form in (Form.AMOUNT, Form.PERCENT):
            yield from _from_to(sentence, sentence.all[position - 1], one)


def _from_to(sentence: Sentence, first: Quantity, second: Quantity) -> Iterator[Finding]:
    word = _TO.match(sentence.between(first, second))
    if word is None or not _FROM.search(first.before) or not sentence.alike(first, second):
        return
    up = bool(_UP.match(word[1]) or word[1] in "增升")
    if first.value != second.value and (second.value > first.value) != up:
        right = "增加" if second.value > first.value else "减少"
        yield about(
            second, FindingKind.CHANGE, True, f"从{first.quote}{right}到{second.quote}",
            f"从“{first.quote}”到“{second.quote}”是{right}，文中写“{word[1]}”。", (first,),
        )  # fmt: skip


def _against_last_year(sentence: Sentence, position: int, one: Quantity) -> Iterator[Finding]:
    """…30件，上年同期25件，同比增长20%: this year's number, last year's number, the change."""
    earlier = [each for each in sentence.all[:position] if each.form in (Form.AMOUNT, Form.PERCENT)]
    before = [each for each in earlier if _LAST.search(sentence.before(each))]
    if not before:
        return
    last = before[-1]
    now = [each for each in earlier if each is not last and each.start < last.start and sentence.alike(each, last)]
    if not now or not last.value or sentence.between(last, one).count("；"):
        return
    right = change_of(one, now[-1].value, last.value)
    if right is not None and not change_holds(sentence.before(one), one, right):
        shown = shown_change(one, right)
        yield about(
            one, FindingKind.CHANGE, now[-1].exact and last.exact and one.exact, shown,
            f"今年“{now[-1].quote}”、上年“{last.quote}”，应为{shown}，文中写“{one.quote}”。", (now[-1], last),
        )  # fmt: skip


def change_of(one: Quantity, now: Fraction, last: Fraction) -> Fraction | None:
    """The change in the figure's own terms: per cent, or in its unit; None where it cannot be said."""
    if one.unit == "%":
        return (now - last) / last * 100 if last else None
    return now - last


def change_holds(before: str, one: Quantity, right: Fraction) -> bool:
    """Whether the direction before the number, and the number, are so."""
    if not agrees(one.value, one.step, abs(right)) and not (
        not one.exact and abs(one.value - abs(right)) <= one.step
    ):
        return False
    tail = before[-8:]
    up, down = [_last(pattern, tail) for pattern in (_UP, _DOWN)]
    return right == 0 or up == down or (up > down) == (right > 0)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((one.start() for one in pattern.finditer(text)), default=-1)


def shown_change(one: Quantity, right: Fraction) -> str:
    """增加24家次, 下降6.2%."""
    word = ("增长" if right > 0 else "下降") if one.unit == "%" else ("增加" if right > 0 else "减少")
    places = len(one.printed.partition(".")[2]) or 1
    number = decimal_of(abs(right), places) if one.unit == "%" else decimal_of(abs(right))
    return f"{word}{plain_decimal(number)}{one.unit}" if right else "持平"
