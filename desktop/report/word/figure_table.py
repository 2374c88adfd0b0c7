"""The attachment: every figure of the text in reading order, beside last year's, with what it counts."""

from collections.abc import Iterable, Iterator, Sequence

from desktop.catalogue import Catalogue
from desktop.catalogue.fields import plain_decimal
from desktop.figures import Figure
from desktop.figures.adjustments import signed
from desktop.figures.comparing import brief, is_rate
from desktop.figures.stating import NOTHING, stated_number
from desktop.report.laying import LaidReport
from desktop.report.word.elements import Element, Face, paragraph, text_run, twips, w
from desktop.report.word.styles import Faces, StyleId
from desktop.store.report_format import ReportFormat

_COLUMNS = (("序号", 11), ("指标", 36), ("数值", 17), ("单位", 13), ("上年同期", 18), ("增减", 17), ("口径", 44))
"""With their share of the type area's width: of its usual 156 mm, so many."""
_STYLES = (StyleId.TABLE_NUMBER, StyleId.TABLE_TEXT, StyleId.TABLE_NUMBER, StyleId.TABLE_NUMBER, StyleId.TABLE_NUMBER,
           StyleId.TABLE_NUMBER, StyleId.TABLE_NOTE)  # fmt: skip


def attachment_title(laid: LaidReport, form: ReportFormat) -> str:
    """The attachment's title; empty where there is none."""
    return f"{laid.facts['year']}年度主要数据表" if form.figures_attached and stated_figures(laid) else ""


def stated_figures(laid: LaidReport) -> list[Figure]:
    """The figures that the text states, each once, in reading order."""
    found = {(one.said.figure.indicator.name, one.said.figure.period): one.said.figure for one in laid.tokens()}
    return list(found.values())


def attachment(laid: LaidReport, catalogue: Catalogue, form: ReportFormat) -> Iterator[Element]:
    """附件 on a page of its own: its mark, its title, its table."""
    faces, title = Faces(form), attachment_title(laid, form)
    yield paragraph(StyleId.ATTACHMENT, text_run("附件", faces.strong))
    yield paragraph(StyleId.ATTACHMENT_TITLE, text_run(title, faces.title))
    yield paragraph(StyleId.ATTACHMENT_SPAN, text_run(f"（统计期：{laid.period.text}）", faces.heading(1)))
    yield _table(laid, catalogue, form, faces)
    yield paragraph(StyleId.TABLE_END)  # Word wants a paragraph after a table


def _table(laid: LaidReport, catalogue: Catalogue, form: ReportFormat, faces: Faces) -> Element:
    widths = _widths(form)
    heads = [head for head, _ in _COLUMNS]
    rows = [_row(heads, widths, [StyleId.TABLE_HEAD] * len(heads), faces.strong, "tblHeader")]
    for number, figure in enumerate(stated_figures(laid), 1):
        rows.append(_row((str(number), *_cells(figure, laid, catalogue)), widths, _STYLES, faces.body))
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


# -------------------------------------------------------------------- what a row says


def _cells(figure: Figure, laid: LaidReport, catalogue: Catalogue) -> Iterator[str]:
    """指标, 数值, 单位, 上年同期, 增减, 口径; the text's tokens have made sure of a value."""
    one = figure.indicator
    yield one.label if figure.period == laid.period else f"{one.label}（{figure.period.text}）"
    yield _value(figure)
    yield one.unit
    yield plain_decimal(figure.previous) if figure.previous else NOTHING
    yield _change(figure)
    yield brief(one, catalogue) + _adjusted(figure)


def _value(figure: Figure) -> str:
    """As the sentence states it, without its unit: 410, 400余, 超90."""
    if figure.exact is None:
        return NOTHING
    stated = stated_number(figure.indicator, figure.exact, approx=figure.approx)
    return (figure.adjustment.text if figure.adjustment else stated).replace(figure.indicator.unit, "", 1)


def _adjusted(figure: Figure) -> str:
    """What the ledgers give, where the report states another number, and why it does."""
    if figure.adjustment is None or figure.value is None:
        return ""
    unit, by = figure.indicator.unit, figure.adjustment
    return f"；台账数{plain_decimal(figure.value)}{unit}，手工调整{signed(by.difference)}{unit}：{by.reasons}"


def _change(figure: Figure) -> str:
    """Against last year; a zero of last year may only say that nothing was logged then."""
    if figure.reported is None or not figure.previous or not figure.known:
        return NOTHING
    difference = figure.reported - figure.previous
    points = "个百分点" if difference and is_rate(figure.indicator) else ""
    return f"{signed(difference) if difference else 0}{points}"
