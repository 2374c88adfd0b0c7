"""Rows and follow-ups of a form, as data: what the language takes and how it refuses."""

import pytest

from desktop.catalogue import Catalogue, DefinitionError, Definitions, load
from desktop.catalogue.details import carried

OWN = "own.toml"
PARTS = """
[ledgers.probe]
label = "探针台账"
group = "综合"
unit = "次"
title = "name"
date = "done_on"
{tables}
[ledgers.probe.fields.name]
label = "名称"
type = "text"
section = "探针"
[ledgers.probe.fields.done_on]
label = "日期"
type = "date"
[ledgers.part]
label = "探针明细"
group = "综合"
unit = "项"
title = "name"
date = "found_on"
[ledgers.part.fields.name]
label = "名称"
type = "text"
[ledgers.part.fields.found_on]
label = "日期"
type = "date"
[ledgers.part.fields.kind]
label = "类别"
type = "choice"
[ledgers.part.fields.kind.choices]
near = "近"
[ledgers.part.fields.probe]
label = "探针"
type = "link"
ledger = "probe"
"""
ROWS = '[[ledgers.probe.rows]]\nledger = "part"\nlink = "probe"\ncolumns = ["name", "found_on", "kind"]\n'
LEADS = '[[ledgers.probe.follow_ups]]\nverb = "接着办"\nledger = "part"\nlink = "probe"\n'


def with_tables(tables: str) -> Catalogue:
    return load([Definitions(OWN, PARTS.format(tables=tables))])


def test_a_form_gets_its_rows_from_the_definition() -> None:
    (rows,) = with_tables(ROWS + 'carry = { done_on = "found_on" }\nfixed = { kind = "near" }').ledgers["probe"].rows
    assert (rows.ledger, rows.link, rows.columns) == ("part", "probe", ("name", "found_on", "kind"))
    assert rows.foldable == ("kind",), "the last columns fold first where nothing is said"
    assert carried(rows, {"done_on": "2025-03-01", "name": "甲"}) == {"found_on": "2025-03-01", "kind": "近"}
    assert not rows.brought


def test_what_is_empty_in_the_parent_is_not_carried() -> None:
    (lead,) = with_tables(LEADS + 'carry = { done_on = "found_on" }').ledgers["probe"].follow_ups
    assert lead.verb == "接着办"
    assert carried(lead, {"done_on": ""}) == {}


@pytest.mark.parametrize(
    ("tables", "key", "says"),
    [
        (ROWS.replace('"part"', '"nothing"'), "rows[0].ledger", "没有台账"),
        (ROWS.replace('"probe"', '"name"'), "rows[0].link", "不链接到本台账"),
        (ROWS.replace('"kind"', '"colour"'), "rows[0].columns", "没有字段“colour”"),
        (ROWS.replace('"name", "found_on", "kind"', ""), "rows[0].columns", "一列也没有"),
        (ROWS + 'carry = { colour = "found_on" }', "rows[0].carry", "没有字段“colour”"),
        (ROWS + 'carry = { done_on = "colour" }', "rows[0].carry", "没有字段“colour”"),
        (ROWS + 'fixed = { kind = "远" }', "rows[0].fixed", "“kind”的值不对"),
        (ROWS + 'after = "别处"', "rows[0].after", "没有“别处”这一节"),
        (ROWS + 'asked = "probe"', "rows[0].asked", "不在 columns 里"),
        (ROWS + 'colour = "red"', "rows[0]", "没有“colour”这个键"),
        (LEADS.replace("verb", "word"), "follow_ups[0]", "没有“word”这个键"),
        (LEADS.replace('"接着办"', '""'), "follow_ups[0].verb", "应为不空的文字"),
    ],
)
def test_a_mistake_is_refused_where_it_stands(tables: str, key: str, says: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        with_tables(tables)
    assert caught.value.key == f"probe.{key}"
    assert says in str(caught.value)


def test_the_built_in_forms_have_theirs(catalogue: Catalogue) -> None:
    found = {one.name: [rows.key for rows in one.rows] for one in catalogue.ledgers.values() if one.rows}
    assert found["enforcement_check"] == ["hazard", "hazard.rechecked_in"]
    assert found["penalty_case"] == ["hearing", "legal_review", "case_file_review", "disclosure", "dispute"]
    assert found["accident"] == ["accident_liability"]
    assert [one.verb for one in catalogue.ledgers["tip_off"].follow_ups] == ["登记核查", "立案"]
