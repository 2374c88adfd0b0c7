"""A field with a list to choose from; the open list looks like every other list of the program."""

from PySide6.QtWidgets import QComboBox, QStyledItemDelegate, QWidget

MOST_LINES = 12
"""Lines of the open list before it scrolls: it then fits below or above its field in the smallest window."""


class ChoiceBox(QComboBox):
    """Qt's own list is a menu that covers the field and is painted in the palette's colours.

    The style sheet reaches the lines (height, inset, selection) through the plain delegate only.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setItemDelegate(QStyledItemDelegate(self))
        self.setMaxVisibleItems(MOST_LINES)

    def showPopup(self) -> None:  # noqa: N802 - Qt's name
        """As wide as its longest line where the field is narrower."""
        view = self.view()
        around = view.width() - view.viewport().width() if view.isVisible() else 0
        view.setMinimumWidth(
            max(
                self.width(), view.sizeHintForColumn(0) + max(around, view.verticalScrollBar().sizeHint().width() * 2)
            )
        )
        super().showPopup()
