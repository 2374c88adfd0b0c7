"""What lies in a folder of backups: each file with its record, a small text file that says what is in it.

青川区应急台账 2025-11-21 09-30-12 每日.db      the log as it was
青川区应急台账 2025-11-21 09-30-12 每日.json    its record: SHA-256, kind, number of records, attachments
附件/ab/abcd….jpg                              attachments of all backups of the folder, once each
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path

from desktop.store.durable import write_whole

FOLDER_SUFFIX = ".备份"
_NAME = re.compile(r"(?P<log>.+) (?P<at>\d{4}-\d\d-\d\d \d\d-\d\d-\d\d)(?P<again>-\d+)? (?P<kind>\S+)\.db")
_TIME = "%Y-%m-%d %H-%M-%S"


class Kind(StrEnum):
    """Why a backup was made, as its name says."""

    DAILY = "每日"
    BEFORE_UPDATE = "更新前"
    BEFORE_IMPORT = "导入前"
    BEFORE_MERGE = "合并前"
    BEFORE_RESTORE = "恢复前"
    BY_HAND = "手动"


class State(StrEnum):
    """What is known about a backup without reading it whole."""

    SOUND = "完好"
    """It was checked when it was made, and its size has not changed."""
    DOUBTFUL = "有疑问"
    """The file is whole, but what it holds had faults when it was copied."""
    DAMAGED = "损坏"
    UNKNOWN = "未核对"
    """Its record is missing: copied or renamed by a person."""


@dataclass(frozen=True)
class Backup:
    """One backup. `at` is local time; what its record does not say is empty or 0."""

    file: Path
    kind: Kind | None
    at: datetime
    state: State
    log: str
    """The name of the data file that was copied, without its ending."""
    size: int = 0
    """Bytes, without the attachments."""
    records: int = 0
    """Records that are not in the recycle bin."""
    sha256: str = ""
    desk: str = ""
    bureau: str = ""
    faults: tuple[str, ...] = ()
    """What was wrong when it was made, or why its attachments are incomplete."""
    attachments: tuple[str, ...] = ()
    """Names in the folder's 附件, such as ab/abcd….jpg."""

    @property
    def usable(self) -> bool:
        """Whether nothing is known against it."""
        return self.state in (State.SOUND, State.DOUBTFUL)


def default_folder(log_file: Path) -> Path:
    """The folder of backups beside a log: LOG.备份."""
    return log_file.parent / (log_file.stem + FOLDER_SUFFIX)


def name_of(log: str, kind: Kind, at: datetime, folder: Path) -> Path:
    """A name for a new backup that no file of the folder has."""
    stamp = at.strftime(_TIME)
    found, again = folder / f"{log} {stamp} {kind}.db", 1
    while found.exists() or record_of(found).exists():
        again += 1
        found = folder / f"{log} {stamp}-{again} {kind}.db"
    return found


def record_of(file: Path) -> Path:
    """Where the record of a backup lies."""
    return file.with_suffix(".json")


def is_record(file: Path) -> bool:
    """Whether a text file is named as the record of a backup."""
    return _NAME.fullmatch(file.with_suffix(".db").name) is not None


def made_on(folder: Path, log: str, kind: Kind, day: datetime) -> bool:
    """Whether a backup of a kind was made on a day, told from the names alone."""
    if not folder.is_dir():
        return False
    names = (_NAME.fullmatch(one.name) for one in folder.iterdir())
    return any(
        found["log"] == log and found["kind"] == kind and found["at"].startswith(f"{day:%Y-%m-%d}")
        for found in names
        if found
    )


def last_made(folder: Path, log: str) -> datetime | None:
    """When the newest backup of a data file was made, told from the names alone."""
    if not folder.is_dir():
        return None
    names = (_NAME.fullmatch(one.name) for one in folder.iterdir())
    times = [datetime.strptime(found["at"], _TIME) for found in names if found and found["log"] == log]
    return max(times, default=None)


def listed(folder: Path, log: str | None = None) -> list[Backup]:
    """The backups of a folder, newest first; only those of a data file where its name (without ending) is given."""
    if not folder.is_dir():
        return []
    found = (read(one) for one in folder.glob("*.db"))
    kept = (one for one in found if log is None or one.log == log)
    return sorted(kept, key=lambda one: (one.at, one.file.name), reverse=True)


def read(file: Path) -> Backup:
    """A backup with what its name, its size and its record say."""
    named, record = _NAME.fullmatch(file.name), _record(file)
    plain = Backup(
        file,
        Kind(named["kind"]) if named and named["kind"] in list(Kind) else None,
        datetime.strptime(named["at"], _TIME) if named else datetime.fromtimestamp(file.stat().st_mtime),
        State.UNKNOWN,
        named["log"] if named else file.stem,
        file.stat().st_size,
    )
    return _with_record(plain, record) if record else plain


def _with_record(plain: Backup, record: Mapping[str, object]) -> Backup:
    whole = plain.size == record.get("size")
    faults = tuple(_strings(record.get("faults")))
    state = State.DOUBTFUL if faults else State.SOUND
    return replace(
        plain,
        state=State.DAMAGED if not whole or record.get("damaged") else state,
        records=int(str(record.get("records") or 0)), sha256=str(record.get("sha256") or ""),
        desk=str(record.get("desk") or ""), bureau=str(record.get("bureau") or ""), faults=faults,
        attachments=tuple(_strings(record.get("attachments"))),
    )  # fmt: skip


def _record(file: Path) -> Mapping[str, object] | None:
    """The record of a backup; None where it is missing or unreadable."""
    try:
        found = json.loads(record_of(file).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return found if isinstance(found, dict) and found.get("sha256") else None


def _strings(value: object) -> list[str]:
    return [str(one) for one in value] if isinstance(value, list) else []


def write_record(backup: Backup) -> None:
    """Write the record of a backup that is about to get its name."""
    content = {
        "program": "应急台账", "file": backup.file.name, "kind": backup.kind, "sha256": backup.sha256,
        "size": backup.size, "records": backup.records, "desk": backup.desk, "bureau": backup.bureau,
        "damaged": backup.state is State.DAMAGED, "faults": list(backup.faults),
        "attachments": list(backup.attachments),
    }  # fmt: skip
    write_whole(record_of(backup.file), json.dumps(content, ensure_ascii=False, indent=1))
