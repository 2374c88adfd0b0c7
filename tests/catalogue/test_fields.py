"""Every field type: what it reads, what it refuses, how it shows a value."""

import json
import re
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from desktop.catalogue import Field
from desktop.catalogue.fields import FIELD_TYPES, LARGEST, LONGEST_LINE, LONGEST_TEXT
from desktop.catalogue.normalise import written_number

CHINESE = re.compile(r"[\u4e00-\u9fff]")


def made(kind: str, **keys: object) -> Field:
    usual: Mapping[str, object] = {
        "min": Decimal(0) if FIELD_TYPES[kind].numeric else None,
        "places": {"money": 2, "decimal": 4}.get(kind, 0),
    }
    return Field(name="probe", label="探针", type=FIELD_TYPES[kind], **{**usual, **keys})  # type: ignore[arg-type]


TEXT, LONG, DATE, TRUTH, LINK = made("text"), made("long_text"), made("date"), made("boolean"), made("link")
HEADS = made("integer", unit="人次", approx=True)
SCORE = made("decimal", max=Decimal(100), unit="分")
MONEY = made("money", unit="元")
LEVEL = made("choice", choices={"bureau": "本局", "town": "镇街", "a": "A"})
KINDS = made("tags", choices={"fine": "罚款", "warning": "警告"})
TOPICS, FILES = made("tags"), made("attachment")
CODE = made("text", check="uscc")
FIELDS = {
    "text": TEXT, "long_text": LONG, "integer": HEADS, "decimal": SCORE, "money": MONEY, "date": DATE,
    "boolean": TRUTH, "choice": LEVEL, "tags": TOPICS, "chosen tags": KINDS, "attachment": FILES, "link": LINK,
    "code": CODE,
}  # fmt: skip
each_field = pytest.mark.parametrize("field", FIELDS.values(), ids=FIELDS.keys())


def test_every_field_type_is_tried_here() -> None:
    assert {field.type.name for field in FIELDS.values()} == set(FIELD_TYPES)


@each_field
@pytest.mark.parametrize("nothing", [None, "", "  ", "\u3000", "\n\t"])
def test_nothing_typed_is_nothing_stored_and_nothing_shown(field: Field, nothing: object) -> None:
    assert field.parse(nothing) is None
    assert field.plain(None) is None
    assert field.display(None) == ""


@pytest.mark.parametrize(
    ("field", "typed", "stored"),
    [
        (TEXT, "  长安街\u3000１２号Ａ座 ", "长安街 12号A座"),
        (TEXT, "一\n二\t三", "一 二 三"),
        (TEXT, "安全，生产（２０２４）", "安全，生产（2024）"),
        (TEXT, "前\x00后\x1b", "前后"),
        (TEXT, 13800000000, "13800000000"),
        (LONG, " 第一段\n\n第二段１ ", "第一段\n\n第二段1"),
        (CODE, " 91110000 600037341l ", "91110000600037341L"),
        (CODE, "９１１１００００６０００３７３４１Ｌ", "91110000600037341L"),
        (LINK, " 甲\u3000公司 ", "甲 公司"),
        (HEADS, 300, 300),
        (HEADS, 300.0, 300),
        (HEADS, Decimal("300"), 300),
        (HEADS, "300", 300),
        (HEADS, " 300 ", 300),
        (HEADS, "３００", 300),
        (HEADS, "1,300", 1300),
        (HEADS, "１，３００", 1300),
        (HEADS, "3 000", 3000),
        (HEADS, "300人次", 300),
        (HEADS, " 300 人次 ", 300),
        (HEADS, "300人次\u3000", 300),
        (HEADS, "1.2万人次", 12_000),
        (HEADS, "1.2万", 12_000),
        (HEADS, "0.5亿", 50_000_000),
        (HEADS, "约300", 300),
        (HEADS, "300余", 300),
        (HEADS, "300多人次", 300),
        (HEADS, "1余万", 10_000),
        (HEADS, "12.0", 12),
        (HEADS, "+5", 5),
        (HEADS, LARGEST, LARGEST),
        (HEADS, "-0", 0),
        (SCORE, "98.5分", 985_000),
        (SCORE, 98.5, 985_000),
        (SCORE, "0.0001", 1),
        (SCORE, "100", 1_000_000),
        (MONEY, 53887.5, 5_388_750),
        (MONEY, "53887.50", 5_388_750),
        (MONEY, "53,887.5 元", 5_388_750),
        (MONEY, " 53887元 ", 5_388_700),
        (MONEY, "¥3000", 300_000),
        (MONEY, "￥３０００", 300_000),
        (MONEY, "3.25万元", 3_250_000),
        (MONEY, "3.25万", 3_250_000),
        (MONEY, "0.01", 1),
        (MONEY, 0, 0),
        (DATE, "2024-03-05", "2024-03-05"),
        (DATE, "2024-3-5", "2024-03-05"),
        (DATE, "2024.3.5", "2024-03-05"),
        (DATE, "2024/03/5", "2024-03-05"),
        (DATE, "2024年3月5日", "2024-03-05"),
        (DATE, "2024 年 3 月 5 号", "2024-03-05"),
        (DATE, "20240305", "2024-03-05"),
        (DATE, 20240305, "2024-03-05"),
        (DATE, " ２０２４－０３－０５ ", "2024-03-05"),
        (DATE, "2024年３月５日", "2024-03-05"),
        (DATE, "2024-02-29", "2024-02-29"),
        (DATE, "1900-01-01", "1900-01-01"),
        (DATE, "2100-12-31", "2100-12-31"),
        (DATE, date(2024, 3, 5), "2024-03-05"),
        (DATE, datetime(2024, 3, 5, 23, 59), "2024-03-05"),
        *((TRUTH, typed, 1) for typed in (True, 1, "是", "有", "√", "✓", "true", "YES", "ｙ", " 是 ", "1")),
        *((TRUTH, typed, 0) for typed in (False, 0, "否", "无", "×", "✗", "False", "no", "Ｎ", " 否 ", "0")),
        (LEVEL, "本局", "本局"),
        (LEVEL, "bureau", "本局"),
        (LEVEL, " 镇街\u3000", "镇街"),
        (LEVEL, "Ａ", "A"),
        (KINDS, "罚款、警告", '["罚款", "警告"]'),
        (KINDS, "fine；警告", '["罚款", "警告"]'),
        (KINDS, ["warning", "罚款", "fine"], '["警告", "罚款"]'),
        (TOPICS, "法律法规，安全生产; 防灾、防灾", '["法律法规", "安全生产", "防灾"]'),
        (TOPICS, ["安全生产法", " ", "消防 法"], '["安全生产法", "消防 法"]'),
        (TOPICS, "、、", None),
        (TOPICS, [], None),
        (FILES, ["照片１.jpg", "签到表.pdf"], '["照片1.jpg", "签到表.pdf"]'),
    ],
)
def test_a_value_is_read_however_it_is_written(field: Field, typed: object, stored: object) -> None:
    found = field.parse(typed)
    assert found == stored
    assert type(found) is type(stored)


@pytest.mark.parametrize(
    ("field", "typed", "hint"),
    [
        *((field, typed, "应为文字") for field in (TEXT, LONG, LINK, CODE) for typed in (True, ["甲"], {"名": "甲"})),
        (TEXT, "长" * (LONGEST_LINE + 1), "最多"),
        (LONG, "长" * (LONGEST_TEXT + 1), "最多"),
        *((HEADS, typed, "应为数字") for typed in ("五十", "50-60", "1e5", "50 个", "--5", "５０％", "1.2.3", "约")),
        (HEADS, True, "应为数字"),
        (HEADS, [5], "应为"),
        (HEADS, {"n": 5}, "应为"),
        (HEADS, "12.5", "整数"),
        (HEADS, 12.5, "整数"),
        (HEADS, float("nan"), "探针"),
        (HEADS, float("inf"), "太大"),
        (HEADS, "-1", "不能小于 0"),
        (HEADS, -1, "不能小于 0"),
        (HEADS, float("-inf"), "不能小于"),
        (HEADS, LARGEST + 1, "太大"),
        (HEADS, "9" * 400, "太大"),
        (SCORE, "100.0001", "不能大于 100"),
        (SCORE, "0.00001", "最多 4 位小数"),
        (MONEY, "1.234", "最多 2 位小数"),
        (MONEY, 0.001, "最多 2 位小数"),
        (MONEY, "0.0000001万元", "最多 2 位小数"),
        (MONEY, "1." + "0" * 30 + "1", "最多 2 位小数"),
        (MONEY, "-5", "不能小于 0"),
        (MONEY, "三千元", "应为数字"),
        (MONEY, "$5", "应为数字"),
        (DATE, "2024-02-30", "没有“2024-02-30”这一天"),
        (DATE, "2023-02-29", "这一天"),
        (DATE, "2024年13月1日", "这一天"),
        (DATE, "20240431", "这一天"),
        (DATE, "0000-01-01", "这一天"),
        *((DATE, typed, "不是日期")
          for typed in ("24-3-5", "2024-3", "3月5日", "去年", "2024-03-05 10:00", "2024-03-055", "2024,3,5",
                        45356.0)),
        (DATE, "1899-12-31", "1900"),
        (DATE, "2101-01-01", "2100"),
        (DATE, "99999-01-01", "不是日期"),
        (DATE, True, "应为文字"),
        (DATE, ["2024-03-05"], "应为文字"),
        *((TRUTH, typed, "“是”或“否”") for typed in ("好", "2", 2, "完成", 0.5)),
        (TRUTH, ["是"], "应为文字"),
        (LEVEL, "村级", "本局、镇街"),
        (LEVEL, "BUREAU!", "没有“BUREAU!”这一项"),
        (LEVEL, True, "应为文字"),
        (LEVEL, ["本局"], "应为文字"),
        (KINDS, "罚款、拘留", "没有“拘留”这一项"),
        (KINDS, ["罚款", None], "应为文字"),
        (KINDS, [["罚款"]], "应为文字"),
        (KINDS, 5, "用“、”分开"),
        (KINDS, {"罚款": True}, "用“、”分开"),
        (TOPICS, ["甲、乙"], "不能有“、”"),
        (TOPICS, [True], "应为文字"),
        (FILES, {"file": "a.jpg"}, "用“、”分开"),
    ],
)  # fmt: skip
def test_what_cannot_be_the_value_is_refused_with_the_field_named(field: Field, typed: object, hint: str) -> None:
    with pytest.raises(ValueError, match="探针") as caught:
        field.parse(typed)
    assert hint in str(caught.value)


def test_a_day_from_a_spreadsheet_keeps_to_the_same_years_as_a_typed_one() -> None:
    """An empty date cell of a spreadsheet arrives as the day 1899-12-30."""
    with pytest.raises(ValueError, match="1900"):
        DATE.parse(date(1899, 12, 30))


def test_a_tag_of_control_characters_only_is_no_tag() -> None:
    assert TOPICS.parse(["\x00", "甲"]) == '["甲"]'


def test_a_number_of_a_million_digits_is_too_large_and_not_a_crash() -> None:
    with pytest.raises(ValueError, match="探针"):
        HEADS.parse("9" * 1_000_001 + "万")


def test_half_a_surrogate_pair_is_no_text_for_no_file_can_hold_it() -> None:
    for field in (TEXT, LONG, TOPICS, FILES, LINK):
        with pytest.raises(ValueError, match="探针"):
            field.parse("甲\ud800")


@pytest.mark.parametrize(
    ("field", "stored", "plain", "shown"),
    [
        (TEXT, "甲公司", "甲公司", "甲公司"),
        (HEADS, 12_000, 12_000, "12000"),
        (SCORE, 985_000, "98.5", "98.5"),
        (SCORE, 1_000_000, "100", "100"),
        (SCORE, 1, "0.0001", "0.0001"),
        (SCORE, 0, "0", "0"),
        (MONEY, 5_388_750, "53887.50", "53,887.50"),
        (MONEY, 0, "0.00", "0.00"),
        (MONEY, LARGEST, "90071992547409.91", "90,071,992,547,409.91"),
        (DATE, "2024-03-05", "2024-03-05", "2024-03-05"),
        (TRUTH, 1, True, "是"),
        (TRUTH, 0, False, "否"),
        (LEVEL, "本局", "本局", "本局"),
        (TOPICS, '["甲", "乙"]', ["甲", "乙"], "甲、乙"),
        (FILES, '["a.jpg"]', ["a.jpg"], "a.jpg"),
    ],
)
def test_a_stored_value_is_exchanged_and_shown(field: Field, stored: str | int, plain: object, shown: str) -> None:
    assert field.plain(stored) == plain
    assert type(field.plain(stored)) is type(plain)
    assert field.display(stored) == shown


@pytest.mark.parametrize(
    ("typed", "number", "approximate"),
    [
        ("50", 50, False), ("约50", 50, True), ("近 50", 50, True), ("大约50", 50, True), ("50余", 50, True),
        ("50多", 50, True), ("50余万", 500_000, True), ("50万余", 500_000, True), ("约1.5亿", 150_000_000, True),
        ("3万", 30_000, False),
    ],
)  # fmt: skip
def test_about_and_odd_are_told_from_the_number(typed: str, number: int, approximate: bool) -> None:
    assert written_number(typed) == (number, approximate)


# -------------------------------------------------------------------- round trips

LINES = st.text(max_size=80)
WHOLE = st.integers(0, LARGEST)
TYPED: Mapping[str, st.SearchStrategy[object]] = {
    "text": LINES,
    "long_text": st.text(max_size=300),
    "integer": WHOLE,
    "decimal": st.decimals(0, 100, places=4),
    "money": st.decimals(0, 90_000_000_000_000, places=2),
    "date": st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    "boolean": st.booleans(),
    "choice": st.sampled_from(["本局", "town", "a"]),
    "tags": st.lists(st.text(max_size=20).filter(lambda text: "、" not in text), max_size=6),
    "chosen tags": st.lists(st.sampled_from(["罚款", "warning", "警告"]), max_size=4),
    "attachment": st.lists(
        st.text(st.characters(codec="utf-8", exclude_characters="、", min_codepoint=32)), max_size=4
    ),
    "link": LINES,
    "code": st.text("0123456789ABCDEFGHJKLMNPQRTUWXYabc ０９Ａ", max_size=20),
}


@pytest.mark.parametrize("name", FIELDS)
@given(data=st.data())
@settings(max_examples=40, deadline=None, derandomize=True, database=None)
def test_what_json_carries_is_read_as_the_same_value(name: str, data: st.DataObject) -> None:
    field = FIELDS[name]
    stored = field.parse(data.draw(TYPED[name]))
    carried = json.loads(json.dumps(field.plain(stored), ensure_ascii=False))
    assert field.parse(carried) == stored


@pytest.mark.parametrize("name", ["integer", "decimal", "money", "date", "boolean", "choice", "chosen tags", "text"])
@given(data=st.data())
@settings(max_examples=30, deadline=None, derandomize=True, database=None)
def test_what_a_table_shows_can_be_typed_again(name: str, data: st.DataObject) -> None:
    field = FIELDS[name]
    stored = field.parse(data.draw(TYPED[name]))
    assert field.parse(field.display(stored)) == stored


ANY_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20)
    | st.from_regex(r"\A(约|¥)?[+-]?[0-9０-９,.]{1,30}(余|万|亿|元|人次|分)*\Z")
    | st.from_regex(r"\A[0-9]{4}[-./年][0-9]{1,2}[-./月][0-9]{1,2}日?\Z"),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=2),
    max_leaves=4,
)  # fmt: skip


@each_field
@given(typed=ANY_JSON)
@settings(max_examples=60, deadline=None, derandomize=True, database=None)
def test_whatever_is_typed_is_read_or_refused_in_chinese(field: Field, typed: object) -> None:
    try:
        stored = field.parse(typed)
    except ValueError as error:
        assert CHINESE.search(str(error))
        return
    assert stored is None or isinstance(stored, int if field.type.column == "INTEGER" else str)
    assert field.parse(field.plain(stored)) == stored
