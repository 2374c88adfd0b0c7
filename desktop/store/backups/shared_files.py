"""Attachments of the backups of one folder: each content once, however many backups name it.

They are copied, never hard-linked: a picture that is edited in its place would change in every backup too.
"""

import os
import time
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from desktop.store import attachments
from desktop.store.durable import DAY_SECONDS, copy_into, digest_of, put_in_place, sweep, unfinished
from desktop.store.progress import Progress, no_progress

FOLDER = "附件"


@dataclass(frozen=True)
class Stored:
    """The attachments of one backup: those that are there, and sentences about those that are not."""

    names: tuple[str, ...]
    faults: tuple[str, ...]


def store(log_file: Path, folder: Path, progress: Progress = no_progress) -> Stored:
    """Bring the attachments of a log into a folder of backups; those that it has already are not copied again.

    All of them, also of deleted records: undo and the recycle bin bring those back.
    """
    source, target = attachments.folder_of(log_file), folder / FOLDER
    names, faults = attachments.names_in(source), []
    kept = []
    for done, name in enumerate(names):
        progress(done, len(names))
        if _bring(source / name, target / name):
            kept.append(name)
        else:
            faults.append(f"附件 {name} 的内容被改动过，没有备份")
    return Stored(tuple(kept), tuple(faults))


def _bring(source: Path, target: Path) -> bool:
    """Copy one content unless it is there; False where the source is not what its name says."""
    if target.exists() and target.stat().st_size == source.stat().st_size:
        os.utime(target)
        return True
    return _copy_checked(source, target)


def _copy_checked(source: Path, target: Path) -> bool:
    """Copy one content; False, and nothing copied, where it is not what its name says."""
    target.parent.mkdir(parents=True, exist_ok=True)
    with unfinished(target.parent) as made:
        if copy_into(source, made) != attachments.digest_in(f"{target.parent.name}/{target.name}"):
            return False
        put_in_place(made, target)
    return True


def missing(folder: Path, names: Sequence[str], progress: Progress = no_progress) -> list[str]:
    """Those of the named contents that the folder does not have as they were."""
    found = []
    for done, name in enumerate(names):
        progress(done, len(names))
        file = folder / FOLDER / name
        if not file.is_file() or digest_of(file) != attachments.digest_in(name):
            found.append(name)
    return found


def bring_back(folder: Path, log_file: Path, names: Sequence[str], progress: Progress = no_progress) -> list[str]:
    """Copy the named contents back beside a log where they are missing or changed; those that cannot be are returned.

    What the log has already is left alone.
    """
    target, lost = attachments.folder_of(log_file), []
    for done, name in enumerate(names):
        progress(done, len(names))
        there, here = target / name, folder / FOLDER / name
        if there.is_file() and digest_of(there) == attachments.digest_in(name):
            continue
        if not here.is_file() or not _copy_checked(here, there):
            lost.append(name)
    return lost


def names_of(folder: Path, digests: Iterable[str]) -> list[str]:
    """The names under which a folder of backups has contents."""
    wanted = set(digests)
    return [name for name in attachments.names_in(folder / FOLDER) if attachments.digest_in(name) in wanted]


def collect(folder: Path, named: Iterable[str], seconds: float | None = None) -> list[Path]:
    """Take away contents that no backup has named for a day; `seconds` is the time now, since 1970.

    A day, because a backup may be in the making that will name them.
    """
    wanted, now = set(named), time.time() if seconds is None else seconds
    gone = []
    for part in (folder / FOLDER).glob("??"):
        sweep(part, now)
    for file in _unnamed(folder / FOLDER, wanted):
        if now - file.stat().st_mtime > DAY_SECONDS:
            file.unlink()
            gone.append(file)
    return gone


def _unnamed(folder: Path, wanted: set[str]) -> Iterator[Path]:
    yield from (folder / name for name in attachments.names_in(folder) if name not in wanted)
