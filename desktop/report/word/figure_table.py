"""The attachment: every figure of the text in reading order, beside last year's, with what it counts."""

from collections.abc import Iterable, Iterator, Sequence

from desktop.report.word.content import Content
from desktop.report.word.elements import Element, Face, paragraph, text_run, twips, w
from desktop.report.word.styles import Faces, StyleId
from desktop.store.report_format import ReportFormat

_COLUMNS = (("序号", 11), ("指标", 36), ("数值", 17), ("单位", 13), ("上年同期", 18), ("增减", 17), ("口径", 44))
"""With their share of the type area's width: of its usual 156 mm, so many."""
_STYLES = (StyleId.TABLE_NUMBER, StyleId.TABLE_TEXT, StyleId.TABLE_NUMBER, StyleId.TABLE_NUMBER, StyleId.TABLE_NUMBER,
           StyleId.TABLE_NUMBER, StyleId.TABLE_NOTE)  # fmt: skip


def attachment_title(content: Content, form: ReportFormat) -> str:
    """The attachment's title; empty where there is none."""
    return f"{content.year}年度主要数据表" if form.figures_attached and content.rows else ""


def attachment(content: Content, form: ReportFormat) -> Iterator[Element]:
    """附件 on a page of its own: its mark, its title, its table."""
    faces, title = Faces(form), attachment_title(content, form)
    yield paragraph(StyleId.ATTACHMENT, text_run("附件", faces.strong))
    yield paragraph(StyleId.ATTACHMENT_TITLE, text_run(title, faces.title))
    yield paragraph(StyleId.ATTACHMENT_SPAN, text_run(f"（统计期：{content.span}）", faces.heading(1)))
    yield _table(content, form, faces)
    yield paragraph(StyleId.TABLE_END)  # Word wants a paragraph after a table


def _table(content: Content, form: ReportFormat, faces: Faces) -> Element:
    widths = _widths(form)
    heads = [head for head, _ in _COLUMNS]
    rows = [_row(heads, widths, [StyleId.TABLE_HEAD] * len(heads), faces.strong, "tblHeader")]
    for number, one in enumerate(content.rows, 1):
        texts = (str(number), one.label, one.value, one.unit, one.previous, one.change, one.note)
        rows.append(_row(texts, widths, _STYLES, faces.body))
    properties = w("tblPr", w("tblStyle", val=StyleId.TABLE), w("tblW", w=sum(widths), type="dxa"),
                   w("jc", val="center"), w("tblLayout", type="fixed"))  # fmt: skip
    return w("tbl", properties, w("tblGrid", *(w("gridCol", w=width) for width in widths)), *rows)


def _widths(form: ReportFormat) -> list[int]:
    whole = sum(share for _, share in _COLUMNS)
    return [twips(form.text_width * share / whole) for _, share in _COLUMNS]


def _row(texts: Iterable[str], widths: list[int], styles: Sequence[StyleId], face: Face, *marks: str) -> Element:
    cells = (_cell(*one, face) for one in zip(texts, widths, styles, strict=True))
    return w("tr", w("trPr", w("cantSplit"), *map(w, marks)), *cells)


def _cell(text: str, width: int, style: StyleId, face: Face) -> Element:
    place = w("tcPr", w("tcW", w=width, type="dxa"), w("vAlign", val="center"))
    return w("tc", place, paragraph(style, text_run(text, face)))
