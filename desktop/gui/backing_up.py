"""The daily backup of the open log: some seconds after the start if today has none, then when a day begins."""

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from desktop.gui.jobs import Job
from desktop.store.backups import Kind, Report, back_up, due, last_made, outside_state, read_settings

if TYPE_CHECKING:
    from desktop.gui.window import Window

AFTER_START_MILLISECONDS = 15_000
"""The clerk's first look at the window comes first."""
LOOK_MILLISECONDS = 600_000


def backup_standing(log_file: Path) -> tuple[str, str]:
    """When the last backup of a log was made, and why the backups are not safe where they are, if they are not."""
    settings = read_settings(log_file)
    last = last_made(settings.folder, log_file.stem)
    if last is None:
        return "还没有", ""
    return f"{last:%Y-%m-%d %H:%M}", outside_state(log_file, datetime.now(), settings).reminder


class DailyBackup(QObject):
    """Belongs to one window; its work shows in the status bar like any other."""

    def __init__(self, window: "Window", clock: Callable[[], datetime] = datetime.now) -> None:
        super().__init__(window)
        self._window, self._clock = window, clock
        self._tried: date | None = None
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_MILLISECONDS)
        self._first = QTimer(self)
        self._first.setSingleShot(True)
        self._first.timeout.connect(self.look)
        self._first.start(AFTER_START_MILLISECONDS)

    def look(self) -> None:
        """Start today's backup if it is due; what failed is tried again tomorrow, or by hand."""
        now, log = self._clock(), self._window.session.log
        if log.read_only or self._tried == now.date() or not due(log.file, now):
            return
        self._tried = now.date()
        file = log.file
        job = Job("备份", lambda progress: back_up(file, Kind.DAILY, now=now, progress=progress))
        job.signals.done.connect(self._tell)
        job.signals.refused.connect(self._window.toast)
        self._window.jobs.start(job)

    def _tell(self, report: Report) -> None:
        self._window.show_standing()
        # Once a day at most, and only of a folder that was chosen: for the rest the status bar says so.
        outside = outside_state(self._window.session.log.file, self._clock())
        sentence = report.outside_problem or (outside.reminder if outside.folder else "")
        if sentence:
            self._window.toast(sentence)
