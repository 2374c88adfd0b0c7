"""Writes resources/theme/taizhang.ico, the program's icon on a Windows desktop, from the mark in tokens.toml.

    uv run python tests/tools/make_program_icon.py

The window's own mark is an outline, which is lost on a coloured desktop: here the sheet is filled.
"""

import struct
from collections.abc import Mapping
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from desktop.gui.theme import Theme

FILE = Path(__file__).parents[2] / "resources" / "theme" / "taizhang.ico"
SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
"""What Windows asks for at 100 to 200 %: lists, task bar, desktop, large tiles."""


def drawn(theme: Theme, size: int) -> QImage:
    """The icon at one size; small ones have stronger lines and no margin."""
    margin = 0.4 if size <= 24 else 1.0
    side, line = 20 - 2 * margin, 2.2 if size <= 24 else 1.6
    lines = theme.icons["mark"].partition("<path")[2]
    ground, white = theme.colour("accent").name(), theme.colour("on_accent").name()
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 20">'
        f'<rect x="{margin}" y="{margin}" width="{side}" height="{side}" rx="4" fill="{ground}"/>'
        f'<g fill="none" stroke="{white}" stroke-width="{line}" stroke-linecap="round">'
        f"<path{lines}</g></svg>"
    )
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(svg.encode())).render(painter, QRectF(0, 0, size, size))
    painter.end()
    return image


def png(image: QImage) -> bytes:
    kept = QByteArray()
    buffer = QBuffer(kept)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    image.save(buffer, "PNG")
    return bytes(kept.data())


def icon_file(pictures: Mapping[int, bytes]) -> bytes:
    """An ICO whose pictures are PNG: a head, a directory of 16 bytes a picture, the pictures."""
    head = struct.pack("<HHH", 0, 1, len(pictures))
    directory, at = b"", len(head) + 16 * len(pictures)
    for size, picture in pictures.items():
        directory += struct.pack("<BBBBHHII", size % 256, size % 256, 0, 0, 1, 32, len(picture), at)
        at += len(picture)
    return head + directory + b"".join(pictures.values())


def main() -> None:
    theme = Theme.load("light")
    FILE.write_bytes(icon_file({size: png(drawn(theme, size)) for size in SIZES}))


if __name__ == "__main__":
    main()
