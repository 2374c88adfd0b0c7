"""What the panel 改口径 asks for: compares off the window's thread, applies, takes back."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from shiboken6 import isValid

from desktop.catalogue import Catalogue, Indicator, Refusal
from desktop.figures import Period
from desktop.figures.redefining import Comparison, Redefining
from desktop.gui.jobs import Job
from desktop.gui.tables.loading import own_connection
from desktop.gui.widgets.definition_panel import DefinitionPanel

if TYPE_CHECKING:
    from desktop.gui.window import Window

Changes = Mapping[str, object]
Progress = Callable[[int, int], None]


class Definitions(QObject):
    """Stands between the panel and the log."""

    closed = Signal()

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._window, self._session = window, window.session
        self.panel = DefinitionPanel(window.theme)
        self._name, self._period = "", self._session.period()
        self._asked: Changes = {}
        self.panel.hide()
        self.panel.compare_wanted.connect(self._compare)
        self.panel.apply_wanted.connect(self._apply)
        self.panel.reset_wanted.connect(self._reset)
        self.panel.closed.connect(self.close)
        self.panel.changes_list.taken.connect(lambda key: self._window.open_form(*key))

    def open(self, one: Indicator, period: Period) -> None:
        """Show a figure's rule, to be compared over a period and the one a year before."""
        self._name, self._period = one.name, period
        self.panel.open(self._session.catalogue.indicators[one.name])

    def close(self) -> None:
        """Put the panel away; nothing is changed."""
        self.panel.hide()
        self.closed.emit()

    def _compare(self, changes: Changes) -> None:
        self._asked = changes
        if not changes:
            self.panel.show_nothing()
            return
        log, name, period, today = self._session.log, self._name, self._period, self._session.today
        try:
            Redefining(log, today).propose(name, changes)
        except Refusal as refusal:
            self.panel.say(str(refusal))
            return

        def work(_progress: Progress) -> tuple[Comparison, Comparison]:
            with own_connection(log) as own:
                redefining = Redefining(own, today)
                return redefining.compare(redefining.propose(name, changes), period)

        job = Job("正在比较改前改后", work)
        job.signals.done.connect(lambda found: self._compared(name, changes, found))
        job.signals.refused.connect(self.panel.say)
        self._window.jobs.start(job)

    def _compared(self, name: str, changes: Changes, found: tuple[Comparison, Comparison]) -> None:
        """Only the last question's answer is shown, and only while the panel is there: colours may have changed."""
        if isValid(self.panel) and (name, changes) == (self._name, self._asked):
            self.panel.show_comparisons(found)

    def _apply(self, changes: Changes, reason: str) -> None:
        def act(redefining: Redefining) -> Indicator:
            return redefining.apply(redefining.propose(self._name, changes), reason)

        self._write(act, "正在应用新口径", "已改口径")

    def _reset(self, reason: str) -> None:
        self._write(lambda redefining: redefining.reset(self._name, reason), "正在恢复自带口径", "已恢复自带口径")

    def _write(self, act: Callable[[Redefining], Indicator], title: str, done: str) -> None:
        """Reading all definitions anew takes a second or more, so it is done beside."""
        log, today = self._session.log, self._session.today

        def work(_progress: Progress) -> tuple[Indicator, Catalogue]:
            with own_connection(log) as own:
                return act(Redefining(own, today)), own.catalogue

        job = Job(title, work)
        job.signals.done.connect(lambda found: self._written(found, done))
        job.signals.refused.connect(self.panel.say)
        self._window.jobs.start(job)

    def _written(self, found: tuple[Indicator, Catalogue], done: str) -> None:
        one, catalogue = found
        self._session.log.catalogue = catalogue
        self._session.announce(set(catalogue.ledgers))
        self._window.toast(f"{done}：{one.label}，现为第 {one.version} 版")
        self.close()
