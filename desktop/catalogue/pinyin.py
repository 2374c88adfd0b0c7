"""Pinyin initials: 海螺建材 is found by hljc. From a generated table, so that the program needs no pinyin library."""

from collections.abc import Mapping
from functools import cache

from desktop.catalogue.normalise import code_text
from desktop.program import program_root

LONGEST_WITH_READINGS = 30
"""Longer texts are looked up by the commonest readings only."""


def initials(text: str) -> str:
    """The initial of each Chinese character in its commonest reading; letters and digits stay, in lower case."""
    return "".join(one[0] for one in _letters(text))


def spellings(text: str) -> tuple[str, ...]:
    """All initials by which a text may be looked up: the commonest first, then with one character read otherwise."""
    letters = _letters(text)
    found = {"".join(one[0] for one in letters): None}
    if len(letters) <= LONGEST_WITH_READINGS:
        for changed in {one for one in letters if len(one) > 1}:
            for other in changed[1:]:
                # 中国银行重庆分行: both 行 are read alike.
                found["".join(other if one == changed else one[0] for one in letters)] = None
    return tuple(found)


def has_chinese(text: str) -> bool:
    """Whether any character has an initial of its own."""
    return any(character in _table() for character in text)


def _letters(text: str) -> list[str]:
    """For each character that counts, its possible initials: one letter or digit, or those of its readings."""
    table, found = _table(), []
    for character in text:
        if character in table:
            found.append(table[character])
        elif (plain := code_text(character).lower()).isascii() and plain.isalnum():
            found.append(plain)
    return found


@cache
def _table() -> Mapping[str, str]:
    """Initials by character, the commonest reading's first; see tests/tools/make_pinyin_table.py."""
    text = (program_root() / "resources" / "pinyin" / "initials.txt").read_text(encoding="utf-8")
    return {line[0]: line[2:] for line in text.splitlines() if not line.startswith("#")}
