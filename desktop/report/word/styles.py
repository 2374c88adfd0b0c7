"""The styles of the report by name, and the fonts that may take the place of those that a machine lacks."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from desktop.report.word.elements import (
    Element,
    Face,
    half_points,
    paragraph_properties,
    twentieths,
    w,
)
from desktop.store.report_format import ReportFormat

PAGE_NUMBER_SIZE = Decimal(14)
"""4号."""
PAGE_NUMBER_PITCH = Decimal(16)
_SONG = "宋体"
_TABLE_SIZE = Decimal("10.5")
_NOTE_SIZE = Decimal(9)
_TITLE_PITCH = Decimal("1.25")
"""Of the title's size; smaller, its strokes would be cut."""


class StyleId(StrEnum):
    """The styles; their names are what a clerk reads in Word."""

    NORMAL = "Normal"
    BODY = "Body"
    NUMBER = "DocumentNumber"
    TITLE = "ReportTitle"
    ADDRESSEE = "Addressee"
    HEADING1 = "Heading1"
    HEADING2 = "Heading2"
    HEADING3 = "Heading3"
    HEADING4 = "Heading4"
    ATTACHMENT_NOTE = "AttachmentNote"
    SIGNATURE = "Signature"
    DATE = "SignatureDate"
    ATTACHMENT = "Attachment"
    ATTACHMENT_TITLE = "AttachmentTitle"
    ATTACHMENT_SPAN = "AttachmentSpan"
    TABLE = "FigureTable"
    TABLE_HEAD = "TableHead"
    TABLE_TEXT = "TableText"
    TABLE_NUMBER = "TableNumber"
    TABLE_NOTE = "TableNote"
    TABLE_END = "TableEnd"
    PAGE_NUMBER = "PageNumber"


HEADINGS = (StyleId.HEADING1, StyleId.HEADING2, StyleId.HEADING3, StyleId.HEADING4)


class Faces:
    """The fonts of a format, by what they are for."""

    def __init__(self, form: ReportFormat) -> None:
        self._digits = form.digit_font
        self.title = self._face(form.title_font)
        self.body = self._face(form.body_font)
        self._headings = (self._face(form.heading1_font), self._face(form.heading2_font), self.body, self.body)
        self.strong = self._headings[0]
        self.page_number = Face(_SONG, _SONG)

    def heading(self, depth: int) -> Face:
        """Of a heading, by its depth from 0."""
        return self._headings[min(depth, 3)]

    def all(self) -> Iterator[str]:
        """The names of the fonts, each once."""
        faces = (self.title, self.body, *self._headings, self.page_number)
        yield from dict.fromkeys(name for face in faces for name in (face.chinese, face.western))

    def _face(self, font: str) -> Face:
        return Face(font, self._digits or font)


@dataclass(frozen=True)
class _Look:
    id: StyleId
    name: str
    face: Face
    size: Decimal
    properties: tuple[Element, ...] = ()

    def element(self) -> Element:
        default = {"default": True} if self.id is StyleId.NORMAL else {"customStyle": True}
        based = [] if self.id is StyleId.NORMAL else [w("basedOn", val=StyleId.NORMAL)]
        runs = w(
            "rPr", self.face.element(), w("sz", val=half_points(self.size)), w("szCs", val=half_points(self.size))
        )
        return w("style", w("name", val=self.name), *based, w("uiPriority", val=1), w("qFormat"),
                 paragraph_properties(*self.properties), runs,
                 type="paragraph", styleId=self.id, **default)  # fmt: skip


def style_sheet(form: ReportFormat) -> Iterator[Element]:
    """What the styles part holds."""
    faces = Faces(form)
    # With Chinese for its Latin text, LibreOffice breaks a number at the end of a line.
    language = w("lang", val="en-US", eastAsia="zh-CN", bidi="ar-SA")
    yield w(
        "docDefaults",
        w("rPrDefault", w("rPr", faces.body.element(), *_size(form.body_size), language)),
        w("pPrDefault"),
    )
    # What is not defined here stays out of Word's list of styles.
    yield w("latentStyles", defLockedState=False, defUIPriority=99, defSemiHidden=True, defUnhideWhenUsed=False,
            defQFormat=False, count=376)  # fmt: skip
    for look in _looks(form, faces):
        yield look.element()
    yield _table_style(faces)


def _looks(form: ReportFormat, faces: Faces) -> Iterator[_Look]:
    size = form.body_size
    yield _Look(StyleId.NORMAL, "Normal", faces.body, size, _normal(form))
    yield _Look(StyleId.BODY, "公文正文", faces.body, size, (_indent(form),))
    yield _Look(StyleId.NUMBER, "发文字号", faces.body, size, (_side("center"),))
    yield _Look(StyleId.TITLE, "公文标题", faces.title, form.title_size, (_title_spacing(form), _side("center")))
    yield _Look(StyleId.ADDRESSEE, "主送机关", faces.body, size, (_side("left"),))
    for depth, style in enumerate(HEADINGS):
        name = f"{'一二三四'[depth]}级标题"
        properties = (w("keepNext"), _indent(form), _side("left"), w("outlineLvl", val=depth))
        yield _Look(style, name, faces.heading(depth), size, properties)
    yield _Look(StyleId.ATTACHMENT_NOTE, "附件说明", faces.body, size,
                (w("keepNext"), _spacing(form, before=1), _hanging(form), _side("left")))  # fmt: skip
    yield _Look(StyleId.SIGNATURE, "发文机关署名", faces.body, size,
                (w("keepNext"), _spacing(form, before=1), _side("right")))  # fmt: skip
    yield _Look(StyleId.DATE, "成文日期", faces.body, size, (_side("right"),))
    yield _Look(StyleId.ATTACHMENT, "附件", faces.strong, size, (w("keepNext"), w("pageBreakBefore"),
                                                               _side("left")))  # fmt: skip
    yield _Look(StyleId.ATTACHMENT_TITLE, "附件标题", faces.title, form.title_size,
                (w("keepNext"), _title_spacing(form, before=1, after=0), _side("center"),
                 w("outlineLvl", val=0)))  # fmt: skip
    yield _Look(StyleId.ATTACHMENT_SPAN, "附件统计期", faces.heading(1), size, (w("keepNext"), _side("center")))
    yield from _table_looks(faces)
    yield _Look(StyleId.TABLE_END, "表后", faces.body, Decimal(1),
                (w("snapToGrid", val=False), w("spacing", line=20, lineRule="exact")))  # fmt: skip
    yield _Look(StyleId.PAGE_NUMBER, "公文页码", faces.page_number, PAGE_NUMBER_SIZE,
                (w("snapToGrid", val=False),
                 w("spacing", line=twentieths(PAGE_NUMBER_PITCH), lineRule="exact")))  # fmt: skip


def _table_looks(faces: Faces) -> Iterator[_Look]:
    def cell(style: StyleId, name: str, face: Face, size: Decimal, side: str) -> _Look:
        single = w("spacing", line=240, lineRule="auto")
        return _Look(style, name, face, size, (w("snapToGrid", val=False), single, _side(side)))

    yield cell(StyleId.TABLE_HEAD, "表头", faces.strong, _TABLE_SIZE, "center")
    yield cell(StyleId.TABLE_TEXT, "表中文字", faces.body, _TABLE_SIZE, "left")
    yield cell(StyleId.TABLE_NUMBER, "表中数字", faces.body, _TABLE_SIZE, "center")
    yield cell(StyleId.TABLE_NOTE, "表中说明", faces.body, _NOTE_SIZE, "left")


def _normal(form: ReportFormat) -> tuple[Element, ...]:
    """The grid's text: every page full of lines (no widow control), no gap between digits and Chinese.

    The fixed pitch makes the lines, and Word spaces characters by a property of the text, not of the paragraph
    (ECMA-376 17.3.2.34). Paragraphs do not snap where a character is wider than its cell, as 16 pt are at 28 a line:
    LibreOffice would give each of them two cells.
    """
    return (
        w("widowControl", val=False),
        w("autoSpaceDE", val=False),
        w("autoSpaceDN", val=False),
        w("snapToGrid", val=form.character_pitch >= form.body_size),
        _spacing(form),
        _side("both"),
    )


def _size(points: Decimal) -> tuple[Element, Element]:
    return w("sz", val=half_points(points)), w("szCs", val=half_points(points))


def _side(side: str) -> Element:
    return w("jc", val=side)


def _spacing(form: ReportFormat, before: int = 0, after: int = 0, pitch: Decimal | None = None) -> Element:
    """Fixed line pitch, with empty lines around."""
    line, own = twentieths(form.line_pitch), twentieths(pitch or form.line_pitch)
    return w("spacing", before=before * line, beforeLines=before * 100, after=after * line, afterLines=after * 100,
             line=own, lineRule="exact")  # fmt: skip


def _title_spacing(form: ReportFormat, before: int = 0, after: int = 1) -> Element:
    before = before or (2 if form.document_number else 0)
    return _spacing(form, before=before, after=after, pitch=max(form.line_pitch, form.title_size * _TITLE_PITCH))


def _indent(form: ReportFormat) -> Element:
    """Two characters in, on the first line."""
    return w("ind", firstLineChars=200, firstLine=twentieths(form.character_pitch * 2))


def _hanging(form: ReportFormat) -> Element:
    """附件： stands two characters in; what follows it keeps to its own left edge."""
    return w("ind", leftChars=500, left=twentieths(form.character_pitch * 5), hangingChars=300,
             hanging=twentieths(form.character_pitch * 3))  # fmt: skip


def _table_style(faces: Faces) -> Element:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    borders = w("tblBorders", *(w(side, val="single", sz=4, space=0, color="000000") for side in sides))
    margins = w("tblCellMar", *(w(side, w=width, type="dxa") for side, width in
                                (("top", 30), ("left", 57), ("bottom", 30), ("right", 57))))  # fmt: skip
    return w("style", w("name", val="数据表"), w("uiPriority", val=1), w("qFormat"), w("rPr", faces.body.element()),
             w("tblPr", borders, margins), type="table", styleId=StyleId.TABLE, customStyle=True)  # fmt: skip


# -------------------------------------------------------------------- fonts

_ALTERNATES = {
    "方正小标宋简体": "宋体", "方正小标宋_GBK": "宋体", "小标宋体": "宋体", "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体", "仿宋": "FangSong", "楷体": "KaiTi", "黑体": "SimHei", "宋体": "SimSun",
}  # fmt: skip
"""What a machine has in place of a font that Windows does not bring along; else the font's other name."""


def font_table(form: ReportFormat) -> Element:
    """The fonts in use with their substitutes."""
    names = dict.fromkeys(Faces(form).all())
    for name in [name for name in names if _ALTERNATES.get(name) in _ALTERNATES]:
        names[_ALTERNATES[name]] = None
    return w("fonts", *(_font(name) for name in names))


def _font(name: str) -> Element:
    if name.isascii():
        return w("font", w("charset", val="00"), w("family", val="roman"), w("pitch", val="variable"), name=name)
    alternate = [w("altName", val=_ALTERNATES[name])] if name in _ALTERNATES else []
    return w(
        "font", *alternate, w("charset", val="86"), w("family", val="auto"), w("pitch", val="default"), name=name
    )
