"""Which records are logged together with which: the rows under a check, the follow-ups of a case."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from desktop.catalogue.fields import Stored


@dataclass(frozen=True)
class Rows:
    """Records of one ledger that are typed as rows in the form of another."""

    ledger: str
    link: str
    """Field of the row that names the parent."""
    columns: tuple[str, ...]
    carry: Mapping[str, str] = field(default_factory=dict)
    """Field of the row by the field of the parent whose value it takes over."""
    fixed: Mapping[str, Stored] = field(default_factory=dict)
    """Values that every row has."""
    foldable: tuple[str, ...] = ()
    """Columns that go first where the window is narrow, in this order."""
    after: str = ""
    """Section of the parent's form behind which the rows stand; empty: behind the last one but 归属."""
    asked: str = ""
    """Rows are brought in and not typed: earlier records that this one deals with, such as the hazards that a
    check rechecks. A row is saved once this field of it is filled."""
    title: str = ""
    """What the rows are called where it is not the name of their ledger."""

    @property
    def brought(self) -> bool:
        """Whether rows are earlier records and not new ones: they do not go into the recycle bin with the parent."""
        return bool(self.asked)

    @property
    def key(self) -> str:
        """Names the kind within one form and its drafts."""
        return f"{self.ledger}.{self.link}" if self.brought else self.ledger


@dataclass(frozen=True)
class FollowUp:
    """A record that a finished one leads to, opened in a form of its own, already filled."""

    verb: str
    ledger: str
    link: str
    carry: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, Stored] = field(default_factory=dict)


def carried(one: Rows | FollowUp, typed: Mapping[str, object]) -> dict[str, object]:
    """What a new row takes over from what stands in its parent's form."""
    taken = {theirs: typed[mine] for mine, theirs in one.carry.items() if typed.get(mine) not in (None, "", [])}
    return {**taken, **one.fixed}
