"""Sections of 设置 that keep lists: people, ledgers in use, working days."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import (
    QCheckBox,
    QGridLayout,
    QHBoxLayout,
    QPlainTextEdit,
)

from desktop.catalogue import Ledger
from desktop.catalogue.ledgers import GROUPS
from desktop.gui.pages.section import Section
from desktop.gui.widgets.basics import button, label
from desktop.gui.widgets.choice_box import ChoiceBox
from desktop.store.holidays import Holidays, typed_days

if TYPE_CHECKING:
    from desktop.gui.window import Window

_LINES = 6
"""Rows that a box of lines shows."""


def lines_box(section: Section, hint: str, rows: int = _LINES) -> QPlainTextEdit:
    """A box of lines: Tab leaves it, and a pasted column goes in as it is."""
    box = QPlainTextEdit()
    box.setPlaceholderText(hint)
    box.setTabChangesFocus(True)
    height = rows * section.theme.px("h_row")
    box.setStyleSheet(f"QPlainTextEdit {{ min-height: {height}px; max-height: {height}px; padding: 4px 6px; }}")
    return box


class PeopleSection(Section):
    """The names of those who log."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window, "人员", "有两人以上时，打开程序先选由谁登记；修改记录里写明姓名。")
        self.names = lines_box(self, "每行一个姓名，可从 Excel 粘贴一列", 2 * _LINES)
        self.add_field("姓名", self.names)
        self.column.addWidget(self.problem)
        row = QHBoxLayout()
        self.keep_button = button("保存名单", clicked=lambda: self.attempt(self._keep))
        row.addWidget(self.keep_button)
        row.addWidget(button("换人登记…", "plain", window.person_wanted.emit))
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addStretch(1)

    def _keep(self) -> str:
        self.bureau.set_people(self.names.toPlainText().splitlines())
        self.refresh()
        return f"已保存 {len(self.bureau.people)} 人"

    def refresh(self) -> None:
        """Show the kept names."""
        if not self.names.hasFocus():
            self.names.setPlainText("\n".join(self.bureau.people))


class LedgersSection(Section):
    """Which ledgers stand in the tree, and which five have a key."""

    def __init__(self, window: "Window") -> None:
        super().__init__(window, "台账和快速登记", "不用的台账不再列出；里面的记录还在，照常计入指标。")
        self.boxes: dict[str, QCheckBox] = {}
        self.quick = [ChoiceBox() for _ in range(5)]
        self._add_quick()
        for group in GROUPS:
            self._add_group(group)
        self.column.addStretch(1)

    def _add_group(self, group: str) -> None:
        self.column.addWidget(label(group, "strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(self.theme.px("s4"))
        ledgers = [one for one in self.window_.session.catalogue.ledgers.values() if one.group == group]
        for place, ledger in enumerate(ledgers):
            self.boxes[ledger.name] = box = QCheckBox(ledger.label)
            box.setToolTip(ledger.help)
            box.clicked.connect(lambda used, ledger=ledger: self._use(ledger, used))
            grid.addWidget(box, *divmod(place, 4))
        for column in range(4):
            grid.setColumnStretch(column, 1)
        self.column.addLayout(grid)
        self.column.addSpacing(self.theme.px("s2"))

    def _add_quick(self) -> None:
        self.column.addWidget(label("快速登记", "strong"))
        grid = QGridLayout()
        grid.setHorizontalSpacing(self.theme.px("s2"))
        for number, box in enumerate(self.quick):
            box.setAccessibleName(f"Ctrl+{number + 1} 登记的台账")
            box.activated.connect(lambda _row: self._keep_quick())
            row, column = divmod(number, 3)
            grid.addWidget(label(f"Ctrl+{number + 1}", "hint"), row, 2 * column)
            grid.addWidget(box, row, 2 * column + 1)
            grid.setColumnStretch(2 * column + 1, 1)
        self.column.addLayout(grid)
        self.column.addSpacing(self.theme.px("s2"))

    def _use(self, ledger: Ledger, used: bool) -> None:
        self.bureau.use_ledger(ledger.name, used)
        self.window_.toast(f"{ledger.label}已列出" if used else f"{ledger.label}不再列出，记录保留")
        self.window_.forget_pages()

    def _keep_quick(self) -> None:
        self.bureau.set_quick_entry(dict.fromkeys(str(box.currentData()) for box in self.quick))
        QTimer.singleShot(0, self.window_, self.window_.rebuild)

    def refresh(self) -> None:
        """Show what is in use."""
        used = self.bureau.ledgers_in_use()
        names = {one.name for one in used}
        for name, mark in self.boxes.items():
            mark.setChecked(name in names)
        for box, chosen in zip(self.quick, [*self.bureau.quick_entry, *[None] * 5], strict=False):
            box.clear()
            for one in used:
                box.addItem(one.label, one.name)
            box.setCurrentIndex(box.findData(chosen.name) if chosen else -1)


class WorkingDaysSection(Section):
    """Days off and make-up workdays of a year."""

    def __init__(self, window: "Window") -> None:
        super().__init__(
            window, "工作日", "办理时限按工作日计算。每年国务院办公厅公布放假安排后，在这里填上新的一年。"
        )
        self.holidays = Holidays(window.session.log)
        self.year = ChoiceBox()
        self.days_off, self.make_up = lines_box(self, "如 2月6日至2月12日"), lines_box(self, "如 2月14日")
        self.known = label(role="gap", wrap=True)
        self.add_field("年份", self.year)
        self.column.addWidget(self.known)
        self.add_field("放假（只填周一至周五）", self.days_off, "每行一天，或写起止日期；周末不用填")
        self.add_field("周末上班", self.make_up)
        self.column.addWidget(self.problem)
        self.keep_button = button("保存这一年", clicked=lambda: self.attempt(self._keep))
        self.column.addWidget(self.keep_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(1)
        for year in self.holidays.years(window.session.today):
            self.year.addItem(f"{year} 年", year)
        self.year.setCurrentIndex(self.year.findData(window.session.today.year))
        self.year.activated.connect(lambda _row: self.refresh())

    def _keep(self) -> str:
        year = int(self.year.currentData())
        off, worked = (typed_days(box.toPlainText(), year) for box in (self.days_off, self.make_up))
        self.holidays.keep(year, off, worked)
        self.refresh()
        self.window_.forget_pages()
        self.window_.session.announce(())
        return f"已保存 {year} 年的放假安排，办理时限已按它重算"

    def refresh(self) -> None:
        """Show the chosen year."""
        year = self.holidays.year(int(self.year.currentData()))
        for box, days in ((self.days_off, year.days_off), (self.make_up, year.make_up)):
            box.setPlainText("\n".join(str(day) for day in days))
        self.known.setText("" if year.known else f"{year.year} 年的放假安排还没有录入，现在只除去周末")
        self.known.setVisible(not year.known)
