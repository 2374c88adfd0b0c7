"""The demonstration year: an office that is well run on 21 November, and the same every time."""

from collections import Counter
from datetime import date
from pathlib import Path
from shutil import copy2

import pytest

from desktop.demo import demonstration_log
from desktop.demo.years import as_of
from desktop.figures.due import DueList, State
from desktop.figures.visits import visits
from desktop.store import Log
from desktop.store.listing import Filter, Listing

TODAY = date(2025, 11, 21)


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("demonstration") / "log.db"
    demonstration_log(made).close()
    return made


def test_little_is_overdue_and_some_matters_press(file: Path) -> None:
    with Log.open(file) as log:
        items = DueList(log, TODAY).items()
    states = Counter(one.state for one in items)
    assert (states[State.OVERDUE], states[State.TODAY]) == (2, 1)
    assert 4 <= states[State.SOON] <= 8
    assert min(one.days_left for one in items) >= -7


def test_few_enterprises_are_at_their_yearly_cap(file: Path) -> None:
    with Log.open(file) as log:
        near = visits(log, TODAY.year)
    assert 3 <= len(near) <= 12
    assert all(one.left >= 0 for one in near)


def test_the_log_as_it_stood_on_a_day_holds_nothing_later(file: Path, tmp_path: Path) -> None:
    with Log.open(Path(copy2(file, tmp_path / "log.db"))) as log:
        checks = Listing(log, log.ledger("enforcement_check"))
        assert checks.count(Filter(first=date(2025, 11, 22)))
        before = checks.count(Filter(last=TODAY))
        as_of(log, TODAY)
        assert checks.count(Filter(first=date(2025, 11, 22))) == 0
        assert checks.count(Filter(last=TODAY)) == before


def test_documents_are_numbered_anew_every_year(file: Path) -> None:
    with Log.open(file) as log:
        numbers = {
            year: sorted(int(number) for (number,) in log.query(
                "SELECT replace(substr(check_no, instr(check_no, '〕') + 1), '号', '') FROM enforcement_check"
                " WHERE check_no LIKE ?", (f"执法〔{year}〕%",),
            ))
            for year in (2024, 2025)
        }  # fmt: skip
    assert all(found[0] == 1 for found in numbers.values())


def test_the_same_log_is_made_every_time(file: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.db"
    demonstration_log(again).close()

    def records(made: Path) -> list[tuple[object, ...]]:
        with Log.open(made) as log:
            return [row for name in log.catalogue.ledgers for row in log.query(f'SELECT * FROM "{name}" ORDER BY id')]

    assert records(file) == records(again)
