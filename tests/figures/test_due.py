"""What is due, on fixed dates: holidays, month ends, extensions, versions of a rule, records that are dealt with."""

import shutil
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from desktop.catalogue import Catalogue, Definitions, WorkingDays
from desktop.figures.due import Due, DueList, State
from desktop.store import Log
from desktop.store.connection import connect

TODAY = date(2025, 11, 21)

Adder = Callable[..., str]


def due_on(log: Log, today: date = TODAY) -> list[Due]:
    return DueList(log, today).items()


def only(log: Log, rule: str, today: date = TODAY) -> Due:
    found = [one for one in due_on(log, today) if one.rule.name == rule]
    assert len(found) == 1, [one.rule.name for one in due_on(log, today)]
    return found[0]


def rules(log: Log, today: date = TODAY) -> list[str]:
    return [one.rule.name for one in due_on(log, today)]


@pytest.fixture(scope="module")
def empty_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A closed, empty log to copy from."""
    file = tmp_path_factory.mktemp("empty") / "log.db"
    Log.create(file, person="张三").close()
    return file


@pytest.fixture
def log(empty_log: Path, tmp_path: Path, catalogue: Catalogue) -> Iterator[Log]:
    """An open, empty log; as `Log.open` makes it, without reading the catalogue again."""
    file = Path(shutil.copy(empty_log, tmp_path / "log.db"))
    with Log(file, connect(file), catalogue, "张三") as opened:
        yield opened


@pytest.fixture
def add(log: Log) -> Adder:
    def adding(ledger: str, **values: Any) -> str:
        return log.add(log.ledger(ledger), values)

    return adding


@pytest.fixture
def penalty(add: Adder) -> Adder:
    """A decided case of which everything but what a test is about is dealt with."""

    def adding(**values: Any) -> str:
        usual = {"case_no": "青应急罚〔2025〕29号", "result": "给予处罚", "fine": "30000", "procedure": "普通程序"}
        return add("penalty_case", **(usual | values))

    return adding


def test_nothing_is_due_in_an_empty_log(log: Log) -> None:
    assert due_on(log) == []


# -------------------------------------------------------------------- the last day


@pytest.mark.parametrize(
    ("decided", "last"),
    [
        ("2025-09-26", date(2025, 10, 13)),  # National Day, with two make-up workdays
        ("2026-02-13", date(2026, 3, 2)),  # Spring Festival, with two
        ("2025-11-12", date(2025, 11, 21)),
        ("2025-10-01", date(2025, 10, 16)),  # decided on a holiday
        ("2024-12-31", date(2025, 1, 10)),  # over the end of a year
    ],
)
def test_working_days_are_counted_by_holidays_and_the_first_day_does_not_count(
    log: Log, penalty: Adder, decided: str, last: date
) -> None:
    penalty(decided_on=decided)
    found = only(log, "penalty_disclosure")
    assert (found.due, found.started.isoformat()) == (last, decided)
    assert not found.uncertain


def test_natural_days_run_over_holidays(log: Log, penalty: Adder) -> None:
    penalty(decided_on="2025-09-26", served_on="2025-09-27", disclosed_on="2025-09-27")
    found = only(log, "fine_payment")
    assert found.due == date(2025, 10, 12)
    assert found.rule.verb == "登记缴款"


@pytest.mark.parametrize(
    ("start", "last"),
    [
        ("2025-11-30", date(2026, 2, 28)),
        ("2023-11-30", date(2024, 2, 29)),
        ("2025-08-31", date(2025, 11, 30)),
        ("2025-02-28", date(2025, 5, 28)),
    ],
)
def test_months_end_on_the_same_day_or_the_month_s_last(log: Log, add: Adder, start: str, last: date) -> None:
    add("dispute", kind="申请强制执行", remedy_expired_on=start)
    assert only(log, "court_execution").due == last


def test_a_time_before_the_start_is_counted_backwards(log: Log, add: Adder) -> None:
    add("hearing", name="某案听证", kind="听证会", matter="行政处罚", held_on="2025-10-13")
    found = only(log, "hearing_notify_lead_7d")
    assert (found.started, found.due) == (date(2025, 10, 13), date(2025, 9, 26))


def test_the_last_day_of_a_lawsuit_s_time_gives_way_to_a_holiday(log: Log, add: Adder) -> None:
    add("dispute", kind="行政诉讼", complaint_received_on="2025-09-20")
    assert only(log, "litigation_answer").due == date(2025, 10, 9)


def test_what_is_done_at_intervals_is_due_again(log: Log, add: Adder) -> None:
    add("emergency_plan", name="总体预案", drilled_on="2024-02-29")
    assert only(log, "plan_drill").due == date(2026, 2, 28)


# -------------------------------------------------------------------- extensions, stated time limits


def test_an_extension_counts_once_its_date_is_filled(log: Log, add: Adder) -> None:
    id_ = add("permit", kind="行政许可", accepted_on="2025-03-03")
    assert only(log, "permit_decision").due == date(2025, 3, 31)
    log.update(log.ledger("permit"), id_, {"extended_on": "2025-03-25"})
    assert only(log, "permit_decision").due == date(2025, 4, 15)


def test_extensions_are_granted_one_after_the_other(tmp_path: Path) -> None:
    own = """
    [ledgers.tip_off.fields.extended]
    label = "已延期"
    type = "boolean"
    [ledgers.tip_off.fields.again_on]
    label = "再次延期日期"
    type = "date"
    [deadlines.tip_off_closing]
    days = 30
    extension = [60, 90]
    extended_on = ["extended", "again_on"]
    """
    with Log.create(tmp_path / "own.db", definitions=[Definitions("own.toml", own)], person="张三") as log:
        ledger = log.ledger("tip_off")
        id_ = log.add(ledger, {"accepted_on": "2025-01-01", "extended": False})
        for values, last in (
            ({}, date(2025, 1, 31)),
            ({"extended": True}, date(2025, 4, 1)),
            ({"again_on": "2025-03-30"}, date(2025, 6, 30)),
        ):
            if values:
                log.update(ledger, id_, values)
            assert only(log, "tip_off_closing").due == last


def test_what_the_record_states_goes_before_counting_and_the_latest_before_the_first(log: Log, add: Adder) -> None:
    id_ = add("tip_off", tip_no="QCJB-1", accepted_on="2025-09-25")
    assert only(log, "tip_off_closing").due == date(2025, 11, 24)
    log.update(log.ledger("tip_off"), id_, {"due_on": "2025-11-10"})
    assert only(log, "tip_off_closing").due == date(2025, 11, 10)
    log.update(log.ledger("tip_off"), id_, {"extended_to": "2025-12-10"})
    assert only(log, "tip_off_closing").due == date(2025, 12, 10)


def test_a_rule_without_length_waits_for_records_that_state_theirs(log: Log, add: Adder) -> None:
    add("supervision_action", kind="督办", issued_on="2025-11-01", topic="甲")
    assert rules(log) == []
    add("supervision_action", kind="督办", issued_on="2025-11-01", topic="乙", due_on="2025-11-30")
    found = only(log, "supervision_reply")
    assert (found.title, found.due, found.uncertain) == ("乙", date(2025, 11, 30), False)


# -------------------------------------------------------------------- which records


def test_a_record_is_not_due_once_it_is_dealt_with(log: Log, penalty: Adder) -> None:
    id_ = penalty(decided_on="2025-11-12", served_on="2025-11-12", paid_on="2025-11-12")
    assert rules(log) == ["penalty_disclosure"]
    log.update(log.ledger("penalty_case"), id_, {"disclosed_on": "2025-11-20"})
    assert rules(log) == []


def test_any_of_several_ends_deals_with_it(log: Log, add: Adder) -> None:
    id_ = add("penalty_case", case_no="1", filed_on="2025-09-01")
    assert rules(log) == ["penalty_decision"]
    log.update(log.ledger("penalty_case"), id_, {"closed_on": "2025-11-20"})
    assert rules(log) == []


def test_a_deleted_record_is_not_due_and_a_restored_one_is(log: Log, penalty: Adder) -> None:
    id_ = penalty(decided_on="2025-11-12", served_on="2025-11-12", paid_on="2025-11-12")
    ledger = log.ledger("penalty_case")
    log.delete(ledger, id_)
    assert rules(log) == []
    log.restore(ledger, id_)
    assert rules(log) == ["penalty_disclosure"]


def test_conditions_choose_the_rule_and_a_gap_keeps_the_general_one(log: Log, add: Adder) -> None:
    for procedure in ("普通程序", "简易程序", None):
        add("dispute", kind="行政复议", procedure=procedure, review_copy_received_on="2025-11-10")
    assert rules(log) == ["reconsideration_reply_simple", "reconsideration_reply", "reconsideration_reply"]
    assert [one.due for one in due_on(log)] == [date(2025, 11, 17), date(2025, 11, 24), date(2025, 11, 24)]


def test_what_need_not_be_disclosed_is_not_asked_for(log: Log, penalty: Adder) -> None:
    for result in ("不予处罚", "撤销案件", None):
        penalty(decided_on="2025-11-12", served_on="2025-11-12", paid_on="2025-11-12", result=result)
    assert rules(log) == ["penalty_disclosure"], "a case without its result is asked for"


def test_a_petition_is_held_to_its_own_rules(log: Log, add: Adder) -> None:
    add("tip_off", kind="信访", received_on="2025-11-01", accepted_on="2025-11-03")
    assert rules(log) == ["petition_notice", "petition_closing"]


def test_a_fine_for_which_the_court_was_asked_is_not_asked_for_any_more(log: Log) -> None:
    case = log.ledger("penalty_case")
    typed = {"decided_on": "2025-09-01", "served_on": "2025-09-02", "disclosed_on": "2025-09-03", "fine": "5000"}
    id_ = log.add(case, typed)
    assert "fine_payment" in rules(log)
    log.update(case, id_, {"court_applied_on": "2025-11-10"})
    assert "fine_payment" not in rules(log)


def test_a_rule_that_is_off_asks_for_nothing(tmp_path: Path) -> None:
    own = "[deadlines.penalty_disclosure]\non = false"
    with Log.create(tmp_path / "own.db", definitions=[Definitions("own.toml", own)], person="张三") as log:
        log.add(
            log.ledger("penalty_case"),
            {"decided_on": "2025-11-12", "served_on": "2025-11-13", "paid_on": "2025-11-13"},
        )
        assert rules(log) == []


# -------------------------------------------------------------------- versions


def test_the_day_of_the_start_decides_which_version_holds(tmp_path: Path) -> None:
    own = """
    [deadlines.hazard_recheck_reminder]
    on = false
    [deadlines.hazard_recheck_order18]
    on = true
    days = 5
    day_kind = "working"
    verified = "text"
    """
    with Log.create(tmp_path / "own.db", definitions=[Definitions("own.toml", own)], person="张三") as log:
        for day in ("2026-01-31", "2026-02-01"):
            log.add(log.ledger("hazard"), {"description": day, "found_on": "2026-01-05", "due_on": day})
        found = due_on(log)
    assert [(one.title, one.rule.name, one.due) for one in found] == [
        ("2026-02-01", "hazard_recheck_order18", date(2026, 2, 6)),
        ("2026-01-31", "hazard_recheck", date(2026, 2, 10)),
    ]
    assert [one.uncertain for one in found] == [False, True]


def test_before_its_first_day_a_rule_asks_for_nothing(log: Log, penalty: Adder) -> None:
    penalty(decided_on="2021-07-14", served_on="2021-07-14", paid_on="2021-07-14")
    assert rules(log) == [], "the law's own rule on disclosure holds from September 2021"
    penalty(decided_on="2021-09-01", served_on="2021-09-01", paid_on="2021-09-01")
    assert rules(log) == ["penalty_disclosure"]


# -------------------------------------------------------------------- what is not certain


def test_an_unknown_year_is_counted_by_weekends_and_told(log: Log, penalty: Adder) -> None:
    penalty(decided_on="2026-12-28", served_on="2026-12-28", paid_on="2026-12-28")
    found = only(log, "penalty_disclosure")
    assert found.due == date(2027, 1, 6)
    assert found.uncertain
    assert found.doubts == ("放假安排只录到 2026 年，其他年份只除去周末",)


def test_natural_days_need_no_calendar(log: Log, penalty: Adder) -> None:
    penalty(decided_on="2029-01-01", served_on="2029-01-01", disclosed_on="2029-01-01")
    assert not only(log, "fine_payment").uncertain


def test_a_calendar_of_one_s_own_can_be_given(log: Log, penalty: Adder) -> None:
    penalty(decided_on="2025-09-26", served_on="2025-09-26", paid_on="2025-09-26")
    (found,) = DueList(log, TODAY, WorkingDays((), (), ())).items()
    assert (found.due, found.uncertain) == (date(2025, 10, 7), True)
    assert "None" not in "".join(found.doubts)


def test_a_rule_whose_text_was_not_seen_is_told(log: Log, add: Adder) -> None:
    add("tip_off", accepted_on="2025-11-20")
    assert only(log, "tip_off_closing").doubts == ("依据待核",)


# -------------------------------------------------------------------- how it is shown


@pytest.mark.parametrize(
    ("today", "left", "state"),
    [
        (date(2025, 11, 24), -3, State.OVERDUE),
        (date(2025, 11, 21), 0, State.TODAY),
        (date(2025, 11, 20), 1, State.SOON),
        (date(2025, 11, 14), 7, State.SOON),
        (date(2025, 11, 13), 8, State.LATER),
    ],
)
def test_how_urgent_it_is(log: Log, penalty: Adder, today: date, left: int, state: State) -> None:
    penalty(decided_on="2025-11-12", served_on="2025-11-12", paid_on="2025-11-12")
    found = only(log, "penalty_disclosure", today)
    assert (found.days_left, found.state) == (left, state)


def test_a_due_row_says_whom_it_concerns_what_names_it_and_who_does_it(log: Log, add: Adder, penalty: Adder) -> None:
    add("enterprise", name="青川鑫旺物流有限公司")
    penalty(decided_on="2025-11-12", served_on="2025-11-12", paid_on="2025-11-12", officers="苏宁",
            enterprise="青川鑫旺物流有限公司")  # fmt: skip
    penalty(decided_on="2025-11-12", served_on="2025-11-12", paid_on="2025-11-12", case_no="青应急罚〔2025〕30号")
    second, first = due_on(log)
    assert (first.title, first.detail, first.person) == ("青应急罚〔2025〕30号", "11月12日决定", "张三")
    assert (second.title, second.detail) == ("青川鑫旺物流有限公司", "青应急罚〔2025〕29号，11月12日决定")
    assert (second.person, second.rule.verb, second.ledger.name) == ("苏宁", "登记公示", "penalty_case")


def test_who_rechecks_a_hazard_is_read_from_its_check(log: Log, add: Adder) -> None:
    add("enforcement_check", check_no="J1", checked_on="2025-11-01", checkers="何远、程立")
    add("hazard", description="通道堵塞", found_on="2025-11-01", due_on="2025-11-08", check="J1")
    found = only(log, "hazard_recheck")
    assert (found.person, found.detail, found.due) == ("何远、程立", "整改期限11月8日", date(2025, 11, 18))


def test_the_most_urgent_comes_first(log: Log, penalty: Adder) -> None:
    for day in ("2025-11-12", "2025-11-03", "2025-11-19"):
        penalty(decided_on=day, served_on=day, paid_on=day)
    assert [one.started.day for one in due_on(log)] == [3, 12, 19]


def test_every_rule_that_is_on_asks_for_a_record_that_waits_for_it(log: Log, add: Adder) -> None:
    """Each once, with its start filled and its conditions met: no rule is written so that it can never remind."""
    for rule in log.catalogue.deadlines.values():
        if rule.on and rule.kind.makes_due_dates:
            day = max(rule.valid_from or date(2024, 3, 5), date(2010, 3, 5)).isoformat()
            values = {rule.start: day}
            for one in rule.where:
                chosen = one.values[0]  # type: ignore[union-attr]
                values[one.path.field.name] = bool(chosen) if one.path.field.type.name == "boolean" else chosen
            if rule.days is None:
                values[rule.stated[0]] = "2026-03-05"
            title = log.catalogue.ledgers[str(rule.ledger)].title
            add(rule.ledger, **({title: rule.name} | values))
    found = due_on(log)
    assert {one.rule.name for one in found if rule_names(log, one) == one.rule.name} == {
        name for name, rule in log.catalogue.deadlines.items() if rule.on and rule.kind.makes_due_dates
    }


def rule_names(log: Log, one: Due) -> str:
    """The rule for which the record was made."""
    assert one.ledger
    record = log.record(one.ledger, one.record_id)
    return str(record[one.ledger.title]) if record else ""


def test_the_overdue_are_counted_as_the_list_shows_them(log: Log) -> None:
    case, hazard = log.ledger("penalty_case"), log.ledger("hazard")
    for day in ("2025-06-02", "2025-06-02", "2025-06-20", "2025-07-01"):
        log.add(hazard, {"description": f"隐患 {day}", "found_on": day, "due_on": day})
        log.add(case, {"case_no": f"青应急立 {day}", "filed_on": day, "decided_on": day})
    done = log.add(hazard, {"description": "已复查", "found_on": "2025-06-02", "due_on": "2025-06-03"})
    log.update(hazard, done, {"rechecked_on": "2025-06-10"})
    log.delete(hazard, log.add(hazard, {"description": "已删除", "found_on": "2025-06-02", "due_on": "2025-06-03"}))
    counts = []
    for today in (date(2025, 6, 1), date(2025, 6, 13), date(2025, 7, 1), date(2025, 12, 31), date(2027, 1, 1)):
        due = DueList(log, today)
        counts.append(due.overdue())
        assert counts[-1] == sum(one.state is State.OVERDUE for one in due.items())
    assert counts[0] < counts[1] < counts[2] < counts[3]


def test_waiting_records_are_found_by_an_index_of_their_own(log: Log) -> None:
    """However many records are done, the list of what is due reads the others only."""
    names = {name for (name,) in log.query("SELECT name FROM sqlite_master WHERE type = 'index'")}
    for rule in log.catalogue.deadlines.values():
        if rule.on and rule.start:
            assert "_".join(("ix", str(rule.ledger), "waits", str(rule.start), *rule.done)) in names
