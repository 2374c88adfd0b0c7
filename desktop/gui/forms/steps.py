"""What is done in one form, step by step, to be taken back before it is saved. No Qt."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, cast

from desktop.gui.forms.earlier import Typed
from desktop.gui.forms.presenter import Presenter

MOST = 200
"""Steps that can be taken back; the oldest are forgotten."""

Place = tuple[object, ...]
"""Where something stands: a field's name, or the key of a table of rows with a row's number and a field's name."""


class _Moment(NamedTuple):
    state: Typed
    prefilled: frozenset[str]


class Steps:
    """Watches one presenter. All that is typed into one field in a row is one step."""

    def __init__(self, presenter: Presenter) -> None:
        self._presenter = presenter
        self._past: list[_Moment] = []
        self._ahead: list[_Moment] = []
        self._now = self._moment()
        self._where: frozenset[Place] = frozenset()

    def _moment(self) -> _Moment:
        return _Moment(self._presenter.state(), frozenset(self._presenter.prefilled))

    def note(self) -> None:
        """Something may have been typed, chosen, added or taken away."""
        moment = self._moment()
        where = frozenset(differing(self._now.state, moment.state))
        if not where:
            return
        if where != self._where:
            self._past = [*self._past[1 - MOST :], self._now]
        self._now, self._where = moment, where
        self._ahead = []

    def back(self) -> frozenset[Place]:
        """Take the last step back; the places that it concerned, none where there is nothing to take back."""
        return self._go(self._past, self._ahead)

    def forth(self) -> frozenset[Place]:
        """Do again what was taken back."""
        return self._go(self._ahead, self._past)

    def _go(self, source: list[_Moment], other: list[_Moment]) -> frozenset[Place]:
        self._where = frozenset()
        while source:
            moment = source.pop()
            where = frozenset(differing(self._now.state, moment.state))
            if where:
                other.append(self._now)
                self._presenter.restore(moment.state)
                self._presenter.prefilled = set(moment.prefilled)
                self._now = self._moment()
                return where
        return frozenset()


def differing(before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[Place]:
    """The places at which two states of a form differ; a table's key alone where rows came or went."""
    old, new = cast(Typed, before["typed"]), cast(Typed, after["typed"])
    yield from ((name,) for name in {*old, *new} if old.get(name) != new.get(name))
    rows, others = cast(dict[str, list[Typed]], before["rows"]), cast(dict[str, list[Typed]], after["rows"])
    for key in rows:
        if _standing(rows[key]) != _standing(others[key]):
            yield (key, len(rows[key]), len(others[key]))
        else:
            yield from _cells(key, rows[key], others[key])


def _standing(rows: list[Typed]) -> list[object]:
    return [(row["id"], row.get("removed")) for row in rows]


def _cells(key: str, rows: list[Typed], others: list[Typed]) -> Iterator[Place]:
    for place, (row, other) in enumerate(zip(rows, others, strict=True)):
        old, new = cast(Typed, row["typed"]), cast(Typed, other["typed"])
        yield from ((key, place, name) for name in {*old, *new} if old.get(name) != new.get(name))
