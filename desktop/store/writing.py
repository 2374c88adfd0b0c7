"""The verbs: the only writers of records, each one transaction with its entries in the change log."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import uuid_utils
from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Catalogue, Ledger, Refusal, Stored
from desktop.catalogue.normalise import single_line
from desktop.store import changes, edition_tables, initials, prepared, secret_rows
from desktop.store.adjustments import ADJUSTMENT
from desktop.store.belonging import above, deleted_with, kept_with
from desktop.store.changes import Author, Change
from desktop.store.connection import is_read_only
from desktop.store.drafts import Draft, Problem, read_draft
from desktop.store.environment import Busy, environment_errors
from desktop.store.links import LinkFinder
from desktop.store.progress import Progress, no_progress, told
from desktop.store.reading import Reading, Record
from desktop.store.schema import quoted
from desktop.store.vault_key import VaultKey


class Rejected(Refusal):
    """A record that was not saved, with every problem that it has."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("".join(problem.message for problem in problems))


class RejectedDetail(Rejected):
    """A record that was not saved because of one that belongs to it."""

    def __init__(self, place: int, problems: Sequence[Problem]) -> None:
        self.place = place
        super().__init__(problems)


class ReasonNeeded(Refusal):
    """A change of a record that a finalised edition counts, asked for without saying why."""

    def __init__(self, edition: str, record: str, ledger: Ledger, id_: str) -> None:
        self.edition, self.record = edition, record
        """The edition and the record, as a person names them."""
        self.ledger, self.id = ledger, id_
        super().__init__(f"{record}已计入 {edition}，改动它要写明原因。定稿不变，改动会列入差异。")


@dataclass(frozen=True)
class Detail:
    """A record saved in one action with its parent, such as a hazard with its check.

    `link` is the field that names the parent; `id` an existing record's, None for a new one; `removed` puts it
    into the recycle bin.
    """

    ledger: Ledger
    link: str
    typed: Mapping[str, object]
    id: str | None = None
    removed: bool = False


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


def now() -> str:
    """The time of a change: UTC with milliseconds."""
    return datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def new_id() -> str:
    """An id that any desk can make by itself, and that sorts by time."""
    return str(uuid_utils.uuid7())


class Writing(Reading):
    """Writes records. What returns without an exception is saved for good."""

    def __init__(self, file: Path, connection: sqlite.Connection, catalogue: Catalogue, person: str) -> None:
        super().__init__(file, connection, catalogue, person)
        self.read_only = False
        self.vault_key = VaultKey()
        """Opened by `Vault.unlock`; without it no secret text goes in or out."""
        self.clock: Callable[[], str] = now
        self.new_id: Callable[[], str] = new_id

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

    def wait_at_most(self, milliseconds: int) -> None:
        """How long another writer is waited for before a verb is refused as `Busy`."""
        self.connection.execute(f"PRAGMA busy_timeout={milliseconds:d}")

    @contextmanager
    def waiting(self, milliseconds: int) -> Iterator[None]:
        """Within it another writer is waited for so long and no longer: a window must not stand still for it."""
        before = int(next(self.query("PRAGMA busy_timeout"))[0])
        self.wait_at_most(milliseconds)
        try:
            yield
        finally:
            self.wait_at_most(before)

    def is_free(self) -> bool:
        """Whether nobody else writes just now; asked without waiting. What else is wrong, a verb tells."""
        try:
            with self.waiting(0), self.transaction():
                return True
        except Busy:
            return False
        except Refusal:
            return True

    def set_setting(self, key: str, value: str) -> None:
        """Keep a setting."""
        with self.transaction():
            self._write_setting(key, value)

    def keep_setting(self, key: str, value: str) -> None:
        """Keep a setting within the caller's transaction."""
        self._write_setting(key, value)

    def _write_setting(self, key: str, value: str) -> None:
        self.connection.execute("INSERT OR REPLACE INTO _setting VALUES (?, ?)", (key, value))

    def author(self, reason: str | None = None, answers: str | None = None) -> Author:
        """The stamp of a new action of the person who works here."""
        given = single_line(reason) if reason else None
        return Author(self.new_id(), self.clock(), self.setting("desk") or "", self.person, given or None, answers)

    # ---------------------------------------------------------------- adding

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
        author = self.author(reason)
        with self.transaction():
            finder = LinkFinder(self.connection, self.catalogue)
            rows = []
            taken: set[str] = set()
            for line, typed in lines:
                draft = read_draft(ledger, typed)
                self._check_id(draft, taken)
                self._complete(draft, None, finder)
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
        return {"id": id_, "created_at": author.at, "created_by": author.person, **self._sealed(draft, id_)}

    def _complete(self, draft: Draft, before: Record | None, finder: LinkFinder) -> None:
        """What only the log knows: the records that links mean, and whether secret texts can be kept now."""
        finder.resolve(draft)
        secret_rows.check(draft, before, self.connection, self.vault_key)

    def _sealed(self, draft: Draft, id_: str) -> dict[str, Stored]:
        """The draft's values, secret texts in the vault and their masks in place of them."""
        return secret_rows.seal(self.connection, self.vault_key, draft.ledger, id_, draft.values, self.new_id)

    def _insert(self, ledger: Ledger, rows: Sequence[Record], author: Author) -> None:
        """Write rows and their changes, all in one statement: insert_all is five times slower."""
        if rows:
            made = prepared.portion(ledger, rows, author)
            entries = changes.chained(changes.last_hash(self.connection, author.desk), made.contents)
            prepared.write(self.connection, made, entries)

    # ---------------------------------------------------------------- changing

    def update(self, ledger: Ledger, id_: str, typed: Mapping[str, object], *, reason: str | None = None) -> bool:
        """Change fields of a record; False where nothing differs, `Rejected` where it cannot be saved."""
        author = self.author(reason)
        with self.transaction():
            before = self._existing(ledger, id_)
            values = self._edited(ledger, before, typed, LinkFinder(self.connection, self.catalogue))
            return self._write(ledger, [(before, values)], "update", author) > 0

    def update_many(
        self, ledger: Ledger, ids: Sequence[str], typed: Mapping[str, object], *, reason: str | None = None,
        progress: Progress = no_progress,
    ) -> int:  # fmt: skip
        """Change the same fields of several records: all of them or, with `Rejected`, none.

        Returns how many differed. The problems name the record that they are about.
        """
        author = self.author(reason)
        with self.transaction():
            finder = LinkFinder(self.connection, self.catalogue)
            pairs = []
            for id_ in told(dict.fromkeys(ids), progress, 0, 2 * len(ids)):
                before = self._existing(ledger, id_)
                try:
                    pairs.append((before, self._edited(ledger, before, typed, finder)))
                except Rejected as rejected:
                    raise Rejected(_about(ledger, before, rejected.problems)) from None
            return self._write(ledger, told(pairs, progress, len(ids), 2 * len(ids)), "update", author)

    def put_values(self, wanted: Iterable[tuple[Ledger, str, Mapping[str, Stored]]], reason: str) -> int:
        """Write stored values into records of any ledgers, as one batch; returns how many records differed.

        For changes that the program works out by itself, such as a term's new name: the values are not read again.
        """
        author = self.author(reason)
        with self.transaction():
            return sum(
                self._write(ledger, [(self._existing(ledger, id_), values)], "update", author)
                for ledger, id_, values in wanted
            )

    def _edited(
        self, ledger: Ledger, before: Record, typed: Mapping[str, object], finder: LinkFinder
    ) -> dict[str, Stored]:
        draft = read_draft(ledger, typed, before)
        self._complete(draft, before, finder)
        if draft.blocking():
            raise Rejected(draft.blocking())
        return self._sealed(draft, str(before["id"]))

    def save_with_details(
        self, ledger: Ledger, id_: str | None, typed: Mapping[str, object], details: Sequence[Detail],
        *, reason: str | None = None,
    ) -> str:  # fmt: skip
        """Save a record (a new one where `id_` is None) and those that belong to it: all of them or none.

        Returns its id; `Rejected` or, with the place of the detail, `RejectedDetail` where something cannot be saved.
        """
        author = self.author(reason)
        with self.transaction():
            finder = LinkFinder(self.connection, self.catalogue)
            saved = self._save_one(ledger, id_, typed, author, finder)
            for place, detail in enumerate(details):
                try:
                    self._save_detail(saved, detail, author, finder)
                except Rejected as rejected:
                    raise RejectedDetail(place, rejected.problems) from None
        return saved

    def _save_detail(self, parent: str, detail: Detail, author: Author, finder: LinkFinder) -> None:
        if detail.removed:
            if detail.id is not None:
                before = self._existing(detail.ledger, detail.id)
                self._write(detail.ledger, [(before, {"deleted_at": author.at})], "delete", author)
            return
        self._save_one(detail.ledger, detail.id, {**detail.typed, detail.link: parent}, author, finder)

    def _save_one(
        self, ledger: Ledger, id_: str | None, typed: Mapping[str, object], author: Author, finder: LinkFinder
    ) -> str:
        if id_ is not None:
            before = self._existing(ledger, id_)
            self._write(ledger, [(before, self._edited(ledger, before, typed, finder))], "update", author)
            return id_
        draft = read_draft(ledger, typed)
        self._complete(draft, None, finder)
        if draft.blocking():
            raise Rejected(draft.blocking())
        row = self._new_record(draft, author)
        self._insert(ledger, [row], author)
        return str(row["id"])

    # ---------------------------------------------------------------- the recycle bin

    def delete(self, ledger: Ledger, id_: str, *, reason: str | None = None) -> None:
        """Put a record into the recycle bin: it stays in the file and counts in no figure."""
        self.delete_many(ledger, [id_], reason)

    def delete_many(
        self, ledger: Ledger, ids: Sequence[str], reason: str | None = None, progress: Progress = no_progress
    ) -> int:
        """Put several records and their rows into the recycle bin as one batch, all or none.

        Returns how many there are without the rows, of which `rows_of` tells.
        """
        author = self.author(reason)
        with self.transaction():
            own = [self._existing(ledger, id_) for id_ in dict.fromkeys(ids)]
            return self._move([(ledger, own), *self._read(self.rows_of(ledger, ids))], author.at, author, progress)

    def rows_of(self, ledger: Ledger, ids: Sequence[str]) -> list[tuple[Ledger, Sequence[str]]]:
        """What is deleted with some records because it was typed as a row of theirs, ledger by ledger."""
        return kept_with(self.connection, self.catalogue, ledger, ids)

    def restore(self, ledger: Ledger, id_: str, *, reason: str | None = None) -> None:
        """Take a record out of the recycle bin."""
        self.restore_many(ledger, [id_], reason)

    def restore_many(
        self, ledger: Ledger, ids: Sequence[str], reason: str | None = None, progress: Progress = no_progress
    ) -> int:
        """Take several records, the rows deleted with them, and what they are rows of, out of the bin as one batch.

        Returns how many were in it, the rows and what is over them aside.
        """
        author = self.author(reason)
        with self.transaction():
            own = [self._kept(ledger, id_) for id_ in dict.fromkeys(ids)]
            also = [*self.rows_back(ledger, ids), *self.over(ledger, ids)]
            return self._move([(ledger, own), *self._read(also)], None, author, progress)

    def rows_back(self, ledger: Ledger, ids: Sequence[str]) -> list[tuple[Ledger, Sequence[str]]]:
        """What comes out of the recycle bin with some records because it went there with them."""
        return deleted_with(self.connection, self.catalogue, ledger, ids)

    def over(self, ledger: Ledger, ids: Sequence[str]) -> list[tuple[Ledger, Sequence[str]]]:
        """The records in the recycle bin under which some records were typed: they come out with them."""
        return above(self.connection, self.catalogue, ledger, ids)

    def _read(self, below: Sequence[tuple[Ledger, Sequence[str]]]) -> list[tuple[Ledger, list[Record]]]:
        return [(child, [self._kept(child, id_) for id_ in ids]) for child, ids in below]

    def _move(
        self, some: Sequence[tuple[Ledger, Sequence[Record]]], at: str | None, author: Author, progress: Progress
    ) -> int:
        """Records and their rows into the recycle bin at a time, or out of it; how many of the first ledger moved."""
        action = "restore" if at is None else "delete"
        done, moved, whole = 0, list[int](), sum(len(records) for _, records in some)
        for ledger, records in some:
            pairs = ((one, {"deleted_at": at}) for one in told(records, progress, done, whole))
            moved.append(self._write(ledger, pairs, action, author))
            done += len(records)
        return moved[0]

    # ---------------------------------------------------------------- adjustments

    def rename_in_adjustments(self, before: str, after: str, author: Author) -> None:
        """Let adjustments follow an indicator's new label; the caller's transaction holds both."""
        ledger = self.catalogue.ledgers.get(ADJUSTMENT)
        if ledger is None or before == after:
            return
        found = list(self.select(f"SELECT * FROM {quoted(ledger.name)} WHERE indicator = ?", (before,)))
        self._write(ledger, [(one, {"indicator": after}) for one in found], "redefine", author)

    # ---------------------------------------------------------------- one place that changes rows

    def _kept(self, ledger: Ledger, id_: str) -> Record:
        found = self.record(ledger, id_)
        if found is None:
            raise Refusal(f"{ledger.label}里没有编号为 {id_} 的记录。")
        return found

    def _existing(self, ledger: Ledger, id_: str) -> Record:
        found = self.record(ledger, id_)
        if found is None or found["deleted_at"] is not None:
            raise Refusal(f"{ledger.label}里没有编号为 {id_} 的记录，可能已被删除。")
        return found

    def _write(
        self, ledger: Ledger, pairs: Iterable[tuple[Record, Mapping[str, Stored]]], action: str, author: Author
    ) -> int:
        """Write new values over records as they are, with one entry for each that differs; returns how many do."""
        made = [(before, self._change(ledger, before, values, action)) for before, values in pairs]
        found = [change for _, change in made if change]
        if author.reason is None:
            self._ask_for_reason(ledger, {str(before["id"]): before for before, change in made if change})
        changes.append(self.connection, author, found)
        return len(found)

    def _ask_for_reason(self, ledger: Ledger, changed: Mapping[str, Record]) -> None:
        """Refuse what changes a record of a finalised edition; the caller's transaction takes it back."""
        found = edition_tables.counting_edition(self.connection, ledger.name, list(changed))
        if found:
            edition, id_ = found
            raise ReasonNeeded(edition, self.name_of(ledger, changed[id_]), ledger, id_)

    def name_of(self, ledger: Ledger, record: Record) -> str:
        """A record as a sentence names it: 执法检查“ZF-12”."""
        title = ledger.fields[ledger.title].display(record.get(ledger.title))
        return f"{ledger.label}“{title}”" if title else f"这条{ledger.label}"

    def overwrite(self, ledger: Ledger, before: Record, values: Mapping[str, Stored], action: str) -> Change | None:
        """Write what differs within the caller's transaction; the caller puts the change into the log, too."""
        return self._change(ledger, before, values, action)

    def _change(self, ledger: Ledger, before: Record, values: Mapping[str, Stored], action: str) -> Change | None:
        """Write what differs; the caller puts the change into the log."""
        values = secret_rows.with_masks(self.connection, ledger, values)
        changed = {name: value for name, value in values.items() if before.get(name) != value}
        if not changed:
            return None
        id_ = str(before["id"])
        pairs = ", ".join(f"{quoted(name)} = ?" for name in changed)
        self.connection.execute(f"UPDATE {quoted(ledger.name)} SET {pairs} WHERE id = ?", (*changed.values(), id_))
        initials.update(self.connection, ledger, {**before, **changed}, changed)
        old, new = (secret_rows.logged(ledger, one) for one in (before, {**before, **changed}))
        differing = [name for name in {**old, **new} if old.get(name) != new.get(name)]
        sides = ({name: one.get(name) for name in differing} for one in (old, new))
        return Change(ledger.name, id_, action, *sides)


def _about(ledger: Ledger, record: Record, problems: Sequence[Problem]) -> list[Problem]:
    """Problems with the name of the record that has them."""
    title = ledger.fields[ledger.title].display(record.get(ledger.title)) or str(record["id"])
    return [Problem(one.field, f"{ledger.label}“{title}”：{one.message}") for one in problems]
