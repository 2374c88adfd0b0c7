"""未发生, 没有收到, 零 and 为零 against a log that has some, and numbers against a log that has none."""

import pytest

from desktop.report.draft.checking import check_draft
from desktop.report.draft.correcting import proposed
from desktop.report.draft.findings import FindingKind, Sureness
from desktop.report.draft.knowing import known
from desktop.report.draft.verdict import Status
from desktop.store import Log
from tests.report.conftest import YEAR


@pytest.fixture
def burnt(small_log: Log) -> Log:
    """A year with two accidents; nothing was logged of fires."""
    ledger = small_log.catalogue.ledgers["accident"]
    for day in ("2025-03-01", "2025-06-02"):
        small_log.add(ledger, {"name": f"{day}坠落", "occurred_on": day, "production": True, "grade": "一般"})
    return small_log


@pytest.mark.parametrize(
    ("sentence", "sureness", "new"),
    [
        ("全年未发生生产安全事故。", Sureness.CERTAIN, "全年发生生产安全事故2起。"),
        ("全区没有发生生产安全事故，形势平稳。", Sureness.CERTAIN, "全区发生生产安全事故2起，形势平稳。"),
        ("实现零森林火灾、生产安全事故零发生。", Sureness.CERTAIN, "实现零森林火灾、生产安全事故2起。"),
        ("全年生产安全事故起数为零。", Sureness.CERTAIN, "全年生产安全事故2起。"),
        ("本年度未发生森林火灾、生产安全事故。", Sureness.CERTAIN, "本年度未发生森林火灾、发生生产安全事故2起。"),
        ("我局未发生生产安全事故。", Sureness.DOUBTFUL, "我局发生生产安全事故2起。"),
    ],
)
def test_what_is_denied_and_stands_in_the_log(burnt: Log, sentence: str, sureness: Sureness, new: str) -> None:
    (found,) = check_draft(sentence, burnt.catalogue, known(burnt, YEAR)).findings
    assert (found.kind, found.sureness, found.indicator) == (FindingKind.MISMATCH, sureness, "accidents")
    change = proposed(sentence, found)
    assert change is not None
    assert sentence[: change.start] + change.new + sentence[change.end :] == new


@pytest.mark.parametrize(
    "sentence",
    [
        "东镇未发生生产安全事故。",
        "一季度未发生生产安全事故。",
        "春节期间未发生生产安全事故。",
        "全年未发生生产安全事故迟报。",
        "全年未发生较大以上生产安全事故。",
        "上年未发生生产安全事故。",
        "四、下一步打算\n确保不发生、未发生生产安全事故。",
        "连续300天未发生生产安全事故。",
    ],
)
def test_what_is_said_of_a_part_is_not_held_against_the_year(burnt: Log, sentence: str) -> None:
    check = check_draft(sentence, burnt.catalogue, known(burnt, YEAR))
    assert [one for one in check.findings if one.kind is FindingKind.MISMATCH] == []


def test_a_denial_that_is_true_agrees_and_one_of_an_empty_ledger_says_nothing(burnt: Log) -> None:
    held = known(burnt, YEAR)
    (true,) = check_draft("全年未发生较大以上生产安全事故。", burnt.catalogue, held).verdicts
    (open_,) = check_draft("全年未发生森林火灾。", burnt.catalogue, held).verdicts
    assert (true.status, open_.status) == (Status.AGREES, Status.OUTSIDE)


def test_a_number_beside_a_log_that_has_none_is_found(burnt: Log) -> None:
    (found,) = check_draft("全年发生较大以上生产安全事故3起。", burnt.catalogue, known(burnt, YEAR)).findings
    assert (found.kind, found.sureness, found.indicator) == (
        FindingKind.MISMATCH, Sureness.DOUBTFUL, "larger_accidents",
    )  # fmt: skip
