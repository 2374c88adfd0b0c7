"""年度报告: the outline, the text with its living figures, the figure at the cursor, what is open, the versions."""

from datetime import datetime
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, QRect, Qt, QTimer
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu

from desktop.catalogue import Refusal
from desktop.catalogue.outlines import Outline
from desktop.catalogue.typed_dates import typed_day
from desktop.figures import Engine, Figure, Period
from desktop.figures.spans import span_text
from desktop.gui.guards import commit_composition
from desktop.gui.pages.page import Page
from desktop.gui.report.edition_on_paper import EditionOnPaper
from desktop.gui.report.exports import Exports
from desktop.gui.report.figure_desk import FigureDesk
from desktop.gui.report.frame import Head, Legend, Panes, Tree, middle
from desktop.gui.report.insert_box import InsertBox
from desktop.gui.report.notice import NoticeBar
from desktop.gui.report.paper import Paper, PaperLine
from desktop.gui.report.side import Side
from desktop.gui.report.version_desk import VersionDesk
from desktop.gui.report.versions import DRAFT
from desktop.gui.tables.loading import Reader
from desktop.gui.widgets.actions import make_action
from desktop.gui.widgets.period_picker import PeriodPicker
from desktop.gui.widgets.section_list import Entry
from desktop.report.editions.comparing import day_and_time
from desktop.report.text.editing import line_of
from desktop.report.text.laying import Laid
from desktop.report.text.living import outlines, period_of_report
from desktop.report.text.manuscript import Look, Manuscript
from desktop.report.text.open_points import Point, Sort
from desktop.store.editions import EditionHead, Editions
from desktop.store.report_format import report_format

if TYPE_CHECKING:
    from desktop.gui.window import Window

PAUSE = 1500
"""Milliseconds after the last key until the text is kept."""
RETRY = 20_000
"""Milliseconds until a text that could not be kept (a full disk, a locked file) is tried again."""
_TOP = "top"


class ReportPage(Page):
    """The report of the chosen year: the draft that is written, or one of its versions."""

    name = "report"
    title = "年度报告"
    icon = "report"

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._kept: Manuscript | None = None
        self._worded, self._fresh = False, True
        self._reader = Reader(self.session.log, self)
        self._reader.refused.connect(window.toast)
        self.paper, self.side = Paper(self.theme), Side(self.theme)
        self.tree = Tree(self.theme, self.ask_outline)
        self.notice, self._legend = NoticeBar(self.theme), Legend(self.theme)
        self.head = Head(
            self.theme, outline=self._share_room, span=self.ask_span, insert=self.ask_insert,
            returns=self.open_returns, excel=self.export_workbook, finalise=self.ask_finalise, word=self.ask_export,
        )  # fmt: skip
        self.figures = FigureDesk(window, self.paper, self.side, lambda: self._manuscript, lambda: self._edition)
        self.exports = Exports(window, self)
        self.versions = VersionDesk(self.session, self.notice, self._reader, window.jobs)
        self.insert_box = InsertBox(self.theme, self._find, self)
        self.picker = PeriodPicker(self.theme, typed_day, self)
        self._keep_later = QTimer(self, interval=PAUSE, singleShot=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        main = middle(self.theme, self.head, self.notice, self.paper, self._legend)
        self._panes = Panes(self.theme, self.tree, main, self.side, self.head.outline_button)
        row.addWidget(self._panes)
        self._connect()
        self.setFocusProxy(self.paper)

    def _share_room(self) -> None:
        self._panes.share()

    def _connect(self) -> None:
        self.paper.worded.connect(self._note_words)
        self._keep_later.timeout.connect(self.keep)
        self.tree.sections.chosen.connect(self._go_to_section)
        self.tree.versions.chosen.connect(self.show_version)
        self.side.points.chosen.connect(self._take_point)
        self.insert_box.taken.connect(self.paper.insert_figure)
        self.insert_box.left.connect(self.paper.setFocus)
        self.picker.picked.connect(self.count_over)
        self.versions.wanted.connect(self.show_version)
        self.versions.compared.connect(self._show_compared)
        self.versions.finalise_wanted.connect(self.ask_finalise)
        self.versions.finalise_asked.connect(self.finalise)
        self.versions.kept.connect(self._finalised)
        self.versions.taken_up.connect(self._go_on_from)
        self.session.changed.connect(self._records_changed)

    # ---------------------------------------------------------------- what is shown

    @property
    def _edition(self) -> EditionOnPaper | None:
        return self.versions.edition

    @property
    def _manuscript(self) -> Manuscript:
        if self._kept is None or self._kept.year != self.session.year:
            self.keep()
            self.versions.clear()
            self._kept = Manuscript(self.session.log, self.session.period(), self.session.engine)
        return self._kept

    def refresh(self, changed: set[str] | None = None) -> None:
        """Read the report and its figures anew."""
        if changed is not None or not self.keep():
            return  # `_records_changed` has done it, or what stands on the paper is nowhere else
        self._fresh = True
        if self._kept is None or self._kept.year != self.session.year:
            self._show_blank()
        self._count()

    def _show_blank(self) -> None:
        """No report stands on the paper until its figures are known."""
        self._kept = None
        self.versions.clear()
        self.paper.show_report((), (), _no_look, str, locked=True)
        self.window_.set_status("正在计算报告里的数字")

    def _records_changed(self, _ledgers: object) -> None:
        """The figures are computed anew; the old ones stand until then."""
        if self.isVisible() and (self._kept is not None or self.busy):
            self._count()

    def _count(self) -> None:
        """Compute every figure beside the writing."""
        log, wanted = self.session.log, self.session.period()
        period = self._kept.living.period if self._kept else period_of_report(log, wanted)
        self._reader.ask(
            "figures", lambda own: Engine(own).figures(period), partial(self._take_figures, period), at_once=False
        )

    @property
    def busy(self) -> bool:
        """Whether the figures, or what differs from a version, are still being computed."""
        return self._reader.waits_for("figures") or self.versions.busy

    def _take_figures(self, period: Period, figures: list[Figure]) -> None:
        """Figures move where they stand; sentences that come or go are written anew."""
        engine = self.session.engine
        if self._kept is None:
            self._kept, reworded = Manuscript(self.session.log, self.session.period(), engine, figures), True
        else:
            commit_composition()
            if not self.keep() or self._kept.living.period != period:
                return  # not kept yet, or counted over another span meanwhile, with its own figures
            reworded = self._kept.refresh(engine, figures)
        fresh, self._fresh = self._fresh, False
        if fresh:
            self._show_text()
        elif self._edition is not None:
            self.show_version(self._edition.edition.head.id)
        elif reworded:
            self._show_text()
        else:
            self.paper.refresh_figures()
            self._show_beside()

    def show_version(self, id_: str) -> None:
        """Bring the draft (`DRAFT`) or a kept version onto the paper."""
        if not self.keep():
            return
        self.insert_box.hide()
        self.versions.put(id_)
        self._show_text()
        self.paper.setFocus()

    def _show_text(self) -> None:
        manuscript, edition = self._manuscript, self._edition
        addressee = report_format(self.session.log).addressee
        if edition:
            self.paper.show_report(
                edition.printed.title,
                edition.lines(),
                edition.look,
                edition.explain,
                addressee=addressee,
                locked=True,
            )
        else:
            head, lines = manuscript.laid.title, [_paper_line(one) for one in manuscript.laid.open]
            self.paper.show_report(
                head, lines, manuscript.look, manuscript.explain, addressee=addressee,
                locked=self.session.log.read_only,
            )  # fmt: skip
        self._show_beside()
        self.versions.compare()

    def _show_beside(self) -> None:
        """Everything around the paper."""
        manuscript, head = self._manuscript, self.head
        head.span_button.setText(f"{span_text(manuscript.living.period)} ")
        kept = self._edition.edition.head if self._edition else None
        head.show_state(_state(kept) if kept else "草稿", writing=kept is None, final=bool(kept and kept.final))
        self.tree.outline_button.setVisible(self._edition is None)
        self._show_outline()
        points = manuscript.points()
        self.side.points.show_points(points)
        pressing = sum(one.sort is not Sort.UNUSED for one in points)
        self.side.count_points(pressing, locked=self._edition is not None)
        self._legend.words.setText(f"全文 {manuscript.laid.words:,} 字" if self._edition is None else "")
        self.figures.show(self.paper.chosen)
        self.window_.set_status(self.status_text())

    def _show_outline(self) -> None:
        saved = self._manuscript.living.saved_at
        front = self._edition.edition.head.id if self._edition else DRAFT
        heads = Editions(self.session.log).heads(self.session.year)
        self.tree.versions.show_versions(heads, front, f"{day_and_time(saved)} 保存" if saved else "")
        headings = self._edition.headings() if self._edition else self._manuscript.headings()
        entries = [Entry(one.title, one.key, one.figures or None, depth=one.depth) for one in headings]
        entries.insert(0, Entry("标题", _TOP))
        self.tree.sections.show_entries(entries)

    def foot_height(self) -> int:
        """The legend."""
        return self._legend.height()

    def status_text(self) -> str:
        """How many figures stand in the text."""
        if self._edition:
            return f"{self._edition.edition.head.title}，只读"
        return self._manuscript.status() if self._kept else ""

    # ---------------------------------------------------------------- writing

    def _note_words(self) -> None:
        self._worded = True
        self._keep_later.start(PAUSE)

    def keep(self) -> bool:
        """Keep what was written since the last time; False where it stands on the paper only."""
        self._keep_later.stop()
        if not self._worded or self._kept is None:
            return True
        try:
            keys = self._kept.keep(self.paper.lines())
        except Refusal as refusal:
            self.window_.toast(str(refusal))
            self._keep_later.start(RETRY)
            return False
        self._worded = False
        self.paper.name_lines(keys)
        self._show_beside()
        self.session.saved.emit(f"{datetime.now():%H:%M}")
        return True

    def can_leave(self) -> bool:
        """Nothing that was written stays behind: a text that could not be kept holds the page."""
        return self.keep()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """As `can_leave`; what is not seen is not counted."""
        self.keep()
        self._reader.rest()
        self.figures.rest()
        super().hideEvent(event)

    def ask_span(self) -> None:
        """Open the picker under its button."""
        self.insert_box.hide()
        button = self.head.span_button
        self.picker.move(button.mapTo(self, QPoint(0, button.height() + self.theme.px("s1"))))
        self.picker.ask(self.session.year, self._manuscript.living.period, self.session.today)

    def count_over(self, period: Period) -> None:
        """Count the report's figures over another span of its year."""
        if not self.keep():
            return
        try:
            self._manuscript.living.count_over(period)
        except Refusal as refusal:
            self.window_.toast(str(refusal))
            return
        self._manuscript.lay_anew()
        self._show_text()

    def ask_outline(self) -> None:
        """Offer the outlines."""
        menu = QMenu(self)
        menu.setToolTipsVisible(True)
        for one in outlines(self.session.log):
            action = menu.addAction(one.label)
            action.setToolTip(one.note)
            action.setCheckable(True)
            action.setChecked(one.name == self._manuscript.living.outline.name)
            action.triggered.connect(partial(self.follow, one))
        menu.popup(self.tree.outline_button.mapToGlobal(QPoint(0, self.tree.outline_button.height())))

    def follow(self, outline: Outline, _checked: bool = False) -> None:
        """Write after another outline."""
        if self.keep() and outline.name != self._manuscript.living.outline.name:
            self._manuscript.living.follow(outline)
            self._manuscript.lay_anew()
            self._show_text()

    # ---------------------------------------------------------------- going and inserting

    def _go_to_section(self, key: object) -> None:
        if key == _TOP:
            self.paper.verticalScrollBar().setValue(0)
        else:
            self.paper.choose_key(str(key))

    def _take_point(self, point: Point) -> None:
        if point.sort is Sort.UNUSED:
            self.paper.insert_figure(point.reference)
            return
        self.paper.choose_key(point.key, point.reference)
        self.paper.setFocus()

    def ask_insert(self) -> None:
        """Open the box that finds figures, at the cursor."""
        if self._edition is None:
            below = self.paper.viewport().mapTo(self, self.paper.cursorRect().bottomLeft())
            paper = QRect(self.paper.mapTo(self, QPoint()), self.paper.size())
            self.insert_box.ask(below + QPoint(0, self.theme.px("s1")), paper)

    def _find(self, text: str) -> list[Figure]:
        return self._manuscript.find(text)

    def search(self) -> None:
        """Ctrl+F: to the outline."""
        self.tree.sections.setFocus()

    # ---------------------------------------------------------------- versions

    def ask_finalise(self) -> None:
        """Say what to know first; the bar's command finalises."""
        if self.keep():
            self.insert_box.hide()
            self.versions.ask(self._manuscript)

    def finalise(self, name: str = "", final: bool = True) -> None:
        """Keep the report as it reads now: for good, or as a draft with a name."""
        if self.keep():
            self.versions.keep(self._manuscript.living.period, name=name, final=final)

    def _finalised(self, head: EditionHead) -> None:
        self.window_.toast(f"已{'定稿' if head.final else '留存'}：{head.title}")
        if head.year == self.session.year:
            self.show_version(head.id)

    def _go_on_from(self, source: str) -> None:
        """Write on from the words of the version on the paper."""
        self._manuscript.living.go_on_from(source)
        self._manuscript.lay_anew()
        self.show_version(DRAFT)

    def _show_compared(self) -> None:
        """The figures that read differently from the version on the paper stand out now."""
        if self._edition:
            self.paper.refresh_figures()
            self.figures.show(self.paper.chosen)

    # ---------------------------------------------------------------- keys

    def actions_of_page(self) -> list[QAction]:
        """Figures, versions, exports."""
        return [
            make_action(self, "插入数字…", "Ctrl+J", self.ask_insert),
            make_action(self, "上一个数字", "Alt+Up", partial(self.paper.step, -1)),
            make_action(self, "下一个数字", "Alt+Down", partial(self.paper.step, 1)),
            make_action(self, "定稿…", "", self.ask_finalise),
            make_action(self, "统计年报", "", self.open_returns),
            make_action(self, "导出年度工作簿…", "Ctrl+Shift+E", self.export_workbook),
            make_action(self, "导出 Word…", "Ctrl+E", self.ask_export),
        ]

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc closes the box, then what is asked before finalising, then leaves a version."""
        if event.key() != Qt.Key.Key_Escape:
            super().keyPressEvent(event)
        elif self.insert_box.isVisible():
            self.insert_box.hide()
            self.paper.setFocus()
        elif self.notice.isAncestorOf(self.focusWidget() or self):
            self.versions.compare()
            self.paper.setFocus()
        elif self._edition:
            self.show_version(DRAFT)

    # ---------------------------------------------------------------- exports

    def export_workbook(self) -> None:
        """The workbook of the year: the figures page asks where."""
        figures = self.window_.page("figures")
        figures.set_period(self._manuscript.living.period)  # type: ignore[attr-defined]
        figures.ask_export()  # type: ignore[attr-defined]

    def open_returns(self) -> None:
        """The statutory return of the year."""
        self.window_.show_page("returns")

    def ask_export(self) -> None:
        """Ask where the document goes: of what is on the paper."""
        if self.keep():
            edition = self._edition.edition.head.id if self._edition else None
            self.exports.ask_word(self._manuscript.living.period, edition)


def _no_look(_name: str) -> Look:
    """Nothing stands there."""
    return Look("")


def _state(head: EditionHead) -> str:
    return f"已定稿　{head.name}" if head.final else head.name


def _paper_line(laid: Laid) -> PaperLine:
    block, pieces = laid.block, line_of(laid).pieces
    return PaperLine(block.key, block.kind, block.depth, pieces, number=laid.number, lead=laid.lead, hint=laid.hint)
