"""Step 5: what the import would do, row by row, before anything is written."""

from collections import Counter
from collections.abc import Collection, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QPushButton

from desktop.exchange.looking import Listed, lists, told_of
from desktop.exchange.planning import Kind
from desktop.exchange.wizard import Planned
from desktop.gui.importing.desk import ImportDesk
from desktop.gui.importing.sealed_notice import SealedNotice
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
        self.sealed = SealedNotice(window)
        self._planned: Planned | None = None
        self._lists: list[Listed] = []
        self._title = ""
        top = QHBoxLayout()
        top.addWidget(self._seg)
        top.addStretch(1)
        self.column.addWidget(self.sealed)
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
        self.sealed.show_rows(len(planned.plan.sealed) if planned else 0)
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
        self.table.show_lines(
            heads_of(one.heads, one.numbers), [Line(row, place) for place, row in enumerate(one.rows)]
        )

    def note(self) -> tuple[str, str]:
        """What comes in."""
        planned = self.desk.wizard.planned
        if planned is None:
            return "", "hint"
        created = len(planned.plan.created)
        return (f"另外新建关联记录 {created:,} 条" if created else ""), "hint"

    def primary(self) -> str:
        """What the button below does."""
        new, changed = self._coming()
        parts = [f"新增 {new:,} 条"] if new else []
        parts += [f"更新 {changed:,} 条"] if changed else []
        return f"导入：{'，'.join(parts)}" if parts else "导入"

    def blocked(self) -> str:
        """Where no row comes in."""
        if any(self._coming()):
            return ""
        if self.sealed.holds:
            return "要导入的行都写有举报人信息，先解锁"
        return "没有可导入的行：都和台账里相同，或退回了"

    def finish(self) -> bool:
        """The vault may have locked itself since the rows were looked over: then that is seen first."""
        planned = self.desk.wizard.planned
        told = not self.sealed.isHidden()
        self.sealed.show_rows(len(planned.plan.sealed) if planned else 0)
        if self.sealed.holds and not told:
            self.desk.renew()
            return False
        return True

    def _coming(self) -> tuple[int, int]:
        """How many rows are new and how many change a record, without those that wait for the vault."""
        planned = self.desk.wizard.planned
        if planned is None:
            return 0, 0
        held = Counter(one.kind for one in planned.plan.sealed) if self.sealed.holds else Counter()
        counts = planned.plan.counts
        return counts[Kind.NEW] - held[Kind.NEW], counts[Kind.UPDATE] - held[Kind.UPDATE]

    def entered(self) -> None:
        """The rows are looked at first."""
        self.table.setFocus()


def heads_of(texts: Sequence[str], numbers: Collection[str]) -> list[Head]:
    """Columns of a list over the plan, by their heads and by which of them hold numbers."""
    return [
        Head(text, _NARROW.get(text, _WIDE.get(text, 14)), right=text in numbers, ink=_ink(text)) for text in texts
    ]


def _ink(head: str) -> str:
    return {"行": "ink3", "记录": "ink2", "台账里": "ink2", "表里写的": "ink2", "列": "ink2"}.get(head, "ink")
