"""Earlier versions of a record: what it was after each of its changes, and bringing one of them back."""

from datetime import datetime

from desktop.catalogue import Ledger, Refusal, Stored
from desktop.store import lineage
from desktop.store.log import Log
from desktop.store.reading import LoggedChange


def version_after(log: Log, ledger: Ledger, id_: str, change: LoggedChange) -> dict[str, Stored]:
    """The record's own fields as they were after one of its changes, without empty ones.

    Where desks were merged: as they were at the desk that made the change.
    """
    lines = lineage.lineage_of(log.connection)
    rows = lineage.entries_of(log.connection, ledger.name, id_)
    seen = (row for row in rows if (lines.knew(change.seq, row[0]) if lines else row[0] <= change.seq))
    state = lineage.state_of(lines, seen)
    return {name: value for name, value in state.items() if name in _columns(ledger)}


def _columns(ledger: Ledger) -> set[str]:
    """What a person fills in, with what stands beside it; not when it was made, nor whether it is in the bin."""
    beside = (column for one in ledger.fields.values() for column in (one.approx_column, one.secret_column) if column)
    return {*ledger.fields, *beside}


def restore_version(log: Log, ledger: Ledger, id_: str, change: LoggedChange) -> str:
    """Let the record be as it was after a change, as a change of its own; the sentence of what was done.

    `Refusal` where it is like that already, or in the recycle bin. An identity that was erased stays erased.
    """
    old = version_after(log, ledger, id_, change)
    values = {name: old.get(name) for name in _columns(ledger)}
    for name, one in ledger.secrets.items():
        column = one.secret_column or ""
        if values[column] is None or _is_erased(log, str(values[column])):
            # The mask alone, or a text that is gone: what the record has now stays.
            del values[name], values[column]
        else:
            # The mask follows from the entry.
            del values[name]
    at = datetime.fromisoformat(change.at).astimezone()
    said = f"恢复到 {at:%Y-%m-%d %H:%M} 的内容"
    if not log.put_values([(ledger, id_, values)], said):
        raise Refusal("现在的内容就是这一版，没有改动。")
    return f"已{said}"


def _is_erased(log: Log, entry: str) -> bool:
    return next(log.query("SELECT 1 FROM _secret WHERE id = ?", (entry,)), None) is None
