"""Commands on the log: making it, records in and out, its soundness, what can be logged and computed."""

import csv
import io
import json
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

import click

from desktop.catalogue import Catalogue, Definitions, Ledger, Refusal, Stored, load
from desktop.cli.shared import as_json, data_file, open_log, plain_records, print_json, targets_of
from desktop.cli.vault import password_file, unlock
from desktop.store import Log, Record
from desktop.store.backups import fetch_attachments, way_back


@click.command()
@click.option("--bureau", default="", help="单位名称。")
@click.option("--province", default="", help="行政执法统计年报按哪个省的表样，如 浙江。")
@click.option("--definitions", type=click.Path(exists=True, dir_okay=False, path_type=Path), multiple=True,
              help="本单位自己的台账、指标定义文件（TOML），可多次。")  # fmt: skip
@click.pass_context
def new(context: click.Context, bureau: str, province: str, definitions: tuple[Path, ...]) -> None:
    """新建数据文件。"""
    from desktop.report.returns import PROVINCE, form_named

    own = [Definitions(file.name, _utf8_text(file)) for file in definitions]
    province = form_named(load(own), province).name if province else ""
    Log.create(data_file(context), settings={"bureau": bureau, PROVINCE: province}, definitions=own).close()
    click.echo(f"已建立 {data_file(context)}。", err=True)


def _utf8_text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(f"{file} 不是 UTF-8 编码。请用记事本另存为 UTF-8 后再试。") from None


@click.command()
@click.argument("ledger")
@click.argument("file", type=click.File("rb"), default="-")
@password_file
@as_json
@click.pass_context
def add(context: click.Context, ledger: str, file: BinaryIO, password: Path | None, as_json: bool) -> None:
    """登记记录：LEDGER 台账，FILE 为 JSON Lines（默认标准输入）。"""
    with open_log(context) as log:
        target = log.ledger(ledger)
        if password:
            unlock(log, password)
        lines, broken = _json_lines(file, target)
        added = log.add_many(target, lines)
    rejected = broken + [
        {"line": one.line, "field": problem.field, "message": problem.message}
        for one in added.rejected
        for problem in one.problems
    ]
    rejected.sort(key=lambda one: int(str(one["line"])))
    if as_json:
        print_json({"added": len(added.ids), "rejected": rejected})
    for one in rejected:
        click.echo(f"第 {one['line']} 行：{one['message']}", err=True)
    click.echo(
        f"已保存 {len(added.ids)} 条到“{target.label}”，退回 {len({one['line'] for one in rejected})} 条。", err=True
    )
    if rejected:
        sys.exit(1)


def _json_lines(
    file: BinaryIO, ledger: Ledger
) -> tuple[list[tuple[int, Mapping[str, object]]], list[dict[str, object]]]:
    """The records of a JSON Lines file with their line numbers, and the lines that are none."""
    good: list[tuple[int, Mapping[str, object]]] = []
    broken: list[dict[str, object]] = []
    for line, raw in enumerate(file, start=1):
        if not raw.strip():
            continue
        try:
            record = json.loads(raw.decode("utf-8-sig"))
        except UnicodeDecodeError:
            broken.append({"line": line, "field": "", "message": "这一行不是 UTF-8 编码，请另存为 UTF-8 后再试。"})
            continue
        except (ValueError, RecursionError):  # not JSON, or a number of thousands of digits
            broken.append({"line": line, "field": "", "message": "这一行不是 JSON，请检查引号、逗号和括号。"})
            continue
        if not isinstance(record, dict):
            message = f'一行应为一条记录，写成 {{"{ledger.title}": "……"}} 的形式。'
            broken.append({"line": line, "field": "", "message": message})
            continue
        good.append((line, record))
    return good, broken


@click.command("list")
@click.argument("ledger")
@as_json
@click.option("--csv", "as_csv", is_flag=True, help="以 CSV 输出（UTF-8，带 BOM）。")
@click.pass_context
def list_records(context: click.Context, ledger: str, as_json: bool, as_csv: bool) -> None:
    """列出台账的记录。"""
    with open_log(context) as log:
        target = log.ledger(ledger)
        if as_json:
            print_json(list(plain_records(log, target, log.records(target))))
        else:
            _print_table(log, target, as_csv=as_csv)


def _titles(log: Log, ledger: Ledger) -> dict[str, dict[str, str]]:
    return {target: log.titles(log.catalogue.ledgers[target]) for target in targets_of(ledger)}


def _print_table(log: Log, ledger: Ledger, *, as_csv: bool) -> None:
    titles = _titles(log, ledger)
    out = io.StringIO()
    writer = csv.writer(out, delimiter="," if as_csv else "\t", lineterminator="\n")
    writer.writerow(["编号", *(field.label for field in ledger.fields.values())])
    for record in log.records(ledger):
        writer.writerow([record["id"], *_shown(ledger, record, titles)])
    # Without the byte order mark Excel reads UTF-8 as the system's code page.
    click.echo(("\ufeff" if as_csv else "") + out.getvalue(), nl=False)


def _shown(ledger: Ledger, record: Record, titles: Mapping[str, Mapping[str, str]]) -> Iterator[str]:
    for name, field in ledger.fields.items():
        value: Stored = record.get(name)
        if field.ledger:
            yield (titles[field.ledger].get(str(value)) or str(value)) if value else ""
        else:
            mark = "约" if field.approx_column and record.get(field.approx_column) else ""
            yield mark + field.display(value)


@click.command()
@click.option("--fetch", is_flag=True, help="先把丢失、改动过的附件从备份取回。")
@as_json
@click.pass_context
def verify(context: click.Context, fetch: bool, as_json: bool) -> None:
    """检查数据文件是否完好。"""
    if fetch:
        with open_log(context) as log:
            back, _ = fetch_attachments(log)
        click.echo(f"已从备份取回 {len(back)} 个附件。", err=True)
    faults = _faults(context)
    if as_json:
        print_json({"sound": not faults, "faults": faults})
    if faults:
        raise Refusal("\n".join(faults))
    click.echo("数据文件完好。", err=True)


def _faults(context: click.Context) -> list[str]:
    """What is wrong, also where it keeps the file from being opened."""
    try:
        with open_log(context) as log:
            return list(log.faults())
    except Refusal as refusal:
        damaged = "备份恢复" in str(refusal)
        return [f"{refusal}{way_back(data_file(context))}" if damaged else str(refusal)]


# -------------------------------------------------------------------- what can be logged and computed


@click.command()
@as_json
@click.pass_context
def catalogue(context: click.Context, as_json: bool) -> None:
    """列出全部台账和指标。"""
    data: Path | None = context.find_root().obj
    if data is None:
        found = load()
    else:
        with open_log(context) as log:
            found = log.catalogue
    if as_json:
        print_json(_catalogue_json(found))
        return
    for ledger in found.ledgers.values():
        click.echo(f"{ledger.group}\t{ledger.label}\t{ledger.name}\t{len(ledger.fields)} 个字段")
    for indicator in found.indicators.values():
        click.echo(f"{indicator.section}\t{indicator.label}\t{indicator.name}\t{indicator.unit}")


def _catalogue_json(found: Catalogue) -> dict[str, object]:
    return {
        "ledgers": [
            {
                "ledger": ledger.name, "label": ledger.label, "group": ledger.group, "unit": ledger.unit,
                "fields": [
                    {
                        "field": field.name, "label": field.label, "type": field.type.name, "unit": field.unit,
                        "needed": field.needed, "secret": field.secret,
                        "choices": dict(field.choices), "ledger": field.ledger,
                    }
                    for field in ledger.fields.values()
                ],
            }
            for ledger in found.ledgers.values()
        ],
        "indicators": [
            {"indicator": one.name, "label": one.label, "unit": one.unit, "section": one.section}
            for one in found.indicators.values()
        ],
    }  # fmt: skip


COMMANDS = (new, add, list_records, verify, catalogue)
