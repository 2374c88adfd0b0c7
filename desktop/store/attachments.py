"""Attachments: files copied beside the log under their SHA-256, named in the record."""

import errno
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from desktop.catalogue import Refusal, Stored
from desktop.catalogue.fields import tag_list
from desktop.catalogue.normalise import single_line
from desktop.store.durable import copy_into, copy_stream, digest_of, put_in_place, sync_folder, unfinished
from desktop.store.environment import reason_of
from desktop.store.reading import Reading
from desktop.store.schema import quoted

FOLDER_SUFFIX = ".附件"
_COPY = re.compile(r"([0-9a-f]{2})/(\1[0-9a-f]{62})(\.[a-z0-9]{1,8})?")
_TERM = re.compile(r"([0-9a-f]{64}) (.+)")


@dataclass(frozen=True)
class AttachmentRef:
    """A copied file: its name as the clerk knows it, and its content's SHA-256 (hexadecimal)."""

    name: str
    sha256: str

    @property
    def term(self) -> str:
        """As one item of an attachment field's list: `sha256 name`."""
        return f"{self.sha256} {self.name}"


def refs(stored: Stored) -> list[AttachmentRef]:
    """The copied files that an attachment field names; a bare name without a copy is left out."""
    matches = (_TERM.fullmatch(term) for term in tag_list(stored))
    return [AttachmentRef(match[2], match[1]) for match in matches if match]


def folder_of(log_file: Path) -> Path:
    """The folder of copies beside a log: LOG.附件."""
    return log_file.with_name(log_file.stem + FOLDER_SUFFIX)


def path_of(log_file: Path, ref: AttachmentRef) -> Path:
    """Where the copy lies: LOG.附件/ab/abcd….jpg."""
    return folder_of(log_file) / ref.sha256[:2] / (ref.sha256 + _suffix(ref.name))


def _suffix(name: str) -> str:
    """The ending by which a system opens the file, unless it is none that every disk takes."""
    suffix = Path(name).suffix.lower()
    return suffix if re.fullmatch(r"\.[a-z0-9]{1,8}", suffix) else ""


def size_of(source: Path) -> int:
    """Bytes of a file; 0 where there is none."""
    try:
        return source.stat().st_size
    except OSError:
        return 0


def add(log_file: Path, source: Path, told: Callable[[int], object] = lambda _bytes: None) -> AttachmentRef:
    """Copy a file beside the log, safely on disk when it returns; `Refusal` where it cannot be.

    `told` is given the bytes that are copied so far; what it raises ends the copy, and nothing is left.
    """
    if not source.is_file():
        raise Refusal(f"附件 {source.name} 不是文件，或已不在原处。请重新选择。")
    try:
        return _copy(log_file, source, told)
    except OSError as error:
        raise Refusal(_sentence(error, source)) from error


def _sentence(error: OSError, source: Path) -> str:
    if error.errno == errno.ENOSPC:
        return f"磁盘已满，附件 {source.name} 没有保存。请腾出空间后再添加一次。"
    return f"附件 {source.name} 没有保存（{reason_of(error)}）。请检查文件和数据文件夹的读写权限，再添加一次。"


def _copy(log_file: Path, source: Path, told: Callable[[int], object]) -> AttachmentRef:
    folder = folder_of(log_file)
    folder.mkdir(exist_ok=True)
    with unfinished(folder) as made:
        ref = AttachmentRef(single_line(source.name), copy_into(source, made, told))
        target = path_of(log_file, ref)
        target.parent.mkdir(exist_ok=True)
        put_in_place(made, target)
        sync_folder(folder)
    return ref


def names_in(folder: Path) -> list[str]:
    """Every copy in a folder of attachments, such as ab/abcd….jpg."""
    names = (one.relative_to(folder).as_posix() for one in folder.glob("??/*"))
    return sorted(name for name in names if digest_in(name))


def digest_in(name: str) -> str:
    """The SHA-256 that a copy's name states; empty where it is no such name."""
    found = _COPY.fullmatch(name)
    return found[2] if found else ""


def is_sound(folder: Path, name: str) -> bool:
    """Whether a copy can be read and is what its name says: one that is not must not spoil a package."""
    try:
        return digest_of(folder / name) == digest_in(name)
    except OSError:
        return False


def take_in(log_file: Path, name: str, stream: IO[bytes]) -> bool:
    """Put a copy of another log beside this one, unless it is there; False where it is not what its name says.

    An `OSError` is the caller's: it knows where the copy comes from.
    """
    target = folder_of(log_file) / name
    if target.is_file() and digest_of(target) == digest_in(name):
        return True
    target.parent.mkdir(parents=True, exist_ok=True)
    with unfinished(target.parent) as made:
        if copy_stream(stream, made) != digest_in(name):
            return False
        put_in_place(made, target)
    return True


def check(log: Reading) -> Iterator[str]:
    """A Chinese sentence for each copy that a record names and that is missing or changed."""
    seen: set[str] = set()
    for label, title, ref in _named(log):
        fault = None if ref.term in seen else _fault(path_of(log.file, ref), ref)
        seen.add(ref.term)
        if fault:
            yield f"{label}{title}的附件“{ref.name}”{fault}。请从备份取回附件，或打开这条记录重新添加。"


def damaged(log: Reading) -> dict[str, AttachmentRef]:
    """The copies that a record names and that are missing or changed, by SHA-256."""
    found = {ref.sha256: ref for _, _, ref in _named(log)}
    return {digest: ref for digest, ref in found.items() if _fault(path_of(log.file, ref), ref)}


def _named(log: Reading) -> Iterator[tuple[str, str, AttachmentRef]]:
    """Every copy that a live record names, with the ledger and the record."""
    for ledger in log.catalogue.ledgers.values():
        for name in (one.name for one in ledger.fields.values() if one.type.name == "attachment"):
            rows = log.query(
                f"SELECT {quoted(ledger.title)}, {quoted(name)} FROM {quoted(ledger.name)}"
                f" WHERE deleted_at IS NULL AND {quoted(name)} IS NOT NULL"
            )
            for title, stored in rows:
                shown = ledger.fields[ledger.title].display(title)
                yield from ((ledger.label, f"“{shown}”" if shown else "", ref) for ref in refs(stored))


def _fault(file: Path, ref: AttachmentRef) -> str | None:
    try:
        return None if digest_of(file) == ref.sha256 else "的内容被改动过"
    except FileNotFoundError:
        return "不见了"
    except OSError as error:
        return f"读不出来（{reason_of(error)}）"
