"""Many new and changed records, of several ledgers, as one batch: what an import writes."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from desktop.catalogue import Ledger, Stored
from desktop.store.changes import Author
from desktop.store.drafts import Draft, Problem
from desktop.store.links import LinkFinder
from desktop.store.progress import Progress, no_progress
from desktop.store.reading import Record
from desktop.store.writing import RejectedLine, Writing

_AT_ONCE = 2000
"""Records that are written, and told of, at a time."""


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


class Batching(Writing):
    """Writes prepared drafts, all in one transaction that one undo takes back."""

    def save_entries(
        self, entries: Sequence[Entry], *, reason: str | None = None, progress: Progress = no_progress
    ) -> Saved:
        """Save the good ones as one batch, in their order; the others come back with their problems.

        An exception from `progress` takes all of them back.
        """
        author, finder = self.author(reason), None
        done = Saved(batch=author.batch)
        with self.transaction():
            finder = LinkFinder(self.connection, self.catalogue)
            for start in range(0, len(entries), _AT_ONCE):
                progress(start, len(entries))
                self._save_some(entries[start : start + _AT_ONCE], author, finder, done)
            progress(len(entries), len(entries))
        return done

    def _save_some(self, entries: Sequence[Entry], author: Author, finder: LinkFinder, done: Saved) -> None:
        taken: set[str] = set()
        for ledger, some in _runs(entries):
            rows: list[Record] = []
            for one in some:
                if one.id is None:
                    self._check_id(one.draft, taken)
                before = self.record(ledger, one.id) if one.id is not None else None
                self._complete(one.draft, before, finder)
                if one.id is None and not one.draft.blocking():
                    rows.append(self._new_record(one.draft, author))
                elif not self._change_one(one, before, author):
                    done.rejected.append(RejectedLine(one.line, tuple(one.draft.blocking())))
                else:
                    done.changed += 1
            self._insert(ledger, rows, author)
            if rows:
                done.added[ledger.name] = done.added.get(ledger.name, 0) + len(rows)

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
