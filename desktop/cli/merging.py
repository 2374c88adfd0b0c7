"""Commands for several desks: packing what one logged, merging what others did."""

from datetime import datetime
from pathlib import Path

import click

from desktop.catalogue import Refusal
from desktop.cli.shared import OUT, as_json, data_file, open_log, print_json
from desktop.store import Log
from desktop.store.conflicts import Conflict, conflicts, settle
from desktop.store.places import with_ending


@click.command()
@click.argument("out", type=OUT)
@click.pass_context
def pack(context: click.Context, out: Path) -> None:
    """把本机登记的内容打包成 OUT（.taizhang），拿到另一台电脑上合并。"""
    from desktop.exchange import desk_package

    with open_log(context) as log:
        out = with_ending(out, desk_package.SUFFIX)
        head = desk_package.pack(log, out, datetime.now())
    click.echo(f"{desk_package.packed_words(head, out)}。举报人的身份信息没有打包，包里只有“王**”。", err=True)


@click.command()
@click.argument("files", nargs=-1, type=click.Path(dir_okay=False, path_type=Path))
@click.option("--conflicts", "listing", is_flag=True, help="只列出两个工位改得不一样、还没有选定的地方。")
@click.option("--choose", type=(int, int), metavar="第几处 第几个", help="选定一处的值，序号见 --conflicts。")
@as_json
@click.pass_context
def merge(
    context: click.Context, files: tuple[Path, ...], listing: bool, choose: tuple[int, int] | None, as_json: bool
) -> None:
    """合并其他工位的包 FILE …；先备份一次，全部合并或都不合并。"""
    from desktop.exchange import desk_package
    from desktop.store import backups

    if not files and not listing and choose is None:
        raise click.MissingParameter(param=context.command.params[0])
    with open_log(context) as log:
        if choose is not None:
            click.echo(_choose(conflicts(log), *choose, log=log), err=True)
        told: dict[str, object] = {}
        if files:
            backups.back_up(data_file(context), backups.Kind.BEFORE_MERGE, outside=False)
            done = desk_package.merge(log, files)
            told = {"entries": done.entries, "added": done.added, "changed": done.changed, "doubles": done.doubles}
            click.echo(desk_package.sentence(log, done), err=True)
        open_ = conflicts(log)
    if as_json:
        print_json({**told, "conflicts": [_plain(one) for one in open_]})
    for number, one in enumerate(open_, 1):
        click.echo(f"{number}. {one.title}的{one.label}：{_sides(one)}", err=True)


def _choose(found: list[Conflict], number: int, place: int, *, log: Log) -> str:
    if not 0 < number <= len(found) or not 0 < place <= len(found[number - 1].sides):
        raise Refusal(f"没有第 {number} 处的第 {place} 个值。请用 --conflicts 看现有的。")
    return settle(log, found[number - 1], place - 1)


def _sides(one: Conflict) -> str:
    said = (f"（{place}）{side.text}，{side.person}" for place, side in enumerate(one.sides, 1))
    return "；".join(said) + "；现用（1）"


def _plain(one: Conflict) -> dict[str, object]:
    return {
        "ledger": one.ledger.name, "id": one.id, "title": one.title, "field": one.field, "label": one.label,
        "sides": [{"text": side.text, "person": side.person, "at": side.at} for side in one.sides],
    }  # fmt: skip


COMMANDS = (pack, merge)
