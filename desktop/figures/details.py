"""The records of a ledger that the figures of a period may look at, for the detail sheets of an export."""

from collections.abc import Iterable, Iterator, Sequence

from desktop.catalogue import Indicator, Ledger, Measure, Path, Placing, Stored
from desktop.figures.period import Period
from desktop.figures.sql import Expressions, links_of, quoted
from desktop.store import Log

MARK = "mark"
"""Asks for the 约 mark of a field instead of its value."""


class Details:
    """The records of one ledger: those of the period and the undated, or all where an indicator looks back."""

    def __init__(self, log: Log, ledger: Ledger, period: Period, indicators: Iterable[Indicator]) -> None:
        self._log, self._ledger, self._period = log, ledger, period
        self.uses: list[Indicator] = [one for one in indicators if one.ledger is ledger]

    def count(self) -> int:
        """How many there are."""
        write = Expressions(self._period)
        text = f"SELECT count(*) {self._selection(write)}"
        return int(next(self._log.query(text, write.parameters.values))[0])

    def rows(self, columns: Sequence[tuple[str, Path | None]]) -> Iterator[tuple[Stored, ...]]:
        """The stored values, by date: for each column the record's id, a field's value, or its 约 mark."""
        write = Expressions(self._period)
        listed = ", ".join(self._column(write, kind, path) for kind, path in columns)
        order = f"r.{quoted(self._ledger.date)}, r.id" if self._ledger.date else "r.id"
        text = f"SELECT {listed} {self._selection(write)} ORDER BY {order}"
        return self._log.query(text, write.parameters.values)

    @staticmethod
    def _column(write: Expressions, kind: str, path: Path | None) -> str:
        if path is None:
            return "r.id"
        return f"r.{quoted(str(path.field.approx_column))}" if kind == MARK else write.column(path)

    def _selection(self, write: Expressions) -> str:
        linked = {link: target for use in self.uses for link, target in links_of(use).items()}
        source = f"{write.source(self._ledger, linked)} WHERE r.deleted_at IS NULL"
        dates = {use.when for use in self.uses if use.when} | ({self._ledger.date} if self._ledger.date else set())
        if not dates or any(use.placing is not Placing.PERIOD or use.measure is Measure.STREAK for use in self.uses):
            return source
        within = [f"({write.placed(self._ledger, Placing.PERIOD, day)})" for day in sorted(dates)]
        undated = " AND ".join(f"r.{quoted(day)} IS NULL" for day in sorted(dates))
        return f"{source} AND ({' OR '.join(within)} OR ({undated}))"
