"""Commands on backups: making one, bringing one back."""

import sys
from pathlib import Path

import click

from desktop.cli.shared import as_json, data_file, print_json
from desktop.store.backups import Backup, Kind, OtherLog, back_up, listed, read_settings
from desktop.store.backups import restore as bring_back

FOLDER = click.Path(file_okay=False, path_type=Path)


@click.command()
@click.argument("folder", type=FOLDER, required=False)
@click.option("--list", "listing", is_flag=True, help="不备份，只列出已有的备份，从新到旧。")
@as_json
@click.pass_context
def backup(context: click.Context, folder: Path | None, listing: bool, as_json: bool) -> None:
    """备份数据文件和附件到 FOLDER，默认到设置里的备份文件夹；别人正在登记也可以备份。"""
    file = data_file(context)
    if listing:
        _print_list(listed(folder or read_settings(file).folder), as_json)
        return
    report = back_up(file, Kind.BY_HAND, folder=folder)
    if as_json:
        print_json({**_plain(report.backup), "outside": str(report.outside.file) if report.outside else None})
    click.echo(f"已备份 {report.backup.records} 条记录到 {report.backup.file}。", err=True)
    for sentence in (*(f"{one}。" for one in report.backup.faults), report.outside_problem):
        if sentence:
            click.echo(sentence, err=True)


def _print_list(found: list[Backup], as_json: bool) -> None:
    if as_json:
        print_json([_plain(one) for one in found])
        return
    for one in found:
        click.echo(f"{one.at:%Y-%m-%d %H:%M}\t{one.kind or ''}\t{one.records} 条\t{one.state}\t{one.file}")


def _plain(one: Backup) -> dict[str, object]:
    return {
        "file": str(one.file), "kind": one.kind, "at": f"{one.at:%Y-%m-%d %H:%M:%S}", "size": one.size,
        "records": one.records, "attachments": len(one.attachments), "state": one.state, "sha256": one.sha256,
        "faults": list(one.faults),
    }  # fmt: skip


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--other", is_flag=True, help="备份是别的单位或别的工位的，仍要恢复。")
@as_json
@click.pass_context
def restore(context: click.Context, file: Path, other: bool, as_json: bool) -> None:
    """用备份 FILE 恢复数据文件和附件；现在的内容先备份一次。"""
    target = data_file(context)
    try:
        done = bring_back(file, target, folder=read_settings(target).folder, other_log=other)
    except OtherLog as refusal:
        sentence = str(refusal).replace("请选“仍要恢复”", "请加 --other")
        raise OtherLog(sentence) from refusal
    if as_json:
        saved = str(done.saved.file) if done.saved else None
        print_json({"file": str(target), "records": done.records, "saved": saved, "lost": list(done.lost)})
    click.echo(f"已恢复到 {target}，有 {done.records} 条记录。", err=True)
    if done.saved:
        click.echo(f"恢复前的内容在 {done.saved.file}。", err=True)
    for name in done.lost:
        click.echo(f"附件 {name} 在备份里也没有，没有恢复。", err=True)
    if done.lost:
        sys.exit(1)


COMMANDS = (backup, restore)
