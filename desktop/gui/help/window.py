"""The help window: contents at the left, search above, the chapter at the right; it stands beside the work."""

from collections.abc import Iterable

from PySide6.QtCore import QSize, Qt, QTimer, QUrl
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.gui.help.browser import HelpBrowser
from desktop.gui.help.html import place_of
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, key_cap, label, panel
from desktop.gui.widgets.key_field import search_field
from desktop.gui.widgets.section_list import Entry, SectionList
from desktop.help import Book, Chapter
from desktop.help.finding import Found, find
from desktop.help.licences import licence_of, licence_text

_SIZE = QSize(1040, 720)
_LEAST = QSize(720, 480)
_STANDARD = 13
"""Pixels of the text for which the sizes are."""
_PAUSE = 150
"""Milliseconds after a letter before the search."""


class HelpWindow(QWidget):
    """A window of its own; one is kept, and F1 brings it to the front at the chapter that is asked for."""

    def __init__(self, theme: Theme, book: Book) -> None:
        super().__init__()
        self.setObjectName("page")
        self.setWindowTitle("帮助 - 应急台账")
        self.setWindowIcon(theme.icon("mark", "accent", 2 * theme.px("icon")))
        self.theme, self.book = theme, book
        self._found: list[Found] = []
        self._trail: list[str] = []
        self.search = search_field(theme, "查找，拼音首字母也可", "查找帮助")
        self.contents, self.browser = SectionList(theme), HelpBrowser(theme, book)
        self.back = button("返回", "plain", self.go_back)
        self._timer = QTimer(self)
        self._build()
        self._connect()
        room, larger = self.screen().availableSize(), theme.px("t_body") / _STANDARD
        self.setMinimumSize((_LEAST * larger).boundedTo(room))
        self.resize((_SIZE * larger).boundedTo(room))

    def _build(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._left())
        row.addWidget(self._right(), 1)
        self.contents.setAccessibleName("帮助目录")
        self.contents.show_entries(list(self._entries()))

    def _entries(self) -> Iterable[Entry]:
        for group in self.book.groups:
            yield Entry(group.title)
            for chapter in group.chapters:
                yield Entry(chapter.title, chapter.name)

    def _left(self) -> QWidget:
        tree = panel("tree")
        tree.setFixedWidth(self.theme.px("w_tree") + self.theme.px("s6"))
        gap = self.theme.px("s2")
        column = QVBoxLayout(tree)
        column.setContentsMargins(0, gap, 0, gap)
        column.setSpacing(gap)
        field = QHBoxLayout()
        field.setContentsMargins(gap, gap // 2, gap, 0)
        field.addWidget(self.search)
        column.addLayout(field)
        column.addWidget(self.contents, 1)
        return tree

    def _right(self) -> QWidget:
        main = panel("main")
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.browser, 1)
        column.addWidget(self._foot())
        return main

    def _foot(self) -> QWidget:
        foot = panel("foot")
        row = QHBoxLayout(foot)
        gap = self.theme.px("s2")
        row.setContentsMargins(self.theme.px("s5"), gap, self.theme.px("s4"), gap)
        row.setSpacing(gap)
        for part in (self.back, key_cap("Alt+←"), label("上一处", "caption")):
            row.addWidget(part)
        row.addStretch(1)
        for part in (key_cap("Ctrl+F"), label("查找", "caption"), key_cap("Esc"), label("关闭", "caption")):
            row.addWidget(part)
        return foot

    def _connect(self) -> None:
        self._timer.setSingleShot(True)
        self._timer.setInterval(_PAUSE)
        self._timer.timeout.connect(self._search)
        self.search.textChanged.connect(lambda _text: self._timer.start())
        self.search.entered.connect(self._open_first)
        self.search.went_down.connect(self.browser.setFocus)
        self.search.escaped.connect(self.search.clear)
        self.contents.chosen.connect(lambda name: self._choose(str(name)))
        self.browser.anchorClicked.connect(self._follow)
        for key, slot in (("Ctrl+F", self._to_search), ("Alt+Left", self.go_back)):
            action = QAction(self)
            action.setShortcut(QKeySequence(key))
            action.triggered.connect(slot)
            self.addAction(action)

    # ---------------------------------------------------------------- showing

    @property
    def chapter(self) -> str:
        """The name of the chapter that is shown; empty while search results are."""
        return place_of(self._trail[-1])[0] if self._trail and not self._found_shown() else ""

    def _found_shown(self) -> bool:
        return bool(self.search.text().strip())

    def show_page(self, page: str) -> None:
        """Bring the window to the front with the chapter of a page of the program."""
        self.show_chapter(self.book.for_page(page).name)

    def show_chapter(self, name: str, anchor: str = "") -> None:
        """Bring the window to the front with a chapter."""
        self._go(f"{name}#{anchor}")
        self.show()
        self.raise_()
        self.activateWindow()
        self.browser.setFocus()

    def _go(self, address: str, words: str = "") -> None:
        """Show a place; a search gives its words, which are marked."""
        if not self._trail or self._trail[-1] != address:
            self._trail.append(address)
        self._clear_search()
        name, anchor = place_of(address)
        component = licence_of(name)
        if component is None:
            self._show_chapter(self.book.chapters[name], anchor, words)
        else:
            self.browser.show_plain(licence_text(component))
        self.back.setEnabled(len(self._trail) > 1)

    def _show_chapter(self, chapter: Chapter, anchor: str, words: str) -> None:
        blocked = self.contents.blockSignals(True)
        self.contents.choose(chapter.name)
        self.contents.blockSignals(blocked)
        self.browser.show_chapter(chapter, anchor, words)

    def _choose(self, name: str) -> None:
        if name != self.chapter:
            self._go(f"{name}#")

    def _follow(self, address: QUrl) -> None:
        words = self.search.text()
        self._go("#".join(place_of(address.toString())), words)

    def go_back(self) -> None:
        """To what was shown before."""
        if self._found_shown():
            self._clear_search()
            self._go(self._trail[-1])
        elif len(self._trail) > 1:
            self._trail.pop()
            self._go(self._trail[-1])

    # ---------------------------------------------------------------- searching

    def _to_search(self) -> None:
        self.search.setFocus()
        self.search.selectAll()

    def _search(self) -> None:
        text = self.search.text().strip()
        if not text:
            if self._trail:
                self._go(self._trail[-1])
            return
        self._found = find(self.book, text)
        self.browser.show_found(text, self._found)

    def _open_first(self) -> None:
        self._timer.stop()
        self._search()
        if self._found_shown() and self._found:
            first = self._found[0]
            self._go(f"{first.chapter.name}#{first.section.anchor}", self.search.text())
            self.browser.setFocus()

    def _clear_search(self) -> None:
        self._found = []
        blocked = self.search.blockSignals(True)
        self.search.clear()
        self.search.blockSignals(blocked)
        self._timer.stop()

    # ---------------------------------------------------------------- keys

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc and F1 close."""
        if event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_F1):
            self.close()
        else:
            super().keyPressEvent(event)
