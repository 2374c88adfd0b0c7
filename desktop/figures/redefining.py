"""Changing a counting rule (改口径): what it would do to this year and last year, before it is applied."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from desktop.catalogue import Catalogue, Indicator, Refusal
from desktop.catalogue.redefinitions import proposed
from desktop.catalogue.written import definition_of
from desktop.figures.adjustments import built_on
from desktop.figures.behind import Behind, rows_of
from desktop.figures.counting import counted, parts
from desktop.figures.engine import Engine, Figure
from desktop.figures.period import Period
from desktop.store import Log
from desktop.store.redefinitions import Redefinitions


@dataclass(frozen=True)
class Comparison:
    """One period before and after: the figure, and the records that come in and go out."""

    period: Period
    before: Figure
    after: Figure
    came: tuple[Behind, ...]
    went: tuple[Behind, ...]
    others: tuple[tuple[Figure, Figure], ...]
    """Figures that are computed from this one and change with it."""

    @property
    def differs(self) -> bool:
        """Whether the figure reads differently."""
        return self.before.text != self.after.text


@dataclass(frozen=True)
class Proposal:
    """A changed rule that the catalogue accepts, not yet applied."""

    before: Indicator
    after: Indicator
    catalogue: Catalogue
    """As it would be."""


class Redefining:
    """Proposes, compares and applies changes of counting rules in one log."""

    def __init__(self, log: Log, today: date | None = None) -> None:
        self._log, self._today = log, today or date.today()

    def propose(self, name: str, changes: Mapping[str, object]) -> Proposal:
        """Change keys of a definition (None drops one); a mistake, or no change at all, is a `Refusal`."""
        catalogue = self._log.catalogue
        before = catalogue.indicators.get(name)
        if before is None:
            raise Refusal(f"没有指标“{name}”，请核对名称。")
        after = proposed(before, changes, catalogue.ledgers)
        if definition_of(after) == definition_of(before):
            raise Refusal("口径没有改动。")
        if any(one.label == after.label and one.name != name for one in catalogue.indicators.values()):
            raise Refusal(f"已有指标叫“{after.label}”，请换一个名称。")
        return self._proposal(before, after)

    def propose_reset(self, name: str) -> Proposal:
        """The built-in rule in place of the bureau's own."""
        before = self._log.catalogue.indicators[name]
        if before.redefined is None or not before.redefined.own:
            raise Refusal("这个指标用的就是程序自带的口径，没有可恢复的。")
        return self._proposal(before, Redefinitions(self._log).built_in(name))

    def _proposal(self, before: Indicator, after: Indicator) -> Proposal:
        catalogue = self._log.catalogue
        after = replace(after, version=before.version + 1)
        return Proposal(before, after, replace(catalogue, indicators={**catalogue.indicators, before.name: after}))

    def compare(self, proposal: Proposal, period: Period) -> tuple[Comparison, Comparison]:
        """A year and the one before it, each before and after."""
        return self._compare(proposal, period), self._compare(proposal, period.last_year())

    def _compare(self, proposal: Proposal, period: Period) -> Comparison:
        name, log = proposal.before.name, self._log
        names = [name, *(one.name for one in built_on(log.catalogue, name))]
        before = Engine(log).figures(period, names)
        after = Engine(log, proposal.catalogue).figures(period, names)
        then, now = self._ids(log.catalogue, name, period), self._ids(proposal.catalogue, name, period)
        others = zip(before[1:], after[1:], strict=True)
        return Comparison(
            period, before[0], after[0], self._rows(now - then), self._rows(then - now),
            tuple(pair for pair in others if pair[0].text != pair[1].text),
        )  # fmt: skip

    def _ids(self, catalogue: Catalogue, name: str, period: Period) -> set[tuple[str, str]]:
        wanted = parts(catalogue, name)
        found = counted(self._log, catalogue, period, wanted)
        return {(ledger, id_) for ledger, one in found.items() for id_ in one.ids(wanted)}

    def _rows(self, records: set[tuple[str, str]]) -> tuple[Behind, ...]:
        rows: list[Behind] = []
        for name in sorted({ledger for ledger, _ in records}):
            ids = [id_ for ledger, id_ in records if ledger == name]
            rows += [row for row, _ in rows_of(self._log, self._log.catalogue.ledgers[name], ids).values()]
        return tuple(sorted(rows, key=lambda row: (row.day, row.id), reverse=True))

    # ---------------------------------------------------------------- applying

    def apply(self, proposal: Proposal, reason: str) -> Indicator:
        """Let the rule hold from now on, in its next version; figures of all years are computed by it."""
        Redefinitions(self._log).put(proposal.after, reason, self._today)
        return self._log.catalogue.indicators[proposal.after.name]

    def reset(self, name: str, reason: str) -> Indicator:
        """Let the built-in rule hold again, in its next version."""
        Redefinitions(self._log).reset(name, reason, self._today)
        return self._log.catalogue.indicators[name]
