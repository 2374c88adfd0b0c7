"""A disk under SQLite that can be cut off or be full, for tests.

SQLite reads and writes through a table of functions (a VFS). Here a copy of the system's own is registered with the
very library that the program uses, in which writing, cutting, forcing to disk and deleting are noted before they are
passed on. So `Disk.log` holds what reached the system, in order, and what was forced to the disk when.

The model of a power cut, `Disk.after`: of each file everything that was written before its last forcing is on the
disk. Of what came later, anything may be: all, nothing, a beginning, a chosen few (a disk reorders), and the last
write may be torn at a sector of 512 bytes. A deletion may not have reached the disk. What the model does not hold:
that a disk lies about forcing, or spoils what it does not write. The -shm file is not kept: SQLite makes it anew.
"""

import ctypes
import random
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pysqlite3 import _sqlite3

SECTOR = 512
FULL = 13
"""SQLite's own number of an error."""

_POINTER = ctypes.c_void_p
_OPEN = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, _POINTER, _POINTER, ctypes.c_int, _POINTER)
_DELETE = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, ctypes.c_char_p, ctypes.c_int)
_WRITE = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, _POINTER, ctypes.c_int, ctypes.c_int64)
_TRUNCATE = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, ctypes.c_int64)
_SYNC = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER, ctypes.c_int)
_CLOSE = ctypes.CFUNCTYPE(ctypes.c_int, _POINTER)


class _Vfs(ctypes.Structure):
    _fields_ = (
        ("version", ctypes.c_int), ("size", ctypes.c_int), ("longest", ctypes.c_int), ("next", _POINTER),
        ("name", ctypes.c_char_p), ("data", _POINTER), ("open", _OPEN), ("delete", _DELETE),
        ("rest", _POINTER * 14),
    )  # fmt: skip


class _Methods(ctypes.Structure):
    _fields_ = (
        ("version", ctypes.c_int), ("close", _CLOSE), ("read", _POINTER), ("write", _WRITE), ("truncate", _TRUNCATE),
        ("sync", _SYNC), ("rest", _POINTER * 13),
    )  # fmt: skip


class _File(ctypes.Structure):
    _fields_ = (("methods", ctypes.POINTER(_Methods)),)


@dataclass(frozen=True)
class Step:
    """One thing done to a file: write, truncate, sync or delete."""

    kind: str
    file: str
    at: int = 0
    data: bytes = b""


@dataclass
class Disk:
    """What was done to the files of one folder."""

    folder: Path
    log: list[Step] = field(default_factory=list)
    room: int | None = None
    """Bytes by which files may still grow; None for as many as there are."""

    def contents(self) -> dict[str, bytes]:
        """The files as they are, to begin with."""
        return {one.name: one.read_bytes() for one in self.folder.iterdir() if one.is_file()}

    def after(self, start: dict[str, bytes], steps: int, chance: random.Random) -> dict[str, bytes]:
        """What the files may be after a power cut that came when so many steps were done."""
        forced = {name: bytearray(content) for name, content in start.items()}
        waiting: dict[str, list[Step]] = {}
        deleted: dict[str, bytearray] = {}
        for step in self.log[:steps]:
            if step.kind == "delete":
                waiting.pop(step.file, None)
                if step.file in forced:
                    deleted[step.file] = forced.pop(step.file)
                continue
            deleted.pop(step.file, None)
            waiting.setdefault(step.file, []).append(step)
            if step.kind == "sync":
                _apply(forced.setdefault(step.file, bytearray()), waiting.pop(step.file))
        for name, late in waiting.items():
            _apply(forced.setdefault(name, bytearray()), _reached(late, chance))
        forced |= {name: content for name, content in deleted.items() if chance.random() < 0.5}
        return {name: bytes(content) for name, content in forced.items()}


def _apply(content: bytearray, steps: list[Step]) -> None:
    for step in steps:
        if step.kind == "write":
            content.extend(b"\0" * (step.at - len(content)))
            content[step.at : step.at + len(step.data)] = step.data
        elif step.kind == "truncate":
            del content[step.at :]


def _reached(late: list[Step], chance: random.Random) -> list[Step]:
    """What of the steps that were not forced came onto the disk."""
    beginning = late[: chance.randrange(len(late) + 1)]
    match chance.choice(["nothing", "all", "beginning", "some", "torn"]):
        case "nothing":
            return []
        case "all":
            return late
        case "beginning":
            return beginning
        case "some":
            return [step for step in late if chance.random() < 0.5]
    return [*beginning[:-1], *(_torn(step, chance) for step in beginning[-1:])]


def _torn(step: Step, chance: random.Random) -> Step:
    sectors = len(step.data) // SECTOR
    return (
        Step(step.kind, step.file, step.at, step.data[: SECTOR * chance.randrange(sectors)]) if sectors > 1 else step
    )


@contextmanager
def watched(folder: Path) -> Iterator[Disk]:
    """Let every connection that is opened meanwhile write through a `Disk`; only what lies in the folder is noted."""
    library: Any = ctypes.CDLL(_sqlite3.__file__)
    library.sqlite3_vfs_find.restype = ctypes.POINTER(_Vfs)
    disk = Disk(folder)
    system = library.sqlite3_vfs_find(None)
    shim = _shim(system.contents, disk)
    library.sqlite3_vfs_register(ctypes.byref(shim), 1)
    try:
        yield disk
    finally:
        library.sqlite3_vfs_unregister(ctypes.byref(shim))
        library.sqlite3_vfs_register(system, 1)


def _shim(system: _Vfs, disk: Disk) -> _Vfs:
    names: dict[int, str] = {}
    methods: dict[int, _Methods] = {}

    def open_(_vfs: int, path: int | None, file: int, flags: int, given: int | None) -> int:
        status: int = system.open(_vfs, path, file, flags, given)
        name = Path(ctypes.string_at(path).decode()) if path else None
        found = ctypes.cast(file, ctypes.POINTER(_File)).contents
        if status == 0 and name and name.parent == disk.folder:
            names[file] = name.name
            key = ctypes.addressof(found.methods.contents)
            methods.setdefault(key, _watching(found.methods.contents, names, disk))
            found.methods = ctypes.pointer(methods[key])
        return status

    def delete(vfs: int, path: bytes, sync_folder: int) -> int:
        status: int = system.delete(vfs, path, sync_folder)
        if status == 0 and Path(path.decode()).parent == disk.folder:
            disk.log.append(Step("delete", Path(path.decode()).name))
        return status

    made = _Vfs.from_buffer_copy(system)
    made.name, made.next = b"watched", None
    made.open, made.delete = _OPEN(open_), _DELETE(delete)
    return made


def _watching(system: _Methods, names: dict[int, str], disk: Disk) -> _Methods:
    plain = _Methods.from_buffer_copy(system)

    def write(file: int, data: int, size: int, at: int) -> int:
        grown = at + size - (disk.folder / names[file]).stat().st_size
        if disk.room is not None and grown > 0:
            if grown > disk.room:
                return FULL
            disk.room -= grown
        status: int = plain.write(file, data, size, at)
        if status == 0:
            disk.log.append(Step("write", names[file], at, ctypes.string_at(data, size)))
        return status

    def truncate(file: int, size: int) -> int:
        disk.log.append(Step("truncate", names[file], size))
        return int(plain.truncate(file, size))

    def sync(file: int, flags: int) -> int:
        status: int = plain.sync(file, flags)
        disk.log.append(Step("sync", names[file]))
        return status

    def close(file: int) -> int:
        names.pop(file, None)
        return int(plain.close(file))

    made = _Methods.from_buffer_copy(system)
    made.write, made.truncate, made.sync, made.close = _WRITE(write), _TRUNCATE(truncate), _SYNC(sync), _CLOSE(close)
    _KEPT.append((plain, made))
    return made


_KEPT: list[tuple[_Methods, _Methods]] = []
"""SQLite may call them as long as a file is open."""
