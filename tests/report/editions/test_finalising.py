"""Finalising a report, editing what it counts, and reading the difference."""

import json
from collections.abc import Callable
from decimal import Decimal

import pytest
from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Refusal
from desktop.cli import main
from desktop.figures import Engine, Period
from desktop.figures.adjusting import Adjusting
from desktop.report.editions.differences import Difference, Fate, difference
from desktop.report.editions.finalising import finalise, warnings
from desktop.report.text.printed import PrintedReport
from desktop.store import Log, ReasonNeeded
from desktop.store.editions import Editions
from desktop.store.environment import COMPARE

YEAR = Period.year(2025)
Check = Callable[..., str]


@pytest.fixture
def checks(check: Check) -> list[str]:
    return [check("2025-03-01"), check("2025-06-01", "乙厂"), check("2025-11-13", "青川盛源冷库")]


def since(log: Log) -> Difference:
    return difference(log, Editions(log).heads(2025)[0].id)


def rows(found: Difference, name: str) -> list[str]:
    return [f"{one.fate} {one.text}" for one in found.figures[name].rows]


def test_an_edition_states_every_figure_as_the_engine_does(small_log: Log, checks: list[str]) -> None:
    edition = Editions(small_log).read(finalise(small_log, YEAR).id)
    engine = Engine(small_log)
    for one in engine.figures(YEAR):
        kept = edition.figures[one.indicator.name]
        assert (kept.text, kept.records, kept.uncounted) == (one.text, one.records, one.uncounted)
        behind = {
            ledger: {str(row["id"]) for row in found} for ledger, found in engine.rows(kept.indicator, YEAR).items()
        }
        assert edition.ids(kept.indicator) == {ledger: ids for ledger, ids in behind.items() if ids}
    assert edition.ids("checks") == {"enforcement_check": set(checks)}
    assert "checks" in edition.used
    assert "检查企业3家、3次" in PrintedReport.from_json(edition.text).text
    assert PrintedReport.from_json(edition.text).text.startswith("青石区应急管理局\n2025年度报告\n2025年，我局")


def test_nothing_changed_says_so(small_log: Log, checks: list[str]) -> None:
    finalise(small_log, YEAR)
    found = since(small_log)
    assert found.sentence == "自定稿以来没有改动。"
    assert (dict(found.figures), found.rows, found.faults) == ({}, (), ())


def test_the_difference_names_the_rows(small_log: Log, check: Check, checks: list[str]) -> None:
    ledger = small_log.ledger("enforcement_check")
    finalise(small_log, YEAR)
    check("2025-11-14", "青川永固混凝土有限公司")
    with pytest.raises(ReasonNeeded):
        small_log.update(ledger, checks[2], {"checked_on": "2025-11-12"})
    small_log.update(ledger, checks[2], {"checked_on": "2025-11-12"}, reason="日期录错")
    found = since(small_log)
    assert rows(found, "checks") == ["新增 11-14 青川永固混凝土有限公司", "改期 青川盛源冷库 11-13 → 11-12"]
    moved = found.figures["checks"].rows[1]
    assert (moved.reason, moved.person) == ("日期录错", "张三")
    one = found.figures["checks"]
    assert (one.then, one.now, one.change, one.then_text, one.now_text) == (3, 4, 1, "3次", "4次")
    assert found.sentence.startswith("自定稿以来有改动：+1 家企业库，+1 次执法检查，1 条改期，影响 ")
    assert {one.indicator for one in found.affected} >= {"checks", "inspected_enterprises"}
    assert "检查企业3家、3次" in PrintedReport.from_json(Editions(small_log).read(found.head.id).text).text, (
        "the edition stays as it was"
    )


def test_what_goes_and_what_comes_back(small_log: Log, checks: list[str]) -> None:
    ledger = small_log.ledger("enforcement_check")
    finalise(small_log, YEAR)
    small_log.delete(ledger, checks[0], reason="重复登记")
    small_log.update(ledger, checks[1], {"checked_on": "2024-12-31"}, reason="是上年的")
    found = since(small_log)
    assert rows(found, "checks") == ["删除 03-01 甲化工厂", "移出 乙厂 06-01 → 2024-12-31"]
    assert (found.figures["checks"].then, found.figures["checks"].now) == (3, 1)
    assert found.figures["checks"].previous_now == 1
    assert "−2 次执法检查" in found.sentence
    small_log.undo()
    small_log.undo()
    assert not list(small_log.faults())
    assert since(small_log).sentence == "自定稿以来没有改动。"


def test_an_edit_is_told_of_the_figures_that_look_at_it(small_log: Log, checks: list[str]) -> None:
    ledger = small_log.ledger("enforcement_check")
    finalise(small_log, YEAR)
    small_log.update(ledger, checks[0], {"note": "补写备注"}, reason="补")
    found = since(small_log)
    assert [(one.fate, one.text) for one in found.rows] == [(Fate.EDITED, "甲化工厂 备注：未填 → 补写备注")]
    assert dict(found.figures) == {}, "no figure looks at the note"
    assert found.sentence == "自定稿以来有改动：1 条修改，数字没有变。"


def test_a_record_that_was_there_and_counts_now(small_log: Log, check: Check, checks: list[str]) -> None:
    old = check("2024-05-05", "旧厂")
    finalise(small_log, YEAR)
    small_log.update(small_log.ledger("enforcement_check"), old, {"checked_on": "2025-05-05"})
    assert rows(since(small_log), "checks") == ["计入 旧厂 2024-05-05 → 05-05"]


def test_a_change_of_a_linked_record_moves_figures_too(small_log: Log, checks: list[str]) -> None:
    firms = small_log.ledger("enterprise")
    finalise(small_log, YEAR)
    firm = next(one for one in small_log.records(firms) if one["name"] == "甲化工厂")
    small_log.update(firms, str(firm["id"]), {"industry": "危险化学品"}, reason="补行业")
    found = since(small_log)
    moved = [
        one for one in found.figures.values() if any(row.row.ledger.name == "enforcement_check" for row in one.rows)
    ]
    assert moved
    assert all(
        row.fate in (Fate.COUNTED, Fate.LEFT)
        for one in moved
        for row in one.rows
        if row.row.ledger.name != "enterprise"
    )


def test_an_adjustment_is_kept_and_its_change_is_a_difference(small_log: Log, checks: list[str]) -> None:
    id_ = Adjusting(small_log, YEAR).by("checks", "2", "纸质记录")
    edition = Editions(small_log).read(finalise(small_log, YEAR).id)
    kept = edition.figures["checks"]
    assert (kept.value, kept.reported, kept.reported_text) == ("3.000000", "5.000000", "5次")
    assert "纸质记录" in kept.adjustment
    adjustment = small_log.ledger("adjustment")
    with pytest.raises(ReasonNeeded, match="手工调整“执法检查次数”已计入 2025 年度报告第 1 版"):
        small_log.update(adjustment, id_, {"difference": "3"})
    small_log.update(adjustment, id_, {"difference": "3"}, reason="又找到一份")
    found = since(small_log).figures["checks"]
    assert (found.then, found.now, found.now_text) == (Decimal(5), Decimal(6), "6次")
    assert [(row.fate, row.text) for row in found.rows] == [(Fate.EDITED, "执法检查次数 调整数：2 → 3")]


def test_a_new_edition_starts_the_difference_anew(small_log: Log, check: Check, checks: list[str]) -> None:
    finalise(small_log, YEAR, name="送审稿", final=False)
    finalise(small_log, YEAR)
    check("2025-11-14", "丙厂")
    assert finalise(small_log, YEAR).name == "第 2 版"
    heads = Editions(small_log).heads(2025)
    said = [difference(small_log, one.id).sentence for one in heads]
    assert said[0] == "自定稿以来没有改动。"
    assert said[1].startswith("自定稿以来有改动：")
    assert said[2].startswith("自“送审稿”以来有改动：")


def test_a_tampered_edition_says_so_in_its_difference(small_log: Log, checks: list[str]) -> None:
    finalise(small_log, YEAR)
    stranger = sqlite.connect(small_log.file, isolation_level=None)
    stranger.execute("DROP TRIGGER _edition_figure_no_update")
    stranger.execute("UPDATE _edition_figure SET reported = '9' WHERE indicator = 'checks'")
    stranger.close()
    found = since(small_log)
    assert found.faults == (f"2025 年度报告第 1 版被改动过，已不是定稿时的内容。{COMPARE}",)
    assert found.figures["checks"].then == 9


def test_what_to_know_before_finalising(small_log: Log, checks: list[str]) -> None:
    Adjusting(small_log, YEAR).by("checks", "-3", "重登")
    assert warnings(small_log, YEAR, Engine(small_log).figures(YEAR)) == []
    small_log.delete(small_log.ledger("enforcement_check"), checks[0])
    (said,) = warnings(small_log, YEAR, Engine(small_log).figures(YEAR))
    assert said == "“执法检查次数”调整后是负数（−1次），报告里不写。请核对调整数。"


def test_a_draft_needs_a_name(small_log: Log) -> None:
    with pytest.raises(Refusal, match="要有名称"):
        finalise(small_log, YEAR, name=" ", final=False)


def test_the_command_line_finalises_lists_and_tells_the_difference(
    small_log: Log, check: Check, checks: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    data = ["--data", str(small_log.file)]
    main([*data, "finalise", "--year", "2025", "--name", "初稿"])
    main([*data, "finalise", "--year", "2025"])
    assert "已定稿：2025 年度报告第 1 版，2025-01-01 至 2025-12-31。" in capsys.readouterr().err
    check("2025-11-14", "青川永固混凝土有限公司")
    main([*data, "editions", "--year", "2025", "--json"])
    found = json.loads(capsys.readouterr().out)
    assert [(one["name"], one["number"], one["final"]) for one in found] == [
        ("第 1 版", 1, True),
        ("初稿", None, False),
    ]
    assert "difference" not in found[0]
    main([*data, "editions", "--year", "2025", "--difference", "--json"])
    told = json.loads(capsys.readouterr().out)[0]["difference"]
    assert told["sentence"].startswith("自定稿以来有改动：")
    (figure,) = [one for one in told["figures"] if one["indicator"] == "checks"]
    assert (figure["then"], figure["now"]) == (3, 4)
    assert [row["text"] for row in figure["rows"]] == ["11-14 青川永固混凝土有限公司"]
    main([*data, "editions", "--year", "2025", "--difference"])
    assert "自定稿以来有改动：" in capsys.readouterr().out
    main([*data, "editions", "--year", "2024", "--json"])
    assert json.loads(capsys.readouterr().out) == []
