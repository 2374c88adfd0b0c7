"""A chapter as plain text, for a file that lies beside the program."""

from collections.abc import Iterator

from desktop.help import Chapter
from desktop.help.blocks import Block, Heading, Note, Paragraph, Picture, Points, Steps, Table, plain


def chapter_text(chapter: Chapter) -> str:
    """The chapter in lines; pictures are left out."""
    return "\n".join([chapter.title, "=" * 2 * len(chapter.title), *(_lines(chapter))]) + "\n"


def _lines(chapter: Chapter) -> Iterator[str]:
    for block in chapter.blocks:
        if not isinstance(block, Picture):
            yield ""
            yield from _block(block)


def _block(block: Block) -> Iterator[str]:
    match block:
        case Heading():
            yield from (block.text, "-" * 2 * len(block.text))
        case Paragraph():
            yield plain(block.line)
        case Note():
            yield f"注意：{plain(block.line)}"
        case Steps():
            yield from (f"{number}. {plain(line)}" for number, line in enumerate(block.lines, 1))
        case Points():
            yield from (f"- {plain(line)}" for line in block.lines)
        case Table():
            yield from (f"{plain(first)}：{'，'.join(map(plain, rest))}" for first, *rest in block.rows)
