"""What became of records since a point of the change log: their changes folded into one, before and after."""

import json
from dataclasses import dataclass, field

from desktop.catalogue import Stored
from desktop.store import lineage, secret_rows
from desktop.store.reading import Reading


@dataclass
class NetChange:
    """All changes of one record since then, as if made at once."""

    new: bool
    """Whether the record was not there then."""
    before: dict[str, Stored] = field(default_factory=dict)
    after: dict[str, Stored] = field(default_factory=dict)
    at: str = ""
    person: str = ""
    reasons: list[str] = field(default_factory=list)

    @property
    def changed(self) -> list[str]:
        """The columns that differ in the end."""
        return [name for name in self.after if self.before.get(name) != self.after[name]]


def changes_since(log: Reading, seq: int) -> dict[tuple[str, str], NetChange]:
    """By ledger and record, what was changed after entry `seq`; what was taken back altogether is left out."""
    found: dict[tuple[str, str], NetChange] = {}
    rows = log.query(
        "SELECT ledger, record, action, before, after, at, person, reason FROM _change WHERE seq > ? ORDER BY seq",
        (seq,),
    )
    for ledger, record, action, before, after, at, person, reason in rows:
        if ledger not in log.catalogue.ledgers:
            continue
        net = found.setdefault((ledger, record), NetChange(action == "insert"))
        _fold(net, json.loads(before), json.loads(after))
        net.at, net.person = at, person
        net.reasons += [reason] if reason and reason not in net.reasons else []
    if lineage.has_merged(log.connection):
        _hold_against_records(log, found)
    return {key: net for key, net in found.items() if net.changed}


def _hold_against_records(log: Reading, found: dict[tuple[str, str], NetChange]) -> None:
    """Of what two desks wrote into one field the last that came in may not be what stands."""
    for (name, id_), net in found.items():
        ledger = log.catalogue.ledgers[name]
        present = secret_rows.logged(ledger, log.record(ledger, id_) or {})
        net.after = {column: present.get(column) for column in net.after}


def _fold(net: NetChange, before: dict[str, Stored], after: dict[str, Stored]) -> None:
    """Entries hold no empty values: a column on one side only was empty on the other."""
    for name in {**before, **after}:
        net.before.setdefault(name, before.get(name))
        net.after[name] = after.get(name)
