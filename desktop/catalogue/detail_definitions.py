"""From definition tables to the rows and follow-ups of a ledger's form; read after all ledgers."""

from collections.abc import Mapping

from desktop.catalogue.details import FollowUp, Rows
from desktop.catalogue.entries import Entry
from desktop.catalogue.fields import Stored
from desktop.catalogue.ledger_definitions import read_linked
from desktop.catalogue.ledgers import Ledger

ROWS_KEYS = ("ledger", "link", "columns", "carry", "fixed", "foldable", "after", "asked", "title")
FOLLOW_UP_KEYS = ("verb", "ledger", "link", "carry", "fixed")

Ledgers = Mapping[str, Ledger]


def read_rows(entry: Entry, parent: Ledger, ledgers: Ledgers) -> tuple[Rows, ...]:
    """The rows that a form of `parent` has, each checked against the ledgers."""
    return tuple(_rows(one, parent, ledgers) for one in entry.children("rows", ROWS_KEYS))


def read_follow_ups(entry: Entry, parent: Ledger, ledgers: Ledgers) -> tuple[FollowUp, ...]:
    """What a record of `parent` may lead to."""
    return tuple(_follow_up(one, parent, ledgers) for one in entry.children("follow_ups", FOLLOW_UP_KEYS))


def _rows(entry: Entry, parent: Ledger, ledgers: Ledgers) -> Rows:
    child, link = read_linked(entry, parent, ledgers)
    columns = _fields(entry, "columns", child)
    if not columns:
        entry.refuse("一列也没有", "请写 columns", "columns")
    sections = {one.section for one in parent.fields.values()}
    after, asked = entry.text("after", ""), entry.text("asked", "")
    if after and after not in sections:
        entry.refuse(f"{parent.label}没有“{after}”这一节", f"请写 {'、'.join(sorted(sections))} 之一", "after")
    if asked and asked not in columns:
        entry.refuse(f"“{asked}”不在 columns 里", "请改成其中一列", "asked")
    return Rows(
        ledger=child.name,
        link=link.name,
        columns=columns,
        carry=_carry(entry, parent, child),
        fixed=_fixed(entry, child),
        foldable=_fields(entry, "foldable", child) or tuple(reversed(columns[2:])),
        after=after,
        asked=asked,
        title=entry.text("title", ""),
    )


def _follow_up(entry: Entry, parent: Ledger, ledgers: Ledgers) -> FollowUp:
    child, link = read_linked(entry, parent, ledgers)
    return FollowUp(entry.text("verb"), child.name, link.name, _carry(entry, parent, child), _fixed(entry, child))


def _fields(entry: Entry, key: str, ledger: Ledger) -> tuple[str, ...]:
    names = entry.texts(key)
    for name in names:
        _check_field(entry, key, name, ledger)
    return names


def _carry(entry: Entry, parent: Ledger, child: Ledger) -> Mapping[str, str]:
    table = entry.child("carry")
    found = {mine: table.text(mine) for mine in table.data}
    for mine, theirs in found.items():
        _check_field(entry, "carry", mine, parent)
        _check_field(entry, "carry", theirs, child)
    return found


def _fixed(entry: Entry, child: Ledger) -> Mapping[str, Stored]:
    table, found = entry.child("fixed"), {}
    for name in table.data:
        _check_field(entry, "fixed", name, child)
        field = child.fields[name]
        try:
            found[name] = field.parse(table.text(name))
        except ValueError as error:
            entry.refuse(f"“{name}”的值不对：{error}", "请改成这个字段能有的值", "fixed")
    return found


def _check_field(entry: Entry, key: str, name: str, ledger: Ledger) -> None:
    if name not in ledger.fields:
        entry.refuse(f"{ledger.label}没有字段“{name}”", "请改成已有的字段名", key)
