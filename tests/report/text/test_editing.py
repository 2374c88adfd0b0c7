"""What a person does in the editor, as the text keeps it; and the report as it is printed for good."""

from collections.abc import Callable

import pytest

from desktop.catalogue import Refusal
from desktop.catalogue.wordings import Reference
from desktop.figures import Engine
from desktop.report.text.document import Placed
from desktop.report.text.editing import Line, line_of, taken_over
from desktop.report.text.living import LivingReport
from desktop.report.text.printed import PrintedReport, printed

Check = Callable[..., str]
HINT = "存在不足:hint"


def lines_of(report: LivingReport) -> list[Line]:
    return [line_of(one) for one in report.lay().open]


def edit(report: LivingReport, lines: list[Line]) -> list[str]:
    text, keys = taken_over(report.text, report.lay().open, lines)
    report.keep(text)
    shown = [line.key for line in lines_of(report)]
    assert [key for key in keys if key in shown] == [key for key in shown if key in keys]  # in the same order
    return keys


def test_nothing_changed_leaves_everything_to_the_outline(report: LivingReport, check: Check) -> None:
    check("2025-03-01")
    before = report.text
    edit(report, lines_of(report))
    assert report.text == before


def test_a_figure_that_moved_meanwhile_is_no_edit(report: LivingReport, check: Check) -> None:
    check("2025-03-01")
    laid, lines = report.lay().open, lines_of(report)
    check("2025-03-02")
    text, _ = taken_over(report.text, laid, lines)
    assert text == report.text


def test_what_a_person_writes_takes_the_place_of_the_hint(report: LivingReport) -> None:
    lines = [Line(one.key, ("人手不足。",)) if one.key == HINT else one for one in lines_of(report)]
    edit(report, lines)
    assert "一、存在不足\n人手不足。" in report.lay().text
    assert report.lay().unwritten() == []


def test_a_parted_paragraph_becomes_two(report: LivingReport) -> None:
    lines = lines_of(report)
    place = next(number for number, line in enumerate(lines) if line.key == "下年安排:p1")
    lines[place : place + 1] = [Line("下年安排:p1", ("2026年",)), Line("下年安排:p1", ("继续努力。",))]
    keys = edit(report, lines)
    assert keys[place + 1] == "#1"
    assert "2026年\n继续努力。" in report.lay().text


def test_a_line_that_is_gone_is_taken_out(report: LivingReport) -> None:
    edit(report, [line for line in lines_of(report) if line.key != "下年安排:p1"])
    assert "继续努力" not in report.lay().text


def test_a_first_line_can_be_added(report: LivingReport) -> None:
    edit(report, [Line(None, ("前言。",)), *lines_of(report)])
    assert report.lay().text.splitlines()[2] == "前言。"


def test_a_figure_can_be_added(report: LivingReport, check: Check) -> None:
    check("2025-03-01")
    figure = Placed(Reference("checks"), "1次")
    edit(report, [Line(one.key, ("共", figure)) if one.key == HINT else one for one in lines_of(report)])
    assert "共1次" in report.lay().text
    check("2025-03-02")
    report.refresh(Engine(report.log))
    assert "共2次" in report.lay().text


def test_a_printed_report_reads_the_same_for_ever(report: LivingReport, check: Check) -> None:
    check("2025-03-01")
    made = printed(report.lay())
    again = PrintedReport.from_json(made.to_json())
    check("2025-03-02")
    assert again == made
    report.refresh(Engine(report.log))
    assert again.text != report.lay().text
    assert [(str(one.reference), one.text) for one in again.figures()] == [
        ("inspected_enterprises", "1家"), ("checks", "1次"),
    ]  # fmt: skip


@pytest.mark.parametrize("text", ["", "[]", '{"title": [], "lines": [{}]}', '{"title": [], "lines": 3}'])
def test_a_broken_printed_report_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        PrintedReport.from_json(text)
