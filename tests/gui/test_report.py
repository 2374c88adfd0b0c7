"""年度报告: writing a report by keyboard and mouse, with figures that live."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent, QInputMethodEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton, QToolTip, QWidget
from pytestqt.qtbot import QtBot

from desktop.catalogue import Definitions
from desktop.figures import Period
from desktop.gui.pages.report import ReportPage
from desktop.gui.session import Session
from desktop.gui.theme import Theme
from desktop.gui.widgets.pair_list import PairList
from desktop.gui.window import Window
from desktop.report.text.living import LivingReport
from desktop.store import Log
from tests.gui.records import TODAY
from tests.report.conftest import OUTLINE
from tests.store.conftest import read_the_built_in_definitions_once

__all__ = ["read_the_built_in_definitions_once"]

LEFT = Qt.MouseButton.LeftButton
CONTROL = Qt.KeyboardModifier.ControlModifier
KEPT_AFTER = 1700
"""Longer than the page waits before it keeps what was written."""


class Writer:
    """Sits at the report page."""

    def __init__(self, window: Window, bot: QtBot) -> None:
        self.window, self.bot = window, bot
        page = window.show_page("report")
        assert isinstance(page, ReportPage)
        self.page = page
        bot.waitActive(window)
        window.activateWindow()
        self.settle()
        page.paper.setFocus()

    def settle(self) -> None:
        """Let the page compute its figures."""
        self.bot.waitUntil(lambda: not self.page.busy)

    @property
    def log(self) -> Log:
        return self.window.session.log

    def check(self, day: str, enterprise: str = "甲化工厂") -> None:
        ledgers = self.log.catalogue.ledgers
        if not any(one["name"] == enterprise for one in self.log.records(ledgers["enterprise"])):
            self.window.session.add(ledgers["enterprise"], {"name": enterprise})
        typed = {"checked_on": day, "enterprise": enterprise, "kind": "计划检查"}
        self.window.session.add(ledgers["enforcement_check"], typed)
        self.settle()

    def read(self) -> str:
        """What stands on the paper, as copying it gives it."""
        self.settle()
        before = self.page.paper.textCursor()
        self.page.paper.selectAll()
        self.page.paper.copy()
        self.page.paper.setTextCursor(before)
        return QApplication.clipboard().text()

    def go_after(self, words: str) -> None:
        """Put the cursor behind some words."""
        paper = self.page.paper
        paper.moveCursor(paper.textCursor().MoveOperation.Start)
        assert paper.find(words)
        cursor = paper.textCursor()
        cursor.clearSelection()
        paper.setTextCursor(cursor)

    def type(self, text: str) -> None:
        event = QInputMethodEvent("", [])
        event.setCommitString(text)
        QApplication.sendEvent(QApplication.focusWidget() or self.page.paper, event)

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key, modifier)

    def click(self, text: str) -> None:
        self.bot.wait(1)
        self.settle()
        self.bot.mouseClick(button(self.page, text), LEFT)

    def kept(self) -> str:
        """The text as the log has it."""
        self.bot.wait(KEPT_AFTER)
        return LivingReport(self.log, Period.year(2025, last=TODAY)).lay().text

    def seen(self) -> list[str]:
        self.bot.wait(1)
        self.settle()
        return [one.text() for one in self.page.findChildren(QLabel) if one.isVisible() and one.text()]


def button(page: QWidget, text: str) -> QPushButton:
    return next(one for one in page.findChildren(QPushButton) if one.text().strip() == text and one.isVisible())


@pytest.fixture
def writer(qtbot: QtBot, theme: Theme, tmp_path: Path) -> Iterator[Writer]:
    settings = {"bureau": "青石区应急管理局"}
    definitions = [Definitions("小.toml", OUTLINE)]
    with Log.create(tmp_path / "r.db", settings=settings, definitions=definitions, person="张三") as log:
        window = Window(Session(log, TODAY), theme)
        qtbot.addWidget(window)
        window.resize(1440, 820)
        window.show()
        yield Writer(window, qtbot)
        window.leave()


def test_the_report_stands_there_as_the_outline_words_it(writer: Writer) -> None:
    writer.check("2025-03-01")
    text = writer.read()
    assert "青石区应急管理局\n2025年度报告\n2025年，我局依法履职。截至11月21日，情况如下。" in text
    assert "（一）规范执法。检查企业1家、1次。" in text
    assert "写不足" in text  # what a person still has to write
    assert "全文 2 个数字" in writer.page.status_text()


def test_a_figure_moves_with_the_records(writer: Writer) -> None:
    writer.check("2025-03-01")
    writer.go_after("检查企业")
    writer.check("2025-03-02")
    assert "检查企业1家、2次。" in writer.read()


def test_writing_does_not_wait_for_the_figures_and_loses_nothing(writer: Writer) -> None:
    writer.check("2025-03-01")
    writer.go_after("检查企业")
    typed = {"checked_on": "2025-03-02", "enterprise": "甲化工厂", "kind": "计划检查"}
    writer.window.session.add(writer.log.ledger("enforcement_check"), typed)
    assert writer.page.busy
    writer.type("一共")
    assert writer.page.busy, "it was typed before the figures were known"
    assert "检查企业一共1家、2次" in writer.read()
    assert "检查企业一共1家、2次" in writer.kept()


def test_the_paper_is_blank_until_the_figures_are_known(writer: Writer) -> None:
    writer.window.session.set_year(2024)
    assert writer.page.busy
    assert writer.page.paper.isReadOnly()
    assert writer.page.paper.toPlainText().strip() == ""
    assert "2024年度报告" in writer.read()
    assert not writer.page.paper.isReadOnly()


def test_a_sentence_comes_with_its_first_record(writer: Writer) -> None:
    assert "规范执法" not in writer.read()
    writer.check("2025-03-01")
    assert "规范执法" in writer.read()


def test_writing_takes_the_place_of_the_hint_and_is_kept(writer: Writer) -> None:
    writer.go_after("存在不足")
    writer.press(Qt.Key.Key_Down)
    writer.type("执法人员不足")
    assert "写不足" not in writer.read()
    assert "存在不足\n执法人员不足" in writer.kept()


def test_a_figure_is_put_in_by_its_initials(writer: Writer) -> None:
    writer.check("2025-03-01")
    writer.go_after("年继续努力。")
    writer.press(Qt.Key.Key_J, CONTROL)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, "zfjccs")
    writer.press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is writer.page.paper
    assert "2026年继续努力。1次" in writer.kept()
    writer.check("2025-03-05")
    assert "2026年继续努力。2次" in writer.read()


def test_a_figure_cannot_be_mistyped(writer: Writer) -> None:
    """It is one character: what is typed stands before or behind it, and Backspace takes all of it."""
    writer.check("2025-03-01")
    writer.page.paper.step(1)
    writer.type("共")
    assert "检查企业共1家" in writer.read()
    writer.press(Qt.Key.Key_Right)
    writer.press(Qt.Key.Key_Backspace)
    assert "检查企业共、1次。" in writer.read()
    writer.press(Qt.Key.Key_Z, CONTROL)
    assert "检查企业共1家、1次。" in writer.read()


def test_the_title_and_the_numbers_cannot_be_typed_into(writer: Writer) -> None:
    before = writer.read()
    writer.page.paper.moveCursor(writer.page.paper.textCursor().MoveOperation.Start)
    QTest.keyClicks(writer.page.paper, "abc")
    assert writer.read() == before


def test_a_click_on_a_figure_shows_what_it_is(writer: Writer) -> None:
    for day in ("2025-03-01", "2024-03-01", "2025-03-02"):
        writer.check(day)
    writer.page.paper.step(1)
    writer.page.paper.step(1)
    seen = writer.seen()
    assert "执法检查次数" in seen
    assert any(one.startswith("上年同期 1") for one in seen)
    assert any("取检查日期在" in one for one in seen)
    assert button(writer.page, "看 2 条记录").isEnabled()


def test_another_way_of_writing_a_figure(writer: Writer) -> None:
    for day in ("2025-03-01", "2025-03-02", "2024-03-01"):
        writer.check(day)
    writer.page.paper.step(1)
    writer.page.paper.step(1)
    writer.click("增长100.0%")
    assert "、增长100.0%" in writer.read()
    writer.click("不写")
    assert "检查企业1家、，" in writer.kept()


def test_an_adjustment_stands_beside_the_computed_value(writer: Writer) -> None:
    writer.check("2025-03-01")
    writer.page.paper.step(1)
    writer.page.paper.step(1)
    writer.click("加手工调整")
    writer.press(Qt.Key.Key_3)
    writer.press(Qt.Key.Key_Return)
    writer.press(Qt.Key.Key_Return)  # without a reason
    assert any("原因" in one for one in writer.seen())
    writer.type("两次检查只有纸质记录")
    writer.press(Qt.Key.Key_Return)
    assert "检查企业1家、3次。" in writer.read()
    writer.page.paper.step(1)
    writer.page.paper.step(1)
    assert any("手工调整 +2 次，报告写 3次" in one for one in writer.seen())


def test_a_double_click_opens_the_rows(writer: Writer) -> None:
    writer.check("2025-03-01")
    writer.page.paper.step(1)
    paper = writer.page.paper
    place = paper.cursorRect().center() + QPoint(6, 0)
    writer.bot.mouseDClick(paper.viewport(), LEFT, pos=place)
    assert writer.window.front == "figures"


def test_the_tip_explains_a_figure(writer: Writer, monkeypatch: pytest.MonkeyPatch) -> None:
    tips: list[str] = []
    monkeypatch.setattr(QToolTip, "showText", lambda _place, text, *_: tips.append(text))
    writer.check("2025-03-01")
    writer.page.paper.step(1)
    place = writer.page.paper.cursorRect().center() + QPoint(6, 0)
    viewport = writer.page.paper.viewport()
    QApplication.sendEvent(viewport, QHelpEvent(QHelpEvent.Type.ToolTip, place, viewport.mapToGlobal(place)))
    assert "按企业去重" in tips[0].replace("“", "").replace("”", "")


def test_open_points_are_listed_and_lead_there(writer: Writer) -> None:
    writer.check("2025-03-01")
    writer.click("待办 1")
    view = writer.page.side.points.view
    QAbstractItemModelTester(view.model(), QAbstractItemModelTester.FailureReportingMode.QtTest)
    texts = [view.item(row).text() for row in range(view.count())]
    assert texts[1] == "写不足"
    assert any(text.startswith("计划检查次数") for text in texts)  # a figure that is not used
    view.setCurrentRow(1)
    view.setFocus()
    writer.press(Qt.Key.Key_Return)
    assert QApplication.focusWidget() is writer.page.paper
    writer.type("人手不足")
    assert "存在不足\n人手不足" in writer.kept()


def test_a_sentence_whose_figure_changed_is_told(writer: Writer) -> None:
    writer.check("2025-03-01")
    writer.go_after("检查企业")
    writer.type("共")
    writer.kept()
    writer.check("2025-04-01")
    writer.click("待办 2")
    view = writer.page.side.points.view
    assert "数字有变" in " ".join(view.item(row).text() for row in range(view.count()))


def test_what_is_written_is_kept_when_the_page_is_left(writer: Writer) -> None:
    writer.go_after("努力。")
    writer.type("谢谢。")
    writer.window.show_page("settings")
    assert "努力。谢谢。" in LivingReport(writer.log, Period.year(2025)).lay().text


def test_what_cannot_be_kept_stays_on_the_paper_and_is_tried_again(
    writer: Writer, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    monkeypatch.setattr(Window, "toast", lambda _self, text, _undoable=False: said.append(text))
    writer.go_after("努力。")
    writer.type("谢谢。")
    mode = writer.log.file.stat().st_mode
    writer.log.file.chmod(0o444)
    writer.window.show_page("settings")
    assert writer.window.front == "report", "the page is not left with a text that is nowhere else"
    assert "只读" in said[-1]
    assert "努力。谢谢。" in writer.read()
    writer.log.file.chmod(mode)
    writer.window.show_page("settings")
    assert writer.window.front == "settings"
    assert "努力。谢谢。" in LivingReport(writer.log, Period.year(2025)).lay().text


def test_copying_moves_figures_and_gives_others_plain_text(writer: Writer) -> None:
    writer.check("2025-03-01")
    paper = writer.page.paper
    writer.go_after("检查企业")
    paper.moveCursor(paper.textCursor().MoveOperation.EndOfBlock, paper.textCursor().MoveMode.KeepAnchor)
    paper.copy()
    assert QApplication.clipboard().text() == "1家、1次。"
    writer.go_after("努力。")
    paper.paste()
    assert "努力。1家、1次。" in writer.kept()
    writer.check("2025-03-02")
    assert "努力。1家、2次。" in writer.read()


def test_pasted_text_brings_no_look_and_no_object_characters(writer: Writer) -> None:
    QApplication.clipboard().setText("甲\ufffc乙\r\n<b>丙</b>")
    writer.go_after("努力。")
    writer.page.paper.paste()
    assert "努力。甲乙\n<b>丙</b>" in writer.read()


def test_another_year_has_another_report(writer: Writer) -> None:
    writer.go_after("努力。")
    writer.type("今年。")
    writer.window.session.set_year(2024)
    assert "今年。" not in writer.read()
    assert "2024年度报告" in writer.read()
    writer.window.session.set_year(2025)
    assert "今年。" in writer.read()


# -------------------------------------------------------------------- versions


def seen_on(writer: Writer, words: str) -> bool:
    return any(words in one for one in writer.seen())


def test_finalise_change_a_record_and_read_the_difference(writer: Writer) -> None:
    writer.check("2025-03-01")
    writer.click("定稿")
    assert seen_on(writer, "还有 1 处没有写：写不足")
    writer.bot.mouseClick([one for one in writer.page.findChildren(QPushButton) if one.text() == "定稿"][-1], LEFT)
    writer.settle()
    assert seen_on(writer, "已定稿　第 1 版")
    assert writer.page.paper.isReadOnly()
    text = writer.read()
    writer.check("2025-03-02")
    assert writer.read() == text, "the version stays as it was"
    assert seen_on(writer, "自定稿以来有改动：+1 次执法检查，影响 1 个数字")
    writer.page.paper.step(1)
    writer.page.paper.step(1)
    assert seen_on(writer, "现值 2次，定稿 1次")
    rows = writer.page.side.edition.findChildren(PairList)[0]
    assert [rows.item(n).text() for n in range(rows.count())] == ["03-02 甲化工厂　新增"]
    writer.press(Qt.Key.Key_Escape)
    assert seen_on(writer, "草稿")
    assert "检查企业1家、2次。" in writer.read()


def test_a_version_cannot_be_typed_into(writer: Writer) -> None:
    writer.page.finalise()
    writer.settle()
    before = writer.read()
    writer.page.paper.moveCursor(writer.page.paper.textCursor().MoveOperation.End)
    writer.type("改")
    QTest.keyClicks(writer.page.paper, "abc")
    QApplication.clipboard().setText("贴")
    writer.page.paper.paste()
    assert writer.read() == before


def test_what_is_typed_while_it_is_asked_goes_into_the_version(writer: Writer) -> None:
    writer.click("定稿")
    writer.page.paper.setFocus()
    writer.go_after("努力。")
    writer.type("最后一句。")
    writer.page.finalise()
    writer.settle()
    assert writer.page.paper.isReadOnly()
    assert "努力。最后一句。" in writer.read()


def test_a_version_is_written_on(writer: Writer) -> None:
    writer.go_after("努力。")
    writer.type("第一稿。")
    writer.page.keep()
    writer.page.finalise()
    writer.settle()
    writer.page.show_version("draft")
    writer.go_after("第一稿。")
    writer.type("第二稿。")
    writer.page.keep()
    writer.page.tree.versions.view.take(writer.page.tree.versions.view.item(1))
    writer.settle()
    writer.click("接着这一版写")
    assert "努力。第一稿。\n" in writer.read()
    assert not writer.page.paper.isReadOnly()


def test_what_must_not_be_printed_must_not_be_finalised(writer: Writer) -> None:
    writer.go_after("努力。")
    writer.page.paper.insert_figure("tip_offs")  # nobody keeps that ledger
    writer.page.keep()
    writer.click("定稿")
    assert seen_on(writer, "有不能照印的地方，改后才能定稿")
    assert (
        len(
            [one for one in writer.page.findChildren(QPushButton) if one.text().strip() == "定稿" and one.isVisible()]
        )
        == 1
    )


def test_the_report_is_counted_up_to_another_day(writer: Writer) -> None:
    writer.check("2025-03-01")
    writer.check("2025-11-20")
    writer.page.count_over(Period.year(2025, last=date(2025, 10, 31)))
    assert "检查企业1家、1次。" in writer.read()
    assert "截至10月31日" in writer.read()
