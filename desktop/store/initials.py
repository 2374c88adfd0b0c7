"""The index of pinyin initials: hl finds 海螺. Written in the transaction of the record, made anew for old files."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from itertools import accumulate

from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Catalogue, Ledger, Stored
from desktop.catalogue.pinyin import has_chinese, spellings
from desktop.store.progress import Progress, no_progress

SETTING = "initials"
"""Which fields the index holds, as JSON by ledger; where a definition differs, the ledger's part is made anew."""

_TABLE = """CREATE TABLE IF NOT EXISTS _initial (
    ledger TEXT NOT NULL, record TEXT NOT NULL, text TEXT NOT NULL, initials TEXT NOT NULL,
    PRIMARY KEY (ledger, record, text)
) STRICT, WITHOUT ROWID"""
_PORTION = 2000
"""Records between two words of progress."""
Row = tuple[str, Stored, str, str]
"""Ledger, record, text and its initials."""
_INSERT = "INSERT OR IGNORE INTO _initial VALUES (?, ?, ?, ?)"


def create_table(connection: sqlite.Connection) -> None:
    """Make the table; ordered by ledger, so that a search reads one ledger's part."""
    connection.execute(_TABLE)


def indexed(ledger: Ledger) -> tuple[str, ...]:
    """The text fields that are looked up: title, natural keys, and those with suggestions."""
    wanted = (ledger.title, *ledger.keys, *(field.name for field in ledger.fields.values() if field.suggest))
    return tuple(dict.fromkeys(name for name in wanted if ledger.fields[name].type.name in ("text", "long_text")))


def insert(connection: sqlite.Connection, ledger: Ledger, records: Iterable[Mapping[str, Stored]]) -> None:
    """Index new records."""
    put(connection, rows_of(ledger, records))


def rows_of(ledger: Ledger, records: Iterable[Mapping[str, Stored]]) -> Iterator[Row]:
    """The entries of records; working them out takes longer than writing them."""
    names = indexed(ledger)
    return (row for record in records for row in _rows(ledger, names, record))


def put(connection: sqlite.Connection, rows: Iterable[Row]) -> None:
    """Write entries of new records."""
    connection.executemany(_INSERT, rows)


def update(
    connection: sqlite.Connection, ledger: Ledger, record: Mapping[str, Stored], changed: Iterable[str]
) -> None:
    """Index a record anew where an indexed field is among the changed ones."""
    if not set(indexed(ledger)).isdisjoint(changed):
        connection.execute("DELETE FROM _initial WHERE ledger = ? AND record = ?", (ledger.name, record["id"]))
        insert(connection, ledger, [record])


def _rows(ledger: Ledger, names: Iterable[str], record: Mapping[str, Stored]) -> Iterator[Row]:
    for name in names:
        text = record.get(name)
        # What has no Chinese in it is found as it stands.
        if text is not None and has_chinese(str(text)):
            yield ledger.name, record["id"], str(text), " ".join(spellings(str(text)))


def unlike(connection: sqlite.Connection, catalogue: Catalogue) -> list[Ledger]:
    """The ledgers whose part of the index was not made for the fields that the definitions ask for."""
    kept, wanted = _kept(connection), _wanted(catalogue)
    return [ledger for name, ledger in catalogue.ledgers.items() if kept.get(name) != wanted[name]]


def bring_up(connection: sqlite.Connection, catalogue: Catalogue, progress: Progress = no_progress) -> None:
    """Make the parts of the index anew whose fields differ from what it was made for."""
    ledgers = unlike(connection, catalogue)
    counts = [_count(connection, ledger) for ledger in ledgers]
    for ledger, before in zip(ledgers, accumulate(counts, initial=0), strict=False):
        rebuild(connection, ledger, partial(_tell, progress, before, sum(counts)))
    text = json.dumps(_wanted(catalogue), separators=(",", ":"))
    connection.execute("INSERT OR REPLACE INTO _setting VALUES (?, ?)", (SETTING, text))


def rebuild(connection: sqlite.Connection, ledger: Ledger, told: Callable[[int], None] = lambda _done: None) -> None:
    """Make a ledger's part anew from its records; `told` is given how many are done."""
    connection.execute("DELETE FROM _initial WHERE ledger = ?", (ledger.name,))
    names = indexed(ledger)
    if names:
        columns = ", ".join(f't."{name}"' for name in names)
        cursor = connection.execute(f'SELECT t.id, {columns} FROM "{ledger.name}" AS t')
        done = 0
        while rows := cursor.fetchmany(_PORTION):
            insert(connection, ledger, (dict(zip(("id", *names), row, strict=True)) for row in rows))
            done += len(rows)
            told(done)


def _tell(progress: Progress, before: int, whole: int, done: int) -> None:
    progress(before + done, whole)


def _count(connection: sqlite.Connection, ledger: Ledger) -> int:
    return int(connection.execute(f'SELECT count(*) FROM "{ledger.name}"').fetchone()[0])


def _wanted(catalogue: Catalogue) -> dict[str, list[str]]:
    return {name: list(indexed(ledger)) for name, ledger in catalogue.ledgers.items()}


def _kept(connection: sqlite.Connection) -> dict[str, list[str]]:
    row = connection.execute("SELECT value FROM _setting WHERE key = ?", (SETTING,)).fetchone()
    kept: dict[str, list[str]] = json.loads(row[0]) if row else {}
    return kept


def matching(bound: str, ledger: str) -> str:
    """SQL for the ids of the records of a ledger whose initials contain what the parameter `bound` holds."""
    return f"SELECT record FROM _initial WHERE ledger = {ledger} AND initials LIKE {bound} ESCAPE '\\'"
