"""The inspector of one column: its values, and the fields that it can go into, found by name or pinyin."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop.catalogue.pinyin import initials
from desktop.exchange.columns import Column, targets_of
from desktop.exchange.looking import letters
from desktop.exchange.understanding import Understanding
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import label
from desktop.gui.widgets.elided import Elided
from desktop.gui.widgets.key_field import search_field
from desktop.gui.widgets.pair_list import Pair, PairList

if TYPE_CHECKING:
    from desktop.catalogue import Catalogue

NOTHING = "不导入"
_NO_FIELD = ""
"""The key of 不导入."""


class FieldChooser(QFrame):
    """A list of fields; Enter or a click gives the column one."""

    taken = Signal(object)
    """A field's name, or None to leave the column out."""
    left = Signal()

    def __init__(self, theme: Theme, catalogue: "Catalogue") -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setMinimumWidth(theme.px("w_tree"))
        self.setMaximumWidth(theme.px("w_side"))
        self._catalogue = catalogue
        self._title, self._values = Elided("", "strong"), label(role="hint", wrap=True)
        self.search = search_field(theme, "找项目：名称或拼音首字母", "找项目")
        self.fields = PairList(theme, "导入到哪一项", inset="s2")
        self._understood: Understanding | None = None
        self._column: Column | None = None
        column = QVBoxLayout(self)
        side = theme.px("s3")
        column.setContentsMargins(side, side, side, theme.px("s2"))
        column.setSpacing(theme.px("s2"))
        for part in (self._title, self._values, self.search):
            column.addWidget(part)
        column.addWidget(self.fields, 1)
        self.search.textChanged.connect(lambda _text: self._fill())
        self.search.installEventFilter(self)
        self.search.escaped.connect(self.left)
        self.fields.taken.connect(self._take)

    def show_column(self, understood: Understanding, column: Column) -> None:
        """Show a column of the table."""
        same = self._column is not None and self._column.index == column.index
        self._understood, self._column = understood, column
        self._title.setText(f"{letters(column.index)} 列 {column.head or '（没有列名）'}")
        values = "、".join(" ".join(one.split())[:20] for one in column.samples) or "这一列没有内容"
        self._values.setText(f"{values}\n依据：{column.reason}" if column.reason else values)
        if not same:
            self.search.clear()
        self._fill()

    def _fill(self) -> None:
        understood, column = self._understood, self._column
        if understood is None or column is None:
            return
        wanted = self.search.text().strip().lower()
        holders = understood.by_target
        pairs = [Pair(NOTHING, "", _NO_FIELD)] if not wanted else []
        for target, text in targets_of(understood.ledger, self._catalogue).items():
            if wanted in text.lower() or wanted in initials(text):
                holder = holders.get(target)
                pairs.append(Pair(text, f"{letters(holder.index)} 列" if holder else "", target))
        self.fields.show_pairs(pairs or [Pair("没有这个名称的项目")])
        current = column.target or _NO_FIELD
        for row, pair in enumerate(pairs):
            if pair.key == current and not wanted:
                self.fields.setCurrentRow(row)

    def _take(self, key: object) -> None:
        self.search.clear()
        self.taken.emit(str(key) or None)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        """Arrows move in the list while the cursor stays in the field; Enter takes."""
        if watched is self.search and event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            key = event.key()
            if key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
                self.fields.step(1 if key == Qt.Key.Key_Down else -1)
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not event.modifiers():
                self.fields.take()
                return True
        return super().eventFilter(watched, event)
