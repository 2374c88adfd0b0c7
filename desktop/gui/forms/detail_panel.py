"""The part of the form with detail rows: one table, or one behind each tab, with its head."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QBoxLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QSizePolicy,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.catalogue import Ledger, Stored
from desktop.catalogue.details import Rows
from desktop.gui.forms.detail_table import DetailTable
from desktop.gui.forms.lines import Tools
from desktop.gui.forms.making import put_icon
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

    def __init__(self, presenter: Presenter, kinds: tuple[Rows, ...], tools: Tools, parent: QWidget) -> None:
        super().__init__(parent)
        self._presenter, self._kinds, self._theme = presenter, kinds, tools.theme
        self._tabs: list[QPushButton] = []
        self._stack = QStackedWidget(self)
        self.tables = [DetailTable(presenter, kind, tools, self._stack) for kind in kinds]
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
        self._row = self._head()
        column.addLayout(self._row)
        column.addWidget(self._stack)
        self.setMinimumWidth(1)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._choose(0)

    def _head(self) -> QBoxLayout:
        """What the rows are left, what can be done right; one below the other where both do not fit."""
        gap = self._theme.px("s2")
        self._titles, self._verbs = QWidget(), QWidget()
        titles, verbs, whole = QHBoxLayout(self._titles), QHBoxLayout(self._verbs), QHBoxLayout()
        for row in (titles, verbs, whole):
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(gap)
        titles.addWidget(self._alone)
        for place, kind in enumerate(self._kinds):
            titles.addWidget(self._tab(place, kind))
        titles.addWidget(self._count)
        titles.addStretch(1)
        verbs.addStretch(1)
        for one in self._make_verbs():
            verbs.addWidget(one)
        whole.addWidget(self._titles, 1)
        whole.addWidget(self._verbs)
        return whole

    def _make_verbs(self) -> Iterator[QWidget]:
        self._bring = self._action("从上次检查带入", "plain", "history", self.bring.emit)
        self._bring.setToolTip(f"把以前没有整改完的隐患带进来复查，并填上次的类别和人员（{BRING_KEY}）")
        self._bring.hide()
        self._paste = self._action("粘贴表格行", "plain", "copy", self._paste_rows)
        self._paste.setToolTip("把从 Excel 或 WPS 复制的行按列的顺序贴进来")
        yield from (self._bring, self._paste, self._action("新增一行", "", "plus", self.current_new))
        yield key_cap("Ctrl+回车")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Wrap the head where it is too wide."""
        super().resizeEvent(event)
        self._wrap_head()

    def _wrap_head(self) -> None:
        wanted = self._titles.sizeHint().width() + self._verbs.sizeHint().width() + self._theme.px("s4")
        ways = QBoxLayout.Direction
        way = ways.TopToBottom if wanted > self.width() else ways.LeftToRight
        if self._row.direction() != way:
            self._row.setDirection(way)

    def _action(self, text: str, kind: str, icon: str, slot: Callable[[], object]) -> QPushButton:
        made = button(text, kind, slot)
        put_icon(made, self._theme, icon)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return made

    def _tab(self, place: int, kind: Rows) -> QPushButton:
        made = button(self._name(kind), "tab", lambda: self._choose(place))
        made.setCheckable(True)
        made.setToolTip(f"{TAB_KEYS} 换一张表")
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
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
        folded = f"收起 {len(current.folded)} 列" if current.folded else ""
        self._count.setText("，".join(one for one in (self._summary(current), folded) if one))
        self._count.setToolTip(f"窗口太窄，收起了{current.folded_labels}" if folded else "")
        self._wrap_head()

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
        return counted_words(child, rows) if rows else ""

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

    def begin(self) -> None:
        """The cursor goes into the table in front."""
        if self.current is not None:
            self.current.begin()

    def stand_in(self, kind: Rows, place: int) -> None:
        """Bring a table to the front with a row of it marked."""
        self._choose(self._kinds.index(kind))
        self.tables[self._kinds.index(kind)].stand_on(place)

    def refresh(self) -> None:
        """Show what the form knows now."""
        for table in self.tables:
            table.refresh()
        self._fit()

    def _changed(self) -> None:
        self._fit()
        self.changed.emit()


SAID: Mapping[str, tuple[tuple[str, str], ...]] = {
    "grade": (("重大隐患", "重大"),),
    "subject_type": (("单位", "单位"), ("个人", "个人")),
}
"""Of which values the head of a table gives the number, by field: the term and the word for it."""


def counted_words(ledger: Ledger, rows: Sequence[Mapping[str, Stored]]) -> str:
    """How many rows there are: 3 项，其中重大 1 项; a row may stand for several alike ones."""
    many = [int(row.get(ledger.quantity or "") or 1) for row in rows]
    counts = [
        (word, sum(number for number, row in zip(many, rows, strict=True) if row.get(name) == term))
        for name, terms in SAID.items()
        if name in ledger.fields
        for term, word in terms
    ]
    parts = [f"{word} {count} {ledger.unit}" for word, count in counts if count]
    whole = f"{sum(many)} {ledger.unit}"
    return f"{whole}，其中{'、'.join(parts)}" if parts else whole
