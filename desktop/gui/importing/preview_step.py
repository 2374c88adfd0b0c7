"""Step 5: what the import would do, row by row, before anything is written."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton

from desktop.exchange.looking import Listed, lists, told_of
from desktop.exchange.planning import Kind
from desktop.exchange.wizard import Planned
from desktop.gui.importing.desk import ImportDesk
from desktop.gui.importing.step import StepView
from desktop.gui.widgets.basics import button, label, panel
from desktop.gui.widgets.text_table import Head, Line, TextTable

if TYPE_CHECKING:
    from desktop.gui.window import Window

_WIDE = {"原因": 40, "内容": 40}
_NARROW = {"行": 4, "行数": 5}


class PreviewStep(StepView):
    """A tab for each fate with its count; the rows below."""

    guidance = "还没有写入。逐项看一遍再导入；退回的行可以存成表，改正后再导入一次。"

    def __init__(self, window: "Window", desk: ImportDesk) -> None:
        super().__init__(window, desk)
        self.table = TextTable(self.theme, "核对")
        self.tabs: dict[str, QPushButton] = {}
        self._group = QButtonGroup(self)
        self._seg = panel("seg")
        self._seg.setFixedHeight(self.theme.px("h_field") + 2)
        self._row = QHBoxLayout(self._seg)
        self._row.setContentsMargins(1, 0, 1, 0)
        self._row.setSpacing(0)
        self.save = button("保存退回的行…", "link", desk.ask_rejects, hint="存成表，每行写明原因，改正后再导入")
        self._told = label(role="second", wrap=True)
        self._planned: Planned | None = None
        self._lists: list[Listed] = []
        self._title = ""
        top = QHBoxLayout()
        top.addWidget(self._seg)
        top.addStretch(1)
        self.column.addLayout(top)
        below = QHBoxLayout()
        below.addWidget(self._told, 1)
        below.addWidget(self.save)
        self.column.addLayout(below)
        self.column.addWidget(self.table, 1)

    # ---------------------------------------------------------------- showing

    def show_state(self) -> None:
        """The plan, where it is another one."""
        planned = self.desk.wizard.planned
        if planned is None or planned is self._planned:
            return
        self._planned, self._lists = planned, lists(planned)
        self._make_tabs()
        titles = [one.title for one in self._lists]
        filled = next((one.title for one in self._lists if one.count), titles[0])
        self._show(self._title if self._title in titles else filled)

    def _make_tabs(self) -> None:
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.tabs = {}
        for one in self._lists:
            self.tabs[one.title] = made = button(f"{one.title} {one.count:,}", "seg", partial(self._show, one.title))
            made.setCheckable(True)
            self._group.addButton(made)
            self._row.addWidget(made)

    def _show(self, title: str) -> None:
        self._title = title
        one = next(each for each in self._lists if each.title == title)
        self.tabs[title].setChecked(True)
        self._told.setText(told_of(one, self._planned) if self._planned else "")
        self._told.setVisible(bool(self._told.text()))
        self.table.setVisible(bool(one.count))
        self.save.setVisible(title == "退回" and bool(one.count))
        self.table.set_wide(title == "新增")
        self.table.show_lines(heads_of(one.heads), [Line(row, place) for place, row in enumerate(one.rows)])

    def note(self) -> tuple[str, str]:
        """What comes in."""
        planned = self.desk.wizard.planned
        if planned is None:
            return "", "hint"
        created = len(planned.plan.created)
        return (f"另外新建关联记录 {created:,} 条" if created else ""), "hint"

    def primary(self) -> str:
        """What the button below does."""
        planned = self.desk.wizard.planned
        counts = planned.plan.counts if planned else {}
        new, changed = counts.get(Kind.NEW, 0), counts.get(Kind.UPDATE, 0)
        parts = [f"新增 {new:,} 条"] if new else []
        parts += [f"更新 {changed:,} 条"] if changed else []
        return f"导入：{'，'.join(parts)}" if parts else "导入"

    def blocked(self) -> str:
        """Where no row comes in."""
        planned = self.desk.wizard.planned
        counts = planned.plan.counts if planned else {}
        if counts.get(Kind.NEW, 0) + counts.get(Kind.UPDATE, 0):
            return ""
        return "没有可导入的行：都和台账里相同，或退回了"

    def entered(self) -> None:
        """The rows are looked at first."""
        self.table.setFocus()


def heads_of(texts: Sequence[str]) -> list[Head]:
    """Columns of a list over the plan, by their heads."""
    return [
        Head(text, _NARROW.get(text, _WIDE.get(text, 14)), right=text in _NARROW, ink=_ink(text)) for text in texts
    ]


def _ink(head: str) -> str:
    return {"行": "ink3", "记录": "ink2", "台账里": "ink2", "表里写的": "ink2", "列": "ink2"}.get(head, "ink")
