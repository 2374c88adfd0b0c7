"""改口径 in the window: tick, look at both years, say why, apply; and take it back."""

from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QCheckBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop.figures import Engine
from desktop.gui.pages.figures import FiguresPage
from desktop.gui.session import Session
from desktop.gui.widgets.definition_panel import DefinitionPanel
from desktop.gui.window import Window
from desktop.store import Log


@pytest.fixture
def session(log: Log) -> Session:
    """Two planned checks and a special one this year, one of each last year."""
    firm = log.add(log.ledger("enterprise"), {"name": "青川恒泰化工有限公司"})
    days = [("2025-03-01", "计划检查"), ("2025-04-01", "计划检查"), ("2025-05-01", "专项检查"),
            ("2024-03-01", "计划检查"), ("2024-05-01", "专项检查")]  # fmt: skip
    typed = [{"enterprise": firm, "checked_on": day, "kind": kind} for day, kind in days]
    log.add_many(log.ledger("enforcement_check"), list(enumerate(typed)))
    return Session(log, date(2025, 11, 21))


@pytest.fixture
def page(window: Window, qtbot: QtBot) -> FiguresPage:
    window.resize(1440, 820)
    page = window.show_page("figures")
    assert isinstance(page, FiguresPage)
    page.open_rows("checks")
    qtbot.waitUntil(lambda: not page.busy and page.drawer.isVisible())
    click(page, "改口径")
    assert page.definitions.panel.isVisible()
    assert not page.drawer.isVisible()
    return page


def click(page: FiguresPage, text: str) -> None:
    found = next(one for one in page.findChildren(QPushButton) if one.text() == text and one.isVisible())
    QTest.mouseClick(found, Qt.MouseButton.LeftButton)
    QApplication.processEvents()


def tick(panel: DefinitionPanel, text: str) -> None:
    next(one for one in panel.findChildren(QCheckBox) if one.text() == text and one.isVisible()).click()


def lines(panel: DefinitionPanel) -> list[str]:
    return [panel.changes_list.item(n).text() for n in range(panel.changes_list.count())]


def only_planned(page: FiguresPage, qtbot: QtBot) -> DefinitionPanel:
    """One more condition: the kind of check."""
    panel = page.definitions.panel
    place = panel.more.findText("检查类别")
    panel.more.setCurrentIndex(place)
    panel.more.activated.emit(place)
    QApplication.processEvents()
    tick(panel, "计划检查")
    qtbot.waitUntil(lambda: any("→" in line for line in lines(panel)))
    return panel


def test_both_years_are_shown_before_anything_is_applied(page: FiguresPage, qtbot: QtBot, log: Log) -> None:
    assert lines(page.definitions.panel)[0].startswith("改前改后")
    panel = only_planned(page, qtbot)
    shown = lines(panel)
    assert shown[0].endswith("3次 → 2次")
    assert shown[1].endswith("2次 → 1次")
    assert "2025年移出 1 条" in shown
    assert "2024年移出 1 条" in shown
    assert log.catalogue.indicators["checks"].redefined is None


def test_applied_with_a_reason_and_taken_back(page: FiguresPage, qtbot: QtBot, session: Session) -> None:
    panel = only_planned(page, qtbot)
    click(page, "应用")
    assert panel.reason_row.note.text() == "原因还没有写"
    panel.reason.setText("市局要求")
    click(page, "应用")
    qtbot.waitUntil(page.drawer.isVisible, timeout=20_000)
    assert not panel.isVisible()
    one = session.catalogue.indicators["checks"]
    assert (one.version, one.redefined and one.redefined.reason) == (2, "市局要求")
    assert page.drawer.figure is not None
    assert page.drawer.figure.text == "2次"
    click(page, "改口径")
    panel.reason.setText("撤回")
    click(page, "恢复自带口径")
    qtbot.waitUntil(page.drawer.isVisible, timeout=20_000)
    assert Engine(session.log).figure("checks", page.period).text == "3次"
    assert session.catalogue.indicators["checks"].version == 3


def test_what_cannot_be_is_said_and_esc_changes_nothing(page: FiguresPage, qtbot: QtBot, log: Log) -> None:
    panel = page.definitions.panel
    panel.name.clear()
    QTest.keyClicks(panel.name, " ")
    qtbot.waitUntil(panel.problem.isVisible)
    QTest.keyClick(panel.name, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    assert page.drawer.isVisible()
    assert log.catalogue.indicators["checks"].redefined is None


def test_f2_opens_the_rule_of_the_current_figure(page: FiguresPage, window: Window, qtbot: QtBot) -> None:
    panel = page.definitions.panel
    QTest.keyClick(panel.name, Qt.Key.Key_Escape)
    assert page.table.choose("inspected_enterprises")
    with qtbot.waitActive(window):
        window.activateWindow()
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_F2)
    QApplication.processEvents()
    assert panel.isVisible()
    assert panel.name.text() == "检查企业数"


def test_unticking_all_of_a_condition_drops_it(page: FiguresPage, qtbot: QtBot) -> None:
    panel = page.definitions.panel
    tick(panel, "本局")
    assert panel.changes() == {"where": None}
    tick(panel, "本局")
    assert panel.changes() == {}
    panel.places.setCurrentIndex(1)
    assert panel.changes() == {"decimals": 0}
