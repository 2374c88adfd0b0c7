"""The figures of official texts: value, unit, approximation, and the many numerals that are none."""

from fractions import Fraction
from pathlib import Path

import pytest

from desktop.catalogue.wordings import Form as WordingForm
from desktop.demo import published_log, published_report
from desktop.report.draft.quantity import Approximation, Form, Quantity
from desktop.report.draft.reading import Reading, read
from desktop.report.text.composing import Token
from desktop.report.text.living import LivingReport
from tests.report.draft.drafts import pieces_of, text_of

ABOUT, BELOW, ABOVE = Approximation.ABOUT, Approximation.BELOW, Approximation.ABOVE
AT_LEAST, EXACT = Approximation.AT_LEAST, Approximation.EXACT

FIGURES = [
    ("全年出动检查组，检查生产经营单位1,234家次", "1234", "家次", EXACT),
    ("检查企业１０９家（次）", "109", "家次", EXACT),
    ("配备救援装备570台（套）", "570", "台套", EXACT),
    ("发放宣传手册3万余册", "30000", "册", ABOVE),
    ("组织业务培训1.58万人次", "15800", "人次", EXACT),
    ("争取资金2.76亿元", "27600", "万元", EXACT),
    ("储备物资价值3000多万元", "3000", "万元", ABOVE),
    ("罚款57.6万元", "57.6", "万元", EXACT),
    ("发放举报奖励53887.5元", "53887.5", "元", EXACT),
    ("累计学习十余次", "10", "次", ABOVE),
    ("下沉两名工作人员", "2", "名", EXACT),
    ("出动执法人员三百二十人次", "320", "人次", EXACT),
    ("召开会议二十三次", "23", "次", EXACT),
    ("覆盖群众三万余人", "30000", "人", ABOVE),
    ("组织百余家企业观看", "100", "家", ABOVE),
    ("走访群众约500户", "500", "户", ABOUT),
    ("队员近2万人", "20000", "人", BELOW),
    ("不足30人", "30", "人", BELOW),
    ("逾200场次", "200", "场次", ABOVE),
    ("持证率达95%以上", "95", "%", AT_LEAST),
    ("整改率百分之九十五点九", "95.9", "%", EXACT),
    ("均经过2次以上法制审核", "2", "次", AT_LEAST),
    ("培训基层干部260人左右", "260", "人", ABOUT),
    ("发生一起生产安全事故", "1", "起", EXACT),
    ("有一个案卷被评为优秀", "1", "个", EXACT),
    ("六类应急救援队伍", "6", "类", EXACT),
    ("办结时限由30个工作日压缩为当天", "30", "个工作日", EXACT),
]


@pytest.mark.parametrize(("text", "value", "unit", "approximation"), FIGURES)
def test_a_figure_is_read(text: str, value: str, unit: str, approximation: Approximation) -> None:
    found = read(f"2025年，{text}。")
    assert [(one.value, one.unit, one.approximation) for one in found] == [(Fraction(value), unit, approximation)]
    assert found[0].quote in text


NO_FIGURES = [
    "一、主要工作情况",
    "（二）规范执法",
    "1.强化学习",
    "一是加强领导。二是严格考核。",
    "2025年3月5日至11月20日",
    "2024—2026年",
    "按照《关于加强2023年度3项重点工作的通知》（应急〔2024〕7号）",
    "依据《安全生产法》第七十八条、第108条第2款",
    "第三届第5次会议",
    "开展“五进”宣传",
    "推行“4个1”执法模式",
    "落实“五个100%”",
    "建立“1+46”预案体系",
    "落实5个100%要求",
    "八五普法",
    "落实三项制度",
    "坚持两个至上",
    "四不两直、双随机一公开",
    "畅通12350、12345热线",
    "联系电话0379-12345678",
    "中铁十一局项目部",
    "实行24小时值班",
    "在7个工作日内公示",
    "打造十五分钟救援圈",
    "从六个方面入手",
    "一把手亲自抓",
    "十分重视",
    "一系列措施",
    "进一步提升",
    "两节两会期间",
    "三年行动方案",
    "5.12防灾减灾日",
    "二十届三中全会",
    "千方百计",
    "“使命—2024”演练",
    "一岗双责、齐抓共管",
    "每个科室检查1家企业",
    "7×24小时",
]


@pytest.mark.parametrize("text", NO_FIGURES)
def test_numerals_that_are_no_figures(text: str) -> None:
    assert [one.quote for one in read(text)] == []


def only(text: str) -> Quantity:
    (found,) = read(text)
    return found


def test_a_range_is_one_figure_with_two_ends() -> None:
    for text in ("每月学习1至2次", "每月学习1—2次", "每月学习1~2次"):
        found = only(text)
        assert (found.value, found.upper, found.unit) == (1, 2, "次")


def test_changes_are_told_from_amounts() -> None:
    amount, change = read("检查企业410家次，同比增加24家次。")
    assert (amount.form, change.form) == (Form.AMOUNT, Form.CHANGE)
    assert only("事故起数同比下降12.5%").form is Form.CHANGE
    assert only("整改率提高3个百分点").form is Form.POINTS
    assert [one.form for one in read("企业从889家增加到2084家")] == [Form.AMOUNT, Form.AMOUNT]


def test_streaks_ranks_and_parts() -> None:
    assert only("连续3年保持零事故").form is Form.STREAK
    assert only("近3年没有发生伤亡事故").approximation is EXACT
    assert (only("处罚率全市排名第二").form, only("处罚率全市排名第二").value) == (Form.RANK, 2)
    assert only("三分之一的企业完成自查").value == Fraction(1, 3)
    assert read("持续3年开展攻坚行动") == []


def test_what_is_counted_for_whom_and_for_when() -> None:
    first, second = read("聘请2名常年法律顾问。全市排查重大隐患244个。")
    assert (first.counted, second.counted, second.scope) == ("常年法律顾问", "排查重大隐患", "全域")
    assert only("上年同期立案35件").period == "last_year"
    assert only("三、下一步工作打算\n举办培训班2期").period == "plan"


def test_positions_hold_whatever_the_width_of_the_characters() -> None:
    text = "检查企业１，２３４家次，罚款５７．６万元"
    for one in read(text):
        assert text[one.start : one.end] == one.quote
    assert [one.quote for one in read(text)][-1] == "５７．６万元"


def is_number(token: Token) -> bool:
    return any(char.isdigit() for char in token.said.text) and token.reference.form not in (
        WordingForm.TITLES, WordingForm.NAMES, WordingForm.NUMBER,
    )  # fmt: skip


@pytest.mark.parametrize("name", ["chaoyang-2024", "chengzhong-2025", "pingdingshan-2024", "yulin-2023"])
def test_every_figure_of_a_composed_report_is_read(
    name: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The composed text knows value, unit and approximation of each of its figures."""
    report = published_report(name)
    with published_log(name, tmp_path / "log.db") as log:
        pieces = pieces_of(LivingReport(log, report.period).lay())
        reading = Reading(text_of(pieces), {one.unit for one in log.catalogue.indicators.values()})
    stated, position = [], 0
    for one in pieces:
        if one.token is not None and is_number(one.token):
            stated.append((position, position + len(one.text), one.token))
        position += len(one.text)
    right = [one for one in stated if any(agree(one, each) for each in reading.quantities)]
    inside = [each for each in reading.quantities if any(s <= each.number_start < e for s, e, _ in stated)]
    with capsys.disabled():
        print(
            f"\n{name}: read {len(right)} of {len(stated)} figures right, "
            f"{len(reading.quantities) - len(inside)} that are none"
        )
    assert len(right) >= 0.99 * len(stated)
    assert len(reading.quantities) - len(inside) <= 0.01 * len(stated)


def agree(stated: tuple[int, int, Token], read: Quantity) -> bool:
    """最多 may stand in the sentence, before the figure."""
    start, end, token = stated
    text = token.said.text
    rough = any(mark in text for mark in ("余", "约", "近", "超", "以上")) or read.start < start
    unit = read.unit in text.replace("（", "").replace("）", "") or read.form is Form.RANK
    return start <= read.number_start and read.end == end and (read.approximation is not EXACT) == rough and unit
