"""A button that opens a new record, with its key beside the word."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton

from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import label


class QuickButton(QPushButton):
    """Icon, word and key; the key's own action stands in the menu."""

    def __init__(self, theme: Theme, icon: str, word: str, key: str) -> None:
        super().__init__()
        self.setAccessibleName(f"新增{word}")
        self.setToolTip(f"新增{word}（{key}）")
        self._key = label(key, "caption")
        size = theme.px("icon_small") + 1
        mark = QLabel()
        mark.setPixmap(theme.icon(icon, "accent", size).pixmap(size, size))
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("s3") - 2, 0, theme.px("s3") - 2, 0)
        row.setSpacing(theme.px("s2"))
        for part in (mark, label(word), self._key):
            part.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
            row.addWidget(part)
        row.insertSpacing(2, theme.px("s1"))

    def show_key(self, shown: bool) -> None:
        """With or without the key, where there is little room."""
        self._key.setVisible(shown)
        self.updateGeometry()

    def sizeHint(self) -> QSize:  # noqa: N802
        """As wide as what stands in it."""
        return QSize(self._row.sizeHint().width(), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        """No narrower than its words."""
        return self.sizeHint()
