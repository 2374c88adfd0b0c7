"""The process is killed while it imports tables: a table is in the log whole, or not at all."""

import random
import shutil
from pathlib import Path

import pytest
from store.faults.jobs import TABLE_ROWS, import_table
from store.faults.killing import Ended, Killer, can_be_killed

from desktop.catalogue import Catalogue
from desktop.store import Log
from desktop.store.connection import connect

KILLS = 25
STATEMENTS = 250
"""About as many as one import executes, nearly all of them in its transaction."""


def rows_of(file: Path, catalogue: Catalogue) -> dict[str, int]:
    """How many records each table brought, in a file that is sound."""
    found: dict[str, int] = {}
    with Log(file, connect(file), catalogue, "李四") as log:
        assert list(log.faults()) == []
        for (name,) in log.query("SELECT name FROM training WHERE deleted_at IS NULL"):
            table = str(name).rpartition("-")[0]
            found[table] = found.get(table, 0) + 1
    return found


def told(ended: Ended) -> tuple[list[str], str | None]:
    """The tables that were acknowledged, and the one that was tried and not acknowledged."""
    done: list[str] = []
    tried: str | None = None
    for line in ended.lines:
        verb, _, rest = line.partition(" ")
        if verb == "try":
            tried = rest.removeprefix("import ")
        elif tried is not None:
            assert rest == f'"{TABLE_ROWS}"', "every row came in"
            done, tried = [*done, tried], None
    return done, tried


@can_be_killed
def test_every_acknowledged_import_is_there_and_no_half_one(
    killer: Killer, empty_log: Path, tmp_path: Path, catalogue: Catalogue, capsys: pytest.CaptureFixture[str]
) -> None:
    chance, file = random.Random(7), Path(shutil.copy(empty_log, tmp_path / "log.db"))
    acknowledged: dict[str, int] = {}
    cut, came_in, opened = 0, 0, ""
    for kill in range(KILLS):
        # Every other time at any moment, else before a statement of the first or the second import.
        step = chance.randrange(1, 2 * STATEMENTS) if kill % 2 else 0
        seconds, after = (None, 0) if step else (chance.random() * 0.08, chance.randrange(2))
        ended = killer.run("import_tables", file, tmp_path, kill, step, seconds=seconds, after=after)
        assert ended.killed, ended
        done, tried = told(ended)
        acknowledged |= dict.fromkeys(done, TABLE_ROWS)
        found = rows_of(file, catalogue)
        half = {name: count for name, count in found.items() if name not in acknowledged}
        assert half in ({}, {tried: TABLE_ROWS}), "whole or not at all"
        assert {name: found.get(name) for name in acknowledged} == acknowledged
        if tried is not None:
            cut, came_in, opened = cut + 1, came_in + bool(half), tried
        acknowledged |= half
    assert cut > KILLS / 2, "most kills come in the middle of an import"
    with Log(file, connect(file), catalogue, "李四") as log:
        import_table(log, tmp_path / f"{opened}.csv")
    assert rows_of(file, catalogue)[opened] == TABLE_ROWS, "imported again, nothing is there twice"
    with capsys.disabled():
        print(
            f"\n{KILLS} kills, {cut} in the middle of an import ({came_in} of these were saved, not yet said);"
            f" {sum(acknowledged.values()):,} rows of {len(acknowledged)} tables found, 0 lost, 0 half, 0 faults"
        )
