"""行政执法统计年报: the tables of a province's form, what differs from the annual report by rule, the explanation."""

from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QFontMetrics, QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QMenu,
    QScrollArea,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.catalogue.returns import UNVERIFIED
from desktop.figures import Engine, Period
from desktop.figures.behind import Behind, rows_behind, rows_left_out
from desktop.figures.comparing import facts
from desktop.figures.series import Series, monthly_series
from desktop.gui.jobs import Job
from desktop.gui.pages.page import Page
from desktop.gui.report.return_frame import Head, Rules
from desktop.gui.report.return_model import Part, ReturnModel
from desktop.gui.tables.loading import Reader
from desktop.gui.widgets.actions import make_action
from desktop.gui.widgets.basics import empty_state, label, panel, rule
from desktop.gui.widgets.drawer import Drawer
from desktop.gui.widgets.pair_list import Pair, PairList
from desktop.gui.widgets.plain_table import PlainDelegate, dress_table
from desktop.gui.widgets.save_dialog import ask_where
from desktop.gui.widgets.section_list import Entry, SectionList
from desktop.gui.widgets.sharing import Sharing
from desktop.report.returns import PROVINCE, FilledReturn, FilledTable, Returns, chosen_form
from desktop.store import Log

if TYPE_CHECKING:
    from desktop.gui.window import Window

_DIFFERENCES, _TEXT, _CHECKS = "differences", "text", "checks"
_FOLDED = (Part.BEFORE, Part.EACH, Part.UNIT)
"""Columns that go where the headings would be cut off, the first one first."""
_TABLE, _LIST, _WORDS, _NOTHING = range(4)
MOST_ROWS = 2000
"""Records of a cell that the drawer lists."""


class ReturnsPage(Page):
    """The return of the chosen year in the form of the bureau's province."""

    name = "returns"
    title = "统计年报"
    icon = "report"

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._filled: FilledReturn | None = None
        self._stale = True
        self._reader = Reader(self.session.log, self)
        self._reader.refused.connect(window.toast)
        self._model = ReturnModel(self.theme)
        self.sections, self.table = SectionList(self.theme), QTableView()
        self.sections.setAccessibleName("年报各表")
        self.list = PairList(self.theme, "口径差异", inset="s5")
        self.drawer = Drawer(self.theme)
        self._words, self._rules = QScrollArea(), Rules(self.theme)
        self.head = Head(
            self.theme, province=self.ask_province, back=partial(window.show_page, "report"), export=self.ask_export
        )
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.table)

    # ---------------------------------------------------------------- layout

    def _lay_out(self) -> None:
        self._tree = panel("tree")
        inner = QVBoxLayout(self._tree)
        inner.setContentsMargins(0, self.theme.px("s2"), 0, self.theme.px("s2"))
        inner.addWidget(self.sections)
        self._tree.setFixedWidth(self.theme.px("w_tree") + self.theme.px("s6"))
        whole = QHBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(Sharing(self._tree, self._main(), self.drawer, wanted=self.head.wanted_width))
        self.drawer.hide()
        self.drawer.definition_button.hide()  # a return's rules are the province's

    def _main(self) -> QWidget:
        main = panel("main")
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(rule())
        self._stack = QStackedWidget()
        self._stack.addWidget(self._table_pane())
        self._stack.addWidget(self.list)
        self._words.setWidgetResizable(True)
        self._words.setFrameShape(QFrame.Shape.NoFrame)
        self._stack.addWidget(self._words)
        self._stack.addWidget(empty_state("正在计算", "稍候即可"))
        column.addWidget(self._stack, 1)
        return main

    def _table_pane(self) -> QWidget:
        pane = QWidget()
        column = QVBoxLayout(pane)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self.table.setModel(self._model)
        self.table.setAccessibleName("年报数据")
        dress_table(self.table, self.theme, "h_row", self._inset)
        self.table.setItemDelegate(PlainDelegate(self.theme, self._inset, self.table))
        self.table.horizontalHeader().setSectionResizeMode(Part.HEADING, QHeaderView.ResizeMode.Stretch)
        column.addWidget(self.table, 1)
        column.addWidget(self._rules)
        return pane

    def _inset(self, column: int) -> tuple[int, int]:
        side = self.theme.px("s3")
        return (self.theme.px("s5") if column == Part.HEADING else side), side

    def _connect(self) -> None:
        self.sections.chosen.connect(self._show_section)
        self.table.selectionModel().currentChanged.connect(self._follow)
        self.table.activated.connect(self._open_drawer)
        self.table.clicked.connect(self._open_drawer)
        self.table.viewport().installEventFilter(self)
        self.list.taken.connect(lambda key: self.window_.open_form(*key))
        self.drawer.closed.connect(self.close_drawer)
        self.drawer.stepped.connect(self._step)
        self.drawer.record_opened.connect(self.window_.open_form)
        self.drawer.ledger_wanted.connect(self._open_ledger)
        self.session.changed.connect(self._forget)
        self.session.year_changed.connect(lambda _year: self._forget())

    # ---------------------------------------------------------------- content

    @property
    def period(self) -> Period:
        """The whole year: a return knows no other span."""
        return Period.year(self.session.year)

    @property
    def busy(self) -> bool:
        """Whether the return is still being filled in."""
        return self._reader.waits_for("return")

    def _forget(self, _changed: object = None) -> None:
        self._stale = True

    def refresh(self, changed: set[str] | None = None) -> None:
        """Fill the return in anew, beside the work."""
        if changed is None and not self._stale:
            return
        form, period = chosen_form(self.session.log), self.period
        self.head.province.setText(f"{form.label}表样 ")
        if self._filled is None:
            self._stack.setCurrentIndex(_NOTHING)
        self._stale = False
        self._reader.ask("return", lambda log: Returns(log, form, period).fill(), self._show, at_once=False)

    def _show(self, filled: FilledReturn) -> None:
        self._filled = filled
        self.head.warn(len(filled.warnings))
        self.sections.show_entries(list(self._entries(filled)))
        self._tree.setFixedWidth(min(self.sections.wanted_width(), self.theme.px("w_side")))
        chosen = self.sections.currentIndex()
        self._show_section(self.sections.key_at(chosen) if chosen.isValid() else filled.tables[0].table.name)
        self.window_.set_status(self.status_text())

    @staticmethod
    def _entries(filled: FilledReturn) -> Iterator[Entry]:
        yield Entry("各表")
        for one in filled.tables:
            gaps = sum(cell.figure.uncounted for cell in one.cells)
            yield Entry(f"{one.mark} {one.table.title}", one.table.name, mark="info" if gaps else "")
        yield Entry("说明")
        count = sum(len(each.records) for one in filled.differences for each in one.exclusions)
        yield Entry("口径差异", _DIFFERENCES, count or None)
        yield Entry("情况说明", _TEXT)
        if filled.warnings:
            yield Entry("要核对的地方", _CHECKS, len(filled.warnings), mark="warn")

    def _show_section(self, key: object) -> None:
        filled = self._filled
        if filled is None:
            return
        table = next((one for one in filled.tables if one.table.name == key), None)
        if table:
            self._show_table(table)
        elif key == _DIFFERENCES:
            self.list.show_pairs(_differences(filled))
            self._stack.setCurrentIndex(_LIST)
        else:
            self._show_words(filled.text if key == _TEXT else [("要核对的地方", one) for one in filled.warnings])
        if not table:
            self.drawer.hide()

    def _show_table(self, table: FilledTable) -> None:
        self._model.show(table.cells, by_kind=table.table.by_kind)
        self._fit()
        self._rules.say("\n".join(f"{n}. {one.stated}" for n, one in enumerate(table.table.rules, 1)))
        self._stack.setCurrentIndex(_TABLE)
        self._choose(1)

    def _fit(self) -> None:
        """Every column as wide as it needs; what the drawer says anyway gives way to the headings."""
        metrics = QFontMetrics(self.theme.font())
        side = 2 * self.theme.px("s3") + self.theme.px("s2")
        widths = {}
        for part in (Part.VALUE, Part.UNIT, Part.EACH, Part.BEFORE, Part.LEFT_OUT):
            texts = [str(self._model.index(row, part).data() or "") for row in range(self._model.rowCount())]
            head = str(self._model.headerData(part, Qt.Orientation.Horizontal, Qt.ItemDataRole.DisplayRole))
            if any(texts):
                widths[part] = max(metrics.horizontalAdvance(text) for text in (*texts, head)) + side
        for part in _FOLDED:
            if self.table.viewport().width() - sum(widths.values()) < self.theme.px("w_tree"):
                widths.pop(part, None)
        for part in Part:
            if part is not Part.HEADING:
                self.table.setColumnWidth(part, widths.get(part, 0))
                self.table.setColumnHidden(part, part not in widths)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """The columns share the width of the table."""
        if event.type() == QEvent.Type.Resize:
            self._fit()
        return super().eventFilter(watched, event)

    def _show_words(self, parts: Iterable[tuple[str, str]]) -> None:
        px = self.theme.px
        body = QWidget()
        body.setObjectName("forminner")
        column = QVBoxLayout(body)
        column.setContentsMargins(px("s5"), px("s4"), px("s5"), px("s4"))
        column.setSpacing(px("s2"))
        title = ""
        for heading, text in parts:
            if heading != title:
                column.addSpacing(px("s2") if title else 0)
                column.addWidget(label(heading, "section"))
                title = heading
            said = label(text, wrap=True)
            said.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            column.addWidget(said)
        column.addStretch(1)
        self._words.setWidget(body)
        self._stack.setCurrentIndex(_WORDS)

    def status_text(self) -> str:
        """Which year, in which form."""
        if self._filled is None:
            return ""
        unverified = sum(one.stated != one.text for table in self._filled.form.tables for one in table.rules)
        rest = f"，{unverified} 条填报口径{UNVERIFIED}" if unverified else ""
        return f"{self._filled.title}，{self._filled.form.label}表样{rest}"

    # ---------------------------------------------------------------- the drawer

    def _choose(self, step: int) -> None:
        row = self.table.currentIndex().row() + step if self.table.currentIndex().isValid() else 0
        while 0 <= row < self._model.rowCount():
            if self._model.cell(row):
                self.table.setCurrentIndex(self._model.index(row, Part.HEADING))
                return
            row += step

    def _step(self, by: int) -> None:
        self._choose(by)

    def _follow(self, current: QModelIndex) -> None:
        if self.drawer.isVisible():
            self._fill_drawer(current)

    def _open_drawer(self, index: QModelIndex) -> None:
        if self._model.cell(index.row()):
            self.drawer.show()
            self._fill_drawer(index)

    def _fill_drawer(self, index: QModelIndex) -> None:
        cell = self._model.cell(index.row())
        if cell is None:
            return
        figure, form, period = cell.figure, chosen_form(self.session.log), self.period
        catalogue = self.session.catalogue.of_return(form)
        self.drawer.show_figure(figure, None, facts(figure.indicator, catalogue, period))

        def read(log: Log) -> tuple[Series, list[Behind], list[Behind]]:
            engine, one = Engine(log, log.catalogue.of_return(form)), figure.indicator
            rows = rows_behind(engine, log, one, period, MOST_ROWS), rows_left_out(engine, log, one, period)
            return monthly_series(engine, one, period), *rows

        def show(found: tuple[Series, list[Behind], list[Behind]]) -> None:
            self.drawer.show_series(found[0])
            self.drawer.show_rows(found[1], found[2], MOST_ROWS)

        self._reader.ask("rows", read, show, at_once=False)

    def close_drawer(self) -> None:
        """Put the drawer away."""
        self.drawer.hide()
        self.table.setFocus(Qt.FocusReason.OtherFocusReason)

    def _open_ledger(self) -> None:
        figure = self.drawer.figure
        if figure is None:
            return
        catalogue = self.session.catalogue.of_return(chosen_form(self.session.log))
        one = figure.indicator
        while one.ledger is None:
            one = catalogue.indicators[one.over[0]]
        self.window_.open_ledger(one.ledger.name)

    # ---------------------------------------------------------------- commands

    def ask_province(self) -> None:
        """Offer the forms."""
        menu = QMenu(self)
        chosen = chosen_form(self.session.log)
        for form in sorted(self.session.catalogue.returns.values(), key=lambda one: one.order):
            action = menu.addAction(form.label)
            action.setCheckable(True)
            action.setChecked(form.name == chosen.name)
            action.triggered.connect(partial(self.choose_province, form.name))
        menu.popup(self.head.province.mapToGlobal(QPoint(0, self.head.province.height())))

    def choose_province(self, name: str, _checked: bool = False) -> None:
        """Fill in another province's form from now on."""
        self.session.log.set_setting(PROVINCE, name)
        self._filled, self._stale = None, True
        self.refresh()

    def actions_of_page(self) -> list[QAction]:
        """The export."""
        return [make_action(self, "导出统计年报…", "Ctrl+E", self.ask_export)]

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc closes the drawer, then leaves for the annual report."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.drawer.isVisible():
            self.close_drawer()
        else:
            self.window_.show_page("report")

    def ask_export(self) -> None:
        """Ask where the workbook goes."""
        bureau = self.session.log.setting("bureau") or "应急台账"
        proposed = Path.home() / f"{bureau}{self.session.year}年度行政执法统计年报.xlsx"
        ask_where(self, "导出统计年报", proposed, self.export_to)

    def export_to(self, file: Path) -> Job:
        """Write the workbook beside the work."""
        job = returns_job(self.session.log.file, self.period, file)
        job.signals.done.connect(lambda _result: self.window_.toast(f"已导出 {file.name}"))
        job.signals.cancelled.connect(lambda: self.window_.toast("已取消导出，没有留下文件"))
        self.window_.jobs.start(job)
        return job


def returns_job(log_file: Path, period: Period, out: Path) -> Job:
    """A job that writes the return from a connection of its own."""

    def work(progress: Callable[[int, int], None]) -> None:
        from desktop.report.workbook.return_book import export_returns  # noqa: PLC0415 - a heavy writer, used seldom

        with Log.open(log_file, read_only=True) as log:
            export_returns(log, chosen_form(log), period, out, progress=progress, made_at=datetime.now())

    return Job("正在导出统计年报", work)


def _differences(filled: FilledReturn) -> Iterator[Pair]:
    """The two figures of each thing, and the records between them under their reasons."""
    for one in filled.differences:
        yield Pair(f"{one.difference.label}　年度报告 {one.whole.text}，统计年报 {one.part.text}")
        for each in one.exclusions:
            yield Pair(f"{each.exclusion.reason}　−{each.figure.text}")
            for excluded in each.records:
                row = excluded.row
                key = (row.ledger.name, row.id)
                yield Pair(f"{row.day} {row.subject}", excluded.number, key, hint="打开这条记录")
    if filled.several:
        yield Pair("一案并处几种处罚，只按最重的一种计一宗", str(len(filled.several)))
    for several in filled.several:
        row = several.row
        counted = f"计入“{several.once}”，按种类计则分别计入{'、'.join(several.each)}"
        yield Pair(
            f"{row.day} {row.subject}", several.number, (row.ledger.name, row.id), counted, hint="打开这条记录"
        )
