"""Opening a draft: .docx with its paragraphs, .txt in the encodings that China's programs write, pasted text."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path
from typing import Any
from zipfile import BadZipFile

from desktop.catalogue import Refusal

LONGEST = 2_000_000
"""Characters of the longest draft that is read: some two thousand pages."""
LARGEST = 60_000_000
"""Bytes of the largest file that is opened, pictures and all."""
_LONGEST_XML = 80_000_000
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
READ = {f"{_W}t": "", f"{_W}tab": " ", f"{_W}br": " ", f"{_W}cr": " ", f"{_W}noBreakHyphen": "-"}
"""The elements of a run that are read as text, and what each says that has no text of its own."""
_NOT_READ = frozenset((*(f"{_W}{name}" for name in ("del", "moveFrom", "p", "pPr", "rt")), _FALLBACK))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HARDLY = 0.05
_MOST_COLUMNS = 63
"""Word knows no wider tables."""


@dataclass(frozen=True)
class Line:
    """A paragraph of a Word document and where it stands in the text that is checked."""

    start: int
    paragraph: int
    """Number among all paragraphs of the document, those of tables included, in reading order."""


@dataclass(frozen=True)
class Draft:
    """A draft as it is checked."""

    text: str
    lines: tuple[Line, ...] = ()
    """Of a Word document: where each paragraph begins. Empty otherwise."""
    source: Path | None = None


def pasted(text: str) -> Draft:
    """A text from the clipboard; `Refusal` where there is nothing to check."""
    return Draft(_checked(text.replace("\r\n", "\n")))


def open_draft(file: Path) -> Draft:
    """Read a draft; `Refusal` with what to do for what cannot be read."""
    if not file.is_file():
        raise Refusal(f"没有找到文件 {file}。请核对文件名。")
    if file.stat().st_size > LARGEST:
        raise Refusal(f"{file.name} 太大，超过 60 MB。请把文字另存为 .docx 或 .txt 再打开。")
    raw = file.read_bytes()
    if not raw:
        raise Refusal(f"{file.name} 是空的。请核对是否选对了文件。")
    if raw.startswith(b"%PDF"):
        raise Refusal(f"{file.name} 是 PDF，不能直接校核。请打开它的 Word 原稿，或把文字复制粘贴进来。")
    if raw.startswith(_OLE):
        raise Refusal(_old_word(file, raw))
    if raw.startswith(b"{\\rtf"):
        raise Refusal(f"{file.name} 是 RTF 格式。请用 WPS 或 Word 打开，另存为 .docx 再校核。")
    if raw.startswith(b"PK"):
        return _word(file)
    if file.suffix.lower() in (".docx", ".doc", ".wps"):
        raise Refusal(f"{file.name} 不是完好的 Word 文件，可能已损坏。请用 WPS 或 Word 打开后另存为 .docx。")
    return Draft(_checked(_decoded(file)), source=file)


def _old_word(file: Path, raw: bytes) -> str:
    """An OLE container is an old Word or WPS file, or a .docx with a password."""
    if "EncryptedPackage".encode("utf-16-le") in raw:
        return f"{file.name} 有打开密码，读不出来。请用 WPS 或 Word 去掉密码，另存为 .docx。"
    return f"{file.name} 是旧格式（.doc、.wps）。请用 WPS 或 Word 打开，另存为 .docx 再校核。"


# -------------------------------------------------------------------- text


def _decoded(file: Path) -> str:
    raw = file.read_bytes()
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return _text(raw, encoding, file)
    try:
        return raw.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError:
        return _text(raw, "gb18030", file)


def _text(raw: bytes, encoding: str, file: Path) -> str:
    try:
        return raw.decode(encoding).replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise Refusal(f"{file.name} 不是文字文件。请选 .docx 或 .txt 文件，或把文字粘贴进来。") from None


def _checked(text: str) -> str:
    if not text.strip():
        raise Refusal("稿子里没有文字。请核对是否选对了文件；扫描件要先转成文字。")
    if len(text) > LONGEST:
        raise Refusal(f"稿子有 {len(text):,} 个字，超过 2,000,000 个字。请分几次校核。")
    if "\x00" in text:
        raise Refusal("这个文件不是文字。请选 .docx 或 .txt 文件，或把文字粘贴进来。")
    chinese = sum("\u4e00" <= char <= "\u9fff" for char in text)
    if chinese < _HARDLY * sum(not char.isspace() for char in text):
        raise Refusal("稿子里几乎没有中文，没有可以校核的句子。请核对是否选对了文件。")
    return text


# -------------------------------------------------------------------- Word


def _word(file: Path) -> Draft:
    # Only here: the page of the check would be slow to come with them.
    from docx import Document  # noqa: PLC0415
    from docx.opc.exceptions import OpcError  # noqa: PLC0415

    _measured(file)
    try:
        body = Document(str(file)).element.body
        parts, lines = _laid_out(body)
    except (OpcError, SyntaxError, KeyError, ValueError, BadZipFile, EOFError, OSError, AttributeError):
        # What lxml raises for XML that is not well formed is a SyntaxError.
        raise Refusal(f"{file.name} 读不出来，可能已损坏。请用 WPS 或 Word 打开后另存为 .docx。") from None
    return Draft(_checked("".join(parts)), tuple(lines), file)


def _laid_out(body: Any) -> tuple[list[str], list[Line]]:
    """The text, a line a paragraph or a row of a table, and where each paragraph stands in it."""
    parts: list[str] = []
    lines: list[Line] = []
    length, last = 0, _Place()
    for number, one in enumerate(body.iter(f"{_W}p")):
        text = "".join(words for _, words in read_pieces(one))
        if not text.strip() or next(one.iterancestors(_FALLBACK), None) is not None:
            continue
        place = _place_of(one)
        joint = _joint(last, place, first=not parts)
        parts += [joint, text]
        length += len(joint)
        lines.append(Line(length, number))
        length, last = length + len(text), place
    return parts, lines


@dataclass(frozen=True)
class _Place:
    """The row in which a paragraph stands, and its column; no row outside of tables and in frames of one cell."""

    row: Any = None
    column: int = 0


def _place_of(paragraph: Any) -> _Place:
    row = next(paragraph.iterancestors(f"{_W}tr"), None)
    if row is None:
        return _Place()
    cells = list(row.iterchildren(f"{_W}tc", f"{_W}sdt"))
    around = list(paragraph.iterancestors(f"{_W}tc", f"{_W}sdt"))
    before = takewhile(lambda one: one not in around, cells)
    return _Place(row, sum(map(_columns, before))) if len(cells) > 1 else _Place()


def _columns(cell: Any) -> int:
    """How many columns a cell covers."""
    span = cell.find(f"{_W}tcPr/{_W}gridSpan")
    text = span.get(f"{_W}val", "") if span is not None else ""
    return min(int(text), _MOST_COLUMNS) if text.isdecimal() and int(text) else 1


def _joint(last: _Place, place: _Place, *, first: bool) -> str:
    """What stands between two paragraphs: a tab stop for every column between them, empty cells included."""
    if place.row is None or place.row is not last.row:
        return ("" if first else "\n") + "\t" * place.column
    return "\t" * (place.column - last.column) or " "


def read_pieces(paragraph: Any) -> Iterator[tuple[Any, str]]:
    """What is read of a paragraph, and the element that holds it.

    What tracked changes deleted or moved away is not, nor the reading of a character above it, nor what stands in a
    text box: that has paragraphs of its own, and a second copy of them for old programs.
    """
    for one in paragraph.iter(*READ):
        if _belongs(one, paragraph):
            yield one, said_by(one)


def said_by(element: Any) -> str:
    """What one of the elements of `READ` says."""
    return element.text or "" if element.tag == f"{_W}t" else READ[element.tag]


def _belongs(one: Any, paragraph: Any) -> bool:
    for above in one.iterancestors():
        if above is paragraph:
            return True
        if above.tag in _NOT_READ:
            return False
    return False


def _measured(file: Path) -> None:
    """Refuse what only pretends to be a Word file, or unpacks to more than any report has."""
    try:
        with zipfile.ZipFile(file) as packed:
            names = set(packed.namelist())
            if "OFD.xml" in names:
                raise Refusal(
                    f"{file.name} 是 OFD 版式文件，不能直接校核。请打开它的 Word 原稿，或把文字复制粘贴进来。"
                )
            if "word/document.xml" not in names:
                raise Refusal(f"{file.name} 不是 Word 文件。请选 .docx 或 .txt 文件。")
            if any(one.flag_bits & 1 for one in packed.infolist()):
                raise Refusal(f"{file.name} 有密码，读不出来。请去掉密码，另存为 .docx。")
            if packed.getinfo("word/document.xml").file_size > _LONGEST_XML:
                raise Refusal(f"{file.name} 的文字太多，读不下。请分成几个文件校核。")
    except (BadZipFile, EOFError, OSError):
        raise Refusal(f"{file.name} 已损坏，读不出来。请用 WPS 或 Word 打开后另存为 .docx。") from None
