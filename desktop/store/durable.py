"""Files that are there whole or not at all: written beside their name, forced to disk, then renamed."""

import hashlib
import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO

_PREFIX, _SUFFIX = ".taizhang-", ".tmp"
DAY_SECONDS = 86_400
_BLOCK = 1 << 20


def digest_of(file: Path) -> str:
    """The SHA-256 of a file's content, hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def unfinished(folder: Path) -> Iterator[Path]:
    """An empty file of a name of its own, to be filled and renamed; gone at the end where it was not renamed.

    So is what SQLite laid beside it.
    """
    handle, name = tempfile.mkstemp(dir=folder, prefix=_PREFIX, suffix=_SUFFIX)
    os.close(handle)
    made = Path(name)
    try:
        yield made
    finally:
        for left in folder.glob(f"{made.name}*"):
            left.unlink(missing_ok=True)


def sweep(folder: Path, seconds: float | None = None) -> None:
    """Take away what killed work left unfinished a day ago; `seconds` is the time now, since 1970."""
    now = time.time() if seconds is None else seconds
    for one in folder.glob(f"{_PREFIX}*{_SUFFIX}*"):
        if now - one.stat().st_mtime > DAY_SECONDS:
            one.unlink(missing_ok=True)


def copy_into(source: Path, made: Path, told: Callable[[int], object] = lambda _bytes: None) -> str:
    """Copy a file's content, on disk when it returns, and return its SHA-256; `told` is given the bytes so far."""
    with source.open("rb") as stream:
        return copy_stream(stream, made, told)


def copy_stream(stream: IO[bytes], made: Path, told: Callable[[int], object] = lambda _bytes: None) -> str:
    """As `copy_into`, from what is being read."""
    digest = hashlib.sha256()
    with made.open("wb") as out:
        while block := stream.read(_BLOCK):
            digest.update(block)
            out.write(block)
            told(out.tell())
        _force(out)
    return digest.hexdigest()


def write_whole(file: Path, text: str) -> None:
    """Write a text file: its name has the old content or the new one, whenever the power is cut."""
    with unfinished(file.parent) as made:
        made.write_bytes(text.encode())
        sync(made)
        put_in_place(made, file)


def put_in_place(made: Path, file: Path) -> None:
    """Give a finished file its name, on disk when it returns."""
    made.chmod(0o644)
    made.replace(file)
    sync_folder(file.parent)


def sync(file: Path) -> None:
    """Force what was written to a file to disk."""
    with file.open("r+b") as stream:
        _force(stream)


def _force(stream: BinaryIO) -> None:
    stream.flush()
    os.fsync(stream.fileno())


def sync_folder(folder: Path) -> None:
    """Force renamings to disk; Windows has no such call for folders."""
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
