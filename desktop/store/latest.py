"""What was last written: the newest changes, a record once."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from desktop.store.log import Log

ACTIONS = {"insert": "新增", "update": "修改", "restore": "恢复", "undo": "撤销", "redo": "重做"}


@dataclass(frozen=True)
class Latest:
    """A record's newest change."""

    ledger: str
    id: str
    action: str
    """新增, 修改, 恢复, 撤销 or 重做."""
    at: str
    person: str

    def when(self, today: date) -> str:
        """The time of the change here: 14:32 today, else 11月20日."""
        here = datetime.fromisoformat(self.at).astimezone()
        return f"{here:%H:%M}" if here.date() == today else f"{here.month}月{here.day}日"


def latest_records(log: Log, number: int = 10, *, look_back: int = 400) -> list[Latest]:
    """The records that were last added or changed, newest first; those in the recycle bin are left out.

    Only the newest `look_back` changes are looked at, so that the cost does not grow with the log.
    """
    found: list[Latest] = []
    seen: set[tuple[str, str]] = set()
    for ledger, id_, action, at, person in _changes(log, look_back):
        if (ledger, id_) in seen:
            continue
        seen.add((ledger, id_))
        if action in ACTIONS and _is_live(log, ledger, id_):
            found.append(Latest(ledger, id_, ACTIONS[action], at, person))
        if len(found) == number:
            break
    return found


def _is_live(log: Log, ledger: str, id_: str) -> bool:
    """An action taken back may have put the record into the bin or out of it."""
    known = log.catalogue.ledgers.get(ledger)
    record = log.record(known, id_) if known else None
    return record is not None and record["deleted_at"] is None


def _changes(log: Log, look_back: int) -> Iterator[tuple[str, str, str, str, str]]:
    return log.query(
        "SELECT ledger, record, action, at, person FROM _change WHERE action NOT IN ('view', 'protect', 'vault')"
        " ORDER BY seq DESC LIMIT ?", (look_back,),
    )  # fmt: skip
