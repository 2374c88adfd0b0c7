"""What a draft will add to the figures, held against saving it."""

from datetime import date
from pathlib import Path

import pytest

from desktop.catalogue import Ledger, Stored
from desktop.figures import Engine, Period
from desktop.figures.adding import adds, gaps, outline_indicators
from desktop.store import Log, read_draft

YEAR = Period.year(2024)
HAZARD = {
    "found_on": "2024-03-05", "enterprise": "海螺建材", "source": "执法检查", "grade": "一般隐患", "quantity": 5,
}  # fmt: skip
CHECK = {"enterprise": "海螺建材", "checked_on": "2024-03-05", "kind": "专项检查", "level": "本局"}


@pytest.fixture
def firms(log: Log) -> Log:
    log.add(log.ledger("enterprise"), {"name": "海螺建材", "industry": "危险化学品"})
    log.add(log.ledger("enterprise"), {"name": "兴旺化工", "industry": "危险化学品"})
    return log


def values(log: Log) -> dict[str, object]:
    outcomes = Engine(log).outcomes(YEAR, [one.name for one in outline_indicators(log.catalogue)])
    return {name: outcome.exact for name, outcome in outcomes.items()}


def added(log: Log, ledger: Ledger, typed: dict[str, object], record_id: str | None = None) -> dict[str, str]:
    return {one.indicator: one.amount for one in adds(log, ledger, typed, YEAR, record_id)}


def as_saved(log: Log, ledger: Ledger, typed: dict[str, object], record_id: str | None = None) -> dict[str, float]:
    """What saving really adds; taken back afterwards."""
    before = values(log)
    log.update(ledger, record_id, typed) if record_id else log.add(ledger, typed)
    after = values(log)
    log.undo()
    return {
        name: float(after[name] - before[name])
        for name in before
        if before[name] is not None and after[name] is not None
    }  # type: ignore[operator, arg-type]


def number(amount: str) -> float:
    return float(amount.replace("−", "-"))


def assert_as_saved(
    log: Log, ledger: Ledger, typed: dict[str, object], record_id: str | None = None
) -> dict[str, str]:
    found, real = added(log, ledger, typed, record_id), as_saved(log, ledger, typed, record_id)
    assert {name: number(amount) for name, amount in found.items()} == pytest.approx(
        {name: real[name] for name in found}
    )
    kinds = {"count", "sum", "distinct"}
    missed = [name for name, value in real.items() if value and name not in found]
    assert [name for name in missed if log.catalogue.indicators[name].measure.value in kinds] == []
    return found


def test_a_check_adds_to_counts_and_to_enterprises_not_yet_counted(firms: Log) -> None:
    check = firms.ledger("enforcement_check")
    first = assert_as_saved(firms, check, CHECK)
    assert first, "a check counts somewhere"
    assert set(first.values()) == {"+1"}
    firms.add(check, CHECK)
    second = assert_as_saved(firms, check, CHECK)
    distinct = {name for name in first if firms.catalogue.indicators[name].measure.value == "distinct"}
    assert distinct and set(first) - set(second) == distinct
    other = assert_as_saved(firms, check, {**CHECK, "enterprise": "兴旺化工"})
    assert set(other) == set(first)


def test_a_penalty_adds_its_fine_exactly(firms: Log) -> None:
    case = firms.ledger("penalty_case")
    typed = {"decided_on": "2024-05-06", "fine": "3.25万元", "procedure": "普通程序", "case_source": "执法检查",
             "enterprise": "海螺建材", "stage": "事前", "filed_on": "2024-04-01"}  # fmt: skip
    found = adds(firms, case, typed, YEAR)
    assert ("+3.25", "万元") in {(one.amount, one.unit) for one in found}
    assert_as_saved(firms, case, typed)


def test_alike_items_count_by_their_quantity(firms: Log) -> None:
    assert "+5" in assert_as_saved(firms, firms.ledger("hazard"), HAZARD).values()


def test_another_year_s_record_adds_nothing(firms: Log) -> None:
    assert adds(firms, firms.ledger("enforcement_check"), {**CHECK, "checked_on": "2023-03-05"}, YEAR) == []


def test_an_edit_adds_and_takes_away(firms: Log) -> None:
    hazard = firms.ledger("hazard")
    id_ = firms.add(hazard, HAZARD)
    assert adds(firms, hazard, {}, YEAR, id_) == []
    assert "−3" in assert_as_saved(firms, hazard, {"quantity": 2}, id_).values()
    moved = assert_as_saved(firms, hazard, {"grade": "重大隐患"}, id_)
    assert {"+5", "−5"} & set(moved.values())
    assert_as_saved(firms, hazard, {"enterprise": "兴旺化工"}, id_)
    assert_as_saved(firms, hazard, {"found_on": "2023-03-05"}, id_)


@pytest.mark.parametrize(
    "typed",
    [
        {},
        {"enterprise": "还没登记"},
        {"checked_on": "3-"},
        {"colour": "red"},
        {"checked_on": None, "enterprise": 7},
        {"kind": "午餐会", "checker_count": "许多"},
    ],
)
def test_half_typed_drafts_are_taken_as_far_as_they_go(firms: Log, typed: dict[str, object]) -> None:
    check = firms.ledger("enforcement_check")
    adds(firms, check, typed, YEAR)
    assert "+1" in added(firms, check, {**CHECK, "result": "不知", "colour": "red"}).values()


def test_nothing_is_written_and_nothing_is_left_behind(firms: Log) -> None:
    check = firms.ledger("enforcement_check")
    state = "SELECT count(*) FROM _change", "SELECT count(*) FROM enforcement_check", "PRAGMA data_version"
    before = [list(firms.query(text)) for text in state]
    adds(firms, check, CHECK, YEAR)
    assert [list(firms.query(text)) for text in state] == before
    assert firms.add(check, CHECK)
    assert list(firms.faults()) == []


def test_a_read_only_log_can_be_asked(log: Log, tmp_path: Path) -> None:
    log.add(log.ledger("enterprise"), {"name": "海螺建材"})
    log.close()
    with Log.open(log.file, read_only=True) as reader:
        assert added(reader, reader.ledger("enforcement_check"), CHECK)


def test_every_ledger_can_be_asked(firms: Log) -> None:
    for ledger in firms.catalogue.ledgers.values():
        day = {name: "2024-03-05" for name, field in ledger.fields.items() if field.type.name == "date"}
        for one in adds(firms, ledger, day, YEAR):
            assert one.amount[0] in "+−" and one.label and one.unit


# -------------------------------------------------------------------- gaps


def stored(log: Log, ledger: Ledger, typed: dict[str, object]) -> dict[str, Stored]:
    return dict(read_draft(ledger, typed).values)


def test_gaps_name_the_figures_that_leave_the_record_out(firms: Log) -> None:
    check = firms.ledger("enforcement_check")
    found = {one.field: one for one in gaps(check, stored(firms, check, {"kind": "专项检查"}), firms.catalogue)}
    assert {"checked_on", "enterprise"} <= set(found)
    for one in found.values():
        assert one.message == f"未填，不计入 {len(one.indicators)} 个指标"
    assert "kind" not in found
    full = {**CHECK, "enterprise": "some-id"}
    assert gaps(check, full, firms.catalogue) == []


def test_figures_that_are_ruled_out_anyway_are_not_named(firms: Log) -> None:
    check = firms.ledger("enforcement_check")

    def missed(level: str) -> int:
        found = gaps(check, {**CHECK, "level": level, "enterprise": None}, firms.catalogue)
        return sum(len(one.indicators) for one in found)

    assert missed("企业") < missed("本局")


def test_a_gap_is_what_the_engine_leaves_out(firms: Log) -> None:
    """Each outline figure that a gap names counts the record among its uncounted ones, and no other does."""
    check = firms.ledger("enforcement_check")
    typed = {**CHECK, "enterprise": None, "kind": None}
    firms.add(check, typed)
    shown = [one for one in outline_indicators(firms.catalogue) if one.ledger is check]
    figures = Engine(firms).figures(Period(date(2024, 1, 1), date(2024, 12, 31)), [one.name for one in shown])
    left_out = {figure.indicator.label for figure in figures if figure.uncounted}
    named = {label for one in gaps(check, stored(firms, check, typed), firms.catalogue) for label in one.indicators}
    assert named & {one.label for one in shown} == left_out


def test_a_register_s_and_an_empty_record_s_gaps(firms: Log) -> None:
    for ledger in firms.catalogue.ledgers.values():
        for one in gaps(ledger, {}, firms.catalogue):
            assert ledger.fields[one.field].needed == "count" and one.indicators
