"""Chapters are plain Markdown, of which little is read.

    # title              once, on the first line
    ## section
    1. a step            numbered by their order
    - a point
    > a note
    ![what it shows](picture.png)
    | head | head |      with the line of dashes below it
    paragraphs, each on one line or several

and in a line **words on the screen**, `keys, paths and commands`, [another chapter](name.md). Anything else
is refused, so that no star or bracket is ever printed.
"""

import re
from collections.abc import Iterator, Sequence

from desktop.catalogue import Refusal
from desktop.help.blocks import (
    Block,
    Code,
    Heading,
    Key,
    Line,
    Link,
    Note,
    Paragraph,
    Picture,
    Points,
    Span,
    Steps,
    Table,
    Text,
    Words,
)

_SPAN = re.compile(r"\*\*(?P<words>.+?)\*\*|`(?P<code>[^`]+)`|\[(?P<text>[^\]]+)\]\((?P<target>\w+)\.md\)")
_PICTURE = re.compile(r"!\[(?P<caption>[^\]]+)\]\((?P<file>[\w-]+\.png)\)")
_NUMBER = re.compile(r"\d+\. ")
_DASHES = re.compile(r"\|[-| ]+\|")
_LEFT = re.compile(r"[*`\[\]#]|^>")
_KEY_NAMES = frozenset((
    "Ctrl", "Shift", "Alt", "Tab", "Esc", "Delete", "PgUp", "PgDn", "Home", "End", "回车", "空格", "↑", "↓", "←", "→",
    *(f"F{number}" for number in range(1, 13)),
))  # fmt: skip


def read(text: str, where: str) -> tuple[str, tuple[Block, ...]]:
    """A chapter's title and blocks; `where` names the file in a refusal."""
    first, _, rest = text.partition("\n")
    if not first.startswith("# "):
        raise Refusal(f"{where}：第一行应是“# 标题”。")
    blocks = [_block(lines, where) for lines in _parted(rest)]
    return first[2:].strip(), tuple(_numbered(blocks))


def _parted(text: str) -> Iterator[list[str]]:
    """The lines between empty ones; a heading stands alone."""
    lines: list[str] = []
    for line in [*text.splitlines(), ""]:
        if line.strip() and not line.startswith("## "):
            lines.append(line.strip())
            continue
        if lines:
            yield lines
        lines = []
        if line.strip():
            yield [line.strip()]


def _numbered(blocks: Sequence[Block]) -> Iterator[Block]:
    """Headings get their places, from s1 on."""
    count = 0
    for block in blocks:
        if isinstance(block, Heading):
            count += 1
            block = Heading(block.text, f"s{count}")  # noqa: PLW2901
        yield block


def _block(lines: list[str], where: str) -> Block:
    first = lines[0]
    if first.startswith("## "):
        return Heading(first[3:].strip(), "")
    if first.startswith("!["):
        return _picture(lines, where)
    if first.startswith("|"):
        return _table(lines, where)
    if _NUMBER.match(first):
        return Steps(tuple(_line(_NUMBER.sub("", one, count=1), where) for one in _items(lines, _NUMBER)))
    if first.startswith("- "):
        return Points(tuple(_line(one[2:], where) for one in _items(lines, re.compile("- "))))
    if first.startswith("> "):
        return Note(_line(_joined([one.removeprefix(">").strip() for one in lines]), where))
    return Paragraph(_line(_joined(lines), where))


def _items(lines: list[str], mark: re.Pattern[str]) -> list[str]:
    """Each item in one line, whatever it was wrapped to."""
    found: list[str] = []
    for line in lines:
        if mark.match(line) or not found:
            found.append(line)
        else:
            found[-1] = _joined([found[-1], line])
    return found


def _joined(lines: list[str]) -> str:
    """Chinese needs no blank where a line was wrapped, Latin does."""
    text = lines[0]
    for line in lines[1:]:
        text += (" " if text[-1:].isascii() and line[:1].isascii() else "") + line
    return text


def _picture(lines: list[str], where: str) -> Picture:
    found = _PICTURE.fullmatch(lines[0])
    if found is None or len(lines) > 1:
        raise Refusal(f"{where}：插图应独占一行，写成“![说明](文件.png)”：{lines[0]}")
    return Picture(found["file"], found["caption"])


def _table(lines: list[str], where: str) -> Table:
    if len(lines) < 3 or not _DASHES.fullmatch(lines[1]):
        raise Refusal(f"{where}：表的第二行应是“|---|---|”：{lines[0]}")
    rows = [tuple(_line(cell.strip(), where) for cell in one.strip("|").split("|")) for one in [lines[0], *lines[2:]]]
    if len({len(row) for row in rows}) > 1:
        raise Refusal(f"{where}：表的各行格数不同：{lines[0]}")
    return Table(rows[0], tuple(rows[1:]))


def _line(text: str, where: str) -> Line:
    return tuple(_spans(text, where))


def _spans(text: str, where: str) -> Iterator[Span]:
    place = 0
    for found in _SPAN.finditer(text):
        if found.start() > place:
            yield _text(text[place : found.start()], where)
        yield _marked(found)
        place = found.end()
    if place < len(text):
        yield _text(text[place:], where)


def _marked(found: re.Match[str]) -> Span:
    if found["words"]:
        return Words(found["words"])
    if found["target"]:
        return Link(found["text"], found["target"])
    return Key(found["code"]) if is_key(found["code"]) else Code(found["code"])


def is_key(text: str) -> bool:
    """Whether this names a key or a combination: Ctrl+S, F1, Shift+↑."""
    *held, last = text.split("+")
    named = last in _KEY_NAMES or (bool(held) and len(last) == 1 and last.isalnum())
    return named and all(one in ("Ctrl", "Shift", "Alt") for one in held)


def _text(text: str, where: str) -> Text:
    if _LEFT.search(text):
        raise Refusal(f"{where}：这里的记号看不懂：{text}")
    return Text(text)
