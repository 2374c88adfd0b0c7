"""Every job without a window. Data on standard output, messages on standard error, status 0 only on success."""

import csv
import io
import json
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import BinaryIO

import click

from desktop.catalogue import Catalogue, Definitions, Ledger, Refusal, Stored, load
from desktop.catalogue.normalise import written_date
from desktop.figures import Adjustment, Engine, Figure, Period
from desktop.figures.stating import as_number
from desktop.store import Log, Record, plain_record
from desktop.store.editions import EditionHead, Editions

as_json = click.option("--json", "as_json", is_flag=True, help="以 JSON 输出。")
year_option = click.option("--year", type=int, required=True, help="统计年度。")
from_option = click.option("--from", "first", metavar="日期", help="起日，默认 1 月 1 日。")
to_option = click.option("--to", "last", metavar="日期", help="止日，默认 12 月 31 日。")
OUT = click.Path(dir_okay=False, path_type=Path)


def main(arguments: list[str] | None = None) -> None:
    """Entry point of `taizhang`."""
    for stream in (sys.stdout, sys.stderr):
        # What goes to a file or a pipe is UTF-8 on every system; a console takes every character as it is.
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        taizhang.main(args=arguments, prog_name="taizhang", standalone_mode=False)
    except Refusal as refusal:
        _fail(str(refusal))
    except click.ClickException as error:
        _fail(_usage_sentence(error), error.exit_code)
    except click.Abort:
        _fail("已中止。", 130)
    except BrokenPipeError:
        # The reader of a pipe (head, less) has gone: nobody is left to tell.
        sys.stdout = None
        sys.exit(1)
    except OSError as error:
        _fail(f"读写 {error.filename or '文件'} 时出错（{error.strerror}）。请检查路径、权限和磁盘空间。")


def _fail(sentence: str, status: int = 1) -> None:
    click.echo(sentence, err=True)
    sys.exit(status)


def _usage_sentence(error: click.ClickException) -> str:
    """Click's own messages, in Chinese."""
    hint = "可用 --help 查看用法。"
    match error:
        case click.NoSuchOption():
            return f"没有 {error.option_name} 这个选项。{hint}"
        case click.MissingParameter():
            return f"缺少 {_parameter(error)}。{hint}"
        case click.FileError():
            return f"打不开文件 {error.ui_filename}。请核对文件名和读写权限。"
        case click.BadParameter():
            kind = error.param.type if error.param else None
            if isinstance(kind, (click.File, click.Path)):
                quoted = re.search("'([^']+)'", error.message)
                return f"{_parameter(error)} 打不开：{quoted.group(1) if quoted else ''}。请核对名称和读写权限。"
            wanted = "应为整数" if kind is click.INT else "的值不对"
            return f"{_parameter(error)} {wanted}。{hint}"
        case click.UsageError() if "No such command" in error.message:
            return f"没有这个命令。{hint}"
        case click.UsageError() if "extra argument" in error.message:
            return f"命令后面多写了内容；文件名里有空格时要加引号。{hint}"
    return f"命令写得不对。{hint}"


def _parameter(error: click.BadParameter) -> str:
    """The option or argument as it is typed."""
    if error.param is None:
        return ""
    return error.param.opts[0] if isinstance(error.param, click.Option) else error.param.human_readable_name


@click.group(context_settings={"help_option_names": ["--help"]}, invoke_without_command=True)
@click.option("--data", "data", type=click.Path(path_type=Path), metavar="FILE", help="数据文件。")
@click.version_option(package_name="taizhang", prog_name="应急台账", message="%(prog)s %(version)s")
@click.pass_context
def taizhang(context: click.Context, data: Path | None) -> None:
    """应急台账：执法、法制、宣教、应急日常台账与年度报告数据。"""
    context.obj = data
    if context.invoked_subcommand is None:
        from desktop.gui.app import run

        context.exit(run(data))


def _data(context: click.Context) -> Path:
    data: Path | None = context.find_root().obj
    if data is None:
        raise Refusal("没有说明数据文件。请写成 taizhang --data 文件 命令。")
    return data


def _open(context: click.Context) -> Log:
    return Log.open(_data(context))


def _period(year: int, first: str | None, last: str | None) -> Period:
    return Period.year(year, _day(first, "--from"), _day(last, "--to"))


def _day(typed: str | None, option: str) -> date | None:
    try:
        return written_date(typed) if typed else None
    except ValueError as error:
        raise Refusal(f"{option}：{error}。") from None


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, indent=1))


# -------------------------------------------------------------------- the log


@taizhang.command()
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
    Log.create(_data(context), settings={"bureau": bureau, PROVINCE: province}, definitions=own).close()
    click.echo(f"已建立 {_data(context)}。", err=True)


def _utf8_text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError:
        raise Refusal(f"{file} 不是 UTF-8 编码。请用记事本另存为 UTF-8 后再试。") from None


@taizhang.command()
@click.argument("ledger")
@click.argument("file", type=click.File("rb"), default="-")
@as_json
@click.pass_context
def add(context: click.Context, ledger: str, file: BinaryIO, as_json: bool) -> None:
    """登记记录：LEDGER 台账，FILE 为 JSON Lines（默认标准输入）。"""
    with _open(context) as log:
        target = log.ledger(ledger)
        lines, broken = _json_lines(file, target)
        added = log.add_many(target, lines)
    rejected = broken + [
        {"line": one.line, "field": problem.field, "message": problem.message}
        for one in added.rejected
        for problem in one.problems
    ]
    rejected.sort(key=lambda one: int(str(one["line"])))
    if as_json:
        _print_json({"added": len(added.ids), "rejected": rejected})
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


@taizhang.command("list")
@click.argument("ledger")
@as_json
@click.option("--csv", "as_csv", is_flag=True, help="以 CSV 输出（UTF-8，带 BOM）。")
@click.pass_context
def list_records(context: click.Context, ledger: str, as_json: bool, as_csv: bool) -> None:
    """列出台账的记录。"""
    with _open(context) as log:
        target = log.ledger(ledger)
        if as_json:
            _print_json(list(_plain(log, target, log.records(target))))
        else:
            _print_table(log, target, as_csv=as_csv)


def _plain(log: Log, ledger: Ledger, records: Iterable[Record]) -> Iterator[dict[str, object]]:
    names = {target: log.link_names(log.catalogue.ledgers[target]) for target in _targets(ledger)}
    for record in records:
        yield plain_record(ledger, record, names)


def _targets(ledger: Ledger) -> set[str]:
    return {str(field.ledger) for field in ledger.links.values()}


def _titles(log: Log, ledger: Ledger) -> dict[str, dict[str, str]]:
    return {target: log.titles(log.catalogue.ledgers[target]) for target in _targets(ledger)}


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


@taizhang.command()
@as_json
@click.pass_context
def verify(context: click.Context, as_json: bool) -> None:
    """检查数据文件是否完好。"""
    with _open(context) as log:
        faults = list(log.faults())
    if as_json:
        _print_json({"sound": not faults, "faults": faults})
    if faults:
        raise Refusal("\n".join(faults))
    click.echo("数据文件完好。", err=True)


# -------------------------------------------------------------------- what can be logged and computed


@taizhang.command()
@as_json
@click.pass_context
def catalogue(context: click.Context, as_json: bool) -> None:
    """列出全部台账和指标。"""
    data: Path | None = context.find_root().obj
    if data is None:
        found = load()
    else:
        with _open(context) as log:
            found = log.catalogue
    if as_json:
        _print_json(_catalogue_json(found))
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
                        "needed": field.needed, "choices": dict(field.choices), "ledger": field.ledger,
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


# -------------------------------------------------------------------- figures


@taizhang.command()
@year_option
@from_option
@to_option
@as_json
@click.pass_context
def figures(context: click.Context, year: int, first: str | None, last: str | None, as_json: bool) -> None:
    """计算一个年度（或其中一段）的全部指标。"""
    with _open(context) as log:
        found = Engine(log).figures(_period(year, first, last))
    if as_json:
        _print_json([_figure_json(one) for one in found])
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


@taizhang.command()
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
    period = _period(year, first, last)
    with _open(context) as log:
        known = _with_return_of(log.catalogue, indicator)
        engine, name = Engine(log, known), _indicator(known, indicator)
        found = list(
            _uncounted_rows(log, engine, name, period) if uncounted else _counted_rows(log, engine, name, period)
        )
        explanation = engine.explanation(name, period)
    if as_json:
        _print_json(found)
        return
    click.echo(explanation, err=True)
    for record in found:
        click.echo(json.dumps(record, ensure_ascii=False))


def _counted_rows(log: Log, engine: Engine, name: str, period: Period) -> Iterator[dict[str, object]]:
    for ledger, records in engine.rows(name, period).items():
        for plain in _plain(log, log.catalogue.ledgers[ledger], records):
            yield {"ledger": ledger, **plain}


def _uncounted_rows(log: Log, engine: Engine, name: str, period: Period) -> Iterator[dict[str, object]]:
    for ledger, left_out in engine.uncounted(name, period).items():
        plain = _plain(log, log.catalogue.ledgers[ledger], [one.record for one in left_out])
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


@taizhang.command()
@year_option
@from_option
@to_option
@click.argument("out", type=OUT)
@click.pass_context
def export(context: click.Context, year: int, first: str | None, last: str | None, out: Path) -> None:
    """导出年度工作簿（Excel）：指标、明细和可重算的公式。"""
    period = _period(year, first, last)
    with _open(context) as log:
        _export(log, period, out)
    click.echo(f"已导出 {out}。", err=True)


@taizhang.command()
@year_option
@click.option("--province", help="按哪个省的表样，默认用设置里的，没有的用通用表样。")
@click.option("--by-kind", is_flag=True, help="并处几种处罚的在各种类下分别计，而不是归入最重的一种。")
@click.argument("out", type=OUT)
@click.pass_context
def returns(context: click.Context, year: int, province: str | None, by_kind: bool, out: Path) -> None:
    """导出行政执法统计年报（Excel）：各表、口径差异、情况说明和明细。"""
    from desktop.report.returns import chosen_form
    from desktop.report.returns_workbook import export_returns

    with _open(context) as log:
        form = chosen_form(log, province)
        at, period = datetime.now(), Period.year(year)
        filled = export_returns(log, form, period, out, progress=_progress, made_at=at, by_kind=by_kind)
    click.echo("\n".join([*filled.warnings, f"已按{form.label}表样导出 {out}。"]), err=True)


def _progress(done: int, whole: int) -> None:
    if sys.stderr.isatty():
        click.echo(f"\r正在导出 {done}/{whole} 行", err=True, nl=done == whole)


def _export(log: Log, period: Period, out: Path) -> None:
    from desktop.report.workbook import export_workbook

    export_workbook(log, period, out, progress=_progress, made_at=datetime.now())


@taizhang.command()
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

    period, whole_year = _period(year, first, last), not (first or last)
    now = datetime.now()
    day = _day(dated, "--dated") or now.date()
    with _open(context) as log:
        notes = export_report(log, period, out, chosen=outline, whole_year=whole_year, dated=day, made_at=now)
    for note in notes:
        click.echo(note, err=True)
    click.echo(f"已导出 {out}。", err=True)


# -------------------------------------------------------------------- editions


@taizhang.command()
@year_option
@from_option
@to_option
@click.option("--name", default="", help="留存为稿子时的名称，如初稿、送审稿；不写就是定稿。")
@click.pass_context
def finalise(context: click.Context, year: int, first: str | None, last: str | None, name: str) -> None:
    """定稿：把年度报告连同每个数字和背后的记录留存为一个版本，以后不变。"""
    from desktop.report.editions import finalise as keep
    from desktop.report.editions import warnings

    period = _period(year, first, last)
    with _open(context) as log:
        for warning in warnings(log, period):
            click.echo(warning, err=True)
        head = keep(log, period, name=name, final=not name)
    click.echo(f"已{'定稿' if head.final else '留存'}：{head.title}，{head.first} 至 {head.last}。", err=True)


@taizhang.command()
@year_option
@click.option("--difference", "differing", is_flag=True, help="同时列出每个版本与现在的差异。")
@as_json
@click.pass_context
def editions(context: click.Context, year: int, differing: bool, as_json: bool) -> None:
    """列出一个年度留存的版本，从新到旧。"""
    from desktop.report.differences import difference, plain_difference

    with _open(context) as log:
        heads = Editions(log).heads(year)
        found = {one.id: difference(log, one.id) for one in heads} if differing else {}
    if as_json:
        more = {id_: {"difference": plain_difference(one)} for id_, one in found.items()}
        _print_json([{**_edition_json(one), **more.get(one.id, {})} for one in heads])
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


# -------------------------------------------------------------------- demonstration


@taizhang.command()
@click.argument("folder", type=click.Path(file_okay=False, path_type=Path))
@click.option("--report", metavar="NAME", help="生成某份公开年度报告的数据，而不是演示年度。")
@click.pass_context
def demo(context: click.Context, folder: Path, report: str | None) -> None:
    """在 FOLDER 里生成演示年度：数据文件、年度工作簿、年度报告和界面截图。"""
    from desktop.demo import DEMONSTRATION_YEAR, demonstration_log, published_log, published_report
    from desktop.report.word import export_report

    period = published_report(report).period if report else Period.year(DEMONSTRATION_YEAR)
    name = report or "demonstration"
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / f"{name}.db"
    click.echo(f"正在生成 {file} …", err=True)
    with published_log(report, file) if report else demonstration_log(file) as log:
        _export(log, period, folder / f"{name}.xlsx")
        now = datetime.now()
        export_report(log, period, folder / f"{name}.docx", whole_year=False, dated=now.date(), made_at=now)
        if report:
            _print_tally(log, report)
    click.echo(f"已生成 {file} 和同名的工作簿（.xlsx）、年度报告（.docx）。", err=True)
    if not report:
        from desktop.gui.screenshots import take_screenshots

        count = take_screenshots(file, folder / "screenshots")
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


if __name__ == "__main__":
    main()
