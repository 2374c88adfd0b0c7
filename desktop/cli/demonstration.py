"""The command that makes a demonstration: a generated year with everything that comes of it."""

from datetime import datetime
from pathlib import Path

import click

from desktop.cli.shared import export_progress
from desktop.figures import Engine, Period
from desktop.store import Log


@click.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--report", metavar="NAME", help="生成某份公开年度报告的数据，而不是演示年度。")
@click.pass_context
def demo(context: click.Context, folder: Path, report: str | None) -> None:
    """在 FOLDER 里生成演示年度：数据文件、年度工作簿、年度报告、统计年报和界面截图。"""
    from desktop.demo import DEMONSTRATION_YEAR, demonstration_log, published_log, published_report
    from desktop.demo.draft import DRAFT_NAME, write_demonstration_draft
    from desktop.report.returns import chosen_form
    from desktop.report.word import export_report
    from desktop.report.workbook.return_book import export_returns
    from desktop.report.workbook.year_end import export_workbook

    period = published_report(report).period if report else Period.year(DEMONSTRATION_YEAR)
    name = report or "demonstration"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.db"
    click.echo(f"正在生成 {file} …", err=True)
    with published_log(report, file) if report else demonstration_log(file) as log:
        export_workbook(log, period, folder / f"{name}.xlsx", progress=export_progress, made_at=datetime.now())
        now = datetime.now()
        export_report(log, period, folder / f"{name}.docx", whole_year=False, dated=now.date(), made_at=now)
        year = Period.year(period.last.year)
        export_returns(
            log, chosen_form(log), year, folder / f"{name}-returns.xlsx", progress=export_progress, made_at=now
        )
        if report:
            _print_tally(log, report)
        else:
            write_demonstration_draft(log, period, now.date(), folder / DRAFT_NAME)
    click.echo(f"已生成 {file} 和同名的工作簿（.xlsx）、年度报告（.docx）、统计年报（-returns.xlsx）。", err=True)
    if not report:
        from desktop.gui.help.pictures import take_help_pictures
        from desktop.gui.screenshots import DEMONSTRATION_DAY, take_screenshots

        click.echo(f"已生成 {folder / DRAFT_NAME}，里面有几处错，可在“校核”里打开。", err=True)
        count = take_screenshots(file, folder / "screenshots")
        count += take_help_pictures(file, folder / "screenshots" / "help", DEMONSTRATION_DAY)
        click.echo(f"已把 {count} 幅界面截图存入 {folder / 'screenshots'}。", err=True)


def _print_tally(log: Log, name: str) -> None:
    """How many figures of a published report the generated log yields."""
    from desktop.demo import published_report

    report, engine = published_report(name), Engine(log)
    wanted = [one for one in report.figures if one.indicator]
    met = 0
    for printed in wanted:
        found = engine.figure(str(printed.indicator), report.period_of(printed))
        met += found.value == printed.expected
    click.echo(f"{name}：{met}/{len(wanted)} 个数据与公开报告一致", err=True)


COMMANDS = (demo,)
