"""What was done in a log, action by action, newest first; and what lies in the recycle bin of every ledger."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from desktop.catalogue import Ledger
from desktop.store.log import Log
from desktop.store.schema import quoted
from desktop.store.undo import ACTIONS

MOST_DELETED = 500
"""Of each ledger, the last ones."""
_MOST_NAMED = 3


@dataclass(frozen=True)
class Batch:
    """One action: everything that was written in one transaction."""

    id: str
    first: int
    """Number of its first change; the actions before it are asked for by this."""
    at: str
    """UTC."""
    person: str
    said: str
    """新增 1 条执法检查、修改 3 条隐患."""
    reason: str
    records: tuple[tuple[str, str], ...]
    """Ledger and id of its first records."""
    count: int
    """How many records it touched."""


@dataclass(frozen=True)
class Deleted:
    """A record in the recycle bin."""

    ledger: Ledger
    id: str
    title: str
    at: str
    """UTC."""
    person: str


def recent_batches(log: Log, before: int | None = None, most: int = 100) -> list[Batch]:
    """The actions before a change's number (the newest ones without it), newest first."""
    end = before if before is not None else next(log.query("SELECT coalesce(max(seq), 0) + 1 FROM _change"))[0]
    found: list[Batch] = []
    while len(found) < most:
        row = next(log.query("SELECT batch FROM _change WHERE seq < ? ORDER BY seq DESC LIMIT 1", (end,)), None)
        if row is None:
            break
        found.append(_batch(log, str(row[0])))
        end = found[-1].first
    return found


def actions_since(log: Log, moment: datetime) -> int:
    """How many actions were saved after a moment; one that knows its time zone."""
    since = moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
    return int(next(log.query("SELECT count(DISTINCT batch) FROM _change WHERE at > ?", (since,)))[0])


def _batch(log: Log, id_: str) -> Batch:
    first, at, person, reason, count = next(
        log.query(
            "SELECT min(seq), min(at), min(person), max(reason), count(DISTINCT ledger || record) FROM _change"
            " WHERE batch = ?",
            (id_,),
        )
    )
    groups = log.query(
        "SELECT action, ledger, count(*) FROM _change WHERE batch = ? GROUP BY action, ledger ORDER BY min(seq)",
        (id_,),
    )
    said = "、".join(_said(log, action, ledger, number) for action, ledger, number in groups)
    rows = log.query("SELECT DISTINCT ledger, record FROM _change WHERE batch = ? LIMIT ?", (id_, _MOST_NAMED))
    return Batch(
        id_, first, at, person, said, reason or "", tuple((ledger, record) for ledger, record in rows), count
    )


def _said(log: Log, action: str, ledger: str, number: int) -> str:
    known = log.catalogue.ledgers.get(ledger)
    if known is None:
        return _SYSTEM.get(action, "改动设置")
    return f"{ACTIONS.get(action, action)} {number} 条{known.label}"


_SYSTEM = {
    "finalise": "定稿", "keep": "留存年度报告的稿子", "redefine": "改口径", "reset": "恢复原口径",
    "merge": "合并工位包", "dismiss": "校核：一处不改", "reopen": "校核：一处重新提出",
}  # fmt: skip


def records_of(log: Log, batch: str, ledger: Ledger) -> list[str]:
    """Ids of a ledger's records that a batch added or changed."""
    rows = log.query("SELECT DISTINCT record FROM _change WHERE batch = ? AND ledger = ?", (batch, ledger.name))
    return [str(id_) for (id_,) in rows]


def deleted_records(log: Log) -> list[Deleted]:
    """What lies in the recycle bins, the last deleted first."""
    found = [one for ledger in log.catalogue.ledgers.values() for one in _deleted_of(log, ledger)]
    return sorted(found, key=lambda one: one.at, reverse=True)


def _deleted_of(log: Log, ledger: Ledger) -> Iterator[Deleted]:
    title = ledger.fields[ledger.title]
    rows = log.query(
        f"SELECT id, {quoted(ledger.title)}, deleted_at FROM {quoted(ledger.name)} WHERE deleted_at IS NOT NULL"
        " ORDER BY deleted_at DESC LIMIT ?",
        (MOST_DELETED,),
    )
    for id_, value, at in rows:
        yield Deleted(ledger, id_, title.display(value) or "（无名称）", at, _deleter(log, ledger, id_, at))


def _deleter(log: Log, ledger: Ledger, id_: str, at: str) -> str:
    """Who put it there at that time: an undone insert, too, and whoever else changed it meanwhile aside."""
    for (person,) in log.query(
        "SELECT person FROM _change WHERE ledger = ? AND record = ?"
        " AND CASE WHEN json_valid(after) THEN json_extract(after, '$.deleted_at') END = ?"
        " ORDER BY seq DESC LIMIT 1",
        (ledger.name, id_, at),
    ):
        return str(person)
    return ""
