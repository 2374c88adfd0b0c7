"""The return's workbook: forms to print, every figure live, the differences and the explanation in sheets."""

import shutil
from datetime import datetime
from pathlib import Path

import openpyxl
import pytest

from desktop.figures import Period
from desktop.report.returns import chosen_form
from desktop.report.workbook.return_book import export_returns
from desktop.report.workbook.return_differences import DIFFERENCES_SHEET
from desktop.report.workbook.return_sheets import TEXT_SHEET
from desktop.report.workbook.year_end import export_workbook
from desktop.store import Log
from tests.report.recalculating import recalculated
from tests.report.test_returns import YEAR, Desk

MADE_AT = datetime(2026, 1, 5, 9, 30)
office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on PATH")


@pytest.fixture
def desk(log: Log) -> Desk:
    """A little of everything, odd cases among it."""
    desk = Desk(log)
    desk.penalty("罚款、没收违法所得", fine="20000", confiscated="8600.55")
    desk.penalty("警告、罚款", fine="333.33", overturned_on="2025-08-01")
    desk.penalty("", fine="1")
    desk.penalty("责令停产停业、罚款、吊销许可证件", "2025-12-31", fine="10000")
    desk.penalty("罚款", "2026-01-05", fine="10000")
    for more in ({}, {"enterprise": None}, {"complete_record": None}, {"led_to_action": True}):
        desk.check(**more)
    desk.permit(received_on="2025-02-01", accepted_on="2025-02-03", decided_on="2025-05-20", revoked_on="2025-09-01")
    desk.coercion("行政强制措施", "扣押财物", decided_on="2025-12-30")
    log.add(log.ledger("staff"), {"name": "甲", "roles": "执法人员", "cert_status": "有效"})
    return desk


def exported(desk: Desk, province: str, folder: Path, *, by_kind: bool = False) -> Path:
    out = folder / f"{province}.xlsx"
    form = chosen_form(desk.log, province)
    export_returns(desk.log, form, YEAR, out, progress=lambda *_: None, made_at=MADE_AT, by_kind=by_kind)
    return out


def texts(book: Path, sheet: str) -> list[str]:
    return [cell.value for row in openpyxl.load_workbook(book)[sheet].iter_rows() for cell in row
            if isinstance(cell.value, str)]  # fmt: skip


@office
@pytest.mark.office
@pytest.mark.parametrize("province", ["shanxi", "shandong", "hubei"])
def test_every_figure_of_a_return_recalculates(province: str, desk: Desk, tmp_path: Path) -> None:
    cells = recalculated(exported(desk, province, tmp_path))
    assert [(sheet, at, one) for sheet, found in cells.items() for at, one in found.items() if not one.agrees] == []
    live = {sheet: len(found) for sheet, found in cells.items() if found}
    assert len([sheet for sheet in live if sheet.startswith("年报表")]) == len(chosen_form(desk.log, province).tables)
    assert sum(live.values()) > 70
    assert all(len(one.formula) < 8192 for found in cells.values() for one in found.values())
    assert "相符" in {one.recalculated for one in cells[DIFFERENCES_SHEET].values()}
    assert not {"不符", "与相加不符"} & {one.recalculated for one in cells[DIFFERENCES_SHEET].values()}


@office
@pytest.mark.office
def test_a_return_counted_by_kind_recalculates(desk: Desk, tmp_path: Path) -> None:
    cells = recalculated(exported(desk, "national", tmp_path, by_kind=True))
    assert [(sheet, at, one) for sheet, found in cells.items() for at, one in found.items() if not one.agrees] == []
    penalties = [one.stated for one in cells["年报表一行政处罚"].values()]
    assert penalties[:4] == [1, 0, 3, 1]
    assert penalties[-2] == 3
    book = tmp_path / "national.xlsx"
    assert any("本表按种类计" in text for text in texts(book, "年报表一行政处罚"))
    labels = [row[:3] for row in openpyxl.load_workbook(book, data_only=True)[DIFFERENCES_SHEET].values]
    assert ("罚款", 1, 3) in labels


def test_the_form_is_ready_to_print(desk: Desk, tmp_path: Path) -> None:
    page = openpyxl.load_workbook(exported(desk, "shandong", tmp_path))["年报表二行政处罚"]
    assert page.page_setup.orientation == "landscape"
    assert page.page_setup.paperSize == 9
    assert page.sheet_properties.pageSetUpPr.fitToPage
    assert page.print_area == f"'年报表二行政处罚'!$A$1:$AA${page.max_row}"
    assert page["A1"].value == "青石区应急管理局2025年度行政处罚实施情况统计表"
    assert page["A2"].value == "表二　填报单位：青石区应急管理局"
    assert "计量单位：宗、万元" in page["N2"].value or any(
        "计量单位：宗、万元" in str(cell.value) for cell in page[2] if cell.value
    )
    merged = {str(one) for one in page.merged_cells.ranges}
    assert {"A3:A4", "B3:B4", "D3:Q3"} <= merged
    assert (page["A3"].value, page["D3"].value, page["D4"].value) == ("单位名称", "行政处罚实施数量（宗）", "警告")
    assert (page["A5"].value, page["A6"].value) == ("青石区应急管理局", "合计")
    last = [cell.value for cell in page[page.max_row] if cell.value]
    assert last[0].startswith("单位负责人：")
    assert "填表人：" in last[0]


def test_rules_that_were_not_seen_are_marked_on_the_form(desk: Desk, tmp_path: Path) -> None:
    lines = [text for text in texts(exported(desk, "zhejiang", tmp_path), "年报表一行政处罚") if ". " in text]
    assert lines[0].startswith("说明：1. 按处罚决定作出的日期归年")
    assert not lines[0].endswith("（待核）")
    assert lines[-2].endswith("（待核）")
    assert "警告＜通报批评＜罚款" in lines[-1]


def test_the_differences_stand_row_by_row(desk: Desk, tmp_path: Path) -> None:
    found = texts(exported(desk, "national", tmp_path), DIFFERENCES_SHEET)
    assert "年度报告计入、统计年报不计的检查（3 条）" in found
    for reason in ("没有特定检查对象", "没有完整、详细的检查记录", "检查后作出行政处罚等决定"):
        assert found.count(reason) == 1
        assert found.count(f"减：{reason}") == 1
    assert "并处几种处罚的决定（3 条）" in found
    assert any("处罚种类未填" in text for text in found)


def test_the_explanation_has_its_sheet(desk: Desk, tmp_path: Path) -> None:
    found = texts(exported(desk, "national", tmp_path), TEXT_SHEET)
    assert found[0] == "青石区应急管理局2025年度行政执法总体情况"
    assert found[1] == "一、行政处罚"
    assert "作出行政处罚决定3宗" in found[2]


def test_only_the_ledgers_that_count_have_their_records_in_it(desk: Desk, tmp_path: Path) -> None:
    sheets = openpyxl.load_workbook(exported(desk, "guangdong", tmp_path)).sheetnames
    assert {"行政处罚案件", "执法检查", "行政许可与备案"} <= set(sheets)
    assert not {"应急演练", "会议"} & set(sheets)


def test_the_year_end_workbook_holds_the_return_of_the_set_province(desk: Desk, tmp_path: Path) -> None:
    desk.log.set_setting("province", "guangdong")
    out = tmp_path / "year.xlsx"
    export_workbook(desk.log, Period.year(2025), out, progress=lambda *_: None, made_at=MADE_AT)
    sheets = openpyxl.load_workbook(out).sheetnames
    assert [one for one in sheets if one.startswith("年报")] == [
        "年报表一行政许可", "年报表二行政处罚", "年报表三行政强制", "年报表四行政征收", "年报表五行政征用",
        "年报表六行政检查", "年报口径差异", "年报情况说明",
    ]  # fmt: skip
