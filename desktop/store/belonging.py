"""The records that were typed as rows of others: they go into the recycle bin with them, and come back with them."""

import json
from collections.abc import Iterator, Sequence

from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Catalogue, Ledger
from desktop.store.quoting import quoted

Ids = Sequence[str]


def kept_with(
    connection: sqlite.Connection, catalogue: Catalogue, ledger: Ledger, ids: Ids
) -> list[tuple[Ledger, Ids]]:
    """The rows of some records, ledger by ledger, that are not in the recycle bin."""
    return list(_walk(connection, catalogue, ledger, ids, "row.deleted_at IS NULL"))


def deleted_with(
    connection: sqlite.Connection, catalogue: Catalogue, ledger: Ledger, ids: Ids
) -> list[tuple[Ledger, Ids]]:
    """The rows that went into the recycle bin together with some records; one deleted before stays there."""
    return list(_walk(connection, catalogue, ledger, ids, "row.deleted_at = parent.deleted_at"))


def left_behind(
    connection: sqlite.Connection, catalogue: Catalogue, ledger: Ledger, ids: Ids
) -> list[tuple[Ledger, Ids]]:
    """The rows not in the recycle bin of those of some records that are in it."""
    return list(_walk(connection, catalogue, ledger, ids, "row.deleted_at IS NULL AND parent.deleted_at IS NOT NULL"))


def _walk(
    connection: sqlite.Connection, catalogue: Catalogue, ledger: Ledger, ids: Ids, which: str
) -> Iterator[tuple[Ledger, Ids]]:
    for rows in ledger.rows:
        child = catalogue.ledgers.get(rows.ledger)
        if rows.brought or child is None:
            continue
        found = connection.execute(
            f"SELECT row.id FROM {quoted(ledger.name)} parent JOIN {quoted(child.name)} row"
            f" ON row.{quoted(rows.link)} = parent.id"
            f" WHERE parent.id IN (SELECT value FROM json_each(?)) AND {which} ORDER BY row.id",
            (json.dumps(list(ids)),),
        )
        below = [str(id_) for (id_,) in found]
        if below:
            yield child, below
            yield from _walk(connection, catalogue, child, below, which)
