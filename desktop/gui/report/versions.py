"""The versions of a report under its outline: the draft that is being written, and what was kept."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import label
from desktop.gui.widgets.pair_list import Pair, PairList
from desktop.report.editions.comparing import day_and_time
from desktop.store.editions import EditionHead

DRAFT = "draft"
SHOWN = 4


class VersionList(QFrame):
    """The draft and the kept versions, newest first."""

    chosen = Signal(str)
    """An edition's id, or `DRAFT`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.view = PairList(theme, "版本", inset="s4", rounded=True)
        self.view.taken.connect(lambda key: self.chosen.emit(str(key)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px("s2"), 0, 0)
        column.setSpacing(theme.px("s1"))
        caption = label("版本", "caption")
        caption.setContentsMargins(theme.px("s4"), 0, 0, 0)
        column.addWidget(caption)
        column.addWidget(self.view)

    def show_versions(self, heads: Sequence[EditionHead], front: str, saved: str) -> None:
        """Show them; `front` is the one on the paper."""
        pairs = [Pair("正在写的草稿", key=DRAFT, detail=saved or "还没有改动")]
        for one in heads:
            detail = f"{day_and_time(one.at)}，{one.person}"
            pairs.append(Pair(f"{one.name}　定稿" if one.final else one.name, key=one.id, detail=detail))
        self.view.show_pairs(pairs)
        for row, pair in enumerate(pairs):
            if pair.key == front:
                self.view.setCurrentRow(row)
        rows = min(len(pairs), SHOWN)
        self.view.setFixedHeight(rows * (self._theme.px("h_row_two") + self._theme.px("s1")))
