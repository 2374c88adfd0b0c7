"""The import as a clerk does it: a table is dropped or chosen, looked over, imported, mended, taken back."""

import io
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from looks import cut_off
from openpyxl import load_workbook
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.exchange import reading
from desktop.exchange.wizard import Step
from desktop.gui.guards import dress
from desktop.gui.importing.section import ImportSection
from desktop.gui.pages.data import DataPage
from desktop.gui.session import Session
from desktop.gui.theme import Theme
from desktop.gui.widgets.reason_bar import ReasonBar
from desktop.gui.widgets.text_table import TextTable
from desktop.gui.window import Window
from desktop.store import Log
from desktop.store.backups import Kind, default_folder, listed
from tests.exchange.conftest import BUREAU_MERGED, BUREAU_ROWS, quiet, sheet

WAIT = 20_000
CONTROL = Qt.KeyboardModifier.ControlModifier
NONE = Qt.KeyboardModifier.NoModifier
ENTER = Qt.Key.Key_Return


class Clerk:
    """Sits before the import and uses keyboard and mouse."""

    def __init__(self, window: Window, qtbot: QtBot) -> None:
        self.window, self._bot = window, qtbot
        with qtbot.waitActive(window):
            window.activateWindow()

    @property
    def section(self) -> ImportSection:
        return next(one for one in self.window.findChildren(ImportSection) if one.isVisible())

    @property
    def step(self) -> Step:
        return self.section.desk.wizard.step

    def settle(self) -> None:
        self._bot.waitUntil(lambda: not self.section.desk.work, timeout=WAIT)
        QApplication.processEvents()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClick(focus, key, modifier)
        QApplication.processEvents()
        if self.window.front == "data":
            self.settle()

    def on(self) -> None:
        """Ctrl+Enter: the next step."""
        self.press(ENTER, CONTROL)

    def type(self, text: str) -> None:
        focus = QApplication.focusWidget()
        assert focus is not None
        QTest.keyClicks(focus, text)
        QApplication.processEvents()

    def click(self, text: str) -> None:
        found = [one for one in self.section.findChildren(QPushButton) if one.isVisible() and one.text() == text]
        assert found, f"no button {text}: {self.buttons()}"
        assert found[0].isEnabled(), found[0].toolTip()
        self._bot.mouseClick(found[0], Qt.MouseButton.LeftButton)
        self.settle()

    def buttons(self) -> list[str]:
        return [one.text() for one in self.section.findChildren(QPushButton) if one.isVisible()]

    def drop(self, file: Path, onto: QWidget | None = None) -> None:
        """Drag a file onto a page and let it go."""
        page = onto or self.window.page("data")
        dragged = QMimeData()
        dragged.setUrls([QUrl.fromLocalFile(str(file))])
        copy, left = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
        entering = QDragEnterEvent(QPoint(300, 300), copy, dragged, left, NONE)
        QApplication.sendEvent(page, entering)
        assert entering.isAccepted()
        QApplication.sendEvent(page, QDropEvent(QPointF(300, 300), copy, dragged, left, NONE))
        self.settle()

    # what is on the screen

    def texts(self) -> str:
        return "\n".join(one.text() for one in self.section.findChildren(QLabel) if one.isVisible() and one.text())

    def table(self) -> list[list[str]]:
        shown = next(one for one in self.section.findChildren(TextTable) if one.isVisible())
        model = shown.lines
        return [
            [str(model.index(row, column).data()) for column in range(model.columnCount())]
            for row in range(model.rowCount())
        ]

    def has_focus(self, widget: QWidget) -> bool:
        return QApplication.focusWidget() is widget


@pytest.fixture
def clerk(window: Window, qtbot: QtBot) -> Iterator[Clerk]:
    window.show_page("data")
    yield Clerk(window, qtbot)


@pytest.fixture
def enterprises(log: Log) -> None:
    ledger = log.catalogue.ledgers["enterprise"]
    for name in ("宣城海螺建材有限公司", "青石化工厂"):
        log.add(ledger, {"name": name})


@pytest.fixture
def bureau_file(tmp_path: Path) -> Path:
    return sheet(tmp_path / "检查台账.xlsx", BUREAU_ROWS, merged=BUREAU_MERGED)


@pytest.fixture
def chosen(monkeypatch: pytest.MonkeyPatch) -> Callable[[Path], None]:
    """What the clerk picks in the system's file dialogs from now on."""

    def pick(file: Path) -> None:
        answer = staticmethod(lambda *_: (str(file), ""))
        monkeypatch.setattr(QFileDialog, "getOpenFileName", answer)
        monkeypatch.setattr(QFileDialog, "getSaveFileName", answer)

    return pick


def names(log: Log, ledger: str, field: str) -> list[object]:
    return sorted(str(one[field]) for one in log.records(log.catalogue.ledgers[ledger]))


# -------------------------------------------------------------------- the whole way


@pytest.mark.usefixtures("enterprises")
def test_a_bureau_s_table_is_looked_over_and_imported_by_keyboard(clerk: Clerk, log: Log, bureau_file: Path) -> None:
    clerk.press(Qt.Key.Key_I, CONTROL)
    assert clerk.has_focus(clerk.section.file.choose), "the first thing to do is waiting"
    assert not clerk.section.next_button.isEnabled()
    assert clerk.section.next_button.toolTip() == "先选择文件"
    clerk.drop(bureau_file)
    assert clerk.section.file.ledgers.currentText() == "执法检查"
    assert "8 列的列名对得上" in clerk.texts()

    clerk.on()
    assert clerk.step is Step.HEAD
    roles = {row[0]: row[1] for row in clerk.table()}
    assert [roles[number] for number in ("1", "3", "4", "5", "9", "12")] == [
        "表头上方", "表头", "表头", "记录", "合计行", "表下的说明",
    ]  # fmt: skip
    assert clerk.section.head.year.text() == "2024"

    clerk.on()
    assert clerk.step is Step.COLUMNS
    columns = {row[1]: (row[2], row[3], row[4]) for row in clerk.table()}
    assert columns["检查日期"] == ("检查日期", "2024.3.5、3.12、45366、去年、20240401", "列名相同")
    assert columns["企业名称"][0] == "企业"
    assert columns["序号"][0] == "不导入"

    clerk.on()
    assert clerk.step is Step.QUESTIONS
    assert clerk.table() == [["企业“宣城海螺建材”", "1", "退回改正"]]
    clerk.press(ENTER)
    assert clerk.has_focus(clerk.section.questions.answers)
    clerk.press(Qt.Key.Key_Home)
    clerk.press(ENTER)
    assert clerk.table() == [["企业“宣城海螺建材”", "1", "就是“宣城海螺建材有限公司”"]]

    clerk.on()
    assert clerk.step is Step.PREVIEW
    assert "新记录照默认的填" in clerk.texts()
    assert [one for one in clerk.buttons() if one[-1].isdigit()] == ["新增 4", "退回 1", "不是记录 3"]
    assert clerk.table()[1][:2] == ["2024-03-12", "青石化工厂"]
    assert names(log, "enforcement_check", "checked_on") == [], "nothing is written before the last step"
    clerk.click("退回 1")
    assert clerk.table() == [["8", "检查日期", "去年", "“去年”不是日期，请写成 2024-03-05 这样的形式"]]

    clerk.on()
    assert clerk.step is Step.RESULT
    assert "新增 4 条，1 行没有导入。" in clerk.texts()
    assert names(log, "enforcement_check", "checked_on") == ["2024-03-05", "2024-03-12", "2024-03-15", "2024-04-01"]
    assert [one.kind for one in listed(default_folder(log.file))] == [Kind.BEFORE_IMPORT]


@pytest.mark.usefixtures("enterprises")
def test_what_came_back_is_saved_corrected_and_imported_again(
    clerk: Clerk, log: Log, bureau_file: Path, tmp_path: Path, chosen: Callable[[Path], None]
) -> None:
    clerk.drop(bureau_file)
    while clerk.step is not Step.RESULT:
        clerk.on()
    assert clerk.has_focus(clerk.section.result.rejects)
    back = tmp_path / "退回.xlsx"
    chosen(back)
    clerk.click("保存退回的行…")
    book = load_workbook(back)
    book.active["B5"] = "4.2"
    book.active["C6"] = "青石化工厂"
    book.save(back)
    clerk.click("再导入一个表")
    assert clerk.section.file.ledgers.currentText() == "（按表推荐）"
    clerk.click("选择文件…")
    clerk.on()
    clerk.on()
    assert "已照上次的对应填好" in clerk.texts()
    clerk.on()
    assert clerk.section.next_button.text() == "导入：新增 2 条"
    clerk.on()
    assert "新增 2 条。" in clerk.texts()
    assert "保存退回的行…" not in clerk.buttons()
    assert names(log, "enforcement_check", "checked_on")[-2:] == ["2024-04-01", "2024-04-02"]


@pytest.mark.usefixtures("enterprises")
def test_the_same_file_again_has_nothing_to_import(clerk: Clerk, log: Log, tmp_path: Path) -> None:
    rows = [["检查日期", "企业名称", "检查人员"], ["2024-03-05", "青石化工厂", "张三"]]
    file = sheet(tmp_path / "检查.xlsx", rows)
    for _ in range(2):
        clerk.drop(file)
        clerk.on()
        clerk.on()
        clerk.on()
        if clerk.section.next_button.isEnabled():
            clerk.on()
    assert clerk.step is Step.PREVIEW
    assert not clerk.section.next_button.isEnabled()
    assert "没有可导入的行" in clerk.texts()
    clerk.click("已有 1")
    assert clerk.table()[0][1].startswith("2024-03-05")
    assert len(names(log, "enforcement_check", "checkers")) == 1


@pytest.mark.usefixtures("enterprises")
def test_an_edited_export_shows_what_changes_field_by_field_first(clerk: Clerk, log: Log, tmp_path: Path) -> None:
    from desktop.report.workbook.list_table import ListExport
    from desktop.store.listing import Filter

    checks = log.catalogue.ledgers["enforcement_check"]
    log.add(checks, {"checked_on": "2024-03-05", "checkers": "张三", "enterprise": "青石化工厂"})
    out = tmp_path / "导出.xlsx"
    ListExport(checks, list(checks.fields), Filter()).write(log, out, quiet)
    book = load_workbook(out)
    heads = {cell.value: cell.column for cell in book.active[1]}
    book.active.cell(2, heads["检查人员"]).value = "赵六"
    book.save(out)
    clerk.drop(out)
    for _ in range(3):
        clerk.on()
    assert clerk.step is Step.PREVIEW
    assert clerk.table() == [["2", "2024-03-05，青石化工厂", "检查人员", "张三", "赵六"]]
    assert names(log, "enforcement_check", "checkers") == ["张三"]
    assert clerk.section.next_button.text() == "导入：更新 1 条"
    clerk.on()
    assert names(log, "enforcement_check", "checkers") == ["赵六"]


@pytest.mark.usefixtures("enterprises")
def test_the_import_is_taken_back_as_a_whole_and_what_it_brought_is_listed(
    clerk: Clerk, log: Log, bureau_file: Path
) -> None:
    clerk.drop(bureau_file)
    while clerk.step is not Step.RESULT:
        clerk.on()
    clerk.click("撤销这次导入")
    assert "已撤销这次导入" in clerk.texts()
    assert names(log, "enforcement_check", "checked_on") == []
    assert "撤销这次导入" not in clerk.buttons()
    assert list(log.faults()) == []


@pytest.mark.usefixtures("enterprises")
def test_what_was_imported_opens_in_its_ledger(clerk: Clerk, log: Log, bureau_file: Path, qtbot: QtBot) -> None:
    log.add(log.catalogue.ledgers["enforcement_check"], {"checked_on": "2025-01-02", "checkers": "王五"})
    clerk.drop(bureau_file)
    while clerk.step is not Step.RESULT:
        clerk.on()
    qtbot.mouseClick(clerk.section.result.open, Qt.MouseButton.LeftButton)
    assert clerk.window.front == "ledgers"
    assert clerk.window.page("ledgers").status_text() == "共 3 条", "not the one that was there before"
    assert any(one.text().startswith("这次导入的") for one in clerk.window.findChildren(QPushButton))


# -------------------------------------------------------------------- other minds


def test_another_row_of_headings_and_another_sheet(clerk: Clerk, tmp_path: Path) -> None:
    rows = [["检查日期", "检查人员"], ["检查日期", "检查人员（签名）"], ["2024-03-05", "张三"]]
    file = sheet(tmp_path / "检查.xlsx", rows, title="一月")
    book = load_workbook(file)
    page = book.create_sheet("二月")
    page.append(["检查日期", "检查人员"])
    page.append(["2024-02-05", "李四"])
    book.save(file)
    clerk.drop(file)
    clerk.on()
    clerk.press(Qt.Key.Key_Down)
    clerk.press(ENTER)
    assert [row[1] for row in clerk.table()] == ["表头上方", "表头", "记录"]
    sheets = clerk.section.head.sheets
    sheets.setFocus()
    clerk.press(Qt.Key.Key_Down)
    assert sheets.currentText() == "二月"
    assert [row[2:] for row in clerk.table()] == [["检查日期", "检查人员"], ["2024-02-05", "李四"]]


def test_a_column_gets_another_field_by_pinyin_and_is_remembered(clerk: Clerk, log: Log, tmp_path: Path) -> None:
    file = sheet(tmp_path / "检查.xlsx", [["检查日期", "谁去的"], ["2024-03-05", "张三"]])
    clerk.drop(file)
    clerk.section.file.ledgers.setCurrentText("执法检查")
    clerk.section.file.ledgers.activated.emit(clerk.section.file.ledgers.currentIndex())
    clerk.settle()
    clerk.on()
    clerk.on()
    assert clerk.table()[1][1:3] == ["谁去的", "不导入"]
    clerk.press(Qt.Key.Key_Down)
    clerk.press(ENTER)
    assert clerk.has_focus(clerk.section.columns.chooser.search)
    clerk.type("jcry")
    clerk.press(ENTER)
    assert clerk.table()[1][1:3] == ["谁去的", "检查人员"]
    assert clerk.has_focus(clerk.section.columns.table)
    while clerk.step is not Step.RESULT:
        clerk.on()
    assert names(log, "enforcement_check", "checkers") == ["张三"]
    clerk.drop(file)
    clerk.on()
    clerk.on()
    assert clerk.table()[1][1:3] == ["谁去的", "检查人员"]
    clerk.click("按列名重新对应")
    assert clerk.table()[1][1:3] == ["谁去的", "不导入"]


def test_a_needed_field_without_a_column_is_said_beside_the_button(clerk: Clerk, log: Log, tmp_path: Path) -> None:
    clerk.window.show_page("ledgers")
    ledgers = clerk.window.page("ledgers")
    clerk.window.open_ledger("enterprise")
    file = sheet(tmp_path / "a.xlsx", [["地址", "联系电话"], ["某路", "1"]])
    clerk.drop(file, ledgers)
    assert clerk.section.file.ledgers.currentText() == "企业库", "it was dropped onto this ledger"
    other = sheet(tmp_path / "检查.xlsx", [["检查日期", "检查人员", "检查结果"], ["2024-03-05", "张三", "合格"]])
    clerk.drop(other)
    assert clerk.section.file.ledgers.currentText() == "企业库", "as it was chosen"
    assert "这个表更像“执法检查”" in clerk.texts()
    clerk.drop(file)
    assert "这个表更像" not in clerk.texts()
    clerk.on()
    clerk.on()
    assert "还没有哪一列导入到必填的“企业名称”" in clerk.section.note.text()


def test_all_unknown_names_are_made_at_once_and_go_with_the_undo(clerk: Clerk, log: Log, tmp_path: Path) -> None:
    rows = [["检查日期", "企业名称"], *(["2024-03-05", f"第{n}厂"] for n in range(3))]
    clerk.drop(sheet(tmp_path / "检查.xlsx", rows))
    for _ in range(3):
        clerk.on()
    answers = clerk.section.questions.answers
    clerk.press(ENTER)
    place = next(row for row in range(answers.count()) if answers.item(row).text() == "全部新建，3 个")
    answers.setCurrentRow(place)
    clerk.press(ENTER)
    assert [row[2] for row in clerk.table()] == ["新建"] * 3
    clerk.on()
    assert "另外新建关联记录 3 条" in clerk.section.note.text()
    clerk.on()
    assert names(log, "enterprise", "name") == ["第0厂", "第1厂", "第2厂"]
    clerk.click("撤销这次导入")
    assert names(log, "enterprise", "name") == []


def test_a_doubtful_code_comes_in_with_a_reason(clerk: Clerk, log: Log, tmp_path: Path) -> None:
    rows = [["企业名称", "统一社会信用代码"], ["甲厂", "91340100MA2MRF3R2X"]]
    clerk.drop(sheet(tmp_path / "企业.xlsx", rows))
    for _ in range(3):
        clerk.on()
    assert clerk.table() == [["代码的校验位不对", "1", "退回改正"]]
    clerk.press(ENTER)
    assert clerk.has_focus(clerk.section.questions.reason)
    clerk.type("zhizhao")
    clerk.on()
    assert clerk.section.next_button.text() == "导入：新增 1 条"
    clerk.on()
    (record,) = log.records(log.catalogue.ledgers["enterprise"])
    assert record["kept_reason"] == "zhizhao"


def test_a_change_of_a_finalised_record_asks_why_in_place(clerk: Clerk, log: Log, tmp_path: Path) -> None:
    from desktop.figures import Period
    from desktop.report.editions.finalising import finalise

    checks = log.catalogue.ledgers["enforcement_check"]
    id_ = log.add(checks, {"checkers": "张三", "checked_on": "2024-03-05"})
    finalise(log, Period.year(2024), name="", final=True)
    clerk.drop(sheet(tmp_path / "检查.xlsx", [["检查人员", "系统编号"], ["赵六", id_]]))
    while clerk.step is not Step.PREVIEW:
        clerk.on()
    clerk.on()
    bar = next(one for one in clerk.window.findChildren(ReasonBar) if one.isVisible())
    assert names(log, "enforcement_check", "checkers") == ["张三"]
    assert clerk.has_focus(bar.reason)
    clerk.type("hedui")
    clerk.press(ENTER)
    assert clerk.step is Step.RESULT
    assert names(log, "enforcement_check", "checkers") == ["赵六"]


# -------------------------------------------------------------------- stopped, refused


def test_stopping_leaves_nothing_and_the_import_can_be_begun_again(
    clerk: Clerk, log: Log, tmp_path: Path, qtbot: QtBot
) -> None:
    file = tmp_path / "检查.csv"
    lines = [f"2024-03-05,张{n}" for n in range(6000)]
    file.write_text("\n".join(["检查日期,检查人员", *lines]), encoding="gb18030")
    clerk.drop(file)
    for _ in range(3):
        clerk.on()
    assert clerk.section.next_button.text() == "导入：新增 6,000 条"
    qtbot.mouseClick(clerk.section.next_button, Qt.MouseButton.LeftButton)
    assert clerk.section.desk.work == "正在导入"
    assert not clerk.section.next_button.isEnabled(), "it cannot be begun twice"
    qtbot.mouseClick(clerk.section.stop, Qt.MouseButton.LeftButton)
    clerk.settle()
    assert clerk.step is Step.PREVIEW
    assert names(log, "enforcement_check", "checkers") == []
    clerk.on()
    assert len(names(log, "enforcement_check", "checkers")) == 6000


OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
REFUSED = {
    "old": ("是旧格式的文件", "另存为“Excel 工作簿"),
    "password": ("设有打开密码", "取消密码"),
    "damaged": ("已损坏", "另存一份"),
    "bomb": ("展开后太大", "复制到一个新的工作簿"),
    "held": ("正被 Excel 或 WPS 打开着", "关闭它，再选一次"),
}
"""What is said, and what to do."""


def bad_content(kind: str, good: bytes) -> bytes:
    """The inside of a file that cannot be read."""
    return {
        "old": lambda: OLD,
        "password": lambda: OLD + "EncryptedPackage".encode("utf-16-le"),
        "damaged": lambda: good[: len(good) // 2],
        "bomb": lambda: swollen(good),
        "held": lambda: good,
    }[kind]()


def swollen(good: bytes) -> bytes:
    """A zip bomb: a small file whose sheet unpacks to 700 MB."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(good)) as from_, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as to:
        for name in from_.namelist():
            to.writestr(name, from_.read(name) if "sheet1" not in name else b" " * (700 << 20))
    return made.getvalue()


@pytest.mark.parametrize("kind", list(REFUSED))
def test_a_refused_file_is_told_of_in_place_and_what_was_chosen_stays(
    clerk: Clerk, bureau_file: Path, tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    clerk.drop(bureau_file)
    bad = tmp_path / "不行.xlsx"
    bad.write_bytes(bad_content(kind, bureau_file.read_bytes()))
    what, remedy = REFUSED[kind]
    if kind == "held":

        def held(_file: Path) -> None:
            raise PermissionError(13, "held")

        monkeypatch.setattr(reading, "check_size", held)
    clerk.drop(bad)
    said = clerk.texts()
    assert what in said
    assert remedy in said
    assert clerk.section.desk.wizard.file == bureau_file
    assert clerk.section.next_button.isEnabled()
    clerk.on()
    assert clerk.step is Step.HEAD
    assert what not in clerk.texts()


def test_a_table_of_something_else_waits_for_a_ledger(clerk: Clerk, tmp_path: Path) -> None:
    clerk.drop(sheet(tmp_path / "菜单.xlsx", [["菜名", "单价"], ["鱼", 30]]))
    assert "看不出这个表是哪种台账" in clerk.texts()
    assert clerk.section.next_button.toolTip() == "先选台账"


def test_no_year_but_a_word_is_refused_in_place(clerk: Clerk, bureau_file: Path) -> None:
    clerk.drop(bureau_file)
    clerk.on()
    year = clerk.section.head.year
    year.setFocus()
    year.selectAll()
    clerk.type("qunian")
    clerk.press(ENTER)
    assert "不是年份" in clerk.texts()


# -------------------------------------------------------------------- around it


def test_the_template_of_a_ledger_is_saved_and_comes_in_filled(
    clerk: Clerk, log: Log, tmp_path: Path, chosen: Callable[[Path], None]
) -> None:
    clerk.window.open_ledger("training")
    list_page = clerk.window.page("ledgers")
    button = next(one for one in list_page.findChildren(QPushButton) if one.accessibleName() == "导入")
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    out = tmp_path / "模板.xlsx"
    chosen(out)
    clerk.click("保存导入模板…")
    book = load_workbook(out)
    heads = {str(cell.value).strip("*"): cell.column for cell in book.active[1]}
    book.active.cell(4, heads[log.catalogue.ledgers["training"].fields["name"].label]).value = "新安全生产法"
    book.save(out)
    clerk.click("选择文件…")
    while clerk.step is not Step.RESULT:
        clerk.on()
    assert len(names(log, "training", "name")) == 1


def test_the_import_goes_on_when_the_window_gets_another_look(clerk: Clerk, bureau_file: Path) -> None:
    clerk.drop(bureau_file)
    clerk.on()
    clerk.on()
    before = clerk.table()
    clerk.window.rebuild()
    QApplication.processEvents()
    assert clerk.step is Step.COLUMNS
    assert clerk.table() == before


def test_the_table_behind_the_steps_is_a_sound_model(clerk: Clerk, bureau_file: Path) -> None:
    table = clerk.section.head.table
    tester = QAbstractItemModelTester(table.lines, QAbstractItemModelTester.FailureReportingMode.Fatal)
    clerk.drop(bureau_file)
    clerk.on()
    clerk.press(Qt.Key.Key_Down)
    assert tester.model() is table.lines


@pytest.mark.usefixtures("enterprises")
def test_no_step_is_cut_off_in_the_smallest_window_with_the_largest_text(
    qapp: QApplication, log: Log, tmp_path: Path, bureau_file: Path, qtbot: QtBot, session: Session
) -> None:
    theme = Theme.load("light", 1.3)
    dress(qapp, theme, tmp_path)
    window = Window(session, theme)
    qtbot.addWidget(window)
    window.resize(1180, 620)
    window.show()
    window.show_page("data")
    clerk = Clerk(window, qtbot)
    try:
        while True:
            QApplication.processEvents()
            assert cut_off(clerk.section) == [], clerk.step
            room = clerk.section.parentWidget()
            assert room is not None
            assert clerk.section.width() <= room.width(), f"{clerk.step} is too wide"
            bottom = clerk.section.next_button.mapTo(room, QPoint(0, clerk.section.next_button.height()))
            assert bottom.y() <= room.height(), f"the button of {clerk.step} is out of sight"
            if clerk.step is Step.RESULT:
                break
            if clerk.section.desk.wizard.file is None:
                clerk.drop(bureau_file)
            else:
                clerk.on()
    finally:
        window.leave()
        dress(qapp, Theme.load(), tmp_path)


def test_the_section_stands_first_on_its_page(clerk: Clerk) -> None:
    page = clerk.window.page("data")
    assert isinstance(page, DataPage)
    assert page.sections.item(0).text() == "导入"
    assert [one.text() for one in page.actions_of_page()] == ["下一步", "上一步"]
    page.open("回收站")
    assert page.actions_of_page() == []
