"""Commands on the annual report's text."""

from datetime import datetime
from pathlib import Path

import click

from desktop.cli.shared import OUT, from_option, open_log, period_of, to_option, typed_day, year_option


@click.command()
@year_option
@from_option
@to_option
@click.option("--outline", metavar="NAME", default="", help="按哪个提纲写，默认按台账里选定的提纲。")
@click.option("--dated", metavar="日期", help="成文日期，默认今天。")
@click.argument("out", type=OUT)
@click.pass_context
def report(
    context: click.Context,
    year: int,
    first: str | None,
    last: str | None,
    outline: str,
    dated: str | None,
    out: Path,
) -> None:
    """导出年度报告（Word，公文格式）。"""
    from desktop.report.word import export_report

    period, whole_year = period_of(year, first, last), not (first or last)
    now = datetime.now()
    day = typed_day(dated, "--dated") or now.date()
    with open_log(context) as log:
        notes = export_report(log, period, out, chosen=outline, whole_year=whole_year, dated=day, made_at=now)
    for note in notes:
        click.echo(note, err=True)
    click.echo(f"已导出 {out}。", err=True)


COMMANDS = (report,)
