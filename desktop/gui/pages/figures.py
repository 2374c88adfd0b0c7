"""指标: every figure of a period with last year's, its months, its rule and the records behind it."""

from collections.abc import Callable
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget
from shiboken6 import isValid

from desktop.catalogue import Indicator
from desktop.catalogue.typed_dates import typed_day
from desktop.figures import Engine, Figure, Period
from desktop.figures.behind import Behind, exact_filter, rows_behind, rows_left_out
from desktop.figures.comparing import facts
from desktop.figures.series import Series, monthly_series
from desktop.figures.spans import span_text
from desktop.gui.figures.frame import Head, Tree
from desktop.gui.jobs import Job
from desktop.gui.pages.definition import Definitions
from desktop.gui.pages.page import Page
from desktop.gui.tables.loading import Reader, own_connection
from desktop.gui.widgets.actions import make_action
from desktop.gui.widgets.basics import button, empty_state, label, panel, rule
from desktop.gui.widgets.drawer import Drawer
from desktop.gui.widgets.figure_model import FigureModel, SeriesSource
from desktop.gui.widgets.figure_table import FigureTable
from desktop.gui.widgets.period_picker import PeriodPicker
from desktop.gui.widgets.save_dialog import ask_where
from desktop.gui.widgets.section_list import Entry
from desktop.gui.widgets.sharing import Sharing
from desktop.gui.writing_jobs import workbook_job
from desktop.report.figure_list import Attention, Choice, FigureList, Group
from desktop.store import Log

if TYPE_CHECKING:
    from desktop.gui.window import Window

_ATTENTION = (
    (Attention.UNCOUNTED, "info", "warn"), (Attention.ADJUSTED, "edit", "accent"),
    (Attention.DIFFERS, "clock", "ink2"),
)  # fmt: skip
_ALL = "all"
AT_ONCE = 3000
"""Records behind a figure that are read without waiting; more are read beside the work."""
MOST_ROWS = 2000
"""The newest records of each ledger that the drawer lists; the list of the ledger shows them all."""

_Rows = tuple[list[Behind], list[Behind]]


class FiguresPage(Page):
    """The figures of the chosen period."""

    name = "figures"
    title = "指标"
    icon = "figures"

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._period = self._shown = self.session.period()
        self._list = FigureList(self.session.catalogue, ())
        self._choice = Choice()
        self._took = 0.0
        self._stale, self._wanted = True, ""
        self._asked: Period | None = None
        self._reader = Reader(self.session.log, self)
        self._series_reader = Reader(self.session.log, self)
        self._source = SeriesSource(self._series_reader, self._series)
        self._model = FigureModel(self.session.catalogue, self._source)
        self.table = FigureTable(self._model, self.theme)
        self.tree = Tree(self.theme)
        self.head = Head(
            self.theme, self.title, span=self.ask_period, with_data=partial(self._show_silent, False),
            everything=partial(self._show_silent, True), export=self.ask_export,
        )  # fmt: skip
        self.sections, self.search_field = self.tree.sections, self.tree.search_field
        self.drawer = Drawer(self.theme)
        self.definitions = Definitions(window)
        self.picker = PeriodPicker(self.theme, typed_day, self)
        self._later = QTimer(self, interval=60, singleShot=True)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.table)

    # ---------------------------------------------------------------- layout

    def _lay_out(self) -> None:
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(
            Sharing(self.tree, self._main(), self.drawer, self.definitions.panel, wanted=self.table.least_width)
        )
        self.drawer.hide()

    def _main(self) -> QWidget:
        main = panel("main")
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(rule())
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(
            empty_state("没有符合条件的指标", "换一个章节，或清除条件", button("清除条件", "", self.clear_choice))
        )
        counting = label("正在计算指标", "hint")
        counting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(counting)
        self._stack.setCurrentWidget(counting)
        column.addWidget(self._stack, 1)
        return main

    def _connect(self) -> None:
        self.sections.chosen.connect(self._choose_section)
        self.search_field.textChanged.connect(lambda text: self._narrow(text=text.strip()))
        self.table.opened.connect(self.open_rows)
        self.table.moved.connect(lambda _name: self._later.start())
        self._later.timeout.connect(self._follow)
        self.drawer.closed.connect(self.close_drawer)
        self.drawer.stepped.connect(self.table.step)
        self.drawer.record_opened.connect(self.window_.open_form)
        self.drawer.ledger_wanted.connect(self._open_ledger)
        self.drawer.definition_wanted.connect(self._open_definition)
        self.definitions.closed.connect(self._close_definition)
        self.picker.picked.connect(self.set_period)
        for reader in (self._reader, self._series_reader):
            reader.refused.connect(self.window_.toast)
        self._source.ready.connect(self._show_series)
        self.session.changed.connect(self._forget)
        self.session.year_changed.connect(lambda _year: self.set_period(self.session.period()))

    # ---------------------------------------------------------------- content

    def refresh(self, changed: set[str] | None = None) -> None:
        """Compute the figures anew where records changed; those that are shown stand until then."""
        if not self._stale and changed is None:
            return
        catalogue, period = self.session.catalogue, self._period
        if changed is None and self._asked == period and self._reader.waits_for("figures"):
            return
        self._asked = period

        def computed(log: Log) -> tuple[FigureList, Period, float]:
            start = perf_counter()
            figures = Engine(log).figures(period)
            return FigureList(catalogue, figures), period, perf_counter() - start

        self.head.show_span(span_text(period))
        self._reader.ask("figures", computed, self._take_figures, at_once=False)

    def _take_figures(self, computed: tuple[FigureList, Period, float]) -> None:
        self._list, self._shown, self._took = computed
        self._stale = False
        self._source.clear()
        self._show_list()
        self._refresh_drawer()
        wanted, self._wanted = self._wanted, ""
        if wanted:
            self.open_rows(wanted)

    @property
    def busy(self) -> bool:
        """Whether the figures or the records behind one are still being worked out."""
        return self._reader.waits_for("figures") or self._reader.waits_for("rows")

    def _forget(self, _changed: object) -> None:
        self._stale = True

    @property
    def period(self) -> Period:
        """The period that is shown."""
        return self._period

    def set_period(self, period: Period) -> None:
        """Show another period."""
        self._period, self._stale = period, True
        if self.isVisible():
            self.refresh()

    def ask_period(self) -> None:
        """Open the picker under its button."""
        button = self.head.period_button
        self.picker.move(button.mapTo(self, QPoint(0, button.height() + self.theme.px("s1"))))
        self.picker.ask(self.session.year, self._period, self.session.today)

    def _series(self, log: Log, indicator: Indicator) -> Series:
        return monthly_series(Engine(log), indicator, self._shown)

    # ---------------------------------------------------------------- the list

    def _show_list(self) -> None:
        current = self._current_name()
        groups = self._list.groups(self._choice)
        self._model.show(groups, self._shown)
        self.table.fit_columns()
        self._stack.setCurrentIndex(0 if groups else 1)
        if not (current and self.table.choose(current)):
            self._choose_first(groups)
        self._show_sections()
        self.window_.set_status(self.status_text())

    def _choose_first(self, groups: list[Group]) -> None:
        if groups:
            self.table.choose(groups[0].figures[0].indicator.name)

    def _current_name(self) -> str | None:
        figure = self._model.figure(self.table.currentIndex().row())
        return figure.indicator.name if figure else None

    def _show_sections(self) -> None:
        silent = self._choice.silent
        entries = [Entry("按报告章节"), Entry("全部指标", _ALL, self._list.count(Choice(silent=silent)))]
        for section in self._list.sections():
            count = self._list.count(Choice(section=section, silent=silent))
            if count:
                entries.append(Entry(section, section, count))
        entries.append(Entry("需要留意"))
        for attention, icon, tone in _ATTENTION:
            count = self._list.count(Choice(attention=attention, silent=silent))
            entries.append(Entry(attention.value, attention, count, icon, tone))
        self.sections.show_entries(entries)

    def _choose_section(self, key: object) -> None:
        if isinstance(key, Attention):
            self._narrow(section=None, attention=key)
        else:
            self._narrow(section=None if key == _ALL else str(key), attention=None)

    def _show_silent(self, silent: bool) -> None:
        self.head.show_silent(silent)
        self._narrow(silent=silent)

    def _narrow(self, **parts: object) -> None:
        choice = Choice(**{**vars(self._choice), **parts})
        if choice != self._choice:
            self._choice = choice
            self._show_list()

    def clear_choice(self) -> None:
        """Show all sections and no search."""
        self.search_field.clear()
        self.sections.choose(_ALL)

    def search(self) -> None:
        """Ctrl+F."""
        self.search_field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.search_field.selectAll()

    def status_text(self) -> str:
        """How many figures, and how long they took."""
        if not self._took:
            return "正在计算指标"
        return f"{self._list.count(self._choice)} 个指标，用时 {self._took:.2f} 秒"

    # ---------------------------------------------------------------- the drawer

    def open_rows(self, indicator_name: str) -> None:
        """Show a figure with the records behind it, once the figures are known."""
        if self._stale:
            if not self._reader.waits_for("figures"):
                self.refresh()
            self._wanted = indicator_name
            return
        if not self.table.choose(indicator_name):
            self.clear_choice()
            if not self.table.choose(indicator_name):
                self._show_silent(True)
                self.table.choose(indicator_name)
        self._later.stop()
        figure = self._list.figures.get(indicator_name)
        if figure:
            self._fill_drawer(figure)
            self.drawer.show()
            self.table.fit_columns()

    def close_drawer(self) -> None:
        """Put the drawer away; the list has the focus again."""
        self.drawer.hide()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _follow(self) -> None:
        """The drawer follows the current row while it is open."""
        figure = self._model.figure(self.table.currentIndex().row())
        if figure and self.drawer.isVisible():
            self._fill_drawer(figure)

    def _refresh_drawer(self) -> None:
        shown = self.drawer.figure
        figure = self._list.figures.get(shown.indicator.name) if shown else None
        if figure and not self.drawer.isHidden():
            self._fill_drawer(figure)

    def _fill_drawer(self, figure: Figure) -> None:
        one = figure.indicator
        told = facts(one, self.session.catalogue, figure.period)
        if figure.adjustment:
            told = [*told, ("手工调整", figure.adjustment.sentence(one.unit).removeprefix("手工调整 "))]
        self.drawer.show_figure(figure, self._source.get(one), told)
        if figure.records + figure.uncounted <= AT_ONCE:
            self._reader.ask(
                "rows", lambda log: _behind(Engine(log), log, figure), partial(self._show_rows, figure), at_once=False
            )
        else:
            self._reader.forget("rows")
            self._read_rows(figure)

    def _read_rows(self, figure: Figure) -> None:
        """Read what stands behind a large figure beside the work."""
        log = self.session.log

        def work(_progress: Callable[[int, int], None]) -> _Rows:
            with own_connection(log) as own:
                return _behind(Engine(own), own, figure)

        job = Job("正在读取指标背后的记录", work)
        job.signals.done.connect(lambda rows: self._show_rows(figure, rows))
        job.signals.failed.connect(_raise)
        self.window_.jobs.start(job)

    def _show_series(self, name: str) -> None:
        """The chart of the figure that is shown, once its months are known."""
        shown = self.drawer.figure
        if shown and shown.indicator.name == name and (series := self._source.get(shown.indicator)):
            self.drawer.show_series(series)

    def _show_rows(self, figure: Figure, rows: _Rows) -> None:
        """Unless another figure is shown by now, or the page was made anew."""
        if isValid(self.drawer) and self.drawer.figure is figure:
            self.drawer.show_rows(*rows, MOST_ROWS)

    def change_definition(self) -> None:
        """F2: the rule of the current figure."""
        name = self._current_name()
        if name:
            self.open_rows(name)
            self._open_definition()

    def _open_definition(self) -> None:
        if self.drawer.figure:
            self.drawer.hide()
            self.definitions.open(self.drawer.figure.indicator, self._shown)

    def _close_definition(self) -> None:
        shown = self.drawer.figure
        if shown and self.isVisible():
            self.open_rows(shown.indicator.name)
            self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_ledger(self) -> None:
        figure = self.drawer.figure
        if figure is None:
            return
        one = figure.indicator
        while one.ledger is None:
            one = self.session.catalogue.indicators[one.over[0]]
        wanted = exact_filter(self.session.engine, figure.indicator, one.ledger.name, figure.period)
        self.window_.open_ledger(one.ledger.name, wanted)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """What is not seen computes nothing; after the window is closed the log is, too."""
        self._source.stop()
        self._later.stop()
        self._reader.rest()
        self._wanted = ""
        super().hideEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc closes the drawer."""
        if event.key() == Qt.Key.Key_Escape and self.drawer.isVisible():
            self.close_drawer()
        else:
            super().keyPressEvent(event)

    # ---------------------------------------------------------------- the workbook

    def actions_of_page(self) -> list[QAction]:
        """Steps from figure to figure, and the workbook."""
        return [
            make_action(self, "上一个指标", "Alt+Up", partial(self.table.step, -1)),
            make_action(self, "下一个指标", "Alt+Down", partial(self.table.step, 1)),
            make_action(self, "改口径…", "F2", self.change_definition),
            make_action(self, "导出工作簿…", "Ctrl+E", self.ask_export),
        ]

    def ask_export(self) -> None:
        """Ask where the workbook goes."""
        bureau = self.session.log.setting("bureau") or "应急台账"
        proposed = Path.home() / f"{bureau}{span_text(self._period)}指标.xlsx"
        ask_where(self, "导出工作簿", proposed, self.export_to)

    def export_to(self, file: Path) -> Job:
        """Write the workbook beside the work; the status bar shows how far it is."""
        job = workbook_job(self.session.log.file, self._period, file)
        job.signals.done.connect(lambda _result: self._exported(f"已导出 {file.name}"))
        # The window itself says why a job was refused.
        job.signals.refused.connect(lambda _sentence: self._exported())
        job.signals.cancelled.connect(lambda: self._exported("已取消导出，没有留下文件"))
        job.signals.failed.connect(lambda _error: self._exported("导出没有完成，原因已写入运行记录"))
        self.head.show_exporting(True)
        self.window_.jobs.start(job)
        return job

    def _exported(self, sentence: str = "") -> None:
        self.head.show_exporting(False)
        if sentence:
            self.window_.toast(sentence)


def _behind(engine: Engine, log: Log, figure: Figure) -> _Rows:
    """What counts, and what was left out."""
    one, period = figure.indicator, figure.period
    counted = rows_behind(engine, log, one, period, MOST_ROWS)
    return counted, rows_left_out(engine, log, one, period) if figure.uncounted else []


def _raise(error: Exception) -> None:
    raise error
