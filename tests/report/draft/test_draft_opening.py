"""Drafts as bureaus have them: Word, text in two encodings, and what is no draft."""

import time
import zipfile
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml

from desktop.catalogue import Refusal, load
from desktop.report.draft.checking import check_draft
from desktop.report.draft.opening import open_draft, pasted

SENTENCE = "全年检查企业410家次，排查隐患80项。"


def word_file(file: Path) -> Path:
    document = Document()
    document.add_heading("年度报告", 0)
    document.add_paragraph("")
    paragraph = document.add_paragraph("全年检查企业")
    paragraph.add_run("410").bold = True
    paragraph.add_run("家次，排查隐患80项。")
    table = document.add_table(rows=1, cols=3)
    for cell, text in zip(table.rows[0].cells, ("演练场次", "12", "场次"), strict=True):
        cell.text = text
    document.save(str(file))
    return file


def test_a_word_file_is_read_with_the_places_of_its_paragraphs(tmp_path: Path) -> None:
    draft = open_draft(word_file(tmp_path / "稿.docx"))
    assert draft.text.split("\n") == ["年度报告", SENTENCE, "演练场次\t12\t场次"]
    places = {one.paragraph: draft.text[one.start :][:4] for one in draft.lines}
    assert places[2] == "全年检查"
    check = check_draft(draft.text, load())
    assert [one.quote.replace("\t", "") for one in check.quantities] == ["410家次", "80项", "12场次"]


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def word_of(file: Path, *paragraphs: str) -> Path:
    """A Word file with these runs, given as XML."""
    document = Document()
    for one in paragraphs:
        document.element.body.sectPr.addprevious(parse_xml(f"<w:p {W}>{one}</w:p>"))
    document.save(str(file))
    return file


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        (run("1") + "<w:r><w:noBreakHyphen/></w:r>" + run("6月检查120家次。"), "1-6月检查120家次。"),
        (run("检查") + run("4") + run("1") + run("0家") + run("次。"), "检查410家次。"),
        ("<w:ins w:id='1' w:author='王'>" + run("检查410家次") + "</w:ins>"
         "<w:del w:id='2' w:author='王'><w:r><w:delText>检查400家次</w:delText><w:tab/></w:r></w:del>" + run("。"),
         "检查410家次。"),
        (run("检查") + "<w:hyperlink>" + run("410家次") + "</w:hyperlink>" + run("。"), "检查410家次。"),
        ("<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>PAGE 99</w:instrText></w:r>"
         "<w:r><w:fldChar w:fldCharType='separate'/></w:r>" + run("检查")
         + "<w:r><w:fldChar w:fldCharType='end'/></w:r>" + run("410家次。"), "检查410家次。"),
        (run("检查410家次") + "<w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:commentReference w:id='0'/></w:r>"
         + run("。"), "检查410家次。"),
        ("<w:r><w:ruby><w:rt>" + run("jian") + "</w:rt><w:rubyBase>" + run("检") + "</w:rubyBase></w:ruby></w:r>"
         + run("查410家次。"), "检查410家次。"),
        ("<w:sdt><w:sdtContent>" + run("检查410") + "</w:sdtContent></w:sdt>" + run("家次。"), "检查410家次。"),
        (run("检查") + "<w:r><w:br/><w:t>410</w:t><w:cr/><w:t>家次。</w:t></w:r>", "检查 410 家次。"),
    ],
)  # fmt: skip
def test_what_word_and_wps_write_between_the_characters(tmp_path: Path, runs: str, text: str) -> None:
    assert open_draft(word_of(tmp_path / "稿.docx", runs)).text == text


def test_a_text_box_is_read_once(tmp_path: Path) -> None:
    box = (
        "<w:r><mc:AlternateContent xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006'>"
        "<mc:Choice Requires='wps'><w:txbxContent><w:p>{0}</w:p></w:txbxContent></mc:Choice>"
        "<mc:Fallback><w:pict><w:txbxContent><w:p>{0}</w:p></w:txbxContent></w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    ).format(run("框里检查5家次。"))
    draft = open_draft(word_of(tmp_path / "稿.docx", run("正文检查410家次。") + box))
    assert draft.text.split("\n") == ["正文检查410家次。", "框里检查5家次。"]


def test_columns_of_a_table_hold_though_cells_are_empty_or_merged(tmp_path: Path) -> None:
    document = Document()
    table = document.add_table(rows=3, cols=4)
    table.cell(0, 0).merge(table.cell(0, 1)).text = "检查情况"
    for row, words in enumerate(
        (("检查情况", "", "隐患（项）", "备注"), ("", "危化", "12", ""), ("甲", "", "", "见附件"))
    ):
        for column, text in enumerate(words[row == 0 :], row == 0):
            table.cell(row, column).text = text or table.cell(row, column).text
    two = document.add_table(rows=1, cols=2)
    two.cell(0, 0).text = "演练"
    two.cell(0, 0).add_paragraph("次数")
    two.cell(0, 1).text = "3场"
    frame = document.add_table(rows=1, cols=1)
    frame.cell(0, 0).text = "全年检查企业5家次。"
    frame.cell(0, 0).add_paragraph("全年培训2期。")
    document.save(str(tmp_path / "表.docx"))
    assert open_draft(tmp_path / "表.docx").text.split("\n") == [
        "检查情况\t\t隐患（项）\t备注", "\t危化\t12", "甲\t\t\t见附件", "演练 次数\t3场",
        "全年检查企业5家次。", "全年培训2期。",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "quote", "value"),
    [
        ("检查４１０家次。", "４１０家次", 410),
        ("检查1\u202f410\u2009家次。", "1\u202f410\u2009家次", 1410),
        ("检查410\u200b家次。", "410\u200b家次", 410),
        ("1\u20116月检查；检查410家次。", "410家次", 410),
        ("演练3\u20115次。", "3\u20115次", 3),
    ],
)
def test_rare_characters_do_not_hide_a_figure(text: str, quote: str, value: int) -> None:
    (one,) = check_draft(text, load()).quantities
    assert (one.quote, one.value) == (quote, value)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
def test_text_files_in_the_encodings_of_the_office(tmp_path: Path, encoding: str) -> None:
    file = tmp_path / "稿.txt"
    file.write_text(SENTENCE, encoding=encoding)
    assert open_draft(file).text == SENTENCE


def damaged(file: Path) -> None:
    file.write_bytes(word_file(file).read_bytes()[:900])


def foreign_zip(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("xl/workbook.xml", "<a/>")


def ofd(file: Path) -> None:
    with zipfile.ZipFile(file, "w") as packed:
        packed.writestr("OFD.xml", "<a/>")


def broken_xml(file: Path) -> None:
    with zipfile.ZipFile(word_file(file.with_name("good.docx"))) as good, zipfile.ZipFile(file, "w") as bad:
        for one in good.namelist():
            bad.writestr(one, b"<w:document" if one == "word/document.xml" else good.read(one))


def written(raw: bytes):
    return lambda file: file.write_bytes(raw)


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("稿.doc", written(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), "旧格式"),
        ("稿.wps", written(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), "旧格式"),
        ("稿.docx", written(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), "旧格式"),
        ("稿.docx", written(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\0" + "EncryptedPackage".encode("utf-16-le")), "密码"),
        ("稿.doc", written(b"{\\rtf1\\ansi\\ansicpg936 ..."), "RTF"),
        ("稿.ofd", ofd, "OFD"),
        ("稿.pdf", written(b"%PDF-1.7 ..."), "PDF"),
        ("稿.docx", damaged, "损坏"),
        ("稿.docx", broken_xml, "损坏"),
        ("表.docx", foreign_zip, "不是 Word 文件"),
        ("空.txt", written(b""), "空的"),
        ("空.txt", written(b" \n"), "没有文字"),
        ("x.txt", written(b"The quick brown fox checked 12 firms."), "几乎没有中文"),
        ("x.txt", written(b"\x89PNG\xff\x00\x81\x20\x00\xff\xff"), ""),
        ("数.txt", written(b"1234567890" * 1_000_000), "2,000,000"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(tmp_path: Path, name: str, make, said: str) -> None:
    file = tmp_path / name
    make(file)
    begun = time.perf_counter()
    with pytest.raises(Refusal) as refused:
        open_draft(file)
    assert said in str(refused.value)
    assert time.perf_counter() - begun < 5


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refusal, match="没有找到"):
        open_draft(tmp_path / "无.docx")


@pytest.mark.parametrize(
    "text",
    [
        "检查" + "1234567890" * 20_000,
        "共" + "1,234," * 30_000 + "检查企业",
        "第一、二、" * 20_000,
        "（1）检查" * 30_000,
        "“" * 20_000 + "检查5家",
        "《" * 20_000 + "检查5家",
        "全年检查企业5家次，" * 20_000,
    ],
)
def test_strange_texts_take_bounded_time(text: str) -> None:
    begun = time.process_time()
    check_draft(pasted(text + "检查企业。" * 10_000).text, load())
    assert time.process_time() - begun < 20
