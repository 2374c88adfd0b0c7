"""What a list shows beyond a ledger's own columns, as SQL over its records `t`.

Every expression stands by itself, without joins and parameters: it can be selected, sorted by and asked for.
"""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from desktop.catalogue import Catalogue, Field, Ledger, Path, Stored
from desktop.catalogue.listed import DELETED, Count, State, Term
from desktop.store.condition_text import condition_text
from desktop.store.schema import quoted


def literal(value: Stored) -> str:
    """A value written out; a definition's words hold no zero bytes, which SQL text could not."""
    if value is None or isinstance(value, int):
        return "NULL" if value is None else str(int(value))
    return "'" + str(value).replace("'", "''") + "'"


class Derived:
    """Writes the expressions of one ledger; states that look at the calendar do so from `today`."""

    def __init__(self, ledger: Ledger, catalogue: Catalogue, today: date) -> None:
        self._ledger, self._catalogue, self._today = ledger, catalogue, today
        self._fields: Mapping[str, Field] = {**ledger.listed, **DELETED}

    def field(self, name: str) -> Field:
        """What stands in a column."""
        return self._fields[name]

    def is_extra(self, name: str) -> bool:
        """Whether it has to be fetched beside the record's own columns."""
        return name in self._ledger.listing.fields or name == "deleted_by"

    def extras(self, names: Iterable[str]) -> list[str]:
        """Of some columns those that are no columns of the table."""
        return [name for name in names if self.is_extra(name)]

    def is_count(self, name: str) -> bool:
        """Whether a column counts other records; its filter asks whether there are any."""
        return name in self._ledger.listing.counts

    def is_told(self, name: str) -> bool:
        """Whether a column is told from other records, record by record: a count, or a state that looks at counts."""
        return name in self._ledger.listing.counts or name in self._ledger.listing.states

    def link_of(self, name: str) -> Path | None:
        """The way to a linked record's field, where the column is one."""
        return self._ledger.listing.linked.get(name)

    def expression(self, name: str) -> str:
        """The column's value; of a link of the ledger itself its id."""
        listing = self._ledger.listing
        if name in listing.linked:
            return self._path(listing.linked[name])
        if name in listing.counts:
            return self._count(listing.counts[name])
        if name in listing.states:
            return self._state(listing.states[name])
        if name == "deleted_by":
            return self._deleted_by()
        return f"t.{quoted(name)}"

    def _path(self, path: Path) -> str:
        if path.link is None:
            return self.expression(path.field.name)
        return self._through(f"t.{quoted(path.link.name)}", path)

    def _through(self, link: str, path: Path) -> str:
        assert path.link is not None
        target = quoted(str(path.link.ledger))
        return f"(SELECT x.{quoted(path.field.name)} FROM {target} AS x WHERE x.id = {link})"

    def _count(self, count: Count) -> str:
        target = self._catalogue.ledgers[count.ledger]
        what = f"coalesce(sum(coalesce(c.{quoted(target.quantity)}, 1)), 0)" if target.quantity else "count(*)"

        def column(path: Path) -> str:
            if path.link is None:
                return f"c.{quoted(path.field.name)}"
            return self._through(f"c.{quoted(path.link.name)}", path)

        tests = [condition_text(one, column, literal, self._today.year) for one in count.where]
        tests = [f"c.{quoted(count.link)} = t.id", "c.deleted_at IS NULL", *tests]
        return f"(SELECT {what} FROM {quoted(target.name)} AS c WHERE {' AND '.join(tests)})"

    def _state(self, state: State) -> str:
        cases = [(self._applies(term), literal(term.word)) for term in state.terms]
        ways = "".join(f" WHEN {test} THEN {word}" for test, word in cases if test)
        otherwise = next((f" ELSE {word}" for test, word in cases if not test), "")
        return f"(CASE{ways}{otherwise} END)" if ways else cases[-1][1]

    def _applies(self, term: Term) -> str:
        tests = [condition_text(one, self._path, literal, self._today.year) for one in term.when]
        tests += [f"{self._path(path)} < {literal((self._today - timedelta(days=days)).isoformat())}"
                  for path, days in term.past]  # fmt: skip
        return " AND ".join(tests)

    def _deleted_by(self) -> str:
        return (
            f"(SELECT h.person FROM _change AS h WHERE h.ledger = {literal(self._ledger.name)} AND h.record = t.id"
            " AND h.action = 'delete' ORDER BY h.seq DESC LIMIT 1)"
        )
