"""Percentages against their parts: 排查244个，完成整改234个，整改率95.98%."""

import re
from collections.abc import Iterator
from fractions import Fraction

from desktop.report.draft.arithmetic.sentences import Sentence, said, says
from desktop.report.draft.findings import Finding, FindingKind, about
from desktop.report.draft.quantity import Approximation, Form, Quantity
from desktop.report.draft.rounding import agrees, coarse, decimal_of

_RATE = re.compile(
    r"([\u4e00-\u9fff]{1,12})率[^\u4e00-\u9fff]*(?:为|达到?|是|约|近|超过?|均|均为|均达|保持在|提升至|提高到)?\s*$"
)
_SHARE = re.compile(r"(?:占比|占)(?:[^\d,，。;；]{0,10}?)?(?:的|为|达|约|近|超|比|比例为)?\s*$")
_AVERAGE = re.compile(
    r"平均每(?:个|家|支|场|名|件|起|次)?([\u4e00-\u9fff]{0,3}(?:\([\u4e00-\u9fff]+\))?)(?:有|约|达|为|近|超|罚款|配备)*$"
)
_EACH = re.compile(r"(?:^|[,，、])([案件起人户村镇家期场次])均[\u4e00-\u9fff]{0,6}$")
"""案均罚款, 人均."""
_CASES = frozenset("件起宗")
_FURTHEST = 3
_NAME = 8
"""Characters in which the name of a rate stands: 完成率 may pass 100 %."""
_SLIP = 15
"""Where the parts are only guessed, more percentage points than these speak of other parts."""


def _counts(one: Quantity, noun: str) -> bool:
    """Whether a figure counts what an average is taken over: 110个镇（街）, 50起 for 案均."""
    named = noun in one.after[:3] or one.unit == noun or (not one.after and noun in one.counted[-3:])
    return named or (noun == "案" and one.unit in _CASES)


def ratios(sentence: Sentence) -> Iterator[Finding]:
    """Rates, shares and averages that do not follow from the numbers beside them."""
    for one in sentence.all:
        if one.form is Form.PERCENT:
            yield from _percentage(sentence, one)
        elif one.form is Form.AMOUNT:
            yield from _average(sentence, one)


def rates_apart(passage: Sentence) -> Iterator[Finding]:
    """A rate whose part and whole a semicolon parts; 存疑, and only where its own sentence has no such pair."""
    for one in passage.all:
        rate = _RATE.search(one.before) if one.form is Form.PERCENT and one.unit == "%" else None
        earlier = [each for each in passage.amounts if each.start < one.start]
        own = [each for each in earlier if each.sentence == one.sentence]
        if rate is None or len(own) == len(earlier) or _of_rate(passage, own, rate[1])[0]:
            continue
        pairs, sole = _of_rate(passage, earlier, rate[1])
        if sole and pairs[0][1].value and not _bound(pairs[0][0]) and not _holds(one, *pairs[0]):
            yield _wrong(one, *pairs[0], certain=False)


def _percentage(sentence: Sentence, one: Quantity) -> Iterator[Finding]:
    pairs, sole = _pairs(sentence, one)
    pairs = [(part, whole) for part, whole in pairs if whole.value and not _bound(part) and not _bound(whole)]
    if not pairs:
        yield from _undone(sentence, one)
    if not pairs or any(_holds(one, part, whole) for part, whole in pairs):
        return
    part, whole = pairs[0]
    exact = part.value / whole.value * 100
    if one.unit != "%" or (not sole and abs(exact - one.value) > _SLIP):
        return
    certain = sole and part.exact and whole.exact and one.exact and _near(sentence, part, whole, one)
    yield _wrong(one, part, whole, certain)


def _wrong(one: Quantity, part: Quantity, whole: Quantity, certain: bool) -> Finding:
    if part.value > whole.value and "完成" not in one.before[-_NAME:]:
        # Which of the three is wrong cannot be told, and no rate above 100 % is one to put in.
        return about(
            one, FindingKind.RATIO, False, "",
            f"“{part.quote}”比“{whole.quote}”多，文中写“{one.quote}”：部分不会多于全部，三个数里至少有一个不对。",
            (part, whole),
        )  # fmt: skip
    places = max(2, len(str(one.printed).partition(".")[2]))
    right = f"{decimal_of(part.value / whole.value * 100, places):f}%"
    return about(
        one, FindingKind.RATIO, certain, right,
        f"“{part.quote}”÷“{whole.quote}”＝{right}，文中写“{one.quote}”。", (part, whole),
    )  # fmt: skip


def _pairs(sentence: Sentence, one: Quantity) -> tuple[list[tuple[Quantity, Quantity]], bool]:
    """What the percentage may be of, the likeliest first; and whether there is only one reading."""
    earlier = [each for each in sentence.amounts if each.start < one.start]
    rate = _RATE.search(one.before)
    if rate is not None:
        later = [each for each in sentence.amounts if each.start > one.start]
        return _of_rate(sentence, earlier or later, rate[1])
    if _SHARE.search(one.before):
        return _of_share(sentence, earlier)
    return [], False


def _bound(one: Quantity) -> bool:
    """2次以上: no number to divide by."""
    return one.approximation in (Approximation.AT_LEAST, Approximation.AT_MOST)


def _undone(sentence: Sentence, one: Quantity) -> Iterator[Finding]:
    """排查400项，尚未整改20项，整改率95%: the rest of a whole is what was done."""
    name = _RATE.search(one.before)
    rate = sentence.table.rate(name[1]) if name else None
    if rate is None or rate.whole is None:
        return
    earlier = [each for each in sentence.amounts if each.start < one.start]
    rests = [each for each in earlier if rate.part.search(said(each)) and sentence.table.negative.search(said(each))]
    wholes = [each for each in earlier if rate.whole.search(said(each)) and each not in rests]
    if len(rests) != 1 or len(wholes) != 1 or not wholes[0].value or not sentence.alike(rests[0], wholes[0]):
        return
    rest, whole = rests[0], wholes[0]
    exact = (1 - rest.value / whole.value) * 100
    if rest.exact and whole.exact and one.exact and not approximates(one, exact):
        right = f"{decimal_of(exact, max(2, len(one.printed.partition('.')[2]))):f}%"
        yield about(
            one, FindingKind.RATIO, True, right,
            f"（“{whole.quote}”－“{rest.quote}”）÷“{whole.quote}”＝{right}，文中写“{one.quote}”。", (rest, whole),
        )  # fmt: skip


def _of_rate(sentence: Sentence, earlier: list[Quantity], name: str) -> tuple[list[tuple[Quantity, Quantity]], bool]:
    table = sentence.table
    rate = table.rate(name)
    parts = [each for each in earlier if says(each, rate.part, table.negative)]
    for qualifier in table.qualifiers:
        if qualifier in name:
            parts = [each for each in parts if qualifier in said(each)]
    pairs = []
    for part in reversed(parts):
        wholes = [each for each in earlier if each.start < part.start and sentence.alike(each, part)]
        named = [each for each in wholes if rate.whole and rate.whole.search(said(each)) and each not in parts]
        others = [each for each in wholes if each not in named]
        pairs += [(part, whole) for whole in (*reversed(named), *reversed(others))]
    sole = len(pairs) == 1 and rate.whole is not None and bool(rate.whole.search(said(pairs[0][1])))
    return pairs, sole


def _of_share(sentence: Sentence, earlier: list[Quantity]) -> tuple[list[tuple[Quantity, Quantity]], bool]:
    if len(earlier) < 2:
        return [], False
    part = earlier[-1]
    wholes = [each for each in reversed(earlier[:-1]) if sentence.alike(each, part)]
    return [(part, whole) for whole in wholes], len(wholes) == 1


def _near(sentence: Sentence, part: Quantity, whole: Quantity, one: Quantity) -> bool:
    """Within one sentence and few figures from one another, so that they speak of the same."""
    order = list(sentence.all)
    return order.index(one) - order.index(whole) <= _FURTHEST and part.scope in ("", whole.scope)


def _holds(one: Quantity, part: Quantity, whole: Quantity) -> bool:
    exact = part.value / whole.value * 100
    slack = Fraction(0)
    for each in (part, whole):
        if not each.exact and each.value:
            slack += max(each.step / each.value, Fraction(1, 20)) * exact
    return approximates(one, exact, slack)


def approximates(one: Quantity, exact: Fraction, slack: Fraction = Fraction(0)) -> bool:
    """Whether what is printed can stand for an exact number."""
    if one.exact and not slack:
        return agrees(one.value, one.step, exact)
    low, high = (exact - slack, exact + slack) if slack else (exact, exact)
    if one.upper is not None:
        return one.value <= high and low <= one.upper
    match one.approximation:
        case Approximation.EXACT:
            return agrees(one.value, one.step, exact) or low <= one.value <= high
        case Approximation.ABOVE:
            return one.value <= high and low < one.value + room(one)
        case Approximation.BELOW:
            return low <= one.value <= high + room(one)
        case Approximation.ABOUT:
            return low - room(one) <= one.value <= high + room(one)
        case Approximation.AT_LEAST:
            return one.value <= high
        case Approximation.AT_MOST:
            return one.value >= low


def room(one: Quantity) -> Fraction:
    """How far a number that is stated roughly may lie from the true one: a tenth, or its last place that is not 0."""
    return max(one.step, one.value / 10, coarse(one.value))


def _average(sentence: Sentence, one: Quantity) -> Iterator[Finding]:
    """539人负责…，平均每镇（街）近5人, where the number of 镇 is said in the same sentence."""
    found = _AVERAGE.search(one.before) or _EACH.search(sentence.before(one)[-14:])
    if found is None or not found[1]:
        return
    noun = found[1][0]
    earlier = [each for each in sentence.amounts if each.start < one.start]
    divisors = [each for each in earlier if _counts(each, noun) and each.value and not sentence.alike(each, one)]
    totals = [
        each for each in earlier if sentence.alike(each, one) and each not in divisors and "均" not in each.before
    ]
    if len(divisors) != 1 or not totals or approximates(one, totals[-1].value / divisors[0].value):
        return
    total, divisor = totals[-1], divisors[0]
    right = f"{decimal_of(total.value / divisor.value, 2).normalize():f}{one.unit}"
    yield about(
        one, FindingKind.RATIO, False, right,
        f"“{total.quote}”÷“{divisor.quote}”＝{right}，文中写平均“{one.quote}”。", (total, divisor),
    )  # fmt: skip
