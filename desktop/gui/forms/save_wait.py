"""A save that waits for an import, or another program, to have written; it is seen to wait, and then it is done."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.store import Log

if TYPE_CHECKING:
    from desktop.gui.forms.frame import FormFrame

EVERY = 200
"""Milliseconds between two attempts."""


class SaveWait(QObject):
    """Holds a form as it was when it was to be saved, and tries again until it is, or the person goes on typing."""

    def __init__(self, log: Log, parent: QObject) -> None:
        super().__init__(parent)
        self._log = log
        self._frame: FormFrame | None = None
        self._save: Callable[[], object] = lambda: None
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self._try)

    @property
    def waits(self) -> bool:
        """Whether a save is still to be done."""
        return self._frame is not None

    def begin(self, frame: "FormFrame", save: Callable[[], object]) -> None:
        """Wait with a save. What is typed now would be lost with it, so nothing is, until Esc."""
        self._frame, self._save = frame, save
        frame.hold(True)
        frame.head.say("等待保存", "warn", "正在写入别的内容，写完就保存，不用再按；Esc 接着改")
        self._timer.start()

    def stop(self) -> bool:
        """The person goes on typing, or the form gives way to another; False where nothing waited."""
        self._timer.stop()
        frame, self._frame = self._frame, None
        if frame is None:
            return False
        frame.hold(False)
        frame.head.say("没有保存", "warn", "填的内容还在，写完别的内容再按 Ctrl+S")
        return True

    def _try(self) -> None:
        """Once more, when nobody writes; the save says itself what came of it."""
        if self._frame is None or not self._log.is_free():
            return
        self._timer.stop()
        frame, self._frame = self._frame, None
        frame.hold(False)
        self._save()
