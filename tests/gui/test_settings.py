"""设置 by keyboard and mouse: every change is kept in the log at once, every mistake has its sentence."""

from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QListWidget, QWidget
from pytestqt.qtbot import QtBot

from desktop.gui.pages.settings import SettingsPage
from desktop.gui.pages.settings_lists import CodesSection, LedgersSection, PeopleSection, WorkingDaysSection
from desktop.gui.pages.settings_single import BureauSection, LookSection
from desktop.gui.window import Window
from desktop.store import Log
from desktop.store.bureau import Bureau

LEFT = Qt.MouseButton.LeftButton
Kind = TypeVar("Kind", bound=QWidget)


@pytest.fixture
def page(window: Window, qtbot: QtBot) -> SettingsPage:
    with qtbot.waitActive(window):
        window.activateWindow()
    shown = window.show_page("settings")
    assert isinstance(shown, SettingsPage)
    return shown


def section(page: SettingsPage, title: str, kind: type[Kind]) -> Kind:
    page.open(title)
    found = [one for one in page.findChildren(kind) if one.isVisible()]
    assert len(found) == 1
    return found[0]


def texts(widget: QWidget) -> list[str]:
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible() and one.text()]


def test_every_section_opens(page: SettingsPage) -> None:
    for row in range(page.sections.count()):
        page.sections.setCurrentRow(row)
        assert page.sections.item(row).text() in texts(page)


def test_the_bureau_is_renamed(page: SettingsPage, log: Log, qtbot: QtBot) -> None:
    shown = section(page, "单位", BureauSection)
    shown.name.setFocus()
    shown.name.selectAll()
    qtbot.keyClicks(shown.name, "Qingchuan")
    qtbot.keyClick(shown.name, Qt.Key.Key_Return)
    assert Bureau(log).name == "Qingchuan"


def test_a_bureau_without_a_name_is_refused_at_the_field(page: SettingsPage, log: Log, qtbot: QtBot) -> None:
    shown = section(page, "单位", BureauSection)
    before = Bureau(log).name
    shown.name.setFocus()
    shown.name.selectAll()
    qtbot.keyClick(shown.name, Qt.Key.Key_Delete)
    qtbot.keyClick(shown.name, Qt.Key.Key_Return)
    assert "单位名称必须填写" in texts(shown)
    assert Bureau(log).name == before


def test_people_are_pasted_as_a_column(page: SettingsPage, log: Log, qtbot: QtBot) -> None:
    shown = section(page, "人员", PeopleSection)
    shown.names.setPlainText("何远\t法规科\n苏宁\t执法队\n\n何远")
    qtbot.mouseClick(shown.keep_button, LEFT)
    assert Bureau(log).people == ["何远", "苏宁"]


def test_a_ledger_is_switched_off(page: SettingsPage, log: Log, qtbot: QtBot) -> None:
    shown = section(page, "台账和快速登记", LedgersSection)
    assert shown.boxes["counsel"].isChecked()
    shown.boxes["counsel"].click()
    assert "counsel" not in [one.name for one in Bureau(log).ledgers_in_use()]


def test_quick_entry_is_put_in_another_order(page: SettingsPage, log: Log, window: Window, qtbot: QtBot) -> None:
    shown = section(page, "台账和快速登记", LedgersSection)
    first = shown.quick[0]
    first.setCurrentIndex(first.findData("enterprise"))
    first.activated.emit(first.currentIndex())
    assert Bureau(log).quick_entry[0].name == "enterprise"
    qtbot.waitUntil(lambda: window.page("settings") is not page)


def test_terms_are_pasted_into_a_code_table(page: SettingsPage, log: Log, qtbot: QtBot) -> None:
    shown = section(page, "代码表", CodesSection)
    shown.table.setCurrentIndex(shown.table.findData("industry"))
    shown.table.activated.emit(shown.table.currentIndex())
    shown.new.setPlainText("石材加工\n工贸\n")
    qtbot.mouseClick(shown.add_button, LEFT)
    assert "石材加工" in log.catalogue.codes["industry"].values()
    listed = [shown.terms.item(row).text() for row in range(shown.terms.count())]
    assert "石材加工（本单位）" in listed
    shown.terms.setCurrentRow(listed.index("石材加工（本单位）"))
    qtbot.mouseClick(shown.remove_button, LEFT)
    assert "石材加工" not in log.catalogue.codes["industry"].values()


def test_a_term_that_cannot_be_is_said_and_stays(page: SettingsPage, log: Log, qtbot: QtBot) -> None:
    shown = section(page, "代码表", CodesSection)
    shown.new.setPlainText("木材、家具")
    qtbot.mouseClick(shown.add_button, LEFT)
    assert any("拆成几项" in text for text in texts(shown))
    assert shown.new.toPlainText() == "木材、家具"


def test_a_new_year_s_holidays_are_entered(page: SettingsPage, log: Log, qtbot: QtBot) -> None:
    last = log.catalogue.calendar.last_known
    assert last is not None
    shown = section(page, "工作日", WorkingDaysSection)
    year = shown.year.itemData(0)
    shown.year.setCurrentIndex(0)
    shown.year.activated.emit(0)
    shown.days_off.setPlainText("5月1日至5月5日")
    shown.make_up.setPlainText("")
    qtbot.mouseClick(shown.keep_button, LEFT)
    assert log.catalogue.calendar.is_known(year)
    assert not log.catalogue.calendar.is_working(log.catalogue.calendar.next_working.__self__ and _may(year))


def _may(year: int):
    from datetime import date, timedelta

    day = date(year, 5, 1)
    while day.weekday() > 4:
        day += timedelta(1)
    return day


def test_an_unreadable_day_is_said_and_stays(page: SettingsPage, qtbot: QtBot) -> None:
    shown = section(page, "工作日", WorkingDaysSection)
    shown.days_off.setPlainText("春节")
    qtbot.mouseClick(shown.keep_button, LEFT)
    assert any("不是日期" in text for text in texts(shown))
    assert shown.days_off.toPlainText() == "春节"


def test_dark_and_large_are_put_on_at_once(page: SettingsPage, window: Window, qtbot: QtBot) -> None:
    shown = section(page, "显示", LookSection)
    qtbot.mouseClick(shown.modes["深色"], LEFT)
    qtbot.waitUntil(lambda: window.theme.dark)
    again = window.page("settings")
    assert isinstance(again, SettingsPage)
    qtbot.waitUntil(again.isVisible)
    look = section(again, "显示", LookSection)
    assert look.modes["深色"].isChecked()
    qtbot.mouseClick(look.sizes["特大"], LEFT)
    qtbot.waitUntil(lambda: window.text_size_word() == "特大")
    window.set_look(mode="light", size=1.0)


def test_the_list_of_sections_is_walked_by_arrows(page: SettingsPage, qtbot: QtBot) -> None:
    page.sections.setCurrentRow(0)
    page.setFocus()
    qtbot.keyClick(page.findChild(QListWidget), Qt.Key.Key_Down)
    assert page.sections.currentRow() == 1
