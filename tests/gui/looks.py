"""What tests of the looks share: a window with larger text, and what of its words is cut off."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.gui.guards import dress
from desktop.gui.session import Session
from desktop.gui.theme import TEXT_SIZES, Theme
from desktop.gui.widgets.elided import Elided
from desktop.gui.window import Window
from desktop.store import Log
from tests.gui.records import TODAY

SCREENS = [(1366, 689, "大"), (1366, 689, "特大"), (1180, 620, "特大")]


def cut_off(window: QWidget) -> list[str]:
    """The texts that have less room than they need; what elides itself says the rest in its tip."""
    found = []
    for one in window.findChildren(QLabel):
        if one.isVisible() and one.text() and not isinstance(one, Elided) and one.textFormat() is not _RICH:
            wide = one.fontMetrics().horizontalAdvance(max(one.text().split("\n"), key=len))
            high = one.heightForWidth(one.width()) if one.wordWrap() else one.fontMetrics().height() - 4
            if one.height() < high or (not one.wordWrap() and one.contentsRect().width() < wide):
                found.append(one.text())
    found += [
        one.text()
        for one in window.findChildren(QPushButton)
        if one.isVisible() and one.text() and one.width() < one.sizeHint().width()
    ]
    return found


def nothing_is_cut_off(window: QWidget, qtbot: QtBot) -> None:
    """Once what a page puts off has arrived and been laid out."""

    def settled() -> None:
        assert cut_off(window) == []

    qtbot.wait(60)
    qtbot.waitUntil(settled, timeout=4000)


_RICH = Qt.TextFormat.RichText


def enlarged(qtbot: QtBot, log: Log, icons: Path, width: int, height: int, size: str) -> Window:
    """A window of a size with larger text."""
    theme = Theme.load("light", TEXT_SIZES[size])
    dress(QApplication.instance(), theme, icons)  # type: ignore[arg-type]
    window = Window(Session(log, TODAY), theme)
    qtbot.addWidget(window)
    window.resize(width, height)
    window.show()
    return window
