"""Carrying a plan out: the good rows as one batch that one undo takes back."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.exchange.columns import remember
from desktop.exchange.planning import CellProblem, Kind, Plan, PlannedRow
from desktop.exchange.sheets import Progress
from desktop.store import Log, Problem
from desktop.store.batching import Entry, Saved


@dataclass(frozen=True)
class Outcome:
    """What became of an import."""

    added: int
    """New records of the ledger."""
    updated: int
    created: int
    """New records of other ledgers, such as enterprises."""
    same: int
    """Rows that said nothing new."""
    left_out: tuple[PlannedRow, ...]
    """Rows that were not imported, each with its reason."""
    batch: str = ""
    """By which all of it can be taken back; empty where nothing was written."""

    @property
    def sentence(self) -> str:
        """The outcome as the person reads it."""
        parts = [f"新增 {self.added} 条"]
        parts += [f"更新 {self.updated} 条"] if self.updated else []
        parts += [f"新建关联记录 {self.created} 条"] if self.created else []
        parts += [f"{self.same} 行台账里已有"] if self.same else []
        parts += [f"{len(self.left_out)} 行没有导入"] if self.left_out else []
        return "，".join(parts) + "。"


def carry_out(log: Log, plan: Plan, progress: Progress, *, reason: str | None = None) -> Outcome:
    """Write what the plan says, in one transaction; an exception from `progress` takes all of it back.

    `reason`: why records of a finalised edition are changed, where some are (`ReasonNeeded` else).
    """
    entries = [*plan.created, *(_entry(one) for one in plan.rows if one.kind in (Kind.NEW, Kind.UPDATE))]
    saved = log.save_entries(entries, reason=reason, progress=progress) if entries else Saved()
    understood = plan.understanding
    remember(log, plan.ledger, understood.head, understood.columns)
    return _outcome(plan, saved)


def _entry(one: PlannedRow) -> Entry:
    assert one.draft is not None
    return Entry(one.row.number, one.draft, one.id if one.kind is Kind.UPDATE else None, one.before)


def _said(problems: Sequence[Problem]) -> tuple[CellProblem, ...]:
    return tuple(CellProblem("", "", one.message) for one in problems)


def _outcome(plan: Plan, saved: Saved) -> Outcome:
    rejected = {one.line: one.problems for one in saved.rejected}
    late = tuple(
        PlannedRow(one.row, Kind.REJECTED, problems=_said(rejected[one.row.number]))
        for one in plan.rows
        if one.row.number in rejected and one.kind in (Kind.NEW, Kind.UPDATE)
    )  # fmt: skip
    created = len(plan.created)
    added = sum(saved.added.values()) - created
    left_out = sorted((*plan.left_out, *late), key=lambda one: one.row.number)
    batch = saved.batch if added or created or saved.changed else ""
    return Outcome(added, saved.changed, created, plan.counts[Kind.SAME], tuple(left_out), batch)
