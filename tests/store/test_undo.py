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


# -------------------------------------------------------------------- the list


def said(log: Log) -> list[tuple[str, bool]]:
    return [(one.said, one.undone) for one in log.steps()]


def test_the_list_says_what_was_done_and_what_undoing_it_does(log: Log) -> None:
    training = log.ledger("training")
    ids = [add(log, name) for name in "一二"]
    log.update_many(training, ids, {"place": "三楼"})
    log.delete(training, ids[0])
    deleted, changed, second, _ = log.steps()
    assert (deleted.said, deleted.effect, deleted.titles) == (
        "删除 1 条学法培训",
        "1 条学法培训从回收站取回",
        ("一",),
    )
    assert (changed.said, changed.effect) == ("修改 2 条学法培训", "2 条学法培训改回原来的内容")
    assert set(changed.titles) == {"一", "二"}
    assert (second.effect, second.person) == ("1 条学法培训放进回收站", "张三")
    assert len(log.steps(most=2)) == 2


def test_one_action_in_the_middle_is_undone_and_done_again(log: Log) -> None:
    training = log.ledger("training")
    ids = [add(log, name) for name in "一二"]
    log.update(training, ids[0], {"place": "三楼"})
    log.update(training, ids[1], {"place": "四楼"})
    step = log.steps()[1]
    assert log.undo_step(step.id) == "已撤销：修改 1 条学法培训"
    assert (value(log, ids[0], "place"), value(log, ids[1], "place")) == (None, "四楼")
    assert said(log)[:2] == [("修改 1 条学法培训", False), ("修改 1 条学法培训", True)]
    assert log.redo_step(step.id) == "已重做：修改 1 条学法培训"
    assert value(log, ids[0], "place") == "三楼"
    assert log.undo_step(step.id)
    assert value(log, ids[0], "place") is None
    assert [one for _, one in said(log)] == [False, True, False, False]
    assert log.undo() == "已撤销：修改 1 条学法培训"
    assert value(log, ids[1], "place") is None
    assert list(log.faults()) == []


def test_an_action_that_a_later_change_stands_on_is_refused_with_the_record(log: Log) -> None:
    training = log.ledger("training")
    id_ = add(log, "讲座")
    log.update(training, id_, {"place": "三楼"})
    log.update(training, id_, {"place": "四楼"})
    step = log.steps()[1]
    with pytest.raises(Refusal, match="学法培训“讲座”后来又被改过，不能撤销或重做这一步"):
        log.undo_step(step.id)
    assert value(log, id_, "place") == "四楼"
    assert [one for _, one in said(log)] == [False, False, False]


def test_everything_back_to_a_point_is_undone_or_nothing(log: Log) -> None:
    training = log.ledger("training")
    first = add(log, "先前")
    id_ = add(log, "讲座")
    log.update(training, id_, {"place": "三楼"})
    log.delete(training, first)
    log.undo_step(log.steps()[0].id)
    point = log.steps()[2]
    assert log.undo_back_to(point.id) == "已撤销 2 次操作"
    assert live(log) == ["先前"]
    assert [one for _, one in said(log)] == [True, True, True, False]
    assert list(log.faults()) == []


def test_back_to_a_point_that_another_desk_stands_on_changes_nothing(log: Log) -> None:
    training, desk = log.ledger("training"), log.setting("desk") or ""
    id_, other = add(log, "讲座"), add(log, "另一场")
    log.set_setting("desk", "另一张桌子")
    log.update(training, id_, {"name": "大讲座"})
    log.set_setting("desk", desk)
    log.update(training, other, {"place": "三楼"})
    with pytest.raises(Refusal, match="“大讲座”后来又被改过"):
        log.undo_back_to(log.steps()[-1].id)
    assert value(log, other, "place") == "三楼"
    assert [one for _, one in said(log)] == [False, False, False]


def test_work_on_a_large_batch_can_be_stopped(log: Log) -> None:
    class Stopped(Exception):
        pass

    told: list[int] = []

    def stop(done: int, whole: int) -> None:
        told.append(done)
        assert whole == 450
        if done:
            raise Stopped

    log.add_many(log.ledger("training"), [(n, {"name": f"{n}"}) for n in range(450)])
    with pytest.raises(Stopped):
        log.undo_step(log.steps()[0].id, stop)
    assert told == [0, 200]
    assert len(live(log)) == 450


def test_a_list_that_is_out_of_date_does_nothing(log: Log) -> None:
    add(log, "讲座")
    step = log.steps()[0]
    log.undo()
    with pytest.raises(Refusal, match="请重新看一遍列表"):
        log.undo_step(step.id)
    with pytest.raises(Refusal, match="不在列表里了"):
        log.undo_back_to("nobody")
