"""Parts against totals: 包括, 分为, 其中, 合计, and things that only have two outcomes."""

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise

from desktop.catalogue.fields import plain_decimal
from desktop.report.draft.findings import Finding, FindingKind, about
from desktop.report.draft.quantity import Quantity
from desktop.report.draft.rounding import decimal_of
from desktop.report.draft.sentences import Sentence, says

_DIVIDES = re.compile(r"分为|由[^,，]{0,4}$|即[:：]?[^,，]{0,6}$")
_LISTS = re.compile(r"包括|包含|涵盖|分别[为是有]?")
_AMONG = re.compile(r"其中")
_TOTAL = re.compile(r"(?:合计|总计|共计)[为达是约]?$")
_OPEN = re.compile(r"等")
LONGEST_BRIDGE = 24
"""Characters from a total to its first part."""
_MOST_OF = Fraction(4, 5)
_OUTCOME_SHARE = Fraction(3, 20)


def sums(sentence: Sentence) -> Iterator[Finding]:
    """Totals that their parts do not make."""
    spoken: set[int] = set()
    for finding in (*_made_up(sentence), *_listed(sentence), *_totals(sentence)):
        if finding.start not in spoken:
            spoken.add(finding.start)
            yield finding


def _listed(sentence: Sentence) -> Iterator[Finding]:
    """A total followed by 包括, 分为 or 其中 and its parts."""
    for position, whole in enumerate(sentence.amounts[:-1]):
        following = sentence.amounts[position + 1 :]
        bridge = sentence.between(whole, following[0])
        if len(bridge) > LONGEST_BRIDGE or not any(one.search(bridge) for one in (_DIVIDES, _LISTS, _AMONG)):
            continue
        parts = _run(sentence, whole, following)
        if len(parts) < 2 or _open_ended(sentence, parts):
            continue
        total = sum((one.value for one in parts), Fraction(0))
        if total == whole.value or _approximate(whole, total) or not all(one.exact for one in parts):
            continue
        certain, told = _listing(bridge, whole, parts, total)
        if told:
            yield _sum(whole, parts, total, certain and whole.exact)


def _listing(bridge: str, whole: Quantity, parts: Sequence[Quantity], total: Fraction) -> tuple[bool, bool]:
    """Whether it is certain that these are all parts and lie apart; whether it is worth telling."""
    if _DIVIDES.search(bridge):
        return True, True
    if _LISTS.search(bridge):
        most = len(parts) >= 3 and total * 2 >= whole.value
        return total > whole.value and "包" in bridge, total > whole.value or most or "分别" in bridge
    if _AMONG.search(bridge):
        return False, len(parts) >= 3 and total >= whole.value * _MOST_OF
    return False, False


def _run(sentence: Sentence, whole: Quantity, following: Sequence[Quantity]) -> list[Quantity]:
    """The figures in the whole's unit that follow it in a list."""
    parts: list[Quantity] = []
    last = whole
    for one in following:
        others = any(last.start < each.start < one.start for each in sentence.all)
        if others or not sentence.alike(one, whole) or one.value > whole.value:
            break
        if re.search(r"同比|比上年|平均", sentence.between(last, one)):
            break
        parts.append(one)
        last = one
    return parts


def _open_ended(sentence: Sentence, parts: Sequence[Quantity]) -> bool:
    last = sentence.behind(parts[-1])[:2]
    return bool(_OPEN.match(last)) or any("等" in sentence.between(one, other) for one, other in pairwise(parts))


def _totals(sentence: Sentence) -> Iterator[Finding]:
    """Parts first: 举报36起、舆情投诉16起，合计52起."""
    for position, whole in enumerate(sentence.amounts):
        if position < 2 or not _TOTAL.search(whole.before):
            continue
        parts: list[Quantity] = []
        for one in reversed(sentence.amounts[:position]):
            if not sentence.alike(one, whole):
                break
            parts.insert(0, one)
        total = sum((one.value for one in parts), Fraction(0))
        if len(parts) >= 2 and all(one.exact for one in parts) and whole.exact and total != whole.value:
            yield _sum(
                whole,
                parts,
                total,
                certain=not whole.before.endswith("共计") and "其中" not in sentence.before(whole),
            )


def _made_up(sentence: Sentence) -> Iterator[Finding]:
    """What only has these outcomes: 整改 and 限期整改 make 排查."""
    for made in sentence.table.wholes:
        if not all(one.search(sentence.text) for one in (made.whole, *made.parts)):
            continue
        for whole in sentence.amounts:
            if not says(whole, made.whole, sentence.table.negative) or any(
                one.search(whole.before) for one in made.parts
            ):
                continue
            later = [one for one in sentence.amounts if one.start > whole.start and sentence.alike(one, whole)]
            parts = _one_each(later, made.parts)
            if parts is None:
                continue
            total = sum((one.value for one in parts), Fraction(0))
            if total == whole.value or not all(one.exact for one in (whole, *parts)):
                break
            slip = abs(total - whole.value) <= whole.value * _OUTCOME_SHARE
            if made.certain or total > whole.value or slip:
                yield _sum(whole, parts, total, made.certain and _no_other(later, parts))
            break


def _one_each(later: Sequence[Quantity], patterns: Sequence[re.Pattern[str]]) -> list[Quantity] | None:
    """One figure for each part, no figure twice; the more special part is looked for first."""
    found: dict[int, Quantity] = {}
    used: set[int] = set()
    for number in sorted(range(len(patterns)), key=lambda n: -max(map(len, patterns[n].pattern.split("|")))):
        for one in later:
            if one.start not in used and patterns[number].search(one.before):
                found[number] = one
                used.add(one.start)
                break
        else:
            return None
    return [found[number] for number in sorted(found)]


def _no_other(later: Sequence[Quantity], parts: Sequence[Quantity]) -> bool:
    """Whether no further figure of that unit stands between the parts."""
    last = max(one.start for one in parts)
    return all(one in parts for one in later if one.start <= last)


def _approximate(whole: Quantity, total: Fraction) -> bool:
    return not whole.exact and whole.value - whole.step <= total <= whole.value + max(whole.step, whole.value / 10)


def _sum(whole: Quantity, parts: Sequence[Quantity], total: Fraction, certain: bool) -> Finding:
    said = plain_decimal(decimal_of(total))
    shown = "＋".join(one.printed for one in parts)
    return about(
        whole, FindingKind.SUM, certain, f"{said}{whole.unit}",
        f"各部分 {shown}＝{said}{whole.unit}，文中合计写“{whole.quote}”。", parts,
    )  # fmt: skip
