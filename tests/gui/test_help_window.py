"""The help as a clerk uses it: F1 on a page, contents, search, links; what it says of menus and keys is so."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QMenuBar, QPushButton, QTextBrowser
from pytestqt.qtbot import QtBot

from desktop.gui.about import AboutPanel
from desktop.gui.app import Desk
from desktop.gui.first_start import FirstStart, OpeningProblem
from desktop.gui.guards import dress
from desktop.gui.help.window import HelpWindow
from desktop.gui.pages.sectioned import SectionedPage
from desktop.gui.theme import TEXT_SIZES, Theme
from desktop.gui.widgets.key_help import EVERYWHERE
from desktop.gui.widgets.rail import PAGES
from desktop.gui.window import Window
from desktop.help import Book
from desktop.help.blocks import Heading, Key, Line, Link, Picture, Table, Words, lines_of, plain
from desktop.help.licences import bundled

CONTROL, ALT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier


@pytest.fixture(scope="module")
def book() -> Book:
    return Book.load()


@pytest.fixture
def helper(qtbot: QtBot, theme: Theme, book: Book) -> Iterator[HelpWindow]:
    made = HelpWindow(theme, book)
    qtbot.addWidget(made)
    made.show_chapter("start")
    with qtbot.waitActive(made):
        made.activateWindow()
    yield made


def helps() -> list[HelpWindow]:
    return [one for one in QApplication.topLevelWidgets() if isinstance(one, HelpWindow) and one.isVisible()]


def shown() -> HelpWindow:
    (found,) = helps()
    return found


def text(helper: HelpWindow) -> str:
    return helper.findChild(QTextBrowser).toPlainText()  # type: ignore[union-attr]


def typed(helper: HelpWindow, words: str, qtbot: QtBot) -> None:
    QTest.keyClick(helper, Qt.Key.Key_F, CONTROL)
    helper.search.setText(words)
    qtbot.waitUntil(lambda: f"“{words}”" in text(helper))


# -------------------------------------------------------------------- F1


@pytest.mark.parametrize(
    ("page", "title"),
    [("today", "今日：到期的事"), ("ledgers", "看台账列表"), ("figures", "看指标的来由"),
     ("report", "写年度报告和定稿"), ("returns", "统计年报"), ("check", "校核稿子"), ("settings", "设置各项")],
)  # fmt: skip
def test_f1_opens_the_chapter_of_the_page_in_front(window: Window, qtbot: QtBot, page: str, title: str) -> None:
    with qtbot.waitActive(window):
        window.activateWindow()
    window.show_page(page)
    QTest.keyClick(QApplication.focusWidget() or window, Qt.Key.Key_F1)
    assert text(shown()).startswith(title)


def test_f1_knows_the_section_and_the_ledger(window: Window) -> None:
    page = window.show_page("data")
    assert isinstance(page, SectionedPage)
    page.open("修改记录")
    window.show_help()
    assert text(shown()).startswith("改错了怎么办")
    window.open_form("tip_off")
    window.show_help()
    assert text(shown()).startswith("举报人信息")
    window.open_form("training")
    window.show_help()
    assert text(shown()).startswith("登记一次检查和隐患")


def test_f1_helps_before_a_file_is_open(desk: Desk, qtbot: QtBot) -> None:
    desk.start()
    page = desk.shown
    assert isinstance(page, FirstStart)
    QTest.keyClick(page.bureau, Qt.Key.Key_F1)
    assert text(shown()).startswith("第一次用")
    page.bureau.setText("青川区应急管理局")
    page.make_button.click()
    qtbot.waitUntil(lambda: isinstance(desk.shown, Window), timeout=20_000)
    assert helps() == []


def test_f1_helps_where_a_file_does_not_open(desk: Desk, tmp_path: Path) -> None:
    desk.start(tmp_path / "gone.db")
    assert isinstance(desk.shown, OpeningProblem)
    QTest.keyClick(desk.shown, Qt.Key.Key_F1)
    assert text(shown()).startswith("出了问题")


def test_one_help_window_stands_beside_the_work_and_goes_with_it(window: Window, qtbot: QtBot) -> None:
    window.show_help()
    first = shown()
    window.show_page("today")
    assert window.isEnabled() and first.isVisible() and not first.isModal()
    window.show_help("keys")
    assert shown() is first
    window.leave()
    assert helps() == []


def test_with_new_colours_or_sizes_it_is_made_anew(window: Window) -> None:
    window.show_help("keys")
    first = shown()
    window.rebuild()
    assert not first.isVisible()
    window.show_help()
    assert shown() is not first


def test_esc_closes_it(helper: HelpWindow, qtbot: QtBot) -> None:
    QTest.keyClick(QApplication.focusWidget() or helper, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not helper.isVisible())


# -------------------------------------------------------------------- reading and searching


def test_every_chapter_shows_all_that_it_says(helper: HelpWindow, book: Book) -> None:
    for chapter in book.chapters.values():
        helper.show_chapter(chapter.name)
        assert helper.chapter == chapter.name
        said = text(helper).replace("\u2060", "").replace("\u00a0", "")
        assert said.startswith(chapter.title)
        for block in chapter.blocks:
            for line in lines_of(block):
                assert plain(line).replace(" ", "") in said.replace(" ", "").replace("\u2028", ""), chapter.name


def test_a_chapter_is_chosen_in_the_contents_by_arrow(helper: HelpWindow) -> None:
    helper.contents.setFocus()
    QTest.keyClick(helper.contents, Qt.Key.Key_Down)
    assert helper.chapter == "window"


def test_pictures_are_painted_as_wide_as_there_is_room(helper: HelpWindow, book: Book, qtbot: QtBot) -> None:
    for width in (760, 1300):
        helper.resize(width, 700)
        qtbot.wait(30)
        for chapter in book.chapters.values():
            helper.show_chapter(chapter.name)
            names = [block.file for block in chapter.blocks if isinstance(block, Picture)]
            for name in names:
                image = helper.browser.loadResource(2, QUrl(name))
                assert 200 < image.width() / image.devicePixelRatio() <= helper.browser.viewport().width(), name  # type: ignore[attr-defined]
            assert helper.browser.document().idealWidth() <= helper.browser.viewport().width() + 1, chapter.name


def test_words_are_found_and_enter_opens_the_first_place(helper: HelpWindow, qtbot: QtBot) -> None:
    typed(helper, "恢复页", qtbot)
    assert "举报人信息 › 忘了口令" in text(helper)
    QTest.keyClick(helper.search, Qt.Key.Key_Return)
    assert helper.chapter == "tip_offs"
    assert helper.search.text() == ""
    marked = {one.cursor.selectedText() for one in helper.browser.extraSelections()}
    assert marked == {"恢复页"}


def test_initials_find_a_chapter(helper: HelpWindow, qtbot: QtBot) -> None:
    typed(helper, "tjnb", qtbot)
    QTest.keyClick(helper.search, Qt.Key.Key_Return)
    assert helper.chapter == "returns"


def test_nothing_found_is_said_and_esc_goes_back(helper: HelpWindow, qtbot: QtBot) -> None:
    typed(helper, "没有这样的词", qtbot)
    assert "没有找到" in text(helper)
    QTest.keyClick(helper.search, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: helper.chapter == "start")
    assert helper.isVisible()


def test_a_link_leads_on_and_the_key_leads_back(helper: HelpWindow, qtbot: QtBot) -> None:
    helper.browser.anchorClicked.emit(QUrl("chapter:keys"))
    assert helper.chapter == "keys"
    QTest.keyClick(helper, Qt.Key.Key_Left, ALT)
    assert helper.chapter == "start"


def test_the_links_of_every_chapter_can_be_followed(helper: HelpWindow, book: Book) -> None:
    for chapter in book.chapters.values():
        links = {span.target for block in chapter.blocks for line in lines_of(block) for span in line
                 if isinstance(span, Link)}  # fmt: skip
        helper.show_chapter(chapter.name)
        for target in links:
            helper.browser.anchorClicked.emit(QUrl(f"chapter:{target}"))
            assert len(text(helper)) > 100


def test_a_licence_is_read_in_the_window(helper: HelpWindow) -> None:
    helper.show_chapter("licences")
    for one in bundled():
        assert one.name in text(helper)
        helper.browser.anchorClicked.emit(QUrl(f"chapter:licence_{one.key}"))
        assert len(text(helper)) > 500
        helper.go_back()


@pytest.mark.parametrize("size", ["标准", "特大"])
def test_nothing_is_cut_off(qapp: QApplication, qtbot: QtBot, book: Book, tmp_path: Path, size: str) -> None:
    theme = Theme.load("dark", TEXT_SIZES[size])
    dress(qapp, theme, tmp_path)
    made = HelpWindow(theme, book)
    qtbot.addWidget(made)
    made.resize(made.minimumSize())
    made.show_chapter("report")
    qtbot.wait(50)
    for one in made.findChildren(QLabel):
        assert one.width() >= one.sizeHint().width() or not one.isVisible(), one.text()
    assert all(one.width() >= one.sizeHint().width() for one in made.findChildren(QPushButton) if one.isVisible())
    dress(qapp, Theme.load(), tmp_path)


# -------------------------------------------------------------------- what it says of menus and keys


def actions(window: Window) -> dict[str, str]:
    """Every action of every page and menu with its key, as the help writes them."""
    found: dict[str, str] = {}
    for page in (*(name for name, _, _ in PAGES), "returns"):
        found |= _keys(window.show_page(page).actions_of_page())
    window.open_form("enforcement_check")
    found |= _keys(window.page("form").actions_of_page())
    window.show_page("settings")
    return found | _keys(window.findChildren(QAction))


def _keys(many: list[QAction]) -> dict[str, str]:
    return {one.text(): written(one.shortcut()) for one in many if one.text() and not one.shortcut().isEmpty()}


def written(key: QKeySequence) -> str:
    ours = {"Return": "回车", "PgDown": "PgDn", "Del": "Delete", "Up": "↑", "Down": "↓", "Left": "←"}
    *held, last = key.toString(QKeySequence.SequenceFormat.PortableText).split("+")
    return "+".join([*held, ours.get(last, last)])


OF_FIELDS = {
    "Esc", "Tab", "Shift+Tab", "回车", "空格", "F4", "Alt+↓", "Shift+↑", "Shift+↓", "Delete", "F2",
    "Ctrl+A", "Ctrl+C", "Ctrl+V",
}  # fmt: skip
"""Keys that tables, lists and fields answer themselves."""


def test_every_key_named_is_bound(window: Window, book: Book) -> None:
    bound = set(actions(window).values()) | OF_FIELDS
    assert {part for keys, _ in EVERYWHERE for part in keys.split(" / ")} <= OF_FIELDS | {"Shift+↑↓"}
    named = {span.text for chapter in book.chapters.values() for block in chapter.blocks for line in lines_of(block)
             for span in line if isinstance(span, Key)}  # fmt: skip
    assert len(named) > 30
    assert sorted(named - bound) == []


def key_beside_words(line: Line) -> Iterator[tuple[str, str]]:
    """**保存**（`Ctrl+S`） and `Ctrl+S`（**保存**）: the words and the key that is said to be theirs."""
    spans = list(line)
    for before, between, after in zip(spans, spans[1:], spans[2:], strict=False):
        if between.text == "（" and {type(before), type(after)} == {Words, Key}:
            words, key = (before, after) if isinstance(before, Words) else (after, before)
            yield words.parts[-1], key.text


OTHERWISE = {"导出 Excel", "导出工作簿"}
"""Buttons that say it otherwise than the menu: 导出统计年报…, 导出工作簿…."""


def test_a_key_beside_words_is_theirs(window: Window, book: Book) -> None:
    known = actions(window)
    pairs = {pair for chapter in book.chapters.values() for block in chapter.blocks for line in lines_of(block)
             for pair in key_beside_words(line)}  # fmt: skip
    pages = {word: f"Alt+{number}" for number, (_, word, _) in enumerate(PAGES, 1)}
    assert len(pairs) > 15
    wrong = [
        (words, key, known.get(words) or known.get(f"{words}…") or pages.get(words))
        for words, key in pairs
        if key not in (known.get(words), known.get(f"{words}…"), pages.get(words))
    ]
    assert [one for one in wrong if one[0] not in OTHERWISE] == []


def test_the_table_of_keys_is_what_is_bound(window: Window, book: Book) -> None:
    known = actions(window)
    rows = [row for block in book.chapters["keys"].blocks if isinstance(block, Table) for row in block.rows]
    checked = 0
    for key, what in rows:
        if len(key) == 1 and len(what) == 1 and isinstance(what[0], Words):
            assert known[what[0].text] == key[0].text, what[0].text
            checked += 1
    assert checked > 25


def test_ways_through_menus_and_pages_are_there(window: Window, book: Book) -> None:
    bar = window.findChild(QMenuBar)
    assert bar is not None
    menus = {one.text().split("(")[0]: one.menu() for one in bar.actions()}
    pages = {word: window.show_page(name) for name, word, _ in PAGES}
    lines = [line for chapter in book.chapters.values() for block in chapter.blocks for line in lines_of(block)]
    ways = {span.text: span.parts for line in lines for span in line if isinstance(span, Words) and span.parts[1:]}
    assert len(ways) > 20
    for first, second in ways.values():
        if first in menus:
            menu = menus[first]
            assert isinstance(menu, QMenu)
            window.open_ledger("enforcement_check")
            assert second in [one.text() for one in menu.actions()], (first, second)
        else:
            page = pages[first]
            assert isinstance(page, SectionedPage)
            assert second in [title for title, _ in page.made], (first, second)


def test_headings_of_a_chapter_differ(book: Book) -> None:
    for chapter in book.chapters.values():
        heads = [block.text for block in chapter.blocks if isinstance(block, Heading)]
        assert len(heads) == len(set(heads)), chapter.name


# -------------------------------------------------------------------- about


def test_about_says_where_everything_lies_and_leads_to_the_licences(window: Window, qtbot: QtBot) -> None:
    window.show_about()
    panel = window.findChild(AboutPanel)
    assert panel is not None
    said = [one.text().replace("\u200b", "") for one in panel.findChildren(QLabel)]
    assert str(window.session.log.file.absolute()) in said
    assert any("LGPL-3.0" in one for one in said)
    copy = next(one for one in panel.findChildren(QPushButton) if one.text() == "复制版本信息")
    copy.click()
    assert str(window.session.log.file.absolute()) in QApplication.clipboard().text()
    QApplication.clipboard().clear()
    next(one for one in panel.findChildren(QPushButton) if one.text() == "许可和声明").click()
    assert shown().chapter == "licences"


def test_the_menu_s_chapters_are_there_and_the_start_does_not_read_them(window: Window, book: Book) -> None:
    for action in window.findChildren(QAction):
        if action.text() in ("全部帮助", "许可和声明"):
            action.trigger()
            assert shown().chapter == {"全部帮助": "start", "许可和声明": "licences"}[action.text()]
    code = "import sys, desktop.gui.window; print([one for one in sys.modules if one.startswith('desktop.help')])"
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.strip() == "[]"
