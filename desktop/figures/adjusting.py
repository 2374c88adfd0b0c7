"""Adjusting a figure by hand (手工调整): typed as a difference or as the value to report, kept as a difference.

A difference stays true when records come later: +2 for two checks that only paper knows. Any figure that has a value
can be adjusted, a rate too (by points of its per cent); not below zero, a share not above 100 %.
"""

from datetime import date
from decimal import Decimal

from desktop.catalogue import Indicator, Measure, Refusal
from desktop.figures.adjustments import AdjustmentEntry, adjusted
from desktop.figures.engine import Engine, Figure
from desktop.figures.period import Period
from desktop.figures.stating import decimals_of, rounded
from desktop.store import Log
from desktop.store.adjustments import ADJUSTMENT, indicator_named

_WHOLE = (Measure.COUNT, Measure.DISTINCT, Measure.MONTHLY_MIN, Measure.MONTHLY_MAX, Measure.STREAK)


class Adjusting:
    """Writes adjustments of one log's figures over one period."""

    def __init__(self, log: Log, period: Period, today: date | None = None) -> None:
        self._log, self._period, self._today = log, period, today or date.today()

    def by(self, name: str, difference: Decimal | str, reason: str) -> str:
        """Change what the report states by so much; the id of the adjustment, `Refusal` where it cannot be."""
        figure = self._figure(name)
        return self._save(figure, _number(figure.indicator, difference, "调整数"), reason)

    def to(self, name: str, reported: Decimal | str, reason: str) -> str:
        """Let the report state this value; what is missing from what it states now is kept as the difference."""
        figure = self._figure(name)
        before = figure.adjustment.difference if figure.adjustment else Decimal(0)
        stated = (figure.value or Decimal(0)) + before
        return self._save(figure, _number(figure.indicator, reported, "报告数") - stated, reason)

    def _figure(self, name: str) -> Figure:
        indicator = indicator_named(self._log.catalogue, name)
        if indicator is None:
            raise Refusal(f"没有指标“{name}”，请核对名称。")
        figure = Engine(self._log).figure(indicator.name, self._period)
        if figure.value is None:
            raise Refusal(f"“{indicator.label}”现在没有算出数来（没有记录，或分母为 0），没有可调整的数。")
        return figure

    def _save(self, figure: Figure, difference: Decimal, reason: str) -> str:
        one = figure.indicator
        entry = AdjustmentEntry("", difference, reason, self._log.person, self._today.isoformat())
        before = figure.adjustment.entries if figure.adjustment else ()
        made = adjusted(one, figure.exact, (*before, entry), approx=figure.approx)
        if made and made.doubt:
            raise Refusal(made.doubt)
        typed = {
            "indicator": one.label, "difference": difference, "computed": rounded(one, figure.exact),
            "reason": reason, "person": self._log.person, "adjusted_on": self._today,
            "period_from": self._period.first, "period_to": self._period.last,
        }  # fmt: skip
        return self._log.add(self._log.catalogue.ledgers[ADJUSTMENT], typed)


def _number(indicator: Indicator, typed: Decimal | str, what: str) -> Decimal:
    text = str(typed).replace("−", "-").replace("，", "").replace(",", "").strip().removesuffix(indicator.unit)
    try:
        number = Decimal(text.strip())
    except ArithmeticError:
        raise Refusal(f"{what}应为数字，现为“{typed}”。") from None
    places = 0 if indicator.measure in _WHOLE else decimals_of(indicator)
    if not number.is_finite() or number != round(number, places):
        wanted = f"最多 {places} 位小数" if places else "应为整数"
        raise Refusal(f"“{indicator.label}”的{what}{wanted}，现为 {typed}。")
    return number
