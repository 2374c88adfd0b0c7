"""A chapter in the little HTML that Qt's text browser draws well, in the colours and sizes of a theme.

Qt knows no padding or rounded corners on inline text and draws few borders: notes are tables of one row.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

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
from desktop.help.book import Chapter
from desktop.help.finding import Found

_PITCH = 1.7
"""Of the text's size, and fixed: a font's own height, which differs between systems, has no say."""
_NO_BREAK = "\u2060"


@dataclass(frozen=True)
class Look:
    """What a page needs of a theme; `width` is that of the text, in pixels, `size` gives a picture's own."""

    colours: Mapping[str, str]
    px: Callable[[str], int]
    width: int
    size: Callable[[str], tuple[int, int]]


def chapter_html(chapter: Chapter, look: Look) -> str:
    """A chapter from its title to its end."""
    title = f'<p style="{_title(look)}"><a name="top"></a>{escape(chapter.title)}</p>'
    return _page(title + "".join(_block(one, look) for one in chapter.blocks), look)


def found_html(text: str, found: Sequence[Found], look: Look) -> str:
    """What a search found: chapter and section as a link, the words around below it."""
    if not found:
        head, hint = f"没有找到“{text}”", "换一个说法，或用两三个字的短词、拼音首字母"
    else:
        head, hint = f"“{text}”在 {len(found)} 处", "回车打开第一处"
    parts = [f'<p style="{_title(look)}">{escape(head)}</p>', _hint(hint, look)]
    parts += [_result(one, look) for one in found]
    return _page("".join(parts), look)


def _result(one: Found, look: Look) -> str:
    name = one.chapter.title + (f" › {one.section.heading}" if one.section.heading else "")
    link = f'<a style="{_link(look)} font-weight:700;" href="{target(one.chapter.name, one.section.anchor)}">'
    head = f'<p style="margin-top:{look.px("s4")}px; margin-bottom:{look.px("s1")}px;">{link}{escape(name)}</a></p>'
    return head + f'<p style="margin:0; color:{look.colours["ink2"]};">{escape(one.excerpt)}</p>'


def target(chapter: str, anchor: str = "") -> str:
    """The address of a place within the help."""
    return f"chapter:{chapter}" + (f"#{anchor}" if anchor else "")


def place_of(address: str) -> tuple[str, str]:
    """Chapter and anchor of an address."""
    chapter, _, anchor = address.removeprefix("chapter:").partition("#")
    return chapter, anchor


def _page(body: str, look: Look) -> str:
    ink, size = look.colours["ink"], look.px("t_section")
    return f'<html><body style="color:{ink}; font-size:{size}px;">{body}</body></html>'


def _title(look: Look) -> str:
    return f"font-size:{look.px('t_title')}px; font-weight:700; margin-top:0; margin-bottom:{look.px('s3')}px;"


def _hint(text: str, look: Look) -> str:
    return f'<p style="margin-top:0; color:{look.colours["ink2"]};">{escape(text)}</p>'


def _link(look: Look) -> str:
    return f"color:{look.colours['accent']}; text-decoration:none;"


# -------------------------------------------------------------------- blocks


def _block(block: Block, look: Look) -> str:
    match block:
        case Heading():
            return _heading(block, look)
        case Paragraph():
            return f'<p style="{_spaced(look)}">{_spans(block.line, look)}</p>'
        case Steps():
            return _list("ol", block.lines, look)
        case Points():
            return _list("ul", block.lines, look)
        case Note():
            return _note(block, look)
        case Picture():
            return _picture(block, look)
        case Table():
            return _table(block, look)


def _spaced(look: Look) -> str:
    return f"margin-top:0; margin-bottom:{look.px('s2')}px; {_pitch(look)}"


def _pitch(look: Look) -> str:
    return f"line-height:{round(_PITCH * look.px('t_section'))}px; -qt-line-height-type:fixed;"


def _heading(block: Heading, look: Look) -> str:
    style = f"font-size:{look.px('t_section') + 2}px; font-weight:700;"
    style += f" margin-top:{look.px('s6')}px; margin-bottom:{look.px('s2')}px;"
    return f'<p style="{style}"><a name="{block.anchor}"></a>{escape(block.text)}</p>'


def _list(tag: str, lines: Sequence[Line], look: Look) -> str:
    style = f"margin-top:0; margin-bottom:{look.px('s1')}px; {_pitch(look)}"
    items = "".join(f'<li style="{style}">{_spans(line, look)}</li>' for line in lines)
    return f'<{tag} style="margin-top:0; margin-bottom:{look.px("s2")}px; -qt-list-indent:1;">{items}</{tag}>'


def _note(block: Note, look: Look) -> str:
    cell = f'<p style="margin:0; {_pitch(look)}">{_spans(block.line, look)}</p>'
    ground, edge, gap = look.colours["accent_soft"], look.colours["accent"], look.px("s3")
    return _spacer(look.px("s1")) + (
        f'<table width="100%" cellspacing="0" cellpadding="{gap}" border="0"><tr><td width="3" bgcolor="{edge}"'
        f' style="padding:0px;"></td><td bgcolor="{ground}">{cell}</td></tr></table>'
    ) + _spacer(look.px("s3"))  # fmt: skip


def _picture(block: Picture, look: Look) -> str:
    wide, high = look.size(block.file)
    shown = min(wide, look.width - 2)
    image = f'<img src="{escape(block.file)}" width="{shown}" height="{round(high * shown / wide)}">'
    caption = f"color:{look.colours['ink2']}; font-size:{look.px('t_caption')}px; margin:{look.px('s1')}px 0 0 0;"
    return (
        f'{_spacer(look.px("s1"))}<p style="margin:0;">{image}</p><p style="{caption}">{escape(block.caption)}</p>'
        f"{_spacer(look.px('s3'))}"
    )


def _spacer(pixels: int) -> str:
    """An empty line of a given height: Qt leaves no room around a table."""
    return f'<p style="margin:0; font-size:1px; line-height:{pixels}px; -qt-line-height-type:fixed;">&nbsp;</p>'


def _table(block: Table, look: Look) -> str:
    line, gap = look.colours["line"], look.px("s2")
    head = "".join(_cell("th", one, look, look.colours["raised"]) for one in block.head)
    rows = "".join(f"<tr>{''.join(_cell('td', one, look) for one in row)}</tr>" for row in block.rows)
    return _spacer(look.px("s1")) + (
        f'<table width="100%" cellspacing="0" cellpadding="{gap}" border="1" style="border-style:solid;'
        f' border-collapse:collapse; border-color:{line};"><tr>{head}</tr>{rows}</table>'
    ) + _spacer(look.px("s3"))  # fmt: skip


def _cell(tag: str, line: Line, look: Look, ground: str = "") -> str:
    shade = f' bgcolor="{ground}"' if ground else ""
    return f'<{tag} align="left"{shade}>{_spans(line, look)}</{tag}>'


# -------------------------------------------------------------------- spans


def _spans(line: Line, look: Look) -> str:
    return "".join(_with_room(line, look))


def _with_room(line: Line, look: Look) -> Iterator[str]:
    for span in line:
        yield _span(span, look)


def _span(span: Span, look: Look) -> str:
    text = escape(span.text)
    match span:
        case Text():
            return text
        case Words():
            return f"<b>{text}</b>"
        case Key():
            held = text.replace("+", f"{_NO_BREAK}+{_NO_BREAK}")
            return _capped(f"&nbsp;{held}&nbsp;", look)
        case Code():
            return _capped(f"&nbsp;{text}&nbsp;", look)
        case Link():
            return f'<a style="{_link(look)}" href="{target(span.target)}">{text}</a>'


def _capped(text: str, look: Look) -> str:
    ground, ink = look.colours["sunken"], look.colours["ink2"]
    return f'<span style="background-color:{ground}; color:{ink}; font-size:{look.px("t_body")}px;">{text}</span>'
