"""Rules that changed with the law: which holds for a record, on fixed dates across holidays."""

from datetime import date

import pytest

from desktop.figures.due import Due, DueList
from desktop.store import Log


def due(log: Log, rule: str, today: date) -> list[Due]:
    return [one for one in DueList(log, today).items() if one.rule.name.startswith(rule)]


def test_a_government_plan_is_filed_after_the_measure_of_2024_whose_text_was_seen(log: Log) -> None:
    log.add(log.ledger("emergency_plan"), {"name": "防汛预案", "kind": "专项预案", "published_on": "2025-09-26"})
    (found,) = due(log, "plan_filing", date(2025, 10, 20))
    assert found.due == date(2025, 10, 30)  # over National Day, with two make-up workdays
    assert "国办发〔2024〕5号" in found.rule.source
    assert not found.uncertain


def test_an_enterprise_s_plan_is_filed_after_the_rule_for_enterprises(log: Log) -> None:
    log.add(log.ledger("emergency_plan"), {"name": "甲厂预案", "kind": "企业预案", "published_on": "2026-02-13"})
    (found,) = due(log, "plan_filing", date(2026, 3, 1))
    assert (found.rule.name, found.due) == ("plan_filing_enterprise", date(2026, 3, 19))  # over Spring Festival
    assert found.rule.verb == "催报备案"
    assert found.uncertain


@pytest.mark.parametrize(
    ("kind", "published", "rules"),
    [
        ("专项预案", "2024-01-30", []),
        ("专项预案", "2024-01-31", ["plan_filing"]),
        ("企业预案", "2024-01-30", ["plan_filing_enterprise"]),
        ("企业预案", "2019-08-31", []),
    ],
)
def test_a_plan_s_day_decides_which_rule_holds(log: Log, kind: str, published: str, rules: list[str]) -> None:
    log.add(log.ledger("emergency_plan"), {"name": "某预案", "kind": kind, "published_on": published})
    assert [one.rule.name for one in due(log, "plan_filing", date(2026, 1, 1))] == rules


@pytest.mark.parametrize(
    ("decided", "rule", "last"),
    [
        ("2026-01-31", "summary_penalty_recording", date(2026, 2, 5)),
        ("2026-02-01", "summary_penalty_recording_reminder", date(2026, 2, 6)),
        ("2026-02-13", "summary_penalty_recording_reminder", date(2026, 2, 18)),  # natural days, in Spring Festival
    ],
)
def test_recording_a_penalty_on_the_spot_is_asked_for_after_the_old_rule_ended(
    log: Log, decided: str, rule: str, last: date
) -> None:
    log.add(log.ledger("penalty_case"), {"case_no": "1号", "procedure": "简易程序", "decided_on": decided})
    (found,) = due(log, "summary_penalty_recording", date(2026, 3, 1))
    assert (found.rule.name, found.due) == (rule, last)
    assert found.uncertain


def test_checks_ask_for_publication_only_where_the_bureau_wants_it(log: Log) -> None:
    log.add(log.ledger("enforcement_check"), {"checked_on": "2025-09-26", "kind": "计划检查"})
    assert due(log, "check_disclosure", date(2026, 1, 1)) == []
    rule = log.catalogue.deadlines["check_disclosure"]
    assert (rule.start, rule.done, rule.length) == ("checked_on", ("disclosed_on",), "20 个工作日")
