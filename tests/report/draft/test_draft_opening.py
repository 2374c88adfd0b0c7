"""Drafts as bureaus have them: Word, text in two encodings, and what is no draft."""

import time
import zipfile
from pathlib import Path

import pytest
from docx import Document

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
        ("稿.docx", written(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600), "密码"),
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
