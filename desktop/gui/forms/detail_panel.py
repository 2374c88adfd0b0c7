"""The part of the form with detail rows: one table, or one behind each tab, with its head."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QApplication, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from desktop.gui.forms.detail_table import DetailTable
from desktop.gui.forms.details import Rows
from desktop.gui.forms.lines import Tools
from desktop.gui.forms.presenter import Presenter
from desktop.gui.widgets import button, key_cap, label


class DetailPanel(QWidget):
    """All detail rows of a form."""

    changed = Signal()

    def __init__(self, presenter: Presenter, kinds: tuple[Rows, ...], tools: Tools) -> None:
        super().__init__()
        self._presenter, self._kinds, self._theme = presenter, kinds, tools.theme
        self.tables = [DetailTable(presenter, kind, tools) for kind in kinds]
        self._tabs: list[QPushButton] = []
        self._stack = QStackedWidget()
        self._count: QLabel = label("", "hint")
        for table in self.tables:
            self._stack.addWidget(table)
            table.changed.connect(self._changed)
            table.fitted.connect(self._fit)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, tools.theme.px("s1"), 0, tools.theme.px("s2"))
        column.setSpacing(tools.theme.px("s2"))
        column.addLayout(self._head())
        column.addWidget(self._stack)
        self._choose(0)

    def _head(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px("s2"))
        if len(self._kinds) == 1:
            row.addWidget(label(self._presenter.child(self._kinds[0]).label, "section"))
        else:
            row.setSpacing(self._theme.px("s4"))
            for place, kind in enumerate(self._kinds):
                row.addWidget(self._tab(place, kind))
        row.addWidget(self._count)
        row.addStretch(1)
        paste = button("粘贴表格行", "plain", self._paste, hint="把从 Excel 或 WPS 复制的行按列的顺序贴进来")
        paste.setIcon(self._theme.icon("copy", "ink2", self._theme.px("icon_small")))
        new = button("新增一行", "", self.current_new)
        new.setIcon(self._theme.icon("plus", "ink2", self._theme.px("icon_small")))
        for one in (paste, new):
            one.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            row.addWidget(one)
        row.addWidget(key_cap("Ctrl+回车"))
        return row

    def _tab(self, place: int, kind: Rows) -> QPushButton:
        made = button(self._presenter.child(kind).label, "tab", lambda: self._choose(place))
        made.setCheckable(True)
        self._tabs.append(made)
        return made

    def _choose(self, place: int) -> None:
        self._stack.setCurrentIndex(place)
        for number, tab in enumerate(self._tabs):
            tab.setChecked(number == place)
        self._fit()

    def _fit(self) -> None:
        """The stack is as high as the table in front, so that the page scrolls and not the table."""
        current = self.current
        if current is None:
            return
        self._stack.setFixedHeight(current.table.height() + 4)
        folded = f"窗口太窄，收起了{current.folded_labels}" if current.folded else ""
        self._count.setText("，".join(one for one in (self._summary(current), folded) if one))

    def _summary(self, table: DetailTable) -> str:
        rows = [self._presenter.row_stored(row) for row in self._presenter.live(table.kind) if not row.blank]
        child = self._presenter.child(table.kind)
        many = sum(int(row.get(child.quantity or "") or 1) for row in rows)
        grave = sum(int(row.get(child.quantity or "") or 1) for row in rows if row.get("grade") == "重大隐患")
        for tab, each in zip(self._tabs, self.tables, strict=False):
            count = len(self._presenter.live(each.kind))
            tab.setText(f"{self._presenter.child(each.kind).label} {count}" if count else tab.accessibleName())
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
        """Ctrl+回车: to the line of the next row."""
        if self.current:
            self.current.focus_entry()

    def copy_row(self) -> None:
        """Ctrl+D: a row once more."""
        if self.current:
            self.current.copy_row()

    def _paste(self) -> None:
        if self.current:
            self.current.paste_lines(QApplication.clipboard().text())

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
