"""A table of tip-offs with names in it: the preview says that they wait for the vault, and opens it."""

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.exchange.wizard import Step
from desktop.gui.window import Window
from desktop.store import Log
from desktop.store.sealing import Cost
from desktop.store.vault import Vault, new_password
from tests.exchange.conftest import sheet
from tests.gui.test_import_section import ENTER, Clerk

PASSWORD = "Qingshi-2025"
ROWS = [
    ["接报日期", "举报人", "举报内容"],
    ["2024-03-05", "王建国", "堵塞安全出口"],
    ["2024-03-06", None, "占用消防车道"],
    ["2024-03-07", "李秀英", "夜间生产"],
]


@pytest.fixture
def clerk(window: Window, qtbot: QtBot, tmp_path: Path) -> Clerk:
    """Before the preview of two rows with a name and one without."""
    made = Clerk(window, qtbot)
    window.show_section("data", "导入")
    made.section.begin(sheet(tmp_path / "举报投诉.xlsx", ROWS), window.session.log.ledger("tip_off"))
    made.settle()
    for _ in range(6):
        if made.step is Step.PREVIEW:
            return made
        made.on()
    raise AssertionError("no preview")


@pytest.fixture
def vault(log: Log) -> Vault:
    made = Vault(log)
    made.set_up(new_password(PASSWORD, PASSWORD, Cost(1, 1, 64)))
    made.lock()
    return made


def tips(log: Log) -> list[tuple[object, object]]:
    return [(one["received_on"], one["reporter"]) for one in log.records(log.ledger("tip_off"))]


def test_the_vault_is_opened_in_the_preview_and_all_rows_come_in(
    vault: Vault, clerk: Clerk, log: Log, qtbot: QtBot
) -> None:
    assert "2 行写有举报人信息，要加密保存，举报人信息现在锁着" in clerk.texts()
    assert "导入：新增 1 条" in clerk.buttons()
    clerk.click("解锁…")
    clerk.type(PASSWORD)
    clerk.press(ENTER)
    qtbot.waitUntil(lambda: "导入：新增 3 条" in clerk.buttons(), timeout=20_000)
    assert "写有举报人信息，要加密保存，举报人" not in clerk.texts()
    clerk.on()
    assert clerk.step is Step.RESULT
    assert sorted(tips(log)) == [("2024-03-05", "王**"), ("2024-03-06", None), ("2024-03-07", "李**")]


def test_a_vault_that_locked_itself_meanwhile_is_told_before_the_import(
    vault: Vault, clerk: Clerk, log: Log, qtbot: QtBot
) -> None:
    clerk.click("解锁…")
    clerk.type(PASSWORD)
    clerk.press(ENTER)
    qtbot.waitUntil(lambda: "导入：新增 3 条" in clerk.buttons(), timeout=20_000)
    log.vault_key.lock()
    clerk.on()
    assert clerk.step is Step.PREVIEW and tips(log) == []
    assert "2 行写有举报人信息" in clerk.texts()
    clerk.on()
    assert clerk.step is Step.RESULT and tips(log) == [("2024-03-06", None)]


def test_without_a_password_it_says_where_to_set_one(clerk: Clerk, window: Window) -> None:
    assert "2 行写有举报人信息，要加密保存，还没有设保护口令" in clerk.texts()
    clerk.section.setFocus(Qt.FocusReason.OtherFocusReason)
    button = clerk.section.preview.sealed.set_up
    button.click()
    assert window.front == "settings"
