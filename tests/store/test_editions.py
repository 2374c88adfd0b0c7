"""Kept editions: written once, read for ever, guarded by a hash; and the reason that changing their records needs."""

from collections.abc import Callable
from pathlib import Path

import pytest
from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Refusal
from desktop.store import Detail, Log, ReasonNeeded
from desktop.store.counted import Counted, unpacked
from desktop.store.editions import EditionFigure, Editions, NewEdition
from desktop.store.environment import COMPARE

TRIGGERS = [
    f"DROP TRIGGER {table}_no_{act}"
    for table in ("_edition", "_edition_figure", "_edition_definition", "_edition_ledger")
    for act in ("update", "delete")
]


def figure(name: str, value: str, **given: object) -> EditionFigure:
    plain: dict[str, object] = {
        "indicator": name, "label": f"某数{name}", "section": "测试", "unit": "次", "value": value,
        "text": f"{value}次",
        "reported": value, "reported_text": f"{value}次", "adjustment": "", "records": int(value), "uncounted": 0,
        "previous": None, "version": 1, "definition": f'{{"label":"{name}"}}', "explanation": "数条数。",
        "parts": (name,),
    }  # fmt: skip
    return EditionFigure(**{**plain, **given})  # type: ignore[arg-type]


def keep(log: Log, ids: list[str], *, final: bool = True, name: str = "", year: int = 2025) -> str:
    counted = Counted(["a", "b"], {id_: 1 | (n % 2) << 1 for n, id_ in enumerate(ids)})
    new = NewEdition(
        year, f"{year}-01-01", f"{year}-12-31", final, "default", '{"text": "全年3次"}', ["a"],
        [figure("a", str(len(ids))), figure("b", str(len(ids) // 2)), figure("c", "9", parts=("a", "b"))],
        {"training": counted}, name,
    )  # fmt: skip
    return Editions(log).keep(new).id


@pytest.fixture
def ids(log: Log) -> list[str]:
    training = log.ledger("training")
    return log.add_many(training, [(n, {"name": f"第{n}场", "held_on": "2025-03-01"}) for n in range(3)]).ids


def test_an_edition_comes_back_whole(log: Log, ids: list[str]) -> None:
    id_ = keep(log, ids)
    with Log.open(log.file) as again:
        found = Editions(again).read(id_)
        assert list(again.faults()) == []
    head = found.head
    assert (head.title, head.number, head.final, head.person, head.seq) == (
        "2025 年度报告第 1 版",
        1,
        True,
        "张三",
        3,
    )
    assert (found.text, found.used, found.faults) == ('{"text": "全年3次"}', ("a",), ())
    assert found.figures["a"] == figure("a", "3")
    assert found.ids("a") == {"training": set(ids)}
    assert found.ids("b") == {"training": {ids[1]}}
    assert found.ids("c") == {"training": set(ids)}, "a combined figure stands on the records of its parts"


def test_editions_are_numbered_within_their_year_and_drafts_have_names(log: Log, ids: list[str]) -> None:
    keep(log, ids, final=False, name="初稿")
    keep(log, ids)
    keep(log, ids, final=False, name="送审稿")
    keep(log, ids, year=2024)
    keep(log, ids)
    editions = Editions(log)
    assert [(one.name, one.number) for one in editions.heads(2025)] == [
        ("第 2 版", 2), ("送审稿", None), ("第 1 版", 1), ("初稿", None),
    ]  # fmt: skip
    assert [one.title for one in editions.heads(2024)] == ["2024 年度报告第 1 版"]
    newest = editions.newest_final(2025)
    assert newest is not None
    assert newest.number == 2
    assert editions.newest_final(2023) is None
    with pytest.raises(Refusal, match="要有名称"):
        keep(log, ids, final=False)
    with pytest.raises(Refusal, match="没有这个版本"):
        editions.read("x")


@pytest.mark.parametrize("many", [0, 1, 3000])
def test_ids_and_marks_survive_packing(many: int) -> None:
    names = [f"n{n}" for n in range(70)]
    marks = {f"0190a000-0000-7000-8000-{n:012x}": (n * 2654435761) % (1 << 70) | 1 for n in range(many)}
    again = unpacked(names, *Counted(names, marks).packed())
    assert again.counted().marks == marks
    assert again.names == names


# -------------------------------------------------------------------- read-only for ever


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE _edition SET text = 'x'", "DELETE FROM _edition", "UPDATE _edition_figure SET value = '4'",
        "DELETE FROM _edition_figure WHERE place = 1", "UPDATE _edition_definition SET text = 'x'",
        "DELETE FROM _edition_definition", "UPDATE _edition_ledger SET marks = ids", "DELETE FROM _edition_ledger",
        "INSERT INTO _edition_ledger VALUES (1, 'hazard', '[]', x'00', x'00')",
    ],
)  # fmt: skip
def test_nothing_of_an_edition_can_be_changed(
    log: Log, ids: list[str], stranger: sqlite.Connection, statement: str
) -> None:
    keep(log, ids)
    with pytest.raises(sqlite.IntegrityError, match="never"):
        stranger.execute(statement)
    assert list(log.faults()) == []


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE _edition SET text = '全年4次' WHERE position = 1", "第 1 版被改动过"),
        ("UPDATE _edition SET name = '第 9 版' WHERE position = 1", "第 9 版被改动过"),
        ("UPDATE _edition_figure SET value = '4' WHERE edition = 1 AND place = 0", "第 1 版被改动过"),
        ("DELETE FROM _edition_figure WHERE edition = 1 AND place = 1", "第 1 版被改动过"),
        ("UPDATE _edition_definition SET text = 'x' WHERE text LIKE '%\"a\"%'", "某数a”的口径被改动过"),
        ("UPDATE _edition_ledger SET marks = x'00' WHERE edition = 1", "“学法培训”的记录读不出来"),
        ("UPDATE _edition SET hash = 'x' WHERE position = 1", "与修改记录不符"),
        ("DELETE FROM _edition WHERE position = 2", "第 2 版不见了"),
        ("DELETE FROM _edition WHERE position = 1", "第 2 版被改动过"),
    ],
)  # fmt: skip
def test_what_is_changed_from_outside_is_found_and_the_rest_still_read(
    log: Log, ids: list[str], stranger: sqlite.Connection, statement: str, said: str
) -> None:
    keep(log, ids)
    keep(log, ids)
    for dropped in TRIGGERS:
        stranger.execute(dropped)
    stranger.execute(statement)
    faults = list(log.faults())
    assert any(said in fault for fault in faults), faults
    heads = Editions(log).heads(2025)
    assert heads
    for head in heads:
        assert "a" in Editions(log).read(head.id).figures


def test_a_broken_edition_says_so_when_it_is_read(log: Log, ids: list[str], stranger: sqlite.Connection) -> None:
    id_ = keep(log, ids)
    for dropped in TRIGGERS:
        stranger.execute(dropped)
    stranger.execute("UPDATE _edition_figure SET text = '5次' WHERE place = 0")
    stranger.execute("UPDATE _edition_ledger SET ids = x'0102'")
    found = Editions(log).read(id_)
    assert found.faults == (
        f"2025 年度报告第 1 版被改动过，已不是定稿时的内容。{COMPARE}",
        f"2025 年度报告第 1 版所计“学法培训”的记录读不出来了。{COMPARE}",
    )
    assert (found.text, found.figures["a"].text, found.ids("a")) == ('{"text": "全年3次"}', "5次", {})


def test_an_edition_is_all_or_nothing(log: Log, ids: list[str]) -> None:
    twice = NewEdition(
        2025, "2025-01-01", "2025-12-31", True, "default", "", [], [], {"training": Counted(["a"], {"no id": 1})}
    )
    with pytest.raises(ValueError, match="badly formed"):
        Editions(log).keep(twice)
    assert Editions(log).heads() == []
    assert list(log.faults()) == []


def test_a_file_of_format_2_gains_the_tables(log: Log, file: Path) -> None:
    log.close()
    old = sqlite.connect(file, isolation_level=None)
    for table in ("_edition", "_edition_figure", "_edition_definition", "_edition_ledger", "_edition_record"):
        old.execute(f"DROP TABLE {table}")
    old.execute("PRAGMA user_version=2")
    old.close()
    with Log.open(file) as again:
        training = again.ledger("training")
        id_ = again.add(training, {"name": "甲"})
        keep(again, [id_])
        with pytest.raises(ReasonNeeded):
            again.update(training, id_, {"name": "乙"})


# -------------------------------------------------------------------- the reason

ACTS: list[Callable[[Log, list[str], str | None], object]] = [
    lambda log, ids, reason: log.update(log.ledger("training"), ids[0], {"name": "改"}, reason=reason),
    lambda log, ids, reason: log.update_many(log.ledger("training"), ids, {"place": "三楼"}, reason=reason),
    lambda log, ids, reason: log.delete(log.ledger("training"), ids[0], reason=reason),
    lambda log, ids, reason: log.delete_many(log.ledger("training"), ids, reason),
    lambda log, ids, reason: log.save_with_details(log.ledger("training"), ids[0], {"name": "改"}, [], reason=reason),
    lambda log, ids, reason: log.save_with_details(
        log.ledger("enterprise"), None, {"name": "甲厂"},
        [Detail(log.ledger("training"), "name", {"place": "三楼"}, ids[0])], reason=reason,
    ),
]  # fmt: skip


@pytest.mark.parametrize("act", ACTS)
def test_changing_a_counted_record_asks_for_a_reason(
    log: Log, ids: list[str], act: Callable[[Log, list[str], str | None], object]
) -> None:
    training = log.ledger("training")
    keep(log, ids)
    before = [log.record(training, id_) for id_ in ids]
    for empty in (None, "", "  "):
        with pytest.raises(ReasonNeeded) as asked:
            act(log, ids, empty)
    assert str(asked.value) == (
        f"{asked.value.record}已计入 2025 年度报告第 1 版，改动它要写明原因。定稿不变，改动会列入差异。"
    )
    assert asked.value.record.startswith("学法培训“第")
    assert [log.record(training, id_) for id_ in ids] == before, "nothing was written"
    act(log, ids, "核对档案后更正")
    assert {one.reason for one in log.history(training, ids[0]) if one.action != "insert"} == {"核对档案后更正"}
    assert list(log.faults()) == []


def test_undo_and_redo_say_why_by_themselves(log: Log, ids: list[str]) -> None:
    training = log.ledger("training")
    log.update(training, ids[0], {"name": "改"})
    keep(log, ids)
    log.undo()
    log.redo()
    assert [(one.action, one.reason) for one in log.history(training, ids[0])] == [
        ("redo", "已重做：修改 1 条学法培训"), ("undo", "已撤销：修改 1 条学法培训"),
        ("update", None), ("insert", None),
    ]  # fmt: skip


def test_an_edition_is_not_undone(log: Log, ids: list[str]) -> None:
    keep(log, ids)
    assert log.undoable == "新增 3 条学法培训"
    assert log.undo() == "已撤销：新增 3 条学法培训"
    assert len(Editions(log).heads()) == 1


def test_what_no_finalised_edition_counts_needs_none(log: Log, ids: list[str]) -> None:
    training = log.ledger("training")
    keep(log, ids[:1])
    keep(log, ids, final=False, name="初稿")
    log.update(training, ids[1], {"name": "改"})
    log.update(training, ids[0], {"name": "第0场"})  # nothing differs
    later = log.add(training, {"name": "新"})
    log.delete(training, later)


def test_the_newest_edition_is_named(log: Log, ids: list[str]) -> None:
    keep(log, ids)
    keep(log, ids)
    with pytest.raises(ReasonNeeded, match="第 2 版"):
        log.delete(log.ledger("training"), ids[2])
