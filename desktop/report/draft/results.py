"""All results of a check, group by group, and the way from one open place to the next."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from desktop.report.draft.checking import Check
from desktop.report.draft.correcting import Change, Corrected
from desktop.report.draft.itemising import Itemiser, items_of_corrections
from desktop.report.draft.items import OPEN, Group, Item
from desktop.report.draft.knowing import Known
from desktop.report.draft.verdict import Status
from desktop.store.decisions import Decision


@dataclass(frozen=True)
class Results:
    """All items, group by group, each in reading order."""

    items: tuple[Item, ...] = ()
    checked: int = 0
    """Figures that were held against the log; all that were read, where there is none."""
    _by_group: Mapping[Group, tuple[Item, ...]] = field(default_factory=dict)

    @classmethod
    def of(
        cls, check: Check, corrected: Corrected, decisions: Mapping[str, Decision], *, known: Known | None, year: int
    ) -> "Results":
        """Put together what was found, corrected and decided."""
        made = list(Itemiser(check, corrected, decisions, known, year).items())
        ordered = [one for group in Group for one in made if one.group is group]
        numbered, number = [], 0
        for one in ordered:
            number += one.group in OPEN
            numbered.append(replace(one, number=number if one.group in OPEN else 0))
        groups = {group: tuple(one for one in numbered if one.group is group) for group in Group}
        held = sum(one.status is not Status.OUTSIDE for one in check.verdicts)
        return cls(tuple(numbered), held if check.verdicts else len(check.quantities), groups)

    def of_group(self, group: Group) -> tuple[Item, ...]:
        """The items of a group."""
        return self._by_group.get(group, ())

    def count(self, group: Group) -> int:
        """How many."""
        return len(self.of_group(group))

    def moved(self, before: Corrected, after: Corrected) -> "Results":
        """The same after another correction, until it is checked: places move, what was at the place is gone."""
        made = [*_moved(self.items, before, after), *items_of_corrections(after)]
        groups = {group: tuple(one for one in made if one.group is group) for group in Group}
        return Results(tuple(one for group in Group for one in groups[group]), self.checked, groups)

    def in_order(self, *, by_place: bool) -> list[Item]:
        """What is still to be decided: in reading order, or as it is numbered."""
        found = [one for one in self.items if one.group in OPEN]
        return sorted(found, key=_place_of if by_place else _rank_of)

    def step_from(self, item: Item | None, step: int, *, by_place: bool) -> Item | None:
        """The next or the previous open place, and round again."""
        found, key = self.in_order(by_place=by_place), _place_of if by_place else _rank_of
        if not found:
            return None
        if item is None:
            return found[0 if step > 0 else -1]
        if step > 0:
            return next((one for one in found if key(one) > key(item)), found[0])
        return next((one for one in reversed(found) if key(one) < key(item)), found[-1])

    def next_to(self, item: Item | None, *, by_place: bool) -> Item | None:
        """The same open place again, else the next one behind it, and round again."""
        found, key = self.in_order(by_place=by_place), _place_of if by_place else _rank_of
        first = found[0] if found else None
        return first if item is None else next((one for one in found if key(one) >= key(item)), first)

    @property
    def open(self) -> tuple[Item, ...]:
        """What is still to be decided and has a place, in reading order."""
        return tuple(sorted((one for one in self.items if one.group in OPEN), key=lambda one: one.start))


def _moved(items: Iterable[Item], before: Corrected, after: Corrected) -> Iterator[Item]:
    for one in items:
        if one.correction is not None:
            continue
        if one.start < 0:
            yield one
            continue
        span = _moved_span(one.start, one.end, before, after)
        if span is None:
            continue
        place = _moved_span(one.change.start, one.change.end, before, after) if one.change else None
        change = Change(*place, one.change.new) if one.change and place else None
        yield replace(one, start=span[0], end=span[1], places=(), change=change)


def _moved_span(start: int, end: int, before: Corrected, after: Corrected) -> tuple[int, int] | None:
    """Where the same words stand now; None where they were changed."""
    first, last = after.to_text(before.to_source(start)), after.to_text(before.to_source(end))
    return (first, last) if before.text[start:end] == after.text[first:last] else None


def _place_of(one: Item) -> tuple[int, int]:
    return one.start, one.end


def _rank_of(one: Item) -> tuple[int, int, int]:
    return list(Group).index(one.group), one.start, one.end
