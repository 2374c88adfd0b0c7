"""The page: paper, margins, the grid of lines and characters, the page number; the settings of the document."""

from collections.abc import Iterator
from decimal import Decimal

from docx.document import Document

from desktop.report.word.elements import Element, fill, paragraph_properties, text_run, twentieths, twips, w
from desktop.report.word.styles import PAGE_NUMBER_PITCH, Faces, StyleId
from desktop.store.report_format import PAGE_HEIGHT, PAGE_WIDTH, PageNumbers, ReportFormat

_BELOW = Decimal(7)
"""From the type area's lower edge to the dashes of the page number, in mm (GB/T 9704 7.5)."""
_LEAST = Decimal(4)
_MM_A_POINT = Decimal("25.4") / 72
_GRID_UNIT = 4096
"""Parts of a point in which the grid adds to the body's size."""


def set_page(document: Document, form: ReportFormat) -> None:
    """Paper, type area, grid and page numbers of the only section."""
    section, properties = document.sections[0], document.element.body.sectPr
    for child in list(properties):
        properties.remove(child)
    properties.extend(_section(form))
    footers = {"right": section.footer, "left": section.even_page_footer}
    if form.page_numbers is PageNumbers.CENTRED:
        footers = {"center": section.footer}
    elif form.page_numbers is PageNumbers.NONE:
        footers = {}
    for side, footer in footers.items():
        footer.is_linked_to_previous = False
        fill(footer.part.element, [w("p", _number_properties(form, side), *_number_runs(Faces(form)))])


def _section(form: ReportFormat) -> Iterator[Element]:
    yield w("pgSz", w=twips(PAGE_WIDTH), h=twips(PAGE_HEIGHT))
    margins = {side: twips(getattr(form, f"margin_{side}")) for side in ("top", "right", "bottom", "left")}
    yield w("pgMar", **margins, header=twips(15), footer=twips(_footer_distance(form)), gutter=0)
    yield w("cols", space=425)
    added = int((form.character_pitch - form.body_size) * _GRID_UNIT)
    yield w("docGrid", type="linesAndChars", linePitch=twentieths(form.line_pitch), charSpace=added)


def _footer_distance(form: ReportFormat) -> Decimal:
    """From the paper's edge to the lower edge of the number's line, whose middle the dashes stand in."""
    return max(_LEAST, form.margin_bottom - _BELOW - PAGE_NUMBER_PITCH * _MM_A_POINT / 2)


def _number_properties(form: ReportFormat, side: str) -> Element:
    inset = [] if side == "center" else [w("ind", **{f"{side}Chars": 100, side: twentieths(form.character_pitch)})]
    return paragraph_properties(w("pStyle", val=StyleId.PAGE_NUMBER), *inset, w("jc", val=side))


def _number_runs(faces: Faces) -> Iterator[Element]:
    """The number between its dashes."""
    face = faces.page_number
    yield text_run("— ", face)
    for part in (w("fldChar", fldCharType="begin"), _instruction(), w("fldChar", fldCharType="separate")):
        yield w("r", w("rPr", face.element()), part)
    yield text_run("1", face)
    yield w("r", w("rPr", face.element()), w("fldChar", fldCharType="end"))
    yield text_run(" —", face)


def _instruction() -> Element:
    element = w("instrText")
    element.text = "PAGE"
    return element


def settings(form: ReportFormat) -> Iterator[Element]:
    """What the settings part holds, in the schema's order; the compatibility ones are those of a Chinese Word."""
    yield w("zoom", percent=100)
    yield w("bordersDoNotSurroundHeader")
    yield w("bordersDoNotSurroundFooter")
    yield w("defaultTabStop", val=420)
    if form.page_numbers is PageNumbers.OUTER:
        yield w("evenAndOddHeaders")
    yield w("characterSpacingControl", val="compressPunctuation")
    flags = ("spaceForUL", "balanceSingleByteDoubleByteWidth", "doNotLeaveBackslashAlone", "ulTrailSpace",
             "doNotExpandShiftReturn", "useFELayout")  # fmt: skip
    modes = {"compatibilityMode": 15, "overrideTableStyleFontSizeAndJustification": 1, "enableOpenTypeFeatures": 1,
             "doNotFlipMirrorIndents": 1, "differentiateMultirowTableHeaders": 1}  # fmt: skip
    uri = "http://schemas.microsoft.com/office/word"
    yield w(
        "compat", *map(w, flags), *(w("compatSetting", name=name, uri=uri, val=one) for name, one in modes.items())
    )
    yield w("decimalSymbol", val=".")
    yield w("listSeparator", val=",")
