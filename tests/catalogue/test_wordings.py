"""Sentences of an outline, and what is refused in them."""

import pytest

from desktop.catalogue import DefinitionError, Definitions, load
from desktop.catalogue.wordings import Clause, Fact, Form, Optional, Reference, WordingError, parse, reference


def test_a_paragraph_is_read_clause_by_clause() -> None:
    first, second, third = parse("全年检查{checks}[，比上年{checks:change}]；发现隐患{hazards}。{year}年结束。")
    assert first == Clause(
        ("全年检查", Reference("checks"), Optional(("，比上年", Reference("checks", Form.CHANGE)))), False
    )
    assert second == Clause(("发现隐患", Reference("hazards")), True)
    assert third == Clause((Fact("year"), "年结束"), True)


def test_a_full_stop_within_quotes_or_brackets_does_not_end_a_clause() -> None:
    (only,) = parse("提出“人人讲安全。个个会应急”（要点；细则）。")
    assert only.pieces == ("提出“人人讲安全。个个会应急”（要点；细则）",)


def test_a_span_and_a_form_are_read() -> None:
    assert reference("fires@season:word") == Reference("fires", Form.WORD, "season")
    assert str(Reference("fires", Form.WORD, "season")) == "fires@season:word"


@pytest.mark.parametrize(
    "text", ["{checks", "checks}。", "[，{checks}", "{checks:loud}", "{Checks}", "{}", "a[b[c]]"]
)
def test_what_cannot_be_read_is_an_error(text: str) -> None:
    with pytest.raises(WordingError):
        parse(text)


OUTLINE = '[reports.own]\nlabel = "报告"\n[[reports.own.sections]]\ntitle = "执法"\nparagraphs = [{}]\n'


@pytest.mark.parametrize(
    ("paragraph", "said"),
    [
        ('"检查{no_such_figure}。"', "没有指标“no_such_figure”"),
        ('"检查{checks:word}。"', "没有 word"),
        ('"检查{checks:loud}。"', "写法“loud”不认识"),
        ('"检查{checks。"', "花括号没有成对"),
        ('"no_such_passage"', "没有段落“no_such_passage”"),
        ('"火灾{season_forest_fires@summer}。"', "没有的时段“summer”"),
        ('"收缴率{fine_collection_rate:titles}。"', "不能列出记录"),
        ('{ text = "一。", other = "二。" }', "没有“other”这个键"),
        ("3", "应为一个表"),
    ],
)
def test_a_mistake_names_the_file_and_the_remedy(paragraph: str, said: str) -> None:
    with pytest.raises(DefinitionError, match=said) as caught:
        load([Definitions("自定义.toml", OUTLINE.format(paragraph))])
    assert caught.value.file == "自定义.toml"
    assert caught.value.remedy


def test_headings_of_one_level_must_differ() -> None:
    twice = OUTLINE.format('"一。"') + '[[reports.own.sections]]\ntitle = "执法"\n'
    with pytest.raises(DefinitionError, match="同一级有两个标题"):
        load([Definitions("自定义.toml", twice)])


def test_every_built_in_outline_can_be_read_and_has_its_name() -> None:
    catalogue = load()
    assert "default" in catalogue.outlines
    assert all(one.label and not one.own for one in catalogue.outlines.values())
