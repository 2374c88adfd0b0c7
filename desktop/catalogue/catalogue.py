"""The catalogue: everything that can be logged and reported."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from desktop.catalogue.calendar import WorkingDays
from desktop.catalogue.deadlines import Deadline
from desktop.catalogue.indicators import Indicator
from desktop.catalogue.ledgers import Ledger

if TYPE_CHECKING:
    from desktop.catalogue.code_tables import CodeTable
    from desktop.catalogue.outlines import Outline
    from desktop.catalogue.returns import ReturnForm

Part = TypeVar("Part")


@dataclass(frozen=True)
class Definitions:
    """A definition file by name and text: the built-in language, loaded on top."""

    name: str
    text: str


class Later(Mapping[str, Part]):
    """Definitions that are read when they are first asked for: the start of the window needs no outline."""

    def __init__(self, read: Callable[[], Mapping[str, Part]]) -> None:
        self._read = read

    @cached_property
    def _found(self) -> Mapping[str, Part]:
        return self._read()

    def __getitem__(self, name: str) -> Part:
        return self._found[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


@dataclass(frozen=True)
class Catalogue:
    """Ledgers, indicators, outlines, deadline rules and returns, checked against each other; the working days."""

    ledgers: Mapping[str, Ledger]
    indicators: Mapping[str, Indicator]
    outlines: Mapping[str, "Outline"]
    deadlines: Mapping[str, Deadline]
    codes: Mapping[str, "CodeTable"]
    calendar: WorkingDays
    returns: Mapping[str, "ReturnForm"]
    """The provinces' statutory returns. Their indicators are not among `indicators`."""

    def ledger_named(self, name: str) -> Ledger | None:
        """Find a ledger by its English name or its Chinese label."""
        return self.ledgers.get(name) or next((one for one in self.ledgers.values() if one.label == name), None)

    def with_return(self, form: "ReturnForm") -> "Catalogue":
        """A catalogue that also knows the indicators of a return."""
        return replace(self, indicators={**self.indicators, **form.indicators})

    def of_return(self, form: "ReturnForm") -> "Catalogue":
        """A catalogue that knows the indicators of a return and no others."""
        return replace(self, indicators=form.indicators)
