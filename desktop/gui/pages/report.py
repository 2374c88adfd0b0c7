"""年度报告: the outline, the text with its living figures, the figure at the cursor, what is still open."""

from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt, QTimer
from PySide6.QtGui import QAction, QHideEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from desktop.catalogue import Refusal
from desktop.catalogue.wordings import Form, Reference, reference
from desktop.figures import Figure, Period
from desktop.figures.adjusting import Adjusting
from desktop.figures.comparing import facts
from desktop.figures.series import monthly_series
from desktop.gui.jobs import Job
from desktop.gui.pages.page import Page
from desktop.gui.report.insert_box import InsertBox
from desktop.gui.report.inspector import Inspector
from desktop.gui.report.objects import Look, Tone
from desktop.gui.report.paper import Paper, PaperLine
from desktop.gui.report.point_list import PointList
from desktop.gui.widgets.basics import button, chip, label, rule
from desktop.gui.widgets.section_list import Entry, SectionList
from desktop.report.document import Kind
from desktop.report.editing import line_of, taken_over, wording
from desktop.report.figure_list import Choice, FigureList
from desktop.report.laying import Laid, LaidReport
from desktop.report.living import LivingReport
from desktop.report.open_points import Point, Sort, open_points
from desktop.report.saying import Said, Worth
from desktop.store.report_format import report_format

if TYPE_CHECKING:
    from desktop.gui.window import Window

PAUSE = 1500
"""Milliseconds after the last key until the text is kept."""


class ReportPage(Page):
    """The report of the chosen year."""

    name = "report"
    title = "年度报告"
    icon = "report"

    def __init__(self, window: "Window") -> None:
        super().__init__(window)
        self._report: LivingReport | None = None
        self._laid: LaidReport | None = None
        self._said: dict[str, Said] = {}
        self._found: FigureList | None = None
        self.paper = Paper(self.theme)
        self.sections = SectionList(self.theme)
        self.inspector = Inspector(self.theme)
        self.points = PointList(self.theme)
        self.insert_box = InsertBox(self.theme, self._find_figures, self)
        self._worded = False
        self._keep_later = QTimer(self, interval=PAUSE, singleShot=True)
        self._lay_out()
        self._connect()
        self.setFocusProxy(self.paper)

    # ---------------------------------------------------------------- layout

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self._tree())
        row.addWidget(self._main(), 1)
        row.addWidget(self._side())

    def _tree(self) -> QWidget:
        tree = QFrame()
        tree.setObjectName("tree")
        tree.setFixedWidth(self.theme.px("w_tree") + self.theme.px("s6"))
        column = QVBoxLayout(tree)
        column.setContentsMargins(0, self.theme.px("s2"), 0, self.theme.px("s2"))
        column.addWidget(self.sections, 1)
        return tree

    def _main(self) -> QWidget:
        main = QFrame()
        main.setObjectName("main")
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(rule())
        desk = QFrame()
        desk.setObjectName("desk")
        on_desk = QVBoxLayout(desk)
        on_desk.setContentsMargins(0, 0, 0, 0)
        on_desk.addWidget(self.paper)
        column.addWidget(desk, 1)
        column.addWidget(self._legend())
        return main

    def _head(self) -> QWidget:
        px = self.theme.px
        head = QWidget()
        head.setFixedHeight(px("h_head"))
        row = QHBoxLayout(head)
        row.setContentsMargins(px("s5"), 0, px("s4"), 0)
        row.setSpacing(px("s2"))
        self._title = label("", "title")
        self._state = chip("", "neutral")
        row.addWidget(self._title)
        row.addWidget(self._state)
        row.addStretch(1)
        self.insert_button = button(" 插入数字", "plain", self.ask_insert, hint="插入数字（Ctrl+J）")
        self.insert_button.setIcon(self.theme.icon("plus", "ink2", px("icon_small") + 2))
        self.word_button = button(" 导出 Word", "primary", self.ask_export, hint="导出 Word（Ctrl+E）")
        self.word_button.setIcon(self.theme.icon("exp", "on_accent", px("icon_small") + 2))
        row.addWidget(self.insert_button)
        row.addWidget(self.word_button)
        return head

    def _legend(self) -> QWidget:
        px = self.theme.px
        foot = QFrame()
        foot.setObjectName("foot")
        foot.setFixedHeight(px("h_field") + px("s2"))
        row = QHBoxLayout(foot)
        row.setContentsMargins(px("s5"), 0, px("s5"), 0)
        row.setSpacing(px("s2"))
        for tone, words in (("accent", "由台账算出"), ("outline", "有手工调整"), ("warn", "有未计入记录")):
            row.addWidget(chip("12", tone))
            row.addWidget(label(words, "caption"))
            row.addSpacing(px("s2"))
        row.addStretch(1)
        self._words = label("", "caption")
        row.addWidget(self._words)
        return foot

    def _side(self) -> QWidget:
        px = self.theme.px
        side = QFrame()
        side.setObjectName("side")
        side.setFixedWidth(px("w_side"))
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(px("s4"), px("s2"), px("s3"), 0)
        tabs.setSpacing(px("s5"))
        self._tabs = [button(word, "tab", partial(self._show_tab, n)) for n, word in enumerate(("数字", "待办"))]
        for tab in self._tabs:
            tab.setCheckable(True)
            tabs.addWidget(tab)
        tabs.addStretch(1)
        column.addLayout(tabs)
        column.addWidget(rule())
        self._side_stack = QStackedWidget()
        self._no_figure = label("把光标放到文中的数字上，这里显示它的口径、记录和上年同期", "hint", wrap=True)
        self._no_figure.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._no_figure.setContentsMargins(px("s6"), 0, px("s6"), 0)
        for part in (self._no_figure, self.inspector, self.points):
            self._side_stack.addWidget(part)
        column.addWidget(self._side_stack, 1)
        return side

    def _connect(self) -> None:
        self.paper.worded.connect(self._note_words)
        self.paper.figure_chosen.connect(self._show_figure)
        self.paper.figure_opened.connect(self._open_rows)
        self._keep_later.timeout.connect(self.keep)
        self.sections.clicked.connect(lambda _index: self.paper.setFocus())
        self.sections.chosen.connect(self._go_to_section)
        self.inspector.stepped.connect(self.paper.step)
        self.inspector.rows_wanted.connect(lambda: self._open_rows(self.paper.chosen))
        self.inspector.written_as.connect(self._write_as)
        self.inspector.adjusted.connect(self._adjust)
        self.points.chosen.connect(self._take_point)
        self.insert_box.taken.connect(self._insert)
        self.insert_box.left.connect(self.paper.setFocus)
        self.session.changed.connect(self._records_changed)

    # ---------------------------------------------------------------- content

    @property
    def period(self) -> Period:
        """The period of the report."""
        return self._living.period

    @property
    def _living(self) -> LivingReport:
        if self._report is None or self._report.year != self.session.year:
            self._report = LivingReport(self.session.log, self.session.period(), self.session.engine)
        return self._report

    def refresh(self, changed: set[str] | None = None) -> None:
        """Read the report and its figures anew."""
        if changed is not None and self._laid is not None:
            return  # `_records_changed` has done it
        self.keep()
        self._lay()
        self._show_text()

    def _records_changed(self, _ledgers: object) -> None:
        """Figures move where they stand; sentences that come or go are written anew."""
        if self._laid is None:
            return
        if not self.isVisible():
            self._laid = None
            return
        self.keep()
        before = _wordings(self._laid)
        self._living.refresh(self.session.engine)
        if before == _wordings(self._lay()):
            self.paper.refresh_figures()
            self._show_side()
        else:
            self._show_text()

    def _lay(self) -> LaidReport:
        laid = self._living.lay()
        self._laid, self._worded = laid, False
        self._said = {str(token.reference): token.said for one in laid.open for token in one.tokens()}
        self._found = None
        return laid

    def _show_text(self) -> None:
        laid = self._laid or self._lay()
        format_ = report_format(self.session.log)
        self.paper.show_report(
            laid.title,
            [_paper_line(one) for one in laid.open],
            self._look,
            self._explain,
            addressee=format_.addressee,
        )
        self._title.setText(f"{self.session.year}年度法治政府建设年度报告")
        self._show_side()

    def _show_side(self) -> None:
        laid = self._laid or self._lay()
        self._show_sections(laid)
        self._show_points(laid)
        self._words.setText(f"全文 {laid.words:,} 字")
        self._state.setText("草稿")
        self._show_figure(self.paper.chosen)
        self.window_.set_status(self.status_text())

    def _show_sections(self, laid: LaidReport) -> None:
        entries = [Entry("提纲"), Entry("标题", "")]
        entries += [_section(one, count) for one, count in _counted(laid.open)]
        self.sections.show_entries(entries)

    def _show_points(self, laid: LaidReport) -> None:
        points = open_points(laid, self._living.unused(laid))
        pressing = sum(one.sort is not Sort.UNUSED for one in points)
        self.points.show_points(points)
        self._tabs[1].setText(f"待办 {pressing}" if pressing else "待办")

    def _look(self, name: str) -> Look:
        said = self._say(name)
        if said.worth is Worth.UNKNOWN:
            return Look(said.text, Tone.WRONG)
        if said.figure.adjustment:
            return Look(said.text, Tone.ADJUSTED)
        return Look(said.text, Tone.GAP if said.figure.uncounted else Tone.PLAIN)

    def _say(self, name: str) -> Said:
        if name not in self._said:
            found = reference(name)
            assert isinstance(found, Reference)
            self._said[name] = self._living.sayings().say(found)
        return self._said[name]

    def _explain(self, name: str) -> str:
        figure = self._say(name).figure
        rule = self.session.engine.explanation(figure.indicator.name, figure.period)
        return f"{figure.indicator.label}　{figure.text}\n{rule}"

    def status_text(self) -> str:
        """How many figures stand in the text, and how many of them were adjusted."""
        if self._laid is None:
            return ""
        tokens = list(self._laid.tokens())
        adjusted = sum(token.said.figure.adjustment is not None for token in tokens)
        return f"全文 {len(tokens)} 个数字" + (f"，手工调整 {adjusted} 个" if adjusted else "")

    # ---------------------------------------------------------------- writing

    def _note_words(self) -> None:
        self._worded = True
        self._keep_later.start()

    def keep(self) -> None:
        """Keep what was written since the last time."""
        self._keep_later.stop()
        if not self._worded or self._laid is None or self._report is None:
            return
        self._worded = False
        text, keys = taken_over(self._report.text, self._laid.open, self.paper.lines())
        self._report.keep(text)
        self.paper.name_lines(keys)
        self._lay()
        self._show_side()
        self.session.saved.emit(f"{datetime.now():%H:%M}")

    def can_leave(self) -> bool:
        """Nothing that was written stays behind."""
        self.keep()
        return True

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """As `can_leave`."""
        self.keep()
        super().hideEvent(event)

    # ---------------------------------------------------------------- the figure at the cursor

    def _show_tab(self, number: int) -> None:
        for place, tab in enumerate(self._tabs):
            tab.setChecked(place == number)
        if number:
            self._side_stack.setCurrentWidget(self.points)
        else:
            self._side_stack.setCurrentWidget(self.inspector if self.paper.chosen else self._no_figure)

    def _show_figure(self, name: str) -> None:
        if name:
            self._fill_inspector(name)
        keep_points = self._tabs[1].isChecked() and not name
        self._show_tab(1 if keep_points else 0)

    def _fill_inspector(self, name: str) -> None:
        said = self._say(name)
        found = reference(name)
        assert isinstance(found, Reference)
        engine, one = self.session.engine, said.figure.indicator
        self.inspector.show_figure(
            said.figure,
            found.form,
            monthly_series(engine, one, said.figure.period),
            facts(one, self.session.catalogue, said.figure.period),
            self._living.readings(found),
            locked=self.paper.isReadOnly(),
        )

    def _write_as(self, form: Form | None) -> None:
        found = reference(self.paper.chosen)
        if isinstance(found, Reference):
            self.paper.replace_chosen(str(Reference(found.indicator, form, found.span)) if form is not None else None)
            self.paper.setFocus()

    def _adjust(self, value: str, reason: str) -> None:
        figure = self._say(self.paper.chosen).figure
        try:
            Adjusting(self.session.log, figure.period, self.session.today).to(figure.indicator.name, value, reason)
        except Refusal as refusal:
            self.inspector.refuse(str(refusal))
            return
        self.session.announce({"adjustment"})
        self.paper.setFocus()

    def _open_rows(self, name: str) -> None:
        if name:
            self.keep()
            self.window_.open_rows(self._say(name).figure.indicator.name)

    # ---------------------------------------------------------------- going and inserting

    def _go_to_section(self, key: object) -> None:
        if key == "":
            self.paper.verticalScrollBar().setValue(0)
        elif isinstance(key, str):
            self.paper.choose_key(key)

    def _take_point(self, point: Point) -> None:
        if point.sort is Sort.UNUSED:
            self._insert(point.reference)
            return
        self.paper.choose_key(point.key, point.reference)
        self.paper.setFocus()

    def ask_insert(self) -> None:
        """Open the box that finds figures, at the cursor."""
        below = self.paper.viewport().mapTo(self, self.paper.cursorRect().bottomLeft())
        self.insert_box.ask(below + QPoint(0, self.theme.px("s1")))

    def _insert(self, name: str) -> None:
        self.paper.insert_figure(name)

    def _find_figures(self, text: str) -> list[Figure]:
        if self._found is None:
            self._found = FigureList(self.session.catalogue, self.session.engine.figures(self._living.period))
        groups = self._found.groups(Choice(text=text))
        return list({one.indicator.name: one for group in groups for one in group.figures}.values())

    def search(self) -> None:
        """Ctrl+F: to the outline."""
        self.sections.setFocus()

    # ---------------------------------------------------------------- keys

    def actions_of_page(self) -> list[QAction]:
        """Figures, points, and Word."""
        return [
            self._action("插入数字…", "Ctrl+J", self.ask_insert),
            self._action("上一个数字", "Alt+Up", partial(self.paper.step, -1)),
            self._action("下一个数字", "Alt+Down", partial(self.paper.step, 1)),
            self._action("导出 Word…", "Ctrl+E", self.ask_export),
        ]

    def _action(self, text: str, key: str, slot: Callable[[], object]) -> QAction:
        action = QAction(text, self)
        action.setShortcut(QKeySequence(key))
        action.triggered.connect(lambda _checked=False: slot())
        return action

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc closes the box."""
        if event.key() == Qt.Key.Key_Escape and self.insert_box.isVisible():
            self.insert_box.hide()
            self.paper.setFocus()
        else:
            super().keyPressEvent(event)

    # ---------------------------------------------------------------- Word

    def ask_export(self) -> None:
        """Ask where the document goes."""
        self.keep()
        bureau = self.session.log.setting("bureau") or "应急台账"
        proposed = Path.home() / f"{bureau}{self.session.year}年度法治政府建设年度报告.docx"
        dialog = QFileDialog(self, "导出 Word", str(proposed), "Word 文档 (*.docx)")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("docx")
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda file: self.export_to(Path(file)))
        dialog.open()

    def export_to(self, file: Path) -> Job:
        """Write the document beside the work."""
        raise NotImplementedError

    def cut_off(self, last: date) -> None:
        """Count up to another day."""
        self._living.cut_off(last)
        self.refresh()


def _paper_line(laid: Laid) -> PaperLine:
    line = line_of(laid)
    block = laid.block
    return PaperLine(
        block.key, block.kind, block.depth, line.pieces, number=laid.number, lead=laid.lead, hint=laid.hint
    )


def _counted(open_: tuple[Laid, ...]) -> list[tuple[Laid, int]]:
    """Headings, and paragraphs that a heading leads, with the number of figures under them."""
    found: list[tuple[Laid, int]] = []
    for one in open_:
        if one.block.kind is Kind.HEADING or one.lead:
            found.append((one, 0))
        if found:
            head, count = found[-1]
            found[-1] = head, count + sum(1 for _ in one.tokens())
    return found


def _section(laid: Laid, count: int) -> Entry:
    title = laid.lead.rstrip("。") if laid.lead else laid.text
    indent = "　" * (laid.block.depth if laid.lead or laid.block.depth else 0)
    return Entry(f"{indent}{title}", laid.block.key, count or None)


def _wordings(laid: LaidReport) -> list[tuple[str, list[object]]]:
    """What the paper shows, whatever the figures read."""
    return [(f"{one.block.key} {one.number}{one.lead}", [*wording(line_of(one).pieces)]) for one in laid.open]
