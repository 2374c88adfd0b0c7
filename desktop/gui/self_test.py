"""A scripted clerk, to see without anybody at the screen that an installed program works on this computer.

With `TAIZHANG_SELF_TEST` naming a folder, the window that opens takes pictures of itself there, types what the
folder's `typed.txt` says with the keys of a clerk, saves, tells in `result.json` what came of it, and closes. The
records go into the file that was opened: it should be one made for the test.
"""

import json
import os
import time
from collections.abc import Iterator
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QInputMethodEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from desktop.gui.pages.page import Page
from desktop.gui.window import Window

FOLDER = "TAIZHANG_SELF_TEST"
TYPED, RESULT = "typed.txt", "result.json"
PAUSE, CHECK_PAUSE = 60, 600
"""Milliseconds: between keys, and for what a page puts off (lists of offers, checks of what was typed)."""
MOST_WAITS = 100
_ENTER = Qt.Key.Key_Return

Script = Iterator[int]
"""The steps; each gives the milliseconds that the clerk then waits."""


def wanted() -> Path | None:
    """The folder of the test; None where the program is used in earnest."""
    folder = os.environ.get(FOLDER)
    return Path(folder) if folder else None


class SelfTest(QObject):
    """Works at the window that `shown` is, once it is painted; its frame was painted at `framed_at`."""

    def __init__(self, shown: QWidget | None, folder: Path, framed_at: float) -> None:
        super().__init__(shown)
        self._shown, self._folder = shown, folder
        self._told: dict[str, object] = {"framed_at": framed_at}
        self._script = self._work()
        if shown is not None:
            shown.installEventFilter(self)
            shown.update()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The first painting starts the script."""
        if event.type() == QEvent.Type.Paint:
            watched.removeEventFilter(self)
            QTimer.singleShot(0, self._begin)
        return False

    def _begin(self) -> None:
        self._told["painted_at"] = time.time()
        self._step()

    def _step(self) -> None:
        try:
            pause = next(self._script)
        except StopIteration:
            self._end(0)
        except Exception as error:
            self._told["problem"] = repr(error)
            self._end(1)
            raise
        else:
            QTimer.singleShot(pause, self._step)

    def _end(self, status: int) -> None:
        (self._folder / RESULT).write_text(json.dumps(self._told, ensure_ascii=False, indent=1), encoding="utf-8")
        QApplication.exit(status)

    # ---------------------------------------------------------------- what the clerk does

    def _work(self) -> Script:
        window = self._shown
        if not isinstance(window, Window):
            raise LookupError(_texts(window))
        yield from _until_quiet(window)
        self._told["quiet_at"] = time.time()
        typed = self._folder / TYPED
        if not typed.exists():
            return
        self._picture(window, "page")
        ledger, *lines = typed.read_text(encoding="utf-8").splitlines()
        window.open_form(ledger)
        yield CHECK_PAUSE
        for line in lines:
            yield from _fill(window, line)
        self._picture(window, "form")
        _command(window, "Ctrl+S")
        yield CHECK_PAUSE
        window.open_ledger(ledger)
        yield from _until_quiet(window)
        self._picture(window, "saved")

    def _picture(self, window: Window, name: str) -> None:
        picture = window.grab()
        picture.save(str(self._folder / f"{name}.png"))
        self._told[name] = {"ratio": picture.devicePixelRatio(), "labels": _labels(window)}


def _until_quiet(window: Window) -> Script:
    for _ in range(MOST_WAITS):
        yield PAUSE
        if not any(page.busy for page in window.findChildren(Page) if page.isVisible()):
            return


def _labels(window: QWidget) -> list[dict[str, object]]:
    """What stands where in the picture, for whoever compares it; what is scrolled out of sight is left out."""
    labels = [one for one in window.findChildren(QLabel) if one.isVisible() and one.text()]
    found = [one for one in labels if one.visibleRegion().boundingRect() == one.rect()]
    corners = [one.mapTo(window, QPoint(0, 0)) for one in found]
    return [
        {"text": one.text(), "x": at.x(), "y": at.y(), "width": one.width(), "height": one.height()}
        for one, at in zip(found, corners, strict=True)
    ]


def _texts(shown: QWidget | None) -> str:
    return "\n".join(one.text() for one in shown.findChildren(QLabel)) if shown else "nothing is shown"


def _fill(window: Window, text: str) -> Script:
    """Type into the field with the cursor, take the offer that is marked, and go on to the next field."""
    from desktop.gui.forms.offers import OfferList  # noqa: PLC0415 - not before a form is open

    for character in text:
        _type(character)
        yield PAUSE
    yield CHECK_PAUSE
    if any(one.isVisible() and one.current >= 0 for one in window.findChildren(OfferList)):
        _press(_ENTER)
        yield PAUSE
    _press(_ENTER)
    yield PAUSE


def _type(character: str) -> None:
    """A letter by its key; Chinese as an input method hands it over."""
    if character.isascii():
        _send(QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, character))
        return
    event = QInputMethodEvent()
    event.setCommitString(character)
    _send(event)


def _press(key: Qt.Key) -> None:
    for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
        _send(QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier))


def _command(window: Window, keys: str) -> None:
    """What stands behind a key of the menu: only the system's own key events reach the menu itself."""
    found = [one for one in window.findChildren(QAction) if one.shortcut() == QKeySequence(keys) and one.isEnabled()]
    if not found:
        raise LookupError(f"no command has the key {keys}")
    found[0].trigger()


def _send(event: QEvent) -> None:
    focus = QApplication.focusWidget()
    if focus is None:
        raise LookupError("no field has the cursor")
    QApplication.sendEvent(focus, event)
