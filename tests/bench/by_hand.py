"""The same figures written by hand: one SELECT a ledger and date, and the same in pandas."""

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import pandas as pd

OURS = "('本局', '下级', '镇街')"
DONE = "('已整改', '已销号')"

# For each SELECT: the indicators in the order of its columns. A share is two columns, its part and its whole.
STATEMENTS: list[tuple[list[str], str]] = [
    (
        ["checks", "checks_all_levels", "inspected_enterprises", "inspected_enterprises_all_levels", "planned_checks",
         "planned_checks_all_levels", "random_checks", "special_checks", "tip_off_checks", "joint_checks",
         "check_personnel", "check_records_made", "rectification_orders", "checks_annual_return"],
        f"""SELECT
            count(*) FILTER (WHERE level = '本局'),
            count(*) FILTER (WHERE level IN {OURS}),
            count(DISTINCT enterprise) FILTER (WHERE level = '本局'),
            count(DISTINCT enterprise) FILTER (WHERE level IN {OURS}),
            count(*) FILTER (WHERE level = '本局' AND kind = '计划检查'),
            count(*) FILTER (WHERE level IN {OURS} AND kind = '计划检查'),
            count(*) FILTER (WHERE level = '本局' AND kind = '双随机抽查'),
            count(*) FILTER (WHERE level = '本局' AND kind = '专项检查'),
            count(*) FILTER (WHERE level = '本局' AND kind = '举报核查'),
            count(*) FILTER (WHERE level = '本局' AND instr(method, '"联合检查"') > 0),
            sum(checker_count) FILTER (WHERE level = '本局'),
            count(*) FILTER (WHERE level = '本局' AND instr(documents, '"现场检查记录"') > 0),
            count(*) FILTER (WHERE level = '本局' AND instr(documents, '"责令限期整改指令书"') > 0),
            count(*) FILTER (WHERE level = '本局' AND enterprise IS NOT NULL AND complete_record = 1
                                   AND led_to_action = 0)
        FROM enforcement_check WHERE deleted_at IS NULL AND checked_on BETWEEN :first AND :last""",
    ),
    (
        ["hazards", "hazards_all_levels", "hazards_rectified", "hazards_rectified_all_levels", "hazards_pending",
         "hazards_overdue", "general_hazards", "general_hazards_rectified", "major_hazards",
         "major_hazards_all_levels", "major_hazards_rectified", "major_hazards_rectified_all_levels",
         "violations_handled", "hazard_on_time_rate"],
        f"""SELECT
            count(*) FILTER (WHERE level = '本局'),
            count(*) FILTER (WHERE level IN {OURS}),
            count(*) FILTER (WHERE level = '本局' AND status IN {DONE}),
            count(*) FILTER (WHERE level IN {OURS} AND status IN {DONE}),
            count(*) FILTER (WHERE level = '本局' AND status IN ('未整改', '限期整改', '逾期未整改')),
            count(*) FILTER (WHERE level = '本局' AND status = '逾期未整改'),
            count(*) FILTER (WHERE level = '本局' AND grade = '一般隐患'),
            count(*) FILTER (WHERE level = '本局' AND grade = '一般隐患' AND status IN {DONE}),
            count(*) FILTER (WHERE level = '本局' AND grade = '重大隐患'),
            count(*) FILTER (WHERE level IN {OURS} AND grade = '重大隐患'),
            count(*) FILTER (WHERE level = '本局' AND grade = '重大隐患' AND status IN {DONE}),
            count(*) FILTER (WHERE level IN {OURS} AND grade = '重大隐患' AND status IN {DONE}),
            count(*) FILTER (WHERE level = '本局' AND kind = '违法违规行为' AND source = '执法检查'),
            count(*) FILTER (WHERE level = '本局' AND due_on IS NOT NULL AND rectified_on IS NOT NULL
                                   AND rectified_on <= due_on),
            count(*) FILTER (WHERE level = '本局' AND due_on IS NOT NULL AND rectified_on IS NOT NULL)
        FROM hazard WHERE deleted_at IS NULL AND found_on BETWEEN :first AND :last""",
    ),
    (
        ["penalties", "penalties_all_levels", "preventive_penalties", "ordinary_penalties", "summary_penalties",
         "penalised_enterprises", "penalty_fines", "penalty_fines_all_levels", "check_fines", "accident_fines",
         "least_legal_reviews"],
        f"""SELECT
            count(*) FILTER (WHERE level = '本局' AND result = '给予处罚'),
            count(*) FILTER (WHERE level IN {OURS} AND result = '给予处罚'),
            count(*) FILTER (WHERE level = '本局' AND result = '给予处罚' AND stage = '事前'),
            count(*) FILTER (WHERE level = '本局' AND result = '给予处罚'
                AND procedure IN ('普通程序', '快速办理')),
            count(*) FILTER (WHERE level = '本局' AND result = '给予处罚' AND procedure = '简易程序'),
            count(DISTINCT enterprise) FILTER (WHERE level = '本局' AND result = '给予处罚'),
            sum(fine) FILTER (WHERE level = '本局') / 1e6,
            sum(fine) FILTER (WHERE level IN {OURS}) / 1e6,
            sum(fine) FILTER (WHERE level = '本局' AND case_source = '执法检查') / 1e6,
            sum(fine) FILTER (WHERE level = '本局' AND case_source = '事故调查') / 1e6,
            min(legal_review_count) FILTER (WHERE level = '本局' AND result = '给予处罚')
        FROM penalty_case WHERE deleted_at IS NULL AND decided_on BETWEEN :first AND :last""",
    ),
    (
        ["cases_filed", "cases_filed_all_levels", "preventive_cases_filed"],
        f"""SELECT
            count(*) FILTER (WHERE level = '本局'),
            count(*) FILTER (WHERE level IN {OURS}),
            count(*) FILTER (WHERE level = '本局' AND stage = '事前')
        FROM penalty_case WHERE deleted_at IS NULL AND filed_on BETWEEN :first AND :last""",
    ),
    (
        ["tip_offs_accepted", "opinion_complaints_accepted", "hotline_tip_offs", "hotline_tip_offs_closed",
         "hotline_12350_tip_offs", "platform_tip_offs", "platform_tip_offs_verified", "platform_rewards_paid",
         "platform_reward_amount", "tip_offs_on_time_rate"],
        """SELECT
            count(*) FILTER (WHERE level = '本局' AND kind = '举报'),
            count(*) FILTER (WHERE level = '本局' AND kind = '舆情投诉'),
            count(*) FILTER (WHERE level = '本局' AND channel = '12345热线'),
            count(*) FILTER (WHERE level = '本局' AND channel = '12345热线' AND closed_on IS NOT NULL),
            count(*) FILTER (WHERE level = '本局' AND channel = '12350'),
            count(*) FILTER (WHERE level = '本局' AND channel = '举报奖励平台'),
            count(*) FILTER (WHERE level = '本局' AND channel = '举报奖励平台' AND conclusion = '属实'),
            count(*) FILTER (WHERE level = '本局' AND channel = '举报奖励平台' AND reward_status = '已发放'),
            sum(reward) FILTER (WHERE level = '本局' AND channel = '举报奖励平台' AND reward_status = '已发放') / 1e2,
            count(*) FILTER (WHERE level = '本局' AND kind IN ('举报', '舆情投诉') AND closed_on <= due_on),
            count(*) FILTER (WHERE level = '本局' AND kind IN ('举报', '舆情投诉') AND due_on IS NOT NULL)
        FROM tip_off WHERE deleted_at IS NULL AND accepted_on BETWEEN :first AND :last""",
    ),
    (
        ["publicity_sessions", "publicity_people", "bureau_lectures", "lecture_people", "lecture_enterprises",
         "livestreams", "quiz_people", "offline_publicity_people"],
        """SELECT
            count(*), sum(participants),
            count(*) FILTER (WHERE kind = '宣讲' AND level = '本局'),
            sum(participants) FILTER (WHERE kind IN ('宣讲', '直播')),
            sum(enterprises) FILTER (WHERE kind = '宣讲'),
            count(*) FILTER (WHERE kind = '直播' AND level = '本局'),
            sum(participants) FILTER (WHERE kind = '知识竞赛'),
            sum(participants) FILTER (WHERE mode = '线下' AND level = '本局')
        FROM publicity_event WHERE deleted_at IS NULL AND held_on BETWEEN :first AND :last""",
    ),
]  # fmt: skip
SHARES = frozenset(("hazard_on_time_rate", "tip_offs_on_time_rate"))
NAMES = [name for names, _ in STATEMENTS for name in names]


def single_pass(connection: object, first: str, last: str) -> dict[str, float]:
    """Run the six statements."""
    found: dict[str, float] = {}
    for names, text in STATEMENTS:
        row = list(connection.execute(text, {"first": first, "last": last}).fetchone())  # type: ignore[attr-defined]
        for name in names:
            value = row.pop(0)
            found[name] = 100 * value / row.pop(0) if name in SHARES else value
    return found


_TABLES = ("enforcement_check", "hazard", "penalty_case", "tip_off", "publicity_event")


def load_frames(file: Path) -> "dict[str, pd.DataFrame]":
    """The five ledgers as data frames, as a script with pandas would read them."""
    import sqlite3

    import pandas as pd

    with sqlite3.connect(file) as connection:
        return {t: pd.read_sql_query(f'SELECT * FROM "{t}" WHERE deleted_at IS NULL', connection) for t in _TABLES}


def with_pandas(frames: "dict[str, pd.DataFrame]", first: str, last: str) -> dict[str, float]:
    """The same figures from data frames that are in memory."""
    c, h, p, t, e = (frames[name] for name in _TABLES)
    filed = p[p.filed_on.between(first, last)]
    c, h = c[c.checked_on.between(first, last)], h[h.found_on.between(first, last)]
    p, t = p[p.decided_on.between(first, last)], t[t.accepted_on.between(first, last)]
    e = e[e.held_on.between(first, last)]
    ours, done, own = ["本局", "下级", "镇街"], ["已整改", "已销号"], "本局"
    cb, co = c.level == own, c.level.isin(ours)
    hb, ho, hd = h.level == own, h.level.isin(ours), h.status.isin(done)
    pb, po, given = p.level == own, p.level.isin(ours), p.result == "给予处罚"
    tb, platform = t.level == own, t.channel == "举报奖励平台"
    paid, hotline = t.reward_status == "已发放", t.channel == "12345热线"
    complaints = tb & t.kind.isin(["举报", "舆情投诉"])
    timed = hb & h.due_on.notna() & h.rectified_on.notna()
    return {
        "checks": cb.sum(), "checks_all_levels": co.sum(), "inspected_enterprises": c[cb].enterprise.nunique(),
        "inspected_enterprises_all_levels": c[co].enterprise.nunique(),
        "planned_checks": (cb & (c.kind == "计划检查")).sum(),
        "planned_checks_all_levels": (co & (c.kind == "计划检查")).sum(),
        "random_checks": (cb & (c.kind == "双随机抽查")).sum(), "special_checks": (cb & (c.kind == "专项检查")).sum(),
        "tip_off_checks": (cb & (c.kind == "举报核查")).sum(),
        "joint_checks": (cb & c.method.str.contains('"联合检查"', regex=False, na=False)).sum(),
        "check_personnel": c[cb].checker_count.sum(),
        "check_records_made": (cb & c.documents.str.contains('"现场检查记录"', regex=False, na=False)).sum(),
        "rectification_orders": (cb & c.documents.str.contains('"责令限期整改指令书"', regex=False, na=False)).sum(),
        "checks_annual_return": (cb & c.enterprise.notna() & (c.complete_record == 1) & (c.led_to_action == 0)).sum(),
        "hazards": hb.sum(), "hazards_all_levels": ho.sum(), "hazards_rectified": (hb & hd).sum(),
        "hazards_rectified_all_levels": (ho & hd).sum(),
        "hazards_pending": (hb & h.status.isin(["未整改", "限期整改", "逾期未整改"])).sum(),
        "hazards_overdue": (hb & (h.status == "逾期未整改")).sum(),
        "general_hazards": (hb & (h.grade == "一般隐患")).sum(),
        "general_hazards_rectified": (hb & hd & (h.grade == "一般隐患")).sum(),
        "major_hazards": (hb & (h.grade == "重大隐患")).sum(),
        "major_hazards_all_levels": (ho & (h.grade == "重大隐患")).sum(),
        "major_hazards_rectified": (hb & hd & (h.grade == "重大隐患")).sum(),
        "major_hazards_rectified_all_levels": (ho & hd & (h.grade == "重大隐患")).sum(),
        "violations_handled": (hb & (h.kind == "违法违规行为") & (h.source == "执法检查")).sum(),
        "hazard_on_time_rate": 100 * (timed & (h.rectified_on <= h.due_on)).sum() / timed.sum(),
        "penalties": (pb & given).sum(), "penalties_all_levels": (po & given).sum(),
        "preventive_penalties": (pb & given & (p.stage == "事前")).sum(),
        "ordinary_penalties": (pb & given & p.procedure.isin(["普通程序", "快速办理"])).sum(),
        "summary_penalties": (pb & given & (p.procedure == "简易程序")).sum(),
        "penalised_enterprises": p[pb & given].enterprise.nunique(), "penalty_fines": p[pb].fine.sum() / 1e6,
        "penalty_fines_all_levels": p[po].fine.sum() / 1e6,
        "check_fines": p[pb & (p.case_source == "执法检查")].fine.sum() / 1e6,
        "accident_fines": p[pb & (p.case_source == "事故调查")].fine.sum() / 1e6,
        "least_legal_reviews": p[pb & given].legal_review_count.min(),
        "cases_filed": (filed.level == own).sum(), "cases_filed_all_levels": filed.level.isin(ours).sum(),
        "preventive_cases_filed": ((filed.level == own) & (filed.stage == "事前")).sum(),
        "tip_offs_accepted": (tb & (t.kind == "举报")).sum(),
        "opinion_complaints_accepted": (tb & (t.kind == "舆情投诉")).sum(), "hotline_tip_offs": (tb & hotline).sum(),
        "hotline_tip_offs_closed": (tb & hotline & t.closed_on.notna()).sum(),
        "hotline_12350_tip_offs": (tb & (t.channel == "12350")).sum(), "platform_tip_offs": (tb & platform).sum(),
        "platform_tip_offs_verified": (tb & platform & (t.conclusion == "属实")).sum(),
        "platform_rewards_paid": (tb & platform & paid).sum(),
        "platform_reward_amount": t[tb & platform & paid].reward.sum() / 1e2,
        "tip_offs_on_time_rate":
            100 * (complaints & (t.closed_on <= t.due_on)).sum() / (complaints & t.due_on.notna()).sum(),
        "publicity_sessions": len(e), "publicity_people": e.participants.sum(),
        "bureau_lectures": ((e.kind == "宣讲") & (e.level == own)).sum(),
        "lecture_people": e[e.kind.isin(["宣讲", "直播"])].participants.sum(),
        "lecture_enterprises": e[e.kind == "宣讲"].enterprises.sum(),
        "livestreams": ((e.kind == "直播") & (e.level == own)).sum(),
        "quiz_people": e[e.kind == "知识竞赛"].participants.sum(),
        "offline_publicity_people": e[(e["mode"] == "线下") & (e.level == own)].participants.sum(),
    }  # fmt: skip
