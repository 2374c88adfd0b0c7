"""Attachments: dropped, pasted or chosen, before the first save; copied beside the log at once."""

from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QMimeData, Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QDragEnterEvent, QDropEvent, QImage
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QLabel,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.catalogue import Refusal
from desktop.gui.forms.lines import Tools
from desktop.gui.forms.making import put_icon
from desktop.gui.widgets import button, key_cap, label
from desktop.store import Log, attachments
from desktop.store.attachments import AttachmentRef

KEY = "Ctrl+Shift+P"


class Intake:
    """Copies files and pictures beside the log; each answer is a list of terms, None where there was nothing."""

    def __init__(self, log: Log, refused: Callable[[str], object]) -> None:
        self._log, self._refused = log, refused

    def choose(self, parent: QWidget) -> list[str]:
        """Files chosen in the system's own window."""
        names, _ = QFileDialog.getOpenFileNames(parent, "选择附件")
        return self.copy([Path(name) for name in names])

    def copy(self, files: Sequence[Path]) -> list[str]:
        """Copy files; what cannot be copied is said and left out."""
        terms = []
        for file in files:
            try:
                terms.append(attachments.add(self._log.file, file).term)
            except Refusal as refusal:
                self._refused(str(refusal))
        return terms

    def take(self, data: QMimeData, held: int) -> list[str] | None:
        """Files or a picture that were dropped or pasted beside `held` others."""
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:
            return self.copy(files)
        return self._copy_image(QImage(data.imageData()), held) if data.hasImage() else None

    def paste(self, held: int) -> list[str] | None:
        """From the clipboard; text there belongs into the field in which the cursor stands."""
        data = QApplication.clipboard().mimeData()
        return self.take(data, held) if data.hasUrls() or not data.hasText() else None

    def _copy_image(self, image: QImage, held: int) -> list[str] | None:
        with TemporaryDirectory() as folder:
            file = Path(folder) / f"粘贴的图片{held + 1}.png"
            return None if image.isNull() or not image.save(str(file)) else self.copy([file])


class Attachments(QFrame):
    """The strip below the form. `value()` is the list of terms that the field stores."""

    changed = Signal()
    refused = Signal(str)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("empty")
        self.setAcceptDrops(True)
        self._theme, self._log = tools.theme, tools.log
        self._intake = Intake(tools.log, self.refused.emit)
        self._terms: list[str] = []
        self._marks: list[QWidget] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(tools.theme.px("s4"), tools.theme.px("s2"), tools.theme.px("s3"), tools.theme.px("s2"))
        row.setSpacing(tools.theme.px("s3"))
        mark = QLabel()
        mark.setPixmap(tools.theme.icon("camera", "ink2").pixmap(tools.theme.px("icon"), tools.theme.px("icon")))
        row.addWidget(mark)
        self._names = QVBoxLayout()
        self._names.setSpacing(2)
        row.addLayout(self._names, 1)
        self._choose_button = button("选择文件", "", self.choose, hint=f"选择附件（{KEY}）")
        row.addWidget(self._choose_button)
        row.addWidget(key_cap(KEY))
        self._show()

    def value(self) -> list[str]:
        """The terms."""
        return list(self._terms)

    def put(self, value: object) -> None:
        """Show terms."""
        self._terms = [str(one) for one in value] if isinstance(value, (list, tuple)) else []
        self._show()

    def take_focus(self) -> None:
        """To the button."""
        self._choose_button.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def choose(self) -> None:
        """Choose files in the system's own window."""
        self._hold(self._intake.choose(self))

    def add(self, files: Sequence[Path]) -> None:
        """Copy files beside the log and name them here; what cannot be copied is said."""
        self._hold(self._intake.copy(files))

    def take(self, data: QMimeData) -> bool:
        """Files or a picture that were dropped or pasted; False where there are none."""
        return self._hold(self._intake.take(data, len(self._terms)))

    def paste(self) -> bool:
        """From the clipboard; text there belongs into the field in which the cursor stands."""
        return self._hold(self._intake.paste(len(self._terms)))

    def _hold(self, terms: Sequence[str] | None) -> bool:
        fresh = [term for term in dict.fromkeys(terms or ()) if term not in self._terms]
        if fresh:
            self._terms += fresh
            self._show()
            self.changed.emit()
        return terms is not None

    def remove(self, term: str) -> None:
        """Take a file off the record; the copy stays, for the record's history names it."""
        self._terms.remove(term)
        self._show()
        self.changed.emit()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Files and pictures are welcome."""
        if event.mimeData().hasUrls() or event.mimeData().hasImage():
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """Take what was dropped."""
        if self.take(event.mimeData()):
            event.acceptProposedAction()

    def _show(self) -> None:
        for mark in self._marks:
            self._names.removeWidget(mark)
            mark.deleteLater()
        self._marks = [self._file_row(term) for term in self._terms] or [self._empty()]
        for mark in self._marks:
            self._names.addWidget(mark)

    def _empty(self) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px("s2"))
        row.addWidget(label("附件"))
        row.addWidget(label("还没有附件。把文件拖到这里、粘贴，或选择文件。", "hint"))
        row.addStretch(1)
        return made

    def _file_row(self, term: str) -> QWidget:
        found = attachment_of(term)
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px("s2"))
        name = found.name if found else term
        row.addWidget(button(name, "link", lambda: self._open(found), hint="打开"))
        if not found:
            row.addWidget(label("只有名称，没有文件", "hint"))
        row.addWidget(self._cross(name, term))
        row.addStretch(1)
        return made

    def _cross(self, name: str, term: str) -> QToolButton:
        made = QToolButton()
        put_icon(made, self._theme, "close")
        made.setAutoRaise(True)
        made.setObjectName("infield")
        made.setToolTip(f"去掉“{name}”")
        made.setAccessibleName(f"去掉“{name}”")
        made.clicked.connect(lambda _checked=False: self.remove(term))
        return made

    def _open(self, found: AttachmentRef | None) -> None:
        if found:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(attachments.path_of(self._log.file, found))))


def attachment_of(term: str) -> AttachmentRef | None:
    """The copied file that a term names, None for a bare name."""
    digest, _, name = term.partition(" ")
    return AttachmentRef(name, digest) if len(digest) == 64 and name else None
