"""What a report says, and what it leaves out because it is not so."""

from collections.abc import Callable
from decimal import Decimal

import pytest

from desktop.catalogue.wordings import Form, Reference, parse
from desktop.catalogue.wordings import Passage as Wording
from desktop.figures import Engine
from desktop.report.text.composing import Composer, Token
from desktop.report.text.living import LivingReport
from desktop.report.text.saying import Sayings, Worth
from desktop.store import Log
from tests.report.conftest import YEAR

Check = Callable[..., str]


def says(log: Log, text: str, otherwise: str = "") -> str:
    sayings = Sayings(Engine(log), log.catalogue, YEAR)
    composer = Composer(sayings, {"cutoff": "", "year": "2025"})
    runs = composer.compose(Wording("x", parse(text), parse(otherwise)))
    return "".join(run.said.text if isinstance(run, Token) else run for run in runs)


def add(log: Log, ledger: str, **typed: object) -> str:
    return log.add(log.catalogue.ledgers[ledger], typed)


def test_a_figure_is_stated_with_its_unit(small_log: Log, check: Check) -> None:
    check("2025-03-01")
    check("2025-03-02")
    assert says(small_log, "检查{inspected_enterprises}、{checks}。") == "检查1家、2次。"


def test_working_days_take_their_measure_word(small_log: Log) -> None:
    item = {"kind": "政务服务事项", "high_frequency": True, "promised_days": 0}
    add(small_log, "service_item", name="甲", statutory_days=20, ended_on="2024-12-31", **item)
    add(small_log, "service_item", name="乙", statutory_days=30, started_on="2025-01-01", **item)
    text = "由{same_day_statutory_days}压缩为当天[，比上年{same_day_statutory_days:change}]。"
    assert says(small_log, text) == "由30个工作日压缩为当天，比上年增加10个工作日。"
    assert says(small_log, "{same_day_statutory_days:number}天，上年{same_day_statutory_days:previous}。") == (
        "30天，上年20个工作日。"
    )


def test_a_zero_of_a_ledger_that_is_not_kept_is_never_printed(small_log: Log) -> None:
    assert says(small_log, "受理举报{tip_offs}。") == ""


def test_a_clause_of_zeros_is_left_out_and_the_sentence_still_ends(small_log: Log, check: Check) -> None:
    check("2025-03-01")
    add(small_log, "penalty_case", case_no="一号", decided_on="2024-05-01")
    assert says(small_log, "检查{checks}；处罚{penalties}。全年平稳。") == "检查1次。全年平稳。"


def test_a_known_zero_beside_another_figure_is_printed(small_log: Log) -> None:
    add(small_log, "drill", name="桌面推演", held_on="2025-05-01", status="完成")
    assert says(small_log, "演练{drills}、盲演{blind_drills}。") == "演练1场次、盲演0次。"


def test_a_part_in_brackets_goes_by_itself(small_log: Log, check: Check) -> None:
    check("2025-03-01")
    assert says(small_log, "检查{checks}[，同比{checks:change}]。") == "检查1次。"
    check("2024-03-01")
    check("2024-04-01")
    assert says(small_log, "检查{checks}[，同比{checks:change}]。") == "检查1次，同比减少1次。"


def test_a_part_in_brackets_does_not_keep_a_clause_of_zeros(small_log: Log, check: Check) -> None:
    check("2024-03-01")
    add(small_log, "nil_return", ledger_name="执法检查", period_from="2025-01-01", period_to="2025-12-31")
    text = "检查{checks}[，同比{checks:change}]。"
    assert says(small_log, text) == ""
    assert says(small_log, text, "本年度检查{checks}[，同比{checks:change}]。") == "本年度检查0次，同比减少1次。"


def test_a_clause_whose_figures_all_stand_in_brackets_goes_with_the_last_of_them(
    small_log: Log, check: Check
) -> None:
    check("2025-03-01")
    assert says(small_log, "检查{checks}；开展演练[，共{drills}][，参演{drill_people}]。") == "检查1次。"


def test_parts_make_a_list_of_which_any_may_be_missing(small_log: Log, check: Check) -> None:
    text = "开展[、检查{checks}][、演练{drills}][、培训{training_sessions}]。"
    assert says(small_log, text) == ""
    add(small_log, "drill", name="桌面推演", held_on="2025-05-01", status="完成")
    assert says(small_log, text) == "开展演练1场次。"
    add(small_log, "training", name="专题培训", held_on="2025-05-01", kind="培训班", status="完成")
    assert says(small_log, text) == "开展演练1场次、培训1场次。"
    check("2025-03-01")
    assert says(small_log, text) == "开展检查1次、演练1场次、培训1场次。"


def test_a_colon_ends_a_sentence_that_introduces(small_log: Log) -> None:
    assert says(small_log, "现将有关情况报告如下：") == "现将有关情况报告如下："


def test_plain_words_that_only_introduce_figures_go_with_them(small_log: Log, check: Check) -> None:
    assert says(small_log, "加强演练；全年演练{drills}。") == ""
    assert says(small_log, "认真学习。全年演练{drills}。") == "认真学习。"


def test_the_other_wording_takes_the_place(small_log: Log) -> None:
    text, otherwise = "发生事故{accidents}。", "全年{accidents:word}事故。"
    assert says(small_log, text, otherwise) == ""  # nobody keeps the ledger: not even 未发生 is known
    add(small_log, "nil_return", ledger_name="事故调查处理", period_from="2025-01-01", period_to="2025-12-31")
    assert says(small_log, text, otherwise) == "全年未发生事故。"
    add(small_log, "accident", name="一般事故", occurred_on="2025-06-01", production=True)
    assert says(small_log, text, otherwise) == "发生事故1起。"


def test_a_word_is_only_said_where_it_is_proved(small_log: Log, check: Check) -> None:
    parent = check("2025-03-01")
    hazard = {"check": parent, "found_on": "2025-03-01", "description": "通道堵塞", "grade": "一般隐患"}
    add(small_log, "hazard", **hazard, status="已整改")
    text = "隐患{hazard_rectification_rate:word}整改。"
    assert says(small_log, text, "整改率{hazard_rectification_rate}。") == "隐患全部整改。"
    add(small_log, "hazard", **hazard, status="限期整改")
    assert says(small_log, text, "整改率{hazard_rectification_rate}。") == "整改率50%。"


@pytest.mark.parametrize(
    ("count", "text"), [(9, "9次"), (10, "10次"), (14, "10余次"), (100, "100次"), (117, "100余次")]
)
def test_rounding_down(small_log: Log, check: Check, count: int, text: str) -> None:
    for number in range(count):
        check(f"2025-{number % 12 + 1:02}-01")
    sayings = Sayings(Engine(small_log), small_log.catalogue, YEAR)
    assert sayings.say(Reference("checks", Form.ROUNDED)).text == text


def test_growth_and_previous(small_log: Log, check: Check) -> None:
    for day in ("2025-03-01", "2025-03-02", "2025-03-03", "2024-03-01", "2024-03-02"):
        check(day)
    sayings = Sayings(Engine(small_log), small_log.catalogue, YEAR)
    assert sayings.say(Reference("checks", Form.GROWTH)).text == "增长50.0%"
    assert sayings.say(Reference("checks", Form.PREVIOUS)).text == "2次"
    assert sayings.say(Reference("checks", Form.NUMBER)).text == "3"
    assert sayings.say(Reference("inspected_enterprises", Form.CHANGE)).text == "持平"


def test_a_share_changes_in_points(small_log: Log, check: Check) -> None:
    for year, states in (("2024", ("已整改", "限期整改")), ("2025", ("已整改", "已整改", "已整改", "限期整改"))):
        parent = check(f"{year}-03-01")
        for state in states:
            add(small_log, "hazard", check=parent, found_on=f"{year}-03-01", description="堵塞", status=state)
    sayings = Sayings(Engine(small_log), small_log.catalogue, YEAR)
    said = sayings.say(Reference("hazard_rectification_rate", Form.CHANGE))
    assert (said.text, said.figure.value) == ("提高25个百分点", Decimal(75))


def test_nothing_to_compare_with_says_nothing(small_log: Log, check: Check) -> None:
    check("2025-03-01")
    sayings = Sayings(Engine(small_log), small_log.catalogue, YEAR)
    for form in (Form.CHANGE, Form.GROWTH, Form.PREVIOUS):
        assert sayings.say(Reference("checks", form)).worth is Worth.UNKNOWN


def test_records_are_listed_by_name(small_log: Log) -> None:
    for number in range(8):
        add(small_log, "drill", name=f"第{number + 1}场", held_on="2025-05-01", status="完成")
    assert says(small_log, "{drills:titles}。") == "《第1场》《第2场》《第3场》《第4场》《第5场》《第6场》等。"


def test_a_season_lies_in_the_years_that_it_touches(small_log: Log, report: LivingReport) -> None:
    sayings = Sayings(Engine(small_log), small_log.catalogue, YEAR, report.outline.spans)
    period = sayings.period_of("fire_season")
    assert (str(period.first), str(period.last)) == ("2024-10-01", "2025-05-31")


@pytest.mark.parametrize(
    ("quantity", "approx", "text"),
    [
        (410, False, "410册"), (12345, False, "12345册"), (32000, False, "3.2万册"), (15800, False, "1.58万册"),
        (30000, True, "3万余册"), (43644, True, "4.36万余册"), (400, True, "400余册"), (17, True, "约17册"),
    ],
)  # fmt: skip
def test_large_and_rough_numbers(small_log: Log, quantity: int, approx: bool, text: str) -> None:
    typed = {"kind": "宣传手册", "quantity": quantity, "quantity_approx": approx, "published_on": "2025-05-01"}
    add(small_log, "publicity_material", **typed)
    assert says(small_log, "发放手册{handbooks}。") == f"发放手册{text}。"
