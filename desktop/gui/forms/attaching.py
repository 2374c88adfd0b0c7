"""Attachments: dropped, pasted or chosen, before the first save; copied beside the log at once."""

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import QMimeData, QObject, Qt, QUrl, Signal
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
from desktop.gui.jobs import Job, Jobs
from desktop.gui.widgets import button, key_cap, label
from desktop.store import attachments
from desktop.store.attachments import AttachmentRef
from desktop.store.progress import Progress

KEY = "Ctrl+Shift+P"


AT_ONCE = 16 << 20
"""Bytes that are copied while the window waits: some tenths of a second."""

Take = Callable[[list[str]], object]
"""Is given the terms of what was copied."""


class Intake(QObject):
    """Copies files and pictures beside the log: small ones at once, large ones beside the window."""

    changed = Signal()
    """Another large copy began or ended."""

    def __init__(self, tools: Tools, refused: Callable[[str], object], parent: QObject) -> None:
        super().__init__(parent)
        self._file, self._jobs, self._refused = tools.log.file, tools.jobs, refused
        self.copying: list[str] = []
        """Names of the files that are still being copied."""

    def choose(self, parent: QWidget, take: Take) -> None:
        """Files chosen in the system's own window."""
        names, _ = QFileDialog.getOpenFileNames(parent, "选择附件")
        self.copy([Path(name) for name in names], take)

    def copy(self, files: Sequence[Path], take: Take) -> None:
        """Copy files; what cannot be copied is said and left out."""
        if self._jobs is None or sum(map(attachments.size_of, files)) <= AT_ONCE:
            self._end(_copied(self._file, files, lambda _done, _whole: None), take)
        else:
            self._copy_beside(files, take, self._jobs)

    def _copy_beside(self, files: Sequence[Path], take: Take, jobs: Jobs) -> None:
        names = [file.name for file in files]
        job = Job("正在复制附件", lambda progress: _copied(self._file, files, progress))
        job.signals.done.connect(lambda copied: self._end(copied, take))
        for ended in (job.signals.done, job.signals.failed, job.signals.cancelled):
            ended.connect(lambda *_: self._forget(names))
        self.copying += names
        self.changed.emit()
        jobs.start(job)

    def _forget(self, names: Sequence[str]) -> None:
        for name in names:
            self.copying.remove(name)
        self.changed.emit()

    def _end(self, copied: tuple[list[str], list[str]], take: Take) -> None:
        terms, refusals = copied
        for refusal in refusals:
            self._refused(refusal)
        if terms:
            take(terms)

    def take(self, data: QMimeData, held: int, take: Take) -> bool:
        """Files or a picture that were dropped or pasted beside `held` others; False where there are none."""
        files = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
        if files:
            self.copy(files, take)
            return True
        return data.hasImage() and self._copy_image(QImage(data.imageData()), held, take)

    def paste(self, held: int, take: Take) -> bool:
        """From the clipboard; text there belongs into the field in which the cursor stands."""
        data = QApplication.clipboard().mimeData()
        return (data.hasUrls() or not data.hasText()) and self.take(data, held, take)

    def _copy_image(self, image: QImage, held: int, take: Take) -> bool:
        with TemporaryDirectory() as folder:
            file = Path(folder) / f"粘贴的图片{held + 1}.png"
            if image.isNull() or not image.save(str(file)):
                return False
            self._end(_copied(self._file, [file], lambda _done, _whole: None), take)
        return True


def _copied(log_file: Path, files: Sequence[Path], progress: Progress) -> tuple[list[str], list[str]]:
    """The terms of the files that were copied, and why others were not; the news is in KiB."""
    sizes = [attachments.size_of(file) for file in files]
    terms, refusals = [], []
    for place, file in enumerate(files):
        told = partial(_tell, progress, sum(sizes[:place]), sum(sizes))
        try:
            terms.append(attachments.add(log_file, file, told).term)
        except Refusal as refusal:
            refusals.append(str(refusal))
    return terms, refusals


def _tell(progress: Progress, before: int, whole: int, done: int) -> None:
    progress((before + done) >> 10, whole >> 10)


class Attachments(QFrame):
    """The strip below the form. `value()` is the list of terms that the field stores."""

    changed = Signal()
    refused = Signal(str)

    def __init__(self, tools: Tools) -> None:
        super().__init__()
        self.setObjectName("empty")
        self.setAcceptDrops(True)
        self._theme, self._log = tools.theme, tools.log
        self.intake = Intake(tools, self.refused.emit, self)
        self.intake.changed.connect(self._show)
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
        self.intake.choose(self, self._hold)

    def add(self, files: Sequence[Path]) -> None:
        """Copy files beside the log and name them here; what cannot be copied is said."""
        self.intake.copy(files, self._hold)

    def take(self, data: QMimeData) -> bool:
        """Files or a picture that were dropped or pasted; False where there are none."""
        return self.intake.take(data, len(self._terms), self._hold)

    def paste(self) -> bool:
        """From the clipboard; text there belongs into the field in which the cursor stands."""
        return self.intake.paste(len(self._terms), self._hold)

    def _hold(self, terms: Sequence[str]) -> None:
        fresh = [term for term in dict.fromkeys(terms) if term not in self._terms]
        if fresh:
            self._terms += fresh
            self._show()
            self.changed.emit()

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
        marks = [self._file_row(term) for term in self._terms]
        marks += [label(f"正在复制 {name}…", "hint") for name in self.intake.copying]
        self._marks = marks or [self._empty()]
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
