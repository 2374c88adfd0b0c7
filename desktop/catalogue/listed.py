"""What a ledger's list shows beyond its own fields: linked records' fields, counts, states, and ready-made views."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from desktop.catalogue.conditions import Condition, Path
from desktop.catalogue.fields import Field, FieldType, Stored, Text

RECORD_ID_HEAD = "系统编号"
"""Heading of the record's id in exported tables, by which an import knows its own records again."""

TONES = ("neutral", "accent", "ok", "warn", "danger")


class Moment(FieldType):
    """A point in time, stored in UTC as the change log has it; shown in the desk's own time."""

    name = "moment"

    def display(self, stored: str | int, field: Field) -> str:
        """2025-11-21 14:32."""
        return f"{datetime.fromisoformat(str(stored)).astimezone():%Y-%m-%d %H:%M}"


LOGGED: Mapping[str, Field] = {
    "created_by": Field("created_by", "登记人", Text()),
    "created_at": Field("created_at", "登记时间", Moment()),
}
"""Who logged a record and when; every list can show it."""

DELETED: Mapping[str, Field] = {
    "deleted_at": Field("deleted_at", "删除时间", Moment()),
    "deleted_by": Field("deleted_by", "删除人", Text()),
}
"""Of the records in the recycle bin."""


@dataclass(frozen=True)
class Count:
    """How many records of another ledger link to a record (their quantity added up where they have one)."""

    field: Field
    """Stands for the count as a column."""
    ledger: str
    link: str
    where: tuple[Condition, ...] = ()


@dataclass(frozen=True)
class Term:
    """A word of a state and when it applies: all conditions hold, and the dates in `past` lie back far enough."""

    word: str
    tone: str
    when: tuple[Condition, ...] = ()
    past: tuple[tuple[Path, int], ...] = ()
    """Dates that are more than so many days ago; 0 is any day before today."""


@dataclass(frozen=True)
class State:
    """Where a record stands, told from what it holds: the first term that applies."""

    field: Field
    terms: tuple[Term, ...]

    @property
    def tones(self) -> Mapping[str, str]:
        """The chip of each word."""
        return {term.word: term.tone for term in self.terms}


@dataclass(frozen=True)
class ReadyView:
    """A view that a ledger brings along: values by column, within the year or over all."""

    label: str
    whole: bool
    """Over all years."""
    values: Mapping[str, tuple[Stored, ...]]


@dataclass(frozen=True)
class ListDefinition:
    """How a ledger's list is made up; empty where the definition says nothing."""

    columns: tuple[str, ...] = ()
    """Shown at first, in order."""
    filters: tuple[str, ...] = ()
    """Offered as conditions, the most used first."""
    fold: tuple[str, ...] = ()
    """Folded first when the window is narrow, in this order."""
    linked: Mapping[str, Path] = field(default_factory=dict)
    """Fields of linked records by `link.field`."""
    counts: Mapping[str, Count] = field(default_factory=dict)
    states: Mapping[str, State] = field(default_factory=dict)
    views: tuple[ReadyView, ...] = ()
    fields: Mapping[str, Field] = field(default_factory=dict)
    """Everything beyond the ledger's own fields as a field of its own name."""
