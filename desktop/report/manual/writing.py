"""The manual as a Word document: title page, contents, chapters with pictures in the size of the screen."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import count
from pathlib import Path

from docx.document import Document
from docx.oxml import OxmlElement
from docx.shared import Mm

from desktop.help import Book, Chapter
from desktop.help.blocks import (
    Block,
    Code,
    Heading,
    Key,
    Line,
    Link,
    Note,
    Paragraph,
    Picture,
    Points,
    Span,
    Steps,
    Table,
    Text,
    Words,
)
from desktop.help.book import PICTURE_SCALE
from desktop.report.manual.styles import EDGE, GROUND, HEI, SONG, TEXT_WIDTH, TYPED, ManualStyle, manual_document
from desktop.report.word.elements import Element, Face, paragraph, text_run, twips, w
from desktop.report.word.package import save, sign
from desktop.store.replacing import replacing

TITLE = "应急台账使用手册"
_WIDEST_PICTURE = 760
"""Pixels of the screen that fill the width of the text."""


def write_manual(book: Book, out: Path, *, version: str, made_at: datetime) -> None:
    """Write the whole help to `out`, which is replaced only when all of it is written."""
    document = manual_document()
    for part in _parts(book, document, version, made_at):
        document.element.body.sectPr.addprevious(part)
    sign(document, TITLE, "应急台账", made_at)
    with replacing(out) as beside:
        save(document, beside)


def _parts(book: Book, document: Document, version: str, made_at: datetime) -> Iterator[Element]:
    yield paragraph(ManualStyle.TITLE, text_run(TITLE, HEI))
    yield paragraph(ManualStyle.SUBTITLE, text_run(f"版本 {version}", SONG))
    yield paragraph(ManualStyle.SUBTITLE, text_run(f"{made_at.year}年{made_at.month}月", SONG))
    yield from _contents(book)
    identifiers = count(1)
    beginning = {group.chapters[0].name for group in book.groups}
    for chapter in book.chapters.values():
        yield _bookmarked(chapter, next(identifiers), new_page=chapter.name in beginning)
        for block in chapter.blocks:
            yield from _block(block, book, document)


def _contents(book: Book) -> Iterator[Element]:
    yield paragraph(ManualStyle.CONTENTS, text_run("目录", HEI))
    for group in book.groups:
        yield paragraph(ManualStyle.GROUP, text_run(group.title, HEI))
        for chapter in group.chapters:
            runs = [text_run(f"{chapter.title}\t", SONG), *_page_of(chapter)]
            yield paragraph(ManualStyle.LINE, w("hyperlink", *runs, anchor=_mark(chapter.name), history=True))


def _mark(chapter: str) -> str:
    return f"chapter_{chapter}"


def _page_of(chapter: Chapter) -> Iterator[Element]:
    """The number of a chapter's page, which Word and WPS work out: nobody else knows their pages."""
    instruction = w("instrText")
    instruction.text = f" PAGEREF {_mark(chapter.name)} \\h "
    properties = SONG.element()
    yield w("r", w("rPr", properties), w("fldChar", fldCharType="begin", dirty=True))
    yield w("r", instruction)
    yield w("r", w("fldChar", fldCharType="separate"))
    yield text_run(" ", SONG)
    yield w("r", w("fldChar", fldCharType="end"))


def _bookmarked(chapter: Chapter, number: int, *, new_page: bool) -> Element:
    """The head of a chapter; a group of chapters begins on a page of its own."""
    start = w("bookmarkStart", id=number, name=_mark(chapter.name))
    made = paragraph(ManualStyle.CHAPTER, start, text_run(chapter.title, HEI), w("bookmarkEnd", id=number))
    if new_page:
        made.pPr.append(w("pageBreakBefore"))
    return made


# -------------------------------------------------------------------- blocks


def _block(block: Block, book: Book, document: Document) -> Iterator[Element]:
    match block:
        case Heading():
            yield paragraph(ManualStyle.SECTION, text_run(block.text, HEI))
        case Paragraph():
            yield paragraph(ManualStyle.TEXT, *_runs(block.line))
        case Note():
            yield paragraph(ManualStyle.NOTE, *_runs(block.line))
        case Steps():
            yield from _listed([f"{number}." for number in range(1, len(block.lines) + 1)], block.lines)
        case Points():
            yield from _listed(["•"] * len(block.lines), block.lines)
        case Picture():
            yield paragraph(ManualStyle.PICTURE, _picture(book.picture(block.file), document))
            yield paragraph(ManualStyle.CAPTION, text_run(block.caption, SONG))
        case Table():
            yield _table(block)
            yield paragraph(ManualStyle.CAPTION)


def _listed(marks: Sequence[str], lines: Sequence[Line]) -> Iterator[Element]:
    for mark, line in zip(marks, lines, strict=True):
        yield paragraph(ManualStyle.STEP, text_run(f"{mark}\t", SONG), *_runs(line))


def _picture(file: Path, document: Document) -> Element:
    """A picture as large as it is on the screen, no wider than the text."""
    _, image = document.part.get_or_add_image(str(file))
    pixels = image.px_width / PICTURE_SCALE
    width = Mm(float(TEXT_WIDTH) * min(1.0, pixels / _WIDEST_PICTURE))
    inline = document.part.new_pic_inline(str(file), width)
    edge = OxmlElement("a:ln", {"w": "6350"})
    edge.append(OxmlElement("a:solidFill"))
    edge[0].append(OxmlElement("a:srgbClr", {"val": EDGE}))
    inline.graphic.graphicData.pic.spPr.append(edge)
    return w("r", w("drawing", inline))


def _table(block: Table) -> Element:
    wide = _widths(block)
    grid = w("tblGrid", *(w("gridCol", w=one) for one in wide))
    look = w("tblPr", w("tblStyle", val="FigureTable"), w("tblW", w=sum(wide), type="dxa"),
             w("tblLayout", type="fixed"))  # fmt: skip
    head = w("tr", w("trPr", w("cantSplit"), w("tblHeader")), *map(_head_cell, block.head, wide))
    rows = [w("tr", w("trPr", w("cantSplit")), *map(_cell, row, wide)) for row in block.rows]
    return w("tbl", look, grid, head, *rows)


def _widths(block: Table) -> list[int]:
    """Columns by the longest of what they hold, none too narrow to be read."""
    longest = [max(len(_plain(row[at])) for row in (block.head, *block.rows)) for at in range(len(block.head))]
    shares = [min(max(one, 8), 30) for one in longest]
    return [twips(TEXT_WIDTH) * share // sum(shares) for share in shares]


def _plain(line: Line) -> str:
    return "".join(span.text for span in line)


def _head_cell(line: Line, width: int) -> Element:
    shade = w("shd", val="clear", color="auto", fill=GROUND)
    runs = [text_run(span.text, HEI) for span in line]
    return w("tc", w("tcPr", w("tcW", w=width, type="dxa"), shade), paragraph(ManualStyle.HEAD, *runs))


def _cell(line: Line, width: int) -> Element:
    return w("tc", w("tcPr", w("tcW", w=width, type="dxa")), paragraph(ManualStyle.CELL, *_runs(line)))


# -------------------------------------------------------------------- spans


def _runs(line: Line) -> Iterator[Element]:
    for span in line:
        yield _run(span)


def _run(span: Span) -> Element:
    match span:
        case Text() | Link():
            return text_run(span.text, SONG)
        case Words():
            made = text_run(span.text, SONG)
            made.rPr.append(w("b"))
            return made
        case Key():
            return _capped(span.text, SONG)
        case Code():
            return _capped(span.text, TYPED)


def _capped(text: str, face: Face) -> Element:
    """On a grey ground, as the keys on the screen."""
    made = text_run(text, face)
    made.rPr.append(w("shd", val="clear", color="auto", fill=GROUND))
    return made
