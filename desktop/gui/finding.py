"""What Ctrl+K finds: ledgers and figures by name, records of every ledger in use."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.catalogue import Ledger
from desktop.gui.tables.loading import FEW, Reader
from desktop.gui.widgets.ledger_icons import ledger_icon
from desktop.gui.widgets.search_box import Found
from desktop.store import Log
from desktop.store.bureau import Bureau
from desktop.store.listing import Listing

if TYPE_CHECKING:
    from desktop.gui.window import Window
    from desktop.store.searching import Match

NAMED = 3
"""How many ledgers, and how many figures, are offered by their names."""
_TOPIC = "everywhere"

Tell = Callable[[Sequence[Found]], object]
"""Takes more finds; none at all after the last ones."""


class Finder(QObject):
    """Looks for one text at a time: names at once, then the records beside the window, ledger after ledger."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window = window
        self._reader = Reader(window.session.log, self)
        self._reader.refused.connect(window.toast)

    def find(self, text: str, tell: Tell) -> None:
        """Look for a text, and no longer for the one before."""
        ledgers = Bureau(self._window.session.log).ledgers_in_use()
        if named := [*self._ledgers(text, ledgers), *self._figures(text)]:
            tell(named)
        self._go_on(text, _portions(self._window.session.log, ledgers), tell)

    def stop(self) -> None:
        """Look for nothing any more."""
        self._reader.rest()

    def _go_on(self, text: str, portions: list[list[Ledger]], tell: Tell) -> None:
        if not portions:
            tell(())
            return
        portion, *others = portions

        def read(log: Log) -> "list[Match]":
            from desktop.store.searching import matches  # noqa: PLC0415 - not needed for the first painted page

            return [one for found in matches(log, text, portion) for one in found]

        def take(found: "list[Match]") -> None:
            if found:
                tell([self._found(one) for one in found])
            self._go_on(text, others, tell)

        self._reader.ask(_TOPIC, read, take, at_once=False)

    def _ledgers(self, text: str, ledgers: Sequence[Ledger]) -> list[Found]:
        named = [one for one in ledgers if text in one.label][:NAMED]
        return [Found(one.label, "台账", "ledger", partial(self._window.open_ledger, one.name)) for one in named]

    def _figures(self, text: str) -> list[Found]:
        indicators = self._window.session.catalogue.indicators.values()
        named = [one for one in indicators if text in one.label][:NAMED]
        return [Found(one.label, "指标", "figures", partial(self._window.open_rows, one.name)) for one in named]

    def _found(self, one: "Match") -> Found:
        beside = "　".join(part for part in (one.ledger.label, one.day) if part)
        return Found(
            one.title, beside, ledger_icon(one.ledger), partial(self._window.open_form, one.ledger.name, one.id)
        )


def _portions(log: Log, ledgers: Sequence[Ledger]) -> list[list[Ledger]]:
    """Ledgers in their order: a large one by itself, small ones together."""
    portions: list[list[Ledger]] = []
    room = 0
    for ledger in ledgers:
        size = Listing(log, ledger).at_most()
        if size > room or not portions:
            portions.append([])
            room = FEW
        portions[-1].append(ledger)
        room -= size
    return portions
