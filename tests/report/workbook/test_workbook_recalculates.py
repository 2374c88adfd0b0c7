"""The workbook's live formulas, recalculated by LibreOffice, give what the engine states.

The cached values are replaced by -1 before the run, so that nothing can be carried over.
"""

import re
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any

import openpyxl
import pytest
from figures.small_world import (
    LEDGERS,
    MEASURES,
    OVER_RECORDS,
    Condition,
    FieldSpec,
    IndicatorSpec,
    LedgerSpec,
    Row,
    World,
    draw_combined,
    draw_indicator,
    draw_rows,
    fill,
    indicator_toml,
    write_root,
)

from desktop.catalogue import DefinitionError
from desktop.demo import DEMONSTRATION_YEAR, demonstration_log
from desktop.figures import Engine, Period
from desktop.report.workbook.year_end import FIGURES_SHEET, MONTHS_SHEET, export_workbook
from desktop.store import Log
from tests.report.recalculating import Cell, read_cells, recalculated

pytestmark = [
    pytest.mark.office,
    pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not on PATH"),
]

YEAR = Period.year(2024)
TWO_HUNDRED_AND_FIFTY_FIVE = 255
LONGEST_FORMULA = 8192


# -------------------------------------------------------------------- export and recalculation


@contextmanager
def logged(world: World, folder: Path, monthly: tuple[str, ...] = ()) -> Iterator[Log]:
    root = write_root(folder, world.indicators, world.ledgers, monthly)
    with Log.create(folder / "log.db", root=root) as log:
        fill(log, world.rows, world.ledgers)
        yield log


def exported(world: World, folder: Path, monthly: tuple[str, ...] = ()) -> Path:
    """The world's workbook."""
    out = folder / "book.xlsx"
    with logged(world, folder, monthly) as log:
        export_workbook(log, world.period, out, progress=lambda *_: None, made_at=datetime(2025, 1, 2))
    return out


def by_name(book: Path, cells: Mapping[str, Mapping[str, Cell]]) -> dict[str, Cell]:
    """The value cells of the figures sheet by indicator; the small catalogue labels an indicator with its name."""
    names = {at: value for at, value in read_cells(book)[FIGURES_SHEET].items() if at.startswith("A")}
    return {str(names[f"A{at[1:]}"]): cell for at, cell in cells[FIGURES_SHEET].items() if at.startswith("B")}


# -------------------------------------------------------------------- random worlds


def random_world(seed: int) -> World:
    """Some 100 records and 90 indicators."""
    pick = Random(seed).choice
    rows = draw_rows(pick, 60, 40)
    indicators = [draw_indicator(pick, f"i{n}", measure) for n, measure in enumerate(OVER_RECORDS * 8)]
    for number, measure in enumerate(MEASURES[9:] * 6):
        indicators.append(draw_combined(pick, f"c{number}", measure, indicators))
    return World(LEDGERS, rows, indicators, (YEAR, Period(date(2023, 11, 10), date(2024, 10, 20)))[seed % 2])


@pytest.mark.parametrize("seed", [3, 8])
def test_every_formula_recalculates_to_the_stated_value(seed: int, tmp_path: Path) -> None:
    world = random_world(seed)
    specs = {one.name: one for one in world.indicators}
    monthly = tuple(
        one.name for one in world.indicators
        if one.measure in ("count", "sum") and one.placing in (None, "period") and (one.when or one.ledger != "firm")
    )  # fmt: skip
    book = exported(world, tmp_path, monthly)
    cells = recalculated(book)
    names = {
        sheet: {at[1:]: str(value) for at, value in read_cells(book)[sheet].items() if at[0] == "A"}
        for sheet in cells
    }
    wrong = [
        f"{sheet}!{at}: {cell.recalculated}, stated {cell.stated}\n{_definition(specs, name)}{cell.formula}"
        for sheet, found in cells.items()
        for at, cell in found.items()
        if not cell.agrees
        for name in [names[sheet][re.sub("[A-Z]", "", at)]]
    ]
    assert wrong == [], "\n\n".join(wrong)
    assert sum(map(len, cells.values())) > 250
    with Log.open(tmp_path / "log.db", root=tmp_path) as log:
        figures = {one.indicator.name: one for one in Engine(log).figures(world.period)}
    live, every = by_name(book, cells), read_cells(book, True)[FIGURES_SHEET]
    for at, label in every.items():
        if at[0] == "A" and label in figures and label not in live:
            assert every[f"B{at[1:]}"] == figures[label].number
            assert "公式太长" in every[f"M{at[1:]}"]
            assert figures[label].indicator.measure.startswith("monthly")
    assert len(figures) - len(live) < 6
    for name, cell in live.items():
        assert cell.stated == ("—" if figures[name].number is None else figures[name].number)
        assert len(cell.formula) <= LONGEST_FORMULA
        assert _longest_text(cell.formula) <= TWO_HUNDRED_AND_FIFTY_FIVE


def _definition(specs: Mapping[str, IndicatorSpec], name: str) -> str:
    return indicator_toml(specs[name]) + "".join(_definition(specs, part) for part in specs[name].over)


# -------------------------------------------------------------------- nasty values, one indicator each

EMPTY = LedgerSpec(
    "empty", "空名册", title="name", active=("begun", "ended"),
    fields={
        "name": FieldSpec("名称", "text", (), "save"),
        "begun": FieldSpec("起日", "date", ()),
        "ended": FieldSpec("止日", "date", ()),
        "size": FieldSpec("规模", "integer", ()),
    },
)  # fmt: skip
ODD = replace(EMPTY, name="odd", label="2024 队伍(专职)-名册")

TEXTS = (
    "=1+1", "+86", "-5", "@句", "a*c", "axc", "甲?", "甲乙", "~甲", "甲", '说"好"', "<5", ">", "*", "?", "制表\t符",
    "2024-01-05", "50%", "1e3", "1000", "TRUE", "007", "7", "abc", "ABC",
    "913702001234567890", "913702001234567899",
)  # fmt: skip
CHOICES = ("简易程序", "=其他", "*", '带"引号', "简易程序（新）", "a", "A")
NASTY_TAGS = ("法律", "法律法规", "规划", "a*b?~", '“安全”"月"', "=1+1", "Law", "law")


def _ledgers() -> dict[str, LedgerSpec]:
    work = LEDGERS["work"]
    fields = dict(work.fields)
    fields["kind"] = replace(fields["kind"], choices=CHOICES, pool=CHOICES)
    fields["topics"] = replace(fields["topics"], choices=NASTY_TAGS)
    return {**LEDGERS, "work": replace(work, fields=fields), "empty": EMPTY}


def _row(**values: Any) -> Row:
    return Row({"title": "一", "done_on": date(2024, 5, 17), **values})


def _nasty_rows() -> dict[str, list[Row]]:
    work = [_row(title=text) for text in TEXTS]
    work += [_row(kind=term, topics=(NASTY_TAGS[n],)) for n, term in enumerate(CHOICES)]
    work += [
        _row(topics=("法律", "法律法规"), words=("规划", "法律"), remark="a"),
        _row(topics=("Law", "=1+1"), words=("law",), remark="A"),
        *(_row(people=Decimal(n), change=Decimal(-3 - n), copies=None) for n in (0, 0, 5)),
        _row(change=Decimal(-7), copies=Decimal(0)),
        _row(copies=Decimal(4)),
        *(_row(grade="=其他", rate=Decimal(text)) for text in ("1.005", "0.1", "0.2", "0.3")),
        _row(fee=Decimal("0.10")), _row(fee=Decimal("0.20")), _row(gift=Decimal("0.30")),
        _row(done_on=None), _row(done_on=date(2023, 12, 31)), _row(done_on=date(2025, 1, 1)),
    ]  # fmt: skip
    firm = [
        Row({"name": "甲厂", "code": code, "opened": opened, "kind": "简易程序"})
        for code, opened in (("913702001234567890", None), ("913702001234567899", date(2024, 12, 31)), ("007", None))
    ]
    linked = [_row(firm=0), _row(firm=1, helper=2)]
    return {"firm": firm, "work": [*work, *linked]}


def _count(name: str, path: str, kind: str, argument: Any, *more: Condition, **given: Any) -> IndicatorSpec:
    where = (Condition(path, kind, argument), *more)
    return IndicatorSpec(
        **{"name": name, "measure": "count", "unit": "件", "ledger": "work", "where": where, **given}
    )


def _plain(name: str, measure: str, unit: str = "件", **given: Any) -> IndicatorSpec:
    return IndicatorSpec(**{"name": name, "measure": measure, "unit": unit, "ledger": "work", **given})


def _nasty_indicators() -> list[IndicatorSpec]:
    # The second condition cannot be said in COUNTIFS, so that the formula becomes a SUMPRODUCT.
    array = Condition("done_on", "not_after", "done_on")
    found = []
    for number, text in enumerate(TEXTS):
        shown = text.replace("\t", " ")[:20]
        found += [
            _count(f"text is {shown} ({number})", "title", "one_of", (text.replace("\t", " "),)),
            _count(f"text is {shown} ({number}), array", "title", "one_of", (text.replace("\t", " "),), array),
        ]
        if number in (0, 2, 4, 6, 8, 10, 13, 16, 21, 23, 25):
            found.append(_count(f"text is not {shown} ({number})", "title", "not", (text,)))
    for term in CHOICES:
        found += [
            _count(f"choice is {term}", "kind", "one_of", (term,)),
            _count(f"choice is {term}, array", "kind", "one_of", (term,), array),
            _count(f"choice is not {term}", "kind", "not", (term,)),
        ]
    found += [_count(f"tags have {tag}", "topics", "has", (tag,)) for tag in NASTY_TAGS]
    found += [
        _count("tags have two terms", "words", "has", ("law", "法律")),
        *(_count(f"tags lack {tag}", "topics", "lacks", (tag,)) for tag in NASTY_TAGS),
        _count("tags have one term and lack another", "topics", "has_lacks", (("法律", "Law"), ("法律法规", "law"))),
        _count("tags lack two terms", "words", "lacks", ("law", "法律")),
        _count("long text", "remark", "one_of", ("a",)),
        _count("number is 0", "people", "one_of", (Decimal(0),)),
        _count("number is 0, array", "people", "one_of", (Decimal(0),), array),
        _count("number is not 0", "people", "not", (Decimal(0),)),
        _count("number is not 0, array", "people", "not", (Decimal(0),), array),
        _count("number at most 0", "people", "range", (None, Decimal(0))),
        _count("number at most 0, array", "people", "range", (None, Decimal(0)), array),
        _count("number below zero", "change", "range", (None, Decimal(-5))),
        _count("number is -3", "change", "one_of", (Decimal(-3),)),
        _count("number is empty", "people", "present", False),
        _count("decimal is 0.1", "rate", "one_of", (Decimal("0.1"),)),
        _count("code through a link", "firm.code", "one_of", ("913702001234567890",)),
        _count("code through a link, array", "firm.code", "one_of", ("913702001234567890",), array),
        _count("register with a condition", "code", "one_of", ("913702001234567890",), ledger="firm"),
        _count("register with another condition", "code", "not", ("913702001234567890",), ledger="firm"),
        _plain("different codes", "distinct", ledger="firm", of="code"),
        _plain("different texts", "distinct", of="title"),
        _plain("greatest of negative numbers", "max", of="change"),
        _plain("least of negative numbers", "min", of="change"),
        _plain("greatest of none", "max", of="weight"),
        _plain("least zero", "min", of="people"),
        _count("quantity is empty", "copies", "present", False),
        _count("quantity is 1", "copies", "one_of", (Decimal(1),)),
        _count("quantity is not 4", "copies", "not", (Decimal(4),)),
        _plain("sum of quantities", "sum", of="copies"),
        _plain("least quantity", "min", of="copies"),
        _plain("different quantities", "distinct", of="copies"),
        _plain("all records", "count"),
        _plain("up to the last day", "count", placing="until"),
        _plain("empty register", "count", ledger="empty"),
        _plain("empty register, array", "count", ledger="empty", where=(Condition("size", "present", False),)),
        _plain("different sizes in the empty register", "distinct", ledger="empty", of="size"),
        _plain("share of the empty register", "share", "%", ledger="empty",
               having=(Condition("size", "present", False),)),
        _plain("greatest of the empty register", "max", ledger="empty", of="size"),
        _plain("register", "count", ledger="firm"),
        _plain("half away from zero", "sum", of="rate", decimals=2,
               where=(Condition("rate", "range", (Decimal(1), None)),)),
        _plain("share of nothing", "share", "%", where=(Condition("weight", "present", True),),
               having=(Condition("people", "present", True),)),
        _plain("some share", "share", "%", having=(Condition("people", "present", True),)),
        _plain("ratio to a share of nothing", "ratio", "倍", ledger=None, over=("all records", "share of nothing")),
        _plain("ratio of a share of nothing", "ratio", "倍", ledger=None, over=("share of nothing", "all records")),
        _plain("ratio to a ratio to a share of nothing", "ratio", "倍", ledger=None,
               over=("all records", "ratio to a share of nothing")),
        _plain("ratio to zero", "ratio", ledger=None, unit="%", over=("all records", "number is empty, never")),
        _count("number is empty, never", "people", "range", (Decimal(99), None)),
        _plain("shares together", "total", "%", ledger=None, over=("some share", "share of nothing")),
        _plain("fees", "sum", "元", of="fee"),
        _plain("gifts", "sum", "元", of="gift"),
        _plain("nothing left", "difference", "元", ledger=None, over=("gifts", "fees")),
        _plain("ratio to nothing left", "ratio", "%", ledger=None, over=("fees", "nothing left")),
        _plain("less than nothing", "difference", ledger=None, decimals=0, over=("number is 0", "all records")),
        _plain("quiet months", "streak", "个月", step="month", since=date(2023, 5, 2),
               where=(Condition("people", "present", True),)),
        _plain("quiet years", "streak", "年", step="year", since=date(2020, 1, 1),
               where=(Condition("people", "range", (Decimal(99), None)),)),
        _plain("fewest in a month", "monthly_min"),
        _plain("most in a month", "monthly_max"),
    ]  # fmt: skip
    return found


@pytest.fixture(scope="module")
def nasty(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, Cell]]:
    folder = tmp_path_factory.mktemp("nasty")
    book = exported(World(_ledgers(), _nasty_rows(), _nasty_indicators(), YEAR), folder, ("all records", "fees"))
    cells = recalculated(book)
    assert all(cell.agrees for cell in cells[MONTHS_SHEET].values())
    return book, by_name(book, cells)


@pytest.mark.parametrize("name", [one.name for one in _nasty_indicators()])
def test_nasty_values_recalculate(name: str, nasty: tuple[Path, dict[str, Cell]]) -> None:
    cell = nasty[1][name]
    assert cell.agrees, f"{name}: recalculated {cell.recalculated}, stated {cell.stated}\n{cell.formula}"


def test_formulas_stay_within_the_limits_of_excel(nasty: tuple[Path, dict[str, Cell]]) -> None:
    """8192 characters, and 255 in a text within it: Excel calls a file with more damaged."""
    for name, cell in nasty[1].items():
        assert len(cell.formula) <= LONGEST_FORMULA, name
        assert _longest_text(cell.formula) <= TWO_HUNDRED_AND_FIFTY_FIVE, name


REFUSED_OR_RIGHT = {
    "a term with the separator": (
        _count("x", "words", "has", ("规划、法律",)), {"work": [_row(words=("规划", "法律"))]}
    ),
    "a choice named twice": (
        _count("x", "kind", "one_of", ("简易程序", "=其他", "简易程序")), {"work": [_row(kind="简易程序")]}
    ),
    "a ledger whose name needs quotes": (
        _plain("x", "sum", ledger="odd", of="size"), {"odd": [Row({"name": "队", "size": Decimal(3)})]}
    ),
    "a text of 300 characters": (
        _count("x", "title", "one_of", ("长" * 300,)), {"work": [_row(title="长" * 300)]}
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", REFUSED_OR_RIGHT)
def test_a_definition_is_refused_or_its_formula_is_right(case: str, tmp_path: Path) -> None:
    spec, rows = REFUSED_OR_RIGHT[case]
    try:
        book = exported(World({**_ledgers(), "odd": ODD}, rows, [spec], YEAR), tmp_path)
    except DefinitionError:
        return
    cell = by_name(book, recalculated(book))["x"]
    assert cell.agrees, f"recalculated {cell.recalculated}, stated {cell.stated}\n{cell.formula}"
    assert _longest_text(cell.formula) <= TWO_HUNDRED_AND_FIFTY_FIVE


def _longest_text(formula: str) -> int:
    return max(map(len, re.findall(r'"((?:[^"]|"")*)"', formula)), default=0)


@pytest.mark.parametrize("text", ["913702001234567890", "007", "1e3"])
def test_text_that_looks_like_a_number_is_not_compared_as_one(text: str, nasty: tuple[Path, dict[str, Cell]]) -> None:
    """Excel's COUNTIFS takes "007" for 7 and sees 15 digits only, so that two such codes are one; `=` does neither.

    LibreOffice compares text here, so this looks at the formulas. A criterion with a wildcard would be text, too.
    """
    as_criterion = re.compile(rf'IFS\([^()]*,"(=|<>)?{text}"[,)]')
    assert [name for name, cell in nasty[1].items() if as_criterion.search(cell.formula)] == []


def test_text_stays_text(nasty: tuple[Path, dict[str, Cell]]) -> None:
    """Neither formulas nor numbers are made of what a clerk typed, in the workbook and after LibreOffice saved it."""
    book, _ = nasty
    for file in (book, book.parent / "office" / "out" / "in.xlsx"):
        sheets = openpyxl.load_workbook(file)
        titles = {cell.value: cell.data_type for cell in sheets["执法检查"]["B"][1:]}
        assert {title for title, kind in titles.items() if kind != "s"} == set()
        assert {text.replace("\t", " ") for text in TEXTS} <= set(titles)
        codes = {cell.value: cell.data_type for cell in sheets["企业名录"]["C"][1:]}
        assert codes == {"913702001234567890": "s", "913702001234567899": "s", "007": "s"}


def test_months_of_more_than_two_years_have_a_total(tmp_path: Path) -> None:
    """The columns go beyond Z."""
    world = World(LEDGERS, {"work": [_row()]}, [_plain("all", "count")], Period(date(2022, 1, 1), date(2024, 12, 31)))
    cells = recalculated(exported(world, tmp_path, ("all",)))
    assert [f"{at} {cell}" for at, cell in cells[MONTHS_SHEET].items() if not cell.agrees] == []


def test_every_figure_of_the_demonstration_year_recalculates(tmp_path: Path) -> None:
    book = tmp_path / "book.xlsx"
    period = Period.year(DEMONSTRATION_YEAR)
    with demonstration_log(tmp_path / "log.db") as log:
        export_workbook(log, period, book, progress=lambda *_: None, made_at=datetime(2026, 1, 2))
        figures = {one.indicator.label: one for one in Engine(log).figures(period)}
    cells = recalculated(book)
    assert sum(len(found) for sheet, found in cells.items() if sheet.startswith("年报")) > 80
    assert [
        (sheet, at, cell) for sheet, found in cells.items() for at, cell in found.items() if not cell.agrees
    ] == []
    stated = by_name(book, cells)
    assert set(stated) == set(figures)
    wrong = {name: cell for name, cell in stated.items() if cell.stated not in (figures[name].number, "—")}
    assert wrong == {}
