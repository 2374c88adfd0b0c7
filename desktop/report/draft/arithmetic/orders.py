"""Numbers that cannot be so large beside one another: 整改 more than 发现, a part more than the whole."""

import re
from collections.abc import Iterator, Sequence

from desktop.report.draft.arithmetic.sentences import Sentence, said, says
from desktop.report.draft.findings import Finding, FindingKind, about
from desktop.report.draft.quantity import Approximation, Form, Quantity
from desktop.report.draft.reading import Reading

_MOST_WHOLES = 3
"""A chapter that says a bare 演练 more often speaks of a different one each time."""
_AMONG = re.compile(r"其中")
_CARRIED = re.compile(r"结转|上年度?(?:未|遗留)|往年")


def orders(sentence: Sentence) -> Iterator[Finding]:
    """Impossible orders within a sentence."""
    told: set[int] = set()
    for finding in (*_verbs(sentence), *_among(sentence)):
        if finding.start not in told:
            told.add(finding.start)
            yield finding


def _verbs(sentence: Sentence) -> Iterator[Finding]:
    table = sentence.table
    for rule in table.orders:
        if not (rule.low.search(sentence.text) and rule.high.search(sentence.text)):
            continue
        for position, high in enumerate(sentence.amounts):
            if not says(high, rule.high, table.negative) or rule.low.search(said(high)):
                continue
            for low in sentence.amounts[position + 1 : position + 4]:
                if not says(low, rule.low, table.negative) or not sentence.alike(low, high):
                    continue
                if more(low, high) and not _CARRIED.search(sentence.text):
                    certain = not rule.carried and low.exact and high.exact
                    yield impossible(low, high, certain and _same_thing(sentence, low, high))
                break


def _same_thing(sentence: Sentence, low: Quantity, high: Quantity) -> bool:
    """Whether nothing but figures of the same unit lies between, so that both speak of one thing."""
    between = [one for one in sentence.all if high.start < one.start < low.start]
    return low.unit == high.unit and not between and low.scope == high.scope


def _among(sentence: Sentence) -> Iterator[Finding]:
    """其中 …: the part of what was said just before."""
    for one in _AMONG.finditer(sentence.text):
        at = sentence.start + one.start()
        earlier = [each for each in sentence.amounts if each.end <= at]
        later = [each for each in sentence.amounts if each.start > at]
        if not earlier or not later:
            continue
        part = later[0]
        wholes = [each for each in earlier if sentence.alike(each, part)]
        if wholes and all(more(part, each) for each in wholes):
            certain = earlier[-1] is wholes[-1] and part.unit == wholes[-1].unit and part.exact and wholes[-1].exact
            yield impossible(part, wholes[-1], certain, "其中的数比总数大")


def more(low: Quantity, high: Quantity) -> bool:
    """Whether what cannot be more surely is."""
    if high.approximation in (Approximation.ABOVE, Approximation.AT_LEAST, Approximation.ABOUT):
        return low.value > high.value + max(high.step, high.value / 10)
    return low.value > high.value


def impossible(low: Quantity, high: Quantity, certain: bool, why: str = "") -> Finding:
    """That one number cannot stand beside the other."""
    return about(
        low, FindingKind.ORDER, certain, f"不大于{high.quote}",
        f"{why or '这个数不会比前面的数大'}：“{_named(low)}”大于“{_named(high)}”。", (high,),
    )  # fmt: skip


def _named(one: Quantity) -> str:
    return f"{one.counted if one.counted not in one.after else ''}{one.quote}"


def parts_and_heads(reading: Reading, heads: tuple[str, ...]) -> Iterator[Finding]:
    """防汛演练277场次 beside 举行演练254次 under one chapter: a kind of it is more than all of it."""
    unit = reading.words.unit
    chapters: dict[str, list[Quantity]] = {}
    for one in reading.quantities:
        plain = one.form is Form.AMOUNT and one.period not in ("plan", "last_year")
        if plain and unit(one.unit) == "次" and any(head in one.counted for head in heads):
            chapters.setdefault(_chapter(one), []).append(one)
    for counted in chapters.values():
        for head in heads:
            wholes = [one for one in counted if one.counted == head and not one.scope]
            if len(wholes) <= _MOST_WHOLES:
                for whole in wholes:
                    yield from _above(whole, counted, head)


def _above(whole: Quantity, counted: Sequence[Quantity], head: str) -> Iterator[Finding]:
    """What is a part of a whole, by its name, and more than it."""
    for part in counted:
        special = part.counted.endswith(head) or part.before.endswith(head)
        if special and part.counted != head and more(part, whole):
            yield impossible(part, whole, False, f"“{part.counted}”应包括在“{head}”里，口径若不同请写明")
    yield from _nearby(whole, [one for one in counted if one.counted == head])


def _nearby(whole: Quantity, same: Sequence[Quantity]) -> Iterator[Finding]:
    """A bare 演练 in a sentence about one kind of disaster is a part, too."""
    for part in same:
        if part is not whole and part.approximation is not Approximation.EXACT and more(part, whole):
            yield impossible(part, whole, False, "两处说的范围若不同，请写明")


def _chapter(one: Quantity) -> str:
    return "/".join(one.heading.split("/")[:2])
