"""A report's text: composed from the outline until a person words it, living figures either way, kept in the log."""

from collections.abc import Callable
from datetime import date

import pytest

from desktop.catalogue import Refusal
from desktop.catalogue.outlines import Numbering
from desktop.catalogue.wordings import Reference
from desktop.figures import Engine, Period
from desktop.report.text.document import Kind, Placed, ReportText
from desktop.report.text.laying import chinese, numbering_of
from desktop.report.text.living import LivingReport, outlines
from desktop.report.text.manuscript import Manuscript
from desktop.store import Log
from desktop.store.report_format import HeadingNumbers, ReportFormat, keep_report_format
from tests.report.conftest import YEAR

Check = Callable[..., str]
ENFORCEMENT = "{year}年工作/规范执法"
CHECKS = Placed(Reference("checks"), "1次")


def lines(report: LivingReport) -> list[str]:
    report.refresh(Engine(report.log))
    return [one.text for one in report.lay().shown]


def test_an_empty_log_yields_a_report_without_a_number(report: LivingReport) -> None:
    laid = report.lay()
    assert laid.title == ("青石区应急管理局", "2025年度报告")
    assert lines(report) == ["2025年，我局依法履职。情况如下。", "一、下年安排", "2026年继续努力。", "报告完毕。"]
    assert [one.hint for one in laid.unwritten()] == ["写不足"]


def test_sentences_come_with_the_records(report: LivingReport, check: Check) -> None:
    check("2025-03-01")
    assert lines(report)[1:3] == ["一、2025年工作", "（一）规范执法。检查企业1家、1次。"]
    assert lines(report)[3] == "二、下年安排"


@pytest.mark.parametrize(
    ("chosen", "heads"),
    [
        (HeadingNumbers.OUTLINE, ["一、2025年工作", "（一）规范执法。", "二、下年安排"]),
        (HeadingNumbers.NONE, ["2025年工作", "规范执法。", "下年安排"]),
    ],
)
def test_the_format_s_numbering_goes_over_the_outline_s(
    report: LivingReport, small_log: Log, check: Check, chosen: HeadingNumbers, heads: list[str]
) -> None:
    check("2025-03-01")
    keep_report_format(small_log, ReportFormat(heading_numbers=chosen))
    laid = report.lay().shown
    assert [one.lead or one.text for one in laid if one.lead or one.block.kind is Kind.HEADING] == heads


def test_each_numbering_of_the_format_is_one_of_an_outline(small_log: Log) -> None:
    continuous, small = small_log.catalogue.outlines["continuous"], small_log.catalogue.outlines["small"]
    assert numbering_of(continuous, HeadingNumbers.OUTLINE) is Numbering.CONTINUOUS
    assert numbering_of(continuous, HeadingNumbers.STANDARD) is Numbering.STANDARD
    assert numbering_of(small, HeadingNumbers.CONTINUOUS) is Numbering.CONTINUOUS
    assert numbering_of(small, HeadingNumbers.NONE) is Numbering.PLAIN


def test_headings_lead_a_paragraph_together_and_an_ordinal_is_not_numbered_alone(nested_log: Log) -> None:
    ledgers = nested_log.catalogue.ledgers
    nested_log.add(ledgers["drill"], {"name": "桌面推演", "held_on": "2025-05-01", "status": "完成"})
    assert lines(LivingReport(nested_log, YEAR)) == ["一、工作", "（一）严格执法。加强演练。演练1场次。"]
    nested_log.add(ledgers["enterprise"], {"name": "甲化工厂"})
    check = {"checked_on": "2025-03-01", "enterprise": "甲化工厂", "kind": "计划检查"}
    nested_log.add(ledgers["enforcement_check"], check)
    assert lines(LivingReport(nested_log, YEAR))[1:] == [
        "（一）严格执法。一是规范检查。检查1次。",
        "二是加强演练。演练1场次。",
    ]


def test_the_outline_names_every_heading_that_leads_a_paragraph(nested_log: Log) -> None:
    ledgers = nested_log.catalogue.ledgers
    for name in ("桌面推演", "实战演练"):
        nested_log.add(ledgers["drill"], {"name": name, "held_on": "2025-05-01", "status": "完成"})
    nested_log.add(ledgers["training"], {"name": "培训", "held_on": "2025-05-01", "status": "完成"})
    written = Manuscript(nested_log, YEAR, Engine(nested_log))
    assert [(one.title, one.depth, one.figures) for one in written.headings()] == [
        ("一、工作", 0, 0), ("（一）严格执法", 1, 0), ("一是加强演练", 2, 1), ("二是开展培训", 2, 1),
    ]  # fmt: skip


def test_a_span_that_ends_before_the_year_says_so(until_november: LivingReport) -> None:
    assert lines(until_november)[0] == "2025年，我局依法履职。截至11月21日，情况如下。"


def test_a_written_paragraph_keeps_its_words_and_its_living_figure(
    report: LivingReport, small_log: Log, check: Check
) -> None:
    check("2025-03-01")
    key = f"{ENFORCEMENT}:p1"
    report.keep(report.text.word(key, ["我们查了", CHECKS, "，", "很细。"]))
    assert "（一）规范执法。我们查了1次，很细。" in lines(report)
    check("2025-04-01")
    report.refresh(Engine(small_log))
    assert "（一）规范执法。我们查了2次，很细。" in lines(report)
    ((laid, ((placed, said),)),) = report.lay().changed()
    assert (laid.block.key, placed.seen, said.text) == (key, "1次", "2次")


def test_the_bureau_s_outlines_come_first_and_the_default_before_its_variants(small_log: Log) -> None:
    assert [one.name for one in outlines(small_log)][:4] == ["small", "other", "default", "continuous"]


def test_what_is_kept_is_read_again(report: LivingReport, small_log: Log, check: Check) -> None:
    check("2025-03-01")
    text = report.text.word("存在不足:hint", ["人手不足。"]).insert("存在不足:hint", ["检查", CHECKS, "。"])
    report.keep(text.remove(f"{ENFORCEMENT}:p1"))
    again = LivingReport(small_log, YEAR)
    assert again.text == report.text
    assert again.text.to_json() == report.text.to_json()
    assert "规范执法" not in again.lay().text
    assert "人手不足。" in lines(again)
    assert again.saved_at


def test_a_paragraph_goes_back_to_the_outline(report: LivingReport, check: Check) -> None:
    check("2025-03-01")
    key = f"{ENFORCEMENT}:p1"
    text = report.text.word(key, ["改写"]).reset(key)
    assert text == report.text
    added = report.text.insert(key, ["另一段。"])
    assert added.reset("#1") == ReportText(added.outline, report.text.blocks, 2)


def test_removed_paragraphs_come_back(report: LivingReport) -> None:
    gone = report.text.remove("下年安排:p1")
    report.keep(gone)
    assert "下年安排" not in report.lay().text
    assert gone.reset("下年安排:p1") == report.text.reset("下年安排:p1")


def test_a_written_figure_that_is_not_known_is_a_problem(report: LivingReport) -> None:
    report.keep(report.text.word("存在不足:hint", ["举报", Placed(Reference("tip_offs"), "0件"), "。"]))
    (problem,) = report.lay().problems()
    assert "没有记录" in problem.message
    assert problem.key == "存在不足:hint"


def test_unused_figures_are_those_that_say_something(report: LivingReport, check: Check) -> None:
    check("2025-03-01")
    names = {one.indicator.name for one in report.unused(report.lay())}
    assert "planned_checks" in names
    assert "checks" not in names  # stands in the text
    assert "tip_offs" not in names  # says nothing


def test_the_cut_off_is_kept(report: LivingReport, small_log: Log, check: Check) -> None:
    check("2025-03-01")
    check("2025-12-01")
    report.count_over(Period.year(2025, last=date(2025, 11, 30)))
    again = LivingReport(small_log, YEAR)
    assert str(again.period.last) == "2025-11-30"
    assert "检查企业1家、1次。" in again.lay().text


def test_a_span_of_another_year_is_refused(report: LivingReport) -> None:
    with pytest.raises(Refusal, match="止于 2025 年"):
        report.count_over(Period.year(2024))


def test_another_outline_loses_nothing_that_was_written(report: LivingReport, small_log: Log) -> None:
    report.keep(report.text.word("存在不足:hint", ["人手不足。"]))
    report.follow(small_log.catalogue.outlines["default"])
    assert LivingReport(small_log, YEAR).outline.name == "default"
    assert "人手不足。" in report.lay().text


def test_words_are_counted_without_spaces(report: LivingReport) -> None:
    assert report.lay().words == sum(len(line) for line in (*report.lay().title, *lines(report)))


def test_a_text_that_cannot_be_read_is_refused(small_log: Log, report: LivingReport) -> None:
    report.keep(report.text)
    for content in ("{", '{"version": 9, "outline": "small"}', '{"version": 1}', "[]"):
        with pytest.raises(Refusal):
            ReportText.from_json(content, report.outline)


def test_an_outline_that_is_gone_is_named(small_log: Log) -> None:
    small_log.set_setting("outline", "gone")
    with pytest.raises(Refusal, match="没有提纲“gone”"):
        LivingReport(small_log, YEAR)


def test_records_changed_by_others_are_read_after_a_refresh(
    report: LivingReport, small_log: Log, check: Check
) -> None:
    check("2025-03-01")
    report.refresh(Engine(small_log))
    assert "1次" in report.lay().text


@pytest.mark.parametrize(("number", "text"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五")])
def test_chinese_numbers(number: int, text: str) -> None:
    assert chinese(number) == text
