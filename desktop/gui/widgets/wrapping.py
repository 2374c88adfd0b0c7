"""Lines of a text that is painted, broken as Chinese is set."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetrics

_NEVER_FIRST, _NEVER_LAST = "、，。；：”）》〕", "“（《〔"


def wrapped(text: str, metrics: QFontMetrics, width: int, lines: int) -> list[str]:
    """A text in at most so many lines, the last one cut off where it is too long.

    No line begins with 、，。；”） and none ends with “（; a number and a word of letters stay whole.
    """
    if lines == 1 or metrics.horizontalAdvance(text) <= width:
        return [metrics.elidedText(text, Qt.TextElideMode.ElideRight, width)]
    fits = next((n for n in range(len(text), 1, -1) if metrics.horizontalAdvance(text[:n]) <= width), 1)
    first = next((n for n in range(fits, 1, -1) if _may_break(text, n)), fits)
    return [text[:first].rstrip(), *wrapped(text[first:].lstrip(), metrics, width, lines - 1)]


def _may_break(text: str, place: int) -> bool:
    before, after = text[place - 1], text[place]
    in_word = before.isascii() and after.isascii() and before.isalnum() and after.isalnum()
    return after not in _NEVER_FIRST and before not in _NEVER_LAST and not in_word
