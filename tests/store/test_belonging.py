"""Rows go into the recycle bin with the record that they were typed under, and come back with it."""

import pytest

from desktop.catalogue import Refusal
from desktop.store import Detail, Log, Record


@pytest.fixture
def check(log: Log) -> str:
    """A check with two hazards."""
    ledgers = log.catalogue.ledgers
    log.add(ledgers["enterprise"], {"name": "甲厂"})
    rows = [Detail(ledgers["hazard"], "check", {"description": one, "found_on": "2025-03-01"}) for one in "一二"]
    typed = {"check_no": "JC-1", "checked_on": "2025-03-01", "enterprise": "甲厂"}
    return log.save_with_details(ledgers["enforcement_check"], None, typed, rows)


def hazards(log: Log) -> list[Record]:
    return list(log.records(log.ledger("hazard")))


def test_hazards_are_deleted_and_restored_with_their_check(log: Log, check: str) -> None:
    ledger = log.ledger("enforcement_check")
    assert [(child.name, len(ids)) for child, ids in log.rows_of(ledger, [check])] == [("hazard", 2)]
    log.delete(ledger, check)
    assert hazards(log) == []
    log.restore(ledger, check)
    assert [one["description"] for one in hazards(log)] == ["一", "二"]


def test_one_undo_brings_all_of_them_back(log: Log, check: str) -> None:
    log.delete_many(log.ledger("enforcement_check"), [check], "登记重复")
    log.undo()
    assert len(hazards(log)) == 2
    log.redo()
    assert hazards(log) == []


def test_a_row_that_was_deleted_before_stays_in_the_bin(log: Log, check: str) -> None:
    first, second = (str(one["id"]) for one in hazards(log))
    log.delete(log.ledger("hazard"), first)
    log.delete(log.ledger("enforcement_check"), check)
    log.restore(log.ledger("enforcement_check"), check)
    assert [one["id"] for one in hazards(log)] == [second]


def test_a_hazard_rechecked_by_a_check_is_not_its_row(log: Log, check: str) -> None:
    ledger = log.ledger("enforcement_check")
    later = log.add(ledger, {"check_no": "JC-2", "checked_on": "2025-03-20", "enterprise": "甲厂", "kind": "复查"})
    hazard = str(hazards(log)[0]["id"])
    log.update(log.ledger("hazard"), hazard, {"rechecked_in": later})
    log.delete(ledger, later)
    assert len(hazards(log)) == 2


def add_hazard(log: Log, check: str, description: str) -> str:
    row = Detail(log.ledger("hazard"), "check", {"description": description, "found_on": "2025-03-02"})
    log.save_with_details(log.ledger("enforcement_check"), check, {}, [row])
    return next(str(one["id"]) for one in hazards(log) if one["description"] == description)


def test_a_check_is_not_undone_from_under_a_hazard_that_was_added_since(log: Log, check: str) -> None:
    made = log.steps()[0].id
    later = add_hazard(log, check, "后添的")
    with pytest.raises(Refusal, match="隐患“后添的”是后来添的，不能撤销或重做这一步。请先删除这条隐患"):
        log.undo_step(made)
    assert len(hazards(log)) == 3
    log.delete(log.ledger("hazard"), later)
    log.undo_step(made)
    assert hazards(log) == []


def test_undoing_back_to_a_check_takes_a_hazard_that_was_added_since_along(log: Log, check: str) -> None:
    made = log.steps()[0].id
    add_hazard(log, check, "后添的")
    log.undo_back_to(made)
    assert hazards(log) == []
    assert list(log.records(log.ledger("enforcement_check"))) == []


def test_a_restore_is_not_undone_from_under_a_hazard_that_was_added_since(log: Log, check: str) -> None:
    log.delete(log.ledger("enforcement_check"), check)
    log.restore(log.ledger("enforcement_check"), check)
    restored = log.steps()[0].id
    add_hazard(log, check, "后添的")
    with pytest.raises(Refusal, match="后来添的"):
        log.undo_step(restored)


def test_many_deleted_restored_or_changed_are_left_as_they_were_when_it_is_stopped(log: Log) -> None:
    class Stopped(Exception):
        pass

    def stop(done: int, whole: int) -> None:
        assert done < whole
        if done:
            raise Stopped

    ledger = log.ledger("training")
    ids = log.add_many(ledger, ((n, {"name": f"{n}"}) for n in range(300))).ids
    with pytest.raises(Stopped):
        log.delete_many(ledger, ids, None, stop)
    with pytest.raises(Stopped):
        log.update_many(ledger, ids, {"place": "三楼"}, progress=stop)
    assert [one["place"] for one in log.records(ledger)] == [None] * 300
    log.delete_many(ledger, ids)
    with pytest.raises(Stopped):
        log.restore_many(ledger, ids, None, stop)
    assert list(log.records(ledger)) == []


def test_a_hazard_that_is_restored_brings_its_check_back_and_leaves_the_others(log: Log, check: str) -> None:
    """A hazard of a check in the bin would stand in no form, and could not be saved again."""
    first, second = (str(one["id"]) for one in hazards(log))
    log.delete(log.ledger("enforcement_check"), check)
    assert log.restore_many(log.ledger("hazard"), [first]) == 1
    assert [one["id"] for one in hazards(log)] == [first]
    assert [one["id"] for one in log.records(log.ledger("enforcement_check"))] == [check]
    log.update(log.ledger("hazard"), first, {"check": check, "location": "二号车间"})
    log.restore(log.ledger("hazard"), second)
    assert len(hazards(log)) == 2


def test_a_deletion_is_not_undone_under_a_check_that_was_deleted_since(log: Log, check: str) -> None:
    hazard = str(hazards(log)[0]["id"])
    log.delete(log.ledger("hazard"), hazard)
    (deletion, *_) = log.steps()
    log.delete(log.ledger("enforcement_check"), check)
    with pytest.raises(Refusal, match="执法检查“JC-1”在回收站里，不能只取回它下面的隐患"):
        log.undo_step(deletion.id)
    assert hazards(log) == []
    log.restore(log.ledger("enforcement_check"), check)
    log.undo_step(deletion.id)
    assert len(hazards(log)) == 2
