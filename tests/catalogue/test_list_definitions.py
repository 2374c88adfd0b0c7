"""What a ledger's list shows, as data: what the language takes and how it refuses."""

import pytest

from desktop.catalogue import Catalogue, DefinitionError, Definitions, load

OWN = "own.toml"
PROBE = """
[ledgers.probe]
label = "探针台账"
group = "综合"
unit = "次"
title = "name"
date = "done_on"
{keys}
[ledgers.probe.fields.name]
label = "名称"
type = "text"
[ledgers.probe.fields.done_on]
label = "日期"
type = "date"
[ledgers.probe.fields.firm]
label = "单位"
type = "link"
ledger = "enterprise"
[ledgers.probe.fields.size]
label = "人数"
type = "integer"
{tables}
[ledgers.part]
label = "探针明细"
group = "综合"
unit = "项"
title = "name"
date = "done_on"
[ledgers.part.fields.name]
label = "名称"
type = "text"
[ledgers.part.fields.done_on]
label = "日期"
type = "date"
[ledgers.part.fields.probe]
label = "探针"
type = "link"
ledger = "probe"
"""
WORD = 'term = "一"'
PARTS = '[ledgers.probe.counts.parts]\nlabel = "明细"\nledger = "part"\nlink = "probe"\n'


def probe(keys: str = "", tables: str = "") -> Catalogue:
    return load([Definitions(OWN, PROBE.format(keys=keys, tables=tables))])


def state(*terms: str) -> str:
    listed = "".join(f"[[ledgers.probe.states.step.terms]]\n{term}\n" for term in terms)
    return f'[ledgers.probe.states.step]\nlabel = "进展"\n{listed}'


def test_columns_reach_linked_records_and_counts() -> None:
    keys = 'columns = ["done_on", "firm.industry", "parts", "step"]\nfilters = ["firm.town", "parts"]'
    there = 'term = "有"\ntone = "ok"\nwhen = { parts = { min = 1 } }'
    made = probe(keys, PARTS + state(there, 'term = "无"'))
    ledger = made.ledgers["probe"]
    assert ledger.listing.columns == ("done_on", "firm.industry", "parts", "step")
    assert ledger.listed["firm.industry"].label == "行业领域"
    assert ledger.listed["parts"].unit == "项"
    assert list(ledger.listed["step"].choices.values()) == ["有", "无"]
    assert "firm.industry" not in ledger.fields


def test_a_linked_label_that_is_taken_says_whose_it_is() -> None:
    own = '[ledgers.probe.fields.town]\nlabel = "属地镇街"\ntype = "text"\n'
    assert probe('more = ["firm.town"]', own).ledgers["probe"].listed["firm.town"].label == "单位的属地镇街"


@pytest.mark.parametrize(
    ("keys", "tables", "said"),
    [
        ('columns = ["gone"]', "", "没有列“gone”"),
        ('columns = ["name", "name"]', "", "同一列写了两次"),
        ('columns = ["firm.gone"]', "", "没有字段“gone”"),
        ('columns = ["name.town"]', "", "不是链接字段"),
        ('filters = ["size"]', "", "没有可选的值"),
        ("", PARTS.replace('"part"', '"gone"'), "没有台账“gone”"),
        ("", PARTS.replace('"probe"\n', '"name"\n'), "不链接到本台账"),
        ("", PARTS.replace("counts.parts", "counts.name"), "与台账的字段同名"),
        ("", PARTS.replace('"明细"', '"名称"'), "名称同为"),
        ("", PARTS + 'where = { gone = "x" }\n', "没有字段“gone”"),
        ("", state(), "一个状态也没有"),
        ("", state('term = "一"', 'term = "二"'), "只能排在最后"),
        ("", state('term = "一"\ntone = "pink"'), "没有“pink”这种颜色"),
        ("", state(f'{WORD}\ntone = "ok"\nwhen = {{ size = 1 }}', f'{WORD}\ntone = "warn"'), "有两种颜色"),
        ("", state('term = "一"\nwhen = { size = { past = 0 } }'), "不是日期"),
        ("", state('term = "一"\nwhen = { done_on = { past = true } }'), "是天数"),
        ("", '[[ledgers.probe.views]]\nlabel = "空"\n', "没有条件"),
        ("", '[[ledgers.probe.views]]\nlabel = "错"\nwhere = { gone = "x" }\n', "没有列“gone”"),
        ("", PARTS + '[[ledgers.probe.views]]\nlabel = "错"\nwhere = { parts = 3 }\n', "应为 true 或 false"),
    ],
)  # fmt: skip
def test_mistakes_are_refused_with_their_place(keys: str, tables: str, said: str) -> None:
    with pytest.raises(DefinitionError) as refused:
        probe(keys, tables)
    assert said in str(refused.value)
    assert OWN in str(refused.value)


def test_built_in_lists_name_date_and_name_and_offer_what_they_show(catalogue: Catalogue) -> None:
    for ledger in catalogue.ledgers.values():
        listing = ledger.listing
        assert set(listing.fold) <= set(listing.columns)
        for view in listing.views:
            assert set(view.values) <= set(listing.filters), (ledger.name, view.label)
