"""A record is saved while an import, in another thread of the same program, writes."""

import pytest
from clerk import CONTROL, SHIFT, Clerk
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from desktop.gui.pages.list_writing import ListWriter, Writing
from desktop.gui.session import Session
from desktop.gui.tables.loading import own_connection
from desktop.gui.widgets.reason_bar import ReasonBar
from desktop.gui.window import Window
from desktop.store import Log, pending


@pytest.fixture
def clerk(window: Window, qtbot: QtBot) -> Clerk:
    return Clerk(window, qtbot)


class Import:
    """Another connection in the middle of its transaction."""

    def __init__(self, log: Log) -> None:
        self._own = own_connection(log)
        self._transaction = self._own.transaction()
        self._transaction.__enter__()

    def end(self) -> None:
        self._transaction.__exit__(None, None, None)
        self._own.close()


def said(clerk: Clerk) -> str:
    return "\n".join(one.text() for one in clerk.window.findChildren(QLabel) if one.isVisible())


def trainings(log: Log) -> list[object]:
    ledger = log.catalogue.ledgers["training"]
    return [one[ledger.title] for one in log.records(ledger)]


def start(clerk: Clerk) -> None:
    clerk.open("training")
    clerk.tab_to("名称")
    clerk.type("安全月培训")


def test_a_save_during_an_import_waits_in_sight_and_is_done(clerk: Clerk, log: Log, qtbot: QtBot) -> None:
    begun = Import(log)
    start(clerk)
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert "等待保存" in said(clerk) and trainings(log) == []
    assert not clerk.body.isEnabled()
    clerk.press(Qt.Key.Key_S, CONTROL)  # once more does no harm
    begun.end()
    qtbot.waitUntil(lambda: "已登记 1 条" in said(clerk), timeout=3000)
    assert trainings(log) == ["安全月培训"]
    assert clerk.body.isEnabled() and clerk.here == "名称"


def test_esc_gives_the_form_back_while_it_waits(clerk: Clerk, log: Log, qtbot: QtBot) -> None:
    begun = Import(log)
    start(clerk)
    clerk.press(Qt.Key.Key_S, CONTROL)
    clerk.press(Qt.Key.Key_Escape)
    assert clerk.window.front == "form" and clerk.here == "名称"
    assert "填的内容还在" in said(clerk)
    clerk.type("二")
    begun.end()
    clerk.settle(500)
    assert trainings(log) == []
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert trainings(log) == ["安全月培训二"]


def test_save_and_new_waits_and_opens_the_next_form(clerk: Clerk, log: Log, qtbot: QtBot) -> None:
    begun = Import(log)
    start(clerk)
    clerk.press(Qt.Key.Key_S, CONTROL | SHIFT)
    begun.end()
    qtbot.waitUntil(lambda: trainings(log) == ["安全月培训"], timeout=3000)
    clerk.settle()
    assert clerk.window.front == "form" and clerk.body.isEnabled()
    clerk.tab_to("名称")
    clerk.type("第二次")
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert sorted(map(str, trainings(log))) == ["安全月培训", "第二次"]


def test_a_form_is_not_left_before_its_draft_is_kept(clerk: Clerk, log: Log) -> None:
    begun = Import(log)
    start(clerk)
    clerk.press(Qt.Key.Key_Escape)
    assert clerk.window.front == "form" and "先别离开" in said(clerk)
    begun.end()
    clerk.press(Qt.Key.Key_Escape)
    assert clerk.window.front != "form"
    assert "安全月培训" in str(pending.all(log)[0].typed)


def test_undo_and_deletions_during_an_import_come_after_it(
    clerk: Clerk, session: Session, log: Log, qtbot: QtBot
) -> None:
    """They are queued behind it instead of being refused."""
    ledger = log.catalogue.ledgers["training"]
    session.add(ledger, {ledger.title: "安全月培训"})
    begun = Import(log)
    clerk.window.show_page("ledgers")
    QTest.keyClick(clerk.window, Qt.Key.Key_Z, CONTROL)
    assert trainings(log) == ["安全月培训"]
    begun.end()
    qtbot.waitUntil(lambda: trainings(log) == [], timeout=8000)


def test_a_deletion_in_a_list_during_an_import_comes_after_it(
    clerk: Clerk, session: Session, log: Log, qtbot: QtBot
) -> None:
    ledger = log.catalogue.ledgers["training"]
    id_ = session.add(ledger, {ledger.title: "安全月培训"})
    done, refused = list[int](), list[str]()
    begun = Import(log)
    deletion = Writing(
        "正在删除", 1, lambda own, reason, progress: own.delete_many(ledger, [id_], reason, progress),
        done.append, refused.append,
    )  # fmt: skip
    ListWriter(clerk.window, ReasonBar(clerk.window, clerk.window.theme)).write(deletion)
    assert done == refused == []
    begun.end()
    qtbot.waitUntil(lambda: done == [1], timeout=8000)
    assert trainings(log) == [] and refused == []
