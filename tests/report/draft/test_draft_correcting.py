"""Corrections in a draft: where they stand, what they write, how they are carried to a newer version."""

import random

import pytest

from desktop.catalogue import load
from desktop.report.draft.checking import check_draft
from desktop.report.draft.correcting import Change, Corrected, proposed

TEXT = "检查企业412家，排查隐患80项。罚款281.4万元。"


def at(text: str, words: str, new: str) -> Change:
    start = text.index(words)
    return Change(start, start + len(words), new)


def test_the_source_stays_and_the_text_reads_anew() -> None:
    made = Corrected(TEXT).with_change(at(TEXT, "412家", "358家"))
    made = made.with_change(at(made.text, "281.4万元", "1218.4万元"))
    assert made.source == TEXT
    assert made.text == "检查企业358家，排查隐患80项。罚款1218.4万元。"
    assert [(one.old, one.new, TEXT[one.start : one.end]) for one in made.corrections] == [
        ("412家", "358家", "412家"), ("281.4万元", "1218.4万元", "281.4万元"),
    ]  # fmt: skip
    assert [made.text[start:end] for start, end in made.spans] == ["358家", "1218.4万元"]


def test_a_place_that_is_corrected_twice_is_one_correction_of_the_source() -> None:
    once = Corrected(TEXT).with_change(at(TEXT, "412家", "358家次"))
    twice = once.with_change(at(once.text, "企业358家", "单位360家"))
    assert twice.text.startswith("检查单位360家次，")
    assert [(one.old, one.new) for one in twice.corrections] == [("企业412家", "单位360家次")]
    back = twice.with_change(at(twice.text, "单位360家次", "企业412家"))
    assert (back.text, back.corrections) == (TEXT, ())


def test_a_correction_taken_back_leaves_the_others() -> None:
    made = Corrected(TEXT).with_change(at(TEXT, "412家", "3580家"))
    made = made.with_change(at(made.text, "80项", "9项"))
    assert made.without(0).text == TEXT.replace("80项", "9项")


def test_words_can_be_taken_away_and_written_again() -> None:
    gone = Corrected(TEXT).with_change(at(TEXT, "，排查隐患80项", ""))
    assert gone.text == "检查企业412家。罚款281.4万元。"
    place = gone.text.index("。罚款")
    again = gone.with_change(Change(place, place, "，整改80项"))
    assert again.text == "检查企业412家，整改80项。罚款281.4万元。"
    assert len(again.corrections) == 1


def test_any_number_of_changes_reads_as_if_typed_into_the_text() -> None:
    chance = random.Random(7)
    for _ in range(300):
        made, typed = Corrected(TEXT), TEXT
        for _ in range(chance.randint(1, 8)):
            start = chance.randint(0, len(typed))
            end = chance.randint(start, min(len(typed), start + 6))
            new = "".join(chance.choice("甲乙丙丁12") for _ in range(chance.randint(0, 5)))
            made = made.with_change(Change(start, end, new))
            typed = typed[:start] + new + typed[end:]
        assert made.text == typed
        assert all(one.old == TEXT[one.start : one.end] for one in made.corrections)
        ends = [0, *(place for one in made.corrections for place in (one.start, one.end))]
        assert ends == sorted(ends)


def test_corrections_go_along_to_a_newer_version_where_their_words_still_stand() -> None:
    made = Corrected(TEXT).with_change(at(TEXT, "412家", "358家"))
    made = made.with_change(at(made.text, "281.4万元", "218.4万元"))
    newer = "新写的一段。" + TEXT.replace("罚款281.4万元", "罚款300万元")
    carried, lost = made.carried_to(newer)
    assert carried.text == "新写的一段。检查企业358家，排查隐患80项。罚款300万元。"
    assert lost == 1


@pytest.mark.parametrize(
    ("draft", "corrected"),
    [
        ("排查隐患400项，完成整改380项，整改率96.2%。", "整改率95.00%。"),
        ("受理举报30件，上年同期25件，同比增长30%。", "同比增长20%。"),
        ("受理举报20件，上年同期25件，同比增加5件。", "同比减少5件。"),
        ("修订《甲预案》《乙预案》《丙预案》等4部预案。", "等4部预案。"),
        ("制定《甲预案》《乙预案》《丙预案》共4部预案。", "共3部预案。"),
    ],
)
def test_what_a_finding_knows_is_written(draft: str, corrected: str) -> None:
    text = draft
    for finding in check_draft(draft, load()).findings:
        change = proposed(draft, finding)
        if change is not None:
            text = Corrected(draft).with_change(change).text
    assert text.endswith(corrected)
    certain = [one for one in check_draft(text, load()).findings if one.sureness == "确定"]
    assert certain == []


def test_what_cannot_be_known_is_not_proposed() -> None:
    (found,) = check_draft("排查隐患30项，完成整改40项。", load()).findings
    assert proposed("", found) is None
