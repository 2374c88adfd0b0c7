"""How long backups are kept."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from desktop.store.backups.listing import Backup, Kind, State
from desktop.store.backups.rotation import Keep, surplus

NOW = datetime(2025, 11, 21, 9, 0)


def made(days: float, kind: Kind = Kind.DAILY, state: State = State.SOUND, sha256: str = "x") -> Backup:
    at = NOW - timedelta(days=days)
    return Backup(Path(f"log {at:%Y-%m-%d %H-%M-%S} {kind}.db"), kind, at, state, "log", sha256=sha256)


def live(years: float) -> list[Backup]:
    """A backup each day, thinned out each day, as it goes over the years."""
    kept: list[Backup] = []
    for day in range(int(years * 365), -1, -1):
        kept.append(made(day))
        gone = surplus(kept, Keep(), NOW - timedelta(days=day))
        kept = [one for one in kept if one not in gone]
    return kept


def test_after_three_years_there_are_seven_days_eight_weeks_and_twenty_four_months() -> None:
    kept = live(3)
    ages = [(NOW - one.at).days for one in kept]
    assert ages[-7:] == [6, 5, 4, 3, 2, 1, 0]
    assert 7 + 7 + 21 <= len(kept) <= 7 + 8 + 24
    assert {f"{one.at:%Y-%m}" for one in kept} >= {
        f"{year}-{month:02}" for year in (2024, 2025) for month in (3, 6, 9)
    }
    assert max(ages) > 650, "the oldest is two years old"
    assert len({one.at.isocalendar()[:2] for one in kept}) >= 8


def test_fewer_are_kept_where_fewer_are_wanted() -> None:
    daily = [made(day) for day in range(40)]
    assert len(daily) - len(surplus(daily, Keep(daily=2, weekly=0, monthly=0), NOW)) == 2


def test_what_a_person_asked_for_stays_for_good() -> None:
    assert surplus([made(5000, Kind.BY_HAND), made(0)], Keep(), NOW) == []


def test_what_has_no_record_is_a_person_s() -> None:
    assert surplus([made(5000, sha256=""), *(made(day) for day in range(3))], Keep(1, 1, 1), NOW) == [
        made(1),
        made(2),
    ]


def test_the_newest_sound_one_stays_however_many_doubtful_ones_follow() -> None:
    sound = made(900)
    doubtful = [made(day, state=State.DOUBTFUL) for day in range(800)]
    assert sound not in surplus([sound, *doubtful], Keep(1, 0, 0), NOW)


def test_a_day_is_kept_by_its_newest_usable_one() -> None:
    broken, good = made(1.1, state=State.DAMAGED), made(1.2)
    assert surplus([broken, good, made(0)], Keep(7, 0, 0), NOW) == [broken]
    older = made(1.3, state=State.DAMAGED)
    assert surplus([good, older, made(0)], Keep(7, 0, 0), NOW) == [older]


def test_the_last_five_before_each_risky_step_stay() -> None:
    imports = [made(day, Kind.BEFORE_IMPORT) for day in range(9)]
    restores = [made(day, Kind.BEFORE_RESTORE) for day in range(2)]
    assert surplus([*imports, *restores], Keep(), NOW) == imports[5:]


@pytest.mark.parametrize("years", [1, 10])
def test_backups_of_a_clock_that_was_wrong_push_out_nothing(years: int) -> None:
    future = [made(-365 * years - day) for day in range(30)]
    assert surplus([*future, made(0), made(1)], Keep(), NOW) == []
