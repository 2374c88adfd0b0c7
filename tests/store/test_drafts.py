"""A reader that keeps values in mind reads exactly as one that reads each draft by itself."""

from collections.abc import Mapping
from decimal import Decimal

import pytest

from desktop.catalogue import Catalogue
from desktop.store import Draft, DraftReader, read_draft

TYPED: list[Mapping[str, object]] = [
    {"name": "讲座", "participants": "约300", "hours": "1.5", "held_on": "2024.3.5"},
    {"name": "讲座", "participants": 300, "hours": 1.5, "held_on": "2024.3.5"},
    {"name": "讲座", "participants": 300.0, "hours": Decimal("1.50")},
    {"名称": "讲座", "name": "又一个"},
    {"name": "  ", "participants": True},
    {"name": "讲座", "participants_approx": True, "participants": "300"},
    {"participants_approx": "是", "name": "讲座"},
    {"name": "讲座", "hours": "约2", "没有的": 1, "kept_reason": "照执照", "id": "不是编号"},
    {"name": "讲座", "topics": ["防汛", "用电"]},
    {"name": "讲座", "topics": "防汛、用电"},
    {"name": "讲座", "held_on": "去年", "level": "没有这一级"},
    {"name": "\ud800", "participants": float("nan")},
]


def said(draft: Draft) -> tuple[object, ...]:
    return draft.id, draft.values, draft.problems, draft.warnings


@pytest.mark.parametrize(
    "before", [None, {}, {"name": "旧名", "held_on": "2024-01-01"}], ids=["new", "empty", "edit"]
)
def test_what_was_read_before_is_read_alike(catalogue: Catalogue, before: dict[str, str | int | None] | None) -> None:
    training = catalogue.ledgers["training"]
    reader = DraftReader(training)
    for typed in TYPED * 2:
        assert said(reader.read(typed, before)) == said(read_draft(training, typed, before)), typed


def test_equal_numbers_of_other_types_are_not_taken_for_each_other(catalogue: Catalogue) -> None:
    reader = DraftReader(catalogue.ledgers["training"])
    assert reader.read({"name": "讲座", "participants": 1}).values["participants"] == 1
    assert reader.read({"name": "讲座", "participants": True}).problems, "是 is no number"
    assert reader.read({"name": "讲座", "participants": 1.0}).values["participants"] == 1


def test_a_changed_list_is_read_anew(catalogue: Catalogue) -> None:
    reader, topics = DraftReader(catalogue.ledgers["training"]), ["防汛"]
    first = reader.read({"name": "讲座", "topics": topics}).values["topics"]
    topics.append("用电")
    assert reader.read({"name": "讲座", "topics": topics}).values["topics"] != first


def test_a_later_draft_is_not_touched_by_an_earlier_one(catalogue: Catalogue) -> None:
    reader = DraftReader(catalogue.ledgers["training"])
    first = reader.read({"name": "讲座"})
    first.values["name"] = "改过"
    assert reader.read({"name": "讲座"}).values["name"] == "讲座"
