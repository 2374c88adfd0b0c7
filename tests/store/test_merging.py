"""Desks that each keep a log of their own and add them up, without files: entries straight from log to log."""

import random
import shutil
from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import count, permutations
from pathlib import Path

import pytest

from desktop.catalogue import Catalogue, Refusal, Stored
from desktop.store import Detail, Log, backups, changes, merging
from desktop.store.batches import deleted_records
from desktop.store.changes import Change
from desktop.store.conflicts import DELETED, conflicts, settle
from desktop.store.connection import connect
from desktop.store.editions import Editions, NewEdition
from desktop.store.merging import Damaged, Merged
from desktop.store.sealing import Cost
from desktop.store.vault import NOT_HERE, Vault, new_password
from desktop.store.versions import restore_version, version_after

SEEDS = 12
STEPS = 60


class Office:
    """Several desks of one bureau, one clock on the wall."""

    def __init__(self, empty: Path, folder: Path, catalogue: Catalogue) -> None:
        self._empty, self._folder, self._catalogue = empty, folder, catalogue
        self._seconds, self._open = count(), list[Log]()

    def desk(self, person: str, copy_of: Log | None = None) -> Log:
        file = self._folder / f"{person}{len(self._open)}.db"
        if copy_of is not None:
            copy_of.connection.execute("VACUUM INTO ?", (str(file),))
        else:
            shutil.copy(self._empty, file)
        made = Log(file, connect(file), self._catalogue, person)
        made.clock = self.time
        if copy_of is None:
            made.set_setting("desk", f"{person}-{len(self._open)}")
        self._open.append(made)
        return made

    def time(self) -> str:
        second = next(self._seconds)
        return f"2025-11-21T{second // 3600:02}:{second // 60 % 60:02}:{second % 60:02}.000Z"

    def close(self) -> None:
        for one in self._open:
            one.close()


@pytest.fixture
def office(empty_log: Path, tmp_path: Path, catalogue: Catalogue) -> Iterator[Office]:
    made = Office(empty_log, tmp_path, catalogue)
    yield made
    made.close()


def take(target: Log, *sources: Log) -> Merged:
    packages = []
    for one in sources:
        entries = list(merging.entries_of(one))
        merging.check_chain(entries)
        packages.append((entries, merging.masks_of(one)))
    return merging.merge(target, packages)


def add(log: Log, name: str, **typed: object) -> str:
    return log.add(log.ledger("training"), {"name": name, **typed})


def change(log: Log, id_: str, **typed: object) -> None:
    log.update(log.ledger("training"), id_, typed)


def row(log: Log, id_: str) -> dict[str, object]:
    found = log.record(log.ledger("training"), id_)
    assert found is not None
    return found


def tables(log: Log) -> list[tuple[object, ...]]:
    """All records of the ledgers that these tests use."""
    names = ("training", "enterprise", "enforcement_check", "tip_off")
    return [row for name in names for row in log.query(f"SELECT * FROM {name} ORDER BY id")]


def entries(log: Log) -> set[str]:
    """The changes of records, by their hashes; what each desk notes of its merging is its own."""
    return {digest for (digest,) in log.query("SELECT hash FROM _change WHERE ledger <> '_merge'")}


def listed(log: Log) -> list[tuple[object, ...]]:
    """What stands in the list of conflicts."""
    found = ((one.id, one.field, tuple((side.value, side.at) for side in one.sides)) for one in conflicts(log))
    return sorted(found, key=str)


def sound(log: Log) -> bool:
    return list(log.faults()) == []


# -------------------------------------------------------------------- one after the other


def test_new_records_of_another_desk_come_in_with_their_authors(office: Office) -> None:
    here, there = office.desk("张三"), office.desk("李四")
    add(here, "甲讲座")
    id_ = add(there, "乙讲座", place="三楼")
    done = take(here, there)
    assert (done.entries, done.added, done.changed) == (1, {"training": 1}, 0)
    assert row(here, id_)["created_by"] == "李四"
    assert [one.person for one in here.history(here.ledger("training"), id_)] == ["李四"]
    assert [one["name"] for one in here.records(here.ledger("training"))] == ["甲讲座", "乙讲座"]
    assert sound(here)


def test_the_same_package_twice_adds_nothing(office: Office) -> None:
    here, there = office.desk("张三"), office.desk("李四")
    change(there, add(there, "讲座"), place="三楼")
    take(here, there)
    before = here.query("SELECT count(*) FROM _change").__next__()
    assert take(here, there) == Merged()
    assert next(here.query("SELECT count(*) FROM _change")) == before


def test_two_desks_that_exchange_packages_have_the_same_records_and_come_to_rest(office: Office) -> None:
    here, there = office.desk("张三"), office.desk("李四")
    add(here, "甲讲座")
    add(there, "乙讲座")
    take(here, there)
    take(there, here)
    assert tables(here) == tables(there)
    assert take(here, there).entries == 0
    assert take(there, here).entries == 0


def test_different_fields_of_one_record_are_no_conflict(office: Office) -> None:
    here = office.desk("张三")
    id_ = add(here, "讲座")
    there = office.desk("李四")
    take(there, here)
    change(here, id_, place="三楼")
    change(there, id_, hours="2")
    take(here, there)
    assert (row(here, id_)["place"], row(here, id_)["hours"]) == ("三楼", 20)
    assert conflicts(here) == []
    assert sound(here)


def test_the_later_change_of_one_field_stands_and_both_are_listed(office: Office) -> None:
    here = office.desk("张三")
    id_ = add(here, "讲座", place="一楼")
    there = office.desk("李四")
    take(there, here)
    change(there, id_, place="四楼")
    change(here, id_, place="三楼")
    take(here, there)
    take(there, here)
    for log in (here, there):
        assert row(log, id_)["place"] == "三楼"
        (one,) = conflicts(log)
        assert (one.title, one.label) == ("学法培训“讲座”", "地点")
        assert [(side.text, side.person) for side in one.sides] == [("三楼", "张三"), ("四楼", "李四")]
        assert sound(log)


def test_a_choice_ends_the_conflict_at_every_desk(office: Office) -> None:
    here = office.desk("张三")
    id_ = add(here, "讲座", place="一楼")
    there = office.desk("李四")
    take(there, here)
    change(there, id_, place="四楼")
    change(here, id_, place="三楼")
    take(here, there)
    assert settle(here, conflicts(here)[0], 1) == "学法培训“讲座”的地点选定为“四楼”"
    take(there, here)
    for log in (here, there):
        assert row(log, id_)["place"] == "四楼"
        assert conflicts(log) == []
        assert sound(log)


def test_a_choice_is_undone_like_any_change(office: Office) -> None:
    here = office.desk("张三")
    id_ = add(here, "讲座", place="一楼")
    there = office.desk("李四")
    take(there, here)
    change(there, id_, place="四楼")
    change(here, id_, place="三楼")
    take(here, there)
    settle(here, conflicts(here)[0], 1)
    assert here.undo() == "已撤销：选定 1 条学法培训"
    assert row(here, id_)["place"] == "三楼"
    assert conflicts(here) == []
    assert sound(here)
    change(there, id_, hours="2")
    take(there, here)
    assert row(there, id_)["place"] == "三楼"


def test_choosing_what_stands_ends_the_conflict_too_even_where_it_is_nothing(office: Office) -> None:
    here = office.desk("张三")
    id_ = add(here, "讲座", place="一楼")
    there = office.desk("李四")
    take(there, here)
    change(there, id_, place="四楼")
    change(here, id_, place=None)
    take(here, there)
    (one,) = conflicts(here)
    assert [side.text for side in one.sides] == ["空", "四楼"]
    settle(here, one, 0)
    assert row(here, id_)["place"] is None
    assert conflicts(here) == []
    assert sound(here)
    with pytest.raises(Refusal, match="后来又被改过"):
        change(here, id_, place="五楼")
        settle(here, one, 1)


def test_the_same_change_at_two_desks_is_no_conflict(office: Office) -> None:
    here = office.desk("张三")
    id_ = add(here, "讲座")
    there = office.desk("李四")
    take(there, here)
    for log in (here, there):
        change(log, id_, place="三楼")
    take(here, there)
    assert conflicts(here) == []


def test_a_change_made_in_knowledge_of_the_other_stands_whatever_the_clocks_say(office: Office) -> None:
    here, there = office.desk("张三"), office.desk("李四")
    id_ = add(there, "讲座")
    there.clock = lambda: "2035-01-01T00:00:00.000Z"
    change(there, id_, place="四楼")
    take(here, there)
    change(here, id_, place="三楼")
    take(there, here)
    for log in (here, there):
        assert row(log, id_)["place"] == "三楼"
        assert conflicts(log) == []
        assert sound(log)


def test_a_deletion_travels_and_comes_back(office: Office) -> None:
    here, there = office.desk("张三"), office.desk("李四")
    id_ = add(here, "讲座")
    take(there, here)
    there.delete(there.ledger("training"), id_)
    take(here, there)
    assert row(here, id_)["deleted_at"]
    assert conflicts(here) == []
    here.restore(here.ledger("training"), id_)
    take(there, here)
    assert row(there, id_)["deleted_at"] is None


def test_a_record_that_one_deletes_and_another_works_on_is_listed(office: Office) -> None:
    here = office.desk("张三")
    id_ = add(here, "讲座")
    there = office.desk("李四")
    take(there, here)
    here.delete(here.ledger("training"), id_)
    change(there, id_, place="四楼", hours="3")
    take(here, there)
    (one,) = conflicts(here)
    assert one.field == DELETED
    assert [(side.text, side.person) for side in one.sides] == [("删除", "张三"), ("保留，改了地点、学时", "李四")]
    settle(here, one, 1)
    assert (row(here, id_)["deleted_at"], row(here, id_)["place"]) == (None, "四楼")
    assert conflicts(here) == []
    assert sound(here)


def test_the_bin_names_who_deleted_and_not_who_worked_on_it_meanwhile(office: Office) -> None:
    here, there = office.desk("张三"), office.desk("李四")
    id_ = add(here, "讲座")
    take(there, here)
    change(there, id_, place="四楼")
    here.delete(here.ledger("training"), id_)
    take(here, there)
    take(there, here)
    assert [[one.person for one in deleted_records(log)] for log in (here, there)] == [["张三"], ["张三"]]


def check_with_hazards(log: Log) -> str:
    ledgers = log.catalogue.ledgers
    log.add(ledgers["enterprise"], {"name": "甲厂"})
    typed = {"check_no": "JC-1", "checked_on": "2025-03-01", "enterprise": "甲厂"}
    rows = [Detail(ledgers["hazard"], "check", {"description": one, "found_on": "2025-03-01"}) for one in "一二"]
    return log.save_with_details(ledgers["enforcement_check"], None, typed, rows)


def add_hazard(log: Log, check: str, description: str) -> None:
    row = Detail(log.ledger("hazard"), "check", {"description": description, "found_on": "2025-03-02"})
    log.save_with_details(log.ledger("enforcement_check"), check, {}, [row])


def hazards(log: Log) -> list[object]:
    return [one["description"] for one in log.records(log.ledger("hazard"))]


def test_a_record_that_is_kept_gets_its_rows_back(office: Office) -> None:
    here, there = office.desk("张三"), office.desk("李四")
    check = check_with_hazards(here)
    take(there, here)
    here.delete(here.ledger("enforcement_check"), check)
    there.update(there.ledger("enforcement_check"), check, {"check_no": "JC-9"})
    take(here, there)
    assert hazards(here) == []
    settle(here, conflicts(here)[0], 1)
    assert hazards(here) == ["一", "二"]
    assert here.undo() == "已撤销：选定 1 条执法检查、选定 2 条隐患"
    assert hazards(here) == []
    here.redo()
    take(there, here)
    assert hazards(there) == ["一", "二"]
    assert conflicts(here) == conflicts(there) == []
    assert sound(here)
    assert sound(there)


def test_a_hazard_that_is_kept_brings_back_the_check_that_it_belongs_to(office: Office) -> None:
    """It is said before; the other hazards stay where they are, and the figures of both desks agree."""
    here, there = office.desk("张三"), office.desk("李四")
    check = check_with_hazards(here)
    take(there, here)
    here.delete(here.ledger("enforcement_check"), check)
    (first, _second) = there.records(there.ledger("hazard"))
    there.update(there.ledger("hazard"), str(first["id"]), {"location": "二号车间"})
    take(here, there)
    (one,) = conflicts(here)
    assert one.sides[1].text == "保留，改了部位，连同所属的执法检查“JC-1”"
    settle(here, one, 1)
    take(there, here)
    for log in (here, there):
        assert hazards(log) == [first["description"]]
        assert [each["check_no"] for each in log.records(log.ledger("enforcement_check"))] == ["JC-1"]
        assert conflicts(log) == []
        log.update(log.ledger("hazard"), str(first["id"]), {"check": "JC-1"})
        assert sound(log)
    assert here.undo() == "已撤销：选定 1 条隐患、选定 1 条执法检查"
    assert hazards(here) == [] and list(here.records(here.ledger("enforcement_check"))) == []


@pytest.mark.parametrize(("place", "left"), [(0, []), (1, ["一", "二", "新"])])
def test_a_record_deleted_while_another_desk_adds_a_row_is_listed(
    place: int, left: list[str], office: Office
) -> None:
    here, there = office.desk("张三"), office.desk("李四")
    check = check_with_hazards(here)
    take(there, here)
    here.delete(here.ledger("enforcement_check"), check)
    add_hazard(there, check, "新")
    take(here, there)
    take(there, here)
    assert listed(here) == listed(there)
    (one,) = conflicts(here)
    assert (one.title, one.field) == ("执法检查“JC-1”", DELETED)
    assert [(side.text, side.person) for side in one.sides] == [("删除", "张三"), ("保留，添了 1 项隐患", "李四")]
    settle(here, one, place)
    take(there, here)
    for log in (here, there):
        assert hazards(log) == left
        assert (log.record(log.ledger("enforcement_check"), check) or {})["deleted_at"] is None or place == 0
        assert conflicts(log) == []
        assert sound(log)


def test_records_deleted_from_outside_do_not_stop_the_list_of_conflicts(office: Office) -> None:
    here, there = office.desk("张三"), office.desk("李四")
    check = check_with_hazards(here)
    take(there, here)
    here.connection.execute("UPDATE enforcement_check SET deleted_at = '2025-01-01' WHERE id = ?", (check,))
    add(there, "讲座")
    take(here, there)
    assert conflicts(here) == []
    assert not sound(here)


def test_copies_of_one_file_list_a_deletion_and_an_addition(office: Office) -> None:
    here = office.desk("张三")
    check = check_with_hazards(here)
    there = office.desk("李四", copy_of=here)
    add_hazard(there, check, "新")
    here.delete(here.ledger("enforcement_check"), check)
    take(here, there)
    take(there, here)
    assert listed(here) == listed(there)
    (one,) = conflicts(there)
    settle(there, one, 1)
    take(here, there)
    assert hazards(here) == hazards(there) == ["一", "二", "新"]
    assert tables(here) == tables(there)
    assert sound(here)


def test_a_row_that_is_restored_in_knowledge_of_the_deletion_is_no_conflict(office: Office) -> None:
    here, there = office.desk("张三"), office.desk("李四")
    check = check_with_hazards(here)
    here.delete(here.ledger("enforcement_check"), check)
    take(there, here)
    (row_, *_) = there.records(there.ledger("hazard"), deleted=True)
    there.restore(there.ledger("hazard"), str(row_["id"]))
    take(here, there)
    assert conflicts(here) == conflicts(there) == []


def test_links_come_with_the_record_that_they_name(office: Office) -> None:
    here, there = office.desk("张三"), office.desk("李四")
    # The check is logged first and linked later: its entry comes before the enterprise's.
    check = there.add(there.ledger("enforcement_check"), {"check_no": "1"})
    there.add(there.ledger("enterprise"), {"name": "甲化工厂"})
    there.update(there.ledger("enforcement_check"), check, {"enterprise": "甲化工厂"})
    take(here, there)
    (found,) = here.records(here.ledger("enforcement_check"))
    assert here.titles(here.ledger("enterprise"))[str(found["enterprise"])] == "甲化工厂"
    assert sound(here)


def test_an_enterprise_that_two_desks_logged_is_named(office: Office) -> None:
    here, there = office.desk("张三"), office.desk("李四")
    for log in (here, there):
        log.add(log.ledger("enterprise"), {"name": "甲化工厂"})
    assert take(here, there).doubles == ["企业库“甲化工厂”"]


def test_undo_does_not_touch_what_came_from_others(office: Office) -> None:
    here, there = office.desk("张三"), office.desk("李四")
    id_ = add(here, "讲座")
    take(there, here)
    change(there, id_, name="大讲座")
    take(here, there)
    with pytest.raises(Refusal, match="“大讲座”后来又被改过"):
        here.undo()
    add(here, "第二场")
    assert here.undo() == "已撤销：新增 1 条学法培训"
    assert sound(here)


# -------------------------------------------------------------------- identities

TIP = {"received_on": "2025-03-05", "content": "堵塞安全出口", "real_name": True, "reporter": "王建国"}


def protected(log: Log) -> Vault:
    vault = Vault(log)
    vault.set_up(new_password("青石-举报-2025", "青石-举报-2025", Cost(1, 1, 64)))
    return vault


def reporter(log: Log, id_: str) -> object:
    return (log.record(log.ledger("tip_off"), id_) or {})["reporter"]


def test_of_an_identity_the_mask_travels_and_not_the_text(office: Office) -> None:
    here, there = office.desk("张三"), office.desk("李四")
    vaults = {log: protected(log) for log in (here, there)}
    id_ = there.add(there.ledger("tip_off"), TIP)
    take(here, there)
    assert reporter(here, id_) == "王**"
    assert [bytes(sealed) for (sealed,) in here.query("SELECT sealed FROM _secret")] == [b""]
    assert vaults[here].show(here.ledger("tip_off"), id_, "回访") == {"reporter": NOT_HERE}
    assert vaults[there].show(there.ledger("tip_off"), id_, "回访") == {"reporter": "王建国"}
    assert [vaults[log].is_elsewhere(log.ledger("tip_off"), id_) for log in (here, there)] == [True, False]
    plain = here.add(here.ledger("tip_off"), {"received_on": "2025-03-05"})
    assert not vaults[here].is_elsewhere(here.ledger("tip_off"), plain)
    assert sound(here)
    # What is changed here is kept here, and the mask goes back.
    here.update(here.ledger("tip_off"), id_, {"reporter": "赵卫东"})
    take(there, here)
    assert reporter(there, id_) == "赵**"
    assert sound(there)


def test_erasing_an_identity_at_one_desk_erases_it_at_the_other(office: Office) -> None:
    here, there = office.desk("张三"), office.desk("李四")
    protected(there)
    vault = protected(here)
    id_ = there.add(there.ledger("tip_off"), TIP)
    before = list(merging.entries_of(there)), merging.masks_of(there)
    take(here, there)
    vault.erase(here.ledger("tip_off"), id_, "期满")
    take(there, here)
    for log in (here, there):
        assert reporter(log, id_) == "已清除"
        assert list(log.query("SELECT 1 FROM _secret")) == []
        assert sound(log)
    # An older package does not bring the mask back.
    assert merging.merge(here, [before]).entries == 0
    fresh = office.desk("王五")
    merging.merge(fresh, [before])
    take(fresh, here)
    assert reporter(fresh, id_) == "已清除"
    assert list(fresh.query("SELECT 1 FROM _secret")) == []
    assert sound(fresh)


def test_an_identity_in_the_clear_is_not_packed(office: Office) -> None:
    there = office.desk("李四")
    id_ = there.add(there.ledger("tip_off"), {"received_on": "2025-03-05"})
    there.put_values([(there.ledger("tip_off"), id_, {"reporter": "王建国"})], "早先的程序")
    with pytest.raises(Refusal, match="还有没加密的举报人信息，没有打包"):
        list(merging.entries_of(there))


# -------------------------------------------------------------------- copies and restored files


def test_a_copied_file_that_went_on_at_two_places_loses_nothing(office: Office) -> None:
    here = office.desk("张三")
    id_ = add(here, "讲座")
    copied = office.desk("李四", copy_of=here)
    change(here, id_, place="三楼")
    change(copied, id_, hours="2")
    add(copied, "另一场")
    name = here.setting("desk")
    take(here, copied)
    assert (row(here, id_)["place"], row(here, id_)["hours"]) == ("三楼", 20)
    assert here.setting("desk") != name
    assert merging.own_desks(here)[1:] == [name]
    assert here.undoable is None
    assert sound(here)
    change(here, id_, place="五楼")
    take(copied, here)
    assert tables(here) == tables(copied)
    assert (conflicts(here), conflicts(copied)) == ([], [])
    assert sound(copied)


def test_an_edition_of_a_copy_is_not_missed_here(office: Office) -> None:
    here = office.desk("张三")
    add(here, "讲座")
    copied = office.desk("李四", copy_of=here)
    for log in (here, copied):
        Editions(log).keep(NewEdition(2025, "2025-01-01", "2025-12-31", True, "default", "正文", (), (), {}))
    take(here, copied)
    assert sound(here)
    assert len(Editions(here).heads()) == 1
    take(copied, here)
    assert sound(copied)
    here.connection.execute("DROP TRIGGER _edition_no_delete")
    here.connection.execute("DELETE FROM _edition")
    assert any("不见了" in fault for fault in here.faults())


def test_backups_and_restores_know_the_file_by_its_former_name(office: Office) -> None:
    here = office.desk("张三")
    add(here, "讲座")
    daily, by_hand = (
        backups.back_up(here.file, kind, now=datetime(2025, 11, 1)).backup
        for kind in (backups.Kind.DAILY, backups.Kind.BY_HAND)
    )
    copied = office.desk("李四", copy_of=here)
    add(copied, "另一场")
    take(here, copied)
    for day in range(2, 12):
        backups.back_up(here.file, backups.Kind.DAILY, now=datetime(2025, 11, day))
    left = {one.file.name: one.desk for one in backups.listed(by_hand.file.parent)}
    assert set(left.values()) == {by_hand.desk, here.setting("desk")}
    assert daily.file.name not in left, "it has served its time, under whatever name"
    here.close()
    assert backups.restore(by_hand.file, here.file).records == 1


def test_what_a_restore_lost_comes_back_from_the_other_desk(office: Office) -> None:
    here, there = office.desk("张三"), office.desk("李四")
    add(here, "早先")
    restored = office.desk("张三", copy_of=here)
    add(here, "备份以后")
    take(there, here)
    add(restored, "恢复以后")
    take(restored, there)
    names = [one["name"] for one in restored.records(restored.ledger("training"))]
    assert names == ["早先", "备份以后", "恢复以后"]
    assert sound(restored)


def test_the_history_of_a_merged_record_goes_by_the_clock_and_each_version_is_its_desk_s(office: Office) -> None:
    here = office.desk("张三")
    id_ = add(here, "讲座", place="一楼")
    there = office.desk("李四")
    take(there, here)
    change(there, id_, place="四楼")
    change(here, id_, place="三楼", hours="2")
    take(here, there)
    training = here.ledger("training")
    history = here.history(training, id_)
    assert [(one.person, one.action) for one in history] == [
        ("张三", "update"), ("李四", "update"), ("张三", "insert"),
    ]  # fmt: skip
    old = version_after(here, training, id_, history[1])
    assert (old["place"], old.get("hours")) == ("四楼", None)
    restore_version(here, training, id_, history[1])
    assert (row(here, id_)["place"], row(here, id_)["hours"]) == ("四楼", None)
    assert conflicts(here) == []
    assert sound(here)


# -------------------------------------------------------------------- refused


def test_a_broken_chain_is_found(office: Office) -> None:
    there = office.desk("李四")
    for name in "一二三":
        add(there, name)
    whole = list(merging.entries_of(there))
    changed = [whole[0], (*whole[1][:3], "别人", *whole[1][4:]), whole[2]]
    for wrong in (whole[1:], [whole[0], whole[2]], changed, [whole[1], whole[0], whole[2]]):
        with pytest.raises(Damaged):
            merging.check_chain(wrong)


def test_a_ledger_that_is_not_known_here_is_refused_and_nothing_written(office: Office) -> None:
    here, there = office.desk("张三"), office.desk("李四")
    add(there, "讲座")
    whole = [
        tuple("unheard_of" if one == "training" else one for one in entry) for entry in merging.entries_of(there)
    ]
    with pytest.raises(Refusal, match="本机没有的台账（unheard_of）"):
        merging.merge(here, [(whole, [])])
    assert tables(here) == []
    assert next(here.query("SELECT count(*) FROM _change")) == (0,)


@pytest.mark.parametrize(
    ("field", "value"), [("enterprise", "01999999-0000-7000-8000-000000000000"), ("check_no", 10**30)]
)
def test_a_change_that_does_not_fit_a_record_is_refused_and_nothing_written(
    field: str, value: Stored, office: Office
) -> None:
    here, there = office.desk("张三"), office.desk("李四")
    check = check_with_hazards(here)
    take(there, here)
    forged = Change("enforcement_check", check, "update", {}, {field: value})
    with there.transaction():
        changes.append(there.connection, there.author(), [forged])
    before = tables(here), entries(here)
    with pytest.raises(Damaged):
        take(here, there)
    assert (tables(here), entries(here)) == before


def test_a_link_to_nothing_is_refused_and_nothing_written(office: Office) -> None:
    here, there = office.desk("张三"), office.desk("李四")
    there.add(there.ledger("enterprise"), {"name": "甲化工厂"})
    there.add(there.ledger("enforcement_check"), {"check_no": "1", "enterprise": "甲化工厂"})
    with pytest.raises(Damaged, match="链接的记录不在包里"):
        merging.merge(here, [(list(merging.entries_of(there))[1:], [])])
    assert tables(here) == []


# -------------------------------------------------------------------- any order


def work(logs: Sequence[Log], chance: random.Random) -> None:
    """Some weeks in an office: everyone adds, edits, deletes, undoes; now and then packages go round."""
    for _ in range(STEPS):
        log = chance.choice(logs)
        training = log.ledger("training")
        known = [str(id_) for (id_,) in log.query("SELECT id FROM training ORDER BY id")]
        live = [str(one["id"]) for one in log.records(training)]
        match chance.choice(["add", "edit", "edit", "edit", "delete", "restore", "undo", "merge", "settle"]):
            case "add":
                add(log, f"第{chance.randrange(99)}场")
            case "edit" if live:
                field = chance.choice(["place", "name", "note"])
                change(log, chance.choice(live), **{field: f"{chance.randrange(9)}楼"})
            case "delete" if live:
                log.delete(training, chance.choice(live))
            case "restore" if known:
                log.restore(training, chance.choice(known))
            case "undo":
                try:
                    log.undo()
                except Refusal as refusal:
                    assert "后来又被改过" in str(refusal)
            case "merge":
                take(log, chance.choice(logs))
            case "settle" if found := conflicts(log):
                settle(log, chance.choice(found), chance.randrange(2))


@pytest.mark.parametrize("seed", range(SEEDS))
def test_packages_in_any_order_make_the_same_log(seed: int, office: Office) -> None:
    chance = random.Random(seed)
    logs = [office.desk(person) for person in ("张三", "李四", "王五")]
    if seed % 3 == 0:
        add(logs[0], "开头")
        logs.append(office.desk("赵六", copy_of=logs[0]))
    work(logs, chance)
    results = []
    for order in chance.sample(list(permutations(logs)), 5):
        target = office.desk("汇总")
        for one in order:
            take(target, one)
        assert sound(target)
        assert take(target, *logs).entries == 0
        results.append((tables(target), entries(target), listed(target)))
    at_once = office.desk("汇总")
    take(at_once, *logs)
    results.append((tables(at_once), entries(at_once), listed(at_once)))
    assert all(one == results[0] for one in results)
    for log in logs:
        take(log, *logs)
        assert sound(log)
        assert (tables(log), entries(log), listed(log)) == results[0]


def test_the_property_test_sees_conflicts_and_deletions(office: Office) -> None:
    """It would prove little on logs in which nothing of the kind happens."""
    met = set[str]()
    for seed in range(SEEDS):
        logs = [office.desk(person) for person in ("张三", "李四", "王五")]
        work(logs, random.Random(seed))
        target = office.desk("汇总")
        take(target, *logs)
        met |= {one.field for one in conflicts(target)}
    assert {"place", DELETED} <= met
