"""What a figure counts, in a Chinese sentence (口径)."""

from collections.abc import Iterable

from desktop.catalogue import Catalogue, Condition, Indicator, Measure, Placing, Step, Stored
from desktop.catalogue.conditions import (
    Filled,
    HasTag,
    InOrder,
    InReportYear,
    LacksTags,
    NoneOf,
    OneOf,
    Order,
    Within,
)
from desktop.figures.period import Period


def explain(indicator: Indicator, catalogue: Catalogue, period: Period) -> str:
    """One or two sentences: which records, which date, which conditions, what is done with them."""
    made = _combination(indicator, catalogue) if indicator.measure.combines else _over_records(indicator, period)
    extra = [indicator.note] if indicator.note else []
    if indicator.source:
        extra.append(f"依据：{indicator.source}")
    if indicator.redefined:
        extra.append(version_text(indicator))
    return "".join(f"{part.rstrip('。')}。" for part in (made, *extra))


def version_text(indicator: Indicator) -> str:
    """Which version the counting rule is in, and since when it is the bureau's own: 口径第 3 版，2025-11-20 起."""
    text = f"口径第 {indicator.version} 版"
    if indicator.redefined is None:
        return text
    what = "本单位改" if indicator.redefined.own else "恢复自带口径"
    return f"{text}，{indicator.redefined.on} 起，{what}：{indicator.redefined.reason.rstrip('。')}"


def _combination(indicator: Indicator, catalogue: Catalogue) -> str:
    names = [f"“{catalogue.indicators[name].label}”" for name in indicator.over]
    if indicator.measure is Measure.RATIO:
        percent = "，按百分比" if indicator.unit == "%" else f"，单位{indicator.unit}"
        return f"{names[0]}除以{names[1]}{percent}"
    joined = " 加 " if indicator.measure is Measure.TOTAL else " 减 "
    return joined.join(names) + f"，单位{indicator.unit}"


def _over_records(indicator: Indicator, period: Period) -> str:
    assert indicator.ledger is not None
    phrases = [_placing(indicator, period), *map(phrase, indicator.where)]
    return f"在“{indicator.ledger.label}”台账中，取{'、'.join(phrases)}的记录，{_measured(indicator)}"


def _placing(indicator: Indicator, period: Period) -> str:
    assert indicator.ledger is not None
    if indicator.placing is Placing.AS_OF:
        return f"{period.last.isoformat()} 当天在册"
    label = indicator.ledger.fields[str(indicator.when)].label
    if indicator.placing is Placing.UNTIL or indicator.measure is Measure.STREAK:
        return f"{label}不晚于 {period.last.isoformat()}"
    return f"{label}在{period.text}"


def _measured(indicator: Indicator) -> str:
    unit, of = indicator.unit, indicator.of.label if indicator.of else ""
    quantity = indicator.ledger.quantity if indicator.ledger else None
    counted = f"把“{indicator.ledger.fields[quantity].label}”相加" if indicator.ledger and quantity else "数条数"
    step, whole = ("个月", "月") if indicator.step is Step.MONTH else ("一年", "年")
    return {
        Measure.COUNT: f"{counted}，单位{unit}",
        Measure.SUM: f"把“{of}”相加，单位{unit}",
        Measure.DISTINCT: f"按“{of}”去重计数，单位{unit}",
        Measure.MIN: f"取“{of}”的最小值，单位{unit}",
        Measure.MAX: f"取“{of}”的最大值，单位{unit}",
        Measure.SHARE: f"算其中{'、'.join(map(phrase, indicator.having))}的所占的百分比",
        Measure.MONTHLY_MIN: f"逐月{counted}，取最少的一个月，单位{unit}",
        Measure.MONTHLY_MAX: f"逐月{counted}，取最多的一个月，单位{unit}",
        Measure.STREAK: f"从最近一条的下{step}（最早从 {indicator.since}）起到期末的整{whole}数",
    }[indicator.measure]


def phrase(condition: Condition) -> str:
    """A condition as a phrase: 实施层级为“本局”."""
    label, shown = condition.path.label, condition.path.field.display
    match condition:
        case OneOf(values=values):
            if condition.path.field.type.name == "boolean":
                return f"{label}为{'或'.join(map(shown, values))}"
            return f"{label}为{_alternatives(map(shown, values))}"
        case NoneOf(values=values):
            return f"{label}已填且不是{_alternatives(map(shown, values))}"
        case Within(low=low, high=high):
            unit = " 元" if condition.path.field.type.name == "money" else ""
            return _range(label, f"{shown(low)}{unit}", f"{shown(high)}{unit}", low, high)
        case Filled(filled=filled):
            return f"{label}{'已填' if filled else '未填'}"
        case HasTag(terms=terms):
            return f"{label}含{_alternatives(terms)}"
        case LacksTags(terms=terms):
            return f"{label}不含{_alternatives(terms)}"
        case InOrder(order=order, other=other):
            return f"{label}不{'晚' if order is Order.NOT_AFTER else '早'}于{other.label}"
        case InReportYear(offset=offset):
            return f"{label}为报告年度" + {0: "", 1: "的下一年", -1: "的上一年"}.get(offset, f"{offset:+}年")


def _alternatives(terms: Iterable[str]) -> str:
    return "或".join(f"“{term}”" for term in terms)


def _range(label: str, low_text: str, high_text: str, low: Stored, high: Stored) -> str:
    if low is not None and high is not None:
        return f"{label}在 {low_text} 至 {high_text}"
    return f"{label}不小于 {low_text}" if low is not None else f"{label}不大于 {high_text}"
