"""Adjusting figures by hand: beside what the ledgers give, never instead of it."""

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from desktop.catalogue import Catalogue, Refusal
from desktop.cli import main
from desktop.figures import Engine, Figure, Period
from desktop.figures.adjusting import Adjusting
from desktop.figures.adjustments import built_on, outside
from desktop.report.workbook.year_end import FIGURES_SHEET, export_workbook
from desktop.store import Log
from desktop.store.connection import connect
from desktop.store.writing import Rejected

YEAR = Period.year(2025)
DAY = date(2025, 11, 20)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory, catalogue: Catalogue) -> Path:
    """A bureau with three checks of two enterprises, closed, to copy from."""
    file = tmp_path_factory.mktemp("kept") / "log.db"
    with Log.create(file, person="张三") as log:
        firms = log.add_many(
            log.ledger("enterprise"), [(n, {"name": f"第{n}厂", "industry": "工贸"}) for n in (1, 2)]
        ).ids
        checks = [(firms[0], "2025-03-01"), (firms[1], "2025-06-01"), (firms[0], "2025-12-20")]
        log.add_many(
            log.ledger("enforcement_check"),
            [
                (n, {"enterprise": firm, "checked_on": day, "kind": "专项检查"})
                for n, (firm, day) in enumerate(checks)
            ],
        )
    return file


@pytest.fixture
def log(kept: Path, tmp_path: Path, catalogue: Catalogue) -> Iterator[Log]:
    file = Path(shutil.copy(kept, tmp_path / "log.db"))
    with Log(file, connect(file), catalogue, "张三") as opened:
        yield opened


def checks(log: Log, period: Period = YEAR) -> Figure:
    return Engine(log).figure("checks", period)


def test_the_computed_value_stays_and_the_reported_one_stands_beside_it(log: Log) -> None:
    Adjusting(log, YEAR, DAY).by("checks", "2", "两次夜查只有纸质记录。")
    found = checks(log)
    assert (found.value, found.text, found.records) == (3, "3次", 3)
    assert (found.reported, found.reported_text) == (5, "5次")
    assert found.adjustment is not None
    (entry,) = found.adjustment.entries
    assert (entry.difference, entry.person, entry.day) == (2, "张三", "2025-11-20")
    assert (
        Engine(log)
        .explanation("checks", YEAR)
        .endswith("手工调整 +2次，两次夜查只有纸质记录（张三，2025-11-20）。报告数 5次。")
    )


def test_without_an_adjustment_what_is_reported_is_what_was_computed(log: Log) -> None:
    found = checks(log)
    assert found.adjustment is None
    assert (found.reported, found.reported_text) == (found.value, found.text)
    assert "手工调整" not in Engine(log).explanation("checks", YEAR)


def test_a_typed_report_value_is_kept_as_the_difference_and_survives_later_records(log: Log) -> None:
    Adjusting(log, YEAR, DAY).to("执法检查次数", "10", "合并乡镇台账")
    assert checks(log).reported == 10
    (firm, *_) = log.records(log.ledger("enterprise"))
    log.add(
        log.ledger("enforcement_check"),
        {"enterprise": firm["id"], "checked_on": "2025-07-07", "kind": "专项检查"},
    )
    assert (checks(log).value, checks(log).reported) == (4, 11)


def test_several_add_up_and_are_undone_deleted_and_kept_in_history(log: Log) -> None:
    adjusting = Adjusting(log, YEAR, DAY)
    adjusting.by("checks", "2", "甲")
    second = adjusting.to("checks", "4", "乙")
    found = checks(log)
    assert found.adjustment is not None
    assert (found.adjustment.difference, found.adjustment.reasons, found.reported) == (1, "甲；乙", 4)
    log.undo()
    assert checks(log).reported == 5
    log.redo()
    log.delete(log.ledger("adjustment"), second)
    assert checks(log).reported == 5
    assert [one.action for one in log.history(log.ledger("adjustment"), second)] == [
        "delete", "redo", "undo", "insert",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("period", "counts"),
    [
        (YEAR, True), (Period(date(2025, 1, 1), date(2025, 11, 20)), True),
        (Period(date(2024, 1, 1), date(2025, 12, 31)), True),
        (Period(date(2025, 1, 1), date(2025, 11, 19)), False), (Period(date(2025, 4, 1), date(2025, 6, 30)), False),
        (Period.year(2024), False), (Period.year(2026), False),
    ],
)  # fmt: skip
def test_it_counts_in_every_period_that_contains_its_own(log: Log, period: Period, counts: bool) -> None:
    Adjusting(log, Period(date(2025, 1, 1), DAY), DAY).by("checks", "2", "纸质记录")
    assert bool(checks(log, period).adjustment) is counts


def test_one_that_reaches_out_of_the_period_is_named(log: Log) -> None:
    Adjusting(log, YEAR, DAY).by("checks", "2", "纸质记录")
    assert outside(log, YEAR) == []
    (said,) = outside(log, Period(date(2025, 1, 1), DAY))
    assert (
        said
        == "“执法检查次数”的手工调整期间是 2025-01-01 至 2025-12-31，超出统计期，没有算进来。要算进来，请改它的期间。"
    )


def test_it_moves_its_own_figure_only_and_those_built_on_it_are_named(log: Log) -> None:
    built = [one.name for one in built_on(log.catalogue, "penalty_fines")]
    assert built == ["fines_and_confiscations", "fine_collection_rate", "fine_per_penalty"]
    before = {one.indicator.name: one.value for one in Engine(log).figures(YEAR)}
    Adjusting(log, YEAR, DAY).by("penalty_fines", "7.5", "漏登")
    after = {one.indicator.name: one for one in Engine(log).figures(YEAR)}
    assert {name: one.value for name, one in after.items()} == before
    assert [name for name, one in after.items() if one.adjustment] == ["penalty_fines"]


def _hazards(log: Log, *states: str) -> None:
    firm = next(log.records(log.ledger("enterprise")))["id"]
    hazard = {
        "enterprise": firm,
        "found_on": "2025-03-01",
        "source": "执法检查",
        "grade": "一般隐患",
        "kind": "事故隐患",
    }
    for status in states:
        log.add(log.ledger("hazard"), {**hazard, "status": status})


def test_a_word_is_not_stated_of_an_adjusted_figure(log: Log) -> None:
    """The ledgers do not prove it: what is proved stays as the computed text."""
    _hazards(log, "已整改", "已整改")
    Adjusting(log, YEAR, DAY).by("hazard_rectification_rate", "-1.5", "复查后退回")
    found = Engine(log).figure("hazard_rectification_rate", YEAR)
    assert (found.text, found.reported_text) == ("全部", "98.50%")


@pytest.mark.parametrize(
    ("act", "said"),
    [
        (lambda one: one.by("no_such", "1", "x"), "没有指标“no_such”"),
        (lambda one: one.by("checks", "-4", "x"), "调整后是负数（−1次）"),
        (lambda one: one.by("checks", "1.5", "x"), "“执法检查次数”的调整数应为整数"),
        (lambda one: one.by("checks", "很多", "x"), "调整数应为数字"),
        (lambda one: one.to("checks", "NaN", "x"), "报告数应为整数"),
        (lambda one: one.to("checks", "3", "x"), "等于没有调整"),
        (lambda one: one.by("checks", "1", "  "), "调整原因必须填写"),
        (lambda one: one.by("hazard_rectification_rate", "1", "x"), "没有可调整的数"),
        (lambda one: one.by("penalty_fines", "0.0000001", "x"), "最多 6 位小数"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_a_sentence(log: Log, act: Callable[[Adjusting], str], said: str) -> None:
    with pytest.raises(Refusal, match=said):
        act(Adjusting(log, YEAR, DAY))
    assert list(log.records(log.ledger("adjustment"))) == []


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"indicator": "检查家刺"}, "没有指标“检查家刺”"),
        ({"difference": 0}, "等于没有调整"),
        ({"reason": None}, "必须填写"),
    ],
)
def test_one_typed_into_the_ledger_is_held_to_the_same(log: Log, typed: dict[str, object], said: str) -> None:
    good = {"indicator": "checks", "difference": "-1", "reason": "重登", "period_from": "2025-01-01",
            "period_to": "2025-12-31"}  # fmt: skip
    with pytest.raises(Rejected, match=said):
        log.add(log.ledger("adjustment"), {**good, **typed})
    id_ = log.add(log.ledger("手工调整"), good)
    assert (log.record(log.ledger("adjustment"), id_) or {})["indicator"] == "执法检查次数"
    assert checks(log).reported == 2


def test_a_sum_that_became_impossible_is_not_stated(log: Log) -> None:
    """Adjusted by −3, and then a check is deleted."""
    Adjusting(log, YEAR, DAY).by("checks", "-3", "重登")
    assert checks(log).reported_text == "0次"
    log.delete(log.ledger("enforcement_check"), str(next(log.records(log.ledger("enforcement_check")))["id"]))
    found = checks(log)
    assert (found.text, found.reported, found.reported_text) == ("2次", None, "—")
    assert found.adjustment is not None
    assert found.adjustment.doubt == "调整后是负数（−1次），报告里不写。请核对调整数。"


def test_a_rate_is_adjusted_in_points_and_not_above_the_whole(log: Log) -> None:
    name = "hazard_rectification_rate"
    _hazards(log, "已整改", "限期整改", "限期整改")
    Adjusting(log, YEAR, DAY).to(name, "95%", "复查记录后补")
    found = Engine(log).figure(name, YEAR)
    assert (found.text, found.reported_text) == ("33.33%", "95%")
    with pytest.raises(Refusal, match="超过 100%"):
        Adjusting(log, YEAR, DAY).by(name, "5.01", "x")


def test_the_workbook_shows_it_beside_the_live_formula(log: Log, tmp_path: Path) -> None:
    def sheet() -> tuple[dict[str, list[object]], bool]:
        export_workbook(log, YEAR, tmp_path / "a.xlsx", progress=lambda *_: None, made_at=datetime(2026, 1, 2))
        page = openpyxl.load_workbook(tmp_path / "a.xlsx")[FIGURES_SHEET]
        hidden = page.column_dimensions["F"].hidden
        return {str(row[0].value): [cell.value for cell in row] for row in page.iter_rows()}, hidden

    plain, hidden = sheet()
    assert hidden
    Adjusting(log, YEAR, DAY).by("checks", "2", "纸质记录")
    adjusted, hidden = sheet()
    assert not hidden
    row = adjusted["执法检查次数"]
    assert row[1] == plain["执法检查次数"][1]
    assert str(row[1]).startswith("=")
    assert (row[5], row[7], row[8]) == (2, "纸质记录（张三，2025-11-20）", "5次")
    assert "ROUND(B" in str(row[6])


def test_the_command_line_only_adds_keys(log: Log, capsys: pytest.CaptureFixture[str]) -> None:
    Adjusting(log, YEAR, DAY).by("checks", "2", "纸质记录")
    main(["--data", str(log.file), "figures", "--year", "2025", "--json"])
    found = {one["indicator"]: one for one in json.loads(capsys.readouterr().out)}
    one = found["checks"]
    assert (one["value"], one["text"], one["reported"]) == (3, "3次", 5)
    assert one["adjustment"]["difference"] == 2
    assert one["adjustment"]["entries"][0]["reason"] == "纸质记录"
    assert found["hazards"]["adjustment"] is None
    assert found["hazards"]["reported"] == found["hazards"]["value"]
