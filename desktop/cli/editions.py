"""Commands on the kept versions of the annual report."""

import click

from desktop.cli.shared import as_json, from_option, open_log, period_of, print_json, to_option, year_option
from desktop.store.editions import EditionHead, Editions


@click.command()
@year_option
@from_option
@to_option
@click.option("--name", default="", help="留存为稿子时的名称，如初稿、送审稿；不写就是定稿。")
@click.pass_context
def finalise(context: click.Context, year: int, first: str | None, last: str | None, name: str) -> None:
    """定稿：把年度报告连同每个数字和背后的记录留存为一个版本，以后不变。"""
    from desktop.figures import Engine
    from desktop.report.editions.finalising import finalise as keep
    from desktop.report.editions.finalising import warnings

    period = period_of(year, first, last)
    with open_log(context) as log:
        for warning in warnings(log, period, Engine(log).figures(period)):
            click.echo(warning, err=True)
        head = keep(log, period, name=name, final=not name)
    click.echo(f"已{'定稿' if head.final else '留存'}：{head.title}，{head.first} 至 {head.last}。", err=True)


@click.command()
@year_option
@click.option("--difference", "differing", is_flag=True, help="同时列出每个版本与现在的差异。")
@as_json
@click.pass_context
def editions(context: click.Context, year: int, differing: bool, as_json: bool) -> None:
    """列出一个年度留存的版本，从新到旧。"""
    from desktop.report.editions.differences import difference, plain_difference

    with open_log(context) as log:
        heads = Editions(log).heads(year)
        found = {one.id: difference(log, one.id) for one in heads} if differing else {}
    if as_json:
        more = {id_: {"difference": plain_difference(one)} for id_, one in found.items()}
        print_json([{**_edition_json(one), **more.get(one.id, {})} for one in heads])
        return
    for one in heads:
        click.echo(f"{one.name}\t{one.first} 至 {one.last}\t{one.at}\t{one.person}")
        if one.id in found:
            click.echo(f"\t{found[one.id].sentence}")


def _edition_json(one: EditionHead) -> dict[str, object]:
    return {
        "id": one.id, "year": one.year, "number": one.number, "name": one.name, "final": one.final,
        "from": one.first, "to": one.last, "at": one.at, "person": one.person, "outline": one.outline,
        "hash": one.hash,
    }  # fmt: skip


COMMANDS = (finalise, editions)
