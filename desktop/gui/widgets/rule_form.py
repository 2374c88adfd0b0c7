"""A deadline rule as fields beside the list: as it is, as it will be from a day on, or a new one."""

from collections.abc import Mapping
from datetime import date
from enum import Enum
from functools import partial

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QFrame, QHBoxLayout, QLabel, QLineEdit, QScrollArea, QVBoxLayout
from PySide6.QtWidgets import QWidget as Widget

from desktop.catalogue import Deadline, Ledger
from desktop.catalogue.deadlines import DayKind, Kind
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, label, panel, rule
from desktop.gui.widgets.choice_box import ChoiceBox
from desktop.gui.widgets.field_row import FieldRow
from desktop.store.deadline_rules import Origin
from desktop.store.typed_rule import DAY_KINDS, TypedRule

_WORDS = {DayKind.WORKING: "个工作日", DayKind.NATURAL: "日（自然日）"}


class Mode(Enum):
    """What is being typed."""

    EDIT = "edit"
    VERSION = "version"
    NEW = "new"


class RuleForm(QFrame):
    """The fields with their buttons; what is typed is told as a `TypedRule`."""

    kept = Signal()
    reset_wanted = Signal()
    taken_back = Signal(object)
    """A fixed day of the rule: it was not dealt with after all."""
    left = Signal()
    """A new rule or wording was given up."""

    def __init__(self, theme: Theme, ledgers: Mapping[str, Ledger]) -> None:
        super().__init__()
        self.setObjectName("panel")
        self._theme, self._ledgers = theme, ledgers
        self._rule: Deadline | None = None
        self.mode = Mode.EDIT
        self._counts = True
        self._make_fields()
        self._lay_out()
        self.setFixedWidth(theme.px("w_side") + theme.px("s6"))

    def _make_fields(self) -> None:
        self.title, self.problem = label(role="section", wrap=True), label(role="error", wrap=True)
        self.label_field, self.days, self.extension = QLineEdit(), QLineEdit(), QLineEdit()
        self.first, self.last, self.source, self.verb = QLineEdit(), QLineEdit(), QLineEdit(), QLineEdit()
        self.unit, self.ledger, self.start, self.done = ChoiceBox(), ChoiceBox(), ChoiceBox(), ChoiceBox()
        self.on, self.checked = QCheckBox("启用，列入今日的办理时限"), QCheckBox("条文已对照原文核对")
        self.ledger.addItem("", "")
        for one in self._ledgers.values():
            if any(field.type.name == "date" for field in one.fields.values()):
                self.ledger.addItem(one.label, one.name)
        self.ledger.activated.connect(lambda _row: self._show_dates())
        self.extension.setPlaceholderText("如 30；两次写 30、15")
        self.first.setPlaceholderText("如 2026-03-01")
        self.last.setPlaceholderText("空着就一直有效")
        self.verb.setPlaceholderText("如 登记办结")
        named: dict[str, tuple[str, Widget]] = {
            "label": ("名称", self.label_field), "ledger": ("台账", self.ledger),
            "start": ("从哪个日期起算", self.start), "done": ("填了哪个日期算办完", self.done),
            "days": ("期限", self.days), "day_kind": ("单位", self.unit),
            "extension": ("可延长", self.extension), "from": ("生效日", self.first), "to": ("失效日", self.last),
            "source": ("依据", self.source), "verb": ("要做的事", self.verb),
        }  # fmt: skip
        self._rows = {name: FieldRow(text, field, self._theme) for name, (text, field) in named.items()}

    # ---------------------------------------------------------------- layout

    def _lay_out(self) -> None:
        outer = QVBoxLayout(self)
        outer.setContentsMargins(1, 1, 1, 1)
        outer.setSpacing(0)
        area = QScrollArea()
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setStyleSheet("QScrollArea, QWidget#rulebody { background: transparent; }")
        area.setWidget(self._body())
        outer.addWidget(area, 1)
        outer.addWidget(rule())
        outer.addWidget(self._foot())

    def _body(self) -> Widget:
        body, px = Widget(), self._theme.px
        body.setObjectName("rulebody")
        column = QVBoxLayout(body)
        column.setContentsMargins(px("s4"), px("s3"), px("s4"), px("s3"))
        column.setSpacing(px("s2"))
        column.addWidget(self.title)
        self.hint = label(role="gap", wrap=True)
        column.addWidget(self.hint)
        for names in (
            ("label",), ("ledger",), ("start",), ("done",), ("days", "day_kind"), ("extension",), ("from", "to"),
            ("source",), ("verb",),
        ):  # fmt: skip
            column.addLayout(self._side_by_side(names))
        column.addWidget(self.on)
        column.addWidget(self.checked)
        column.addWidget(self.problem)
        self.about: list[QLabel] = [label(role="hint", wrap=True) for _ in range(3)]
        for one in self.about:
            column.addWidget(one)
        self._done = QVBoxLayout()
        self._done.setSpacing(px("s1"))
        column.addLayout(self._done)
        column.addStretch(1)
        return body

    def _side_by_side(self, names: tuple[str, ...]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px("s2"))
        for name in names:
            row.addWidget(self._rows[name], 1)
        return row

    def _foot(self) -> Widget:
        foot, px = panel("foot"), self._theme.px
        row = QHBoxLayout(foot)
        row.setContentsMargins(px("s3"), px("s2"), px("s3"), px("s2"))
        row.setSpacing(px("s2"))
        self.version_button = button(
            "从某天起改…", "plain", self.ask_version, hint="新规定从某一天起执行，之前的照旧"
        )
        self.reset_button = button("恢复自带", "plain", self.reset_wanted.emit)
        self.cancel_button = button("取消", "plain", self.left.emit)
        self.keep_button = button("保存", "primary", self.kept.emit)
        for one in (self.version_button, self.reset_button, self.cancel_button):
            row.addWidget(one)
        row.addStretch(1)
        row.addWidget(self.keep_button)
        return foot

    # ---------------------------------------------------------------- showing

    @property
    def rule_name(self) -> str:
        """The rule that is shown or superseded."""
        return self._rule.name if self._rule else ""

    def show_rule(self, shown: Deadline, origin: Origin, *, can_be_on: bool) -> None:
        """Show a rule as it is; one that no log can tell the days of is only shown."""
        self._rule, self._counts = shown, can_be_on and shown.kind is not Kind.ANNUAL
        self._fill(TypedRule.of(shown))
        self._set_mode(Mode.EDIT, shown.label)
        self.on.setEnabled(can_be_on)
        self.hint.setText("" if can_be_on else "这一条只供查阅：台账里没有它起算的日期，或不产生到期日")
        self.hint.setVisible(not can_be_on)
        self.version_button.setVisible(self._counts)
        self.reset_button.setText("删除" if origin is Origin.OWN else "恢复自带")
        self.reset_button.setVisible(origin is not Origin.BUILT_IN)
        counted = [
            f"从{shown.counts_from}起算" if shown.counts_from else "",
            shown.counts_to and f"到{shown.counts_to}",
        ]
        extended = f"延长的条件：{shown.extended_if}" if shown.extended_if else ""
        for place, text in zip(self.about, ("，".join(filter(None, counted)), extended, shown.note), strict=True):
            place.setText(text)
            place.setVisible(bool(text))

    def show_done(self, done: Mapping[date, date]) -> None:
        """Show the fixed days that were dealt with and when, the latest first; each can be taken back."""
        while item := self._done.takeAt(0):
            if widget := item.widget():
                widget.hide()
                widget.deleteLater()
        for due, day in sorted(done.items(), reverse=True):
            line = Widget()
            row = QHBoxLayout(line)
            row.setContentsMargins(0, 0, 0, 0)
            row.addWidget(label(f"{due} 一期，{day} 登记完成", "hint", wrap=True), 1)
            back = button("撤回登记", "link", partial(self.taken_back.emit, due), hint="重新列入今日的办理时限")
            back.setAccessibleName(f"撤回登记 {due} 一期")
            row.addWidget(back)
            self._done.addWidget(line)

    def ask_version(self) -> None:
        """Ask for the wording that is to hold from a day on."""
        if self._rule is None:
            return
        self._set_mode(Mode.VERSION, f"{self._rule.label}：新规定")
        self.first.clear()
        self.last.clear()
        self.checked.setChecked(False)
        self.on.setChecked(True)
        self.first.setFocus()

    def ask_new(self) -> None:
        """Ask for a rule of the bureau's own."""
        self._rule, self._counts = None, True
        self._fill(TypedRule(label="", days="", day_kind=DayKind.WORKING, extension="", first="", last="", source=""))
        self.ledger.setCurrentIndex(0)
        self._show_dates()
        self.verb.clear()
        self.on.setChecked(True)
        self.on.setEnabled(True)
        self.hint.hide()
        self.show_done({})
        for one in self.about:
            one.hide()
        self._set_mode(Mode.NEW, "增加本单位的时限")
        self.label_field.setFocus()

    def _fill(self, typed: TypedRule) -> None:
        for field, text in (
            (self.label_field, typed.label), (self.days, typed.days), (self.extension, typed.extension),
            (self.first, typed.first), (self.last, typed.last), (self.source, typed.source),
        ):  # fmt: skip
            field.setText(text or "")
            field.setCursorPosition(0)
        self._offer_units(typed.day_kind)
        self.on.setChecked(bool(typed.on))
        self.checked.setChecked(bool(typed.checked))

    def _offer_units(self, chosen: str | None) -> None:
        """The units in which a log counts, and that of a rule in hours, or none, as long as it has no other."""
        self.unit.clear()
        if chosen is None:
            self.unit.addItem("", "")
        for kind in DayKind:
            if kind in DAY_KINDS or kind == chosen:
                self.unit.addItem(_WORDS.get(kind, kind.label), kind.value)
        self.unit.setCurrentIndex(self.unit.findData(str(chosen or "")))

    def _set_mode(self, mode: Mode, title: str) -> None:
        self.mode = mode
        self.title.setText(title)
        for name in ("ledger", "start", "done", "verb"):
            self._rows[name].setVisible(mode is Mode.NEW)
        for name in ("days", "day_kind", "extension"):
            self._rows[name].setVisible(self._counts)
        for one in (self.version_button, self.reset_button):
            one.setVisible(mode is Mode.EDIT and one.isVisibleTo(self))
        self.cancel_button.setVisible(mode is not Mode.EDIT)
        self.keep_button.setText({Mode.EDIT: "保存", Mode.VERSION: "保存新规定", Mode.NEW: "增加"}[mode])
        self.tell("", "")

    def _show_dates(self) -> None:
        """The dates of the chosen ledger, to begin and to end with."""
        ledger = self._ledgers.get(str(self.ledger.currentData() or ""))
        for box in (self.start, self.done):
            box.clear()
            box.addItem("", "")
            for field in ledger.fields.values() if ledger else ():
                if field.type.name == "date":
                    box.addItem(field.label, field.name)

    def tell(self, field: str, sentence: str) -> None:
        """Say what is wrong at its field, or below all where it has none; an empty sentence takes all back."""
        for name, row in self._rows.items():
            row.tell(sentence if name == field else "")
        here = field in self._rows and self._rows[field].isVisibleTo(self)
        self.problem.setText("" if here else sentence)
        self.problem.setVisible(bool(sentence) and not here)
        if here and sentence:
            self._rows[field].field.setFocus()

    # ---------------------------------------------------------------- taking

    def typed(self) -> TypedRule:
        """What stands in the fields that are shown."""
        new, counts = self.mode is Mode.NEW, self._counts
        return TypedRule(
            label=self.label_field.text(),
            days=self.days.text() if counts else None,
            day_kind=str(self.unit.currentData()) if counts else None,
            extension=self.extension.text() if counts else None,
            first=self.first.text(),
            last=self.last.text(),
            on=self.on.isChecked() if self.on.isEnabled() else None,
            source=self.source.text(),
            checked=self.checked.isChecked(),
            verb=self.verb.text() if new else None,
            ledger=str(self.ledger.currentData() or "") if new else None,
            start=str(self.start.currentData() or "") if new else None,
            done=str(self.done.currentData() or "") if new else None,
        )
