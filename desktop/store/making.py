"""Tables made from the catalogue, and brought up to it when a definition gained a field.

Imported when something is to be made: sqlite-utils takes as long to import as the rest of the store.
"""

import sqlite_utils
from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Catalogue
from desktop.store import edition_tables, initials, schema, secret_rows
from desktop.store.connection import FORMAT
from desktop.store.progress import Progress, no_progress
from desktop.store.schema import quoted

_SYSTEM_COLUMNS = {"id": str, "created_at": str, "created_by": str, "deleted_at": str, "kept_reason": str}
_PENDING = """CREATE TABLE IF NOT EXISTS _pending (
    key TEXT PRIMARY KEY, ledger TEXT NOT NULL, record TEXT, typed TEXT NOT NULL, kept_at TEXT NOT NULL
) STRICT"""
_REPORT = """CREATE TABLE IF NOT EXISTS _report (
    year INTEGER PRIMARY KEY, first TEXT NOT NULL, last TEXT NOT NULL, outline TEXT NOT NULL, content TEXT NOT NULL,
    saved_at TEXT NOT NULL, person TEXT NOT NULL
) STRICT"""
_TYPES = {"TEXT": str, "INTEGER": int}


def create_system_tables(connection: sqlite.Connection) -> None:
    """Settings of the log, its own definitions, and the change log."""
    db = sqlite_utils.Database(connection)
    db.table("_setting").create({"key": str, "value": str}, pk="key", strict=True)
    db.table("_definition").create({"name": str, "text": str}, pk="name", strict=True)
    db.table("_change").create(
        {
            "seq": int, "batch": str, "at": str, "desk": str, "person": str, "ledger": str, "record": str,
            "action": str, "before": str, "after": str, "reason": str, "previous": str, "hash": str, "answers": str,
        },
        pk="seq",
        not_null=("batch", "at", "desk", "person", "ledger", "record", "action", "before", "after", "hash"),
        strict=True,
    )  # fmt: skip
    db.table("_change").create_index(["ledger", "record"], "ix__change_record")
    db.table("_change").create_index(["batch"], "ix__change_batch")
    db.table("_change").create_index(["desk", "seq"], "ix__change_desk")


def _bring_up_system_tables(db: sqlite_utils.Database) -> None:
    """What came after format 1, with which no program was ever released.

    Format 2: half-typed records, pinyin initials, which batch an undo answers. Format 3: a report's text.
    Format 4: kept editions. Format 5: the tip-off vault.
    """
    if "answers" not in db.table("_change").columns_dict:
        db.execute("ALTER TABLE _change ADD COLUMN answers TEXT")
    db.execute(_PENDING)
    db.execute(_REPORT)
    initials.create_table(db.conn)
    edition_tables.create_tables(db.conn)
    secret_rows.create_tables(db.conn)
    db.execute(f"PRAGMA user_version={FORMAT}")


def bring_up(connection: sqlite.Connection, catalogue: Catalogue, progress: Progress = no_progress) -> None:
    """Create what is missing. Nothing is dropped: a field that left the definition keeps its column.

    Columns are added by ALTER TABLE, never by sqlite-utils' `transform()`, which rebuilds the table and loses
    its triggers. Links are added after every table is there, for ledgers may link to each other.
    """
    db = sqlite_utils.Database(connection)
    _bring_up_system_tables(db)
    present = schema.columns_present(connection)
    for ledger in catalogue.ledgers.values():
        if ledger.name not in present:
            plain = {name: _TYPES[kind] for name, kind, field in schema.columns_of(ledger) if not field.ledger}
            table = db.table(ledger.name)
            table.create({**_SYSTEM_COLUMNS, **plain}, pk="id", not_null=("created_at", "created_by"), strict=True)
            present[ledger.name] = set(plain)
    for ledger in catalogue.ledgers.values():
        for name, kind, field in schema.missing_columns(present[ledger.name], ledger):
            reference = f" REFERENCES {quoted(field.ledger)}(id)" if field.ledger else ""
            db.execute(f"ALTER TABLE {quoted(ledger.name)} ADD COLUMN {quoted(name)} {kind}{reference}")
    for ledger in catalogue.ledgers.values():
        for name, columns, condition in schema.indexes_of(ledger, catalogue):
            listed = ", ".join(quoted(column) for column in columns)
            db.execute(f"CREATE INDEX IF NOT EXISTS {quoted(name)} ON {quoted(ledger.name)}({listed}){condition}")
    initials.bring_up(connection, catalogue, progress)
