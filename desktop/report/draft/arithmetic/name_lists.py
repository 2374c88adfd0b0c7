"""Lists of names against their stated number: 4个市：甲市、乙市、丙市和丁市; 甲局、乙局、丙局等3个部门."""

import re
from collections.abc import Iterator

from desktop.report.draft.findings import Finding, FindingKind, about
from desktop.report.draft.quantity import Form, Quantity
from desktop.report.draft.reading import Reading

_UNITS = frozenset("个家名位支项类种处条所座")
_ITEM = r"[\u4e00-\u9fffA-Za-z“”\"·]{2,14}?"
_LIST = rf"{_ITEM}(?:、{_ITEM})+(?:(?:、|和|及|以及|与){_ITEM})?"
_BEHIND = re.compile(
    rf"[^,，。;；:：\d、《]{{0,8}}(?:[:：]|[,，]?(?P<some>包括|含)|[,，]?(?:分别是|分别为|即))\s*(?P<list>{_LIST})"
    rf"\s*(?P<etc>等)?(?=[,，。;；\n)]|$)"
)
_BEFORE = re.compile(rf"(?P<list>{_LIST})(?P<etc>等)?\s*$")
_JOINTS = re.compile(r"、|以及|[和及与](?=[^、和及与]{2,14}$)")
_REACH = 120
_FEW = 12
"""More members are rarely listed."""
_OFF = 2
"""Further off than this, another thing is counted."""
_LONGEST_NAME, _UNEVEN = 6, 2
"""Longer or less even names may hold 、 or 和 within them."""


def name_lists(reading: Reading) -> Iterator[Finding]:
    """Lists of names that have more or fewer members than is said."""
    for one in reading.quantities:
        if one.form is Form.AMOUNT and one.exact and not one.period and one.unit in _UNITS and one.value <= _FEW:
            yield from _behind(reading, one) or _before(reading, one)


def _behind(reading: Reading, one: Quantity) -> list[Finding]:
    found = _BEHIND.match(reading.text, one.end)
    if found is None:
        return []
    names = _JOINTS.split(found["list"])
    alike, fewer = _alike(names), len(names) < one.value
    holds = len(names) == one.value or (found["etc"] and fewer)
    if holds or not (alike or _even(names)) or abs(len(names) - one.value) > _OFF:
        return []
    return [_counted(one, names, certain=alike and not (found["some"] and fewer) and not found["etc"])]


def _before(reading: Reading, one: Quantity) -> list[Finding]:
    """Only where the noun follows: 检查危化企业、工贸企业12家 names trades, not members."""
    start, _ = reading.structure.sentence_span(one.sentence)
    start = max(start, one.start - _REACH)
    if not one.after or "、" not in reading.text[start : one.start]:
        return []
    found = _BEFORE.search(reading.text, start, one.start)
    names = _JOINTS.split(found["list"]) if found else []
    if found is None or not _alike(names) or len(names) <= _OFF or abs(len(names) - one.value) > _OFF:
        return []
    holds = len(names) == one.value or (found["etc"] and len(names) < one.value)
    return [] if holds else [_counted(one, names, certain=True)]


def _alike(names: list[str]) -> bool:
    """Whether all end alike, as 甲市、乙市 do, so that each is one name."""
    return len({name.rstrip('”"')[-1:] for name in names}) == 1


def _even(names: list[str]) -> bool:
    lengths = [len(name) for name in names]
    return max(lengths) <= _LONGEST_NAME and max(lengths) - min(lengths) <= _UNEVEN


def _counted(one: Quantity, names: list[str], certain: bool) -> Finding:
    return about(
        one, FindingKind.ENUMERATION, certain, f"{len(names)}{one.unit}",
        f"列出的有 {len(names)} 个（{names[0]} … {names[-1]}），文中写“{one.quote}”。",
    )  # fmt: skip
