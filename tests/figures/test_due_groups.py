"""What is due, as a person reads it."""

from dataclasses import replace
from datetime import date

from desktop.catalogue import Catalogue, WorkingDays
from desktop.figures.due import Due, State
from desktop.figures.due_board import DueBoard
from desktop.figures.due_groups import days_in_words, due_groups, ground, summary, working_day_note

TODAY = date(2025, 11, 21)


def due(catalogue: Catalogue, days_left: int, person: str = "张三") -> Due:
    rule = catalogue.deadlines["penalty_decision"]
    day = date.fromordinal(TODAY.toordinal() + days_left)
    ledger = catalogue.ledgers["penalty_case"]
    return Due(rule, ledger, f"id{days_left}", "甲化工厂", "1号", TODAY, day, days_left, (), person)


def test_groups_follow_the_days_that_are_left(catalogue: Catalogue) -> None:
    items = tuple(due(catalogue, days) for days in (-3, -1, 0, 1, 7, 8))
    board = DueBoard(items)
    assert [(one.state, len(one.items)) for one in due_groups(board)] == [
        (State.OVERDUE, 2), (State.TODAY, 1), (State.SOON, 2)]  # fmt: skip
    assert due_groups(board, later=True)[-1].state is State.LATER
    assert summary(board) == "逾期 2 件，今日到期 1 件"
    assert [days_in_words(one) for one in items[:4]] == ["逾期 3 天", "逾期 1 天", "今日", "还剩 1 天"]
    assert due_groups(DueBoard(())) == []


def test_a_person_s_own_are_those_that_name_the_person(catalogue: Catalogue) -> None:
    items = (due(catalogue, 1, "张三、李四"), due(catalogue, 2, "王五"), due(catalogue, 3, "张三丰"))
    ((group),) = due_groups(DueBoard(items), person="张三")
    assert [one.days_left for one in group.items] == [1]


def test_a_ground_is_short(catalogue: Catalogue) -> None:
    one = due(catalogue, 1)
    rule = replace(one.rule, source="行政处罚法（2021年修订）第六十条；安全生产违法行为行政处罚办法")
    assert ground(replace(one, rule=rule)) == "行政处罚法第六十条"
    assert ground(replace(one, rule=replace(rule, source="行政处罚法第六十条、第八十五条"))) == "行政处罚法第六十条"


def test_the_note_says_when_holidays_are_not_known() -> None:
    assert working_day_note(WorkingDays((), (), (2025,)), TODAY)[1]
    text, known = working_day_note(WorkingDays((), (), (2024,)), TODAY)
    assert text == "放假安排只录到 2024 年，2025 年只除去周末，请在设置中补录"
    assert not known
    assert working_day_note(WorkingDays((), (), ()), TODAY)[0].startswith("还没有录入放假安排")
