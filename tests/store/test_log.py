"""A clerk's work with the log: add, mend, delete, restore, link; what is refused and what is kept."""

import json
import re
import uuid
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from desktop.catalogue import Definitions, Refusal
from desktop.store import Log, Rejected, plain_record
from desktop.store.connection import APPLICATION_ID, FORMAT

GOOD_CODE, BAD_CODE = "91110000600037341L", "91110000600037341M"
LESSON = {"名称": "安全生产法宣讲", "held_on": "2024年3月5日", "kind": "course", "participants": "约300人次"}


def history(log: Log, record: str) -> list[dict[str, object]]:
    """The changes of a record, oldest first."""
    cursor = log.connection.execute("SELECT * FROM _change WHERE record = ? ORDER BY seq", (record,))
    names = [column[0] for column in cursor.description]
    rows = [dict(zip(names, row, strict=True)) for row in cursor]
    return [{**row, "before": json.loads(row["before"]), "after": json.loads(row["after"])} for row in rows]


def all_changes(log: Log) -> int:
    return int(log.connection.execute("SELECT count(*) FROM _change").fetchone()[0])


def add(log: Log, ledger: str, **typed: object) -> str:
    return log.add(log.ledger(ledger), typed)


def got(log: Log, ledger: str, id_: str) -> dict[str, object]:
    found = log.record(log.ledger(ledger), id_)
    assert found is not None
    return dict(found)


def problems(log: Log, ledger: str, typed: Mapping[str, object]) -> dict[str, str]:
    """Why a new record is not saved, by field; nothing is in the ledger afterwards that was not before."""
    before = list(log.records(log.ledger(ledger)))
    with pytest.raises(Rejected) as caught:
        log.add(log.ledger(ledger), typed)
    assert list(log.records(log.ledger(ledger))) == before
    return {problem.field: problem.message for problem in caught.value.problems}


# -------------------------------------------------------------------- creating and opening


def test_a_new_log_is_marked_as_ours_and_empty(tmp_path: Path) -> None:
    file = tmp_path / "台账 2024.db"
    with Log.create(file, settings={"bureau": "青石区应急管理局"}, person="张三") as log:
        assert log.setting("bureau") == "青石区应急管理局"
        assert uuid.UUID(str(log.setting("desk")))
        assert log.setting("nothing") is None
        assert all(not list(log.records(ledger)) for ledger in log.catalogue.ledgers.values())
        assert list(log.faults()) == []
        assert log.connection.execute("PRAGMA application_id").fetchone()[0] == APPLICATION_ID
        assert log.connection.execute("PRAGMA user_version").fetchone()[0] == FORMAT
        assert log.connection.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert log.connection.execute("PRAGMA synchronous").fetchone()[0] == 2
        assert log.connection.execute("PRAGMA foreign_keys").fetchone()[0] == 1
    assert [one.name for one in tmp_path.iterdir()] == [file.name], "no -wal or -shm is left beside a closed log"


def test_what_one_person_saved_another_finds_after_opening(file: Path) -> None:
    with Log.open(file, person="张三") as log:
        id_ = log.add(log.ledger("学法培训"), LESSON)
        log.set_setting("bureau", "红石区应急管理局")
    with Log.open(file, person="李四") as log:
        assert got(log, "training", id_)["name"] == "安全生产法宣讲"
        assert log.setting("bureau") == "红石区应急管理局"
        log.update(log.ledger("training"), id_, {"hours": "1.5"})
        assert [one["person"] for one in history(log, id_)] == ["张三", "李四"]
        assert list(log.faults()) == []


def test_an_existing_file_is_never_made_anew(file: Path) -> None:
    before = file.read_bytes()
    with pytest.raises(Refusal, match="已经存在"):
        Log.create(file)
    assert file.read_bytes() == before


def test_a_log_needs_its_folder(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="没有文件夹"):
        Log.create(tmp_path / "没有" / "log.db")
    assert list(tmp_path.iterdir()) == []


def test_a_mistaken_definition_leaves_no_file(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match=re.escape("own.toml")):
        Log.create(tmp_path / "log.db", definitions=[Definitions("own.toml", "[indicators.x]\nlabel = 1")])
    assert list(tmp_path.iterdir()) == []


OWN_LEDGER = """
[ledgers.{0}]
label = "{0}"
group = "综合"
unit = "次"
title = "name"
date = "done_on"
[ledgers.{0}.fields.name]
label = "名称"
type = "text"
[ledgers.{0}.fields.done_on]
label = "日期"
type = "date"
"""


def test_a_bureau_s_own_ledger_lives_in_the_file(tmp_path: Path) -> None:
    with Log.create(tmp_path / "log.db", definitions=[Definitions("own.toml", OWN_LEDGER.format("visits"))]) as log:
        id_ = add(log, "visits", name="走访", done_on="2024-03-05")
    with Log.open(tmp_path / "log.db") as log:
        assert got(log, "visits", id_)["name"] == "走访"


def test_two_definition_files_of_one_name_are_both_kept_or_refused(tmp_path: Path) -> None:
    own = [Definitions("own.toml", OWN_LEDGER.format(name)) for name in ("visits", "gifts")]
    try:
        Log.create(tmp_path / "log.db", definitions=own).close()
    except Refusal:
        assert list(tmp_path.iterdir()) == []
        return
    with Log.open(tmp_path / "log.db") as log:
        assert {"visits", "gifts"} <= set(log.catalogue.ledgers)


@pytest.mark.parametrize("name", ["_change", "sqlite_own", "Training"])
def test_a_ledger_that_cannot_be_a_table_is_refused_and_leaves_no_file(tmp_path: Path, name: str) -> None:
    with pytest.raises(Refusal):
        Log.create(tmp_path / "log.db", definitions=[Definitions("own.toml", OWN_LEDGER.format(name))])
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_ledger_is_refused(log: Log) -> None:
    with pytest.raises(Refusal, match="没有台账“会议室”"):
        log.ledger("会议室")


# -------------------------------------------------------------------- adding


def test_values_are_stored_as_designed_with_defaults_and_stamps(log: Log) -> None:
    log.clock = lambda: "2024-03-06T01:02:03.004Z"
    enterprise = add(log, "enterprise", name="甲公司", industry="化工", standardised="是")
    id_ = add(
        log, "行政处罚案件", 案号="（青）应急罚〔2024〕１号", decided_on="2024.3.5", fine="3.25万元",
        penalty_kinds="警告、罚款", enterprise="甲公司", note="第一段\n第二段", result=None,
    )  # fmt: skip
    lesson = add(log, "training", name="讲座", hours="1.5", sessions="约3", co_organisers=["甲局", "乙局"])

    case = {key: value for key, value in got(log, "penalty_case", id_).items() if value is not None}
    assert case == {
        "id": id_, "created_at": "2024-03-06T01:02:03.004Z", "created_by": "张三",
        "case_no": "（青）应急罚〔2024〕1号", "decided_on": "2024-03-05", "fine": 3_250_000,
        "penalty_kinds": '["警告", "罚款"]', "enterprise": enterprise, "note": "第一段\n第二段", "level": "本局",
    }  # fmt: skip
    assert got(log, "enterprise", enterprise)["standardised"] == 1
    stored = got(log, "training", lesson)
    assert (stored["hours"], stored["sessions"], stored["sessions_approx"]) == (15, 3, 1)
    assert stored["co_organisers"] == '["甲局", "乙局"]'
    assert (stored["status"], stored["level"]) == ("完成", "本局")
    assert uuid.UUID(id_).version == 7


def test_records_come_in_the_order_in_which_they_were_made(log: Log) -> None:
    names = [f"第{n}场" for n in range(30)]
    for name in names[:3]:
        add(log, "training", name=name)
    log.add_many(log.ledger("training"), [(n, {"name": name}) for n, name in enumerate(names[3:])])
    assert [one["name"] for one in log.records(log.ledger("training"))] == names


def test_a_batch_keeps_the_good_lines_and_returns_the_others_with_every_problem(log: Log) -> None:
    lines = [
        (1, {"name": "好的一行", "held_on": "2024-03-05"}),
        (3, {"名称": "坏的一行", "日期": "2024-02-30", "kind": "午餐会", "participants": "许多", "colour": "红"}),
        (4, {}),
        (7, {"name": "早于", "held_on": "2024-03-05", "ended_on": "2024-03-04"}),
    ]
    added = log.add_many(log.ledger("training"), lines)
    assert [one["name"] for one in log.records(log.ledger("training"))] == ["好的一行", None]
    assert len(added.ids) == 2
    assert [one.line for one in added.rejected] == [3, 7]
    assert [problem.field for problem in added.rejected[0].problems] == ["held_on", "kind", "participants", "colour"]
    assert [problem.field for problem in added.rejected[1].problems] == ["ended_on"]
    for line in added.rejected:
        for problem in line.problems:
            assert re.search(r"[\u4e00-\u9fff]", problem.message)


def test_a_batch_is_one_action_in_the_change_log(log: Log) -> None:
    ids = log.add_many(log.ledger("training"), [(1, {"name": "一"}), (2, {"name": "二"})], reason="补录").ids
    third = add(log, "training", name="三")
    first, second, other = (history(log, id_)[0] for id_ in (*ids, third))
    assert first["batch"] == second["batch"] != other["batch"]
    assert first["at"] == second["at"]
    assert (first["reason"], other["reason"]) == ("补录", None)


def test_a_batch_that_breaks_off_leaves_nothing(log: Log) -> None:
    def lines() -> Iterator[tuple[int, Mapping[str, object]]]:
        yield 1, {"name": "一"}
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        log.add_many(log.ledger("training"), lines())
    assert list(log.records(log.ledger("training"))) == []
    assert all_changes(log) == 0
    add(log, "training", name="之后")
    assert list(log.faults()) == []


def test_a_failure_after_the_records_takes_them_back_with_their_history(log: Log) -> None:
    """The history cannot be written: the records must not stay without it."""
    log.connection.execute(
        "CREATE TRIGGER stop BEFORE INSERT ON _change WHEN NEW.after LIKE '%第二%'"
        " BEGIN SELECT RAISE(ABORT, 'no'); END"
    )
    with pytest.raises(Exception, match="no"):
        log.add_many(log.ledger("training"), [(1, {"name": "第一"}), (2, {"name": "第二"})])
    assert list(log.records(log.ledger("training"))) == []
    assert all_changes(log) == 0


def test_an_empty_batch_saves_nothing(log: Log) -> None:
    assert log.add_many(log.ledger("training"), []).ids == []
    assert all_changes(log) == 0


@pytest.mark.parametrize(
    ("typed", "field", "hint"),
    [
        ({"colour": "红"}, "colour", "没有“colour”这一栏"),
        ({"name": ["讲座"]}, "name", "应为文字"),
        ({"sessions": 0}, "sessions", "不能小于 1"),
        ({"plan_year": 1999}, "plan_year", "不能小于 2000"),
        ({"plan_year": 20240}, "plan_year", "不能大于 2100"),
        ({"teams": "约5支"}, "teams", "不能带“约”"),
        ({"sessions_approx": "是"}, "sessions_approx", "true 或 false"),
        ({"teams_approx": True}, "teams_approx", "没有“teams_approx”这一栏"),
        ({"deleted_at": "2024-03-05"}, "deleted_at", "这一栏"),
        ({"created_by": "李四"}, "created_by", "这一栏"),
        ({"": "空"}, "", "这一栏"),
    ],
)
def test_a_record_with_one_flaw_is_rejected_at_that_field(
    log: Log, typed: dict[str, object], field: str, hint: str
) -> None:
    found = problems(log, "training", {"name": "讲座", **typed})
    assert list(found) == [field]
    assert hint in found[field]


def test_several_problems_read_as_several_sentences(log: Log) -> None:
    found = problems(log, "training", {"colour": "红", "sessions_approx": "是", "held_on": "2024-02-30"})
    assert all(message.endswith("。") for message in found.values())


def test_a_reason_for_keeping_is_text(log: Log) -> None:
    assert "kept_reason" in problems(log, "training", {"name": "讲座", "kept_reason": ["核对过"]})


def test_one_field_given_twice_is_not_silently_halved(log: Log) -> None:
    """The English name and the Chinese label of one field, with different values."""
    assert problems(log, "training", {"name": "甲讲座", "名称": "乙讲座"})


def test_what_is_needed_to_save_cannot_be_left_out_blank_or_emptied_later(log: Log) -> None:
    for typed in ({}, {"name": None}, {"name": " \u3000"}, {"name": "\x00"}):
        assert problems(log, "enterprise", typed) == {"name": "企业名称必须填写。"}
    id_ = add(log, "enterprise", name="甲公司")
    with pytest.raises(Rejected, match="企业名称必须填写"):
        log.update(log.ledger("enterprise"), id_, {"name": ""})
    assert got(log, "enterprise", id_)["name"] == "甲公司"


def test_a_field_that_is_wrong_is_not_also_called_missing(log: Log) -> None:
    assert list(problems(log, "enterprise", {"name": True})) == ["name"]


def test_a_default_gives_way_to_what_is_typed_even_to_nothing(log: Log) -> None:
    typed = got(log, "training", add(log, "training", status="计划", level=None))
    assert (typed["status"], typed["level"], typed["sessions"]) == ("计划", None, 1)


@pytest.mark.parametrize(
    ("typed", "number", "mark"),
    [
        ({"participants": "约300"}, 300, 1),
        ({"participants": "300余人次"}, 300, 1),
        ({"参训人次": "近３００人次"}, 300, 1),
        ({"participants": 300, "participants_approx": True}, 300, 1),
        ({"participants_approx": True, "participants": "300"}, 300, 1),
        ({"participants": 300, "participants_approx": False}, 300, 0),
        ({"participants": "300"}, 300, None),
    ],
)
def test_about_is_kept_beside_the_number(log: Log, typed: dict[str, object], number: int, mark: int | None) -> None:
    stored = got(log, "training", add(log, "training", **typed))
    assert stored["participants"] == number
    assert (stored["participants_approx"] or None) == (mark or None)


def test_the_mark_goes_when_the_number_goes(log: Log) -> None:
    id_ = add(log, "training", participants="约300")
    log.update(log.ledger("training"), id_, {"participants": None})
    assert not got(log, "training", id_)["participants_approx"]


# -------------------------------------------------------------------- dates in order, check digits


def test_dates_stand_in_order_the_same_day_included(log: Log) -> None:
    add(log, "training", held_on="2024-03-05", ended_on="2024-03-05")
    assert (
        "早于举办日期 2024-03-05"
        in problems(log, "training", {"held_on": "20240305", "ended_on": "20240304"})["ended_on"]
    )
    add(log, "training", ended_on="2024-03-04")


def test_an_edit_of_either_date_is_checked_against_the_stored_other(log: Log) -> None:
    training = log.ledger("training")
    id_ = add(log, "training", held_on="2024-03-05", ended_on="2024-03-07")
    for typed in ({"ended_on": "2024-03-04"}, {"held_on": "2024-03-08"}):
        with pytest.raises(Rejected, match="早于"):
            log.update(training, id_, typed)
    assert log.update(training, id_, {"held_on": "2024-03-08", "ended_on": "2024-03-09"})
    assert log.update(training, id_, {"held_on": "2024-04-01", "ended_on": ""})


def test_a_code_with_a_wrong_check_digit_is_saved_only_with_a_reason(log: Log) -> None:
    found = problems(log, "enterprise", {"name": "甲公司", "uscc": BAD_CODE})
    assert list(found) == ["uscc"]
    assert "校验位不对" in found["uscc"]
    problems(log, "enterprise", {"name": "甲公司", "uscc": BAD_CODE, "保留原因": "  "})
    problems(log, "enterprise", {"name": "", "uscc": BAD_CODE, "保留原因": "营业执照如此"})

    id_ = add(log, "enterprise", name="甲公司", uscc=BAD_CODE, 保留原因=" 营业执照如此 ")
    assert got(log, "enterprise", id_)["kept_reason"] == "营业执照如此"
    assert log.update(log.ledger("enterprise"), id_, {"town": "青石镇"}), "the doubt is not raised at every edit"
    with pytest.raises(Rejected, match="校验位"):
        log.update(log.ledger("enterprise"), add(log, "enterprise", name="乙", uscc=GOOD_CODE), {"uscc": BAD_CODE})


def test_a_right_code_needs_no_reason_however_it_is_typed(log: Log) -> None:
    id_ = add(log, "enterprise", name="甲公司", uscc=" ９１１１００００ 600037341l")
    assert got(log, "enterprise", id_)["uscc"] == GOOD_CODE


# -------------------------------------------------------------------- links


@pytest.fixture
def firms(log: Log) -> dict[str, str]:
    """Two firms, and two others that share a name."""
    return {
        "甲": add(log, "enterprise", name="甲公司", uscc=GOOD_CODE),
        "乙": add(log, "enterprise", name="乙 公司"),
        "丙一": add(log, "enterprise", name="丙公司"),
        "丙二": add(log, "enterprise", name="丙公司", uscc="911100001000000000", kept_reason="旧码"),
    }


@pytest.mark.parametrize("typed", ["甲公司", " 甲公司\u3000", GOOD_CODE, " ９１１１００００ 600037341l "])
def test_a_link_names_its_record_by_name_or_code(log: Log, firms: dict[str, str], typed: str) -> None:
    assert got(log, "hazard", add(log, "hazard", enterprise=typed))["enterprise"] == firms["甲"]


def test_a_link_names_its_record_by_id_and_by_its_chinese_label(log: Log, firms: dict[str, str]) -> None:
    assert got(log, "hazard", add(log, "hazard", 企业=firms["丙一"]))["enterprise"] == firms["丙一"]
    assert got(log, "hazard", add(log, "hazard", 被检查单位="乙\u3000公司"))["enterprise"] == firms["乙"]


def test_a_link_to_one_of_two_namesakes_asks_for_the_code(log: Log, firms: dict[str, str]) -> None:
    assert "有 2 条" in problems(log, "hazard", {"enterprise": "丙公司"})["enterprise"]
    found = got(log, "hazard", add(log, "hazard", enterprise="911100001000000000"))
    assert found["enterprise"] == firms["丙二"]


@pytest.mark.parametrize(
    "typed", ["丁公司", "91110000600037341", "%", "甲公司' OR '1'='1", "01890000-0000-7000-8000-000000000000"]
)
def test_a_link_to_nothing_is_refused(log: Log, firms: dict[str, str], typed: str) -> None:
    assert "企业库里没有" in problems(log, "hazard", {"enterprise": typed})["enterprise"]


@pytest.mark.parametrize("typed", [True, ["甲公司"], {"name": "甲公司"}])
def test_a_link_of_the_wrong_kind_is_refused(log: Log, firms: dict[str, str], typed: object) -> None:
    assert "应为文字" in problems(log, "hazard", {"enterprise": typed})["enterprise"]


def test_a_link_to_a_deleted_record_is_refused_until_it_is_restored(log: Log, firms: dict[str, str]) -> None:
    log.delete(log.ledger("enterprise"), firms["甲"])
    for typed in ("甲公司", firms["甲"], GOOD_CODE):
        problems(log, "hazard", {"enterprise": typed})
    log.restore(log.ledger("enterprise"), firms["甲"])
    assert add(log, "hazard", enterprise="甲公司")


def test_a_deleted_namesake_is_no_rival(log: Log, firms: dict[str, str]) -> None:
    log.delete(log.ledger("enterprise"), firms["丙二"])
    assert got(log, "hazard", add(log, "hazard", enterprise="丙公司"))["enterprise"] == firms["丙一"]


def test_a_link_stays_when_its_record_is_renamed_or_deleted(log: Log, firms: dict[str, str]) -> None:
    hazard = add(log, "hazard", enterprise="甲公司")
    log.update(log.ledger("enterprise"), firms["甲"], {"name": "甲集团"})
    assert log.titles(log.ledger("enterprise"))[str(got(log, "hazard", hazard)["enterprise"])] == "甲集团"
    log.delete(log.ledger("enterprise"), firms["甲"])
    assert log.update(log.ledger("hazard"), hazard, {"location": "车间"}), "the record can still be edited"
    assert got(log, "hazard", hazard)["enterprise"] == firms["甲"]
    assert list(log.faults()) == []


def test_an_edit_moves_a_link_and_empties_it(log: Log, firms: dict[str, str]) -> None:
    hazard = add(log, "hazard", enterprise="甲公司")
    assert log.update(log.ledger("hazard"), hazard, {"enterprise": "乙 公司"})
    assert not log.update(log.ledger("hazard"), hazard, {"enterprise": firms["乙"]})
    assert log.update(log.ledger("hazard"), hazard, {"enterprise": ""})
    links = [(one["before"].get("enterprise"), one["after"].get("enterprise")) for one in history(log, hazard)]
    assert links == [(None, firms["甲"]), (firms["甲"], firms["乙"]), (firms["乙"], None)]


def test_one_bad_link_in_a_batch_leaves_the_others(log: Log, firms: dict[str, str]) -> None:
    typed = ["甲公司", "丁公司", "甲公司", GOOD_CODE]
    added = log.add_many(log.ledger("hazard"), [(n, {"enterprise": one}) for n, one in enumerate(typed, 1)])
    assert [line.line for line in added.rejected] == [2]
    assert {one["enterprise"] for one in log.records(log.ledger("hazard"))} == {firms["甲"]}


# -------------------------------------------------------------------- editing, deleting, restoring


def test_a_record_s_life_is_written_down(log: Log) -> None:
    training = log.ledger("training")
    id_ = log.add(training, LESSON)
    assert log.update(training, id_, {"举办日期": "2024-03-06", "地点": "三楼", "类别": "培训班"}, reason="改期")
    log.delete(training, id_, reason="重复")
    log.restore(training, id_)

    new, mended, deleted, restored = history(log, id_)
    assert [one["action"] for one in (new, mended, deleted, restored)] == ["insert", "update", "delete", "restore"]
    assert new["before"] == {}
    now = {key: value for key, value in got(log, "training", id_).items() if value is not None}
    assert {**new["after"], "held_on": "2024-03-06", "place": "三楼"} == now
    assert (new["after"]["held_on"], new["after"]["participants"], new["after"]["participants_approx"]) == (
        "2024-03-05", 300, 1,
    )  # fmt: skip
    assert mended["before"] == {"held_on": "2024-03-05"}
    assert mended["after"] == {"held_on": "2024-03-06", "place": "三楼"}, "what did not change is not a change"
    assert (mended["reason"], deleted["reason"], restored["reason"]) == ("改期", "重复", None)
    assert deleted["after"] == {"deleted_at": deleted["at"]} == restored["before"]
    assert restored["after"] == {}
    assert all(one["ledger"] == "training" and one["desk"] == log.setting("desk") for one in history(log, id_))
    assert list(log.faults()) == []


def test_saving_without_a_change_writes_nothing(log: Log) -> None:
    id_ = log.add(log.ledger("training"), LESSON)
    before = all_changes(log)
    assert not log.update(log.ledger("training"), id_, {**LESSON, "place": ""})
    assert not log.update(log.ledger("training"), id_, {})
    assert all_changes(log) == before


def test_a_rejected_edit_changes_nothing(log: Log) -> None:
    id_ = log.add(log.ledger("training"), LESSON)
    before, changes = got(log, "training", id_), all_changes(log)
    with pytest.raises(Rejected) as caught:
        log.update(log.ledger("training"), id_, {"place": "三楼", "held_on": "2024-02-30", "colour": "红"})
    assert [problem.field for problem in caught.value.problems] == ["held_on", "colour"]
    assert (got(log, "training", id_), all_changes(log)) == (before, changes)


def test_a_deleted_record_lies_in_the_bin_untouched(log: Log) -> None:
    training = log.ledger("training")
    kept, gone = add(log, "training", name="留"), add(log, "training", name="删")
    log.delete(training, gone)
    assert [one["id"] for one in log.records(training)] == [kept]
    assert [one["id"] for one in log.records(training, deleted=True)] == [gone]
    changes = all_changes(log)
    with pytest.raises(Refusal, match="可能已被删除"):
        log.update(training, gone, {"name": "改"})
    with pytest.raises(Refusal, match="可能已被删除"):
        log.delete(training, gone)
    log.restore(training, kept)
    assert all_changes(log) == changes, "restoring a live record is nothing"


@pytest.mark.parametrize("verb", ["update", "delete", "restore"])
def test_a_record_that_is_not_there_is_refused(log: Log, verb: str) -> None:
    other = add(log, "enterprise", name="甲公司")
    for id_ in ("没有", other, "' OR 1=1 --"):
        with pytest.raises(Refusal, match="学法培训里没有编号"):
            getattr(log, verb)(log.ledger("training"), id_, *([{"name": "改"}] if verb == "update" else []))
    assert all_changes(log) == 1


# -------------------------------------------------------------------- what others read


def test_a_record_is_exchanged_with_names_for_links_and_without_empty_fields(log: Log) -> None:
    add(log, "enterprise", name="甲公司")
    id_ = add(log, "penalty_case", case_no="1号", enterprise="甲公司", fine="5万元", penalty_kinds="罚款",
              result=None, legal_review_count="约2次")  # fmt: skip
    case = log.ledger("penalty_case")
    titles = {"enterprise": log.titles(log.ledger("enterprise"))}
    assert plain_record(case, got(log, "penalty_case", id_), titles) == {  # type: ignore[arg-type]
        "id": id_, "case_no": "1号", "enterprise": "甲公司", "fine": "50000.00", "penalty_kinds": ["罚款"],
        "legal_review_count": 2, "legal_review_count_approx": True, "level": "本局",
        "result": None,  # left empty on purpose: it would get its default when it is read again
    }  # fmt: skip


def test_a_record_whose_linked_record_has_no_title_still_shows_the_link(log: Log) -> None:
    case = add(log, "penalty_case", filed_on="2024-03-05")
    notice = add(log, "disclosure", name="公示", case=case)
    titles = {"penalty_case": log.titles(log.ledger("penalty_case"))}
    shown = plain_record(log.ledger("disclosure"), got(log, "disclosure", notice), titles)  # type: ignore[arg-type]
    assert shown["case"] == case
