"""Columns of a list that are no columns of its table: linked fields, counts, states, who deleted."""

from datetime import date

import pytest

from desktop.catalogue import Catalogue
from desktop.store import Log, Record
from desktop.store.listing import Filter, Listing

TODAY = date(2025, 11, 21)
COLUMNS = ("enterprise.town", "enterprise.industry", "hazards", "major_hazards", "rectified_hazards", "state")


@pytest.fixture
def checks(log: Log) -> Listing:
    enterprise, check, hazard = (log.ledger(name) for name in ("enterprise", "enforcement_check", "hazard"))
    log.add(enterprise, {"name": "海螺建材", "industry": "建材", "town": "青石镇"})
    log.add(enterprise, {"name": "恒泰化工", "industry": "化工", "town": "柳溪镇"})
    for number, firm, due, more in (
        (1, "海螺建材", None, {"result": "未发现问题"}),
        (2, "海螺建材", "2025-11-22", {"result": "发现问题"}),
        (3, "恒泰化工", "2025-11-20", {"result": "发现问题"}),
        (4, "恒泰化工", "2025-11-10", {"result": "发现问题"}),
        (5, None, "2025-11-10", {"result": "发现问题", "case_filed": True}),
        (6, "海螺建材", "2025-11-10", {"result": "发现问题"}),
    ):
        typed = {"check_no": f"检{number}", "checked_on": f"2025-11-0{number}", "enterprise": firm}
        log.add(check, {**typed, "rectify_due_on": due, **more})
    for check_no, grade, status, quantity in (
        ("检2", "重大隐患", "限期整改", 3), ("检2", "一般隐患", "限期整改", 1), ("检3", "一般隐患", "限期整改", 1),
        ("检4", "一般隐患", "限期整改", 1), ("检6", "一般隐患", "已整改", 2),
    ):  # fmt: skip
        log.add(hazard, {"found_on": "2025-11-06", "check": check_no, "grade": grade, "status": status,
                         "quantity": quantity, "description": "x"})  # fmt: skip
    return Listing(log, check, TODAY)


def rows(listing: Listing, filter_: Filter | None = None, sort: str | None = None) -> list[Record]:
    return listing.page(listing.ids(filter_ or Filter(), sort, descending=False), COLUMNS)


def numbers(listing: Listing, filter_: Filter, sort: str | None = None) -> list[int]:
    ids = listing.ids(filter_, sort, descending=False)
    assert listing.first_rows(filter_, sort, descending=False) == ids
    assert listing.count(filter_) == len(ids)
    return [int(str(record["check_no"])[1:]) for record in listing.page(ids)]


def test_a_page_holds_what_was_asked_and_nothing_else(checks: Listing) -> None:
    shown = {str(record["check_no"]): [record[name] for name in COLUMNS] for record in rows(checks)}
    assert shown["检2"] == ["青石镇", "建材", 4, 3, 0, "整改中"]
    assert shown["检6"] == ["青石镇", "建材", 2, 0, 2, "已闭环"]
    assert shown["检5"] == [None, None, 0, 0, 0, "已立案"]
    assert "hazards" not in checks.page(checks.ids(Filter()))[0]


def test_states_follow_the_calendar(checks: Listing, log: Log) -> None:
    assert [record["state"] for record in rows(checks)] == [
        "无隐患",
        "整改中",
        "待复查",
        "逾期未复查",
        "已立案",
        "已闭环",
    ]
    earlier = Listing(log, log.ledger("enforcement_check"), date(2025, 11, 20))
    assert [record["state"] for record in rows(earlier)][2:4] == ["整改中", "待复查"]


def test_a_deleted_hazard_counts_no_more(checks: Listing, log: Log) -> None:
    hazard = log.ledger("hazard")
    listing = Listing(log, hazard)
    log.delete(hazard, str(listing.page(listing.ids(Filter(equals={"grade": ("重大隐患",)})))[0]["id"]))
    assert rows(checks)[1]["hazards"] == 1


@pytest.mark.parametrize(
    ("equals", "found"),
    [
        ({"enterprise.town": ("青石镇",)}, [1, 2, 6]),
        ({"enterprise.town": ("青石镇", None)}, [1, 2, 5, 6]),
        ({"enterprise.industry": ("化工",), "hazards": (1,)}, [3, 4]),
        ({"major_hazards": (1,)}, [2]),
        ({"major_hazards": (0,)}, [1, 3, 4, 5, 6]),
        ({"major_hazards": (0, 1)}, [1, 2, 3, 4, 5, 6]),
        ({"state": ("待复查", "逾期未复查")}, [3, 4]),
        ({"created_by": ("张三",)}, [1, 2, 3, 4, 5, 6]),
        ({"created_by": ("李四",)}, []),
    ],
)
def test_filters_on_them(checks: Listing, equals: dict[str, tuple[str | int | None, ...]], found: list[int]) -> None:
    assert numbers(checks, Filter(equals=equals)) == found


@pytest.mark.parametrize(
    ("sort", "found"),
    [("hazards", [1, 5, 3, 4, 6, 2]), ("enterprise.town", [5, 3, 4, 1, 2, 6]), ("created_by", [1, 2, 3, 4, 5, 6])],
)
def test_sorting_by_them(checks: Listing, sort: str, found: list[int]) -> None:
    assert numbers(checks, Filter(), sort) == found


def test_totals_and_terms(checks: Listing) -> None:
    ids = checks.ids(Filter())
    assert checks.totals(ids, ["hazards", "major_hazards", "checker_count"]) == {
        "hazards": 8, "major_hazards": 3, "checker_count": 0,
    }  # fmt: skip
    assert sorted(checks.terms("enterprise.town")) == ["柳溪镇", "青石镇"]


def test_the_bin_says_who_and_when(checks: Listing, log: Log) -> None:
    log.person = "李四"
    log.delete(log.ledger("enforcement_check"), str(rows(checks)[0]["id"]))
    bin_ = Filter(deleted=True)
    found = checks.page(checks.ids(bin_, "deleted_at"), ("deleted_by",))
    assert [record["deleted_by"] for record in found] == ["李四"]
    assert found[0]["deleted_at"]


def test_every_listed_column_of_every_ledger_can_be_read_sorted_and_asked(log: Log, catalogue: Catalogue) -> None:
    for ledger in catalogue.ledgers.values():
        listing = Listing(log, ledger, TODAY)
        for name in ledger.listed:
            assert not listing.ids(Filter(), name)
        for name in ledger.listing.filters:
            assert listing.count(Filter(equals={name: (None, "x")})) == 0
        for view in ledger.listing.views:
            assert listing.count(Filter(equals=view.values)) == 0
