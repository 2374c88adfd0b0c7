"""Where a window keeps its help: read when it is first asked for, closed with the window."""

from typing import TYPE_CHECKING

from desktop.gui.theme import Theme

if TYPE_CHECKING:
    from desktop.gui.help.window import HelpWindow


class HelpShelf:
    """The one help window of a window."""

    def __init__(self) -> None:
        self._window: HelpWindow | None = None

    def show(self, theme: Theme, page: str, chapter: str = "") -> None:
        """Bring a chapter to the front: the named one, else that of a page."""
        from desktop.gui.help.window import HelpWindow  # noqa: PLC0415 - a start need not read the help
        from desktop.help import Book  # noqa: PLC0415

        if self._window is None:
            self._window = HelpWindow(theme, Book.load())
        if chapter:
            self._window.show_chapter(chapter)
        else:
            self._window.show_page(page)

    def close(self) -> None:
        """With the window, and before colours or sizes change: in the new ones it is made anew."""
        if self._window is not None:
            self._window.close()
            self._window.deleteLater()
            self._window = None
