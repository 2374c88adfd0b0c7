"""校核 as a section chief uses it: open a draft, go from finding to finding, decide, export, come back."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from docx import Document
from PySide6.QtCore import QAbstractItemModel, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.catalogue import Definitions
from desktop.figures import Period
from desktop.gui.draft.card import values_of
from desktop.gui.draft.result_list import commands_of
from desktop.gui.session import Session
from desktop.gui.theme import Theme
from desktop.gui.window import Window
from desktop.report.draft.items import Group
from desktop.report.draft.opening import open_draft
from desktop.report.editions.finalising import finalise
from desktop.report.text.living import LivingReport
from desktop.store import Log
from desktop.store.decisions import Decisions
from tests.gui.clerk import CONTROL, ENTER, SHIFT, Clerk
from tests.report.conftest import OUTLINE
from tests.store.conftest import read_the_built_in_definitions_once

__all__ = ["read_the_built_in_definitions_once"]

TODAY = date(2025, 11, 21)


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    """Three checks of two enterprises, two fines, and the outline that speaks of them."""
    file = tmp_path / "log.db"
    settings = {"bureau": "青石区应急管理局"}
    with Log.create(file, settings=settings, definitions=[Definitions("小.toml", OUTLINE)], person="张三") as log:
        ledgers = log.catalogue.ledgers
        for day, name in (("2025-03-01", "甲化工厂"), ("2025-04-02", "甲化工厂"), ("2025-05-06", "乙加油站")):
            if name not in [one["name"] for one in log.records(ledgers["enterprise"])]:
                log.add(ledgers["enterprise"], {"name": name})
            log.add(ledgers["enforcement_check"], {"checked_on": day, "enterprise": name, "kind": "计划检查"})
        for number, fine in (("1", "12000"), ("2", "30000")):
            typed = {"case_no": f"〔2025〕{number}号", "decided_on": "2025-06-01", "fine": fine, "level": "本局"}
            log.add(ledgers["penalty_case"], typed)
        yield log


class Chief:
    """Sits at the page 校核."""

    def __init__(self, window: Window, qtbot: QtBot) -> None:
        self.window, self._bot = window, qtbot
        self.clerk = Clerk(window, qtbot)
        window.show_page("check")
        self.settle()

    @property
    def page(self) -> Any:
        return self.window.page("check")

    def settle(self) -> None:
        self._bot.waitUntil(lambda: not self.page.busy, timeout=20_000)
        self.clerk.settle()

    def open(self, file: Path) -> None:
        self.page.open_file(str(file))
        self.settle()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.clerk.press(key, modifier)
        self.settle()

    def answer(self, text: str) -> None:
        self.clerk.type(text)
        self.press(ENTER)

    @property
    def text(self) -> str:
        return str(self.page.sheet.reads)

    @property
    def current(self) -> Any:
        return self.page.side.list.current

    @property
    def lines(self) -> list[str]:
        model: QAbstractItemModel = self.page.side.list.model()
        return [str(model.index(row, 0).data()) for row in range(model.rowCount())]

    @property
    def counts(self) -> dict[str, int]:
        found = [one.accessibleName().rpartition(" ") for one in self.page.counts.buttons.values()]
        return {name: int(number) for name, _, number in found if int(number)}

    @property
    def said(self) -> list[str]:
        return self.clerk.texts()

    def click(self, item: Any) -> None:
        sheet = self.page.sheet
        QTest.mouseClick(sheet.viewport(), Qt.MouseButton.LeftButton, pos=sheet.centre_of(item))
        self.clerk.settle()


@pytest.fixture
def chief(log: Log, theme: Theme, qtbot: QtBot) -> Iterator[Chief]:
    window = Window(Session(log, TODAY), theme)
    qtbot.addWidget(window)
    window.show()
    yield Chief(window, qtbot)
    window.leave()


def word_file(file: Path, text: str) -> Path:
    document = Document()
    for line in text.split("\n"):
        document.add_paragraph(line)
    document.save(str(file))
    return file


def right(log: Log) -> str:
    return LivingReport(log, Period.year(2025, last=TODAY)).lay().text


@pytest.fixture
def draft(log: Log, tmp_path: Path) -> Path:
    """Two wrong figures and one that the log does not hold."""
    text = right(log).replace("检查企业2家、3次", "检查企业5家、7次")
    return word_file(tmp_path / "送审稿.docx", "开展植树活动99次。\n" + text)


# -------------------------------------------------------------------- going through


def test_a_draft_shows_what_is_wrong_the_surest_first(chief: Chief, draft: Path) -> None:
    assert "还没有要校核的稿子" in chief.said
    chief.open(draft)
    assert chief.counts == {"确定有误": 2, "台账无出处": 1, "一致": 2}
    assert "送审稿.docx" in chief.said
    assert chief.lines[0] == "确定有误，2 处"
    assert (chief.current.number, list(values_of(chief.current))) == (1, [("草稿", "5家"), ("台账", "2家")])
    chief.press(Qt.Key.Key_F8)
    assert chief.current.printed == "7次"
    chief.press(Qt.Key.Key_F8)
    assert chief.current.printed == "99次"
    chief.press(Qt.Key.Key_F8)
    chief.press(Qt.Key.Key_F8, SHIFT)
    assert chief.current.printed == "99次"
    assert [words for _, words, _ in commands_of(chief.current)] == ["改成…", "不改，写理由"]


def test_enter_takes_the_figure_of_the_log_and_goes_on(chief: Chief, draft: Path) -> None:
    chief.open(draft)
    before = draft.read_bytes()
    chief.press(ENTER)
    assert "检查企业2家、7次" in chief.text
    assert chief.current.printed == "7次"
    chief.press(ENTER)
    assert "检查企业2家、3次" in chief.text
    assert chief.counts == {"台账无出处": 1, "已处理": 2, "一致": 2}
    chief.press(Qt.Key.Key_Z, CONTROL)
    assert "检查企业2家、7次" in chief.text
    chief.press(Qt.Key.Key_Y, CONTROL)
    assert "检查企业2家、3次" in chief.text
    assert draft.read_bytes() == before


def test_delete_asks_why_and_the_answer_is_remembered(chief: Chief, draft: Path, log: Log) -> None:
    chief.open(draft)
    chief.press(Qt.Key.Key_Delete)
    assert chief.page.ask_bar.isVisible()
    chief.press(ENTER)
    assert "理由" in chief.page.ask_bar.wrong
    chief.answer("含镇街检查")
    assert not chief.page.ask_bar.isVisible()
    assert chief.counts["已处理"] == 1
    assert [one.reason for one in Decisions(log).standing().values()] == ["含镇街检查"]
    word_file(draft, "新的第一段。\n" + open_draft(draft).text)
    chief.press(Qt.Key.Key_F5)
    assert chief.text.startswith("新的第一段。")
    assert chief.counts == {"确定有误": 1, "台账无出处": 1, "已处理": 1, "一致": 2}
    chief.press(Qt.Key.Key_Z, CONTROL)
    assert Decisions(log).standing() != {}  # what was opened anew begins a new row of steps


def test_escape_leaves_everything_as_it_is(chief: Chief, draft: Path, log: Log) -> None:
    chief.open(draft)
    chief.press(Qt.Key.Key_Delete)
    chief.press(Qt.Key.Key_Escape)
    assert not chief.page.ask_bar.isVisible()
    assert Decisions(log).standing() == {}
    assert chief.clerk.focus is chief.page.side.list


def test_a_person_can_write_something_else(chief: Chief, draft: Path) -> None:
    chief.open(draft)
    chief.press(ENTER, CONTROL)
    chief.answer("2家企业")
    assert "检查企业2家企业、7次" in chief.text


def test_text_and_list_lead_to_each_other(chief: Chief, log: Log, tmp_path: Path) -> None:
    text = right(log).replace("罚款4.2万元", "罚款42万元")
    chief.open(word_file(tmp_path / "长.docx", "植树活动开展得好。\n" * 80 + text.replace("企业2家", "企业5家")))
    first, second = chief.page.side.list.lines.line(1), chief.page.side.list.lines.line(2)
    assert chief.page.sheet.verticalScrollBar().value() > 0
    chief.click(second)
    assert chief.current == second
    chief.page.sheet.verticalScrollBar().setValue(0)
    chief.page.side.list.setFocus()
    chief.press(Qt.Key.Key_Up)
    assert chief.current == first
    place = chief.page.sheet.centre_of(first)
    assert chief.page.sheet.viewport().rect().contains(place)


def test_a_count_narrows_the_list_and_a_head_folds(chief: Chief, draft: Path) -> None:
    chief.open(draft)
    button = chief.page.counts.buttons[Group.AGREES]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert [line.split("，")[0] for line in chief.lines] == ["一致", "行政处罚件数", "罚款金额"]
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert chief.lines[-1] == "一致，2 处，已收起"
    list_ = chief.page.side.list
    head = list_.visualRect(list_.model().index(0, 0)).center()
    QTest.mouseClick(list_.viewport(), Qt.MouseButton.LeftButton, pos=head)
    assert chief.lines[0] == "确定有误，2 处，已收起"
    QTest.mouseClick(chief.page.side.by_place, Qt.MouseButton.LeftButton)
    assert [line.split("，")[1] for line in chief.lines[:3]] == ["草稿 99次", "草稿 5家", "草稿 7次"]


def test_the_rows_behind_the_log_s_value_are_a_click_away(
    chief: Chief, draft: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    monkeypatch.setattr(Window, "open_rows", lambda _self, name: opened.append(name))
    chief.open(draft)
    widget = chief.page.side.list.indexWidget(chief.page.side.list.currentIndex())
    rows = next(one for one in widget.commands if one.text() == "看记录")
    QTest.mouseClick(rows, Qt.MouseButton.LeftButton)
    assert opened == ["inspected_enterprises"]


def test_a_changed_record_is_held_against_the_draft_at_once(chief: Chief, draft: Path, log: Log) -> None:
    chief.open(draft)
    ledger = log.catalogue.ledgers["enforcement_check"]
    typed = {"checked_on": "2025-07-01", "enterprise": "甲化工厂", "kind": "计划检查"}
    chief.window.session.add(ledger, typed)
    chief.settle()
    assert next(line for line in chief.lines if "草稿 7次" in line).startswith("执法检查次数，草稿 7次，台账 4次")


def test_another_year_is_another_log_to_hold_it_against(chief: Chief, draft: Path) -> None:
    chief.open(draft)
    chief.window.session.set_year(2024)
    chief.settle()
    assert chief.counts.get("一致", 0) == 0
    chief.window.session.set_year(2025)
    chief.settle()
    assert chief.counts == {"确定有误": 2, "台账无出处": 1, "一致": 2}


def test_what_comes_while_another_page_is_in_front_stays_in_the_background(chief: Chief, draft: Path) -> None:
    chief.page.open_file(str(draft))
    chief.window.show_page("settings")
    before = chief.clerk.focus
    chief.settle()
    assert chief.clerk.focus is before
    chief.window.show_page("check")
    assert chief.current.printed == "5家"


def test_what_the_finalised_edition_states_and_the_draft_lacks(chief: Chief, log: Log, tmp_path: Path) -> None:
    finalise(log, Period.year(2025, last=TODAY))
    chief.open(word_file(tmp_path / "缺.docx", right(log).replace("，罚款4.2万元", "")))
    assert chief.counts["定稿有而稿中无"] == 1
    assert "罚款金额，台账 4.2万元" in chief.lines


# -------------------------------------------------------------------- ways in, and what is no draft


def test_words_are_pasted_or_dropped_files_too(chief: Chief, draft: Path, log: Log) -> None:
    QApplication.clipboard().setText(right(log).replace("检查企业2家", "检查企业6家"))
    chief.page.empty.setFocus()
    chief.press(Qt.Key.Key_V, CONTROL)
    assert "粘贴的文字" in chief.said
    assert chief.current.printed == "6家"
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(draft))])
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    over = QDragEnterEvent(QPoint(300, 300), Qt.DropAction.CopyAction, data, left, none)
    QApplication.sendEvent(chief.page, over)
    assert over.isAccepted()
    QApplication.sendEvent(chief.page, QDropEvent(QPointF(300, 300), Qt.DropAction.CopyAction, data, left, none))
    chief.settle()
    assert "送审稿.docx" in chief.said


def test_the_program_s_own_report_can_be_taken(chief: Chief) -> None:
    link = next(
        one for one in chief.page.empty.findChildren(type(chief.page.empty.open_button)) if "草稿" in one.text()
    )
    QTest.mouseClick(link, Qt.MouseButton.LeftButton)
    chief.settle()
    assert chief.counts.keys() == {"一致"}
    assert "没有发现不对的地方" in chief.said


def old_word(file: Path) -> None:
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600)


def locked(file: Path) -> None:
    """As Word and WPS write a .docx with a password: the package, encrypted, in an OLE container."""
    old_word(file)
    file.write_bytes(file.read_bytes() + "EncryptedPackage".encode("utf-16-le"))


BAD: list[tuple[str, Callable[[Path], object], str]] = [
    ("稿.doc", old_word, "旧格式"),
    ("稿.wps", old_word, "旧格式"),
    ("密.docx", locked, "密码"),
    ("扫描.pdf", lambda file: file.write_bytes(b"%PDF-1.7 ..."), "PDF"),
    ("坏.docx", lambda file: file.write_bytes(b"PK\x03\x04" + b"\1" * 300), "损坏"),
    ("空.txt", lambda file: file.write_bytes(b""), "空的"),
    ("外文.txt", lambda file: file.write_text("Nothing in Chinese. " * 50), "中文"),
    ("数字.txt", lambda file: file.write_bytes(b"1234567890" * 1_000_000), "超过"),
    ("长.txt", lambda file: file.write_text("检查企业五家。" * 30_000, encoding="utf-8"), "分成 2 份"),
    ("没有.docx", lambda _file: None, "没有找到"),
]


@pytest.mark.parametrize(("name", "make", "said"), BAD, ids=[one[0] for one in BAD])
def test_what_cannot_be_read_is_a_sentence_in_place(
    chief: Chief, draft: Path, tmp_path: Path, name: str, make: Callable[[Path], object], said: str
) -> None:
    file = tmp_path / name
    make(file)
    chief.open(file)
    assert any(said in one for one in chief.said)
    chief.open(draft)
    chief.press(ENTER)
    chief.open(file)
    assert any(said in one for one in chief.said)
    assert "检查企业2家、7次" in chief.text
    assert chief.counts["已处理"] == 1


def test_an_empty_clipboard_is_a_sentence_too(chief: Chief) -> None:
    QApplication.clipboard().setText(" ")
    chief.page.paste()
    chief.settle()
    assert any("没有文字" in one for one in chief.said)


def test_reading_can_be_cancelled(chief: Chief, draft: Path) -> None:
    chief.page.open_file(str(draft))
    assert chief.page.busy
    cancel = chief.page.notice.commands[0]
    QTest.mouseClick(cancel, Qt.MouseButton.LeftButton)
    assert not chief.page.busy
    chief.window.jobs.wait()
    chief.clerk.settle()
    assert "还没有要校核的稿子" in chief.said
    chief.open(draft)
    assert chief.current.printed == "5家"


def test_what_is_copied_from_the_sheet_is_the_draft_s_own_text(chief: Chief, draft: Path) -> None:
    chief.open(draft)
    chief.page.sheet.setFocus()
    chief.press(Qt.Key.Key_A, CONTROL)
    chief.press(Qt.Key.Key_C, CONTROL)
    assert QApplication.clipboard().text() == open_draft(draft).text


def test_characters_that_count_twice_elsewhere_do_not_move_the_marks(chief: Chief, log: Log, tmp_path: Path) -> None:
    text = "𠮷𠮷村、𡋾口村参加。\n" + right(log).replace("检查企业2家", "检查企业5家")
    chief.open(word_file(tmp_path / "村.docx", text))
    item = chief.current
    chief.click(item)
    assert chief.current == item
    assert chief.page.sheet.item_at(chief.page.sheet.centre_of(item)) == item
    assert chief.page.sheet.item_at(chief.page.sheet.centre_of(item) + QPoint(0, 60)) != item


# -------------------------------------------------------------------- what comes of it


def test_the_corrected_copy_and_the_check_sheet(chief: Chief, draft: Path, tmp_path: Path, qtbot: QtBot) -> None:
    chief.open(draft)
    chief.press(ENTER)
    before = draft.read_bytes()
    out, sheet = tmp_path / "改.docx", tmp_path / "单.xlsx"
    chief.page.export_copy(out)
    chief.page.export_sheet(sheet)
    qtbot.waitUntil(lambda: out.exists() and sheet.exists(), timeout=20_000)
    chief.clerk.settle()
    assert any("已导出" in one for one in chief.said)
    assert open_draft(out).text == chief.text
    assert "送审稿.docx" in str(openpyxl.load_workbook(sheet)["校核单"]["A1"].value)
    assert chief.page.export_copy(draft) is None
    assert draft.read_bytes() == before


def test_the_draft_is_found_again_on_another_day_and_in_another_look(
    chief: Chief, draft: Path, log: Log, theme: Theme, qtbot: QtBot
) -> None:
    chief.open(draft)
    chief.press(ENTER)
    chief.window.show_page("settings")
    chief.window.show_page("check")
    assert chief.current.printed == "7次"
    chief.window.set_look(mode="dark")
    chief.settle()
    assert "检查企业2家、7次" in chief.text
    assert chief.current.printed == "7次"
    chief.window.set_look(mode="light")
    chief.window.leave()
    other = Window(Session(log, TODAY), theme)
    qtbot.addWidget(other)
    other.show()
    tomorrow = Chief(other, qtbot)
    assert "检查企业2家、7次" in tomorrow.text
    assert tomorrow.counts["已处理"] == 1
    draft.unlink()
    tomorrow.press(Qt.Key.Key_F5)
    assert any("没有找到" in one for one in tomorrow.said)
    assert "检查企业2家、7次" in tomorrow.text
    other.leave()


def test_putting_away_empties_the_desk(chief: Chief, draft: Path, log: Log) -> None:
    chief.open(draft)
    chief.page.put_away()
    assert "还没有要校核的稿子" in chief.said
    assert not log.setting("draft_check")


def test_the_model_of_the_list_keeps_qt_s_rules(chief: Chief, draft: Path) -> None:
    model = chief.page.side.list.model()
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    chief.open(draft)
    chief.press(ENTER)
    for group in Group:
        model.narrow(group)
        model.fold(group)
    model.narrow(None)
    model.sort(True)
    assert tester.model() is model
