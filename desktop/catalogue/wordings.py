"""The wording of a report: sentences in which figures stand as references, and what of them may be left out.

`全年检查{checks}[，同比{checks:change}]；发现隐患{hazards}。` has two clauses; the part in brackets may be left
out by itself, a clause as a whole (see `desktop.report.text.composing` for the rules).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Form(StrEnum):
    """How a reference states its figure."""

    VALUE = ""
    """The number with its unit: 410家次, 3万余份."""
    WORD = "word"
    """The indicator's word, where it is proved: 全部, 未发生."""
    CHANGE = "change"
    """Against the same span a year earlier: 增加24家次, 持平; after 同比."""
    GROWTH = "growth"
    """The same in per cent: 增长6.2%."""
    PREVIOUS = "previous"
    """Last year's number with its unit."""
    ROUNDED = "rounded"
    """Rounded down: 400余家次."""
    NUMBER = "number"
    """Without its unit."""
    TITLES = "titles"
    """The records behind it, each in 《》."""
    NAMES = "names"
    """The records behind it, joined by 、."""


FACTS = ("year", "next_year", "last_year", "bureau", "cutoff")
"""What a sentence can state besides figures; `cutoff` is 截至11月21日, empty where the span ends with the year."""

_REFERENCE = re.compile(r"(?P<name>[a-z][a-z0-9_]*)(?:@(?P<span>[a-z][a-z0-9_]*))?(?::(?P<form>[a-z]+))?")
_OPENING, _CLOSING = "“《（‘〔", "”》）’〕"


@dataclass(frozen=True)
class Reference:
    """A figure within a text."""

    indicator: str
    form: Form = Form.VALUE
    span: str | None = None
    """A span of the outline other than the report's, such as the fire season."""

    def __str__(self) -> str:
        span = f"@{self.span}" if self.span else ""
        form = f":{self.form}" if self.form else ""
        return f"{self.indicator}{span}{form}"


@dataclass(frozen=True)
class Fact:
    """The year, the bureau's name …: one of `FACTS`."""

    name: str


@dataclass(frozen=True)
class Optional:
    """A part of a clause that may be left out by itself."""

    pieces: tuple["str | Reference | Fact", ...]


Piece = str | Reference | Fact | Optional


@dataclass(frozen=True)
class Clause:
    """What lies between two of 。 and ；: stated as a whole or left out as a whole."""

    pieces: tuple[Piece, ...]
    ends_sentence: bool

    def references(self) -> Iterator[Reference]:
        """Every figure that it states."""
        for piece in self.pieces:
            if isinstance(piece, Reference):
                yield piece
            elif isinstance(piece, Optional):
                yield from (one for one in piece.pieces if isinstance(one, Reference))


@dataclass(frozen=True)
class Passage:
    """Sentences of a report, and those that take their place where nothing of them can be said."""

    name: str
    clauses: tuple[Clause, ...]
    otherwise: tuple[Clause, ...] = ()

    def references(self) -> Iterator[Reference]:
        """Every figure that it may state."""
        for clause in (*self.clauses, *self.otherwise):
            yield from clause.references()


@dataclass(frozen=True)
class Paragraph:
    """Passages that run on in one paragraph."""

    passages: tuple[Passage, ...]

    @property
    def name(self) -> str:
        """Its passages' names."""
        return "+".join(one.name for one in self.passages)

    def references(self) -> Iterator[Reference]:
        """Every figure that it may state."""
        for passage in self.passages:
            yield from passage.references()


class WordingError(ValueError):
    """A sentence that cannot be read: the message says what, in Chinese."""


def parse(text: str) -> tuple[Clause, ...]:
    """Read a paragraph; `WordingError` for a bracket without its partner or a reference that cannot be one."""
    clauses: list[Clause] = []
    pieces: list[Piece] = []
    depth = 0
    for piece in _pieces(text):
        if not isinstance(piece, str):
            pieces.append(piece)
            continue
        start = 0
        for place, char in enumerate(piece):
            depth += (char in _OPENING) - (char in _CLOSING)
            if char in "。；" and depth <= 0:
                pieces += [piece[start:place]] if place > start else []
                clauses.append(Clause(tuple(pieces), char == "。"))
                pieces, start = [], place + 1
        pieces += [piece[start:]] if start < len(piece) else []
    if pieces:
        clauses.append(Clause(tuple(pieces), True))
    return tuple(clauses)


def _pieces(text: str) -> Iterator[Piece]:
    for part in re.split(r"(\[[^\[\]]*\])", text):
        if part.startswith("[") and part.endswith("]"):
            yield Optional(tuple(_plain(part[1:-1])))
        elif "[" in part or "]" in part:
            raise WordingError(f"方括号没有成对：“{part}”")
        else:
            yield from _plain(part)


def _plain(text: str) -> Iterator[str | Reference | Fact]:
    for part in re.split(r"(\{[^{}]*\})", text):
        if part.startswith("{") and part.endswith("}"):
            yield reference(part[1:-1])
        elif "{" in part or "}" in part:
            raise WordingError(f"花括号没有成对：“{part}”")
        elif part:
            yield part


def reference(text: str) -> Reference | Fact:
    """Read what stands in braces: `checks`, `checks:change`, `forest_fires@fire_season:word`, `year`."""
    if text in FACTS:
        return Fact(text)
    found = _REFERENCE.fullmatch(text)
    if found is None:
        raise WordingError(f"花括号里的“{text}”不是指标名")
    form = found["form"] or ""
    if form not in {one.value for one in Form}:
        known = "、".join(one.value for one in Form if one)
        raise WordingError(f"“{text}”的写法“{form}”不认识，可用 {known}")
    return Reference(found["name"], Form(form), found["span"])
