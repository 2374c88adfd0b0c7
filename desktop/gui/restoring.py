"""A file that does not open is brought back from a backup: choose one, press the button."""

from pathlib import Path

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from desktop.gui.first_start import StartPage
from desktop.gui.jobs import Job
from desktop.gui.theme import Theme
from desktop.gui.widgets.backup_table import BackupTable
from desktop.gui.widgets.basics import button, empty_state, label, notice, panel
from desktop.store.backups import Backup, listed, restore

_ROWS, _LEAST_ROWS = 7, 3


def restoration(backup: Backup, file: Path, folder: Path, *, other_log: bool) -> Job:
    """The work: what is there is saved into `folder`, then the backup takes its place."""
    return Job(
        "恢复备份", lambda progress: restore(backup.file, file, folder=folder, other_log=other_log, progress=progress)
    )


class RestorePage(StartPage):
    """The backups of a file, the newest good one chosen."""

    help_name = "data/备份"

    restore_wanted = Signal(object, bool)
    """The backup, and whether also another bureau's."""
    back_wanted = Signal()

    def __init__(self, theme: Theme, file: Path, folder: Path) -> None:
        super().__init__(theme, "恢复备份", "数据文件会回到备份那时的样子。现在的文件先存一份，什么都不会丢。")
        self.surface.setFixedWidth(2 * theme.px("w_side") + 4 * theme.px("s6"))
        self._file, self.folder = file, folder
        self._place = label(role="hint", wrap=True)
        self.table = BackupTable(theme)
        self._nothing = panel("empty")
        QVBoxLayout(self._nothing).addWidget(
            empty_state("这个文件夹里没有备份", "选另一个文件夹，或插上存备份的 U 盘")
        )
        self._notices = QVBoxLayout()
        self.restore = button("恢复这一份", "primary", self._restore)
        self.anyway = button("仍要恢复", clicked=lambda: self._ask(other_log=True))
        self.other = button("选另一个文件夹…", clicked=self._choose_folder)
        self.back = button("返回", "plain", self.back_wanted.emit)
        self.anyway.hide()
        for part in (self._place, self.table, self._nothing):
            self.column.addWidget(part)
        self.column.addLayout(self._notices)
        self.column.addSpacing(theme.px("s2"))
        self.column.addLayout(self._buttons())
        self.show_folder(folder)
        self.table.setFocus()

    def _buttons(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self.theme.px("s2"))
        row.addWidget(self.other)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(self.anyway)
        row.addWidget(self.restore)
        return row

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """As `_fit`."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """In a low window fewer backups are seen at once, so that the buttons below them are."""
        row, head = self.theme.px("h_row"), self.theme.px("h_thead")
        around = self.surface.sizeHint().height() - self.table.height() + 2 * self.theme.px("h_head")
        rows = min(max((self.height() - around - head) // row, _LEAST_ROWS), _ROWS)
        for part in (self.table, self._nothing):
            part.setFixedHeight(head + rows * row)

    def show_folder(self, folder: Path) -> None:
        """The backups of a folder: those of this file, or all where there are none of it."""
        found = listed(folder, self._file.stem) or listed(folder)
        self._place.setText(f"备份文件夹：{folder}")
        self.table.show_backups(found)
        self.table.setVisible(bool(found))
        self._nothing.setVisible(not found)
        self.restore.setEnabled(bool(found))
        self.restore.setToolTip("" if found else "这个文件夹里没有备份")

    def say(self, sentence: str) -> None:
        """Why it was not restored."""
        self._clear()
        what, _, remedy = sentence.removesuffix("。").partition("。")
        self._notices.addWidget(
            notice(self.theme, "danger", "error", "没有恢复", [what, *([remedy] if remedy else [])])
        )
        self.anyway.setVisible("仍要恢复" in sentence)
        QTimer.singleShot(0, self, self._fit)
        self._enable(True)

    def _clear(self) -> None:
        while (item := self._notices.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()

    def _enable(self, free: bool) -> None:
        parts: tuple[QWidget, ...] = (self.restore, self.anyway, self.other, self.back, self.table)
        for part in parts:
            part.setEnabled(free)

    def begin(self, backup: Backup) -> None:
        """Restore the one that was chosen before this page was shown."""
        if backup.file.parent != self.folder:
            self.show_folder(backup.file.parent)
        self.table.choose(backup)
        self._restore()

    def _restore(self) -> None:
        self._ask(other_log=False)

    def _ask(self, *, other_log: bool) -> None:
        backup = self.table.chosen()
        if backup is None:
            return
        self._clear()
        self._notices.addWidget(label("正在核对备份并恢复", "hint"))
        self._enable(False)
        self.restore_wanted.emit(backup, other_log)

    def _choose_folder(self) -> None:
        chosen = QFileDialog.getExistingDirectory(self, "备份文件夹", str(self.folder))
        if chosen:
            self.show_folder(Path(chosen))
