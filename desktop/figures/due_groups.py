"""What is due, as a person reads it: grouped by urgency, with days in words and a note on how days were counted."""

import re
from dataclasses import dataclass
from datetime import date

from desktop.catalogue import WorkingDays
from desktop.figures.due import Due, State
from desktop.figures.due_board import DueBoard, names


@dataclass(frozen=True)
class DueGroup:
    """What is equally urgent, by its due date."""

    state: State
    items: tuple[Due, ...]
    more: int = 0
    """How many others there are, less urgent than these."""

    @property
    def count(self) -> int:
        """How many there are in all."""
        return len(self.items) + self.more


def due_groups(board: DueBoard, *, person: str = "", later: bool = False) -> list[DueGroup]:
    """Groups that hold anything, the most urgent first; those of a person, and what lies further off, on request.

    A fixed day of the year is shown as soon as it is near, for all: no record reminds of it.
    """
    mine = [one for one in board.items if not person or one.ledger is None or names(one.person, person)]
    wanted = [one for one in mine if later or one.ledger is None or one.state is not State.LATER]
    groups = [
        DueGroup(
            state,
            tuple(one for one in wanted if one.state is state),
            board.more(state, person) if later or state is not State.LATER else 0,
        )
        for state in State
    ]
    return [group for group in groups if group.items]


def summary(board: DueBoard) -> str:
    """What presses: 逾期 2 件，今日到期 1 件."""
    counts = ((state, board.count(state)) for state in (State.OVERDUE, State.TODAY))
    return "，".join(f"{state} {count:,} 件" for state, count in counts if count)


def head(group: DueGroup) -> str:
    """What stands over a group: 逾期 3; of many, how many of them are listed."""
    listed = f" 件，列出最早到期的 {len(group.items):,} 件" if group.more else ""
    return f"{group.state} {group.count:,}{listed}"


def days_in_words(due: Due) -> str:
    """逾期 3 天, 今日, 还剩 4 天."""
    if due.days_left < 0:
        return f"逾期 {-due.days_left} 天"
    return f"还剩 {due.days_left} 天" if due.days_left else "今日"


def ground(due: Due) -> str:
    """The legal ground, short enough for a line: the first document and article named, without its number."""
    first = due.rule.source.partition("；")[0]
    return re.sub("（[^）]*）|[《》]", "", first).partition("、第")[0]


def working_day_note(days: WorkingDays, today: date) -> tuple[str, bool]:
    """By which holidays days are counted, and whether those of this year are known."""
    if days.is_known(today.year):
        return f"工作日按国务院办公厅 {today.year} 年放假安排计算", True
    known = f"放假安排只录到 {days.last_known} 年" if days.last_known else "还没有录入放假安排"
    return f"{known}，{today.year} 年只除去周末，请在设置中补录", False
