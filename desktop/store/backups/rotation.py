"""Which backups have served their time. Rules on the list alone; nothing here touches a file."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from desktop.store.backups.listing import Backup, Kind, State

_BEFORE = (Kind.BEFORE_UPDATE, Kind.BEFORE_IMPORT, Kind.BEFORE_MERGE, Kind.BEFORE_RESTORE)


@dataclass(frozen=True)
class Keep:
    """How many are kept: the newest of each of so many days, weeks and months, and so many before each risky step."""

    daily: int = 7
    weekly: int = 8
    monthly: int = 24
    before: int = 5


def surplus(backups: Iterable[Backup], keep: Keep, now: datetime) -> list[Backup]:
    """Backups that may go.

    Never one that a person asked for, one without a record of ours, the newest sound one, or one from the future:
    the clock was wrong then or is wrong now, and the list could not tell old from new.
    """
    dated = [one for one in backups if one.kind and one.sha256 and one.at <= now + timedelta(days=1)]
    dated.sort(key=lambda one: (one.at, one.file.name), reverse=True)
    kept = {one.file for one in _kept_daily([one for one in dated if one.kind is Kind.DAILY], keep)}
    for kind in _BEFORE:
        kept |= {one.file for one in [one for one in dated if one.kind is kind][: keep.before]}
    kept |= {one.file for one in [one for one in dated if one.state is State.SOUND][:1]}
    return [one for one in dated if one.kind is not Kind.BY_HAND and one.file not in kept]


def _kept_daily(newest_first: Sequence[Backup], keep: Keep) -> list[Backup]:
    days = _first_of_each(newest_first, lambda one: f"{one.at:%Y-%m-%d}", keep.daily)
    weeks = _first_of_each(newest_first, lambda one: "{}-{}".format(*one.at.isocalendar()[:2]), keep.weekly)
    months = _first_of_each(newest_first, lambda one: f"{one.at:%Y-%m}", keep.monthly)
    return [*days, *weeks, *months]


def _first_of_each(newest_first: Sequence[Backup], period: Callable[[Backup], str], most: int) -> list[Backup]:
    """The best of each of the last periods that have any: the newest usable one, else the newest."""
    found: dict[str, list[Backup]] = {}
    for one in newest_first:
        found.setdefault(period(one), []).append(one)
    return [next((one for one in each if one.usable), each[0]) for each in list(found.values())[:most]]
