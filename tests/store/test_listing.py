"""A list over a ledger: which records, in which order, a page at a time."""

from array import array
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path

import pytest

from desktop.catalogue import Definitions
from desktop.store import Log
from desktop.store import listing as listing_module
from desktop.store.listing import Filter, Listing

FIRMS = ("海螺建材", "兴旺化工", "Abc电子")
NAMES = ("description", "enterprise", "found_on", "grade", "funds", "note")
HAZARDS = [
    dict(zip(NAMES, row, strict=True))
    for row in (
        ("叉车未年检", "海螺建材", "2024-03-05", "一般隐患", "100", None),
        ("配电箱未上锁", "兴旺化工", "2024-03-07", "重大隐患", "20.5", None),
        ("叉车司机无证", "Abc电子", "2023-12-31", "一般隐患", None, "100%_\\"),
        ("ABC粉灭火器失效", "海螺建材", None, None, None, None),
    )
]


@pytest.fixture
def hazards(log: Log) -> Listing:
    log.add_many(log.ledger("enterprise"), [(n, {"name": name}) for n, name in enumerate(FIRMS)])
    added = log.add_many(log.ledger("hazard"), list(enumerate(HAZARDS)))
    assert not added.rejected
    return Listing(log, log.ledger("hazard"))


def names(listing: Listing, rowids: Sequence[int]) -> list[object]:
    return [str(record["description"])[:2] for record in listing.page(rowids)]


def shown(listing: Listing, sort: str | None = None, descending: bool = True, **wanted: object) -> list[object]:
    """What a list shows; whichever way it is asked."""
    filter_ = Filter(**wanted)  # type: ignore[arg-type]
    ids = listing.ids(filter_, sort, descending)
    assert isinstance(ids, array) and ids.typecode == "q"
    assert listing.count(filter_) == len(ids)
    assert listing.first_rows(filter_, sort, descending) == ids
    assert listing.first_rows(filter_, sort, descending, count=2) == ids[:2]
    return names(listing, ids)


def test_everything_newest_first_and_the_undated_at_the_end(hazards: Listing) -> None:
    assert shown(hazards) == ["配电", "叉车", "叉车", "AB"]
    assert shown(hazards, descending=False) == ["AB", "叉车", "叉车", "配电"]


@pytest.mark.parametrize(
    ("sort", "descending", "order"),
    [
        ("funds", True, ["叉车未", "配电箱", "ABC", "叉车司"]),
        ("description", False, ["ABC", "叉车司", "叉车未", "配电箱"]),
        ("enterprise", False, ["叉车司", "配电箱", "叉车未", "ABC"]),
        ("enterprise", True, ["ABC", "叉车未", "配电箱", "叉车司"]),
        ("found_on", False, ["ABC", "叉车司", "叉车未", "配电箱"]),
    ],
)
def test_any_column_sorts_a_link_by_its_title(
    hazards: Listing, sort: str, descending: bool, order: list[str]
) -> None:
    ids = hazards.ids(Filter(), sort, descending)
    found = [str(record["description"])[:3] for record in hazards.page(ids)]
    if sort == "funds":
        assert found[:2] == order[:2]
    else:
        assert found == order
    assert hazards.first_rows(Filter(), sort, descending) == ids


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"first": date(2024, 1, 1)}, ["配电", "叉车"]),
        ({"last": date(2024, 3, 5)}, ["叉车", "叉车"]),
        ({"first": date(2024, 3, 5), "last": date(2024, 3, 5)}, ["叉车"]),
        ({"equals": {"grade": ("一般隐患",)}}, ["叉车", "叉车"]),
        ({"equals": {"grade": ("一般隐患", "重大隐患")}}, ["配电", "叉车", "叉车"]),
        ({"equals": {"grade": (None,)}}, ["AB"]),
        ({"equals": {"grade": (None, "重大隐患")}}, ["配电", "AB"]),
        ({"equals": {"grade": ()}}, []),
        ({"equals": {"funds": (10000,)}}, ["叉车"]),
        ({"text": "叉车"}, ["叉车", "叉车"]),
        ({"text": "叉"}, ["叉车", "叉车"]),
        ({"text": "车司"}, ["叉车"]),
        ({"text": "螺建"}, ["叉车", "AB"]),
        ({"text": "叉车 海螺"}, ["叉车"]),
        ({"text": "hl"}, ["叉车", "AB"]),
        ({"text": "HLJC cc"}, ["叉车"]),
        ({"text": "pdx"}, ["配电"]),
        ({"text": "abc"}, ["叉车", "AB"]),
        ({"text": "ａｂｃ"}, ["叉车", "AB"]),
        ({"text": "100%"}, ["叉车"]),
        ({"text": "0%_\\"}, ["叉车"]),
        ({"text": "%"}, ["叉车"]),
        ({"text": "'; DROP"}, []),
        ({"text": "  "}, ["配电", "叉车", "叉车", "AB"]),
        ({"incomplete": True, "text": "灭火器"}, ["AB"]),
        ({"deleted": True}, []),
        ({"first": date(2024, 1, 1), "text": "叉车", "equals": {"grade": ("一般隐患",)}}, ["叉车"]),
    ],
)
def test_filters(hazards: Listing, wanted: dict[str, object], found: list[str]) -> None:
    assert shown(hazards, **wanted) == found


def test_the_recycle_bin_is_a_list_of_its_own(log: Log, hazards: Listing) -> None:
    first = hazards.page(hazards.ids(Filter(text="配电箱")))[0]
    log.delete(log.ledger("hazard"), str(first["id"]))
    assert shown(hazards, deleted=True) == ["配电"]
    assert "配电" not in shown(hazards)
    assert shown(hazards, deleted=True, text="pdx") == ["配电"]


def test_common_words_are_found_among_the_newest_and_rare_ones_all_the_same(
    hazards: Listing, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing_module, "NEAR", 2)
    for words in ("叉车", "司机", "电"):
        assert hazards.first_rows(Filter(text=words), count=1) == hazards.ids(Filter(text=words))[:1]


def test_a_page_comes_in_the_order_asked_with_the_titles_of_links(hazards: Listing) -> None:
    ids = hazards.ids(Filter())
    wanted = [ids[2], ids[0], ids[3]]
    page = hazards.page(wanted)
    assert [record["enterprise#title"] for record in page] == ["Abc电子", "兴旺化工", "海螺建材"]
    assert [record["check#title"] for record in page] == ["", "", ""]
    assert [hazards.rowid(str(record["id"])) for record in page] == wanted
    assert "rowid" not in page[0]
    assert hazards.page([]) == []
    assert len(hazards.page(list(ids) * 400)) == 1600


def test_a_row_that_is_not_there_is_left_out(hazards: Listing) -> None:
    assert hazards.page([999_999]) == []
    assert hazards.rowid("nobody") is None


def test_totals_of_a_selection(hazards: Listing) -> None:
    ids = hazards.ids(Filter())
    assert hazards.totals(ids, ["funds", "quantity"]) == {"funds": 12050, "quantity": 4}
    assert hazards.totals(ids[:1], ["funds"]) == {"funds": 2050}
    assert hazards.totals([], ["funds"]) == {"funds": 0}
    assert hazards.totals(ids, []) == {}


def test_tags_are_filtered_by_term(log: Log) -> None:
    log.add(log.ledger("enforcement_check"), {"check_no": "一", "method": ["夜查", "联合检查"]})
    log.add(log.ledger("enforcement_check"), {"check_no": "二", "method": ["联合检查"]})
    checks = Listing(log, log.ledger("enforcement_check"))
    assert checks.count(Filter(equals={"method": ("夜查",)})) == 1
    assert checks.count(Filter(equals={"method": ("夜查", "联合检查")})) == 2
    assert checks.count(Filter(equals={"method": ("检查",)})) == 0
    assert checks.count(Filter(text="夜查")) == 1


def test_a_register_shows_what_was_in_force(log: Log) -> None:
    for name, first, last in (("一", None, None), ("二", "2024-01-01", "2024-06-30"), ("三", "2024-07-01", None)):
        log.add(log.ledger("enterprise"), {"name": name, "started_on": first, "ended_on": last})
    firms = Listing(log, log.ledger("enterprise"))

    def found(first: date, last: date) -> list[object]:
        return sorted(record["name"] for record in firms.page(firms.ids(Filter(first=first, last=last))))

    assert found(date(2024, 5, 1), date(2024, 5, 31)) == ["一", "二"]
    assert found(date(2024, 6, 30), date(2024, 7, 1)) == ["一", "三", "二"]
    assert [record["name"] for record in firms.page(firms.ids(Filter()))] == ["三", "二", "一"], "the newest first"


@pytest.fixture
def odd(tmp_path: Path) -> Iterator[Log]:
    """A ledger whose fields are words of SQL."""
    own = """
[ledgers.select]
label = "走访"
group = "综合"
unit = "次"
title = "order"
date = "from"
[ledgers.select.fields.order]
label = "名称"
type = "text"
[ledgers.select.fields.from]
label = "日期"
type = "date"
[ledgers.select.fields.group]
label = "走访对象"
type = "link"
ledger = "select"
"""
    with Log.create(tmp_path / "odd.db", definitions=[Definitions("own.toml", own)]) as log:
        yield log


def test_fields_may_be_named_like_sql(odd: Log) -> None:
    ledger = odd.ledger("select")
    first = odd.add(ledger, {"order": "第一家", "from": "2024-01-01"})
    odd.add(ledger, {"order": "第二家", "from": "2024-01-02", "group": first})
    listing = Listing(odd, ledger)
    assert listing.count(Filter(text="dyj")) == 2
    assert len(listing.ids(Filter(equals={"group": (first,)}, first=date(2024, 1, 1)), "group")) == 1


@pytest.mark.parametrize("sort", [None, "title"])
def test_every_ledger_can_be_listed_searched_and_sorted(log: Log, sort: str | None) -> None:
    for ledger in log.catalogue.ledgers.values():
        listing = Listing(log, ledger)
        everything = Filter(first=date(2024, 1, 1), last=date(2024, 12, 31), text="hl 海螺", incomplete=True)
        assert len(listing.ids(everything, sort and ledger.title)) == 0
        assert all(len(listing.first_rows(Filter(), name)) == 0 for name in ledger.fields)


def test_a_long_list_is_read_piece_by_piece_in_its_order(log: Log) -> None:
    """Its row numbers come as one text of some hundred thousand characters."""
    count = 60_000
    with log.transaction():
        log.connection.executemany(
            "INSERT INTO training (id, created_at, created_by) VALUES (?, '2025-01-01T00:00:00.000Z', '张三')",
            ((f"t{n}",) for n in range(count)),
        )
    listing = Listing(log, log.ledger("training"))
    assert list(listing.ids(Filter(), None, False)) == list(range(1, count + 1))
    assert listing.at_most() == count
    assert len(Listing(log, log.ledger("hazard")).ids(Filter())) == 0


def test_only_a_list_in_the_order_of_its_date_begins_at_once(log: Log) -> None:
    hazards = Listing(log, log.ledger("hazard"))
    assert hazards.begins_at_once(Filter())
    assert hazards.begins_at_once(Filter(), "found_on")
    assert not hazards.begins_at_once(Filter(), "enterprise")
    assert not hazards.begins_at_once(Filter(text="漏电"))
    assert not hazards.begins_at_once(Filter(incomplete=True))
    assert not hazards.begins_at_once(Filter(deleted=True))


def test_the_first_rows_are_given_at_once_only_where_they_are_near(log: Log) -> None:
    hazard = log.ledger("hazard")
    for number in range(6):
        grade = "重大隐患" if number == 0 else "一般隐患"
        log.add(hazard, {"description": f"{number}", "found_on": f"2025-03-0{number + 1}", "grade": grade})
    hazards, common = Listing(log, hazard), Filter(equals={"grade": ("一般隐患",)})
    assert hazards.first_at_once(Filter(), count=3) == hazards.ids(Filter())[:3]
    assert hazards.first_at_once(common, count=3) == hazards.ids(common)[:3]
    assert hazards.first_at_once(Filter(equals={"grade": ("重大隐患",)}), count=3) is None
    assert hazards.first_at_once(Filter(), "grade", count=3) is None
    checks = Listing(log, log.ledger("enforcement_check"))
    assert checks.first_at_once(Filter(equals={"state": ("整改中",)}), count=1) is None


def test_the_ids_of_records_come_in_the_order_of_the_list(log: Log) -> None:
    hazard = log.ledger("hazard")
    ids = [log.add(hazard, {"description": f"{number}", "found_on": "2025-03-01"}) for number in range(5)]
    hazards = Listing(log, hazard)
    listed = hazards.ids(Filter())
    assert hazards.record_ids(listed) == list(reversed(ids))
    assert hazards.record_ids(listed[1:3]) == list(reversed(ids))[1:3]
