"""Opening a draft: .docx with its paragraphs, .txt in the encodings that China's programs write, pasted text."""

import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
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
_NOT_READ = frozenset((f"{_W}moveFrom", f"{_W}p", f"{_W}pPr", _FALLBACK))
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HARDLY = 0.05


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
    head = file.read_bytes()[:8] if file.stat().st_size else b""
    if not head:
        raise Refusal(f"{file.name} 是空的。请核对是否选对了文件。")
    if head.startswith(b"%PDF"):
        raise Refusal(f"{file.name} 是 PDF，不能直接校核。请打开它的 Word 原稿，或把文字复制粘贴进来。")
    if head.startswith(_OLE):
        raise Refusal(_old_word(file))
    if head.startswith(b"PK"):
        return _word(file)
    if file.suffix.lower() in (".docx", ".doc", ".wps"):
        raise Refusal(f"{file.name} 不是完好的 Word 文件，可能已损坏。请用 WPS 或 Word 打开后另存为 .docx。")
    return Draft(_checked(_decoded(file)), source=file)


def _old_word(file: Path) -> str:
    """An OLE container is an old Word or WPS file, or a .docx with a password."""
    if file.suffix.lower() == ".docx":
        return f"{file.name} 有打开密码或已损坏，读不出来。请用 WPS 或 Word 去掉密码，另存为 .docx。"
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
    length, row = 0, None
    for number, one in enumerate(body.iter(f"{_W}p")):
        text = "".join(words for _, words in read_pieces(one))
        if not text.strip() or next(one.iterancestors(_FALLBACK), None) is not None:
            continue
        within = next(one.iterancestors(f"{_W}tr"), None)
        joint = "" if not parts else ("\t" if within is not None and within is row else "\n")
        parts += [joint, text]
        length += len(joint)
        lines.append(Line(length, number))
        length, row = length + len(text), within
    return parts, lines


def read_pieces(paragraph: Any) -> Iterator[tuple[Any, str]]:
    """What is read of a paragraph, and the element that holds it.

    What tracked changes deleted or moved away is not, nor what stands in a text box: that has paragraphs of its own,
    and a second copy of them for old programs.
    """
    for one in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):
        if _belongs(one, paragraph):
            yield one, (one.text or "" if one.tag == f"{_W}t" else " ")


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
            if "word/document.xml" not in names:
                raise Refusal(f"{file.name} 不是 Word 文件。请选 .docx 或 .txt 文件。")
            if any(one.flag_bits & 1 for one in packed.infolist()):
                raise Refusal(f"{file.name} 有密码，读不出来。请去掉密码，另存为 .docx。")
            if packed.getinfo("word/document.xml").file_size > _LONGEST_XML:
                raise Refusal(f"{file.name} 的文字太多，读不下。请分成几个文件校核。")
    except (BadZipFile, EOFError, OSError):
        raise Refusal(f"{file.name} 已损坏，读不出来。请用 WPS 或 Word 打开后另存为 .docx。") from None
