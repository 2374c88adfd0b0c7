"""Half-typed records: kept every few seconds, offered again after a crash; no part of the change log."""

import json
from collections.abc import Mapping
from dataclasses import dataclass

from desktop.catalogue import Ledger
from desktop.store.log import Log


@dataclass(frozen=True)
class Pending:
    """What stood in a form that was not saved, as typed."""

    key: str
    """Names the form; the window chooses it."""
    ledger: str
    """The ledger's English name."""
    record_id: str | None
    """The record that was being edited; None for a new one."""
    typed: Mapping[str, str]
    kept_at: str


def keep(log: Log, key: str, ledger: Ledger, record_id: str | None, typed: Mapping[str, str], kept_at: str) -> None:
    """Keep what is typed under `key`, in place of what was; on disk when it returns."""
    text = json.dumps(dict(typed), ensure_ascii=False)
    with log.transaction():
        log.connection.execute(
            "INSERT OR REPLACE INTO _pending (key, ledger, record, typed, kept_at) VALUES (?, ?, ?, ?, ?)",
            (key, ledger.name, record_id, text, kept_at),
        )


def all(log: Log) -> list[Pending]:
    """Everything that was kept and not dropped, newest first."""
    rows = log.query("SELECT key, ledger, record, typed, kept_at FROM _pending ORDER BY kept_at DESC, key")
    return [Pending(key, ledger, record, json.loads(typed), kept_at) for key, ledger, record, typed, kept_at in rows]


def drop(log: Log, key: str) -> None:
    """Forget a half-typed record, because it was saved or given up; nothing where there is none."""
    with log.transaction():
        log.connection.execute("DELETE FROM _pending WHERE key = ?", (key,))
