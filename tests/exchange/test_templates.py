"""Templates: for every ledger, filled in and imported, and opened by LibreOffice."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from desktop.catalogue import Catalogue, Ledger
from desktop.exchange.importing import carry_out
from desktop.exchange.planning import Kind
from desktop.exchange.templates import write_template
from desktop.store import Log
from tests.exchange.conftest import Planned, quiet
from tests.exchange.test_importing import converted_by_office
from tests.report.office import needs_office


def test_every_ledger_has_a_template_whose_columns_are_known_again(
    log: Log, catalogue: Catalogue, tmp_path: Path, planned: Planned
) -> None:
    for ledger in catalogue.ledgers.values():
        out = tmp_path / f"{ledger.name}.xlsx"
        count = write_template(log, ledger, out)
        understood, plan = planned(ledger, out)
        assert len(understood.by_target) == count, ledger.label
        assert all(one.confidence == 100 for one in understood.columns if one.target), ledger.label
        assert (plan.rows, plan.skipped) == ((), ()), "an untouched template holds nothing"


def filled(file: Path, row: int, values: dict[str, object]) -> None:
    book = load_workbook(file)
    page = book.worksheets[0]
    heads = {str(cell.value): cell.column for cell in page[1]}
    for head, value in values.items():
        page.cell(row, heads[head]).value = value
    book.save(file)


def test_a_filled_template_is_imported_and_its_example_is_not(
    log: Log, checks: Ledger, tmp_path: Path, planned: Planned
) -> None:
    out = tmp_path / "a.xlsx"
    write_template(log, checks, out)
    filled(out, 4, {"检查日期": "2024-03-05", "检查人员": "张三、李四", "检查编号": "0012"})
    _, plan = planned(checks, out)
    assert [one.kind for one in plan.rows] == [Kind.NEW]
    carry_out(log, plan, quiet)
    assert next(log.records(checks))["check_no"] == "0012"


def test_an_example_that_was_typed_over_is_told_of(
    log: Log, checks: Ledger, tmp_path: Path, planned: Planned
) -> None:
    out = tmp_path / "a.xlsx"
    write_template(log, checks, out)
    filled(out, 3, {"检查人员": "张三"})
    _, plan = planned(checks, out)
    assert "请清空这一格" in plan.skipped[0].reason


def test_codes_are_text_days_are_days_and_terms_can_be_chosen(log: Log, checks: Ledger, tmp_path: Path) -> None:
    write_template(log, checks, tmp_path / "a.xlsx")
    book = load_workbook(tmp_path / "a.xlsx")
    page = book.worksheets[0]
    formats = {str(cell.value): page.column_dimensions[cell.column_letter].number_format for cell in page[1]}
    assert formats["检查编号"] == "@"
    assert formats["检查日期"] == "yyyy-mm-dd"
    assert page.freeze_panes == "B4"
    assert len(page.data_validations.dataValidation) >= 5
    assert book["选项"].sheet_state == "hidden"


@pytest.mark.usefixtures("enterprises")
class TestInLibreOffice:
    pytestmark = needs_office

    def test_libreoffice_keeps_what_the_template_says(
        self, log: Log, checks: Ledger, tmp_path: Path, planned: Planned
    ) -> None:
        write_template(log, checks, tmp_path / "a.xlsx")
        filled(tmp_path / "a.xlsx", 4, {"检查日期": "2024-03-05", "检查编号": "0012", "企业": "青石化工厂"})
        again = converted_by_office(tmp_path / "a.xlsx", tmp_path / "out", "xlsx")
        assert len(load_workbook(again).worksheets[0].data_validations.dataValidation) >= 5
        _, plan = planned(checks, again)
        assert [one.kind for one in plan.rows] == [Kind.NEW]
        assert plan.rows[0].draft is not None
        assert plan.rows[0].draft.values["check_no"] == "0012"
