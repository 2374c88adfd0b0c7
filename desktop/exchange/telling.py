"""A plan and its outcome as plain data, for the command line and for programs."""

from desktop.exchange.importing import Outcome
from desktop.exchange.planning import Kind, Plan, PlannedRow


def plain_plan(plan: Plan) -> dict[str, object]:
    """What an import would do, as JSON carries it."""
    understood, counts = plan.understanding, plan.counts
    return {
        "sheet": understood.sheet.name, "head_row": understood.head.first,
        "head_lines": 1 + understood.head.last - understood.head.first,
        "year": plan.decisions.year or understood.head.year, "remembered": understood.remembered,
        "columns": [
            {"column": one.index + 1, "head": one.head, "field": one.target, "confidence": one.confidence,
             "reason": one.reason}
            for one in understood.columns
        ],
        "sealed": [one.row.number for one in plan.sealed],
        "counts": {kind.value: counts[kind] for kind in Kind},
        "rows": [_plain_row(one) for one in plan.rows if one.kind not in (Kind.NEW, Kind.SAME)],
        "skipped": [{"row": one.number, "reason": one.reason, "text": one.text} for one in plan.skipped],
        "questions": [
            {"field": one.field, "name": one.name, "rows": one.rows, "answer": one.answer,
             "proposals": [{"id": each.id, "name": each.name, "likeness": each.per_cent, "reason": each.reason}
                           for each in one.proposals]}
            for one in plan.questions
        ],
        "readings": [{"head": one.head, "written": one.written, "read": one.read, "rows": one.rows}
                     for one in plan.readings],
        "defaults": dict(plan.defaults),
    }  # fmt: skip


def _plain_row(one: PlannedRow) -> dict[str, object]:
    return {
        "row": one.row.number, "kind": one.kind.value, "id": one.id, "reason": one.reason,
        "differences": [
            {"field": each.field, "label": each.label, "before": each.before, "after": each.after}
            for each in one.differences
        ],
        "problems": [{"head": each.head, "value": each.value, "message": each.message} for each in one.problems],
    }  # fmt: skip


def plain_outcome(outcome: Outcome) -> dict[str, object]:
    """What became of an import, as JSON carries it."""
    return {
        "added": outcome.added, "updated": outcome.updated, "created": outcome.created, "same": outcome.same,
        "rejected": [{"row": one.row.number, "reason": one.reason} for one in outcome.left_out],
    }  # fmt: skip


def sentences(plan: Plan) -> list[str]:
    """What a person at a terminal has to know before anything is written."""
    understood = plan.understanding
    said = [f"表“{understood.sheet.name}”，表头在第 {understood.head.first} 行。"]
    said += [
        f"列“{one.head}”→ {one.target}（{one.reason}）" if one.target else f"列“{one.head}”不导入（{one.reason}）"
        for one in understood.columns
        if one.head or one.target
    ]
    said += [f"“{one.head}”里的“{one.written}”读作“{one.read}”，{one.rows} 行。" for one in plan.readings]
    said += [f"没有“{label}”这一列，新记录按“{value}”登记。" for label, value in plan.defaults]
    said += [f"第 {one.number} 行没有读：{one.reason}（{one.text}）。" for one in plan.skipped]
    for one in plan.rows:
        said += [f"第 {one.row.number} 行：{one.reason}"] if one.reason else []
        if one.kind is Kind.UPDATE:
            changes = "，".join(f"{each.label}由“{each.before}”改为“{each.after}”" for each in one.differences)
            said.append(f"第 {one.row.number} 行更新：{changes}。")
    counts = plan.counts
    said.append(
        f"新增 {counts[Kind.NEW]} 条，更新 {counts[Kind.UPDATE]} 条，{counts[Kind.SAME]} 行台账里已有，"
        f"{counts[Kind.DOUBLE]} 行可能重复，{counts[Kind.REJECTED]} 行退回。"
    )
    if plan.understanding.beside:
        said.append("右边还有一个同样表头的表，没有读；请把它接到左边的表下面，再导入一次。")
    if plan.hidden:
        said.append(f"其中 {plan.hidden} 行在表里是隐藏的，也一起导入。")
    if plan.sealed:
        said.append(f"其中 {len(plan.sealed)} 行写有举报人信息，要加密保存，只能在窗口里解锁后导入；这里导入时退回。")
    return said
