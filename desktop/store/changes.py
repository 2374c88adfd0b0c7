"""The change log: who changed what and when, written in the transaction of the change, chained by hash."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Stored
from desktop.store import lineage

COLUMNS = (
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


def hash_of(previous: str | None, content: Sequence[str | None]) -> str:
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


Content = tuple[str | None, ...]
"""An entry without its hashes, in the order of `COLUMNS`."""


def append(connection: sqlite.Connection, author: Author, changes: Iterable[Change]) -> None:
    """Write changes at the end of the desk's chain; the caller's transaction holds them and the records."""
    contents = (content_of(author, change) for change in changes)
    put(connection, chained(last_hash(connection, author.desk), contents))


def content_of(author: Author, change: Change) -> Content:
    """A change as it is written and hashed."""
    return (
        author.batch, author.at, author.desk, author.person, change.ledger, change.record, change.action,
        canonical(change.before), canonical(change.after), author.reason, author.answers,
    )  # fmt: skip


def chained(previous: str | None, contents: Iterable[Content]) -> Iterator[Content]:
    """Whole entries that go on from a hash."""
    for content in contents:
        digest = hash_of(previous, content)
        yield (*content, previous, digest)
        previous = digest


def put(connection: sqlite.Connection, entries: Iterable[Content]) -> None:
    """Write entries that were chained to the end of their desk's chain."""
    marks = ", ".join("?" * len(COLUMNS))
    connection.executemany(f"INSERT INTO _change ({', '.join(COLUMNS)}) VALUES ({marks})", entries)


def broken_links(connection: sqlite.Connection) -> Iterator[tuple[int, str]]:
    """Entries whose hash does not follow from their content and an entry of their desk before: (number, desk).

    The entry before is the desk's last one, but for the first of a branch: a copied or restored file that was merged.
    """
    ends: dict[str, str | None] = {}
    present = {name for (name,) in connection.execute("SELECT name FROM pragma_table_info('_change')")}
    # The first format had no answers.
    columns = ", ".join(name if name in present else f"NULL AS {name}" for name in COLUMNS)
    merged = lineage.has_merged(connection)
    for seq, *content, previous, digest in connection.execute(f"SELECT seq, {columns} FROM _change ORDER BY seq"):
        desk = content[2]
        follows = previous == ends.get(desk) or (merged and _branches(connection, seq, desk, previous))
        if not follows or digest != hash_of(previous, content):
            yield seq, desk
        ends[desk] = digest


def _branches(connection: sqlite.Connection, seq: int, desk: str, previous: str | None) -> bool:
    """Whether an entry goes on from an earlier one of its desk, or from the very beginning."""
    if previous is None:
        return True
    found = connection.execute("SELECT seq, desk FROM _change WHERE hash = ?", (previous,)).fetchone()
    return found is not None and found[0] < seq and found[1] == desk


def chain_anew(connection: sqlite.Connection, first: int) -> None:
    """Make hashes that follow from the entries as they stand now, from number `first` on."""
    rows = connection.execute(
        f"SELECT seq, {', '.join(COLUMNS)} FROM _change WHERE seq >= ? ORDER BY seq", (first,)
    ).fetchall()
    renewed: dict[str, str] = {}
    for seq, *content, previous, old in rows:
        if content[4] == lineage.MERGE:
            tips = (renewed.get(tip, tip) for tip in lineage.tips_in(content[8]))
            content[8] = canonical({**json.loads(content[8]), lineage.TIPS: " ".join(sorted(tips))})
        previous = renewed.get(previous, previous)  # noqa: PLW2901
        renewed[old] = digest = hash_of(previous, content)
        connection.execute(
            "UPDATE _change SET after = ?, previous = ?, hash = ? WHERE seq = ?", (content[8], previous, digest, seq)
        )


def numbering_gap(connection: sqlite.Connection) -> tuple[int, int, int] | None:
    """The first and last number of the entries and how many there are, where some are missing; else None."""
    first, last, count = connection.execute("SELECT min(seq), max(seq), count(*) FROM _change").fetchone()
    return (first, last, count) if count and (first, last) != (1, count) else None
