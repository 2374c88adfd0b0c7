"""What floats over a page: a shadow, and a place that holds when the window changes its size."""

from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGraphicsDropShadowEffect, QWidget

from desktop.gui.theme import Theme


def float_over(widget: QWidget, theme: Theme) -> None:
    """Give a widget the shadow that only floating ones have."""
    shadow = QGraphicsDropShadowEffect(widget)
    shadow.setColor(QColor(theme.colours["shadow"]))
    shadow.setBlurRadius(theme.px("s5"))
    shadow.setOffset(0, theme.px("s1"))
    widget.setGraphicsEffect(shadow)
