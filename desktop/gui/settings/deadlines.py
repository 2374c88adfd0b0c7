"""设置 → 时限: the deadline rules, what they say, and a form beside them in which each can be changed."""

from collections.abc import Callable
from datetime import date
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QComboBox, QHBoxLayout, QSizePolicy

from desktop.catalogue import Deadline, Refusal
from desktop.gui.guards import commit_composition
from desktop.gui.pages.section import Section
from desktop.gui.widgets.basics import button, label
from desktop.gui.widgets.choice_box import ChoiceBox
from desktop.gui.widgets.key_field import search_field
from desktop.gui.widgets.rule_form import Mode, RuleForm
from desktop.gui.widgets.rule_table import RuleLine, RuleTable
from desktop.store.annual import done_on, take_back
from desktop.store.deadline_rules import DeadlineRules, Origin, length_in_words
from desktop.store.typed_rule import RuleFault

if TYPE_CHECKING:
    from desktop.gui.window import Window

_SHOWN: dict[str, Callable[[RuleLine], bool]] = {
    "在用": lambda line: line.rule.on,
    "全部": lambda _line: True,
    "停用": lambda line: not line.rule.on,
    "在用，待核": lambda line: line.rule.on and not line.rule.checked,
    "改过或本单位的": lambda line: line.origin is not Origin.BUILT_IN,
}


class DeadlinesSection(Section):
    """The list with its search at the left, the chosen rule at the right."""

    def __init__(self, window: "Window") -> None:
        super().__init__(
            window, "时限", "改动马上用于今日的办理时限。标“待核”的条文没有见到原文，请对照文件核对后再勾选。"
        )
        self.rules = DeadlineRules(window.session.log)
        self.search_field = search_field(self.theme, "查找时限", "按名称、依据、台账或拼音首字母查找时限")
        self.shown = ChoiceBox()
        self.count = label(role="hint")
        self.table, self.form = RuleTable(self.theme), RuleForm(self.theme, window.session.catalogue.ledgers)
        self._lay_out()
        self._connect()
        self.refresh()
        self.table.selectRow(0)

    def _lay_out(self) -> None:
        gap = self.theme.px("s2")
        row = QHBoxLayout()
        row.setSpacing(gap)
        self.search_field.setClearButtonEnabled(True)
        self.search_field.setMaximumWidth(self.theme.px("w_side"))
        self.search_field.setToolTip("按名称、依据、台账或拼音首字母查找时限")
        self.shown.addItems(list(_SHOWN))
        self.shown.setAccessibleName("列出哪些时限")
        self.add_button = button("增加时限", clicked=self.form.ask_new)
        row.addWidget(self.search_field, 2)
        self.shown.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for part in (self.shown, self.count):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.add_button)
        self.column.addLayout(row)
        both = QHBoxLayout()
        both.setSpacing(self.theme.px("s4"))
        for one in (self.table, self.form):
            one.setSizePolicy(one.sizePolicy().horizontalPolicy(), QSizePolicy.Policy.Ignored)
            one.setMinimumHeight(self.theme.px("h_row_two") * 5)
        both.addWidget(self.table, 1)
        both.addWidget(self.form)
        self.column.addLayout(both, 1)

    def _connect(self) -> None:
        self.search_field.textChanged.connect(lambda _text: self.refresh())
        self.shown.activated.connect(lambda _row: self.refresh())
        self.table.chosen.connect(self._show)
        self.form.kept.connect(self._keep)
        self.form.reset_wanted.connect(self._reset)
        self.form.taken_back.connect(self._take_back)
        self.form.left.connect(self._leave)

    # ---------------------------------------------------------------- showing

    def refresh(self) -> None:
        """Show the rules as they are now; what is being typed stays."""
        wanted = _SHOWN[self.shown.currentText()]
        lines = [line for line in map(self._line, self.rules.rules(self.search_field.text())) if wanted(line)]
        self.table.show_lines(lines)
        whole = len(self.window_.session.catalogue.deadlines)
        self.count.setText(f"{len(lines)} 条，共 {whole} 条" if lines else "没有符合条件的时限")

    def _line(self, rule: Deadline) -> RuleLine:
        return RuleLine(rule, length_in_words(rule), self.rules.ledger_label(rule), self.rules.origin(rule))

    def _show(self, name: str) -> None:
        rule = self.window_.session.catalogue.deadlines[name]
        self.form.show_rule(rule, self.rules.origin(rule), can_be_on=self.rules.can_be_on(rule))
        done = done_on(self.window_.session.log)
        self.form.show_done({due: day for (one, due), day in done.items() if one == name})

    def _leave(self) -> None:
        """Back from a new rule or wording to the chosen one."""
        line = self.table.lines.line(self.table.currentIndex().row())
        if line:
            self._show(line.rule.name)
        self.table.setFocus()

    # ---------------------------------------------------------------- changing

    def _keep(self) -> None:
        commit_composition()
        today, form = self.window_.session.today, self.form
        typed, name = form.typed(), form.rule_name
        match form.mode:
            case Mode.NEW:
                self._change(lambda: self.rules.add(typed, today), "已增加时限")
            case Mode.VERSION:
                self._change(lambda: self.rules.new_version(name, typed, today), "已增加新规定，原规定到前一天为止")
            case _:
                self._change(partial(self._edit, name), "已保存时限")

    def _edit(self, name: str) -> str:
        self.rules.edit(name, self.form.typed(), self.window_.session.today)
        return name

    def _reset(self) -> None:
        name = self.form.rule_name
        own = self.rules.origin(self.window_.session.catalogue.deadlines[name]) is Origin.OWN
        self._change(lambda: self._back(name), "已删除本单位的时限" if own else "已恢复自带的规定")

    def _back(self, name: str) -> str:
        self.rules.reset(name)
        return name

    def _take_back(self, due: date) -> None:
        """A fixed day was not dealt with after all: 今日 lists it again."""
        name = self.form.rule_name

        def change() -> str:
            take_back(self.window_.session.log, name, due)
            return name

        self._change(change, "已撤回登记，今日重新列出")

    def _change(self, change: Callable[[], str], done: str) -> None:
        """Make a change, show it everywhere, and say so; a mistake is said at its field."""
        try:
            name = change()
        except RuleFault as fault:
            self.form.tell(fault.field, str(fault).removesuffix("。"))
            return
        except Refusal as refusal:
            self.form.tell("", str(refusal).removesuffix("。"))
            return
        self.window_.forget_pages()
        self.window_.session.announce(())
        self.refresh()
        deadlines = self.window_.session.catalogue.deadlines
        if self.table.lines.row_of(name) < 0 and name in deadlines:
            self.search_field.clear()
            self.shown.setCurrentText("全部")
            self.refresh()
        if name in deadlines:
            self.table.choose(name)
            self._show(name)
        else:
            self.table.selectRow(0)
        self.window_.toast(done)
