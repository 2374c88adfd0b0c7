"""The look of the manual: styles beside those of the report, on a page without its grid."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from docx.document import Document

from desktop.report.word.elements import Element, Face, half_points, paragraph_properties, twips, w
from desktop.report.word.package import empty_document
from desktop.store.report_format import PAGE_WIDTH, PageNumbers, ReportFormat

MARGIN = Decimal(25)
TEXT_WIDTH = PAGE_WIDTH - 2 * MARGIN
"""In mm."""
SONG, HEI = Face("宋体", "Times New Roman"), Face("黑体", "Arial")
TYPED = Face("宋体", "Consolas")
ACCENT, GREY, GROUND, NOTE_GROUND, EDGE = "1F5AA6", "4A535F", "ECEEF1", "E6EEF8", "CDD2D9"
_SINGLE = 240
"""Twentieths of a point in a line, as Word counts multiples."""


class ManualStyle(StrEnum):
    """Styles of the manual; their names are what a clerk reads in Word."""

    TITLE = "ManualTitle"
    SUBTITLE = "ManualSubtitle"
    CONTENTS = "ManualContents"
    GROUP = "ManualGroup"
    LINE = "ManualContentsLine"
    CHAPTER = "ManualChapter"
    SECTION = "ManualSection"
    TEXT = "ManualText"
    STEP = "ManualStep"
    NOTE = "ManualNote"
    PICTURE = "ManualPicture"
    CAPTION = "ManualCaption"
    HEAD = "ManualTableHead"
    CELL = "ManualTableCell"


@dataclass(frozen=True)
class _Look:
    """`before`, `after` and `pitch` in points and lines; `more` are further properties."""

    id: ManualStyle
    name: str
    face: Face
    size: Decimal
    before: int = 0
    after: int = 0
    pitch: Decimal = Decimal("1.4")
    side: str = "left"
    colour: str = ""
    bold: bool = False
    more: tuple[Element, ...] = ()

    def element(self) -> Element:
        spacing = w("spacing", before=20 * self.before, after=20 * self.after, line=int(_SINGLE * self.pitch),
                    lineRule="auto")  # fmt: skip
        own = [w("snapToGrid", val=False), spacing, w("jc", val=self.side)]
        runs = [self.face.element(), *([w("b")] if self.bold else [])]
        runs += [w("color", val=self.colour)] if self.colour else []
        runs += [w("sz", val=half_points(self.size)), w("szCs", val=half_points(self.size))]
        return w("style", w("name", val=self.name), w("basedOn", val="Normal"), w("uiPriority", val=1), w("qFormat"),
                 _ordered(own, self.more), w("rPr", *runs), type="paragraph", styleId=self.id,
                 customStyle=True)  # fmt: skip


def _ordered(own: list[Element], more: tuple[Element, ...]) -> Element:
    """Properties in the order of the schema; what the report has no use for stands where the schema wants it."""
    properties = paragraph_properties(*own, *(one for one in more if _name(one) not in _EXTRA))
    for one in more:
        if _name(one) in _EXTRA:
            after = [at for at, other in enumerate(properties) if _name(other) in _BEFORE_EXTRA]
            properties.insert(max(after, default=-1) + 1, one)
    return properties


_EXTRA = ("pBdr", "shd", "tabs")
_BEFORE_EXTRA = ("pStyle", "keepNext", "keepLines", "pageBreakBefore", "widowControl", "pBdr", "shd")


def _name(element: Element) -> str:
    return str(element.tag.rpartition("}")[2])


def _looks() -> Iterator[_Look]:
    body = Decimal("10.5")
    yield _Look(ManualStyle.TITLE, "手册题目", HEI, Decimal(30), before=180, after=12, side="center", bold=True)
    yield _Look(ManualStyle.SUBTITLE, "手册副题", SONG, Decimal(14), after=6, side="center", colour=GREY)
    yield _Look(
        ManualStyle.CONTENTS, "手册目录题", HEI, Decimal(18), after=12, bold=True, more=(w("pageBreakBefore"),)
    )
    yield _Look(ManualStyle.GROUP, "手册目录分组", HEI, body, before=8, colour=GREY)
    yield _Look(ManualStyle.LINE, "手册目录行", SONG, Decimal(12), pitch=Decimal("1.3"), more=(_right_tab(),))
    yield _Look(ManualStyle.CHAPTER, "手册章", HEI, Decimal(18), before=24, after=8, bold=True,
                more=(w("keepNext"), w("outlineLvl", val=0)))  # fmt: skip
    yield _Look(ManualStyle.SECTION, "手册节", HEI, Decimal(13), before=12, after=4, bold=True,
                more=(w("keepNext"), w("outlineLvl", val=1)))  # fmt: skip
    yield _Look(ManualStyle.TEXT, "手册正文", SONG, body, after=4)
    yield _Look(ManualStyle.STEP, "手册步骤", SONG, body, after=2,
                more=(w("ind", left=twips(7), hanging=twips(7)),))  # fmt: skip
    yield _Look(ManualStyle.NOTE, "手册提示", SONG, body, before=4, after=6,
                more=(w("pBdr", w("left", val="single", sz=24, space=6, color=ACCENT)),
                      w("shd", val="clear", color="auto", fill=NOTE_GROUND), w("ind", left=twips(3))))  # fmt: skip
    yield _Look(ManualStyle.PICTURE, "手册插图", SONG, body, before=4, pitch=Decimal(1), more=(w("keepNext"),))
    yield _Look(ManualStyle.CAPTION, "手册图注", SONG, Decimal(9), after=8, colour=GREY)
    yield _Look(ManualStyle.HEAD, "手册表头", HEI, Decimal(10), pitch=Decimal("1.2"))
    yield _Look(ManualStyle.CELL, "手册表格", SONG, Decimal(10), pitch=Decimal("1.2"))


def _right_tab() -> Element:
    return w("tabs", w("tab", val="right", leader="dot", pos=twips(TEXT_WIDTH)))


def manual_document() -> Document:
    """An empty document with the styles of the manual, its first page without a number."""
    form = ReportFormat(
        title_font=HEI.chinese, body_font=SONG.chinese, heading1_font=HEI.chinese, heading2_font=HEI.chinese,
        body_size=Decimal("10.5"), margin_top=MARGIN, margin_bottom=MARGIN, margin_left=MARGIN, margin_right=MARGIN,
        page_numbers=PageNumbers.CENTRED,
    )  # fmt: skip
    document = empty_document(form)
    document.styles.element.extend([look.element() for look in _looks()])
    section = document.element.body.sectPr
    for grid in [one for one in section if _name(one) == "docGrid"]:
        section.remove(grid)
    section.append(w("titlePg"))
    return document
