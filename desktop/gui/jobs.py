"""Work longer than half a second: off the GUI thread, with progress and a way to stop it."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal

from desktop.catalogue import Refusal


class Cancelled(Exception):
    """The person stopped the work."""


class _Signals(QObject):
    progressed = Signal(int, int)
    done = Signal(object)
    refused = Signal(str)
    failed = Signal(object)
    cancelled = Signal()
    stopping = Signal()
    """The person wants no answer any more; the work ends at its next step."""


class Job(QRunnable):
    """One piece of work. It opens its own connection to the log: SQLite's are bound to their thread.

    `work` is given `progress(done, whole)`, which raises `Cancelled` once the job was cancelled.
    """

    def __init__(self, title: str, work: Callable[[Callable[[int, int], None]], Any]) -> None:
        super().__init__()
        self.title = title
        self.signals = _Signals()
        self._work = work
        self._stopped = False
        self.setAutoDelete(False)

    def cancel(self) -> None:
        """Ask the work to stop at its next step."""
        self._stopped = True
        self.signals.stopping.emit()

    def run(self) -> None:
        """Do the work and tell how it ended."""
        try:
            result = self._work(self._progress)
        except Cancelled:
            self.signals.cancelled.emit()
        except Refusal as refusal:
            self.signals.refused.emit(str(refusal))
        except Exception as error:  # noqa: BLE001 - a thread's last edge: the window reports it
            self.signals.failed.emit(error)
        else:
            self.signals.done.emit(result)

    def _progress(self, done: int, whole: int) -> None:
        if self._stopped:
            raise Cancelled
        self.signals.progressed.emit(done, whole)


class Jobs(QObject):
    """Runs jobs one after the other; the status bar shows the one that runs."""

    started = Signal(object)
    """The job that begins."""

    def __init__(self) -> None:
        super().__init__()
        self._pool = QThreadPool()
        self._pool.setMaxThreadCount(1)
        self._running: list[Job] = []

    def start(self, job: Job) -> None:
        """Queue a job; its signals tell how it goes."""
        self._running.append(job)
        for ended in (job.signals.done, job.signals.refused, job.signals.failed):
            ended.connect(lambda *_: self._forget(job))
        job.signals.cancelled.connect(lambda: self._forget(job))
        self.started.emit(job)
        self._pool.start(job)

    def wait(self) -> None:
        """Cancel what runs and wait for its end, when the window closes."""
        for job in self._running:
            job.cancel()
        self._pool.waitForDone()

    def _forget(self, job: Job) -> None:
        if job in self._running:
            self._running.remove(job)
