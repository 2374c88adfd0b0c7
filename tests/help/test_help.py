"""The help as a text: it can be read, its links and pictures are there, its words are those of the program."""

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from PySide6.QtGui import QImageReader

from desktop.catalogue import Catalogue, Refusal
from desktop.help import Book
from desktop.help.blocks import (
    Block,
    Code,
    Heading,
    Key,
    Link,
    Note,
    Paragraph,
    Picture,
    Points,
    Span,
    Steps,
    Table,
    Text,
    Words,
    lines_of,
    plain,
)
from desktop.help.finding import find
from desktop.help.licences import licence_of
from desktop.help.reading import is_key, read
from desktop.program import program_root

ROOT = program_root()
HELP = ROOT / "resources" / "help"
LARGEST_PICTURE = 48 * 1024
ALL_PICTURES = 700 * 1024
POLITE = ("您", "请点击", "操作成功", "确定要", "抱歉")
TECHNICAL = ("数据库", "异常", "字段", "JSON", "ID", "UUID", "SQL", "缓存", "线程", "日志")


@pytest.fixture(scope="module")
def book() -> Book:
    return Book.load()


def spans(book: Book) -> Iterator[tuple[str, Span]]:
    for name, chapter in book.chapters.items():
        for block in chapter.blocks:
            for line in lines_of(block):
                for span in line:
                    yield name, span


def blocks(book: Book) -> Iterator[tuple[str, Block]]:
    for name, chapter in book.chapters.items():
        for block in chapter.blocks:
            yield name, block


# -------------------------------------------------------------------- reading


def test_a_chapter_is_read_block_by_block() -> None:
    title, found = read(
        "# 备份\n\n程序每天\n备份。\n## 怎么做\n1. 按 **备份…**\n   再等。\n2. 按 `Ctrl+S`。\n\n- 一\n- 二\n\n"
        "> 放 U 盘，见[换电脑](new_computer.md)。\n\n![一页](a.png)\n\n| 键 | 做什么 |\n|---|---|\n| `F1` | 帮助 |\n",
        "x.md",
    )
    assert title == "备份"
    assert found == (
        Paragraph((Text("程序每天备份。"),)),
        Heading("怎么做", "s1"),
        Steps(((Text("按 "), Words("备份…"), Text("再等。")), (Text("按 "), Key("Ctrl+S"), Text("。")))),
        Points(((Text("一"),), (Text("二"),))),
        Note((Text("放 U 盘，见"), Link("换电脑", "new_computer"), Text("。"))),
        Picture("a.png", "一页"),
        Table(((Text("键"),), (Text("做什么"),)), (((Key("F1"),), (Text("帮助"),)),)),
    )


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("备份", "第一行"),
        ("# 备份\n\n按 **备份", "看不懂"),
        ("# 备份\n\n见[别处](http://a.b)", "看不懂"),
        ("# 备份\n\n![图](a.jpg)", "插图"),
        ("# 备份\n\n| 一 | 二 |\n| 三 |", "第二行"),
        ("# 备份\n\n| 一 | 二 |\n|---|---|\n| 三 |", "格数"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_file(text: str, says: str) -> None:
    with pytest.raises(Refusal, match=says) as refusal:
        read(text, "x.md")
    assert str(refusal.value).startswith("x.md：")


def test_keys_are_told_from_paths() -> None:
    assert all(is_key(one) for one in ("F1", "Ctrl+S", "Ctrl+Shift+回车", "Alt+↓", "Esc", "Ctrl+1"))
    assert not any(is_key(one) for one in ("taizhang", "/S", "S", "C+S", "王**", "Ctrl+Strg"))


# -------------------------------------------------------------------- the chapters


def test_every_file_is_a_chapter_and_every_chapter_is_found_from_some_page_or_word(book: Book) -> None:
    assert {file.stem for file in HELP.glob("*.md")} == set(book.chapters)
    titles = [one.title for one in book.chapters.values()]
    assert len(titles) == len(set(titles))
    assert all(one.pages or one.words for one in book.chapters.values())
    contents = (HELP / "contents.toml").read_text(encoding="utf-8")
    assert set(re.findall(r"^\[chapter\.(\w+)\]", contents, re.MULTILINE)) == set(book.chapters)


def test_no_two_chapters_are_opened_by_one_page(book: Book) -> None:
    pages = [page for one in book.chapters.values() for page in one.pages]
    assert len(pages) == len(set(pages))


def test_a_page_opens_its_own_chapter_or_that_of_what_is_around_it(book: Book) -> None:
    wanted = {"today": "today", "ledgers": "lists", "form": "check", "form/enforcement_check": "check",
              "form/tip_off": "tip_offs", "figures": "figures", "report": "report", "returns": "returns",
              "data/回收站": "undo", "settings/举报人信息保护": "tip_offs", "settings/人员": "settings",
              "nowhere": "start", "": "start"}  # fmt: skip
    assert {page: book.for_page(page).name for page in wanted} == wanted


def test_links_lead_to_chapters(book: Book) -> None:
    links = [(name, span.target) for name, span in spans(book) if isinstance(span, Link)]
    assert len(links) > 10
    assert [one for one in links if licence_of(one[1]) is None and one[1] not in book.chapters] == []


def test_every_picture_is_there_is_small_and_is_shown(book: Book) -> None:
    shown = {block.file for _, block in blocks(book) if isinstance(block, Picture)}
    files = {file.name: file for file in (HELP / "pictures").glob("*.png")}
    assert shown == set(files)
    assert {name: file.stat().st_size for name, file in files.items() if file.stat().st_size > LARGEST_PICTURE} == {}
    assert sum(file.stat().st_size for file in files.values()) < ALL_PICTURES
    assert all(QImageReader(str(file)).size().width() > 200 for file in files.values())


def test_every_picture_is_made_by_a_scene(book: Book) -> None:
    """What is shown can be renewed by `./dev demo`, and nothing is made in vain."""
    from desktop.gui.help.pictures import SCENES

    shown = {Path(block.file).stem for _, block in blocks(book) if isinstance(block, Picture)}
    assert shown == {"start", *SCENES}


# -------------------------------------------------------------------- the words


@cache
def words_of_the_program() -> frozenset[str]:
    """Every text in the program's source that may be seen."""
    found = set()
    for file in (ROOT / "desktop").rglob("*.py"):
        if "help" in file.relative_to(ROOT).parts:
            continue
        tree = ast.parse(file.read_text(encoding="utf-8"))
        unseen = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
        unseen |= {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        texts = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in unseen)
        found |= {node.value.strip() for node in texts if isinstance(node.value, str)}
    return frozenset(found)


def labels(catalogue: Catalogue) -> set[str]:
    """What the definitions call their ledgers, fields, terms, views and what follows a record."""
    found = set()
    for ledger in catalogue.ledgers.values():
        found |= {ledger.label, *(view.label for view in ledger.listing.views)}
        found |= {one.verb for one in ledger.follow_ups}
        for field in ledger.fields.values():
            found |= {field.label, *field.choices.values()}
    return found


def test_the_words_quoted_are_those_on_the_screen(book: Book, catalogue: Catalogue) -> None:
    known = words_of_the_program() | labels(catalogue)
    quoted = [(name, part) for name, span in spans(book) if isinstance(span, Words) for part in span.parts]
    assert len(quoted) > 200
    assert [one for one in quoted if one[1] not in known] == []


def test_the_search_for_words_misses_those_that_the_program_lacks() -> None:
    assert "恢复这一份" in words_of_the_program()
    assert {"恢复这份备份", "点这里", "保存一下"}.isdisjoint(words_of_the_program())


def test_nobody_is_flattered_and_nothing_is_technical(book: Book) -> None:
    for name, span in spans(book):
        assert [word for word in POLITE if word in span.text] == [], (name, span.text)
        assert "！" not in span.text and not re.search("[\u4e00-\u9fff],", span.text), (name, span.text)
        if name not in ("it", "licences"):
            assert [word for word in TECHNICAL if word in span.text] == [], (name, span.text)


def test_digits_and_latin_stand_apart_from_chinese(book: Book) -> None:
    """As on the screen; dates stay closed."""
    closed = re.compile("[\u4e00-\u9fff][A-Za-z]|[A-Za-z][\u4e00-\u9fff]")
    found = [(name, span.text) for name, span in spans(book) if isinstance(span, Text) and closed.search(span.text)]
    assert found == []


def test_steps_are_short(book: Book) -> None:
    lengths = [len(plain(line)) for _, block in blocks(book) if isinstance(block, Steps) for line in block.lines]
    assert len(lengths) > 50
    assert max(lengths) <= 90
    assert sorted(lengths)[len(lengths) // 2] <= 40


def test_codes_stand_only_where_something_is_typed_or_lies(book: Book) -> None:
    codes = {name for name, span in spans(book) if isinstance(span, Code)}
    assert codes <= {"it", "licences", "tip_offs", "trouble", "new_computer", "backup", "desks", "import"}


# -------------------------------------------------------------------- finding


@pytest.mark.parametrize(
    ("typed", "first"),
    [("举报人", "tip_offs"), ("bf", "backup"), ("统计年报", "returns"), ("恢复页", "tip_offs"),
     ("kjj", "keys"), ("静默安装", "it"), ("LGPL", "licences"), ("改口径", "figures"), ("送达", "today")],
)  # fmt: skip
def test_a_task_is_found_by_its_words_and_by_initials(book: Book, typed: str, first: str) -> None:
    assert find(book, typed)[0].chapter.name == first


def test_a_section_is_found_with_the_words_around(book: Book) -> None:
    found = next(one for one in find(book, "粘贴表格行") if one.chapter.name == "check")
    assert found.section.heading == "填隐患"
    assert "粘贴表格行" in found.excerpt


def test_all_words_have_to_occur(book: Book) -> None:
    assert find(book, "隐患 不存在的词") == []
    assert {one.chapter.name for one in find(book, "隐患 照片")} == {"check"}
    assert find(book, "  ") == []


# -------------------------------------------------------------------- what the IT desk is told

INSTALLER = ROOT / "tests" / "windows" / "installer.nsi"


@pytest.mark.skipif(not INSTALLER.exists(), reason="the installer is not here yet")
def test_the_it_note_says_what_the_installer_does(book: Book) -> None:
    script = INSTALLER.read_text(encoding="utf-8")
    codes = {
        int(number) for number in re.findall(r"^!define [A-Z_]+ (\d+)$", script, re.MULTILINE) if int(number) < 20
    }
    blocks = book.chapters["it"].blocks
    tables = [block for block in blocks if isinstance(block, Table) and plain(block.head[0]) == "退出码"]
    assert {int(plain(row[0])) for row in tables[0].rows} == codes | {0}
    for option in ("/ALLUSERS", "/CLOSE"):
        assert f'"{option}"' in script
        assert any(option in plain(line) for block in blocks for line in lines_of(block))
