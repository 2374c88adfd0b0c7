"""Conditions of an indicator: what must hold for a record to count.

A condition is data. `figures/` turns it into SQL, an Excel formula and a Chinese phrase.
"""

import dataclasses
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias

from desktop.catalogue.fields import Field, Stored


@dataclass(frozen=True)
class Path:
    """A field of the indicator's ledger, or of a record that it links to."""

    field: Field
    link: Field | None = None
    demanded: bool = dataclasses.field(default=False, compare=False)
    """Whether the condition asks for the value, though the ledger does not."""

    @property
    def text(self) -> str:
        """As a definition writes it."""
        return f"{self.link.name}.{self.field.name}" if self.link else self.field.name

    @property
    def label(self) -> str:
        """As a person reads it."""
        return f"{self.link.label}的{self.field.label}" if self.link else self.field.label

    @property
    def needed_to_count(self) -> bool:
        """Whether a gap makes the record undecided, and so 未计入, rather than simply not matching."""
        return self.demanded or (self.field.needed_to_count and (self.link is None or self.link.needed_to_count))


@dataclass(frozen=True)
class OneOf:
    """The value is one of `values`."""

    path: Path
    values: tuple[Stored, ...]


@dataclass(frozen=True)
class NoneOf:
    """The value is filled and none of `values`."""

    path: Path
    values: tuple[Stored, ...]


@dataclass(frozen=True)
class Within:
    """The value lies between the bounds, bounds included; None leaves a side open."""

    path: Path
    low: Stored
    high: Stored


@dataclass(frozen=True)
class Filled:
    """The value is there (`filled`) or is not."""

    path: Path
    filled: bool


@dataclass(frozen=True)
class HasTag:
    """The tags contain at least one of `terms`."""

    path: Path
    terms: tuple[str, ...]


@dataclass(frozen=True)
class LacksTags:
    """The tags are there and contain none of `terms`."""

    path: Path
    terms: tuple[str, ...]


class Order(StrEnum):
    """How two dates of one record lie."""

    NOT_AFTER = "not_after"
    NOT_BEFORE = "not_before"


@dataclass(frozen=True)
class InOrder:
    """The date is there and not after (not before) another date of the record, which is there too."""

    path: Path
    order: Order
    other: Path


@dataclass(frozen=True)
class InReportYear:
    """The whole number is the year of the period's last day plus `offset`."""

    path: Path
    offset: int


Condition: TypeAlias = OneOf | NoneOf | Within | Filled | HasTag | LacksTags | InOrder | InReportYear
