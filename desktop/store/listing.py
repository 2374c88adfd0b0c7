"""A ledger as a list: row numbers first, whole records a page at a time, so that a million rows cost no memory."""

import json
from array import array
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import chain

from desktop.catalogue import Ledger, Stored
from desktop.store.conditions import Conditions
from desktop.store.derived import Derived
from desktop.store.log import Log, Record
from desktop.store.schema import quoted

PAGE = 500
"""Records fetched by one statement."""

_PIECE = 200_000
"""Characters of row numbers read at a time: some milliseconds."""

NEAR = 5000
"""How many of the newest records are tried before the whole ledger is searched."""


NEWEST = 20_000
"""How many of the newest records tell which values a column has."""


@dataclass(frozen=True)
class Filter:
    """Which records of a ledger a list shows; the empty filter shows all live ones."""

    first: date | None = None
    """First day, on the ledger's date; a register without one shows what was in force in the span."""
    last: date | None = None
    equals: Mapping[str, tuple[Stored, ...]] = field(default_factory=dict)
    """Stored values by column: any of them; None among them means empty; for tags, any of the terms; see `any_of`."""
    text: str = ""
    """Words parted by spaces, which all occur: in a text, in a linked record's title, or as pinyin initials."""
    incomplete: bool = False
    """Only records in which something needed to count is empty."""
    deleted: bool = False
    """The recycle bin instead of the live records."""
    ids: tuple[str, ...] | None = None
    """Only these records, such as those behind a figure; None for all."""


def _numbers(text: str) -> "array[int]":
    """The numbers of a JSON array, read piece by piece: a long read would hold up the other threads."""
    found, start, end = array("q"), 1, len(text) - 1
    while start < end:
        stop = text.find(",", start + _PIECE)
        stop = end if stop < 0 else stop
        found.extend(json.loads(f"[{text[start:stop]}]"))
        start = stop + 1
    return found


class Listing:
    """Answers a list's questions about one ledger. Row numbers (SQLite rowids) hold while the file is open."""

    def __init__(self, log: Log, ledger: Ledger, today: date | None = None) -> None:
        self._log, self._ledger, self._today = log, ledger, today or date.today()
        self._derived = Derived(ledger, log.catalogue, self._today)

    def over(self, log: Log) -> "Listing":
        """The same questions asked over another connection."""
        return Listing(log, self._ledger, self._today)

    # ---------------------------------------------------------------- row numbers

    def ids(self, filter: Filter, sort: str | None = None, descending: bool = True) -> "array[int]":
        """Row numbers of all records, in order: by a field (a link by the record's title), else newest first."""
        conditions = self._conditions(filter)
        rows = f"SELECT t.rowid AS n {self._ordered(conditions, sort, descending)}"
        # One JSON text is read twice as fast as rows; SQLite keeps the order of a subquery under an aggregate.
        found = next(self._log.query(f"SELECT json_group_array(n) FROM ({rows})", conditions.parameters))
        return _numbers(str(found[0]))

    def first_rows(
        self, filter: Filter, sort: str | None = None, descending: bool = True, count: int = 60
    ) -> "array[int]":
        """The first of `ids`, before the whole list is known."""
        conditions = self._conditions(filter)
        if conditions.scanning and sort in (None, self._ledger.date):
            near = self._newest(conditions, descending, count)
            if len(near) == count:
                return near
        rows = f"SELECT t.rowid {self._ordered(conditions, sort, descending)} LIMIT {conditions.bind(count)}"
        return array("q", chain.from_iterable(self._log.query(rows, conditions.parameters)))

    def _newest(self, conditions: Conditions, descending: bool, count: int) -> "array[int]":
        """The first rows among the newest: what is common is found there, without reading the whole ledger."""
        order = self._order(None, descending)
        table, limit = quoted(self._ledger.name), conditions.bind(count)
        rows = self._log.query(
            f"SELECT t.rowid FROM (SELECT t.rowid AS n FROM {table} AS t WHERE {conditions.live_text}"
            f" ORDER BY {order} LIMIT {NEAR}) CROSS JOIN {table} AS t ON t.rowid = n"
            f" WHERE {conditions.text} ORDER BY {order} LIMIT {limit}",
            conditions.parameters,
        )
        return array("q", chain.from_iterable(rows))

    def count(self, filter: Filter) -> int:
        """How many records the filter shows."""
        conditions = self._conditions(filter)
        text = f"SELECT count(*) FROM {quoted(self._ledger.name)} AS t WHERE {conditions.text}"
        return int(next(self._log.query(text, conditions.parameters))[0])

    def at_most(self) -> int:
        """How many records the ledger can have, the deleted ones included: found without counting."""
        found = next(self._log.query(f"SELECT max(rowid) FROM {quoted(self._ledger.name)}"))
        return int(found[0] or 0)

    def first_at_once(
        self, filter: Filter, sort: str | None = None, descending: bool = True, count: int = 60
    ) -> "array[int] | None":
        """The first of `ids` where they are found in a moment; None where more would have to be gone through."""
        if not self.begins_at_once(filter, sort):
            return None
        conditions = self._conditions(filter)
        if not conditions.scanning:
            return self.first_rows(filter, sort, descending, count)
        near = self._newest(conditions, descending, count)
        return near if len(near) == count else None

    def begins_at_once(self, filter: Filter, sort: str | None = None) -> bool:
        """Whether the first rows may be found along an index, or near its end."""
        in_order = (sort or self._ledger.date) == self._ledger.date
        return in_order and not (filter.text or filter.incomplete or filter.deleted or self.is_told(*filter.equals))

    def is_told(self, *names: str) -> bool:
        """Whether one of the columns is told from other records, record by record."""
        return any(map(self._derived.is_told, names))

    def at_most_told(self) -> int:
        """How many records there can be of those from which columns of this ledger are told."""
        counted = {one.ledger for one in self._ledger.listing.counts.values()}
        return sum(Listing(self._log, self._log.catalogue.ledgers[name]).at_most() for name in counted)

    def rowid(self, id_: str) -> int | None:
        """Row number of a record by its id, to find it again in a list."""
        rows = self._log.query(f"SELECT rowid FROM {quoted(self._ledger.name)} WHERE id = ?", (id_,))
        return next((int(row[0]) for row in rows), None)

    def _ordered(self, conditions: Conditions, sort: str | None, descending: bool) -> str:
        """FROM, WHERE and ORDER BY. Where every row is looked at, the plus keeps SQLite to the table's own order.

        Following the date's index instead, it would jump about the table: three times slower.
        """
        order = self._order(sort, descending, "+" if conditions.scanning else "")
        return f"FROM {quoted(self._ledger.name)} AS t WHERE {conditions.text} ORDER BY {order}"

    def _order(self, sort: str | None, descending: bool, plus: str = "") -> str:
        way = "DESC" if descending else "ASC"
        key = self._key(sort or self._ledger.date)
        return f"{plus}{key} {way}, t.rowid {way}" if key else f"t.rowid {way}"

    def _key(self, name: str | None) -> str:
        if name is None:
            return ""
        link = self._ledger.links.get(name)
        if link is None:
            return self._derived.expression(name)
        target = self._log.catalogue.ledgers[str(link.ledger)]
        return f"(SELECT l.{quoted(target.title)} FROM {quoted(target.name)} AS l WHERE l.id = t.{quoted(name)})"

    def _conditions(self, filter: Filter) -> Conditions:
        conditions = Conditions(self._ledger, self._log.catalogue, self._today)
        conditions.live(not filter.deleted)
        conditions.between(filter.first, filter.last)
        for name, values in filter.equals.items():
            conditions.any_of(name, values)
        if filter.ids is not None:
            conditions.among(filter.ids)
        if filter.incomplete:
            conditions.incomplete()
        for word in filter.text.split():
            conditions.contains(word)
        return conditions

    # ---------------------------------------------------------------- records

    def page(self, rowids: Sequence[int], columns: Sequence[str] = ()) -> list[Record]:
        """Whole records in the order given; beside a link `enterprise` stands its title as `enterprise#title`.

        Those of `columns` that the table does not hold (`enterprise.industry`, counts, states) are read along.
        """
        found: dict[int, Record] = {}
        for start in range(0, len(rowids), PAGE):
            found |= self._fetch(rowids[start : start + PAGE], columns)
        return [found[rowid] for rowid in rowids if rowid in found]

    def _fetch(self, rowids: Sequence[int], columns: Sequence[str]) -> dict[int, Record]:
        titles, joins = self._titles()
        extras = self._derived.extras(columns)
        more = "".join(f", {self._derived.expression(name)} AS {quoted(name)}" for name in extras)
        rows = self._log.select(
            f"SELECT t.rowid AS rowid, t.*{titles}{more} FROM {quoted(self._ledger.name)} AS t{joins}"
            f" WHERE t.rowid IN ({', '.join('?' * len(rowids))})",
            rowids,
        )
        return {int(row.pop("rowid") or 0): self._with_shown_titles(row) for row in rows}

    def _titles(self) -> tuple[str, str]:
        columns, joins = "", ""
        for name, link in self._ledger.links.items():
            target, alias = self._log.catalogue.ledgers[str(link.ledger)], quoted(f"l_{name}")
            columns += f", {alias}.{quoted(target.title)} AS {quoted(f'{name}#title')}"
            joins += f" LEFT JOIN {quoted(target.name)} AS {alias} ON {alias}.id = t.{quoted(name)}"
        return columns, joins

    def _with_shown_titles(self, row: Record) -> Record:
        for name, link in self._ledger.links.items():
            target = self._log.catalogue.ledgers[str(link.ledger)]
            row[f"{name}#title"] = target.fields[target.title].display(row[f"{name}#title"])
        return row

    def record_ids(self, rowids: Sequence[int]) -> list[str]:
        """The ids of records, in the order given: a hundred thousand of them in some tenths of a second."""
        found = self._log.query(
            f"SELECT t.rowid, t.id FROM {quoted(self._ledger.name)} AS t"
            " WHERE t.rowid IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(rowids)),),
        )
        ids = {rowid: str(id_) for rowid, id_ in found}
        return [ids[rowid] for rowid in rowids if rowid in ids]

    def totals(self, rowids: Sequence[int], fields: Sequence[str]) -> dict[str, int]:
        """Sums of number fields over the records, as stored (分, or 10^-places); 0 where all are empty."""
        if not fields:
            return {}
        sums = ", ".join(f"coalesce(sum({self._derived.expression(name)}), 0)" for name in fields)
        rows = self._log.query(
            f"SELECT {sums} FROM {quoted(self._ledger.name)} AS t WHERE t.rowid IN (SELECT value FROM json_each(?))",
            (json.dumps(sorted(rowids)),),
        )
        return dict(zip(fields, next(rows), strict=True))

    def terms(self, name: str, most: int = 60) -> list[str]:
        """The values that a text column holds in the newest live records, in order; of a linked one, linked ones."""
        path = self._derived.link_of(name)
        ledger, column = (str(path.link.ledger), path.field.name) if path and path.link else (self._ledger.name, name)
        rows = self._log.query(
            f"SELECT DISTINCT {quoted(column)} FROM (SELECT {quoted(column)} FROM {quoted(ledger)}"
            f" WHERE deleted_at IS NULL ORDER BY rowid DESC LIMIT {NEWEST}) WHERE {quoted(column)} IS NOT NULL"
            " ORDER BY 1 LIMIT ?",
            (most,),
        )
        return [str(row[0]) for row in rows]
