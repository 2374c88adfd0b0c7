"""今日: due dates, the month's tiles, quick entry, what is to be filled in, what was last written."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from gui.office import Desk, make_desk
from gui.records import TODAY
from PySide6.QtCore import QRect, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel, QListView, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.figures import Period
from desktop.figures.visits import set_visit_cap, visits
from desktop.gui.theme import Theme
from desktop.gui.today.due_list import DueDelegate, DueView
from desktop.store import Log
from desktop.store.bureau import Bureau
from desktop.store.listing import Listing

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def desk(log: Log, qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    made = make_desk(log, qtbot, theme, monkeypatch)
    yield made
    made.window.leave()


@pytest.fixture
def bare(log: Log, qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    made = make_desk(log, qtbot, theme, monkeypatch, filled=False)
    yield made
    made.window.leave()


def lines(view: QListView) -> list[str]:
    model = view.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def words(widget: QWidget) -> list[str]:
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible() and one.text()]


def links(widget: QWidget, text: str) -> list[QPushButton]:
    return [one for one in widget.findChildren(QPushButton) if one.text() == text and one.isVisible()]


# -------------------------------------------------------------------- due


@pytest.fixture
def due(desk: Desk, log: Log) -> Any:
    """Four hazards that are to be rechecked ten days after the day by which they are to be rectified."""
    for name, day in (("甲", "2025-11-08"), ("乙", "2025-11-11"), ("丙", "2025-11-15"), ("丁", "2025-12-20")):
        typed = {"description": f"隐患{name}", "found_on": "2025-10-20", "enterprise": "甲化工厂", "due_on": day}
        log.add(log.catalogue.ledgers["hazard"], typed)
    return desk.page("today").board.due


def test_what_is_due_stands_in_groups_the_most_urgent_first(due: Any) -> None:
    shown = lines(due.view)
    heads = [one for one in shown if "，" not in one]
    assert heads == ["逾期 1", "今日到期 1", "七日内 1"]
    assert shown[1].startswith("逾期 3 天")
    assert shown[3].startswith("今日")
    assert shown[5].startswith("还剩 4 天")


def test_what_lies_further_off_is_counted_and_shown_on_request(due: Any, qtbot: QtBot) -> None:
    assert "八日以后还有 1 件" in words(due)
    qtbot.mouseClick(links(due, "全部时限")[0], LEFT)
    assert "以后 1" in lines(due.view)
    qtbot.mouseClick(links(due, "只看七日内")[0], LEFT)
    assert "以后 1" not in lines(due.view)


def test_enter_opens_the_record_that_is_due(due: Any, desk: Desk, qtbot: QtBot) -> None:
    QAbstractItemModelTester(due.view.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    due.view.setFocus()
    due.view.setCurrentIndex(due.view.model().index(1, 0))
    qtbot.keyClick(due.view, Qt.Key.Key_Return)
    assert [one[0] for one in desk.forms] == ["hazard"]


def test_own_matters_are_those_of_the_person_who_works(due: Any, qtbot: QtBot) -> None:
    qtbot.mouseClick(due.own, LEFT)
    assert due.own.isChecked()
    assert due.own.text() == "本人 3"


def test_how_working_days_are_counted_stands_below(due: Any) -> None:
    assert "工作日按国务院办公厅 2025 年放假安排计算" in words(due)


def test_a_fixed_day_of_the_year_is_marked_done(
    log: Log, qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    log.set_setting("created_at", "2025-01-05T08:00:00.000Z")
    desk = make_desk(log, qtbot, theme, monkeypatch, filled=False, today=date(2026, 1, 20))
    page = desk.page("today")
    shown = lines(page.board.due.view)
    row = next(n for n, one in enumerate(shown) if "行政执法统计年报" in one)
    assert shown[row].startswith("还剩 11 天")
    page.board.due.view.setFocus()
    page.board.due.view.setCurrentIndex(page.board.due.view.model().index(row, 0))
    qtbot.keyClick(page.board.due.view, Qt.Key.Key_Return)
    assert page.board.done.isVisible()
    page.board.done.day.setText("2026-01-21")
    qtbot.keyClick(page.board.done.day, Qt.Key.Key_Return)
    assert any("还没有到" in one for one in words(page.board.done))
    page.board.done.day.setText("0116")
    qtbot.mouseClick(page.board.done.done_button, LEFT)
    assert not page.board.done.isVisible()
    desk.settled("today")
    assert not any("行政执法统计年报" in one for one in lines(page.board.due.view))
    assert any("已登记完成" in one for one in desk.said)
    desk.window.leave()


# -------------------------------------------------------------------- the month


def test_the_tiles_show_the_month_with_last_year_s(desk: Desk) -> None:
    cells = desk.page("today").board.tiles.cells
    assert len(cells) == 6
    assert cells[0].accessibleName() == "执法检查次数 1 次，上年同期 0"
    assert cells[2].accessibleName().startswith("隐患整改率")


def test_a_tile_opens_its_figure_over_the_month(desk: Desk, qtbot: QtBot) -> None:
    cell = desk.page("today").board.tiles.cells[0]
    qtbot.mouseClick(cell, LEFT)
    figures: Any = desk.window.page("figures")
    assert desk.window.front == "figures"
    assert figures.period == Period(date(2025, 11, 1), TODAY)
    qtbot.waitUntil(lambda: figures.drawer.figure is not None, timeout=5000)
    assert figures.drawer.figure.indicator.name == "checks"
    desk.page("today")
    cell.setFocus()
    qtbot.keyClick(cell, Qt.Key.Key_Return)
    assert desk.window.front == "figures"


# -------------------------------------------------------------------- quick entry


def test_quick_entry_stands_in_the_bureau_s_order(
    log: Log, qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch
) -> None:
    Bureau(log).set_quick_entry(["drill", "tip_off"])
    desk = make_desk(log, qtbot, theme, monkeypatch)
    page = desk.page("today")
    made = [one for one in page.findChildren(QPushButton) if one.accessibleName().startswith("新增")]
    assert [one.accessibleName() for one in made] == ["新增应急演练", "新增举报投诉"]
    qtbot.mouseClick(made[0], LEFT)
    assert desk.forms == [("drill",)]


def test_a_key_opens_quick_entry(desk: Desk, qtbot: QtBot) -> None:
    page = desk.page("today")
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)
    qtbot.keyClick(page, Qt.Key.Key_3, Qt.KeyboardModifier.ControlModifier)
    assert desk.forms == [("tip_off",)]


def test_the_keys_give_way_in_a_narrow_window(desk: Desk, qtbot: QtBot) -> None:
    page = desk.page("today")
    desk.window.resize(1440, 820)
    qtbot.wait(10)
    assert "Ctrl+1" in words(page)
    desk.window.resize(1180, 620)
    qtbot.wait(10)
    assert "Ctrl+1" not in words(page)
    assert page.width() <= desk.window.width()


# -------------------------------------------------------------------- gaps and latest


def test_records_left_out_are_listed_by_what_they_lack(desk: Desk, qtbot: QtBot) -> None:
    side = desk.page("today").board.side
    qtbot.waitUntil(lambda: bool(links(side.gaps, "补填")))
    assert "未填检查日期" in words(side.gaps)
    assert "1 条" in words(side.gaps)
    qtbot.mouseClick(links(side.gaps, "补填")[0], LEFT)
    assert desk.forms == [("enforcement_check", desk.ids["undated"][0])]


def test_ctrl_g_walks_through_the_gaps_and_begins_again(desk: Desk) -> None:
    session = desk.window.session
    second = session.add(
        session.catalogue.ledgers["enforcement_check"], {"enterprise": "乙烟花店", "kind": "计划检查"}
    )
    page = desk.page("today")
    for _ in range(3):
        page.walk_gaps()
    opened = [one[1] for one in desk.forms]
    assert set(opened[:2]) == {desk.ids["undated"][0], second}
    assert opened[2] == opened[0]


def test_ctrl_g_waits_for_the_gaps_to_be_known(desk: Desk, qtbot: QtBot) -> None:
    desk.window.show_page("today")
    desk.window.walk_gaps()
    assert desk.forms == []
    qtbot.waitUntil(lambda: bool(desk.forms))
    assert desk.forms == [("enforcement_check", desk.ids["undated"][0])]


def test_the_page_is_painted_before_anything_is_read(desk: Desk, qtbot: QtBot) -> None:
    page: Any = desk.window.show_page("today")
    assert page.busy
    assert page.board is None
    assert "正在计算办理时限" in words(page)
    assert "执法检查" in words(page), "quick entry does not wait"
    qtbot.waitUntil(lambda: page.board is not None)
    assert page.board.tiles.cells[0].accessibleName() == "执法检查次数"
    assert "正在统计待补的信息" in [one.text() for one in page.board.side.gaps.findChildren(QLabel)]
    desk.settled("today")
    assert "正在计算办理时限" not in words(page)
    assert page.board.tiles.cells[0].accessibleName() == "执法检查次数 1 次，上年同期 0"


def test_what_was_shown_stands_until_the_new_is_known(desk: Desk, log: Log, due: Any, qtbot: QtBot) -> None:
    typed = {"description": "隐患戊", "found_on": "2025-10-20", "enterprise": "甲化工厂", "due_on": "2025-11-11"}
    before = lines(due.view)
    desk.window.session.add(log.catalogue.ledgers["hazard"], typed)
    assert lines(due.view) == before
    desk.settled("today")
    assert "今日到期 2" in lines(due.view)


def test_a_log_without_gaps_says_so(bare: Desk, qtbot: QtBot) -> None:
    page = bare.page("today")
    page.walk_gaps()
    assert bare.said == ["没有待补的信息，本年记录都已计入"]
    assert "没有待补的信息，本年记录都已计入" in words(page.board.side.gaps)


def test_the_latest_records_stand_in_the_other_tab(desk: Desk, qtbot: QtBot) -> None:
    side = desk.page("today").board.side
    qtbot.mouseClick(side.tabs[2], LEFT)
    shown = words(side.latest)
    assert "检查〔2025〕9号" in shown
    assert any(one.endswith("张三新增") for one in shown)
    qtbot.mouseClick(links(side.latest, "打开")[0], LEFT)
    assert desk.forms == [("enforcement_check", desk.ids["undated"][0])]


def test_enterprises_near_their_cap_open_their_checks(desk: Desk, log: Log, qtbot: QtBot) -> None:
    for kind in ("专项检查", "举报核查"):
        log.add(
            log.catalogue.ledgers["enforcement_check"],
            {"enterprise": "甲化工厂", "checked_on": "2025-11-03", "kind": kind},
        )
    set_visit_cap(log, "", "2")
    side = desk.page("today").board.side
    near = visits(log, 2025, until=TODAY)
    assert side.tabs[1].text() == f"频次上限 {len(near)}"
    qtbot.mouseClick(side.tabs[1], LEFT)
    shown = words(side.visits)
    assert near[0].name in shown
    assert near[0].standing in shown
    assert any("（专项 1）；举报交办 1 不计" in one for one in shown)
    qtbot.mouseClick(links(side.visits, "看检查")[0], LEFT)
    ledger, filter_ = desk.ledgers[0]
    assert ledger == "enforcement_check"
    assert filter_.equals == {"enterprise": (near[0].enterprise_id,)}
    assert Listing(log, log.catalogue.ledgers[ledger]).count(filter_) == near[0].counted + near[0].others


def test_an_empty_log_shows_proper_empty_states(bare: Desk, qtbot: QtBot) -> None:
    page = bare.page("today")
    qtbot.wait(300)
    assert "七日内没有到期的事项" in words(page.board.due)
    assert not bare.window.grab().isNull()
    bare.page("figures").search_field.setText("执法检查")
    qtbot.wait(50)
    assert "没有符合条件的指标" in words(bare.page("figures"))
    assert not bare.window.grab().isNull()


def test_the_person_gives_way_before_the_matter_does(theme: Theme, qtbot: QtBot) -> None:
    view = DueView(theme)
    qtbot.addWidget(view)
    delegate = view.itemDelegate()
    assert isinstance(delegate, DueDelegate)
    em = theme.px("t_body")
    shown = {wide: list(delegate.zones(QRect(0, 0, wide, 48)).values()) for wide in (32 * em, 45 * em, 70 * em)}
    days, matter, ground, person, verb = shown[70 * em]
    assert ground.width() > 0
    assert person.width() > 0
    days, matter, ground, person, verb = shown[32 * em]
    assert (ground.width() <= 0, person.width()) == (True, 0)
    assert matter.right() < verb.left()
    assert matter.left() > days.right()


@pytest.mark.usefixtures("due")
def test_the_cursor_waits_for_the_lines_and_not_in_the_search_box(desk: Desk, qtbot: QtBot) -> None:
    window = desk.window
    window.show_page("settings")
    window.forget_pages()
    with qtbot.waitActive(window):
        window.activateWindow()
    window.show_page("today")
    page: Any = window.page("today")
    qtbot.waitUntil(lambda: page.board is not None and page.board.due.view.hasFocus())
    view = page.board.due.view
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert view.currentIndex().isValid()
