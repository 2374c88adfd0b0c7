"""Attachments that are missing or were changed, taken back from the backups without touching a record."""

from pathlib import Path

from desktop.store import attachments
from desktop.store.backups import shared_files
from desktop.store.backups.making import disk_errors
from desktop.store.backups.settings import read_settings
from desktop.store.log import Log
from desktop.store.progress import Progress, no_progress


def fetch_attachments(log: Log, progress: Progress = no_progress) -> tuple[list[str], list[str]]:
    """Take back what the backups have: names of the files that are whole again, and of those that stay lost."""
    wanted = attachments.damaged(log)
    lost = set(wanted)
    settings = read_settings(log.file)
    for folder in (settings.folder, settings.outside):
        if folder is not None and lost:
            lost = _fetch(log.file, folder, lost, progress)
    names = {digest: ref.name for digest, ref in wanted.items()}
    return [names[one] for one in wanted if one not in lost], [names[one] for one in wanted if one in lost]


def _fetch(log_file: Path, folder: Path, digests: set[str], progress: Progress) -> set[str]:
    """What a folder of backups does not have, either."""
    names = shared_files.names_of(folder, digests)
    with disk_errors(log_file.parent, "附件没有取回"):
        failed = shared_files.bring_back(folder, log_file, names, progress)
    return digests - {attachments.digest_in(name) for name in names if name not in failed}
