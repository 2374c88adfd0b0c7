"""Defences against what Qt does by itself: wheel over fields, unfinished compositions, English, dark mode."""

import atexit
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QEvent, QLibraryInfo, QObject, Qt, QThreadPool, QTranslator
from PySide6.QtGui import QFocusEvent, QGuiApplication, QInputMethodEvent, QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QAbstractSpinBox, QApplication, QComboBox, QScrollBar, QTabBar
from shiboken6 import isValid

from desktop.gui.forms.focus import ELSEWHERE, OF_COMPOSITION
from desktop.gui.theme import Theme

_TURNING = (QComboBox, QAbstractSpinBox, QAbstractSlider, QTabBar)
"""Widgets whose value the wheel would change; an open list scrolls in a view of its own."""

_QUIET = "ends-quietly"
_SCREENLESS = ("offscreen", "minimal")


class InputGuard(QObject):
    """Watches the application: the wheel never changes a field, and a composition is never forgotten.

    A wheel event over a closed field goes on to what scrolls around it, whether the field has the focus or not.
    """

    def __init__(self, app: QApplication) -> None:
        super().__init__(app)
        self._composing: QObject | None = None
        self._preedit = ""
        app.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Stop the wheel; remember what is being composed, and leave the keys of a composition to it."""
        # Every event of the program comes by here: asking for its type would take ten times as long as for its class.
        if isinstance(event, QWheelEvent) and isinstance(watched, _TURNING) and not isinstance(watched, QScrollBar):
            event.ignore()
            return True
        if isinstance(event, QInputMethodEvent):
            self._composing, self._preedit = watched, event.preeditString()
        elif self._preedit and watched is self._composing:
            return self._within_composition(event)
        return False

    def _within_composition(self, event: QEvent) -> bool:
        """Enter, arrows and Esc choose candidates, in every field of the program; some input methods pass them on."""
        if (
            isinstance(event, QFocusEvent)
            and event.type() == QEvent.Type.FocusOut
            and event.reason() not in ELSEWHERE
        ):
            self._composing, self._preedit = None, ""
        pressed = event.type() == QEvent.Type.KeyPress
        return pressed and isinstance(event, QKeyEvent) and event.key() in OF_COMPOSITION

    def commit(self) -> None:
        """Put an unfinished composition into its field.

        Uncommitted pinyin is not part of a field's text. Where the input method does not answer, what it showed
        is put in as it stands: letters can be mended, a lost word cannot.
        """
        QGuiApplication.inputMethod().commit()
        field, text, focused = self._composing, self._preedit, QApplication.focusWidget()
        self._composing, self._preedit = None, ""
        if text and focused is not None and focused is field and isValid(focused):
            event = QInputMethodEvent()
            event.setCommitString(text)
            QApplication.sendEvent(focused, event)


def application() -> QApplication:
    """The running application."""
    app = QApplication.instance()
    assert isinstance(app, QApplication)
    return app


def guard_input(app: QApplication) -> None:
    """Put the guard on the application, once."""
    if app.findChild(InputGuard) is None:
        InputGuard(app)


def end_quietly(app: QApplication) -> None:
    """See to it, once, that the program's exit status is its own whatever stands at its end."""
    if not app.property(_QUIET):
        app.setProperty(_QUIET, True)
        atexit.register(_end_quietly)


def _end_quietly() -> None:
    """Before Qt's own end of the program, so that its exit status is the program's.

    Qt would hide a window that still stands while its Python side is half gone. What is still being read is waited
    for: its answer would go to a Python that is no more. Without a screen it also keeps what
    was copied until Python is gone, and deleting it then ends the process with a fault; a real desktop's clipboard
    is handed on and left alone.
    """
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    for widget in app.topLevelWidgets():
        widget.hide()
        for pool in widget.findChildren(QThreadPool):
            pool.waitForDone()
    if app.platformName() in _SCREENLESS:
        app.clipboard().clear()


def commit_composition() -> None:
    """Before a save, a change of page, and closing: what is being composed belongs to the record."""
    guard = application().findChild(InputGuard)
    if guard is not None:
        guard.commit()


class OwnWords(QTranslator):
    """Qt's words where the program has another one for the same thing."""

    WORDS: Mapping[str, str] = {
        "&Undo": "撤销(&U)", "Return": "回车", "Enter": "回车", "PgUp": "PgUp", "PgDown": "PgDn", "Space": "空格",
        "Up": "↑", "Down": "↓",
    }  # fmt: skip

    def translate(self, _context: object, source: object, _hint: object = None, _number: int = -1) -> str:
        """The program's word, or nothing, and Qt goes on to its own Chinese."""
        return self.WORDS.get(_text(source))  # type: ignore[return-value]

    def isEmpty(self) -> bool:  # noqa: N802
        """Qt leaves empty translators out."""
        return False


def _text(source: object) -> str:
    return source.decode() if isinstance(source, bytes) else str(source)


def speak_chinese(app: QApplication) -> bool:
    """Qt's own words (dialog buttons, the menu of a text field) in Chinese; whether they were found."""
    if app.findChild(QTranslator):
        return True
    translator = QTranslator(app)
    folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
    found = translator.load("qtbase_zh_CN", folder) and app.installTranslator(translator)
    return found and app.installTranslator(OwnWords(app))


def dress(app: QApplication, theme: Theme, icon_folder: Path) -> None:
    """Put a theme on, and keep the system's own colour mode out of it.

    Icon files of the two modes lie apart, for Qt caches them by name.
    """
    app.styleHints().setColorScheme(Qt.ColorScheme.Dark if theme.dark else Qt.ColorScheme.Light)
    theme.apply(app, icon_folder / ("dark" if theme.dark else "light"))
