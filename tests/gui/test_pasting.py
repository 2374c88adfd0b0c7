"""What a clerk copies in Excel or WPS and pastes into the form."""

from datetime import date

import pytest
from clerk import CONTROL, ENTER, Clerk, add_enterprise, all_of, fill_check
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.catalogue.typed_dates import typed_day
from desktop.gui.forms.attaching import Attachments
from desktop.gui.forms.pasted import cells_of, is_block, put_block, typed_cell
from desktop.gui.forms.presenter import Presenter
from desktop.gui.window import Window
from desktop.store import Log

TODAY = date(2025, 11, 21)


@pytest.fixture
def clerk(window: Window, qtbot: QtBot, log: Log) -> Clerk:
    add_enterprise(log)
    return Clerk(window, qtbot)


def paste(clerk: Clerk, text: str, *, image: bool = False) -> None:
    """As Excel puts a range on the clipboard: text, a table in HTML, and a picture of it."""
    data = QMimeData()
    data.setText(text)
    data.setHtml("<table><tr><td>x</td></tr></table>")
    if image:
        picture = QImage(4, 4, QImage.Format.Format_RGB32)
        picture.fill(0)
        data.setImageData(picture)
    QApplication.clipboard().setMimeData(data)
    clerk.press(Qt.Key.Key_V, CONTROL)


def shown(clerk: Clerk) -> list[list[object]]:
    model = clerk.table.model
    return [[model.index(row, column).data() for column in range(1, 6)] for row in range(len(model.rows))]


def test_a_range_pasted_into_the_line_of_the_next_hazard_becomes_rows(clerk: Clerk, log: Log) -> None:
    fill_check(clerk)
    clerk.press(ENTER, CONTROL)
    paste(clerk, "通道堆物\t2号仓库\t消防\t一般\t12月20日\r\n无证上岗\t罐区\t危险作业\t重大\t1220\r\n", image=True)
    assert clerk.here == "新一行：描述", "and the next one is typed"
    assert not clerk.window.findChildren(Attachments)[0].value(), "the picture of the range is no attachment"
    clerk.press(Qt.Key.Key_S, CONTROL)
    found = all_of(log, "hazard")
    assert [one["description"] for one in found] == ["通道堆物", "无证上岗"]
    assert [one["grade"] for one in found] == ["一般隐患", "重大隐患"]
    assert [one["due_on"] for one in found] == ["2025-12-20", "2025-12-20"]


def test_the_heads_say_which_column_is_which(clerk: Clerk) -> None:
    fill_check(clerk)
    clerk.press(ENTER, CONTROL)
    fields = clerk.table.model.fields
    grade = next(one for one in fields if one.name == "grade")
    paste(clerk, f"{grade.label}\t{fields[0].label}\r\n重大\t防火间距不足\r\n")
    assert [one.typed for one in clerk.table.model.rows] == [{"grade": "重大隐患", fields[0].name: "防火间距不足"}]


def test_a_range_pasted_into_a_cell_goes_on_from_there(clerk: Clerk) -> None:
    fill_check(clerk)
    for text in ("甲", "乙"):
        clerk.press(ENTER, CONTROL)
        clerk.type(text)
        clerk.press(ENTER)
    clerk.table.edit(0, 1)
    clerk.settle()
    paste(clerk, "1号库\t消防\r\n2号库\t消防\r\n3号库\t\r\n")
    assert [row[1] for row in shown(clerk)] == ["1号库", "2号库", "3号库"]
    assert [row[0] for row in shown(clerk)][:2] == ["甲", "乙"]
    clerk.press(Qt.Key.Key_Z, CONTROL)
    assert [row[1] for row in shown(clerk)] == ["", ""]


def test_one_cell_is_text(clerk: Clerk) -> None:
    clerk.open("enforcement_check")
    paste(clerk, "JC-9\r\n")
    clerk.press(ENTER)
    paste(clerk, "2025/3/5 0:00\r\n")
    clerk.press(ENTER)
    paste(clerk, "青川恒泰化工有限公司\r\n")
    clerk.press(ENTER)
    assert clerk.cell("check_no").editor.value() == "JC-9"
    assert clerk.cell("checked_on").editor.value() == "2025-03-05"
    assert clerk.window.page("form").presenter.stored()["enterprise"] is not None  # type: ignore[attr-defined]


def test_lines_pasted_into_one_line_stay_one_and_names_become_several(clerk: Clerk) -> None:
    clerk.open("enforcement_check")
    paste(clerk, "JC-\t1\r\n")
    assert clerk.cell("check_no").editor.value() == "JC-、1"
    clerk.tab_to("检查人员")
    paste(clerk, "张三\r\n李四\r\n王五\r\n")
    assert clerk.cell("checkers").editor.value() == "张三、李四、王五"
    clerk.tab_to("检查方式")
    paste(clerk, "现场\r\n书面\r\n")
    assert len(clerk.cell("method").editor.value()) == 2  # type: ignore[arg-type]


# ---------------------------------------------------------------------- without a window


def test_what_excel_quotes_is_read_as_one_cell() -> None:
    assert cells_of('甲\t"第一行\n第二行"\r\n\r\n"说""好""了"\t乙\r\n') == [
        ["甲", "第一行\n第二行"], ['说"好"了', "乙"],
    ]  # fmt: skip
    assert cells_of('6" 管道\t甲\n乙\n') == [['6" 管道', "甲"], ["乙"]]
    assert cells_of("\r\n\t\r\n") == []


def test_one_cell_is_no_block() -> None:
    assert not is_block("甲\r\n")
    assert is_block("甲\t乙")
    assert is_block("甲\r\n乙")


def test_cells_are_read_as_their_editors_would(log: Log) -> None:
    def day(text: str) -> date | None:
        return typed_day(text, TODAY)

    hazard = log.catalogue.ledgers["hazard"].fields
    assert typed_cell(hazard["due_on"], "0305", day) == "2025-03-05"
    assert typed_cell(hazard["due_on"], "月底", day) == "月底"
    assert typed_cell(hazard["grade"], "zd", day) == "重大隐患"
    assert typed_cell(hazard["grade"], "隐患", day) == "隐患", "two terms are meant"


def test_rows_that_are_brought_in_are_not_added_to(log: Log) -> None:
    presenter = Presenter(log, log.catalogue.ledgers["enforcement_check"], TODAY)
    brought = next(one for one in presenter.kinds if one.brought)
    assert put_block(presenter, brought, [["甲"]], 0, 0, lambda _text: None) == 0
