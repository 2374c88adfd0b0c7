"""What a file is, told from its first bytes and its directory, before anything in it is parsed.

A workbook comes from anywhere: a drive, a chat, a mail. Nothing of it is unpacked without a bound, and what cannot be
read is refused with a sentence that says what to do.
"""

import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path

from desktop.catalogue import Refusal

MOST_FILE_BYTES = 200 << 20
"""A ledger of 100,000 rows takes about 10 MB; with photographs pasted in, some ten times that."""

MOST_XML_BYTES = 512 << 20
"""What one part may unpack to: 100,000 rows of 20 columns take 100 MB. A zip bomb takes gigabytes."""

MOST_PARTS = 20_000
"""Parts of a package; each pasted picture is one."""

CHUNK = 1 << 20

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_HEAD = 1 << 16
_SAVE_AS = "请用 Excel 或 WPS 打开它，另存为“Excel 工作簿（*.xlsx）”后再导入。"
_LOCAL_HEADER = struct.Struct("<4s22xHH")
_OTHER_PACKAGES = {
    "xl/workbook.bin": "是二进制工作簿（.xlsb）",
    "word/document.xml": "是 Word 文档",
    "ppt/presentation.xml": "是演示文稿",
    "content.xml": "是 OpenDocument 文件（.ods）",
}


def damaged(file: Path) -> Refusal:
    """What is said of a file whose inside does not hold together."""
    return Refusal(
        f"“{file.name}”已损坏，读不出来。请用 Excel 或 WPS 打开并另存一份；打不开的，请向提供的人重新要一份。"
    )


def unpacks_too_large(file: Path) -> Refusal:
    """What is said of a zip bomb, and of a table that no memory holds."""
    return Refusal(f"“{file.name}”展开后太大，没有读。请把需要的表复制到一个新的工作簿里再导入。")


def check_size(file: Path) -> None:
    """Refuse what is no file, empty or far too large to be a ledger."""
    if not file.is_file():
        raise Refusal(f"没有文件 {file}。请核对文件名和位置。")
    size = file.stat().st_size
    if size == 0:
        raise Refusal(f"“{file.name}”是空文件。请核对是不是选错了文件。")
    if size > MOST_FILE_BYTES:
        raise Refusal(
            f"“{file.name}”有 {size >> 20} MB，超过 {MOST_FILE_BYTES >> 20} MB。"
            "请删去表里的图片，或把需要的表复制到一个新的工作簿里再导入。"
        )


def is_package(file: Path) -> bool:
    """Whether the file is a zip package; `Refusal` for the kinds of file that are known and cannot be read."""
    with file.open("rb") as stream:
        start = stream.read(_OLE_HEAD)
        if start.startswith(_OLE):
            raise _old_or_locked(file, start + stream.read())
    if start.startswith(b"PK"):
        return True
    head = start[:512].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if head.startswith((b"<html", b"<!doctype", b"<table", b"<?xml", b"<meta")):
        raise Refusal(f"“{file.name}”是网页格式的表格。{_SAVE_AS}")
    if start.startswith(
        (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"\x1f\x8b", b"SQLite format 3")
    ):
        raise Refusal(f"“{file.name}”不是表格。可以导入 Excel 工作簿（.xlsx）和 CSV 文件（.csv）。")
    return False


def _old_or_locked(file: Path, content: bytes) -> Refusal:
    """A compound file is either an old format or a new one behind a password."""
    if "EncryptedPackage".encode("utf-16-le") in content:
        return Refusal(f"“{file.name}”设有打开密码。请用 Excel 或 WPS 打开它，取消密码另存一份后再导入。")
    return Refusal(f"“{file.name}”是旧格式的文件（.xls、.et 等）。{_SAVE_AS}")


class Package:
    """The parts of a workbook's zip package, unpacked piece by piece and never beyond their stated size."""

    def __init__(self, file: Path) -> None:
        self.file = file
        try:
            with zipfile.ZipFile(file) as opened:
                entries = opened.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, EOFError):
            raise damaged(file) from None
        if len(entries) > MOST_PARTS:
            raise unpacks_too_large(file)
        self._entries = {_folded(one.filename): one for one in entries}
        if len(self._entries) < len(entries):
            # Two parts of one name: what is checked might not be what is read.
            raise damaged(file)
        self._check_kind()

    def _check_kind(self) -> None:
        if self.has("xl/workbook.xml"):
            return
        for part, what in _OTHER_PACKAGES.items():
            if self.has(part):
                advice = _SAVE_AS if part.startswith(("xl/", "content")) else "请选择 .xlsx 或 .csv 文件。"
                raise Refusal(f"“{self.file.name}”{what}。{advice}")
        raise Refusal(f"“{self.file.name}”不是 Excel 工作簿。请选择 .xlsx 或 .csv 文件。")

    def has(self, part: str) -> bool:
        """Whether the package has the part."""
        return _folded(part) in self._entries

    def chunks(self, part: str) -> Iterator[bytes]:
        """The part's content, about a megabyte at a time; `Refusal` where it is not what the directory says."""
        entry = self._entries.get(_folded(part))
        if (
            entry is None
            or entry.flag_bits & 1
            or entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
        ):
            raise damaged(self.file)
        if entry.file_size > MOST_XML_BYTES:
            raise unpacks_too_large(self.file)
        left = entry.file_size
        for chunk in self._unpacked(entry):
            left -= len(chunk)
            if left < 0:
                raise damaged(self.file)
            yield chunk

    def _unpacked(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        inflater = zlib.decompressobj(-zlib.MAX_WBITS) if entry.compress_type == zipfile.ZIP_DEFLATED else None
        try:
            for packed in self._packed(entry):
                if inflater is None:
                    yield packed
                    continue
                # Never more than a chunk at once, however little there is to unpack.
                yield inflater.decompress(packed, CHUNK)
                while inflater.unconsumed_tail:
                    yield inflater.decompress(inflater.unconsumed_tail, CHUNK)
            if inflater is not None:
                yield inflater.flush(CHUNK)
        except zlib.error:
            raise damaged(self.file) from None

    def _packed(self, entry: zipfile.ZipInfo) -> Iterator[bytes]:
        with self.file.open("rb") as stream:
            stream.seek(entry.header_offset)
            header = stream.read(_LOCAL_HEADER.size)
            if len(header) < _LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
                raise damaged(self.file)
            _, name, extra = _LOCAL_HEADER.unpack(header)
            stream.seek(name + extra, 1)
            left = entry.compress_size
            while left > 0:
                packed = stream.read(min(left, CHUNK >> 4))
                if not packed:
                    raise damaged(self.file)
                left -= len(packed)
                yield packed


def _folded(part: str) -> str:
    """A part's name as readers compare it."""
    return re.sub(r"/+", "/", part.replace("\\", "/")).lstrip("/").lower()
