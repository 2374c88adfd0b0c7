"""The daily round: a backup, its copy in the second folder, and what has served its time thrown away."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.catalogue import Refusal
from desktop.store.backups import shared_files
from desktop.store.backups.listing import Backup, Kind, listed, made_on, record_of
from desktop.store.backups.making import copy_backup, disk_errors, make
from desktop.store.backups.rotation import surplus
from desktop.store.backups.settings import OUTSIDE_AT, BackupSettings, read_settings
from desktop.store.connection import connect, desks_of, is_read_only, setting_of
from desktop.store.environment import environment_errors
from desktop.store.progress import Progress, no_progress

_TIME = "%Y-%m-%d %H:%M:%S"


@dataclass(frozen=True)
class Report:
    """What became of a backup."""

    backup: Backup
    outside: Backup | None
    """The copy in the second folder; None where none is set or it was not made."""
    outside_problem: str
    """Why there is no copy in a second folder that is set, as a sentence; else empty."""
    removed: tuple[Path, ...]
    """Backups that had served their time."""


@dataclass(frozen=True)
class Outside:
    """How the copies outside this computer stand."""

    folder: Path | None
    within_reach: bool
    """Whether the folder is there now: a USB drive may not be plugged in."""
    last: datetime | None
    days: int | None
    """The age of the last copy in days; None where there never was one."""
    reminder: str
    """What to do, as a sentence; empty where nothing is due."""


def due(log_file: Path, now: datetime, settings: BackupSettings | None = None) -> bool:
    """Whether today's backup is still to be made: a look at file names, quick enough for the start."""
    chosen = settings or read_settings(log_file)
    return log_file.exists() and not made_on(chosen.folder, log_file.stem, Kind.DAILY, now)


def back_up(
    log_file: Path, kind: Kind = Kind.DAILY, *, now: datetime | None = None, folder: Path | None = None,
    outside: bool = True, progress: Progress = no_progress,
) -> Report:  # fmt: skip
    """Make a backup as the log's settings say, on connections of its own: this is the work of a job.

    With a `folder` it is made just there; without `outside` the second folder is left alone. `Refusal` where it
    cannot be made; a second folder that is not there is no reason.
    """
    settings, at = read_settings(log_file), now or datetime.now()
    made = make(log_file, folder or settings.folder, kind, now=at, progress=progress)
    removed = _thin_out(made, log_file, settings, at)
    if folder or not outside or settings.outside is None:
        return Report(made, None, "", tuple(removed))
    copied, problem = _bring_outside(made, log_file, settings, at, progress)
    return Report(made, copied, problem, tuple(removed))


def _bring_outside(
    made: Backup, log_file: Path, settings: BackupSettings, now: datetime, progress: Progress
) -> tuple[Backup | None, str]:
    folder = settings.outside
    assert folder is not None
    if not _within_reach(folder):
        return None, f"第二个备份文件夹 {folder} 现在不在。请插上 U 盘或连上那块硬盘，再备份一次。"
    try:
        copied = copy_backup(made, log_file, folder, progress)
        _thin_out(copied, log_file, settings, now)
        _note_outside(log_file, now)
    except Refusal as refusal:
        return None, str(refusal)
    return copied, ""


def _within_reach(folder: Path) -> bool:
    """A folder on a drive that is there; the folder itself may still have to be made."""
    return folder.is_dir() or folder.parent.is_dir()


def _note_outside(log_file: Path, now: datetime) -> None:
    """Remember the day of the last copy: the drive will not be there when it is asked for."""
    if is_read_only(log_file):
        return
    with environment_errors(log_file):
        connection = connect(log_file)
        try:
            connection.execute("INSERT OR REPLACE INTO _setting VALUES (?, ?)", (OUTSIDE_AT, now.strftime(_TIME)))
        finally:
            connection.close()


def _thin_out(made: Backup, log_file: Path, settings: BackupSettings, now: datetime) -> list[Path]:
    """Throw away backups of the same log that have served their time, never the one that was just made."""
    folder = made.file.parent
    with disk_errors(folder, "旧的备份没有清理"):
        desks = {made.desk, "", *desks_of(log_file)}
        own = [one for one in listed(folder, made.log) if one.desk in desks]
        gone = [one.file for one in surplus(own, settings.keep, now) if one.file != made.file]
        for file in gone:
            _remove(file)
        if gone:
            _collect(folder)
    return gone


def _remove(file: Path) -> None:
    """The backup first: a record alone is swept away later, a backup alone would seem a person's."""
    for one in (file, file.with_name(file.name + "-wal"), record_of(file)):
        one.unlink(missing_ok=True)


def _collect(folder: Path) -> None:
    """Attachments that no backup names may go, as long as every backup says which it names."""
    backups = listed(folder)
    if all(one.sha256 for one in backups):
        shared_files.collect(folder, (name for one in backups for name in one.attachments))


def way_back(log_file: Path) -> str:
    """Which backup to use for a file that is damaged, as a sentence."""
    folder = read_settings(log_file).folder
    good = next((one for one in listed(folder, log_file.stem) if one.usable), None)
    return f"最近的好备份是 {good.file}。" if good else f"{folder} 里没有能用的备份，请看看 U 盘。"


def outside_state(log_file: Path, now: datetime, settings: BackupSettings | None = None) -> Outside:
    """How old the last copy in the second folder is, and whether to remind of it."""
    chosen = settings or read_settings(log_file)
    last = _time_of(lambda: setting_of(log_file, OUTSIDE_AT))
    days = max((now.date() - last.date()).days, 0) if last else None
    reach = chosen.outside is not None and _within_reach(chosen.outside)
    return Outside(chosen.outside, reach, last, days, _reminder(chosen, days))


def _time_of(read: Callable[[], str | None]) -> datetime | None:
    try:
        return datetime.strptime(read() or "", _TIME)
    except (Refusal, ValueError):
        return None


def _reminder(settings: BackupSettings, days: int | None) -> str:
    if not settings.remind_days:
        return ""
    if settings.outside is None:
        return "备份都在这台电脑上，电脑坏了会一起丢。请在“数据”里选一个 U 盘或另一块硬盘上的文件夹。"
    if days is None:
        return f"还没有把备份抄到 {settings.outside}。请插上 U 盘或连上那块硬盘，备份一次。"
    if days >= settings.remind_days:
        return f"上次把备份抄到 {settings.outside} 是 {days} 天前。请插上 U 盘或连上那块硬盘，备份一次。"
    return ""
