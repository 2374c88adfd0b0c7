"""Working days: holidays, make-up workdays, years that are not known."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.catalogue import Catalogue, DefinitionError, Definitions, WorkingDays, load
from desktop.catalogue.calendar import Reached, read_calendar
from desktop.catalogue.entries import Entry

DAYS = st.dates(date(2019, 1, 1), date(2030, 12, 31))


@pytest.fixture(scope="module")
def calendar(catalogue: Catalogue) -> WorkingDays:
    return catalogue.calendar


def one_by_one(calendar: WorkingDays, start: date, count: int) -> date:
    """The slow way: from day to day, counting those that are worked."""
    day, step = start, timedelta(days=1 if count > 0 else -1)
    while count:
        day += step
        if calendar.is_working(day):
            count -= 1 if count > 0 else -1
    return day


def years(**tables: object) -> WorkingDays:
    return read_calendar(
        [Entry("own.toml", "calendar", {name.removeprefix("y"): one for name, one in tables.items()})]
    )


# -------------------------------------------------------------------- the built-in years


@pytest.mark.parametrize(
    ("day", "worked"),
    [
        (date(2025, 9, 28), True),  # a Sunday before National Day
        (date(2025, 10, 1), False),
        (date(2025, 10, 8), False),
        (date(2025, 10, 9), True),
        (date(2025, 10, 11), True),  # a Saturday after it
        (date(2025, 10, 12), False),
        (date(2026, 2, 14), True),
        (date(2026, 2, 23), False),
        (date(2026, 2, 28), True),
        (date(2020, 1, 31), False),  # the prolonged Spring Festival
        (date(2024, 7, 20), False),
        (date(2024, 7, 22), True),
    ],
)
def test_holidays_and_make_up_workdays_are_known(calendar: WorkingDays, day: date, worked: bool) -> None:
    assert calendar.is_working(day) is worked


def test_the_built_in_years_are_2020_to_2026(calendar: WorkingDays) -> None:
    assert sorted(calendar.known_years) == list(range(2020, 2027))
    assert calendar.last_known == 2026


def test_every_built_in_year_has_its_holidays_and_as_many_working_days_as_a_year_has(calendar: WorkingDays) -> None:
    for year in calendar.known_years:
        for month, day in ((1, 1), (5, 1), (10, 1), (10, 2), (10, 3)):
            assert not calendar.is_working(date(year, month, day))
        days = (date(year, 1, 1) + timedelta(days=number) for number in range(365))
        assert 247 <= sum(map(calendar.is_working, days)) <= 252, year


@pytest.mark.parametrize(
    ("start", "count", "reached"),
    [
        (date(2025, 9, 26), 7, date(2025, 10, 13)),
        (date(2025, 10, 1), 1, date(2025, 10, 9)),
        (date(2026, 2, 13), 7, date(2026, 3, 2)),
        (date(2024, 12, 31), 1, date(2025, 1, 2)),
        (date(2025, 10, 13), -7, date(2025, 9, 26)),
        (date(2025, 1, 2), -1, date(2024, 12, 31)),
        (date(2025, 10, 4), 0, date(2025, 10, 4)),
    ],
)
def test_working_days_are_counted_across_holidays(
    calendar: WorkingDays, start: date, count: int, reached: date
) -> None:
    assert calendar.add_working(start, count) == Reached(reached, known=True)


@given(start=DAYS, count=st.integers(-700, 700))
def test_counting_agrees_with_going_from_day_to_day(catalogue: Catalogue, start: date, count: int) -> None:
    calendar = catalogue.calendar
    reached = calendar.add_working(start, count)
    assert reached.day == one_by_one(calendar, start, count)
    first, last = sorted((start, reached.day))
    assert reached.known == (first.year >= 2020 and last.year <= 2026)


@given(start=DAYS)
def test_the_next_working_day_is_the_day_itself_or_the_first_after_it(catalogue: Catalogue, start: date) -> None:
    calendar = catalogue.calendar
    expected = start if calendar.is_working(start) else one_by_one(calendar, start, 1)
    assert calendar.next_working(start).day == expected


# -------------------------------------------------------------------- years that are not known


def test_past_the_last_known_year_only_weekends_are_off_and_the_result_says_so(calendar: WorkingDays) -> None:
    assert not calendar.is_known(2027)
    assert calendar.is_working(date(2027, 10, 1)), "a Friday"
    assert calendar.add_working(date(2026, 12, 28), 7) == Reached(date(2027, 1, 6), known=False)
    assert calendar.add_working(date(2026, 12, 21), 7) == Reached(date(2026, 12, 30), known=True)
    assert calendar.add_working(date(2019, 12, 31), 1) == Reached(date(2020, 1, 2), known=False)


def test_counting_past_the_last_year_of_all_ends_there() -> None:
    calendar = WorkingDays((), (), ())
    assert calendar.last_known is None
    assert calendar.add_working(date(9999, 12, 30), 10) == Reached(date.max, known=False)
    assert calendar.add_working(date(1, 1, 2), -10) == Reached(date.min, known=False)


# -------------------------------------------------------------------- a bureau's own days


def test_a_bureau_adds_a_year_and_turns_single_days_of_a_known_one() -> None:
    own = """
    [calendar.2027]
    days_off = [2027-01-01]
    make_up = [2027-01-03]
    source = "国务院办公厅关于2027年部分节假日安排的通知"

    [calendar.2026]
    days_off = [2026-03-03]
    make_up = [2026-10-07]
    """
    calendar = load([Definitions("own.toml", own)]).calendar
    assert calendar.last_known == 2027
    assert calendar.add_working(date(2026, 12, 31), 2) == Reached(date(2027, 1, 4), known=True)
    assert not calendar.is_working(date(2026, 3, 3))
    assert calendar.is_working(date(2026, 10, 7))
    assert not calendar.is_working(date(2026, 10, 6)), "the rest of the year stays"


def test_a_later_file_takes_back_what_an_earlier_one_said() -> None:
    texts = ["[calendar.2026]\ndays_off = [2026-03-03]", "[calendar.2026]\nmake_up = [2026-03-03]"]
    found = load([Definitions(f"{number}.toml", text) for number, text in enumerate(texts)]).calendar
    assert found.is_working(date(2026, 3, 3))


def test_a_known_year_without_any_day_is_still_known() -> None:
    assert years(y2031={}).is_known(2031)


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("[calendar.next]\ndays_off = []", "calendar.next"),
        ("[calendar.3027]\ndays_off = []", "calendar.3027"),
        ("[calendar.2027]\ndays_off = [2026-01-01]", "calendar.2027.days_off"),
        ("[calendar.2027]\ndays_off = ['2027-01-01']", "calendar.2027.days_off"),
        ("[calendar.2027]\nmake_up = 2027-01-01", "calendar.2027.make_up"),
        ("[calendar.2027]\nmake_up = [2027-01-01T08:00:00]", "calendar.2027.make_up"),
        ("[calendar.2027]\ndays_off = [2027-01-01]\nmake_up = [2027-01-01]", "calendar.2027.make_up"),
        ("[calendar.2027]\ncolour = '红'", "calendar.2027"),
        ("[calendar]\n2027 = 1", "calendar.2027"),
        ("calendar = 1", "calendar"),
    ],
)
def test_a_mistake_in_the_calendar_is_refused_where_it_stands(text: str, key: str) -> None:
    with pytest.raises(DefinitionError) as caught:
        load([Definitions("own.toml", text)])
    assert (caught.value.file, caught.value.key) == ("own.toml", key)
