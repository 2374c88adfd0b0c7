"""The printed manual says what the help says, with its pictures; its contents lead to its chapters."""

import re
from datetime import datetime
from pathlib import Path

import docx
import pytest
from click.testing import CliRunner
from docx.oxml.ns import qn

from desktop.cli.manual import manual
from desktop.help import Book
from desktop.help.blocks import Picture, Steps, lines_of, plain
from desktop.refusal import Refusal
from desktop.report.manual import chapter_text, write_manual
from tests.report.office import facts, needs_office, pages, printed
from tests.windows.building import PAPERS, write_papers

MADE_AT = datetime(2025, 11, 21, 9, 30)


@pytest.fixture(scope="module")
def book() -> Book:
    return Book.load()


@pytest.fixture(scope="module")
def file(book: Book, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("manual") / "手册.docx"
    write_manual(book, made, version="1.2.3", made_at=MADE_AT)
    return made


def texts(file: Path) -> list[str]:
    body = docx.Document(str(file)).element.body
    return ["".join(one.text or "" for one in each.iter(qn("w:t"))) for each in body.iter(qn("w:p"))]


def test_everything_that_the_help_says_is_printed(file: Path, book: Book) -> None:
    printed = "\n".join(texts(file))
    assert "版本 1.2.3" in printed
    assert "2025年11月" in printed
    for chapter in book.chapters.values():
        assert printed.count(f"\n{chapter.title}\n") >= 1, chapter.title
        for block in chapter.blocks:
            for line in lines_of(block):
                assert plain(line) in printed, (chapter.name, plain(line))


def test_every_step_has_its_number(file: Path, book: Book) -> None:
    printed = texts(file)
    steps = [block for one in book.chapters.values() for block in one.blocks if isinstance(block, Steps)]
    for block in steps:
        for number, line in enumerate(block.lines, 1):
            assert f"{number}.{plain(line)}" in printed


def test_every_picture_is_in_it_and_none_is_wider_than_the_text(file: Path, book: Book) -> None:
    shapes = docx.Document(str(file)).inline_shapes
    wanted = [block for one in book.chapters.values() for block in one.blocks if isinstance(block, Picture)]
    assert len(shapes) == len(wanted) > 10
    assert all(40 <= shape.width.mm <= 160.5 for shape in shapes)
    assert file.stat().st_size < 1_000_000


def test_every_line_of_the_contents_leads_to_its_chapter(file: Path, book: Book) -> None:
    body = docx.Document(str(file)).element.body
    marks = {one.get(qn("w:name")) for one in body.iter(qn("w:bookmarkStart"))}
    links = [one.get(qn("w:anchor")) for one in body.iter(qn("w:hyperlink"))]
    pages = re.findall(r"PAGEREF (\w+)", " ".join(one.text or "" for one in body.iter(qn("w:instrText"))))
    assert len(marks) == len(book.chapters)
    assert sorted(links) == sorted(marks) == sorted(pages)


def test_the_same_help_gives_the_same_file(file: Path, book: Book, tmp_path: Path) -> None:
    again = tmp_path / "again.docx"
    write_manual(book, again, version="1.2.3", made_at=MADE_AT)
    assert again.read_bytes() == file.read_bytes()


def test_the_note_for_the_it_desk_is_plain_text(book: Book) -> None:
    text = chapter_text(book.chapters["it"])
    assert text.startswith("给信息科的说明\n====")
    for wanted in ("/ALLUSERS：", "SHA256SUMS.txt", "7：已经装着更新的版本", "%LOCALAPPDATA%"):
        assert wanted in text
    assert not re.search(r"\*\*|`|!\[", text)


def test_the_command_writes_both_and_refuses_others(tmp_path: Path) -> None:
    run = CliRunner()
    for name in ("手册.docx", "给信息科的说明.txt"):
        assert run.invoke(manual, [str(tmp_path / name)]).exit_code == 0
    written = (tmp_path / "给信息科的说明.txt").read_bytes()
    assert written.startswith(b"\xef\xbb\xbf")
    assert b"\r\n" in written
    for arguments in ([str(tmp_path / "a.pdf")], [str(tmp_path / "a.txt"), "--chapter", "nothing"]):
        assert isinstance(run.invoke(manual, arguments).exception, Refusal)


def test_both_papers_lie_beside_the_program(tmp_path: Path) -> None:
    write_papers(tmp_path)
    assert sorted(one.name for one in tmp_path.iterdir()) == sorted(PAPERS)
    assert all(one.stat().st_size > 3000 for one in tmp_path.iterdir())


class TestPrinted:
    """As LibreOffice prints it."""

    pytestmark = needs_office

    def test_the_contents_name_the_pages(self, file: Path, book: Book, tmp_path: Path) -> None:
        pdf = printed(file, tmp_path)
        found = pages(pdf)
        assert int(facts(pdf)["Pages"]) == len(found) < 45
        contents = "\n".join(found[1])
        assert not any(line.startswith("—") for line in found[0]), "the title page has no number"
        for chapter in book.chapters.values():
            title = chapter.title.replace(" ", "")
            page = next(number for number, lines in enumerate(found, 1) if number > 2 and title in lines)
            assert re.search(rf"^{re.escape(title)}\.+{page}$", contents, re.MULTILINE), title
