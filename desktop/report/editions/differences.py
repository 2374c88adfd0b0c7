"""What is different since an edition was kept: figures then and now, the rows concerned, definitions."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass
from decimal import Decimal
from enum import StrEnum

from desktop.catalogue import Indicator, Ledger, Stored
from desktop.catalogue.conditions import InOrder
from desktop.figures import Engine, Figure, Period
from desktop.figures.behind import Behind, names_of, rows_of
from desktop.figures.explaining import explain
from desktop.figures.stating import as_number
from desktop.report.editions.finalising import definition_text, period_of, records_of
from desktop.store import Log, Record
from desktop.store.adjustments import ADJUSTMENT
from desktop.store.counted import Counted
from desktop.store.editions import Edition, EditionFigure, EditionHead, Editions
from desktop.store.since import NetChange, changes_since

MOST_LEDGERS_SAID = 3


class Fate(StrEnum):
    """What became of a record since the edition."""

    ADDED = "新增"
    COUNTED = "计入"
    """It was there, and counts only now."""
    DELETED = "删除"
    LEFT = "移出"
    """It is there, and counts no more."""
    MOVED = "改期"
    EDITED = "修改"

    @property
    def sign(self) -> int:
        """Whether it comes in (1), goes out (−1) or stays."""
        return {Fate.ADDED: 1, Fate.COUNTED: 1, Fate.DELETED: -1, Fate.LEFT: -1}.get(self, 0)


@dataclass(frozen=True)
class FieldChange:
    """A field of a record then and now, as a person reads it."""

    label: str
    before: str
    after: str


@dataclass(frozen=True)
class RowDifference:
    """A record that came, went or was changed."""

    fate: Fate
    row: Behind
    quantity: int
    """How many alike items it stands for."""
    year: int
    """Of the edition."""
    moved: bool = False
    """Whether its date was changed: the first of `fields`."""
    fields: tuple[FieldChange, ...] = ()
    """What was changed of it; empty where only a record that it links to, or the definition, was."""
    person: str = ""
    at: str = ""
    reason: str = ""

    @property
    def text(self) -> str:
        """11-14 青川永固混凝土有限公司, or 青川盛源冷库 11-13 → 11-12, or 青川盛源冷库 等级：一般隐患 → 重大隐患."""
        if self.moved and self.fate in (Fate.MOVED, Fate.LEFT, Fate.COUNTED):
            day = self.fields[0]
            return f"{self.row.subject} {self._short(day.before)} → {self._short(day.after)}"
        if self.fate is Fate.EDITED and self.fields:
            told = "；".join(f"{one.label}：{one.before or '未填'} → {one.after or '未填'}" for one in self.fields)
            return f"{self.row.subject} {told}"
        return " ".join(filter(None, (self._short(self.row.day), self.row.subject)))

    def _short(self, day: str) -> str:
        """11-14 of a day of the edition's year."""
        return day.removeprefix(f"{self.year}-") or "未填"


@dataclass(frozen=True)
class DefinitionChange:
    """A counting rule then and now."""

    then_version: int
    then: str
    now_version: int
    now: str


@dataclass(frozen=True)
class FigureDifference:
    """A figure that differs, or whose rows or rule do."""

    indicator: str
    label: str
    unit: str
    then: Decimal | None
    then_text: str
    now: Decimal | None
    """None too where the indicator is no more."""
    now_text: str
    previous_then: Decimal | None
    previous_now: Decimal | None
    rows: tuple[RowDifference, ...]
    definition: DefinitionChange | None
    in_text: bool
    """Whether the figure stands in the edition's text."""

    @property
    def differs(self) -> bool:
        """Whether the number itself, or last year's beside it, reads differently."""
        return (self.then, self.then_text, self.previous_then) != (self.now, self.now_text, self.previous_now)

    @property
    def change(self) -> Decimal | None:
        """By how much."""
        return None if self.then is None or self.now is None else self.now - self.then


@dataclass(frozen=True)
class Difference:
    """All that is different since an edition; `faults` where the edition itself was changed from outside."""

    head: EditionHead
    figures: Mapping[str, FigureDifference]
    """By indicator: those with a different number, rows or rule."""
    rows: tuple[RowDifference, ...]
    faults: tuple[str, ...]

    @property
    def affected(self) -> list[FigureDifference]:
        """The numbers that read differently: of the text, or, where none stands in it, all."""
        differing = [one for one in self.figures.values() if one.differs]
        return [one for one in differing if one.in_text] if any(one.in_text for one in differing) else differing

    @property
    def sentence(self) -> str:
        """All in one line, such as 自定稿以来有改动：+2 次执法检查，1 条改期，影响 3 个数字 with a full stop."""
        since = "定稿" if self.head.final else f"“{self.head.name}”"
        parts = [*self._comings(), *self._others()]
        rules = sum(one.definition is not None for one in self.figures.values())
        parts += [f"{rules} 个指标改了口径"] if rules else []
        if not parts and not self.affected:
            return f"自{since}以来没有改动。"
        affected = f"影响 {len(self.affected)} 个数字" if self.affected else "数字没有变"
        return f"自{since}以来有改动：{'，'.join([*parts, affected])}。"

    def _comings(self) -> Iterator[str]:
        sums: dict[tuple[str, int], tuple[Ledger, int]] = {}
        for one in self.rows:
            if one.fate.sign:
                key = (one.row.ledger.name, one.fate.sign)
                sums[key] = (one.row.ledger, sums.get(key, (None, 0))[1] + one.quantity)
        for n, ((_, sign), (ledger, count)) in enumerate(sums.items()):
            if n == MOST_LEDGERS_SAID:
                yield f"另有 {len(sums) - n} 处增减"
                return
            yield f"{'+' if sign > 0 else '−'}{count} {ledger.unit}{ledger.label}"

    def _others(self) -> Iterator[str]:
        for fate in (Fate.MOVED, Fate.EDITED):
            count = sum(one.fate is fate for one in self.rows)
            if count:
                yield f"{count} 条{fate.value}"


# -------------------------------------------------------------------- finding


def difference(log: Log, edition: Edition | str) -> Difference:
    """Hold an edition against the log as it is now."""
    kept = Editions(log).read(edition) if isinstance(edition, str) else edition
    return _Finder(log, kept).find()


class _Finder:
    def __init__(self, log: Log, edition: Edition) -> None:
        self._log, self._edition, self._catalogue = log, edition, log.catalogue
        self._period: Period = period_of(edition.head)
        known = [name for name in edition.figures if name in self._catalogue.indicators]
        figures = Engine(log).figures(self._period, known)
        self._figures: dict[str, Figure] = {one.indicator.name: one for one in figures}
        self._now = records_of(log, self._catalogue, self._period, figures)
        self._changes = changes_since(log, edition.head.seq)
        self._rows: dict[tuple[str, str], tuple[Behind, Record]] = {}
        self._bits = {
            ledger: self._concerned(ledger) for ledger in {*self._now, *edition.records} & {*self._catalogue.ledgers}
        }

    def find(self) -> Difference:
        for ledger, bits in self._bits.items():
            for id_, found in rows_of(self._log, self._catalogue.ledgers[ledger], bits).items():
                self._rows[ledger, id_] = found
        figures = {name: one for name in self._edition.figures if (one := self._figure(name))}
        return Difference(self._edition.head, figures, self._all_rows(), self._edition.faults)

    # ---------------------------------------------------------------- which records

    def _concerned(self, ledger: str) -> dict[str, tuple[set[str], set[str]]]:
        """Records whose figures differ or that were changed: the figures that counted each then, and now."""
        then, now = self._edition.records.get(ledger, Counted()), self._now.get(ledger, Counted())
        alike = then.names == now.names
        changed = {record for name, record in self._changes if name == ledger}
        found = {}
        for id_ in {*then.marks, *now.marks}:
            before, after = then.marks.get(id_, 0), now.marks.get(id_, 0)
            if id_ in changed or not alike or before != after:
                names = _named(then, before), _named(now, after)
                if id_ in changed or names[0] != names[1]:
                    found[id_] = names
        return found

    def _all_rows(self) -> tuple[RowDifference, ...]:
        """Each record once; one that only counts by another rule now is told with the rule."""
        then_by = self._edition.figures
        redefined = {name for name, one in self._figures.items() if self._definition(then_by[name], one)}
        return _in_order(
            self._row(ledger, id_, bool(then), bool(now), None)
            for ledger, concerned in self._bits.items()
            for id_, (then, now) in concerned.items()
            if (ledger, id_) in self._changes or not (then ^ now) <= redefined
        )

    # ---------------------------------------------------------------- one figure

    def _figure(self, name: str) -> FigureDifference | None:
        then, figure = self._edition.figures[name], self._figures.get(name)
        definition = self._definition(then, figure)
        rows = self._figure_rows(then, figure)
        found = FigureDifference(
            indicator=name,
            label=then.label,
            unit=then.unit,
            then=_decimal(then.reported),
            then_text=then.reported_text,
            now=figure.reported if figure else None,
            now_text=figure.reported_text if figure else "现在没有这个指标",
            previous_then=_decimal(then.previous),
            previous_now=figure.previous if figure else None,
            rows=rows,
            definition=definition,
            in_text=name in self._edition.used,
        )
        return found if rows or definition or found.differs else None

    def _definition(self, then: EditionFigure, figure: Figure | None) -> DefinitionChange | None:
        if figure is None or then.definition == definition_text(figure.indicator, self._catalogue):
            return None
        one = figure.indicator
        return DefinitionChange(
            then.version, then.explanation, one.version, explain(one, self._catalogue, self._period)
        )

    def _figure_rows(self, then: EditionFigure, figure: Figure | None) -> tuple[RowDifference, ...]:
        counted_by = {then.indicator, *then.parts}
        used = self._used(counted_by) if figure else {}
        found = []
        for ledger, concerned in self._bits.items():
            for id_, (before, after) in concerned.items():
                in_then, in_now = bool(before & counted_by), bool(after & counted_by)
                if in_then or in_now:
                    found.append(self._row(ledger, id_, in_then, in_now, used.get(ledger, set())))
        return _in_order(found)

    def _used(self, names: Iterable[str]) -> dict[str, set[str]]:
        """By ledger, the columns that some indicators look at."""
        found: dict[str, set[str]] = {ADJUSTMENT: {"difference", "reason"}}
        for name in names:
            one = self._catalogue.indicators.get(name)
            if one and one.ledger:
                found.setdefault(one.ledger.name, set()).update(_columns(one))
        return found

    # ---------------------------------------------------------------- one record

    def _row(self, ledger: str, id_: str, in_then: bool, in_now: bool, used: set[str] | None) -> RowDifference | None:
        """What became of a record; None where nothing did that concerns the columns `used` (None: any)."""
        known = self._rows.get((ledger, id_))
        if known is None or not (in_then or in_now):
            return None
        row, record = known
        one, net = self._catalogue.ledgers[ledger], self._changes.get((ledger, id_))
        fields = self._fields(one, net, used)
        if in_then and in_now and not fields and (used is not None or net):
            return None
        moved = one.date if one.date and fields and one.date in fields else None
        fate = self._fate(in_then, in_now, net, record, moved)
        shown = [fields.pop(moved)] if moved else []
        quantity = int(record.get(one.quantity) or 1) if one.quantity else 1
        told = (net.person, net.at, "；".join(net.reasons)) if net else ("", "", "")
        year = self._edition.head.year
        return RowDifference(fate, row, quantity, year, bool(moved), (*shown, *fields.values()), *told)

    @staticmethod
    def _fate(in_then: bool, in_now: bool, net: NetChange | None, record: Record, moved: str | None) -> Fate:
        if in_now and not in_then:
            return Fate.ADDED if net and net.new else Fate.COUNTED
        if in_then and not in_now:
            return Fate.DELETED if record["deleted_at"] is not None else Fate.LEFT
        return Fate.MOVED if moved else Fate.EDITED

    def _fields(self, ledger: Ledger, net: NetChange | None, used: set[str] | None) -> dict[str, FieldChange]:
        if net is None or net.new:
            return {}
        found = {}
        for column in net.changed:
            field = ledger.fields.get(column)
            if field and (used is None or column in used):
                before, after = (self._shown(ledger, column, side.get(column)) for side in (net.before, net.after))
                found[column] = FieldChange(field.label, before, after)
        return found

    def _shown(self, ledger: Ledger, column: str, value: Stored) -> str:
        field = ledger.fields[column]
        if field.ledger and value:
            target = self._catalogue.ledgers[field.ledger]
            return names_of(self._log, target, [str(value)]).get(str(value), str(value))
        return field.display(value)


def _in_order(rows: Iterable[RowDifference | None]) -> tuple[RowDifference, ...]:
    """By what became of them, then by day."""
    fates = list(Fate)
    return tuple(sorted(filter(None, rows), key=lambda one: (fates.index(one.fate), one.row.day, one.row.id)))


def _named(counted: Counted, mark: int) -> set[str]:
    return {name for n, name in enumerate(counted.names) if mark >> n & 1}


def _columns(one: Indicator) -> Iterator[str]:
    """The columns of its own ledger that an indicator looks at."""
    ledger = one.ledger
    yield from filter(None, (one.when, ledger.quantity if ledger else None, *(ledger.active or () if ledger else ())))
    paths = [each.path for each in (*one.where, *one.having)] + ([one.of] if one.of else [])
    paths += [each.other for each in (*one.where, *one.having) if isinstance(each, InOrder)]
    yield from (path.link.name if path.link else path.field.name for path in paths)


def _decimal(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text)


# -------------------------------------------------------------------- for scripts


def plain_difference(found: Difference) -> dict[str, object]:
    """A difference as JSON carries it."""
    return {
        "sentence": found.sentence,
        "faults": list(found.faults),
        "figures": [
            {
                "indicator": one.indicator, "label": one.label, "unit": one.unit, "then": as_number(one.then),
                "then_text": one.then_text, "now": as_number(one.now), "now_text": one.now_text,
                "rows": [_plain_row(row) for row in one.rows],
                "definition": asdict(one.definition) if one.definition else None,
            }
            for one in found.figures.values()
        ],
        "rows": [_plain_row(row) for row in found.rows],
    }  # fmt: skip


def _plain_row(one: RowDifference) -> dict[str, object]:
    return {
        "fate": one.fate.value, "ledger": one.row.ledger.name, "id": one.row.id, "text": one.text,
        "fields": [asdict(field) for field in one.fields], "person": one.person, "at": one.at, "reason": one.reason,
    }  # fmt: skip
