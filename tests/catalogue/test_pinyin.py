"""Pinyin initials from the generated table."""

import subprocess
import sys

import pytest

from desktop.catalogue.pinyin import has_chinese, initials, spellings
from desktop.program import program_root


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("海螺建材", "hljc"), ("喆鑫化工", "zxhg"), ("（青）应急罚〔2024〕１号", "qyjf20241h"), ("A座 b-1", "azb1"),
        ("叉车", "cc"), ("银行", "yx"), ("", ""), ("，。·", ""), ("〇五", "lw"), ("𠮷野家", "yj"),
    ],
)  # fmt: skip
def test_initials(text: str, letters: str) -> None:
    assert initials(text) == letters


def test_a_character_of_several_readings_is_found_by_each() -> None:
    assert {"yx", "yh"} <= set(spellings("银行"))
    assert {"zqds", "cqds"} & set(spellings("重庆大厦"))
    assert spellings("重庆")[0] == initials("重庆")
    assert "zgyhcqfh" not in spellings("中国银行重庆分行"), "only one character is read otherwise at a time"
    assert any("yh" in one for one in spellings("中国银行重庆分行"))


def test_a_long_text_has_one_spelling() -> None:
    assert len(spellings("重" * 31)) == 1


def test_what_is_chinese() -> None:
    assert has_chinese("A厂")
    assert not has_chinese("A-1，（）")


def test_the_table_holds_every_common_character_once() -> None:
    file = program_root() / "resources" / "pinyin" / "initials.txt"
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    characters = [line[0] for line in lines]
    assert len(set(characters)) == len(characters)
    level_one_and_two = {
        bytes((high, low)).decode("gb2312") for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)
        if not (high == 0xD7 and low > 0xF9)
    }  # fmt: skip
    assert level_one_and_two <= set(characters)
    assert all(line[1] == " " and line[2:].isascii() and line[2:].islower() for line in lines)


def test_the_program_runs_without_a_pinyin_library() -> None:
    code = (
        "import sys; sys.modules['pypinyin'] = None\n"
        "import desktop.store; from desktop.catalogue.pinyin import initials; assert initials('海') == 'h'"
    )
    subprocess.run([sys.executable, "-c", code], check=True, cwd=program_root())
