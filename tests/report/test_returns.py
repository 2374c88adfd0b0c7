"""The counting rules of the statutory returns, each on records made for it."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pytest

from desktop.catalogue import Catalogue, Refusal
from desktop.catalogue.deadlines import Verified
from desktop.demo import DEMONSTRATION_YEAR, demonstration_log
from desktop.figures import Engine, Period
from desktop.report.returns import FilledReturn, FilledTable, Returns, chosen_form, counted_by_kind
from desktop.store import Log

YEAR = Period.year(2025)
PROVINCES = ("national", "zhejiang", "shanxi", "henan", "shandong", "hubei", "guangdong")


class Desk:
    """Logs records and reads the return."""

    def __init__(self, log: Log) -> None:
        self.log = log
        self._cases = 0
        log.add(log.ledger("enterprise"), {"name": "海螺建材", "industry": "危险化学品"})

    def penalty(self, kinds: str, decided_on: str | None = "2025-05-06", **more: object) -> str:
        self._cases += 1
        case = {
            "case_no": f"{self._cases}号", "filed_on": "2025-01-02", "decided_on": decided_on, "penalty_kinds": kinds,
            "enterprise": "海螺建材", "fine": "0", **more,
        }  # fmt: skip
        return str(self.log.add(self.log.ledger("penalty_case"), case))

    def check(self, **more: object) -> str:
        record = {"checked_on": "2025-03-04", "enterprise": "海螺建材", "kind": "专项检查", **more}
        return str(self.log.add(self.log.ledger("enforcement_check"), record))

    def permit(self, **more: object) -> None:
        permit = {"kind": "行政许可", "route": "本级", "procedure": "一般", "decision": "准予", **more}
        self.log.add(self.log.ledger("permit"), permit)

    def coercion(self, kind: str, method: str, **more: object) -> None:
        measure = {"kind": kind, "method": method, "enterprise": "海螺建材", **more}
        self.log.add(self.log.ledger("coercive_measure"), measure)

    def fill(self, province: str = "national") -> FilledReturn:
        return self.returns(province).fill()

    def returns(self, province: str = "national") -> Returns:
        return Returns(self.log, chosen_form(self.log, province), YEAR)

    def row(self, table: str, province: str = "national") -> dict[str, Fraction | None]:
        return row(self.fill(province), table)


def named(filled: FilledReturn, table: str) -> FilledTable:
    return next(one for one in filled.tables if one.table.name == table)


def row(filled: FilledReturn, table: str) -> dict[str, Fraction | None]:
    """What the columns say, the silent ones left out; values as the table states them."""
    cells = named(filled, table).cells
    found = {cell.column.heading: cell.figure.value for cell in cells if cell.figure.value}
    return {heading: Fraction(value) for heading, value in found.items() if value is not None}


@pytest.fixture
def desk(log: Log) -> Desk:
    return Desk(log)


# -------------------------------------------------------------------- 行政处罚


def test_p1_a_decision_counts_in_the_year_it_was_made(desk: Desk) -> None:
    desk.penalty("罚款", "2025-01-01", filed_on="2024-11-01")
    desk.penalty("罚款", "2025-12-31", paid_on="2026-01-15")
    desk.penalty("罚款", "2024-12-31", filed_on="2024-11-01", paid_on="2025-02-01")
    desk.penalty("罚款", "2026-01-04")
    assert desk.row("penalty") == {"罚款": 2, "合计（宗）": 2}


def test_p2_several_kinds_in_one_decision_count_once_under_the_heaviest(desk: Desk) -> None:
    desk.penalty("罚款、没收违法所得")
    desk.penalty("警告、罚款")
    desk.penalty("警告、罚款、责令停产停业、吊销许可证件")
    assert desk.row("penalty") == {"罚款": 1, "没收违法所得、没收非法财物": 1, "吊销许可证件": 1, "合计（宗）": 3}


def test_p2_two_kinds_of_one_column_count_once(desk: Desk) -> None:
    desk.penalty("没收违法所得、没收非法财物、警告")
    desk.penalty("责令关闭、限制从业")
    assert desk.row("penalty") == {"没收违法所得、没收非法财物": 1, "责令关闭、限制从业": 1, "合计（宗）": 2}


def test_p3_a_named_kind_goes_before_the_others(desk: Desk) -> None:
    desk.penalty("罚款、其他行政处罚")
    desk.penalty("警告、其他行政处罚")
    desk.penalty("其他行政处罚")
    assert desk.row("penalty") == {"罚款": 1, "警告": 1, "其他行政处罚": 1, "合计（宗）": 3}


def test_p4_the_weights_are_the_province_s_and_not_the_order_of_its_columns(desk: Desk) -> None:
    """In Zhejiang 吊销 stands left of 责令停产停业 and is heavier; in Hubei it is lighter."""
    desk.penalty("吊销许可证件、责令停产停业")
    assert desk.row("penalty", "zhejiang") == {"吊销许可证、执照": 1, "合计（宗）": 1}
    assert desk.row("penalty", "shanxi") == {"吊销许可证件": 1, "合计（宗）": 1}
    assert desk.row("penalty", "hubei") == {"责令停产停业": 1, "合计（宗）": 1}
    assert desk.row("penalty", "shandong")["责令停产停业"] == 1


def test_p4_a_kind_that_a_form_does_not_name_counts_as_another(desk: Desk) -> None:
    desk.penalty("通报批评")
    desk.penalty("通报批评、罚款")
    assert desk.row("penalty", "henan") == {"其他行政处罚": 1, "罚款": 1, "合计（宗）": 2}
    assert desk.row("penalty", "guangdong") == {"其他行政处罚": 1, "罚款": 1, "合计（宗）": 2}


def test_p5_p6_amounts_are_those_of_the_decision_and_not_what_was_paid(desk: Desk) -> None:
    desk.penalty("罚款、没收违法所得", fine="20000", confiscated="8600.5", paid="5000")
    desk.penalty("没收非法财物", fine="0")
    assert desk.row("penalty")["罚没金额（万元）"] == Fraction("2.86005")
    assert desk.row("penalty", "shanxi")["罚没金额（元）"] == Fraction("28600.5")


def test_p7_a_decision_overturned_later_stays_counted_with_a_note_where_the_province_is_silent(desk: Desk) -> None:
    desk.penalty("罚款", overturned_on="2025-09-01")
    for province in ("guangdong", "national"):
        assert desk.row("penalty", province) == {"罚款": 1, "合计（宗）": 1}
    assert not any("撤销" in warning for warning in desk.fill("guangdong").warnings)
    assert any("1宗" in warning and "撤销" in warning and "待核" in warning for warning in desk.fill().warnings)


def test_a_case_without_a_penalty_counts_in_no_column(desk: Desk) -> None:
    desk.penalty("", result="不予处罚", waived="3000", leniency="首违不罚")
    assert desk.row("penalty") == {}
    shandong = row(desk.fill("shandong"), "penalty")
    assert shandong == {"立案数量": 1, "案件数": 1, "不罚金额（万元）": Fraction("0.3")}


def test_a_decision_without_kinds_is_left_out_and_said_to_be(desk: Desk) -> None:
    desk.penalty("罚款")
    desk.penalty("")
    filled = desk.fill()
    assert row(filled, "penalty") == {"罚款": 1, "合计（宗）": 1}
    assert any("处罚种类未填" in warning for warning in filled.warnings)
    total = named(filled, "penalty").cells[-2]
    assert [one.missing for one in desk.returns().left_out(total.column.indicator)] == ["处罚种类未填"]


def test_other_levels_are_not_the_bureau_s(desk: Desk) -> None:
    desk.penalty("罚款", level="镇街")
    assert desk.row("penalty") == {}


def test_by_kind_a_decision_counts_under_each_and_the_sum_exceeds_the_total(desk: Desk) -> None:
    desk.penalty("罚款、没收违法所得")
    desk.penalty("罚款")
    filled = desk.fill()
    by_kind = row(counted_by_kind(filled), "penalty")
    assert by_kind == {"罚款": 2, "没收违法所得、没收非法财物": 1, "合计（宗）": 2}
    (several,) = filled.several
    assert (several.number, several.kinds) == ("1号", "罚款、没收违法所得")
    assert several.once == "没收违法所得、没收非法财物"
    assert several.each == ("罚款", "没收违法所得、没收非法财物")


# -------------------------------------------------------------------- 行政许可


def test_l1_l2_each_decision_on_a_permit_counts_by_its_own_date(desk: Desk) -> None:
    desk.permit(received_on="2024-12-20", accepted_on="2024-12-25", decided_on="2025-01-10")
    desk.permit(received_on="2025-12-20", accepted_on="2025-12-22", decision="办理中")
    desk.permit(received_on="2025-06-01", accepted_on="2025-06-02", decided_on="2025-06-20", decision="不予")
    assert desk.row("permit") == {"申请数量": 2, "受理数量": 2, "许可数量": 1, "不予许可数量": 1}


def test_l3_changes_and_renewals_count_as_permits(desk: Desk) -> None:
    for action, decision in (("变更", "准予"), ("延续", "准予"), ("延续", "不予"), ("注销", "准予")):
        dates = {"received_on": "2025-02-01", "accepted_on": "2025-02-03", "decided_on": "2025-02-20"}
        desk.permit(action=action, decision=decision, **dates)
    assert desk.row("permit") == {"申请数量": 3, "受理数量": 3, "许可数量": 2, "不予许可数量": 1}


def test_a_permit_revoked_later_counts_as_granted_then_and_as_revoked_now(desk: Desk) -> None:
    dates = {"received_on": "2024-02-01", "accepted_on": "2024-02-03", "decided_on": "2024-02-20"}
    desk.permit(revoked_on="2025-08-01", **dates)
    desk.permit(decision="撤销", received_on="2025-02-01", accepted_on="2025-02-03", decided_on="2025-05-20")
    assert desk.row("permit") == {"申请数量": 1, "受理数量": 1, "撤销许可数量": 2}


def test_what_is_forwarded_or_filed_is_no_permit_of_the_bureau(desk: Desk) -> None:
    desk.permit(route="转办上级", received_on="2025-02-01", accepted_on="2025-02-03", decided_on="2025-05-20")
    desk.permit(kind="备案", received_on="2025-02-01", accepted_on="2025-02-03", decided_on="2025-05-20")
    assert desk.row("permit") == {}


# -------------------------------------------------------------------- 行政强制


def test_c1_measures_count_by_their_decision(desk: Desk) -> None:
    desk.coercion("行政强制措施", "扣押财物", decided_on="2025-12-30", ended_on="2026-01-20")
    desk.coercion("行政强制措施", "查封场所设施或者财物", decided_on="2024-12-30", ended_on="2025-01-20")
    desk.coercion("行政强制措施", "停止供电", decided_on="2025-04-01")
    assert desk.row("coercion") == {"扣押财物": 1, "其他强制措施": 1, "合计（宗）": 2}


def test_c2_executions_count_when_they_end(desk: Desk) -> None:
    desk.coercion("行政机关强制执行", "代履行", decided_on="2024-11-01", ended_on="2025-02-01")
    desk.coercion("行政机关强制执行", "代履行", decided_on="2025-11-01")
    assert desk.row("coercion") == {"代履行": 1, "合计（宗）": 1}


def test_c3_the_court_is_asked_on_the_day_of_the_application(desk: Desk) -> None:
    desk.log.add(desk.log.ledger("dispute"), {"kind": "申请强制执行", "received_on": "2025-07-01"})
    desk.log.add(desk.log.ledger("dispute"), {"kind": "行政复议", "received_on": "2025-07-01", "role": "被申请人"})
    assert desk.row("coercion") == {"申请法院强制执行（宗）": 1, "合计（宗）": 1}


def test_disputes_and_transfers_of_other_levels_are_not_the_bureau_s(desk: Desk) -> None:
    dispute, transfer = desk.log.ledger("dispute"), desk.log.ledger("case_transfer")
    for level in ("本局", "镇街"):
        for kind in ("行政复议", "行政诉讼"):
            desk.log.add(
                dispute,
                {"kind": kind, "role": "被申请人", "received_on": "2025-07-01", "closed_on": "2025-09-01",
                 "result": "撤销", "level": level},
            )  # fmt: skip
        desk.log.add(dispute, {"kind": "申请强制执行", "received_on": "2025-07-01", "level": level})
        desk.log.add(transfer, {"kind": "公安机关", "stage": "事前", "transferred_on": "2025-07-01", "level": level})
    filled = desk.fill("shandong")
    assert row(filled, "coercion")["申请法院强制执行（宗）"] == 1
    assert set(row(filled, "penalty").values()) == {1}


def test_applications_noted_only_on_the_case_are_asked_about(desk: Desk) -> None:
    desk.penalty("罚款", court_applied_on="2025-10-10")
    filled = desk.fill()
    assert row(filled, "coercion") == {}
    assert any("申请强制执行 0宗" in warning and "1宗" in warning for warning in filled.warnings)


# -------------------------------------------------------------------- 其他行政执法行为


def test_o1_other_acts_count_when_they_are_done(desk: Desk) -> None:
    log = desk.log
    tip = {"received_on": "2024-12-01", "accepted_on": "2024-12-02", "reward_status": "已发放", "reward": "1000"}
    log.add(log.ledger("tip_off"), {**tip, "reward_paid_on": "2025-01-10"})
    log.add(
        log.ledger("relief"), {"kind": "冬春救助", "stage": "资金发放", "acted_on": "2025-01-20", "fund": "50000"}
    )
    log.add(
        log.ledger("relief"), {"kind": "冬春救助", "stage": "资金下拨", "acted_on": "2025-01-20", "fund": "50000"}
    )
    reported = {"metric": "行政裁决次数", "reporter": "本局", "period_to": "2025-12-31", "value": "2"}
    log.add(log.ledger("reported_figure"), reported)
    assert desk.row("other") == {"行政裁决次数": 2, "行政给付次数": 1, "行政奖励次数": 1}


def test_o2_o3_checks_without_object_or_record_or_followed_by_a_decision_are_no_checks_of_the_return(
    desk: Desk,
) -> None:
    desk.check(check_no="甲")
    desk.check(check_no="乙", enterprise=None)
    desk.check(check_no="丙", complete_record=False)
    desk.check(check_no="丁", led_to_action=True)
    desk.check(check_no="戊", enterprise=None, complete_record=False, led_to_action=True)
    filled = desk.fill()
    assert row(filled, "other") == {"行政检查次数": 1}
    (difference,) = filled.differences
    assert (difference.whole.value, difference.part.value) == (5, 1)
    found = [(one.exclusion.reason[:4], one.figure.value, {each.number for each in one.records})
             for one in difference.exclusions]  # fmt: skip
    assert found == [("没有特定", 2, {"乙", "戊"}), ("没有完整", 1, {"丙"}), ("检查后作", 1, {"丁"})]


def test_the_return_s_checks_are_the_indicator_s(desk: Desk) -> None:
    desk.check()
    desk.check(complete_record=None)
    filled, engine = desk.fill(), Engine(desk.log)
    (difference,) = filled.differences
    assert difference.part.value == engine.figure("checks_annual_return", YEAR).value == 1
    assert difference.whole.value == engine.figure("checks", YEAR).value == 2


def test_a_check_that_a_penalty_names_though_nobody_marked_it_is_pointed_out(desk: Desk) -> None:
    check = desk.check(check_no="甲")
    desk.check(check_no="乙")
    desk.penalty("罚款", check=check)
    desk.penalty("罚款", None, check=desk.check(check_no="丙"))
    filled = desk.fill()
    assert [one.number for one in filled.suspects] == ["甲"]
    assert any("有 1 次检查" in warning for warning in filled.warnings)


def test_guangdong_counts_checks_on_a_table_of_their_own(desk: Desk) -> None:
    desk.check()
    filled = desk.fill("guangdong")
    assert [one.table.name for one in filled.tables] == [
        "permit", "penalty", "coercion", "levies", "requisitions", "checks",
    ]  # fmt: skip
    assert row(filled, "checks") == {"行政检查次数": 1}


# -------------------------------------------------------------------- 持证率, 执法主体


def test_the_rate_of_certified_officers_is_that_of_the_year_s_end(desk: Desk) -> None:
    staff = desk.log.ledger("staff")
    for name, status, ended_on in (("甲", "有效", None), ("乙", "未持证", None), ("丙", "未持证", "2025-06-30")):
        desk.log.add(staff, {"name": name, "roles": "执法人员", "cert_status": status, "ended_on": ended_on})
    assert desk.row("certificates") == {"应持证人数（人）": 2, "持证人数（人）": 1, "持证率（%）": 50}
    assert desk.row("organs", "hubei") == {"在岗执法人员数（人）": 2}


# -------------------------------------------------------------------- the text


def test_the_explanation_says_what_is_and_nothing_else(desk: Desk) -> None:
    assert desk.fill().text == ()
    desk.penalty("罚款、没收违法所得", fine="20000")
    assert desk.fill().text == (
        ("行政处罚", "2025年度，本机关作出行政处罚决定1宗，罚没金额2万元。按每个决定中最重的处罚种类归类，"
                     "其中“没收违法所得、没收非法财物”1宗。"),
    )  # fmt: skip


def test_that_nothing_happened_is_said_only_of_a_ledger_that_is_kept(desk: Desk) -> None:
    nil = {"ledger_name": "penalty_case", "period_from": "2025-01-01", "period_to": "2025-12-31"}
    assert desk.fill().text == ()
    desk.log.add(desk.log.ledger("nil_return"), nil)
    assert desk.fill().text == (("行政处罚", "2025年度，本机关没有作出行政处罚决定。"),)


# -------------------------------------------------------------------- variants


def test_the_province_is_named_in_either_language_or_set(log: Log) -> None:
    assert chosen_form(log).name == "national"
    for typed in ("zhejiang", "浙江", "浙江省"):
        assert chosen_form(log, typed).name == "zhejiang"
    log.set_setting("province", "henan")
    assert chosen_form(log).name == "henan"
    with pytest.raises(Refusal, match=r"火星.*可用：通用、浙江省"):
        chosen_form(log, "火星")


def test_no_figure_of_a_return_is_among_the_indicators(catalogue: Catalogue) -> None:
    for form in catalogue.returns.values():
        assert not set(form.indicators) & set(catalogue.indicators)
        assert set(catalogue.with_return(form).indicators) == set(catalogue.indicators) | set(form.indicators)


@pytest.fixture(scope="module")
def demonstration(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Log]:
    file: Path = tmp_path_factory.mktemp("demonstration") / "log.db"
    with demonstration_log(file) as log:
        yield log


@pytest.mark.parametrize("province", PROVINCES)
def test_every_column_has_a_figure_in_the_demonstration_year(province: str, demonstration: Log) -> None:
    returns = Returns(demonstration, chosen_form(demonstration, province), Period.year(DEMONSTRATION_YEAR))
    filled = returns.fill()
    assert any(one.verified is Verified.TEXT for one in filled.form.sources)
    for table in filled.tables:
        for cell in table.cells:
            hubei_s_organs = cell.figure.indicator.measure == "max"
            assert (cell.figure.value is None) == hubei_s_organs, cell.column
            assert len(cell.explanation) > 10
            assert len(returns.behind(cell.column.indicator)) == cell.figure.records or cell.figure.indicator.over
    sums = [cell.figure.exact for cell in named(filled, "penalty").cells if cell.column.kinds]
    assert filled.total is not None
    penalties = Engine(demonstration).figure("penalties", Period.year(DEMONSTRATION_YEAR))
    assert sum(filter(None, sums)) == filled.total.exact == penalties.exact > 40
    (difference,) = filled.differences
    left = sum(one.figure.exact or 0 for one in difference.exclusions)
    assert difference.whole.exact == (difference.part.exact or 0) + left
    assert [len(one.records) for one in difference.exclusions] == [one.figure.value for one in difference.exclusions]
    assert len(filled.several) >= 5
    assert len(filled.text) >= 5
