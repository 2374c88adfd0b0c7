"""Texts that stood in the clear before the vault was set up, taken out of the change log and out of drafts.

The change log is chained by hash, and a hash over a name and a telephone number can be found by trying them out: an
entry that lost a text therefore gets a new hash over what is left, and all later entries of its desk are chained
anew. The old hashes are not kept anywhere. So the log does not hide it, the action ends with an entry of its own that
says how many entries lost a text and from which number on the hashes are new: a copy of the file from before (a
backup, a finalised edition's number of the last change) can still be held against it entry by entry.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Catalogue, Refusal
from desktop.catalogue.masking import is_masked
from desktop.store import changes


@dataclass(frozen=True)
class Scrubbed:
    """What was taken out of the change log."""

    entries: int
    first: int | None
    """Number of the first entry that lost a text."""

    def sentence(self) -> str:
        """As the change log says it."""
        if not self.entries:
            return "修改记录里没有举报人信息原文"
        return f"修改记录里 {self.entries} 条的举报人信息原文已去掉，从第 {self.first} 条起校验值重新衔接"


def scrub(connection: sqlite.Connection, catalogue: Catalogue) -> Scrubbed:
    """Take clear texts of secret fields out of the change log and the drafts; within the caller's transaction."""
    names = {ledger.name: frozenset(ledger.secrets) for ledger in catalogue.ledgers.values() if ledger.secrets}
    broken = next(changes.broken_links(connection), None)
    touched = [seq for ledger, secret in names.items() for seq in _scrub_entries(connection, ledger, secret)]
    if touched and broken:
        # Entries chained anew would hide that some were changed from outside.
        raise Refusal("修改记录有接不上的地方，没有改动它。请先检查数据文件，与备份核对后再设口令。")
    if touched:
        changes.chain_anew(connection, min(touched))
    _scrub_drafts(connection, names)
    return Scrubbed(len(touched), min(touched, default=None))


def _scrub_entries(connection: sqlite.Connection, ledger: str, secret: frozenset[str]) -> list[int]:
    touched = []
    rows = connection.execute("SELECT seq, before, after FROM _change WHERE ledger = ?", (ledger,)).fetchall()
    for seq, *sides in rows:
        kept = [_without(text, secret) for text in sides]
        if kept != sides:
            connection.execute("UPDATE _change SET before = ?, after = ? WHERE seq = ?", (*kept, seq))
            touched.append(int(seq))
    return touched


def _without(text: str, secret: frozenset[str]) -> str:
    """One side of an entry without clear texts; as it stands where it has none."""
    try:
        values = json.loads(text)
    except ValueError:
        return text
    clear = {name for name in secret & values.keys() if not is_masked(str(values[name]))}
    return changes.canonical({name: one for name, one in values.items() if name not in clear}) if clear else text


def _scrub_drafts(connection: sqlite.Connection, names: Mapping[str, frozenset[str]]) -> None:
    every = frozenset(name for some in names.values() for name in some)
    for key, ledger, typed in connection.execute("SELECT key, ledger, typed FROM _pending").fetchall():
        if ledger in names:
            kept = json.dumps(_forget(json.loads(typed), every), ensure_ascii=False)
            connection.execute("UPDATE _pending SET typed = ? WHERE key = ?", (kept, key))


def _forget(value: Any, names: frozenset[str]) -> Any:
    """A draft's values without those fields, however the form nests them; a form keeps JSON within JSON."""
    if isinstance(value, dict):
        return {name: _forget(one, names) for name, one in value.items() if name not in names}
    if isinstance(value, list):
        return [_forget(one, names) for one in value]
    if isinstance(value, str) and value[:1] in ("{", "["):
        try:
            return json.dumps(_forget(json.loads(value), names), ensure_ascii=False)
        except ValueError:
            return value
    return value
