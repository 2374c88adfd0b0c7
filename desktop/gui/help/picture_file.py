"""A picture for the help as a small file: few colours, chosen from those that occur."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QImage, QImageWriter, QRegion
from PySide6.QtWidgets import QWidget

from desktop.help.book import PICTURE_SCALE

COLOURS = 40
"""Text on plain grounds needs few; each further one makes the file larger."""
_NEAR = 90
"""Squared distance of two colours that the eye takes for one."""
_STEP = 0xF8F8F8
"""Shades that differ in the last three bits only are counted together."""


def take(widget: QWidget, area: QRect, file: Path, widest: int) -> None:
    """Paint a part of a widget into a PNG file; `area` and `widest` are in the widget's pixels."""
    scale = PICTURE_SCALE * min(1.0, widest / area.width())
    picture = QImage(area.size() * scale, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    picture.setDevicePixelRatio(scale)
    widget.render(picture, QPoint(), QRegion(area))
    save(picture, file)


def save(picture: QImage, file: Path) -> None:
    """Write a picture with a palette of its own."""
    flat = picture.convertToFormat(QImage.Format.Format_RGB32)
    few = flat.convertToFormat(QImage.Format.Format_Indexed8, palette(flat), Qt.ImageConversionFlag.ThresholdDither)
    few.setDevicePixelRatio(1)
    writer = QImageWriter(str(file), b"png")
    writer.setCompression(100)
    if not writer.write(few):
        raise OSError(f"{file}: {writer.errorString()}")


def palette(picture: QImage) -> list[int]:
    """The colours that stand for all others: the commonest ones that differ to the eye."""
    counted: Counter[int] = Counter()
    exact: dict[int, Counter[int]] = {}
    for colour, times in Counter(memoryview(picture.constBits()).cast("I")).items():
        group = colour & _STEP
        counted[group] += times
        exact.setdefault(group, Counter())[colour] += times
    chosen: list[int] = []
    for group, _times in counted.most_common():
        colour = exact[group].most_common(1)[0][0] | 0xFF000000
        if all(_distance(colour, one) > _NEAR for one in chosen):
            chosen.append(colour)
        if len(chosen) == COLOURS:
            break
    return chosen


def _distance(one: int, other: int) -> int:
    return sum(((one >> shift & 255) - (other >> shift & 255)) ** 2 for shift in (0, 8, 16))


def around(widgets: Sequence[QWidget], window: QWidget, margin: int, most: QSize | None = None) -> QRect:
    """The area of a window that holds some of its widgets, with a margin, no larger than `most`."""
    areas = [QRect(one.mapTo(window, QPoint(0, 0)), one.size()) for one in widgets]
    area = areas[0]
    for one in areas[1:]:
        area = area.united(one)
    if most is not None:
        area.setSize(area.size().boundedTo(most))
    return area.adjusted(-margin, -margin, margin, margin).intersected(window.rect())
