"""The report from its title to its date, paragraph by paragraph (GB/T 9704—2012 7.3)."""

import re
import unicodedata
from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from desktop.report.text.document import Kind
from desktop.report.text.laying import parts_of
from desktop.report.text.printed import PrintedLine
from desktop.report.word.content import Content
from desktop.report.word.elements import Element, Face, paragraph, text_run, twentieths, w
from desktop.report.word.styles import HEADINGS, Faces, StyleId
from desktop.store.report_format import ReportFormat

_DATE_INSET = Decimal(4)
"""成文日期右空四字, in characters."""
_ORDINAL = re.compile("[一二三四五六七八九十]+是")


def text_of(content: Content, form: ReportFormat, dated: date, attachment: str) -> Iterator[Element]:
    """All paragraphs; `attachment` is the title of what follows them, empty where nothing does."""
    faces = Faces(form)
    if form.document_number:
        yield paragraph(StyleId.NUMBER, text_run(form.document_number, faces.body))
    yield paragraph(StyleId.TITLE, text_run("\n".join(content.title), faces.title))
    if form.addressee:
        yield paragraph(StyleId.ADDRESSEE, text_run(f"{form.addressee}：", faces.body))
    yield from _body(content, faces)
    if attachment:
        yield paragraph(StyleId.ATTACHMENT_NOTE, text_run(f"附件：{attachment}", faces.body))
    yield from _signature(form.signature or content.bureau, dated, form, faces)


# -------------------------------------------------------------------- body


def _body(content: Content, faces: Faces) -> Iterator[Element]:
    for number, one in enumerate(content.lines, 1):
        made = _heading(one, faces) if one.kind is Kind.HEADING else _text(one, faces)
        if number == len(content.lines):
            made.pPr.append(w("keepNext"))  # no signature stands alone on a page
        yield made


def _heading(one: PrintedLine, faces: Faces) -> Element:
    return paragraph(HEADINGS[min(one.depth, len(HEADINGS) - 1)], text_run(one.text, faces.heading(one.depth)))


def _text(one: PrintedLine, faces: Faces) -> Element:
    heads = [
        text_run(f"{title}。", _lead_face(title, depth, faces)) for title, depth in parts_of(one.lead, one.depth)
    ]
    return paragraph(StyleId.BODY, *heads, text_run(one.number + one.plain, faces.body))


def _lead_face(title: str, depth: int, faces: Faces) -> Face:
    """The font of a heading that leads a paragraph; 一是 is no heading to the eye."""
    return faces.body if _ORDINAL.match(title) else faces.heading(depth)


# -------------------------------------------------------------------- signature


def _signature(name: str, dated: date, form: ReportFormat, faces: Faces) -> Iterator[Element]:
    """署名 centred over 成文日期, which stands four characters in (7.3.5.1); a long name pushes it to the left."""
    written = f"{dated.year}年{dated.month}月{dated.day}日"
    overhang = (width_of(name) - width_of(written)) / 2
    inset = max(Decimal(0), _DATE_INSET - overhang)
    yield _inset(StyleId.SIGNATURE, name, inset, form, faces)
    yield _inset(StyleId.DATE, written, max(_DATE_INSET, inset + overhang), form, faces)


def _inset(style: StyleId, text: str, characters: Decimal, form: ReportFormat, faces: Faces) -> Element:
    made = paragraph(style, text_run(text, faces.body))
    right = twentieths(characters * form.character_pitch)
    made.pPr.append(w("ind", rightChars=int(characters * 100), right=right))
    return made


def width_of(text: str) -> Decimal:
    """The width of a text in Chinese characters; a digit takes half of one."""
    narrow = sum(unicodedata.east_asian_width(char) in ("Na", "H", "N") for char in text)
    return len(text) - Decimal(narrow) / 2
