"""The drawer beside the figures: one figure with its chart, its rule and the records behind it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import QModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QPushButton,
    QStackedWidget,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from desktop.figures import Figure
from desktop.figures.behind import Behind, composition
from desktop.figures.comparing import against_last_year, shown
from desktop.figures.series import NO_SERIES, Series
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, chip, label, rule, scrolled
from desktop.gui.widgets.behind_model import BehindModel, Part
from desktop.gui.widgets.charts import MonthChart
from desktop.gui.widgets.plain_table import PlainDelegate, dress_table


def icon_button(theme: Theme, icon: str, hint: str) -> QPushButton:
    """A button without a word: up, down and close only."""
    made = button("", "plain", hint=hint)
    made.setIcon(theme.icon(icon))
    made.setIconSize(QSize(theme.px("icon_small") + 2, theme.px("icon_small") + 2))
    made.setFixedWidth(theme.px("h_button"))
    return made


def with_unit(value: str, unit: str, theme: Theme, size: str) -> str:
    """A value and its unit on one baseline."""
    return (
        f'<span style="font-size:{theme.px(size)}px;font-weight:700">{value}</span>'
        f'<span style="font-size:{theme.px("t_caption")}px;font-weight:400;color:{theme.colours["ink2"]}">'
        f"&nbsp;{unit}</span>"
    )


class RecordTable(QTableView):
    """The records; Enter or a click opens one."""

    opened = Signal(str, str)
    """Ledger and record."""

    def __init__(self, model: BehindModel, theme: Theme) -> None:
        super().__init__()
        self._model, self._theme = model, theme
        self.setModel(model)
        self.setAccessibleName("指标背后的记录")
        dress_table(self, theme, "h_row", self._inset)
        self.setItemDelegate(PlainDelegate(theme, self._inset, self, numbered=Part.DETAIL))
        self.horizontalHeader().setSectionResizeMode(Part.SUBJECT, QHeaderView.ResizeMode.Stretch)
        self.clicked.connect(self._open)
        model.modelReset.connect(self._fit)

    def _inset(self, column: int) -> tuple[int, int]:
        side = self._theme.px("s2")
        return (self._theme.px("s4") + 2 if column == Part.DAY else side), side

    def _fit(self) -> None:
        body = QFontMetrics(self._theme.font())
        day = "2025-11-21" if self._model.shows_years else "11-21"
        self.setColumnWidth(Part.DAY, body.horizontalAdvance(day) + sum(self._inset(Part.DAY)) + self._theme.px("s1"))
        for part in (Part.DETAIL, Part.LAST):
            widest = max((body.horizontalAdvance(text) for text in self._model.texts(part)), default=0)
            room = min(widest, self._theme.px("w_rail") + self._theme.px("s5")) + sum(self._inset(part))
            self.setColumnWidth(part, room)
            self.setColumnHidden(part, widest == 0)

    def _open(self, index: QModelIndex) -> None:
        row = self._model.row(index.row())
        if row:
            self.opened.emit(row.ledger.name, row.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter opens."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
            return
        super().keyPressEvent(event)


class Drawer(QFrame):
    """Everything about one figure."""

    stepped = Signal(int)
    closed = Signal()
    record_opened = Signal(str, str)
    ledger_wanted = Signal()
    definition_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("side")
        self._theme = theme
        self._counted: Sequence[Behind] = ()
        self._left_out: Sequence[Behind] = ()
        self._figure: Figure | None = None
        self._another, self._waiting, self._cut = True, False, False
        self._title, self._mark = label("", "section"), chip("", "warn")
        self._hero, self._before, self._change = QLabel(), label("", "second"), label("", "second")
        self._chart = MonthChart(theme)
        self._told = QWidget()
        self._facts, self._told_area = QGridLayout(self._told), scrolled(self._told)
        self._tabs = [button("", "tab", partial(self._show_tab, number)) for number in (0, 1)]
        self._model = BehindModel(theme)
        self.records = RecordTable(self._model, theme)
        self.records.opened.connect(self.record_opened)
        self._total, self._parts = QLabel(), label("", "second")
        self._lay_out()
        # Twice the tree: the drawer's 404 to 412 px.
        self.setFixedWidth(2 * theme.px("w_tree"))

    # ---------------------------------------------------------------- layout

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._head())
        column.addWidget(rule())
        self._above = self._top()
        column.addLayout(self._above)
        column.addWidget(rule())
        column.addLayout(self._tab_row())
        column.addWidget(rule())
        self._body = QStackedWidget()
        self._body.addWidget(self.records)
        self._nothing = label("", "hint")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._body.addWidget(self._nothing)
        self._body.setMinimumHeight(self._theme.px("h_thead") + self._theme.px("h_row"))
        self.records.setMinimumHeight(0)
        column.addWidget(self._body, 1)
        column.addWidget(self._foot())

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Where the text is large and the window low, the chart goes, and a long rule scrolls."""
        super().resizeEvent(event)
        self._share_height()

    def _share_height(self) -> None:
        side = self._theme.px("s4") + 2
        told = max(self._told.heightForWidth(self.width() - 2 * side), 0)
        self._told_area.setFixedHeight(told)
        self._chart.setVisible(True)
        if self._needed() > self.height():
            self._chart.setVisible(False)
            over = max(self._needed() - self.height(), 0)
            self._told_area.setFixedHeight(max(told - over, 2 * self._theme.px("h_row")))

    def _needed(self) -> int:
        """The height of everything; a layout remembers what was before until it is told."""
        column = self.layout()
        assert column is not None
        self._above.invalidate()
        column.invalidate()
        return column.totalMinimumSize().height()

    def _head(self) -> QWidget:
        head = QWidget()
        head.setFixedHeight(self._theme.px("h_head"))
        row = QHBoxLayout(head)
        row.setContentsMargins(self._theme.px("s4") + 2, 0, self._theme.px("s2"), 0)
        row.setSpacing(self._theme.px("s2"))
        row.addWidget(self._title)
        row.addWidget(self._mark)
        row.addStretch(1)
        up, down, close = (
            icon_button(self._theme, icon, hint)
            for icon, hint in (
                ("up", "上一个指标（Alt+↑）"),
                ("down", "下一个指标（Alt+↓）"),
                ("close", "关闭（Esc）"),
            )
        )
        up.clicked.connect(lambda: self.stepped.emit(-1))
        down.clicked.connect(lambda: self.stepped.emit(1))
        close.clicked.connect(self.closed)
        for made in (up, down, close):
            row.addWidget(made)
        return head

    def _top(self) -> QVBoxLayout:
        column = QVBoxLayout()
        side = self._theme.px("s4") + 2
        column.setContentsMargins(side, self._theme.px("s3"), side, self._theme.px("s3"))
        column.setSpacing(self._theme.px("s2"))
        row = QHBoxLayout()
        row.setSpacing(self._theme.px("s3"))
        self._hero.setTextFormat(Qt.TextFormat.RichText)
        row.addWidget(self._hero, 0, Qt.AlignmentFlag.AlignBottom)
        row.addSpacing(self._theme.px("s2"))
        for one in (self._before, self._change):
            one.setContentsMargins(0, 0, 0, self._theme.px("s1") + 2)
            row.addWidget(one, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._chart)
        self._facts.setColumnMinimumWidth(0, self._theme.px("s6") * 2)
        self._facts.setColumnStretch(1, 1)
        self._facts.setHorizontalSpacing(self._theme.px("s5"))
        self._facts.setVerticalSpacing(self._theme.px("s1") + 2)
        self._facts.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._told_area)
        return column

    def _tab_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(self._theme.px("s4") + 2, 0, self._theme.px("s3"), 0)
        row.setSpacing(self._theme.px("s5"))
        for tab in self._tabs:
            tab.setCheckable(True)
            row.addWidget(tab)
        row.addStretch(1)
        self.definition_button = button("改口径", "link", self.definition_wanted.emit, hint="改口径（F2）")
        row.addWidget(self.definition_button)
        row.addWidget(button("在台账中打开", "link", self.ledger_wanted.emit))
        return row

    def _foot(self) -> QWidget:
        foot = QFrame()
        foot.setObjectName("foot")
        foot.setFixedHeight(self._theme.px("h_field") + self._theme.px("s2"))
        row = QHBoxLayout(foot)
        row.setContentsMargins(self._theme.px("s4") + 2, 0, self._theme.px("s4"), 0)
        row.addWidget(label("合计", "strong"))
        row.addWidget(self._parts)
        row.addStretch(1)
        self._total.setTextFormat(Qt.TextFormat.RichText)
        row.addWidget(self._total)
        return foot

    # ---------------------------------------------------------------- content

    @property
    def figure(self) -> Figure | None:
        """The figure that is shown."""
        return self._figure

    def show_figure(self, figure: Figure, series: Series | None, facts: Sequence[tuple[str, str]]) -> None:
        """Show a figure; what stands behind it follows by `show_rows`, a series not known yet by `show_series`."""
        self._another = self._figure is None or self._figure.indicator.name != figure.indicator.name
        self._figure = figure
        if self._another:
            self._counted, self._left_out = (), ()
        self._show_head(figure)
        if series or self._another:
            self.show_series(series or NO_SERIES)
        self._show_facts(facts)
        self._share_height()
        self._waiting = True
        self._show_tabs(figure.records, figure.uncounted)
        self._show_tab(0 if self._another else int(self._tabs[1].isChecked()))

    def show_series(self, series: Series) -> None:
        """Draw the months of the figure."""
        self._chart.show_series(series, self._figure.indicator.unit if self._figure else "")

    def show_rows(self, counted: Sequence[Behind], left_out: Sequence[Behind], most: int) -> None:
        """Show the records behind the figure; no more than `most` of each ledger were read."""
        self._counted, self._left_out, self._waiting = counted, left_out, False
        figure = self._figure
        self._cut = figure is not None and most <= len(counted) < figure.records
        self._show_tabs(figure.records if figure and self._cut else len(counted), len(left_out))
        only_left_out = bool(left_out) and not counted
        self._show_tab(int(only_left_out) if self._another else int(self._tabs[1].isChecked()))
        self._another = False

    def _show_tabs(self, counted: int, left_out: int) -> None:
        self._tabs[0].setText(f"计入 {counted:,}")
        self._tabs[1].setText(f"未计入 {left_out:,}")

    def _show_head(self, figure: Figure) -> None:
        one, theme = figure.indicator, self._theme
        room = self.width() - 4 * theme.px("h_button") - 4 * theme.px("s4")
        metrics = QFontMetrics(theme.font("t_section", bold=True))
        self._title.setText(metrics.elidedText(one.label, Qt.TextElideMode.ElideRight, room))
        self._title.setToolTip(one.label)
        self._mark.setVisible(bool(figure.uncounted))
        self._mark.setText(f"未计入 {figure.uncounted}")
        value = shown(figure.value, one)
        self._hero.setText(with_unit(value, one.unit if figure.value is not None else "", theme, "t_hero"))
        self._before.setText(f"上年同期 {shown(figure.previous, one)}")
        self._change.setText(against_last_year(figure))

    def _show_facts(self, facts: Sequence[tuple[str, str]]) -> None:
        while self._facts.count():
            item = self._facts.takeAt(0)
            widget = item.widget() if item else None
            if widget:
                widget.deleteLater()
        for line, (name, text) in enumerate(facts):
            head = label(name, "caption")
            head.setContentsMargins(0, 1, 0, 0)
            self._facts.addWidget(head, line, 0, Qt.AlignmentFlag.AlignTop)
            said = label(text, wrap=True)
            self._facts.addWidget(said, line, 1)
            for one in (head, said):  # at once: what is not shown yet does not count for the height
                one.show()

    def _show_tab(self, number: int) -> None:
        for place, tab in enumerate(self._tabs):
            tab.setChecked(place == number)
        rows = self._left_out if number else self._counted
        unit = self._figure.indicator.unit if self._figure else ""
        self._model.show(rows, unit, lacking=bool(number))
        self._body.setCurrentIndex(0 if rows else 1)
        nothing = "没有未计入的记录" if number else "这一期没有记录"
        waiting = self._waiting and not rows
        self._nothing.setText("正在读取背后的记录" if waiting else nothing)
        cut = f"列出最近 {len(rows):,} 条" if self._cut and not number else ""
        self._parts.setText("" if waiting else cut or composition(rows) or "没有记录")
        self._total.setText("" if number or self._figure is None else self._total_text(self._figure))

    def _total_text(self, figure: Figure) -> str:
        unit = figure.indicator.unit if figure.value is not None else ""
        return f"<b>{shown(figure.value, figure.indicator)} {unit}</b>"
