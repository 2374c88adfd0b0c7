"""The look at the pictures can tell Chinese from boxes."""

import os

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFont, QImage, QPainter
from PySide6.QtWidgets import QApplication

from tests.windows.pictures import is_written

WORDS = ("台账", "办理时限", "本月情况", "执法检查", "数据文件")


@pytest.fixture(scope="module", autouse=True)
def app() -> QApplication:
    running = QApplication.instance()
    return running if isinstance(running, QApplication) else QApplication([])


def drawn(text: str, size: int, *, boxes: bool = False) -> QImage:
    image = QImage(size * len(text) + 20, size + 16, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    font = QFont("Noto Sans CJK SC")
    font.setPixelSize(size)
    painter.setFont(font)
    for number, character in enumerate(text):
        place = QRect(10 + number * size, 4, size, size + 8)
        if boxes:
            painter.drawRect(place.adjusted(2, 4, -2, -4))
        else:
            painter.drawText(place, Qt.AlignmentFlag.AlignCenter, character)
    painter.end()
    return image


@pytest.mark.parametrize("size", [12, 13, 19])
@pytest.mark.parametrize("word", WORDS)
def test_chinese_is_told_from_boxes_and_from_nothing(word: str, size: int) -> None:
    assert is_written(drawn(word, size), word)
    assert not is_written(drawn(word, size, boxes=True), word)
    assert not is_written(drawn(" " * len(word), size), word)
