"""Files that are there whole or not at all: written beside their name, forced to disk, then renamed."""

import hashlib
import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

TEMPORARY = ".tmp"
"""How the name of a file ends that is not finished."""
_BLOCK = 1 << 20


def digest_of(file: Path) -> str:
    """The SHA-256 of a file's content, hexadecimal."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


@contextmanager
def unfinished(folder: Path) -> Iterator[Path]:
    """An empty file of a name of its own, to be filled and renamed; gone at the end where it was not renamed."""
    handle, name = tempfile.mkstemp(dir=folder, suffix=TEMPORARY)
    os.close(handle)
    made = Path(name)
    try:
        yield made
    finally:
        made.unlink(missing_ok=True)


def copy_into(source: Path, made: Path) -> str:
    """Copy a file's content, on disk when it returns, and return its SHA-256."""
    digest = hashlib.sha256()
    with source.open("rb") as stream, made.open("wb") as out:
        while block := stream.read(_BLOCK):
            digest.update(block)
            out.write(block)
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
