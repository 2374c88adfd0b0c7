"""Keeps what is being typed every few seconds, without holding up the window."""

from datetime import datetime

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.catalogue import Refusal
from desktop.gui.forms.keeping import Keeper

EVERY = 3000
"""Milliseconds between two looks at what was typed."""

PATIENCE = 1000
"""Milliseconds that leaving a form waits for another writer; the look every few seconds does not wait at all."""


class DraftWatch(QObject):
    """Watches one form at a time, by its keeper."""

    kept = Signal(str)
    """The time at which a draft was written, HH:MM."""
    failed = Signal(str)
    """Why it could not be."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.keeper: Keeper | None = None
        """That of the form in front."""
        self._warned = False
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.keep)

    def watch(self, keeper: Keeper) -> None:
        """Another form, or the same one from its save on."""
        self.keeper, self._warned = keeper, False
        self._timer.start()

    def start(self) -> None:
        """Look again every few seconds."""
        if self.keeper is not None:
            self._timer.start()

    def rest(self) -> None:
        """Look no more for now."""
        self._timer.stop()

    def keep(self, patience: int = 0) -> bool:
        """Write the draft where something was typed since; False where that cannot be."""
        if self.keeper is None:
            return True
        try:
            if self.keeper.keep(patience):
                self.kept.emit(f"{datetime.now():%H:%M}")
        except Refusal as refusal:
            self.failed.emit(str(refusal))
            return False
        self._warned = False
        return True

    def keep_to_leave(self) -> bool:
        """Before the form is left. Where the draft cannot be written it is not left at once, but the second time."""
        if self.keep(PATIENCE) or self._warned:
            return True
        self._warned = True
        return False

    def drop(self) -> None:
        """What was typed is saved. A draft that stays behind for now is offered again, which is no loss."""
        try:
            if self.keeper is not None:
                self.keeper.drop()
        except Refusal as refusal:
            self.failed.emit(str(refusal))
