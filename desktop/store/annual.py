"""Which fixed days of the year (a report to be filed by 31 January) a bureau has dealt with, kept in its log."""

import json
from collections.abc import Mapping
from datetime import date

from desktop.catalogue import Refusal
from desktop.store.log import Log

_SETTING = "annual_done"


def done_on(log: Log) -> Mapping[tuple[str, date], date]:
    """When each was done, by rule and fixed day."""
    return {
        (rule, date.fromisoformat(due)): date.fromisoformat(day)
        for rule, days in _kept(log).items()
        for due, day in days.items()
    }


def mark_done(log: Log, rule: str, due: date, day: date, today: date) -> None:
    """Keep that a rule's fixed day was dealt with; a day yet to come is refused."""
    if day > today:
        raise Refusal(f"完成日期 {day} 还没有到，请填实际完成的那一天。")
    kept = _kept(log)
    kept.setdefault(rule, {})[due.isoformat()] = day.isoformat()
    log.set_setting(_SETTING, json.dumps(kept))


def take_back(log: Log, rule: str, due: date) -> None:
    """It was not done after all."""
    kept = _kept(log)
    kept.get(rule, {}).pop(due.isoformat(), None)
    log.set_setting(_SETTING, json.dumps(kept))


def _kept(log: Log) -> dict[str, dict[str, str]]:
    kept: dict[str, dict[str, str]] = json.loads(log.setting(_SETTING) or "{}")
    return kept
