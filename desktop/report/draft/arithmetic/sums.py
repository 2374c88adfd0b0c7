"""Parts against totals: 包括, 分为, 其中, 合计, and things that only have two outcomes."""

import re
from collections.abc import Iterable, Iterator, Sequence
from fractions import Fraction
from itertools import accumulate, pairwise

from desktop.catalogue.fields import plain_decimal
from desktop.report.draft.arithmetic.sentences import Sentence, says
from desktop.report.draft.findings import Finding, FindingKind, about
from desktop.report.draft.quantity import Quantity
from desktop.report.draft.rounding import decimal_of

_DIVIDES = re.compile(r"分为|由[^,，]{0,4}$|即[:：]?[^,，]{0,6}$")
_COMPOSED = re.compile(r"^[,，]?\s*由(?=[^由]*$)")
_LISTS = re.compile(r"包括|包含|涵盖|分别[为是有]?")
_AMONG = re.compile(r"其中")
_OPENED = re.compile(r"^[\u4e00-\u9fff]{0,6}\s*[(:：]")
_REST = re.compile(r"其他|其余|其它|剩余|另外?有?$")
_TOTAL = re.compile(r"(?:合计|总计|共计)[为达是约]?$")
_CLAUSE = re.compile(r"[,，]\s*$")
_ENDS_LIST = re.compile(r";|。|同比|比上年|平均|其中")
_OPEN = re.compile(r"等(?!其他|其它|其余|级)")
LONGEST_BRIDGE = 24
"""Characters from a total to its first part."""
_MOST_OF = Fraction(19, 20)
_OUTCOME_SHARE = Fraction(1, 5)


def sums(sentence: Sentence) -> Iterator[Finding]:
    """Totals that their parts do not make, within one sentence."""
    yield from _once((*_made_up(sentence), *_totals(sentence)))


def listed(passage: Sentence) -> Iterator[Finding]:
    """A total followed by 包括, 分为, 其中, a colon or a bracket and its parts, over semicolons too."""
    yield from _once(finding for whole in range(len(passage.amounts) - 1) for finding in _listed(passage, whole))


def _once(findings: Iterable[Finding]) -> Iterator[Finding]:
    spoken: set[int] = set()
    for finding in findings:
        if finding.start not in spoken:
            spoken.add(finding.start)
            yield finding


def _listed(passage: Sentence, position: int) -> Iterator[Finding]:
    whole, following = passage.amounts[position], passage.amounts[position + 1 :]
    bridge = passage.between(whole, following[0])
    leads = _leads(bridge) or _counted_off(following[:2], bridge)
    if len(bridge) > LONGEST_BRIDGE or not leads or _since(passage, whole, following[0]):
        return
    parts, segments = _run(passage, whole, following), _by_segments(passage, whole, following)
    if _makes(whole, parts) or _makes(whole, segments):
        return
    if _closed(whole, segments) or (len(parts) < len(segments) and passage.depth(segments[0]) > passage.depth(whole)):
        parts = segments
    if len(parts) < 2 or _open_ended(passage, parts) or not all(one.exact for one in parts):
        return
    certain, told = _listing(passage, bridge, whole, parts)
    if told:
        yield _sum(whole, parts, _total(parts), certain and whole.exact)


def _total(parts: Sequence[Quantity]) -> Fraction:
    return sum((one.value for one in parts), Fraction(0))


def _makes(whole: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether the parts, or the first of them, make the whole: by another division it may be divided once more."""
    totals = list(accumulate(one.value for one in parts))[1:]
    return whole.value in totals or bool(totals and _approximate(whole, totals[-1]))


def _closed(whole: Quantity, parts: Sequence[Quantity]) -> bool:
    """Whether 其他 or 其余 ends the list, so that nothing is left out."""
    return len(parts) > 1 and bool(_REST.search(parts[-1].before)) and _total(parts) * 2 >= whole.value


def _leads(bridge: str) -> bool:
    return any(one.search(bridge) for one in (_DIVIDES, _LISTS, _AMONG, _OPENED, _COMPOSED))


def _since(passage: Sentence, whole: Quantity, first: Quantity) -> bool:
    """Whether another figure of any kind lies between a total and its parts."""
    return any(whole.start < each.start < first.start for each in passage.all)


def _listing(passage: Sentence, bridge: str, whole: Quantity, parts: Sequence[Quantity]) -> tuple[bool, bool]:
    """Whether it is certain that these are all parts and lie apart; whether it is worth telling."""
    total, closed = _total(parts), _closed(whole, parts)
    if _DIVIDES.search(bridge) or _COMPOSED.search(bridge):
        return True, True
    if _LISTS.search(bridge):
        most = len(parts) >= 3 and total * 2 >= whole.value
        return closed or (total > whole.value and "包" in bridge), total > whole.value or most or "分别" in bridge
    ended = passage.behind(parts[-1])[:12].count(")") > 0 and passage.depth(parts[0]) > passage.depth(whole)
    if _AMONG.search(bridge):
        slip = abs(total - whole.value) * (20 if ended else 100) <= whole.value
        near = len(parts) >= 3 and (total >= whole.value * _MOST_OF or whole.value - total == 1)
        return closed, closed or near or slip
    if _counted_off(following=parts, bridge=bridge):
        return False, abs(total - whole.value) <= max(Fraction(1), whole.value / 20)
    level = passage.depth(parts[0]) == passage.depth(whole)
    return False, (level or ended) and whole.value * 4 <= total * 5 <= whole.value * 7


def _counted_off(following: Sequence[Quantity], bridge: str) -> bool:
    """2件，1件为…，1件为…: parts that each begin a clause."""
    return bool(_CLAUSE.search(bridge)) and all(not one.before.strip("，,、；; 和及有另其中") for one in following)


def _run(passage: Sentence, whole: Quantity, following: Sequence[Quantity]) -> list[Quantity]:
    """The figures in the whole's unit that follow it in a list; what is in brackets behind one is a part of that."""
    level = passage.depth(following[0])
    parts: list[Quantity] = []
    last = whole
    for one in following:
        if passage.depth(one) > level:
            continue
        others = any(last.start < each.start < one.start and passage.depth(each) <= level for each in passage.all)
        between = passage.between(last, one)
        if others or not passage.alike(one, whole) or one.value > whole.value or passage.depth(one) < level:
            break
        if parts and _ENDS_LIST.search(between):
            break
        parts.append(one)
        last = one
    return parts


def _by_segments(passage: Sentence, whole: Quantity, following: Sequence[Quantity]) -> list[Quantity]:
    """Parts that semicolons divide: the first figure of each, within a bracket too."""
    level = passage.depth(following[0])
    parts: list[Quantity] = []
    last = whole
    for one in following:
        if passage.depth(one) < level:
            break
        if parts and (";" not in passage.between(last, one) or passage.depth(one) > level):
            continue
        if not passage.alike(one, whole) or one.value > whole.value:
            break
        parts.append(one)
        last = one
    return parts


def _open_ended(passage: Sentence, parts: Sequence[Quantity]) -> bool:
    last = passage.behind(parts[-1])[:2]
    return bool(_OPEN.match(last)) or any(_OPEN.search(passage.between(one, other)) for one, other in pairwise(parts))


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
        if not made.fits(sentence.text):
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
            if made.certain or made.all or total > whole.value or slip:
                yield _sum(whole, parts, total, made.certain and _no_other(later, parts))
            break


def _one_each(later: Sequence[Quantity], patterns: Sequence[re.Pattern[str]]) -> list[Quantity] | None:
    """One figure for each part, no figure twice; the more special part is looked for first."""
    found: dict[int, Quantity] = {}
    used: set[int] = set()
    for number in sorted(range(len(patterns)), key=lambda n: -max(map(len, patterns[n].pattern.split("|")))):
        for one in later:
            if one.start not in used and patterns[number].search(_words(one)):
                found[number] = one
                used.add(one.start)
                break
        else:
            return None
    return [found[number] for number in sorted(found)]


def _words(one: Quantity) -> str:
    """What is said of a figure: before it, or behind it where hardly anything stands before: 19件放弃奖励."""
    return one.before if len(one.before.strip("，,、共计对有的 ")) > 1 else one.after[:12]


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
