"""The words of the program: every Chinese sentence that a bureau may see, in code, definitions and help."""

import ast
import re
import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from desktop.program import program_root

ROOT = program_root()
CHINESE = "[\u4e00-\u9fff]"
PLACE = "\x01"
"""Stands for what an f-string fills in."""
POLITE = ("您", "请点击", "点击", "确定要", "操作成功", "抱歉", "对不起", "敬请", "哦", "！")
TECHNICAL = ("数据库", "异常", "字段", "缓存", "线程", "接口", "字符串", "崩溃", "JSON", "SQL")
ONE_WORD = {
    "去年": "上年同期", "人工调整": "手工调整", "手动调整": "手工调整", "终稿": "定稿", "垃圾箱": "回收站",
    "垃圾桶": "回收站", "其它": "其他", "登陆": "登录", "帐": "账", "部份": "部分", "做为": "作为",
}  # fmt: skip
"""What is not said, and what is said instead."""
FOR_AUTHORS = (
    "desktop/catalogue/",  # messages to those who write definitions
    "desktop/cli/",
    "desktop/demo/",
    "desktop/exchange/understanding.py",  # `taizhang import --column`
)
OF_DRAFTS = ("desktop/report/draft/", "resources/drafts/")
"""What writers of drafts say is looked for there, right or wrong."""
SAMPLES = (
    "desktop/gui/help/pictures.py",  # invented records
    "desktop/gui/widgets/page_preview.py",  # a sample of report text
)


class Said(NamedTuple):
    file: str
    where: str
    text: str

    def __str__(self) -> str:
        return f"{self.file}:{self.where}: {self.text.replace(PLACE, '{}')[:60]}"


def code() -> Iterator[Said]:
    for file in sorted((ROOT / "desktop").rglob("*.py")):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        said = {id(one.value) for one in ast.walk(tree) if isinstance(one, ast.Expr)}  # docstrings
        for node in ast.walk(tree):
            text = None
            if isinstance(node, ast.JoinedStr):
                said |= {id(one) for one in node.values}
                text = "".join(str(one.value) if isinstance(one, ast.Constant) else PLACE for one in node.values)
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in said:
                text = node.value
            if text and re.search(CHINESE, text):
                yield Said(file.relative_to(ROOT).as_posix(), str(node.lineno), text)


def leaves(value: Any, path: tuple[str, ...] = ()) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            yield from leaves(one, (*path, str(key)))
    elif isinstance(value, str) and re.search(CHINESE, value):
        yield ".".join(path), value


def definitions() -> Iterator[Said]:
    """All that definitions say; where a wording was seen (`evidence`) is an address, not a sentence."""
    files = [*(ROOT / "resources").rglob("*.toml"), *(ROOT / "seeds" / "codes").glob("*.toml")]
    for file in sorted(files):
        if "licences" not in file.parts:
            for where, text in leaves(tomllib.loads(file.read_text(encoding="utf-8"))):
                if not where.endswith(("evidence", "url")):
                    yield Said(file.relative_to(ROOT).as_posix(), where, text)


def help_lines() -> Iterator[Said]:
    for file in sorted((ROOT / "resources" / "help").glob("*.md")):
        if file.stem not in ("it", "licences"):  # for those who look after the machine
            for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
                if re.search(CHINESE, line):
                    yield Said(file.relative_to(ROOT).as_posix(), str(number), line)


@pytest.fixture(scope="module")
def everything() -> tuple[Said, ...]:
    return (*code(), *definitions(), *help_lines())


@pytest.fixture(scope="module")
def window(everything: tuple[Said, ...]) -> tuple[Said, ...]:
    return tuple(one for one in everything if one.file.startswith("desktop/gui/") and one.file not in SAMPLES)


def outside(said: Iterable[Said], *places: str) -> Iterator[Said]:
    return (one for one in said if not one.file.startswith(places))


def holding(said: Iterable[Said], pattern: str) -> list[str]:
    return [str(one) for one in said if re.search(pattern, one.text)]


def test_the_words_are_found(everything: tuple[Said, ...]) -> None:
    assert len(everything) > 5000
    assert {Path(one.file).suffix for one in everything} == {".py", ".toml", ".md"}


@pytest.mark.parametrize("word", POLITE)
def test_nothing_is_said_politely(everything: tuple[Said, ...], word: str) -> None:
    assert holding(outside(everything, *OF_DRAFTS), re.escape(word)) == []


@pytest.mark.parametrize("word", TECHNICAL)
def test_a_bureau_reads_no_technical_word(everything: tuple[Said, ...], word: str) -> None:
    """地震数据库 is a thing that a bureau keeps."""
    found = holding(outside(everything, *FOR_AUTHORS, *OF_DRAFTS), f"(?<!地震){word}")
    assert found == []


@pytest.mark.parametrize("word", sorted(ONE_WORD))
def test_one_thing_has_one_word(everything: tuple[Said, ...], word: str) -> None:
    assert holding(outside(everything, *OF_DRAFTS), word) == [], f"说“{ONE_WORD[word]}”"


def test_the_window_compares_with_the_same_span_of_last_year_and_says_so(window: tuple[Said, ...]) -> None:
    """同比 is a word of the report's text."""
    assert holding(window, "同比") == []


def test_punctuation_in_chinese_sentences_is_chinese(everything: tuple[Said, ...]) -> None:
    """Left out are patterns, file filters, mnemonics, page codes, formulas and samples of files."""
    sentence = [
        one for one in outside(everything, *OF_DRAFTS, *SAMPLES)
        if not re.search(r"\\[sdu]|\(\?|\(\*|\(&|^&|![$]|\[.+\]|\|", one.text)
    ]  # fmt: skip
    assert holding(sentence, rf"{CHINESE}[,;:!?(]|[,;:!?)]{CHINESE}|\.\.\.") == []


def test_parts_are_joined_by_words_and_not_by_slashes_or_dots(everything: tuple[Said, ...]) -> None:
    """A section's path, a path of files and a quantity over its unit (隐患/项) have theirs."""
    shown = [
        one for one in outside(everything, *OF_DRAFTS, *SAMPLES, "desktop/gui/tables/", "desktop/gui/widgets/backup")
        if not one.where.endswith("section") and not one.where.startswith("chapters.") and "\\" not in one.text
    ]  # fmt: skip
    assert holding(shown, rf"{CHINESE} ?[/·] ?{CHINESE}") == []


def test_the_window_parts_digits_and_latin_letters_from_chinese(window: tuple[Said, ...]) -> None:
    """Dates stay closed, and so do numbers of documents and what is to be typed."""
    closed = re.compile(
        rf"[\d{PLACE}]+[年月日号]|[年月至从][\d{PLACE}]+|〔.*?〕|\d*[.\d]+万|2月\d+日|“.*?”|&[A-Z]|wps云盘|约{PLACE}"
    )
    found = [
        str(one) for one in window
        if re.search(rf"{CHINESE}[0-9A-Za-z]|[0-9A-Za-z%]{CHINESE}", closed.sub("，", one.text))
    ]  # fmt: skip
    assert found == []


def test_a_count_stands_apart_from_its_measure_word_in_the_window(window: tuple[Said, ...]) -> None:
    assert holding(window, f"{PLACE}(?:[条项家次件份个天页张期批行处人步秒版]|起(?!算))") == []


def test_dates_stay_closed(everything: tuple[Said, ...]) -> None:
    """11月21日, not 11 月 21 日; a length of time (30 日) stands apart."""
    assert holding(outside(everything, *OF_DRAFTS), rf"[\d{PLACE}] 月 ?[\d{PLACE}]|[\d{PLACE}] 年 [\d{PLACE}]") == []
