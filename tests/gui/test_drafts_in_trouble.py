"""Drafts while the file cannot be written: the window goes on, and nothing typed is left behind unasked."""

import time
from collections.abc import Iterator

import pytest
from clerk import CONTROL, ENTER, Clerk, add_enterprise
from PySide6.QtCore import Qt
from pysqlite3 import dbapi2 as sqlite
from pytestqt.qtbot import QtBot

from desktop.gui.window import Window
from desktop.store import Log, pending

ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def clerk(window: Window, qtbot: QtBot, log: Log) -> Clerk:
    add_enterprise(log)
    return Clerk(window, qtbot)


@pytest.fixture
def other(log: Log) -> Iterator[sqlite.Connection]:
    """Another program that writes the file, and takes its time."""
    made = sqlite.connect(str(log.file), isolation_level=None)
    made.execute("BEGIN IMMEDIATE")
    yield made
    if made.in_transaction:
        made.execute("ROLLBACK")
    made.close()


def type_number(clerk: Clerk) -> None:
    clerk.open("enforcement_check")
    clerk.type("JC-1")


def longest_pause(clerk: Clerk, seconds: float) -> float:
    """How long the window stood still at most."""
    end, longest = time.monotonic() + seconds, 0.0
    while time.monotonic() < end:
        began = time.monotonic()
        clerk.settle()
        longest = max(longest, time.monotonic() - began)
        time.sleep(0.01)
    return longest


def test_a_locked_file_does_not_hold_up_typing(clerk: Clerk, other: sqlite.Connection, log: Log) -> None:
    type_number(clerk)
    assert longest_pause(clerk, 4) < 1
    assert "草稿没有存上" in clerk.texts()
    assert any("正被另一个程序写入" in text for text in clerk.texts())
    other.execute("ROLLBACK")
    clerk.settle(3300)
    assert "草稿没有存上" not in clerk.texts()
    assert len(pending.all(log)) == 1


def test_a_form_whose_draft_cannot_be_kept_is_not_left_unasked(
    clerk: Clerk, other: sqlite.Connection, log: Log
) -> None:
    type_number(clerk)
    clerk.press(Qt.Key.Key_1, ALT)
    assert clerk.window.front == "form"
    assert any("先别离开" in text for text in clerk.texts())
    other.execute("ROLLBACK")
    clerk.press(Qt.Key.Key_1, ALT)
    assert clerk.window.front == "today"
    assert len(pending.all(log)) == 1


def test_asked_twice_it_is_left_without_a_draft(clerk: Clerk, other: sqlite.Connection, log: Log) -> None:
    type_number(clerk)
    clerk.press(Qt.Key.Key_Escape)
    assert clerk.window.front == "form"
    clerk.press(Qt.Key.Key_Escape)
    assert clerk.window.front != "form"
    assert pending.all(log) == []


def test_the_window_closes_the_second_time(clerk: Clerk, other: sqlite.Connection) -> None:
    type_number(clerk)
    assert not clerk.window.close()
    assert clerk.window.isVisible()
    assert clerk.window.close()


def test_a_read_only_file_says_so_before_anything_is_typed(clerk: Clerk, log: Log) -> None:
    log.read_only = True
    clerk.open("enforcement_check")
    assert "只读" in clerk.texts()
    clerk.type("JC-1")
    clerk.press(ENTER)
    clerk.press(Qt.Key.Key_Escape)
    assert clerk.window.front != "form"
    log.read_only = False


def test_a_full_disk_is_said_and_the_record_is_saved_once_there_is_room(clerk: Clerk, log: Log) -> None:
    resource = pytest.importorskip("resource", reason="Windows has no such limit")
    clerk.open("enforcement_check")
    clerk.type("JC-1")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    wal = log.file.with_name(log.file.name + "-wal")
    resource.setrlimit(resource.RLIMIT_FSIZE, (wal.stat().st_size, before[1]))
    try:
        clerk.press(Qt.Key.Key_S, CONTROL)
        told = clerk.texts()
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert any("本次没有保存，填的内容还在" in text and "磁盘" in text for text in told)
    assert clerk.cell("check_no").editor.value() == "JC-1"
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert [one["check_no"] for one in log.records(log.catalogue.ledgers["enforcement_check"])] == ["JC-1"]
