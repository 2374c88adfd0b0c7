"""The pages before the window: whole in the smallest window and the largest text, reached by key, errors in place."""

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.gui.crash import ReportPage
from desktop.gui.first_start import FirstStart, OpeningProblem, StartPage, WhoWorks
from desktop.gui.guards import dress
from desktop.gui.preparing import PreparingPage, preparation
from desktop.gui.restoring import RestorePage
from desktop.gui.theme import TEXT_SIZES, Theme
from desktop.store import Log
from desktop.store.backups import Kind, make
from tests.gui.looks import SCREENS, nothing_is_cut_off

FILE = Path("D:/应急管理/台账数据/青川区应急管理局台账.db")
PEOPLE = [f"林晓{number}" for number in range(30)]


def report(theme: Theme) -> ReportPage:
    page = ReportPage(theme, FILE.parent)
    page.show_report("KeyError\n" * 60)
    return page


PAGES: dict[str, Callable[[Theme], QWidget]] = {
    "first": lambda theme: FirstStart(theme, FILE.parent),
    "problem": lambda theme: OpeningProblem(
        theme, FILE, f"数据文件 {FILE} 已损坏，读不出来。请从备份恢复。", read_only=True, restorable=True
    ),
    "who": lambda theme: WhoWorks(theme, PEOPLE[:4], "林晓2"),
    "preparing": lambda theme: PreparingPage(theme, FILE, preparation(FILE)),
    "restoring": lambda theme: RestorePage(theme, FILE, Path("D:/没有")),
    "report": report,
}


@pytest.mark.parametrize(("width", "height", "size"), [SCREENS[-1], (1280, 641, "标准")])
@pytest.mark.parametrize("name", PAGES)
def test_a_start_page_is_read_in_full_in_every_window(
    app: QApplication, qtbot: QtBot, tmp_path: Path, name: str, width: int, height: int, size: str
) -> None:
    theme = Theme.load("dark", TEXT_SIZES[size])
    dress(app, theme, tmp_path)
    page = PAGES[name](theme)
    qtbot.addWidget(page)
    page.resize(width, height)
    page.show()
    assert (page.width(), page.height()) == (width, height), "it does not make the window larger"
    nothing_is_cut_off(page, qtbot)
    if isinstance(page, StartPage):
        assert page.surface.mapTo(page, page.surface.rect().bottomLeft()).y() < height, "its buttons are seen"


def test_among_many_people_the_last_one_is_seen_and_the_arrows_go_on(qtbot: QtBot, theme: Theme) -> None:
    page = WhoWorks(theme, PEOPLE * 3, PEOPLE[-1])
    qtbot.addWidget(page)
    page.resize(1180, 620)
    page.show()
    assert page.height() == 620
    with qtbot.waitActive(page):
        page.activateWindow()

    def seen(place: int) -> bool:
        button = page.buttons[place]
        return button.hasFocus() and page.rect().contains(button.mapTo(page, QPoint(0, button.height())))

    qtbot.waitUntil(lambda: seen(29))
    for key, place in ((Qt.Key.Key_Right, 30), (Qt.Key.Key_Left, 29), (Qt.Key.Key_Down, 32), (Qt.Key.Key_Up, 29)):
        qtbot.keyClick(page, key)
        assert seen(place)
    for _ in range(30):
        qtbot.keyClick(page, Qt.Key.Key_Down)
    assert seen(89)
    with qtbot.waitSignal(page.chosen) as chosen:
        qtbot.keyClick(page, Qt.Key.Key_Return)
    assert chosen.args == [PEOPLE[-1]]


def test_what_the_name_lacks_is_said_at_its_field_until_it_is_typed(qtbot: QtBot, theme: Theme) -> None:
    page = FirstStart(theme, FILE.parent)
    qtbot.addWidget(page)
    page.show()
    page.make_button.click()
    said = next(one for one in page.findChildren(QLabel) if one.text() == "单位名称必须填写")
    assert said.isVisible()

    def below() -> int:
        return said.mapTo(page, QPoint(0, 0)).y() - page.bureau.mapTo(page, QPoint(0, page.bureau.height())).y()

    qtbot.waitUntil(lambda: 0 <= below() <= theme.px("s2"))
    page.bureau.insert("青")
    assert not said.isVisible()


def test_the_buttons_below_the_backups_are_seen_also_with_a_problem(
    app: QApplication, qtbot: QtBot, log: Log, tmp_path: Path
) -> None:
    folder = tmp_path / "备份"
    make(log.file, folder, Kind.DAILY)
    theme = Theme.load("light", TEXT_SIZES["特大"])
    dress(app, theme, tmp_path)
    page = RestorePage(theme, log.file, folder)
    qtbot.addWidget(page)
    page.resize(1180, 620)
    page.show()
    page.say("这份备份是另一个单位的台账。仍要恢复的，按“仍要恢复”。")
    for one in (page.anyway, page.restore, page.back):
        qtbot.waitUntil(lambda one=one: page.rect().contains(one.mapTo(page, QPoint(0, one.height()))))  # type: ignore[misc]
