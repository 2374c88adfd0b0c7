"""Records held against the change log: the state of each must follow from its changes."""

from collections.abc import Iterator
from itertools import groupby

from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Ledger, Stored
from desktop.store import lineage, secret_rows
from desktop.store.lineage import Lineage
from desktop.store.schema import quoted

_State = dict[str, Stored]


def unlike_their_history(
    connection: sqlite.Connection, ledger: Ledger, lines: Lineage | None
) -> Iterator[tuple[str, bool]]:
    """Records that differ from what their changes add up to, or are missing (True), or were never logged (False).

    `lines`: those of the log, as `lineage_of` tells them.
    """
    logged = _logged_states(connection, ledger, lines)
    # A mask is no part of the log: it must be that of its entry.
    kept = ((id_, secret_rows.logged(ledger, state)) for id_, state in _kept_states(connection, ledger))
    expected, found = next(logged, None), next(kept, None)
    while expected or found:
        if found is None or (expected and expected[0] < found[0]):
            assert expected is not None
            yield expected[0], True
            expected = next(logged, None)
        elif expected is None or found[0] < expected[0]:
            yield found[0], False
            found = next(kept, None)
        else:
            if expected[1] != found[1]:
                yield found[0], True
            expected, found = next(logged, None), next(kept, None)


def _logged_states(
    connection: sqlite.Connection, ledger: Ledger, lines: Lineage | None
) -> Iterator[tuple[str, _State]]:
    rows = connection.execute(
        f"SELECT record, {lineage.COLUMNS} FROM _change WHERE ledger = ? ORDER BY record, seq", (ledger.name,)
    )
    for record, entries in groupby(rows, key=lambda row: str(row[0])):
        yield record, secret_rows.logged(ledger, lineage.state_of(lines, (entry[1:] for entry in entries)))


def _kept_states(connection: sqlite.Connection, ledger: Ledger) -> Iterator[tuple[str, _State]]:
    cursor = connection.execute(f"SELECT * FROM {quoted(ledger.name)} ORDER BY id")
    names = [column[0] for column in cursor.description]
    for row in cursor:
        state = {name: value for name, value in zip(names, row, strict=True) if value is not None}
        yield str(state["id"]), state
