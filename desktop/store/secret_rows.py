"""Secret fields in the tables: the mask in the record, the text in `_secret`, the entry's id in both and in the log.

A record's column holds the mask, the column beside it (`reporter_secret`) the id of the vault's entry. Every new text
is a new entry, so that undo and redo need only the id. The change log holds the id and never text or mask: erasing
the entries leaves nothing of an identity there.
"""

from collections.abc import Callable, Iterator, Mapping

from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Ledger, Stored
from desktop.catalogue.masking import ERASED, is_masked, mask
from desktop.store.connection import BUSY_MILLISECONDS
from desktop.store.drafts import Draft, Problem
from desktop.store.quoting import quoted
from desktop.store.vault_key import VaultKey

NAMES = ("_vault", "_secret")
UNWIPED = "unwiped"
"""Setting: texts were taken out of the tables, and the file was not yet rewritten without their remains."""
_TABLES = (
    """CREATE TABLE IF NOT EXISTS _vault (
    id INTEGER PRIMARY KEY CHECK (id = 1), salt BLOB NOT NULL, cost TEXT NOT NULL, by_password BLOB NOT NULL,
    by_recovery BLOB NOT NULL, made_at TEXT NOT NULL, failures INTEGER NOT NULL, failed_at TEXT
) STRICT""",
    """CREATE TABLE IF NOT EXISTS _secret (
    id TEXT PRIMARY KEY, ledger TEXT NOT NULL, record TEXT NOT NULL, field TEXT NOT NULL, mask TEXT NOT NULL,
    sealed BLOB NOT NULL
) STRICT""",
    "CREATE INDEX IF NOT EXISTS ix__secret_record ON _secret(record)",
)
_BLOCK = 64
"""Texts are filled up to whole blocks, so that an entry's length does not tell how long a name is."""

Row = Mapping[str, Stored]


def create_tables(connection: sqlite.Connection) -> None:
    """Make what is missing."""
    for one in _TABLES:
        connection.execute(one)


def is_set_up(connection: sqlite.Connection) -> bool:
    """Whether the log has a vault."""
    return connection.execute("SELECT 1 FROM _vault").fetchone() is not None


def wipe(connection: sqlite.Connection) -> None:
    """Rewrite the file, so that nothing that was taken out is left in its free space or its write-ahead log.

    Row numbers change: lists have to be read anew. While somebody reads the old pages the write-ahead log cannot be
    emptied: then the setting stays, and the next opening does it.
    """
    (patience,) = connection.execute("PRAGMA busy_timeout").fetchone()
    connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
    try:
        connection.execute("VACUUM")
        (busy, *_) = connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        if not busy:
            connection.execute("DELETE FROM _setting WHERE key = ?", (UNWIPED,))
    finally:
        connection.execute(f"PRAGMA busy_timeout={patience}")


# -------------------------------------------------------------------- one text


def keep(connection: sqlite.Connection, key: bytes, place: tuple[str, str, str, str], text: str) -> str:
    """Encrypt a text into a new entry at (entry id, ledger, record, field), and return its mask."""
    from desktop.store import sealing  # noqa: PLC0415 - slow to import, and seldom needed

    shown = mask(text)
    raw = text.encode()
    sealed = sealing.seal(key, raw + b"\0" * (-len(raw) % _BLOCK), (*place, shown))
    connection.execute("INSERT INTO _secret VALUES (?, ?, ?, ?, ?, ?)", (*place, shown, sealed))
    return shown


def text_of(connection: sqlite.Connection, key: bytes, entry: str) -> str | None:
    """The text of an entry; None where it is not in this file, `WrongKey` where it was changed from outside.

    Of a text that another desk logged the file has the mask alone.
    """
    from desktop.store import sealing  # noqa: PLC0415 - slow to import, and seldom needed

    row = connection.execute(
        "SELECT id, ledger, record, field, mask, sealed FROM _secret WHERE id = ?", (entry,)
    ).fetchone()
    return sealing.unseal(key, row[-1], row[:-1]).rstrip(b"\0").decode() if row and row[-1] else None


# -------------------------------------------------------------------- a record that is saved


def check(draft: Draft, before: Row | None, connection: sqlite.Connection, held: VaultKey) -> None:
    """Drop secret texts that are unchanged; those that cannot be kept now are problems."""
    for name, one in draft.ledger.secrets.items():
        if name not in draft.values:
            continue
        typed, kept = draft.values[name], (before or {}).get(name)
        if before is not None and typed in (kept, one.display(kept) or None):
            # The mask as it was shown, or nothing as before.
            del draft.values[name]
        elif typed is None:
            continue
        elif is_masked(str(typed)):
            if before is not None:
                draft.problems.append(Problem(name, f"{one.label}是遮盖后的内容，请输入全部内容，或不改这一项。"))
        elif (key := held.get()) is None:
            draft.problems.append(Problem(name, _refusal(one.label, is_set_up(connection))))
        elif (
            before is not None
            and (entry := before.get(one.secret_column or ""))
            and typed == text_of(connection, key, str(entry))
        ):
            del draft.values[name]


def _refusal(label: str, set_up: bool) -> str:
    if set_up:
        return f"{label}要加密保存，举报人信息现在锁着。请先输入保护口令解锁，再保存。"
    return f"{label}要加密保存，还没有设保护口令。请先在“设置”的“举报人信息保护”里设好，再保存。"


def seal(
    connection: sqlite.Connection, held: VaultKey, ledger: Ledger, id_: str, values: Row,
    new_id: Callable[[], str],
) -> dict[str, Stored]:  # fmt: skip
    """Checked values of a record with masks in place of secret texts, which go into the vault."""
    made = dict(values)
    for name, one in ledger.secrets.items():
        text = made.get(name)
        if name not in made or one.secret_column is None:
            continue
        made[one.secret_column] = None
        if text is not None and not is_masked(str(text)):
            key = held.get()
            assert key is not None, "checked before"
            entry = new_id()
            made[name] = keep(connection, key, (entry, ledger.name, id_, name), str(text))
            made[one.secret_column] = entry
    return made


def with_masks(connection: sqlite.Connection, ledger: Ledger, values: Row) -> dict[str, Stored]:
    """Values in which an entry's id came back (an undo) with the mask that belongs to it."""
    made = dict(values)
    for name, one in ledger.secrets.items():
        if one.secret_column not in made:
            continue
        if entry := made[one.secret_column]:
            made[name] = made.get(name) or _mask_of(connection, str(entry))
        else:
            made.setdefault(name, None)
    return made


def with_own_masks(connection: sqlite.Connection, ledger: Ledger, state: Row) -> dict[str, Stored]:
    """A state as the log has it, with the mask of each entry that it names, whatever else stood there."""
    made = dict(state)
    for name, one in ledger.secrets.items():
        if entry := made.get(one.secret_column or ""):
            made[name] = _mask_of(connection, str(entry))
    return made


def _mask_of(connection: sqlite.Connection, entry: str) -> str:
    row = connection.execute("SELECT mask FROM _secret WHERE id = ?", (entry,)).fetchone()
    return str(row[0]) if row else ERASED


def logged(ledger: Ledger, record: Row) -> dict[str, Stored]:
    """A record as the change log may hold it: without the masks whose entry's id is there."""
    hidden = {name for name, one in ledger.secrets.items() if record.get(one.secret_column or "") is not None}
    return {name: value for name, value in record.items() if name not in hidden}


def faults(connection: sqlite.Connection, ledger: Ledger) -> Iterator[str]:
    """Ids of records whose mask is not that of their entry, or whose entry is gone without having been erased."""
    for name, one in ledger.secrets.items():
        entry = quoted(one.secret_column or "")
        rows = connection.execute(
            f"SELECT t.id FROM {quoted(ledger.name)} AS t LEFT JOIN _secret AS s ON s.id = t.{entry}"
            f" AND s.record = t.id AND s.field = ? AND s.mask = t.{quoted(name)}"
            f" WHERE t.{entry} IS NOT NULL AND s.id IS NULL",
            (name,),
        )
        yield from (str(row[0]) for row in rows)
