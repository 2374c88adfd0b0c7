"""What the commands share: their common options, the data file, the period, how results are printed."""

import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

import click

from desktop.catalogue import Ledger, Refusal
from desktop.catalogue.normalise import written_date
from desktop.figures import Period
from desktop.store import Log, Record, plain_record

as_json = click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
year_option = click.option("--year", type=int, required=True, help="统计年度。")
from_option = click.option("--from", "first", metavar="日期", help="起日，默认1月1日。")
to_option = click.option("--to", "last", metavar="日期", help="止日，默认12月31日。")
OUT = click.Path(dir_okay=False, path_type=Path)


def data_file(context: click.Context) -> Path:
    """The file of `--data`; `Refusal` where none is given."""
    data: Path | None = context.find_root().obj
    if data is None:
        raise Refusal("没有说明数据文件。请写成 taizhang --data 文件 命令。")
    return data


def open_log(context: click.Context) -> Log:
    """The log of `--data`."""
    return Log.open(data_file(context))


def period_of(year: int, first: str | None, last: str | None) -> Period:
    """The year, or the part of it that `--from` and `--to` cut out."""
    return Period.year(year, typed_day(first, "--from"), typed_day(last, "--to"))


def typed_day(typed: str | None, option: str) -> date | None:
    """A day as it was typed after an option."""
    try:
        return written_date(typed) if typed else None
    except ValueError as error:
        raise Refusal(f"{option}：{error}。") from None


def print_json(value: object) -> None:
    """A result on standard output."""
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


def export_progress(done: int, whole: int) -> None:
    """How far an export is, where somebody watches."""
    if sys.stderr.isatty():
        click.echo(f"\r正在导出 {done}/{whole} 行", err=True, nl=done == whole)


def plain_records(log: Log, ledger: Ledger, records: Iterable[Record]) -> Iterator[dict[str, object]]:
    """Records as JSON carries them, links by their natural keys."""
    names = {target: log.link_names(log.catalogue.ledgers[target]) for target in targets_of(ledger)}
    for record in records:
        yield plain_record(ledger, record, names)


def targets_of(ledger: Ledger) -> set[str]:
    """The ledgers to which a ledger's records link."""
    return {str(field.ledger) for field in ledger.links.values()}
