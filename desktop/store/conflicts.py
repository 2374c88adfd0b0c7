"""Fields that two desks changed without knowing of each other: listed with all values until a person chooses."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from desktop.catalogue import Ledger, Refusal, Stored
from desktop.catalogue.masking import is_masked
from desktop.store import changes, lineage
from desktop.store.belonging import deleted_with, left_behind, orphans
from desktop.store.changes import Change
from desktop.store.lineage import Edit, Lineage
from desktop.store.log import Log

DELETED = "deleted_at"
REASON = "选定合并后的值"
_MOST_NAMED = 3


@dataclass(frozen=True)
class Side:
    """One desk's word: the value as it is stored and as it is shown, who wrote it and when (UTC)."""

    value: Stored
    text: str
    person: str
    at: str


@dataclass(frozen=True)
class Conflict:
    """A field of a record, or its being deleted, with what each desk made of it; the first side is what stands."""

    ledger: Ledger
    id: str
    title: str
    field: str
    label: str
    sides: tuple[Side, ...]


def conflicts(log: Log) -> list[Conflict]:
    """Everything on which desks differ and nobody has chosen yet, the latest first."""
    lines = lineage.lineage_of(log.connection)
    if lines is None:
        return []
    found = [one for ledger, id_ in _shared(log, lines) for one in _of_record(log, lines, ledger, id_)]
    known = {(one.ledger.name, one.id) for one in found if one.field == DELETED}
    found += [one for one in _added_to(log, lines) if (one.ledger.name, one.id) not in known]
    return sorted(found, key=lambda one: max(side.at for side in one.sides), reverse=True)


def _shared(log: Log, lines: Lineage) -> Iterator[tuple[Ledger, str]]:
    """Records that were changed on more than one line."""
    rows = log.query("SELECT ledger, record, seq FROM _change ORDER BY ledger, record")
    for (name, id_), entries in groupby(rows, key=lambda row: (row[0], row[1])):
        ledger = log.catalogue.ledgers.get(name)
        if ledger is not None and len({lines.line(seq) for _, _, seq in entries}) > 1:
            yield ledger, id_


def _of_record(log: Log, lines: Lineage, ledger: Ledger, id_: str) -> Iterator[Conflict]:
    edits = lineage.edits_of(lineage.entries_of(log.connection, ledger.name, id_))
    record = log.record(ledger, id_) or {}
    title = log.name_of(ledger, record)
    for name, label in _columns(ledger).items():
        heads = lines.heads(edits[name]) if name in edits else []
        if len({one.value for one in heads}) > 1:
            sides = (Side(one.value, shown(log, ledger, name, one.value), one.person, one.at) for one in heads)
            yield Conflict(ledger, id_, title, name, label, tuple(sides))
    if record.get(DELETED) is not None and DELETED in edits:
        yield from _worked_on(log, lines, ledger, (id_, title), edits)


def _columns(ledger: Ledger) -> dict[str, str]:
    """The columns of a record that a person sees, with their labels; a secret field's is the one beside it."""
    return {one.secret_column or name: one.label for name, one in ledger.fields.items()}


def _worked_on(
    log: Log, lines: Lineage, ledger: Ledger, named: tuple[str, str], edits: Mapping[str, Sequence[Edit]]
) -> Iterator[Conflict]:
    """A record that one desk deleted and another changed meanwhile."""
    gone = lines.heads(edits[DELETED])[0]
    late = {
        name: one
        for name in _columns(ledger)
        for one in edits.get(name, ())
        if not lines.knew(gone.seq, one.seq) and not lines.knew(one.seq, gone.seq)
    }
    if late:
        last = max(late.values(), key=lambda one: (one.at, one.hash))
        labels = [_columns(ledger)[name] for name in late]
        said = f"保留，改了{'、'.join(labels[:_MOST_NAMED])}{'等' if len(labels) > _MOST_NAMED else ''}"
        said += _with(log, ledger, named[0])
        sides = (Side(gone.value, "删除", gone.person, gone.at), Side(None, said, last.person, last.at))
        yield Conflict(ledger, *named, DELETED, "是否删除", sides)


def _with(log: Log, ledger: Ledger, id_: str) -> str:
    """What comes out of the recycle bin with a row that is kept."""
    over = (log.name_of(one, log.record(one, ids[0]) or {}) for one, ids in log.over(ledger, [id_]))
    return "".join(f"，连同所属的{said}" for said in over)


def _added_to(log: Log, lines: Lineage) -> Iterator[Conflict]:
    """Records that one desk deleted with their rows, and to which another added a row meanwhile."""
    for ledger in log.catalogue.ledgers.values():
        for id_, rows in orphans(log.connection, log.catalogue, ledger).items():
            edits = lineage.edits_of(lineage.entries_of(log.connection, ledger.name, id_))
            if DELETED not in edits:  # deleted from outside: that is a fault of the file, which its check tells of
                continue
            gone = lines.heads(edits[DELETED])[0]
            late = [(child, last) for child, row in rows if (last := _unknown_to(log, lines, gone, child, row))]
            if late:
                last = max((one for _, one in late), key=lambda one: (one.at, one.hash))
                counts = Counter(f"{child.unit}{child.label}" for child, _ in late)
                added = "、".join(f"{count} {what}" for what, count in counts.items())
                title = log.name_of(ledger, log.record(ledger, id_) or {})
                said = f"保留，添了 {added}"
                sides = (Side(gone.value, "删除", gone.person, gone.at), Side(None, said, last.person, last.at))
                yield Conflict(ledger, id_, title, DELETED, "是否删除", sides)


def _unknown_to(log: Log, lines: Lineage, gone: Edit, child: Ledger, row: str) -> Edit | None:
    """How a row came, or came back, where that and the deletion of its parent did not know of each other."""
    edits = lineage.edits_of(lineage.entries_of(log.connection, child.name, row))
    came = [*edits.get("id", ())[:1], *(one for one in edits.get(DELETED, ()) if one.value is None)]
    strange = [one for one in came if not lines.knew(gone.seq, one.seq) and not lines.knew(one.seq, gone.seq)]
    return max(strange, key=lambda one: (one.at, one.hash), default=None)


def shown(log: Log, ledger: Ledger, column: str, value: Stored) -> str:
    """A stored value of a column as a person reads it."""
    if value is None:
        return "空"
    one = ledger.fields.get(column)
    if one is None:
        (mask,) = next(log.query("SELECT mask FROM _secret WHERE id = ?", (str(value),)), ("已改，内容保密",))
        return str(mask) if is_masked(str(mask)) else "已改，内容保密"
    if one.ledger:
        return log.titles(log.catalogue.ledgers[one.ledger]).get(str(value)) or str(value)
    return one.display(value) or "空"


def settle(log: Log, conflict: Conflict, place: int) -> str:
    """Let one side stand; the sentence of what was done. The choice travels with the next package.

    Another value than the one that stands can be undone like any change.

    `Refusal` where the record was changed since the list was read.
    """
    chosen, stands = conflict.sides[place], conflict.sides[0]
    rejected = stands if chosen is not stands else conflict.sides[1]
    with log.transaction():
        record = log.record(conflict.ledger, conflict.id)
        if record is None or record.get(conflict.field) != stands.value:
            raise Refusal(f"{conflict.title}后来又被改过，没有选定。请重新看一遍。")
        action = "confirm" if chosen is stands else "settle"
        rows = _rows_of_choice(log, conflict, chosen)
        log.overwrite(conflict.ledger, record, {conflict.field: chosen.value}, action)
        # Both values stand in the entry, also where the record stays as it is: it says what was chosen over what.
        told = Change(
            conflict.ledger.name, conflict.id, action,
            {conflict.field: rejected.value}, {conflict.field: chosen.value},
        )  # fmt: skip
        moved = _move_rows(log, rows, chosen.value)
        if action == "settle":
            changes.append(log.connection, log.author(REASON), [told, *moved])
        else:
            # What stands cannot be undone; that rows went into the recycle bin can.
            changes.append(log.connection, log.author(REASON), [told])
            changes.append(log.connection, log.author(REASON), moved)
    return f"{conflict.title}的{conflict.label}选定为“{chosen.text}”"


def _rows_of_choice(log: Log, conflict: Conflict, chosen: Side) -> list[tuple[Ledger, Sequence[str]]]:
    """The rows, and what is over it, that come back with a record that is kept; or the rows that go with it."""
    if conflict.field != DELETED:
        return []
    if chosen.value is not None:
        return left_behind(log.connection, log.catalogue, conflict.ledger, [conflict.id])
    back = deleted_with(log.connection, log.catalogue, conflict.ledger, [conflict.id])
    return [*back, *log.over(conflict.ledger, [conflict.id])]


def _move_rows(log: Log, rows: Sequence[tuple[Ledger, Sequence[str]]], at: Stored) -> list[Change]:
    """Rows out of the recycle bin, or into it at a time."""
    action = "settle" if at is None else "delete"
    found = ((ledger, log.record(ledger, id_)) for ledger, ids in rows for id_ in ids)
    made = [log.overwrite(ledger, record, {DELETED: at}, action) for ledger, record in found if record]
    return [one for one in made if one]
