"""A section chief works off a draft: accepts, corrects, leaves with a reason, takes back, comes again another day."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import openpyxl
import pytest

from desktop.catalogue import Refusal
from desktop.figures import Period
from desktop.report.draft.check_sheet import About, write_check_sheet
from desktop.report.draft.items import Group, Item
from desktop.report.draft.knowing import known
from desktop.report.draft.review import Review, forget, remembered
from desktop.report.draft.sources import Source, SourceKind, own_sources
from desktop.report.editions.finalising import finalise
from desktop.report.text.living import LivingReport
from desktop.store import Log
from desktop.store.decisions import Decisions

TODAY = date(2025, 11, 21)
YEAR = Period.year(2025)
Logs = Callable[..., str]


@pytest.fixture
def filled(small_log: Log, check: Logs) -> Log:
    """Three checks of two enterprises, two fines."""
    for day, name in (("2025-03-01", "甲化工厂"), ("2025-04-02", "甲化工厂"), ("2025-05-06", "乙加油站")):
        check(day, name)
    ledger = small_log.catalogue.ledgers["penalty_case"]
    for number, fine in (("1", "12000"), ("2", "30000")):
        small_log.add(
            ledger, {"case_no": f"〔2025〕{number}号", "decided_on": "2025-06-01", "fine": fine, "level": "本局"}
        )
    return small_log


def opened(log: Log, text: str) -> Review:
    taken = Source(SourceKind.PASTED, text=text).read(log, YEAR, TODAY)
    return checked(Review(log, taken, 2025), log)


def checked(review: Review, log: Log) -> Review:
    held = known(log, YEAR)
    review.take(review.find(held), held)
    return review


def right(log: Log) -> str:
    return LivingReport(log, YEAR).lay().text


def only(review: Review, group: Group) -> Item:
    (found,) = review.results.of_group(group)
    return found


def test_a_wrong_figure_is_shown_with_both_values_and_its_rows(filled: Log) -> None:
    review = opened(filled, right(filled).replace("检查企业2家", "检查企业3家"))
    item = only(review, Group.CERTAIN)
    assert (item.number, item.printed, item.expected, item.against) == (1, "3家", "2家", "台账")
    assert item.indicator == "inspected_enterprises"
    assert review.text[item.start : item.end] == "3家"
    assert "检查企业3家" in item.context
    assert review.results.count(Group.AGREES) >= 3


def test_accepting_writes_the_living_figure_and_the_next_check_agrees(filled: Log) -> None:
    text = right(filled)
    review = opened(filled, text.replace("检查企业2家", "检查企业3家"))
    review.accept(only(review, Group.CERTAIN))
    checked(review, filled)
    assert review.text == text
    assert review.results.open == ()
    done = only(review, Group.DONE)
    assert (done.printed, done.expected, done.outcome) == ("3家", "2家", "已改")
    assert review.undo() == "“3家”改为“2家”"
    assert only(checked(review, filled), Group.CERTAIN).printed == "3家"
    assert review.redo() == "“3家”改为“2家”"
    review.restore(only(checked(review, filled), Group.DONE))
    assert review.text == review.draft.text


def test_until_the_next_check_the_other_places_move_along(filled: Log) -> None:
    review = opened(filled, right(filled).replace("检查企业2家、3次", "检查企业555家、7次"))
    stale = review.find(review.known)
    review.accept(review.results.open[0])
    (left,) = review.results.open
    assert review.text[left.start : left.end] == left.printed == "7次"
    assert [(one.printed, one.expected) for one in review.results.of_group(Group.DONE)] == [("555家", "2家")]
    assert not review.take(stale, review.known)
    assert [one.printed for one in review.results.open] == ["7次"]


def test_what_a_person_types_is_checked_again(filled: Log) -> None:
    review = opened(filled, right(filled).replace("检查企业2家", "检查企业3家"))
    review.correct(only(review, Group.CERTAIN), " 5家 ")
    assert only(checked(review, filled), Group.CERTAIN).printed == "5家"


def test_a_place_with_two_findings_is_one_with_the_surest_in_front(filled: Log) -> None:
    """The sum within the draft is certain, what the log says to it is not."""
    text = "开展植树活动18次。开展植树活动19次，其中春季植树活动20次。"
    review = opened(filled, text)
    spans = [(one.start, one.end) for one in review.results.open]
    assert len(spans) == len(set(spans))
    item = next(one for one in review.results.open if len(one.findings) > 1)
    assert item.against == "应为"
    assert len(item.keys) == len(item.findings)
    review.leave(item, "口径不同")
    assert item.start not in [one.start for one in review.results.open]


def test_a_figure_that_agrees_with_the_log_is_not_corrected_to_a_wrong_sum(filled: Log) -> None:
    text = right(filled).replace("处罚2件", "处罚2件，分为简易程序2件、普通程序1件")
    item = next(one for one in opened(filled, text).results.open if one.printed == "2件" and one.expected == "3件")
    assert item.change is None
    assert item.reasons[-1] == "这个数与台账一致，错的可能是另一个数"


def test_a_figure_that_is_left_stays_left_when_the_file_is_edited_elsewhere(filled: Log) -> None:
    text = right(filled).replace("检查企业2家、3次", "检查企业3家、3次")
    review = opened(filled, text)
    with pytest.raises(Refusal, match="理由"):
        review.leave(only(review, Group.CERTAIN), " ")
    review.leave(only(review, Group.CERTAIN), "含镇街检查的一家")
    assert review.results.open == ()
    edited = text.replace("检查企业3家、3次", "检查企业3家、4次") + "\n另起一段。"
    again = opened(filled, edited)
    done = only(again, Group.DONE)
    assert (done.printed, done.outcome) == ("3家", "不改")
    assert done.decision is not None
    assert done.decision.reason == "含镇街检查的一家"
    assert only(again, Group.CERTAIN).printed == "4次"
    again.raise_again(done)
    assert [one.printed for one in again.results.open] == ["3家", "4次"]
    assert again.undo() == "重新提出"
    assert [one.printed for one in again.results.open] == ["4次"]


def test_a_decision_ends_when_the_log_says_something_else(filled: Log, check: Logs) -> None:
    text = right(filled).replace("检查企业2家", "检查企业9家")
    review = opened(filled, text)
    review.leave(only(review, Group.CERTAIN), "含镇街")
    check("2025-07-01", "丙粮库")
    item = next(one for one in opened(filled, text).results.open if one.printed == "9家")
    assert item.expected == "3家"
    assert item.earlier is not None
    assert item.earlier.expected == "2家"


def test_leaving_can_be_undone(filled: Log) -> None:
    review = opened(filled, right(filled).replace("检查企业2家", "检查企业3家"))
    review.leave(only(review, Group.CERTAIN), "含镇街")
    review.undo()
    assert only(review, Group.CERTAIN).printed == "3家"
    assert Decisions(filled).standing() == {}


def test_stepping_goes_through_the_list_or_the_text_and_round_again(filled: Log) -> None:
    text = "开展植树活动99次。\n" + right(filled).replace("检查企业2家、3次", "检查企业5家、7次")
    results = opened(filled, text).results
    for by_place, order in ((True, ["99次", "5家", "7次"]), (False, ["5家", "7次", "99次"])):
        found = [results.step_from(None, 1, by_place=by_place)]
        for _ in range(3):
            found.append(results.step_from(found[-1], 1, by_place=by_place))
        assert [one.printed for one in found if one] == [*order, order[0]]
        back = results.step_from(found[0], -1, by_place=by_place)
        assert back is not None
        assert back.printed == order[2]
        assert results.next_to(found[1], by_place=by_place) == found[1]


def test_words_over_two_paragraphs_are_not_written(filled: Log) -> None:
    review = opened(filled, right(filled).replace("检查企业2家", "检查企业3家"))
    item = only(review, Group.CERTAIN)
    with pytest.raises(Refusal, match="两段"):
        review.correct(Item(**{**item.__dict__, "end": len(review.text)}), "5家")
    assert review.text == review.draft.text


def test_the_desk_is_found_again_another_day(filled: Log, tmp_path: Path) -> None:
    file = tmp_path / "稿.txt"
    file.write_text(right(filled).replace("检查企业2家", "检查企业3家"), encoding="utf-8")
    review = checked(Review(filled, Source.of_file(file).read(filled, YEAR, TODAY), 2025), filled)
    review.accept(only(review, Group.CERTAIN))
    review.remember()
    file.write_text("新的第一段。\n" + file.read_text(encoding="utf-8"), encoding="utf-8")
    found = remembered(filled)
    assert found is not None
    assert found.source.name == "稿.txt"
    corrected, lost = found.on(found.source.read(filled, YEAR, TODAY).draft.text)
    assert lost == 0
    assert corrected.text == "新的第一段。\n" + review.text
    assert corrected.corrections[0].note == review.corrected.corrections[0].note is not None
    forget(filled)
    assert remembered(filled) is None


def test_what_the_log_holds_in_another_form_is_an_empty_desk(filled: Log) -> None:
    for text in ("{", "[]", '{"source": {}}', '{"source": {"kind": "disk"}, "was": "", "corrections": []}'):
        filled.set_setting("draft_check", text)
        assert remembered(filled) is None


def test_the_program_s_own_report_and_its_versions_can_be_taken(filled: Log) -> None:
    finalise(filled, YEAR)
    for source in own_sources(filled, 2025):
        review = checked(Review(filled, source.read(filled, YEAR, TODAY), 2025), filled)
        assert review.results.open == ()
        assert review.results.checked > 3
        assert review.taken.word
    assert [one.name for one in own_sources(filled, 2025)] == [
        "2025 年度报告（正在写的草稿）", "2025 年度报告第 1 版",
    ]  # fmt: skip


def test_figures_of_the_edition_that_the_draft_lacks_have_a_list_of_their_own(filled: Log) -> None:
    finalise(filled, YEAR)
    review = opened(filled, right(filled).replace("处罚2件，罚款4.2万元。", ""))
    assert [(one.title, one.expected) for one in review.results.of_group(Group.LACKING)] == [
        ("行政处罚件数", "2件"), ("罚款金额", "4.2万元"),
    ]  # fmt: skip


def test_the_check_sheet_holds_every_place_and_what_was_decided(filled: Log, tmp_path: Path) -> None:
    finalise(filled, YEAR)
    text = "开展植树活动99次。\n" + right(filled).replace("检查企业2家、3次", "检查企业5家、7次").replace(
        "，罚款4.2万元", ""
    )
    review = opened(filled, text)
    review.accept(review.results.open[1])
    checked(review, filled)
    review.leave(review.results.open[1], "=含镇街")
    out = tmp_path / "单.xlsx"
    about = About("稿.docx", review.text, "2025年度", "张三", datetime(2025, 11, 21, 9, 5))
    write_check_sheet(about, review.results, out)
    book = openpyxl.load_workbook(out)
    assert book.sheetnames == ["校核单", "定稿有而稿中无", "一致"]
    rows = [tuple(cell.value for cell in row) for row in book["校核单"].iter_rows(min_row=3)]
    assert rows[0] == ("序号", "位置", "原文", "稿中写", "应为", "核对项", "说明", "把握", "处理", "理由")
    assert [row[5] for row in rows[1:]] == ["台账无出处", "台账“检查企业数”", "台账“执法检查次数”"]
    assert [row[7] for row in rows[1:]] == ["台账无出处", "确定有误", "确定有误"]
    told = [(row[1], row[3], row[4], row[8], row[9]) for row in rows[1:]]
    assert told == [
        ("第 1 段", "99次", "", "未处理", ""),
        ("第 6 段", "5家", "2家", "已改", "改为2家"),
        ("第 6 段", "7次", "3次", "不改", "=含镇街"),
    ]
    assert all(cell.data_type in ("s", "n") for row in book["校核单"].iter_rows() for cell in row)
    assert book["定稿有而稿中无"]["C4"].value == "4.2万元"
