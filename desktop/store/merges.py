"""What was merged at this desk, and the backups that go back before it.

A merge is no step that can be undone. What came in are entries of other desks' change logs; taking them back would be
new changes of this desk, which travel with its next package: the records would go into the recycle bin of the desks
where they were logged. And the same package taken in again would bring nothing, for its entries are here already.
So the way back is the backup that is made before each merge: it was never there.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.catalogue import Refusal
from desktop.store.backups import Backup, Kind, listed, read_settings
from desktop.store.connection import connect
from desktop.store.environment import environment_errors
from desktop.store.lineage import MERGE, TAKEN
from desktop.store.log import Log
from desktop.store.merging import own_desks

MOST = 5
"""Merges that are listed."""


@dataclass(frozen=True)
class Merge:
    """Packages that were taken in here, in one action."""

    id: str
    at: str
    """UTC."""
    person: str
    entries: int
    """Changes that came in."""
    since: int
    """Actions of this desk after it."""
    seq: int
    """Its place in the change log."""
    backup: Backup | None
    """As everything was before it; None where that backup is gone."""


def merges(log: Log, most: int = MOST) -> list[Merge]:
    """The last merges of this desk, newest first."""
    own = own_desks(log)
    rows = list(
        log.query(
            "SELECT seq, batch, at, person, after FROM _change WHERE ledger = ?"
            f" AND desk IN ({', '.join('?' * len(own))}) ORDER BY seq DESC LIMIT ?",
            (MERGE, *own, most),
        )
    )
    backups = _before_merges(log) if rows else {}
    return [_merge(log, own, row, backups) for row in rows]


def _merge(log: Log, own: Sequence[str], row: tuple[int, str, str, str, str], backups: dict[int, Backup]) -> Merge:
    seq, batch, at, person, after = row
    taken = int(json.loads(after).get(TAKEN, 0))
    (since,) = next(
        log.query(
            "SELECT count(DISTINCT batch) FROM _change WHERE seq > ? AND ledger <> ?"
            f" AND desk IN ({', '.join('?' * len(own))})",
            (seq, MERGE, *own),
        )
    )
    return Merge(batch, at, person, taken, since, seq, backups.get(seq - taken - 1))


def _before_merges(log: Log) -> dict[int, Backup]:
    """By the number of the last change in it, each usable backup that was made before a merge.

    Told by their content: clocks may have been set.
    """
    found: dict[int, Backup] = {}
    for one in listed(read_settings(log.file).folder, log.file.stem):
        if one.kind is Kind.BEFORE_MERGE and one.usable:
            for number in _last_change(one.file):
                found.setdefault(number, one)
    return found


def _last_change(file: Path) -> Iterator[int]:
    """The number of a backup's last change; nothing where it cannot be read."""
    try:
        with environment_errors(file):
            connection = connect(file, read_only=True)
            try:
                yield int(connection.execute("SELECT coalesce(max(seq), 0) FROM _change").fetchone()[0])
            finally:
                connection.close()
    except (Refusal, OSError):
        return
