"""The SQLite log: tables made from the catalogue, records, change history."""

from desktop.store.drafts import Draft, DraftReader, Problem, read_draft
from desktop.store.environment import Busy
from desktop.store.log import (
    Added,
    Detail,
    Log,
    LoggedChange,
    LongOpening,
    ReasonNeeded,
    Record,
    Rejected,
    RejectedDetail,
    RejectedLine,
    plain_record,
)

__all__ = [
    "Added", "Busy", "Detail", "Draft", "DraftReader", "Log", "LoggedChange", "LongOpening", "Problem",
    "ReasonNeeded", "Record", "Rejected", "RejectedDetail", "RejectedLine", "plain_record", "read_draft",
]  # fmt: skip
