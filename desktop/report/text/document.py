"""A report's text as it is kept: which paragraphs follow the outline, and what a person wrote.

A block that nobody touched has no runs of its own: it is composed from the outline's paragraph each time, so that its
sentences come and go with the records. A block that was edited keeps its wording; its figures stay living references.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum

from desktop.catalogue import Refusal
from desktop.catalogue.outlines import Outline, Section, Style
from desktop.catalogue.wordings import Paragraph, Reference, WordingError, reference

_VERSION = 1
_UNREADABLE = "保存的报告文字读不出来，可能被别的程序改过。请从已存的版本接着写。"
_CLOSING = "closing:"
_HINT = ":hint"


class Kind(StrEnum):
    """What a block is."""

    HEADING = "heading"
    BODY = "body"


@dataclass(frozen=True)
class Placed:
    """A figure in written text, with what it read when the paragraph was last edited."""

    reference: Reference
    seen: str


Piece = str | Placed


@dataclass(frozen=True)
class Block:
    """A heading or a paragraph."""

    key: str
    """The heading's path of titles, with its own name for a paragraph; a number for one that was added."""
    kind: Kind
    depth: int = 0
    """Of the heading, or of the one above; the parts before the first heading have 0."""
    style: Style = Style.LINE
    pieces: tuple[Piece, ...] | None = None
    """None: as the outline words it."""
    removed: bool = False
    """Taken out by a person; kept, so that it can be brought back."""

    @property
    def written(self) -> bool:
        """Whether a person worded it."""
        return self.pieces is not None

    @property
    def asks(self) -> bool:
        """Whether it is a part that no record can fill."""
        return self.key.endswith(_HINT)

    @property
    def heading(self) -> str:
        """The key of the heading above, of a paragraph that came from the outline."""
        return self.key.rpartition(":")[0]

    @property
    def closes(self) -> bool:
        """Whether it stands after the last heading's text, under no heading."""
        return self.key.startswith(_CLOSING)

    def references(self) -> Iterator[Reference]:
        """The figures in its own wording."""
        yield from (piece.reference for piece in self.pieces or () if isinstance(piece, Placed))


@dataclass(frozen=True)
class ReportText:
    """A report's text: its outline's name and its blocks in reading order."""

    outline: str
    blocks: tuple[Block, ...]
    next_key: int = 1
    paragraphs: dict[str, Paragraph] = field(default_factory=dict, compare=False)
    """The outline's paragraphs by block key; no part of what is kept."""
    headings: dict[str, Section] = field(default_factory=dict, compare=False)

    @classmethod
    def of(cls, outline: Outline) -> "ReportText":
        """The text as the outline words it."""
        paragraphs: dict[str, Paragraph] = {}
        headings: dict[str, Section] = {}
        blocks = list(_placed("opening", outline.opening, 0, paragraphs))
        for path, section in outline.walk():
            key = "/".join(path)
            headings[key] = section
            blocks.append(Block(key, Kind.HEADING, len(path) - 1, section.style))
            blocks += _placed(key, section.paragraphs, len(path) - 1, paragraphs)
            if section.hint:
                blocks.append(Block(f"{key}{_HINT}", Kind.BODY, len(path) - 1))
        blocks += _placed(_CLOSING.rstrip(":"), outline.closing, 0, paragraphs)
        return cls(outline.name, tuple(blocks), 1, paragraphs, headings)

    # ---------------------------------------------------------------- editing

    def word(self, key: str, pieces: Sequence[Piece]) -> "ReportText":
        """A block in a person's words."""
        return self._with(key, pieces=_tidy(pieces), removed=False)

    def reset(self, key: str) -> "ReportText":
        """A block as the outline words it; one that was added goes."""
        if key in self.paragraphs or key in self.headings or key.endswith(_HINT):
            return self._with(key, pieces=None, removed=False)
        return replace(self, blocks=tuple(one for one in self.blocks if one.key != key))

    def remove(self, key: str) -> "ReportText":
        """Take a block out."""
        block = self.block(key)
        if block.key in self.paragraphs or block.key in self.headings:
            return self._with(key, removed=True)
        return self.reset(key)

    def insert(self, after: str | None, pieces: Sequence[Piece]) -> "ReportText":
        """Add a paragraph after a block, at the head where there is none."""
        place = 0 if after is None else self._place(after) + 1
        depth = self.blocks[place - 1].depth if place else 0
        block = Block(f"#{self.next_key}", Kind.BODY, depth, pieces=_tidy(pieces))
        blocks = (*self.blocks[:place], block, *self.blocks[place:])
        return replace(self, blocks=blocks, next_key=self.next_key + 1)

    def block(self, key: str) -> Block:
        """A block by its key."""
        return self.blocks[self._place(key)]

    def _place(self, key: str) -> int:
        for place, block in enumerate(self.blocks):
            if block.key == key:
                return place
        raise KeyError(key)

    def _with(self, key: str, **changes: object) -> "ReportText":
        place = self._place(key)
        changed = replace(self.blocks[place], **changes)  # type: ignore[arg-type]
        return replace(self, blocks=(*self.blocks[:place], changed, *self.blocks[place + 1 :]))

    # ---------------------------------------------------------------- keeping

    def to_json(self) -> str:
        """As the log keeps it."""
        blocks = [_plain(block) for block in self.blocks]
        content = {"version": _VERSION, "outline": self.outline, "next_key": self.next_key, "blocks": blocks}
        return json.dumps(content, ensure_ascii=False)

    @staticmethod
    def outline_in(text: str) -> str:
        """The name of the outline that a kept text follows."""
        try:
            return str(json.loads(text)["outline"])
        except (KeyError, TypeError, ValueError) as error:
            raise Refusal(_UNREADABLE) from error

    @classmethod
    def from_json(cls, text: str, outline: Outline) -> "ReportText":
        """Read what was kept; a paragraph that its outline lost since and nobody worded is left out."""
        try:
            content = json.loads(text)
            if content["version"] > _VERSION:
                raise Refusal("这份报告是由更新版本的应急台账写的。请用新版本打开。")
            blocks = tuple(_block(one) for one in content["blocks"])
            made = cls.of(outline)
            known = {one.key for one in made.blocks}
            kept = tuple(one for one in blocks if one.key in known or one.written)
            return replace(made, blocks=kept, next_key=int(content["next_key"]))
        except (KeyError, TypeError, ValueError, WordingError) as error:
            raise Refusal(_UNREADABLE) from error


def _placed(key: str, paragraphs: Sequence[Paragraph], depth: int, found: dict[str, Paragraph]) -> Iterator[Block]:
    for paragraph in paragraphs:
        name = f"{key}:{paragraph.name}"
        found[name] = paragraph
        yield Block(name, Kind.BODY, depth)


def _tidy(pieces: Sequence[Piece]) -> tuple[Piece, ...]:
    """Neighbouring texts as one, none empty."""
    tidy: list[Piece] = []
    for piece in pieces:
        last = tidy[-1] if tidy else None
        if isinstance(piece, str) and isinstance(last, str):
            tidy[-1] = last + piece
        elif piece != "":
            tidy.append(piece)
    return tuple(tidy)


def _plain(block: Block) -> dict[str, object]:
    plain: dict[str, object] = {"key": block.key, "kind": block.kind.value, "depth": block.depth}
    if block.style is not Style.LINE:
        plain["style"] = block.style.value
    if block.removed:
        plain["removed"] = True
    if block.pieces is not None:
        plain["pieces"] = [
            piece if isinstance(piece, str) else {"figure": str(piece.reference), "seen": piece.seen}
            for piece in block.pieces
        ]
    return plain


def _block(plain: dict[str, object]) -> Block:
    pieces = plain.get("pieces")
    return Block(
        key=str(plain["key"]),
        kind=Kind(str(plain["kind"])),
        depth=int(str(plain["depth"])),
        style=Style(str(plain.get("style", Style.LINE.value))),
        pieces=None if not isinstance(pieces, list) else tuple(_piece(one) for one in pieces),
        removed=bool(plain.get("removed")),
    )


def _piece(plain: object) -> Piece:
    if isinstance(plain, str):
        return plain
    assert isinstance(plain, dict)
    found = reference(str(plain["figure"]))
    if not isinstance(found, Reference):
        raise WordingError(str(plain))
    return Placed(found, str(plain["seen"]))
