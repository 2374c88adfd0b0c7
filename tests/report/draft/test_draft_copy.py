"""The corrected copy: tracked changes in the Word file that was opened, everything else as it was."""

import shutil
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import qn

from desktop.catalogue import Refusal
from desktop.report.draft.corrected_copy import write_copy
from desktop.report.draft.correcting import Change, Corrected
from desktop.report.draft.opening import open_draft, pasted
from desktop.report.draft.sources import Source, SourceKind, Taken
from desktop.report.draft.tracked import Stamp, corrected_file
from desktop.store.report_format import ReportFormat
from tests.report.office import TOOLS, pages, printed

STAMP = Stamp("张三", datetime(2025, 11, 21, 2, 30, tzinfo=UTC))


def word_file(file: Path) -> Path:
    """As offices write: a figure in two runs of different look, a table, a header, a footnote's own part."""
    document = Document()
    document.add_heading("年度报告", 0)
    paragraph = document.add_paragraph("全年检查企业")
    paragraph.add_run("41").bold = True
    paragraph.add_run("2家次，排查隐患80项，")
    paragraph.add_run("罚款281.4万元。").italic = True
    table = document.add_table(rows=1, cols=3)
    for cell, text in zip(table.rows[0].cells, ("演练场次", "12", "场次"), strict=True):
        cell.text = text
    document.sections[0].header.paragraphs[0].text = "送审稿"
    document.save(str(file))
    return file


def taken(file: Path) -> Taken:
    return Taken(Source.of_file(file), open_draft(file), file.read_bytes())


def corrected(draft: Taken, **words: str) -> Corrected:
    made = Corrected(draft.draft.text)
    for old, new in words.items():
        start = made.text.index(old)
        made = made.with_change(Change(start, start + len(old), new))
    return made


def accepted(file: Path) -> str:
    """What Word shows once every change is accepted."""
    return open_draft(file).text


def refused(file: Path) -> str:
    """What it shows once every change is refused."""
    document = Document(str(file))
    for mark in list(document.element.body.iter(qn("w:ins"))):
        mark.getparent().remove(mark)
    for text in list(document.element.body.iter(qn("w:delText"), qn("w:del"))):
        text.tag = qn("w:t") if text.tag == qn("w:delText") else qn("w:ins")
    document.save(str(file))
    return open_draft(file).text


def test_corrections_are_tracked_changes_that_can_be_accepted_or_refused(tmp_path: Path) -> None:
    draft, out = taken(word_file(tmp_path / "稿.docx")), tmp_path / "改.docx"
    made = corrected(draft, **{"412家次": "410家次", "281.4万元": "218.4万元", "12": "13"})
    write_copy(draft, made, ReportFormat(), STAMP, out)
    assert accepted(out) == made.text
    marks = list(Document(str(out)).element.body.iter(qn("w:ins"), qn("w:del")))
    assert {one.get(qn("w:author")) for one in marks} == {"张三"}
    assert {one.get(qn("w:date")) for one in marks} == {"2025-11-21T02:30:00Z"}
    assert len({one.get(qn("w:id")) for one in marks}) == len(marks)
    assert refused(out) == draft.draft.text


def test_the_look_of_the_words_stays(tmp_path: Path) -> None:
    draft, out = taken(word_file(tmp_path / "稿.docx")), tmp_path / "改.docx"
    write_copy(draft, corrected(draft, **{"412家次": "410家次", "281.4": "218.4"}), ReportFormat(), STAMP, out)
    body = Document(str(out)).element.body
    new = {
        "".join(text.text for text in mark.iter(qn("w:t"))): [run.find(qn("w:rPr")) for run in mark]
        for mark in body.iter(qn("w:ins"))
    }
    assert list(new) == ["410家次", "218.4"]
    assert new["410家次"][0].find(qn("w:b")) is not None
    assert new["218.4"][0].find(qn("w:i")) is not None


def test_every_other_part_of_the_file_stays_byte_for_byte(tmp_path: Path) -> None:
    draft, out = taken(word_file(tmp_path / "稿.docx")), tmp_path / "改.docx"
    write_copy(draft, corrected(draft, **{"80项": "81项"}), ReportFormat(), STAMP, out)
    with zipfile.ZipFile(tmp_path / "稿.docx") as before, zipfile.ZipFile(out) as after:
        assert before.namelist() == after.namelist()
        changed = [name for name in before.namelist() if before.read(name) != after.read(name)]
    assert changed == ["word/document.xml"]
    rows = [cell.text for row in Document(str(out)).tables[0].rows for cell in row.cells]
    assert rows == ["演练场次", "12", "场次"]


def test_a_correction_within_somebody_else_s_tracked_insertion(tmp_path: Path) -> None:
    file = word_file(tmp_path / "稿.docx")
    document = Document(str(file))
    run = document.paragraphs[1].runs[2]._r
    around = run.makeelement(
        qn("w:ins"), {qn("w:id"): "7", qn("w:author"): "李四", qn("w:date"): "2025-11-01T00:00:00Z"}
    )
    run.addprevious(around)
    around.append(run)
    document.save(str(file))
    draft, out = taken(file), tmp_path / "改.docx"
    made = corrected(draft, **{"80项": "81项"})
    write_copy(draft, made, ReportFormat(), STAMP, out)
    assert accepted(out) == made.text
    inside = [one for one in Document(str(out)).element.body.iter(qn("w:ins")) if one.getparent().tag == qn("w:ins")]
    assert inside == []
    authors = [one.get(qn("w:author")) for one in Document(str(out)).element.body.iter(qn("w:ins"))]
    assert authors == ["李四", "张三", "李四"]
    marks = Document(str(out)).element.body.iter(qn("w:ins"), qn("w:del"))
    numbers = [one.get(qn("w:id")) for one in marks]
    assert len(set(numbers)) == len(numbers) == 4


def test_a_file_that_is_not_the_draft_s_is_not_written(tmp_path: Path) -> None:
    draft = taken(word_file(tmp_path / "稿.docx"))
    other = Document()
    for text in ("一", "二", "三", "四"):
        other.add_paragraph(text)
    other.save(str(tmp_path / "别.docx"))
    wrong = Taken(draft.source, draft.draft, (tmp_path / "别.docx").read_bytes())
    out = tmp_path / "改.docx"
    with pytest.raises(Refusal, match="不是同一份"):
        write_copy(wrong, corrected(draft, **{"80项": "81项"}), ReportFormat(), STAMP, out)
    assert not out.exists()


def test_a_file_that_unpacks_to_more_than_a_disk_is_refused(tmp_path: Path) -> None:
    file = word_file(tmp_path / "稿.docx")
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as packed, packed.open("word/media/a.png", "w") as part:
        for _ in range(501):
            part.write(bytes(1_000_000))
    draft = taken(file)
    with pytest.raises(Refusal, match="图片"):
        corrected_file(draft.word, draft.draft, (), STAMP)


def test_without_a_stamp_the_new_text_simply_stands_there(tmp_path: Path) -> None:
    draft, out = taken(word_file(tmp_path / "稿.docx")), tmp_path / "改.docx"
    made = corrected(draft, **{"412家次": "410家次"})
    out.write_bytes(corrected_file(draft.word, draft.draft, made.corrections, None))
    assert accepted(out) == made.text
    assert list(Document(str(out)).element.body.iter(qn("w:del"))) == []


def test_bare_text_becomes_a_word_file_or_a_text_file(tmp_path: Path) -> None:
    text = "年度报告\n\n一、执法情况\n　　（一）规范执法。检查企业412家次。\n\n特此报告。"
    draft = Taken(Source(SourceKind.PASTED, text=text), pasted(text))
    made = corrected(draft, **{"412家次": "410家次"})
    write_copy(draft, made, ReportFormat(), STAMP, tmp_path / "改.docx")
    assert accepted(tmp_path / "改.docx").split("\n") == [
        "年度报告", "一、执法情况", "（一）规范执法。检查企业410家次。", "特此报告。",
    ]  # fmt: skip
    write_copy(draft, made, ReportFormat(), STAMP, tmp_path / "改.txt")
    assert (tmp_path / "改.txt").read_text(encoding="utf-8-sig") == made.text


BOX = (
    '<w:r xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"><mc:AlternateContent>'
    '<mc:Choice Requires="wps"><w:txbxContent><w:p><w:r><w:t>附图：全年检查412家次</w:t></w:r></w:p></w:txbxContent>'
    "</mc:Choice>"
    "<mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>附图：全年检查412家次</w:t></w:r></w:p>"
    "</w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)


def test_text_boxes_tab_stops_and_moved_words_are_read_once_and_corrected_in_their_place(tmp_path: Path) -> None:
    file = word_file(tmp_path / "稿.docx")
    document = Document(str(file))
    paragraph = document.paragraphs[1]
    paragraph.paragraph_format.tab_stops.add_tab_stop(914400)
    paragraph._p.append(parse_xml(BOX))
    moved = paragraph._p.makeelement(qn("w:moveFrom"), {qn("w:id"): "3", qn("w:author"): "李四"})
    run = document.add_paragraph("搬走的话：检查9家。")._p
    moved.append(run.r_lst[0])
    paragraph._p.append(moved)
    document.save(str(file))
    draft, out = taken(file), tmp_path / "改.docx"
    assert draft.draft.text.count("全年检查412家次") == 1
    assert "搬走的话" not in draft.draft.text
    assert draft.draft.text.split("\n")[1].startswith("全年检查企业412家次")
    start = draft.draft.text.index("412家次", draft.draft.text.index("附图"))
    made = Corrected(draft.draft.text).with_change(Change(start, start + 5, "410家次"))
    write_copy(draft, made, ReportFormat(), STAMP, out)
    assert accepted(out) == made.text
    (mark,) = Document(str(out)).element.body.iter(qn("w:ins"))
    assert next(one.tag.rpartition("}")[2] for one in mark.iterancestors() if "txbx" in one.tag) == "txbxContent"


@pytest.mark.office
@pytest.mark.skipif(any(shutil.which(one) is None for one in TOOLS), reason="LibreOffice or poppler is not on PATH")
def test_another_office_program_opens_the_copy_and_shows_both_readings(tmp_path: Path) -> None:
    draft, out = taken(word_file(tmp_path / "稿.docx")), tmp_path / "改.docx"
    write_copy(draft, corrected(draft, **{"412家次": "410家次"}), ReportFormat(), STAMP, out)
    lines = "".join(line for page in pages(printed(out, tmp_path)) for line in page)
    assert "412家次410家次" in lines.replace(" ", "")
    assert "送审稿" in lines
