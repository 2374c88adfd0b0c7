"""Whatever a ledger holds comes back from its own export unchanged, and goes in as new unchanged, and never acts."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from desktop.catalogue import Catalogue, Field, Ledger, Refusal
from desktop.catalogue.normalise import plain_text, single_line
from desktop.exchange.importing import carry_out
from desktop.exchange.planning import Kind
from desktop.report.workbook.list_table import ListExport
from desktop.store import Log, Rejected
from desktop.store.listing import Filter
from tests.exchange.conftest import Planned, quiet, sheet

LEDGERS = ("hazard", "enforcement_check", "penalty_case", "publicity_event", "training", "enterprise")
HOSTILE = [
    '"引号"\'单引', "两\n行", "=1+1", "+1", "-1", "@SUM(A1)", '=HYPERLINK("http://x")', "\u202e反向",
    "👨‍👩‍👧 表情", "a\tb",
    "<b>&amp;</b>", "'; DROP TABLE hazard; --", "_x0041_", "0012", "3.10", "1e5", "长" * 400, "2024.3.5", "是",
    "#N/A", "约3", "合计", "注：不是说明", "——", "/", "  前后  ", "a\r\nb", "TRUE", "序号",
]  # fmt: skip
TEXT = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\ufffe\uffff"), max_size=40),
)


def values_for(one: Field) -> st.SearchStrategy[object] | None:
    match one.type.name:
        case "text" | "long_text":
            return None if one.check else TEXT
        case "integer":
            return st.integers(int(one.min or 0), int(one.max or 10**9))
        case "money":
            return st.decimals(0, 10**11, places=2).map(str)
        case "decimal":
            return st.decimals(int(one.min or 0), int(one.max or 10**8), places=min(one.places, 4)).map(str)
        case "date":
            return st.dates(date(1900, 1, 1), date(2100, 12, 31)).map(str)
        case "boolean":
            return st.booleans()
        case "choice":
            return st.sampled_from(sorted(one.choices.values()))
        case "tags":
            return st.lists(st.sampled_from(sorted(one.choices.values())) if one.choices else TEXT, max_size=3)
    return None


def records_of(ledger: Ledger) -> st.SearchStrategy[dict[str, object]]:
    given_fields = {name: found for name, one in ledger.fields.items() if (found := values_for(one)) is not None}
    marks = {str(one.approx_column): st.booleans() for one in ledger.fields.values() if one.approx_column}
    return st.fixed_dictionaries({}, optional={**given_fields, **marks})


@pytest.mark.parametrize("name", LEDGERS)
def test_what_a_ledger_exports_is_read_back_unchanged(
    name: str, log: Log, catalogue: Catalogue, planned: Planned
) -> None:
    ledger = catalogue.ledgers[name]

    @settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
    @given(st.lists(records_of(ledger), min_size=1, max_size=6))
    def holds(records: list[dict[str, object]]) -> None:
        log.delete_many(ledger, [str(one["id"]) for one in log.records(ledger)])
        for record in records:
            try:
                log.add(ledger, record)
            except (Rejected, Refusal):
                continue
        with TemporaryDirectory() as folder:
            out = Path(folder) / "导出.xlsx"
            ListExport(ledger, list(ledger.fields), Filter()).write(log, out, quiet)
            _, plan = planned(ledger, out)
        count = len(list(log.records(ledger)))
        wrong = [
            (one.row.number, one.kind, one.differences, one.reason) for one in plan.rows if one.kind is not Kind.SAME
        ]
        assert wrong == []
        assert (len(plan.rows), plan.skipped) == (count, ())

    holds()


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_hostile_text_goes_in_as_it_stands(
    kind: str, log: Log, catalogue: Catalogue, tmp_path: Path, planned: Planned
) -> None:
    ledger = catalogue.ledgers["hazard"]
    texts = [*HOSTILE, "长" * 10_000]
    rows = [["发现日期", "描述", "备注"], *(["2024-03-05", f"第{n}条", text] for n, text in enumerate(texts))]
    file = _written(kind)(tmp_path, rows)
    _, plan = planned(ledger, file)
    assert carry_out(log, plan, quiet).left_out == ()
    kept = {str(one["description"]): one["note"] for one in log.records(ledger)}
    long_text = ledger.fields["note"].type.name == "long_text"
    clean = plain_text if long_text else single_line
    for number, text in enumerate(texts):
        assert _lines(kept[f"第{number}条"]) == _lines(clean(text)), json.dumps(text)


def _lines(text: object) -> str:
    return str(text).replace("\r\n", "\n")


def _written(kind: str) -> Callable[[Path, list[list[object]]], Path]:
    def workbook(folder: Path, rows: list[list[object]]) -> Path:
        from xlsxwriter import Workbook

        with Workbook(str(folder / "a.xlsx")) as book:
            page = book.add_worksheet()
            for number, row in enumerate(rows):
                for column, cell in enumerate(row):
                    page.write_string(number, column, str(cell))
        return folder / "a.xlsx"

    def comma(folder: Path, rows: list[list[object]]) -> Path:
        import csv

        with (folder / "a.csv").open("w", encoding="utf-8-sig", newline="") as stream:
            csv.writer(stream).writerows(rows)
        return folder / "a.csv"

    return workbook if kind == "xlsx" else comma


def test_a_formula_that_another_program_left_without_a_value_is_sent_back(
    catalogue: Catalogue, tmp_path: Path, planned: Planned
) -> None:
    ledger = catalogue.ledgers["hazard"]
    file = sheet(tmp_path / "a.xlsx", [["发现日期", "描述"], ["2024-03-05", "=1+1"]])
    _, plan = planned(ledger, file)
    assert plan.rows[0].draft is None, "openpyxl keeps no computed value: none is made up, and none is lost"
    assert "还没有算出结果" in plan.rows[0].reason
