"""Undo and redo over the change log, and the verbs for several records."""

from pathlib import Path

import pytest

from desktop.catalogue import Refusal
from desktop.store import Log, Rejected
from desktop.store.log import Detail, LoggedChange


def add(log: Log, name: str, **typed: object) -> str:
    return log.add(log.ledger("training"), {"name": name, **typed})


def live(log: Log) -> list[object]:
    return [record["name"] for record in log.records(log.ledger("training"))]


def value(log: Log, id_: str, field: str) -> object:
    record = log.record(log.ledger("training"), id_)
    assert record is not None
    return record[field]


def test_nothing_to_undo(log: Log) -> None:
    assert (log.undo(), log.redo(), log.undoable, log.redoable) == (None, None, None, None)


def test_a_new_record_goes_to_the_recycle_bin_and_comes_back(log: Log) -> None:
    add(log, "讲座")
    assert log.undoable == "新增 1 条学法培训"
    assert log.undo() == "已撤销：新增 1 条学法培训"
    assert live(log) == []
    assert [record["name"] for record in log.records(log.ledger("training"), deleted=True)] == ["讲座"]
    assert log.redoable == "新增 1 条学法培训"
    assert log.redo() == "已重做：新增 1 条学法培训"
    assert live(log) == ["讲座"]
    assert list(log.faults()) == []


def test_an_edit_goes_back_to_what_was_there_even_to_nothing(log: Log) -> None:
    id_ = add(log, "讲座", hours="1.5", participants="约300")
    log.update(log.ledger("training"), id_, {"name": "大讲座", "hours": None, "place": "三楼", "participants": "12"})
    assert log.undo() == "已撤销：修改 1 条学法培训"
    record = log.record(log.ledger("training"), id_)
    assert record is not None
    assert (record["name"], record["hours"], record["place"]) == ("讲座", 15, None)
    assert (record["participants"], record["participants_approx"]) == (300, 1)
    log.redo()
    assert (value(log, id_, "hours"), value(log, id_, "place")) == (None, "三楼")
    assert list(log.faults()) == []


def test_several_steps_back_and_forth_and_a_new_change_ends_the_way_forward(log: Log) -> None:
    training = log.ledger("training")
    id_ = add(log, "一")
    for name in ("二", "三"):
        log.update(training, id_, {"name": name})
    names = []
    while log.undo():
        names.append(live(log))
    assert names == [["二"], ["一"], []]
    for _ in range(3):
        assert log.redo()
    assert (live(log), log.redo()) == (["三"], None)
    log.undo()
    log.undo()
    log.redo()
    assert live(log) == ["二"]
    log.update(training, id_, {"name": "四"})
    assert log.redo() is None
    names = []
    while log.undo():
        names.append(live(log))
    assert names == [["二"], ["一"], []]
    assert list(log.faults()) == []


def test_deleting_and_restoring_are_undone(log: Log) -> None:
    training = log.ledger("training")
    ids = [add(log, name) for name in "一二三"]
    assert log.delete_many(training, ids[:2], "重复") == 2
    assert live(log) == ["三"]
    assert log.undo() == "已撤销：删除 2 条学法培训"
    assert live(log) == ["一", "二", "三"]
    log.delete(training, ids[0])
    assert log.restore_many(training, ids) == 1
    assert log.undo() == "已撤销：恢复 1 条学法培训"
    assert live(log) == ["二", "三"]
    assert list(log.faults()) == []


def test_a_check_with_its_hazards_is_one_step(log: Log) -> None:
    check, hazard = log.ledger("enforcement_check"), log.ledger("hazard")
    details = [Detail(hazard, "check", {"description": text}) for text in ("一", "二")]
    log.save_with_details(check, None, {"check_no": "1"}, details)
    assert log.undo() == "已撤销：新增 1 条执法检查、新增 2 条隐患"
    assert not list(log.records(check)) and not list(log.records(hazard))
    log.redo()
    assert len(list(log.records(hazard))) == 2


def test_undo_survives_closing_the_file(file: Path) -> None:
    with Log.open(file) as log:
        add(log, "讲座")
    with Log.open(file) as log:
        assert log.undo() == "已撤销：新增 1 条学法培训"
    with Log.open(file) as log:
        assert log.redo() == "已重做：新增 1 条学法培训"
        assert live(log) == ["讲座"]


def test_another_desk_s_work_is_not_undone_and_not_trampled(log: Log) -> None:
    training, desk = log.ledger("training"), log.setting("desk") or ""
    id_ = add(log, "讲座")
    log.set_setting("desk", "另一张桌子")
    log.update(training, id_, {"name": "大讲座"})
    log.set_setting("desk", desk)
    with pytest.raises(Refusal, match="“大讲座”后来又被改过"):
        log.undo()
    assert live(log) == ["大讲座"]
    add(log, "第二场")
    assert log.undo() == "已撤销：新增 1 条学法培训"
    assert list(log.faults()) == []


def test_an_undo_is_a_change_that_names_what_it_answers(log: Log) -> None:
    log.clock = lambda: "2026-11-22T08:00:00.000Z"
    id_ = add(log, "讲座")
    log.person = "李四"
    log.undo()
    newest, oldest = log.history(log.ledger("training"), id_)
    assert (newest.action, newest.person, newest.answers) == ("undo", "李四", oldest.batch)
    assert (oldest.action, oldest.answers, oldest.after["name"]) == ("insert", None, "讲座")
    assert newest.after == {"deleted_at": "2026-11-22T08:00:00.000Z"}
    assert isinstance(newest, LoggedChange)


def test_what_an_undo_answers_cannot_be_changed_unnoticed(log: Log) -> None:
    add(log, "讲座")
    log.undo()
    log.connection.execute("UPDATE _change SET answers = NULL WHERE action = 'undo'")
    assert any("接不上" in fault for fault in log.faults())


def test_an_undo_that_fails_half_way_changes_nothing(log: Log) -> None:
    training = log.ledger("training")
    ids = [add(log, name) for name in "一二"]
    log.delete_many(training, ids)
    log.connection.execute(f"UPDATE training SET deleted_at = 'later' WHERE id = '{ids[0]}'")
    with pytest.raises(Refusal):
        log.undo()
    assert live(log) == []


# -------------------------------------------------------------------- several records at once


def test_several_records_are_changed_as_one_batch(log: Log) -> None:
    training = log.ledger("training")
    ids = [add(log, name) for name in "一二三"]
    assert log.update_many(training, [*ids, ids[0]], {"place": "三楼"}) == 3
    assert log.update_many(training, ids, {"place": "三楼"}) == 0
    assert len({log.history(training, id_)[0].batch for id_ in ids}) == 1
    assert log.undo() == "已撤销：修改 3 条学法培训"
    assert value(log, ids[2], "place") is None


def test_one_record_that_does_not_fit_keeps_all_as_they_were_and_is_named(log: Log) -> None:
    training = log.ledger("training")
    ids = [add(log, "一", held_on="2024-03-05"), add(log, "二", held_on="2024-03-09")]
    with pytest.raises(Rejected, match=r"学法培训“二”：.*早于") as caught:
        log.update_many(training, ids, {"ended_on": "2024-03-07"})
    assert [problem.field for problem in caught.value.problems] == ["ended_on"]
    assert value(log, ids[0], "ended_on") is None


def test_a_record_that_is_gone_keeps_all_as_they_were(log: Log) -> None:
    training = log.ledger("training")
    ids = [add(log, name) for name in "一二"]
    log.delete(training, ids[1])
    with pytest.raises(Refusal, match="可能已被删除"):
        log.delete_many(training, ids)
    with pytest.raises(Refusal, match="没有编号"):
        log.restore_many(training, [ids[1], "nobody"])
    assert live(log) == ["一"]


def test_when_something_was_last_saved(log: Log) -> None:
    assert log.last_saved_at is None
    log.clock = lambda: "2026-11-22T08:00:00.000Z"
    add(log, "讲座")
    assert log.last_saved_at == "2026-11-22T08:00:00.000Z"


# -------------------------------------------------------------------- one batch, whatever was done since


def batch_of(log: Log) -> str:
    return str(next(log.query("SELECT batch FROM _change ORDER BY seq DESC LIMIT 1"))[0])


def test_a_batch_is_taken_back_past_later_actions_and_only_once(log: Log) -> None:
    add(log, "讲座")
    batch = batch_of(log)
    add(log, "会议")
    assert log.undo_batch(batch) == "已撤销：新增 1 条学法培训"
    assert live(log) == ["会议"]
    assert log.undo_batch(batch) is None
    assert log.redo() == "已重做：新增 1 条学法培训"
    assert log.undo_batch(batch) == "已撤销：新增 1 条学法培训", "it stood again"
    assert log.undo() == "已撤销：新增 1 条学法培训", "the later action is the last one that stands"
    assert live(log) == []
    assert list(log.faults()) == []


def test_a_batch_whose_record_was_changed_since_is_left_alone(log: Log) -> None:
    id_ = add(log, "讲座", place="三楼")
    batch = batch_of(log)
    log.update(log.ledger("training"), id_, {"place": "四楼"})
    with pytest.raises(Refusal, match="后来又被改过"):
        log.undo_batch(batch)
    assert live(log) == ["讲座"]
