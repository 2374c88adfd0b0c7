"""One way to open the SQLite file, with the checks that come before anything is touched."""

import os
import stat
from pathlib import Path

from pysqlite3 import dbapi2 as sqlite

from desktop.catalogue import Refusal
from desktop.store.environment import environment_errors, reason_of

APPLICATION_ID = 0x5441495A
"""Marks the file as ours ("TAIZ"), so that another program's database is refused."""

FORMAT = 5
"""Version of the system tables; a file with a higher one was written by a newer program."""

OWN_DESKS = "own_desks"
"""Setting: names under which a file wrote before it met a copy of itself (`merging`)."""

BUSY_MILLISECONDS = 5000
_MAGIC = b"SQLite format 3\0"


def is_read_only(file: Path) -> bool:
    """Whether the file is marked read-only, or lies where nothing can be written.

    An administrator could write a marked file all the same, but should not.
    """
    marked = not file.stat().st_mode & (stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH)
    return marked or not os.access(file, os.W_OK) or not os.access(file.parent, os.W_OK)


def check_file(file: Path) -> None:
    """Refuse, without touching it, a file that is missing, foreign, truncated or newer than the program."""
    if file.is_dir():
        raise Refusal(f"{file} 是文件夹，不是数据文件。请写出文件夹里数据文件的名称。")
    if not file.exists():
        raise Refusal(f"没有数据文件 {file}。请核对文件名，或用 taizhang --data {file} new 新建一个。")
    try:
        with file.open("rb") as stream:
            header = stream.read(100)
    except OSError as error:
        raise Refusal(f"读不到数据文件 {file}（{reason_of(error)}）。请检查读写权限。") from error
    if len(header) < 100 or not header.startswith(_MAGIC):
        raise Refusal(f"{file} 不是应急台账的数据文件。请核对文件名。")
    if int.from_bytes(header[68:72], "big") != APPLICATION_ID:
        raise Refusal(f"{file} 是别的程序的文件，不是应急台账的数据文件。没有改动它。")
    if not has_wal(file):
        # With a write-ahead log beside it the file itself may be behind: SQLite puts them together when it opens it.
        _check_size(file, header)
        check_format(int.from_bytes(header[60:64], "big"), file)


def has_wal(file: Path) -> bool:
    """Whether changes lie in a write-ahead log beside the file, because it is open or was not closed."""
    wal = file.with_name(file.name + "-wal")
    return wal.exists() and wal.stat().st_size > 0


def _check_size(file: Path, header: bytes) -> None:
    page = int.from_bytes(header[16:18], "big")
    page = 65536 if page == 1 else page
    pages = int.from_bytes(header[28:32], "big")
    if file.stat().st_size < page * pages:
        raise Refusal(f"数据文件 {file} 不完整，后面一段丢失了。请不要再写入，用最近的备份恢复。")


def connect(file: Path, *, create: bool = False, read_only: bool = False) -> sqlite.Connection:
    """Open with the settings that every connection has.

    WAL with synchronous=FULL: NORMAL loses acknowledged commits in a power cut. Transactions are begun by
    hand (`isolation_level=None`), as BEGIN IMMEDIATE, so that a second writer waits instead of failing half-way.
    """
    mode = "rwc" if create else "rw"
    if read_only:
        # Immutable leaves no companion files behind; with a write-ahead log the changes in it have to be read too.
        mode = "ro" if has_wal(file) else "ro&immutable=1"
    with environment_errors(file):
        connection = sqlite.connect(
            f"{file.absolute().as_uri()}?mode={mode}",
            uri=True,
            isolation_level=None,
            timeout=BUSY_MILLISECONDS / 1000,
        )
        if create:
            connection.execute(f"PRAGMA application_id={APPLICATION_ID}")
        if not read_only:
            connection.execute("PRAGMA journal_mode=WAL")
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA foreign_keys=ON")
        # What is erased (a reporting person's identity) must not be left in the file's free space.
        connection.execute("PRAGMA secure_delete=ON")
        connection.execute("PRAGMA trusted_schema=OFF")
    return connection


def check_format(found: int, file: Path) -> None:
    """Refuse a file that a newer program wrote, or whose making was cut short."""
    if found == 0:
        raise Refusal(f"数据文件 {file} 在新建时中断了，里面还没有记录。请删除它，再新建一次。")
    if found > FORMAT:
        raise Refusal(
            f"数据文件 {file} 由更新的版本写成（格式 {found}，本程序只懂到 {FORMAT}）。没有改动它，请先更新程序。"
        )


def format_of(file: Path) -> int:
    """The version of the system tables as the file's first page has it; 0 where it has none."""
    with file.open("rb") as stream:
        header = stream.read(100)
    return int.from_bytes(header[60:64], "big") if header.startswith(_MAGIC) else 0


def settings_of(file: Path) -> dict[str, str]:
    """The settings of a log that is not opened for it: whatever the state of its tables."""
    check_file(file)
    with environment_errors(file):
        connection = connect(file, read_only=True)
        try:
            return {str(key): str(value) for key, value in connection.execute("SELECT key, value FROM _setting")}
        finally:
            connection.close()


def setting_of(file: Path, key: str) -> str | None:
    """One of them."""
    return settings_of(file).get(key)


def desks_of(file: Path) -> set[str]:
    """The names under which a log writes and wrote."""
    found = settings_of(file)
    return {found.get("desk", ""), *found.get(OWN_DESKS, "").split()}
