"""What all pages share: the open log, who works, today, and the news of every change."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from desktop.catalogue import Catalogue, Ledger, Refusal
from desktop.store import Busy, Log, LoggedChange
from desktop.store.progress import Progress, no_progress
from desktop.store.versions import restore_version

if TYPE_CHECKING:
    from desktop.figures import Engine, Period

AT_ONCE = 500
"""Records that are undone while the window waits: some tenths of a second."""

PATIENCE = 150
"""Milliseconds for which the window stands still while another connection, of an import perhaps, writes."""

Step = Callable[[Log, Progress], str | None]


class Session(QObject):
    """The store's verbs with signals. Pages read through `log` and `engine` and write only through here."""

    changed = Signal(set)
    """Names of ledgers whose records changed."""
    saved = Signal(str)
    """The time of a save, HH:MM, after it is durable."""
    said = Signal(str, bool)
    """A short message for the toast, and whether the last action can be undone."""
    year_changed = Signal(int)
    beside_wanted = Signal(str, object)
    """A title and work on a log that takes more than a moment: it is done over another connection, then `finish`."""

    def __init__(self, log: Log, today: date | None = None) -> None:
        super().__init__()
        self.log = log
        log.wait_at_most(PATIENCE)
        self._engine: Engine | None = None
        self._today = today
        self.year = self.today.year

    @property
    def catalogue(self) -> Catalogue:
        """Ledgers, indicators, deadline rules."""
        return self.log.catalogue

    @property
    def engine(self) -> "Engine":
        """Computes the figures of the log as it is now; made when it is first wanted, as after every change."""
        if self._engine is None:
            from desktop.figures import Engine  # noqa: PLC0415 - the window is painted before it needs a figure

            self._engine = Engine(self.log)
        return self._engine

    @property
    def today(self) -> date:
        """Today, or the fixed day of a test or a demonstration."""
        return self._today or date.today()

    def period(self) -> "Period":
        """The chosen year, up to today where it is the current one."""
        from desktop.figures import Period  # noqa: PLC0415

        last = min(self.today, date(self.year, 12, 31)) if self.year == self.today.year else None
        return Period.year(self.year, last=last)

    def set_year(self, year: int) -> None:
        """Choose the year that the pages show."""
        if year != self.year:
            self.year = year
            self.year_changed.emit(year)

    def add(self, ledger: Ledger, typed: Mapping[str, object], *, reason: str | None = None) -> str:
        """Save a new record; `store.Rejected` where it cannot be saved."""
        id_ = self.log.add(ledger, typed, reason=reason)
        self._announce({ledger.name})
        return id_

    def update(self, ledger: Ledger, id_: str, typed: Mapping[str, object], *, reason: str | None = None) -> bool:
        """Save changes of a record."""
        written = self.log.update(ledger, id_, typed, reason=reason)
        self._announce({ledger.name})
        return written

    def delete(self, ledger: Ledger, ids: Sequence[str], *, reason: str | None = None) -> None:
        """Put records into the recycle bin, and say that this can be undone."""
        below = self.log.rows_of(ledger, ids)
        self.log.delete_many(ledger, ids, reason)
        self.deleted(ledger, len(ids), below)

    def deleted(self, ledger: Ledger, count: int, below: Sequence[tuple[Ledger, Sequence[str]]]) -> None:
        """Tell that records and their rows went into the recycle bin, and that this can be undone."""
        self._announce({ledger.name, *(child.name for child, _ in below)})
        rows = "、".join(f"{len(found):,} {child.unit}{child.label}" for child, found in below)
        own = f"已删除 {count:,} 条{ledger.label}"
        self.said.emit(f"{own}{f'和所属 {rows}' if rows else ''}，可在回收站找回", True)

    def restore_version(self, ledger: Ledger, id_: str, change: LoggedChange) -> bool:
        """Let a record be as it was after a change, and say that this can be undone; False where it was not."""
        try:
            done = restore_version(self.log, ledger, id_, change)
        except Refusal as refusal:
            self.said.emit(str(refusal), False)
            return False
        self._announce({ledger.name})
        self.said.emit(done, True)
        return True

    def undo(self) -> None:
        """Take back the last action."""
        self._step("正在撤销", Log.undo, self.log.undo_size(), "没有可撤销的操作")

    def redo(self) -> None:
        """Do again what was taken back."""
        self._step("正在重做", Log.redo, self.log.redo_size(), "没有可重做的操作")

    def _step(self, title: str, act: Step, size: int, nothing: str) -> None:
        if size > AT_ONCE:
            self.beside_wanted.emit(title, act)
        elif size:
            try:
                self.finish(act(self.log, no_progress))
            except Busy:
                self.beside_wanted.emit(title, act)
        else:
            self.said.emit(nothing, False)

    def finish(self, sentence: str | None) -> None:
        """Tell the pages and the person what was undone or done again, here or beside the window."""
        if sentence:
            self._announce(set(self.catalogue.ledgers))
            self.said.emit(sentence, False)

    def announce(self, ledgers: Iterable[str]) -> None:
        """Tell the pages that records changed by another way than these verbs, such as a batch."""
        self._announce(set(ledgers))

    def _announce(self, ledgers: set[str]) -> None:
        self._engine = None
        self.changed.emit(ledgers)
        self.saved.emit(f"{datetime.now():%H:%M}")
