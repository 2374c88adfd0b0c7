"""An action with its words, its key and what it does."""

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QKeySequence


def make_action(parent: QObject, text: str, key: str, slot: Callable[[], object]) -> QAction:
    """An action that `parent` owns; no key where `key` is empty."""
    made = QAction(text, parent)
    if key:
        made.setShortcut(QKeySequence(key))
    made.triggered.connect(lambda _checked=False: slot())
    return made
