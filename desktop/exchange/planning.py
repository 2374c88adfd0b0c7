"""What an import would do, row by row, before anything is written."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cached_property

from desktop.catalogue import Field, Ledger, Stored
from desktop.catalogue.masking import is_masked
from desktop.exchange.doubles import Difference, Doubles, differing
from desktop.exchange.linking import Linking, Named, Question
from desktop.exchange.names import ID
from desktop.exchange.sheets import Cell, Progress, Row, Unreadable, shown
from desktop.exchange.understanding import Skipped, Understanding
from desktop.exchange.values import Context, read_value
from desktop.store import Draft, DraftReader, Log, Problem, Record
from desktop.store.batching import Entry
from desktop.store.drafts import KEPT_REASON

_MOST_REMEMBERED = 20_000
"""Values of one column that are kept in mind."""


class Kind(StrEnum):
    """What becomes of a row."""

    NEW = "new"
    UPDATE = "update"
    """Changes a record that it names by its id, or that the person said to update."""
    SAME = "same"
    """Is in the log already, and says nothing else."""
    DOUBLE = "double"
    """May be a record that the log, or the file, already has: left out until the person says otherwise."""
    REJECTED = "rejected"


class OnDouble(StrEnum):
    """What the person says of rows that may be there already."""

    SKIP = "skip"
    UPDATE = "update"
    ADD = "add"


@dataclass(frozen=True)
class Decisions:
    """All that the person decides beside the columns."""

    year: int | None = None
    """Year of days without one; else that of the title."""
    answers: Mapping[tuple[str, str], str] = field(default_factory=dict)
    """By link field and name an `Answer` or a record's id; the name `""` answers for all others."""
    doubles: OnDouble = OnDouble.SKIP
    by_row: Mapping[int, OnDouble] = field(default_factory=dict)
    """Other answers for single rows, by row number."""
    kept_reason: str | None = None
    """Why values with a doubtful check digit are kept."""


@dataclass(frozen=True, slots=True)
class CellProblem:
    """Why a row cannot be imported: the column's heading, the value as it stands there, and the reason."""

    head: str
    value: str
    message: str
    """A whole sentence."""


@dataclass(frozen=True, slots=True)
class PlannedRow:
    """A row of the file and what becomes of it."""

    row: Row
    kind: Kind
    draft: Draft | None = None
    id: str | None = None
    """The record that it is, or may be."""
    differences: tuple[Difference, ...] = ()
    problems: tuple[CellProblem, ...] = ()
    same_as_row: int | None = None
    """An earlier row of the file that says the very same."""
    before: Mapping[str, Stored] = field(default_factory=dict)
    """Values that the record had when the plan was made, where they would change."""
    doubtful: bool = False
    """Rejected only for a doubtful check digit: a reason for keeping it would let the row in."""

    @property
    def reason(self) -> str:
        """Why the row is left out, in one text; empty where it is not."""
        if self.kind is Kind.DOUBLE:
            return self._double_reason()
        return "".join(problem.message for problem in self.problems)

    @property
    def brings_secrets(self) -> bool:
        """Whether it has a text that is kept encrypted; a mask, as exported tables have it, is none."""
        if self.draft is None:
            return False
        values = (self.draft.values.get(name) for name in self.draft.ledger.secrets)
        return any(value is not None and not is_masked(str(value)) for value in values)

    def _double_reason(self) -> str:
        if self.same_as_row is not None:
            return f"与第 {self.same_as_row} 行完全相同，可能重复，没有导入。"
        said = "；".join(f"{one.label}原为“{one.before}”，表里是“{one.after}”" for one in self.differences[:5])
        return f"台账里可能已有这条记录（{said}），没有导入。"


@dataclass(frozen=True)
class Reading:
    """A value that was read otherwise than written, for the person to look over: 简易 → 简易程序."""

    head: str
    written: str
    read: str
    rows: int


@dataclass(frozen=True)
class Plan:
    """What an import would do."""

    understanding: Understanding
    decisions: Decisions
    rows: tuple[PlannedRow, ...]
    skipped: tuple[Skipped, ...]
    questions: tuple[Question, ...]
    """Names of linked records that nobody has; their rows are rejected until answered."""
    readings: tuple[Reading, ...]
    defaults: tuple[tuple[str, str], ...]
    """Label and value of the fields that new records get by default, because the file says nothing."""
    created: tuple[Entry, ...] = ()
    """Records of other ledgers to be made first."""

    @property
    def ledger(self) -> Ledger:
        """Where the rows go."""
        return self.understanding.ledger

    @cached_property
    def counts(self) -> dict[Kind, int]:
        """How many rows of each kind."""
        found = Counter(one.kind for one in self.rows)
        return {kind: found.get(kind, 0) for kind in Kind}

    @cached_property
    def doubles(self) -> list[PlannedRow]:
        """Rows that may be there already."""
        return [one for one in self.rows if one.kind is Kind.DOUBLE]

    @cached_property
    def doubtful(self) -> list[PlannedRow]:
        """Rows that a reason for keeping their doubtful codes would let in."""
        return [one for one in self.rows if one.doubtful]

    @cached_property
    def sealed(self) -> list[PlannedRow]:
        """Rows that come in only while the tip-off vault is open: they bring the identity of a reporting person."""
        return [one for one in self.rows if one.kind in (Kind.NEW, Kind.UPDATE) and one.brings_secrets]

    @cached_property
    def hidden(self) -> int:
        """How many of the rows that come in Excel does not show."""
        unseen = self.understanding.sheet.hidden
        return sum(one.row.number in unseen for one in self.rows if one.kind in (Kind.NEW, Kind.UPDATE))

    @cached_property
    def left_out(self) -> list[PlannedRow]:
        """Rows that the person gets back, with their reasons."""
        return [one for one in self.rows if one.kind in (Kind.REJECTED, Kind.DOUBLE)]

    def preview(self, log: Log, first: int = 20) -> list[dict[str, str]]:
        """The first new rows as they would be shown in the ledger: value by label. Updates have their differences."""
        good = [one for one in self.rows if one.draft and one.kind is Kind.NEW][:first]
        shower = Shower(log, self.ledger, self.created)
        return [
            {self.ledger.fields[name].label: shower.text(name, value) for name, value in one.draft.values.items()
             if name in self.ledger.fields and value is not None}
            for one in good if one.draft
        ]  # fmt: skip


def make_plan(log: Log, understood: Understanding, decisions: Decisions, progress: Progress) -> Plan:
    """Read every row and say what would become of it. Nothing is written."""
    return _Planner(log, understood, decisions).plan(progress)


class Shower:
    """Shows stored values as exported tables do, links by the linked record's name."""

    def __init__(self, log: Log, ledger: Ledger, created: Sequence[Entry] = ()) -> None:
        self._log, self._ledger = log, ledger
        self._titles: dict[str, dict[str, str]] = {}
        self._new = {str(one.draft.id): str(one.draft.values.get(one.draft.ledger.title) or "") for one in created}

    def text(self, name: str, value: Stored) -> str:
        """A value of a field."""
        one = self._ledger.fields.get(name)
        if one is None:
            return "约" if value else ""
        if one.ledger and value is not None:
            return self._title(one.ledger, str(value))
        return one.display(value)

    def _title(self, ledger: str, id_: str) -> str:
        if ledger not in self._titles:
            self._titles[ledger] = self._log.titles(self._log.catalogue.ledgers[ledger])
        return self._titles[ledger].get(id_) or self._new.get(id_, "")


class _Planner:
    def __init__(self, log: Log, understood: Understanding, decisions: Decisions) -> None:
        self._log, self._understood, self._decisions = log, understood, decisions
        self._ledger = understood.ledger
        self._context = Context(decisions.year or understood.head.year, understood.sheet.date1904)
        self._columns = understood.by_target
        self._drafts = DraftReader(self._ledger)
        self._linking = Linking(log, self._ledger, decisions.answers)
        self._shower = Shower(log, self._ledger)
        self._read: Counter[tuple[str, str, str]] = Counter()
        self._said = {
            name: [(inner, column) for key, column in self._columns.items() for inner in _inside(key, name)]
            for name in self._ledger.links
        }
        """For each link the columns that tell of the linked record, with its field."""
        self._seen: dict[tuple[object, ...], int] = {}
        self._seen_ids: dict[str, int] = {}
        self._doubles: Doubles | None = None
        self._own = {name: self._ledger.fields[name] for name in self._columns if name in self._ledger.fields}
        self._units = {name: self._unit(one) for name, one in self._own.items()}
        self._places = [(name, one, self._columns[name].index) for name, one in self._own.items() if not one.ledger]
        self._chosen = {name for name, one in self._own.items() if one.type.name == "choice"}
        self._values: dict[str, dict[object, object]] = {name: {} for name in self._own}
        """By field, values read before: the columns of a ledger repeat a few words and days."""
        self._marks = [name for name in self._columns if name.endswith("_approx") and name not in self._own]

    def _unit(self, one: Field) -> str:
        """The heading's unit; for money else that of a line above the table."""
        unit = self._columns[one.name].unit
        return unit or (self._understood.head.money if one.type.name == "money" else "")

    def plan(self, progress: Progress) -> Plan:
        rows, skipped = self._understood.parted()
        planned = []
        for done, row in enumerate(rows):
            if done % 500 == 0:
                progress(done, len(rows))
            planned.append(self._planned(row))
        progress(len(rows), len(rows))
        created = tuple(self._created(planned))
        return Plan(
            self._understood, self._decisions, tuple(planned), tuple(skipped), self._linking.questions,
            tuple(Reading(head, written, read, n) for (head, written, read), n in self._read.most_common()),
            self._defaults(), created,
        )  # fmt: skip

    def _defaults(self) -> tuple[tuple[str, str], ...]:
        fields = self._ledger.fields.values()
        return tuple(
            (one.label, one.display(one.default))
            for one in fields
            if one.default is not None and one.name not in self._columns
        )

    def _created(self, planned: Sequence[PlannedRow]) -> Iterator[Entry]:
        """Records to be made that a row which is imported links to."""
        drafts = [one.draft for one in planned if one.draft and one.kind in (Kind.NEW, Kind.UPDATE)]
        used = {draft.values.get(name) for draft in drafts for name in self._ledger.links}
        for made in self._linking.created.values():
            if made.draft.id in used:
                yield Entry(0, made.draft)

    # ---------------------------------------------------------------- one row

    def _planned(self, row: Row) -> PlannedRow:
        problems: list[CellProblem] = []
        id_ = shown(self._cell(row, ID)).strip()
        known = self._log.record(self._ledger, id_) if id_ else None
        problems += self._id_problems(row, id_, known)
        typed = self._typed(row, known, problems)
        if known is None:
            typed = {name: value for name, value in typed.items() if value is not None or id_}
        self._add_links(row, known, typed, problems)
        if id_ and known is None:
            typed[ID] = id_
        draft = self._draft(row, typed, known)
        doubtful = not problems and not draft.problems
        problems += [self._about(row, one) for one in draft.blocking()]
        if problems:
            return PlannedRow(row, Kind.REJECTED, id=id_ or None, problems=tuple(problems), doubtful=doubtful)
        if known is not None:
            return self._update(row, draft, known)
        return PlannedRow(row, Kind.NEW, draft) if id_ else self._new(row, draft, typed)

    def _draft(self, row: Row, typed: Mapping[str, object], known: Record | None) -> Draft:
        """The row's draft; a reason for keeping a doubtful value is given only where there is one."""
        own = shown(self._cell(row, KEPT_REASON))
        draft = self._drafts.read({**typed, KEPT_REASON: own} if own else typed, known)
        reason = self._decisions.kept_reason
        if draft.warnings and reason and not own:
            return self._drafts.read({**typed, KEPT_REASON: reason}, known)
        return draft

    def _cell(self, row: Row, target: str) -> Cell:
        column = self._columns.get(target)
        return row.cell(column.index) if column else None

    def _id_problems(self, row: Row, id_: str, known: Record | None) -> Iterator[CellProblem]:
        if not id_:
            return
        head = self._columns[ID].head
        if id_ in self._seen_ids:
            message = f"与第 {self._seen_ids[id_]} 行的编号相同，复制出来的新记录请清空编号。"
            yield CellProblem(head, id_, message)
        elif known is not None and known["deleted_at"] is not None:
            yield CellProblem(head, id_, "这条记录已在回收站里，要更新请先恢复它；要当作新记录，请清空编号。")
        self._seen_ids.setdefault(id_, row.number)

    def _typed(self, row: Row, known: Record | None, problems: list[CellProblem]) -> dict[str, object]:
        """Values of the ledger's own fields, those left out that an update would not change."""
        typed: dict[str, object] = {}
        for name, one, index in self._places:
            cell = row.cells[index] if index < len(row.cells) else None
            if known is not None and self._as_exported(one, cell, known):
                continue
            try:
                typed[name] = self._value(one, cell)
            except ValueError as error:
                head = self._columns[name].head
                problems.append(CellProblem(head, shown(cell), f"{head}：{error}。"))
        for name in self._marks:
            self._read_mark(name, row, known, typed)
        return typed

    def _read_mark(self, name: str, row: Row, known: Record | None, typed: dict[str, object]) -> None:
        marked = self._cell(row, name) is not None
        if marked or (known is not None and known.get(name)):
            typed[name] = marked

    def _as_exported(self, one: Field, cell: Cell, known: Record) -> bool:
        """Whether a cell shows what the record holds, as an exported table does."""
        value, text = known.get(one.name), shown(cell)
        marked = value is not None and one.approx_column and known.get(one.approx_column)
        if marked and one.approx_column not in self._columns:
            return text == f"约 {one.display(value)}"
        return _lines(text) == _lines(self._shower.text(one.name, value))

    def _value(self, one: Field, cell: Cell) -> object:
        if cell is None:
            return None
        known = self._values[one.name]
        # A text is told from a number that is equal to nothing else; 1 and 1.0 and True are not the same.
        key = cell if type(cell) is str else (type(cell), cell)
        value = known.get(key)
        if value is None:
            value = read_value(one, cell, self._units[one.name], self._context)
            if len(known) < _MOST_REMEMBERED:
                known[key] = value
        if one.name in self._chosen and value != cell and isinstance(cell, str):
            self._read[self._columns[one.name].head, cell, str(value)] += 1
        return value

    def _about(self, row: Row, problem: Problem) -> CellProblem:
        column = self._columns.get(problem.field)
        value = shown(row.cell(column.index)) if column else ""
        return CellProblem(column.head if column else "", value, problem.message)

    # ---------------------------------------------------------------- links

    def _add_links(
        self, row: Row, known: Record | None, typed: dict[str, object], problems: list[CellProblem]
    ) -> None:
        for name, link in self._ledger.links.items():
            cell = self._cell(row, name)
            if isinstance(cell, Unreadable):
                head = self._columns[name].head
                problems.append(CellProblem(head, shown(cell), f"{head}：{cell.reason}。"))
                continue
            if known is not None and (name not in self._own or self._as_exported(link, cell, known)):
                continue
            try:
                more = tuple(self._said_of(row, name, link))
                if cell is None and not any(value for _, value in more):
                    if known is not None:
                        typed[name] = None
                    continue
                typed[name] = self._linking.find(Named(name, shown(cell).strip(), more))
            except ValueError as error:
                head = self._columns[name].head if name in self._columns else link.label
                problems.append(CellProblem(head, shown(cell), f"{head}：{error}。"))

    def _said_of(self, row: Row, name: str, link: Field) -> Iterator[tuple[str, Stored]]:
        """What the row says of the linked record beside its name."""
        target = self._log.catalogue.ledgers[str(link.ledger)]
        for inner, column in self._said[name]:
            cell = row.cell(column.index)
            if cell is not None:
                one = target.fields[inner]
                try:
                    yield inner, one.parse(read_value(one, cell, column.unit, self._context))
                except ValueError as error:
                    if inner in target.keys:
                        raise ValueError(f"{column.head}{error}") from None
                    # Of use only for a new record, which the person completes anyway.

    # ---------------------------------------------------------------- kinds

    def _update(self, row: Row, draft: Draft, known: Record) -> PlannedRow:
        # A mark that was never set says the same as one that is not set.
        marks = {one.approx_column: 0 for one in self._own.values() if one.approx_column}
        now = {**known, **{name: unset for name, unset in marks.items() if known.get(name) is None}}
        changed = [name for name, value in draft.values.items() if now.get(name) != value]
        if not changed:
            return PlannedRow(row, Kind.SAME, id=str(known["id"]))
        return self._changing(row, Kind.UPDATE, draft, known, changed)

    def _updated(self, row: Row, typed: Mapping[str, object], known: Record) -> PlannedRow:
        """A row that updates the record which it was found to be; its empty cells change nothing."""
        draft = self._draft(row, {name: value for name, value in typed.items() if value is not None}, known)
        if draft.blocking():
            problems = tuple(self._about(row, one) for one in draft.blocking())
            return PlannedRow(row, Kind.REJECTED, problems=problems)
        return self._update(row, draft, known)

    def _changing(self, row: Row, kind: Kind, draft: Draft, known: Record, names: Sequence[str]) -> PlannedRow:
        before = {name: known.get(name) for name in names}
        return PlannedRow(
            row, kind, draft, str(known["id"]), tuple(self._differences(known, draft, names)), before=before
        )

    def _differences(self, known: Record, draft: Draft, names: Sequence[str]) -> Iterator[Difference]:
        for name in names:
            one = self._ledger.fields.get(name)
            label = one.label if one else "保留原因" if name == KEPT_REASON else self._mark_label(name)
            before, after = known.get(name), draft.values[name]
            yield Difference(name, label, self._text(name, before), self._text(name, after))

    def _mark_label(self, name: str) -> str:
        return f"{self._ledger.fields[name.removesuffix('_approx')].label}为约数"

    def _text(self, name: str, value: Stored) -> str:
        return str(value or "") if name == KEPT_REASON else self._shower.text(name, value)

    def _new(self, row: Row, draft: Draft, typed: Mapping[str, object]) -> PlannedRow:
        """A row without an id: new, unless the log or an earlier row of the file already says it."""
        if self._doubles is None:
            self._doubles = Doubles(self._log, self._ledger, list(self._own))
        given = {name: value for name, value in draft.values.items() if name in self._own or name in self._marks}
        answer = self._decisions.by_row.get(row.number, self._decisions.doubles)
        same = None if self._marks else self._doubles.same(given)
        if same is not None:
            return PlannedRow(row, Kind.SAME, id=same)
        known = self._doubles.find(given)
        if known is not None:
            names = differing(known, given)
            if not names:
                return PlannedRow(row, Kind.SAME, id=str(known["id"]))
            if answer is OnDouble.UPDATE:
                return self._updated(row, typed, known)
            if answer is OnDouble.SKIP:
                return self._changing(row, Kind.DOUBLE, draft, known, names)
        earlier = self._seen.setdefault(tuple(given.items()), row.number)
        if earlier != row.number and answer is not OnDouble.ADD:
            return PlannedRow(row, Kind.DOUBLE, draft, same_as_row=earlier)
        return PlannedRow(row, Kind.NEW, draft)


def _inside(target: str, link: str) -> Iterator[str]:
    """The linked record's field that a column goes into: uscc of enterprise.uscc."""
    if target.startswith(f"{link}."):
        yield target.removeprefix(f"{link}.")


def _lines(text: str) -> str:
    """Text with line ends as every program writes them."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
