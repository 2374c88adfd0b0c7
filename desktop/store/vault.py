"""The tip-off vault: setting it up, opening it, showing and erasing what it holds. Every verb is one transaction.

What is slow (a password's key takes about a second) is apart from what touches the file, so that a window can do the
one in another thread: `lock_of` and `sealing.password_key`, then `unlock`.
"""

import unicodedata
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime

from desktop.catalogue import Ledger, Refusal, Stored
from desktop.catalogue.masking import ERASED, is_masked
from desktop.catalogue.normalise import single_line
from desktop.store import changes, scrubbing, sealing, secret_rows
from desktop.store.changes import Change
from desktop.store.environment import environment_errors
from desktop.store.reading import Record
from desktop.store.schema import quoted
from desktop.store.sealing import Cost, WrongKey
from desktop.store.undo import ACTIONS
from desktop.store.writing import Writing

VAULT = "_vault"
"""Under this name the change log tells what was done to the vault itself."""

SHORTEST = 8
FREE_FAILURES = 3
LONGEST_WAIT = 900
NOT_HERE = "原文不在这个数据文件里"


@dataclass(frozen=True)
class PasswordKey:
    """A password's key with what it was made from; the password itself is not kept."""

    key: bytes
    salt: bytes
    cost: Cost


@dataclass(frozen=True)
class Viewing:
    """One entry of the view log: who saw, erased or changed what, and why."""

    at: str
    person: str
    action: str
    """In Chinese."""
    what: str
    """The record as a person names it; empty where it is about the vault itself."""
    reason: str


def typed_password(password: str) -> str:
    """A password as it counts: an input method's full-width letters are the half-width ones."""
    return unicodedata.normalize("NFKC", password).strip()


def new_password(password: str, again: str, cost: Cost | None = None) -> PasswordKey:
    """Make a key of a new password; `Refusal` where it is too short or mistyped. Touches no file."""
    chosen = typed_password(password)
    if len(chosen) < SHORTEST:
        raise Refusal(f"口令有 {len(chosen)} 个字，至少要 {SHORTEST} 个。请换一个长一些的，如几个词连起来。")
    if chosen != typed_password(again):
        raise Refusal("两次输入的口令不一样。请再输一次。")
    salt, cost = sealing.new_salt(), cost or Cost()
    return PasswordKey(sealing.password_key(chosen, salt, cost), salt, cost)


class Vault:
    """The vault of one log."""

    def __init__(self, log: Writing) -> None:
        self._log = log

    # ---------------------------------------------------------------- state

    @property
    def is_set_up(self) -> bool:
        """Whether a password was set."""
        return secret_rows.is_set_up(self._log.connection)

    @property
    def is_open(self) -> bool:
        """Whether texts can be read and written now."""
        return self._log.vault_key.is_open

    def lock(self) -> None:
        """Let the key go."""
        self._log.vault_key.lock()

    def clear_records(self) -> int:
        """How many records still hold an identity in the clear, from before there was a vault."""
        return sum(len(list(self._clear(ledger))) for ledger in self.ledgers())

    def ledgers(self) -> list[Ledger]:
        """The ledgers that have secret fields."""
        return [ledger for ledger in self._log.catalogue.ledgers.values() if ledger.secrets]

    def _clear(self, ledger: Ledger) -> Iterator[Record]:
        tests = " OR ".join(
            f"({quoted(name)} IS NOT NULL AND {quoted(one.secret_column or '')} IS NULL)"
            for name, one in ledger.secrets.items()
        )
        for record in self._log.select(f"SELECT * FROM {quoted(ledger.name)} WHERE {tests}"):
            if any(_in_the_clear(record, name, one.secret_column) for name, one in ledger.secrets.items()):
                yield record

    # ---------------------------------------------------------------- setting up

    def set_up(self, password: PasswordKey) -> str:
        """Make the vault, move in what stood in the clear, and return the recovery key: it is kept nowhere."""
        if self.is_set_up:
            raise Refusal("已经设过保护口令。要换口令，请用“更换口令”。")
        key, recovery = sealing.new_key(), sealing.new_recovery_key()
        moved = self.clear_records()
        with self._log.transaction():
            self._log.connection.execute(
                "INSERT INTO _vault VALUES (1, ?, ?, ?, ?, ?, 0, NULL)",
                (password.salt, password.cost.text(), _by_password(key, password), _by_recovery(key, recovery),
                 self._log.clock()),
            )  # fmt: skip
            # First, so that what the log says of the records moved in is chained onto the new hashes.
            scrubbed = scrubbing.scrub(self._log.connection, self._log.catalogue)
            for ledger in self.ledgers():
                self._protect(ledger, key)
            if moved or scrubbed.entries:
                self._log.keep_setting(secret_rows.UNWIPED, "1")
            self._note(f"设置保护口令；{moved} 条记录的举报人信息已加密；{scrubbed.sentence()}")
        self._log.vault_key.open(key)
        if moved or scrubbed.entries:
            self._wipe()
        return recovery

    def _protect(self, ledger: Ledger, key: bytes) -> None:
        author = self._log.author("设置保护口令")
        made = [self._moved_in(ledger, record, key) for record in list(self._clear(ledger))]
        changes.append(self._log.connection, author, made)

    def _moved_in(self, ledger: Ledger, record: Record, key: bytes) -> Change:
        """Put a record's clear texts into the vault; its log entries do not hold them any more."""
        id_, values, entries = str(record["id"]), {}, {}
        for name, one in ledger.secrets.items():
            column = one.secret_column or ""
            if _in_the_clear(record, name, column):
                entries[column] = entry = self._log.new_id()
                place = (entry, ledger.name, id_, name)
                values[name] = secret_rows.keep(self._log.connection, key, place, str(record[name]))
        pairs = {**values, **entries}
        marks = ", ".join(f"{quoted(name)} = ?" for name in pairs)
        self._log.connection.execute(f"UPDATE {quoted(ledger.name)} SET {marks} WHERE id = ?", (*pairs.values(), id_))
        return Change(ledger.name, id_, "protect", {}, entries)

    def _wipe(self) -> None:
        """Rewrite the file; where that cannot be now (a full disk), the next start does it.

        The recovery key has to reach the person whatever happens here.
        """
        with suppress(Refusal), environment_errors(self._log.file):
            secret_rows.wipe(self._log.connection)

    def _note(self, sentence: str) -> None:
        changes.append(self._log.connection, self._log.author(sentence), [Change(VAULT, "1", "vault", {}, {})])

    # ---------------------------------------------------------------- opening

    def lock_of(self) -> tuple[bytes, Cost]:
        """What a password's key is made with; `Refusal` where too many were wrong, or there is no vault."""
        row = next(self._log.query("SELECT salt, cost FROM _vault"), None)
        if row is None:
            raise Refusal("还没有设保护口令。请在“设置”的“举报人信息保护”里设好。")
        wait = self.seconds_to_wait()
        if wait:
            raise Refusal(f"口令输错次数太多，请等 {_span(wait)}再试。")
        try:
            return row[0], Cost.read(row[1])
        except WrongKey:
            raise Refusal("举报人信息保护的设置已损坏。请用最近的备份恢复。") from None

    def key_of(self, password: str) -> bytes:
        """The key that a typed password makes here."""
        return sealing.password_key(typed_password(password), *self.lock_of())

    def unlock(self, password_key: bytes) -> None:
        """Open the vault; `Refusal` where the password was another one."""
        self._log.vault_key.open(self._opened(password_key))

    def _opened(self, password_key: bytes) -> bytes:
        salt, cost = self.lock_of()
        (wrapped,) = next(self._log.query("SELECT by_password FROM _vault"))
        try:
            key = sealing.unseal(password_key, wrapped, ("password", salt.hex(), cost.text()))
        except WrongKey:
            raise Refusal(self._failed()) from None
        if self._failures()[0]:
            with self._log.transaction():
                self._log.connection.execute("UPDATE _vault SET failures = 0, failed_at = NULL")
        return key

    def _failures(self) -> tuple[int, str | None]:
        count, at = next(self._log.query("SELECT failures, failed_at FROM _vault"))
        return int(count), at

    def _failed(self) -> str:
        """Count a wrong password in the file, so that starting the program anew does not help."""
        with self._log.transaction():
            self._log.connection.execute(
                "UPDATE _vault SET failures = failures + 1, failed_at = ?", (self._log.clock(),)
            )
        wait = self.seconds_to_wait()
        return (
            f"口令不对。{f'请等 {_span(wait)}再试' if wait else '请再输一次'}；忘了口令的，可用恢复页上的恢复密钥。"
        )

    def seconds_to_wait(self) -> int:
        """How long no password is taken: from the third wrong one on, 30 seconds, then twice as long each time.

        It keeps guesses at the screen few; against a copied file stands the cost of each guess.
        """
        count, at = self._failures()
        if count < FREE_FAILURES or at is None:
            return 0
        wait = min(30 * 2 ** min(count - FREE_FAILURES, 10), LONGEST_WAIT)
        gone = (_moment(self._log.clock()) - _moment(at)).total_seconds()
        # A clock that was set back does not shorten the wait, nor lengthen it beyond its own length.
        return max(0, int(wait - max(gone, 0) + 0.999))

    # ---------------------------------------------------------------- passwords

    def change_password(self, old_key: bytes, password: PasswordKey) -> None:
        """Let another password open the vault; what it holds stays as it is."""
        self._put_password(self._opened(old_key), password, "更换保护口令")

    def recover(self, recovery: str, password: PasswordKey) -> None:
        """Set a new password with the recovery key, and open the vault."""
        try:
            signs = sealing.read_recovery_key(recovery)
        except ValueError as error:
            raise Refusal(f"{error}。") from None
        row = next(self._log.query("SELECT by_recovery FROM _vault"), None)
        try:
            key = sealing.unseal(sealing.recovery_wrap_key(signs), row[0] if row else b"", ("recovery",))
        except WrongKey:
            raise Refusal("这不是现在这份数据文件的恢复密钥，可能换过新的恢复页。请找最近的一张。") from None
        self._put_password(key, password, "用恢复密钥重设保护口令")
        self._log.vault_key.open(key)

    def _put_password(self, key: bytes, password: PasswordKey, said: str) -> None:
        with self._log.transaction():
            self._log.connection.execute(
                "UPDATE _vault SET salt = ?, cost = ?, by_password = ?, failures = 0, failed_at = NULL",
                (password.salt, password.cost.text(), _by_password(key, password)),
            )
            self._note(said)

    def new_recovery_key(self, password_key: bytes) -> str:
        """Make another recovery key; the sheet printed before opens nothing any more."""
        key, recovery = self._opened(password_key), sealing.new_recovery_key()
        with self._log.transaction():
            self._log.connection.execute("UPDATE _vault SET by_recovery = ?", (_by_recovery(key, recovery),))
            self._note("换发恢复密钥，以前的恢复页作废")
        return recovery

    # ---------------------------------------------------------------- showing and erasing

    def show(self, ledger: Ledger, id_: str, reason: str) -> dict[str, str]:
        """A record's secret texts by field name; that they were seen, by whom and why, is logged first."""
        why = _given(reason, "查看")
        key = self._open_key()
        record = self._kept(ledger, id_)
        found = {
            name: self._text(key, str(entry))
            for name, one in ledger.secrets.items()
            if (entry := record.get(one.secret_column or "")) is not None
        }
        if not found:
            raise Refusal("这条记录没有加密的举报人信息。")
        with self._log.transaction():
            changes.append(self._log.connection, self._log.author(why), [Change(ledger.name, id_, "view", {}, {})])
        return found

    def is_elsewhere(self, ledger: Ledger, id_: str) -> bool:
        """Whether a record has only masks here, because another desk logged it and its texts did not come along."""
        record = self._kept(ledger, id_)
        entries = [record.get(one.secret_column or "") for one in ledger.secrets.values()]
        held = [one for one in entries if one is not None]
        marks = ", ".join("?" * len(held))
        (here,) = next(
            self._log.query(f"SELECT count(*) FROM _secret WHERE id IN ({marks}) AND length(sealed) > 0", held)
        )
        return bool(held) and not here

    def _text(self, key: bytes, entry: str) -> str:
        try:
            return secret_rows.text_of(self._log.connection, key, entry) or NOT_HERE
        except WrongKey:
            raise Refusal("加密的举报人信息被改动过，不能显示。请与备份核对。") from None

    def erase(self, ledger: Ledger, id_: str, reason: str) -> None:
        """Erase a record's identity for good; the record, 实名 or 匿名 and every figure stay."""
        self._erase(ledger, [self._kept(ledger, id_)], reason)

    def erase_before(self, ledger: Ledger, day: date, reason: str) -> int:
        """Erase the identities of all records of a ledger dated before `day`; returns how many."""
        return self._erase(ledger, self.erasable(ledger, day), reason)

    def erasable(self, ledger: Ledger, day: date) -> list[Record]:
        """The records dated before `day` that hold an identity, those in the recycle bin too."""
        held = " OR ".join(f"coalesce({quoted(name)}, ?) <> ?" for name in ledger.secrets)
        parameters = (day.isoformat(), *(ERASED for _ in ledger.secrets for _ in range(2)))
        where = f"{quoted(ledger.date or 'created_at')} < ? AND ({held} OR id IN (SELECT record FROM _secret))"
        return list(self._log.select(f"SELECT * FROM {quoted(ledger.name)} WHERE {where}", parameters))

    def _erase(self, ledger: Ledger, records: list[Record], reason: str) -> int:
        why = _given(reason, "清除")
        self._open_key()
        author = self._log.author(why)
        with self._log.transaction():
            found = [change for one in records if (change := self._erased(ledger, one))]
            changes.append(self._log.connection, author, found)
        with environment_errors(self._log.file):
            self._log.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return len(found)

    def _erased(self, ledger: Ledger, record: Record) -> Change | None:
        """Take away a record's entries, earlier texts among them, and its masks."""
        gone = self._log.connection.execute(
            "DELETE FROM _secret WHERE ledger = ? AND record = ?", (ledger.name, record["id"])
        )
        held = {name: one for name, one in ledger.secrets.items() if record.get(name) not in (None, ERASED)}
        values: dict[str, Stored] = dict.fromkeys(held, ERASED)
        values |= {str(one.secret_column): None for one in held.values()}
        made = self._log.overwrite(ledger, record, values, "erase")
        if made is None and gone.rowcount:
            return Change(ledger.name, str(record["id"]), "erase", {}, {})
        return made

    def _kept(self, ledger: Ledger, id_: str) -> Record:
        record = self._log.record(ledger, id_)
        if record is None:
            raise Refusal(f"{ledger.label}里没有编号为 {id_} 的记录。")
        return record

    def _open_key(self) -> bytes:
        key = self._log.vault_key.get()
        if key is None:
            raise Refusal("举报人信息锁着。请先输入保护口令。")
        return key

    # ---------------------------------------------------------------- the view log

    def viewings(self, most: int = 500) -> list[Viewing]:
        """What was seen, erased and set, newest first."""
        rows = self._log.query(
            "SELECT at, person, action, ledger, record, reason FROM _change"
            " WHERE action IN ('view', 'erase', 'vault') ORDER BY seq DESC LIMIT ?", (most,),
        )  # fmt: skip
        return [Viewing(at, person, ACTIONS[action], self._named(ledger, record), reason or "")
                for at, person, action, ledger, record, reason in rows]  # fmt: skip

    def _named(self, ledger: str, id_: str) -> str:
        known = self._log.catalogue.ledgers.get(ledger)
        record = self._log.record(known, id_) if known else None
        return self._log.name_of(known, record) if known and record else ""


def _in_the_clear(record: Mapping[str, object], name: str, column: str | None) -> bool:
    value = record.get(name)
    return value is not None and record.get(column or "") is None and not is_masked(str(value))


def _by_password(key: bytes, password: PasswordKey) -> bytes:
    return sealing.seal(password.key, key, ("password", password.salt.hex(), password.cost.text()))


def _by_recovery(key: bytes, recovery: str) -> bytes:
    wrap = sealing.recovery_wrap_key(sealing.read_recovery_key(recovery))
    return sealing.seal(wrap, key, ("recovery",))


def _given(reason: str, verb: str) -> str:
    why = single_line(reason)
    if not why:
        raise Refusal(f"请写明{verb}的原因。")
    return why


def _moment(at: str) -> datetime:
    return datetime.fromisoformat(at)


def _span(seconds: int) -> str:
    return f"{seconds} 秒" if seconds < 120 else f"{-(-seconds // 60)} 分钟"
