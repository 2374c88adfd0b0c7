"""What a clerk does at the form: types, presses keys, looks at the screen. Nothing here reads private attributes."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.gui.forms.body import FormBody
from desktop.gui.forms.cells import FieldCell
from desktop.gui.forms.detail_table import DetailTable
from desktop.gui.forms.offers import OfferList
from desktop.gui.forms.side_panel import SidePanel
from desktop.gui.window import Window
from desktop.store import Log, Record

NONE = Qt.KeyboardModifier.NoModifier
CONTROL = Qt.KeyboardModifier.ControlModifier
SHIFT = Qt.KeyboardModifier.ShiftModifier
ENTER = Qt.Key.Key_Return
CHECK_PAUSE = 420
"""Longer than the form waits before it checks what was typed."""


class Clerk:
    """Sits at one window and uses the keyboard."""

    def __init__(self, window: Window, qtbot: QtBot) -> None:
        self.window, self._bot = window, qtbot
        window.resize(1366, 689)
        with qtbot.waitActive(window):
            window.activateWindow()

    def open(self, ledger: str, record: str | None = None, prefill: dict[str, object] | None = None) -> None:
        self.window.open_form(ledger, record, prefill)
        self.settle()

    def settle(self, pause: int = 0) -> None:
        """Let the window do what follows from a key."""
        if pause:
            self._bot.wait(pause)
        for _ in range(3):
            QApplication.processEvents()

    @property
    def focus(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None
        return found

    @property
    def here(self) -> str:
        """The label of the field in which the cursor stands."""
        return self.focus.accessibleName()

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = NONE) -> None:
        QTest.keyClick(self.focus, key, modifier)
        self.settle()

    def type(self, text: str) -> None:
        """Letters by key; Chinese as an input method commits it."""
        for character in text:
            if character.isascii():
                QTest.keyClicks(self.focus, character)
            else:
                self.commit(character)
        self.settle()

    def compose(self, letters: str) -> None:
        QApplication.sendEvent(self.focus, QInputMethodEvent(letters, []))

    def commit(self, text: str) -> None:
        event = QInputMethodEvent("", [])
        event.setCommitString(text)
        QApplication.sendEvent(self.focus, event)

    def fill(self, text: str) -> None:
        """Type, take the marked suggestion where a list is open, and move on."""
        self.type(text)
        if self.offers.isVisible() and self.offers.current >= 0:
            self.press(ENTER)
        self.press(ENTER)

    def tab_to(self, label: str, most: int = 80) -> None:
        for _ in range(most):
            if self.here == label:
                return
            self.press(Qt.Key.Key_Tab)
        raise AssertionError(f"Tab never reaches {label}")

    # what is on the screen

    @property
    def offers(self) -> OfferList:
        found = self.window.findChildren(OfferList)
        shown = [one for one in found if one.isVisible()]
        return (shown or found or [OfferList(self.window.theme)])[0]

    @property
    def offered(self) -> list[str]:
        return [one.text for one in self.offers.model.offers] if self.offers.isVisible() else []

    @property
    def body(self) -> FormBody:
        return next(one for one in self.window.findChildren(FormBody) if one.isVisible())

    def cell(self, name: str) -> FieldCell:
        return self.body.cells[name]

    def note(self, name: str) -> str:
        """The line below a field."""
        self.settle(CHECK_PAUSE)
        return self.cell(name).note.text

    def state(self, name: str) -> str:
        return self.cell(name).editor.state

    @property
    def table(self) -> DetailTable:
        return next(one for one in self.window.findChildren(DetailTable) if one.isVisible())

    @property
    def beside(self) -> str:
        """Everything that the side panel says."""
        self.settle(CHECK_PAUSE)
        panel = next(one for one in self.window.findChildren(SidePanel) if one.isVisible())
        return "\n".join(one.text() for one in panel.findChildren(QLabel) if one.text())

    def texts(self) -> list[str]:
        return [one.text() for one in self.window.findChildren(QLabel) if one.isVisible() and one.text()]


def add_enterprise(log: Log, name: str = "青川恒泰化工有限公司", **more: object) -> str:
    typed = {"name": name, "industry": "危险化学品", "town": "白鹭湖街道", **more}
    return log.add(log.catalogue.ledgers["enterprise"], typed)


def all_of(log: Log, ledger: str) -> list[Record]:
    """The live records of a ledger."""
    return list(log.records(log.catalogue.ledgers[ledger]))


def fill_check(clerk: Clerk) -> None:
    """A check of the known enterprise, by keyboard, not saved yet."""
    clerk.open("enforcement_check")
    clerk.type("JC-1")
    clerk.press(ENTER)
    for text in ("1121", "hthg", "jh"):
        clerk.fill(text)
