"""Ways into the import: a menu, the list of a ledger, a table dropped onto a page."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QMimeData, QObject
from PySide6.QtGui import QDropEvent
from PySide6.QtWidgets import QWidget

from desktop.catalogue import Ledger

if TYPE_CHECKING:
    from desktop.gui.window import Window

_ENDINGS = (".xlsx", ".xlsm", ".csv", ".txt", ".xls", ".et")
"""What may be dropped; an old format is refused with a sentence that says what to do."""


def open_import(window: "Window", file: Path | None = None, ledger: Ledger | None = None) -> None:
    """Bring the import to the front, with a file and for a ledger where they are known."""
    from desktop.gui.importing.section import ImportSection  # noqa: PLC0415 - this stands in the way of the first page

    page: Any = window.show_page("data")
    if window.front != "data":
        return
    section = page.open("导入")
    assert isinstance(section, ImportSection)
    section.begin(file, ledger)
    section.show_step()


def take_tables(page: QWidget, take: Callable[[Path], object]) -> None:
    """Let a table be dropped onto a page."""
    page.setAcceptDrops(True)
    page.installEventFilter(_Drops(page, take))


class _Drops(QObject):
    def __init__(self, page: QWidget, take: Callable[[Path], object]) -> None:
        super().__init__(page)
        self._take_file = take

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """A file that may be a table is taken; anything else is left to Qt."""
        if not isinstance(event, QDropEvent):
            return False
        file = _table_in(event.mimeData())
        if file is None:
            return False
        event.acceptProposedAction()
        if event.type() == QEvent.Type.Drop:
            self._take_file(file)
        return True


def _table_in(dropped: QMimeData) -> Path | None:
    """The first file that may be a table."""
    files = (Path(url.toLocalFile()) for url in dropped.urls() if url.isLocalFile())
    return next((file for file in files if file.suffix.lower() in _ENDINGS), None)
