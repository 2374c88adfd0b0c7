"""Which change knew of which: the change log of several desks as a graph, and the state of a record in it.

Each desk chains its entries by hash (`changes`). A desk that takes in the entries of others writes one of its own
that names the ends of what it has seen (`MERGE`); whatever it writes after that knows of those, and of what they
knew. So of any two changes one knew of the other, or neither did. Nothing here depends on the order in which the
entries came into a file, nor on clocks, except where two changes of one field did not know of each other: then the
later by its desk's clock stands, and a person may choose the other.

A file that was copied, or brought back from a backup, goes on under one desk's name at two places: the chain then
has branches, and each is a line of its own.
"""

import json
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Stored

MERGE = "_merge"
"""Under this name the change log tells that entries of other desks were taken in."""

TIPS, TAKEN = "tips", "taken"
_INDEX = "CREATE INDEX IF NOT EXISTS ix__change_hash ON _change(hash)"
Vector = dict[int, int]
"""By line the number of the last entry that is known."""


@dataclass(frozen=True)
class Edit:
    """One entry's word on one field."""

    seq: int
    at: str
    hash: str
    person: str
    action: str
    value: Stored


def has_merged(connection: sqlite.Connection) -> bool:
    """Whether the file holds entries of other desks that were taken in."""
    return connection.execute("SELECT 1 FROM _change WHERE ledger = ? LIMIT 1", (MERGE,)).fetchone() is not None


def index_hashes(connection: sqlite.Connection) -> None:
    """Let entries be found by their hash; only a file that takes others in needs it."""
    connection.execute(_INDEX)


def tips_in(after: str) -> list[str]:
    """The ends that a merge's entry names."""
    return str(json.loads(after).get(TIPS, "")).split()


def taken_in(connection: sqlite.Connection) -> list[range]:
    """Numbers of the entries that others wrote: each merge follows what it took in, and says how many they were."""
    found: list[range] = []
    rows = connection.execute("SELECT seq, after FROM _change WHERE ledger = ? ORDER BY seq DESC", (MERGE,))
    for seq, after in rows:
        # What another desk had taken in came as its own entries did.
        if not any(seq in one for one in found):
            found.append(range(seq - int(json.loads(after).get(TAKEN, 0)), seq))
    return found


class Lineage:
    """The lines of a log as it stands now."""

    def __init__(self, connection: sqlite.Connection) -> None:
        self._connection = connection
        self._starts: list[int] = []
        self._runs: list[int] = []
        self._seen: list[tuple[list[int], list[Vector]]] = []
        self._ends: dict[str, int] = {}
        rows = connection.execute(
            "SELECT seq, previous, hash, CASE WHEN ledger = ? THEN after END FROM _change ORDER BY seq", (MERGE,)
        )
        for seq, previous, digest, after in rows:
            line = self._extended(seq, previous)
            self._ends[digest] = line
            if not self._runs or self._runs[-1] != line:
                self._starts.append(seq)
                self._runs.append(line)
            if after is not None:
                self._take_in(line, seq, tips_in(after))

    def _extended(self, seq: int, previous: str | None) -> int:
        """The line that an entry goes on with, or a new one that branches off."""
        line = self._ends.pop(previous, None) if previous else None
        if line is None:
            line = len(self._seen)
            self._seen.append(([seq], [self._known_to(previous) if previous else {}]))
        return line

    def _take_in(self, line: int, seq: int, tips: Iterable[str]) -> None:
        seqs, vectors = self._seen[line]
        vector = dict(vectors[-1])
        for tip in tips:
            for other, known in self._known_to(tip).items():
                vector[other] = max(known, vector.get(other, 0))
        seqs.append(seq)
        vectors.append(vector)

    def _known_to(self, digest: str) -> Vector:
        row = self._connection.execute("SELECT seq FROM _change WHERE hash = ?", (digest,)).fetchone()
        return self.vector(int(row[0])) if row else {}

    def line(self, seq: int) -> int:
        """The line that an entry stands on."""
        return self._runs[bisect_right(self._starts, seq) - 1]

    def vector(self, seq: int) -> Vector:
        """What an entry knew of, itself included."""
        line = self.line(seq)
        seqs, vectors = self._seen[line]
        return {**vectors[bisect_right(seqs, seq) - 1], line: seq}

    def knew(self, later: int, earlier: int) -> bool:
        """Whether the one entry was written in knowledge of the other."""
        line, own = self.line(earlier), self.line(later)
        return earlier <= later if line == own else self.vector(later).get(line, 0) >= earlier

    def tips(self) -> list[str]:
        """The entries that no other one knew of, by hash, sorted."""
        found = {digest: self._seq_of(digest) for digest in self._ends}
        return sorted(
            digest
            for digest, seq in found.items()
            if not any(other != seq and self.knew(other, seq) for other in found.values())
        )

    def _seq_of(self, digest: str) -> int:
        return int(self._connection.execute("SELECT seq FROM _change WHERE hash = ?", (digest,)).fetchone()[0])

    def heads(self, edits: Sequence[Edit]) -> list[Edit]:
        """Of the words on one field those that none of the others knew of; the one that stands comes first."""
        if len({self.line(one.seq) for one in edits}) < 2:
            return [max(edits, key=lambda one: one.seq)]
        heads = [
            one for one in edits if not any(one is not other and self.knew(other.seq, one.seq) for other in edits)
        ]
        return sorted(heads, key=lambda one: (one.at, one.hash), reverse=True)


Row = tuple[int, str, str, str, str, str, str]
"""Number, time, hash, person, action, before and after of an entry."""

COLUMNS = "seq, at, hash, person, action, before, after"


def edits_of(rows: Iterable[Row]) -> dict[str, list[Edit]]:
    """What the entries of one record say on each of its fields."""
    found: dict[str, list[Edit]] = {}
    for seq, at, digest, person, action, before, after in rows:
        old, new = _values(before), _values(after)
        for name in dict.fromkeys((*old, *new)):
            found.setdefault(name, []).append(Edit(seq, at, digest, person, action, new.get(name)))
    return found


def state_of(lineage: Lineage | None, rows: Iterable[Row]) -> dict[str, Stored]:
    """What the entries of one record add up to, without empty values; `lineage` where desks were merged."""
    kept = list(rows)
    if lineage is None or len(kept) < 2 or len({lineage.line(row[0]) for row in kept}) < 2:
        return _one_after_the_other(kept)
    state = {name: lineage.heads(edits)[0].value for name, edits in edits_of(kept).items()}
    return {name: value for name, value in state.items() if value is not None}


def _one_after_the_other(rows: Iterable[Row]) -> dict[str, Stored]:
    """Entries hold no empty values: a column on one side only was, or became, empty."""
    state: dict[str, Stored] = {}
    for row in rows:
        for name in _values(row[5]):
            state.pop(name, None)
        state |= _values(row[6])
    return state


def lineage_of(connection: sqlite.Connection) -> Lineage | None:
    """The lines of a log that took others in; None for one desk alone, whose entries follow one another."""
    return Lineage(connection) if has_merged(connection) else None


def entries_of(connection: sqlite.Connection, ledger: str, record: str) -> Iterator[Row]:
    """The entries of one record."""
    yield from connection.execute(
        f"SELECT {COLUMNS} FROM _change WHERE ledger = ? AND record = ? ORDER BY seq", (ledger, record)
    )


def _values(text: str) -> dict[str, Any]:
    try:
        values = json.loads(text)
    except ValueError:
        return {}
    return values if isinstance(values, dict) else {}
