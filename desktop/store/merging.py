"""Taking in the changes of other desks: several desks of one bureau each keep a log of their own, and add them up.

The rules, in the words of those who rely on them:

- What travels are entries of the change log with their hash chain, all that a desk has, so that nobody has to say
  since when. Entries that are here already are left alone: taking the same in twice adds nothing.
- A record's state follows from its entries alone (`lineage`), never from the order in which they came: whatever is
  merged in whatever order, the same log comes out.
- A new record comes in. Fields that only one desk changed are changed. Where two desks changed one field without
  knowing of each other, the later change (by its desk's clock) stands, and the field is listed with both values
  until a person chooses (`conflicts`, `settle`). A choice is a change like any other and travels with the next
  package.
- A record deleted at one desk is in the recycle bin of all. Where another desk worked on it without knowing, it is
  in the bin and listed, too.
- Links hold, for a package brings the linked record as well. Two desks that logged the same enterprise have two
  records: they stay two, and are named.
- The identity of a reporting person does not travel, not even encrypted: its mask does. The text can be read at the
  desk where it was logged. Erasing an identity travels, and erases it where it was logged, too.
- Finalised editions, own definitions and counting rules, settings and half-typed records stay where they are.
- Another bureau's entries, broken chains and ledgers or fields that this program does not know are refused; then
  nothing at all was written: it is one transaction, after a backup that the caller makes.
- A file that was copied to another computer, or brought back from a backup, has entries under one desk's name that
  the other does not know. Both are kept, and this file goes on under a new desk's name.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Ledger, Refusal, Stored
from desktop.catalogue.masking import is_masked
from desktop.store import changes, initials, lineage, schema, secret_rows
from desktop.store.changes import COLUMNS, Change
from desktop.store.connection import OWN_DESKS
from desktop.store.lineage import MERGE, Lineage
from desktop.store.log import Log
from desktop.store.progress import Progress, no_progress
from desktop.store.quoting import quoted

Entry = tuple[str | None, ...]
"""An entry of the change log, in the order of `changes.COLUMNS`."""

_AT, _DESK, _LEDGER, _RECORD, _ACTION, _BEFORE, _AFTER = (
    COLUMNS.index(name) for name in ("at", "desk", "ledger", "record", "action", "before", "after")
)
_AT_ONCE = 500
_DIGEST = re.compile(r"[0-9a-f]{64}")
MOST_DOUBLES = 20


@dataclass(frozen=True)
class Mask:
    """What other desks may see of a text in the vault: an entry's id, where it belongs, and 王**."""

    id: str
    ledger: str
    record: str
    field: str
    mask: str


@dataclass
class Merged:
    """What came of it."""

    entries: int = 0
    """Changes that were not here before."""
    added: dict[str, int] = field(default_factory=dict)
    """New records by ledger name."""
    changed: int = 0
    """Records that were here and differ now."""
    doubles: list[str] = field(default_factory=list)
    """Records that two desks logged under one name, as a sentence names them."""

    @property
    def ledgers(self) -> set[str]:
        """Ledgers with new records."""
        return set(self.added)


class Damaged(Refusal):
    """What was to be taken in is not as it was written."""


def own_desks(log: Log) -> list[str]:
    """The names under which this file wrote, the present one first."""
    return [log.setting("desk") or "", *(log.setting(OWN_DESKS) or "").split()]


# -------------------------------------------------------------------- what goes out


def entries_of(log: Log) -> Iterator[Entry]:
    """Every entry of the log in its order; `Refusal` where one holds an identity in the clear."""
    secret = {ledger.name: frozenset(ledger.secrets) for ledger in log.catalogue.ledgers.values() if ledger.secrets}
    for row in log.query(f"SELECT {', '.join(COLUMNS)} FROM _change ORDER BY seq"):
        if row[_LEDGER] in secret and _in_the_clear(row, secret[row[_LEDGER]]):
            raise Refusal(
                "修改记录里还有没加密的举报人信息，没有打包。请先在“设置”的“举报人信息保护”里设好口令，再打包一次。"
            )
        yield row


def _in_the_clear(entry: Sequence[str | None], names: frozenset[str]) -> bool:
    sides = (_values(entry, place) for place in (_BEFORE, _AFTER))
    return any(name in names and not is_masked(str(value)) for side in sides for name, value in side.items())


def masks_of(log: Log) -> list[Mask]:
    """The masks of all texts of the vault."""
    return [Mask(*row) for row in log.query("SELECT id, ledger, record, field, mask FROM _secret ORDER BY id")]


# -------------------------------------------------------------------- is it whole


def check_chain(entries: Sequence[Entry], progress: Progress = no_progress) -> None:
    """`Damaged` where an entry's hash does not follow from its content and an entry before."""
    known: dict[str, str] = {}
    for place, entry in enumerate(entries):
        if place % _AT_ONCE == 0:
            progress(place, len(entries))
        *content, previous, digest = entry
        desk = str(entry[_DESK])
        if digest is None or changes.hash_of(previous, content) != digest:
            raise Damaged(f"第 {place + 1} 条修改记录与它的校验值不符")
        if previous is not None and known.get(previous) != desk:
            raise Damaged(f"第 {place + 1} 条修改记录与前一条接不上")
        _check_content(entry, known, place + 1)
        known[digest] = desk


def _check_content(entry: Entry, known: Mapping[str, str], number: int) -> None:
    try:
        datetime.fromisoformat(str(entry[_AT]))
        sides = [_values(entry, place) for place in (_BEFORE, _AFTER)]
        if not str(entry[_LEDGER]).startswith("_"):
            UUID(str(entry[_RECORD]))
        plain = all(isinstance(value, str | int) for side in sides for value in side.values())
        tips = lineage.tips_in(str(entry[_AFTER])) if entry[_LEDGER] == MERGE else []
    except ValueError:
        plain, tips = False, []
    if not plain or not all(tip in known for tip in tips):
        raise Damaged(f"第 {number} 条修改记录读不出来")


def _values(entry: Sequence[str | None], place: int) -> dict[str, Stored]:
    found = json.loads(str(entry[place]))
    if not isinstance(found, dict):
        raise ValueError
    return found


# -------------------------------------------------------------------- taking in


def merge(
    log: Log, packages: Iterable[tuple[Sequence[Entry], Sequence[Mask]]], progress: Progress = no_progress
) -> Merged:
    """Take the entries of other desks in, all of them in one transaction; `Refusal` where one cannot be.

    The entries have been checked (`check_chain`).
    """
    taken = list(packages)
    with log.transaction():
        try:
            return _Taking(log, progress).take(taken)
        except (sqlite.IntegrityError, OverflowError, UnicodeEncodeError) as error:
            # A value of the wrong kind, or one that no table holds.
            raise Damaged("有的记录与台账的规定不符") from error


class _Taking:
    def __init__(self, log: Log, progress: Progress) -> None:
        self._log, self._connection, self._progress = log, log.connection, progress
        self._columns = schema.columns_present(log.connection)
        self._done = Merged()
        self._rows: dict[str, list[Mapping[str, Stored]]] = {}
        """New records that are still to be written, by ledger."""

    def take(self, packages: Sequence[tuple[Sequence[Entry], Sequence[Mask]]]) -> Merged:
        self._connection.execute("PRAGMA defer_foreign_keys=ON")
        lineage.index_hashes(self._connection)
        new = self._new([entry for entries, _ in packages for entry in entries])
        if not new:
            return self._done
        touched = self._touched(new)
        self._append(new)
        if any(entry[_LEDGER] != MERGE for entry in new):
            self._mark(new)
        self._take_masks([mask for _, masks in packages for mask in masks], touched)
        lines = Lineage(self._connection)
        for done, (name, id_) in enumerate(touched):
            if done % _AT_ONCE == 0:
                self._progress(done, len(touched))
            self._bring_up(self._log.catalogue.ledgers[name], id_, lines)
        for name, rows in self._rows.items():
            self._insert(self._log.catalogue.ledgers[name], rows)
        self._check_links(touched)
        self._done.entries = sum(entry[_LEDGER] != MERGE for entry in new)
        self._done.doubles = _doubles(self._log, touched)
        return self._done

    def _new(self, entries: Sequence[Entry]) -> list[Entry]:
        known = {row[0] for row in self._connection.execute("SELECT hash FROM _change")}
        found = []
        for entry in entries:
            if entry[-1] not in known:
                known.add(entry[-1])
                found.append(entry)
        return found

    def _touched(self, new: Sequence[Entry]) -> list[tuple[str, str]]:
        """The records that the entries are about; `Refusal` where one is of a kind that is not known here."""
        found: dict[tuple[str, str], None] = {}
        for entry in new:
            name = str(entry[_LEDGER])
            if name.startswith("_"):
                continue
            if name not in self._log.catalogue.ledgers:
                raise Refusal(f"包里有本机没有的台账（{name}），没有合并。请先把两台电脑的程序和自定台账配成一样的。")
            unknown = {*_values(entry, _BEFORE), *_values(entry, _AFTER)} - self._columns[name]
            if unknown:
                label = self._log.catalogue.ledgers[name].label
                raise Refusal(
                    f"包里的“{label}”有本机没有的项目（{'、'.join(sorted(unknown))}），没有合并。"
                    "请先把两台电脑的程序和自定台账配成一样的。"
                )
            found[name, str(entry[_RECORD])] = None
        return list(found)

    def _append(self, new: Sequence[Entry]) -> None:
        marks = ", ".join("?" * len(COLUMNS))
        self._connection.executemany(f"INSERT INTO _change ({', '.join(COLUMNS)}) VALUES ({marks})", new)

    def _mark(self, new: Sequence[Entry]) -> None:
        """Write what this desk has seen now; a file that went on at two places takes a new desk's name first."""
        desks = own_desks(self._log)
        if any(entry[_DESK] == desks[0] for entry in new):
            self._log.keep_setting("desk", self._log.new_id())
            self._log.keep_setting(OWN_DESKS, " ".join(desks))
        author = self._log.author()
        own = changes.last_hash(self._connection, author.desk)
        tips = [tip for tip in Lineage(self._connection).tips() if tip != own]
        told: dict[str, Stored] = {lineage.TIPS: " ".join(tips), lineage.TAKEN: len(new)}
        changes.append(self._connection, author, [Change(MERGE, "1", "merge", {}, told)])

    # ---------------------------------------------------------------- identities

    def _take_masks(self, masks: Sequence[Mask], touched: Sequence[tuple[str, str]]) -> None:
        wanted = set(touched)
        self._connection.executemany(
            "INSERT OR IGNORE INTO _secret VALUES (?, ?, ?, ?, ?, x'')",
            (
                (one.id, one.ledger, one.record, one.field, one.mask)
                for one in masks
                if (one.ledger, one.record) in wanted and is_masked(one.mask)
            ),
        )

    def _erase(self, ledger: Ledger, rows: Sequence[lineage.Row], lines: Lineage) -> None:
        """What an erasure knew of is erased here, too."""
        columns = [str(one.secret_column) for one in ledger.secrets.values()]
        for erased in (row for row in rows if row[4] == "erase"):
            for row in rows:
                if lines.knew(erased[0], row[0]):
                    ids = [one for name, one in json.loads(row[6]).items() if name in columns]
                    self._connection.executemany("DELETE FROM _secret WHERE id = ?", [(one,) for one in ids])

    # ---------------------------------------------------------------- one record

    def _bring_up(self, ledger: Ledger, id_: str, lines: Lineage) -> None:
        """Let the table hold what the entries add up to."""
        rows = list(lineage.entries_of(self._connection, ledger.name, id_))
        if ledger.secrets:
            self._erase(ledger, rows, lines)
        state = secret_rows.with_own_masks(self._connection, ledger, lineage.state_of(lines, rows))
        before = self._log.record(ledger, id_)
        if before is None:
            if not {"id", "created_at", "created_by"} <= state.keys() or state["id"] != id_:
                raise Damaged(f"“{ledger.label}”里有一条记录缺了开头")
            waiting = self._rows.setdefault(ledger.name, [])
            waiting.append(state)
            if len(waiting) == _AT_ONCE:
                self._insert(ledger, waiting)
                waiting.clear()
            return
        changed = {name: state.get(name) for name in before if before[name] != state.get(name)}
        if changed:
            pairs = ", ".join(f"{quoted(name)} = ?" for name in changed)
            self._connection.execute(
                f"UPDATE {quoted(ledger.name)} SET {pairs} WHERE id = ?", (*changed.values(), id_)
            )
            initials.update(self._connection, ledger, {**before, **changed}, changed)
            self._done.changed += 1

    def _insert(self, ledger: Ledger, rows: Sequence[Mapping[str, Stored]]) -> None:
        columns = list(dict.fromkeys(name for row in rows for name in row))
        if not rows:
            return
        names, marks = ", ".join(quoted(name) for name in columns), ", ".join("?" * len(columns))
        self._connection.executemany(
            f"INSERT INTO {quoted(ledger.name)} ({names}) VALUES ({marks})",
            ([row.get(name) for name in columns] for row in rows),
        )
        initials.insert(self._connection, ledger, rows)
        self._done.added[ledger.name] = self._done.added.get(ledger.name, 0) + len(rows)

    def _check_links(self, touched: Sequence[tuple[str, str]]) -> None:
        """Before the end of the transaction, at which a link to nothing would fail without a sentence."""
        for name in {name for name, _ in touched}:
            if self._connection.execute(f"PRAGMA foreign_key_check({quoted(name)})").fetchone():
                raise Damaged(f"“{self._log.catalogue.ledgers[name].label}”里有的记录链接的记录不在包里")


def _doubles(log: Log, touched: Iterable[tuple[str, str]]) -> list[str]:
    """Records that came in under a name or number that another one has."""
    found: list[str] = []
    for name, id_ in touched:
        ledger = log.catalogue.ledgers[name]
        for key in ledger.keys:
            row = log.connection.execute(
                f"SELECT a.{quoted(key)} FROM {quoted(name)} AS a JOIN {quoted(name)} AS b"
                f" ON b.{quoted(key)} = a.{quoted(key)} AND b.id <> a.id AND b.deleted_at IS NULL"
                f" WHERE a.id = ? AND a.deleted_at IS NULL",
                (id_,),
            ).fetchone()
            said = f"{ledger.label}“{row[0]}”" if row else ""
            if said and said not in found:
                found.append(said)
        if len(found) >= MOST_DOUBLES:
            break
    return found
