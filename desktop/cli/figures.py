"""Commands on the figures: their values, the records behind one, the year's workbook, the statutory return."""

import json
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import click

from desktop.catalogue import Catalogue, Refusal
from desktop.cli.shared import (
    OUT,
    as_json,
    export_progress,
    from_option,
    open_log,
    period_of,
    plain_records,
    print_json,
    to_option,
    year_option,
)
from desktop.figures import Adjustment, Engine, Figure, Period
from desktop.figures.stating import as_number
from desktop.store import Log


@click.command()
@year_option
@from_option
@to_option
@as_json
@click.pass_context
def figures(context: click.Context, year: int, first: str | None, last: str | None, as_json: bool) -> None:
    """计算一个年度（或其中一段）的全部指标。"""
    with open_log(context) as log:
        found = Engine(log).figures(period_of(year, first, last))
    if as_json:
        print_json([_figure_json(one) for one in found])
        return
    for one in found:
        click.echo(f"{one.indicator.section}\t{one.indicator.label}\t{one.text}")


def _figure_json(one: Figure) -> dict[str, object]:
    return {
        "indicator": one.indicator.name, "label": one.indicator.label, "section": one.indicator.section,
        "unit": one.indicator.unit, "value": one.number, "text": one.text, "previous": one.previous_number,
        "records": one.records, "uncounted": one.uncounted, "reported": as_number(one.reported),
        "adjustment": _adjustment_json(one.adjustment) if one.adjustment else None,
    }  # fmt: skip


def _adjustment_json(one: Adjustment) -> dict[str, object]:
    return {
        "difference": as_number(one.difference), "text": one.text, "doubt": one.doubt,
        "entries": [
            {"id": each.id, "difference": as_number(each.difference), "reason": each.reason, "person": each.person,
             "day": each.day}
            for each in one.entries
        ],
    }  # fmt: skip


@click.command()
@click.argument("indicator")
@year_option
@from_option
@to_option
@click.option("--uncounted", is_flag=True, help="改为列出未计入的记录和原因。")
@as_json
@click.pass_context
def rows(
    context: click.Context,
    indicator: str,
    year: int,
    first: str | None,
    last: str | None,
    uncounted: bool,
    as_json: bool,
) -> None:
    """列出一个指标背后的记录。"""
    period = period_of(year, first, last)
    with open_log(context) as log:
        known = _with_return_of(log.catalogue, indicator)
        engine, name = Engine(log, known), _indicator(known, indicator)
        found = list(
            _uncounted_rows(log, engine, name, period) if uncounted else _counted_rows(log, engine, name, period)
        )
        explanation = engine.explanation(name, period)
    if as_json:
        print_json(found)
        return
    click.echo(explanation, err=True)
    for record in found:
        click.echo(json.dumps(record, ensure_ascii=False))


def _counted_rows(log: Log, engine: Engine, name: str, period: Period) -> Iterator[dict[str, object]]:
    for ledger, records in engine.rows(name, period).items():
        for plain in plain_records(log, log.catalogue.ledgers[ledger], records):
            yield {"ledger": ledger, **plain}


def _uncounted_rows(log: Log, engine: Engine, name: str, period: Period) -> Iterator[dict[str, object]]:
    for ledger, left_out in engine.uncounted(name, period).items():
        plain = plain_records(log, log.catalogue.ledgers[ledger], [one.record for one in left_out])
        for one, record in zip(left_out, plain, strict=True):
            yield {"ledger": ledger, "reason": one.reason, **record}


def _with_return_of(found: Catalogue, typed: str) -> Catalogue:
    """A catalogue that also knows the figures of a return, where one is asked for: zhejiang.penalty_total."""
    form = found.returns.get(typed.partition(".")[0])
    return found.with_return(form) if form else found


def _indicator(found: Catalogue, typed: str) -> str:
    if typed in found.indicators:
        return typed
    named = [one.name for one in found.indicators.values() if one.label == typed]
    if len(named) != 1:
        raise Refusal(f"没有指标“{typed}”。可用 taizhang catalogue 查看全部指标。")
    return named[0]


@click.command()
@year_option
@from_option
@to_option
@click.argument("out", type=OUT)
@click.pass_context
def export(context: click.Context, year: int, first: str | None, last: str | None, out: Path) -> None:
    """导出年度工作簿（Excel）：指标、明细和可重算的公式。"""
    from desktop.report.workbook.year_end import export_workbook

    period = period_of(year, first, last)
    with open_log(context) as log:
        export_workbook(log, period, out, progress=export_progress, made_at=datetime.now())
    click.echo(f"已导出 {out}。", err=True)


@click.command()
@year_option
@click.option("--province", help="按哪个省的表样，默认用设置里的，没有的用通用表样。")
@click.option("--by-kind", is_flag=True, help="并处几种处罚的在各种类下分别计，而不是归入最重的一种。")
@click.argument("out", type=OUT)
@click.pass_context
def returns(context: click.Context, year: int, province: str | None, by_kind: bool, out: Path) -> None:
    """导出行政执法统计年报（Excel）：各表、口径差异、情况说明和明细。"""
    from desktop.report.returns import chosen_form
    from desktop.report.workbook.return_book import export_returns

    with open_log(context) as log:
        form = chosen_form(log, province)
        at, period = datetime.now(), Period.year(year)
        filled = export_returns(log, form, period, out, progress=export_progress, made_at=at, by_kind=by_kind)
    click.echo("\n".join([*filled.warnings, f"已按{form.label}表样导出 {out}。"]), err=True)


COMMANDS = (figures, rows, export, returns)
