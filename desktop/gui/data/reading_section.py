"""A section of 数据 that shows what is read beside the work: before the first answer it says that it is reading."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QWidget

from desktop.gui.pages.section import Section
from desktop.gui.tables.loading import Reader
from desktop.gui.widgets.basics import label
from desktop.store import Log

if TYPE_CHECKING:
    from desktop.gui.window import Window

READING = "正在读取"


class ReadingSection(Section):
    """Nothing is called empty, and no field is offered blank, before it was read.

    What was shown stays while it is read anew: it was true a moment ago.
    """

    def __init__(self, window: "Window", title: str, explanation: str) -> None:
        super().__init__(window, title, explanation)
        self._reader = Reader(window.session.log, self)
        self._reader.refused.connect(self._refuse)
        self._unknown: tuple[QWidget, ...] = ()
        self.reading = label(READING, "hint", wrap=True)

    def wait_for(self, *parts: QWidget) -> None:
        """These parts show what is read; till then a line stands here, at the present end of the column."""
        self._unknown = parts
        for part in parts:
            part.hide()
        self.column.addWidget(self.reading)

    def read(self, topic: str, read: Callable[[Log], Any], then: Callable[[Any], None]) -> None:
        """Read over another connection, and hand the answer to `then`, which shows it."""
        self.reading.setText(READING)
        self._reader.ask(topic, read, partial(self._answer, then), at_once=False)

    def _answer(self, then: Callable[[Any], None], answer: object) -> None:
        for part in self._unknown:
            part.show()
        self._unknown = ()
        self.reading.hide()
        then(answer)

    def _refuse(self, sentence: str) -> None:
        self.reading.setText(f"没有读出来：{sentence.removesuffix('。')}")
        self.window_.toast(sentence)
