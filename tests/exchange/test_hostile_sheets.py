"""Workbooks that would lose or falsify something without a word."""

from decimal import Decimal
from pathlib import Path
from zipfile import ZipFile

import pytest
from openpyxl import Workbook
from xlsxwriter import Workbook as OtherWorkbook

from desktop.catalogue import Catalogue, Ledger, Refusal
from desktop.exchange.looking import lists, told_of
from desktop.exchange.planning import Kind
from desktop.exchange.reading import open_book
from desktop.exchange.rejects import write_rejects
from desktop.exchange.sheets import NOT_WORKED_OUT
from desktop.exchange.values import Context, read_value
from desktop.exchange.wizard import Planned as PlannedStep
from tests.exchange.conftest import Planned, quiet, sheet


def test_a_formula_that_nobody_worked_out_is_not_taken_for_empty(
    tmp_path: Path, checks: Ledger, planned: Planned, enterprises: dict[str, str]
) -> None:
    """As programs write them that make workbooks without reckoning: the date of a check would have been lost."""
    rows = [
        ["检查日期", "企业名称", "出动人次"],
        ["2024-03-05", "青石化工厂", "=1+2"],
        ["=DATE(2024,3,6)", "青石化工厂", 2],
        ["2024-03-07", "青石化工厂", 2],
        [None, None, "=SUM(C2:C4)"],
    ]
    _, plan = planned(checks, sheet(tmp_path / "检查.xlsx", rows))
    assert [one.kind for one in plan.rows] == [Kind.REJECTED, Kind.REJECTED, Kind.NEW, Kind.REJECTED]
    assert "还没有算出结果。请用 Excel 或 WPS 打开这个表，保存一次再导入" in plan.rows[1].reason


def test_formulas_with_a_result_are_read_and_an_empty_text_is_a_result(tmp_path: Path) -> None:
    """As Excel writes them."""
    with OtherWorkbook(str(tmp_path / "made.xlsx")) as book:
        page = book.add_worksheet()
        page.write_formula(0, 0, "=1+2", None, 3)
        page.write_formula(1, 0, '=""', None, "")
        page.write(1, 1, "甲")
    with ZipFile(tmp_path / "made.xlsx") as made, ZipFile(tmp_path / "x.xlsx", "w") as excel:
        for name in made.namelist():
            excel.writestr(name, made.read(name).replace(b'<c r="A2"><f>', b'<c r="A2" t="str"><f>'))
    found = open_book(tmp_path / "x.xlsx")
    rows = found.read(found.sheets[0].name, quiet).rows
    assert [row.cells for row in rows] == [(3.0,), (None, "甲")]


def test_formulas_are_found_in_a_long_sheet_and_in_an_unusual_one(tmp_path: Path) -> None:
    """No cell is cut in two where the sheet is looked through piece by piece."""
    book = Workbook()
    page = book.active
    for number in range(1, 6001):
        page.append([f"第{number}行的内容" * 20, f"={number}+1"])
    book.save(tmp_path / "x.xlsx")
    found = open_book(tmp_path / "x.xlsx")
    rows = found.read(found.sheets[0].name, quiet).rows
    assert [row.number for row in rows if row.cell(1) != NOT_WORKED_OUT] == []
    assert len(rows) == 6000


def test_rows_that_a_filter_hides_come_in_and_it_is_said(
    tmp_path: Path, checks: Ledger, planned: Planned, enterprises: dict[str, str]
) -> None:
    book = Workbook()
    page = book.active
    page.append(["检查日期", "企业名称", "检查人员"])
    for day in range(1, 6):
        page.append([f"2024-03-0{day}", "青石化工厂", "张三"])
    for row in (3, 5):
        page.row_dimensions[row].hidden = True
    book.save(tmp_path / "检查.xlsx")
    _, plan = planned(checks, tmp_path / "检查.xlsx")
    assert plan.hidden == 2
    step = PlannedStep(plan, plan, ())
    assert "有 2 行在表里是隐藏的" in told_of(lists(step)[0], step)


def test_an_error_in_a_name_is_no_name(
    tmp_path: Path, checks: Ledger, planned: Planned, enterprises: dict[str, str]
) -> None:
    """Else one answer, “新建”, would have made an enterprise called #错误."""
    book = Workbook()
    page = book.active
    page.append(["检查日期", "企业名称"])
    page.append(["2024-03-05", "#N/A"])
    page["B2"].data_type = "e"
    page.append(["2024-03-06", "青石化工厂"])
    book.save(tmp_path / "检查.xlsx")
    _, plan = planned(checks, tmp_path / "检查.xlsx")
    assert "单元格显示的是错误值" in plan.rows[0].reason
    assert plan.questions == ()


@pytest.mark.parametrize("text", ["1.234,5", "1,23", "12,34", "1 2 3", "1,2345", "3, 5"])
def test_a_number_with_commas_at_odd_places_is_not_guessed(catalogue: Catalogue, text: str) -> None:
    with pytest.raises(ValueError, match="逗号或空格的位置不对"):
        read_value(catalogue.ledgers["penalty_case"].fields["fine"], text, "", Context())


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [("1,234.5", "", "1234.5"), (" 1 234.5 ", "万元", "12345000"), ("2 万元", "", "20000"),
     ("１２３．５", "", "123.5"),
     ("￥5000元", "万元", "5000"), ("￥5000", "元", "5000"), ("￥ 5,000", "", "5000")],
)  # fmt: skip
def test_numbers_parted_as_usual_are_read(catalogue: Catalogue, text: str, unit: str, number: str) -> None:
    found = read_value(catalogue.ledgers["penalty_case"].fields["fine"], text, unit, Context())
    assert found == Decimal(number)


def test_a_sum_marked_as_yuan_below_ten_thousands_is_not_multiplied(catalogue: Catalogue) -> None:
    """￥5000 below 罚款（万元） was read as fifty million."""
    with pytest.raises(ValueError, match="像是按元写的，这一列写的是万元"):
        read_value(catalogue.ledgers["penalty_case"].fields["fine"], "￥5000", "万元", Context())


def test_an_error_that_was_sent_back_is_still_one_the_next_time(
    tmp_path: Path, catalogue: Catalogue, planned: Planned
) -> None:
    """The word that stood for it would have come in as the text of a note."""
    hazards = catalogue.ledgers["hazard"]
    rows = [["发现日期", "描述"], ["2024-03-05", '="丢"&"失"'], ["2024-03-06", "配电箱无盖"]]
    understood, plan = planned(hazards, sheet(tmp_path / "隐患.xlsx", rows))
    assert [one.kind for one in plan.rows] == [Kind.REJECTED, Kind.NEW]
    write_rejects(understood, plan.left_out, tmp_path / "退回.xlsx", quiet)
    _, again = planned(hazards, tmp_path / "退回.xlsx")
    (row,) = again.rows
    assert row.kind is Kind.REJECTED and "错误值" in row.reason


@pytest.mark.parametrize("note", ['"没有盖', '"没有"盖', '"甲",乙"\n2024-03-06,"丙'])
def test_a_csv_file_whose_quotation_marks_do_not_match_is_refused(tmp_path: Path, note: str) -> None:
    """All rows that follow would have come in as the text of one cell."""
    file = tmp_path / "隐患.csv"
    rows = [f"2024-03-{day:02},第{day}处" for day in range(1, 9)]
    file.write_text("\n".join(["发现日期,描述", f"2024-03-05,{note}", *rows]), encoding="utf-8")
    found = open_book(file)
    with pytest.raises(Refusal, match="行起引号"):
        found.read(found.sheets[0].name, quiet)


def test_a_quotation_mark_within_a_text_is_read(tmp_path: Path) -> None:
    file = tmp_path / "隐患.csv"
    file.write_text('发现日期,描述\n2024-03-05,5" 管\n2024-03-06,"他说""好"",\n走了"\n', encoding="utf-8")
    found = open_book(file)
    rows = found.read(found.sheets[0].name, quiet).rows
    assert [row.cell(1) for row in rows] == ["描述", '5" 管', '他说"好",\n走了']


def test_a_second_table_to_the_right_is_not_passed_over_in_silence(
    tmp_path: Path, checks: Ledger, planned: Planned, enterprises: dict[str, str]
) -> None:
    heads = ["检查日期", "企业名称", "检查人员"]
    rows = [[*heads, None, *heads], ["2024-03-05", "青石化工厂", "张三", None, "2024-03-06", "青石化工厂", "李四"]]
    understood, plan = planned(checks, sheet(tmp_path / "检查.xlsx", rows))
    assert [one.index for one in understood.beside] == [4, 5, 6]
    step = PlannedStep(plan, plan, ())
    assert "右边 E 列起还有一个同样表头的表，没有导入" in told_of(lists(step)[0], step)
    twice, _ = planned(
        checks, sheet(tmp_path / "备注.xlsx", [["检查日期", "备注", "备注"], ["2024-03-05", "甲", "乙"]])
    )
    assert twice.beside == ()
