"""Commands that take rows in from Excel and CSV."""

import sys
from pathlib import Path

import click

from desktop.cli.shared import OUT, as_json, open_log, print_json


@click.command("import")
@click.argument("ledger")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="只看会怎样，不写入。")
@click.option("--rejects", type=OUT, metavar="OUT.xlsx", help="把没有导入的行连同原因写成工作簿。")
@click.option("--sheet", help="哪张表，默认取表头最像的一张。")
@click.option("--year", type=int, help="没写年份的日期算哪一年，默认看表的标题。")
@click.option(
    "--column", "columns", multiple=True, metavar="列名=字段", help="指定一列对应的字段，可多次；字段空着为不导入。"
)
@click.option("--create-missing", is_flag=True, help="台账里没有的企业等按名称新建。")
@click.option("--doubles", type=click.Choice(["skip", "update", "add"]), default="skip",
              help="可能重复的行：skip 不导入（默认），update 更新原记录，add 另增一条。")  # fmt: skip
@click.option("--reason", help="改动已计入定稿的记录时写明的原因。")
@as_json
@click.pass_context
def import_table(
    context: click.Context,
    ledger: str,
    file: Path,
    dry_run: bool,
    rejects: Path | None,
    sheet: str | None,
    year: int | None,
    columns: tuple[str, ...],
    create_missing: bool,
    doubles: str,
    reason: str | None,
    as_json: bool,
) -> None:
    """把 Excel（.xlsx）或 CSV 表导入台账。"""
    from desktop.exchange import telling
    from desktop.exchange.importing import carry_out
    from desktop.exchange.linking import Answer
    from desktop.exchange.planning import Decisions, OnDouble, make_plan
    from desktop.exchange.reading import open_book
    from desktop.exchange.rejects import write_rejects
    from desktop.exchange.understanding import understand
    from desktop.store.backups import Kind, back_up

    with open_log(context) as log:
        target = log.ledger(ledger)
        understood = understand(log, target, open_book(file), _import_progress, sheet=sheet)
        understood = understood.with_heads(log, columns)
        answers = {(name, ""): Answer.CREATE for name in target.links} if create_missing else {}
        decisions = Decisions(year=year, answers=answers, doubles=OnDouble(doubles))
        plan = make_plan(log, understood, decisions, _import_progress)
        if not dry_run:
            back_up(log.file, Kind.BEFORE_IMPORT, outside=False)
        outcome = None if dry_run else carry_out(log, plan, _import_progress, reason=reason)
        left_out = outcome.left_out if outcome else tuple(plan.left_out)
        if rejects and left_out:
            write_rejects(understood, left_out, rejects, _import_progress)
    if as_json:
        print_json({**telling.plain_plan(plan), **(telling.plain_outcome(outcome) if outcome else {})})
    click.echo("\n".join(telling.sentences(plan)), err=True)
    click.echo(outcome.sentence if outcome else "以上只是预览，没有写入。", err=True)
    if rejects and left_out:
        click.echo(f"没有导入的行连同原因已写入 {rejects}，改正后可再次导入。", err=True)
    if left_out:
        sys.exit(1)


def _import_progress(done: int, whole: int) -> None:
    if whole and sys.stderr.isatty():
        click.echo(f"\r{done}/{whole} 行", err=True, nl=done == whole)


@click.command()
@click.argument("ledger")
@click.argument("out", type=OUT)
@click.pass_context
def template(context: click.Context, ledger: str, out: Path) -> None:
    """生成一种台账的空白导入表（Excel）。"""
    from desktop.exchange.templates import write_template

    with open_log(context) as log:
        count = write_template(log, log.ledger(ledger), out)
    click.echo(f"已生成 {out}，{count} 列，从第 4 行起填写。", err=True)


COMMANDS = (import_table, template)
