"""The program's entry: the commands together, and what is said where one cannot be carried out."""

import io
import re
import sys
from importlib import import_module
from pathlib import Path

import click

from desktop.refusal import Refusal

COMMANDS = {
    "new": "log", "add": "log", "list": "log", "verify": "log", "catalogue": "log",
    "import": "importing", "template": "importing",
    "figures": "figures", "rows": "figures", "export": "figures", "returns": "figures",
    "report": "report",
    "finalise": "editions", "editions": "editions",
    "check-draft": "draft",
    "identity": "vault",
    "backup": "backups", "restore": "backups",
    "pack": "merging", "merge": "merging",
    "manual": "manual",
    "demo": "demonstration",
}  # fmt: skip
"""The module of each command, in the order of `--help`."""


class Commands(click.Group):
    """Imports a command when it is called: the window, and every command, starts without the others."""

    def list_commands(self, _context: click.Context) -> list[str]:
        """Their names."""
        return list(COMMANDS)

    def get_command(self, _context: click.Context, name: str) -> click.Command | None:
        """A command by its name."""
        if name not in COMMANDS:
            return None
        commands: tuple[click.Command, ...] = import_module(f"desktop.cli.{COMMANDS[name]}").COMMANDS
        return next(one for one in commands if one.name == name)


@click.group(cls=Commands, context_settings={"help_option_names": ["--help"]}, invoke_without_command=True)
@click.option("--data", "data", type=click.Path(path_type=Path), metavar="FILE", help="数据文件。")
@click.version_option(package_name="taizhang", prog_name="应急台账", message="%(prog)s %(version)s")
@click.pass_context
def taizhang(context: click.Context, data: Path | None) -> None:
    """应急台账：执法、法制、宣教、应急日常台账与年度报告数据。"""
    context.obj = data
    if context.invoked_subcommand is None:
        from desktop.gui.opening import run

        context.exit(run(data))


def main(arguments: list[str] | None = None) -> None:
    """Entry point of `taizhang`."""
    for stream in (sys.stdout, sys.stderr):
        # What goes to a file or a pipe is UTF-8 on every system; a console takes every character as it is.
        if isinstance(stream, io.TextIOWrapper) and not stream.isatty():
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        status = taizhang.main(args=arguments, prog_name="taizhang", standalone_mode=False)
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
        from desktop.store.environment import reason_of

        _fail(f"读写 {error.filename or '文件'} 时出错（{reason_of(error)}）。请检查路径、权限和磁盘空间。")
    else:
        if status:  # of the window; commands have none
            sys.exit(status)


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
