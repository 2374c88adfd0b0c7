"""The bureau's code tables, kept in its log: terms of its own, their order, what is no longer offered."""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from desktop.catalogue import Definitions, Field, Ledger, Refusal, Stored
from desktop.catalogue.code_tables import CodeTable
from desktop.catalogue.fields import tag_list
from desktop.catalogue.normalise import single_line
from desktop.catalogue.parsed import read_toml
from desktop.program import program_root
from desktop.store.bureau import put_definitions
from desktop.store.listing import Filter, Listing
from desktop.store.log import Log, Record

CODES_FILE = "本单位代码表.toml"
_PARTING = "、；;，"
"""What parts several terms that are typed into one field."""

Terms = Mapping[str, Mapping[str, str]]
Lists = Mapping[str, Sequence[str]]


def own_code(term: str) -> str:
    """The code of a bureau's own term: the same on every desk, so that logs can be merged."""
    return f"own_{hashlib.sha256(term.encode()).hexdigest()[:10]}"


@dataclass(frozen=True)
class _Decisions:
    """Everything that a bureau decided about its code tables, by table."""

    own: Terms
    order: Lists
    off: Lists

    def settings(self) -> dict[str, str]:
        kept = {"own_codes": self.own, "code_order": self.order, "codes_off": self.off}
        return {key: json.dumps(value, ensure_ascii=False) for key, value in kept.items()}

    def definitions(self) -> Definitions:
        """As a definition file; a JSON string is a TOML string, a list of them a list."""
        lines: list[str] = []
        for table, terms in self.own.items():
            lines.append(f"[codes.{table}]")
            lines += [f"{code} = {json.dumps(term, ensure_ascii=False)}" for code, term in terms.items()]
        for table in dict.fromkeys((*self.order, *self.off)):
            lines.append(f"[arranged.{table}]")
            for key, lists in (("order", self.order), ("off", self.off)):
                lines.append(f"{key} = {json.dumps(list(lists.get(table, ())), ensure_ascii=False)}")
        return Definitions(CODES_FILE, "\n".join(lines) + "\n")


class CodeTables:
    """Reads and changes the code tables of an open log. Built-in terms can be moved and switched off, no more."""

    def __init__(self, log: Log) -> None:
        self._log = log

    def labels(self) -> dict[str, str]:
        """Labels of the code tables by name."""
        folder = program_root() / "seeds" / "codes"
        built_in = {file.stem: str(read_toml(file)["label"]) for file in sorted(folder.glob("*.toml"))}
        return {name: built_in.get(name, name) for name in self._log.catalogue.codes}

    def table(self, name: str) -> CodeTable:
        """The terms as they are offered."""
        return self._log.catalogue.codes[name]

    def own_terms(self, table: str) -> list[str]:
        """What the bureau added to a table."""
        return list(self._decisions().own.get(table, {}).values())

    def used(self, table: str, term: str, *, deleted: bool = False) -> int:
        """How many records (or how many in the recycle bin) hold a term."""
        return sum(
            Listing(self._log, ledger).count(Filter(equals={field.name: (term,)}, deleted=deleted))
            for ledger, field in self._fields(table)
        )

    # ---------------------------------------------------------------- changes

    def add(self, table: str, terms: Sequence[str]) -> int:
        """Add new terms to a code table; the number of those that were not there yet."""
        known = set(self.table(table).values())
        new = {own_code(term): term for term in map(_checked, terms) if term not in known}
        if new:
            now = self._decisions()
            self._keep(_Decisions({**now.own, table: {**now.own.get(table, {}), **new}}, now.order, now.off))
        return len(new)

    def remove(self, table: str, term: str) -> None:
        """Take a term that the bureau added out again; a built-in one, or one that records hold, is refused."""
        if term not in self.own_terms(table):
            raise Refusal(f"“{term}”是程序自带的，统计口径要用，不能删除；不用它可以停用。")
        used = self.used(table, term)
        if used:
            raise Refusal(f"有 {used} 条记录用着“{term}”，没有删除。请先改这些记录，或停用这个名称。")
        self._keep(_without(self._decisions(), table, term))

    def move(self, table: str, term: str, by: int) -> None:
        """Move a term up (−1) or down (1)."""
        order = list(self.table(table).values())
        place = order.index(term)
        order.insert(max(0, min(len(order) - 1, place + by)), order.pop(place))
        now = self._decisions()
        self._keep(_Decisions(now.own, {**now.order, table: order}, now.off))

    def offer(self, table: str, term: str, offered: bool) -> None:
        """Offer a term or no longer; records that hold it stay valid. The last one stays offered."""
        if not offered and self.table(table).offered == [term]:
            raise Refusal(f"“{term}”是这张表最后一个可选的名称，没有停用。请先增加或启用别的名称。")
        now = self._decisions()
        off = [one for one in now.off.get(table, ()) if one != term]
        self._keep(_Decisions(now.own, now.order, {**now.off, table: off if offered else [*off, term]}))

    def rename(self, table: str, term: str, wanted: str, *, records: bool) -> int:
        """Give a term of the bureau's own another name; returns how many records were changed.

        With `records` those that hold the old name get the new one, in one batch that can be undone. The old name
        is then no longer offered; it goes for good where no record holds it.
        """
        new = _checked(wanted)
        if term not in self.own_terms(table):
            raise Refusal(f"“{term}”是程序自带的，统计口径要用，不能改名；可以停用它，再增加本单位的名称。")
        if new in self.table(table).values():
            raise Refusal(f"表里已有“{new}”，没有改名。请写另一个名称。" if new != term else "名称没有改动。")
        now, used = self._decisions(), self.used(table, term)
        order = [new if one == term else one for one in self.table(table).values()]
        own = {own_code(new): new}
        wanted_now = _Decisions({**now.own, table: {**now.own[table], **own}}, {**now.order, table: order}, now.off)
        if used or self.used(table, term, deleted=True):
            off = [*now.off.get(table, ()), term]
            wanted_now = _Decisions(wanted_now.own, wanted_now.order, {**now.off, table: off})
        else:
            wanted_now = _without(wanted_now, table, term)
        self._keep(wanted_now)
        return self._rewrite(table, term, new) if used and records else 0

    def _rewrite(self, table: str, term: str, new: str) -> int:
        wanted = [
            (ledger, str(record["id"]), {field.name: _renamed(field, record[field.name], term, new)})
            for ledger, field in self._fields(table)
            for record in self._holding(ledger, field, term)
        ]
        return self._log.put_values(wanted, f"代码表名称“{term}”改为“{new}”")

    def _holding(self, ledger: Ledger, field: Field, term: str) -> list[Record]:
        listing = Listing(self._log, ledger)
        return listing.page(listing.ids(Filter(equals={field.name: (term,)})), [field.name])

    # ---------------------------------------------------------------- what is kept

    def _fields(self, table: str) -> Iterator[tuple[Ledger, Field]]:
        """The fields that take their terms, or their suggestions, from a table."""
        terms = self.table(table)
        for ledger in self._log.catalogue.ledgers.values():
            for field in ledger.fields.values():
                if field.choices is terms or field.suggest == table:
                    yield ledger, field

    def _decisions(self) -> _Decisions:
        own, order, off = (
            json.loads(self._log.setting(key) or "{}") for key in ("own_codes", "code_order", "codes_off")
        )
        return _Decisions(own, order, off)

    def _keep(self, wanted: _Decisions) -> None:
        put_definitions(self._log, wanted.definitions(), wanted.settings())


def _checked(term: str) -> str:
    """A term as it can be kept: one line, without the marks that part several."""
    said = single_line(term)
    if not said:
        raise Refusal("名称必须填写。")
    if set(said) & set(_PARTING):
        raise Refusal(f"“{said}”里有顿号、逗号或分号，填写时会被拆成几项。请改成不带这些符号的说法。")
    return said


def _without(now: _Decisions, table: str, term: str) -> _Decisions:
    own = {code: one for code, one in now.own.get(table, {}).items() if one != term}
    order, off = (
        {**lists, table: [one for one in lists.get(table, ()) if one != term]} for lists in (now.order, now.off)
    )
    return _Decisions({**now.own, table: own}, order, off)


def _renamed(field: Field, held: Stored, term: str, new: str) -> Stored:
    """A stored value under the new name."""
    if field.type.name != "tags":
        return new
    return field.parse([new if one == term else one for one in tag_list(held)])
