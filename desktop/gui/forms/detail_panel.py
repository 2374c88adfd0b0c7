"""The part of the form with detail rows: one table, or one behind each tab, with its head."""

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.gui.forms.detail_table import DetailTable
from desktop.gui.forms.details import Rows
from desktop.gui.forms.lines import Tools
from desktop.gui.forms.presenter import Presenter
from desktop.gui.widgets import button, key_cap, label

BRING_KEY = "Ctrl+Shift+B"
TAB_KEYS = "Ctrl+PgDn、Ctrl+PgUp"


class DetailPanel(QWidget):
    """All detail rows of a form."""

    changed = Signal()
    refused = Signal(str)
    bring = Signal()
    """从上次检查带入 was asked for."""

    def __init__(self, presenter: Presenter, kinds: tuple[Rows, ...], tools: Tools) -> None:
        super().__init__()
        self._presenter, self._kinds, self._theme = presenter, kinds, tools.theme
        self.tables = [DetailTable(presenter, kind, tools) for kind in kinds]
        self._tabs: list[QPushButton] = []
        self._stack = QStackedWidget()
        self._alone: QLabel = label(self._name(kinds[0]), "section")
        self._count: QLabel = label("", "hint")
        for table in self.tables:
            self._stack.addWidget(table)
            table.changed.connect(self._changed)
            table.fitted.connect(self._fit)
            table.refused.connect(self.refused)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, tools.theme.px("s1"), 0, tools.theme.px("s2"))
        column.setSpacing(tools.theme.px("s2"))
        column.addLayout(self._head())
        column.addWidget(self._stack)
        self._choose(0)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px("s2"))
        row.addWidget(self._alone)
        for place, kind in enumerate(self._kinds):
            row.addWidget(self._tab(place, kind))
            row.addSpacing(self._theme.px("s2"))
        row.addWidget(self._count)
        row.addStretch(1)
        self._bring = self._action("从上次检查带入", "plain", "history", self.bring.emit)
        self._bring.setToolTip(f"把以前没有整改完的隐患带进来复查，并填上次的类别和人员（{BRING_KEY}）")
        self._bring.hide()
        self._paste = self._action("粘贴表格行", "plain", "copy", self._paste_rows)
        self._paste.setToolTip("把从 Excel 或 WPS 复制的行按列的顺序贴进来")
        self._new = self._action("新增一行", "", "plus", self.current_new)
        for one in (self._bring, self._paste, self._new):
            row.addWidget(one)
        row.addWidget(key_cap("Ctrl+回车"))
        return row

    def _action(self, text: str, kind: str, icon: str, slot: Callable[[], object]) -> QPushButton:
        made = button(text, kind, slot)
        made.setIcon(self._theme.icon(icon, "ink2", self._theme.px("icon_small")))
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return made

    def _tab(self, place: int, kind: Rows) -> QPushButton:
        made = button(self._name(kind), "tab", lambda: self._choose(place))
        made.setCheckable(True)
        made.setToolTip(f"{TAB_KEYS} 换一张表")
        self._tabs.append(made)
        return made

    def _name(self, kind: Rows) -> str:
        return kind.title or self._presenter.child(kind).label

    def _seen(self) -> list[int]:
        """Places of the kinds that are shown: rows that are brought in only once there are some."""
        return [n for n, kind in enumerate(self._kinds) if not kind.brought or self._presenter.live(kind)]

    def _choose(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        self._fit()

    def step(self, by: int) -> None:
        """Ctrl+PgDn, Ctrl+PgUp: the next table, with the cursor in it."""
        seen = self._seen()
        self._choose(seen[(seen.index(self._stack.currentIndex()) + by) % len(seen)])
        if self.current is not None:
            self.current.begin()

    def _fit(self) -> None:
        """The stack is as high as the table in front, so that the page scrolls and not the table."""
        current = self.current
        if current is None:
            return
        if self._stack.currentIndex() not in self._seen():
            self._stack.setCurrentIndex(0)
            self._fit()
            return
        self._stack.setFixedHeight(current.table.height() + 4)
        self._show_tabs()
        folded = f"窗口太窄，收起了{current.folded_labels}" if current.folded else ""
        self._count.setText("，".join(one for one in (self._summary(current), folded) if one))

    def _show_tabs(self) -> None:
        seen = self._seen()
        self._alone.setVisible(len(seen) == 1)
        for place, (tab, kind) in enumerate(zip(self._tabs, self._kinds, strict=True)):
            many = len(self._presenter.live(kind))
            tab.setText(f"{self._name(kind)} {many}" if many else self._name(kind))
            tab.setChecked(place == self._stack.currentIndex())
            tab.setVisible(place in seen and len(seen) > 1)
        self._paste.setVisible(not self._kinds[self._stack.currentIndex()].brought)

    def _summary(self, table: DetailTable) -> str:
        live = self._presenter.live(table.kind)
        child = self._presenter.child(table.kind)
        if table.kind.brought:
            left = sum(row.blank for row in live)
            return f"{left} {child.unit}没有填复查结论，保存时不改" if left else ""
        rows = [self._presenter.row_stored(row) for row in live if not row.blank]
        many = sum(int(row.get(child.quantity or "") or 1) for row in rows)
        grave = sum(int(row.get(child.quantity or "") or 1) for row in rows if row.get("grade") == "重大隐患")
        if not rows:
            return ""
        text = f"{many} {child.unit}"
        return f"{text}，其中重大 {grave} {child.unit}" if grave else text

    @property
    def current(self) -> DetailTable | None:
        """The table in front."""
        found = self._stack.currentWidget()
        return found if isinstance(found, DetailTable) else None

    def current_new(self) -> None:
        """Ctrl+回车: to the line of the next row; rows that are brought in have none."""
        if self.current and self.current.kind.brought:
            self._choose(0)
        if self.current:
            self.current.focus_entry()

    def _paste_rows(self) -> None:
        if self.current:
            self.current.paste_lines(QApplication.clipboard().text())

    def offer_earlier(self, many: int, offered: bool) -> None:
        """Whether there is something to bring in from earlier checks, and how many open hazards."""
        self._bring.setVisible(offered)
        self._bring.setText(f"从上次检查带入 {many} 项" if many else "从上次检查带入")

    def show_brought(self, kind: Rows, first: int) -> None:
        """Rows were brought in: to the first of them."""
        place = self._kinds.index(kind)
        self.tables[place].rows_changed()
        self._choose(place)
        self.tables[place].go_to(first, kind.asked)

    def go_to(self, kind: Rows, place: int, field: str) -> None:
        """Bring a cell with a problem to the front."""
        self._choose(self._kinds.index(kind))
        self.tables[self._kinds.index(kind)].go_to(place, field)

    def refresh(self) -> None:
        """Show what the form knows now."""
        for table in self.tables:
            table.refresh()
        self._fit()

    def _changed(self) -> None:
        self._fit()
        self.changed.emit()
