"""The definitions of statutory returns: what the built-in ones hold, and how a mistake in one is refused."""

import shutil
from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

import pytest

from desktop.catalogue import Catalogue, DefinitionError, Definitions, load
from desktop.catalogue.conditions import HasTag, LacksTags
from desktop.catalogue.deadlines import Verified
from desktop.program import program_root

KINDS = "penalty_kind"
GOOD = """
[returns.probe]
label = "试验省"
[returns.probe.weight]
light_to_heavy = ["警告", "罚款", "吊销许可证件"]
verified = "none"
source = "试验"
[[returns.probe.tables]]
name = "penalty"
title = "行政处罚实施情况统计表"
columns = [
    { kinds = ["警告", "罚款"] },
    { kinds = ["吊销许可证件"] },
    { rest = true, heading = "其他" },
    { counts = "penalty_total", heading = "合计" },
]
rules = ["decided_in_year"]
"""


def test_seven_provinces_have_a_return_with_its_sources(catalogue: Catalogue) -> None:
    assert list(catalogue.returns) == [
        "national", "zhejiang", "shanxi", "henan", "shandong", "hubei", "guangdong",
    ]  # fmt: skip
    for form in catalogue.returns.values():
        assert form.sources
        assert all(one.url.startswith("http") for one in form.sources)
        assert form.weight.source


def test_every_kind_of_penalty_has_one_column_in_every_return(catalogue: Catalogue) -> None:
    for form in catalogue.returns.values():
        (table,) = (one for one in form.tables if one.by_kind)
        taken = [kind for column in table.columns for kind in column.kinds]
        assert sorted(taken) == sorted(catalogue.codes[KINDS].values()), form.name


def test_a_column_lacks_all_that_is_heavier_and_nothing_that_is_lighter(catalogue: Catalogue) -> None:
    form = catalogue.returns["zhejiang"]
    column = next(one for one in form.columns if one.heading == "吊销许可证、执照")
    where = form.indicators[column.indicator].where
    assert [one.terms for one in where if isinstance(one, HasTag)] == [("吊销许可证件",)]
    assert [one.terms for one in where if isinstance(one, LacksTags)] == [("行政拘留",)]
    each = form.indicators[column.by_kind].where
    assert not any(isinstance(one, LacksTags) for one in each)


def test_the_order_of_the_columns_is_not_that_of_the_weights(catalogue: Catalogue) -> None:
    """The trap of the Zhejiang form, which puts 吊销 before 责令停产停业."""
    form = catalogue.returns["zhejiang"]
    order = form.weight.light_to_heavy
    places = [order.index(one.kinds[0]) for one in form.columns if one.kinds and one.kinds[0] in order]
    assert any(left > right for left, right in pairwise(places))


def test_what_was_not_seen_is_marked(catalogue: Catalogue) -> None:
    for form in catalogue.returns.values():
        rules = [rule for table in form.tables for rule in table.rules]
        assert rules
        for rule in rules:
            assert rule.stated.endswith("（待核）") == (rule.verified is not Verified.TEXT)
    assert catalogue.returns["zhejiang"].weight.verified is Verified.SECONDARY


def test_amounts_are_in_the_unit_of_the_province(catalogue: Catalogue) -> None:
    units = {name: form.indicators[f"{name}.penalty_amount"].unit for name, form in catalogue.returns.items()}
    assert units.pop("shanxi") == "元"
    assert set(units.values()) == {"万元"}


def test_a_return_s_indicators_are_made_of_its_own(catalogue: Catalogue) -> None:
    for form in catalogue.returns.values():
        assert all(name == one.name and name.startswith(f"{form.name}.") for name, one in form.indicators.items())
        assert all(part in form.indicators for one in form.indicators.values() for part in one.over)


def test_a_bureau_may_define_a_return_or_change_a_built_in_one() -> None:
    probe = load([Definitions("自定.toml", GOOD)]).returns["probe"]
    assert [one.heading for one in probe.columns] == ["警告、罚款", "吊销许可证件", "其他", "合计"]
    changed = load([Definitions("自定.toml", '[returns.henan]\nlabel = "河南（本市）"\nmoney = "元"\n')])
    assert changed.returns["henan"].indicators["henan.penalty_amount"].unit == "元"
    assert changed.returns["henan"].label == "河南（本市）"


def test_a_bureau_s_own_kind_counts_as_another() -> None:
    own = '[codes.penalty_kind]\nown_one = "责令限期拆除"\n'
    form = load([Definitions("自定.toml", own)]).returns["national"]
    assert "责令限期拆除" in next(one for one in form.columns if one.heading == "其他行政处罚").kinds


# -------------------------------------------------------------------- mistakes

MISTAKES = [
    ('label = "试验省"', "", "probe.label", "no label"),
    ('label = "试验省"', 'label = "试验省"\ncolour = "红"', "probe", "unknown key"),
    ('label = "试验省"', 'label = "试验省"\nmoney = "千元"', "probe.money", "money in thousands"),
    ('"吊销许可证件"]\nverified', '"鞭打"]\nverified', "probe.weight.light_to_heavy", "a kind that there is not"),
    ('"罚款", "吊销许可证件"]\nv', '"罚款", "罚款"]\nv', "probe.weight.light_to_heavy", "a kind twice"),
    ('verified = "none"', 'verified = "perhaps"', "probe.weight.verified", "unknown word for verified"),
    ('verified = "none"', 'verified = "record"', "probe.weight.verified", "a word of deadlines"),
    ('source = "试验"\n', "", "probe.weight.source", "weights without a source"),
    ('"警告", "罚款", "吊', '"警告", "吊销许可证件", "罚款"]\nx = ["', "probe.weight", "stray key"),
    ('["警告", "罚款", "吊销许可证件"]\nv', '["警告", "吊销许可证件", "罚款"]\nv', "probe.tables[0].columns[0].kinds",
     "kinds of a column that are no neighbours"),
    ('{ kinds = ["警告", "罚款"] }', '{ kinds = ["警告", "限制从业"] }', "probe.tables[0].columns[0].kinds",
     "a kind with a weight beside one without"),
    ('{ kinds = ["警告", "罚款"] }', '{ kinds = ["警告", "骂"] }', "probe.tables[0].columns[0].kinds", "no kind"),
    ('    { rest = true', '    { kinds = ["罚款"] },\n    { rest = true', "probe.tables[0].columns",
     "a kind in two columns"),
    ('    { rest = true, heading = "其他" },\n', "", "probe.tables[0].columns", "kinds that no column takes"),
    ("rest = true", 'rest = true, counts = "penalty_total"', "probe.tables[0].columns[2]", "two ways of counting"),
    ('counts = "penalty_total"', 'counts = "smiles"', "probe.tables[0].columns[3].counts", "no such figure"),
    ('counts = "penalty_total", heading = "合计"', 'counts = "penalty_total"', "probe.tables[0].columns[3].heading",
     "a figure without its heading"),
    ('rules = ["decided_in_year"]', 'rules = ["as_we_like"]', "probe.tables[0].rules", "no such rule"),
    ('name = "penalty"\n', "", "probe.tables[0].name", "a table without a name"),
    ('name = "penalty"', 'name = "fines"', "returns.explanations[0].sentences[1].each",
     "the explanation's table gone"),
]  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "key"), [pytest.param(*one[:3], id=one[3]) for one in MISTAKES])
def test_a_mistake_in_a_return_is_refused_where_it_stands(good: str, bad: str, key: str) -> None:
    assert good in GOOD
    with pytest.raises(DefinitionError) as caught:
        load([Definitions("自定.toml", GOOD.replace(good, bad, 1))])
    assert caught.value.key == key
    assert caught.value.file == ("_common.toml" if key.startswith("returns.") else "自定.toml")
    assert caught.value.remedy


@pytest.fixture
def changed_common(tmp_path: Path) -> Callable[[str, str], DefinitionError]:
    """Loads the built-in definitions with a change in what all returns share."""

    def change(good: str, bad: str) -> DefinitionError:
        for folder in ("resources", "seeds/codes"):
            shutil.copytree(program_root() / folder, tmp_path / folder)
        file = tmp_path / "resources" / "returns" / "_common.toml"
        text = file.read_text(encoding="utf-8")
        assert good in text
        file.write_text(text.replace(good, bad, 1), encoding="utf-8")
        with pytest.raises(DefinitionError) as caught:
            load(root=tmp_path)
        assert caught.value.file == "_common.toml"
        return caught.value

    return change


COMMON_MISTAKES = [
    ('counts = "penalty_decisions"', 'counts = "penalty_amount"', "returns.kinds.counts", "kinds of a sum"),
    ('field = "penalty_kinds"', 'field = "case_no"', "returns.kinds.field", "kinds that are no tags"),
    ('unit = "宗"\nledger = "penalty_case"', 'unit = "宗"\nledger = "smiles"',
     "returns.figures.penalty_decisions.ledger",
     "figure over no ledger"),
    ('over = ["penalty_fined", "penalty_confiscated"]', 'over = ["penalty_fined", "smiles"]',
     "returns.figures.penalty_amount.over", "sum of a missing figure"),
    ('{ field = "complete_record", reason = "没有完整、详细的检查记录" },\n', "", "returns.differences[0].reasons",
     "a condition without its reason"),
    ('part = "checks_annual_return"', 'part = "penalty_total"', "returns.differences[0].part", "another ledger"),
    ("{penalty_total}[，", "{penalty_total[，", "returns.explanations[0].sentences[0].text", "a brace left open"),
    ("{cases_exempted}", "{smiles}", "returns.explanations[0].sentences[3].text", "a figure that there is not"),
    ("{cases_exempted}", "{cases_exempted@winter}", "returns.explanations[0].sentences[3].text", "a span"),
]  # fmt: skip


@pytest.mark.parametrize(("good", "bad", "key"), [pytest.param(*one[:3], id=one[3]) for one in COMMON_MISTAKES])
def test_a_mistake_in_what_returns_share_is_refused(
    good: str, bad: str, key: str, changed_common: Callable[[str, str], DefinitionError]
) -> None:
    assert changed_common(good, bad).key == key
