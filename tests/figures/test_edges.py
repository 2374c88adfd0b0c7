"""Single cases at the edges of the definition language, each the smallest that shows the matter."""

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import pytest
from figures.small_world import LEDGERS, Condition, IndicatorSpec, Row, fill, write_root

from desktop.catalogue import DefinitionError
from desktop.figures import Engine, Period
from desktop.store import Log

YEAR = Period.year(2024)


class Opener(Protocol):
    def __call__(self, indicators: list[IndicatorSpec], **rows: list[Row]) -> Log: ...


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[Opener]:
    """Makes a log over the small catalogue with the given indicators and records."""
    with ExitStack() as stack:

        def make(indicators: list[IndicatorSpec], **rows: list[Row]) -> Log:
            root = write_root(tmp_path, indicators)
            log = stack.enter_context(Log.create(tmp_path / "log.db", root=root))
            fill(log, rows)
            return log

        yield make


def work(**values: Any) -> Row:
    return Row({"title": "一", "done_on": date(2024, 5, 17), **values})


def indicator(measure: str = "count", *where: Condition, **given: Any) -> IndicatorSpec:
    return IndicatorSpec(**{"name": "x", "measure": measure, "unit": "件", "ledger": "work", "where": where, **given})


# -------------------------------------------------------------------- conditions


def test_a_tag_is_not_found_behind_a_quotation_mark_within_another(opened: Opener) -> None:
    """The stored JSON of the tag 规划"法律 holds \\"法律", which looks like the tag 法律."""
    log = opened([indicator("count", Condition("words", "has", ("法律",)))], work=[work(words=('规划"法律',))])
    assert Engine(log).figure("x", YEAR).exact == 0


def test_a_tag_is_sought_as_it_is_stored(opened: Opener) -> None:
    """Full-width letters are stored half-width, so a condition must fold them too."""
    log = opened([indicator("count", Condition("words", "has", ("ＡＩ 课",)))], work=[work(words=("ＡＩ 课",))])
    assert Engine(log).figure("x", YEAR).exact == 1


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"due_on": None, "filed_on": date(2024, 6, 1)}, 1),
        ({"due_on": date(2024, 6, 1), "filed_on": None}, 0),
        ({"due_on": None, "filed_on": None}, 0),
    ],
    ids=["needed date missing", "optional date missing", "both missing"],
)  # fmt: skip
def test_order_of_a_needed_and_an_optional_date(opened: Opener, given: dict[str, Any], expected: int) -> None:
    """A gap in the needed date leaves the record out, whichever date is named first."""
    first = indicator("count", Condition("due_on", "not_before", "filed_on"))
    second = indicator("count", Condition("filed_on", "not_after", "due_on"), name="y")
    log = opened([first, second], work=[work(**given)])
    assert [figure.uncounted for figure in Engine(log).figures(YEAR)] == [expected, expected]


@pytest.mark.parametrize("bounds", [(Decimal("0.5"), None), (None, Decimal("-0.5"))])
def test_a_bound_between_two_whole_numbers_does_not_let_zero_in(
    opened: Opener, bounds: tuple[Decimal | None, Decimal | None]
) -> None:
    """Refused, or taken exactly."""
    try:
        log = opened([indicator("count", Condition("change", "range", bounds))], work=[work(change=Decimal(0))])
    except DefinitionError:
        return
    assert Engine(log).figure("x", YEAR).exact == 0


@pytest.mark.parametrize("kind", ["one_of", "not", "has"])
def test_a_condition_without_any_value_is_refused(kind: str, opened: Opener) -> None:
    path = "words" if kind == "has" else "kind"
    argument = [] if kind == "one_of" else {kind: []}
    raw = Condition(path, "raw", argument)
    with pytest.raises(DefinitionError):
        Engine(opened([indicator("count", raw)], work=[work()])).figure("x", YEAR)


def test_a_link_is_not_compared_with_a_name(opened: Opener) -> None:
    """Ids are stored: firm = "甲厂" would never hold. Refused, or right."""
    try:
        log = opened(
            [indicator("count", Condition("firm", "one_of", ("甲厂",)))],
            firm=[Row({"name": "甲厂"})],
            work=[work(firm=0)],
        )
    except DefinitionError:
        return
    assert Engine(log).figure("x", YEAR).exact == 1


# -------------------------------------------------------------------- 未计入


@pytest.mark.parametrize(
    "spec",
    [
        indicator("sum", Condition("fee", "range", (Decimal(1), None)), of="fee", unit="元"),
        indicator("distinct", Condition("firm.kind", "not", ("一般程序",)), of="firm.kind"),
        indicator("share", Condition("kind", "not", ("一般程序",)), unit="%",
                  having=(Condition("kind", "one_of", ("简易程序",)),)),
        indicator("count", Condition("due_on", "not_after", "closed_on"),
                  Condition("closed_on", "not_before", "due_on")),
    ],
    ids=["tested and added up", "through a link", "where and having", "two orders"],
)  # fmt: skip
def test_a_field_that_is_looked_at_twice_is_named_once(spec: IndicatorSpec, opened: Opener) -> None:
    log = opened([spec], work=[work()])
    (left_out,) = Engine(log).uncounted("x", YEAR)["work"]
    named = left_out.reason.removesuffix("未填").split("、")
    assert len(named) == len(set(named))


def test_a_field_that_should_be_empty_is_not_named_as_missing(opened: Opener) -> None:
    """The clerk who filled it in would take the record out of the figure."""
    spec = indicator("count", Condition("closed_on", "present", False), Condition("kind", "one_of", ("简易程序",)))
    log = opened([spec], work=[work()])
    (left_out,) = Engine(log).uncounted("x", YEAR)["work"]
    assert left_out.reason == "程序未填"


def test_reason_names_the_missing_date(opened: Opener) -> None:
    log = opened([indicator("count", Condition("kind", "one_of", ("简易程序",)))], work=[work(done_on=None)])
    (left_out,) = Engine(log).uncounted("x", YEAR)["work"]
    assert left_out.reason == "办理日期、程序未填"


def test_a_record_without_an_optional_date_is_simply_in_no_period(opened: Opener) -> None:
    log = opened([indicator(when="filed_on")], work=[work()])
    figure = Engine(log).figure("x", YEAR)
    assert (figure.exact, figure.uncounted) == (0, 0)


# -------------------------------------------------------------------- quantities and months


@pytest.mark.parametrize("measure", ["monthly_min", "monthly_max"])
def test_monthly_extremes_count_records_not_quantities_as_records(measure: str, opened: Opener) -> None:
    rows = [work(copies=Decimal(40)), work(copies=Decimal(2))]
    figure = Engine(opened([indicator(measure)], work=rows)).figure("x", Period(date(2024, 5, 1), date(2024, 5, 31)))
    assert (figure.exact, figure.records) == (42, 2)


@pytest.mark.parametrize("measure", ["count", "monthly_min", "monthly_max"])
def test_an_approximate_quantity_makes_the_figure_approximate(measure: str, opened: Opener) -> None:
    row = work(copies=Decimal(40))
    row.approx = frozenset({"copies"})
    figure = Engine(opened([indicator(measure)], work=[row])).figure("x", Period(date(2024, 5, 1), date(2024, 5, 31)))
    assert figure.text == "40余件"


@pytest.mark.parametrize("measure", ["monthly_min", "monthly_max"])
def test_monthly_extremes_look_at_the_months_of_the_period_only(measure: str, opened: Opener) -> None:
    """`until` makes no sense by month: refused, or months before the period are not looked at."""
    rows = [work(done_on=date(2019, 3, 31)) for _ in range(3)]
    rows += [work(done_on=date(2024, month, 1)) for month in range(1, 13) for _ in range(2)]
    rows.append(work(done_on=date(2018, 1, 1)))
    try:
        log = opened([indicator(measure, placing="until")], work=rows)
    except DefinitionError:
        return
    assert Engine(log).figure("x", YEAR).exact == 2


def test_an_engine_sees_what_was_logged_after_its_first_figure(opened: Opener) -> None:
    """The first quantity, the first 约 mark: an engine lives as long as its window."""
    log = opened([indicator(), indicator("sum", of="people", unit="人", name="y")], work=[work(people=Decimal(1))])
    engine = Engine(log)
    assert [figure.text for figure in engine.figures(YEAR)] == ["1件", "1人"]
    log.add(log.catalogue.ledgers["work"], {"title": "二", "done_on": "2024-05-18", "copies": 9, "people": "约30"})
    assert [figure.text for figure in engine.figures(YEAR)] == ["10件", "约31人"]


def test_a_quantity_of_zero_counts_as_zero(opened: Opener) -> None:
    figure = Engine(opened([indicator()], work=[work(copies=Decimal(0)), work()])).figure("x", YEAR)
    assert (figure.exact, figure.records) == (1, 2)


# -------------------------------------------------------------------- placing


@pytest.mark.parametrize(
    ("span", "in_force"),
    [
        ((None, None), True),
        ((date(2024, 12, 31), None), True),
        ((date(2025, 1, 1), None), False),
        ((None, date(2024, 12, 31)), True),
        ((None, date(2024, 12, 30)), False),
        ((date(2024, 12, 31), date(2024, 12, 31)), True),
    ],
)
def test_a_register_is_in_force_on_both_ends(
    span: tuple[date | None, date | None], in_force: bool, opened: Opener
) -> None:
    log = opened([indicator(ledger="firm")], firm=[Row({"name": "甲", "opened": span[0], "closed": span[1]})])
    assert Engine(log).figure("x", YEAR).exact == int(in_force)


def test_a_record_behind_a_deleted_link_has_empty_linked_fields(opened: Opener) -> None:
    specs = [
        indicator("count", Condition("firm.kind", "one_of", ("简易程序",)), name="kind"),
        indicator("count", Condition("firm.star", "present", False), name="empty"),
        indicator("count", Condition("firm", "present", True), name="linked"),
        indicator("distinct", of="firm.name", name="names"),
    ]
    gone = Row({"name": "甲", "kind": "简易程序", "star": True}, deleted=True)
    figures = {
        one.indicator.name: one for one in Engine(opened(specs, firm=[gone], work=[work(firm=0)])).figures(YEAR)
    }
    assert {name: (int(one.exact or 0), one.uncounted) for name, one in figures.items()} == {
        "kind": (0, 1), "empty": (1, 0), "linked": (1, 0), "names": (0, 1),
    }  # fmt: skip


def test_the_small_catalogue_has_every_field_type() -> None:
    types = {one.type for ledger in LEDGERS.values() for one in ledger.fields.values()}
    assert types == {
        "text", "long_text", "integer", "decimal", "money", "date", "boolean", "choice", "tags", "link",
    }  # fmt: skip
