"""The Word report, opened again: the page, the fonts, the text, its figures, what is refused."""

import re
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.shared import Mm
from docx.text.paragraph import Paragraph

from desktop.catalogue import Refusal
from desktop.catalogue.wordings import Reference
from desktop.figures import Engine, Period
from desktop.figures.adjusting import Adjusting
from desktop.figures.stating import NOTHING
from desktop.report.editions.finalising import finalise
from desktop.report.text.document import Placed
from desktop.report.text.living import LivingReport
from desktop.report.word import export_edition, export_report, write_report
from desktop.report.word.elements import REPLACEMENT
from desktop.report.word.paragraphs import width_of
from desktop.store import Log
from desktop.store.report_format import PageNumbers, ReportFormat, keep_report_format
from tests.report.conftest import YEAR

Check = Callable[..., str]
Written = Callable[..., Document]

DATED = date(2026, 1, 15)
MADE_AT = datetime(2026, 1, 15, 8, 30, tzinfo=UTC)
STANDARD = ReportFormat(addressee="青石区人民政府")
SLOTS = ("ascii", "eastAsia", "hAnsi", "cs")
SCHEMA_ORDER = (
    "pStyle", "keepNext", "keepLines", "pageBreakBefore", "framePr", "widowControl", "numPr",
    "suppressLineNumbers", "pBdr", "shd", "tabs", "suppressAutoHyphens", "kinsoku", "wordWrap",
    "overflowPunct", "topLinePunct", "autoSpaceDE", "autoSpaceDN", "bidi", "adjustRightInd", "snapToGrid",
    "spacing", "ind", "contextualSpacing", "mirrorIndents", "suppressOverlap", "jc", "textDirection",
    "textAlignment", "textboxTightWrap", "outlineLvl", "divId", "cnfStyle", "rPr", "sectPr", "pPrChange",
)  # fmt: skip
"""CT_PPr of ECMA-376, Part 1."""
HOSTILE = {
    "markup": "<w:p>&amp;</w:p> \"甲\" & '乙'",
    "emoji": "消防🚒演练👨‍👩‍👧",
    "right to left": "\u200f甲\u200e乙\u061c",
    "spaces": "  甲  乙  ",
    "long": "甲" * 10_000,
    "one word": "a" * 10_000,
    "lines": "甲\n乙\t丙",
}
FORBIDDEN = {
    "甲\x00乙": "甲\ufffd乙", "甲\x0b乙": "甲\ufffd乙", "甲\ud800乙": "甲\ufffd乙", "甲\uffff乙": "甲\ufffd乙",
    "甲\u202e乙": "甲\ufffd乙",
}  # fmt: skip


@pytest.fixture
def out(tmp_path: Path) -> Path:
    return tmp_path / "年度报告.docx"


@pytest.fixture
def written(report: LivingReport, small_log: Log, out: Path) -> Written:
    """Writes the report as it reads now, and opens it again."""

    def write(form: ReportFormat = STANDARD) -> Document:
        write_report(report.lay(), small_log.catalogue, form, out, dated=DATED, made_at=MADE_AT)
        return docx.Document(str(out))

    return write


@pytest.fixture
def two_checks(check: Check, small_log: Log) -> None:
    check("2025-03-01")
    check("2025-04-01", "乙化工厂")
    check("2024-04-01")
    drills = small_log.catalogue.ledgers["drill"]
    for name in ("防汛演练", "地震演练"):
        small_log.add(drills, {"name": name, "held_on": "2025-05-12", "status": "完成"})


def lines(document: Document) -> list[tuple[str, str]]:
    """Style and text of every paragraph outside tables, those without text left out."""
    return [(str(one.style and one.style.name), one.text) for one in document.paragraphs if one.text]


def styled(document: Document, style: str) -> Paragraph:
    return next(one for one in document.paragraphs if one.style is not None and one.style.name == style)


def paragraph(document: Document, start: str) -> Paragraph:
    return next(one for one in document.paragraphs if one.text.startswith(start))


def parts(file: Path) -> dict[str, bytes]:
    with zipfile.ZipFile(file) as packed:
        return {name: packed.read(name) for name in packed.namelist()}


def trees(file: Path) -> Iterator[tuple[str, Any]]:
    yield from ((name, parse_xml(content)) for name, content in parts(file).items())


def rows(document: Document) -> list[list[str]]:
    (table,) = document.tables
    return [[cell.text for cell in row.cells] for row in table.rows]


def attributes(element: Any) -> dict[str, str]:
    return {name.rpartition("}")[2]: value for name, value in element.attrib.items()}


# -------------------------------------------------------------------- page


def test_the_page_is_the_standard_s(written: Written) -> None:
    section = written().sections[0]
    assert section.page_width and section.page_height and section.left_margin and section.right_margin
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(one.mm) for one in margins if one] == [37, 35, 28, 26]
    assert (section.page_width - section.left_margin - section.right_margin) / Mm(1) == pytest.approx(156, abs=0.05)


def test_the_grid_holds_22_lines_of_28_characters(written: Written) -> None:
    document = written()
    grid = attributes(document.element.body.sectPr.find(qn("w:docGrid")))
    assert grid["type"] == "linesAndChars"
    pitch = Decimal(16) + Decimal(grid["charSpace"]) / 4096
    assert int(Decimal(156) / Decimal("25.4") * 72 / pitch) == 28
    assert int(Decimal(225) / Decimal("25.4") * 72 / (Decimal(grid["linePitch"]) / 20)) == 22
    normal = document.styles["Normal"].element.pPr
    assert attributes(normal.spacing)["lineRule"] == "exact"
    assert attributes(normal.spacing)["line"] == grid["linePitch"] == "579"
    for name in ("widowControl", "autoSpaceDE", "autoSpaceDN"):
        assert attributes(normal.find(qn(f"w:{name}")))["val"] == "0"


@pytest.mark.parametrize(
    ("numbers", "sides"),
    [
        (PageNumbers.OUTER, {"default": "right", "even": "left"}),
        (PageNumbers.CENTRED, {"default": "center"}),
        (PageNumbers.NONE, {}),
    ],
)
def test_page_numbers_stand_where_they_should(written: Written, numbers: PageNumbers, sides: dict[str, str]) -> None:
    document = written(replace(STANDARD, page_numbers=numbers))
    section = document.sections[0]
    found = {}
    for place, footer in (("default", section.footer), ("even", section.even_page_footer)):
        if footer.is_linked_to_previous:
            continue
        (line,) = footer.paragraphs
        assert line.text == "— 1 —"
        assert line.style is not None and line.style.font.size is not None
        assert (line.style.font.name, line.style.font.size.pt) == ("宋体", 14)
        assert "PAGE" in [one.text for one in line._p.iter(qn("w:instrText"))]
        place_of = line._p.pPr
        assert place_of is not None and place_of.jc is not None
        found[place] = attributes(place_of.jc)["val"]
        if place_of.ind is not None:
            assert attributes(place_of.ind)[f"{found[place]}Chars"] == "100"
    assert found == sides
    assert document.settings.odd_and_even_pages_header_footer == (numbers is PageNumbers.OUTER)


def test_other_settings_reach_the_page(written: Written) -> None:
    form = replace(
        STANDARD, title_font="宋体", body_font="仿宋", heading1_font="微软雅黑", heading2_font="楷体", digit_font="",
        title_size=Decimal(26), body_size=Decimal(15), lines_per_page=20, characters_per_line=25,
        margin_left=Decimal(30), margin_top=Decimal(30), document_number="青应急〔2026〕3号",
        signature="青石区应急局",
    ).fitted()  # fmt: skip
    document = written(form)
    assert lines(document)[0] == ("发文字号", "青应急〔2026〕3号")
    assert lines(document)[-2] == ("发文机关署名", "青石区应急局")
    grid = attributes(document.element.body.sectPr.find(qn("w:docGrid")))
    width = Decimal(154) / Decimal("25.4") * 72
    assert int(width / (15 + Decimal(grid["charSpace"]) / 4096)) == 25
    heading = paragraph(document, "一、")
    assert attributes(heading.runs[0]._r.find(f".//{qn('w:rFonts')}"))["eastAsia"] == "微软雅黑"
    assert attributes(heading.runs[0]._r.find(f".//{qn('w:rFonts')}"))["ascii"] == "微软雅黑"
    sizes = {name: document.styles[name].font.size.pt for name in ("公文标题", "公文正文", "一级标题")}
    assert sizes == {"公文标题": 26, "公文正文": 15, "一级标题": 15}


# -------------------------------------------------------------------- fonts and styles


@pytest.mark.usefixtures("two_checks")
def test_every_run_and_every_style_names_its_fonts(written: Written, out: Path) -> None:
    written()
    runs = 0
    for name, tree in trees(out):
        for fonts in tree.iter(qn("w:rFonts")):
            assert set(SLOTS) <= set(attributes(fonts)), name
        for run in tree.iter(qn("w:r")):
            fonts = run.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
            assert fonts is not None, name
            runs += 1
        for style in tree.iter(qn("w:style"), qn("w:rPrDefault")):
            assert style.find(f".//{qn('w:rFonts')}") is not None, attributes(style)
    assert runs > 50


@pytest.mark.usefixtures("two_checks")
def test_no_theme_has_a_say(written: Written, out: Path) -> None:
    written()
    assert [name for name in parts(out) if "theme" in name.lower()] == []
    for name, tree in trees(out):
        themed = [one.tag for one in tree.iter() if any("heme" in each for each in (*attributes(one), str(one.tag)))]
        assert themed == [], name


@pytest.mark.usefixtures("two_checks")
def test_paragraph_properties_are_in_the_schema_s_order(written: Written, out: Path) -> None:
    """Word calls a file damaged where they are not."""
    written(replace(STANDARD, document_number="青应急〔2026〕3号"))
    found = 0
    for name, tree in trees(out):
        for properties in tree.iter(qn("w:pPr")):
            tags = [child.tag.rpartition("}")[2] for child in properties]
            assert tags == sorted(set(tags), key=SCHEMA_ORDER.index), name
            found += 1
    assert found > 40


def test_nothing_of_the_template_is_left(written: Written, out: Path) -> None:
    document = written()
    styles = [str(one.name) for one in document.styles]
    assert [name for name in styles if name.isascii()] == ["Normal"]
    assert sorted(name for name in parts(out) if name.startswith("word/") and "_rels" not in name) == [
        "word/document.xml", "word/fontTable.xml", "word/footer1.xml", "word/footer2.xml", "word/settings.xml",
        "word/styles.xml",
    ]  # fmt: skip
    assert b"python-docx" not in b"".join(parts(out).values())


def test_fonts_that_a_machine_may_lack_have_a_substitute(written: Written, out: Path) -> None:
    written()
    fonts = {
        attributes(one)["name"]: [attributes(alternate)["val"] for alternate in one.iter(qn("w:altName"))]
        for one in parse_xml(parts(out)["word/fontTable.xml"])
    }
    assert fonts["方正小标宋简体"] == ["宋体"]
    assert fonts["仿宋_GB2312"] == ["仿宋"]
    assert fonts["楷体_GB2312"] == ["楷体"]
    assert fonts["Times New Roman"] == []
    assert {"黑体", "宋体", "仿宋", "楷体"} <= set(fonts)


# -------------------------------------------------------------------- text


@pytest.mark.usefixtures("two_checks")
def test_the_text_reads_as_it_was_laid(written: Written, report: LivingReport) -> None:
    report.keep(report.text.word("存在不足:hint", ["人手不足。"]))
    assert lines(written()) == [
        ("公文标题", "青石区应急管理局\n2025年度报告"),
        ("主送机关", "青石区人民政府："),
        ("公文正文", "2025年，我局依法履职。情况如下。"),
        ("一级标题", "一、2025年工作"),
        ("公文正文", "（一）规范执法。检查企业2家、2次，同比增加1次。"),
        ("公文正文", "（二）应急准备。开展演练2场次，包括防汛演练、地震演练。"),
        ("一级标题", "二、存在不足"),
        ("公文正文", "人手不足。"),
        ("一级标题", "三、下年安排"),
        ("公文正文", "2026年继续努力。"),
        ("公文正文", "报告完毕。"),
        ("附件说明", "附件：2025年度主要数据表"),
        ("发文机关署名", "青石区应急管理局"),
        ("成文日期", "2026年1月15日"),
        ("附件", "附件"),
        ("附件标题", "2025年度主要数据表"),
        ("附件统计期", "（统计期：2025年度）"),
    ]


@pytest.mark.usefixtures("two_checks")
def test_a_heading_at_the_head_of_its_paragraph_has_its_own_font(written: Written) -> None:
    document = written()
    runs = paragraph(document, "（一）").runs
    fonts = [attributes(one._r.find(f".//{qn('w:rFonts')}"))["eastAsia"] for one in runs]
    assert [(one.text[:8], font) for one, font in zip(runs, fonts, strict=True)] == [
        ("（一）规范执法。", "楷体_GB2312"),
        ("检查企业2家、2", "仿宋_GB2312"),
    ]
    (heading,) = paragraph(document, "一、").runs
    assert attributes(heading._r.find(f".//{qn('w:rFonts')}"))["eastAsia"] == "黑体"


def test_headings_that_lead_a_paragraph_together_have_their_own_fonts(nested_log: Log, out: Path) -> None:
    ledgers = nested_log.catalogue.ledgers
    nested_log.add(ledgers["drill"], {"name": "桌面推演", "held_on": "2025-05-01", "status": "完成"})
    nested_log.add(ledgers["training"], {"name": "培训", "held_on": "2025-05-01", "status": "完成"})
    laid = LivingReport(nested_log, Period.year(2025)).lay()
    write_report(laid, nested_log.catalogue, STANDARD, out, dated=DATED, made_at=MADE_AT)
    runs = paragraph(docx.Document(str(out)), "（一）").runs
    fonts = [attributes(one._r.find(f".//{qn('w:rFonts')}"))["eastAsia"] for one in runs]
    assert [(one.text, font) for one, font in zip(runs, fonts, strict=True)] == [
        ("（一）严格执法。", "楷体_GB2312"), ("一是加强演练。", "仿宋_GB2312"), ("演练1场次。", "仿宋_GB2312"),
    ]  # fmt: skip


def test_headings_have_outline_levels(written: Written) -> None:
    document = written()
    styles = {name: document.styles[f"{name}级标题"].element for name in "一二三四"}
    levels = {name: attributes(one.pPr.find(qn("w:outlineLvl")))["val"] for name, one in styles.items()}
    assert levels == {"一": "0", "二": "1", "三": "2", "四": "3"}
    fonts = {name: attributes(one.rPr.rFonts)["eastAsia"] for name, one in styles.items()}
    assert fonts == {"一": "黑体", "二": "楷体_GB2312", "三": "仿宋_GB2312", "四": "仿宋_GB2312"}


def test_a_report_to_nobody_and_without_figures_has_no_empty_parts(written: Written) -> None:
    styles = [style for style, _ in lines(written(ReportFormat()))]
    assert not {"主送机关", "附件说明", "附件", "发文字号"} & set(styles)


def test_a_table_that_the_bureau_does_not_want_is_not_announced(written: Written, check: Check) -> None:
    check("2025-03-01")
    document = written(replace(STANDARD, figures_attached=False))
    assert document.tables == []
    assert "附件" not in "".join(text for _, text in lines(document))


@pytest.mark.parametrize(
    "name",
    [
        "应急局",
        "青石区应急管理局",
        "青石区应急管理局、青石区人民武装部",
        "青石区应急管理局青石区消防救援大队青石区公安局",
    ],
)
def test_the_signature_stands_centred_over_the_date(written: Written, name: str) -> None:
    document = written(replace(STANDARD, signature=name))
    signature, dated = (styled(document, style) for style in ("发文机关署名", "成文日期"))
    insets = []
    for one in (signature, dated):
        assert one._p.pPr is not None and one._p.pPr.ind is not None
        insets.append(int(attributes(one._p.pPr.ind)["rightChars"]) / 100)
    middles = [inset + float(width_of(one.text)) / 2 for inset, one in zip(insets, (signature, dated), strict=True)]
    assert middles[0] == pytest.approx(middles[1], abs=0.01)
    assert insets[0] >= 0 and insets[1] >= 4


# -------------------------------------------------------------------- figures


@pytest.mark.usefixtures("two_checks")
def test_every_figure_in_the_text_is_the_engine_s(written: Written, small_log: Log, report: LivingReport) -> None:
    engine, laid, document = Engine(small_log), report.lay(), written()
    text = "\n".join(one.text for one in document.paragraphs)
    stated = [one for one in laid.tokens() if not one.reference.form]
    assert [str(one.reference) for one in stated] == ["inspected_enterprises", "checks", "drills"]
    for token in stated:
        figure = engine.figure(token.reference.indicator, YEAR)
        assert token.said.text == figure.text
        assert figure.text in text
    printed = re.findall(r"\d+(?=[家次场])", text)
    assert printed == ["2", "2", "1", "2"]


@pytest.mark.usefixtures("two_checks")
def test_the_table_s_figures_are_the_engine_s(written: Written, small_log: Log) -> None:
    engine = Engine(small_log)
    head, *found = rows(written())
    assert head == ["序号", "指标", "数值", "单位", "上年同期", "增减", "口径"]
    assert [row[:6] for row in found] == [
        ["1", "检查企业数", "2", "家", "1", "+1"],
        ["2", "执法检查次数", "2", "次", "1", "+1"],
        ["3", "应急演练场次", "2", "场次", NOTHING, NOTHING],
    ]
    by_label = {one.indicator.label: one for one in engine.figures(YEAR)}
    for row in found:
        assert row[2] == str(by_label[row[1]].number)
        assert row[6]


@pytest.mark.usefixtures("two_checks")
def test_an_adjusted_figure_stands_beside_what_the_ledgers_give(written: Written, small_log: Log) -> None:
    Adjusting(small_log, YEAR, DATED).by("checks", 3, "外出联合检查未登记")
    document = written()
    assert "检查企业2家、5次，同比增加4次。" in paragraph(document, "（一）").text
    row = rows(document)[2]
    assert row[:6] == ["2", "执法检查次数", "5", "次", "1", "+4"]
    assert row[6].endswith("；台账数2次，手工调整+3次：外出联合检查未登记")


def test_a_figure_of_another_span_says_which(report: LivingReport, written: Written, check: Check) -> None:
    check("2025-03-01")
    season = Placed(Reference("checks", span="fire_season"), "")
    report.keep(
        report.text.word("存在不足:hint", ["今年", Placed(Reference("checks"), ""), "，防火期", season, "。"])
    )
    labels = [row[1] for row in rows(written())]
    assert labels[-1] == "执法检查次数（2024年10月1日至2025年5月31日）"
    assert labels.count("执法检查次数") == 1


@pytest.mark.usefixtures("two_checks")
def test_the_table_s_head_is_repeated_and_its_widths_fit(written: Written) -> None:
    (table,) = written().tables
    first, second = table.rows[0]._tr, table.rows[1]._tr
    assert first.find(f".//{qn('w:tblHeader')}") is not None
    assert second.find(f".//{qn('w:tblHeader')}") is None
    widths = [int(attributes(one)["w"]) for one in table._tbl.tblGrid]
    assert sum(widths) == pytest.approx(156 * 1440 / 25.4, abs=10)
    assert table.autofit is False


# -------------------------------------------------------------------- bad input


@pytest.mark.parametrize("case", HOSTILE)
def test_hostile_text_goes_in_unchanged(case: str, report: LivingReport, written: Written) -> None:
    report.keep(report.text.word("存在不足:hint", [HOSTILE[case]]))
    assert HOSTILE[case] in [text for _, text in lines(written(replace(STANDARD, signature=HOSTILE[case])))]


@pytest.mark.parametrize("text", FORBIDDEN)
def test_what_cannot_be_printed_shows(text: str, report: LivingReport, small_log: Log, out: Path) -> None:
    form = replace(STANDARD, signature=text, addressee=text, document_number=text, body_font=f"仿宋{text}")
    laid = report.lay()
    laid = replace(laid, title=(text,))
    write_report(laid, small_log.catalogue, form, out, dated=DATED, made_at=MADE_AT)
    document = docx.Document(str(out))
    shown = [one for _, one in lines(document)]
    assert [shown[0], shown[1], shown[2].rstrip("："), shown[-2]] == [FORBIDDEN[text]] * 4
    assert document.core_properties.title == FORBIDDEN[text]
    assert REPLACEMENT in FORBIDDEN[text]


def test_a_figure_that_is_not_borne_out_is_refused_with_its_place(
    report: LivingReport, written: Written, out: Path
) -> None:
    unknown = Placed(Reference("tip_offs"), "0件")
    report.keep(report.text.word("存在不足:hint", ["今年全年我局共接到群众举报", unknown, "，全部办结。"]))
    with pytest.raises(Refusal) as refused:
        written()
    assert "1 处数字没有依据" in str(refused.value)
    assert "“今年全年我局共接到群众举报0" in str(refused.value)
    assert "没有记录" in str(refused.value)
    assert not out.exists()


def test_an_adjustment_that_became_impossible_is_not_printed(
    check: Check, report: LivingReport, small_log: Log, written: Written
) -> None:
    """The records that it took off were deleted since."""
    doomed = [check(f"2025-03-0{day}") for day in (1, 2, 3)]
    Adjusting(small_log, YEAR, DATED).by("checks", -2, "重复登记")
    for id_ in doomed[:2]:
        small_log.delete(small_log.catalogue.ledgers["enforcement_check"], id_, reason="重复登记")
    report.keep(report.text.word("存在不足:hint", ["全年检查", Placed(Reference("checks"), "1次"), "。"]))
    with pytest.raises(Refusal, match="加上手工调整后不成立"):
        written()


def test_many_such_figures_are_not_all_listed(report: LivingReport, written: Written) -> None:
    report.keep(report.text.word("存在不足:hint", [Placed(Reference("tip_offs"), "0件")] * 13))
    with pytest.raises(Refusal, match="还有 3 处"):
        written()


def test_a_file_in_a_missing_folder_is_refused(report: LivingReport, small_log: Log, tmp_path: Path) -> None:
    for where in (tmp_path / "没有" / "报告.docx", tmp_path, Path("/proc/报告.docx"), small_log.file):
        with pytest.raises(Refusal):
            write_report(report.lay(), small_log.catalogue, STANDARD, where, dated=DATED, made_at=MADE_AT)


def test_a_file_that_cannot_be_replaced_stays_as_it_was(
    written: Written, out: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Windows refuses while Word has it open."""
    out.write_bytes(b"kept")

    def refuse(self: Path, target: Path) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(Refusal, match="关闭正在打开它的程序"):
        written()
    assert out.read_bytes() == b"kept"
    assert [one.name for one in out.parent.glob("*.docx")] == [out.name]


def test_parts_that_nobody_wrote_are_told(report: LivingReport, small_log: Log, out: Path) -> None:
    def notes() -> list[str]:
        return write_report(report.lay(), small_log.catalogue, STANDARD, out, dated=DATED, made_at=MADE_AT)

    assert notes() == ["“存在不足”里要自己写的内容还没有写。"]
    report.keep(report.text.word("存在不足:hint", ["人手不足。"]))
    assert notes() == []


# -------------------------------------------------------------------- the file


def test_equal_reports_are_equal_files(written: Written, out: Path, check: Check, report: LivingReport) -> None:
    check("2025-03-01")
    written()
    first = out.read_bytes()
    written()
    assert out.read_bytes() == first
    report.keep(report.text.word("存在不足:hint", ["人手不足。"]))
    written()
    assert out.read_bytes() != first


def test_the_file_s_properties_are_the_bureau_s(written: Written) -> None:
    properties = written().core_properties
    assert (properties.title, properties.author) == ("青石区应急管理局2025年度报告", "青石区应急管理局")
    assert properties.last_modified_by == "青石区应急管理局"
    assert properties.created == properties.modified == MADE_AT
    assert properties.comments == ""


# -------------------------------------------------------------------- from a log


def exported(log: Log, out: Path, **more: Any) -> tuple[list[str], list[str]]:
    period = more.pop("period", YEAR)
    notes = export_report(log, period, out, dated=DATED, made_at=MADE_AT, **more)
    return notes, [text for _, text in lines(docx.Document(str(out)))]


def test_the_log_s_format_and_written_text_are_taken_and_the_log_stays_as_it_is(
    report: LivingReport, small_log: Log, out: Path
) -> None:
    keep_report_format(small_log, replace(STANDARD, addressee="青石区人大常委会"))
    report.keep(report.text.word("存在不足:hint", ["人手不足。"]))
    kept = LivingReport(small_log, YEAR).saved_at
    _, text = exported(small_log, out, chosen="small")
    assert "青石区人大常委会：" in text and "人手不足。" in text
    assert LivingReport(small_log, YEAR).saved_at == kept


def test_the_kept_span_stands_unless_another_is_named(report: LivingReport, small_log: Log, out: Path) -> None:
    report.count_over(Period.year(2025, last=date(2025, 11, 30)))
    assert "截至11月30日" in exported(small_log, out)[1][1]
    june = Period.year(2025, last=date(2025, 6, 30))
    assert "截至6月30日" in exported(small_log, out, period=june, whole_year=False)[1][1]
    assert str(LivingReport(small_log, YEAR).period.last) == "2025-11-30"


def test_another_outline_leaves_what_was_written_out_and_says_so(
    report: LivingReport, small_log: Log, out: Path
) -> None:
    report.keep(report.text.word("存在不足:hint", ["人手不足。"]))
    notes, text = exported(small_log, out, chosen="另一份")
    assert notes == ["已写好的段落属于另一个提纲，没有放进这份报告。"]
    assert "另一份报告。" in text and "人手不足。" not in text
    assert LivingReport(small_log, YEAR).outline.name == "small"


def test_an_outline_that_is_not_there_is_refused_with_those_that_are(small_log: Log, out: Path) -> None:
    with pytest.raises(Refusal, match=r"没有提纲“无”。.*small、other"):
        exported(small_log, out, chosen="无")


def test_a_version_is_written_as_it_was(small_log: Log, check: Check, tmp_path: Path) -> None:
    check("2025-03-01")
    head = finalise(small_log, YEAR)
    check("2025-04-01")
    out = tmp_path / "第1版.docx"
    export_edition(small_log, head.id, out, made_at=MADE_AT)
    document = docx.Document(str(out))
    texts = [one.text for one in document.paragraphs]
    assert any("检查企业1家、1次。" in text for text in texts)
    rows = [[cell.text for cell in row.cells] for row in document.tables[0].rows]
    assert [row[1:4] for row in rows[1:]] == [["检查企业数", "1", "家"], ["执法检查次数", "1", "次"]]
