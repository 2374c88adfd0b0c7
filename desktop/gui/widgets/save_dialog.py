"""Where a file goes that is to be written: asked without holding up the window."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

KINDS = {
    "xlsx": "Excel 工作簿 (*.xlsx)",
    "docx": "Word 文档 (*.docx)",
    "pdf": "PDF 文档 (*.pdf)",
}


def ask_where(parent: QWidget, title: str, proposed: Path, then: Callable[[Path], object]) -> None:
    """Offer a place and a name; `then` gets the chosen one, with the proposed one's ending where none was typed."""
    end = proposed.suffix.removeprefix(".")
    dialog = QFileDialog(parent, title, str(proposed), KINDS[end])
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setDefaultSuffix(end)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.fileSelected.connect(lambda file: then(Path(file)))
    dialog.open()
