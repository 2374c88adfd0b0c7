"""A ledger (台账): what one kind of work is logged with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from desktop.catalogue.details import FollowUp, Rows
from desktop.catalogue.fields import Field
from desktop.catalogue.listed import LOGGED, ListDefinition

GROUPS = ("执法", "法制", "宣教", "应急", "综合")


@dataclass(frozen=True)
class Ledger:
    """A ledger with its fields in the order of its definition."""

    name: str
    label: str
    group: str
    order: int
    unit: str
    title: str
    fields: Mapping[str, Field]
    date: str | None = None
    """Date that places a record in a period."""
    active: tuple[str, str] | None = None
    """First and last date of being in force: the ledger is a register."""
    keys: tuple[str, ...] = ()
    """Fields by whose value a link may name a record."""
    quantity: str | None = None
    """Whole-number field: how many alike items one record stands for."""
    same_matter_days: int = 0
    """Two records about one enterprise within so many days may be about one matter; 0: nothing is made of it."""
    help: str = ""
    listing: ListDefinition = field(default_factory=ListDefinition)
    """What its list shows beyond the usual."""
    rows: tuple[Rows, ...] = ()
    """What is typed as rows in its form."""
    follow_ups: tuple[FollowUp, ...] = ()
    """What a record of it may lead to."""

    @cached_property
    def listed(self) -> Mapping[str, Field]:
        """All that its list can show, by column name: own and linked fields, counts, states, who logged it."""
        return {**self.fields, **self.listing.fields, **LOGGED}

    @cached_property
    def by_label(self) -> Mapping[str, str]:
        """Field name by Chinese label or alias; the label wins over an alias of another field."""
        found = {alias: one.name for one in self.fields.values() for alias in one.aliases}
        return found | {one.label: one.name for one in self.fields.values()}

    @cached_property
    def links(self) -> Mapping[str, Field]:
        """The link fields."""
        return {name: one for name, one in self.fields.items() if one.ledger}

    @cached_property
    def secrets(self) -> Mapping[str, Field]:
        """The fields whose text is kept in the tip-off vault."""
        return {name: one for name, one in self.fields.items() if one.secret}

    def field_named(self, name: str) -> Field | None:
        """Find a field by its English name or its Chinese label."""
        return self.fields.get(name) or self.fields.get(self.by_label.get(name, ""))
