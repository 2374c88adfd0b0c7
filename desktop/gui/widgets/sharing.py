"""A page of three: the list at the left, the page itself, and what opens beside it."""

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget


class Sharing(QWidget):
    """The list gives way to what opens beside the page where there is no room for all three.

    It watches the parts beside by itself: whoever shows or hides one need not think of the room.
    """

    def __init__(
        self, tree: QWidget, middle: QWidget, *beside: QWidget, wanted: Callable[[], int] = lambda: 0
    ) -> None:
        """`wanted`: what the page should have before the list stays, where that is more than its least width."""
        super().__init__()
        self._tree, self._middle, self._beside, self._wanted = tree, middle, beside, wanted
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(tree)
        row.addWidget(middle, 1)
        for part in beside:
            row.addWidget(part)
            part.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """A part was shown or put away."""
        if watched in self._beside and event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._share()
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """As the class says."""
        super().resizeEvent(event)
        self._share()

    def _share(self) -> None:
        shown = [part for part in self._beside if not part.isHidden()]
        page = max(self._middle.minimumSizeHint().width(), self._wanted())
        needed = sum(part.width() for part in shown) + page + self._tree.width()
        self._tree.setVisible(not shown or needed <= self.width())
