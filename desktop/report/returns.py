"""A year's statutory return, filled in: plain data for the window, the workbook and the command line.

`Returns(log, form, period).fill()` gives the tables with a figure in each cell, the figures that differ by rule from
the annual report's with the records that make the difference, the records that are counted under one kind though they
have several, the explanation in sentences, and what should be looked at before the return goes out. `behind` and
`left_out` give the records of any cell.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from desktop.catalogue import Catalogue, Indicator, Refusal
from desktop.catalogue.deadlines import Verified
from desktop.catalogue.returns import Column, Difference, Exclusion, Listing, ReturnForm, Table
from desktop.figures import Engine, Figure, Period
from desktop.figures.behind import Behind, rows_behind, rows_left_out
from desktop.figures.unmarked import CHECKS, unmarked_checks
from desktop.report.text.composing import Composer, Token
from desktop.report.text.laying import chinese, facts_of
from desktop.report.text.saying import Sayings
from desktop.store import Log, Record

PROVINCE = "province"
"""Setting: the province whose return the bureau fills in."""
NATIONAL = "national"


def chosen_form(log: Log, province: str | None = None) -> ReturnForm:
    """The return of a province named in either language; else that of the setting, else the common one."""
    return form_named(log.catalogue, province or log.setting(PROVINCE) or NATIONAL)


def form_named(catalogue: Catalogue, wanted: str) -> ReturnForm:
    """The return of a province: zhejiang, 浙江 or 浙江省; `Refusal` where there is none."""
    for form in catalogue.returns.values():
        if wanted in (form.name, form.label, form.label.removesuffix("省")):
            return form
    known = "、".join(one.label for one in catalogue.returns.values())
    raise Refusal(f"没有“{wanted}”的行政执法统计年报表样。可用：{known}。")


@dataclass(frozen=True)
class Cell:
    """A column of a table with its figure."""

    column: Column
    figure: Figure
    explanation: str
    each: Figure | None = None
    """The other way of counting: under every kind that a decision has."""


@dataclass(frozen=True)
class FilledTable:
    """A table with its figures, in the order of its columns."""

    number: int
    table: Table
    cells: tuple[Cell, ...]
    by_kind: bool = False
    """Whether a decision is counted under each of its kinds, not once under the heaviest."""

    @property
    def mark(self) -> str:
        """Its number as it is printed: 表一."""
        return f"表{chinese(self.number)}"

    @property
    def unit(self) -> str:
        """The units of its figures: 宗、万元."""
        return "、".join(dict.fromkeys(cell.figure.indicator.unit for cell in self.cells))

    @property
    def has_groups(self) -> bool:
        """Whether headings span several columns."""
        return any(cell.column.group for cell in self.cells)

    def groups(self) -> Iterator[tuple[str, int, int]]:
        """Each heading that spans columns, with the first and the last of them; single columns have none."""
        first = 0
        for place, cell in enumerate(self.cells):
            following = self.cells[place + 1].column.group if place + 1 < len(self.cells) else None
            if not cell.column.group or cell.column.group != following:
                yield cell.column.group, first, place
                first = place + 1


@dataclass(frozen=True)
class Excluded:
    """A record that the annual report counts and the return does not."""

    row: Behind
    number: str
    reason: str


@dataclass(frozen=True)
class FilledExclusion:
    """One reason with the number of records, and the records."""

    exclusion: Exclusion
    figure: Figure
    after: Figure
    """What remains."""
    records: tuple[Excluded, ...]


@dataclass(frozen=True)
class FilledDifference:
    """Two figures of one thing, and reason by reason what lies between them."""

    difference: Difference
    whole: Figure
    part: Figure
    exclusions: tuple[FilledExclusion, ...]


@dataclass(frozen=True)
class SeveralKinds:
    """A decision with several kinds: counted once under one heading, by kind under each of several."""

    row: Behind
    number: str
    kinds: str
    once: str
    each: tuple[str, ...]


@dataclass(frozen=True)
class Suspect:
    """A record that should be looked at before the return goes out."""

    row: Behind
    number: str
    why: str


@dataclass(frozen=True)
class FilledReturn:
    """One year's return of one province."""

    form: ReturnForm
    period: Period
    bureau: str
    tables: tuple[FilledTable, ...]
    differences: tuple[FilledDifference, ...]
    several: tuple[SeveralKinds, ...]
    total: Figure | None
    """How many decisions there are that kinds of penalty are counted of."""
    beside: tuple[Cell, ...]
    """Figures that stand in no table: parts of amounts, what is to be held against them."""
    text: tuple[tuple[str, str], ...]
    """The explanation (情况说明): titles and paragraphs."""
    suspects: tuple[Suspect, ...]
    warnings: tuple[str, ...]

    @property
    def title(self) -> str:
        """As its cover states it."""
        return f"{self.period.last.year}年度行政执法统计年报"


class Returns:
    """Fills a province's return from one log."""

    def __init__(self, log: Log, form: ReturnForm, period: Period) -> None:
        self.form, self.period = form, period
        self._log = log
        self.catalogue: Catalogue = log.catalogue.of_return(form)
        self.engine = Engine(log, self.catalogue)
        self._figures: Mapping[str, Figure] = {}
        self._known: dict[str, list[Behind]] = {}
        """Rows behind figures, kept while the return is filled in: several of its parts ask for the same ones."""

    def fill(self) -> FilledReturn:
        """Compute the return from the records as they are now."""
        self._known.clear()
        self._figures = {one.indicator.name: one for one in self.engine.figures(self.period)}
        tables = tuple(self._table(number, one) for number, one in enumerate(self.form.tables, 1))
        suspects = tuple(self._suspects())
        return FilledReturn(
            form=self.form,
            period=self.period,
            bureau=self._log.setting("bureau") or "应急管理局",
            tables=tables,
            differences=tuple(map(self._difference, self.form.differences)),
            several=tuple(self._several()),
            total=self._named("penalty_total"),
            beside=tuple(self._beside()),
            text=tuple(self._text(tables)),
            suspects=suspects,
            warnings=tuple(self._warnings(tables, len(suspects))),
        )

    # ---------------------------------------------------------------- rows

    def behind(self, indicator: str) -> list[Behind]:
        """The records behind one of the return's figures, newest first."""
        return rows_behind(self.engine, self._log, self._indicator(indicator), self.period)

    def _behind(self, indicator: str) -> list[Behind]:
        if indicator not in self._known:
            self._known[indicator] = self.behind(indicator)
        return self._known[indicator]

    def left_out(self, indicator: str) -> list[Behind]:
        """The records that one of the return's figures could not count, with what each lacks."""
        return rows_left_out(self.engine, self._log, self._indicator(indicator), self.period)

    def _indicator(self, name: str) -> Indicator:
        return self.catalogue.indicators[name]

    # ---------------------------------------------------------------- figures

    def _cell(self, column: Column) -> Cell:
        each = self._figures[column.by_kind] if column.by_kind else None
        explanation = self.engine.explanation(column.indicator, self.period)
        return Cell(column, self._figures[column.indicator], explanation, each)

    def _table(self, number: int, table: Table) -> FilledTable:
        return FilledTable(number, table, tuple(map(self._cell, table.columns)))

    def _beside(self) -> Iterator[Cell]:
        """What columns are made of and stands in none, then the figures to hold against them."""
        shown = {column.indicator for column in self.form.columns}
        names = (name for column in self.form.columns for name in self._parts(column.indicator))
        for name in dict.fromkeys((*names, *self.form.checks)):
            if name not in shown:
                yield self._cell(Column(self._indicator(name).label, name))

    def _parts(self, name: str) -> Iterator[str]:
        """What a figure is made of, down to the records."""
        for part in self._indicator(name).over:
            yield part
            yield from self._parts(part)

    # ---------------------------------------------------------------- differences

    def _difference(self, one: Difference) -> FilledDifference:
        whole, part = self._figures[one.whole], self._figures[one.part]
        return FilledDifference(one, whole, part, tuple(map(self._exclusion, one.exclusions)))

    def _exclusion(self, one: Exclusion) -> FilledExclusion:
        remaining = {row.id for row in self._behind(one.after)}
        rows = [row for row in self._behind(one.before) if row.id not in remaining]
        numbers = self._numbers(one.before)
        records = tuple(Excluded(row, numbers.get(row.id, ""), one.reason) for row in rows)
        return FilledExclusion(one, self._figures[one.excluded], self._figures[one.after], records)

    def _numbers(self, name: str) -> dict[str, str]:
        """What names each record behind a figure: its case or check number."""
        return {
            str(record["id"]): self._number(ledger, record)
            for ledger, records in self.engine.rows(name, self.period).items()
            for record in records
        }

    def _number(self, ledger: str, record: Record) -> str:
        found = self.catalogue.ledgers[ledger]
        return found.fields[found.title].display(record[found.title])

    # ---------------------------------------------------------------- kinds

    def _several(self) -> Iterator[SeveralKinds]:
        columns = [column for column in self.form.columns if column.kinds]
        once = {row.id: column.heading for column in columns for row in self._behind(column.indicator)}
        each: dict[str, list[str]] = {}
        found: dict[str, tuple[Behind, str, str]] = {}
        for column in columns:
            records = self._records(column.by_kind)
            for row in self._behind(column.by_kind):
                each.setdefault(row.id, []).append(column.heading)
                found[row.id] = (row, *records[row.id])
        for id_, headings in each.items():
            if len(headings) > 1:
                row, number, kinds = found[id_]
                yield SeveralKinds(row, number, kinds, once[id_], tuple(headings))

    def _records(self, name: str) -> dict[str, tuple[str, str]]:
        """Number and kinds of each record behind a figure."""
        field = next(one.path.field for one in self._indicator(name).where if one.path.demanded)
        return {
            str(record["id"]): (self._number(ledger, record), field.display(record[field.name]))
            for ledger, records in self.engine.rows(name, self.period).items()
            for record in records
        }

    # ---------------------------------------------------------------- text

    def _text(self, tables: Iterable[FilledTable]) -> Iterator[tuple[str, str]]:
        """The paragraphs that say something; none with an empty or unknown number."""
        by_name = {one.table.name: one for one in tables}
        facts = facts_of(self._log.setting("bureau") or "本机关", self.period)
        composer = Composer(Sayings(self.engine, self.catalogue, self.period), facts)
        for explanation in self.form.explanations:
            said = ""
            for sentence in explanation.sentences:
                if isinstance(sentence, Listing):
                    said += _listing(sentence, by_name[sentence.table])
                else:
                    runs = composer.compose(sentence)
                    said += "".join(run.said.text if isinstance(run, Token) else run for run in runs)
            if said:
                yield explanation.title, said

    # ---------------------------------------------------------------- what to look at

    def _suspects(self) -> Iterator[Suspect]:
        marked = {str(record["id"]): record for record in unmarked_checks(self._log, self.period)}
        rows = [row for one in self.form.differences for row in self._behind(one.whole)]
        why = "有处罚案件或者行政强制以它为来源检查，但“转为处罚或强制”没有选“是”"
        for row in rows:
            if row.id in marked:
                yield Suspect(row, self._number(CHECKS, marked[row.id]), why)

    def _warnings(self, tables: Iterable[FilledTable], suspects: int) -> Iterator[str]:
        for one in tables:
            yield from self._gaps(one)
        yield from self._revoked()
        yield from self._applications()
        yield from self._adjusted()
        if suspects:
            yield f"有 {suspects} 次检查后来有处罚或者强制决定，却没有标明，见“口径差异”末尾。"

    def _gaps(self, one: FilledTable) -> Iterator[str]:
        """Records that a table had to leave out, once each, by what they lack."""
        lacking: dict[str, dict[str, None]] = {}
        for cell in one.cells:
            for row in self.left_out(cell.column.indicator) if cell.figure.uncounted else ():
                lacking.setdefault(row.id, {}).update(dict.fromkeys(row.missing.removesuffix("未填").split("、")))
        for what, count in Counter("、".join(parts) for parts in lacking.values()).items():
            yield (
                f"{one.mark}（{one.table.title}）有 {count} 条记录没有计入：{what}未填。"
                "事情还没有办到这一步的，不必补填。"
            )

    def _revoked(self) -> Iterator[str]:
        figure = self._named("penalty_revoked")
        unseen = any(
            rule.verified is not Verified.TEXT and "撤销的决定，仍计入" in rule.text
            for table in self.form.tables
            for rule in table.rules
        )
        if figure and figure.value and unseen:
            yield (
                f"本年作出的处罚决定有 {figure.text}事后被变更、撤销，仍计在合计之内；"
                f"没有见到{self.form.label}对此的说明（待核），请按当地要求核定。"
            )

    def _applications(self) -> Iterator[str]:
        stated, of_cases = self._named("court_applications"), self._named("court_applications_of_cases")
        if stated and of_cases and stated.value != of_cases.value:
            yield (
                f"复议诉讼与执行台账有申请强制执行 {stated.text}，处罚案件填了申请强制执行日期的 {of_cases.text}，"
                "两处不一致；表内按前者计。"
            )

    def _adjusted(self) -> Iterator[str]:
        for one in self.form.differences:
            figure = self._figures[one.whole]
            if figure.adjustment:
                yield f"年度报告的“{figure.indicator.label}”另有手工调整，“口径差异”仍按台账算出的数核对。"

    def _named(self, name: str) -> Figure | None:
        """A figure by the name that the definitions give it."""
        return self._figures.get(self.form.names.get(name, ""))


def _listing(sentence: Listing, filled: FilledTable) -> str:
    kinds = (cell for cell in filled.cells if cell.column.kinds and cell.figure.value)
    said = [f"“{cell.column.heading}”{cell.figure.text}" for cell in kinds]
    return f"{sentence.lead}{'、'.join(said)}。" if said else ""


def counted_by_kind(filled: FilledReturn) -> FilledReturn:
    """The same return with every decision counted under each of its kinds; the columns then exceed the total."""
    return replace(filled, tables=tuple(map(_by_kind, filled.tables)))


def _by_kind(table: FilledTable) -> FilledTable:
    cells = tuple(replace(cell, figure=cell.each or cell.figure) for cell in table.cells)
    return replace(table, cells=cells, by_kind=table.table.by_kind)
