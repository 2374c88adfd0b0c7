"""Whose change a 同比 states: that of the figure it follows, or of what the words before it name."""

import re
from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from desktop.report.draft.plain import plain
from desktop.report.draft.quantity import Form, Quantity
from desktop.report.draft.words import reading_words

_FURTHEST = 40
_DIRECTION = (
    "增长|增加|上升|提高|提升|增多|上涨|下降|减少|降低|下滑|回落|缩减|压降|压缩|缩短|压减|增幅|降幅|升幅|涨幅|多|少"
)
_LAST_YEAR = r"(?:同比|[与和同比较](?:上一?年度?|去年)(?:同期)?(?:相比|比较|比)?)"
_AGAINST_LAST_YEAR = re.compile(_LAST_YEAR)
_SPREAD = re.compile(r"分别|各(?=同比|增|减)")
"""立案、处罚同比分别增加5件、3件: which is whose cannot be told."""
_LISTED = re.compile(r"[、和与及]")
_FORMULA = re.compile(
    rf"{_LAST_YEAR}|净|均|略有?|[\s，、,(（]|(?:{_DIRECTION})(?:了|幅度?为|率为|达到?|约|近|超过?)*$"
)
_ALIKE = tuple(
    frozenset(one) for one in (("人", "名"), ("场", "场次"), ("台", "台套"), ("位", "名"), ("人", "位"),
                               ("大类", "类"), ("工作日", "个工作日"))
)  # fmt: skip


class Told(Protocol):
    """A figure before the change, and what it was taken for."""

    @property
    def quantity(self) -> Quantity:
        """The figure."""

    @property
    def indicator(self) -> str:
        """Empty where it was not found."""

    @property
    def certain(self) -> bool:
        """Whether it can be no other."""

    @property
    def label(self) -> str:
        """What the indicator is called."""


T = TypeVar("T", bound=Told)


def spelt_alike(one: str, other: str) -> bool:
    """场 and 场次, 名 and 人, 台 and 台套: ways of writing one unit that nobody would correct."""
    return one == other or frozenset((one, other)) in _ALIKE


def subject_of(before: str) -> str:
    """What the words before a change name: 事故起数 of 事故起数同比减少; empty where they name nothing."""
    return _FORMULA.sub("", plain(before))


def owner_of(one: Quantity, text: str, told: Sequence[T]) -> tuple[T, bool] | None:
    """The figure that changed, and whether it can be no other; None where the words do not say.

    `told`: the figures of the same sentence before the change, in reading order.
    """
    said = text[max(0, one.start - _FURTHEST, told[0].quantity.start if told else 0) : one.start]
    if not told or _SPREAD.search(one.before) or not _AGAINST_LAST_YEAR.search(said):
        return None
    subject = subject_of(one.before)
    if subject:
        named = {each.indicator: each for each in told if _named(each, subject, one)}
        return (next(iter(named.values())), False) if len(named) == 1 else None
    nearest = told[-1]
    if _fits(one, nearest.quantity):
        return (nearest, nearest.certain) if nearest.indicator else None
    further = next((each for each in reversed(told) if each.quantity.unit == one.unit), None)
    return (further, False) if further and further.indicator and further.quantity.form is not Form.CHANGE else None


def listed_change(one: Quantity, before: Quantity, text: str) -> bool:
    """Whether it goes on a list of changes: 同比分别增加9件、13件."""
    return before.form is Form.CHANGE and bool(_LISTED.fullmatch(text[before.end : one.start]))


def _named(each: Told, subject: str, one: Quantity) -> bool:
    if len(subject) < 2 or not each.indicator or each.quantity.form is Form.CHANGE or not _fits(one, each.quantity):
        return False
    return _within(subject, plain(each.label)) or subject in plain(each.quantity.before)


def _within(words: str, label: str) -> bool:
    """Whether the label says these characters in this order: 检查家次 in 检查企业家次."""
    rest = iter(label)
    return all(char in rest for char in words)


def _fits(change: Quantity, figure: Quantity) -> bool:
    """Whether a figure can change by so much in this unit."""
    if figure.form is Form.CHANGE:  # 同比减少2起，下降40%: both are of the figure before
        return change.unit == "%" and figure.unit != "%"
    if change.unit == "个百分点" or figure.unit == "%":
        return figure.unit == "%" and change.unit in ("%", "个百分点")
    return change.unit == "%" or same_unit(change.unit, figure.unit)


def same_unit(one: str, other: str) -> bool:
    """Whether two units count the same things."""
    unit: Callable[[str], str] = reading_words().unit
    return unit(one) == unit(other) or spelt_alike(one, other) or {one, other} == {"元", "万元"}
