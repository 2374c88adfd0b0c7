"""Everything that is due, as far as a person reads it: all of it counted, and of each state the most urgent.

A log into which years were imported may hold a hundred thousand records that were never marked as done.
"""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date

from desktop.figures.annual import annual_items
from desktop.figures.due import Alike, Due, DueList, State
from desktop.store import Log

MOST = 300
"""Of each state, for everyone and for the person who works: more than anyone reads in a day."""


@dataclass(frozen=True)
class DueBoard:
    """What is due. `items` are all of it where they are few."""

    items: tuple[Due, ...]
    """Records and fixed days, by their due date."""
    unlisted: Counter[tuple[State, str]] = field(default_factory=Counter)
    """How many more there are, by state and by whose they are."""

    def more(self, state: State, person: str = "") -> int:
        """How many of a state are not among `items`; of a person, or of all."""
        found = self.unlisted.items()
        return sum(count for (one, whose), count in found if one is state and (not person or names(whose, person)))

    def count(self, state: State) -> int:
        """How many are in a state."""
        return sum(one.state is state for one in self.items) + self.more(state)


def names(whose: str, person: str) -> bool:
    """Whether a person is among those who do it."""
    return person in whose.split("、")


def due_board(log: Log, today: date, person: str, most: int = MOST) -> DueBoard:
    """Read what is due; `person` is who works."""
    listing, fixed = DueList(log, today), annual_items(log, today)
    groups = sorted(listing.alike(), key=lambda one: (one.due, one.rule.name))
    if sum(one.count for one in groups) <= most:
        return DueBoard(_in_order([*listing.items(), *fixed]))
    listed = _first(groups, most, lambda _: True) | _first(groups, most, lambda one: names(one.person, person))
    unlisted: Counter[tuple[State, str]] = Counter()
    items: list[Due] = []
    for number, one in enumerate(groups):
        found = listing.some_of(one, listed[number]) if number in listed else []
        items += found
        unlisted[one.state, one.person] += one.count - len(found)
    return DueBoard(_in_order([*items, *fixed]), +unlisted)


def _first(groups: Iterable[Alike], most: int, wanted: Callable[[Alike], bool]) -> Counter[int]:
    """By number how many records of a group are among the first of their state."""
    taken: Counter[State] = Counter()
    listed: Counter[int] = Counter()
    for number, one in enumerate(groups):
        room = min(one.count, most - taken[one.state])
        if room > 0 and wanted(one):
            taken[one.state] += room
            listed[number] = room
    return listed


def _in_order(items: Iterable[Due]) -> tuple[Due, ...]:
    return tuple(sorted(items, key=lambda one: (one.due, one.rule.name, one.title, one.record_id)))
