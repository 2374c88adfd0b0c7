"""The change log: who changed what and when, written in the transaction of the change, chained by hash."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Stored

_COLUMNS = (
    "batch", "at", "desk", "person", "ledger", "record", "action", "before", "after", "reason", "answers",
    "previous", "hash",
)  # fmt: skip


@dataclass(frozen=True)
class Author:
    """Who writes, and where: the stamp of every change of one action."""

    batch: str
    at: str
    desk: str
    person: str
    reason: str | None = None
    answers: str | None = None
    """The batch that an undo or redo takes back."""


@dataclass(frozen=True)
class Change:
    """One record's change; `before` and `after` hold the columns that changed, without empty ones."""

    ledger: str
    record: str
    action: str
    before: Mapping[str, Stored]
    after: Mapping[str, Stored]


def canonical(values: Mapping[str, Stored]) -> str:
    """One side of a change as it is kept and hashed."""
    kept = {key: value for key, value in values.items() if value is not None}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _hash(previous: str | None, content: Sequence[str | None]) -> str:
    """SHA-256 over the previous hash and the entry, in a form that no field can imitate.

    An entry that answers no batch is hashed as before there were answers.
    """
    given = content if content[-1] is not None else content[:-1]
    text = json.dumps([previous, *given], ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def last_hash(connection: sqlite.Connection, desk: str) -> str | None:
    """The end of a desk's chain."""
    row = connection.execute("SELECT hash FROM _change WHERE desk = ? ORDER BY seq DESC LIMIT 1", (desk,)).fetchone()
    return str(row[0]) if row else None


def append(connection: sqlite.Connection, author: Author, changes: Iterable[Change]) -> None:
    """Write changes at the end of the desk's chain; the caller's transaction holds them and the records."""
    marks = ", ".join("?" * len(_COLUMNS))
    rows = _chained(last_hash(connection, author.desk), author, changes)
    connection.executemany(f"INSERT INTO _change ({', '.join(_COLUMNS)}) VALUES ({marks})", rows)


def _chained(previous: str | None, author: Author, changes: Iterable[Change]) -> Iterator[tuple[str | None, ...]]:
    for change in changes:
        content = (
            author.batch, author.at, author.desk, author.person, change.ledger, change.record, change.action,
            canonical(change.before), canonical(change.after), author.reason, author.answers,
        )  # fmt: skip
        digest = _hash(previous, content)
        yield (*content, previous, digest)
        previous = digest


def broken_links(connection: sqlite.Connection) -> Iterator[tuple[int, str]]:
    """Entries whose hash does not follow from their content and their desk's entry before: (number, desk)."""
    ends: dict[str, str | None] = {}
    present = {name for (name,) in connection.execute("SELECT name FROM pragma_table_info('_change')")}
    # The first format had no answers.
    columns = ", ".join(name if name in present else f"NULL AS {name}" for name in _COLUMNS)
    for seq, *content, previous, digest in connection.execute(f"SELECT seq, {columns} FROM _change ORDER BY seq"):
        desk = content[2]
        if previous != ends.get(desk) or digest != _hash(previous, content):
            yield seq, desk
        ends[desk] = digest


def chain_anew(connection: sqlite.Connection, first: int) -> None:
    """Make hashes that follow from the entries as they stand now, from number `first` on."""
    rows = connection.execute(
        f"SELECT seq, {', '.join(_COLUMNS)} FROM _change WHERE seq >= ? ORDER BY seq", (first,)
    ).fetchall()
    before = connection.execute("SELECT desk, hash FROM _change WHERE seq < ? ORDER BY seq", (first,))
    ends: dict[str, str | None] = dict(before)
    for seq, *content, _, _ in rows:
        previous = ends.get(content[2])
        ends[content[2]] = digest = _hash(previous, content)
        connection.execute("UPDATE _change SET previous = ?, hash = ? WHERE seq = ?", (previous, digest, seq))


def numbering_gap(connection: sqlite.Connection) -> tuple[int, int, int] | None:
    """The first and last number of the entries and how many there are, where some are missing; else None."""
    first, last, count = connection.execute("SELECT min(seq), max(seq), count(*) FROM _change").fetchone()
    return (first, last, count) if count and (first, last) != (1, count) else None
