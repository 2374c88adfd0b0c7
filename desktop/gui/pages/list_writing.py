"""Writing many records from the list: at once where they are few, beside the window where they take a moment."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from desktop.catalogue import Refusal
from desktop.gui.jobs import Job
from desktop.gui.session import AT_ONCE
from desktop.gui.tables.loading import own_connection
from desktop.gui.widgets.reason_bar import ReasonBar
from desktop.store import Busy, Log, ReasonNeeded
from desktop.store.progress import Progress, no_progress

if TYPE_CHECKING:
    from desktop.gui.window import Window


@dataclass(frozen=True)
class Writing:
    """One action on some records of a list."""

    title: str
    """What the status bar calls it while it lasts: 正在删除."""
    size: int
    """How many records it touches, their rows included."""
    act: Callable[[Log, str | None, Progress], Any]
    """Writes with a reason; what is to be told of it."""
    done: Callable[[Any], object]
    refused: Callable[[str], object]


class ListWriter:
    """Carries actions out; where a finalised edition counts a record, it asks for the reason first."""

    def __init__(self, window: "Window", reason_bar: ReasonBar) -> None:
        self._window, self._reason_bar = window, reason_bar

    def write(self, one: Writing, reason: str | None = None) -> None:
        """Write now, or beside the window what would hold it up."""
        if one.size > AT_ONCE:
            self._write_beside(one, reason)
            return
        try:
            found = one.act(self._window.session.log, reason, no_progress)
        except ReasonNeeded as needed:
            self._ask(one, needed)
        except Busy:
            # An import writes: this one comes after it.
            self._write_beside(one, reason)
        except Refusal as refusal:
            one.refused(str(refusal))
        else:
            one.done(found)

    def _write_beside(self, one: Writing, reason: str | None) -> None:
        log = self._window.session.log

        def work(progress: Progress) -> Any:
            with own_connection(log) as own:
                own.vault_key = log.vault_key
                try:
                    return one.act(own, reason, progress)
                except ReasonNeeded as needed:
                    return needed

        job = Job(one.title, work)
        job.signals.done.connect(lambda result: self._end(one, result))
        job.signals.refused.connect(one.refused)
        self._window.jobs.start(job)

    def _end(self, one: Writing, result: Any) -> None:
        if isinstance(result, ReasonNeeded):
            self._ask(one, result)
        else:
            one.done(result)

    def _ask(self, one: Writing, needed: ReasonNeeded) -> None:
        self._reason_bar.ask(needed, lambda reason: self.write(one, reason))
