"""The SQLite log: tables made from the catalogue, records, change history."""

from desktop.store.drafts import Draft, Problem, read_draft
from desktop.store.log import Added, Log, Record, Rejected, RejectedLine, plain_record

__all__ = ["Added", "Draft", "Log", "Problem", "Record", "Rejected", "RejectedLine", "plain_record", "read_draft"]
