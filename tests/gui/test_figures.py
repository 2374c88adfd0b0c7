"""指标: figures, their months and the records behind them, by mouse and keyboard."""

import gc
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from gui.office import Desk, make_desk
from gui.records import TODAY
from openpyxl import load_workbook
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QCheckBox, QLabel, QLineEdit, QPushButton, QTableView, QWidget
from pytestqt.qtbot import QtBot

from desktop.figures import Period
from desktop.figures.adjusting import Adjusting
from desktop.gui.pages import figures as figures_page
from desktop.gui.theme import Theme
from desktop.gui.widgets.behind_model import Part
from desktop.gui.widgets.figure_model import Column, marks
from desktop.store import Log
from desktop.store.listing import Listing

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def desk(log: Log, qtbot: QtBot, theme: Theme, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    made = make_desk(log, qtbot, theme, monkeypatch)
    made.page("figures")
    yield made
    made.window.leave()


def rows(table: QTableView) -> list[list[str]]:
    model = table.model()
    return [[str(model.index(row, column).data() or "") for column in range(model.columnCount())]
            for row in range(model.rowCount())]  # fmt: skip


def labels(widget: QWidget) -> list[str]:
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible() and one.text()]


def row_of(table: QTableView, label: str) -> int:
    return next(number for number, row in enumerate(rows(table)) if row[0] == label)


def line(table: QTableView, label: str) -> list[str]:
    return rows(table)[row_of(table, label)]


def click(qtbot: QtBot, table: QTableView, row: int, column: int = 0) -> None:
    index = table.model().index(row, column)
    table.scrollTo(index)
    qtbot.mouseClick(table.viewport(), LEFT, pos=table.visualRect(index).center())


def button(page: QWidget, text: str) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton) if one.text().strip() == text and one.isVisible())


def press(qtbot: QtBot, page: QWidget, text: str) -> None:
    qtbot.mouseClick(button(page, text), LEFT)


# -------------------------------------------------------------------- the list


def test_a_figure_stands_beside_last_year_s_of_the_same_span(desk: Desk) -> None:
    table = desk.page("figures").table
    assert line(table, "执法检查次数")[:4] == ["执法检查次数", "4", "1", "+3"]
    assert line(table, "执法检查次数")[Column.MARKS] == "未计入 1"


def test_figures_that_are_zero_in_both_years_are_shown_on_request(desk: Desk, qtbot: QtBot) -> None:
    page = desk.page("figures")
    fewer = page.table.model().rowCount()
    assert "生产安全事故起数" not in {row[0] for row in rows(page.table)}
    press(qtbot, page, "全部")
    assert page.table.model().rowCount() > fewer + 400
    press(qtbot, page, "有数据")
    assert page.table.model().rowCount() == fewer


def test_the_list_narrows_to_a_section_to_what_needs_a_look_and_to_a_text(desk: Desk, qtbot: QtBot) -> None:
    page = desk.page("figures")
    entries = page.sections.model()
    texts = [entries.index(row, 0).data() for row in range(entries.rowCount())]
    assert texts[:2] == ["按报告章节", "全部指标"]
    uncounted = entries.index(texts.index("有未计入记录"), 0)
    qtbot.mouseClick(page.sections.viewport(), LEFT, pos=page.sections.visualRect(uncounted).center())
    shown = [row for row in rows(page.table) if row[Column.VALUE]]
    assert shown
    assert all(row[Column.MARKS].startswith("未计入") for row in shown)
    page.sections.choose("all")
    page.search()
    qtbot.keyClicks(page.search_field, "zfjccs")
    assert next(row[0] for row in rows(page.table) if row[Column.VALUE]) == "执法检查次数"
    qtbot.keyClicks(page.search_field, "zzzz")
    assert not page.table.isVisible()
    press(qtbot, page, "清除条件")
    assert page.table.isVisible()
    assert line(page.table, "执法检查次数")


def test_a_new_record_changes_the_figure_when_the_page_is_shown_again(desk: Desk) -> None:
    page = desk.page("figures")
    session = desk.window.session
    typed = {"checked_on": "2025-11-03", "enterprise": "甲化工厂", "kind": "计划检查"}
    assert not page.busy
    session.add(session.catalogue.ledgers["enforcement_check"], typed)
    assert line(desk.page("figures").table, "执法检查次数")[1] == "5"
    assert page.table.model().rowCount() > 5


def test_the_models_hold_what_qt_asks_of_a_model(desk: Desk, qtbot: QtBot) -> None:
    page = desk.page("figures")
    mode = QAbstractItemModelTester.FailureReportingMode.Fatal
    testers = [QAbstractItemModelTester(one, mode) for one in (
        page.table.model(), page.sections.model(), page.drawer.records.model())]  # fmt: skip
    press(qtbot, page, "全部")
    page.open_rows("checks")
    page.set_period(Period.year(2024))
    desk.settled("figures")
    assert testers


# -------------------------------------------------------------------- the drawer


def test_a_click_opens_exactly_the_rows_behind_a_figure(desk: Desk, qtbot: QtBot) -> None:
    page = desk.page("figures")
    click(qtbot, page.table, row_of(page.table, "执法检查次数"))
    assert page.drawer.isVisible()
    desk.settled("figures")
    found = rows(page.drawer.records)
    assert [(row[Part.DAY], row[Part.SUBJECT], row[Part.LAST]) for row in found] == [
        ("11-20", "乙烟花店", "1"),
        ("03-20", "乙烟花店", "1"),
        ("03-05", "甲化工厂", "1"),
        ("01-10", "甲化工厂", "1"),
    ]
    press(qtbot, page, "未计入 1")
    assert [(row[Part.SUBJECT], row[Part.LAST]) for row in rows(page.drawer.records)] == [
        ("甲化工厂", "检查日期未填")
    ]


def test_a_row_opens_its_form(desk: Desk, qtbot: QtBot) -> None:
    page = desk.page("figures")
    page.open_rows("checks")
    desk.settled("figures")
    click(qtbot, page.drawer.records, 0)
    assert desk.forms == [("enforcement_check", desk.ids["checks"][3])]


def test_the_ledger_opens_narrowed_to_the_figure(desk: Desk, qtbot: QtBot) -> None:
    page = desk.page("figures")
    page.open_rows("checks")
    press(qtbot, page, "在台账中打开")
    ((ledger, narrowed),) = desk.ledgers
    assert ledger == "enforcement_check"
    listing = Listing(desk.window.session.log, desk.window.session.catalogue.ledgers[ledger])
    shown = [record["id"] for record in listing.page(listing.ids(narrowed))]
    behind = desk.window.session.engine.rows("checks", page.period)["enforcement_check"]
    assert set(shown) == {record["id"] for record in behind}
    assert len(shown) == page.drawer.figure.records


def test_many_rows_are_read_beside_the_work(desk: Desk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(figures_page, "AT_ONCE", 0)
    monkeypatch.setattr(figures_page, "MOST_ROWS", 2)
    page = desk.page("figures")
    page.open_rows("checks")
    assert "正在读取背后的记录" in labels(page.drawer)
    qtbot.waitUntil(lambda: page.drawer.records.model().rowCount() == 2)
    assert "列出最近 2 条" in labels(page.drawer)
    days = [page.drawer.records.model().index(row, 0).data() for row in range(2)]
    assert days == sorted(days, reverse=True)


def test_an_adjusted_figure_is_marked_and_told(desk: Desk, qtbot: QtBot) -> None:
    page = desk.page("figures")
    Adjusting(desk.window.session.log, page.period, TODAY).by("checks", "2", "纸质记录两次")
    desk.window.session.announce(("enforcement_check",))
    page.open_rows("checks")
    desk.settled("figures")
    figure = page.drawer.figure
    assert ("手工调整", "accent") in marks(figure)
    assert any("纸质记录两次" in text for text in labels(page.drawer))


def test_the_window_opens_a_figure_that_the_list_hides(desk: Desk) -> None:
    desk.window.open_rows("accidents")
    page = desk.settled("figures")
    assert page.drawer.isVisible()
    assert page.drawer.figure.indicator.name == "accidents"


def test_the_keyboard_walks_figures_and_records(desk: Desk, qtbot: QtBot) -> None:
    page = desk.page("figures")
    table, drawer = page.table, page.drawer
    table.choose("checks")
    table.setFocus()
    qtbot.keyClick(table, Qt.Key.Key_Return)
    assert drawer.figure.indicator.name == "checks"
    qtbot.keyClick(table, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: drawer.figure.indicator.name == "checks_all_levels")
    desk.window.activateWindow()
    qtbot.waitUntil(desk.window.isActiveWindow)
    qtbot.keyClick(drawer.records, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    qtbot.waitUntil(lambda: drawer.figure.indicator.name == "checks")
    desk.settled("figures")
    drawer.records.setFocus()
    qtbot.keyClick(drawer.records, Qt.Key.Key_Down)
    qtbot.keyClick(drawer.records, Qt.Key.Key_Return)
    assert desk.forms
    qtbot.keyClick(drawer.records, Qt.Key.Key_Escape)
    assert not drawer.isVisible()
    assert table.hasFocus()


def test_the_arrow_keys_pass_over_headings(desk: Desk, qtbot: QtBot) -> None:
    table = desk.page("figures").table
    table.setFocus()
    seen = set()
    for _ in range(table.model().rowCount()):
        seen.add(table.currentIndex().row())
        qtbot.keyClick(table, Qt.Key.Key_Down)
    values = [number for number, row in enumerate(rows(table)) if row[Column.VALUE]]
    assert seen == set(values)


# -------------------------------------------------------------------- the period


def test_a_quarter_is_picked_by_mouse(desk: Desk, qtbot: QtBot) -> None:
    page = desk.page("figures")
    qtbot.mouseClick(page.head.period_button, LEFT)
    press(qtbot, page.picker, "一季度")
    assert page.period == Period(date(2025, 1, 1), date(2025, 3, 31))
    assert page.head.period_button.text().strip() == "2025年一季度"
    assert line(page.table, "执法检查次数")[1:4] == ["4", "1", "+3"], "the old figures stand until the new are known"
    desk.settled("figures")
    assert line(page.table, "执法检查次数")[1:4] == ["3", "1", "+2"]
    assert not page.picker.isVisible()


def test_a_span_that_reaches_beyond_today_ends_today_unless_it_is_told_otherwise(desk: Desk, qtbot: QtBot) -> None:
    page = desk.page("figures")
    page.ask_period()
    press(qtbot, page.picker, "四季度")
    assert page.period == Period(date(2025, 10, 1), date(2025, 11, 21))
    page.ask_period()
    page.picker.findChild(QCheckBox).click()
    press(qtbot, page.picker, "全年")
    assert page.period == Period.year(2025)
    desk.settled("figures")
    assert line(page.table, "执法检查次数")[1] == "5"


def test_any_two_days_are_typed(desk: Desk, qtbot: QtBot) -> None:
    page = desk.page("figures")
    page.ask_period()
    first, last = page.picker.findChildren(QLineEdit)
    for field, typed in ((first, "0301"), (last, "3-31")):
        field.clear()
        qtbot.keyClicks(field, typed)
    qtbot.keyClick(last, Qt.Key.Key_Return)
    assert page.period == Period(date(2025, 3, 1), date(2025, 3, 31))
    desk.settled("figures")
    assert line(page.table, "执法检查次数")[1] == "2"


@pytest.mark.parametrize(("first", "last", "sentence"), [("0230", "0301", "没有这一天"), ("0301", "0201", "早于")])
def test_days_that_make_no_span_are_refused_in_words_and_stay(
    desk: Desk, qtbot: QtBot, first: str, last: str, sentence: str
) -> None:
    page = desk.page("figures")
    before = page.period
    page.ask_period()
    fields = page.picker.findChildren(QLineEdit)
    for field, typed in zip(fields, (first, last), strict=True):
        field.setText(typed)
    press(qtbot, page.picker, "确定")
    assert any(sentence in one.text() for one in page.picker.findChildren(QWidget) if hasattr(one, "wordWrap"))
    assert [field.text() for field in fields] == [first, last]
    assert page.period == before
    qtbot.keyClick(page.picker, Qt.Key.Key_Escape)
    assert not page.picker.isVisible()


def test_another_year_of_the_window_is_that_whole_year(desk: Desk) -> None:
    page = desk.page("figures")
    desk.window.session.set_year(2024)
    assert page.period == Period.year(2024)
    desk.settled("figures")
    assert line(page.table, "执法检查次数")[1:3] == ["2", "0"]


# -------------------------------------------------------------------- the workbook


def test_the_workbook_is_written_beside_the_work(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    page = desk.page("figures")
    file = tmp_path / "指标.xlsx"
    job = page.export_to(file)
    assert not page.head.export_button.isEnabled()
    qtbot.waitUntil(page.head.export_button.isEnabled, timeout=30_000)
    assert desk.said == ["已导出 指标.xlsx"]
    assert job.title == "正在导出工作簿"
    sheet = load_workbook(file, read_only=True)["指标"]
    assert any(row[0] == "执法检查次数" and row[3] == 1 for row in sheet.iter_rows(values_only=True))


def test_a_cancelled_workbook_leaves_no_file(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    page = desk.page("figures")
    file = tmp_path / "指标.xlsx"
    page.export_to(file).cancel()
    qtbot.waitUntil(page.head.export_button.isEnabled, timeout=30_000)
    assert desk.said == ["已取消导出，没有留下文件"]
    assert not file.exists()
    gc.collect()  # xlsxwriter leaves the files of its rows open when it is cut short


def test_a_workbook_that_cannot_be_written_says_why(desk: Desk, qtbot: QtBot, tmp_path: Path) -> None:
    page = desk.page("figures")
    page.export_to(tmp_path / "没有的文件夹" / "指标.xlsx")
    qtbot.waitUntil(lambda: bool(desk.said), timeout=30_000)
    assert "没有的文件夹" in desk.said[0] or "导出没有完成" in desk.said[0], desk.said
    assert page.head.export_button.isEnabled()


# -------------------------------------------------------------------- width


def test_names_keep_their_width_and_columns_drop_in_order(desk: Desk, qtbot: QtBot) -> None:
    page = desk.page("figures")
    page.open_rows("checks")
    for width in (1440, 1366, 1280, 1180):
        desk.window.resize(width, 689)
        qtbot.wait(10)
        assert page.table.columnWidth(Column.NAME) >= 220
        assert not page.table.isColumnHidden(Column.VALUE)
    assert page.table.isColumnHidden(Column.MONTHS)
    desk.window.resize(1440, 820)
    qtbot.wait(10)
    assert not page.table.isColumnHidden(Column.MARKS)


def test_a_month_of_the_chart_says_its_values(desk: Desk, qtbot: QtBot) -> None:
    page = desk.page("figures")
    page.open_rows("checks")
    chart = next(one for one in page.drawer.findChildren(QWidget) if hasattr(one, "month_text"))
    qtbot.waitUntil(lambda: bool(chart.month_text(2)))
    assert chart.month_text(2) == "2025年3月 2 次，上年 0 次"
    assert chart.month_text(11) == "2025年12月 没有数据，上年 1 次"
    assert chart.accessibleName().startswith("1月 1，2月 0，3月 2")
    assert chart.rect().contains(QPoint(1, 1))
