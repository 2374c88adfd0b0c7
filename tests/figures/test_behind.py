"""The records behind a figure: all of them, the newest of them, or their ids for a list."""

import pytest

from desktop.figures import Engine, Period
from desktop.figures import behind as behind_module
from desktop.figures.behind import exact_filter, ledger_filter, rows_behind
from desktop.store import Log
from desktop.store.listing import Filter, Listing

YEAR = Period.year(2025)


@pytest.fixture
def checks(log: Log) -> Log:
    log.add(log.ledger("enterprise"), {"name": "甲厂", "industry": "危险化学品"})
    log.add(log.ledger("enterprise"), {"name": "乙店", "industry": "工贸"})
    for day, name, level in (
        ("2024-12-31", "甲厂", "本局"), ("2025-03-01", "甲厂", "本局"), ("2025-02-01", "乙店", "本局"),
        ("2025-05-01", "甲厂", "镇街"), ("2025-04-01", "乙店", "本局"),
    ):  # fmt: skip
        typed = {"checked_on": day, "enterprise": name, "kind": "计划检查", "level": level}
        log.add(log.ledger("enforcement_check"), typed)
    return log


def shown(log: Log, filter_: Filter) -> list[str]:
    listing = Listing(log, log.ledger("enforcement_check"))
    return sorted(str(record["id"]) for record in listing.page(listing.ids(filter_)))


def test_only_the_newest_rows_are_read_on_request(checks: Log) -> None:
    one = checks.catalogue.indicators["checks"]
    rows = rows_behind(Engine(checks), checks, one, YEAR)
    assert [row.day for row in rows] == ["2025-04-01", "2025-03-01", "2025-02-01"]
    newest = rows_behind(Engine(checks), checks, one, YEAR, 2)
    assert [row.id for row in newest] == [row.id for row in rows[:2]]


def test_a_list_is_told_exactly_the_records(checks: Log, monkeypatch: pytest.MonkeyPatch) -> None:
    engine, one = Engine(checks), checks.catalogue.indicators["checks"]
    ids = sorted(str(record["id"]) for record in engine.rows("checks", YEAR)["enforcement_check"])
    assert sorted(engine.record_ids("checks", YEAR)["enforcement_check"]) == ids
    assert shown(checks, exact_filter(engine, one, "enforcement_check", YEAR)) == ids
    monkeypatch.setattr(behind_module, "MOST_NAMED", 2)
    assert exact_filter(engine, one, "enforcement_check", YEAR) == ledger_filter(one, YEAR)


def test_a_figure_without_records_opens_an_empty_list(log: Log) -> None:
    wanted = exact_filter(Engine(log), log.catalogue.indicators["checks"], "enforcement_check", YEAR)
    assert wanted.ids == ()
    assert shown(log, wanted) == []
