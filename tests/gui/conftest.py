"""The window on a real file, in a process without a screen."""

import os
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from desktop.gui.app import Desk
from desktop.gui.guards import dress
from desktop.gui.session import Session
from desktop.gui.theme import Theme
from desktop.gui.window import Window
from desktop.store import Log

TODAY = date(2025, 11, 21)


@pytest.fixture(scope="session")
def theme(qapp: QApplication, tmp_path_factory: pytest.TempPathFactory) -> Theme:
    made = Theme.load()
    dress(qapp, made, tmp_path_factory.mktemp("icons"))
    return made


@pytest.fixture
def app(qapp: QApplication, tmp_path: Path) -> Iterator[QApplication]:
    """The application, which gets its usual look back."""
    yield qapp
    dress(qapp, Theme.load(), tmp_path)


@pytest.fixture(autouse=True)
def leave_no_widget(qapp: QApplication) -> Iterator[None]:
    """What a test leaves behind goes with it: a style sheet is put on every widget there is, whoever made it."""
    yield
    for widget in qapp.topLevelWidgets():
        if isValid(widget):
            widget.hide()
            widget.deleteLater()
    qapp.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def session(log: Log) -> Session:
    return Session(log, TODAY)


@pytest.fixture
def window(qtbot: QtBot, session: Session, theme: Theme) -> Iterator[Window]:
    made = Window(session, theme)
    qtbot.addWidget(made)
    made.show()
    qtbot.waitExposed(made)
    made.show_page("settings")
    yield made
    made.leave()


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Desk]:
    """The whole program in a folder of its own, as `taizhang` starts it."""
    monkeypatch.setattr(sys, "excepthook", sys.excepthook)
    made = Desk(qapp, tmp_path / "home", TODAY)
    yield made
    made.leave()
