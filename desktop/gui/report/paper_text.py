"""The paper's text as pieces: words and figures read out of it, and words cut so that a line can end in them."""

import json
from collections.abc import Callable, Iterator

from PySide6.QtGui import QTextBlock, QTextCharFormat, QTextCursor

from desktop.catalogue.wordings import Reference, reference
from desktop.gui.report.objects import JOINER, OBJECT, reference_of, words_of
from desktop.report.text.document import Piece, Placed
from desktop.report.text.manuscript import Look

CLOSING = set("，。；：、！？）》”’…")
_OPENING = set("（《“‘")
_LEAD_PIECE = 4
"""Letters of a title within a paragraph that stay together: fewer make the cursor step more often."""


def breakable(lead: str) -> Iterator[str]:
    """Titles within a paragraph in pieces between which a line may end, for it never ends within an object.

    A mark stays with the letter before it, an opening bracket with what follows.
    """
    piece = ""
    for place, char in enumerate(lead):
        piece += char
        following = lead[place + 1 : place + 2]
        if following and following not in CLOSING and len(piece) >= _LEAD_PIECE and char not in _OPENING:
            yield piece
            piece = ""
    if piece:
        yield piece


def objects(block: QTextBlock) -> Iterator[tuple[int, QTextCharFormat]]:
    """Place and format of every object of a paragraph."""
    for place, format_, text in _fragments(block):
        for offset, char in enumerate(text):
            if char == OBJECT:
                yield place + offset, format_


def _fragments(block: QTextBlock) -> Iterator[tuple[int, QTextCharFormat, str]]:
    walker = block.begin()
    while not walker.atEnd():
        fragment = walker.fragment()
        if fragment.isValid():
            yield fragment.position(), fragment.charFormat(), fragment.text()
        walker += 1


def pieces_of(block: QTextBlock, look: Callable[[str], Look], within: QTextCursor | None = None) -> Iterator[Piece]:
    """The words and figures of a paragraph, or of the selected part of it; numbers and hints are not among them."""
    for place, format_, text in _fragments(block):
        taken = _cut(place, text, within)
        if text[:1] != OBJECT:
            words = taken.replace(OBJECT, "").replace(JOINER, "")
            if words:
                yield words
            continue
        name = reference_of(format_)
        found = reference(name) if name else None
        for _ in taken:
            if isinstance(found, Reference):
                yield Placed(found, look(name).text)
            elif within is not None and words_of(format_):
                yield words_of(format_)


def _cut(place: int, text: str, within: QTextCursor | None) -> str:
    if within is None:
        return text
    return text[max(0, within.selectionStart() - place) : max(0, within.selectionEnd() - place)]


def selected(cursor: QTextCursor) -> Iterator[QTextBlock]:
    """The paragraphs that a selection touches."""
    block = cursor.document().findBlock(cursor.selectionStart())
    while block.isValid() and block.position() <= cursor.selectionEnd():
        yield block
        block = block.next()


def read(piece: Piece) -> str:
    """What a piece reads."""
    return piece if isinstance(piece, str) else piece.seen


def plain_lines(data: bytes) -> Iterator[list[Piece]]:
    """Paragraphs out of our own form on the clipboard."""
    for line in json.loads(data):
        yield [piece if isinstance(piece, str) else _placed(piece[0]) for piece in line]


def _placed(name: str) -> Piece:
    found = reference(name)
    return Placed(found, "") if isinstance(found, Reference) else ""
