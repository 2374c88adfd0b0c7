"""From the lines that stand in an editor to the text that is kept: what was worded, added, taken out."""

from collections.abc import Sequence
from dataclasses import dataclass

from desktop.catalogue.wordings import Reference
from desktop.report.text.composing import Run, Token
from desktop.report.text.document import Piece, Placed, ReportText
from desktop.report.text.laying import Laid


@dataclass(frozen=True)
class Line:
    """A paragraph as it stands in the editor."""

    key: str | None
    """None where it was added."""
    pieces: tuple[Piece, ...]


def line_of(laid: Laid) -> Line:
    """A paragraph as an editor first shows it."""
    return Line(laid.block.key, tuple(_piece(run) for run in laid.runs))


def _piece(run: Run) -> Piece:
    return Placed(run.reference, run.said.text) if isinstance(run, Token) else run


def taken_over(text: ReportText, before: Sequence[Laid], lines: Sequence[Line]) -> tuple[ReportText, list[str]]:
    """The text with what was changed since `before`, and the keys of the lines, in their order.

    A paragraph that reads as before stays the outline's; one that is gone is taken out; a second line of a key (a
    paragraph that was parted) and one without a key are added after the line above.
    """
    shown = {one.block.key: line_of(one) for one in before}
    keys: list[str] = []
    for line in lines:
        if line.key is None or line.key in keys or line.key not in shown:
            text = text.insert(keys[-1] if keys else None, line.pieces)
            keys.append(f"#{text.next_key - 1}")
            continue
        keys.append(line.key)
        if wording(line.pieces) != wording(shown[line.key].pieces):
            text = text.word(line.key, line.pieces)
    for key in shown:
        if key not in keys:
            text = text.remove(key)
    return text, keys


def wording(pieces: Sequence[Piece]) -> list[str | Reference]:
    """The words and figures, whatever the figures read."""
    joined: list[str | Reference] = []
    for piece in pieces:
        one = piece.reference if isinstance(piece, Placed) else piece
        if isinstance(one, str) and joined and isinstance(joined[-1], str):
            joined[-1] += one
        elif one != "":
            joined.append(one)
    return joined
