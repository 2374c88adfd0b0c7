"""What a bureau decides about its backups, kept in its log: folders, how many, when to remind."""

from dataclasses import dataclass, field, fields
from pathlib import Path

from desktop.catalogue import Refusal
from desktop.store.backups.listing import default_folder
from desktop.store.backups.rotation import Keep
from desktop.store.connection import settings_of
from desktop.store.log import Log

FOLDER, OUTSIDE, REMIND, OUTSIDE_AT = "backup_folder", "backup_outside", "backup_remind", "backup_outside_at"
_KEEP = "backup_keep_"
REMIND_DAYS = 14
KEYS = (FOLDER, OUTSIDE, REMIND, OUTSIDE_AT, *(_KEEP + one.name for one in fields(Keep)))
"""The settings that belong to this computer: a restore keeps them as they are."""


@dataclass(frozen=True)
class BackupSettings:
    """`folder` is beside the data file unless the bureau chose another; `outside` a second one, as on a USB drive."""

    folder: Path
    outside: Path | None = None
    keep: Keep = field(default_factory=Keep)
    remind_days: int = REMIND_DAYS
    """How old the last copy in the second folder may be; 0 never reminds."""


def read_settings(log_file: Path) -> BackupSettings:
    """The settings of a log, open or not; the built-in ones where the file cannot be read."""
    try:
        kept = settings_of(log_file)
    except Refusal:
        kept = {}
    folder, outside = kept.get(FOLDER), kept.get(OUTSIDE)
    keep = Keep(**{
        one.name: _number(kept.get(_KEEP + one.name), getattr(Keep(), one.name)) for one in fields(Keep)
    })  # fmt: skip
    return BackupSettings(
        Path(folder) if folder else default_folder(log_file),
        Path(outside) if outside else None, keep, _number(kept.get(REMIND), REMIND_DAYS),
    )  # fmt: skip


def _number(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() else default


def write_settings(log: Log, settings: BackupSettings) -> None:
    """Keep the settings; `Refusal` where the second folder is the first, or fewer than one daily backup is wanted."""
    if settings.outside and settings.outside.absolute() == settings.folder.absolute():
        raise Refusal("第二个备份文件夹就是第一个。请选 U 盘或另一块硬盘上的文件夹。")
    if settings.keep.daily < 1:
        raise Refusal("每日备份至少留 1 份。")
    folder = "" if settings.folder == default_folder(log.file) else str(settings.folder)
    kept = {FOLDER: folder, OUTSIDE: str(settings.outside or ""), REMIND: str(max(settings.remind_days, 0))}
    kept |= {_KEEP + one.name: str(max(getattr(settings.keep, one.name), 0)) for one in fields(Keep)}
    for key, value in kept.items():
        if (log.setting(key) or "") != value:
            log.set_setting(key, value)
