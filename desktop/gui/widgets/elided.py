"""A label that gives way where there is no room."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy


class Elided(QLabel):
    """A label that is cut off where there is no room, and then says everything in its tool tip."""

    def __init__(self, text: str, role: str, kept: int = 0) -> None:
        """`kept` is how many characters stay in any case."""
        super().__init__(text)
        self._kept, self._tip = kept, ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def tell_more(self, tip: str) -> None:
        """What the tool tip says in any case."""
        self._tip = tip
        self.setToolTip(tip)
        self.update()

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """Its last characters may go."""
        whole = self.sizeHint()
        return QSize(min(whole.width(), self._kept * self.fontMetrics().height()), whole.height())

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """Draw what fits."""
        painter = QPainter(self)
        painter.setPen(self.palette().color(self.foregroundRole()))
        room = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, room.width())
        self.setToolTip("\n".join(filter(None, ("" if shown == self.text() else self.text(), self._tip))))
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.end()
