"""What the other pages import, a little at a time while nobody waits: so that their first showing comes at once."""

import sys
from importlib import import_module
from time import perf_counter

from PySide6.QtCore import QObject, QTimer

MODULES = (
    "desktop.gui.pages.ledgers", "desktop.gui.forms.body", "desktop.gui.pages.form", "desktop.gui.pages.figures",
    "desktop.report.text.living", "desktop.report.editions.differences", "desktop.gui.report.paper",
    "desktop.gui.pages.report", "desktop.gui.pages.returns", "desktop.gui.settings.deadlines",
    "desktop.gui.pages.settings",
    "desktop.store.suggestions", "desktop.exchange.names", "desktop.exchange.sheets", "desktop.exchange.likeness",
    "desktop.exchange.values", "desktop.exchange.columns", "desktop.exchange.linking", "desktop.exchange.doubles",
    "desktop.exchange.comma", "desktop.exchange.reading", "desktop.exchange.understanding",
    "desktop.exchange.planning", "desktop.exchange.looking", "desktop.exchange.importing", "desktop.exchange.wizard",
    "desktop.gui.importing.columns_step", "desktop.gui.importing.section", "desktop.gui.data.merge",
    "desktop.gui.pages.data",
    "desktop.report.draft.scan.numerals", "desktop.report.draft.scan.places", "desktop.report.draft.scan.counting",
    "desktop.report.draft.quantity", "desktop.report.draft.words", "desktop.report.draft.reading",
    "desktop.report.draft.arithmetic.inside", "desktop.report.draft.checking", "desktop.gui.draft.desk",
    "desktop.gui.pages.check",
)  # fmt: skip
"""Those that take longest, each before what is made of it: an import cannot be broken off in the middle."""
BEGIN = 4000
"""Milliseconds after the window was made: the first page is read and shown by then."""
PAUSE = 200
AT_A_TIME = 0.01
"""Seconds of importing between two pauses."""


class Warming(QObject):
    """Imports in the window's own thread, with pauses in which it answers."""

    def __init__(self, window: QObject) -> None:
        super().__init__(window)
        self._left = list(reversed(MODULES))
        self._timer = QTimer(self, singleShot=True, interval=PAUSE)
        self._timer.timeout.connect(self._go_on)
        self._timer.start(BEGIN)

    @property
    def done(self) -> bool:
        """Whether everything is imported."""
        return not self._left

    def _go_on(self) -> None:
        until = perf_counter() + AT_A_TIME
        while self._left and perf_counter() < until:
            name = self._left.pop()
            if name not in sys.modules:
                import_module(name)
        if self._left:
            self._timer.start(PAUSE)
