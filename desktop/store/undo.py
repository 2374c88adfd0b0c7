"""Undo and redo: the inverse of a batch, written as a batch of its own, so that the change log stays the truth."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from desktop.catalogue import Refusal
from desktop.store import changes, edition_tables, secret_rows
from desktop.store.batching import Batching
from desktop.store.belonging import left_behind
from desktop.store.changes import Author, Change
from desktop.store.progress import Progress, no_progress

ACTIONS = {
    "insert": "新增", "update": "修改", "delete": "删除", "restore": "恢复", "undo": "撤销", "redo": "重做",
    "redefine": "改口径", "view": "查看举报人信息", "erase": "清除举报人信息", "protect": "加密举报人信息",
    "vault": "举报人信息保护", "settle": "选定", "confirm": "选定",
}  # fmt: skip
"""What a change did, in Chinese."""

NOT_UNDONE = (
    "finalise", "keep", "redefine", "view", "erase", "protect", "vault", "merge", "confirm",
    "dismiss", "reopen",
)  # fmt: skip
"""An edition that was made, a definition that was changed, a finding that was decided are no batches of records."""

MOST_BATCHES = 200
"""How far back a batch is looked for."""

MOST_NAMED = 3


_TELL_EVERY = 200

_EFFECTS = {
    "insert": "{n} 条{label}放进回收站",
    "update": "{n} 条{label}改回原来的内容",
    "delete": "{n} 条{label}从回收站取回",
    "restore": "{n} 条{label}放回回收站",
}
"""What taking back would do, by what was done."""


@dataclass(frozen=True)
class _Batch:
    id: str
    action: str
    answers: str | None


@dataclass(frozen=True)
class Step:
    """One action of this desk in the list of what can be undone."""

    id: str
    at: str
    """UTC."""
    person: str
    said: str
    """What was done: 新增 1 条执法检查、新增 2 条隐患."""
    effect: str
    """What undoing it does: 1 条执法检查放进回收站."""
    titles: tuple[str, ...]
    """Its first records, as lists name them."""
    undone: bool
    seq: int
    """Its place in the change log: clocks are set back, the log goes on."""


@dataclass(frozen=True)
class _Known:
    """A step with the batch that an undo or redo of it has to answer."""

    batch: _Batch
    latest: _Batch


class Undoing(Batching):
    """Takes back what this desk did last, and takes that back again.

    What is undone follows from the log alone: an undo names the batch that it answers, a redo the undo. A new
    change ends what can be redone.
    """

    def undo(self, progress: Progress = no_progress) -> str | None:
        """Take back the last batch of this desk; the Chinese sentence of what was undone, None where there is none.

        `Refusal` where one of its records was changed since, by another desk.
        """
        return self._answer(self._undoable(), "undo", "已撤销", progress)

    def redo(self, progress: Progress = no_progress) -> str | None:
        """Take back the last undo; a sentence, or None where nothing was undone since the last change."""
        return self._answer(self._redoable(), "redo", "已重做", progress)

    def undo_size(self) -> int:
        """How many records `undo` would touch: an import of a hundred thousand takes its time."""
        return self._size(self._undoable())

    def redo_size(self) -> int:
        """How many records `redo` would touch."""
        return self._size(self._redoable())

    def _size(self, batch: _Batch | None) -> int:
        if batch is None:
            return 0
        return int(next(self.query("SELECT count(*) FROM _change WHERE batch = ?", (batch.id,)))[0])

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

    # ---------------------------------------------------------------- the list

    def steps(self, most: int = 50) -> list[Step]:
        """The last actions of this desk, newest first, those that were undone too."""
        found: list[Step] = []
        for one in self._known():
            if len(found) == most:
                break
            found.append(self._step(one))
        return found

    def undo_step(self, id_: str, progress: Progress = no_progress) -> str:
        """Take back one action, not only the last; `Refusal` where a later change stands in the way."""
        return self._answer_step(id_, progress, undone=False)

    def redo_step(self, id_: str, progress: Progress = no_progress) -> str:
        """Do one action again that was taken back."""
        return self._answer_step(id_, progress, undone=True)

    def undo_back_to(self, id_: str, progress: Progress = no_progress) -> str:
        """Take back an action and all that this desk did after it, the last first: all of them or none."""
        wanted: list[_Known] = []
        for one in self._known():
            if one.latest.action != "undo":
                wanted.append(one)
            if one.batch.id == id_:
                break
        else:
            raise Refusal("这次操作不在列表里了，没有撤销。请重新看一遍列表。")
        with self.transaction():
            for one in wanted:
                self._write_answer(one.latest, "undo", "已撤销", progress)
        return f"已撤销 {len(wanted)} 次操作"

    def _answer_step(self, id_: str, progress: Progress, *, undone: bool) -> str:
        known = next((one for one in self._known() if one.batch.id == id_), None)
        if known is None or (known.latest.action == "undo") != undone:
            raise Refusal("这次操作已经不是列表里的样子，没有改动。请重新看一遍列表。")
        action, done = ("redo", "已重做") if undone else ("undo", "已撤销")
        with self.transaction():
            return self._write_answer(known.latest, action, done, progress)

    def _known(self) -> Iterator[_Known]:
        """Actions with what answered them last; an answer is always newer than what it answers."""
        answers: dict[str | None, _Batch] = {}
        for batch in self._batches():
            if batch.answers is not None:
                answers[batch.answers] = batch
                continue
            latest = batch
            while latest.id in answers:
                latest = answers[latest.id]
            yield _Known(batch, latest)

    def _step(self, one: _Known) -> Step:
        at, person, seq = next(
            self.query("SELECT at, person, seq FROM _change WHERE batch = ? LIMIT 1", (one.batch.id,))
        )
        effects = (
            _EFFECTS.get(action, "{n} 条{label}改回原来的内容").format(n=n, label=self._label(name))
            for action, name, n in self._groups(one.batch.id)
        )
        rows = list(
            self.query(
                "SELECT DISTINCT ledger, record FROM _change WHERE batch = ? LIMIT ?", (one.batch.id, MOST_NAMED)
            )
        )
        titles = (self._title(ledger, record) for ledger, record in rows)
        return Step(
            one.batch.id, at, person, self._said(one.batch), "，".join(effects),
            tuple(title for title in titles if title), one.latest.action == "undo", seq,
        )  # fmt: skip

    def _title(self, name: str, id_: str) -> str:
        ledger = self.catalogue.ledgers.get(name)
        record = self.record(ledger, id_) if ledger else None
        return ledger.fields[ledger.title].display(record.get(ledger.title)) if ledger and record else ""

    # ---------------------------------------------------------------- which batch

    def _batches(self) -> Iterator[_Batch]:
        """The batches of this desk, newest first; the entries of one lie together, for it is one transaction."""
        desk = self.setting("desk") or ""
        (end,) = next(self.query("SELECT coalesce(max(seq), 0) + 1 FROM _change"))
        for _ in range(MOST_BATCHES):
            row = next(
                self.query(
                    "SELECT batch, action, answers FROM _change WHERE desk = ? AND seq < ?"
                    f" AND action NOT IN ({', '.join('?' * len(NOT_UNDONE))}) ORDER BY seq DESC LIMIT 1",
                    (desk, end, *NOT_UNDONE),
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
        rows = self._groups(first)
        return "、".join(f"{ACTIONS.get(action, action)} {n} 条{self._label(name)}" for action, name, n in rows)

    def _groups(self, batch: str) -> Iterator[tuple[str, str, int]]:
        """What a batch did: action, ledger, number of records."""
        yield from self.query(
            "SELECT action, ledger, count(*) FROM _change WHERE batch = ? GROUP BY action, ledger ORDER BY min(seq)",
            (batch,),
        )

    def _label(self, ledger: str) -> str:
        found = self.catalogue.ledgers.get(ledger)
        return found.label if found else ledger

    # ---------------------------------------------------------------- the inverse

    def _answer(self, batch: _Batch | None, action: str, done: str, progress: Progress) -> str | None:
        if batch is None:
            return None
        with self.transaction():
            return self._write_answer(batch, action, done, progress)

    def _write_answer(self, batch: _Batch, action: str, done: str, progress: Progress = no_progress) -> str:
        """Take a batch back within the caller's transaction; an exception of `progress` leaves all as it was."""
        said = self._said(batch)
        author = self.author(self._reason(batch, f"{done}：{said}"), batch.id)
        taken, made = self._changes_of(batch), []
        for place, change in enumerate(taken):
            if place % _TELL_EVERY == 0:
                progress(place, len(taken))
            if one := self._take_back(change, action, author):
                made.append(one)
        self._refuse_leaving_rows(made)
        self._refuse_rows_alone(made)
        # A batch whose texts went into the vault has nothing left to take back, and is answered all the same.
        nothing = [Change(taken[0].ledger, taken[0].record, action, {}, {})]
        changes.append(self.connection, author, made or nothing)
        return f"{done}：{said}"

    def _refuse_leaving_rows(self, made: Sequence[Change]) -> None:
        """No record goes into the recycle bin without the rows that were added to it since."""
        gone: dict[str, list[str]] = {}
        for one in made:
            if one.after.get("deleted_at") is not None:
                gone.setdefault(one.ledger, []).append(one.record)
        for name, ids in gone.items():
            for child, rows in left_behind(self.connection, self.catalogue, self.ledger(name), ids):
                said = self.name_of(child, self._kept(child, rows[0]))
                raise Refusal(f"{said}是后来添的，不能撤销或重做这一步。请先删除这条{child.label}，再试一次。")

    def _refuse_rows_alone(self, made: Sequence[Change]) -> None:
        """No row comes out of the recycle bin while what it was typed under stays there."""
        back: dict[str, list[str]] = {}
        for one in made:
            if "deleted_at" in one.before and one.after.get("deleted_at") is None:
                back.setdefault(one.ledger, []).append(one.record)
        for name, ids in back.items():
            for parent, over in self.over(self.ledger(name), ids):
                said = self.name_of(parent, self._kept(parent, over[0]))
                label = self.ledger(name).label
                raise Refusal(f"{said}在回收站里，不能只取回它下面的{label}。请先恢复它，再试一次。")

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
        present = secret_rows.logged(ledger, record)
        # A new record goes into the bin as a whole: nothing may have been added to it since.
        names = {**change.before, **change.after, **(present if change.action == "insert" else {})}
        if any(present.get(name) != change.after.get(name) for name in names):
            raise Refusal(f"{self.name_of(ledger, record)}后来又被改过，不能撤销或重做这一步。请打开这条记录修改。")
        if change.action == "insert":
            return self._change(ledger, record, {"deleted_at": author.at}, action)
        return self._change(ledger, record, {name: change.before.get(name) for name in names}, action)
