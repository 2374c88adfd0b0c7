"""The tables of kept editions (定稿): never changed once written, chained by hash, with an index of their records."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from uuid import UUID

from pysqlite3 import dbapi2 as sqlite

HEAD_COLUMNS = (
    "position", "id", "year", "number", "name", "first", "last", "at", "desk", "person", "outline", "seq", "text",
    "used",
)  # fmt: skip
FIGURE_COLUMNS = (
    "edition", "place", "indicator", "label", "section", "unit", "value", "text", "reported", "reported_text",
    "adjustment", "records", "uncounted", "previous", "version", "definition", "explanation", "parts",
)  # fmt: skip
LEDGER_COLUMNS = ("edition", "ledger", "names", "ids", "marks")

_TABLES = (
    """CREATE TABLE IF NOT EXISTS _edition (
    position INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, year INTEGER NOT NULL, number INTEGER, name TEXT NOT NULL,
    first TEXT NOT NULL, last TEXT NOT NULL, at TEXT NOT NULL, desk TEXT NOT NULL, person TEXT NOT NULL,
    outline TEXT NOT NULL, seq INTEGER NOT NULL, text TEXT NOT NULL, used TEXT NOT NULL,
    hash TEXT NOT NULL) STRICT""",
    """CREATE TABLE IF NOT EXISTS _edition_figure (
    edition INTEGER NOT NULL, place INTEGER NOT NULL, indicator TEXT NOT NULL, label TEXT NOT NULL,
    section TEXT NOT NULL, unit TEXT NOT NULL, value TEXT, text TEXT NOT NULL, reported TEXT,
    reported_text TEXT NOT NULL, adjustment TEXT NOT NULL, records INTEGER NOT NULL, uncounted INTEGER NOT NULL,
    previous TEXT, version INTEGER NOT NULL, definition TEXT NOT NULL, explanation TEXT NOT NULL, parts TEXT NOT NULL,
    PRIMARY KEY (edition, place)) STRICT, WITHOUT ROWID""",
    "CREATE TABLE IF NOT EXISTS _edition_definition (digest TEXT PRIMARY KEY, text TEXT NOT NULL) STRICT",
    """CREATE TABLE IF NOT EXISTS _edition_ledger (
    edition INTEGER NOT NULL, ledger TEXT NOT NULL, names TEXT NOT NULL, ids BLOB NOT NULL, marks BLOB NOT NULL,
    PRIMARY KEY (edition, ledger)) STRICT""",
)
_INDEX = """CREATE TABLE IF NOT EXISTS _edition_record (
    record BLOB NOT NULL, ledger TEXT NOT NULL, edition INTEGER NOT NULL, PRIMARY KEY (record, ledger)
) STRICT, WITHOUT ROWID"""
"""The newest finalised edition that counts a record. It follows from the others, so nothing guards it."""

_LOCKED = ("_edition", "_edition_figure", "_edition_definition", "_edition_ledger")
NAMES = (*_LOCKED, "_edition_record")
_AT_ONCE = 500


def create_tables(connection: sqlite.Connection) -> None:
    """Make what is missing. What an edition holds can be neither changed nor deleted nor added to."""
    for table in (*_TABLES, _INDEX):
        connection.execute(table)
    for table in _LOCKED:
        for act in ("UPDATE", "DELETE"):
            connection.execute(
                f"CREATE TRIGGER IF NOT EXISTS {table}_no_{act.lower()} BEFORE {act} ON {table}"
                " BEGIN SELECT RAISE(ABORT, 'an edition is never changed'); END"
            )
    for table in ("_edition_figure", "_edition_ledger"):
        connection.execute(
            f"CREATE TRIGGER IF NOT EXISTS {table}_no_more BEFORE INSERT ON {table}"
            " WHEN EXISTS (SELECT 1 FROM _edition WHERE position = NEW.edition)"
            " BEGIN SELECT RAISE(ABORT, 'an edition is never added to'); END"
        )


# -------------------------------------------------------------------- hash


def digest(text: str | bytes) -> str:
    """SHA-256 of a text or of bytes."""
    return hashlib.sha256(text.encode() if isinstance(text, str) else text).hexdigest()


def edition_hash(connection: sqlite.Connection, head: Sequence[object], previous: str | None) -> str:
    """Over the edition before, the head, every figure and every ledger, as they stand in the tables."""
    whole = hashlib.sha256()
    for row in (("previous", previous), head, *_content(connection, head[0])):
        whole.update(json.dumps(row, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")
    return whole.hexdigest()


def _content(connection: sqlite.Connection, position: object) -> Iterator[Sequence[object]]:
    yield from connection.execute(
        f"SELECT {', '.join(FIGURE_COLUMNS)} FROM _edition_figure WHERE edition = ? ORDER BY place", (position,)
    )
    rows = connection.execute(
        f"SELECT {', '.join(LEDGER_COLUMNS)} FROM _edition_ledger WHERE edition = ? ORDER BY ledger", (position,)
    )
    for *known, ids, marks in rows:
        yield (*known, digest(ids), digest(marks))


# -------------------------------------------------------------------- which records are counted


def index_records(connection: sqlite.Connection, position: int, ledger: str, ids: Iterable[str]) -> None:
    """Note that a finalised edition counts records; the newest one is kept."""
    connection.executemany(
        "INSERT OR REPLACE INTO _edition_record VALUES (?, ?, ?)",
        ((UUID(id_).bytes, ledger, position) for id_ in sorted(ids)),
    )


def counting_edition(connection: sqlite.Connection, ledger: str, ids: Sequence[str]) -> tuple[str, str] | None:
    """The newest finalised edition that counts any of some records, and the record: its title, the record's id."""
    found: tuple[int, bytes] | None = None
    for start in range(0, len(ids), _AT_ONCE):
        some = [UUID(id_).bytes for id_ in ids[start : start + _AT_ONCE]]
        row = connection.execute(
            f"SELECT edition, record FROM _edition_record WHERE record IN ({', '.join('?' * len(some))})"
            " AND ledger = ? ORDER BY edition DESC LIMIT 1",
            (*some, ledger),
        ).fetchone()
        if row and (found is None or row[0] > found[0]):
            found = row
    if found is None:
        return None
    head = connection.execute("SELECT year, name FROM _edition WHERE position = ?", (found[0],)).fetchone()
    return title(*head) if head else "已定稿的年度报告", str(UUID(bytes=found[1]))


def title(year: int, name: str) -> str:
    """An edition as a sentence names it: 2025 年度报告第 1 版."""
    return f"{year} 年度报告{name}"
