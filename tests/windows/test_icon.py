"""The program's icon on a desktop: every size that Windows asks for, in the colours of the theme."""

import struct

import pytest
from PySide6.QtGui import QImage

from desktop.gui.theme import Theme
from desktop.program import program_root

SIZES = (16, 20, 24, 32, 40, 48, 64, 256)


def pictures() -> dict[int, QImage]:
    content = (program_root() / "resources" / "theme" / "taizhang.ico").read_bytes()
    (count,) = struct.unpack("<H", content[4:6])
    found = {}
    for number in range(count):
        *_, length, at = struct.unpack("<BBBBHHII", content[6 + 16 * number : 22 + 16 * number])
        image = QImage.fromData(content[at : at + length])
        found[image.width()] = image
    return found


def test_it_has_every_size() -> None:
    assert tuple(pictures()) == SIZES


@pytest.mark.parametrize("size", SIZES)
def test_it_is_the_sheet_in_the_accent_with_white_lines(size: int) -> None:
    image, accent = pictures()[size], Theme.load("light").colour("accent")
    assert image.height() == size
    assert image.pixelColor(0, 0).alpha() < 128, "round corners"
    assert image.pixelColor(size // 2, round(size * 0.12)).name() == accent.name()
    middle = image.pixelColor(round(size * 0.42), size // 2)
    assert middle.lightness() > accent.lightness() + 60
