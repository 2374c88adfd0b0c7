"""The tip-off vault at the window: set up, log a tip-off, lock, look with password and reason, erase."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from clerk import CHECK_PAUSE, CONTROL, ENTER, Clerk
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton
from pytestqt.qtbot import QtBot

from desktop.gui.crash import report_text
from desktop.gui.forms.identity_bar import IdentityBar
from desktop.gui.forms.secret_editor import SecretEditor
from desktop.gui.pages.ledgers import LedgersPage
from desktop.gui.pages.settings import SettingsPage
from desktop.gui.settings.vault import Form, VaultSection
from desktop.gui.window import Window
from desktop.store import Log, pending
from desktop.store.sealing import Cost
from desktop.store.vault import Vault, new_password

PASSWORD = "Qingshi-2025"
IDENTITY = ("Wang Jianguo", "13812345678")
LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def vault(log: Log) -> Vault:
    """A vault that is open; its password is cheap to check."""
    made = Vault(log)
    made.set_up(new_password(PASSWORD, PASSWORD, Cost(1, 1, 64)))
    return made


@pytest.fixture
def clerk(window: Window, qtbot: QtBot) -> Iterator[Clerk]:
    yield Clerk(window, qtbot)
    QApplication.clipboard().clear()


def add_tip(log: Log) -> str:
    typed = {"received_on": "2025-11-20", "tip_no": "T-1", "reporter": IDENTITY[0], "contact": IDENTITY[1]}
    return log.add(log.ledger("tip_off"), typed)


def bar(window: Window) -> IdentityBar | None:
    QApplication.processEvents()
    return next((one for one in window.findChildren(IdentityBar) if one.isVisible()), None)


def asked(window: Window) -> IdentityBar:
    found = bar(window)
    assert found is not None
    return found


def fill(field: QLineEdit, text: str, qtbot: QtBot) -> None:
    field.setFocus()
    field.selectAll()
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    qtbot.keyClicks(field, text)


def section(window: Window) -> VaultSection:
    page = window.show_page("settings")
    assert isinstance(page, SettingsPage)
    page.open("举报人信息保护")
    (found,) = [one for one in page.findChildren(VaultSection) if one.isVisible()]
    return found


def submit(form: Form, qtbot: QtBot, *texts: str) -> None:
    for field, text in zip(form.fields.values(), texts, strict=True):
        fill(field, text, qtbot)
    qtbot.mouseClick(form.button, LEFT)


def texts(window: Window) -> list[str]:
    return [one.text() for one in window.findChildren(QLabel) if one.isVisible() and one.text()]


def bytes_of(log: Log) -> bytes:
    return b"".join(one.read_bytes() for one in log.file.parent.glob(f"{log.file.name}*"))


# -------------------------------------------------------------------- 设置


def test_the_vault_is_set_up_and_its_sheet_is_kept(window: Window, log: Log, qtbot: QtBot, tmp_path: Path) -> None:
    shown = section(window)
    assert any("谁也恢复不了" in text for text in texts(window))
    submit(shown.set_up_form, qtbot, PASSWORD, "Qingshi-2024")
    qtbot.waitUntil(lambda: "两次输入的口令不一样。请再输一次" in texts(window))
    assert not Vault(log).is_set_up
    submit(shown.set_up_form, qtbot, PASSWORD, PASSWORD)
    qtbot.waitUntil(lambda: shown.sheet is not None, timeout=20_000)
    assert Vault(log).is_open
    sheet = shown.sheet
    assert sheet is not None
    assert all(line in texts(window) for line in sheet.sheet.key_lines)
    assert not shown.change_form.isVisible(), "the sheet first"
    sheet.save_as(tmp_path / "sheet.txt")
    sheet.save_as(tmp_path / "sheet.pdf")
    assert sheet.sheet.key_lines[0] in (tmp_path / "sheet.txt").read_text(encoding="utf-8-sig")
    assert (tmp_path / "sheet.pdf").read_bytes().startswith(b"%PDF")
    sheet.done_button.setFocus()
    qtbot.mouseClick(sheet.done_button, LEFT)
    assert window.focusWidget() is shown.lock_button, "not the search box of the window"
    assert not any(line in texts(window) for line in sheet.sheet.key_lines)
    qtbot.mouseClick(shown.lock_button, LEFT)
    assert not Vault(log).is_open
    submit(shown.recover_form, qtbot, sheet.sheet.key, "Another-2025", "Another-2025")
    qtbot.waitUntil(lambda: Vault(log).is_open, timeout=20_000)


def test_a_password_is_changed_and_a_new_sheet_given(window: Window, log: Log, qtbot: QtBot, vault: Vault) -> None:
    shown = section(window)
    submit(shown.change_form, qtbot, "not the one", "Another-2025", "Another-2025")
    qtbot.waitUntil(lambda: any("口令不对" in text for text in texts(window)), timeout=20_000)
    submit(shown.change_form, qtbot, PASSWORD, "Another-2025", "Another-2025")
    qtbot.waitUntil(lambda: shown.change_form.text("新口令") == "", timeout=20_000)
    vault.lock()
    shown.refresh()
    submit(shown.unlock_form, qtbot, "Another-2025")
    qtbot.waitUntil(lambda: vault.is_open, timeout=20_000)
    submit(shown.sheet_form, qtbot, "Another-2025")
    qtbot.waitUntil(lambda: shown.sheet is not None, timeout=20_000)


def test_identities_before_a_day_are_erased_after_a_second_press(
    window: Window, log: Log, qtbot: QtBot, vault: Vault
) -> None:
    id_ = add_tip(log)
    shown = section(window)
    submit(shown.erase_form, qtbot, "20251101", "expired")
    assert any("没有可清除的举报人信息" in text for text in texts(window))
    submit(shown.erase_form, qtbot, "20251121", "expired")
    assert shown.erase_form.button.text() == "确认清除 1 条"
    assert (log.record(log.ledger("tip_off"), id_) or {})["reporter"] == "W****"
    qtbot.mouseClick(shown.erase_form.button, LEFT)
    assert (log.record(log.ledger("tip_off"), id_) or {})["reporter"] == "已清除"
    qtbot.waitUntil(lambda: any("清除举报人信息，举报投诉“T-1”，expired" in text for text in texts(window)))


# -------------------------------------------------------------------- the form


def type_tip(clerk: Clerk) -> None:
    clerk.open("tip_off")
    for name, text in (("received_on", "1120"), ("reporter", IDENTITY[0]), ("contact", IDENTITY[1])):
        clerk.cell(name).editor.take_focus()
        clerk.type(text)
    clerk.cell("target").editor.take_focus()
    clerk.settle()


def test_a_tip_off_is_logged_masked_and_its_draft_holds_no_identity(
    clerk: Clerk, log: Log, vault: Vault, window: Window
) -> None:
    type_tip(clerk)
    editor = clerk.cell("contact").editor
    assert isinstance(editor, SecretEditor)
    assert editor.line.text() == "138****5678", "outside of the field there is only the mask"
    clerk.settle(CHECK_PAUSE)
    window.page("form").can_leave()  # type: ignore[attr-defined]
    assert len(pending.all(log)) == 1
    assert not [one for one in IDENTITY if one.encode() in bytes_of(log)]
    clerk.press(Qt.Key.Key_S, CONTROL)
    (record,) = log.records(log.ledger("tip_off"))
    assert (record["reporter"], record["contact"]) == ("W****", "138****5678")
    assert vault.show(log.ledger("tip_off"), str(record["id"]), "test")["contact"] == IDENTITY[1]
    assert not [one for one in IDENTITY if one.encode() in bytes_of(log)]


def test_a_locked_vault_is_opened_in_place_and_the_save_goes_on(
    clerk: Clerk, log: Log, vault: Vault, window: Window, qtbot: QtBot
) -> None:
    vault.lock()
    type_tip(clerk)
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert clerk.here == "保护口令"
    assert list(log.records(log.ledger("tip_off"))) == []
    clerk.type("not the one")
    clerk.press(ENTER)
    qtbot.waitUntil(lambda: any("口令不对" in text for text in texts(window)))
    clerk.type(PASSWORD)
    clerk.press(ENTER)
    qtbot.waitUntil(lambda: bar(window) is None)
    (record,) = log.records(log.ledger("tip_off"))
    assert record["reporter"] == "W****"


def test_without_a_vault_the_form_says_where_to_set_it_up(clerk: Clerk, log: Log) -> None:
    type_tip(clerk)
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert list(log.records(log.ledger("tip_off"))) == []
    assert any("请先在“设置”的“举报人信息保护”里设好" in text for text in clerk.texts())


def test_the_identity_is_shown_with_password_and_reason(
    clerk: Clerk, log: Log, vault: Vault, window: Window, qtbot: QtBot
) -> None:
    id_ = add_tip(log)
    vault.lock()
    clerk.open("tip_off", id_)
    editor = clerk.cell("reporter").editor
    assert isinstance(editor, SecretEditor)
    assert editor.line.text() == "W****"
    qtbot.mouseClick(editor.show_button, LEFT)
    shown = asked(window)
    assert clerk.here == "保护口令"
    fill(shown.password, PASSWORD, qtbot)
    clerk.press(ENTER)
    assert "原因还没有写" in clerk.texts()
    clerk.type("call back")
    clerk.press(ENTER)
    qtbot.waitUntil(lambda: IDENTITY[0] in texts(window))
    assert IDENTITY[1] in texts(window)
    (seen,) = [one for one in vault.viewings() if one.action == "查看举报人信息"]
    assert (seen.what, seen.reason) == ("举报投诉“T-1”", "call back")
    clerk.press(Qt.Key.Key_Escape)
    assert bar(window) is None
    assert window.front == "form"
    assert not [one for one in window.findChildren(QLabel) if one.text() in IDENTITY]
    clerk.press(Qt.Key.Key_H, CONTROL)
    assert any(text.startswith("查看举报人信息") for text in clerk.texts())


def test_wrong_passwords_make_the_next_one_wait(
    clerk: Clerk, log: Log, vault: Vault, window: Window, qtbot: QtBot
) -> None:
    id_ = add_tip(log)
    vault.lock()
    clerk.open("tip_off", id_)
    clerk.cell("reporter").editor.open_list()
    shown = asked(window)
    for attempt in range(4):
        fill(shown.password, f"wrong-{attempt}", qtbot)
        fill(shown.reason, "call back", qtbot)
        clerk.press(ENTER)
        qtbot.waitUntil(shown.confirm.isEnabled)
    assert any("口令输错次数太多，请等" in text for text in texts(window))
    fill(shown.password, PASSWORD, qtbot)
    fill(shown.reason, "call back", qtbot)
    clerk.press(ENTER)
    qtbot.wait(50)
    assert not vault.is_open
    assert not [one for one in texts(window) if one in IDENTITY]


def test_an_open_vault_asks_for_the_reason_alone_and_erases_after_a_second_press(
    clerk: Clerk, log: Log, vault: Vault, window: Window, qtbot: QtBot
) -> None:
    id_ = add_tip(log)
    clerk.open("tip_off", id_)
    clerk.cell("reporter").editor.open_list()
    shown = asked(window)
    assert not shown.password.isVisible()
    clerk.type("call back")
    clerk.press(ENTER)
    assert IDENTITY[0] in texts(window)
    qtbot.mouseClick(shown.erase, LEFT)
    assert (log.record(log.ledger("tip_off"), id_) or {})["reporter"] == "W****"
    fill(shown.reason, "asked for it", qtbot)
    qtbot.mouseClick(shown.erase, LEFT)
    assert bar(window) is None
    editor = clerk.cell("reporter").editor
    assert isinstance(editor, SecretEditor)
    assert editor.line.text() == "已清除"
    assert not editor.show_button.isVisible()
    assert not [one for one in window.findChildren(QLabel) if one.text() in IDENTITY]


def test_an_untouched_mask_stays_and_delete_empties_it(clerk: Clerk, log: Log, vault: Vault) -> None:
    id_ = add_tip(log)
    vault.lock()
    clerk.open("tip_off", id_)
    clerk.cell("reporter").editor.take_focus()
    clerk.press(Qt.Key.Key_Tab)
    clerk.cell("sub_channel").editor.take_focus()
    clerk.type("hotline")
    clerk.press(Qt.Key.Key_S, CONTROL)
    ledger = log.ledger("tip_off")
    record = log.record(ledger, id_) or {}
    assert (record["reporter"], record["sub_channel"]) == ("W****", "hotline")
    clerk.cell("reporter").editor.take_focus()
    clerk.press(Qt.Key.Key_Delete)
    clerk.press(Qt.Key.Key_S, CONTROL)
    assert (log.record(ledger, id_) or {})["reporter"] is None
    log.undo()
    vault.unlock(vault.key_of(PASSWORD))
    assert vault.show(ledger, id_, "test")["reporter"] == IDENTITY[0]


def test_a_copied_record_takes_no_identity_along(clerk: Clerk, log: Log, vault: Vault) -> None:
    add_tip(log)
    clerk.open("tip_off")
    clerk.press(Qt.Key.Key_D, CONTROL | Qt.KeyboardModifier.ShiftModifier)
    assert clerk.cell("reporter").editor.value() is None


# -------------------------------------------------------------------- list, clipboard, crash report


def test_list_clipboard_and_crash_report_hold_masks(
    clerk: Clerk, log: Log, vault: Vault, window: Window, qtbot: QtBot
) -> None:
    from datetime import datetime

    from PySide6.QtTest import QTest

    from desktop.catalogue.masking import Secret

    add_tip(log)
    window.open_ledger("tip_off")
    page = window.page("ledgers")
    assert isinstance(page, LedgersPage)
    page.list.enter()
    qtbot.wait(50)
    QTest.keyClick(page.list.view, Qt.Key.Key_C, CONTROL)
    mime = QApplication.clipboard().mimeData()
    copied = mime.text() + mime.html()
    assert "T-1" in copied
    assert not [one for one in IDENTITY if one in copied]
    try:
        raise ValueError(f"{Secret(IDENTITY[1])!r}, {[Secret(IDENTITY[0])]}")
    except ValueError as error:
        text = report_text(error, datetime(2025, 11, 21))
    assert "138****5678" in text
    assert not [one for one in IDENTITY if one in text]


def test_the_bar_stays_within_the_window(clerk: Clerk, log: Log, vault: Vault, window: Window) -> None:
    clerk.open("tip_off", add_tip(log))
    clerk.cell("reporter").editor.open_list()
    clerk.type("call back")
    clerk.press(ENTER)
    page = window.page("form")
    for width, height in ((1366, 689), (1180, 620), (1440, 820)):
        window.resize(width, height)
        assert page.rect().contains(asked(window).geometry())
        assert all(one.isVisible() for one in asked(window).findChildren(QPushButton) if one.text() == "收起")
