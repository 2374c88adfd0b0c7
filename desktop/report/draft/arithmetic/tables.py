"""The tables by which a draft's arithmetic is checked, from `resources/drafts/arithmetic.toml`."""

import re
from dataclasses import dataclass
from functools import cache

from desktop.report.draft.words import any_of, read_table


@dataclass(frozen=True)
class Rate:
    """A rate by a word of its name, and how its part and its whole are said."""

    name: str
    part: re.Pattern[str]
    whole: re.Pattern[str] | None


@dataclass(frozen=True)
class Order:
    """What cannot be more than what."""

    low: re.Pattern[str]
    high: re.Pattern[str]
    carried: bool
    """Whether cases of the year before can make it more."""


@dataclass(frozen=True)
class Whole:
    """What is made up of which parts."""

    whole: re.Pattern[str]
    parts: tuple[re.Pattern[str], ...]
    certain: bool
    all: bool
    """Whether there are no other outcomes, so that a large difference is worth telling, too."""
    unless: re.Pattern[str] | None
    """Words of a further outcome."""

    def fits(self, text: str) -> bool:
        """Whether a sentence speaks of the whole and of each part."""
        said = all(one.search(text) for one in (self.whole, *self.parts))
        return said and not (self.unless and self.unless.search(text))


@dataclass(frozen=True)
class Across:
    """What cannot be more than what, wherever in the text both stand."""

    low: re.Pattern[str]
    high: re.Pattern[str]
    why: str


@dataclass(frozen=True)
class ArithmeticWords:
    """All tables."""

    rates: tuple[Rate, ...]
    qualifiers: tuple[str, ...]
    negative: re.Pattern[str]
    orders: tuple[Order, ...]
    wholes: tuple[Whole, ...]
    generic: frozenset[str]
    heads: tuple[str, ...]
    across: tuple[Across, ...]
    nil_verbs: tuple[str, ...]
    """未发生, 没有收到."""
    nil: re.Pattern[str]
    """未发生 and the thing behind it."""
    nil_endings: re.Pattern[str]
    nil_unless: re.Pattern[str]
    titled: re.Pattern[str]

    def rate(self, name: str) -> Rate:
        """The rate of that name; one that is not listed has the words of its name for its part."""
        found = [one for one in self.rates if one.name in name]
        if found:
            return max(found, key=lambda one: (name.rfind(one.name), len(one.name)))
        return Rate(name, re.compile(re.escape(name[-2:])), None)


@cache
def arithmetic_words() -> ArithmeticWords:
    """The built-in tables."""
    raw = read_table("arithmetic")
    return ArithmeticWords(
        rates=tuple(Rate(one["name"], _any(one["part"]), _any(one["whole"])) for one in raw["rates"]),
        qualifiers=tuple(raw["qualifiers"]["words"]),
        negative=re.compile(rf"(?:{any_of(raw['qualifiers']['negative'])})[^、,]{{0,3}}$"),
        orders=tuple(Order(_any(one["low"]), _any(one["high"]), bool(one.get("carried"))) for one in raw["orders"]),
        wholes=tuple(
            Whole(
                _any(one["whole"]),
                tuple(_any(part) for part in one["parts"]),
                bool(one["certain"]),
                bool(one.get("all")),
                _any(one["unless"]) if "unless" in one else None,
            )
            for one in raw["wholes"]
        ),
        generic=frozenset(raw["repeated"]["generic"]),
        heads=tuple(raw["repeated"]["heads"]),
        across=tuple(Across(_any(one["low"]), _any(one["high"]), one["why"]) for one in raw["across"]),
        nil_verbs=tuple(raw["nil"]["verbs"]),
        nil=re.compile(rf"(?:{any_of(raw['nil']['verbs'])})([\u4e00-\u9fff]{{4,14}})"),
        nil_endings=re.compile(rf"(?:{any_of(raw['nil']['endings'])})$"),
        nil_unless=_any(raw["nil"]["unless"]),
        titled=_any(raw["titles"]["nouns"]),
    )


def _any(words: list[str]) -> re.Pattern[str]:
    return re.compile(any_of(words))
