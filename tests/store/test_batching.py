"""Many new records as one batch, while others go on saving."""

from collections.abc import Callable

import pytest

from desktop.store import Log
from desktop.store.batching import Entry
from desktop.store.connection import connect
from desktop.store.drafts import read_draft


def checks(log: Log, count: int, enterprise: str) -> list[Entry]:
    """Checks of an enterprise, ready to be imported."""
    ledger = log.catalogue.ledgers["enforcement_check"]
    typed = ({"check_no": f"检{n}", "checked_on": "2025-03-05", "enterprise": enterprise} for n in range(count))
    return [Entry(line, read_draft(ledger, one)) for line, one in enumerate(typed)]


def add_enterprise(log: Log, name: str) -> str:
    return log.add(log.catalogue.ledgers["enterprise"], {"name": name})


def another(log: Log) -> Log:
    """The same file at another connection, as the window has it while an import runs."""
    return Log(log.file, connect(log.file), log.catalogue, "李四")


class Meanwhile:
    """Does something once, while the batch is worked out and before it is written."""

    def __init__(self, log: Log, act: Callable[[Log], object]) -> None:
        self._log, self._act = log, act
        self.done = False

    def __call__(self, _done: int, _whole: int) -> None:
        if not self.done:
            self.done = True
            with another(self._log) as other:
                self._act(other)


def test_a_record_saved_while_an_import_is_worked_out_stands_beside_it(log: Log) -> None:
    """It does not wait for the import, and the change log of both is whole."""
    enterprise = add_enterprise(log, "甲厂")
    meanwhile = Meanwhile(log, lambda other: add_enterprise(other, "乙厂"))
    saved = log.save_entries(checks(log, 5000, enterprise), progress=meanwhile)
    assert meanwhile.done and saved.added == {"enforcement_check": 5000}
    assert {one["name"] for one in log.records(log.catalogue.ledgers["enterprise"])} == {"甲厂", "乙厂"}
    assert list(log.faults()) == []
    assert log.undo_step(saved.batch) == "已撤销：新增 5000 条执法检查"
    assert list(log.records(log.catalogue.ledgers["enforcement_check"])) == []
    assert list(log.faults()) == []


def test_what_was_changed_meanwhile_is_looked_at_again(log: Log) -> None:
    """An enterprise that went into the bin while the rows that name it were worked out takes none of them."""
    gone, stays = add_enterprise(log, "甲厂"), add_enterprise(log, "乙厂")
    entries = checks(log, 3, gone) + checks(log, 3, stays)
    entries = [Entry(line, one.draft) for line, one in enumerate(entries)]
    enterprises = log.catalogue.ledgers["enterprise"]
    saved = log.save_entries(entries, progress=Meanwhile(log, lambda other: other.delete(enterprises, gone)))
    assert [one.line for one in saved.rejected] == [0, 1, 2]
    assert "请先登记或核对名称" in saved.rejected[0].problems[0].message
    assert {one["enterprise"] for one in log.records(log.catalogue.ledgers["enforcement_check"])} == {stays}
    assert list(log.faults()) == []


def test_rows_find_records_of_the_same_batch_by_name(log: Log) -> None:
    """What an earlier entry makes, a later one may link to."""
    enterprise = Entry(0, read_draft(log.catalogue.ledgers["enterprise"], {"name": "新厂"}))
    saved = log.save_entries([enterprise, *checks(log, 2, "新厂")])
    (made,) = log.records(log.catalogue.ledgers["enterprise"])
    assert saved.added == {"enterprise": 1, "enforcement_check": 2} and not saved.rejected
    assert {one["enterprise"] for one in log.records(log.catalogue.ledgers["enforcement_check"])} == {made["id"]}


def test_a_batch_that_is_stopped_leaves_nothing(log: Log) -> None:
    """Both while it is worked out and while it is written."""
    enterprise = add_enterprise(log, "甲厂")

    class Stopped(Exception):
        pass

    def stop_at(share: float) -> Callable[[int, int], None]:
        def progress(done: int, whole: int) -> None:
            if done >= share * whole:
                raise Stopped

        return progress

    for share in (0, 0.4, 0.6, 1):
        with pytest.raises(Stopped):
            log.save_entries(checks(log, 5000, enterprise), progress=stop_at(share))
        assert list(log.records(log.catalogue.ledgers["enforcement_check"])) == []
    assert list(log.faults()) == []
