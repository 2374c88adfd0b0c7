"""Fields that two desks changed without knowing of each other: listed with all values until a person chooses."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from desktop.catalogue import Ledger, Refusal, Stored
from desktop.catalogue.masking import is_masked
from desktop.store import changes, lineage
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
        sides = (Side(gone.value, "删除", gone.person, gone.at), Side(None, said, last.person, last.at))
        yield Conflict(ledger, *named, DELETED, "是否删除", sides)


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
        log.overwrite(conflict.ledger, record, {conflict.field: chosen.value}, action)
        # Both values stand in the entry, also where the record stays as it is: it says what was chosen over what.
        told = Change(
            conflict.ledger.name, conflict.id, action,
            {conflict.field: rejected.value}, {conflict.field: chosen.value},
        )  # fmt: skip
        changes.append(log.connection, log.author(REASON), [told])
    return f"{conflict.title}的{conflict.label}选定为“{chosen.text}”"
