"""The command that prints the help."""

from datetime import datetime
from pathlib import Path

import click

from desktop.cli.shared import OUT


@click.command()
@click.option("--chapter", metavar="NAME", default="it", help="写成文本时写哪一章，默认是给信息科的说明。")
@click.argument("out", type=OUT)
def manual(chapter: str, out: Path) -> None:
    """把帮助写成 Word 手册（OUT.docx），或把其中一章写成文本（OUT.txt）。"""
    from importlib.metadata import version

    from desktop.catalogue import Refusal
    from desktop.help import Book
    from desktop.report.manual import chapter_text, write_manual

    book = Book.load()
    if out.suffix == ".docx":
        write_manual(book, out, version=version("taizhang"), made_at=datetime.now())
    elif out.suffix == ".txt":
        if chapter not in book.chapters:
            raise Refusal(f"帮助里没有“{chapter}”这一章。可写：{'、'.join(book.chapters)}。")
        out.write_text(chapter_text(book.chapters[chapter]), encoding="utf-8-sig", newline="\r\n")
    else:
        raise Refusal("文件名应以 .docx（手册）或 .txt（一章）结尾。")
    click.echo(f"已写好 {out}。", err=True)


COMMANDS = (manual,)
