"""The log: a bureau's SQLite file, the only thing that writes records."""

import getpass
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeAlias

import sqlite_utils
import uuid_utils
from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Catalogue, Definitions, Ledger, Refusal, Stored, load
from desktop.store import changes, schema
from desktop.store.changes import Author, Change
from desktop.store.connection import check_file, check_format, connect, is_read_only
from desktop.store.drafts import Draft, Problem, read_draft
from desktop.store.environment import environment_errors
from desktop.store.history import unlike_their_history
from desktop.store.links import LinkFinder
from desktop.store.schema import quoted


class Rejected(Refusal):
    """A record that was not saved, with every problem that it has."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("".join(problem.message for problem in problems))


@dataclass(frozen=True)
class RejectedLine:
    """A line of a batch that was left out."""

    line: int
    problems: tuple[Problem, ...]


@dataclass
class Added:
    """What became of a batch."""

    ids: list[str] = field(default_factory=list)
    rejected: list[RejectedLine] = field(default_factory=list)


Parameters: TypeAlias = Sequence[Stored] | Mapping[str, Stored]

Record = dict[str, Stored]
"""A row of a ledger's table: system columns and stored values."""


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def _new_id() -> str:
    return str(uuid_utils.uuid7())


def _remove(file: Path) -> None:
    """Take away a log whose making failed, with what SQLite laid beside it."""
    for leftover in (file, *(file.with_name(file.name + end) for end in ("-wal", "-shm", "-journal"))):
        leftover.unlink(missing_ok=True)


class Log:
    """An open log. Every verb is one transaction; what returns without an exception is saved for good."""

    def __init__(self, file: Path, connection: sqlite.Connection, catalogue: Catalogue, person: str) -> None:
        self.file = file
        self.connection = connection
        self.catalogue = catalogue
        self.person = person
        self.read_only = False
        self.clock: Callable[[], str] = _now
        self.new_id: Callable[[], str] = _new_id

    # ---------------------------------------------------------------- opening

    @classmethod
    def create(
        cls, file: Path, *, settings: Mapping[str, str] | None = None, definitions: Iterable[Definitions] = (),
        person: str | None = None, root: Path | None = None,
    ) -> "Log":  # fmt: skip
        """Make a new log; `settings` are the bureau's name and the like, `definitions` its own ones."""
        if file.exists():
            raise Refusal(f"{file} 已经存在，没有改动它。请换一个文件名。")
        if not file.parent.is_dir():
            raise Refusal(f"没有文件夹 {file.parent}。请先建好文件夹，或换一个位置。")
        definitions = tuple(definitions)
        catalogue = load(definitions, root)
        try:
            connection = connect(file, create=True)
        except BaseException:
            _remove(file)
            raise
        log = cls(file, connection, catalogue, person or getpass.getuser())
        try:
            with log.transaction():
                db = sqlite_utils.Database(connection)
                schema.create_system_tables(db)
                schema.set_format(connection)
                for key, value in {"desk": _new_id(), "created_at": _now(), **(settings or {})}.items():
                    log._write_setting(key, value)
                for one in definitions:
                    log._write_definition(one)
                schema.bring_up(db, catalogue)
        except BaseException:
            connection.close()
            _remove(file)
            raise
        return log

    @classmethod
    def open(
        cls, file: Path, *, person: str | None = None, read_only: bool = False, root: Path | None = None
    ) -> "Log":
        """Open a log and bring its tables up to the catalogue; `Refusal` where the file cannot be used.

        A file marked read-only can be read, and its tables are then taken as they are.
        """
        check_file(file)
        with environment_errors(file):
            read_only = read_only or is_read_only(file)
            connection = connect(file, read_only=read_only)
            try:
                check_format(connection.execute("PRAGMA user_version").fetchone()[0], file)
                definitions = [Definitions(*row) for row in connection.execute("SELECT name, text FROM _definition")]
                log = cls(file, connection, load(definitions, root), person or getpass.getuser())
                log.read_only = read_only
                log._bring_up()
            except BaseException:
                connection.close()
                raise
        return log

    def _bring_up(self) -> None:
        db = sqlite_utils.Database(self.connection)
        if schema.is_current(db, self.catalogue):
            return
        if self.read_only:
            raise Refusal(f"数据文件 {self.file} 是只读的，而程序的台账增加了内容。请取消“只读”属性后再打开一次。")
        with self.transaction():
            schema.bring_up(db, self.catalogue)

    def close(self) -> None:
        """Close the file; nothing is pending, for every verb commits."""
        self.connection.close()

    def __enter__(self) -> "Log":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    # ---------------------------------------------------------------- transactions

    @contextmanager
    def transaction(self) -> Iterator[None]:
        """All or nothing; BEGIN IMMEDIATE, so that another writer is waited for at the start and not half-way."""
        if self.read_only or (self.file.exists() and is_read_only(self.file)):
            raise Refusal(f"数据文件 {self.file} 是只读的，不能写入。请取消文件的“只读”属性。")
        with environment_errors(self.file):
            self.connection.execute("BEGIN IMMEDIATE")
            try:
                yield
                self.connection.execute("COMMIT")
            except BaseException:
                # A full disk has already rolled the transaction back.
                if self.connection.in_transaction:
                    self.connection.execute("ROLLBACK")
                raise

    def _author(self, reason: str | None = None) -> Author:
        return Author(self.new_id(), self.clock(), self.setting("desk") or "", self.person, reason)

    # ---------------------------------------------------------------- settings and definitions

    def setting(self, key: str) -> str | None:
        """A setting of the log, such as `bureau`."""
        for (value,) in self.query("SELECT value FROM _setting WHERE key = ?", (key,)):
            return str(value)
        return None

    def set_setting(self, key: str, value: str) -> None:
        """Keep a setting."""
        with self.transaction():
            self._write_setting(key, value)

    def _write_setting(self, key: str, value: str) -> None:
        self.connection.execute("INSERT OR REPLACE INTO _setting VALUES (?, ?)", (key, value))

    def _write_definition(self, one: Definitions) -> None:
        self.connection.execute("INSERT OR REPLACE INTO _definition VALUES (?, ?)", (one.name, one.text))

    # ---------------------------------------------------------------- reading

    def query(self, text: str, parameters: Parameters = ()) -> Iterator[tuple[Any, ...]]:
        """Rows of a SELECT; what the environment does meanwhile is a `Refusal`."""
        with environment_errors(self.file):
            yield from self.connection.execute(text, parameters)

    def select(self, text: str, parameters: Parameters = ()) -> Iterator[Record]:
        """Rows of a SELECT by column name."""
        with environment_errors(self.file):
            cursor = self.connection.execute(text, parameters)
            names = [column[0] for column in cursor.description]
            for row in cursor:
                yield dict(zip(names, row, strict=True))

    def ledger(self, name: str) -> Ledger:
        """A ledger by its English name or Chinese label; `Refusal` where there is none."""
        found = self.catalogue.ledger_named(name)
        if found is None:
            raise Refusal(f"没有台账“{name}”。可用 taizhang catalogue --json 查看全部台账。")
        return found

    def records(self, ledger: Ledger, *, deleted: bool = False) -> Iterator[Record]:
        """The live (or the deleted) records of a ledger in the order in which they were made."""
        state = "IS NOT NULL" if deleted else "IS NULL"
        return self.select(f"SELECT * FROM {quoted(ledger.name)} WHERE deleted_at {state} ORDER BY id")

    def record(self, ledger: Ledger, id_: str) -> Record | None:
        """A record by its id, deleted or not."""
        return next(self.select(f"SELECT * FROM {quoted(ledger.name)} WHERE id = ?", (id_,)), None)

    def link_names(self, ledger: Ledger) -> dict[str, str]:
        """By id, the natural key by which a link can name a record: its first key that no other record shares."""
        names: dict[str, str] = {}
        for key in reversed(ledger.keys):
            found: dict[str, list[str]] = {}
            rows = self.query(f"SELECT id, {quoted(key)} FROM {quoted(ledger.name)} WHERE deleted_at IS NULL")
            for id_, value in rows:
                if value is not None:
                    found.setdefault(str(value), []).append(str(id_))
            names |= {ids[0]: value for value, ids in found.items() if len(ids) == 1}
        return names

    def titles(self, ledger: Ledger) -> dict[str, str]:
        """What names each record of a ledger, by id; for tables that show links as names."""
        title = ledger.fields[ledger.title]
        rows = self.query(f"SELECT id, {quoted(ledger.title)} FROM {quoted(ledger.name)}")
        return {id_: title.display(value) for id_, value in rows}

    # ---------------------------------------------------------------- writing

    def add(self, ledger: Ledger, typed: Mapping[str, object], *, reason: str | None = None) -> str:
        """Save a new record and return its id; `Rejected` where it cannot be saved."""
        added = self.add_many(ledger, [(1, typed)], reason=reason)
        if added.rejected:
            raise Rejected(added.rejected[0].problems)
        return added.ids[0]

    def add_many(
        self, ledger: Ledger, lines: Iterable[tuple[int, Mapping[str, object]]], *, reason: str | None = None
    ) -> Added:
        """Save the good ones of numbered lines as one batch; the others come back with their problems."""
        done = Added()
        author = self._author(reason)
        with self.transaction():
            finder = LinkFinder(self.connection, self.catalogue)
            rows = []
            taken: set[str] = set()
            for line, typed in lines:
                draft = read_draft(ledger, typed)
                self._check_id(draft, taken)
                self._resolve_links(draft, finder)
                if draft.blocking():
                    done.rejected.append(RejectedLine(line, tuple(draft.blocking())))
                else:
                    rows.append(self._new_record(draft, author))
            self._insert(ledger, rows, author)
        done.ids = [str(row["id"]) for row in rows]
        return done

    def _check_id(self, draft: Draft, taken: set[str]) -> None:
        """A record that brings its id, because it comes from another log, must be new to this one."""
        if draft.id is None:
            return
        if draft.id in taken or self.record(draft.ledger, draft.id) is not None:
            draft.problems.append(
                Problem("id", f"{draft.ledger.label}里已有编号为 {draft.id} 的记录，没有重复登记。")
            )
        taken.add(draft.id)

    def _new_record(self, draft: Draft, author: Author) -> Record:
        id_ = draft.id or self.new_id()
        return {"id": id_, "created_at": author.at, "created_by": author.person, **draft.values}

    def _insert(self, ledger: Ledger, rows: Sequence[Record], author: Author) -> None:
        """Write rows and their changes, all in one statement: insert_all is five times slower."""
        if not rows:
            return
        columns = list(dict.fromkeys(key for row in rows for key in row))
        names, marks = ", ".join(quoted(name) for name in columns), ", ".join("?" * len(columns))
        self.connection.executemany(
            f"INSERT INTO {quoted(ledger.name)} ({names}) VALUES ({marks})",
            ([row.get(name) for name in columns] for row in rows),
        )
        news = (Change(ledger.name, str(row["id"]), "insert", {}, row) for row in rows)
        changes.append(self.connection, author, news)

    def update(self, ledger: Ledger, id_: str, typed: Mapping[str, object], *, reason: str | None = None) -> bool:
        """Change fields of a record; False where nothing differs, `Rejected` where it cannot be saved."""
        author = self._author(reason)
        with self.transaction():
            before = self._existing(ledger, id_)
            draft = read_draft(ledger, typed, before)
            self._resolve_links(draft, LinkFinder(self.connection, self.catalogue))
            if draft.blocking():
                raise Rejected(draft.blocking())
            return self._write(ledger, id_, before, draft.values, "update", author)

    def delete(self, ledger: Ledger, id_: str, *, reason: str | None = None) -> None:
        """Put a record into the recycle bin: it stays in the file and counts in no figure."""
        author = self._author(reason)
        with self.transaction():
            self._write(ledger, id_, self._existing(ledger, id_), {"deleted_at": author.at}, "delete", author)

    def restore(self, ledger: Ledger, id_: str, *, reason: str | None = None) -> None:
        """Take a record out of the recycle bin."""
        author = self._author(reason)
        with self.transaction():
            found = self.record(ledger, id_)
            if found is None:
                raise Refusal(f"{ledger.label}里没有编号为 {id_} 的记录。")
            self._write(ledger, id_, found, {"deleted_at": None}, "restore", author)

    def _existing(self, ledger: Ledger, id_: str) -> Record:
        found = self.record(ledger, id_)
        if found is None or found["deleted_at"] is not None:
            raise Refusal(f"{ledger.label}里没有编号为 {id_} 的记录，可能已被删除。")
        return found

    def _write(
        self, ledger: Ledger, id_: str, before: Record, values: Mapping[str, Stored], action: str, author: Author
    ) -> bool:
        changed = {name: value for name, value in values.items() if before.get(name) != value}
        if not changed:
            return False
        pairs = ", ".join(f"{quoted(name)} = ?" for name in changed)
        self.connection.execute(f"UPDATE {quoted(ledger.name)} SET {pairs} WHERE id = ?", (*changed.values(), id_))
        old = {name: before.get(name) for name in changed}
        changes.append(self.connection, author, [Change(ledger.name, id_, action, old, changed)])
        return True

    def _resolve_links(self, draft: Draft, finder: LinkFinder) -> None:
        for name, link in draft.ledger.links.items():
            typed = draft.values.get(name)
            if typed is None:
                continue
            try:
                draft.values[name] = finder.find(link, str(typed))
            except ValueError as error:
                draft.problems.append(Problem(name, f"{error}。"))

    # ---------------------------------------------------------------- soundness

    def faults(self) -> Iterator[str]:
        """What is wrong with the file, a Chinese sentence each; nothing where it is sound."""
        with environment_errors(self.file):
            for (message,) in self.connection.execute("PRAGMA integrity_check"):
                if message != "ok":
                    yield f"数据文件损坏：{message}。请用最近的备份恢复。"
            for table, row, parent, _ in self.connection.execute("PRAGMA foreign_key_check"):
                yield f"{table} 第 {row} 行链接的 {parent} 记录不存在。请打开这条记录重新选择。"
            for seq, desk in changes.broken_links(self.connection):
                yield f"修改记录第 {seq} 条（工位 {desk}）与前一条接不上，可能被改动过。请与备份核对。"
            yield from self._numbering_gaps()
            for ledger in self.catalogue.ledgers.values():
                for id_, logged in unlike_their_history(self.connection, ledger):
                    what = "与修改记录不符，可能被别的程序改过" if logged else "不在修改记录里，可能是别的程序写入的"
                    yield f"{ledger.label}里编号为 {id_} 的记录{what}。请与备份核对。"

    def _numbering_gaps(self) -> Iterator[str]:
        first, last, count = next(self.query("SELECT min(seq), max(seq), count(*) FROM _change"))
        if count and (first, last) != (1, count):
            yield f"修改记录缺号：应有 1 至 {count}，现为 {first} 至 {last}，可能被删改过。请与备份核对。"


def plain_record(
    ledger: Ledger, record: Mapping[str, Stored], names: Mapping[str, Mapping[str, str]]
) -> dict[str, object]:
    """A record as JSON carries it, and as `add` reads it again.

    Filled fields only, and those left empty that would otherwise get their default; links as the linked record's
    natural key, where `names` (by ledger name, then id) has one, else as its id; 约 marks as booleans.
    """
    shown: dict[str, object] = {"id": record["id"]}
    for name, one in ledger.fields.items():
        value = record.get(name)
        if value is None:
            if one.default is not None:
                shown[name] = None
            continue
        shown[name] = (names.get(one.ledger, {}).get(str(value)) or value) if one.ledger else one.plain(value)
        if one.approx_column and record.get(one.approx_column):
            shown[one.approx_column] = True
    if record.get("kept_reason"):
        shown["kept_reason"] = record["kept_reason"]
    return shown
