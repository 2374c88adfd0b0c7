"""The Word report as LibreOffice prints it: A4, 22 lines a page, all paragraphs, the page numbers."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from desktop.report.text.living import LivingReport
from desktop.report.word import write_report
from desktop.store import Log
from desktop.store.report_format import ReportFormat
from tests.report.office import facts, needs_office, pages, printed

pytestmark = needs_office

LINES = 22
LONG = "我局依法履职尽责，组织执法人员深入企业开展检查，发现隐患立即督促整改。" * 40


@pytest.fixture
def pdf(report: LivingReport, small_log: Log, check: Callable[..., str], tmp_path: Path) -> Path:
    for month in range(1, 7):
        check(f"2025-0{month}-01")
    report.keep(report.text.word("存在不足:hint", [LONG]))
    out = tmp_path / "报告.docx"
    form = ReportFormat(addressee="青石区人民政府")
    made_at = datetime(2026, 1, 15, tzinfo=UTC)
    write_report(report.lay(), small_log.catalogue, form, out, dated=date(2026, 1, 15), made_at=made_at)
    return printed(out, tmp_path)


def test_the_report_prints_as_an_official_document(pdf: Path, report: LivingReport) -> None:
    assert "A4" in facts(pdf)["Page size"]
    found = pages(pdf)
    assert len(found) == int(facts(pdf)["Pages"]) >= 4
    text = "".join(line for page in found for line in page if not line.startswith("—"))
    for one in report.lay().shown:
        assert "".join(one.text.split()) in text
    assert [page[-1] for page in found] == [f"—{number}—" for number in range(1, len(found) + 1)]
    full = found[1]
    assert len(full) == LINES + 1, "the lines and the page number"
    assert all(len(page) <= LINES + 1 for page in found[:-1])
    assert max(map(len, full)) in (27, 28), "LibreOffice fits one less than Word, which draws the characters together"
    assert found[-1][0] == "附件"
    assert "附件：2025年度主要数据表" in text and "2026年1月15日" in text
