"""What the built-in indicators count where a plausible rule would be wrong."""

from typing import Any

import pytest

from desktop.catalogue import Catalogue, Measure
from desktop.figures import Engine, Period
from desktop.store import Log

YEAR = Period.year(2025)


def text(log: Log, name: str) -> str:
    return Engine(log).figure(name, YEAR).text


def add(log: Log, ledger: str, *records: dict[str, Any]) -> None:
    for record in records:
        log.add(log.ledger(ledger), record)


def test_a_permit_that_was_granted_and_revoked_later_counts_as_revoked_when_it_was_revoked(log: Log) -> None:
    permit = {"kind": "行政许可", "procedure": "一般", "accepted_on": "2024-02-03", "decided_on": "2024-02-20"}
    add(log, "permit", {**permit, "decision": "准予", "revoked_on": "2025-08-01"})
    add(log, "permit", {**permit, "decision": "撤销", "accepted_on": "2025-05-01", "decided_on": "2025-05-20"})
    add(log, "permit", {**permit, "decision": "撤销", "decided_on": "2024-05-20", "revoked_on": "2025-05-21"})
    assert text(log, "permits_revoked") == "3件"
    assert text(log, "permits_granted") == "0件"


def test_an_application_that_the_court_has_not_answered_is_no_refusal(log: Log) -> None:
    application = {"kind": "申请强制执行", "received_on": "2025-07-01"}
    add(log, "dispute", {**application, "result": "准予"}, {**application, "result": "待定"})
    assert text(log, "court_execution_grant_rate") == "全部"
    add(log, "dispute", {**application, "result": "不准予"})
    assert text(log, "court_execution_grant_rate") == "50%"
    assert text(log, "court_executions_applied") == "3起"


def test_a_tip_off_without_a_time_limit_is_not_late(log: Log) -> None:
    tip_off = {"kind": "举报", "channel": "12345热线", "field": "安全生产", "received_on": "2025-03-01",
               "accepted_on": "2025-03-02", "closed_on": "2025-04-01"}  # fmt: skip
    add(log, "tip_off", tip_off, {**tip_off, "due_on": "2025-05-01"})
    assert text(log, "tip_offs_on_time_rate") == "全部"
    add(log, "tip_off", {**tip_off, "due_on": "2025-03-20"})
    assert text(log, "tip_offs_on_time_rate") == "50%"


def test_a_case_that_was_sped_up_is_one_of_the_ordinary_procedure(log: Log) -> None:
    """The law knows two procedures (行政处罚法第五章); 快速办理 is a way of the ordinary one."""
    case = {"filed_on": "2025-03-01", "decided_on": "2025-03-20", "result": "给予处罚", "fine": "5000"}
    add(log, "penalty_case", {**case, "procedure": "普通程序", "legal_reviewed_on": "2025-03-18"})
    add(log, "penalty_case", {**case, "procedure": "快速办理"}, {**case, "procedure": "简易程序"})
    assert (text(log, "ordinary_penalties"), text(log, "summary_penalties")) == ("2起", "1起")
    assert text(log, "ordinary_legal_review_rate") == "50%"


@pytest.mark.parametrize("repeated", ["人", "家", "支"])
def test_a_sum_of_heads_says_that_one_may_count_twice(catalogue: Catalogue, repeated: str) -> None:
    """人 is not 人次: where heads of several occasions are added up, the explanation must say so."""
    silent = [
        one.name for one in catalogue.indicators.values()
        if one.measure is Measure.SUM and one.unit == repeated and one.ledger and one.ledger.date
        and one.of and one.of.text in ("participants", "enterprises", "people_helped", "affected_people",
                                       "teams_deployed", "members_deployed", "duty_leaders", "enterprises_covered")
        and "重复计算" not in one.note
    ]  # fmt: skip
    assert silent == []
