"""Fixed days of the year are due from thirty days before until somebody marks them done."""

from datetime import date

import pytest

from desktop.catalogue import Refusal
from desktop.figures.annual import annual_items
from desktop.figures.due import State
from desktop.store import Log
from desktop.store.annual import mark_done, take_back

UP = "law_gov_report_up_0301"


@pytest.fixture
def old(log: Log) -> Log:
    """A log that was begun long ago."""
    log.set_setting("created_at", "2024-01-05T08:00:00.000Z")
    return log


def shown(log: Log, today: date) -> dict[str, tuple[str, int]]:
    return {one.rule.name: (one.due.isoformat(), one.days_left) for one in annual_items(log, today)}


def test_a_fixed_day_is_shown_from_thirty_days_before(old: Log) -> None:
    assert UP not in shown(old, date(2026, 1, 29))
    assert shown(old, date(2026, 1, 30))[UP] == ("2026-03-01", 30)
    assert shown(old, date(2026, 1, 30))["enforcement_stat_report_0131"] == ("2026-01-31", 1)


def test_the_next_year_s_day_is_shown_in_december_already(old: Log) -> None:
    assert "enforcement_stat_report_0131" not in {
        name for name, (due, _) in shown(old, date(2025, 12, 31)).items() if due.startswith("2026")
    }
    assert shown(old, date(2026, 1, 1))["enforcement_stat_report_0131"] == ("2026-01-31", 30)


def test_what_is_over_stays_until_it_is_done(old: Log) -> None:
    today = date(2026, 3, 11)
    late = next(one for one in annual_items(old, today) if one.rule.name == UP)
    assert (late.state, late.days_left, late.ledger) == (State.OVERDUE, -10, None)
    mark_done(old, UP, late.due, date(2026, 2, 27), today)
    assert UP not in shown(old, today)
    assert shown(old, date(2027, 2, 1))[UP] == ("2027-03-01", 28)
    take_back(old, UP, late.due)
    assert UP in shown(old, today)


def test_what_was_over_before_the_log_was_begun_is_not_asked_for(log: Log) -> None:
    log.set_setting("created_at", "2026-03-05T08:00:00.000Z")
    assert UP not in shown(log, date(2026, 3, 11))
    assert "law_gov_report_publish_0401" in shown(log, date(2026, 3, 11))


def test_a_day_yet_to_come_is_no_day_of_completion(old: Log) -> None:
    with pytest.raises(Refusal, match="还没有到"):
        mark_done(old, UP, date(2026, 3, 1), date(2026, 3, 2), date(2026, 3, 1))
