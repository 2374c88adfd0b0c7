"""The shell as a clerk meets it: first start, pages by key, search, year, undo bar, trouble with files, mistakes."""

import logging
from datetime import datetime
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, Qt
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QListWidget, QMenuBar, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.catalogue import Refusal
from desktop.gui.app import Desk
from desktop.gui.crash import LOG_NAME, Reporter, ReportPage, report_text
from desktop.gui.first_start import FirstStart, OpeningProblem, WhoWorks
from desktop.gui.instance import InstanceLock
from desktop.gui.jobs import Job
from desktop.gui.session import Session
from desktop.gui.theme import Theme
from desktop.gui.widgets.key_help import KeyHelp
from desktop.gui.widgets.rail import PAGES, NavButton
from desktop.gui.widgets.search_box import FoundList
from desktop.gui.widgets.status_bar import StatusBar, Work
from desktop.gui.widgets.strip import Strip
from desktop.gui.widgets.toast import Toast
from desktop.gui.window import Window
from desktop.store import Detail, Log
from desktop.store.bureau import Bureau

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT = Qt.KeyboardModifier.AltModifier


def press(window: QWidget, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(QApplication.focusWidget() or window, key, modifier)


def texts(widget: QWidget) -> list[str]:
    return [one.text() for one in widget.findChildren(QLabel) if one.isVisible() and one.text()]


def the(widget: QWidget, kind: type[QWidget], text: str = "") -> QWidget:
    """The one visible widget of a kind, by its text."""
    found = [
        one for one in widget.findChildren(kind)
        if one.isVisible() and (not text or text in (one.text() if hasattr(one, "text") else ""))
    ]  # fmt: skip
    assert len(found) == 1, (kind, text, found)
    return found[0]


@pytest.fixture
def active(window: Window, qtbot: QtBot) -> Window:
    with qtbot.waitActive(window):
        window.activateWindow()
    window.show_page("settings")
    return window


# -------------------------------------------------------------------- pages and menus


def test_every_page_has_a_key(active: Window) -> None:
    for number in (4, 5, 6, 7):
        press(active, Qt.Key(Qt.Key.Key_0 + number), ALT)
        assert active.front == PAGES[number - 1][0]
        chosen = [one.text() for one in active.findChildren(NavButton) if one.isChecked()]
        assert chosen == [PAGES[number - 1][1]]


def test_a_page_without_its_work_says_what_to_do(active: Window) -> None:
    press(active, Qt.Key.Key_5, ALT)
    page = active.page("check")
    assert "还没有要校核的稿子" in texts(page)
    assert the(page, QPushButton, "打开稿子").isEnabled()


def test_the_menus_carry_their_letters_and_every_key_once(window: Window) -> None:
    bar = window.findChild(QMenuBar)
    assert bar is not None
    assert [one.text() for one in bar.actions()] == [
        "文件(&F)", "编辑(&E)", "记录(&R)", "查看(&V)", "工具(&T)", "帮助(&H)",
    ]  # fmt: skip
    keys = [one.shortcut().toString() for one in window.findChildren(QAction) if one.isVisible()]
    keys = [key for key in keys if key]
    assert sorted(set(keys)) == sorted(keys)
    for wanted in ("Ctrl+K", "Ctrl+F", "Ctrl+N", "Ctrl+Z", "Ctrl+G", "F1", "F6", "Alt+7", "Ctrl+5"):
        assert QKeySequence(wanted).toString() in keys


def test_a_page_s_key_goes_before_the_window_s(active: Window, qtbot: QtBot) -> None:
    said: list[str] = []
    page = active.show_page("check")
    own = QAction("新增报告", page)
    own.setShortcut(QKeySequence("Ctrl+N"))
    own.triggered.connect(lambda: said.append("page"))
    page.actions_of_page = lambda: [own]  # type: ignore[method-assign]
    active.update_actions()
    press(active, Qt.Key.Key_N, CONTROL)
    assert said == ["page"]
    active.show_page("settings")
    record = next(one for one in active.findChildren(QAction) if one.text() == "新增记录")
    assert record.isVisible()


def test_an_action_of_a_page_s_own_is_added_to_a_menu(active: Window) -> None:
    said: list[str] = []
    active.add_action("工具", "试一试", "Ctrl+Shift+T", lambda: said.append("done"))
    press(active, Qt.Key.Key_T, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert said == ["done"]


def test_shift_f1_shows_the_keys_and_esc_closes_them(active: Window, qtbot: QtBot) -> None:
    press(active, Qt.Key.Key_F1, Qt.KeyboardModifier.ShiftModifier)
    shown = texts(the(active, KeyHelp))
    assert "Ctrl+K" in shown
    assert "搜索全部台账" in shown
    press(active, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: active.findChild(KeyHelp) is None)


# -------------------------------------------------------------------- search, year


@pytest.fixture
def stocked(log: Log) -> Log:
    log.add(log.ledger("enterprise"), {"name": "青川海螺水泥有限公司"})
    log.add(log.ledger("enterprise"), {"name": "青川恒泰化工有限公司"})
    return log


def search(window: Window, qtbot: QtBot, typed: str) -> list[str]:
    press(window, Qt.Key.Key_K, CONTROL)
    field = QApplication.focusWidget()
    assert isinstance(field, QLineEdit)
    QTest.keyClicks(field, typed) if typed.isascii() else field.insert(typed)
    qtbot.waitUntil(lambda: any("回车打开" in text or "没有符合" in text for text in texts(window)), timeout=5000)
    found = window.findChild(FoundList)
    assert found is not None
    items = found.findChild(QListWidget)
    assert items is not None
    return [items.item(row).data(Qt.ItemDataRole.AccessibleTextRole) for row in range(items.count())]


def test_an_enterprise_is_found_by_its_initials(stocked: Log, active: Window, qtbot: QtBot) -> None:
    assert any(one.startswith("青川海螺水泥有限公司") for one in search(active, qtbot, "hlsn"))


def test_a_find_is_opened_by_enter(
    stocked: Log, active: Window, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[tuple[str, str | None]] = []
    monkeypatch.setattr(active, "open_form", lambda name, id_=None, prefill=None: opened.append((name, id_)))
    assert search(active, qtbot, "恒泰") == ["青川恒泰化工有限公司 企业库"]
    press(active, Qt.Key.Key_Return)
    assert [name for name, _ in opened] == ["enterprise"]


def test_nothing_found_is_said_and_esc_goes_back(active: Window, qtbot: QtBot) -> None:
    assert search(active, qtbot, "没有这样的企业") == []
    press(active, Qt.Key.Key_Escape)
    found = active.findChild(FoundList)
    assert found is not None
    assert not found.isVisible()
    assert not isinstance(QApplication.focusWidget(), QLineEdit)


def test_a_ledger_is_found_by_its_name(active: Window, qtbot: QtBot) -> None:
    assert "执法检查 台账" in search(active, qtbot, "执法检查")


def test_the_year_is_chosen_in_the_strip(active: Window, qtbot: QtBot) -> None:
    strip = active.findChild(Strip)
    assert strip is not None
    assert strip.year_button.text() == "2025 年度"
    strip.year_button.click()
    menu = QApplication.activePopupWidget()
    assert menu is not None
    next(one for one in menu.actions() if one.text() == "2024 年度").trigger()
    menu.close()
    assert active.session.year == 2024
    assert strip.year_button.text() == "2024 年度"


# -------------------------------------------------------------------- toast and status


def test_a_delete_is_taken_back_by_the_bar(stocked: Log, active: Window, qtbot: QtBot) -> None:
    ledger = stocked.ledger("enterprise")
    id_ = next(iter(stocked.records(ledger)))["id"]
    active.session.delete(ledger, [str(id_)])
    toast = the(active, Toast)
    assert any("已删除 1 条" in text for text in texts(toast))
    qtbot.mouseClick(the(toast, QPushButton, "撤销"), Qt.MouseButton.LeftButton)
    assert len(list(stocked.records(ledger))) == 2


def test_a_delete_says_what_went_along(stocked: Log, active: Window) -> None:
    ledgers = stocked.catalogue.ledgers
    rows = [Detail(ledgers["hazard"], "check", {"description": "通道堵塞"})]
    check = stocked.save_with_details(ledgers["enforcement_check"], None, {"check_no": "JC-1"}, rows)
    active.session.delete(ledgers["enforcement_check"], [check])
    assert "已删除 1 条执法检查和所属 1 项隐患，可在回收站找回" in texts(the(active, Toast))


def test_ctrl_z_takes_back_as_well_and_ctrl_y_does_it_again(stocked: Log, active: Window) -> None:
    ledger = stocked.ledger("enterprise")
    id_ = next(iter(stocked.records(ledger)))["id"]
    active.session.delete(ledger, [str(id_)])
    press(active, Qt.Key.Key_Z, CONTROL)
    assert len(list(stocked.records(ledger))) == 2
    press(active, Qt.Key.Key_Y, CONTROL)
    assert len(list(stocked.records(ledger))) == 1


def test_the_status_bar_says_file_backup_and_save(active: Window, qtbot: QtBot) -> None:
    status = active.findChild(StatusBar)
    assert status is not None
    qtbot.waitUntil(lambda: {"本机文件：log", "备份：还没有"} <= set(texts(status)))
    active.session.add(active.session.log.ledger("enterprise"), {"name": "青石厂"})
    assert any(text.startswith("已保存 ") for text in texts(status))
    active.set_status("已选 5 条：", "隐患 18 项")
    assert {"已选 5 条：", "隐患 18 项"} <= set(texts(status))


def test_work_is_shown_with_its_step_and_can_be_stopped(active: Window, qtbot: QtBot) -> None:
    go = {"on": True}

    def work(progress: object) -> str:
        done = 0
        while go["on"]:
            done += 1
            QTest.qSleep(20)
            progress(min(done, 60), 100)  # type: ignore[operator]
        return "done"

    job = Job("正在导出", work)
    active.jobs.start(job)
    qtbot.waitUntil(lambda: any(one.isVisible() for one in active.findChildren(Work)))
    qtbot.wait(100)
    bar = the(active, Work)
    assert any(text.endswith(" %") for text in texts(bar))
    with qtbot.waitSignal(job.signals.cancelled):
        qtbot.mouseClick(the(bar, QPushButton, "取消"), Qt.MouseButton.LeftButton)
    assert not bar.isVisible()


def test_work_that_is_over_at_once_is_not_shown(active: Window, qtbot: QtBot) -> None:
    job = Job("正在导出", lambda progress: "done")
    with qtbot.waitSignal(job.signals.done):
        active.jobs.start(job)
    qtbot.wait(700)
    assert not any(one.isVisible() for one in active.findChildren(Work))


def test_overdue_matters_are_counted_on_the_rail(active: Window, qtbot: QtBot) -> None:
    active.set_overdue(2)
    today = next(one for one in active.findChildren(NavButton) if one.text() == "今日")
    assert today.accessibleDescription() == "逾期 2 件"


# -------------------------------------------------------------------- look and place


def test_colours_change_at_once_and_the_page_stays(
    qtbot: QtBot, session: Session, theme: Theme, tmp_path: Path
) -> None:
    state = QSettings(str(tmp_path / "window.ini"), QSettings.Format.IniFormat)
    window = Window(session, theme, state)
    qtbot.addWidget(window)
    window.show()
    window.show_page("settings")
    window.set_look(mode="dark")
    assert window.theme.dark
    assert window.front == "settings"
    assert window.page("settings").theme.dark
    window.set_look(size=1.3)
    assert (window.mode_word(), window.text_size_word()) == ("深色", "特大")
    assert state.value("look/mode") == "dark"
    window.set_look(mode="light", size=1.0)
    window.leave()


def test_the_window_comes_back_where_it_was(qapp: QApplication, tmp_path: Path, log: Log, qtbot: QtBot) -> None:
    file = log.file
    log.close()
    first = Desk(qapp, tmp_path / "home")
    first.open(file)
    assert isinstance(first.shown, Window)
    first.shown.resize(800, 700)
    first.shown.show_page("report")
    first.leave()
    second = Desk(qapp, tmp_path / "home")
    second.start()
    assert isinstance(second.shown, Window)
    assert (second.shown.width(), second.shown.height()) == (800, 700)
    assert second.shown.session.log.file == file
    second.leave()
    assert (tmp_path / "home" / "window.ini").exists()


# -------------------------------------------------------------------- first start, files


def test_a_first_start_asks_makes_and_opens(desk: Desk, qtbot: QtBot) -> None:
    desk.start()
    page = desk.shown
    assert isinstance(page, FirstStart)
    with qtbot.waitActive(page):
        page.activateWindow()
    page.make_button.click()
    assert "单位名称必须填写" in texts(page)
    page.bureau.insert("青川区应急管理局")
    assert page.place.text() == str(desk.home / "青川区应急台账.db")
    page.person.insert("林晓舟")
    press(page, Qt.Key.Key_Return)
    page.make_button.click()
    assert isinstance(desk.shown, Window)
    log = desk.shown.session.log
    assert Bureau(log).name == "青川区应急管理局"
    assert log.person == "林晓舟"
    assert log.file == desk.home / "青川区应急台账.db"
    assert "青川区应急管理局" in desk.shown.windowTitle()


def test_a_file_that_is_there_already_is_not_overwritten(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    there = tmp_path / "a.db"
    there.write_bytes(b"letter")
    desk.start()
    page = desk.shown
    assert isinstance(page, FirstStart)
    page.bureau.insert("青川区应急管理局")
    page.place.selectAll()
    page.place.insert(str(there))
    page.make_button.click()
    assert desk.shown is page
    assert any("已经存在" in text for text in texts(page))
    assert there.read_bytes() == b"letter"


def test_a_synchronised_folder_is_warned_about(desk: Desk, tmp_path: Path, qtbot: QtBot) -> None:
    desk.start()
    page = desk.shown
    assert isinstance(page, FirstStart)
    page.place.setText(str(tmp_path / "OneDrive" / "台账.db"))
    qtbot.waitUntil(lambda: any("云盘" in text for text in texts(page)))
    page.place.setText(str(tmp_path / "台账.db"))
    qtbot.waitUntil(lambda: not any("云盘" in text for text in texts(page)))


def test_the_demonstration_year_is_one_click_away(desk: Desk, qtbot: QtBot) -> None:
    desk.start()
    assert isinstance(desk.shown, FirstStart)
    qtbot.mouseClick(desk.shown.demonstration, Qt.MouseButton.LeftButton)
    assert isinstance(desk.shown, Window)
    assert desk.shown.session.log.file.stem == "演示年度"


def damaged(file: Path) -> None:
    content = bytearray(file.read_bytes())
    content[4096 : 4096 * 30] = b"\x55" * (4096 * 29)
    file.write_bytes(content)


@pytest.mark.parametrize(
    ("harm", "says"),
    [
        (lambda file: file.unlink(), "找不到这个文件"),
        (lambda file: file.write_text("letter"), "不是应急台账的数据文件"),
        (lambda file: file.write_bytes(file.read_bytes()[:20000]), "不完整"),
        (damaged, "已损坏"),
    ],
)
def test_a_file_that_does_not_open_is_explained(
    desk: Desk, log: Log, harm: object, says: str, tmp_path: Path, qtbot: QtBot
) -> None:
    log.close()
    harm(log.file)  # type: ignore[operator]
    desk.start(log.file)
    page = desk.shown
    assert isinstance(page, OpeningProblem)
    assert any(says in text for text in texts(page))
    assert page.other.isVisible()
    assert not any(word in text for text in texts(page) for word in ("taizhang", "Traceback", "SQL"))


def test_a_file_open_elsewhere_can_be_read_meanwhile(desk: Desk, log: Log, qtbot: QtBot) -> None:
    log.close()
    other = InstanceLock(log.file)
    assert other.take()
    desk.start(log.file)
    page = desk.shown
    assert isinstance(page, OpeningProblem)
    assert any("另一个窗口" in text for text in texts(page))
    qtbot.mouseClick(page.read_only, Qt.MouseButton.LeftButton)
    assert isinstance(desk.shown, Window)
    assert desk.shown.session.log.read_only
    assert "只读" in texts(desk.shown)


def test_the_lock_goes_with_the_window(desk: Desk, log: Log) -> None:
    log.close()
    desk.start(log.file)
    assert isinstance(desk.shown, Window)
    second = InstanceLock(log.file)
    assert not second.take()
    desk.leave()
    assert second.take()
    second.release()


def test_who_works_is_chosen_where_there_are_several(desk: Desk, log: Log, qtbot: QtBot) -> None:
    Bureau(log).set_people(["何远", "苏宁"])
    log.close()
    desk.start(log.file)
    page = desk.shown
    assert isinstance(page, WhoWorks)
    qtbot.mouseClick(the(page, QPushButton, "苏宁"), Qt.MouseButton.LeftButton)
    assert isinstance(desk.shown, Window)
    assert desk.shown.session.log.person == "苏宁"


# -------------------------------------------------------------------- mistakes


def test_a_mistake_is_reported_logged_and_can_be_copied(desk: Desk, log: Log, qtbot: QtBot) -> None:
    log.close()
    desk.start(log.file)
    try:
        raise KeyError("grade")
    except KeyError as error:
        desk.reporter.take(KeyError, error)
    report = desk.report
    assert report is not None
    assert "程序出错了，刚才的操作没有完成" in texts(report)
    qtbot.mouseClick(report.copy_button, Qt.MouseButton.LeftButton)
    assert "KeyError: 'grade'" in QGuiApplication.clipboard().text()
    assert "KeyError: 'grade'" in (desk.home / LOG_NAME).read_text(encoding="utf-8")
    qtbot.mouseClick(report.back_button, Qt.MouseButton.LeftButton)
    assert isinstance(desk.shown, Window)
    assert desk.shown.isVisible()


def test_what_a_person_can_mend_is_said_and_not_reported(desk: Desk, log: Log) -> None:
    log.close()
    desk.start(log.file)
    refusal = Refusal("磁盘已满，刚才的内容没有保存。")
    desk.reporter.take(Refusal, refusal)
    assert desk.report is None
    assert desk.shown is not None
    assert "磁盘已满，刚才的内容没有保存。" in texts(the(desk.shown, Toast))


def test_the_same_mistake_is_shown_once(qtbot: QtBot, theme: Theme) -> None:
    page = ReportPage(theme, None)
    qtbot.addWidget(page)
    text = report_text(ValueError("x"), datetime(2025, 11, 21, 9))
    page.show_report(text)
    page.show_report(report_text(ValueError("x"), datetime(2025, 11, 21, 10)))
    assert page.report.toPlainText() == text


def test_a_mistake_in_another_thread_arrives(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    reporter = Reporter()
    with caplog.at_level(logging.CRITICAL, "taizhang"), qtbot.waitSignal(reporter.broke) as signal:
        reporter.report(RuntimeError("worker"))
    assert "RuntimeError: worker" in signal.args[0]
