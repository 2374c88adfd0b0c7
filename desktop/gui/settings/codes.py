"""The section 代码表 of 设置: the terms of the code tables, their names, their order, what is offered."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QWidget

from desktop.gui.pages.section import Section
from desktop.gui.settings.lists import lines_box
from desktop.gui.widgets.basics import button, label
from desktop.gui.widgets.choice_box import ChoiceBox
from desktop.store.bureau import pasted_terms
from desktop.store.code_tables import CodeTables

if TYPE_CHECKING:
    from desktop.gui.window import Window

_TERM = Qt.ItemDataRole.UserRole


class CodesSection(Section):
    """The bureau's own terms beside the built-in ones."""

    def __init__(self, window: "Window") -> None:
        super().__init__(
            window, "代码表",
            "自带的名称用于统计，不能改名，不用的可以停用；可以增加本单位的名称，没有记录使用时可以删除。",
        )  # fmt: skip
        self.codes = CodeTables(window.session.log)
        self.table, self.terms = ChoiceBox(), QListWidget()
        for name, title in self.codes.labels().items():
            self.table.addItem(title, name)
        self.add_field("代码表", self.table)
        self.add_field("现有名称", self.terms)
        self._dress_list()
        self._add_verbs()
        self.renaming = _Renaming(self)
        self.column.addWidget(self.renaming)
        self.new = lines_box(self, "每行一个名称，可从 Excel 粘贴一列", 4)
        self.add_field("增加名称", self.new)
        self.column.addWidget(self.problem)
        self.add_button = button("增加", clicked=lambda: self.attempt(self._add))
        self.column.addWidget(self.add_button, 0, Qt.AlignmentFlag.AlignLeft)
        self.column.addStretch(1)
        self.table.activated.connect(lambda _row: self._choose_table())
        self.terms.currentRowChanged.connect(lambda _row: self._choose())

    def _dress_list(self) -> None:
        self.terms.setFixedHeight(7 * self.theme.px("h_row"))
        self.terms.setStyleSheet(
            f"QListWidget {{ border: 1px solid {self.theme.colours['line_mid']};"
            f" border-radius: {self.theme.px('r_field')}px; }} QListWidget::item {{"
            f" height: {self.theme.px('h_row')}px; padding-left: {self.theme.px('s2')}px; }}"
        )

    def _add_verbs(self) -> None:
        self.up_button = button("上移", clicked=lambda: self._move(-1), hint="上移（Alt+↑）")
        self.down_button = button("下移", clicked=lambda: self._move(1), hint="下移（Alt+↓）")
        self.off_button = button("停用", clicked=self._switch)
        self.rename_button = button("改名", clicked=self._rename, hint="改名（F2）")
        self.remove_button = button("删除", clicked=lambda: self.attempt(self._remove))
        row = QHBoxLayout()
        row.setSpacing(self.theme.px("s2"))
        for one in (self.up_button, self.down_button, self.off_button, self.rename_button, self.remove_button):
            row.addWidget(one)
        row.addStretch(1)
        self.column.addLayout(row)
        for key, verb in (
            ("Alt+Up", lambda: self._move(-1)),
            ("Alt+Down", lambda: self._move(1)),
            ("F2", self._rename),
        ):
            action = QAction(self.terms)
            action.setShortcut(key)
            action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut)
            action.triggered.connect(lambda _on=False, verb=verb: verb())
            self.terms.addAction(action)

    # ---------------------------------------------------------------- what is chosen

    @property
    def table_name(self) -> str:
        """The chosen table."""
        return str(self.table.currentData())

    def term(self) -> str | None:
        """The chosen term."""
        item = self.terms.currentItem()
        return str(item.data(_TERM)) if item else None

    def _choose_table(self) -> None:
        self.renaming.close_line()
        self.refresh()

    def _choose(self) -> None:
        self.renaming.close_line()
        self._show_verbs()

    def _show_verbs(self) -> None:
        term = self.term()
        off = term in self.codes.table(self.table_name).off
        self.off_button.setText("启用" if off else "停用")
        self.off_button.setAccessibleName(self.off_button.text())
        self.off_button.setToolTip("登记时重新可选" if off else "登记时不再可选；已有的记录不变，照常计入指标")

    # ---------------------------------------------------------------- verbs

    def _add(self) -> str:
        terms = pasted_terms(self.new.toPlainText())
        count = self.codes.add(self.table_name, terms)
        self.new.clear()
        self.changed()
        there = len(terms) - count
        return f"已增加 {count} 个名称" + (f"，另有 {there} 个表里已有" if there else "")

    def _remove(self) -> str:
        term = self.term()
        if term is None:
            return "先选中一个名称"
        self.codes.remove(self.table_name, term)
        self.changed()
        return f"已删除名称“{term}”"

    def _move(self, by: int) -> None:
        term = self.term()
        if term is None:
            self.window_.toast("先选中一个名称")
            return
        self.codes.move(self.table_name, term, by)
        self.changed(term)

    def _switch(self) -> None:
        def switch() -> str:
            term = self.term()
            if term is None:
                return "先选中一个名称"
            offered = term in self.codes.table(self.table_name).off
            self.codes.offer(self.table_name, term, offered)
            self.changed(term)
            return f"登记时可选“{term}”" if offered else f"登记时不再可选“{term}”，已有的记录不变"

        self.attempt(switch)

    def _rename(self) -> None:
        term = self.term()
        if term is None:
            self.window_.toast("先选中一个名称")
        elif term not in self.codes.own_terms(self.table_name):
            self.window_.toast("自带的名称不能改名；可以停用它，再增加本单位的名称")
        else:
            self.renaming.open(term, self.codes.used(self.table_name, term))

    def changed(self, term: str | None = None) -> None:
        """The table is another now: show it, with this term chosen, and let the pages read it anew."""
        self._fill(term)
        self.window_.forget_pages()

    def refresh(self) -> None:
        """Show the chosen table."""
        self._fill(self.term())

    def _fill(self, chosen: str | None) -> None:
        table, own = self.codes.table(self.table_name), set(self.codes.own_terms(self.table_name))
        self.terms.blockSignals(True)
        self.terms.clear()
        for term in table.values():
            marks = [word for word, holds in (("本单位", term in own), ("已停用", term in table.off)) if holds]
            item = QListWidgetItem(f"{term}（{'，'.join(marks)}）" if marks else term)
            item.setData(_TERM, term)
            if term in table.off:
                item.setForeground(self.theme.colour("ink3"))
            self.terms.addItem(item)
            if term == chosen:
                self.terms.setCurrentItem(item)
        self.terms.blockSignals(False)
        self._show_verbs()


class _Renaming(QWidget):
    """A line below the list for the new name; where records hold the old one, it asks what becomes of them."""

    def __init__(self, section: CodesSection) -> None:
        super().__init__(section)
        self._section, self._term = section, ""
        row = QHBoxLayout(self)
        row.setContentsMargins(0, section.theme.px("s1"), 0, section.theme.px("s1"))
        row.setSpacing(section.theme.px("s2"))
        self._what, self.name = label(role="caption"), QLineEdit()
        self.name.setMaximumWidth(section.theme.px("w_tree"))
        self.all_button = button("改名", clicked=lambda: self._take(True))
        self.new_only_button = button("旧记录保留原名", clicked=lambda: self._take(False))
        row.addWidget(self._what)
        row.addWidget(self.name, 1)
        for one in (self.all_button, self.new_only_button, button("取消", "plain", self.close_line)):
            row.addWidget(one)
        row.addStretch(1)
        self.name.returnPressed.connect(self._enter)
        leave = QAction(self)
        leave.setShortcut("Esc")
        leave.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.triggered.connect(lambda _on=False: self.close_line())
        self.addAction(leave)
        self.hide()

    def open(self, term: str, used: int) -> None:
        """Ask for the name; `used` records hold the old one."""
        self._term = term
        self._what.setText(f"“{term}”改为")
        self.name.setAccessibleName(f"“{term}”的新名称")
        self.name.setText(term)
        self.all_button.setText(f"{used} 条旧记录一并改" if used else "改名")
        self.new_only_button.setVisible(bool(used))
        self.show()
        self.name.setFocus()
        self.name.selectAll()

    def close_line(self) -> None:
        """Nothing is renamed."""
        if self.isVisible():
            self.hide()
            self._section.terms.setFocus()

    def _enter(self) -> None:
        """Enter renames where there is nothing to ask; else it goes on to the question."""
        if self.new_only_button.isVisible():
            self.all_button.setFocus()
        else:
            self._take(True)

    def _take(self, records: bool) -> None:
        section, term, new = self._section, self._term, self.name.text().strip()

        def rename() -> str:
            count = section.codes.rename(section.table_name, term, new, records=records)
            self.hide()
            section.changed(new)
            section.terms.setFocus()
            if not count:
                return f"“{term}”已改名为“{new}”"
            session = section.window_.session
            session.announce(session.catalogue.ledgers)
            session.said.emit(f"“{term}”已改名为“{new}”，{count} 条旧记录一并改了", True)
            return ""

        section.attempt(rename)
