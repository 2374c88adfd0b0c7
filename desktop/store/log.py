"""The log: a bureau's SQLite file, opened, brought up to the catalogue and checked."""

import getpass
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from pathlib import Path

from desktop.catalogue import Definitions, Refusal, load
from desktop.store import attachments, changes, schema, secret_rows
from desktop.store.connection import check_file, check_format, connect, is_read_only
from desktop.store.environment import COMPARE, environment_errors
from desktop.store.history import unlike_their_history
from desktop.store.lineage import lineage_of
from desktop.store.progress import Progress, no_progress
from desktop.store.reading import LoggedChange, Parameters, Record, plain_record
from desktop.store.undo import Undoing
from desktop.store.writing import (
    Added,
    Detail,
    ReasonNeeded,
    Rejected,
    RejectedDetail,
    RejectedLine,
    new_id,
    now,
)

__all__ = [
    "Added", "Detail", "Log", "LoggedChange", "LongOpening", "Parameters", "ReasonNeeded", "Record", "Rejected",
    "RejectedDetail",
    "RejectedLine", "plain_record",
]  # fmt: skip


def _remove(file: Path) -> None:
    """Take away a log whose making failed, with what SQLite laid beside it."""
    for leftover in (file, *(file.with_name(file.name + end) for end in ("-wal", "-shm", "-journal"))):
        leftover.unlink(missing_ok=True)


class LongOpening(Exception):
    """A file of an older program has so many records that opening it takes more than a moment."""


class Log(Undoing):
    """An open log. Every verb is one transaction; what returns without an exception is saved for good."""

    # ---------------------------------------------------------------- opening

    @classmethod
    def create(
        cls, file: Path, *, settings: Mapping[str, str] | None = None, definitions: Iterable[Definitions] = (),
        person: str | None = None, root: Path | None = None,
    ) -> "Log":  # fmt: skip
        """Make a new log; `settings` are the bureau's name and the like, `definitions` its own ones."""
        if file.exists():
            raise Refusal(f"{file} 已经存在，没有改动它。请换一个文件名。")
        if not file.parent.is_dir():
            raise Refusal(f"没有文件夹 {file.parent}。请先建好文件夹，或换一个位置。")
        from desktop.store import making  # noqa: PLC0415 - sqlite-utils is slow to import, and seldom needed

        definitions = tuple(definitions)
        catalogue = load(definitions, root)
        try:
            connection = connect(file, create=True)
        except BaseException:
            _remove(file)
            raise
        log = cls(file, connection, catalogue, person or getpass.getuser())
        try:
            with log.transaction():
                making.create_system_tables(connection)
                for key, value in {"desk": new_id(), "created_at": now(), **(settings or {})}.items():
                    log._write_setting(key, value)
                for one in definitions:
                    log._write_definition(one)
                making.bring_up(connection, catalogue)
        except BaseException:
            connection.close()
            _remove(file)
            raise
        return log

    @classmethod
    def open(
        cls, file: Path, *, person: str | None = None, read_only: bool = False, root: Path | None = None,
        at_most: int | None = None, progress: Progress = no_progress,
    ) -> "Log":  # fmt: skip
        """Open a log and bring its tables up to the catalogue; `Refusal` where the file cannot be used.

        Before its tables are changed it is backed up; where that fails nothing is changed. A file marked read-only
        can be read, and its tables are then taken as they are. `LongOpening` where more than
        `at_most` records would have to be gone through first; `progress` is told how far that is.
        """
        check_file(file)
        with environment_errors(file):
            read_only = read_only or is_read_only(file)
            connection = connect(file, read_only=read_only)
            try:
                check_format(connection.execute("PRAGMA user_version").fetchone()[0], file)
                definitions = [Definitions(*row) for row in connection.execute("SELECT name, text FROM _definition")]
                log = cls(file, connection, load(definitions, root), person or getpass.getuser())
                log.read_only = read_only
                log._bring_up(at_most, progress)
                log._wipe_what_is_left()
            except BaseException:
                connection.close()
                raise
        return log

    def _bring_up(self, at_most: int | None, progress: Progress) -> None:
        if schema.is_current(self.connection, self.catalogue):
            return
        if self.read_only:
            raise Refusal(f"数据文件 {self.file} 是只读的，而程序的台账增加了内容。请取消“只读”属性后再打开一次。")
        if at_most is not None and schema.most_records(self.connection) > at_most:
            raise LongOpening
        from desktop.store import backups, making  # noqa: PLC0415 - sqlite-utils is slow to import, and seldom needed

        backups.back_up(
            self.file, backups.Kind.BEFORE_UPDATE, outside=False, progress=lambda _done, _whole: progress(0, 0)
        )
        with self.transaction():
            making.bring_up(self.connection, self.catalogue, progress)

    def _wipe_what_is_left(self) -> None:
        """Setting up the vault was cut short before the file was rewritten; not while another program has it open."""
        if not self.read_only and self.setting(secret_rows.UNWIPED):
            with suppress(Refusal), environment_errors(self.file):
                secret_rows.wipe(self.connection)

    def close(self) -> None:
        """Close the file; nothing is pending, for every verb commits."""
        self.connection.close()

    def __enter__(self) -> "Log":
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _write_definition(self, one: Definitions) -> None:
        self.connection.execute("INSERT OR REPLACE INTO _definition VALUES (?, ?)", (one.name, one.text))

    # ---------------------------------------------------------------- soundness

    def faults(self) -> Iterator[str]:
        """What is wrong with the file, a Chinese sentence each; nothing where it is sound.

        Of a damaged file only that: what else is read from it means nothing.
        """
        from desktop.store.editions import Editions  # noqa: PLC0415 - opening a log needs none

        with environment_errors(self.file):
            damage = self._damage()
            if damage:
                yield damage
                return
            for table, row, parent, _ in self.connection.execute("PRAGMA foreign_key_check"):
                yield self._lost_link(table, row, parent)
            for seq, desk in changes.broken_links(self.connection):
                yield f"修改记录第 {seq} 条（工位 {desk}）与前一条接不上，可能被改动过。{COMPARE}"
            gap = changes.numbering_gap(self.connection)
            if gap:
                yield f"修改记录缺号：应有 1 至 {gap[2]}，现为 {gap[0]} 至 {gap[1]}，可能被删改过。{COMPARE}"
            yield from Editions(self).faults()
            yield from attachments.check(self)
            lines = lineage_of(self.connection)
            for ledger in self.catalogue.ledgers.values():
                for id_, logged in unlike_their_history(self.connection, ledger, lines):
                    what = "与修改记录不符，可能被别的程序改过" if logged else "不在修改记录里，可能是别的程序写入的"
                    yield f"{ledger.label}里编号为 {id_} 的记录{what}。{COMPARE}"
                for id_ in secret_rows.faults(self.connection, ledger):
                    yield f"{ledger.label}里编号为 {id_} 的记录，加密的举报人信息缺失或不符。{COMPARE}"

    def _damage(self) -> str:
        """One sentence however many pages are damaged, with the backup to use."""
        found = [message for (message,) in self.connection.execute("PRAGMA integrity_check") if message != "ok"]
        if not found:
            return ""
        where = f"查出 {len(found)} 处，第一处是 {found[0]}"
        return f"数据文件已损坏（{where}）。请不要再写入，用最近的备份恢复。{self._way_back()}"

    def _way_back(self) -> str:
        from desktop.store import backups  # noqa: PLC0415 - a sound log needs none

        return backups.way_back(self.file)

    def _lost_link(self, table: str, row: int, parent: str) -> str:
        ledger, target = self.catalogue.ledgers.get(table), self.catalogue.ledgers.get(parent)
        record = next(self.select(f"SELECT * FROM {schema.quoted(table)} WHERE rowid = ?", (row,)), None)
        if ledger is None or record is None:
            return f"程序自己的内容里有一处链接断了（{table} 第 {row} 行）。{COMPARE}"
        what = f"{target.label}记录" if target else "记录"
        return f"{self.name_of(ledger, record)}链接的{what}不存在。请打开它重新选择；原来是哪一条，修改记录里有。"
