"""What does not hold together inside a draft, and what only looks so."""

import pytest

from desktop.catalogue import Catalogue, load
from desktop.report.draft.checking import check_draft
from desktop.report.draft.findings import Sureness
from tests.report.draft.variants import VARIANTS
from tests.report.draft.written import HOLDING, WRONG


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return load()


@pytest.mark.parametrize(("text", "kind", "certain", "quote", "expected"), WRONG)
def test_what_does_not_hold_is_found(
    catalogue: Catalogue, text: str, kind: str, certain: bool, quote: str, expected: str
) -> None:
    found = check_draft(text, catalogue).findings
    assert [(one.kind.value, one.sureness is Sureness.CERTAIN, one.quote, one.expected) for one in found] == [
        (kind, certain, quote, expected)
    ]
    assert text[found[0].start : found[0].end] == quote


@pytest.mark.parametrize("text", HOLDING)
def test_what_holds_or_cannot_be_told_is_left_alone(catalogue: Catalogue, text: str) -> None:
    assert [(one.kind.value, one.quote, one.explanation) for one in check_draft(text, catalogue).findings] == []


@pytest.mark.parametrize(
    ("kind", "text", "right", "wrong", "certain"), [(kind, *row) for kind, rows in VARIANTS.items() for row in rows]
)
def test_a_relation_in_many_wordings(
    catalogue: Catalogue, kind: str, text: str, right: str, wrong: str, certain: bool
) -> None:
    assert [one.explanation for one in check_draft(text.format(right), catalogue).findings] == []
    (found,) = check_draft(text.format(wrong), catalogue).findings
    assert (found.kind.value, found.sureness is Sureness.CERTAIN) == (kind, certain)


def test_a_finding_shows_its_sum_and_its_places(catalogue: Catalogue) -> None:
    (found,) = check_draft("排查隐患200项，完成整改190项，整改率96%。", catalogue).findings
    assert "190项" in found.explanation
    assert "95.00%" in found.explanation
    assert len(found.places) == 2


def test_sentences_of_last_year(catalogue: Catalogue) -> None:
    before = "一是全年组织各镇街开展防汛演练12场次，参演人员800余人次。二是加强领导。"
    draft = "全年组织各镇街开展防汛演练12场次，参演人员800余人次。全年召开会议3次。"
    (found,) = check_draft(draft, catalogue, last_year=before).findings
    assert found.kind.value == "last-year"
    assert "2 个数字" in found.explanation


def test_a_part_above_its_whole_proposes_no_rate_above_a_hundred(catalogue: Catalogue) -> None:
    found = {
        one.kind.value: one for one in check_draft("排查隐患180项，完成整改190项，整改率96%。", catalogue).findings
    }
    assert (found["ratio"].sureness, found["ratio"].expected) == (Sureness.DOUBTFUL, "")
    assert "部分不会多于全部" in found["ratio"].explanation
    assert found["order"].sureness is Sureness.CERTAIN
