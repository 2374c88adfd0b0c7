"""New records worked out before anything is locked, so that the transaction has little more to do than to write.

SQLite has one writer: while an import of 100,000 rows is in its transaction, nobody else saves. Reading, checking,
spelling and hashing take most of its time and need no lock. What others wrote meanwhile is looked at again in it.
"""

from collections import deque
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Ledger, Stored
from desktop.store import changes, initials, secret_rows
from desktop.store.changes import Author, Change, Content
from desktop.store.quoting import quoted
from desktop.store.reading import Record

AT_ONCE = 2000
"""Records that are written, and told of, at a time."""

Named = tuple[str, str]
"""A record: its ledger's name and its id."""


@dataclass(frozen=True)
class Portion:
    """Some new records of one ledger, as the tables and the change log take them."""

    ledger: Ledger
    statement: str
    rows: Sequence[Sequence[Stored]]
    initials: Sequence[initials.Row]
    contents: Sequence[Content]
    links: frozenset[Named]
    """The records that they are or link to: where one changed since, the portion is made anew."""


def portion(ledger: Ledger, records: Sequence[Record], author: Author) -> Portion:
    """Work out what writing some new records takes."""
    columns = list(dict.fromkeys(key for row in records for key in row))
    news = (Change(ledger.name, str(row["id"]), "insert", {}, secret_rows.logged(ledger, row)) for row in records)
    own = {(ledger.name, str(row["id"])) for row in records}
    linked = {
        (str(one.ledger), str(row[name])) for name, one in ledger.links.items() for row in records if row.get(name)
    }
    return Portion(
        ledger, insertion(ledger, columns), [[row.get(name) for name in columns] for row in records],
        list(initials.rows_of(ledger, records)), [changes.content_of(author, one) for one in news],
        frozenset(own | linked),
    )  # fmt: skip


def insertion(ledger: Ledger, columns: Collection[str]) -> str:
    """The statement that writes a new record."""
    names, marks = ", ".join(quoted(name) for name in columns), ", ".join("?" * len(columns))
    return f"INSERT INTO {quoted(ledger.name)} ({names}) VALUES ({marks})"


def write(connection: sqlite.Connection, portion: Portion, entries: Iterable[Content]) -> None:
    """Write a portion and its entries of the change log, within the caller's transaction."""
    connection.executemany(portion.statement, portion.rows)
    initials.put(connection, portion.initials)
    changes.put(connection, entries)


def last_change(connection: sqlite.Connection) -> int:
    """The number of the newest change: what is written after it was not yet seen."""
    return int(connection.execute("SELECT coalesce(max(seq), 0) FROM _change").fetchone()[0])


def changed_since(connection: sqlite.Connection, number: int) -> set[Named]:
    """The records that were written after a change."""
    return set(connection.execute("SELECT DISTINCT ledger, record FROM _change WHERE seq > ?", (number,)))


class Chain:
    """Entries chained ahead from where the desk's chain ends now; chained anew where another save comes between."""

    def __init__(self, connection: sqlite.Connection, desk: str, portions: Iterable[Sequence[Content]]) -> None:
        self._connection, self._desk = connection, desk
        self._start = self._end = changes.last_hash(connection, desk)
        self._ahead: deque[Sequence[Content]] = deque()
        for contents in portions:
            self._ahead.append(self._chained(contents))

    def _chained(self, contents: Sequence[Content]) -> Sequence[Content]:
        made = list(changes.chained(self._end, contents))
        self._end = made[-1][-1]
        return made

    def begin(self) -> None:
        """Within the transaction: what was chained ahead holds only if nothing else was written since."""
        end = changes.last_hash(self._connection, self._desk)
        if end != self._start:
            self._ahead.clear()
        self._end = end

    def take(self, contents: Sequence[Content]) -> Sequence[Content]:
        """The entries of the next portion."""
        return self._ahead.popleft() if self._ahead else self._chained(contents)
