"""What was decided about findings: kept by the change log, with its reason."""

import pytest

from desktop.catalogue import Refusal
from desktop.store import Log
from desktop.store.batches import recent_batches
from desktop.store.decisions import LONGEST_QUOTE, Decisions

PLACE = ("k1", "412家", "358家")


def test_a_decision_stands_with_its_reason_until_it_is_taken_back(log: Log) -> None:
    decisions = Decisions(log)
    decisions.leave([PLACE, ("k2", "412家", "")], "口径含镇街")
    found = decisions.standing()
    assert {key: (one.quote, one.expected, one.reason, one.person) for key, one in found.items()} == {
        "k1": ("412家", "358家", "口径含镇街", "张三"),
        "k2": ("412家", "", "口径含镇街", "张三"),
    }
    decisions.raise_again(["k1"])
    assert list(decisions.standing()) == ["k2"]
    decisions.leave([PLACE], "再看仍不改")
    assert decisions.standing()["k1"].reason == "再看仍不改"


def test_without_a_reason_nothing_is_decided(log: Log) -> None:
    with pytest.raises(Refusal, match="理由"):
        Decisions(log).leave([PLACE], "  ")
    assert Decisions(log).standing() == {}


def test_the_record_of_changes_tells_it_and_holds(log: Log) -> None:
    Decisions(log).leave([PLACE], "口径含镇街")
    Decisions(log).raise_again(["k1"])
    assert [(one.said, one.reason) for one in recent_batches(log)[:2]] == [
        ("校核：一处重新提出", ""), ("校核：一处不改", "口径含镇街"),
    ]  # fmt: skip
    assert list(log.faults()) == []


def test_the_undo_of_records_passes_over_it(log: Log) -> None:
    id_ = log.add(log.ledger("training"), {"name": "法治讲座"})
    Decisions(log).leave([PLACE], "口径含镇街")
    assert log.undo() == "已撤销：新增 1 条学法培训"
    assert log.record(log.ledger("training"), id_)["deleted_at"]  # type: ignore[index]
    assert list(Decisions(log).standing()) == ["k1"]


def test_of_a_draft_only_the_figure_goes_into_the_record_of_changes(log: Log) -> None:
    Decisions(log).leave([("k", "长" * 200, "")], "套话，确认过")
    assert len(Decisions(log).standing()["k"].quote) == LONGEST_QUOTE
