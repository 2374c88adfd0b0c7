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


def above(connection: sqlite.Connection, catalogue: Catalogue, ledger: Ledger, ids: Ids) -> list[tuple[Ledger, Ids]]:
    """The records in the recycle bin under which some records were typed: no row is kept without them.

    Its form would show it nowhere, and the link to what is in the bin could not be saved again.
    """
    found: list[tuple[Ledger, Ids]] = []
    for parent in catalogue.ledgers.values():
        for child, link in _typed_rows(catalogue, parent):
            if child is not ledger:
                continue
            rows = connection.execute(
                f"SELECT DISTINCT parent.id FROM {quoted(child.name)} row JOIN {quoted(parent.name)} parent"
                f" ON parent.id = row.{quoted(link)}"
                " WHERE row.id IN (SELECT value FROM json_each(?)) AND parent.deleted_at IS NOT NULL ORDER BY 1",
                (json.dumps(list(ids)),),
            )
            over = [str(id_) for (id_,) in rows]
            if over:
                found += [*above(connection, catalogue, parent, over), (parent, over)]
    return found


def orphans(
    connection: sqlite.Connection, catalogue: Catalogue, ledger: Ledger
) -> dict[str, list[tuple[Ledger, str]]]:
    """By record of a ledger in the recycle bin, its rows that are not: another desk may have added them."""
    found: dict[str, list[tuple[Ledger, str]]] = {}
    for child, link in _typed_rows(catalogue, ledger):
        rows = connection.execute(
            f"SELECT parent.id, row.id FROM {quoted(child.name)} row JOIN {quoted(ledger.name)} parent"
            f" ON parent.id = row.{quoted(link)} WHERE parent.deleted_at IS NOT NULL AND row.deleted_at IS NULL"
            " ORDER BY row.id"
        )
        for id_, row in rows:
            found.setdefault(str(id_), []).append((child, str(row)))
    return found


def _typed_rows(catalogue: Catalogue, ledger: Ledger) -> Iterator[tuple[Ledger, str]]:
    """The ledgers whose records are typed as rows of a ledger's, with the field that names the parent."""
    for rows in ledger.rows:
        child = catalogue.ledgers.get(rows.ledger)
        if child is not None and not rows.brought:
            yield child, rows.link


def _walk(
    connection: sqlite.Connection, catalogue: Catalogue, ledger: Ledger, ids: Ids, which: str
) -> Iterator[tuple[Ledger, Ids]]:
    for child, link in _typed_rows(catalogue, ledger):
        found = connection.execute(
            f"SELECT row.id FROM {quoted(ledger.name)} parent JOIN {quoted(child.name)} row"
            f" ON row.{quoted(link)} = parent.id"
            f" WHERE parent.id IN (SELECT value FROM json_each(?)) AND {which} ORDER BY row.id",
            (json.dumps(list(ids)),),
        )
        below = [str(id_) for (id_,) in found]
        if below:
            yield child, below
            yield from _walk(connection, catalogue, child, below, which)
