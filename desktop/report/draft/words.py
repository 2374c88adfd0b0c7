"""The words by which a draft is read, from `resources/drafts/`: units, approximations, slogans, scopes, rates."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from desktop.program import program_root
from desktop.report.draft.quantity import Approximation


@dataclass(frozen=True)
class ReadingWords:
    """How numbers are told from other numerals, and what stands around them."""

    units: tuple[str, ...]
    """Longest first."""
    not_before: Mapping[str, str]
    yet_before: Mapping[str, tuple[str, ...]]
    """Words that begin with such a character and leave the unit one: 380项目标任务."""
    same_units: Mapping[str, str]
    loose: frozenset[frozenset[str]]
    """Pairs of units that writers take one for another, or mistake."""
    mistaken: frozenset[frozenset[str]]
    """Those of them that mean different things: 家 and 家次."""
    before: Mapping[str, Approximation]
    behind: Mapping[str, Approximation]
    slogans: tuple[str, ...]
    vague: tuple[str, ...]
    before_one: tuple[str, ...]
    chinese_units: frozenset[str]
    """Those that Chinese numerals count with."""
    durations: frozenset[str]
    duration_before: tuple[str, ...]
    duration_after: tuple[str, ...]
    scopes: Mapping[str, str]
    """The scope by each word for it."""
    last_year: tuple[str, ...]
    plan: tuple[str, ...]
    plan_headings: tuple[str, ...]
    season: tuple[str, ...]
    light: tuple[str, ...]
    verbs: tuple[str, ...]

    def confused(self, unit: str, other: str) -> bool:
        """Whether a writer may have put one unit for the other."""
        return frozenset((unit, other)) in self.loose

    def wrong(self, unit: str, other: str) -> bool:
        """Whether one unit in place of the other says something else."""
        return frozenset((unit, other)) in self.mistaken

    def unit(self, unit: str) -> str:
        """One word for units of one meaning: 起 and 件, 名 and 人."""
        return self.same_units.get(unit, unit)


def _longest_first(words: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(dict.fromkeys(words), key=len, reverse=True))


def read_table(name: str) -> dict[str, Any]:
    """A table of `resources/drafts/`."""
    file = program_root() / "resources" / "drafts" / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8"))


@cache
def reading_words() -> ReadingWords:
    """The built-in words."""
    raw = read_table("reading")
    approximate = {word: Approximation(kind) for kind, words in raw["approximation"].items() for word in words}
    behind_only = {"余", "多", "来", "左右", "上下", "以上", "以下", "以内"}
    other = raw["not_figures"]
    return ReadingWords(
        units=_longest_first(raw["units"]["words"]),
        not_before=raw["units"]["not_before"],
        yet_before={unit: tuple(words) for unit, words in raw["units"]["yet_before"].items()},
        same_units=raw["units"]["same"],
        loose=frozenset(frozenset(one) for name in ("loose", "confused") for one in raw["units"][name]["pairs"]),
        mistaken=frozenset(frozenset(one) for one in raw["units"]["confused"]["pairs"]),
        before={word: kind for word, kind in approximate.items() if word not in behind_only},
        behind={word: kind for word, kind in approximate.items() if word in behind_only},
        slogans=tuple(other["slogans"]),
        vague=tuple(other["vague"]),
        before_one=tuple(other["before_one"]),
        chinese_units=frozenset(other["chinese_units"]),
        durations=frozenset(other["durations"]),
        duration_before=tuple(other["duration_before"]),
        duration_after=tuple(other["duration_after"]),
        scopes={word: scope for scope, words in raw["scopes"].items() for word in words},
        last_year=tuple(raw["periods"]["last_year"]),
        plan=tuple(raw["periods"]["plan"]),
        plan_headings=tuple(raw["periods"]["plan_headings"]),
        season=tuple(raw["periods"]["season"]),
        light=_longest_first(raw["subjects"]["light"]),
        verbs=_longest_first(raw["subjects"]["verbs"]),
    )


def any_of(words: Iterable[str]) -> str:
    """A regular expression for any of the words, the longest first."""
    return "|".join(re.escape(one) for one in _longest_first(words))
