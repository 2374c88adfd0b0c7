"""What a chapter is made of. The help window and the printed manual are both written from these."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Text:
    """Plain words."""

    text: str


@dataclass(frozen=True)
class Words:
    """What stands on the screen, as **导出 Word** or **文件 → 备份…**: the program must have these very words."""

    text: str

    @property
    def parts(self) -> list[str]:
        """The steps of a way through menus and pages."""
        return [one.strip() for one in self.text.split("→")]


@dataclass(frozen=True)
class Key:
    """A key or a combination of keys, as Ctrl+S."""

    text: str


@dataclass(frozen=True)
class Code:
    """A path, a file name or a command, as it is typed."""

    text: str


@dataclass(frozen=True)
class Link:
    """A way to another chapter; `target` is the chapter's name."""

    text: str
    target: str


Span = Text | Words | Key | Code | Link
Line = tuple[Span, ...]


@dataclass(frozen=True)
class Heading:
    """The head of a section; `anchor` is its place within the chapter."""

    text: str
    anchor: str


@dataclass(frozen=True)
class Paragraph:
    """Words that are read."""

    line: Line


@dataclass(frozen=True)
class Steps:
    """What is done one after the other."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Points:
    """What holds side by side."""

    lines: tuple[Line, ...]


@dataclass(frozen=True)
class Note:
    """What is to be kept in mind."""

    line: Line


@dataclass(frozen=True)
class Picture:
    """A picture of the program: a file of resources/help/pictures, and what it shows."""

    file: str
    caption: str


@dataclass(frozen=True)
class Table:
    """Rows of cells under heads."""

    head: tuple[Line, ...]
    rows: tuple[tuple[Line, ...], ...]


Block = Heading | Paragraph | Steps | Points | Note | Picture | Table


def plain(line: Line) -> str:
    """The words of a line without their marks."""
    return "".join(one.text for one in line)


def lines_of(block: Block) -> tuple[Line, ...]:
    """Every line that stands in a block; a picture's is its caption."""
    match block:
        case Heading():
            return ((Text(block.text),),)
        case Picture():
            return ((Text(block.caption),),)
        case Paragraph() | Note():
            return (block.line,)
        case Steps() | Points():
            return block.lines
        case Table():
            return (*block.head, *(cell for row in block.rows for cell in row))
