"""Kept editions of the annual report: finalised ones (定稿) and drafts that were kept by name (初稿, 送审稿).

An edition holds the text, every figure with its definition and the ids of the records behind it. Nothing of it ever
changes: what is different since then is told by holding it against the log as it is now.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from desktop.catalogue import Refusal, Stored
from desktop.catalogue.normalise import single_line
from desktop.store import changes, edition_tables, lineage
from desktop.store.changes import Change
from desktop.store.counted import Counted, Packed, unpacked
from desktop.store.edition_tables import FIGURE_COLUMNS, HEAD_COLUMNS, LEDGER_COLUMNS, digest
from desktop.store.environment import COMPARE
from desktop.store.writing import Writing

EDITION = "_edition"
"""Under this name the change log tells that an edition was made."""


@dataclass(frozen=True)
class EditionFigure:
    """A figure as an edition states it. Numbers are decimal texts, so that nothing is lost."""

    indicator: str
    label: str
    section: str
    unit: str
    value: str | None
    text: str
    reported: str | None
    reported_text: str
    adjustment: str
    """What was adjusted by hand and why, a sentence; empty where nothing was."""
    records: int
    uncounted: int
    previous: str | None
    version: int
    definition: str
    """Canonical text of the definition."""
    explanation: str
    parts: tuple[str, ...]
    """The figures over records that it is made of; itself, where it is one."""


@dataclass(frozen=True)
class EditionHead:
    """What a list shows of an edition."""

    id: str
    position: int
    """Place among all editions of the log."""
    year: int
    number: int | None
    """1, 2 … of the year's finalised ones; None for a kept draft."""
    name: str
    first: str
    last: str
    at: str
    """UTC."""
    person: str
    outline: str
    seq: int
    """Number of the last change that it has seen."""
    hash: str

    @property
    def final(self) -> bool:
        """Whether it is finalised, rather than a kept draft."""
        return self.number is not None

    @property
    def title(self) -> str:
        """With its year: 2025 年度报告第 1 版."""
        return edition_tables.title(self.year, self.name)


@dataclass(frozen=True)
class NewEdition:
    """An edition to be kept. `name` is needed for a draft; a finalised one is 第 1 版, 第 2 版 … without one."""

    year: int
    first: str
    last: str
    final: bool
    outline: str
    text: str
    """The report, as the report itself writes and reads it."""
    used: Sequence[str]
    """Indicators that stand in the text."""
    figures: Sequence[EditionFigure]
    records: Mapping[str, Counted]
    """By ledger."""
    name: str = ""


@dataclass(frozen=True)
class Edition:
    """An edition as far as it can be read. `faults` tells what of it was changed from outside or is lost."""

    head: EditionHead
    text: str
    used: tuple[str, ...]
    figures: Mapping[str, EditionFigure]
    packed: Mapping[str, Packed]
    """By ledger; `records` takes them apart."""
    faults: tuple[str, ...]

    @cached_property
    def records(self) -> Mapping[str, Counted]:
        """The counted records by ledger."""
        return {ledger: one.counted() for ledger, one in self.packed.items()}

    def ids(self, name: str) -> dict[str, set[str]]:
        """The records behind a figure, by ledger."""
        figure = self.figures.get(name)
        wanted = (name, *figure.parts) if figure else (name,)
        found = {ledger: kept.ids(wanted) for ledger, kept in self.records.items()}
        return {ledger: ids for ledger, ids in found.items() if ids}


class Editions:
    """The editions of one log."""

    def __init__(self, log: Writing) -> None:
        self._log = log

    # ---------------------------------------------------------------- reading

    def heads(self, year: int | None = None) -> list[EditionHead]:
        """The editions, or those of a year, newest first."""
        where, given = ("WHERE year = ?", (year,)) if year is not None else ("", ())
        rows = self._log.query(f"SELECT {_listed(_HEAD)} FROM _edition {where} ORDER BY position DESC", given)
        return [EditionHead(*row) for row in rows]

    def newest_final(self, year: int) -> EditionHead | None:
        """The finalised edition that is in force; None where the year has none."""
        return next((one for one in self.heads(year) if one.final), None)

    def read(self, id_: str) -> Edition:
        """One edition whole; `Refusal` where there is none of that id."""
        head = next((one for one in self.heads() if one.id == id_), None)
        if head is None:
            raise Refusal("没有这个版本的年度报告。")
        (text, used), faults = self._text(head), self._broken(head)
        figures = {one.indicator: one for one in self._figures(head, faults)}
        records = dict(self._records(head, faults))
        return Edition(head, text, used, figures, records, tuple(faults))

    def _text(self, head: EditionHead) -> tuple[str, tuple[str, ...]]:
        text, used = next(self._log.query("SELECT text, used FROM _edition WHERE position = ?", (head.position,)))
        return str(text), tuple(_list_of(used))

    def _figures(self, head: EditionHead, faults: list[str]) -> Iterator[EditionFigure]:
        named = _listed(f"f.{name}" for name in FIGURE_COLUMNS[2:-3])
        rows = self._log.query(
            f"SELECT {named}, f.definition, d.text, f.explanation, f.parts FROM _edition_figure f"
            " LEFT JOIN _edition_definition d ON d.digest = f.definition WHERE f.edition = ? ORDER BY f.place",
            (head.position,),
        )
        for *known, wanted, definition, explanation, parts in rows:
            if definition is None or digest(definition) != wanted:
                faults.append(f"{head.title}里“{known[1]}”的口径被改动过或丢失了。{COMPARE}")
            yield EditionFigure(
                **dict(zip(FIGURE_COLUMNS[2:-3], known, strict=True)), definition=definition or "",
                explanation=explanation, parts=tuple(_list_of(parts)),
            )  # fmt: skip

    def _records(self, head: EditionHead, faults: list[str]) -> Iterator[tuple[str, Packed]]:
        rows = self._log.query(
            f"SELECT {_listed(LEDGER_COLUMNS[1:])} FROM _edition_ledger WHERE edition = ? ORDER BY ledger",
            (head.position,),
        )
        for ledger, names, ids, marks in rows:
            try:
                yield ledger, unpacked(_list_of(names), ids, marks)
            except ValueError:
                label = self._log.catalogue.ledgers[ledger].label if ledger in self._log.catalogue.ledgers else ledger
                faults.append(f"{head.title}所计“{label}”的记录读不出来了。{COMPARE}")

    # ---------------------------------------------------------------- writing

    def keep(self, new: NewEdition) -> EditionHead:
        """Write an edition, for good."""
        author = self._log.author()
        id_ = self._log.new_id()
        with self._log.transaction():
            connection = self._log.connection
            number = self._next_number(new.year) if new.final else None
            name = single_line(new.name) or (f"第 {number} 版" if number else "")
            if not name:
                raise Refusal("留存的稿子要有名称，如初稿、送审稿。")
            position, previous = self._end()
            seq = next(self._log.query("SELECT coalesce(max(seq), 0) FROM _change"))[0]
            head = (
                position, id_, new.year, number, name, new.first, new.last, author.at, author.desk, author.person,
                new.outline, seq, new.text, json.dumps(list(new.used)),
            )  # fmt: skip
            self._write_content(position, new)
            made = edition_tables.edition_hash(connection, head, previous)
            _insert(connection, "_edition", [(*head, made)])
            told: dict[str, Stored] = {"name": name, "year": new.year, "number": number, "hash": made}
            changes.append(connection, author, [Change(EDITION, id_, "finalise" if new.final else "keep", {}, told)])
        return next(one for one in self.heads(new.year) if one.id == id_)

    def _write_content(self, position: int, new: NewEdition) -> None:
        connection = self._log.connection
        definitions = {digest(one.definition): one.definition for one in new.figures}
        connection.executemany("INSERT OR IGNORE INTO _edition_definition VALUES (?, ?)", definitions.items())
        _insert(connection, "_edition_figure", (_row(position, n, one) for n, one in enumerate(new.figures)))
        kept = {ledger: one for ledger, one in new.records.items() if one.marks}
        _insert(
            connection,
            "_edition_ledger",
            ((position, ledger, json.dumps(one.names), *one.packed()) for ledger, one in kept.items()),
        )
        if new.final:
            for ledger, one in kept.items():
                edition_tables.index_records(connection, position, ledger, one.marks)

    def _next_number(self, year: int) -> int:
        return int(
            next(self._log.query("SELECT coalesce(max(number), 0) + 1 FROM _edition WHERE year = ?", (year,)))[0]
        )

    def _end(self) -> tuple[int, str | None]:
        """Where the next edition goes, and the hash of the last."""
        row = next(self._log.query("SELECT position, hash FROM _edition ORDER BY position DESC LIMIT 1"), None)
        return (int(row[0]) + 1, str(row[1])) if row else (1, None)

    # ---------------------------------------------------------------- soundness

    def faults(self) -> Iterator[str]:
        """What was changed from outside, a Chinese sentence each."""
        heads = self.heads()
        for head in reversed(heads):
            faults = self._broken(head)
            list(self._figures(head, faults)), list(self._records(head, faults))
            yield from dict.fromkeys(faults)
        known = {head.id: head.hash for head in heads}
        # Editions stay with the desk that made them; of others' the merged log only tells.
        others = lineage.taken_in(self._log.connection)
        rows = self._log.query(
            "SELECT seq, record, after FROM _change WHERE ledger = ? AND action IN ('finalise', 'keep') ORDER BY seq",
            (EDITION,),
        )
        for seq, id_, after in rows:
            if any(seq in one for one in others):
                continue
            told = json.loads(after)
            named = edition_tables.title(told.get("year"), told.get("name"))
            if id_ not in known:
                yield f"{named}不见了，可能被删掉了。{COMPARE}"
            elif known[id_] != told.get("hash"):
                yield f"{named}与修改记录不符，可能被改动过。{COMPARE}"

    def _broken(self, head: EditionHead) -> list[str]:
        """Whether the hash no longer follows from the content and the edition before."""
        (row,) = self._log.query(f"SELECT {_listed(HEAD_COLUMNS)} FROM _edition WHERE position = ?", (head.position,))
        before = next(
            self._log.query(
                "SELECT hash FROM _edition WHERE position < ? ORDER BY position DESC LIMIT 1", (head.position,)
            ),
            (None,),
        )[0]
        if edition_tables.edition_hash(self._log.connection, row, before) == head.hash:
            return []
        return [f"{head.title}被改动过，已不是定稿时的内容。{COMPARE}"]


_HEAD = ("id", "position", "year", "number", "name", "first", "last", "at", "person", "outline", "seq", "hash")


def _row(position: int, place: int, one: EditionFigure) -> tuple[object, ...]:
    return (
        position, place, one.indicator, one.label, one.section, one.unit, one.value, one.text, one.reported,
        one.reported_text, one.adjustment, one.records, one.uncounted, one.previous, one.version,
        digest(one.definition), one.explanation, json.dumps(one.parts),
    )  # fmt: skip


def _insert(connection: Any, table: str, rows: Any) -> None:
    columns = {
        "_edition": (*HEAD_COLUMNS, "hash"), "_edition_figure": FIGURE_COLUMNS,
        "_edition_ledger": LEDGER_COLUMNS,
    }[table]  # fmt: skip
    connection.executemany(f"INSERT INTO {table} ({_listed(columns)}) VALUES ({_listed('?' * len(columns))})", rows)


def _listed(names: Any) -> str:
    return ", ".join(names)


def _list_of(text: str) -> list[str]:
    """A JSON list; empty where the text is none any more."""
    try:
        found = json.loads(text)
    except ValueError:
        return []
    return [str(one) for one in found] if isinstance(found, list) else []
