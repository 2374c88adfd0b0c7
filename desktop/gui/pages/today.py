"""今日: what is due, the month so far, quick entry, what is still to be filled in, what was last written."""

from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, QTimer
from PySide6.QtGui import QHideEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.catalogue import Refusal
from desktop.figures import Engine, Figure
from desktop.figures.annual import everything_due
from desktop.figures.behind import names_of
from desktop.figures.due import Due, State
from desktop.figures.due_groups import working_day_note
from desktop.figures.missing import Missing, to_fill_in
from desktop.figures.series import Series
from desktop.figures.visits import Visits, visits
from desktop.gui.pages.page import Page
from desktop.gui.tables.loading import Reader
from desktop.gui.today.done_panel import DonePanel
from desktop.gui.today.due_panel import DuePanel
from desktop.gui.today.gap_list import Line
from desktop.gui.today.quick_entry import QuickButton
from desktop.gui.today.side_panel import BesidePanel
from desktop.gui.today.tiles import TileContent, Tiles
from desktop.gui.widgets.basics import button, label, panel, rule, scrolled
from desktop.gui.widgets.elided import Elided
from desktop.gui.widgets.ledger_icons import ledger_icon
from desktop.report.month import month_so_far, tile_names, tiles_of
from desktop.store import Log
from desktop.store.annual import mark_done
from desktop.store.bureau import Bureau
from desktop.store.latest import Latest, latest_records
from desktop.store.listing import Filter

if TYPE_CHECKING:
    from desktop.gui.window import Window

_WEEKDAYS = "一二三四五六日"
_MOST_VISITED = 30
"""Enterprises listed near their cap."""


class TodayPage(Page):
    """The first page of the day."""

    name = "today"
    title = "今日"
    icon = "today"

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self.due = DuePanel(self.theme)
        self.tiles = Tiles(self.theme)
        self.side = BesidePanel(self.theme)
        self.done = DonePanel(self.theme, self)
        self._day, self._month = label("", "second"), label("", "hint")
        self._quick: list[QuickButton] = []
        self._gaps: list[Missing] = []
        self._visited: set[str] = set()
        self._painted, self._begun, self._walking = False, False, False
        # What is missing takes long: it must not hold up what is due after the next save.
        self._reader, self._gap_reader = Reader(self.session.log, self), Reader(self.session.log, self)
        self._lay_out()
        self.tiles.expect([self.session.catalogue.indicators[name] for name in tile_names(self.session.catalogue)])
        self.setFocusProxy(self.due)
        self.due.view.opened.connect(window.open_form)
        self.due.view.fixed_wanted.connect(self._ask_done)
        self.done.taken.connect(self._mark_done)
        self.tiles.opened.connect(self._open_figure)
        self.side.walk.clicked.connect(self.walk_gaps)
        for reader in (self._reader, self._gap_reader):
            reader.refused.connect(window.toast)

    # ---------------------------------------------------------------- layout

    def _lay_out(self) -> None:
        px = self.theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(px("s5"), 0, px("s5"), px("s3"))
        column.setSpacing(0)
        column.addWidget(self._head())
        body = QHBoxLayout()
        body.setSpacing(px("s4"))
        body.addWidget(self.due, 1)
        body.addWidget(self._right())
        column.addLayout(body, 1)

    def _head(self) -> QWidget:
        px = self.theme.px
        head = QWidget()
        head.setFixedHeight(px("h_head") + px("s1") // 2)
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(px("s1") + 2)
        row.addWidget(label(self.title, "title"))
        row.addSpacing(px("s1"))
        row.addWidget(self._day)
        row.addStretch(1)
        for number, ledger in enumerate(Bureau(self.session.log).quick_entry, 1):
            made = QuickButton(self.theme, ledger_icon(ledger), ledger.label, f"Ctrl+{number}")
            made.clicked.connect(partial(self._new, ledger.name))
            self._quick.append(made)
            row.addWidget(made)
        row.addWidget(button("更多台账", "", lambda: self.window_.show_page("ledgers")))
        return head

    def _right(self) -> QWidget:
        px = self.theme.px
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
        px = self.theme.px
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
        """As `_fit`."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The keys beside quick entry go first where the head is narrow, then the day; they stay in the tips."""
        # Where the text is large the list of what is due keeps the greater part.
        usual = 2 * self.theme.px("w_tree") + self.theme.px("s6")
        wide = min(usual, self.width() * 2 // 5)
        self._side_column.setFixedWidth(wide)
        self.tiles.show_lines(wide >= usual * 6 // 7)
        for one in self._quick:
            one.show_key(True)
        needed = sum(one.sizeHint().width() + self.theme.px("s2") for one in self._quick)
        others = self._day.sizeHint().width() + 2 * self.theme.px("w_rail") + 4 * self.theme.px("s5")
        for one in self._quick:
            one.show_key(needed + others <= self.width())
        needed = sum(one.sizeHint().width() + self.theme.px("s2") for one in self._quick)
        self._day.setVisible(needed + others <= self.width())

    # ---------------------------------------------------------------- content

    def refresh(self, changed: set[str] | None = None) -> None:
        """Show the state of today."""
        today = self.session.today
        self._day.setText(f"{_chinese(today)}  星期{_WEEKDAYS[today.weekday()]}")
        self._fit()
        self._month.setText(f"{today.month}月1日至{today.day}日")
        if self._begun:
            self._read()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        """Nothing is read before the page was first painted: the window comes at once, what stands in it follows."""
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self._begin)

    def _begin(self) -> None:
        self._begun = True
        self._read()

    @property
    def busy(self) -> bool:
        """Whether something is still being read."""
        topics = ("due", "month", "visits", "latest")
        return not self._begun or self._gap_reader.waits_for("gaps") or any(map(self._reader.waits_for, topics))

    def _read(self) -> None:
        """Read everything anew; what is shown stands until then."""
        if not self.isVisible():
            return
        session, today = self.session, self.session.today
        catalogue, period = session.catalogue, session.period()
        ask = partial(self._reader.ask, at_once=False)
        ask("due", lambda log: everything_due(log, today), self._show_due)
        ask("month", lambda log: tiles_of(Engine(log), catalogue, today), self._show_tiles)
        ask("latest", _latest, self._show_latest)
        ask("visits", lambda log: visits(log, today.year, until=today), self._show_visits)
        self._gap_reader.ask(
            "gaps", lambda log: to_fill_in(Engine(log), catalogue, period), self._show_gaps, at_once=False
        )

    def _show_due(self, items: list[Due]) -> None:
        log, today = self.session.log, self.session.today
        self.due.show_items(items, log.person, working_day_note(log.catalogue.calendar, today))
        self.window_.set_overdue(sum(1 for one in items if one.state is State.OVERDUE))

    def _show_tiles(self, found: list[tuple[Figure, Series]]) -> None:
        self.tiles.show_contents([TileContent(*one) for one in found])

    def _show_visits(self, found: list[Visits]) -> None:
        today = self.session.today
        self.side.show_visits([self._visits_line(one, today) for one in found[:_MOST_VISITED]], len(found))

    def _visits_line(self, one: Visits, today: date) -> Line:
        checks = Filter(date(today.year, 1, 1), today, {"enterprise": (one.enterprise_id,)})
        return Line(
            "building", one.name, "", f"上限 {one.cap}，{one.parts}", "看检查",
            partial(self.window_.open_ledger, "enforcement_check", checks),
            one.standing, "danger" if one.left < 0 else "warn" if not one.left else "neutral",
        )  # fmt: skip

    def _show_latest(self, found: list[tuple[Latest, str]]) -> None:
        self.side.show_latest([self._latest_line(*one) for one in found])

    def _latest_line(self, one: Latest, title: str) -> Line:
        ledger = self.session.catalogue.ledgers[one.ledger]
        second = f"{one.when(self.session.today)}，{one.person}{one.action}"
        shown = title or f"未填{ledger.fields[ledger.title].label}"
        return Line(ledger_icon(ledger), ledger.label, shown, second, "打开", partial(self._open, one.ledger, one.id))

    def _show_gaps(self, gaps: list[Missing]) -> None:
        self._gaps = gaps
        lines = [
            Line(
                ledger_icon(gap.ledger), gap.ledger.label, gap.what, gap.effect, "补填",
                partial(self._open, gap.ledger.name, gap.ids[0]), f"{len(gap.ids)} 条",
            )
            for gap in gaps
        ]  # fmt: skip
        self.side.show_gaps(lines, sum(len(gap.ids) for gap in gaps))
        if self._walking:
            self.walk_gaps()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """What is not seen looks for nothing; after the window is closed the log is, too."""
        self._walking = False
        for reader in (self._reader, self._gap_reader):
            reader.rest()
        super().hideEvent(event)

    # ---------------------------------------------------------------- going on from here

    def _new(self, ledger: str) -> None:
        self.window_.open_form(ledger)

    def _open(self, ledger: str, id_: str) -> None:
        self._visited.add(id_)
        self.window_.open_form(ledger, id_)

    def _ask_done(self, due: Due) -> None:
        place = self.due.mapTo(self, QPoint(self.due.width() - self.done.width() - self.theme.px("s4"), 0))
        self.done.ask(due, self.session.today, place + QPoint(0, self.theme.px("h_head")))

    def _mark_done(self, due: Due, day: date) -> None:
        """A fixed day was dealt with."""
        try:
            mark_done(self.session.log, due.rule.name, due.due, day, self.session.today)
        except Refusal as refusal:
            self.done.tell(str(refusal).removesuffix("。"))
            return
        self.done.hide()
        self.session.announce(())
        self.window_.toast(f"已登记完成：{due.rule.label}")
        self.due.view.setFocus()

    def walk_gaps(self) -> None:
        """Ctrl+G: open the next record that lacks something; after the last one begin again."""
        self._walking = not self._begun or self._gap_reader.waits_for("gaps")
        if self._walking:
            return  # it goes on when they are known
        waiting = [(gap.ledger.name, id_) for gap in self._gaps for id_ in gap.ids]
        if not waiting:
            self.window_.toast("没有待补的信息，本年记录都已计入")
            return
        following = [one for one in waiting if one[1] not in self._visited]
        if not following:
            self._visited.clear()
        self._open(*(following or waiting)[0])

    def _open_figure(self, name: str) -> None:
        """The figure of the month, as the tile shows it."""
        figures: Any = self.window_.page("figures")
        figures.set_period(month_so_far(self.session.today))
        self.window_.open_rows(name)


def _latest(log: Log) -> list[tuple[Latest, str]]:
    """What was last written, with the names of the records."""
    found = latest_records(log, 12)
    return [(one, names_of(log, log.catalogue.ledgers[one.ledger], [one.id]).get(one.id, "")) for one in found]


def _chinese(day: date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
