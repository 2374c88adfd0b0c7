"""A small office for the tests of 指标 and 今日: a window on the log of `records`."""

from datetime import date
from typing import Any

import pytest
from gui.records import TODAY, fill
from pytestqt.qtbot import QtBot

from desktop.gui.session import Session
from desktop.gui.theme import Theme
from desktop.gui.window import Window
from desktop.store import Log


class Desk:
    """The window of a test and what it asked other pages for."""

    def __init__(self, window: Window, ids: dict[str, list[str]], qtbot: QtBot) -> None:
        self.window, self.ids, self._qtbot = window, ids, qtbot
        self.forms: list[tuple[Any, ...]] = []
        self.ledgers: list[tuple[Any, ...]] = []
        self.said: list[str] = []

    def page(self, name: str) -> Any:
        """A page with everything that it shows."""
        self.window.show_page(name)
        return self.settled(name)

    def settled(self, name: str) -> Any:
        """A page once it has worked out what it shows."""
        page = self.window.page(name)
        self._qtbot.waitUntil(lambda: not page.busy)
        return page


def make_desk(
    log: Log,
    qtbot: QtBot,
    theme: Theme,
    monkeypatch: pytest.MonkeyPatch,
    *,
    filled: bool = True,
    today: date = TODAY,
) -> Desk:
    """A shown window; what it asks of the pages of others is only noted."""
    ids = fill(log) if filled else {}
    desks: list[Desk] = []
    monkeypatch.setattr(Window, "open_form", lambda _self, *what: desks[0].forms.append(what))
    monkeypatch.setattr(Window, "open_ledger", lambda _self, *what: desks[0].ledgers.append(what))
    monkeypatch.setattr(Window, "toast", lambda _self, text, _undoable=False: desks[0].said.append(text))
    window = Window(Session(log, today), theme)
    desks.append(Desk(window, ids, qtbot))
    qtbot.addWidget(window)
    window.resize(1440, 820)
    window.show()
    return desks[0]
