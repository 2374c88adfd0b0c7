"""同比 against this and last year's numbers, and 从…增加到… against its direction and its difference."""

import re
from collections.abc import Iterator
from fractions import Fraction

from desktop.catalogue.fields import plain_decimal
from desktop.report.draft.arithmetic.sentences import Sentence
from desktop.report.draft.change_owner import subject_of
from desktop.report.draft.findings import Finding, FindingKind, about
from desktop.report.draft.quantity import Form, Quantity
from desktop.report.draft.rounding import agrees, decimal_of

_UP = re.compile(r"增长|增加|上升|提高|提升|增多|上涨|增幅|升幅|增至|升至|多")
_DOWN = re.compile(r"下降|减少|降低|下滑|回落|压缩|缩短|降幅|降至|减至|压减|少")
_TO = re.compile(
    r"^[^,，。;；]{0,4}(增长|增加|上升|提高|提升|下降|减少|降低|压缩|缩短|压减|增|升|降|减)(?:到|至|为)[^,，\d]{0,5}$"
)
_FROM = re.compile(r"[从由][^,，。;；]{0,8}$")
_LAST = re.compile(r"(?:去年|上年|上一年|上年度)(?:同期)?[^\d,，;；]{0,8}$")
_YEAR = re.compile(r"(\d{4})年(?:全年|度)?[^\d,，;；。]{0,12}$")
_TIMES_OF = re.compile(r"是?(?:去年|上年|上一年)(?:同期)?[^,，;；]{0,12}的$|^的$")
_COUNTED = re.compile(r"(?:总数|总量|起数|人数|件数|次数|家数|数|量)$")
_BY = re.compile(
    r"^[,，、(]?\s*(?:同比|共|净|较上年|比上年)?"
    r"(?:增长|增加|上升|提高|提升|下降|减少|降低|压缩|缩短|压减|增幅|降幅)(?:了|率?为|达到?|约)?$"
)


def changes(sentence: Sentence) -> Iterator[Finding]:
    """Changes that the numbers beside them do not bear out."""
    for position, one in enumerate(sentence.all):
        if position and one.form in (Form.AMOUNT, Form.PERCENT):
            yield from _from_to(sentence, sentence.all[position - 1], one)
        told = list(_against_last_year(sentence, position, one)) if _is_change(one) else []
        yield from told or (*_against_difference(sentence, position, one), *_against_ends(sentence, position, one))


def _is_change(one: Quantity) -> bool:
    return one.form is Form.CHANGE or one.unit == "倍"


def _from_to(sentence: Sentence, first: Quantity, second: Quantity) -> Iterator[Finding]:
    word = _leads_to(sentence, first, second)
    if not word:
        return
    up = bool(_UP.match(word) or word in "增升")
    if first.value != second.value and (second.value > first.value) != up:
        right = "增加" if second.value > first.value else "减少"
        yield about(
            second, FindingKind.CHANGE, True, f"从{first.quote}{right}到{second.quote}",
            f"从“{first.quote}”到“{second.quote}”是{right}，文中写“{word}”。", (first,),
        )  # fmt: skip


def _leads_to(sentence: Sentence, first: Quantity, second: Quantity) -> str:
    """The word of 从…增加到… between two figures; empty where they do not stand so."""
    word = _TO.match(sentence.between(first, second))
    fits = word is not None and _FROM.search(sentence.before(first)[-12:]) and sentence.alike(first, second)
    return word[1] if word and fits else ""


def _against_ends(sentence: Sentence, position: int, one: Quantity) -> Iterator[Finding]:
    """由85%提高到92.5%，提高7.5个百分点."""
    if position < 2 or not _BY.match(sentence.between(sentence.all[position - 1], one)):
        return
    first, second = sentence.all[position - 2 : position]
    if not first.value or not _leads_to(sentence, first, second) or not (first.exact and second.exact):
        return
    percent = one.unit == "%" and first.unit != "%"
    fits = percent or (one.form is Form.POINTS and first.unit == "%") or sentence.alike(one, first)
    right = (second.value - first.value) / first.value * 100 if percent else second.value - first.value
    if fits and not change_holds(sentence.before(one), one, right):
        shown = shown_change(one, right)
        yield about(
            one, FindingKind.CHANGE, one.exact, shown,
            f"从“{first.quote}”到“{second.quote}”应为{shown}，文中写“{one.quote}”。", (first, second),
        )  # fmt: skip


def _against_difference(sentence: Sentence, position: int, one: Quantity) -> Iterator[Finding]:
    """事故4起，同比减少6起，下降60%: the number of last year follows from the first two."""
    if position < 2 or one.unit != "%" or not _BY.match(sentence.between(sentence.all[position - 1], one)):
        return
    difference = sentence.all[position - 1]
    now = _changed_figure(sentence, position - 1) if difference.form is Form.CHANGE else None
    if now is None or now.form is not Form.AMOUNT or not sentence.alike(now, difference):
        return
    down = _last(_DOWN, difference.before) > _last(_UP, difference.before)
    last = now.value + difference.value if down else now.value - difference.value
    right = (now.value - last) / last * 100 if last > 0 else None
    if right is not None and now.exact and difference.exact and not change_holds(sentence.before(one), one, right):
        shown = shown_change(one, right)
        yield about(
            one, FindingKind.CHANGE, one.exact, shown,
            f"“{now.quote}”{'减少' if down else '增加'}“{difference.quote}”，上年是"
            f"{plain_decimal(decimal_of(last))}{now.unit}，应为{shown}，文中写“{one.quote}”。", (now, difference),
        )  # fmt: skip


def _changed_figure(sentence: Sentence, position: int) -> Quantity | None:
    """What a difference changed: the figure before it, or the one that its own words name (死亡人数减少2人)."""
    subject = _COUNTED.sub("", subject_of(sentence.all[position].before))
    if not subject:
        return sentence.all[position - 1]
    named = [
        each
        for each in sentence.all[:position]
        if each.form is Form.AMOUNT and each.before.rstrip().endswith(subject)
    ]
    return named[0] if len(named) == 1 else None


def _against_last_year(sentence: Sentence, position: int, one: Quantity) -> Iterator[Finding]:
    """…30件，上年同期25件，同比增长20%: this year's number, last year's number, the change."""
    found = _both_years(sentence, position)
    if found is None:
        return
    now, last = found
    right = _times(sentence, last, one, now) if one.unit == "倍" else change_of(one, now.value, last.value)
    if right is not None and not change_holds(sentence.before(one), one, right):
        shown = shown_change(one, right)
        yield about(
            one, FindingKind.CHANGE, now.exact and last.exact and one.exact, shown,
            f"今年“{now.quote}”、上年“{last.quote}”，应为{shown}，文中写“{one.quote}”。", (now, last),
        )  # fmt: skip


def _both_years(sentence: Sentence, position: int) -> tuple[Quantity, Quantity] | None:
    """The numbers of this and of last year to which a change belongs, where both are said."""
    one = sentence.all[position]
    earlier = [each for each in sentence.all[:position] if each.form in (Form.AMOUNT, Form.PERCENT)]
    before = [each for each in earlier if _LAST.search(sentence.before(each))]
    if not before and sentence.all[position + 1 : position + 2]:
        following = sentence.all[position + 1]
        if _LAST.fullmatch(sentence.between(one, following).lstrip("(,， ")) and earlier:
            return _usable(sentence, earlier[-1], following)
    if not before:
        return _by_years(sentence, earlier)
    last = before[-1]
    if ";" in sentence.between(last, one):
        return None
    now = [each for each in earlier if each is not last and each.start < last.start and sentence.alike(each, last)]
    now = now or [each for each in earlier if each.start > last.start and "今年" in each.before]
    return _usable(sentence, now[-1], last) if now else None


def _by_years(sentence: Sentence, earlier: list[Quantity]) -> tuple[Quantity, Quantity] | None:
    """2024年立案40件，2025年立案50件."""
    if len(earlier) < 2:
        return None
    first, second = (_YEAR.search(sentence.before(each)) for each in earlier[-2:])
    if first is None or second is None or abs(int(first[1]) - int(second[1])) != 1:
        return None
    last, now = earlier[-2:] if first[1] < second[1] else earlier[:-3:-1]
    same = now.counted[now.counted.find("年") + 1 :] == last.counted[last.counted.find("年") + 1 :]
    return _usable(sentence, now, last) if same else None


def _usable(sentence: Sentence, now: Quantity, last: Quantity) -> tuple[Quantity, Quantity] | None:
    return (now, last) if last.value and sentence.alike(now, last) else None


def _times(sentence: Sentence, last: Quantity, one: Quantity, now: Quantity) -> Fraction | None:
    """是上年20件的3倍, 增长2倍: how many times last year's number."""
    times = now.value / last.value
    if _TIMES_OF.search(sentence.between(last, one)):
        return times
    return times - 1 if _UP.search(one.before) else None


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
    if one.unit == "倍":
        return f"{plain_decimal(decimal_of(right, 2))}倍"
    word = ("增长" if right > 0 else "下降") if one.unit == "%" else ("增加" if right > 0 else "减少")
    places = len(one.printed.partition(".")[2]) or 1
    number = decimal_of(abs(right), places) if one.unit == "%" else decimal_of(abs(right))
    return f"{word}{plain_decimal(number)}{one.unit}" if right else "持平"
