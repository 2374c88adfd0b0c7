"""Tables made from the catalogue, and brought up to it when a definition gained a field."""

from collections.abc import Iterator

import sqlite_utils

from desktop.catalogue import Catalogue, Field, Ledger
from desktop.store import edition_tables, initials
from desktop.store.connection import FORMAT

SYSTEM_COLUMNS = {"id": str, "created_at": str, "created_by": str, "deleted_at": str, "kept_reason": str}
_PENDING = """CREATE TABLE IF NOT EXISTS _pending (
    key TEXT PRIMARY KEY, ledger TEXT NOT NULL, record TEXT, typed TEXT NOT NULL, kept_at TEXT NOT NULL
) STRICT"""
_REPORT = """CREATE TABLE IF NOT EXISTS _report (
    year INTEGER PRIMARY KEY, first TEXT NOT NULL, last TEXT NOT NULL, outline TEXT NOT NULL, content TEXT NOT NULL,
    saved_at TEXT NOT NULL, person TEXT NOT NULL
) STRICT"""
_TYPES = {"TEXT": str, "INTEGER": int}


def quoted(name: str) -> str:
    """A table or column name in SQL; names come from definitions, where `check` and `case` are fields."""
    return '"' + name.replace('"', '""') + '"'


def create_system_tables(db: sqlite_utils.Database) -> None:
    """Settings of the log, its own definitions, and the change log."""
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


def bring_up_system_tables(db: sqlite_utils.Database) -> None:
    """What came after format 1, with which no program was ever released.

    Format 2: half-typed records, pinyin initials, which batch an undo answers. Format 3: a report's text.
    Format 4: kept editions.
    """
    if "answers" not in db.table("_change").columns_dict:
        db.execute("ALTER TABLE _change ADD COLUMN answers TEXT")
    db.execute(_PENDING)
    db.execute(_REPORT)
    initials.create_table(db.conn)
    edition_tables.create_tables(db.conn)
    db.execute(f"PRAGMA user_version={FORMAT}")


def _format(db: sqlite_utils.Database) -> int:
    return int(db.execute("PRAGMA user_version").fetchone()[0])


def columns_of(ledger: Ledger) -> Iterator[tuple[str, str, Field]]:
    """Every column of a ledger's own fields with its SQLite type: the value, and its 约 mark."""
    for field in ledger.fields.values():
        yield field.name, field.type.column, field
        if field.approx_column:
            yield field.approx_column, "INTEGER", field


def is_current(db: sqlite_utils.Database, catalogue: Catalogue) -> bool:
    """Whether every ledger has its table, column and index, so that nothing has to be written."""
    tables = set(db.table_names())
    if _format(db) < FORMAT or not {*catalogue.ledgers, *edition_tables.NAMES} <= tables:
        return False
    if not initials.is_current(db.conn, catalogue):
        return False
    indexes = {row[0] for row in db.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}
    return all(
        not missing_columns(db, ledger) and indexes.issuperset(name for name, _, _ in indexes_of(ledger, catalogue))
        for ledger in catalogue.ledgers.values()
    )


def missing_columns(db: sqlite_utils.Database, ledger: Ledger) -> list[tuple[str, str, Field]]:
    """Columns of the definition that the table does not have yet."""
    present = db.table(ledger.name).columns_dict
    return [column for column in columns_of(ledger) if column[0] not in present]


def bring_up(db: sqlite_utils.Database, catalogue: Catalogue) -> None:
    """Create what is missing. Nothing is dropped: a field that left the definition keeps its column.

    Columns are added by ALTER TABLE, never by sqlite-utils' `transform()`, which rebuilds the table and loses
    its triggers. Links are added after every table is there, for ledgers may link to each other.
    """
    bring_up_system_tables(db)
    tables = set(db.table_names())
    for ledger in catalogue.ledgers.values():
        if ledger.name not in tables:
            plain = {name: _TYPES[kind] for name, kind, field in columns_of(ledger) if not field.ledger}
            table = db.table(ledger.name)
            table.create({**SYSTEM_COLUMNS, **plain}, pk="id", not_null=("created_at", "created_by"), strict=True)
    for ledger in catalogue.ledgers.values():
        for name, kind, field in missing_columns(db, ledger):
            reference = f" REFERENCES {quoted(field.ledger)}(id)" if field.ledger else ""
            db.execute(f"ALTER TABLE {quoted(ledger.name)} ADD COLUMN {quoted(name)} {kind}{reference}")
    for ledger in catalogue.ledgers.values():
        for name, columns, condition in indexes_of(ledger, catalogue):
            listed = ", ".join(quoted(column) for column in columns)
            db.execute(f"CREATE INDEX IF NOT EXISTS {quoted(name)} ON {quoted(ledger.name)}({listed}){condition}")
    initials.bring_up(db.conn, catalogue)


def _live_where(column: str, test: str) -> str:
    return f" WHERE deleted_at IS NULL AND {quoted(column)} {test}"


def indexes_of(ledger: Ledger, catalogue: Catalogue) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """Indexes that the figures and the forms use: name, columns, condition.

    One for each date that places records in a period (live records only), one for each link and natural key.
    """
    placing = {one.when for one in catalogue.indicators.values() if one.ledger is ledger and one.when}
    for date in sorted(placing | ({ledger.date} if ledger.date else set())):
        yield f"ix_{ledger.name}_{date}", (date,), " WHERE deleted_at IS NULL"
    # Whether any record carries 约 or stands for several is asked before every computation, and mostly answered no.
    for field in ledger.fields.values():
        if field.approx_column:
            yield f"ix_{ledger.name}_{field.approx_column}", ("id",), _live_where(field.approx_column, "= 1")
    if ledger.quantity:
        yield f"ix_{ledger.name}_several", ("id",), _live_where(ledger.quantity, "<> 1")
    for name in dict.fromkeys((*ledger.links, *ledger.keys)):
        yield f"ix_{ledger.name}_by_{name}", (name,), ""
