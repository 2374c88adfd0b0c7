"""今日: what is due, the month so far, quick entry, what is still to be filled in, what was last written."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QHideEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop.catalogue import Refusal
from desktop.figures import Engine, Figure
from desktop.figures.annual import everything_due
from desktop.figures.behind import names_of
from desktop.figures.due import Due, State
from desktop.figures.due_groups import due_groups, summary, working_day_note
from desktop.figures.missing import Missing, to_fill_in
from desktop.figures.series import Series
from desktop.figures.visits import Visits, visits
from desktop.gui.pages.page import Page
from desktop.gui.tables.loading import Reader
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, empty_state, key_cap, label, panel, rule, scrolled
from desktop.gui.widgets.done_panel import DonePanel
from desktop.gui.widgets.due_list import DueView
from desktop.gui.widgets.elided import Elided
from desktop.gui.widgets.gap_list import Line, LineList
from desktop.gui.widgets.ledger_icons import ledger_icon
from desktop.gui.widgets.quick_entry import QuickButton
from desktop.gui.widgets.tiles import TileContent, Tiles
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


class DuePanel(QFrame):
    """What is due, with its groups, whose it is, and how days were counted."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._theme = theme
        self._items: list[Due] = []
        self._person, self._mine, self._later = "", False, False
        self.view = DueView(theme)
        self._summary = label("", "gap")
        self.everyone = button("", "seg", partial(self._show_mine, False), hint="全部人员的时限")
        self.own = button("", "seg", partial(self._show_mine, True), hint="只看本人的时限")
        self._further, self._note = label("", "second"), Elided("", "hint")
        self.later = button("全部时限", "link", self._toggle_later)
        self._lay_out()

    def _lay_out(self) -> None:
        px = self._theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, 1)
        column.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(px("s4"), 0, px("s3") - 2, 0)
        head.setSpacing(px("s3"))
        head.addWidget(label("办理时限", "section"))
        head.addWidget(self._summary, 1)
        head.addWidget(self._switch())
        top = QWidget()
        top.setFixedHeight(px("h_button") + px("s4") - 2)
        top.setLayout(head)
        column.addWidget(top)
        column.addWidget(rule())
        self._stack = QStackedWidget()
        self._stack.addWidget(self.view)
        self._stack.addWidget(empty_state("七日内没有到期的事项", "登记检查、案件和举报后，时限自动列在这里"))
        counting = label("正在计算办理时限", "hint")
        counting.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._stack.addWidget(counting)
        self._stack.setCurrentWidget(counting)
        column.addWidget(self._stack, 1)
        column.addWidget(self._foot())

    def _switch(self) -> QWidget:
        frame = panel("seg")
        frame.setFixedHeight(self._theme.px("h_button"))
        row = QHBoxLayout(frame)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        for one in (self.everyone, self.own):
            one.setCheckable(True)
            row.addWidget(one)
        return frame

    def _foot(self) -> QWidget:
        foot = panel("foot")
        foot.setFixedHeight(self._theme.px("h_button"))
        row = QHBoxLayout(foot)
        row.setContentsMargins(self._theme.px("s4"), 0, self._theme.px("s4"), 0)
        row.setSpacing(self._theme.px("s2"))
        row.addWidget(self._further)
        row.addWidget(self.later)
        row.addStretch(1)
        row.addWidget(self._note)
        return foot

    def show_items(self, items: list[Due], person: str, note: tuple[str, bool]) -> None:
        """Show what is due; `note` says by which holidays, and whether they are known."""
        self._items, self._person = items, person
        text, known = note
        self._note.setText(text)
        self._note.setProperty("role", "hint" if known else "gap")
        self._note.style().polish(self._note)
        self._fill()

    def _fill(self) -> None:
        person = self._person if self._mine else ""
        groups = due_groups(self._items, person=person, later=self._later)
        self.view.show_groups(groups)
        self._stack.setCurrentIndex(0 if groups else 1)
        self._summary.setText(summary(self._items))
        self.everyone.setText(f"全部 {self._pressing('')}")
        self.own.setText(f"本人 {self._pressing(self._person)}")
        self.everyone.setChecked(not self._mine)
        self.own.setChecked(self._mine)
        further = sum(len(one.items) for one in due_groups(self._items, person=person, later=True))
        further -= sum(len(one.items) for one in due_groups(self._items, person=person))
        self._further.setText(f"八日以后还有 {further} 件" if further else "八日以后没有")
        self.later.setVisible(bool(further))
        self.later.setText("只看七日内" if self._later else "全部时限")

    def _pressing(self, person: str) -> int:
        return sum(len(one.items) for one in due_groups(self._items, person=person))

    def _show_mine(self, mine: bool) -> None:
        self._mine = mine
        self._fill()

    def _toggle_later(self) -> None:
        self._later = not self._later
        self._fill()


class SidePanel(QFrame):
    """Tabs: what is still to be filled in, whom not to visit again, what was last written."""

    TITLES = ("待补信息", "频次上限", "最近记录")

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._theme = theme
        self.gaps = LineList(theme, "没有待补的信息，本年记录都已计入", "待补信息")
        self.visits = LineList(theme, "没有企业接近年度检查频次上限", "频次上限")
        self.latest = LineList(theme, "还没有记录，用上面的按钮登记第一条", "最近记录")
        self.tabs = [button(text, "tab", partial(self.show_tab, n)) for n, text in enumerate(self.TITLES)]
        self.walk = button("逐条补填", "link", hint="逐条补填（Ctrl+G）")
        self._key = key_cap("Ctrl+G")
        self._stack = QStackedWidget()
        self._lay_out()
        self._waiting: dict[int, Callable[[], None]] = {}
        """What fills a tab when it is next brought to the front: rows are widgets, and slow to make."""
        self.show_tab(0)
        self.gaps.show_lines([], "正在统计待补的信息")

    def _lay_out(self) -> None:
        px = self._theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(1, 0, 1, 1)
        column.setSpacing(0)
        self._head = head = QHBoxLayout()
        head.setContentsMargins(px("s4") - 2, 0, px("s3"), 0)
        head.setSpacing(px("s4"))
        for tab in self.tabs:
            tab.setCheckable(True)
            head.addWidget(tab, 0, Qt.AlignmentFlag.AlignBottom)
        head.addStretch(1)
        head.addWidget(self.walk)
        head.addWidget(self._key)
        top = QWidget()
        top.setFixedHeight(px("h_button") + px("s3"))
        # It takes the width that there is: `_fit` drops what has no room.
        top.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        top.setLayout(head)
        column.addWidget(top)
        column.addWidget(rule())
        for one in (self.gaps, self.visits, self.latest):
            self._stack.addWidget(one)
        column.addWidget(self._stack, 1)

    def show_tab(self, number: int) -> None:
        """Bring a tab to the front."""
        for place, tab in enumerate(self.tabs):
            tab.setChecked(place == number)
        self._stack.setCurrentIndex(number)
        self._fit()
        if number in self._waiting:
            self._waiting.pop(number)()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """As `_fit`."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The key goes first where the tabs need the room, then its command: the menu has both."""
        first = self._stack.currentIndex() == 0
        for walk, key in ((True, True), (True, False), (False, False)):
            self.walk.setVisible(first and walk)
            self._key.setVisible(first and key)
            if self._head.sizeHint().width() <= self.width():
                return

    def _fill(self, tab: int, fill: Callable[[], None]) -> None:
        """Fill a tab now where it is seen, else when it is."""
        if self._stack.currentIndex() == tab:
            fill()
        else:
            self._waiting[tab] = fill

    def show_gaps(self, lines: list[Line], records: int) -> None:
        """Show what is to be filled in, of so many records."""
        self._count(0, records, f"{records} 条记录未计入指标")
        self.walk.setEnabled(bool(records))
        self._fill(0, partial(self.gaps.show_lines, lines))

    def show_visits(self, lines: list[Line], whole: int) -> None:
        """Show the nearest of so many enterprises near their yearly cap, or past it."""
        self._count(1, whole, f"{whole} 家企业本年检查次数接近、达到或超过频次上限")
        rest = whole - len(lines)
        more = f"另有 {rest} 家，上限在设置的检查频次里改" if rest else ""
        self._fill(1, partial(self.visits.show_lines, lines, more=more))

    def show_latest(self, lines: list[Line]) -> None:
        """Show what was last written."""
        self._fill(2, partial(self.latest.show_lines, lines))

    def _count(self, tab: int, number: int, words: str) -> None:
        self.tabs[tab].setText(f"{self.TITLES[tab]} {number}" if number else self.TITLES[tab])
        self.tabs[tab].setToolTip(words if number else "")
        self._fit()


class TodayPage(Page):
    """The first page of the day."""

    name = "today"
    title = "今日"
    icon = "today"

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self.due = DuePanel(self.theme)
        self.tiles = Tiles(self.theme)
        self.side = SidePanel(self.theme)
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
        self.setFocusProxy(self.due.view)
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
        head.addWidget(Elided("蓝线今年，灰线上年", "hint"))
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
