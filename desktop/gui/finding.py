"""What Ctrl+K finds: ledgers and figures by name, records of every ledger in use."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from desktop.gui.widgets.ledger_icons import ledger_icon
from desktop.gui.widgets.search_box import Found
from desktop.store.bureau import Bureau
from desktop.store.searching import matches

if TYPE_CHECKING:
    from desktop.gui.window import Window

NAMED = 3
"""How many ledgers, and how many figures, are offered by their names."""


def find_all(window: "Window", text: str) -> Iterator[list[Found]]:
    """Finds bit by bit: names at once, then the records, ledger by ledger."""
    ledgers = Bureau(window.session.log).ledgers_in_use()
    named = [one for one in ledgers if text in one.label][:NAMED]
    yield [Found(one.label, "台账", "ledger", partial(window.open_ledger, one.name)) for one in named]
    indicators = [one for one in window.session.catalogue.indicators.values() if text in one.label][:NAMED]
    yield [Found(one.label, "指标", "figures", partial(window.open_rows, one.name)) for one in indicators]
    for found in matches(window.session.log, text, ledgers):
        yield [
            Found(
                one.title,
                "　".join(part for part in (one.ledger.label, one.day) if part),
                ledger_icon(one.ledger),
                partial(window.open_form, one.ledger.name, one.id),
            )
            for one in found
        ]
