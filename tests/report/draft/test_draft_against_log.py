"""Errors that were planted in clean drafts of varied wording are found; clean drafts raise no alarm."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from desktop.demo import published_log, published_report
from desktop.report.draft.checking import Check, check_draft
from desktop.report.draft.findings import FindingKind, Sureness
from desktop.report.draft.knowing import Known, known
from desktop.report.draft.verdict import Status
from desktop.report.editions.finalising import finalise
from desktop.report.text.document import ReportText
from desktop.report.text.laying import facts_of, lay
from desktop.report.text.living import LivingReport, outlines
from desktop.store import Log
from tests.report.draft.drafts import PAGE, WORDINGS, Draft, pieces_of, plant, planted_in, text_of

KINDS = ("digit", "swapped", "percentage", "unit")
REPORT = "chengzhong-2025"
PERIOD = published_report(REPORT).period
ITS_OWN = {"88件"}
"""What the published figures themselves leave open: of 88 verified tips, 19 and 21 have an outcome."""
PROVED = ("chengzhong-2025", "pingdingshan-2024", "yulin-2023")


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    with published_log(REPORT, tmp_path_factory.mktemp("draft") / "log.db") as log:
        yield log


@pytest.fixture(scope="module")
def held(log: Log) -> Known:
    return known(log, PERIOD)


def checked(log: Log, held: Known, draft: Draft | str) -> Check:
    return check_draft(draft if isinstance(draft, str) else text_of(draft), log.catalogue, held)


def test_the_report_as_it_reads_now_agrees_with_the_log(log: Log, held: Known) -> None:
    check = checked(log, held, pieces_of(LivingReport(log, PERIOD).lay()))
    assert {one.quote for one in check.findings} == ITS_OWN
    assert Counter(one.status for one in check.verdicts)[Status.AGREES] > 40


def test_a_changed_number_is_found_with_the_log_s_value(log: Log, held: Known) -> None:
    text = LivingReport(log, PERIOD).lay().text
    check = checked(log, held, text.replace("8431条", "8437条"))
    found = next(one for one in check.findings if one.quote == "8437条" and one.kind is FindingKind.MISMATCH)
    assert (found.sureness, found.expected) == (Sureness.CERTAIN, "8431条")
    assert found.indicator in log.catalogue.indicators


def test_identical_values_with_other_meanings_are_not_matched(log: Log, held: Known) -> None:
    """The value stands in the log, under another name."""
    (verdict,) = checked(log, held, "组织党员志愿者植树8431条。").verdicts
    assert verdict.status is Status.UNSOURCED


def test_plans_are_not_held_against_the_log(log: Log, held: Known) -> None:
    (verdict,) = checked(log, held, "三、下一步打算\n检查工贸企业900家次。").verdicts
    assert verdict.status is Status.OUTSIDE


@pytest.mark.parametrize(
    ("old", "new", "expected", "why"),
    [
        ("罚款9.275万元", "罚款9.275元", "9.275万元", "可能写错"),
        ("发放奖励21件、2500元", "发放奖励21件、2500万元", "2500元", ""),
        ("检查工贸企业367家次", "检查工贸企业367家", "367家次", "单位不同"),
        ("27689家次", "27698家次", "27689家次", ""),
        ("27689家次", "3万余家次", "27689家次", ""),
    ],
)
def test_a_wrong_unit_or_number_in_the_report_s_own_words_is_certain(
    log: Log, held: Known, old: str, new: str, expected: str, why: str
) -> None:
    text = LivingReport(log, PERIOD).lay().text
    told = [one for one in checked(log, held, text.replace(old, new, 1)).findings if one.quote not in ITS_OWN]
    found = [one for one in told if one.kind is not FindingKind.REPEATED]  # 9.275元 is odd by itself, too
    assert [(one.sureness, one.expected) for one in found] == [(Sureness.CERTAIN, expected)]
    assert why in found[0].explanation


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("罚款9.275万元", "罚款92750元"),
        ("2500元", "0.25万元"),
        ("27689家次", "2.77万家次"),
        ("27689家次", "27,689家次"),
        ("27689家次", "近2.8万家次"),
    ],
)
def test_the_same_number_written_otherwise_agrees(log: Log, held: Known, old: str, new: str) -> None:
    text = LivingReport(log, PERIOD).lay().text
    assert {one.quote for one in checked(log, held, text.replace(old, new, 1)).findings} == ITS_OWN


@pytest.mark.parametrize(
    ("sentence", "status", "label"),
    [
        ("全区检查生产经营单位27689家次。", Status.AGREES, "报送检查单位家次"),
        ("我局检查生产经营单位27689家次。", Status.UNSOURCED, ""),
        ("检查生产经营单位394家次。", Status.DIFFERS, "报送检查单位家次"),
        ("检查394家次。", Status.UNSOURCED, ""),
        ("约谈企业394家次。", Status.DIFFERS, "约谈次数"),
        ("上年全区检查生产经营单位27689家次。", Status.OUTSIDE, ""),
        ("1—6月，全区检查生产经营单位13200家次。", Status.OUTSIDE, ""),
        ("上半年全区检查生产经营单位13200家次。", Status.OUTSIDE, ""),
        ("截至10月底，全区检查生产经营单位27689家次。", Status.AGREES, "报送检查单位家次"),
        ("对照年度检查计划开展检查，约谈企业114家。", Status.DIFFERS, "约谈企业数"),
        ("计划开展约谈企业114家。", Status.OUTSIDE, ""),
        ("处罚金额9.275元。", Status.DIFFERS, "其他机关行政处罚罚款额"),
        ("约谈企业104家次。", Status.DIFFERS, "约谈企业数"),
    ],
)
def test_scope_period_and_unit_decide_what_a_figure_in_other_words_is(
    log: Log, held: Known, sentence: str, status: Status, label: str
) -> None:
    (verdict,) = checked(log, held, sentence).verdicts
    assert (verdict.status, verdict.label) == (status, label)
    assert not verdict.certain


def test_swapped_figures_are_told_as_such(log: Log, held: Known) -> None:
    draft = plant(pieces_of(LivingReport(log, PERIOD).lay()), "swapped", random.Random(3), 1)
    told = [one.explanation for one in checked(log, held, draft).findings if "写反" in one.explanation]
    assert len(told) == 2


def test_what_the_finalised_edition_states_and_the_draft_lacks(tmp_path: Path) -> None:
    with published_log(REPORT, tmp_path / "log.db") as log:
        finalise(log, PERIOD)
        pieces = pieces_of(LivingReport(log, PERIOD).lay())
        place = next(n for n, one in enumerate(pieces) if one.token and one.text == "8431条")
        lost = pieces[place].token
        assert lost is not None
        pieces[place] = replace(pieces[place], text="若干")
        missing = {one.indicator: one.text for one in checked(log, known(log, PERIOD), pieces).lacking}
    assert missing[lost.reference.indicator] == "8431条"


def test_what_the_edition_says_in_words_is_not_missed_in_the_draft(tmp_path: Path) -> None:
    """未发生 is no figure that could be read, and 没有发生 says the same."""
    with Log.create(tmp_path / "log.db", settings={"bureau": "本局"}, person="张三") as log:
        started = {"name": "车间火情", "occurred_on": "2025-03-01", "production": False, "grade": "一般"}
        log.add(log.catalogue.ledgers["accident"], started)
        finalise(log, PERIOD)
        held = known(log, PERIOD)
        text = LivingReport(log, PERIOD).lay().text
        nothing = [one.indicator for one in check_draft("无关的话。", log.catalogue, held).lacking]
        whole = [one.indicator for one in check_draft(text, log.catalogue, held).lacking]
        other = check_draft(text.replace("未发生", "没有发生"), log.catalogue, held).lacking
    assert "accidents" in nothing
    assert whole == []
    assert list(other) == []


@pytest.mark.parametrize("name", PROVED)
def test_planted_errors_are_found_and_clean_drafts_raise_no_alarm(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Drafts after the report's own outline and after another one, in five ways of writing."""
    found, planted, unsourced = Counter[str](), Counter[str](), 0
    alarms, pages = 0, 0.0
    with published_log(name, tmp_path / "log.db") as log:
        period = published_report(name).period
        held, living = known(log, period), LivingReport(log, period)
        other = next(one for one in outlines(log) if one.name != living.outline.name)
        for outline in (living.outline, other):
            laid = lay(ReportText.of(outline), outline, living.sayings(), facts_of("本局", period))
            for wording, rewrite in WORDINGS.items():
                clean = rewrite(pieces_of(laid), random.Random(f"{name}{outline.name}{wording}"))
                alarms += sum(one.quote not in ITS_OWN for one in checked(log, held, clean).findings)
                pages += len(text_of(clean)) / PAGE
                for kind in KINDS:
                    draft = plant(clean, kind, random.Random(f"{name}{outline.name}{wording}{kind}"), 10)
                    check = checked(log, held, draft)
                    for one in planted_in(draft):
                        told = {each.kind for each in check.findings if each.start < one.end and one.start < each.end}
                        planted[kind] += 1
                        found[kind] += bool(told - {FindingKind.UNSOURCED})
                        unsourced += told == {FindingKind.UNSOURCED}
    share = 100 * found.total() / planted.total()
    with capsys.disabled():
        print(f"\n{name}: {found.total()} of {planted.total()} planted errors found ({share:.1f} %), "
              f"{unsourced} more as 无出处; {alarms} alarms on {pages:.0f} clean pages")  # fmt: skip
        print("    " + ", ".join(f"{kind} {found[kind]}/{planted[kind]}" for kind in KINDS))
    assert share >= 95
    assert alarms < pages / 10
