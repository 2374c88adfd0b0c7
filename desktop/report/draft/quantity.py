"""A figure that a draft states: where, how much of what, how exactly, for whom and for when."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction

from desktop.catalogue.fields import plain_decimal
from desktop.report.draft.rounding import decimal_of


class Approximation(StrEnum):
    """How exactly the number is meant."""

    EXACT = ""
    ABOUT = "about"
    """约, 左右."""
    BELOW = "below"
    """近, 不足: the true number is a little less."""
    ABOVE = "above"
    """余, 多, 超: the true number is a little more."""
    AT_LEAST = "at_least"
    """以上, 不少于."""
    AT_MOST = "at_most"
    """以下, 不超过."""


class Form(StrEnum):
    """What the number is."""

    AMOUNT = "amount"
    PERCENT = "percent"
    POINTS = "points"
    """个百分点."""
    CHANGE = "change"
    """How much more or less than before: 同比增加24家次, 增长6.2%."""
    STREAK = "streak"
    """连续3年, 近15个月."""
    RANK = "rank"
    PART = "part"
    """三分之一, 半数: a part of something."""


@dataclass(frozen=True)
class Quantity:
    """A figure within a text. Positions are those of the text that was read."""

    start: int
    end: int
    """From the number, with 约 before it, to the unit, with 余 or 以上 behind it."""
    quote: str
    value: Fraction
    unit: str
    """As printed, without brackets: 家(次) is 家次. Money is in 元 or 万元, amounts in 亿元 are stated in 万元."""
    approximation: Approximation
    form: Form
    step: Fraction
    """What the last printed place is worth: 1.58万 states hundreds, 95.98 % hundredths."""
    upper: Fraction | None = None
    """The higher end of a range: 3—5次."""
    counted: str = ""
    """The words that say what is counted: 检查生产经营单位, 常年法律顾问."""
    before: str = ""
    """The words before the number, from the figure or the end of a clause before it."""
    after: str = ""
    """The words behind it, up to the next figure or the end of the clause."""
    scope: str = ""
    """本局, 全域, 镇街, 企业; empty where the text does not say."""
    period: str = ""
    """last_year, plan, season, part (some months of it); empty: the report's period."""
    sentence: int = 0
    clause: int = 0
    heading: str = ""
    """Headings above it, the outer one first."""
    number_start: int = 0
    number_end: int = 0
    """The digits alone (with their scale: 1.58万), for a correction in the text."""

    @property
    def exact(self) -> bool:
        """Whether it states one number and means it."""
        return self.approximation is Approximation.EXACT and self.upper is None

    @property
    def bare(self) -> bool:
        """Whether its unit stands elsewhere: in the head of its table."""
        return bool(self.unit) and self.number_end == self.end

    @property
    def printed(self) -> str:
        """The number as a plain decimal."""
        return plain_decimal(decimal_of(self.value))
