"""Cells as bureaus write them; what is not certain is refused, never guessed."""

from datetime import date, datetime, time
from decimal import Decimal

import pytest

from desktop.catalogue import Catalogue, Field
from desktop.exchange.likeness import Alike, edits
from desktop.exchange.sheets import Cell, Unreadable
from desktop.exchange.values import Context, read_value

YEAR = Context(year=2024)


def field(catalogue: Catalogue, ledger: str, name: str) -> Field:
    return catalogue.ledgers[ledger].fields[name]


def refusal(one: Field, cell: Cell, context: Context = YEAR, unit: str = "") -> str:
    with pytest.raises(ValueError) as caught:
        one.parse(read_value(one, cell, unit, context))
    return str(caught.value)


@pytest.mark.parametrize(
    "cell",
    ["2024.3.5", "2024年3月5日", "2024/3/5", "2024-03-05", "20240305", "２０２４．３．５", "2024.3.5。",
     "2024-3-5 10:30", "2024年3月5日（星期二）", 45356.0, "45356", 20240305.0, date(2024, 3, 5),
     datetime(2024, 3, 5, 10), "3.5", "3月5日",
     3.5, "24.3.5"],
)  # fmt: skip
def test_a_day_is_read_however_it_is_written(catalogue: Catalogue, cell: Cell) -> None:
    assert read_value(field(catalogue, "hazard", "found_on"), cell, "", YEAR) == "2024-03-05"


def test_day_numbers_count_from_1904_where_the_workbook_says_so(catalogue: Catalogue) -> None:
    context = Context(date1904=True)
    assert read_value(field(catalogue, "hazard", "found_on"), 45356.0 - 1462, "", context) == "2024-03-05"


@pytest.mark.parametrize(
    ("cell", "context", "words"),
    [
        ("3.5", Context(), "没有年份"), (3.5, Context(), "没有年份"), (3.1, YEAR, "分不清"), (3.3, YEAR, "分不清"),
        ("23.3.5", YEAR, "年份只有两位"), ("24.3.5", Context(), "年份只有两位"),
        ("2024年3月", YEAR, "没有写到日"),
        ("2024.2.30", YEAR, "没有“2024"), ("2024.3.5-3.7", YEAR, "不是日期"), (time(10), YEAR, "没有日期"),
        (12.0, YEAR, "不是日期"), ("上旬", YEAR, "不是日期"), (True, YEAR, "没有日期"),
        (Unreadable(), YEAR, "错误值"),
    ],
)  # fmt: skip
def test_a_day_that_is_not_certain_is_refused(catalogue: Catalogue, cell: Cell, context: Context, words: str) -> None:
    assert words in refusal(field(catalogue, "hazard", "found_on"), cell, context)


@pytest.mark.parametrize(
    ("cell", "unit", "fen"),
    [
        (1.2, "万元", 1_200_000), ("1.2", "", 120), ("1.2万元", "", 1_200_000), ("1.2万", "元", 1_200_000),
        ("5000元", "万元", 500_000), ("12,000.50", "", 1_200_050), (0.1 + 0.2, "", 30), ("￥３００", "", 30_000),
        (9999999999999.99, "", 999_999_999_999_999), ("/", "", None),
    ],
)  # fmt: skip
def test_an_amount_is_read_with_the_unit_of_the_cell_else_of_the_heading(
    catalogue: Catalogue, cell: Cell, unit: str, fen: int | None
) -> None:
    one = field(catalogue, "penalty_case", "fine")
    assert one.parse(read_value(one, cell, unit, YEAR)) == fen


@pytest.mark.parametrize(
    ("cell", "number", "approximate"),
    [
        ("3000余人次", 3000, True), ("近3万人次", 30_000, True), ("约３０００", 3000, True), ("30多", 30, True),
        ("3万余人", 30_000, True), ("500人左右", 500, True), ("超500", 500, True), ("12家次", 12, False),
        (300.0, 300, False), ("1,200场", 1200, False),
    ],
)  # fmt: skip
def test_a_number_leaves_its_unit_and_keeps_its_mark(
    catalogue: Catalogue, cell: Cell, number: int, approximate: bool
) -> None:
    one = field(catalogue, "publicity_event", "sessions")
    value = read_value(one, cell, "", YEAR)
    assert (one.parse(value), one.reads_as_approximate(value)) == (number, approximate)


@pytest.mark.parametrize("cell", ["十万", "3千", "若干", date(2024, 1, 1), True, "1.2.3", "NaN", "Infinity"])
def test_what_is_no_number_is_refused(catalogue: Catalogue, cell: Cell) -> None:
    assert "数字" in refusal(field(catalogue, "penalty_case", "fine"), cell)


@pytest.mark.parametrize(
    ("cells", "answer"),
    [
        (["√", "✓", "✔", "是", "有", "对勾", True, 1.0, "Y"], True),
        (["×", "✗", "否", "无", False, 0.0, "/", "—"], False),
    ],
)
def test_ticks_and_crosses_are_yes_and_no(catalogue: Catalogue, cells: list[Cell], answer: bool) -> None:
    one = field(catalogue, "enforcement_check", "case_filed")
    assert [read_value(one, cell, "", YEAR) for cell in cells] == [answer] * len(cells)
    assert "看不出" in refusal(one, "待定")


def test_a_term_may_be_a_beginning_that_only_one_has(catalogue: Catalogue) -> None:
    one = field(catalogue, "penalty_case", "procedure")
    assert read_value(one, "简易", "", YEAR) == "简易程序"
    assert "可填" in refusal(one, "听证程序")
    grade = field(catalogue, "enforcement_check", "kind")
    shared = [term for term in grade.choices.values() if sum(o[0] == term[0] for o in grade.choices.values()) > 1]
    assert not shared or "请写全" in refusal(grade, shared[0][0])


def test_several_terms_are_parted_by_any_mark(catalogue: Catalogue) -> None:
    one = field(catalogue, "enforcement_check", "method")
    terms = list(one.choices.values())[:2]
    for mark in "、,，;；\n":
        assert read_value(one, mark.join(terms), "", YEAR) == terms


def test_a_long_number_that_excel_cut_is_no_code(catalogue: Catalogue) -> None:
    one = field(catalogue, "enterprise", "uscc")
    assert "已经丢失" in refusal(one, 913401000000000123.0)
    assert read_value(one, 123456789012345.0, "", YEAR) == "123456789012345"


def test_amounts_are_exact(catalogue: Catalogue) -> None:
    assert read_value(field(catalogue, "penalty_case", "fine"), 3.3, "万元", YEAR) == Decimal("33000.0")


# -------------------------------------------------------------------- like names


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("海螺建材公司", "宣城市海螺建材有限公司"), ("鑫大机械有限公司", "鑫达机械（青石）有限公司"),
        ("新达机械有限公司", "鑫达机械（青石）有限公司"), ("青石区化工厂", "青石化工厂"),
    ],
)  # fmt: skip
def test_like_names_are_found(written: str, found: str) -> None:
    names = ["宣城市海螺建材有限公司", "鑫达机械（青石）有限公司", "青石化工厂", "城南加油站", "远大物流有限公司"]
    assert [one.key for one in Alike(zip(names, names, strict=True)).find(written)][:1] == [found]


def test_unlike_names_are_not_proposed() -> None:
    assert Alike([("1", "城南加油站"), ("2", "远大物流有限公司")]).find("宏图印刷有限公司") == []


def test_edits_are_counted() -> None:
    assert (edits("甲乙丙", "甲乙丙", 3), edits("甲乙丙", "甲丙", 3), edits("甲乙", "丙丁", 3)) == (0, 1, 2)
