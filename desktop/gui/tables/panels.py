"""Panels at the right of a list: which columns it shows, and one field changed in many records."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QCheckBox,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)  # fmt: skip

from desktop.catalogue import Field, Ledger
from desktop.gui.tables.columns import Layout, columns_of, offered
from desktop.gui.tables.delegate import Brushes, paint_box
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, key_cap, label, rule
from desktop.gui.widgets.choice_box import ChoiceBox

_NAME = int(Qt.ItemDataRole.UserRole)


class SidePanel(QFrame):
    """A titled panel at the right; Esc closes it."""

    closed = Signal()

    def __init__(self, theme: Theme, title: str) -> None:
        super().__init__()
        self.setObjectName("side")
        self.setFixedWidth(theme.px("w_side"))
        self.theme = theme
        head = QHBoxLayout()
        head.addWidget(label(title, "section"))
        head.addStretch(1)
        close = button("", "plain", self.close_, hint="关闭")
        close.setIcon(theme.icon("close", "ink2", theme.px("icon_small")))
        head.addWidget(close)
        self.column = QVBoxLayout(self)
        side = theme.px("s4")
        self.column.setContentsMargins(side, theme.px("s3"), side, side)
        self.column.setSpacing(theme.px("s2"))
        self.column.addLayout(head)
        self.hide()

    def focus_target(self) -> QWidget:
        """Where the keyboard goes when the panel is entered."""
        raise NotImplementedError

    def close_(self) -> None:
        """Hide the panel and give the keys back."""
        self.hide()
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.close_()
        else:
            super().keyPressEvent(event)


class _TickPainter(QStyledItemDelegate):
    """A line of the list of columns, with the same box as in the table."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme, self._brushes = theme, Brushes(theme)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint box and name."""
        rect, height = option.rect, option.rect.height()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, self._theme.colour("accent_soft" if chosen else "hover"))
        ticked = Qt.CheckState(index.data(Qt.ItemDataRole.CheckStateRole)) == Qt.CheckState.Checked
        paint_box(painter, QRect(rect.left(), rect.top(), height, height), self._brushes, "checked" if ticked else "")
        painter.setFont(self._theme.font())
        painter.setPen(self._theme.colour("ink" if ticked else "ink2"))
        painter.drawText(rect.adjusted(height + 2, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, str(index.data()))


class ColumnsPanel(SidePanel):
    """Ticks columns and puts them in order."""

    arranged = Signal(object)
    """The new `Layout`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "显示的列")
        self._ledger: Ledger | None = None
        self._layout = Layout(())
        self.list = QListWidget()
        self.list.setAccessibleName("显示的列")
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setUniformItemSizes(True)
        self.list.setMouseTracking(True)
        self.list.setItemDelegate(_TickPainter(theme, self.list))
        self.list.itemChanged.connect(self._ticked)
        self._folded = label("", "gap", wrap=True)
        self.column.addWidget(label("空格勾选；宽度和顺序也可在表头上拖动", "hint", wrap=True))
        self.column.addWidget(self.list, 1)
        self.column.addWidget(self._folded)
        row = QHBoxLayout()
        row.setSpacing(theme.px("s2"))
        row.addWidget(button("上移", "", lambda: self._move(-1)))
        row.addWidget(button("下移", "", lambda: self._move(1)))
        row.addStretch(1)
        row.addWidget(button("恢复默认", "link", self._reset))
        self.column.addLayout(row)

    def focus_target(self) -> QWidget:
        """The list of columns."""
        return self.list

    def show_layout(self, ledger: Ledger, layout: Layout) -> None:
        """List the shown columns in order, then the others."""
        self._ledger, self._layout = ledger, layout
        known = columns_of(ledger)
        row = self.list.currentRow()
        current = self.list.item(row).data(_NAME) if row >= 0 else ""
        self.list.blockSignals(True)
        self.list.clear()
        for name in dict.fromkeys((*layout.shown, *offered(ledger))):
            item = QListWidgetItem(known[name].head, self.list)
            item.setData(_NAME, name)
            item.setSizeHint(QSize(0, self.theme.px("h_row") - self.theme.px("s1")))
            item.setCheckState(Qt.CheckState.Checked if name in layout.shown else Qt.CheckState.Unchecked)
            if name == current:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)

    def show_folded(self, names: Sequence[str]) -> None:
        """Say which columns the window is too narrow for."""
        self._folded.setText(f"窗口较窄，收起了 {len(names)} 列：{'、'.join(names)}" if names else "")
        self._folded.setVisible(bool(names))

    def _ticked(self, item: QListWidgetItem) -> None:
        shown = item.checkState() == Qt.CheckState.Checked
        self.arranged.emit(self._layout.with_shown(item.data(_NAME), shown))

    def _move(self, step: int) -> None:
        item = self.list.currentItem()
        name = item.data(_NAME) if item else ""
        if name in self._layout.shown:
            place = self._layout.shown.index(name) + step
            if 0 <= place < len(self._layout.shown):
                self.arranged.emit(self._layout.moved(name, place))

    def _reset(self) -> None:
        if self._ledger:
            self.arranged.emit(Layout.usual(self._ledger))


class BatchPanel(SidePanel):
    """One field changed in the selected records, with its problem at the field."""

    wanted = Signal(str, object)
    """The field's name and what was typed; None empties it."""

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme, "批量修改")
        self._ledger: Ledger | None = None
        self._count = label("", "second", wrap=True)
        self.field, self.text, self.choice = ChoiceBox(), QLineEdit(), ChoiceBox()
        self.empty = QCheckBox("清空这一项")
        self.problem = label("", "error", wrap=True)
        self._hint = label("", "hint", wrap=True)
        self.apply = button("修改", "primary", self._take)
        self._build()

    def _build(self) -> None:
        for name, widget in (("修改哪一项", self.field), ("改为", self.text), ("改为", self.choice)):
            widget.setAccessibleName(name)
        self.field.currentIndexChanged.connect(lambda _index: self._field_chosen())
        self.empty.toggled.connect(self.text.setDisabled)
        self.empty.toggled.connect(self.choice.setDisabled)
        self.column.addWidget(self._count)
        self.column.addWidget(rule())
        for part in (label("修改哪一项", "caption"), self.field, label("改为", "caption"), self.text, self.choice,
                     self._hint, self.problem, self.empty):  # fmt: skip
            self.column.addWidget(part)
        row = QHBoxLayout()
        row.setSpacing(self.theme.px("s2"))
        row.addWidget(self.apply)
        row.addWidget(key_cap("回车"))
        row.addStretch(1)
        self.column.addSpacing(self.theme.px("s2"))
        self.column.addLayout(row)
        self.column.addStretch(1)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter in any field of the panel changes the records."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        else:
            super().keyPressEvent(event)

    def open(self, ledger: Ledger, count: int, field: str | None = None) -> None:
        """Offer the fields of a ledger; the cursor stands in the value."""
        if ledger is not self._ledger:
            self._ledger = ledger
            self.field.blockSignals(True)
            self.field.clear()
            for one in _changeable(ledger):
                self.field.addItem(one.label, one.name)
            self.field.blockSignals(False)
        place = self.field.findData(field) if field else -1
        self.field.setCurrentIndex(place if place >= 0 else max(0, self.field.currentIndex()))
        self.show_count(count)
        self.text.clear()
        self.empty.setChecked(False)
        self._field_chosen()
        self.show()
        self.focus_target().setFocus()

    def focus_target(self) -> QWidget:
        """The value."""
        return self.text if self.choice.isHidden() else self.choice

    def show_count(self, count: int) -> None:
        """How many records will change."""
        assert self._ledger is not None
        self._count.setText(f"把选中的 {count:,} 条{self._ledger.label}的同一项改成一样的内容；改后可按 Ctrl+Z 撤销")
        self.apply.setText(f"修改 {count:,} 条")

    def say(self, problem: str) -> None:
        """Show why it could not be saved; what was typed stays."""
        self.problem.setText(problem)
        self.problem.setVisible(bool(problem))
        self.text.setProperty("state", "error" if problem else "")
        self.text.style().polish(self.text)

    def _chosen(self) -> Field:
        assert self._ledger is not None
        return self._ledger.fields[self.field.currentData()]

    def _field_chosen(self) -> None:
        one = self._chosen()
        words = one.offered if one.type.name == "choice" else []
        words = ["是", "否"] if one.type.name == "boolean" else words
        self.choice.clear()
        self.choice.addItems(words)
        self.choice.setVisible(bool(words))
        self.text.setVisible(not words)
        hints = {"date": "可写 0305、3-5、20250305、今、昨", "tags": "几项之间用“、”分开", "link": "填名称或编号"}
        hint = hints.get(one.type.name, one.help)
        self._hint.setText(hint)
        self._hint.setVisible(bool(hint))
        self.empty.setVisible(one.needed != "save")
        self.say("")

    def _take(self) -> None:
        one = self._chosen()
        if self.empty.isChecked() and one.needed != "save":
            self.wanted.emit(one.name, None)
            return
        typed = self.choice.currentText() if not self.choice.isHidden() else self.text.text().strip()
        if not typed:
            self.say(f"填写新的{one.label}，或勾选“清空这一项”")
            return
        self.wanted.emit(one.name, typed)


def _changeable(ledger: Ledger) -> list[Field]:
    """Fields that may be alike in several records: no keys, no attachments."""
    return [
        one
        for one in ledger.fields.values()
        if one.type.name != "attachment" and one.name not in ledger.keys and not one.secret
    ]
