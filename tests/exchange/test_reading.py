"""Files as bureaus have them are read; everything else is refused with a sentence, in bounded time and memory."""

import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook

from desktop.catalogue import Refusal
from desktop.exchange import xml_scan
from desktop.exchange.reading import open_book
from desktop.exchange.sheets import Row, Unreadable

SECONDS, MEGABYTES = 30, 400
MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def quiet(_done: int, _whole: int) -> None:
    pass


def rows_of(file: Path) -> list[Row]:
    book = open_book(file)
    return list(book.read(book.sheets[0].name, quiet).rows)


def most_memory() -> int:
    """Megabytes that the process has held at most since the mark was reset; 0 where the system does not say."""
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    return next((int(line.split()[1]) // 1024 for line in lines if line.startswith("VmHWM")), 0)


def forget_most_memory() -> None:
    mark = Path("/proc/self/clear_refs")
    if mark.exists():
        mark.write_text("5")


@contextmanager
def bounded() -> Iterator[None]:
    """Within the time and the memory that a refusal may take, generous for a busy machine."""
    forget_most_memory()
    start, before = time.monotonic(), most_memory()
    yield
    assert time.monotonic() - start < SECONDS
    assert most_memory() - before < MEGABYTES


def refused(file: Path) -> str:
    with bounded(), pytest.raises(Refusal) as caught:
        rows_of(file)
    return str(caught.value)


# -------------------------------------------------------------------- CSV


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_a_csv_file_is_read_in_every_encoding_and_with_every_delimiter(
    tmp_path: Path, encoding: str, delimiter: str
) -> None:
    lines = [
        ["检查日期", "企业名称", "备注"],
        ["2024.3.5", "海螺建材", '一行,二;"三"\n四'],
        [],
        ["2024.3.6", "", "末"],
    ]
    quoted = [delimiter.join('"' + cell.replace('"', '""') + '"' for cell in line) for line in lines]
    file = tmp_path / "台账.csv"
    file.write_bytes("\r\n".join(quoted).encode(encoding))
    assert [row.cells for row in rows_of(file)] == [
        ("检查日期", "企业名称", "备注"), ("2024.3.5", "海螺建材", '一行,二;"三"\n四'), ("2024.3.6", None, "末"),
    ]  # fmt: skip
    assert rows_of(file)[-1].number == 4, "as Excel counts them"


# -------------------------------------------------------------------- workbooks


def sheet_xml(rows: str, *, dimension: str = "A1") -> str:
    start = f'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="{MAIN}"><dimension ref="{dimension}"/>'
    return f"{start}<sheetData>{rows}</sheetData></worksheet>"


def workbook(file: Path, sheet: str, *, texts: str = "", properties: str = "") -> Path:
    """A workbook part by part, for what no program would write."""
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    types = "http://schemas.openxmlformats.org/package/2006"
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{types}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{kind}.sheet.main+xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{types}/relationships"><Relationship Id="r1" '
        f'Type="{relations}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{relations}">{properties}'
        '<sheets><sheet name="台账" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{types}/relationships"><Relationship Id="r1" '
        f'Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
        "xl/worksheets/sheet1.xml": sheet,
    }  # fmt: skip
    if texts:
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{texts}</sst>'
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as opened:
        for name, content in parts.items():
            opened.writestr(name, content)
    return file


def text_cell(place: str, text: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{text}</t></is></c>'


def test_values_come_as_they_are_with_the_row_numbers_of_excel(tmp_path: Path) -> None:
    book = Workbook()
    book.active["B3"] = "检查日期"
    book.active["C3"], book.active["D3"] = datetime(2024, 3, 5), 3.5
    book.active["A5"], book.active["B5"] = True, "=1/0"
    book.save(tmp_path / "a.xlsx")
    first, second = rows_of(tmp_path / "a.xlsx")
    assert (first.number, first.cells) == (3, (None, "检查日期", date(2024, 3, 5), 3.5))
    assert (second.number, second.cell(0)) == (5, True)


def test_a_cell_that_shows_an_error_is_not_taken_for_empty(tmp_path: Path) -> None:
    rows = f'<row r="1">{text_cell("A1", "名称")}<c r="B1" t="e"><v>#N/A</v></c></row>'
    assert rows_of(workbook(tmp_path / "a.xlsx", sheet_xml(rows)))[0].cells == ("名称", Unreadable())
    prefixed = sheet_xml(rows.replace("<c ", "<x:c ").replace("</c>", "</x:c>"))
    prefixed = prefixed.replace("<worksheet ", f'<worksheet xmlns:x="{MAIN}" ')
    assert rows_of(workbook(tmp_path / "b.xlsx", prefixed))[0].cells == ("名称", Unreadable())


@pytest.mark.parametrize("dimension", ["A1", "A1:XFD1048576", "Z9:Z9"])
def test_a_wrong_dimension_tag_changes_nothing(tmp_path: Path, dimension: str) -> None:
    rows = "".join(f'<row r="{n}">{text_cell(f"A{n}", "甲")}{text_cell(f"C{n}", "乙")}</row>' for n in range(1, 60))
    with bounded():
        found = rows_of(workbook(tmp_path / "a.xlsx", sheet_xml(rows, dimension=dimension)))
    assert len(found) == 59
    assert found[-1].cells == ("甲", None, "乙")


def test_formatted_empty_cells_down_to_the_last_row_are_no_rows(tmp_path: Path) -> None:
    rows = f'<row r="1">{text_cell("A1", "名称")}</row><row r="1048576"><c r="XFD1048576" s="1"/></row>'
    with bounded():
        assert len(rows_of(workbook(tmp_path / "a.xlsx", sheet_xml(rows)))) == 1


def test_days_that_count_from_1904_are_known(tmp_path: Path) -> None:
    file = workbook(tmp_path / "a.xlsx", sheet_xml(text_cell("A1", "甲")), properties='<workbookPr date1904="1"/>')
    assert open_book(file).read("台账", quiet).date1904


# -------------------------------------------------------------------- what is refused


def zip_bomb(file: Path) -> Path:
    workbook(file, sheet_xml(""))
    with zipfile.ZipFile(file, "a", zipfile.ZIP_DEFLATED) as opened, opened.open("xl/styles.xml", "w") as part:
        for _ in range(600):
            part.write(b" " * (1 << 20))
    return file


def lying_bomb(file: Path) -> Path:
    """The directory says a thousand bytes, the stream unpacks to a hundred megabytes."""
    workbook(file, sheet_xml("<row>" + " " * (100 << 20) + "</row>"))
    content = bytearray(file.read_bytes())
    place = content.rfind(b"PK\x01\x02", 0, content.rfind(b"xl/worksheets/sheet1.xml"))
    content[place + 24 : place + 28] = (1000).to_bytes(4, "little")
    file.write_bytes(content)
    return file


def xml_bomb(file: Path) -> Path:
    entities = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {one} "{f"&{before};" * 10}">' for before, one in zip("abcdefgh", "bcdefghi", strict=True)
    )
    sheet = sheet_xml(text_cell("A1", "&i;")).replace("<worksheet", f"<!DOCTYPE worksheet [{entities}]><worksheet")
    return workbook(file, sheet)


def corners(file: Path) -> Path:
    """Two cells that span the whole sheet: seventeen thousand million cells once they are laid out."""
    rows = f'<row r="1">{text_cell("A1", "甲")}</row><row r="1048576">{text_cell("XFD1048576", "乙")}</row>'
    return workbook(file, sheet_xml(rows))


def million_columns(file: Path) -> Path:
    return workbook(file, sheet_xml("<row>" + "<c><v>1</v></c>" * 1_000_000 + "</row>"))


def hidden_corner(file: Path) -> Path:
    """A far cell written in a way that a search for the usual spelling would miss."""
    rows = f"<row r='1'>{text_cell('A1', '甲')}</row><row r='9'><c\tr = '&#88;FD1048576'><v>1</v></c></row>"
    return workbook(file, sheet_xml(rows))


def long_text_many_times(file: Path) -> Path:
    """One long text that a million cells share: thirty gigabytes once each has its own."""
    row = "".join(f'<c r="A{n}" t="s"><v>0</v></c>' for n in range(1, 200_000))
    return workbook(file, sheet_xml(f"<row>{row}</row>"), texts=f"<si><t>{'长' * 32_000}</t></si>")


def one_endless_text(file: Path) -> Path:
    return workbook(file, sheet_xml("<row/>"), texts=f"<si><t>{'长' * 50_000_000}</t></si>")


def deep(file: Path) -> Path:
    return workbook(file, sheet_xml("<row>" + "<c\tr='A1'>" * 3_000_000))


def many_sheets(file: Path) -> Path:
    book = Workbook()
    for number in range(250):
        book.create_sheet(f"表{number}")
    book.save(file)
    return file


def locked(file: Path) -> Path:
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000 + "EncryptedPackage".encode("utf-16-le"))
    return file


def old(file: Path) -> Path:
    file.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1000 + "Workbook".encode("utf-16-le"))
    return file


def other_package(part: str) -> Callable[[Path], Path]:
    def write(file: Path) -> Path:
        with zipfile.ZipFile(file, "w") as opened:
            opened.writestr(part, "<a/>")
        return file

    return write


def cut_off(file: Path) -> Path:
    whole = workbook(file, sheet_xml(text_cell("A1", "甲"))).read_bytes()
    file.write_bytes(whole[: len(whole) // 2])
    return file


def flipped(file: Path) -> Path:
    content = bytearray(workbook(file, sheet_xml("<row>" + "<c><v>1</v></c>" * 400 + "</row>")).read_bytes())
    place = content.find(b"xl/worksheets/sheet1.xml") + 60
    content[place : place + 8] = b"\xff" * 8
    file.write_bytes(content)
    return file


def bytes_file(content: bytes) -> Callable[[Path], Path]:
    def write(file: Path) -> Path:
        file.write_bytes(content)
        return file

    return write


@pytest.mark.parametrize(
    ("make", "words"),
    [
        (zip_bomb, "展开后太大"), (lying_bomb, "已损坏"), (xml_bomb, "已损坏"), (corners, "展开后太大"),
        (million_columns, "展开后太大"), (hidden_corner, "展开后太大"), (long_text_many_times, "展开后太大"),
        (one_endless_text, "展开后太大"), (deep, "已损坏"), (many_sheets, "最多读 200 张"), (locked, "取消密码"),
        (old, "旧格式"), (other_package("word/document.xml"), "Word"), (other_package("content.xml"), ".ods"),
        (other_package("xl/workbook.bin"), ".xlsb"), (other_package("a.txt"), "不是 Excel 工作簿"),
        (cut_off, "已损坏"), (flipped, "已损坏"), (bytes_file(b""), "空文件"), (bytes_file(b"PK\x03\x04"), "已损坏"),
        (bytes_file(b"<html><table><tr><td>1</td></tr></table>"), "网页格式"), (bytes_file(b"%PDF-1.7"), "不是表格"),
        (bytes_file(bytes(range(256)) * 50), "认不出来"),
        (bytes_file(b",".join([b"1"] * 1_000_000)), "展开后太大"),
        (bytes_file(b"a,b\r\n\"" + b"x" * 1_000_000), "已损坏"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_a_sentence(
    tmp_path: Path, make: Callable[[Path], Path], words: str
) -> None:
    file = make(tmp_path / "台账.xlsx")
    sentence = refused(file)
    assert words in sentence
    assert "台账.xlsx" in sentence, "the person has to know which file"


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    assert "没有文件" in refused(tmp_path / "无.xlsx")


def test_the_limits_leave_room_for_a_hundred_thousand_rows() -> None:
    assert xml_scan.MOST_ROWS >= 100_000
    assert xml_scan.MOST_CELLS >= 100_000 * 60


def test_reading_can_be_stopped(tmp_path: Path) -> None:
    class Stopped(Exception):
        pass

    def stop(_done: int, _whole: int) -> None:
        raise Stopped

    book = open_book(workbook(tmp_path / "a.xlsx", sheet_xml(text_cell("A1", "甲"))))
    with pytest.raises(Stopped):
        book.read("台账", stop)
