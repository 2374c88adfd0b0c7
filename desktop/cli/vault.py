"""Commands on the tip-off vault. A password comes from a file or is asked for unseen, never from the command line."""

from pathlib import Path

import click

from desktop.catalogue import Refusal
from desktop.cli.shared import as_json, open_log, print_json, typed_day
from desktop.store import Log

password_file = click.option(
    "--password-file", "password", type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="第一行是举报人信息保护口令的文件。",
)  # fmt: skip
_reason = click.option("--reason", required=True, help="原因，记入修改记录。")


def unlock(log: Log, file: Path | None) -> None:
    """Open the vault for this command."""
    from desktop.store.vault import Vault

    vault = Vault(log)
    vault.lock_of()
    vault.unlock(vault.key_of(_password(file)))


def _password(file: Path | None, prompt: str = "举报人信息保护口令") -> str:
    if file is None:
        return str(click.prompt(prompt, hide_input=True, err=True))
    try:
        lines = file.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise Refusal(f"{file} 不是 UTF-8 编码。请用记事本另存为 UTF-8 后再试。") from None
    return lines[0] if lines else ""


@click.group("identity")
def identity() -> None:
    """举报人信息：设口令、查看、清除。"""


@identity.command("protect")
@password_file
@click.pass_context
def protect(context: click.Context, password: Path | None) -> None:
    """设保护口令，已有的举报人信息一并加密；恢复密钥输出到标准输出，只有这一次。"""
    from desktop.store.vault import Vault, new_password

    with open_log(context) as log:
        typed = _password(password, "新口令")
        again = typed if password else _password(None, "再输一次")
        recovery = Vault(log).set_up(new_password(typed, again))
    click.echo(recovery)
    click.echo(
        "已设好保护口令。忘了口令又没有上面的恢复密钥，举报人信息就找不回来了，请打印或抄下来另处保管。"
        "以前的备份里可能还有原文，请一并清理。", err=True,
    )  # fmt: skip


@identity.command("show")
@click.argument("ledger")
@click.argument("record")
@_reason
@password_file
@as_json
@click.pass_context
def show(context: click.Context, ledger: str, record: str, reason: str, password: Path | None, as_json: bool) -> None:
    """查看一条记录的举报人信息：LEDGER 台账，RECORD 编号。"""
    from desktop.store.vault import Vault

    with open_log(context) as log:
        target = log.ledger(ledger)
        unlock(log, password)
        found = Vault(log).show(target, record, reason)
    if as_json:
        print_json(found)
    else:
        for name, text in found.items():
            click.echo(f"{target.fields[name].label}\t{text}")


@identity.command("erase")
@click.argument("ledger")
@click.argument("record", required=False)
@click.option("--before", metavar="日期", help="清除这一天以前的全部。")
@_reason
@password_file
@click.pass_context
def erase(
    context: click.Context, ledger: str, record: str | None, before: str | None, reason: str, password: Path | None
) -> None:
    """清除举报人信息，不能恢复；记录和统计数不变。"""
    from desktop.store.vault import Vault

    day = typed_day(before, "--before")
    if (record is None) == (day is None):
        raise Refusal("请写一条记录的编号，或用 --before 写一个日期，两样选一样。")
    with open_log(context) as log:
        target = log.ledger(ledger)
        unlock(log, password)
        vault, done = Vault(log), 1
        if record is not None:
            vault.erase(target, record, reason)
        elif day is not None:
            done = vault.erase_before(target, day, reason)
    click.echo(f"已清除 {done} 条记录的举报人信息。", err=True)


@identity.command("views")
@as_json
@click.pass_context
def views(context: click.Context, as_json: bool) -> None:
    """列出谁在什么时候查看、清除过哪条记录的举报人信息，为什么。"""
    from desktop.store.vault import Vault

    with open_log(context) as log:
        found = Vault(log).viewings()
    if as_json:
        print_json([vars(one) for one in found])
    else:
        for one in found:
            click.echo("\t".join((one.at, one.person, one.action, one.what, one.reason)))


COMMANDS = (identity,)
