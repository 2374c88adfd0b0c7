"""What a sheet is taken for: its headings, its columns' fields and its rows, before any value is read."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

from desktop.catalogue import Ledger, Refusal
from desktop.exchange.columns import Column, chosen, propose, targets_of
from desktop.exchange.heads import filled_down, find_head, is_note, is_total, repeats_head
from desktop.exchange.names import HINT_HEAD, ID, Names, plain_head
from desktop.exchange.reading import Book
from desktop.exchange.sheets import Head, Progress, Row, Sheet, shown
from desktop.exchange.templates import HELP_MARK, examples_of
from desktop.store import Log

_LEAST_BESIDE = 2
"""Headings that come again before they are taken for a table: 备注 often stands twice."""


@dataclass(frozen=True)
class Skipped:
    """A row that is no record, and why; the person sees each."""

    number: int
    reason: str
    text: str
    """Its first values."""


@dataclass(frozen=True)
class Understanding:
    """A sheet as the import understands it; every part can be changed by hand."""

    ledger: Ledger
    file: str
    """Name of the file, for sentences."""
    sheet: Sheet
    head: Head
    columns: tuple[Column, ...]
    remembered: bool
    """Whether the columns are as the person left them for such a table."""
    examples: Mapping[str, str] = field(default_factory=dict)
    """What the ledger's template gives as an example, by field."""

    def with_target(self, index: int, target: str | None) -> "Understanding":
        """The same after the person gave a column another field, or none."""
        return replace(self, columns=chosen(self.columns, index, target), remembered=False)

    def with_heads(self, log: Log, given: Iterable[str]) -> "Understanding":
        """The same with columns given as `列名=字段`; an empty field leaves the column out."""
        changed = self
        for one in given:
            head, equals, typed = one.rpartition("=")
            index = next((each.index for each in self.columns if each.head == plain_head(head)), None)
            if not equals or index is None:
                raise Refusal(f"表里没有列“{head or one}”。请写成 列名=字段，列名照表头写。")
            changed = changed.with_target(index, _target(log, self.ledger, typed.strip()) if typed.strip() else None)
        return changed

    @cached_property
    def by_target(self) -> dict[str, Column]:
        """The column of each field."""
        return {one.target: one for one in reversed(self.columns) if one.target}

    @cached_property
    def beside(self) -> tuple[Column, ...]:
        """Columns with values under headings that others have, too: a second table beside the one that is read."""
        taken = {one.head for one in self.columns if one.target}
        found = tuple(one for one in self.columns if one.target is None and one.samples and one.head in taken)
        return found if len(found) >= _LEAST_BESIDE else ()

    @cached_property
    def _used(self) -> frozenset[int]:
        return frozenset(one.index for one in self.columns if one.target)

    @cached_property
    def _hint(self) -> int | None:
        return next((one.index for one in self.columns if one.head == HINT_HEAD), None)

    def parted(self) -> tuple[list[Row], list[Skipped]]:
        """The rows that are records to be, and those that are none."""
        columns = {one.index for one in self.columns if one.target and not self._is_number(one.target)}
        rows: list[Row] = []
        skipped: list[Skipped] = []
        for row in filled_down(self.sheet, columns, self.head.last):
            reason = self._no_record(row)
            if reason is None:
                rows.append(row)
            elif reason:
                skipped.append(Skipped(row.number, reason, _first_values(row)))
        return rows, skipped

    def _is_number(self, target: str) -> bool:
        """A number merged over several rows is their sum, not the number of each."""
        one = self.ledger.fields.get(target)
        return one is not None and one.type.numeric

    def _marked(self, row: Row, mark: str) -> str:
        """Of a template's own rows; an example that was typed over is told of."""
        values = {one.target: shown(row.cell(one.index)) for one in self.columns if one.target}
        own = mark.startswith(HELP_MARK) or all(text == self.examples.get(name, "") for name, text in values.items())
        return "" if own else f"“{HINT_HEAD}”一列标着“{mark[:10]}”；它若是记录，请清空这一格再导入"

    def _no_record(self, row: Row) -> str | None:
        """Why a row is no record; an empty reason where there is nothing to tell of."""
        mark = "" if self._hint is None else shown(row.cell(self._hint))
        if mark:
            return self._marked(row, mark)
        id_ = self.by_target.get(ID)
        if id_ is not None and row.cell(id_.index) is not None:
            # A record of this program, whatever its text looks like.
            return None
        if is_total(row):
            return "合计行"
        if repeats_head(row, self.head.texts):
            return "重复的表头"
        if is_note(row):
            return "表下的说明"
        if self._used.isdisjoint(row.filled):
            return "对应的列里没有内容" if any(isinstance(row.cells[index], str) for index in row.filled) else ""
        return None


def _target(log: Log, ledger: Ledger, typed: str) -> str:
    """A field by its name or label."""
    known = targets_of(ledger, log.catalogue)
    found = typed if typed in known else next((name for name, label in known.items() if label == typed), None)
    if found is None:
        raise Refusal(f"台账“{ledger.label}”没有字段“{typed}”，请核对字段名。")
    return found


def _first_values(row: Row) -> str:
    return "　".join(shown(row.cells[index])[:30] for index in row.filled[:4])


def understand(
    log: Log, ledger: Ledger, book: Book, progress: Progress, *,
    sheet: str | None = None, head_row: int | None = None, head_lines: int | None = None, recalling: bool = True,
) -> Understanding:  # fmt: skip
    """Read a sheet (the one that fits best where none is named) and propose what its columns hold.

    Without `recalling` the columns are not taken as the person left them for such a table.
    """
    names = Names(ledger, log.catalogue)
    read = book.read(sheet, progress) if sheet else _best_sheet(book, names, progress)
    head = find_head(read, names, book.file.stem, head_row, head_lines)
    rows = [row for row in read.rows if row.number > head.last]
    columns, remembered = propose(log, ledger, head, rows, recalling=recalling)
    return Understanding(ledger, book.file.name, read, head, columns, remembered, examples_of(log, ledger))


def _best_sheet(book: Book, names: Names, progress: Progress) -> Sheet:
    """The sheet whose headings fit best; a hidden one only where no other has any."""
    best: tuple[tuple[bool, float], Sheet] | None = None
    for one in (one.name for one in book.sheets):
        sheet = book.read(one, progress)
        if not sheet.rows:
            continue
        head = find_head(sheet, names, book.file.stem)
        merit = (_visible(book, one), names.score(head.texts.values()))
        if best is None or merit > best[0]:
            best = merit, sheet
    return best[1] if best else book.read(book.sheets[0].name, progress)


def _visible(book: Book, name: str) -> bool:
    return next(one.visible for one in book.sheets if one.name == name)
