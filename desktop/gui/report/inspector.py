"""The figure at the cursor: value, last year, months, rule, how it is written, what was adjusted by hand."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from desktop.catalogue import Indicator
from desktop.catalogue.wordings import Form
from desktop.figures import Figure
from desktop.figures.adjustments import signed
from desktop.figures.comparing import against_last_year, shown
from desktop.figures.series import NO_SERIES, Series
from desktop.gui.report.figure_side import FigureSide, empty
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, chip, label, rule
from desktop.gui.widgets.charts import MonthChart
from desktop.gui.widgets.drawer import with_unit

FORMS = {Form.VALUE: "数值", Form.ROUNDED: "约数", Form.WORD: "断语", Form.CHANGE: "比上年", Form.GROWTH: "增幅"}
"""How a figure can be written, with the word of its button; `show_figure` puts what it would read there."""


class Inspector(FigureSide):
    """One figure of the text."""

    rows_wanted = Signal()
    written_as = Signal(object)
    """A `Form`, or None: the figure goes out of the text."""
    adjusted = Signal(str, str)
    """What the report should state, as typed, and why."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._mark = chip("", "warn")
        self._hero, self._beside = QLabel(), label("", "second", wrap=True)
        self._hero.setTextFormat(Qt.TextFormat.RichText)
        self._chart = MonthChart(theme)
        self._shown = ""
        self._forms: dict[Form | None, QWidget] = {}
        self._form_grid = QGridLayout()
        self._reported = label("", "strong", wrap=True)
        self._value, self._reason = QLineEdit(), QLineEdit()
        self._error = label("", "error", wrap=True)
        self.rows_button = button("", "", self.rows_wanted.emit)
        self.adjust_button = button("加手工调整", "", self._open_adjusting)
        self._locked_note = label("", "hint", wrap=True)
        self._lay_out()

    # ---------------------------------------------------------------- layout

    def _lay_out(self) -> None:
        column = self._frame(self._mark)
        column.addLayout(self._top())
        column.addWidget(rule())
        self._writing = self._writing_panel()
        column.addWidget(self._writing)
        self._adjusting = self._adjusting_panel()
        column.addWidget(self._adjusting)
        column.addStretch(1)
        self._adjusting.hide()

    def _top(self) -> QVBoxLayout:
        px = self._theme.px
        column = QVBoxLayout()
        column.setContentsMargins(px("s4"), px("s2"), px("s4"), px("s3"))
        column.setSpacing(px("s2"))
        for part in (self._hero, self._beside, self._chart, self._reported):
            column.addWidget(part)
        column.addLayout(self._facts)
        return column

    def _writing_panel(self) -> QWidget:
        px = self._theme.px
        made = QWidget()
        column = QVBoxLayout(made)
        column.setContentsMargins(px("s4"), px("s3"), px("s4"), px("s3"))
        column.setSpacing(px("s2"))
        column.addWidget(label("写法", "caption"))
        self._form_grid.setSpacing(px("s1"))
        column.addLayout(self._form_grid)
        row = QHBoxLayout()
        row.setSpacing(px("s2"))
        row.addWidget(self.rows_button)
        row.addWidget(self.adjust_button)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self._locked_note)
        return made

    def _adjusting_panel(self) -> QWidget:
        px = self._theme.px
        made = QFrame()
        made.setObjectName("foot")
        column = QVBoxLayout(made)
        column.setContentsMargins(px("s4"), px("s3"), px("s4"), px("s3"))
        column.setSpacing(px("s1"))
        for words, field in (("报告数", self._value), ("调整原因", self._reason)):
            column.addWidget(label(words, "caption"))
            field.setAccessibleName(words)
            column.addWidget(field)
        self._value.returnPressed.connect(self._reason.setFocus)
        self._reason.returnPressed.connect(self._adjust)
        column.addWidget(self._error)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(button("取消", "plain", self._close_adjusting))
        row.addWidget(button("保存调整", "", self._adjust))
        column.addSpacing(px("s1"))
        column.addLayout(row)
        return made

    # ---------------------------------------------------------------- content

    def show_figure(
        self, figure: Figure, form: Form, facts: Sequence[tuple[str, str]],
        readings: Sequence[tuple[Form, str]], *, locked: bool,
    ) -> None:  # fmt: skip
        """Show a figure, its months by `show_series`; `readings` says how each form of it would read now."""
        one, theme = figure.indicator, self._theme
        self._title.setText(one.label)
        self._mark.setVisible(bool(figure.uncounted))
        self._mark.setText(f"未计入 {figure.uncounted}")
        unit = one.unit if figure.value is not None else ""
        self._hero.setText(with_unit(shown(figure.value, one), unit, theme, "t_hero"))
        parts = [f"上年同期 {shown(figure.previous, one)}", against_last_year(figure)]
        self._beside.setText("，".join(part for part in parts if part))
        if one.name != self._shown:
            self._shown = one.name
            self._chart.show_series(NO_SERIES, one.unit)
        self._show_adjustment(figure)
        self._tell(facts)
        self._show_forms(form, readings, locked)
        self.rows_button.setText(f"看 {figure.records:,} 条记录")
        self.rows_button.setAccessibleName(self.rows_button.text())
        self.adjust_button.setVisible(not locked)
        self._locked_note.setText("定稿后文本已锁定。要改文本，请另存一版。" if locked else "")
        self._locked_note.setVisible(locked)
        self._close_adjusting()

    def show_series(self, one: Indicator, series: Series) -> None:
        """Draw the months of the figure that is shown, unless it is another one by now."""
        if one.name == self._shown:
            self._chart.show_series(series, one.unit)

    def _show_adjustment(self, figure: Figure) -> None:
        held = figure.adjustment
        self._reported.setVisible(held is not None)
        if held:
            unit = figure.indicator.unit
            self._reported.setText(f"手工调整 {signed(held.difference)} {unit}，报告写 {held.text}（{held.reasons}）")

    def _show_forms(self, chosen: Form, readings: Sequence[tuple[Form, str]], locked: bool) -> None:
        empty(self._form_grid)
        entries: list[tuple[Form | None, str, str]] = [(form, text, FORMS[form]) for form, text in readings]
        entries.append((None, "不写", "把这个数字从文中拿掉"))
        for number, (form, text, hint) in enumerate(entries):
            made = button(
                text, "pillon" if form is chosen else "pill", partial(self.written_as.emit, form), hint=hint
            )
            made.setEnabled(not locked)
            self._form_grid.addWidget(made, number // 2, number % 2)

    # ---------------------------------------------------------------- adjusting

    def _open_adjusting(self) -> None:
        self._adjusting.show()
        self._error.hide()
        self._value.setFocus()
        self._value.selectAll()

    def _close_adjusting(self) -> None:
        self._adjusting.hide()
        self._value.clear()
        self._reason.clear()

    def _adjust(self) -> None:
        self.adjusted.emit(self._value.text().strip(), self._reason.text().strip())

    def refuse(self, sentence: str) -> None:
        """Say why an adjustment was not kept; what was typed stays."""
        self._error.setText(sentence)
        self._error.show()
