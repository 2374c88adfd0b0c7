"""How a figure stands beside last year's, as a table and a tile show it: 1,386 项, −66, +2.7 点."""

from dataclasses import replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from desktop.catalogue import Catalogue, Indicator, Measure, Placing, Step
from desktop.catalogue.conditions import Condition, OneOf
from desktop.catalogue.fields import plain_decimal
from desktop.catalogue.indicator_definitions import UNITS_OF_MONEY
from desktop.figures.engine import Figure
from desktop.figures.explaining import explain, phrase, version_text
from desktop.figures.period import Period
from desktop.figures.stating import NOTHING

MINUS = "−"
NOTABLE = Fraction(3, 10)
"""From this part of last year's value on, a difference asks for a look."""


def shown(value: Decimal | None, indicator: Indicator) -> str:
    """A value without its unit: thousands separated, money with two places."""
    if value is None:
        return NOTHING
    sign = MINUS if value < 0 else ""
    return sign + _digits(abs(value), indicator)


def plain_number(value: float) -> str:
    """A month's value in a chart's words."""
    text = f"{abs(value):,.2f}".rstrip("0").rstrip(".")
    return f"{MINUS}{text}" if value < 0 else text


def change(figure: Figure) -> str:
    """The difference from last year with its sign; of per cents in points."""
    if figure.value is None or figure.previous is None:
        return NOTHING
    difference = figure.value - figure.previous
    digits = _digits(abs(difference), figure.indicator)
    if not difference or not Decimal(digits.replace(",", "")):
        return "0"
    points = " 点" if is_rate(figure.indicator) else ""
    return f"{MINUS if difference < 0 else '+'}{digits}{points}"


def against_last_year(figure: Figure) -> str:
    """The difference and its share in words: +26，增 6.7 %; 持平; −0.4 个百分点."""
    said = change(figure)
    if said == "0":
        return "持平"
    return "，".join(part for part in (said.replace(" 点", " 个百分点"), proportion(figure)) if part)


def proportion(figure: Figure) -> str:
    """The difference as a part of last year's value: 增 6.7 %; empty where that says nothing."""
    if figure.value is None or not figure.previous or is_rate(figure.indicator) or figure.value == figure.previous:
        return ""
    part = abs(figure.value - figure.previous) / abs(figure.previous) * 100
    word = "增" if figure.value > figure.previous else "减"
    return f"{word} {part.quantize(Decimal('0.1'), ROUND_HALF_UP):,f} %"


def is_rate(indicator: Indicator) -> bool:
    """Whether differences are points of a per cent, and months a line."""
    return indicator.unit == "%"


def is_silent(figure: Figure) -> bool:
    """Whether there is nothing to show: zero this year and last, and no record left out."""
    return not figure.value and not figure.previous and not figure.uncounted


def differs_much(figure: Figure) -> bool:
    """Whether it is three tenths or more away from last year's, or there is one only in one of the years."""
    now, before = figure.value or Decimal(0), figure.previous or Decimal(0)
    return abs(now - before) >= abs(before) * Decimal(str(float(NOTABLE))) and now != before


def brief(indicator: Indicator, catalogue: Catalogue) -> str:
    """The counting rule in one short line: its ledger, its conditions, what is done."""
    if indicator.measure.combines:
        signs = {Measure.RATIO: " ÷ ", Measure.TOTAL: " ＋ ", Measure.DIFFERENCE: f" {MINUS} "}
        return signs[indicator.measure].join(catalogue.indicators[name].label for name in indicator.over)
    assert indicator.ledger is not None
    conditions = [phrase(one).replace("“", "").replace("”", "") for one in indicator.where if not _is_own(one)]
    if indicator.measure is Measure.SHARE:
        conditions += [f"其中{phrase(one)}".replace("“", "").replace("”", "") for one in indicator.having]
    return "，".join([indicator.ledger.label, *conditions, *_done(indicator)])


def facts(indicator: Indicator, catalogue: Catalogue, period: Period) -> list[tuple[str, str]]:
    """What a person asks of a figure: 口径, 归年, 依据."""
    rule = explain(replace(indicator, source="", redefined=None), catalogue, period)
    source = "；".join(filter(None, (indicator.source, version_text(indicator))))
    return [("口径", rule.rstrip("。")), ("归年", _placed(indicator)), ("依据", source)]


def _placed(indicator: Indicator) -> str:
    """What puts a record into the period; without it two figures of one ledger read alike and differ."""
    if indicator.ledger is None:
        return "按所用各指标"
    if indicator.placing is Placing.AS_OF or indicator.when is None:
        return "按期末在册"
    label = indicator.ledger.fields[indicator.when].label
    so_far = indicator.placing is Placing.UNTIL or indicator.measure is Measure.STREAK
    return f"{label}截至期末" if so_far else f"按{label}"


def _is_own(condition: Condition) -> bool:
    """本局 is what a bureau takes for granted."""
    return condition.path.text == "level" and isinstance(condition, OneOf) and condition.values == ("本局",)


def _done(indicator: Indicator) -> list[str]:
    of, placed = indicator.of.label if indicator.of else "", _placed(indicator)
    match indicator.measure:
        case Measure.DISTINCT:
            return [placed, f"按{of}去重"]
        case Measure.SUM:
            return [placed, f"{of}合计"]
        case Measure.MIN | Measure.MAX:
            return [placed, f"{of}{'最小' if indicator.measure is Measure.MIN else '最大'}值"]
        case Measure.MONTHLY_MIN | Measure.MONTHLY_MAX:
            return [placed, f"{'最少' if indicator.measure is Measure.MONTHLY_MIN else '最多'}的一个月"]
        case Measure.STREAK:
            return [placed, f"最近一条以来的整{'月' if indicator.step is Step.MONTH else '年'}数"]
    return [placed]


def _digits(value: Decimal, indicator: Indicator) -> str:
    if indicator.unit in UNITS_OF_MONEY:
        return f"{value.quantize(Decimal('0.01'), ROUND_HALF_UP):,f}"
    whole, _, part = plain_decimal(value).partition(".")
    return f"{int(whole):,}" + (f".{part}" if part else "")
