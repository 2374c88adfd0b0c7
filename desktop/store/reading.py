"""What is asked of an open log: settings, records, names of records, their history."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Catalogue, Ledger, Refusal, Stored
from desktop.store.environment import environment_errors
from desktop.store.lineage import has_merged
from desktop.store.schema import quoted

Parameters: TypeAlias = Sequence[Stored] | Mapping[str, Stored]

Record = dict[str, Stored]
"""A row of a ledger's table: system columns and stored values."""


@dataclass(frozen=True)
class LoggedChange:
    """One entry of a record's history; `before` and `after` hold the columns that changed, without empty ones."""

    batch: str
    at: str
    desk: str
    person: str
    action: str
    """insert, update, delete, restore, undo, redo."""
    before: Mapping[str, Stored]
    after: Mapping[str, Stored]
    reason: str | None
    answers: str | None
    """The batch that an undo or redo takes back."""
    seq: int
    """Its number in the log."""


class Reading:
    """Reads one file. What the environment does meanwhile is a `Refusal`."""

    def __init__(self, file: Path, connection: sqlite.Connection, catalogue: Catalogue, person: str) -> None:
        self.file = file
        self.connection = connection
        self.catalogue = catalogue
        self.person = person

    def query(self, text: str, parameters: Parameters = ()) -> Iterator[tuple[Any, ...]]:
        """Rows of a SELECT."""
        with environment_errors(self.file):
            yield from self.connection.execute(text, parameters)

    def select(self, text: str, parameters: Parameters = ()) -> Iterator[Record]:
        """Rows of a SELECT by column name."""
        with environment_errors(self.file):
            cursor = self.connection.execute(text, parameters)
            names = [column[0] for column in cursor.description]
            for row in cursor:
                yield dict(zip(names, row, strict=True))

    def setting(self, key: str) -> str | None:
        """A setting of the log, such as `bureau`."""
        for (value,) in self.query("SELECT value FROM _setting WHERE key = ?", (key,)):
            return str(value)
        return None

    def ledger(self, name: str) -> Ledger:
        """A ledger by its English name or Chinese label; `Refusal` where there is none."""
        found = self.catalogue.ledger_named(name)
        if found is None:
            raise Refusal(f"没有台账“{name}”。可用 taizhang catalogue --json 查看全部台账。")
        return found

    def records(self, ledger: Ledger, *, deleted: bool = False) -> Iterator[Record]:
        """The live (or the deleted) records of a ledger in the order in which they were made."""
        state = "IS NOT NULL" if deleted else "IS NULL"
        return self.select(f"SELECT * FROM {quoted(ledger.name)} WHERE deleted_at {state} ORDER BY id")

    def record(self, ledger: Ledger, id_: str) -> Record | None:
        """A record by its id, deleted or not."""
        return next(self.select(f"SELECT * FROM {quoted(ledger.name)} WHERE id = ?", (id_,)), None)

    def link_names(self, ledger: Ledger) -> dict[str, str]:
        """By id, the natural key by which a link can name a record: its first key that no other record shares."""
        names: dict[str, str] = {}
        for key in reversed(ledger.keys):
            found: dict[str, list[str]] = {}
            rows = self.query(f"SELECT id, {quoted(key)} FROM {quoted(ledger.name)} WHERE deleted_at IS NULL")
            for id_, value in rows:
                if value is not None:
                    found.setdefault(str(value), []).append(str(id_))
            names |= {ids[0]: value for value, ids in found.items() if len(ids) == 1}
        return names

    def titles(self, ledger: Ledger) -> dict[str, str]:
        """What names each record of a ledger, by id; for tables that show links as names."""
        title = ledger.fields[ledger.title]
        rows = self.query(f"SELECT id, {quoted(ledger.title)} FROM {quoted(ledger.name)}")
        return {id_: title.display(value) for id_, value in rows}

    # ---------------------------------------------------------------- the change log

    def history(self, ledger: Ledger, id_: str) -> list[LoggedChange]:
        """Every change of a record, newest first: the last made, or of several desks the latest by their clocks."""
        rows = self.query(
            "SELECT batch, at, desk, person, action, before, after, reason, answers, seq FROM _change"
            f" WHERE ledger = ? AND record = ? ORDER BY {'at DESC, ' if has_merged(self.connection) else ''}seq DESC",
            (ledger.name, id_),
        )
        return [
            LoggedChange(batch, at, desk, person, action, json.loads(before), json.loads(after), reason, answers, seq)
            for batch, at, desk, person, action, before, after, reason, answers, seq in rows
        ]

    @property
    def last_saved_at(self) -> str | None:
        """When something was last saved, in UTC as the change log has it; None in an empty log."""
        for (at,) in self.query("SELECT at FROM _change ORDER BY seq DESC LIMIT 1"):
            return str(at)
        return None


def plain_record(
    ledger: Ledger, record: Mapping[str, Stored], names: Mapping[str, Mapping[str, str]]
) -> dict[str, object]:
    """A record as JSON carries it, and as `add` reads it again.

    Filled fields only, and those left empty that would otherwise get their default; links as the linked record's
    natural key, where `names` (by ledger name, then id) has one, else as its id; 约 marks as booleans.
    """
    shown: dict[str, object] = {"id": record["id"]}
    for name, one in ledger.fields.items():
        value = record.get(name)
        if value is None:
            if one.default is not None:
                shown[name] = None
            continue
        shown[name] = (names.get(one.ledger, {}).get(str(value)) or value) if one.ledger else one.plain(value)
        if one.approx_column and record.get(one.approx_column):
            shown[one.approx_column] = True
    if record.get("kept_reason"):
        shown["kept_reason"] = record["kept_reason"]
    return shown
