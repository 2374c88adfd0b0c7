"""The latest records: what was taken back is told apart from what lies in the bin."""

from desktop.store import Log
from desktop.store.latest import latest_records


def test_a_record_whose_deletion_was_undone_stands_among_the_latest(log: Log) -> None:
    meeting = log.ledger("meeting")
    id_ = log.add(meeting, {"name": "局长办公会"})
    log.delete(meeting, id_)
    assert latest_records(log) == []
    log.undo()
    assert [(one.id, one.action) for one in latest_records(log)] == [(id_, "撤销")]


def test_a_record_whose_making_was_undone_does_not(log: Log) -> None:
    log.add(log.ledger("meeting"), {"name": "局长办公会"})
    log.undo()
    assert latest_records(log) == []
