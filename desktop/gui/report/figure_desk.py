"""The figure at the cursor: shown beside the paper, written another way, adjusted by hand."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from desktop.catalogue import Refusal
from desktop.catalogue.wordings import Form
from desktop.figures import Engine
from desktop.figures.adjusting import Adjusting
from desktop.figures.comparing import facts
from desktop.figures.series import monthly_series
from desktop.gui.report.edition_on_paper import EditionOnPaper
from desktop.gui.report.paper import Paper
from desktop.gui.report.side import Side
from desktop.gui.tables.loading import Reader
from desktop.report.text.manuscript import Manuscript, with_form

if TYPE_CHECKING:
    from desktop.gui.window import Window


class FigureDesk(QObject):
    """Stands between the paper and the side; what is written is asked for each time, for it changes with the year."""

    def __init__(
        self, window: "Window", paper: Paper, side: Side, manuscript: Callable[[], Manuscript],
        edition: Callable[[], EditionOnPaper | None],
    ) -> None:  # fmt: skip
        super().__init__(paper)
        self._window, self._session = window, window.session
        self._paper, self._side = paper, side
        self._manuscript, self._edition = manuscript, edition
        self._reader = Reader(self._session.log, self)
        paper.figure_chosen.connect(self.show)
        paper.figure_opened.connect(self.open_rows)
        inspector = side.inspector
        inspector.stepped.connect(paper.step)
        inspector.rows_wanted.connect(lambda: self.open_rows(paper.chosen))
        inspector.written_as.connect(self._write_as)
        inspector.adjusted.connect(self._adjust)
        side.edition.stepped.connect(paper.step)
        side.edition.record_opened.connect(window.open_form)

    def show(self, name: str) -> None:
        """Show a figure of the draft or of the version on the paper; none where there is no name."""
        edition = self._edition()
        if not name:
            self._side.show_figure(None)
        elif edition:
            figure = edition.figure(name)
            if figure:
                self._side.edition.show_figure(figure, edition.changed(name), compared=edition.difference is not None)
            self._side.show_figure(self._side.edition if figure else None)
        else:
            self._fill_inspector(name)
            self._side.show_figure(self._side.inspector)

    def _fill_inspector(self, name: str) -> None:
        manuscript, inspector = self._manuscript(), self._side.inspector
        figure = manuscript.say(name).figure
        one, period = figure.indicator, figure.period
        form, readings = manuscript.readings(name)
        told = facts(one, self._session.catalogue, period)
        inspector.show_figure(figure, form, told, readings, locked=False)
        show = partial(inspector.show_series, one)
        self._reader.ask("series", lambda log: monthly_series(Engine(log), one, period), show, at_once=False)

    def rest(self) -> None:
        """Nothing is read for a page that is not seen."""
        self._reader.rest()

    def _write_as(self, form: Form | None) -> None:
        chosen = self._paper.chosen
        if chosen:
            self._paper.replace_chosen(None if form is None else with_form(chosen, form))
            self._paper.setFocus()

    def _adjust(self, value: str, reason: str) -> None:
        figure = self._manuscript().say(self._paper.chosen).figure
        try:
            Adjusting(self._session.log, figure.period, self._session.today).to(figure.indicator.name, value, reason)
        except Refusal as refusal:
            self._side.inspector.refuse(str(refusal))
            return
        self._session.announce({"adjustment"})
        self._paper.setFocus()

    def open_rows(self, name: str) -> None:
        """The records behind a figure, on the page 指标."""
        if name:
            self._window.open_rows(self._manuscript().say(name).figure.indicator.name)
