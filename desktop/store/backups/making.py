"""One backup: copied whole while the program works, checked, given its SHA-256, and only then its name."""

import errno
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Refusal
from desktop.store.backups import shared_files
from desktop.store.backups.checking import Content, inspect
from desktop.store.backups.listing import Backup, Kind, State, is_record, name_of, record_of, write_record
from desktop.store.connection import check_file, connect, has_wal, is_read_only
from desktop.store.durable import DAY_SECONDS, copy_into, digest_of, put_in_place, sweep, sync, unfinished
from desktop.store.environment import environment_errors, error_name, reason_of
from desktop.store.progress import Progress, no_progress

_OF_THE_FOLDER = ("SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")
"""What can only be meant of the copy: the log itself is just read."""


def make(
    log_file: Path, folder: Path, kind: Kind, *, now: datetime | None = None, progress: Progress = no_progress
) -> Backup:
    """Back a log up into a folder; others may read and write it meanwhile.

    `Refusal` where it cannot be done: then nothing of it is left behind. `progress` may raise to stop the work.
    """
    check_file(log_file)
    at = (now or datetime.now()).replace(microsecond=0)
    with disk_errors(folder):
        _prepare(folder)
        with unfinished(folder) as made:
            copy_log(log_file, made)
            content = _inspected(made, log_file, progress)
            plain = Backup(
                name_of(log_file.stem, kind, at, folder), kind, at, State.SOUND, log_file.stem,
                made.stat().st_size, content.records, digest_of(made), content.desk, content.bureau,
            )  # fmt: skip
            return _finish(made, plain, content.faults, log_file, progress)


def _finish(made: Path, plain: Backup, faults: tuple[str, ...], log_file: Path, progress: Progress) -> Backup:
    """Attachments, the record, and at last the name: what has a name is complete."""
    folder = plain.file.parent
    stored = shared_files.store(log_file, folder, progress)
    faults = (*faults, *stored.faults)
    if plain.state is State.SOUND and faults:
        plain = replace(plain, state=State.DOUBTFUL)
    backup = replace(plain, faults=faults, attachments=stored.names)
    write_record(backup)
    try:
        put_in_place(made, backup.file)
    except BaseException:
        record_of(backup.file).unlink(missing_ok=True)
        raise
    return backup


def copy_log(log_file: Path, made: Path) -> None:
    """Copy the file page by page as one commit left it, in one step: stepped copies never end beside a writer."""
    with environment_errors(log_file):
        source = connect(log_file, read_only=is_read_only(log_file))
        try:
            target = sqlite.connect(made, isolation_level=None)
            try:
                # The copy is forced to disk once, at the end; half of one is thrown away.
                target.execute("PRAGMA synchronous=OFF")
                target.execute("PRAGMA journal_mode=OFF")
                source.backup(target, pages=-1)
            finally:
                target.close()
        except sqlite.Error as error:
            if error_name(error).startswith(_OF_THE_FOLDER):
                raise OSError(_number_of(error), "磁盘出错", str(made)) from error
            raise
        finally:
            source.close()
    sync(made)


def _number_of(error: sqlite.Error) -> int:
    return errno.ENOSPC if error_name(error).startswith("SQLITE_FULL") else errno.EIO


def _inspected(made: Path, log_file: Path, progress: Progress) -> Content:
    """What the copy holds; its faults are the log's, and told as such."""
    try:
        return inspect(made, progress)
    except Refusal as refusal:
        raise Refusal(str(refusal).replace(str(made), str(log_file))) from refusal


def save_damaged(log_file: Path, folder: Path, *, now: datetime | None = None) -> Backup:
    """Put a file that cannot be read aside as it is, with the changes that lie beside it: nothing is thrown away."""
    at = (now or datetime.now()).replace(microsecond=0)
    with disk_errors(folder):
        _prepare(folder)
        file = name_of(log_file.stem, Kind.BEFORE_RESTORE, at, folder)
        if has_wal(log_file):
            with unfinished(folder) as made:
                copy_into(log_file.with_name(log_file.name + "-wal"), made)
                put_in_place(made, file.with_name(file.name + "-wal"))
        with unfinished(folder) as made:
            digest = copy_into(log_file, made)
            plain = Backup(
                file, Kind.BEFORE_RESTORE, at, State.DAMAGED, log_file.stem, made.stat().st_size, sha256=digest,
            )  # fmt: skip
            return _finish(made, plain, (), log_file, no_progress)


@contextmanager
def disk_errors(folder: Path, what: str = "备份没有做成") -> Iterator[None]:
    """Turn what a disk does, when files are put into a folder, into a `Refusal`."""
    try:
        yield
    except OSError as error:
        raise Refusal(_sentence(error, folder, what)) from error


def _sentence(error: OSError, folder: Path, what: str) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return f"{folder} 所在的磁盘已满，{what}，已登记的内容都在。请腾出空间，再试一次。"
    if error.errno == errno.EFBIG:
        return (
            f"{folder} 所在的磁盘放不下这么大的文件（FAT32 格式的 U 盘，单个文件不能超过 4 GB），{what}。"
            "请换一个 U 盘或磁盘，再试一次。"
        )
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return f"不能写入文件夹 {folder}，{what}。请检查它的读写权限，或换一个文件夹。"
    if error.errno in (errno.EEXIST, errno.ENOTDIR):
        return f"{folder} 不是文件夹，{what}。请换一个文件夹。"
    return f"写入 {folder} 时磁盘出错（{reason_of(error)}），{what}。请检查磁盘或 U 盘是否还在，再试一次。"


def _prepare(folder: Path, seconds: float | None = None) -> None:
    """Make the folder, and take away what killed backups left in it a day ago."""
    folder.mkdir(parents=True, exist_ok=True)
    sweep(folder)
    now = time.time() if seconds is None else seconds
    for record in folder.glob("*.json"):
        old = now - record.stat().st_mtime > DAY_SECONDS
        if old and is_record(record) and not record.with_suffix(".db").exists():
            record.unlink(missing_ok=True)


def copy_backup(backup: Backup, log_file: Path, folder: Path, progress: Progress = no_progress) -> Backup:
    """Bring a finished backup into a second folder; it is read back against its SHA-256 on the way."""
    with disk_errors(folder):
        _prepare(folder)
        with unfinished(folder) as made:
            if copy_into(backup.file, made) != backup.sha256 or digest_of(made) != backup.sha256:
                raise Refusal(f"抄到 {folder} 的备份与原来的不同，没有留下。请换一个 U 盘或文件夹再备份一次。")
            at = replace(backup, file=name_of(backup.log, backup.kind or Kind.BY_HAND, backup.at, folder))
            state = State.SOUND if at.state is State.DOUBTFUL else at.state
            faults = tuple(one for one in at.faults if not one.startswith("附件 "))
            return _finish(made, replace(at, state=state), faults, log_file, progress)
