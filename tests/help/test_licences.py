"""Everything that is bundled has its licence with it, and the terms of Qt's are met."""

from pathlib import Path

from desktop.help import Book
from desktop.help.blocks import lines_of, plain
from desktop.help.book import LICENCES
from desktop.help.licences import bundled, licence_text
from desktop.program import program_root
from tests.tools.gather_licences import NOT_BUNDLED, locked

FOLDER = program_root() / "resources" / "licences"


def test_every_package_of_the_lock_file_is_listed_in_its_version() -> None:
    """Where this fails: tests/tools/gather_licences.py."""
    listed = {one.key: one.version for one in bundled() if one.version}
    assert listed == locked()
    assert {"pyside6-essentials", "cryptography", "lxml", "python-stdnum"} <= set(listed)


def test_only_what_the_program_does_not_carry_is_left_out() -> None:
    assert set(NOT_BUNDLED) == {"pip"}
    assert "pip" not in locked()


def test_every_component_has_its_terms_and_their_whole_text() -> None:
    for one in bundled():
        assert one.licence, one.key
        assert one.source.startswith("https://") or one.key == "taizhang", one.key
        assert len(licence_text(one.key)) > 600, one.key


def test_no_text_lies_there_that_nothing_names() -> None:
    named = {file for one in bundled() for file in one.files} | {"contents.toml"}
    assert {file.name for file in FOLDER.iterdir()} == named


def test_the_terms_of_qt_come_with_it() -> None:
    """LGPL-3.0, 4: notice, the licence and the GPL, a way to replace the library, and the source."""
    text = licence_text("pyside6-essentials")
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in text
    assert "END OF TERMS AND CONDITIONS" in text
    chapter = Book.load().chapters[LICENCES]
    said = "\n".join(plain(line) for block in chapter.blocks for line in lines_of(block))
    for wanted in ("LGPL-3.0", "动态库", "反向工程", "download.qt.io", "没有改动", "python-stdnum"):
        assert wanted in said


def test_the_program_s_own_licence_is_the_repository_s() -> None:
    own = (program_root() / "LICENSE").read_text(encoding="utf-8")
    assert licence_text("taizhang") == own.strip()
    assert Path(FOLDER, "taizhang.txt").read_text(encoding="utf-8") == own
