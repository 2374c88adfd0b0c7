"""A deadline rule (时限): from which date, how long, on what legal ground."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from desktop.catalogue.conditions import Condition, Path


class DayKind(StrEnum):
    """How the days of a time limit are counted; hours and minutes are kept as data, for a log knows only days."""

    WORKING = "working"
    NATURAL = "natural"
    MONTHS = "months"
    HOURS = "hours"
    MINUTES = "minutes"

    @property
    def label(self) -> str:
        """As a length of time is read: 7 个工作日."""
        return {"working": "个工作日", "natural": "日", "months": "个月", "hours": "小时", "minutes": "分钟"}[self]


class Kind(StrEnum):
    """What a rule demands; only the first three make due dates."""

    WITHIN = "within"
    """Done not later than so long after the start."""
    LEAD = "lead"
    """Done not later than so long before the start."""
    INTERVAL = "interval"
    """Done again not later than so long after the last time."""
    WAIT = "wait"
    """Not to be done before so long has passed."""
    MIN_SPAN = "min_span"
    """The span from start to end lasts at least so long."""
    ANNUAL = "annual"
    """On a fixed day of every year."""
    ONCE = "once"
    """On one fixed day."""
    LIMIT = "limit"
    """A threshold or a window."""

    @property
    def makes_due_dates(self) -> bool:
        """Whether a record can be due by it."""
        return self in (Kind.WITHIN, Kind.LEAD, Kind.INTERVAL)


class Verified(StrEnum):
    """How well the legal wording is known; `SECONDARY` and `NONE` are shown as 待核."""

    TEXT = "text"
    SECONDARY = "secondary"
    NONE = "none"
    RECORD = "record"
    """No wording to know: the time limit is the one that the record's own document states."""


@dataclass(frozen=True)
class Deadline:
    """A dated rule: `done` is due `days` after `start`, for records whose `start` lies in its time of validity.

    A rule that is not `on` may lack whatever counting needs: it is kept to be seen, completed and switched on.
    """

    name: str
    label: str
    source: str
    """Legal source, to the article."""
    verified: Verified
    kind: Kind = Kind.WITHIN
    on: bool = True
    ledger: str | None = None
    start: str | None = None
    done: tuple[str, ...] = ()
    """Date fields any of which ends it."""
    days: int | None = None
    """In units of `day_kind`; None where only the record states its time limit, or none is known."""
    day_kind: DayKind | None = None
    extension: tuple[int, ...] = ()
    """Lengths by which it can be extended, one after the other, in units of `day_kind`."""
    extended_on: tuple[str, ...] = ()
    """Date or yes-no fields, one an extension: filled (yes) where that extension was granted.

    A version may take over more of them than it has extensions; the others then add nothing.
    """
    extended_if: str = ""
    """On what conditions it can be extended."""
    stated: tuple[str, ...] = ()
    """Date fields in which the record states its own time limit; the first that is filled goes before counting."""
    rolls: bool = False
    """Whether a last day that is not worked gives way to the next working day (末日顺延)."""
    where: tuple[Condition, ...] = ()
    """All must hold."""
    unless: tuple[Condition, ...] = ()
    """None may hold."""
    person: Path | None = None
    """Text field that names who does it."""
    verb: str = ""
    """What the clerk does about it: 登记复查."""
    counts_from: str = ""
    counts_to: str = ""
    """Start and end in the words of the law."""
    fixed: tuple[str, ...] = ()
    """Days of an annual (01-31) or a single (2025-06-30) date."""
    version_of: str | None = None
    """The rule of which this is another dated version."""
    valid_from: date | None = None
    valid_to: date | None = None
    evidence: str = ""
    """Where the wording, or what is known of it, was seen."""
    note: str = ""
    file: str = ""
    """Definition file, for error messages."""

    @property
    def rule(self) -> str:
        """Name of the rule of which this is a version; its own where there is one version."""
        return self.version_of or self.name

    @property
    def checked(self) -> bool:
        """Whether nothing of it is 待核."""
        return self.verified in (Verified.TEXT, Verified.RECORD)

    @property
    def length(self) -> str:
        """As a person reads it: 7 个工作日; the fixed days; empty where no length is known."""
        if self.days is not None and self.day_kind is not None:
            return f"{self.days} {self.day_kind.label}"
        return "、".join(self.fixed)

    def overlaps(self, other: "Deadline") -> bool:
        """Whether some day lies in both times of validity."""
        first = max(self.valid_from or date.min, other.valid_from or date.min)
        return first <= min(self.valid_to or date.max, other.valid_to or date.max)
