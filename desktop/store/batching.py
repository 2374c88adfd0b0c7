"""Many new and changed records, of several ledgers, as one batch: what an import writes."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from desktop.catalogue import Ledger, Stored
from desktop.store import prepared
from desktop.store.changes import Author
from desktop.store.drafts import Draft, Problem
from desktop.store.environment import Busy
from desktop.store.links import LinkFinder
from desktop.store.prepared import AT_ONCE, Chain, Named, Portion
from desktop.store.progress import Progress, no_progress
from desktop.store.reading import Record
from desktop.store.writing import RejectedLine, Writing


@dataclass(frozen=True)
class Entry:
    """A record to write: a new one, or one to change where `id` is given."""

    line: int
    draft: Draft
    id: str | None = None
    expected: Mapping[str, Stored] = field(default_factory=dict)
    """Values of the record as the person saw them; where they have changed since, it is left alone."""


@dataclass
class Saved:
    """What became of a batch of entries."""

    added: dict[str, int] = field(default_factory=dict)
    """New records by ledger name."""
    batch: str = ""
    """By which all of it can be taken back."""
    changed: int = 0
    rejected: list[RejectedLine] = field(default_factory=list)

    def count(self, ledger: Ledger, new: int) -> None:
        """New records of a ledger were written."""
        if new:
            self.added[ledger.name] = self.added.get(ledger.name, 0) + new


@dataclass(frozen=True)
class _Ready:
    """Entries of new records that were found good, and what they are written as."""

    entries: Sequence[Entry]
    portion: Portion


class Batching(Writing):
    """Writes prepared drafts, all in one transaction that one undo takes back."""

    def save_entries(
        self, entries: Sequence[Entry], *, reason: str | None = None, progress: Progress = no_progress
    ) -> Saved:
        """Save the good ones as one batch, new records first; the others come back with their problems.

        New records are worked out before the transaction, so that others wait for its writing alone.
        An exception from `progress` takes all of them back.
        """
        author = self.author(reason)
        done = Saved(batch=author.batch)
        seen, whole = prepared.last_change(self.connection), 2 * len(entries)
        ready, late = self._prepared(entries, author, done, lambda count: progress(count, whole))
        chain = Chain(self.connection, author.desk, [one.portion.contents for one in ready])
        with self.transaction():
            if author.desk != (self.setting("desk") or ""):
                raise Busy("数据文件刚合并过，没有写入。请再试一次。")
            changed, written = prepared.changed_since(self.connection, seen), len(entries)
            chain.begin()
            for one in ready:
                progress(written, whole)
                self._write_ready(one, chain, changed, author, done)
                written += len(one.entries)
            for start in range(0, len(late), AT_ONCE):
                progress(min(whole, written + start), whole)
                self._save_some(late[start : start + AT_ONCE], author, done)
            progress(whole, whole)
        return done

    def _prepared(
        self, entries: Sequence[Entry], author: Author, done: Saved, told: Callable[[int], None]
    ) -> tuple[list[_Ready], Sequence[Entry]]:
        """New records as they will be written, and what has to be looked at in the transaction.

        That are changes of records, and all where secret texts are among them: sealing one writes it.
        """
        ready: list[_Ready] = []
        late: list[Entry] = []
        if any(one.draft.ledger.secrets for one in entries):
            return [], entries
        finder, taken = LinkFinder(self.connection, self.catalogue), set[str]()
        for ledger, some in _runs(entries):
            late += (one for one in some if one.id is not None)
            news = [one for one in some if one.id is None]
            for start in range(0, len(news), AT_ONCE):
                told(sum(len(one.entries) for one in ready))
                good = [one for one in news[start : start + AT_ONCE] if self._is_good(one, taken, finder, done)]
                rows = [self._new_record(one.draft, author) for one in good]
                for row in rows:
                    finder.expect(ledger, row)
                if rows:
                    ready.append(_Ready(good, prepared.portion(ledger, rows, author)))
        return ready, late

    def _write_ready(
        self, one: _Ready, chain: Chain, changed: AbstractSet[Named], author: Author, done: Saved
    ) -> None:
        """Write a portion as it was prepared, unless a record that it needs was changed meanwhile."""
        if changed.isdisjoint(one.portion.links):
            prepared.write(self.connection, one.portion, chain.take(one.portion.contents))
            done.count(one.portion.ledger, len(one.portion.rows))
        else:
            self._save_some(one.entries, author, done)
            chain.begin()

    def _is_good(self, entry: Entry, taken: set[str], finder: LinkFinder, done: Saved) -> bool:
        self._check_id(entry.draft, taken)
        self._complete(entry.draft, None, finder)
        if entry.draft.blocking():
            done.rejected.append(RejectedLine(entry.line, tuple(entry.draft.blocking())))
            return False
        return True

    def _save_some(self, entries: Sequence[Entry], author: Author, done: Saved) -> None:
        """Look at entries and write them, within the transaction."""
        finder, taken = LinkFinder(self.connection, self.catalogue), set[str]()
        for ledger, some in _runs(entries):
            rows: list[Record] = []
            for one in some:
                if one.id is None:
                    if self._is_good(one, taken, finder, done):
                        rows.append(self._new_record(one.draft, author))
                    continue
                before = self.record(ledger, one.id)
                self._complete(one.draft, before, finder)
                if self._change_one(one, before, author):
                    done.changed += 1
                else:
                    done.rejected.append(RejectedLine(one.line, tuple(one.draft.blocking())))
            self._insert(ledger, rows, author)
            done.count(ledger, len(rows))

    def _change_one(self, entry: Entry, before: Record | None, author: Author) -> bool:
        """Change a record that is still as the person saw it; else a problem says why not."""
        draft = entry.draft
        if entry.id is not None:
            if before is None or before["deleted_at"] is not None:
                draft.problems.append(Problem("id", "这条记录已被删除，没有更新。"))
            elif any(before.get(name) != value for name, value in entry.expected.items()):
                draft.problems.append(Problem("id", "这条记录在预览之后又被改过，没有更新，请重新导入这一行。"))
            elif not draft.blocking():
                self._write(draft.ledger, [(before, self._sealed(draft, entry.id))], "update", author)
        return not draft.blocking()


def _runs(entries: Sequence[Entry]) -> Iterator[tuple[Ledger, list[Entry]]]:
    """Neighbours of one ledger together, so that linked records are there before those that link to them."""
    start = 0
    for place in range(1, len(entries) + 1):
        if place == len(entries) or entries[place].draft.ledger is not entries[start].draft.ledger:
            yield entries[start].draft.ledger, list(entries[start:place])
            start = place
