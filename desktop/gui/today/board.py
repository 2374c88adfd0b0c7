"""What stands under the head of 今日: what is due, the month so far, gaps, what was last written, visits."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.catalogue import Refusal
from desktop.figures import Engine, Figure
from desktop.figures.behind import names_of
from desktop.figures.due import Due, State
from desktop.figures.due_board import DueBoard, due_board
from desktop.figures.due_groups import working_day_note
from desktop.figures.missing import Missing, to_fill_in
from desktop.figures.series import Series
from desktop.figures.visits import Visits, visits
from desktop.gui.tables.loading import Reader
from desktop.gui.today.done_panel import DonePanel
from desktop.gui.today.due_panel import DuePanel
from desktop.gui.today.gap_list import Line
from desktop.gui.today.side_panel import BesidePanel
from desktop.gui.today.tiles import TileContent, Tiles
from desktop.gui.widgets.basics import label, panel, rule, scrolled
from desktop.gui.widgets.elided import Elided
from desktop.gui.widgets.ledger_icons import ledger_icon
from desktop.report.month import month_so_far, tile_names, tiles_of
from desktop.store import Log
from desktop.store.annual import mark_done
from desktop.store.latest import Latest, latest_records
from desktop.store.listing import Filter

if TYPE_CHECKING:
    from desktop.gui.window import Window

_MOST_VISITED = 30
"""Enterprises listed near their cap."""
_TOPICS = ("due", "month", "visits", "latest")


class Board(QWidget):
    """The panels of 今日. `open_record` opens a record, by its ledger's name and its id."""

    gaps_known = Signal()

    def __init__(self, window: "Window", open_record: Callable[[str, str], None]) -> None:
        super().__init__()
        self._window, self._open, self._session, self._theme = window, open_record, window.session, window.theme
        self.due = DuePanel(self._theme)
        self.tiles = Tiles(self._theme)
        self.side = BesidePanel(self._theme)
        self.done = DonePanel(self._theme, self)
        self._month = label("", "hint")
        self.gaps: list[Missing] = []
        """What is to be filled in."""
        self._begun = False
        # What is missing takes long: it must not hold up what is due after the next save.
        self._reader, self._gap_reader = Reader(self._session.log, self), Reader(self._session.log, self)
        self._lay_out()
        catalogue = self._session.catalogue
        self.tiles.expect([catalogue.indicators[name] for name in tile_names(catalogue)])
        self.due.view.opened.connect(window.open_form)
        self.due.view.fixed_wanted.connect(self._ask_done)
        self.done.taken.connect(self._mark_done)
        self.tiles.opened.connect(self._open_figure)
        for reader in (self._reader, self._gap_reader):
            reader.refused.connect(window.toast)

    # ---------------------------------------------------------------- layout

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(self._theme.px("s4"))
        row.addWidget(self.due, 1)
        row.addWidget(self._right())

    def _right(self) -> QWidget:
        px = self._theme.px
        right = QWidget()
        # With large text on a low screen it scrolls.
        self._side_column = scrolled(right)
        self.side.setMinimumHeight(px("h_button") + 3 * px("h_row_two"))
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(px("s3"))
        column.addWidget(self._month_panel())
        column.addWidget(self.side, 1)
        return self._side_column

    def _month_panel(self) -> QWidget:
        px = self._theme.px
        frame = panel()
        column = QVBoxLayout(frame)
        column.setContentsMargins(1, 0, 1, 1)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(px("s4") - 2, 0, px("s4") - 2, 0)
        head.addWidget(label("本月", "section"))
        head.addWidget(self._month)
        head.addStretch(1)
        head.addWidget(Elided("粗线今年，细线上年", "hint"))
        top = QWidget()
        top.setFixedHeight(px("h_button") + px("s4") - 2)
        top.setLayout(head)
        column.addWidget(top)
        column.addWidget(rule())
        column.addWidget(self.tiles)
        return frame

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Where the text is large the list of what is due keeps the greater part."""
        super().resizeEvent(event)
        usual = 2 * self._theme.px("w_tree") + self._theme.px("s6")
        wide = min(usual, self.width() * 2 // 5)
        self._side_column.setFixedWidth(wide)
        self.tiles.show_lines(wide >= usual * 6 // 7)

    # ---------------------------------------------------------------- content

    @property
    def busy(self) -> bool:
        """Whether something is still being read."""
        return self.counts_gaps or any(map(self._reader.waits_for, _TOPICS))

    @property
    def counts_gaps(self) -> bool:
        """Whether what is to be filled in is not known yet."""
        return not self._begun or self._gap_reader.waits_for("gaps")

    def read(self) -> None:
        """Read everything anew; what is shown stands until then."""
        session, today = self._session, self._session.today
        catalogue, period = session.catalogue, session.period()
        self._begun = True
        self._month.setText(f"{today.month}月1日至{today.day}日")
        ask = partial(self._reader.ask, at_once=False)
        ask("due", lambda log: due_board(log, today, log.person), self._show_due)
        ask("month", lambda log: tiles_of(Engine(log), catalogue, today), self._show_tiles)
        ask("latest", _latest, self._show_latest)
        ask("visits", lambda log: visits(log, today.year, until=today), self._show_visits)
        self._gap_reader.ask(
            "gaps", lambda log: to_fill_in(Engine(log), catalogue, period), self._show_gaps, at_once=False
        )

    def rest(self) -> None:
        """What is not seen looks for nothing; after the window is closed the log is, too."""
        for reader in (self._reader, self._gap_reader):
            reader.rest()

    def _show_due(self, board: DueBoard) -> None:
        log, today = self._session.log, self._session.today
        self.due.show_board(board, log.person, working_day_note(log.catalogue.calendar, today))
        self._window.set_overdue(board.count(State.OVERDUE))

    def _show_tiles(self, found: list[tuple[Figure, Series]]) -> None:
        self.tiles.show_contents([TileContent(*one) for one in found])

    def _show_visits(self, found: list[Visits]) -> None:
        today = self._session.today
        self.side.show_visits([self._visits_line(one, today) for one in found[:_MOST_VISITED]], len(found))

    def _visits_line(self, one: Visits, today: date) -> Line:
        checks = Filter(date(today.year, 1, 1), today, {"enterprise": (one.enterprise_id,)})
        return Line(
            "building", one.name, "", f"上限 {one.cap}，{one.parts}", "看检查",
            partial(self._window.open_ledger, "enforcement_check", checks),
            one.standing, "danger" if one.left < 0 else "warn" if not one.left else "neutral",
        )  # fmt: skip

    def _show_latest(self, found: list[tuple[Latest, str]]) -> None:
        self.side.show_latest([self._latest_line(*one) for one in found])

    def _latest_line(self, one: Latest, title: str) -> Line:
        ledger = self._session.catalogue.ledgers[one.ledger]
        second = f"{one.when(self._session.today)}，{one.person}{one.action}"
        shown = title or f"未填{ledger.fields[ledger.title].label}"
        return Line(ledger_icon(ledger), ledger.label, shown, second, "打开", partial(self._open, one.ledger, one.id))

    def _show_gaps(self, gaps: list[Missing]) -> None:
        self.gaps = gaps
        lines = [
            Line(
                ledger_icon(gap.ledger), gap.ledger.label, gap.what, gap.effect, "补填",
                partial(self._open, gap.ledger.name, gap.ids[0]), f"{len(gap.ids)} 条",
            )
            for gap in gaps
        ]  # fmt: skip
        self.side.show_gaps(lines, sum(len(gap.ids) for gap in gaps))
        self.gaps_known.emit()

    # ---------------------------------------------------------------- going on from here

    def _ask_done(self, due: Due) -> None:
        place = self.due.mapTo(self, QPoint(self.due.width() - self.done.width() - self._theme.px("s4"), 0))
        self.done.ask(due, self._session.today, place + QPoint(0, self._theme.px("h_head")))

    def _mark_done(self, due: Due, day: date) -> None:
        """A fixed day was dealt with."""
        try:
            mark_done(self._session.log, due.rule.name, due.due, day, self._session.today)
        except Refusal as refusal:
            self.done.tell(str(refusal).removesuffix("。"))
            return
        self.done.hide()
        self._session.announce(())
        self._window.toast(f"已登记完成：{due.rule.label}")
        self.due.view.setFocus()

    def _open_figure(self, name: str) -> None:
        """The figure of the month, as the tile shows it."""
        figures: Any = self._window.page("figures")
        figures.set_period(month_so_far(self._session.today))
        self._window.open_rows(name)


def _latest(log: Log) -> list[tuple[Latest, str]]:
    """What was last written, with the names of the records."""
    found = latest_records(log, 12)
    return [(one, names_of(log, log.catalogue.ledgers[one.ledger], [one.id]).get(one.id, "")) for one in found]
