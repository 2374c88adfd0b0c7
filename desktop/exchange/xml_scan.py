"""What an XML part of a workbook holds, measured before a library reads it into memory.

Cells are laid out as a rectangle when they are read, so that two cells in opposite corners take terabytes. Sheets as
Excel, WPS and LibreOffice write them are measured by patterns, at a fraction of the time that reading takes; what
is unusual goes through a parser, cell by cell.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from xml.parsers import expat

MOST_COLUMNS = 500
"""The widest ledgers of bureaus have some eighty columns."""

MOST_ROWS = 300_000
"""Rows down to the last filled one; the largest log that is planned for has 300,000 hazards."""

MOST_CELLS = 6_000_000
"""The rectangle of all filled cells: 100,000 rows of 60 columns, about a gigabyte while it is read."""

MOST_CHARACTERS = 500_000_000
"""Text of all cells together, a text that many cells share counted each time."""

LONGEST_CELL = 40_000
"""A cell holds 32,767 characters."""

MOST_MERGED = 100_000
MOST_DEEP = 60
"""XML inside XML: a workbook nests some ten deep."""

_LONGEST_TOKEN = 4 << 20
_DECLARATION = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WIDE = re.compile(rb'<c r="([A-Z]{2})[0-9]')
_LOW = re.compile(rb'<c r="[A-Z]{1,2}([0-9]{6})"')
_USUAL_CELL = rb' r="[A-Z]{1,2}[0-9]{1,6}"(?: s="[0-9]+")?(?: t="[a-zA-Z]+")?/?>'
_UNUSUAL = re.compile(rb"<c(?!" + _USUAL_CELL + rb")[\s/>]|<[^\s<>/:]+:(?:c|row)[\s/>]|<!\[CDATA\[|<!--")
_ERROR = re.compile(rb'<c r="([A-Z]{1,2})([0-9]{1,6})"(?: s="[0-9]+")? t="e"')
_FORMULA = re.compile(
    rb'<c r="([A-Z]{1,2})([0-9]{1,6})"(?![^>]* t="str")[^>]*>'
    rb"<f(?:[^>]*/>|[^>]*>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
"""Without a result. An empty text is a result: t="str"."""
_HIDDEN = re.compile(rb'<row (?=[^>]*\bhidden="(?:1|true)")[^>]*\br="([0-9]{1,7})"')
_WHOLE_CELL = 1 << 16
_REFERENCE = re.compile(r"([A-Za-z]{1,7})([0-9]{1,9})")


class TooLarge(Exception):
    """The part would take more memory than a ledger ever needs."""


class Malformed(Exception):
    """The part is no sound XML, or it declares what no workbook declares."""


class Unusual(Exception):
    """The sheet is not written as the usual programs write it."""


@dataclass
class Measured:
    """What a sheet holds."""

    columns: int = 0
    """Bound of the last filled column."""
    rows: int = 0
    """Bound of the last filled row."""
    shared: int = 0
    """Cells that refer to a shared text."""
    errors: set[tuple[int, int]] = field(default_factory=set)
    """Row and column, from 1, of cells that show an error such as #N/A."""
    formulas: set[tuple[int, int]] = field(default_factory=set)
    """Row and column of formulas without a result."""
    hidden: set[int] = field(default_factory=set)
    """Rows that are not shown."""

    def check(self) -> None:
        """`TooLarge` where the rectangle takes too much."""
        if self.columns > MOST_COLUMNS or self.rows > MOST_ROWS or self.columns * self.rows > MOST_CELLS:
            raise TooLarge


def column_number(letters: str) -> int:
    """A is 1, AA is 27."""
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def measure(chunks: Callable[[], Iterable[bytes]]) -> Measured:
    """Measure a sheet's XML; `chunks` gives it from the start each time it is called."""
    try:
        found = _measured_by_pattern(chunks())
        found.check()
    except (Unusual, TooLarge):
        # The pattern counts empty, merely formatted cells too.
        found = _measured_by_parser(chunks())
        found.check()
    return found


# -------------------------------------------------------------------- by pattern


def _pieces(chunks: Iterable[bytes]) -> Iterable[bytes]:
    """The content cut in front of tags, so that no tag, and no cell of usual length, lies in two pieces."""
    tail = b""
    for chunk in chunks:
        piece = tail + chunk
        cut = max(piece.rfind(b"<c ", max(len(piece) - _WHOLE_CELL, 0)), 0) or max(piece.rfind(b"<"), 0)
        tail = piece[cut:]
        if len(tail) > _LONGEST_TOKEN:
            raise Malformed
        yield piece[:cut]
    yield tail


def _measured_by_pattern(chunks: Iterable[bytes]) -> Measured:
    found = Measured(columns=26)
    for piece in _pieces(chunks):
        if _DECLARATION.search(piece):
            raise Malformed
        if _UNUSUAL.search(piece) or piece.startswith((b"\xff\xfe", b"\xfe\xff")):
            raise Unusual
        wide = set(_WIDE.findall(piece))
        found.columns = max([found.columns, *(column_number(one.decode()) for one in wide)])
        low = set(_LOW.findall(piece))
        found.rows = max([found.rows, *map(int, low)])
        found.shared += piece.count(b' t="s"')
        _read_errors(piece, found)
        _read_rest(piece, found)
    found.rows = max(found.rows, 99_999)
    if found.columns * found.rows > MOST_CELLS:
        raise Unusual
    return found


def _read_errors(piece: bytes, found: Measured) -> None:
    if b't="e"' in piece:
        errors = _ERROR.findall(piece)
        found.errors.update((int(row), column_number(letters.decode())) for letters, row in errors)


def _read_rest(piece: bytes, found: Measured) -> None:
    if b"<f" in piece:
        formulas = _FORMULA.findall(piece)
        found.formulas.update((int(row), column_number(letters.decode())) for letters, row in formulas)
    if b"hidden=" in piece:
        found.hidden.update(map(int, _HIDDEN.findall(piece)))


# -------------------------------------------------------------------- by parser


class _Counting:
    """Counts cells as a reader places them: by their reference or, without one, behind the cell before."""

    def __init__(self) -> None:
        self.found = Measured()
        self._row = self._column = self._depth = self._merged = 0
        self._kind: str | None = None
        self._formula = self._value = False
        self._said = ""

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth > MOST_DEEP:
            raise Malformed
        name = tag.rpartition(":")[2]
        if name == "c":
            self._place(attributes)
        elif name in ("v", "is"):
            self._value = True
            self._fill()
        elif name == "f":
            self._formula = True
        elif name == "row":
            self._row, self._column = int(attributes.get("r") or self._row + 1), 0
            if attributes.get("hidden") in ("1", "true"):
                self.found.hidden.add(self._row)
        elif name == "mergeCell":
            self._merged += 1
            if self._merged > MOST_MERGED:
                raise TooLarge

    def end(self, tag: str) -> None:
        self._depth -= 1
        name = tag.rpartition(":")[2]
        if name in ("v", "is"):
            self._value = False
        elif name == "c" and self._formula and not self._said and self._kind != "str":
            self.found.formulas.add((self._row, self._column))

    def text(self, characters: str) -> None:
        if self._value:
            self._said = self._said or characters.strip()

    def _place(self, attributes: dict[str, str]) -> None:
        self._kind = attributes.get("t")
        self._formula, self._said = False, ""
        self._column += 1
        reference = attributes.get("r")
        if reference:
            match = _REFERENCE.fullmatch(reference)
            if match is None:
                raise Malformed
            self._column, self._row = column_number(match[1]), int(match[2])

    def _fill(self) -> None:
        found = self.found
        if self._column > found.columns or self._row > found.rows:
            found.columns, found.rows = max(found.columns, self._column), max(found.rows, self._row)
            found.check()
        if self._kind == "s":
            found.shared += 1
        elif self._kind == "e":
            found.errors.add((self._row, self._column))


def _measured_by_parser(chunks: Iterable[bytes]) -> Measured:
    counting = _Counting()
    parse(chunks, counting.start, counting.end, counting.text)
    return counting.found


def parse(
    chunks: Iterable[bytes], start: Callable[[str, dict[str, str]], None], end: Callable[[str], None] | None = None,
    text: Callable[[str], None] | None = None,
) -> None:  # fmt: skip
    """Run XML through handlers; `Malformed` where it is not sound or declares entities (the XML bomb)."""
    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.StartDoctypeDeclHandler = _refuse_declaration
    if end:
        parser.EndElementHandler = end
    if text:
        parser.CharacterDataHandler = text
    try:
        for chunk in chunks:
            parser.Parse(chunk, False)
        parser.Parse(b"", True)
    except (expat.ExpatError, ValueError):
        raise Malformed from None


def _refuse_declaration(*_: object) -> None:
    raise Malformed


# -------------------------------------------------------------------- shared texts


@dataclass
class Texts:
    """The shared texts of a workbook: how many, and how long the longest is."""

    lengths: list[int] = field(default_factory=list)

    @property
    def longest(self) -> int:
        """Characters of the longest."""
        return max(self.lengths, default=0)


def measure_texts(chunks: Iterable[bytes]) -> Texts:
    """Measure the table of shared texts."""
    found, depth = Texts(), [0]

    def start(tag: str, _attributes: dict[str, str]) -> None:
        depth[0] += 1
        if depth[0] > MOST_DEEP:
            raise Malformed
        if tag.rpartition(":")[2] == "si":
            found.lengths.append(0)

    def end(_tag: str) -> None:
        depth[0] -= 1

    def text(characters: str) -> None:
        if found.lengths:
            found.lengths[-1] += len(characters)
            if found.lengths[-1] > LONGEST_CELL:
                raise TooLarge

    parse(chunks, start, end, text)
    return found


def check_shared(chunks: Iterable[bytes], texts: Texts, cells: int) -> None:
    """`TooLarge` where the cells of a sheet, each with a copy of its shared text, take too much."""
    if texts.longest * cells <= MOST_CHARACTERS:
        return
    state = {"shared": False, "value": False}
    number: list[str] = []
    sum_ = [0]

    def start(tag: str, attributes: dict[str, str]) -> None:
        name = tag.rpartition(":")[2]
        if name == "c":
            state["shared"] = attributes.get("t") == "s"
        state["value"] = name == "v" and state["shared"]
        number.clear()

    def end(_tag: str) -> None:
        if state["value"]:
            place = int("".join(number) or -1)
            sum_[0] += texts.lengths[place] if 0 <= place < len(texts.lengths) else 0
            if sum_[0] > MOST_CHARACTERS:
                raise TooLarge
        state["value"] = False

    def text(characters: str) -> None:
        if state["value"]:
            number.append(characters)

    parse(chunks, start, end, text)
