"""The ledgers by group with their counts, and a field to find one by its name or pinyin initials."""

from collections.abc import Mapping

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTreeView,
    QVBoxLayout,
)  # fmt: skip

from desktop.catalogue import GROUPS, Ledger
from desktop.catalogue.pinyin import spellings
from desktop.gui.theme import Theme
from desktop.gui.widgets.key_field import search_field
from desktop.gui.widgets.ledger_icons import ledger_icon

_NAME = int(Qt.ItemDataRole.UserRole)
_COUNT = _NAME + 1
_ICON = _NAME + 2


class _Painter(QStyledItemDelegate):
    """Groups as captions; ledgers with icon, name and count."""

    def __init__(self, theme: Theme, parent: QObject) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: N802
        """All rows alike, groups a little lower."""
        height = self._theme.px("h_row") - self._theme.px("s1") // 2
        return QSize(0, height if index.data(_NAME) else height - self._theme.px("s1"))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Paint a line."""
        rect = option.rect
        pad = self._theme.px("s2")
        if not index.data(_NAME):
            self._text(painter, rect.adjusted(pad, 0, -pad, 0), index.data(), "ink2", "t_caption")
            return
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, self._theme.colour("accent_soft" if chosen else "hover"))
        if chosen and option.state & QStyle.StateFlag.State_HasFocus:
            painter.fillRect(rect.left(), rect.top(), 3, rect.height(), self._theme.colour("accent"))
        tone, side = "accent" if chosen else "ink2", self._theme.px("icon_small")
        place = QRect(rect.left() + pad, rect.center().y() - side // 2 + 1, side, side)
        self._theme.icon(index.data(_ICON), tone, side).paint(painter, place)
        inner = rect.adjusted(pad + side + pad, 0, -pad, 0)
        count = index.data(_COUNT) or ""
        width = self._text(painter, inner, count, tone, "t_caption", right=True)
        self._text(painter, inner.adjusted(0, 0, -width - pad, 0), index.data(), "accent" if chosen else "ink",
                   "t_body", bold=chosen)  # fmt: skip

    def _text(
        self,
        painter: QPainter,
        rect: QRect,
        text: str,
        tone: str,
        size: str,
        *,
        bold: bool = False,
        right: bool = False,
    ) -> int:
        painter.setFont(self._theme.font(size, bold=bold))
        painter.setPen(self._theme.colour(tone))
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, rect.width())
        painter.drawText(rect, side | Qt.AlignmentFlag.AlignVCenter, shown)
        return metrics.horizontalAdvance(shown)


class _Tree(QTreeView):
    entered_ = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered_.emit()
        else:
            super().keyPressEvent(event)


class LedgerTree(QFrame):
    """The list of ledgers at the left of the page."""

    chosen = Signal(str)
    """A ledger's name."""
    entered = Signal()
    """Enter on a ledger: go on to its records."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.setObjectName("tree")
        self.setFixedWidth(theme.px("w_tree"))
        self._theme = theme
        self.search = search_field(theme, "查找台账", "查找台账，可用拼音首字母")
        self.search.textEdited.connect(self._narrow)
        self.search.entered.connect(lambda: self._take_match(True))
        self.search.went_down.connect(lambda: self._take_match(False))
        self.search.escaped.connect(self._clear_search)
        self.tree = self._make_tree()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.px("s2"), theme.px("s2"), theme.px("s2"), 0)
        column.setSpacing(theme.px("s2"))
        column.addWidget(self.search)
        column.addWidget(self.tree, 1)

    def _make_tree(self) -> QTreeView:
        tree = _Tree()
        tree.entered_.connect(self.entered)
        tree.setModel(QStandardItemModel(tree))
        tree.setItemDelegate(_Painter(self._theme, tree))
        tree.setHeaderHidden(True)
        tree.setRootIsDecorated(False)
        tree.setIndentation(0)
        tree.setMouseTracking(True)
        tree.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        tree.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        tree.setExpandsOnDoubleClick(False)
        tree.setAccessibleName("台账")
        tree.selectionModel().currentChanged.connect(self._current_changed)
        return tree

    def _model(self) -> QStandardItemModel:
        model = self.tree.model()
        assert isinstance(model, QStandardItemModel)
        return model

    # ---------------------------------------------------------------- content

    def show_ledgers(self, ledgers: list[Ledger]) -> None:
        """Fill the tree, in groups."""
        current = self.current()
        self.tree.selectionModel().blockSignals(True)
        self._model().clear()
        for group in GROUPS:
            inside = sorted((one for one in ledgers if one.group == group), key=lambda one: one.order)
            if inside:
                self._add_group(group, inside)
        self.tree.expandAll()
        self.tree.selectionModel().blockSignals(False)
        if current:
            self.choose(current)

    def _add_group(self, group: str, ledgers: list[Ledger]) -> None:
        parent = QStandardItem(group)
        parent.setFlags(Qt.ItemFlag.ItemIsEnabled)
        self._model().appendRow(parent)
        for one in ledgers:
            item = QStandardItem(one.label)
            item.setData(one.name, _NAME)
            item.setData(ledger_icon(one), _ICON)
            item.setToolTip(one.help)
            parent.appendRow(item)

    def names(self) -> list[str]:
        """The ledgers in the tree."""
        return [str(item.data(_NAME)) for item in self._items()]

    def show_counts(self, counts: Mapping[str, int]) -> None:
        """Write the counts of some ledgers."""
        for item in self._items():
            count = counts.get(item.data(_NAME))
            if count is not None:
                item.setData(f"{count:,}", _COUNT)
                item.setData(f"{item.text()}，{count} 条", Qt.ItemDataRole.AccessibleTextRole)

    def current(self) -> str:
        """The chosen ledger's name, or nothing."""
        return str(self.tree.currentIndex().data(_NAME) or "")

    def choose(self, name: str) -> None:
        """Make a ledger the current one."""
        for item in self._items():
            if item.data(_NAME) == name:
                self.tree.setCurrentIndex(item.index())

    def _items(self) -> list[QStandardItem]:
        groups = [self._model().item(row) for row in range(self._model().rowCount())]
        return [group.child(row) for group in groups for row in range(group.rowCount())]

    # ---------------------------------------------------------------- finding

    def _narrow(self, typed: str) -> None:
        """Hide what does not match; the first match becomes current on Enter."""
        for row in range(self._model().rowCount()):
            group = self._model().item(row)
            hits = [_matches(group.child(n).text(), typed) for n in range(group.rowCount())]
            for n, hit in enumerate(hits):
                self.tree.setRowHidden(n, group.index(), not hit)
            self.tree.setRowHidden(row, QModelIndex(), not any(hits))

    def _visible(self) -> list[QStandardItem]:
        return [one for one in self._items() if not self.tree.isRowHidden(one.row(), one.parent().index())]

    def _clear_search(self) -> None:
        self.search.clear()
        self._narrow("")

    def _current_changed(self, now: QModelIndex, _before: QModelIndex) -> None:
        if now.data(_NAME):
            self.chosen.emit(now.data(_NAME))

    def _take_match(self, enter: bool) -> None:
        found = self._visible()
        if found:
            self.tree.setCurrentIndex(found[0].index())
            self.tree.setFocus()
        if found and enter:
            self._clear_search()
            self.entered.emit()


def _matches(label: str, typed: str) -> bool:
    wanted = "".join(typed.lower().split())
    return not wanted or wanted in label.lower() or any(wanted in one for one in spellings(label))
