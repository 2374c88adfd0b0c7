"""Whether a log's file, or a backup of one, can be trusted."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Refusal
from desktop.store import changes
from desktop.store.backups import shared_files
from desktop.store.backups.listing import Backup, Kind, State
from desktop.store.connection import check_file, check_format, connect
from desktop.store.durable import digest_of
from desktop.store.environment import environment_errors, reason_of
from desktop.store.progress import Progress, no_progress
from desktop.store.schema import quoted

_STEPS_BETWEEN_NEWS = 200_000
"""SQLite's own steps between two questions whether the work is to stop: some hundredths of a second."""


@dataclass(frozen=True)
class Content:
    """What a file holds, and what is wrong with it though it can be read whole."""

    records: int
    desk: str
    bureau: str
    faults: tuple[str, ...]


def inspect(file: Path, progress: Progress = no_progress) -> Content:
    """Read a file whole; `Refusal` where it is damaged, or not ours, or of a newer program.

    Nothing else may write to it. `progress` is asked often whether the work is to stop.
    """
    check_file(file)
    with environment_errors(file):
        connection = connect(file, read_only=True)
        try:
            with stoppable(connection, progress):
                check_format(int(connection.execute("PRAGMA user_version").fetchone()[0]), file)
                _check_pages(connection, file)
                return Content(
                    count_records(connection),
                    _setting(connection, "desk"), _setting(connection, "bureau"),
                    tuple(_content_faults(connection)),
                )  # fmt: skip
        finally:
            connection.close()


@contextmanager
def stoppable(connection: sqlite.Connection, progress: Progress) -> Iterator[None]:
    """Let `progress` break off what SQLite is doing, by the exception that it raises."""
    raised: list[BaseException] = []

    def ask() -> int:
        try:
            progress(0, 1)
        except BaseException as error:  # noqa: BLE001 - raised again below; SQLite would swallow it
            raised.append(error)
        return len(raised)

    if progress is not no_progress:
        connection.set_progress_handler(ask, _STEPS_BETWEEN_NEWS)
    try:
        yield
    except sqlite.OperationalError:
        if raised:
            raise raised[0] from None
        raise
    finally:
        connection.set_progress_handler(None, 0)


def _check_pages(connection: sqlite.Connection, file: Path) -> None:
    found = [message for (message,) in connection.execute("PRAGMA integrity_check(3)") if message != "ok"]
    if found:
        raise Refusal(f"数据文件 {file} 已损坏（{'；'.join(found)}）。请不要再写入，用最近的备份恢复。")


def count_records(connection: sqlite.Connection) -> int:
    """Records of all ledgers that are not in the recycle bin, whatever the catalogue knows of them."""
    tables = connection.execute(
        "SELECT m.name FROM sqlite_master AS m JOIN pragma_table_info(m.name) AS c"
        " WHERE m.type = 'table' AND c.name = 'deleted_at'"
    ).fetchall()
    counts = (
        connection.execute(f"SELECT count(*) FROM {quoted(name)} WHERE deleted_at IS NULL") for (name,) in tables
    )
    return sum(int(one.fetchone()[0]) for one in counts)


def _setting(connection: sqlite.Connection, key: str) -> str:
    row = connection.execute("SELECT value FROM _setting WHERE key = ?", (key,)).fetchone()
    return str(row[0]) if row else ""


def _content_faults(connection: sqlite.Connection) -> Iterator[str]:
    """What verify would say about links and the change log, without the catalogue."""
    lost = len(connection.execute("PRAGMA foreign_key_check").fetchall())
    if lost:
        yield f"有 {lost} 处链接的记录不存在"
    broken = sum(1 for _ in changes.broken_links(connection))
    if broken:
        yield f"修改记录有 {broken} 条与前一条接不上"
    if changes.numbering_gap(connection):
        yield "修改记录缺号"


def check(backup: Backup, progress: Progress = no_progress) -> tuple[str, ...]:
    """Read a backup whole, with its attachments: a Chinese sentence for each thing that is wrong; none if sound."""
    damage = damage_of(backup, progress)
    if damage:
        return (damage,)
    content = inspect(backup.file, progress)
    lost = shared_files.missing(backup.file.parent, backup.attachments, progress)
    told = [f"{one}。" for one in content.faults]
    return (*told, *(f"附件 {name} 不见了或被改动过，恢复时会缺这一个。" for name in lost))


def damage_of(backup: Backup, progress: Progress = no_progress) -> str:
    """Why a backup cannot be used, as a sentence; empty where it can.

    Its SHA-256 comes first: a flipped bit can change a figure without SQLite noticing.
    """
    try:
        if backup.state is State.DAMAGED and backup.kind is Kind.BEFORE_RESTORE:
            return f"备份 {backup.file.name} 是恢复前留下的损坏文件。"
        if backup.sha256 and digest_of(backup.file) != backup.sha256:
            return f"备份 {backup.file.name} 的内容与做成时不同，已损坏。"
        inspect(backup.file, progress)
    except Refusal as refusal:
        return str(refusal)
    except OSError as error:
        return f"备份 {backup.file.name} 读不出来（{reason_of(error)}）。"
    return ""
