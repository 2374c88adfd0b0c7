"""改口径: a counting rule as rows to tick, with what a change would do to this year and last year."""

from collections.abc import Iterable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QScrollArea, QVBoxLayout, QWidget

from desktop.catalogue import Condition, Indicator, Placing
from desktop.catalogue.conditions import Path
from desktop.catalogue.written import written_conditions
from desktop.figures.behind import Behind
from desktop.figures.redefining import Comparison
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, label, rule
from desktop.gui.widgets.choice_box import ChoiceBox
from desktop.gui.widgets.condition_row import ConditionRow, terms_of
from desktop.gui.widgets.field_row import FieldRow
from desktop.gui.widgets.pair_list import Pair, PairList

_LATER_MILLISECONDS = 300
_MOST_ROWS = 20
_MOST_HUNDREDTHS = 32
"""Of the panel's height for what changes: three or four lines in the largest letters on the lowest desk."""
_PLACES = ("不限", "整数", "1 位", "2 位", "3 位", "4 位")


class DefinitionPanel(QFrame):
    """Beside the figures, in the drawer's place. What is ticked is told as changed keys of the definition."""

    compare_wanted = Signal(object)
    apply_wanted = Signal(object, str)
    reset_wanted = Signal(str)
    closed = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("side")
        self._theme = theme
        self._one: Indicator | None = None
        self._rows: dict[str, list[ConditionRow]] = {}
        self._title = label("", "section", wrap=True)
        self.name, self.reason = QLineEdit(), QLineEdit()
        self.when, self.places, self.more = ChoiceBox(), ChoiceBox(), ChoiceBox()
        self.places.addItems(_PLACES)
        self.more.setAccessibleName("加一个条件")
        self.reason.setPlaceholderText("如：按市局 2025 年统计口径")
        self.reason_row = FieldRow("改动原因", self.reason, theme)
        self.problem = label("", "error", wrap=True)
        self.changes_list = PairList(theme, "改前改后", inset="s4")
        self.apply = button("应用", "primary", self._apply)
        self.reset = button("恢复自带口径", "plain", lambda: self.reset_wanted.emit(self.reason.text()))
        self._later = QTimer(self, interval=_LATER_MILLISECONDS, singleShot=True)
        self._later.timeout.connect(self._ask)
        self._lay_out()
        self._connect()
        self.setFixedWidth(2 * theme.px("w_tree"))

    # ---------------------------------------------------------------- layout

    def _lay_out(self) -> None:
        px = self._theme.px
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        top = QWidget()
        head = QHBoxLayout(top)
        head.setContentsMargins(px("s4"), 0, px("s3"), 0)
        head.addWidget(self._title, 1)
        head.addWidget(button("不改了", "link", self.closed.emit, hint="不改了（Esc）"))
        top.setFixedHeight(px("h_head"))
        column.addWidget(top)
        column.addWidget(rule())
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._area.setStyleSheet("QScrollArea, QWidget#rulebody { background: transparent; }")
        column.addWidget(self._area, 1)
        column.addWidget(rule())
        column.addWidget(self.changes_list)
        column.addWidget(rule())
        column.addWidget(self._foot())

    def _foot(self) -> QWidget:
        foot, px = QWidget(), self._theme.px
        column = QVBoxLayout(foot)
        column.setContentsMargins(px("s4"), px("s3"), px("s4"), px("s3"))
        column.setSpacing(px("s2"))
        column.addWidget(self.problem)
        column.addWidget(self.reason_row)
        row = QHBoxLayout()
        row.addWidget(self.reset)
        row.addStretch(1)
        row.addWidget(self.apply)
        column.addLayout(row)
        return foot

    def _connect(self) -> None:
        self.name.textEdited.connect(lambda _text: self._later.start())
        self.when.activated.connect(lambda _row: self._later.start())
        self.places.activated.connect(lambda _row: self._later.start())
        self.more.activated.connect(self._add)
        self.reason.textEdited.connect(lambda _text: self.reason_row.tell(""))

    # ---------------------------------------------------------------- content

    def open(self, one: Indicator) -> None:
        """Show a rule as it is now."""
        self._one = one
        self._title.setText(f"改口径：{one.label}")
        self.name.setText(one.label)
        self.reason.clear()
        self.reason_row.tell("")
        self.reset.setVisible(bool(one.redefined and one.redefined.own))
        self._rows = {"where": self._conditions(one.where), "having": self._conditions(one.having)}
        self._fill_choices(one)
        self._show_body()
        self._later.stop()
        self._ask()
        self.show()
        # A field that was moved to the new body is shown only after this turn.
        QTimer.singleShot(0, self.name, self.name.setFocus)

    def _conditions(self, conditions: Iterable[Condition]) -> list[ConditionRow]:
        return [self._row(one.path, one) for one in conditions]

    def _row(self, path: Path, condition: Condition | None) -> ConditionRow:
        made = ConditionRow(self._theme, path, condition)
        made.changed.connect(self._later.start)
        return made

    def _fill_choices(self, one: Indicator) -> None:
        """Dates that can place a record, places behind the point, fields for one more condition."""
        fields = one.ledger.fields.values() if one.ledger else ()
        self.when.clear()
        for field in fields:
            if field.type.name == "date":
                self.when.addItem(field.label, field.name)
        self.when.setCurrentIndex(self.when.findData(one.when))
        self.places.setCurrentIndex(0 if one.decimals is None else one.decimals + 1)
        self.more.clear()
        self.more.addItem("加一个条件", None)
        taken = {row.path.text for row in self._rows["where"]}
        for field in fields:
            if terms_of(field) and field.name not in taken:
                self.more.addItem(field.label, field.name)

    def _show_body(self) -> None:
        body, px = QWidget(), self._theme.px
        body.setObjectName("rulebody")
        column = QVBoxLayout(body)
        column.setContentsMargins(px("s4"), px("s3"), px("s4"), px("s3"))
        column.setSpacing(px("s3"))
        column.addWidget(FieldRow("名称", self.name, self._theme))
        pair = QHBoxLayout()
        pair.setSpacing(px("s3"))
        dated = FieldRow("按哪个日期归年", self.when, self._theme)
        dated.setVisible(self._is_dated())
        pair.addWidget(dated, 2)
        pair.addWidget(FieldRow("小数位", self.places, self._theme), 1)
        column.addLayout(pair)
        for key, text in (("where", "只计这样的记录"), ("having", "其中算达到的")):
            if self._rows[key]:
                column.addWidget(label(text, "strong"))
            for one in self._rows[key]:
                column.addWidget(one)
        if self._one and self._one.ledger:
            column.addWidget(self.more)
        column.addStretch(1)
        # The fields and rows that are shown again have moved to the new body: they outlive the old one.
        old = self._area.takeWidget()
        if old is not None:
            old.deleteLater()
        self._area.setWidget(body)

    def _is_dated(self) -> bool:
        return bool(self._one and self._one.ledger and self._one.placing is not Placing.AS_OF)

    def _add(self) -> None:
        name, one = self.more.currentData(), self._one
        if name and one and one.ledger:
            self._rows["where"].append(self._row(Path(one.ledger.fields[name]), None))
            self.more.removeItem(self.more.currentIndex())
            self.more.setCurrentIndex(0)
            self._show_body()

    # ---------------------------------------------------------------- what is asked for

    def changes(self) -> dict[str, object]:
        """The keys that differ from the rule as it is; None drops one."""
        one = self._one
        assert one is not None
        found: dict[str, object] = {}
        if self.name.text().strip() != one.label:
            found["label"] = self.name.text().strip() or None
        if self._is_dated() and self.when.currentData() != one.when:
            found["when"] = self.when.currentData()
        places = self.places.currentIndex() - 1 if self.places.currentIndex() else None
        if places != one.decimals:
            found["decimals"] = places
        for key, before in (("where", one.where), ("having", one.having)):
            written = {row.path.text: value for row in self._rows[key] if (value := row.written()) is not None}
            if written != written_conditions(before):
                found[key] = written or None
        return found

    def _ask(self) -> None:
        self.compare_wanted.emit(self.changes())

    def _apply(self) -> None:
        if not self.reason.text().strip():
            self.reason_row.tell("原因还没有写")
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.apply_wanted.emit(self.changes(), self.reason.text())

    # ---------------------------------------------------------------- before and after

    def say(self, problem: str) -> None:
        """Why the change cannot be; empty where it can."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))

    def show_nothing(self) -> None:
        """Nothing was changed yet."""
        self.say("")
        self._show_pairs([Pair("改前改后", detail="改动上面任何一项，这里列出今年和上年改前改后的数")])

    def show_comparisons(self, comparisons: Iterable[Comparison]) -> None:
        """The figure of each period before and after, with those built on it; then the records concerned."""
        self.say("")
        listed = list(comparisons)
        numbers = [pair for one in listed for pair in _numbers(one)]
        self._show_pairs([*numbers, *(pair for one in listed for pair in _records(one))])

    def _show_pairs(self, pairs: Iterable[Pair]) -> None:
        self.changes_list.show_pairs(pairs)
        self._share_height()

    def _share_height(self) -> None:
        """What changes takes the lines that it has, up to a part of the panel: the conditions want the rest."""
        self.changes_list.setFixedHeight(
            min(self.changes_list.content_height(), self.height() * _MOST_HUNDREDTHS // 100)
        )

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """As `_share_height`."""
        super().resizeEvent(event)
        self._share_height()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Esc leaves the rule as it is."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


def _numbers(one: Comparison) -> list[Pair]:
    found = [Pair(one.period.text, f"{one.before.text} → {one.after.text}")]
    return found + [
        Pair(f"　{before.indicator.label}", f"{before.text} → {after.text}") for before, after in one.others
    ]


def _records(one: Comparison) -> list[Pair]:
    found: list[Pair] = []
    for word, rows in (("计入", one.came), ("移出", one.went)):
        if rows:
            found.append(Pair(f"{one.period.last.year}年{word} {len(rows):,} 条"))
            found += [_record(word, row) for row in rows[:_MOST_ROWS]]
            if len(rows) > _MOST_ROWS:
                found.append(Pair(f"　另有 {len(rows) - _MOST_ROWS:,} 条"))
    return found


def _record(word: str, row: Behind) -> Pair:
    detail = f"　{word}，{row.detail}" if row.detail else ""
    return Pair(f"　{row.subject}", row.day, key=(row.ledger.name, row.id), detail=detail)
