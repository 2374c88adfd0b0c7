"""Makes resources/pinyin/initials.txt with pypinyin, which the program itself does not need.

    pip install pypinyin==0.55.0 && python tests/tools/make_pinyin_table.py

A line holds a character and the initials of its readings. The first is that of pypinyin's first reading, which
goes by frequency; the others are kept where pypinyin's phrases use them, which leaves out readings that only
dictionaries know. Characters: the basic block of Unicode (20,992) and 〇.
"""

from collections import Counter, defaultdict
from pathlib import Path

from pypinyin import Style, pinyin
from pypinyin.phrases_dict import phrases_dict
from pypinyin.style import convert

TABLE = Path(__file__).parents[2] / "resources" / "pinyin" / "initials.txt"
HEADER = "# 汉字 拼音首字母（常用读音在前）。由 tests/tools/make_pinyin_table.py 用 pypinyin（MIT）生成，不要手改。\n"
LEAST_USES = 2
SURNAMES = {"单": "s", "仇": "q", "查": "z", "解": "x", "曾": "z", "尉": "y", "盖": "g", "区": "o", "朴": "p"}
"""Initials of surnames, which are not in the phrases."""


def initial(reading: str) -> str:
    return convert(reading, Style.NORMAL, strict=False)[:1]


def uses() -> dict[str, Counter[str]]:
    """How often each character is read with each initial in the phrases."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for phrase, readings in phrases_dict.items():
        if len(phrase) == len(readings):
            for character, reading in zip(phrase, readings, strict=True):
                found[character][initial(reading[0])] += 1
    return found


def line(character: str, used: Counter[str]) -> str | None:
    readings = pinyin(character, style=Style.NORMAL, heteronym=True, errors="ignore")
    if not readings:
        return None
    first, *others = [reading[:1] for reading in readings[0]]
    kept = [one for one in others if used[one] >= LEAST_USES] + [SURNAMES.get(character, first)]
    letters = "".join(dict.fromkeys([first, *kept]))
    return f"{character} {letters}" if letters.isascii() and letters.isalpha() else None


def main() -> None:
    used = uses()
    characters = ["〇", *map(chr, range(0x4E00, 0xA000))]
    lines = [made for one in characters if (made := line(one, used[one]))]
    TABLE.parent.mkdir(exist_ok=True)
    TABLE.write_text(HEADER + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{len(lines)} characters, {sum(len(one) > 3 for one in lines)} with several initials")


if __name__ == "__main__":
    main()
