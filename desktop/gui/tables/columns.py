"""The columns of a ledger's list and what stands in its cells. No Qt: tested without a window."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from desktop.catalogue import Field, Ledger, Stored
from desktop.catalogue.listed import DELETED

UNFILLED = "未填"
NAME_WIDTH = 17.0
"""The name column never falls below this: 220 px at the standard text size."""
MOST_SHOWN = 10
BIN_SHOWN = 6

_STATES = ("status", "result", "recheck_result", "conclusion", "decision", "cert_status", "grade", "risk_level",
           "reward_status", "adopted", "acceptance", "police_outcome", "final_outcome", "colour")  # fmt: skip
_ELASTIC = ("text", "long_text", "tags", "link")
_DIM = ("text", "long_text", "tags", "moment")
_TONES: Mapping[str, str] = {
    "danger": "逾期未整改 重大隐患 重大 特别重大 拒绝检查 红 红色 不合格 违反 过期",
    "warn": "未整改 部分整改 待查 待发放 暂缓 待定 未持证 橙 橙色 黄 黄色 较大",
    "ok": "未发现问题 已整改 已销号 完成 已结案 执行结案 执行完毕 合格 优秀 良好 符合 同意 采纳 有效 准予 建成",
    "accent": "限期整改 办理中 执行中 立案侦查 计划 受理 在建 蓝 蓝色",
}
_TONE_OF = {term: tone for tone, terms in _TONES.items() for term in terms.split()}


class Cell(NamedTuple):
    """A value ready to be painted: its text, and the token of its colour."""

    text: str
    tone: str = "ink"


EMPTY = Cell("")


@dataclass(frozen=True)
class Row:
    """A record ready to be painted."""

    id: str
    cells: tuple[Cell, ...]
    gaps: tuple[str, ...] = ()
    """Labels of needed fields that are empty: the record is not counted where they are needed."""

    @property
    def gap_text(self) -> str:
        """Why the record is not counted, or nothing."""
        return f"未计入：{'、'.join(self.gaps)}未填" if self.gaps else ""


@dataclass(frozen=True)
class Column:
    """A field as a column of a list. Widths are in em, so that they grow with the text."""

    field: Field
    kind: str
    """text, number or chip."""
    width: float
    priority: int
    """The higher, the sooner it is folded away when the window is narrow; 0 never is."""
    dim: bool = False
    tones: Mapping[str, str] | None = None
    """Of a state: the chip of each word."""

    @property
    def name(self) -> str:
        """The field's name."""
        return self.field.name

    @property
    def head(self) -> str:
        """The label, for a number with its unit behind a slash (GB/T 3101)."""
        unit, label = unit_of(self.field), self.field.label
        return f"{label}/{unit}" if unit and not label.endswith(unit) else label

    def text(self, record: Mapping[str, Stored]) -> str:
        """The value as it is copied and exported."""
        value = record.get(self.name)
        if value is None:
            return ""
        if self.field.ledger:
            return str(record.get(f"{self.name}#title") or "")
        if self.kind == "number":
            return number_text(self.field, int(value), bool(record.get(self.field.approx_column or "")))
        return " ".join(self.field.display(value).split())

    def cell(self, record: Mapping[str, Stored]) -> Cell:
        """The value as it is painted."""
        value = record.get(self.name)
        if value is None:
            link, inside, _name = self.name.partition(".")
            missing = self.field.needed_to_count and not (inside and record.get(link) is None)
            return Cell(UNFILLED, "warn") if missing else EMPTY
        return Cell(self.text(record), self._tone(value))

    def _tone(self, value: Stored) -> str:
        if self.kind == "chip":
            return (self.tones or _TONE_OF).get(str(value), "neutral")
        if self.kind == "number" and value == 0:
            return "ink3"
        if self.kind == "number" and self.field.label.startswith("重大"):
            return "danger"
        return "ink2" if self.dim else "ink"


def unit_of(one: Field) -> str:
    """The unit of a number field; money is listed exactly, in 元."""
    return (one.unit or ("元" if one.type.name == "money" else "")) if one.type.numeric else ""


def number_text(one: Field, value: int, approximate: bool) -> str:
    """A number as lists show it: 约 1,200, −3, money exactly in 元."""
    whole, point, rest = str(one.plain(value)).partition(".")
    return f"{'约 ' if approximate else ''}{int(whole):,}{point}{rest}".replace("-", "−")


# ---------------------------------------------------------------- which columns a ledger has


def name_field(ledger: Ledger) -> str:
    """The field by which a clerk knows a record: the title, or what it is about where the title is a number."""
    if not ledger.title.endswith("_no"):
        return ledger.title
    party = next((one for one in ledger.fields.values() if one.name in ("party", "subject", "name", "topic")), None)
    linked = next((one for one in ledger.links.values() if one.ledger == "enterprise"), None)
    found = linked or party
    return found.name if found else ledger.title


def columns_of(ledger: Ledger) -> dict[str, Column]:
    """Every column that a ledger's list can show, by name, in the order in which they stand at first."""
    subject = name_field(ledger)
    ranks = _ranks(ledger, subject)
    fields = {**ledger.listed, **DELETED}
    made = {name: _column(one, ledger, subject, ranks.get(name, len(fields)))
            for name, one in fields.items() if one.type.name != "attachment"}  # fmt: skip
    first = [name for name in (*ledger.listing.columns, ledger.date, subject) if name in made]
    return {name: made[name] for name in dict.fromkeys((*first, *made))}


def offered(ledger: Ledger, bin_: bool = False) -> dict[str, Column]:
    """The columns to choose from; when and by whom a record was deleted only in the recycle bin."""
    return {name: one for name, one in columns_of(ledger).items() if bin_ or name not in DELETED}


def _ranks(ledger: Ledger, subject: str) -> dict[str, int]:
    """How dispensable each column is: 0 for date and name, then as the definition says.

    Where it says nothing: states, needed ones, people, numbers, the rest.
    """
    if ledger.listing.columns:
        return _declared_ranks(ledger, subject)

    def weight(one: Field) -> int:
        if one.name in (ledger.date, subject):
            return 0
        if one.name in ("level", "organ", "note", "source_doc"):
            return 9
        if one.name in ("status", "result", "grade") or one.name == ledger.title:
            return 1
        if one.needed_to_count:
            return 2
        if one.name == ledger.quantity or "人员" in one.label or one.name in ("town", "handler", "recheck_result"):
            return 3
        if one.type.numeric:
            return 4
        return 5 if one.type.name in ("choice", "link", "date", "tags") else 6

    order = sorted(ledger.fields.values(), key=weight)
    return {one.name: 0 if weight(one) == 0 else place + 1 for place, one in enumerate(order)}


def _declared_ranks(ledger: Ledger, subject: str) -> dict[str, int]:
    shown, fold = ledger.listing.columns, ledger.listing.fold
    kept = [name for name in shown if name not in fold]
    ranks = {name: place for place, name in enumerate((*kept, *reversed(fold)), 1)}
    return ranks | dict.fromkeys((name for name in (ledger.date, subject) if name), 0)


def _column(one: Field, ledger: Ledger, subject: str, rank: int) -> Column:
    state = ledger.listing.states.get(one.name)
    chip = state or (one.name in _STATES and one.choices)
    kind = "number" if one.type.numeric else "chip" if chip else "text"
    dim = kind == "text" and rank != 0 and one.type.name in _DIM and one.name != subject
    return Column(one, kind, _width(one, kind, one.name == subject), rank, dim, state.tones if state else None)


def _width(one: Field, kind: str, is_name: bool) -> float:
    """Room for the head and the usual value."""
    if is_name:
        return NAME_WIDTH
    usual = {"date": 5.8, "money": 7.0, "boolean": 3.0, "link": 13.0, "text": 7.0, "long_text": 14.0, "tags": 9.0,
             "moment": 9.0}  # fmt: skip
    value = max((len(term) for term in one.choices.values()), default=0) if one.choices else 0
    unit = unit_of(one)
    head = len(one.label) + (len(unit) + 0.5 if unit and not one.label.endswith(unit) else 0)
    if one.name.endswith("_no"):
        return 13.0
    if one.name.endswith("town"):
        return max(head + 1.2, 5.0) + 1.6
    chip = kind == "chip"
    least = min(value, 6 + 2 * chip) + chip if value else usual.get(one.type.name, 4.0)
    return max(head + 1.2, least, 4.0) + 1.6


# ---------------------------------------------------------------- what a person chose


@dataclass(frozen=True)
class Layout:
    """How a ledger's list is arranged: shown columns in order, widths in em, sorting. Kept in the settings."""

    shown: tuple[str, ...]
    widths: Mapping[str, float] = field(default_factory=dict)
    sort: str | None = None
    descending: bool = True

    @classmethod
    def usual(cls, ledger: Ledger) -> "Layout":
        """Date, name and the most telling fields; the newest first."""
        columns = offered(ledger)
        ranked = sorted(columns.values(), key=lambda one: one.priority)
        chosen = ledger.listing.columns or {one.name for one in ranked[:MOST_SHOWN]}
        return cls(tuple(name for name in columns if name in chosen), {}, ledger.date or name_field(ledger),
                   bool(ledger.date))  # fmt: skip

    @classmethod
    def of_bin(cls, ledger: Ledger) -> "Layout":
        """The recycle bin: when and by whom, then what tells the records; the latest first."""
        columns = columns_of(ledger)
        ranked = sorted((columns[name] for name in cls.usual(ledger).shown), key=lambda one: one.priority)
        chosen = {one.name for one in ranked[:BIN_SHOWN]}
        return cls((*DELETED, *(name for name in columns if name in chosen)), {}, "deleted_at", descending=True)

    @classmethod
    def read(cls, text: str | None, ledger: Ledger) -> "Layout":
        """A kept layout; what it names and the ledger no longer has is left out."""
        usual = cls.usual(ledger)
        try:
            kept = json.loads(text) if text else {}
            columns = columns_of(ledger)
            shown = tuple(name for name in kept["shown"] if name in columns)
            widths = {name: float(width) for name, width in kept["widths"].items() if name in columns}
            sort = kept["sort"] if kept["sort"] in columns else usual.sort
            return cls(shown or usual.shown, widths, sort, bool(kept["descending"]))
        except (ValueError, KeyError, TypeError, AttributeError):
            return usual

    def text(self) -> str:
        """As the settings keep it."""
        widths = {name: round(width, 2) for name, width in self.widths.items()}
        kept = {"shown": self.shown, "widths": widths, "sort": self.sort, "descending": self.descending}
        return json.dumps(kept, ensure_ascii=False)

    def columns(self, ledger: Ledger) -> list[Column]:
        """The shown columns with the widths that were chosen."""
        known = columns_of(ledger)
        return [replace(known[name], width=self.widths.get(name, known[name].width)) for name in self.shown]

    def moved(self, name: str, place: int) -> "Layout":
        """A shown column put at another place."""
        rest = [one for one in self.shown if one != name]
        rest.insert(place, name)
        return replace(self, shown=tuple(rest))

    def with_shown(self, name: str, shown: bool) -> "Layout":
        """A column added at the end, or left out; one always stays."""
        rest = tuple(one for one in self.shown if one != name)
        return replace(self, shown=(*rest, name) if shown else rest or self.shown)


def fitting(columns: Sequence[Column], subject: str, room: float, *, even: bool = True) -> list[Column]:
    """The columns that fit into `room` (em); the least needed are folded, the name takes what is left.

    With `even` the name takes no more than half of its width, and all columns share the rest.
    """
    kept = list(columns)
    while len(kept) > 1 and sum(one.width for one in kept) > room:
        last = max(kept, key=lambda one: one.priority if one.name != subject else -1)
        if last.priority == 0:
            break
        kept.remove(last)
    return _stretched(kept, subject, room - sum(one.width for one in kept), even)


def _stretched(kept: list[Column], subject: str, spare: float, even: bool) -> list[Column]:
    """Room that is left goes to the name and to columns of free text: dates, numbers and chips need no more."""
    if spare <= 0 or not kept:
        return kept
    name = next((one for one in kept if one.name == subject), kept[-1])
    elastic = [one for one in kept if one is not name and _is_elastic(one.field)]
    for_name = min(spare / 2, name.width * 0.5) if even and elastic else spare
    elastic = elastic or [name]
    each = (spare - for_name) / len(elastic)
    return [
        replace(one, width=one.width + (each if one in elastic else 0) + (for_name if one is name else 0))
        for one in kept
    ]


def _is_elastic(one: Field) -> bool:
    """Free text of any length, but no document numbers and no names of towns."""
    return one.type.name in _ELASTIC and not one.name.endswith(("_no", "town"))


def rows_of(records: Iterable[Mapping[str, Stored]], columns: Sequence[Column], ledger: Ledger) -> list[Row]:
    """Records formatted once, when they are fetched: painting then only looks up."""
    needed = [one for one in ledger.fields.values() if one.needed_to_count]
    return [
        Row(
            str(record["id"]),
            tuple(column.cell(record) for column in columns),
            tuple(one.label for one in needed if record.get(one.name) is None),
        )
        for record in records
    ]
