"""Changing a counting rule: seen before it is applied, kept with its reason, taken back."""

import json
import shutil
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from desktop.catalogue import Catalogue, DefinitionError, Refusal
from desktop.figures import Engine, Period
from desktop.figures.adjusting import Adjusting
from desktop.figures.comparing import facts
from desktop.figures.redefining import Redefining
from desktop.report.editions.differences import difference
from desktop.report.editions.finalising import finalise
from desktop.store import Log
from desktop.store.connection import connect
from desktop.store.editions import Editions

YEAR = Period.year(2025)
DAY = date(2025, 11, 20)
PLANNED = {"level": "本局", "kind": ["计划检查"]}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A bureau with three checks this year and two last year, of two kinds."""
    file = tmp_path_factory.mktemp("kept") / "log.db"
    checks = [
        ("2025-03-01", "计划检查", 1), ("2025-06-01", "专项检查", 2), ("2025-12-20", "专项检查", 3),
        ("2024-03-01", "计划检查", 4), ("2024-09-01", "专项检查", 5),
    ]  # fmt: skip
    with Log.create(file, person="张三") as log:
        firms = log.add_many(log.ledger("enterprise"), [(n, {"name": f"第{n}厂"}) for n in range(1, 6)]).ids
        log.add_many(
            log.ledger("enforcement_check"),
            [(n, {"enterprise": firms[n - 1], "checked_on": day, "kind": kind}) for day, kind, n in checks],
        )
    return file


@pytest.fixture
def log(kept: Path, tmp_path: Path, catalogue: Catalogue) -> Iterator[Log]:
    file = Path(shutil.copy(kept, tmp_path / "log.db"))
    with Log(file, connect(file), catalogue, "李四") as opened:
        yield opened


def text(log: Log, period: Period = YEAR, name: str = "checks") -> str:
    return Engine(log).figure(name, period).text


def test_before_and_after_are_seen_for_both_years_and_nothing_is_changed_yet(log: Log) -> None:
    redefining = Redefining(log, DAY)
    now, last = redefining.compare(redefining.propose("checks", {"where": PLANNED}), YEAR)
    assert (now.before.text, now.after.text, now.period, now.differs) == ("3次", "1次", YEAR, True)
    assert (last.before.text, last.after.text, last.period) == ("2次", "1次", Period.year(2024))
    assert [(row.day, row.subject) for row in now.went] == [("2025-12-20", "第3厂"), ("2025-06-01", "第2厂")]
    assert [(row.day, row.subject) for row in last.went] == [("2024-09-01", "第5厂")]
    assert now.came == last.came == ()
    assert text(log) == "3次"
    assert log.catalogue.indicators["checks"].redefined is None


def test_rows_that_come_in_are_named_too(log: Log) -> None:
    redefining = Redefining(log, DAY)
    redefining.apply(redefining.propose("checks", {"where": PLANNED}), "只报计划检查")
    now, _ = redefining.compare(redefining.propose("checks", {"where": {"level": "本局"}}), YEAR)
    assert [row.subject for row in now.came] == ["第3厂", "第2厂"]
    assert now.went == ()


def test_figures_built_on_it_are_compared_too(log: Log) -> None:
    redefining = Redefining(log, DAY)
    cases = log.ledger("penalty_case")
    for day, source in (("2025-02-02", "执法检查"), ("2025-02-03", "举报")):
        log.add(
            cases,
            {"case_no": day, "decided_on": day, "fine": "1万元", "case_source": source, "procedure": "普通程序"},
        )
    before = Engine(log).figure("penalty_fines", YEAR)
    proposal = redefining.propose("penalty_fines", {"decimals": 0, "where": {"case_source": "执法检查"}})
    now, _ = redefining.compare(proposal, YEAR)
    assert before.value == now.before.value
    assert now.before.text != now.after.text
    assert "fines_and_confiscations" in [one.indicator.name for one, _ in now.others]


def test_applied_it_holds_explains_itself_and_is_logged(log: Log) -> None:
    redefining = Redefining(log, DAY)
    one = redefining.apply(
        redefining.propose("checks", {"where": PLANNED, "note": "按计划检查统计。"}), "市局要求只报计划检查。"
    )
    assert (one.version, text(log), text(log, Period.year(2024))) == (2, "1次", "1次")
    said = Engine(log).explanation("checks", YEAR)
    assert "类型为“计划检查”" in said or "计划检查" in said
    assert said.endswith("口径第 2 版，2025-11-20 起，本单位改：市局要求只报计划检查。")
    assert dict(facts(one, log.catalogue, YEAR))["依据"].endswith(
        "口径第 2 版，2025-11-20 起，本单位改：市局要求只报计划检查"
    )
    ((person, reason, before, after),) = log.query(
        "SELECT person, reason, before, after FROM _change WHERE ledger = '_definition'"
    )
    assert (person, reason) == ("李四", "市局要求只报计划检查。")
    assert (json.loads(before)["version"], json.loads(after)["version"]) == (1, 2)
    assert json.loads(json.loads(after)["definition"])["where"]["kind"] == "计划检查"
    assert list(log.faults()) == []
    log.close()
    with Log.open(log.file) as again:
        assert again.catalogue.indicators["checks"] == one
        assert text(again) == "1次"
        assert again.undo() == "已撤销：新增 5 条执法检查", "a rule is reset, not undone"


def test_reset_gives_the_built_in_rule_under_a_version_of_its_own(log: Log) -> None:
    redefining = Redefining(log, DAY)
    built_in = log.catalogue.indicators["checks"]
    with pytest.raises(Refusal, match="用的就是程序自带的口径"):
        redefining.reset("checks", "x")
    redefining.apply(redefining.propose("checks", {"where": PLANNED, "decimals": 0}), "只报计划检查")
    now, _ = redefining.compare(redefining.propose_reset("checks"), YEAR)
    assert (now.before.text, now.after.text) == ("1次", "3次")
    one = redefining.reset("checks", "市局撤回要求")
    assert (one.version, one.where, one.decimals) == (3, built_in.where, built_in.decimals)
    assert text(log) == "3次"
    assert (
        Engine(log).explanation("checks", YEAR).endswith("口径第 3 版，2025-11-20 起，恢复自带口径：市局撤回要求。")
    )
    with pytest.raises(Refusal, match="用的就是程序自带的口径"):
        redefining.reset("checks", "x")
    assert redefining.apply(redefining.propose("checks", {"decimals": 1}), "再改").version == 4


def test_a_second_change_keeps_the_first_and_other_definitions(log: Log) -> None:
    redefining = Redefining(log, DAY)
    redefining.apply(redefining.propose("checks", {"where": PLANNED}), "一")
    redefining.apply(redefining.propose("hazards", {"label": "排查隐患条数"}), "二")
    one = redefining.apply(redefining.propose("checks", {"decimals": 0}), "三")
    assert one.version == 3
    assert text(log) == "1次"
    assert log.catalogue.indicators["hazards"].label == "排查隐患条数"


def test_an_adjustment_follows_a_new_name(log: Log) -> None:
    Adjusting(log, YEAR, DAY).by("checks", "2", "纸质记录")
    redefining = Redefining(log, DAY)
    redefining.apply(redefining.propose("checks", {"label": "现场检查次数"}), "改名")
    assert Engine(log).figure("checks", YEAR).reported_text == "5次"
    assert list(log.faults()) == []


@pytest.mark.parametrize(
    ("changes", "refused", "said"),
    [
        ({"measure": "sum"}, DefinitionError, "不能改"),
        ({"where": {"kind": "没有这一类"}}, DefinitionError, "没有这一类"),
        ({"where": {"no_field": 1}}, DefinitionError, "没有字段"),
        ({"when": "note"}, DefinitionError, "不是台账“执法检查”的日期字段"),
        ({"decimals": "二"}, DefinitionError, "应为整数"),
        ({"label": None}, DefinitionError, "必须填写"),
        ({"label": "排查隐患数"}, Refusal, "已有指标叫“排查隐患数”"),
        ({}, Refusal, "口径没有改动"),
        ({"where": {"level": "本局"}}, Refusal, "口径没有改动"),
    ],
)  # fmt: skip
def test_what_the_catalogue_does_not_accept_is_refused(
    log: Log, changes: dict[str, object], refused: type[Refusal], said: str
) -> None:
    with pytest.raises(refused, match=said):
        Redefining(log, DAY).propose("checks", changes)


def test_without_a_reason_nothing_is_applied(log: Log) -> None:
    redefining = Redefining(log, DAY)
    with pytest.raises(Refusal, match="要写明原因"):
        redefining.apply(redefining.propose("checks", {"where": PLANNED}), "  ")
    assert text(log) == "3次"
    assert list(log.query("SELECT * FROM _definition")) == []


def test_a_finalised_edition_shows_the_old_values_and_the_rule_as_a_difference(log: Log) -> None:
    id_ = finalise(log, YEAR).id
    redefining = Redefining(log, DAY)
    redefining.apply(redefining.propose("checks", {"where": PLANNED}), "只报计划检查")
    kept = Editions(log).read(id_).figures["checks"]
    assert (kept.text, kept.version) == ("3次", 1)
    assert "计划检查" not in kept.explanation
    found = difference(log, id_)
    one = found.figures["checks"]
    assert (one.then_text, one.now_text) == ("3次", "1次")
    assert one.definition is not None
    assert (one.definition.then_version, one.definition.now_version) == (1, 2)
    assert "本单位改：只报计划检查" in one.definition.now
    assert [row.text for row in one.rows] == ["06-01 第2厂", "12-20 第3厂"]
    assert found.rows == (), "no record was changed"
    assert "个指标改了口径" in found.sentence
