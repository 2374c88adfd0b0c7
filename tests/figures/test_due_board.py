"""What is due in a log in which very many records were never marked as done."""

from datetime import date, timedelta

import pytest

from desktop.figures.due import DueList, State
from desktop.figures.due_board import DueBoard, due_board
from desktop.figures.due_groups import due_groups, head, summary
from desktop.store import Log

TODAY = date(2025, 11, 21)


@pytest.fixture
def crowded(log: Log) -> Log:
    """Forty hazards of two people, most of them long overdue; some share a day."""
    hazard = log.ledger("hazard")
    for number in range(40):
        log.person = "李四" if number % 4 == 0 else "张三"
        day = (date(2025, 10, 1) + timedelta(days=3 * (number // 2))).isoformat()
        log.add(hazard, {"description": f"隐患{number:02}", "found_on": "2025-09-20", "due_on": day})
    log.person = "李四"
    return log


def counts(board: DueBoard, person: str = "") -> list[tuple[State, int]]:
    return [(one.state, one.count) for one in due_groups(board, person=person, later=True)]


def test_of_very_many_the_most_urgent_are_listed_and_all_are_counted(crowded: Log) -> None:
    whole, board = due_board(crowded, TODAY, "李四"), due_board(crowded, TODAY, "李四", most=5)
    everything = [one for one in DueList(crowded, TODAY).items() if one.state is State.OVERDUE]
    assert not whole.unlisted
    assert len(everything) > 15
    assert counts(board) == counts(whole)
    assert summary(board) == summary(whole)
    (group, *_) = due_groups(board)
    earliest = [(one.due, one.record_id) for one in everything[:5]]
    assert earliest == [(one.due, one.record_id) for one in group.items][:5]
    assert head(group) == f"逾期 {len(everything)} 件，列出最早到期的 {len(group.items)} 件"


def test_of_very_many_the_own_ones_are_listed_too(crowded: Log) -> None:
    board = due_board(crowded, TODAY, "李四", most=4)
    own = [one for one in DueList(crowded, TODAY).items() if one.person == "李四" and one.state is State.OVERDUE]
    (group, *_) = due_groups(board, person="李四")
    assert [one.record_id for one in group.items] == [one.record_id for one in own[:4]]
    assert group.count == len(own)
    assert counts(board, "李四") == counts(due_board(crowded, TODAY, "李四"), "李四")


def test_a_few_are_all_listed_without_saying_so(crowded: Log) -> None:
    (group, *_) = due_groups(due_board(crowded, TODAY, "李四"))
    assert head(group) == f"逾期 {len(group.items)}"
