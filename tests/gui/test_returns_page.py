"""统计年报: a province's form with its figures, what differs from the annual report, the records behind a cell."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from openpyxl import load_workbook
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.gui.pages.returns import ReturnsPage
from desktop.gui.report.return_model import Part
from desktop.gui.session import Session
from desktop.gui.theme import Theme
from desktop.gui.window import Window
from desktop.store import Log
from tests.gui.records import TODAY

LEFT = Qt.MouseButton.LeftButton
WAIT = 20_000


def fill(log: Log) -> None:
    """Two penalties, one of them with two kinds; three checks, one of which led to a penalty."""
    ledgers = log.catalogue.ledgers
    log.add(ledgers["enterprise"], {"name": "甲化工厂"})
    for number, (record, led) in enumerate(((True, False), (True, True), (False, False)), 1):
        log.add(
            ledgers["enforcement_check"],
            {"check_no": f"检{number}号", "checked_on": "2025-03-01", "enterprise": "甲化工厂", "kind": "计划检查",
             "complete_record": record, "led_to_action": led},
        )  # fmt: skip
    for number, kinds in enumerate((["警告", "罚款"], ["罚款"]), 1):
        log.add(
            ledgers["penalty_case"],
            {"case_no": f"罚{number}号", "enterprise": "甲化工厂", "decided_on": "2025-04-01", "result": "给予处罚",
             "penalty_kinds": kinds, "fine": "1000"},
        )  # fmt: skip


@pytest.fixture
def page(log: Log, qtbot: QtBot, theme: Theme) -> Iterator[ReturnsPage]:
    fill(log)
    window = Window(Session(log, TODAY), theme)
    qtbot.addWidget(window)
    window.resize(1440, 820)
    window.show()
    made = window.show_page("returns")
    assert isinstance(made, ReturnsPage)
    qtbot.waitUntil(lambda: made.table.model().rowCount() > 0, timeout=WAIT)
    yield made
    window.leave()


def line(page: ReturnsPage, heading: str) -> list[str]:
    model = page.table.model()
    for row in range(model.rowCount()):
        texts = [str(model.index(row, part).data() or "") for part in Part]
        if texts[Part.HEADING].strip() == heading:
            return texts
    raise AssertionError(heading)


def click(qtbot: QtBot, page: ReturnsPage, heading: str) -> None:
    model = page.table.model()
    row = next(n for n in range(model.rowCount()) if str(model.index(n, 0).data()).strip() == heading)
    page.table.scrollTo(model.index(row, 0))
    qtbot.mouseClick(page.table.viewport(), LEFT, pos=page.table.visualRect(model.index(row, 0)).center())


def texts(page: ReturnsPage) -> str:
    return "\n".join(one.text() for one in page.findChildren(QLabel) if one.isVisible())


def test_a_decision_of_two_kinds_counts_once_under_the_heavier(page: ReturnsPage) -> None:
    QAbstractItemModelTester(page.table.model(), QAbstractItemModelTester.FailureReportingMode.QtTest)
    assert line(page, "罚款")[Part.VALUE : Part.BEFORE] == ["2", "宗", "2"]
    assert line(page, "警告")[Part.VALUE : Part.BEFORE] == ["0", "宗", "1"]
    assert "算一宗" in texts(page)


def test_a_cell_opens_the_records_behind_it(page: ReturnsPage, qtbot: QtBot) -> None:
    click(qtbot, page, "罚款")
    qtbot.waitUntil(lambda: page.drawer.records.model().rowCount() == 2, timeout=WAIT)
    assert page.drawer.isVisible()


def test_what_differs_from_the_annual_report_is_told_row_by_row(page: ReturnsPage, qtbot: QtBot) -> None:
    page.sections.choose("differences")
    lines = [page.list.item(row).text() for row in range(page.list.count())]
    assert any("年度报告 3次，统计年报 1次" in one for one in lines)
    assert sum("甲化工厂" in one and "检" in one for one in lines) == 2
    assert any("计入“罚款”" in str(page.list.item(row).data(Qt.ItemDataRole.AccessibleTextRole))
               for row in range(page.list.count()))  # fmt: skip


def test_another_province_has_another_form(page: ReturnsPage, qtbot: QtBot) -> None:
    page.choose_province("shanxi")
    qtbot.waitUntil(lambda: "山西" in page.status_text(), timeout=WAIT)
    assert line(page, "罚没金额（元）")[Part.VALUE : Part.EACH] == ["2,000.00", "元"]


def test_the_workbook_is_written(page: ReturnsPage, qtbot: QtBot, tmp_path: Path) -> None:
    out = tmp_path / "年报.xlsx"
    with qtbot.waitSignal(page.export_to(out).signals.done, timeout=60_000):
        pass
    assert "年报口径差异" in load_workbook(out, read_only=True).sheetnames


def test_records_that_change_change_the_return(page: ReturnsPage, qtbot: QtBot) -> None:
    ledger = page.session.catalogue.ledgers["penalty_case"]
    typed = {"case_no": "罚3号", "enterprise": "甲化工厂", "decided_on": "2025-05-01", "result": "给予处罚"}
    page.session.add(ledger, {**typed, "penalty_kinds": ["罚款"], "fine": "1"})
    page.refresh()
    qtbot.waitUntil(lambda: line(page, "罚款")[Part.VALUE] == "3", timeout=WAIT)


def test_a_file_that_is_gone_is_said(page: ReturnsPage, qtbot: QtBot) -> None:
    file = page.session.log.file
    away = file.rename(file.with_suffix(".away"))
    page.refresh({"penalty_case"})
    shown = page.window_.findChildren(QLabel)
    qtbot.waitUntil(lambda: any("打不开数据文件" in one.text() for one in shown if one.isVisible()), timeout=WAIT)
    away.rename(file)
