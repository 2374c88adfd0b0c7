"""A bureau's own change of an indicator's counting rule: `[redefined.NAME]`, laid over the definition key by key.

What is counted can be changed (conditions, date, rounding, words), not what kind of figure it is: ledger, measure and
unit stay, for outlines, formulas and sums rest on them.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from desktop.catalogue.entries import Entry
from desktop.catalogue.indicator_definitions import INDICATOR_KEYS, read_indicator
from desktop.catalogue.indicators import Indicator, Redefined
from desktop.catalogue.ledgers import Ledger
from desktop.catalogue.written import definition_of

REDEFINABLE = ("label", "of", "when", "where", "having", "decimals", "approx", "word", "note", "source")
_TOLD = ("version", "on", "by", "reason", "drop")
KEYS = (*REDEFINABLE, *_TOLD)


def laid_over(base: Entry, change: Entry) -> Entry:
    """The definition with the bureau's keys in place of its own, and without those that it dropped."""
    dropped = change.texts("drop")
    for key in dropped:
        if key not in REDEFINABLE:
            change.refuse(f"“{key}”不能去掉", f"可以改的是 {'、'.join(REDEFINABLE)}", "drop")
    kept = {key: value for key, value in base.data.items() if key not in dropped}
    given = {key: value for key, value in change.data.items() if key in REDEFINABLE}
    return Entry(change.file, base.key, {**kept, **given, "version": change.whole("version")}, INDICATOR_KEYS)


def told(change: Entry) -> Redefined:
    """Who changed it, when and why."""
    on = change.day("on")
    if on is None:
        change.refuse("必须填写", "请写 on = 改动的日期", "on")
    own = any(change.has(key) for key in (*REDEFINABLE, "drop"))
    return Redefined(on or date.min, change.text("by", ""), change.text("reason", ""), own)


def proposed(one: Indicator, changes: Mapping[str, object], ledgers: Mapping[str, Ledger]) -> Indicator:
    """An indicator with some keys of its definition changed, None to drop one; `DefinitionError` for a mistake."""
    data: dict[str, object] = {**definition_of(one), "version": one.version + 1}
    entry = Entry("口径", one.label, data)
    for key, value in changes.items():
        if key not in REDEFINABLE:
            entry.refuse(f"“{key}”不能改", f"可以改的是 {'、'.join(REDEFINABLE)}", key)
        data = {name: kept for name, kept in data.items() if name != key} | ({} if value is None else {key: value})
    return read_indicator(one.name, Entry("口径", one.label, data, INDICATOR_KEYS), ledgers)


def check_label(one: Indicator, others: Iterable[Indicator], entry: Entry) -> None:
    """No two indicators may have one name, for a person picks them by it."""
    if any(other.label == one.label and other.name != one.name for other in others):
        entry.refuse(f"已有指标叫“{one.label}”", "请换一个名称", "label")


def keys_over(base: Indicator, wanted: Indicator) -> dict[str, object]:
    """The keys of `[redefined.NAME]` that make one indicator of another."""
    before, after = definition_of(base), definition_of(wanted)
    found = {key: after[key] for key in REDEFINABLE if key in after and after[key] != before.get(key)}
    dropped = [key for key in REDEFINABLE if key in before and key not in after]
    return {**found, "drop": dropped} if dropped else found


def redefined(one: Indicator, change: Entry) -> Indicator:
    """Mark an indicator as changed by the bureau."""
    return replace(one, redefined=told(change))
