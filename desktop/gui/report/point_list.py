"""The list of open points; Enter or a click goes there, or puts an unused figure into the text."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QVBoxLayout

from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import label
from desktop.gui.widgets.pair_list import Pair, PairList
from desktop.report.text.open_points import Point, Sort

_TONES = {Sort.WRONG: "danger", Sort.UNWRITTEN: "warn", Sort.CHANGED: "accent", Sort.UNUSED: "ink"}


class PointList(QFrame):
    """Open points by their sort, with a caption each."""

    chosen = Signal(object)
    """A `Point`."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.view = PairList(theme, "待办", inset="s4")
        self.view.taken.connect(self.chosen)
        self._nothing = label("没有要处理的地方", "hint")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px("s1"), 0, 0)
        column.addWidget(self.view)
        column.addWidget(self._nothing, 1)

    def show_points(self, points: Sequence[Point]) -> None:
        """Show these points."""
        self.view.setVisible(bool(points))
        self._nothing.setVisible(not points)
        self.view.show_pairs(_pairs(points))


def _pairs(points: Sequence[Point]) -> Iterator[Pair]:
    for sort in Sort:
        found = [one for one in points if one.sort is sort]
        if found:
            yield Pair(sort.value, str(len(found)))
        hint = "放到光标处" if sort is Sort.UNUSED else "转到这一处"
        for point in found:
            unused = sort is Sort.UNUSED
            yield Pair(
                point.text, point.detail if unused else "", point, "" if unused else point.detail, _TONES[sort], hint
            )
