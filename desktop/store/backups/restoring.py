"""Bringing a backup back: first what is there is saved, then one renaming puts the backup in its place."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Refusal
from desktop.store.backups import shared_files
from desktop.store.backups.checking import damage_of, inspect
from desktop.store.backups.listing import Backup, Kind, default_folder, listed, read
from desktop.store.backups.making import disk_errors, make, save_damaged
from desktop.store.backups.settings import KEYS
from desktop.store.connection import FORMAT, connect, desks_of, format_of, is_read_only, setting_of, settings_of
from desktop.store.durable import copy_into, put_in_place, sweep, sync, unfinished
from desktop.store.environment import environment_errors, error_name
from desktop.store.progress import Progress, no_progress

_DIGEST = re.compile(r"\b([0-9a-f]{64}) ")


class OtherLog(Refusal):
    """The backup is of another log than the one that it would replace; a person may want just that."""


@dataclass(frozen=True)
class Restored:
    """What a restore did."""

    file: Path
    records: int
    saved: Backup | None
    """What was there before; None where nothing was."""
    lost: tuple[str, ...]
    """Attachments that neither the log nor the backup has."""


def restore(
    backup_file: Path, log_file: Path, *, folder: Path | None = None, other_log: bool = False,
    now: datetime | None = None, progress: Progress = no_progress,
) -> Restored:  # fmt: skip
    """Put a backup in the place of a log that nobody has open.

    What is there is first saved into `folder` (beside the log by default). `OtherLog` where the backup is another
    bureau's or desk's, unless `other_log`; `Refusal` where it is damaged, with the newest good one before it, or of
    a newer program. Killed at any moment, the old file or the new one is there whole.
    """
    backup = _chosen(backup_file, log_file)
    _check_whole(backup, progress)
    if not other_log:
        _check_same(backup, log_file)
    present = _Present(log_file)
    saved = present.save(folder or default_folder(log_file), now, progress)
    with disk_errors(log_file.parent, "没有恢复"):
        sweep(log_file.parent)
        with unfinished(log_file.parent) as made:
            records = _fetch(backup, log_file, made, progress)
            lost = shared_files.bring_back(backup.file.parent, log_file, _attachments_of(backup, made), progress)
            present.leave()
            put_in_place(made, log_file)
    return Restored(log_file, records, saved, tuple(lost))


def _fetch(backup: Backup, log_file: Path, made: Path, progress: Progress) -> int:
    """Copy the backup, with this computer's own settings, and read the copy once more; how many records it has."""
    if copy_into(backup.file, made) != backup.sha256 and backup.sha256:
        raise Refusal(f"备份 {backup.file.name} 两次读出来不一样，没有恢复。请检查磁盘或 U 盘。")
    _keep_settings(made, _settings_of(log_file))
    return inspect(made, progress).records


def _chosen(backup_file: Path, log_file: Path) -> Backup:
    if not backup_file.is_file():
        raise Refusal(f"没有备份 {backup_file}。请核对文件名，备份在 U 盘上的先插上 U 盘。")
    if log_file.exists() and backup_file.samefile(log_file):
        raise Refusal("选的就是现在的数据文件，不是备份。请从备份文件夹里选一份。")
    if not log_file.parent.is_dir():
        raise Refusal(f"没有文件夹 {log_file.parent}。请先建好文件夹，或换一个位置。")
    return read(backup_file)


# -------------------------------------------------------------------- is it good, is it ours


def _check_whole(backup: Backup, progress: Progress) -> None:
    damage = damage_of(backup, progress)
    if not damage:
        return
    name = backup.file.name
    if format_of(backup.file) > FORMAT:
        raise Refusal(f"备份 {name} 由更新的版本写成，这个程序读不全，没有恢复。请先更新程序。")
    what = damage.partition("。")[0].replace(f"数据文件 {backup.file}", "它").replace(str(backup.file), "它")
    good = _newest_good_before(backup, progress)
    advice = f"更早的 {good.file.name} 完好，请用它恢复。" if good else "这个文件夹里没有更早的完好备份，请另找一份。"
    raise Refusal(f"没有用备份 {name} 恢复：{what.removeprefix(f'备份 {name} ')}。{advice}")


def _newest_good_before(backup: Backup, progress: Progress) -> Backup | None:
    older = (one for one in listed(backup.file.parent, backup.log) if one.at < backup.at and one.usable)
    return next((one for one in older if not damage_of(one, progress)), None)


def _check_same(backup: Backup, log_file: Path) -> None:
    """Refuse another log's backup; a log that cannot be read cannot be asked."""
    try:
        here, bureau = desks_of(log_file), setting_of(log_file, "bureau")
    except Refusal:
        return
    there, of = desks_of(backup.file), setting_of(backup.file, "bureau")
    if not here & there:
        whose = f"“{of}”的" if of and of != bureau else "另一个数据文件的"
        raise OtherLog(
            f"备份 {backup.file.name} 是{whose}，不是{f'“{bureau}”' if bureau else '现在'}这个数据文件的。没有恢复。"
            "请换一份备份；要用它代替，请选“仍要恢复”。"
        )


# -------------------------------------------------------------------- what is there now


class _InUse(Refusal):
    def __init__(self, file: Path) -> None:
        super().__init__(f"数据文件 {file} 正开着，没有恢复。请先关闭用着它的窗口或程序，再恢复一次。")


class _Present:
    """The file that will be replaced, sound or not, or none. Nobody may work in it from `save` to `leave`."""

    def __init__(self, file: Path) -> None:
        self._file = file
        self._last: int | None = None

    def save(self, folder: Path, now: datetime | None, progress: Progress) -> Backup | None:
        """Put a copy into the folder; None where there is no file."""
        if not self._file.exists():
            return None
        if is_read_only(self._file):
            raise Refusal(f"数据文件 {self._file} 是只读的，没有恢复。请取消文件的“只读”属性，再恢复一次。")
        self._last = _last_change_alone(self._file)
        try:
            return make(self._file, folder, Kind.BEFORE_RESTORE, now=now, progress=progress)
        except Refusal as refusal:
            if isinstance(refusal.__cause__, OSError):
                raise  # it was the folder, not the file
            return save_damaged(self._file, folder, now=now)

    def leave(self) -> None:
        """Give the file up: nothing was written since it was saved, and nothing of it stays beside the new one."""
        if self._file.exists() and _last_change_alone(self._file) != self._last:
            raise _InUse(self._file)
        for end in ("-wal", "-shm", "-journal"):
            self._file.with_name(self._file.name + end).unlink(missing_ok=True)


def _last_change_alone(file: Path) -> int | None:
    """The number of the last change; None where the file is damaged. `_InUse` while another program has it open.

    Every open connection holds a shared lock, so that none else gets the exclusive one. Closing this one, the last,
    moves the changes beside the file into it.
    """
    connection = sqlite.connect(f"{file.absolute().as_uri()}?mode=rw", uri=True, isolation_level=None, timeout=0.5)
    try:
        connection.execute("PRAGMA locking_mode=EXCLUSIVE")
        connection.execute("BEGIN EXCLUSIVE")
        return int(connection.execute("SELECT coalesce(max(seq), 0) FROM _change").fetchone()[0])
    except sqlite.Error as error:
        if error_name(error).startswith(("SQLITE_BUSY", "SQLITE_LOCKED")):
            raise _InUse(file) from error
        return None
    finally:
        connection.close()


def _settings_of(log_file: Path) -> Mapping[str, str]:
    """What belongs to this computer and not to the records: where it backs up to."""
    try:
        settings = settings_of(log_file)
        found = {key: settings.get(key) for key in KEYS}
    except Refusal:
        return {}
    return {key: value for key, value in found.items() if value is not None}


def _keep_settings(made: Path, settings: Mapping[str, str]) -> None:
    if not settings:
        return
    with environment_errors(made):
        connection = connect(made)
        try:
            connection.executemany("INSERT OR REPLACE INTO _setting VALUES (?, ?)", settings.items())
        finally:
            connection.close()
    sync(made)


def _attachments_of(backup: Backup, made: Path) -> list[str]:
    """The contents that a backup names; without its record, those that its change log ever named."""
    if backup.sha256:
        return list(backup.attachments)
    connection = connect(made, read_only=True)
    try:
        rows = connection.execute("SELECT after FROM _change")
        digests = {digest for (after,) in rows for digest in _DIGEST.findall(after)}
    finally:
        connection.close()
    return shared_files.names_of(backup.file.parent, digests)
