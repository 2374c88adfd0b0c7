"""The page 台账, worked as a clerk would: by keys and mouse, on a real file."""

import csv
import io
import json
import subprocess
import unicodedata
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import QPoint, QSettings, Qt
from PySide6.QtGui import QAction, QInputMethodEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.catalogue import Catalogue
from desktop.gui.pages.ledgers import LedgersPage
from desktop.gui.session import Session
from desktop.gui.tables.columns import Layout, columns_of, fitting, name_field
from desktop.gui.tables.copying import Copied, copied, table_html, table_text, totals_text
from desktop.gui.tables.model import ListModel
from desktop.gui.tables.row_height import RowHeight
from desktop.gui.tables.views import Conditions, View, built_in_views, read_views, span_text, spans, views_text
from desktop.gui.window import Window
from desktop.store import Log
from desktop.store.listing import Filter, Listing

TODAY = date(2025, 11, 21)
ENTER, DOWN, SPACE = Qt.Key.Key_Return, Qt.Key.Key_Down, Qt.Key.Key_Space


@pytest.fixture
def filled(log: Log) -> Log:
    """Three enterprises; forty checks of this year, five of last year, one without its kind."""
    enterprise, check = log.catalogue.ledgers["enterprise"], log.catalogue.ledgers["enforcement_check"]
    for name in ("海螺建材有限公司", "永兴加油站", "恒泰化工有限公司"):
        log.add(enterprise, {"name": name, "industry": "建材", "town": "青石镇"})
    names = ("海螺建材有限公司", "永兴加油站", "恒泰化工有限公司")
    lines = [
        {
            "check_no": f"检〔2025〕{n}号", "checked_on": (date(2025, 1, 5) + timedelta(days=7 * n)).isoformat(),
            "enterprise": names[n % 3], "kind": ("计划检查", "专项检查")[n % 2], "checkers": "何远、苏宁",
            "result": "发现问题" if n % 4 else "未发现问题", "general_count": n % 4, "checker_count": 2,
        }
        for n in range(40)
    ]  # fmt: skip
    lines += [{"check_no": f"检〔2024〕{n}号", "checked_on": f"2024-0{n}-01", "enterprise": names[0],
               "kind": "复查"} for n in range(1, 6)]  # fmt: skip
    lines.append({"check_no": "检〔2025〕99号", "checked_on": "2025-11-20", "enterprise": names[1]})
    added = log.add_many(check, list(enumerate(lines)))
    assert not added.rejected
    return log


@pytest.fixture
def session(filled: Log) -> Session:
    return Session(filled, TODAY)


@pytest.fixture
def page(window: Window, qtbot: QtBot) -> LedgersPage:
    window.resize(1366, 689)
    window.open_ledger("enforcement_check")
    page = window.page("ledgers")
    assert isinstance(page, LedgersPage)
    page.list.enter()
    qtbot.wait(20)
    return page


def texts(page: LedgersPage, name: str) -> list[str]:
    """What stands in a column, by the name of its field."""
    model = page.list.model
    place = [one.name for one in model.columns].index(name) + 1
    return [str(model.index(row, place).data()) for row in range(model.rowCount())]


def press(page: LedgersPage, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(page.list.view, key, modifier)


def compose(field: QWidget, text: str) -> None:
    """Chinese comes from an input method, not from keys."""
    field.setFocus()
    event = QInputMethodEvent()
    event.setCommitString(text)
    QApplication.sendEvent(field, event)


def shown_button(page: QWidget, text: str) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton) if one.text().strip() == text and one.isVisible())


def has_button(page: LedgersPage, text: str) -> bool:
    return any(one.text().strip() == text and one.isVisible() for one in page.findChildren(QPushButton))


def rows_shown(page: LedgersPage) -> int:
    return page.list.model.rowCount()


# ---------------------------------------------------------------- without a window


def test_columns_know_date_name_states_and_numbers(catalogue: Catalogue) -> None:
    check = catalogue.ledgers["enforcement_check"]
    assert name_field(check) == "enterprise"
    usual = Layout.usual(check)
    assert usual.shown[:2] == ("checked_on", "enterprise")
    assert (usual.sort, usual.descending) == ("checked_on", True)
    known = columns_of(check)
    assert known["general_count"].head == "一般隐患数/项"
    assert known["checker_count"].head == "出动人次"
    assert known["result"].kind == "chip"


def test_every_ledger_has_a_list_with_a_name(catalogue: Catalogue) -> None:
    for ledger in catalogue.ledgers.values():
        layout = Layout.usual(ledger)
        assert name_field(ledger) in layout.shown
        assert set(layout.shown) <= set(columns_of(ledger))
        assert Layout.read(layout.text(), ledger) == layout


def test_a_layout_forgets_fields_that_are_gone(catalogue: Catalogue) -> None:
    check = catalogue.ledgers["enforcement_check"]
    kept = json.dumps({"shown": ["gone", "kind"], "widths": {"gone": 3}, "sort": "gone", "descending": False})
    assert Layout.read(kept, check).shown == ("kind",)
    assert Layout.read("rubbish", check) == Layout.usual(check)


def test_cells_say_what_is_missing_and_fade_zeros(catalogue: Catalogue) -> None:
    known = columns_of(catalogue.ledgers["enforcement_check"])
    assert known["kind"].cell({"kind": None}) == ("未填", "warn")
    assert known["general_count"].cell({"general_count": 0}) == ("0", "ink3")
    assert known["major_count"].cell({"major_count": 2}) == ("2", "danger")
    assert known["checker_count"].cell({"checker_count": 1200, "checker_count_approx": 1}) == ("约 1,200", "ink")
    assert known["document_no"].cell({"document_no": None}) == ("", "ink")


def test_columns_fold_by_need_and_the_name_takes_the_rest(catalogue: Catalogue) -> None:
    check = catalogue.ledgers["enforcement_check"]
    columns = Layout.usual(check).columns(check)
    few = fitting(columns, "enterprise", 45)
    assert {"checked_on", "enterprise"} <= {one.name for one in few}
    assert len(few) < len(columns)
    assert sum(one.width for one in few) == pytest.approx(45)
    assert next(one for one in few if one.name == "enterprise").width >= 17


def test_views_are_kept_and_read_again(catalogue: Catalogue) -> None:
    hazard = catalogue.ledgers["hazard"]
    view = View("重大", "year", Conditions("锅炉", date(2025, 1, 1), None, {"grade": ("重大隐患", None)}), saved=True)
    assert read_views(views_text([view]), hazard) == [view]
    assert read_views("rubbish", hazard) == []
    assert [one.name for one in built_in_views(catalogue.ledgers["law_library"])] == ["在册", "未计入", "全部"]
    kept = [one.name for one in built_in_views(catalogue.ledgers["penalty_case"])]
    assert kept == ["本年度", "未结案", "逾期未缴", "未计入", "全部"]


def test_a_view_of_the_year_keeps_within_it() -> None:
    found = View("本年度", "year").filter(Conditions(first=date(2024, 11, 1), last=date(2025, 2, 1)), 2025)
    assert (found.first, found.last) == (date(2025, 1, 1), date(2025, 2, 1))


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        (date(2025, 11, 1), date(2025, 11, 21), "11月1日至21日"),
        (date(2025, 11, 1), date(2025, 11, 30), "11月"),
        (date(2024, 11, 1), date(2024, 11, 30), "2024年11月"),
        (date(2025, 1, 1), date(2025, 12, 31), "2025年"),
        (date(2025, 3, 1), date(2025, 4, 2), "3月1日至4月2日"),
        (date(2024, 12, 1), date(2025, 4, 2), "2024年12月1日至2025年4月2日"),
        (date(2025, 3, 1), None, "3月1日以后"),
        (None, date(2025, 3, 1), "3月1日以前"),
        (None, None, ""),
    ],
)
def test_spans_are_said_shortly(first: date | None, last: date | None, said: str) -> None:
    assert span_text(first, last, 2025) == said


def test_named_spans_end_today_or_with_their_quarter() -> None:
    known = {name: (first, last) for name, first, last in spans(date(2025, 1, 15), 2025)}
    assert known["上月"] == (date(2024, 12, 1), date(2024, 12, 31))
    assert known["本季度"] == (date(2025, 1, 1), date(2025, 1, 15))
    assert known["四季度"] == (date(2025, 10, 1), date(2025, 12, 31))


def test_copied_tables_keep_codes_and_leading_equals_as_text() -> None:
    heads = ["代码", "数", "日期"]
    lines = [
        [Copied("0913300001234567890"), Copied("3", "number"), Copied("2025-03-05", "date")],
        [Copied('=1+1\t<b>\n第二行"'), Copied("-4.50", "number"), Copied("")],
    ]
    text = table_text(heads, lines)
    rows = list(csv.reader(io.StringIO(text, newline=""), dialect="excel-tab"))
    assert rows == [heads, *[[cell.text for cell in line] for line in lines]]
    html = table_html(heads, lines)
    assert 'mso-number-format:"\\@"\'>0913300001234567890</td><td>3</td>' in html
    assert 'mso-number-format:"yyyy\\-mm\\-dd"\'>2025-03-05</td>' in html
    assert "=1+1\t&lt;b&gt;<br style='mso-data-placement:same-cell'>第二行" in html


def test_copied_numbers_can_be_added_up(catalogue: Catalogue) -> None:
    known = columns_of(catalogue.ledgers["penalty_case"])
    assert known["fine"].cell({"fine": 200_000}) == ("2,000.00", "ink")
    assert copied(known["fine"], {"fine": 200_000}) == ("2000.00", "number")
    assert known["fine"].head == "罚款/元"
    check = columns_of(catalogue.ledgers["enforcement_check"])
    assert copied(check["checker_count"], {"checker_count": 1200, "checker_count_approx": 1}) == ("约 1,200", "text")


def test_sums_say_money_in_yuan_below_ten_thousand(catalogue: Catalogue) -> None:
    fine = catalogue.ledgers["penalty_case"].fields["fine"]
    assert totals_text(2, [(fine, 200_000)]) == "已选 2 条：罚款 2,000.00 元"
    assert totals_text(2, [(fine, 12_345_678)]) == "已选 2 条：罚款 12.35 万元"
    assert totals_text(2, [(fine, 0)]) == "已选 2 条"


# ---------------------------------------------------------------- the list


def test_the_model_holds_to_qts_rules(page: LedgersPage, qtmodeltester: object) -> None:
    qtmodeltester.check(page.list.model)  # type: ignore[attr-defined]
    tester = QAbstractItemModelTester(page.list.model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    shown_button(page, "全部 46").click()
    page.list.sort_by("enterprise")
    page.search()
    compose(page.list.bar.search, "没有这家")
    QTest.keyClick(page.list.bar.search, ENTER)
    assert rows_shown(page) == 0
    assert tester.model() is page.list.model


def test_the_year_stands_first_and_the_newest_on_top(page: LedgersPage, qtbot: QtBot) -> None:
    assert rows_shown(page) == 41
    dates = texts(page, "checked_on")
    assert dates == sorted(dates, reverse=True)
    qtbot.waitUntil(lambda: has_button(page, "未计入 1"))
    assert shown_button(page, "全部 46")
    assert page.status_text() == "共 41 条"


def test_views_are_tabs(page: LedgersPage, qtbot: QtBot) -> None:
    qtbot.mouseClick(shown_button(page, "全部 46"), Qt.MouseButton.LeftButton)
    assert rows_shown(page) == 46
    qtbot.mouseClick(shown_button(page, "未计入 1"), Qt.MouseButton.LeftButton)
    assert texts(page, "kind") == ["未填"]
    row = page.list.model.row(0)
    assert row is not None and row.gap_text == "未计入：检查类别未填"


def test_the_tree_finds_ledgers_by_pinyin_and_counts_the_year(page: LedgersPage, qtbot: QtBot) -> None:
    search = page.tree.search
    search.setFocus()
    QTest.keyClicks(search, "qyk")
    QTest.keyClick(search, ENTER)
    assert page.list.ledger is not None and page.list.ledger.name == "enterprise"
    assert page.list.view.hasFocus()
    assert search.text() == ""
    qtbot.waitUntil(lambda: page.tree.tree.currentIndex().data() == "企业库")


def test_sorting_by_every_column(page: LedgersPage) -> None:
    shown_button(page, "全部 46").click()
    names = list(columns_of(page.session.log.ledger("enforcement_check")))
    page.list.arrange(Layout(tuple(names), {}, "checked_on", True))
    listing = Listing(page.session.log, page.session.log.ledger("enforcement_check"))
    for name in names:
        for _turn in range(2):
            page.list.sort_by(name)
            layout = page.list.layout_
            assert layout.sort == name
            assert page.list.model.rowids == listing.ids(Filter(), name, layout.descending)
    assert len(texts(page, "kind")) == 46


def test_a_click_on_a_head_sorts_and_is_remembered(page: LedgersPage, window: Window, qtbot: QtBot) -> None:
    head = page.list.view.horizontalHeader()
    place = [one.name for one in page.list.model.columns].index("state") + 1
    spot = QPoint(head.sectionViewportPosition(place) + 20, head.height() // 2)
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    states = texts(page, "state")
    assert len(set(states)) > 1
    assert states == sorted(states)
    assert page.list.layout_.sort == "state"
    window.open_ledger("enterprise")
    window.open_ledger("enforcement_check")
    assert page.list.layout_.sort == "state"
    assert json.loads(window.session.log.setting("list.enforcement_check") or "")["sort"] == "state"


def test_finding_by_words_and_initials(page: LedgersPage, qtbot: QtBot) -> None:
    page.search()
    QTest.keyClicks(page.list.bar.search, "hl")
    QTest.keyClick(page.list.bar.search, DOWN)
    assert set(texts(page, "enterprise")) == {"海螺建材有限公司"}
    assert page.list.view.hasFocus()
    qtbot.waitUntil(lambda: page.list.status()[0] == f"筛选后 {rows_shown(page)} 条，共 41 条")
    page.search()
    QTest.keyClick(page.list.bar.search, Qt.Key.Key_Escape)
    assert rows_shown(page) == 41


def test_conditions_by_mouse_and_lifting_them(page: LedgersPage, qtbot: QtBot) -> None:
    bar = page.list.bar
    qtbot.mouseClick(bar.period, Qt.MouseButton.LeftButton)
    assert bar.picker.isVisible()
    bar.picker.first.setText("11-1")
    bar.picker.last.setText("今")
    QTest.keyClick(bar.picker.last, ENTER)
    assert not bar.picker.isVisible()
    assert bar.period.text() == "检查日期：11月1日至21日"
    assert all(day.startswith("2025-11") for day in texts(page, "checked_on"))
    qtbot.mouseClick(bar.clear, Qt.MouseButton.LeftButton)
    assert rows_shown(page) == 41
    assert bar.period.text() == "检查日期"


def test_a_wrong_date_is_said_at_the_field(page: LedgersPage, qtbot: QtBot) -> None:
    bar = page.list.bar
    bar.period.click()
    bar.picker.first.setText("32-1")
    QTest.keyClick(bar.picker.first, ENTER)
    assert bar.picker.problem.text() == "“32-1”不是日期，请写成 3-5 或 20250305"
    bar.picker.first.setText("11-2")
    bar.picker.last.setText("11-1")
    QTest.keyClick(bar.picker.last, ENTER)
    assert bar.picker.problem.text() == "截止日期早于起始日期，请改其中一个"
    QTest.keyClick(bar.picker.last, Qt.Key.Key_Escape)
    assert not bar.picker.isVisible()
    assert rows_shown(page) == 41


def test_a_choice_is_ticked_with_the_keyboard(page: LedgersPage, qtbot: QtBot) -> None:
    pill = shown_button(page, "检查类别")
    pill.click()
    menu = QApplication.activePopupWidget()
    QTest.keyClick(menu, DOWN)
    QTest.keyClick(menu, ENTER)
    assert set(texts(page, "kind")) == {"计划检查"}
    assert shown_button(page, "检查类别：计划检查").property("kind") == "pillon"


def test_nothing_found_says_so_and_offers_the_way_back(page: LedgersPage, qtbot: QtBot) -> None:
    page.search()
    compose(page.list.bar.search, "查无此企业")
    qtbot.waitUntil(lambda: rows_shown(page) == 0)
    ways = [one for one in page.list.findChildren(QPushButton) if one.text() == "清除条件" and one.isVisible()]
    assert len(ways) == 2
    ways[-1].click()
    assert rows_shown(page) == 41


def test_a_saved_view_brings_its_conditions_back(page: LedgersPage, qtbot: QtBot) -> None:
    page.search()
    compose(page.list.bar.search, "永兴")
    QTest.keyClick(page.list.bar.search, ENTER)
    count = rows_shown(page)
    qtbot.mouseClick(page.list.tabs.keep, Qt.MouseButton.LeftButton)
    compose(page.list.tabs.name, "加油站")
    QTest.keyClick(page.list.tabs.name, ENTER)
    qtbot.waitUntil(lambda: has_button(page, f"加油站 {count}"))
    shown_button(page, "全部 46").click()
    assert rows_shown(page) == 46
    shown_button(page, f"加油站 {count}").click()
    assert rows_shown(page) == count
    assert page.list.bar.search.text() == "永兴"
    page.list.remove_view(page.list.current_view)
    qtbot.waitUntil(
        lambda: not any("加油站" in one.text() for one in page.findChildren(QPushButton) if one.isVisible())
    )


# ---------------------------------------------------------------- by keyboard


def test_a_walk_through_the_rows(
    page: LedgersPage, window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[object, ...]] = []
    monkeypatch.setattr(window, "open_form", lambda *args, **more: opened.append((*args, more)))
    press(page, Qt.Key.Key_Home)
    press(page, DOWN)
    press(page, DOWN)
    assert page.list.view.currentIndex().row() == 2
    press(page, ENTER)
    row = page.list.model.row(2)
    assert row is not None and opened == [("enforcement_check", row.id, {})]
    press(page, Qt.Key.Key_End)
    assert page.list.view.currentIndex().row() == 40
    press(page, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert len(page.list.chosen.target_rowids()) == 41
    QTest.keyClick(window, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier)
    assert opened[-1] == ("enforcement_check", {})


def test_double_click_opens(page: LedgersPage, window: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(window, "open_form", lambda _ledger, id_: opened.append(id_))
    view = page.list.view
    spot = view.visualRect(page.list.model.index(3, 2)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    row = page.list.model.row(3)
    assert row is not None and opened == [row.id]


def test_check_boxes_add_rows_and_the_status_adds_up(page: LedgersPage, window: Window, qtbot: QtBot) -> None:
    log, view = window.session.log, page.list.view
    for row, grade, quantity in ((1, "一般隐患", 2), (3, "重大隐患", 3), (6, "一般隐患", 9)):
        found = page.list.model.row(row)
        assert found is not None
        hazard = {"check": found.id, "grade": grade, "quantity": quantity, "found_on": "2025-11-20"}
        window.session.add(log.ledger("hazard"), hazard)
    for row in (1, 3, 4):
        spot = view.visualRect(page.list.model.index(row, 0)).center()
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert view.selected_ranges() == [(1, 1), (3, 4)]
    qtbot.waitUntil(lambda: page.list.status()[1] == "已选 3 条：隐患 5 项，其中重大 3 项")
    qtbot.mouseClick(shown_button(window, "复制合计"), Qt.MouseButton.LeftButton)
    heads, row_, _end = QApplication.clipboard().text().split("\r\n")
    assert dict(zip(heads.split("\t"), row_.split("\t"), strict=True)) == {
        "已选/条": "3", "隐患/项": "5", "重大/项": "3", "已整改/项": "0",
    }  # fmt: skip


def test_space_selects_and_shift_extends(page: LedgersPage, qtbot: QtBot) -> None:
    press(page, Qt.Key.Key_Home)
    press(page, SPACE)
    assert page.list.view.selected_ranges() == []
    press(page, SPACE)
    press(page, DOWN, Qt.KeyboardModifier.ShiftModifier)
    press(page, DOWN, Qt.KeyboardModifier.ShiftModifier)
    assert page.list.view.selected_ranges() == [(0, 2)]


def test_the_box_in_the_head_selects_all(page: LedgersPage, qtbot: QtBot) -> None:
    head = page.list.view.horizontalHeader()
    spot = QPoint(head.sectionSize(0) // 2, head.height() // 2)
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert len(page.list.view.selected_rowids()) == 41
    qtbot.mouseClick(head.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert len(page.list.view.selected_rowids()) == 0


def test_copying_a_table(page: LedgersPage, window: Window, qtbot: QtBot) -> None:
    press(page, Qt.Key.Key_Home)
    press(page, DOWN, Qt.KeyboardModifier.ShiftModifier)
    page.list.view.copy()
    lines = QApplication.clipboard().text().splitlines()
    assert len(lines) == 3
    assert lines[0].split("\t")[:2] == ["检查日期", "企业"]
    assert lines[1].split("\t")[:2] == [texts(page, "checked_on")[0], texts(page, "enterprise")[0]]
    assert "mso-number-format" in QApplication.clipboard().mimeData().html()


def test_delete_undo_and_the_recycle_bin(page: LedgersPage, window: Window, qtbot: QtBot) -> None:
    press(page, Qt.Key.Key_Home)
    press(page, DOWN, Qt.KeyboardModifier.ShiftModifier)
    with qtbot.waitSignal(window.session.said) as said:
        QTest.keyClick(page.list.view, Qt.Key.Key_Delete)
    assert said.args == ["已删除 2 条执法检查，可在回收站找回", True]
    assert rows_shown(page) == 39
    QTest.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert rows_shown(page) == 41
    page.list.view.select_row(5)
    page.delete()
    page.show_recycled()
    assert rows_shown(page) == 1
    restore = shown_button(page, "恢复")
    page.list.view.select_row(0)
    qtbot.mouseClick(restore, Qt.MouseButton.LeftButton)
    assert rows_shown(page) == 0
    shown_button(page, "回到全部").click()
    assert rows_shown(page) == 46


def test_the_cursor_stays_near_after_a_change(page: LedgersPage) -> None:
    page.list.view.select_row(10)
    kept = page.list.model.rowids[10]
    page.list.sort_by("kind")
    assert page.list.model.rowids[page.list.view.currentIndex().row()] == kept


def test_duplicate_fills_the_form(page: LedgersPage, window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    filled: list[dict[str, object]] = []
    monkeypatch.setattr(window, "open_form", lambda _ledger, prefill: filled.append(prefill))
    page.list.view.select_row(2)
    QTest.keyClick(window, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    assert filled[0]["checkers"] == "何远、苏宁"
    assert not {"id", "check_no"} & set(filled[0])


# ---------------------------------------------------------------- many at once


def test_one_field_in_many_records(page: LedgersPage, window: Window, qtbot: QtBot) -> None:
    press(page, Qt.Key.Key_Home)
    press(page, DOWN, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClick(window, Qt.Key.Key_F2)
    batch = page.batch
    assert batch.isVisible()
    batch.field.setCurrentIndex(batch.field.findData("rechecked_on"))
    QTest.keyClicks(batch.text, "20200101")
    QTest.keyClick(batch.text, ENTER)
    assert "早于" in batch.problem.text()
    assert batch.text.text() == "20200101"
    batch.text.clear()
    QTest.keyClick(batch.text, ENTER)
    assert batch.problem.text() == "填写新的复查日期，或勾选“清空这一项”"
    compose(batch.text, "今")
    with qtbot.waitSignal(window.session.said) as said:
        QTest.keyClick(batch.text, ENTER)
    assert said.args == ["已修改 2 条执法检查的复查日期", True]
    check = window.session.log.ledger("enforcement_check")
    changed = Listing(window.session.log, check).page(page.list.model.rowids[:3])
    assert [one["rechecked_on"] for one in changed] == ["2025-11-21", "2025-11-21", None]
    assert not batch.isVisible()


def test_a_choice_in_many_records_by_enter(page: LedgersPage, window: Window, qtbot: QtBot) -> None:
    page.list.view.select_row(0)
    page.change_many()
    page.batch.field.setCurrentIndex(page.batch.field.findData("recheck_result"))
    page.batch.choice.setFocus()
    QTest.keyClick(page.batch.choice, DOWN)
    with qtbot.waitSignal(window.session.said) as said:
        QTest.keyClick(page.batch.choice, ENTER)
    assert said.args == ["已修改 1 条执法检查的复查结果", True]
    found = page.list.chosen.current_record()
    assert found is not None and found["recheck_result"] == "部分整改"


def test_columns_are_ticked_and_moved(page: LedgersPage, window: Window, qtbot: QtBot) -> None:
    page.toggle_columns()
    panel = page.columns
    before = page.list.layout_.shown
    item = next(panel.list.item(n) for n in range(panel.list.count()) if panel.list.item(n).text() == "检查内容")
    panel.list.setCurrentItem(item)
    QTest.keyClick(panel.list, SPACE)
    assert page.list.layout_.shown == (*before, "content")
    shown_button(page, "上移").click()
    assert page.list.layout_.shown[-2] == "content"
    assert "content" in [one.name for one in page.list.model.columns]
    shown_button(page, "恢复默认").click()
    assert page.list.layout_.shown == before


def test_the_list_is_exported_as_it_is_filtered(
    page: LedgersPage, window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    page.search()
    compose(page.list.bar.search, "恒泰")
    QTest.keyClick(page.list.bar.search, ENTER)
    out = tmp_path / "清单.xlsx"
    with qtbot.waitSignal(window.session.said, timeout=10_000) as said:
        page.out.export_to(out)
    assert said.args == [f"已导出 {rows_shown(page)} 条到 清单.xlsx", False]
    sheet = load_workbook(out).active
    rows = list(sheet.iter_rows(values_only=True))
    assert len(rows) == rows_shown(page) + 1
    assert rows[0][:2] == ("检查日期", "企业")
    assert {row[1] for row in rows[1:]} == {"恒泰化工有限公司"}


def test_the_list_is_printed_with_its_heads_on_every_page(
    page: LedgersPage, window: Window, qtbot: QtBot, tmp_path: Path
) -> None:
    page.search()
    compose(page.list.bar.search, "检")
    QTest.keyClick(page.list.bar.search, ENTER)
    out = tmp_path / "清单.pdf"
    with qtbot.waitSignal(window.session.said, timeout=20_000) as said:
        page.out.print_to(out)
    assert said.args == ["已存为 清单.pdf，共 2 页", False]
    text = subprocess.run(["pdftotext", "-layout", str(out), "-"], capture_output=True, text=True, check=True).stdout
    # The PDF maps some glyphs back to radicals that look the same; the punctuation becomes narrow by this.
    text = unicodedata.normalize("NFKC", text).replace("⻘", "青").replace("⻚", "页")
    first, second, _end = text.split("\f")
    assert "青石区应急管理局执法检查" in first
    assert "2025 年度;含“检”" in first
    assert f"共 {rows_shown(page)} 条" in first
    for number, sheet in ((1, first), (2, second)):
        assert "检查日期" in sheet
        assert f"第 {number} 页,共 2 页" in sheet
    assert text.count("建材有限公司") == texts(page, "enterprise").count("海螺建材有限公司")


def test_rows_come_closer_and_stay_so(page: LedgersPage, window: Window, qtbot: QtBot) -> None:
    def choose(word: str) -> None:
        [action for action in window.findChildren(QAction) if action.text() == word][-1].trigger()

    rows = page.list.view.verticalHeader()
    assert rows.sectionSize(0) == 30
    for word, height in (("紧凑", 26), ("宽松", 36)):
        choose(word)
        assert rows.sectionSize(0) == height
    window.open_ledger("enterprise")
    assert rows.sectionSize(0) == 36


def test_the_row_height_is_remembered(tmp_path: Path) -> None:
    kept = QSettings(str(tmp_path / "look.ini"), QSettings.Format.IniFormat)
    RowHeight(kept).choose("紧凑")
    assert RowHeight(kept).token == "h_row_compact"
    kept.setValue("look/row_height", "不明")
    assert RowHeight(kept).word == "标准"


def test_a_ready_view_brings_its_condition_and_clearing_leaves_it(page: LedgersPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: has_button(page, "未闭环 30"))
    shown_button(page, "未闭环 30").click()
    assert rows_shown(page) == 30
    assert set(texts(page, "state")) == {"整改中"}
    page.list.bar.clear.click()
    assert page.list.current_view.name == "全部"
    assert rows_shown(page) == 46
    qtbot.waitUntil(lambda: has_button(page, "待复查 0"))
    shown_button(page, "待复查 0").click()
    assert any("“待复查”里没有执法检查" in one.text() for one in page.list.findChildren(QLabel))


def test_a_town_is_chosen_from_what_the_enterprises_have(page: LedgersPage, qtbot: QtBot) -> None:
    shown_button(page, "属地镇街").click()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [one.text() for one in menu.actions()] == ["青石镇", "未填"]
    QTest.keyClick(menu, DOWN)
    QTest.keyClick(menu, DOWN)
    QTest.keyClick(menu, ENTER)
    assert rows_shown(page) == 0
    assert has_button(page, "属地镇街：未填")


def test_mine_and_those_of_my_office(page: LedgersPage, window: Window) -> None:
    log, check = window.session.log, window.session.log.ledger("enforcement_check")
    for name, department in (("张三", "执法大队"), ("李四", "执法大队"), ("王五", "法规科")):
        log.add(log.ledger("staff"), {"name": name, "department": department, "roles": ["执法人员"]})
    for name in ("李四", "王五"):
        log.person = name
        log.add(check, {"check_no": f"检{name}", "checked_on": "2025-11-21"})
    log.person = "张三"
    for values, count in ((("@me",), 41), (("@office",), 42), (("王五",), 1), ((), 43)):
        page.list.bar.set_conditions(Conditions().with_values("created_by", values))
        page.list.reload()
        assert rows_shown(page) == count


def test_saved_views_are_renamed_and_put_in_order(page: LedgersPage, window: Window, qtbot: QtBot) -> None:
    def saved() -> list[str]:
        return [one.name for one in page.list.views() if one.saved]

    def choose(view: View, word: str) -> None:
        menu = page.list.tabs.menu_of(view, page)
        next(one for one in menu.actions() if one.text() == word).trigger()

    for name, word in (("甲", "永兴"), ("乙", "恒泰")):
        page.list.bar.set_conditions(Conditions(word))
        page.list.save_view(name)
    first = page.list.views()[-2]
    choose(first, "右移")
    assert saved() == ["乙", "甲"]
    choose(first, "右移")
    assert saved() == ["乙", "甲"]
    choose(first, "视图“甲”改名")
    assert page.list.tabs.name.text() == "甲"
    compose(page.list.tabs.name, "永兴家")
    QTest.keyClick(page.list.tabs.name, ENTER)
    assert saved() == ["乙", "永兴家"]
    with qtbot.waitSignal(window.session.said) as said:
        page.list.rename_view(page.list.views()[-1], "乙")
    assert said.args == ["已有视图“乙”，请换一个名称", False]


def test_tabs_without_room_are_folded(page: LedgersPage, window: Window, qtbot: QtBot) -> None:
    for number in range(8):
        page.list.bar.set_conditions(Conditions(f"检{number}"))
        page.list.save_view(f"很长的视图名称{number}")
    qtbot.waitUntil(page.list.tabs.more.isVisible)
    assert window.width() == 1366
    shown = [one for one in page.list.tabs.findChildren(QPushButton) if one.isVisible() and one.isCheckable()]
    assert any(one.isChecked() for one in shown)
    page.list.tabs.more.click()
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu) and len(menu.actions()) + len(shown) == len(page.list.views())
    QTest.keyClick(menu, DOWN)
    QTest.keyClick(menu, ENTER)
    assert page.list.current_view.name in [one.text().rsplit(" ", 1)[0] for one in
                                           page.list.tabs.findChildren(QPushButton) if one.isVisible()]  # fmt: skip


def test_the_bin_tells_who_deleted_what_and_when(page: LedgersPage) -> None:
    page.list.view.select_row(0)
    page.delete()
    page.show_recycled()
    assert [one.name for one in page.list.model.columns][:2] == ["deleted_at", "deleted_by"]
    assert texts(page, "deleted_by") == ["张三"]
    assert texts(page, "deleted_at")[0].startswith(f"{datetime.now():%Y-}")
    shown_button(page, "恢复").click()
    shown_button(page, "回到全部").click()
    assert "deleted_at" not in page.list.layout_.shown


def test_other_pages_ask_for_rows(page: LedgersPage, window: Window) -> None:
    window.open_ledger("enforcement_check", Filter(equals={"kind": ("复查",)}))
    assert rows_shown(page) == 5
    assert set(texts(page, "kind")) == {"复查"}


# ---------------------------------------------------------------- a large log


@pytest.fixture
def large(filled: Log) -> Log:
    """Twenty-five thousand checks, written past the change log to be quick."""
    sql = (
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 25000)"
        " INSERT INTO enforcement_check (id, created_at, created_by, check_no, checked_on, kind, level)"
        " SELECT printf('%032x', i), '2025-01-01', 'x', '检' || i, date('2025-01-01', (i % 320) || ' days'),"
        " '计划检查', '本局' FROM n"
    )
    with filled.transaction():
        filled.connection.execute(sql)
    return filled


def test_a_large_list_shows_its_first_rows_at_once_and_reads_only_what_is_painted(
    large: Log, page: LedgersPage, qtbot: QtBot
) -> None:
    model: ListModel = page.list.model
    qtbot.waitUntil(lambda: model.rowCount() == 25_041, timeout=10_000)
    page.search()
    QTest.keyClick(page.list.bar.search, DOWN)
    read = model.fetched
    press(page, Qt.Key.Key_End)
    qtbot.wait(30)
    assert page.list.view.currentIndex().row() == 25_040
    assert texts_of_last(model)[0] == "2025-01-01" or texts_of_last(model)[0] < "2025-01-10"
    assert model.fetched - read < 6


def texts_of_last(model: ListModel) -> list[str]:
    return [str(model.index(model.rowCount() - 1, column).data()) for column in range(1, 4)]


def test_the_selection_of_a_large_list_is_added_up(large: Log, page: LedgersPage, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 25_041, timeout=10_000)
    press(page, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: "已选 25,041 条" in page.list.status()[1], timeout=10_000)


def test_views_that_look_at_every_record_stand_without_a_count_in_a_large_ledger(
    large: Log, page: LedgersPage, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: has_button(page, "全部 25,046"), timeout=10_000)
    shown_button(page, "未闭环").click()
    qtbot.waitUntil(lambda: rows_shown(page) == 30, timeout=10_000)


def test_the_rows_of_another_ledger_do_not_stand_below_the_name_of_a_large_one(
    large: Log, page: LedgersPage, window: Window, qtbot: QtBot
) -> None:
    qtbot.waitUntil(lambda: page.list.model.rowCount() == 25_041, timeout=10_000)
    window.open_ledger("enterprise")
    before = list(page.list.model.rowids)
    assert before
    window.open_ledger("enforcement_check", Filter(text="检24999"))
    assert list(page.list.model.rowids) != before
    assert rows_shown(page) in (0, 1)
    qtbot.waitUntil(lambda: rows_shown(page) == 1, timeout=10_000)
    assert page.list.model.columns[0].name == "checked_on"
