"""Names that may mean the same: 海螺建材公司 and 宣城海螺建材有限公司. Proposals only; a person decides."""

import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from desktop.catalogue.pinyin import initials

_CLOSEST = 30
"""Names that share the most pairs of characters; only these are compared in full."""

_FORMS = re.compile(
    r"(?:股份有限公司|有限责任公司|集团有限公司|有限公司|股份公司|分公司|总公司|公司|集团|厂|店|个体工商户|合伙企业|有限合伙)"
)
_PLACES = re.compile(r"^[\u4e00-\u9fff]{2,3}?省|^[\u4e00-\u9fff]{2,4}?市|^[\u4e00-\u9fff]{1,3}?[区县]")
_INSIDE = re.compile(r"\([^()]*\)")
_OTHER = re.compile(r"[^\w\u4e00-\u9fff]+")


@dataclass(frozen=True)
class Likeness:
    """A known name that may be meant."""

    key: str
    per_cent: int
    reason: str


def plain_name(name: str) -> str:
    """A name without differences that mean nothing: width of letters, brackets and spaces."""
    return "".join(unicodedata.normalize("NFKC", name).split()).lower()


def cores(name: str) -> tuple[str, str]:
    """What tells a name from others: without legal form and brackets; with the place and without it."""
    plain = plain_name(name)
    outside = _OTHER.sub("", _INSIDE.sub("", plain)) or _OTHER.sub("", plain)
    bare = outside
    for _ in range(3):
        bare = _PLACES.sub("", bare)
    return _without_form(outside), _without_form(bare)


def _without_form(text: str) -> str:
    bare = _FORMS.sub("", text)
    return bare if len(bare) > 1 else text


class Alike:
    """Looks for like names among many."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """`names`: key and name of each record."""
        self._known = [(key, cores(name)) for key, name in names]
        self._by_pair: dict[str, list[int]] = defaultdict(list)
        self._by_initials: dict[str, list[int]] = defaultdict(list)
        for place, (_, forms) in enumerate(self._known):
            for pair in _pairs(forms[0]):
                self._by_pair[pair].append(place)
            for form in set(forms):
                self._by_initials[initials(form)].append(place)

    def find(self, name: str, most: int = 5) -> list[Likeness]:
        """Names that may mean the same, the likeliest first."""
        forms = cores(name)
        shared = Counter(place for pair in _pairs(forms[0]) for place in self._by_pair.get(pair, ()))
        places = {place for place, _ in shared.most_common(_CLOSEST)}
        for form in set(forms):
            places |= set(self._by_initials.get(initials(form), ())[:_CLOSEST])
        found = [like for place in places if (like := _likeliest(forms, *self._known[place]))]
        return sorted(found, key=lambda one: (-one.per_cent, one.key))[:most]


def _likeliest(forms: tuple[str, str], key: str, others: tuple[str, str]) -> Likeness | None:
    """With the places and without them, whichever is more alike."""
    found = [like for one, other in zip(forms, others, strict=True) if (like := _compared(one, key, other))]
    return max(found, key=lambda one: one.per_cent, default=None)


def _pairs(text: str) -> set[str]:
    return {text[place : place + 2] for place in range(len(text) - 1)} or {text}


def _compared(bare: str, key: str, other: str) -> Likeness | None:
    if bare == other:
        return Likeness(key, 95, "除地名和“有限公司”等字样外相同")
    longer = max(len(bare), len(other))
    distance = edits(bare, other, limit=max(1, longer // 4))
    same_sound = len(bare) == len(other) and initials(bare) == initials(other)
    if same_sound and distance <= max(1, longer // 2):
        return Likeness(key, 90 - 5 * distance, f"读音相近，{distance} 个字不同")
    if distance <= max(1, longer // 4) and longer > 2:
        return Likeness(key, 85 - 60 * distance // longer, f"{distance} 个字不同")
    shorter, whole = sorted((bare, other), key=len)
    if len(shorter) >= 3 and shorter in whole:
        return Likeness(key, 50 + 30 * len(shorter) // len(whole), "一个名称是另一个的一部分")
    return None


def edits(first: Sequence[str], second: Sequence[str], limit: int) -> int:
    """Characters to insert, drop or change; any number beyond `limit` where there are more."""
    if abs(len(first) - len(second)) > limit:
        return limit + 1 + abs(len(first) - len(second))
    row = list(range(len(second) + 1))
    for number, one in enumerate(first, start=1):
        before, row[0] = row[0], number
        for place, other in enumerate(second, start=1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (one != other))
    return row[-1]
