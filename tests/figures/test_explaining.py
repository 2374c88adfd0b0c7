"""What a figure counts, as a Chinese sentence: every measure and every condition."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from figures.small_world import Condition, IndicatorSpec, write_root

from desktop.catalogue import Catalogue, load
from desktop.figures import Period
from desktop.figures.explaining import explain, phrase

YEAR = Period.year(2024)
HALF = Period(date(2024, 1, 1), date(2024, 6, 30))


def _one(name: str, measure: str, unit: str = "件", **given: Any) -> IndicatorSpec:
    return IndicatorSpec(**{"name": name, "measure": measure, "unit": unit, "ledger": "work", **given})


CONDITIONS = [
    (Condition("kind", "one_of", ("简易程序",)), "程序为“简易程序”"),
    (Condition("kind", "one_of", ("简易程序", "一般程序")), "程序为“简易程序”或“一般程序”"),
    (Condition("open", "one_of", (True,)), "公开为是"),
    (Condition("open", "one_of", (False,)), "公开为否"),
    (Condition("people", "one_of", (Decimal(3),)), "人数为“3”"),
    (Condition("kind", "not", ("简易程序", "一般程序")), "程序已填且不是“简易程序”或“一般程序”"),
    (Condition("fee", "range", (Decimal(10000), None)), "罚款不小于 10,000.00 元"),
    (Condition("fee", "range", (None, Decimal("0.5"))), "罚款不大于 0.50 元"),
    (Condition("people", "range", (Decimal(0), Decimal(30))), "人数在 0 至 30"),
    (Condition("due_on", "range", (date(2024, 1, 1), None)), "期限不小于 2024-01-01"),
    (Condition("closed_on", "present", True), "办结日期已填"),
    (Condition("closed_on", "present", False), "办结日期未填"),
    (Condition("topics", "has", ("法律", "法规")), "专题含“法律”或“法规”"),
    (Condition("topics", "lacks", ("法律", "法规")), "专题不含“法律”或“法规”"),
    (Condition("closed_on", "not_after", "due_on"), "办结日期不晚于期限"),
    (Condition("closed_on", "not_before", "due_on"), "办结日期不早于期限"),
    (Condition("plan_year", "report_year", 0), "计划年度为报告年度"),
    (Condition("plan_year", "report_year", 1), "计划年度为报告年度的下一年"),
    (Condition("plan_year", "report_year", -1), "计划年度为报告年度的上一年"),
    (Condition("firm.kind", "one_of", ("简易程序",)), "企业的类别为“简易程序”"),
]
BOTH = Condition("open", "one_of", (True, False))

MEASURES = [
    (_one("件数", "count"), ("“执法检查”台账", "办理日期在", "把“数量”相加", "单位件")),
    (_one("证数", "count", ledger="permit"), ("“行政许可”台账", "发证日期在", "数条数", "单位件")),
    (_one("罚款", "sum", "万元", of="fee"), ("把“罚款”相加", "单位万元")),
    (_one("企业", "distinct", "家", of="firm.code"), ("按“企业的代码”去重计数", "单位家")),
    (_one("最少", "min", "人", of="people"), ("取“人数”的最小值", "单位人")),
    (_one("最多", "max", "人", of="people"), ("取“人数”的最大值", "单位人")),
    (_one("占比", "share", "%", having=(CONDITIONS[0][0],)), ("其中程序为“简易程序”的", "百分比")),
    (_one("月少", "monthly_min"), ("逐月", "最少的一个月", "单位件")),
    (_one("月多", "monthly_max"), ("逐月", "最多的一个月", "单位件")),
    (_one("连续月", "streak", "个月", step="month", since=date(2020, 10, 1)),
     ("2020-10-01", "整月数", "不晚于 2024-06-30")),
    (_one("连续年", "streak", "年", step="year", since=date(2020, 1, 1)), ("2020-01-01", "整年数")),
    (_one("率", "ratio", "%", ledger=None, over=("件数", "证数")), ("“件数”除以“证数”", "百分比")),
    (_one("比", "ratio", "件/人", ledger=None, over=("件数", "最少")), ("“件数”除以“最少”", "单位件/人")),
    (_one("和", "total", ledger=None, over=("件数", "证数", "月少")), ("“件数” 加 “证数” 加 “月少”", "单位件")),
    (_one("差", "difference", ledger=None, over=("件数", "证数")), ("“件数” 减 “证数”", "单位件")),
    (_one("在册", "count", "家", ledger="firm"), ("2024-06-30 当天在册", "单位家")),
    (_one("累计", "count", placing="until"), ("办理日期不晚于 2024-06-30",)),
    (_one("另一日期", "count", when="closed_on"), ("办结日期在",)),
]  # fmt: skip


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory: pytest.TempPathFactory) -> Catalogue:
    specs = [spec for spec, _ in MEASURES]
    specs += [_one(f"条件{n}", "count", where=(one,)) for n, (one, _) in enumerate(CONDITIONS)]
    specs += [
        _one("两者", "count", where=(BOTH,)),
        _one("三条", "count", where=(*[one for one, _ in CONDITIONS[2:9:3]],)),
    ]
    extra = '[有据]\nlabel = "有据"\nsection = "测试"\nunit = "件"\nledger = "work"\nmeasure = "count"\n'
    extra = extra.replace("[有据]", '["有据"]') + 'note = "不含移送的。"\nsource = "某法第三条"\n'
    return load(root=write_root(tmp_path_factory.mktemp("root"), specs, extra=extra))


@pytest.mark.parametrize(("number", "expected"), list(enumerate(expected for _, expected in CONDITIONS)))
def test_condition(number: int, expected: str, catalogue: Catalogue) -> None:
    (condition,) = catalogue.indicators[f"条件{number}"].where
    assert phrase(condition) == expected


def test_a_boolean_that_may_be_either_names_both(catalogue: Catalogue) -> None:
    found = phrase(catalogue.indicators["两者"].where[0])
    assert "是" in found.removeprefix("公开为")
    assert "否" in found


@pytest.mark.parametrize(("name", "parts"), [(spec.name, parts) for spec, parts in MEASURES])
def test_measure(name: str, parts: tuple[str, ...], catalogue: Catalogue) -> None:
    sentence = explain(catalogue.indicators[name], catalogue, HALF)
    for part in parts:
        assert part in sentence
    assert sentence.endswith("。")
    assert "。。" not in sentence
    assert "None" not in sentence


def test_whole_sentence(catalogue: Catalogue) -> None:
    sentence = explain(catalogue.indicators["罚款"], catalogue, HALF).replace(" ", "")
    assert sentence == ("在“执法检查”台账中，取办理日期在2024年1月1日至2024年6月30日的记录，把“罚款”相加，单位万元。")


def test_conditions_are_strung_together(catalogue: Catalogue) -> None:
    sentence = explain(catalogue.indicators["三条"], catalogue, YEAR)
    assert "、公开为是、程序已填且不是“简易程序”或“一般程序”、人数在 0 至 30的记录，" in sentence.replace(
        "30 的", "30的"
    )


def test_note_and_source_follow_as_sentences(catalogue: Catalogue) -> None:
    assert explain(catalogue.indicators["有据"], catalogue, YEAR).endswith("单位件。不含移送的。依据：某法第三条。")


def test_every_built_in_indicator_is_explained() -> None:
    built_in = load()
    for one in built_in.indicators.values():
        sentence = explain(one, built_in, YEAR)
        assert sentence.endswith("。"), one.name
        assert "None" not in sentence, one.name
        assert "取、" not in sentence, one.name
