"""The command that checks a draft."""

from pathlib import Path

import click

from desktop.catalogue import Refusal, load
from desktop.cli.shared import as_json, data_file, from_option, open_log, period_of, print_json, to_option


@click.command(name="check-draft")
@click.option("--year", type=int, help="与台账核对的年度；写了 --data 才要。")
@from_option
@to_option
@click.option(
    "--last-year", "last_year", type=click.Path(dir_okay=False, path_type=Path),
    help="上年的报告，找出一字不差的句子；默认用台账里上年的定稿。",
)  # fmt: skip
@as_json
@click.argument("file", type=click.Path(path_type=Path))
@click.pass_context
def check_draft(
    context: click.Context, year: int | None, first: str | None, last: str | None, last_year: Path | None,
    as_json: bool, file: Path,
) -> None:  # fmt: skip
    """校核一份稿子：数字是否自相矛盾，与台账是否一致。

    定稿里有而稿子里没有的数列在最后；写了 --json 时它们的 quote 和 printed 为空，expected 是定稿写的数。
    """
    from desktop.report.draft.checking import check_draft as check
    from desktop.report.draft.knowing import known
    from desktop.report.draft.opening import open_draft

    draft = open_draft(file)
    before = open_draft(last_year).text if last_year else ""
    if context.find_root().obj is None:
        found = check(draft.text, load(), last_year=before)
    else:
        if year is None:
            raise Refusal("与台账核对要写明年度。请加上 --year 2025 这样的年度。")
        data_file(context)
        with open_log(context) as log:
            found = check(draft.text, log.catalogue, known(log, period_of(year, first, last)), before)
    if as_json:
        lacking = [one.to_json(draft.text) for one in found.lacking]
        print_json([*(one.to_json() for one in found.findings), *lacking])
        return
    for one in found.findings:
        click.echo(f"{one.sureness}\t{one.quote}\t{one.explanation}")
    for missing in found.lacking:
        click.echo(f"定稿里有而稿子里没有\t{missing.label}\t{missing.text}")
    click.echo(f"读到 {len(found.quantities)} 个数字，发现 {len(found.findings)} 处。", err=True)


COMMANDS = (check_draft,)
