"""What the catalogue asks of the tables, and whether a file has it; `making` brings a file up to it."""

from collections.abc import Iterator

from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Catalogue, Field, Ledger
from desktop.store import edition_tables, initials, secret_rows
from desktop.store.connection import FORMAT
from desktop.store.quoting import quoted as quoted  # noqa: PLC0414 - handed on


def columns_of(ledger: Ledger) -> Iterator[tuple[str, str, Field]]:
    """Every column of a ledger's own fields with its SQLite type: the value, its 约 mark, its entry in the vault."""
    for field in ledger.fields.values():
        yield field.name, field.type.column, field
        if field.approx_column:
            yield field.approx_column, "INTEGER", field
        if field.secret_column:
            yield field.secret_column, "TEXT", field


def columns_present(connection: sqlite.Connection) -> dict[str, set[str]]:
    """The columns of every table of the file, by the table's name."""
    found: dict[str, set[str]] = {}
    for table, column in connection.execute(
        "SELECT m.name, c.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c WHERE m.type = 'table'"
    ):
        found.setdefault(table, set()).add(column)
    return found


def indexes_present(connection: sqlite.Connection) -> set[str]:
    """The names of all indexes of the file."""
    return {name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'index'")}


def is_current(connection: sqlite.Connection, catalogue: Catalogue) -> bool:
    """Whether every ledger has its table, column and index, so that nothing has to be written."""
    if int(connection.execute("PRAGMA user_version").fetchone()[0]) < FORMAT:
        return False
    if not columns_present(connection).keys() >= {*edition_tables.NAMES, *secret_rows.NAMES}:
        return False
    return not (initials.unlike(connection, catalogue) or incomplete(connection, catalogue))


def incomplete(connection: sqlite.Connection, catalogue: Catalogue) -> list[Ledger]:
    """The ledgers whose table lacks a column or an index, or is not there."""
    columns, indexes = columns_present(connection), indexes_present(connection)
    return [
        ledger
        for ledger in catalogue.ledgers.values()
        if missing_columns(columns.get(ledger.name, set()), ledger)
        or not indexes.issuperset(name for name, _, _ in indexes_of(ledger, catalogue))
    ]


def most_records(connection: sqlite.Connection) -> int:
    """How many records the largest ledger can have at most: its highest row number, found without counting."""
    tables = [name for name in columns_present(connection) if not name.startswith(("_", "sqlite_"))]
    found = (connection.execute(f"SELECT max(rowid) FROM {quoted(name)}").fetchone()[0] for name in tables)
    return max((int(one or 0) for one in found), default=0)


def missing_columns(present: set[str], ledger: Ledger) -> list[tuple[str, str, Field]]:
    """Columns of the definition that the table does not have."""
    return [column for column in columns_of(ledger) if column[0] not in present]


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
    yield from _waiting_indexes(ledger, catalogue)


def _waiting_indexes(ledger: Ledger, catalogue: Catalogue) -> Iterator[tuple[str, tuple[str, ...], str]]:
    """For each deadline the records that wait for it: few, however many are done."""
    rules = [one for one in catalogue.deadlines.values() if one.on and one.ledger == ledger.name and one.start]
    for start, done in sorted({(str(one.start), tuple(one.done)) for one in rules}):
        tests = ["deleted_at IS NULL", f"{quoted(start)} IS NOT NULL", *(f"{quoted(name)} IS NULL" for name in done)]
        name = "_".join(("ix", ledger.name, "waits", start, *done))
        yield name, (start,), f" WHERE {' AND '.join(tests)}"
