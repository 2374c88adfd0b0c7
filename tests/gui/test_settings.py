"""设置 by keyboard and mouse: every change is kept in the log at once, every mistake has its sentence."""

from datetime import date
from typing import TypeVar

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListWidget, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.figures.visits import visit_caps
from desktop.gui.forms.choosing import ChoiceEditor, SegmentEditor
from desktop.gui.pages.settings import SettingsPage
from desktop.gui.settings.codes import CodesSection
from desktop.gui.settings.deadlines import DeadlinesSection
from desktop.gui.settings.lists import LedgersSection, PeopleSection, WorkingDaysSection
from desktop.gui.settings.report_format import ReportSection
from desktop.gui.settings.single import BureauSection, LookSection, VisitsSection
from desktop.gui.window import Window
from desktop.store import Log
from desktop.store.annual import done_on, mark_done
from desktop.store.bureau import Bureau
from desktop.store.code_tables import CodeTables
from desktop.store.report_format import PageNumbers, ReportFormat, report_format

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


def codes_of(page: SettingsPage, table: str) -> CodesSection:
    shown = section(page, "代码表", CodesSection)
    shown.table.setCurrentIndex(shown.table.findData(table))
    shown.table.activated.emit(shown.table.currentIndex())
    return shown


def names_of(shown: CodesSection) -> list[str]:
    return [shown.terms.item(row).text() for row in range(shown.terms.count())]


def test_a_term_is_moved_and_switched_off_by_keys(page: SettingsPage, window: Window, log: Log, qtbot: QtBot) -> None:
    shown = codes_of(page, "industry")
    first, second, *_ = names_of(shown)
    shown.terms.setFocus()
    shown.terms.setCurrentRow(1)
    qtbot.keyClick(shown.terms, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert names_of(shown)[:2] == [second, first]
    qtbot.mouseClick(shown.off_button, LEFT)
    assert names_of(shown)[0] == f"{second}（已停用）"
    window.open_form("enterprise")
    form = window.page("form")
    offered = next(one for one in form.findChildren(ChoiceEditor) if one.field.name == "industry").terms
    assert second not in offered
    assert offered[0] == first
    window.show_page("settings")
    qtbot.mouseClick(shown.off_button, LEFT)
    assert second in log.ledger("enterprise").fields["industry"].offered


def test_a_record_keeps_a_term_that_is_no_longer_offered(window: Window, log: Log) -> None:
    plan = log.add(log.ledger("emergency_plan"), {"name": "防汛预案", "tier": "国家级"})
    codes = CodeTables(log)
    for term in ("国家级", "省级", "乡级", "村级", "部门"):
        codes.offer("tier", term, False)
    window.open_form("emergency_plan", plan)
    editor = next(one for one in window.page("form").findChildren(SegmentEditor) if one.field.name == "tier")
    assert editor.value() == "国家级"
    editor.put("县级")
    assert editor.terms == ["市级", "县级"]


def test_a_term_is_renamed_in_place_and_its_records_with_it(
    page: SettingsPage, window: Window, log: Log, qtbot: QtBot
) -> None:
    CodeTables(log).add("industry", ["Furniture"])
    firm = log.add(log.ledger("enterprise"), {"name": "青石家具厂", "industry": "Furniture"})
    shown = codes_of(page, "industry")
    shown.terms.setCurrentRow(names_of(shown).index("Furniture（本单位）"))
    shown.terms.setFocus()
    qtbot.keyClick(shown.terms, Qt.Key.Key_F2)
    asked = shown.renaming
    assert asked.name.hasFocus()
    assert asked.all_button.text() == "1 条旧记录一并改"
    assert asked.new_only_button.isVisible()
    qtbot.keyClicks(asked.name, "Furnishing")
    qtbot.keyClick(asked.name, Qt.Key.Key_Return)  # asks on: nothing is changed yet
    assert log.catalogue.codes["industry"].offered.count("Furniture") == 1
    qtbot.keyClick(asked.all_button, Qt.Key.Key_Space)
    assert not asked.isVisible()
    held = log.record(log.ledger("enterprise"), firm)
    assert held is not None
    assert held["industry"] == "Furnishing"
    assert "Furnishing（本单位）" in names_of(shown)
    assert "Furniture（本单位，已停用）" in names_of(shown)
    window.session.undo()
    held = log.record(log.ledger("enterprise"), firm)
    assert held is not None
    assert held["industry"] == "Furniture"


def test_a_built_in_term_is_not_renamed(page: SettingsPage, window: Window, qtbot: QtBot) -> None:
    shown = codes_of(page, "industry")
    shown.terms.setCurrentRow(0)
    qtbot.mouseClick(shown.rename_button, LEFT)
    assert not shown.renaming.isVisible()
    assert any("自带的名称不能改名" in text for text in texts(window))


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


# -------------------------------------------------------------------- deadline rules


@pytest.fixture
def rules(page: SettingsPage, qtbot: QtBot) -> DeadlinesSection:
    shown = section(page, "时限", DeadlinesSection)
    QAbstractItemModelTester(shown.table.model(), QAbstractItemModelTester.FailureReportingMode.Fatal)
    shown.search_field.setText("jbhcbj")
    shown.table.choose("tip_off_closing")
    assert shown.form.title.text() == "举报核查办结"
    return shown


def fill(field: QLineEdit, text: str, qtbot: QtBot) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClicks(field, text)


def test_a_deadline_rule_is_changed_and_given_back(rules: DeadlinesSection, log: Log, qtbot: QtBot) -> None:
    fill(rules.form.days, "45", qtbot)
    qtbot.mouseClick(rules.form.keep_button, LEFT)
    assert log.catalogue.deadlines["tip_off_closing"].days == 45
    row = rules.table.lines.row_of("tip_off_closing")
    assert rules.table.lines.index(row, 1).data() == "45 日，可延长 30"
    assert "改过" in rules.table.lines.index(row, 3).data()
    qtbot.mouseClick(rules.form.reset_button, LEFT)
    assert log.catalogue.deadlines["tip_off_closing"].days == 60
    assert rules.form.days.text() == "60"
    assert not rules.form.reset_button.isVisible()


def test_a_fixed_day_that_was_marked_done_is_taken_back(rules: DeadlinesSection, log: Log, qtbot: QtBot) -> None:
    name = next(one.name for one in log.catalogue.deadlines.values() if one.fixed and one.on)
    for year in (2024, 2025):
        mark_done(log, name, date(year, 1, 31), date(year, 1, 16), date(2025, 11, 21))
    rules.search_field.clear()
    rules.table.choose(name)
    qtbot.waitUntil(lambda: any("登记完成" in text for text in texts(rules.form)))
    assert [text for text in texts(rules.form) if "登记完成" in text] == [
        "2025-01-31 一期，2025-01-16 登记完成", "2024-01-31 一期，2024-01-16 登记完成",
    ]  # fmt: skip
    back = next(one for one in rules.form.findChildren(QPushButton) if one.text() == "撤回登记" and one.isVisible())
    back.setFocus()
    qtbot.keyClick(back, Qt.Key.Key_Space)
    assert set(done_on(log)) == {(name, date(2024, 1, 31))}
    QApplication.processEvents()
    assert [text for text in texts(rules.form) if "登记完成" in text] == ["2024-01-31 一期，2024-01-16 登记完成"]
    rules.table.choose("tip_off_closing")
    assert not any("登记完成" in text for text in texts(rules.form))


def test_a_mistake_in_a_rule_is_said_at_its_field(rules: DeadlinesSection, log: Log, qtbot: QtBot) -> None:
    fill(rules.form.days, "0", qtbot)
    qtbot.mouseClick(rules.form.keep_button, LEFT)
    assert "“0”不合适，请填 1 至 3660 的整数" in texts(rules.form)
    assert rules.form.days.text() == "0"
    assert rules.form.days.hasFocus()
    assert log.catalogue.deadlines["tip_off_closing"].days == 60


def test_a_new_wording_holds_from_a_day(rules: DeadlinesSection, log: Log, qtbot: QtBot) -> None:
    qtbot.mouseClick(rules.form.version_button, LEFT)
    qtbot.mouseClick(rules.form.keep_button, LEFT)
    assert "请填新规定从哪一天起执行" in texts(rules.form)
    fill(rules.form.first, "20260101", qtbot)
    fill(rules.form.days, "30", qtbot)
    qtbot.mouseClick(rules.form.keep_button, LEFT)
    made = log.catalogue.deadlines["tip_off_closing_from_20260101"]
    assert (made.days, made.rule) == (30, "tip_off_closing")
    assert rules.form.rule_name == made.name
    qtbot.mouseClick(rules.form.reset_button, LEFT)
    assert made.name not in log.catalogue.deadlines


def test_a_rule_of_the_bureau_s_own_is_added(rules: DeadlinesSection, log: Log, qtbot: QtBot) -> None:
    qtbot.mouseClick(rules.add_button, LEFT)
    form = rules.form
    qtbot.keyClicks(form.label_field, "Summary")
    form.ledger.setCurrentIndex(form.ledger.findData("training"))
    form.ledger.activated.emit(form.ledger.currentIndex())
    form.start.setCurrentIndex(form.start.findData("held_on"))
    form.done.setCurrentIndex(form.done.findData("ended_on"))
    qtbot.keyClicks(form.days, "5")
    qtbot.mouseClick(form.keep_button, LEFT)
    assert "请写依据的文件和条文" in texts(form)
    qtbot.keyClicks(form.source, "A3")
    qtbot.mouseClick(form.keep_button, LEFT)
    added = next(one for one in log.catalogue.deadlines.values() if one.label == "Summary")
    assert (added.ledger, added.start, added.done, added.days, added.on) == (
        "training", "held_on", ("ended_on",), 5, True,
    )  # fmt: skip
    assert form.reset_button.text() == "删除"


def test_rules_that_are_off_are_listed_on_request(rules: DeadlinesSection, log: Log) -> None:
    rules.search_field.clear()
    known = log.catalogue.deadlines.values()
    assert rules.count.text() == f"{sum(one.on for one in known)} 条，共 {len(known)} 条"
    rules.shown.setCurrentText("停用")
    rules.shown.activated.emit(rules.shown.currentIndex())
    assert rules.table.lines.index(0, 3).data().startswith("停用")
    rules.search_field.setText("没有的")
    assert rules.count.text() == "没有符合条件的时限"


# -------------------------------------------------------------------- visits, report


def test_the_visit_cap_is_kept_by_risk_level(page: SettingsPage, log: Log, qtbot: QtBot) -> None:
    shown = section(page, "检查频次", VisitsSection)
    for risk, text in (("", "3"), ("红", "6")):
        fill(shown.caps[risk], text, qtbot)
        qtbot.keyClick(shown.caps[risk], Qt.Key.Key_Return)
    assert visit_caps(log) == {"": 3, "红": 6}
    fill(shown.caps[""], "0", qtbot)
    qtbot.keyClick(shown.caps[""], Qt.Key.Key_Return)
    assert "“0”不合适，请填 1 至 366 的整数，或空着" in texts(shown)
    assert visit_caps(log)[""] == 3


def test_the_report_s_format_is_changed_and_given_back(page: SettingsPage, log: Log, qtbot: QtBot) -> None:
    shown = section(page, "年度报告格式", ReportSection)
    fill(shown.fields["lines_per_page"], "20", qtbot)
    qtbot.keyClick(shown.fields["lines_per_page"], Qt.Key.Key_Tab)
    assert shown.fields["line_pitch"].text() == "31.85"
    fill(shown.fields["addressee"], "QU ZF", qtbot)
    qtbot.keyClick(shown.fields["addressee"], Qt.Key.Key_Return)
    shown.page_numbers.setCurrentIndex(shown.page_numbers.findData("centred"))
    shown.page_numbers.activated.emit(shown.page_numbers.currentIndex())
    kept = report_format(log)
    assert (kept.lines_per_page, str(kept.line_pitch), kept.addressee) == (20, "31.85", "QU ZF")
    assert kept.page_numbers is PageNumbers.CENTRED
    qtbot.mouseClick(shown.standard_button, LEFT)
    assert report_format(log) == ReportFormat(addressee="QU ZF")
    assert shown.fields["lines_per_page"].text() == "22"


def test_a_format_that_cannot_be_laid_out_is_said_at_its_field(page: SettingsPage, log: Log, qtbot: QtBot) -> None:
    shown = section(page, "年度报告格式", ReportSection)
    fill(shown.fields["line_pitch"], "40", qtbot)
    qtbot.keyClick(shown.fields["line_pitch"], Qt.Key.Key_Return)
    assert any("一面只能排 15 行" in text for text in texts(shown))
    assert shown.fields["line_pitch"].text() == "40"
    assert report_format(log) == ReportFormat()


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
