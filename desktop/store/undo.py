"""Undo and redo: the inverse of a batch, written as a batch of its own, so that the change log stays the truth."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.catalogue import Refusal
from desktop.store import changes, edition_tables, secret_rows
from desktop.store.batching import Batching
from desktop.store.changes import Author, Change

ACTIONS = {
    "insert": "新增", "update": "修改", "delete": "删除", "restore": "恢复", "undo": "撤销", "redo": "重做",
    "redefine": "改口径", "view": "查看举报人信息", "erase": "清除举报人信息", "protect": "加密举报人信息",
    "vault": "举报人信息保护",
}  # fmt: skip
"""What a change did, in Chinese."""

MOST_BATCHES = 200
"""How far back a batch is looked for."""


@dataclass(frozen=True)
class _Batch:
    id: str
    action: str
    answers: str | None


class Undoing(Batching):
    """Takes back what this desk did last, and takes that back again.

    What is undone follows from the log alone: an undo names the batch that it answers, a redo the undo. A new
    change ends what can be redone.
    """

    def undo(self) -> str | None:
        """Take back the last batch of this desk; the Chinese sentence of what was undone, None where there is none.

        `Refusal` where one of its records was changed since, by another desk.
        """
        return self._answer(self._undoable(), "undo", "已撤销")

    def redo(self) -> str | None:
        """Take back the last undo; a sentence, or None where nothing was undone since the last change."""
        return self._answer(self._redoable(), "redo", "已重做")

    @property
    def undoable(self) -> str | None:
        """What `undo` would take back, such as 删除 1 条执法检查."""
        batch = self._undoable()
        return self._said(batch) if batch else None

    @property
    def redoable(self) -> str | None:
        """What `redo` would do again."""
        batch = self._redoable()
        return self._said(batch) if batch else None

    # ---------------------------------------------------------------- which batch

    def _batches(self) -> Iterator[_Batch]:
        """The batches of this desk, newest first; the entries of one lie together, for it is one transaction.

        An edition that was made, a definition that was changed and a finding that was decided are no batches of
        records: nobody undoes them here.
        """
        desk = self.setting("desk") or ""
        (end,) = next(self.query("SELECT coalesce(max(seq), 0) + 1 FROM _change"))
        for _ in range(MOST_BATCHES):
            row = next(
                self.query(
                    "SELECT batch, action, answers FROM _change WHERE desk = ? AND seq < ?"
                    " AND action NOT IN ('finalise', 'keep', 'redefine', 'view', 'erase', 'protect', 'vault',"
                    " 'dismiss', 'reopen')"
                    " ORDER BY seq DESC LIMIT 1",
                    (desk, end),
                ),
                None,
            )
            if row is None:
                return
            yield _Batch(*row)
            (end,) = next(self.query("SELECT min(seq) FROM _change WHERE batch = ?", (row[0],)))

    def _undoable(self) -> _Batch | None:
        answered: set[str | None] = set()
        for batch in self._batches():
            if batch.id in answered:
                continue
            if batch.action != "undo":
                return batch
            answered.add(batch.answers)
        return None

    def _redoable(self) -> _Batch | None:
        answered: set[str | None] = set()
        for batch in self._batches():
            if batch.id in answered:
                continue
            if batch.action != "redo":
                return batch if batch.action == "undo" else None
            answered.add(batch.answers)
        return None

    def _said(self, batch: _Batch) -> str:
        """What a batch did in the first place: 删除 1 条执法检查、修改 3 条隐患."""
        first = batch.id
        while answers := next(self.query("SELECT answers FROM _change WHERE batch = ? LIMIT 1", (first,)))[0]:
            first = str(answers)
        rows = self.query(
            "SELECT action, ledger, count(*) FROM _change WHERE batch = ? GROUP BY action, ledger ORDER BY min(seq)",
            (first,),
        )
        return "、".join(f"{ACTIONS.get(action, action)} {n} 条{self._label(name)}" for action, name, n in rows)

    def _label(self, ledger: str) -> str:
        found = self.catalogue.ledgers.get(ledger)
        return found.label if found else ledger

    # ---------------------------------------------------------------- the inverse

    def _answer(self, batch: _Batch | None, action: str, done: str) -> str | None:
        if batch is None:
            return None
        said = self._said(batch)
        author = self.author(self._reason(batch, f"{done}：{said}"), batch.id)
        with self.transaction():
            taken = self._changes_of(batch)
            made = [one for change in taken if (one := self._take_back(change, action, author))]
            # A batch whose texts went into the vault has nothing left to take back, and is answered all the same.
            nothing = [Change(taken[0].ledger, taken[0].record, action, {}, {})]
            changes.append(self.connection, author, made or nothing)
        return f"{done}：{said}"

    def _reason(self, batch: _Batch, said: str) -> str | None:
        """An undo says by itself why it changes a record that a finalised edition counts."""
        ids: dict[str, list[str]] = {}
        for change in self._changes_of(batch):
            ids.setdefault(change.ledger, []).append(change.record)
        counted = (edition_tables.counting_edition(self.connection, name, some) for name, some in ids.items())
        return said if any(counted) else None

    def _changes_of(self, batch: _Batch) -> list[Change]:
        """The changes of a batch, last first, so that a record changed twice goes back step by step."""
        rows = self.query(
            "SELECT ledger, record, action, before, after FROM _change WHERE batch = ? ORDER BY seq DESC", (batch.id,)
        )
        return [
            Change(ledger, record, action, json.loads(before), json.loads(after))
            for ledger, record, action, before, after in rows
        ]

    def _take_back(self, change: Change, action: str, author: Author) -> Change | None:
        """A new record goes into the recycle bin, for nothing is ever dropped; else the old values come back."""
        ledger = self.ledger(change.ledger)
        record = self._kept(ledger, change.record)
        names = {**change.before, **change.after}
        present = secret_rows.logged(ledger, record)
        if any(present.get(name) != change.after.get(name) for name in names):
            raise Refusal(f"{self.name_of(ledger, record)}后来又被改过，不能撤销或重做这一步。请打开这条记录修改。")
        if change.action == "insert":
            return self._change(ledger, record, {"deleted_at": author.at}, action)
        return self._change(ledger, record, {name: change.before.get(name) for name in names}, action)
