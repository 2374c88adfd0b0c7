"""Which records stand behind which figures, and how an edition keeps that: ids once, a bit for each figure."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from uuid import UUID

_ID_BYTES = 16


@dataclass
class Counted:
    """The records of one ledger that figures count: `marks` has bit n of a record set where `names[n]` counts it."""

    names: list[str] = field(default_factory=list)
    marks: dict[str, int] = field(default_factory=dict)
    """By record id."""

    def ids(self, names: Iterable[str]) -> set[str]:
        """The records behind any of some figures."""
        asked = set(names)
        wanted = sum(1 << n for n, name in enumerate(self.names) if name in asked)
        return {id_ for id_, mark in self.marks.items() if mark & wanted} if wanted else set()

    def packed(self) -> tuple[bytes, bytes]:
        """Ids and marks, compressed: ids that were made one after the other begin alike, most marks are few."""
        ordered = sorted(self.marks)
        width = _width(len(self.names))
        ids = b"".join(UUID(id_).bytes for id_ in ordered)
        marks = b"".join(self.marks[id_].to_bytes(width, "little") for id_ in ordered)
        return zlib.compress(ids), zlib.compress(marks)


@dataclass(frozen=True)
class Packed:
    """What `packed` made, not yet taken apart: of a large log that takes some tenths of a second."""

    names: list[str]
    ids: bytes
    marks: bytes

    def counted(self) -> Counted:
        """The records with their marks."""
        width, ids = _width(len(self.names)), self.ids.hex()
        wide = 2 * _ID_BYTES
        return Counted(
            self.names,
            {
                _dashed(ids[n * wide : (n + 1) * wide]): int.from_bytes(
                    self.marks[n * width : (n + 1) * width], "little"
                )
                for n in range(len(self.ids) // _ID_BYTES)
            },
        )


def unpacked(names: Iterable[str], ids: bytes, marks: bytes) -> Packed:
    """What `packed` made, without its compression; `ValueError` where the bytes are not what it made."""
    listed = list(names)
    width = _width(len(listed))
    try:
        all_ids, all_marks = zlib.decompress(ids), zlib.decompress(marks)
    except zlib.error as error:
        raise ValueError("the ids of an edition cannot be read") from error
    if len(all_ids) % _ID_BYTES or len(all_ids) // _ID_BYTES != len(all_marks) // width or len(all_marks) % width:
        raise ValueError("the ids of an edition do not fit their marks")
    return Packed(listed, all_ids, all_marks)


def _dashed(digits: str) -> str:
    """A UUID as ids are written; by the class of the standard library it takes five times as long."""
    return f"{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"


def _width(names: int) -> int:
    return max(1, -(-names // 8))
