"""Sections of 数据 on a slow disk: nothing is called empty, and no field is blank, before it was read."""

import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from desktop.gui.pages.section import Section
from desktop.gui.tables import loading
from desktop.gui.window import Window
from desktop.store import Log

WAIT = 20_000
EMPTY = {
    "撤销": "还没有可以撤销的操作",
    "修改记录": "还没有修改记录",
    "回收站": "回收站是空的",
    "合并": "没有两边改得不一样的",
    "备份": "还没有备份",
}


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> Iterator[threading.Event]:
    """Nothing is read beside the window before the event is set."""
    ready, at_once = threading.Event(), loading.own_connection

    def slowly(log: Log) -> Log:
        assert ready.wait(WAIT / 1000)
        return at_once(log)

    monkeypatch.setattr(loading, "own_connection", slowly)
    yield ready
    ready.set()


def texts(shown: QWidget) -> list[str]:
    return [one.text() for one in shown.findChildren(QLabel) if one.isVisible()]


def section(window: Window, title: str) -> Section:
    window.show_section("data", title)
    QApplication.processEvents()
    return next(one for one in window.findChildren(Section) if one.isVisible())


@pytest.mark.parametrize("title", EMPTY)
def test_a_section_says_that_it_reads_before_it_says_that_there_is_nothing(
    window: Window, disk: threading.Event, qtbot: QtBot, title: str
) -> None:
    shown = section(window, title)
    assert "正在读取" in texts(shown)
    assert not any("没有" in text for text in texts(shown) if text not in (shown.explanation.text(),))
    assert not any(field.isVisible() for field in shown.findChildren(QLineEdit))
    disk.set()
    qtbot.waitUntil(lambda: EMPTY[title] in texts(shown), timeout=WAIT)
    assert "正在读取" not in texts(shown)


def test_what_was_read_stays_while_it_is_read_anew(window: Window, disk: threading.Event, qtbot: QtBot) -> None:
    log = window.session.log
    log.add(log.ledger("training"), {"name": "安全讲座"})
    disk.set()
    shown = section(window, "撤销")
    qtbot.waitUntil(lambda: "正在读取" not in texts(shown), timeout=WAIT)
    disk.clear()
    shown.refresh()
    QApplication.processEvents()
    assert "正在读取" not in texts(shown) and EMPTY["撤销"] not in texts(shown)


def test_what_cannot_be_read_is_said_in_its_place(
    window: Window, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    """The drive with the file was drawn out."""

    def gone(log: Log) -> Log:
        raise loading.Refusal(f"打不开数据文件 {log.file}。请检查磁盘。")

    monkeypatch.setattr(loading, "own_connection", gone)
    shown = section(window, "修改记录")
    qtbot.waitUntil(lambda: any(text.startswith("没有读出来：打不开数据文件") for text in texts(shown)), timeout=WAIT)
    assert EMPTY["修改记录"] not in texts(shown)
