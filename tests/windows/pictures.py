"""Whether text on a picture is text. A font without Chinese draws the same box for every character."""

from collections.abc import Mapping, Sequence
from itertools import combinations
from statistics import StatisticsError, correlation

from PySide6.QtCore import QRect
from PySide6.QtGui import QImage

MOST_ALIKE = 0.85
"""Correlation of two characters; of two equal boxes, however their edges fall, it is above 0.9."""
GRID = 8

Shades = list[list[float]]


def cut(picture: QImage, label: Mapping[str, object], ratio: float) -> QImage:
    """The part of a window's picture that a label covers."""
    x, y, width, height = (round(float(str(label[name])) * ratio) for name in ("x", "y", "width", "height"))
    return picture.copy(QRect(x, y, width, height))


def ink(part: QImage) -> Shades:
    """How far each pixel is from the ground, which is the shade that occurs most; 0 to 1."""
    grey = part.convertToFormat(QImage.Format.Format_Grayscale8)
    shades = [[grey.pixelColor(x, y).value() for x in range(grey.width())] for y in range(grey.height())]
    flat = [shade for row in shades for shade in row]
    ground = max(set(flat), key=flat.count)
    return [[abs(shade - ground) / 255 for shade in row] for row in shades]


def characters(part: QImage, text: str) -> list[list[float]]:
    """A word's characters, of one width in Chinese, each cut to its own size and averaged into a grid."""
    marked = _trimmed(ink(part))
    if not marked:
        return []
    wide = len(marked[0]) / len(text)
    cells = [
        _trimmed([row[round(number * wide) : round((number + 1) * wide)] for row in marked])
        for number in range(len(text))
    ]
    return [_averaged(cell) for cell in cells if cell]


def _trimmed(shades: Shades) -> Shades:
    """Without the empty rows and columns around it."""
    rows = [y for y, row in enumerate(shades) if max(row, default=0) > 0.2]
    columns = [x for x in range(len(shades[0])) if any(row[x] > 0.2 for row in shades)] if shades else []
    if not rows or not columns:
        return []
    return [row[columns[0] : columns[-1] + 1] for row in shades[rows[0] : rows[-1] + 1]]


def _averaged(shades: Shades) -> list[float]:
    def stretch(count: int, number: int) -> slice:
        first = number * count // GRID
        return slice(first, max((number + 1) * count // GRID, first + 1))

    found = []
    for row in range(GRID):
        for column in range(GRID):
            lines = shades[stretch(len(shades), row)]
            flat = [shade for line in lines for shade in line[stretch(len(line), column)]]
            found.append(sum(flat) / len(flat))
    return found


def likeness(first: Sequence[float], second: Sequence[float]) -> float:
    """1 for the same drawing; a plain one is like every other."""
    try:
        return correlation(first, second)
    except StatisticsError:
        return 1.0


def is_written(part: QImage, text: str) -> bool:
    """Whether every character of a Chinese word is drawn, and drawn unlike the others."""
    found = characters(part, text)
    pairs = [pair for pair in combinations(range(len(text)), 2) if text[pair[0]] != text[pair[1]]]
    return len(found) == len(text) and all(likeness(found[a], found[b]) < MOST_ALIKE for a, b in pairs)
