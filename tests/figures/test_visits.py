"""Visits to an enterprise against its yearly cap."""

from datetime import date
from typing import Any

import pytest

from desktop.catalogue import Refusal
from desktop.figures.visits import Visits, set_visit_cap, usual_cap, visit_caps, visits, visits_of
from desktop.store import Log


def check(log: Log, enterprise: str, times: int = 1, **values: Any) -> None:
    usual = {"enterprise": enterprise, "checked_on": "2025-05-06", "kind": "计划检查"}
    ledger = log.ledger("enforcement_check")
    assert not log.add_many(ledger, [(number, usual | values) for number in range(times)]).rejected


@pytest.fixture
def firms(log: Log) -> Log:
    for name in ("甲厂", "乙厂", "丙厂"):
        log.add(log.ledger("enterprise"), {"name": name})
    return log


def found(log: Log, year: int = 2025, margin: int = 1) -> list[tuple[str, int, int, int]]:
    return [(one.name, one.counted, one.others, one.left) for one in visits(log, year, margin)]


def test_enterprises_near_their_cap_come_nearest_first(firms: Log) -> None:
    check(firms, "甲厂", 3)
    check(firms, "乙厂", 5)
    check(firms, "丙厂", 2)
    assert found(firms) == [("乙厂", 5, 0, -1), ("甲厂", 3, 0, 1)]
    assert [name for name, *_ in found(firms, margin=2)] == ["乙厂", "甲厂", "丙厂"]


def test_other_years_other_levels_and_deleted_checks_do_not_count(firms: Log) -> None:
    check(firms, "甲厂", 2)
    check(firms, "甲厂", 3, checked_on="2024-12-31")
    check(firms, "甲厂", 3, level="镇街")
    ledger = firms.ledger("enforcement_check")
    firms.delete(ledger, firms.add(ledger, {"enterprise": "甲厂", "checked_on": "2025-01-01", "kind": "计划检查"}))
    assert found(firms, margin=9) == [("甲厂", 2, 0, 2)]


def test_a_check_dated_after_the_day_does_not_count_yet(firms: Log) -> None:
    check(firms, "甲厂", 2, checked_on="2025-11-21")
    check(firms, "甲厂", 1, checked_on="2025-11-22")
    (until,) = visits(firms, 2025, margin=9, until=date(2025, 11, 21))
    (later,) = visits(firms, 2025, margin=9, until=date(2026, 3, 1))
    assert (until.counted, later.counted) == (2, 3)


def test_checks_that_are_not_held_to_the_cap_are_told_apart(firms: Log) -> None:
    check(firms, "甲厂", 3)
    check(firms, "甲厂", 2, kind="举报核查")
    check(firms, "甲厂", 1, method=["非现场检查"])
    check(firms, "甲厂", 1, method=["非现场检查", "现场检查"])
    check(firms, "甲厂", 1, kind=None)
    assert found(firms) == [("甲厂", 5, 3, -1)]


def test_what_counts_and_what_does_not_is_told_in_words(firms: Log) -> None:
    check(firms, "甲厂", 3)
    check(firms, "甲厂", 2, kind="专项检查")
    check(firms, "甲厂", 1, kind="举报核查")
    check(firms, "甲厂", 1, kind="交办移送核查")
    check(firms, "甲厂", 1, kind="复查")
    check(firms, "乙厂", 4)
    over, full = visits(firms, 2025)
    assert (over.standing, over.parts) == ("超 1 次", "计入 5 次（专项 2）；举报交办 2、复查等 1 不计")
    assert (full.standing, full.parts) == ("已满", "计入 4 次")


def test_an_enterprise_s_risk_level_has_a_cap_of_its_own(firms: Log) -> None:
    firms.add(firms.ledger("enterprise"), {"name": "丁厂", "risk_level": "红"})
    check(firms, "甲厂", 2)
    check(firms, "丁厂", 4)
    set_visit_cap(firms, "红", "６")
    set_visit_cap(firms, "", "2")
    assert visit_caps(firms) == {"": 2, "红": 6}
    assert found(firms) == [("甲厂", 2, 0, 0)]
    set_visit_cap(firms, "红", " ")
    assert found(firms) == [("丁厂", 4, 0, -2), ("甲厂", 2, 0, 0)]
    assert visits(firms, 2025, margin=0)[0].standing == "超 2 次"


@pytest.mark.parametrize("typed", ["0", "367", "三次", "-1", "1.5"])
def test_a_cap_that_is_no_number_of_visits_is_refused(log: Log, typed: str) -> None:
    with pytest.raises(Refusal, match="1 至 366"):
        set_visit_cap(log, "", typed)
    assert usual_cap(log) == 4


def test_the_plan_s_cap_goes_before_the_bureau_s(firms: Log) -> None:
    check(firms, "甲厂", 2)
    check(firms, "乙厂", 2)
    plan = firms.ledger("check_plan")
    firms.add(plan, {"enterprise": "甲厂", "plan_year": 2025, "frequency_cap": 2})
    firms.add(plan, {"enterprise": "甲厂", "plan_year": 2025, "frequency_cap": 3})
    firms.add(plan, {"enterprise": "甲厂", "plan_year": 2024, "frequency_cap": 1})
    assert found(firms) == [("甲厂", 2, 0, 0)]
    (first,) = visits(firms, 2025)
    assert isinstance(first, Visits)
    assert first.cap == 2


@pytest.mark.parametrize(("setting", "cap"), [(None, 4), ("6", 6), ("0", 4), ("many", 4), ("", 4), ("²", 4)])
def test_the_bureau_s_cap_is_a_setting(log: Log, setting: str | None, cap: int) -> None:
    if setting is not None:
        log.set_setting("visit_cap", setting)
    assert usual_cap(log) == cap


def test_the_visits_of_one_enterprise_are_those_of_the_list(firms: Log) -> None:
    check(firms, "甲厂", 3)
    check(firms, "乙厂", 5, kind="专项检查")
    check(firms, "甲厂", 1, checked_on="2025-12-01")
    for one in visits(firms, 2025, margin=9, until=date(2025, 11, 21)):
        assert visits_of(firms, one.enterprise_id, 2025, until=date(2025, 11, 21)) == one
    unvisited = next(str(one["id"]) for one in firms.records(firms.ledger("enterprise")) if one["name"] == "丙厂")
    assert visits_of(firms, unvisited, 2025) is None
