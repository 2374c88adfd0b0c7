"""An import on its way, step by step: what was read, what the person decided, what it would do, what it did.

Nothing here waits or writes by itself: the slow steps are handed out as work for another thread, and their results
are handed back.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from pathlib import Path
from typing import TypeAlias

from desktop.catalogue import Ledger, Refusal
from desktop.exchange.importing import Outcome, carry_out
from desktop.exchange.linking import Answer, Question
from desktop.exchange.planning import Decisions, OnDouble, Plan, make_plan
from desktop.exchange.proposing import KeptBook, Proposed, propose_ledger
from desktop.exchange.reading import open_book
from desktop.exchange.sheets import Progress
from desktop.exchange.understanding import Understanding, understand
from desktop.store import Log, ReasonNeeded
from desktop.store.backups import Kind as BackupKind
from desktop.store.backups import back_up


class Step(IntEnum):
    """Where the person is."""

    FILE = 0
    HEAD = 1
    COLUMNS = 2
    QUESTIONS = 3
    PREVIEW = 4
    RESULT = 5


STEP_TITLES = ("文件和台账", "表头", "各列", "要定的事", "核对", "结果")


@dataclass(frozen=True)
class Opened:
    """A file that was read."""

    book: KeptBook
    understood: Understanding | None
    """None where no ledger fits and none was chosen."""
    proposed: Proposed | None


@dataclass(frozen=True)
class Planned:
    """What the import would do, without any answers and with those that were given."""

    base: Plan
    plan: Plan
    preview: Sequence[Mapping[str, str]]
    """The first good rows as they will stand, value by label."""


Work: TypeAlias = Callable[[Log, Progress], object]


@dataclass
class Wizard:
    """The state of one import."""

    file: Path | None = None
    ledger: Ledger | None = None
    chosen: bool = False
    """Whether the person chose the ledger; else every file is looked at anew."""
    proposed: Proposed | None = None
    """What the file looks like, whichever ledger was chosen."""
    book: KeptBook | None = None
    understood: Understanding | None = None
    year: int | None = None
    """Of days without one, where the person gave another than the title."""
    answers: dict[tuple[str, str], str] = field(default_factory=dict)
    doubles: OnDouble = OnDouble.SKIP
    by_row: dict[int, OnDouble] = field(default_factory=dict)
    kept_reason: str = ""
    planned: Planned | None = None
    outcome: Outcome | None = None
    step: Step = Step.FILE

    # ---------------------------------------------------------------- how far

    def can_show(self, step: Step) -> bool:
        """Whether all that a step shows is known."""
        known = {
            Step.FILE: True, Step.HEAD: self.understood is not None, Step.COLUMNS: self.understood is not None,
            Step.QUESTIONS: self.asks, Step.PREVIEW: self.planned is not None, Step.RESULT: self.outcome is not None,
        }  # fmt: skip
        return known[step]

    @property
    def asks(self) -> bool:
        """Whether there is anything to decide."""
        base = self.planned.base if self.planned else None
        return base is not None and bool(base.questions or base.doubles or base.doubtful)

    @property
    def decisions(self) -> Decisions:
        """As the plan takes them."""
        return Decisions(self.year, dict(self.answers), self.doubles, dict(self.by_row), self.kept_reason or None)

    @property
    def needs_planning(self) -> bool:
        """Whether something was decided since the plan was made."""
        return self.planned is None or self.planned.plan.decisions != self.decisions

    @property
    def missing(self) -> list[str]:
        """Labels of fields without which no record is saved and that no column goes into."""
        if self.understood is None:
            return []
        given = {target.partition(".")[0] for target in self.understood.by_target}
        fields = self.understood.ledger.fields.values()
        needed = [one for one in fields if one.needed == "save" and one.default is None]
        # A table of our own names the records by their ids, and need not repeat everything.
        return [] if "id" in given else [one.label for one in needed if one.name not in given]

    # ---------------------------------------------------------------- work

    def opening(self, file: Path, ledger: Ledger | None, ledgers: Sequence[Ledger]) -> Work:
        """Reads a file; without a ledger the one that fits best of `ledgers` is proposed."""

        def work(log: Log, progress: Progress) -> Opened:
            book = KeptBook(open_book(file))
            proposed = propose_ledger(log.catalogue, ledgers, book, progress)
            target = ledger or (proposed.ledger if proposed else None)
            sheet = proposed.sheet if proposed and proposed.ledger is target else None
            understood = understand(log, target, book, progress, sheet=sheet) if target else None
            return Opened(book, understood, proposed)

        return work

    def rereading(
        self, ledger: Ledger, sheet: str | None = None, row: int | None = None, lines: int | None = None,
        *, recalling: bool = True,
    ) -> Work:  # fmt: skip
        """Takes the file for another ledger, sheet or row of headings."""
        book = self.book
        assert book is not None

        def work(log: Log, progress: Progress) -> Understanding:
            return understand(log, ledger, book, progress, sheet=sheet, head_row=row, head_lines=lines,
                              recalling=recalling)  # fmt: skip

        return work

    def planning(self) -> Work:
        """Says what the import would do; nothing is written."""
        understood, decisions, year = self.understood, self.decisions, self.year
        known = self.planned.base if self.planned else None
        assert understood is not None

        def work(log: Log, progress: Progress) -> Planned:
            plain = Decisions(year)
            base = known or make_plan(log, understood, plain, progress)
            plan = base if decisions == plain else make_plan(log, understood, decisions, progress)
            return Planned(base, plan, plan.preview(log, PREVIEWED))

        return work

    def writing(self, reason: str | None = None) -> Work:
        """Backs the log up and imports, all or nothing; the `ReasonNeeded` where a reason has to be given first."""
        assert self.planned is not None
        plan = self.planned.plan

        def work(log: Log, progress: Progress) -> Outcome | ReasonNeeded:
            back_up(log.file, BackupKind.BEFORE_IMPORT, outside=False, progress=lambda _done, _whole: progress(0, 0))
            try:
                return carry_out(log, plan, progress, reason=reason)
            except ReasonNeeded as needed:
                return needed

        return work

    # ---------------------------------------------------------------- results

    def take_opened(self, file: Path, opened: Opened) -> None:
        """A file was read; what was decided about another one is forgotten."""
        self.file, self.book, self.proposed = file, opened.book, opened.proposed
        self.year, self.outcome = None, None
        self.take_understood(opened.understood)

    def take_understood(self, understood: Understanding | None) -> None:
        """Another ledger, sheet, row of headings or columns."""
        self.understood = understood
        if understood is not None:
            self.ledger = understood.ledger
        self.answers, self.by_row, self.doubles, self.kept_reason = {}, {}, OnDouble.SKIP, ""
        self._forget_plan()

    def take_planned(self, planned: Planned) -> None:
        """A plan was made."""
        self.planned, self.outcome = planned, None

    def take_outcome(self, outcome: Outcome) -> None:
        """It was written. The plan is of no use any more: carried out again, it would add everything twice."""
        self.outcome, self.planned, self.step = outcome, None, Step.RESULT

    def _forget_plan(self) -> None:
        self.planned, self.outcome = None, None

    # ---------------------------------------------------------------- decided

    def choose_target(self, index: int, target: str | None) -> None:
        """Another field for a column, or none; answers about names and rows still hold."""
        assert self.understood is not None
        self.understood = self.understood.with_target(index, target)
        self._forget_plan()

    @property
    def looks_otherwise(self) -> bool:
        """Whether the file looks like another ledger than the one that was chosen."""
        return (
            self.proposed is not None
            and self.understood is not None
            and self.proposed.ledger.name != self.understood.ledger.name
        )

    def choose_year(self, typed: str) -> None:
        """The year of days without one; `Refusal` where it is none."""
        text = typed.strip().removesuffix("年").strip()
        if text and not (text.isdigit() and 1950 <= int(text) <= 2100):
            raise Refusal(f"“{typed.strip()}”不是年份，请写成 2024 这样的四位数。")
        year = int(text) if text else None
        if year is not None and self.understood is not None and year == self.understood.head.year:
            year = None
        if year != self.year:
            self.year = year
            self._forget_plan()

    def answer(self, question: Question, answer: str) -> None:
        """What is meant by a name."""
        if answer == Answer.LEAVE:
            self.answers.pop(question.key, None)
        else:
            self.answers[question.key] = answer

    def answer_all(self, answer: Answer) -> None:
        """The same for every name that has no answer yet, where it can be done."""
        for one in self.planned.base.questions if self.planned else ():
            if one.key not in self.answers and (answer is not Answer.CREATE or one.can_create):
                self.answers[one.key] = answer

    def answer_double(self, row: int, answer: OnDouble) -> None:
        """What becomes of one row that may be there already."""
        self.by_row[row] = answer

    def answer_doubles(self, answer: OnDouble) -> None:
        """What becomes of all of them."""
        self.doubles, self.by_row = answer, {}

    def double_answer(self, row: int) -> OnDouble:
        """What was said of a row."""
        return self.by_row.get(row, self.doubles)


PREVIEWED = 50
"""Rows that are shown as they will stand."""
