"""Reading for a list: at once where a ledger is small; else off the GUI thread, the list's first rows at once."""

from collections.abc import Callable
from datetime import date
from typing import Any

from PySide6.QtCore import QObject, QRunnable, QThreadPool, Signal
from shiboken6 import isValid

from desktop.catalogue import Ledger, Refusal
from desktop.store import Log
from desktop.store.connection import connect
from desktop.store.listing import Filter, Listing

FEW = 20_000
"""Up to here a ledger is read at once: it takes less time than a page of it takes to paint."""
FIRST = 128


def own_connection(log: Log) -> Log:
    """The same log over a connection for another thread, without reading the catalogue again."""
    own = Log(log.file, connect(log.file, read_only=log.read_only), log.catalogue, log.person)
    own.read_only = log.read_only
    return own


class _Signals(QObject):
    done = Signal(object, object)
    """The question and its answer."""
    refused = Signal(object, str)
    failed = Signal(object, object)


class _Question(QRunnable):
    """Something to be read over a connection of its own: SQLite's are bound to their thread."""

    def __init__(self, topic: str, log: Log, read: Callable[[Log], Any], then: Callable[[Any], None]) -> None:
        super().__init__()
        self.setAutoDelete(False)
        self.topic, self.signals, self.then = topic, _Signals(), then
        self.stale = False
        self._log, self._read = log, read

    def run(self) -> None:
        """Read, unless something else is wanted by now."""
        if self.stale:
            return
        try:
            with own_connection(self._log) as own:
                answer = self._read(own)
        except Refusal as refusal:
            self._tell("refused", str(refusal))
        except Exception as error:  # noqa: BLE001 - a thread's last edge: raised again in the GUI thread
            self._tell("failed", error)
        else:
            self._tell("done", answer)

    def _tell(self, how: str, what: object) -> None:
        """Unless the program ended meanwhile."""
        if isValid(self.signals):
            getattr(self.signals, how).emit(self, what)


class Reader(QObject):
    """Answers questions one after the other. A newer question on a topic makes the older one forgotten."""

    refused = Signal(str)

    def __init__(self, log: Log, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log = log
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(1)
        self._open: dict[str, _Question] = {}

    def waits_for(self, topic: str) -> bool:
        """Whether an answer is still to come."""
        return topic in self._open

    def forget(self, topic: str) -> None:
        """No answer is wanted any more."""
        before = self._open.pop(topic, None)
        if before:
            before.stale = True

    def ask(self, topic: str, read: Callable[[Log], Any], then: Callable[[Any], None], *, at_once: bool) -> None:
        """Read, and hand the answer to `then` in the GUI thread."""
        self.forget(topic)
        if at_once:
            then(read(self._log))
            return
        question = _Question(topic, self._log, read, then)
        question.signals.done.connect(self._answer)
        question.signals.refused.connect(self._refuse)
        question.signals.failed.connect(self._fail)
        self._open[topic] = question
        self._pool.start(question)

    def rest(self) -> None:
        """Forget every question. The one that is being read has a connection of its own and ends by itself."""
        for topic in list(self._open):
            self.forget(topic)

    def _take(self, asked: _Question) -> bool:
        if self._open.get(asked.topic) is not asked:
            return False
        del self._open[asked.topic]
        return True

    def _answer(self, asked: _Question, answer: Any) -> None:
        if self._take(asked):
            asked.then(answer)

    def _refuse(self, asked: _Question, message: str) -> None:
        if self._take(asked):
            self.refused.emit(message)

    def _fail(self, asked: _Question, error: Exception) -> None:
        if self._take(asked):
            raise error


class RowLoader(QObject):
    """Finds the rows of a list, and what else is asked about it, without holding up the window."""

    started = Signal(object)
    """A list begins: with all its rows, or with the first ones."""
    completed = Signal(object)
    """The whole list, where `started` gave only its first rows."""
    refused = Signal(str)

    def __init__(self, log: Log, today: Callable[[], date], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._log, self._today = log, today
        self._reader = Reader(log, self)
        self._reader.refused.connect(self.refused)
        self._few = True

    @property
    def few(self) -> bool:
        """Whether the ledger loaded last is small enough for questions that look at every record."""
        return self._few

    @property
    def busy(self) -> bool:
        """Whether the whole list is still being read."""
        return self._reader.waits_for("rows")

    def load(self, ledger: Ledger, wanted: Filter, sort: str | None, descending: bool) -> None:
        """Begin a list."""
        self._reader.forget("rows")
        today = self._today()
        listing = Listing(self._log, ledger, today)
        self._few = not self._is_large(ledger)
        at_once = self._few and not self.is_slow(listing, *wanted.equals, *([sort] if sort else []))
        first = None if at_once else listing.first_at_once(wanted, sort, descending, FIRST)
        # Where the first rows are not found in a moment, the old list stays until the whole new one is known.
        then = self.started if first is None else self.completed
        self._reader.ask("rows", lambda log: Listing(log, ledger, today).ids(wanted, sort, descending), then.emit,
                         at_once=at_once)  # fmt: skip
        if first is not None:
            self.started.emit(first)

    @staticmethod
    def is_slow(listing: Listing, *columns: str) -> bool:
        """Whether columns are told from the records of a large ledger, however small the listed one is."""
        return listing.is_told(*columns) and listing.at_most_told() > FEW

    def _is_large(self, ledger: Ledger) -> bool:
        """Told without counting: that alone would hold up the window."""
        return Listing(self._log, ledger).at_most() > FEW

    def rest(self) -> None:
        """Read nothing more."""
        self._reader.rest()

    def ask(self, topic: str, read: Callable[[Log], Any], then: Callable[[Any], None], *, slow: bool = False) -> None:
        """Another question about the ledger that was loaded last; a slow one looks at other ledgers, too."""
        self._reader.ask(topic, read, then, at_once=self._few and not slow)
