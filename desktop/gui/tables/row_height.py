"""How close the rows of lists stand: chosen in 查看, remembered for this desk."""

from PySide6.QtCore import QObject, QSettings, Signal

ROW_HEIGHTS = {"紧凑": "h_row_compact", "标准": "h_row", "宽松": "h_row_roomy"}
"""Words of the menu and the tokens of the theme."""
_KEY, _USUAL = "look/row_height", "标准"


class RowHeight(QObject):
    """The chosen word; without settings it lasts as long as the window."""

    changed = Signal()

    def __init__(self, state: QSettings | None) -> None:
        super().__init__()
        self._state = state
        kept = str(state.value(_KEY, _USUAL)) if state is not None else _USUAL
        self.word = kept if kept in ROW_HEIGHTS else _USUAL

    @property
    def token(self) -> str:
        """The theme's length."""
        return ROW_HEIGHTS[self.word]

    def choose(self, word: str) -> None:
        """Another height, from now on."""
        self.word = word
        if self._state is not None:
            self._state.setValue(_KEY, word)
        self.changed.emit()
