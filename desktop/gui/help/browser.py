"""The text of the help: chapters, search results and licences, laid out for the room that there is."""

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, QUrl
from PySide6.QtGui import (
    QImage,
    QImageReader,
    QPainter,
    QPen,
    QResizeEvent,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QFrame, QTextBrowser, QTextEdit

from desktop.gui.help.html import Look, chapter_html, found_html
from desktop.gui.theme import Theme
from desktop.help import Book, Chapter
from desktop.help.book import PICTURE_SCALE
from desktop.help.finding import Found

_WIDEST = 760
"""Pixels of a line at the standard text size: about 54 characters."""


class HelpBrowser(QTextBrowser):
    """Shows one page at a time; what is clicked is told by `anchorClicked`."""

    def __init__(self, theme: Theme, book: Book) -> None:
        super().__init__()
        self._theme, self._book = theme, book
        self._make: Callable[[], str] = str
        self._words = ""
        self._later = QTimer(self)
        self._later.setSingleShot(True)
        self._later.timeout.connect(self._lay_anew)
        self.setOpenLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setAccessibleName("帮助正文")
        self.document().setDocumentMargin(theme.px("s6"))
        self.document().setDefaultFont(theme.font("t_section"))

    # ---------------------------------------------------------------- showing

    def show_chapter(self, chapter: Chapter, anchor: str = "", words: str = "") -> None:
        """A chapter, from its beginning or a section on; the words that were searched are marked."""
        self._show(lambda: chapter_html(chapter, self._look()))
        self._mark(words)
        if anchor:
            self.scrollToAnchor(anchor)

    def show_found(self, text: str, found: list[Found]) -> None:
        """What a search found."""
        self._show(lambda: found_html(text, found, self._look()))

    def show_plain(self, text: str) -> None:
        """A licence as its owner wrote it."""
        self._make = str
        self.setPlainText(text)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _show(self, make: Callable[[], str]) -> None:
        self._make = make
        self.setHtml(make())
        self._mark("")
        self.verticalScrollBar().setValue(0)

    def _mark(self, words: str) -> None:
        self._words = words
        found: list[QTextEdit.ExtraSelection] = []
        shade = QTextCharFormat()
        shade.setBackground(self._theme.colour("warn_soft"))
        for word in words.split():
            cursor = self.document().find(word)
            while not cursor.isNull():
                one = QTextEdit.ExtraSelection()
                one.cursor, one.format = cursor, shade
                found.append(one)
                cursor = self.document().find(word, cursor)
        self.setExtraSelections(found)

    # ---------------------------------------------------------------- room and pictures

    def _look(self) -> Look:
        room = self.viewport().width() - 2 * self._theme.px("s6")
        widest = round(_WIDEST * self._theme.px("t_body") / 13)
        return Look(self._theme.colours, self._theme.px, max(1, min(room, widest)), self._picture_size)

    def _picture_size(self, file: str) -> tuple[int, int]:
        """A picture's size in logical pixels."""
        size = QImageReader(str(self._book.picture(file))).size() / PICTURE_SCALE
        return max(1, size.width()), max(1, size.height())

    def loadResource(self, kind: int, name: QUrl | str) -> object:  # noqa: N802 - Qt's name
        """A picture as sharp as the screen: Qt itself would stretch it when it paints, roughly."""
        if kind != QTextDocument.ResourceType.ImageResource:
            return None
        file = (name.toString() if isinstance(name, QUrl) else name).rpartition("/")[2]
        picture = QImage(str(self._book.picture(file)))
        look, ratio = self._look(), self.devicePixelRatioF()
        shown = min(self._picture_size(file)[0], look.width - 2)
        scaled = picture.convertToFormat(QImage.Format.Format_RGB32).scaledToWidth(
            round(shown * ratio), Qt.TransformationMode.SmoothTransformation
        )
        self._edge(scaled)
        scaled.setDevicePixelRatio(ratio)
        return scaled

    def _edge(self, picture: QImage) -> None:
        """White pictures on a white page need one."""
        painter = QPainter(picture)
        painter.setPen(QPen(self._theme.colour("line_mid"), max(1, round(self.devicePixelRatioF()))))
        painter.drawRect(picture.rect().adjusted(0, 0, -1, -1))
        painter.end()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Lay the page out anew, later: text that is being put in must not be put in twice."""
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._later.start()

    def _lay_anew(self) -> None:
        """About the same lines stay in sight."""
        made, bar = self._make(), self.verticalScrollBar()
        if not made:
            return
        place = bar.value() / max(1, bar.maximum())
        self.setHtml(made)
        self._mark(self._words)
        bar.setValue(round(place * bar.maximum()))
