"""A deadline rule (时限): from which date, how long, on what legal ground."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class DayKind(StrEnum):
    """How the days of a time limit are counted."""

    WORKING = "working"
    NATURAL = "natural"
    MONTHS = "months"


class Verified(StrEnum):
    """How well the legal wording is known; anything but `TEXT` is shown as 待核."""

    TEXT = "text"
    SECONDARY = "secondary"
    NONE = "none"


@dataclass(frozen=True)
class Deadline:
    """A dated rule: `done` is due `days` after `start`, for records whose `start` lies in its time of validity."""

    name: str
    label: str
    ledger: str
    start: str
    days: int
    day_kind: DayKind
    source: str
    verified: Verified
    done: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    note: str = ""
