"""What a bureau decides for itself stays in its log and is there when it is opened again."""

from datetime import date

import pytest

from desktop.catalogue import Refusal
from desktop.store import Log
from desktop.store.bureau import Bureau, pasted_terms
from desktop.store.holidays import Holidays, typed_days


def reopened(log: Log) -> Log:
    return Log.open(log.file)


def test_a_pasted_column_loses_empty_and_repeated_lines_and_further_columns() -> None:
    assert pasted_terms("危化\t12\n\n 工贸 \r\n危化\n") == ["危化", "工贸"]


def test_a_bureau_is_renamed_but_never_nameless(log: Log) -> None:
    bureau = Bureau(log)
    bureau.rename("  白鹭区应急管理局 ", "县（区、县级市）")
    assert (bureau.name, bureau.level) == ("白鹭区应急管理局", "县（区、县级市）")
    with pytest.raises(Refusal, match="必须填写"):
        bureau.rename(" ", "")
    assert bureau.name == "白鹭区应急管理局"


def test_people_are_kept_in_order(log: Log) -> None:
    Bureau(log).set_people(["何远", "苏宁", "何远", ""])
    with reopened(log) as again:
        assert Bureau(again).people == ["何远", "苏宁"]


def test_a_ledger_switched_off_leaves_quick_entry_and_comes_back(log: Log) -> None:
    bureau = Bureau(log)
    assert [one.name for one in bureau.quick_entry][:2] == ["enforcement_check", "penalty_case"]
    bureau.use_ledger("enforcement_check", False)
    bureau.use_ledger("enforcement_check", False)
    assert bureau.quick_entry[0].name == "penalty_case"
    assert "enforcement_check" not in [one.name for one in bureau.ledgers_in_use()]
    bureau.use_ledger("enforcement_check", True)
    assert bureau.quick_entry[0].name == "enforcement_check"


# -------------------------------------------------------------------- working days


def test_days_are_read_as_pasted() -> None:
    days = typed_days("2027-01-01、2月6日至2月8日\n2027年10月1日", 2027)
    assert days == (date(2027, 1, 1), date(2027, 2, 6), date(2027, 2, 7), date(2027, 2, 8), date(2027, 10, 1))


@pytest.mark.parametrize(
    ("text", "says"),
    [("2026-12-31", "不在 2027 年"), ("春节", "不是日期"), ("2月8日至2月6日", "早于"), ("2月30日", "不是日期")],
)
def test_a_day_that_cannot_be_is_said(text: str, says: str) -> None:
    with pytest.raises(Refusal, match=says):
        typed_days(text, 2027)


def test_the_next_year_is_entered_when_it_is_published(log: Log) -> None:
    holidays = Holidays(log)
    assert not holidays.year(2028).known
    holidays.keep(2028, [date(2028, 5, 1)], [date(2028, 5, 6)])
    with reopened(log) as again:
        year = Holidays(again).year(2028)
        assert (year.days_off, year.make_up, year.known) == ((date(2028, 5, 1),), (date(2028, 5, 6),), True)


def test_a_published_day_is_turned_either_way_and_back(log: Log) -> None:
    holidays = Holidays(log)
    before = holidays.year(2025)
    holidays.keep(2025, before.days_off[1:], before.make_up[1:])
    changed = Holidays(log).year(2025)
    assert (changed.days_off, changed.make_up) == (before.days_off[1:], before.make_up[1:])
    holidays.keep(2028, [date(2028, 5, 1)], [])
    assert Holidays(log).year(2025) == changed
    holidays.keep(2025, before.days_off, before.make_up)
    assert Holidays(log).year(2025) == before
    assert Holidays(log).year(2028).days_off == (date(2028, 5, 1),)
