"""A large file of an older program is opened for the first time: how far the work is, and a way to stop it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QProgressBar

from desktop.gui.first_start import StartPage
from desktop.gui.jobs import Job
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, label
from desktop.store import Log

STOPPED = "整理停下了，文件没有改动。再试一次会从头整理。"


def preparation(file: Path) -> Job:
    """The work: open the file with all that it asks for, and close it again."""
    return Job("整理数据文件", lambda progress: Log.open(file, progress=progress).close())


class PreparingPage(StartPage):
    """Says what is done with the file and how far it is."""

    stop_wanted = Signal()

    def __init__(self, theme: Theme, file: Path, job: Job) -> None:
        super().__init__(
            theme,
            "正在整理数据文件",
            "程序更新后第一次打开这个文件，要整理一遍记录，以后不再需要。已登记的内容不变。",
        )
        self.bar, self.step = QProgressBar(), label("正在检查台账", "hint")
        self.bar.setTextVisible(False)
        self.bar.setRange(0, 0)
        self.bar.setAccessibleName("整理的进度")
        self.stop = button("停止", clicked=self._stop)
        self.column.addWidget(label(str(file), "caption", wrap=True))
        self.column.addWidget(self.bar)
        self.column.addWidget(self.step)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(self.stop)
        self.column.addSpacing(theme.px("s2"))
        self.column.addLayout(row)
        job.signals.progressed.connect(self._advance)

    def _advance(self, done: int, whole: int) -> None:
        if not whole:
            self.step.setText("正在备份原来的文件")
            return
        self.bar.setRange(0, max(whole, 1))
        self.bar.setValue(done)
        self.step.setText(f"已整理 {done:,} 条，共 {whole:,} 条")

    def _stop(self) -> None:
        self.stop.setEnabled(False)
        self.step.setText("正在停止")
        self.stop_wanted.emit()

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802 - Qt's name
        """Nobody waits for the file any more; after the work ended this does nothing."""
        self.stop_wanted.emit()
        super().closeEvent(event)
