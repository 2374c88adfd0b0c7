"""A statutory return (行政执法统计年报) as one province has it: tables, how each column counts, on what ground."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from desktop.catalogue.deadlines import Verified
from desktop.catalogue.indicators import Indicator
from desktop.catalogue.wordings import Passage

UNVERIFIED = "待核"
"""Stands beside whatever was not seen in a province's own text."""


@dataclass(frozen=True)
class Rule:
    """A counting rule, in words."""

    text: str
    verified: Verified

    @property
    def stated(self) -> str:
        """With the mark of what has not been seen."""
        return self.text if self.verified is Verified.TEXT else f"{self.text}（{UNVERIFIED}）"


@dataclass(frozen=True)
class Source:
    """Where a form, or what is known of it, was seen."""

    text: str
    url: str
    verified: Verified


@dataclass(frozen=True)
class Column:
    """A column of a return: the figure in it, and the heading under which it stands."""

    heading: str
    indicator: str
    """Name of its indicator in the return."""
    group: str = ""
    """Heading that spans it and its neighbours; empty where there is none."""
    kinds: tuple[str, ...] = ()
    """Kinds of penalty that the column takes, where records are counted once under their heaviest kind."""
    by_kind: str = ""
    """Indicator of the other way of counting: every record that has one of the kinds."""


@dataclass(frozen=True)
class Table:
    """One table of a return."""

    name: str
    title: str
    columns: tuple[Column, ...]
    rules: tuple[Rule, ...]
    by_unit: bool = False
    """Whether the first column names the unit, and a last row adds up."""

    @property
    def by_kind(self) -> bool:
        """Whether several kinds in one record are counted once."""
        return any(one.kinds for one in self.columns)


@dataclass(frozen=True)
class Weight:
    """Which kind of penalty is heavier; not the order of the columns, which is another in each province."""

    light_to_heavy: tuple[str, ...]
    verified: Verified
    source: str


@dataclass(frozen=True)
class Exclusion:
    """Records that the return leaves out of a figure that the annual report states, for one reason."""

    reason: str
    before: str
    """Indicator of the records before they are left out."""
    after: str
    """Indicator of the records that remain."""
    excluded: str
    """Indicator of how many that are."""


@dataclass(frozen=True)
class Difference:
    """Two figures of one thing that differ by rule, and the reasons, one after the other."""

    label: str
    note: str
    whole: str
    """Indicator as the annual report states it."""
    part: str
    """Indicator as the return states it."""
    exclusions: tuple[Exclusion, ...]


@dataclass(frozen=True)
class Listing:
    """A sentence that enumerates the columns of a table that say something."""

    lead: str
    table: str


@dataclass(frozen=True)
class Explanation:
    """A heading of the explanation (情况说明) with its sentences."""

    title: str
    sentences: tuple[Passage | Listing, ...]


@dataclass(frozen=True)
class ReturnForm:
    """The return of one province. Its indicators are its own: they stand beside the catalogue's, not among them."""

    name: str
    label: str
    order: int
    tables: tuple[Table, ...]
    weight: Weight
    sources: tuple[Source, ...]
    indicators: Mapping[str, Indicator]
    """All that the return computes, by name; those that others are made of included."""
    names: Mapping[str, str]
    """Names of the indicators by the names that definitions use for them."""
    differences: tuple[Difference, ...]
    checks: tuple[str, ...]
    """Indicators beside the tables: what amounts are made of, what should be looked at before the return goes out."""
    explanations: tuple[Explanation, ...]
    file: str = ""

    @property
    def columns(self) -> Iterator[Column]:
        """Of all tables."""
        return (column for table in self.tables for column in table.columns)
