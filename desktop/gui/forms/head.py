"""Above and below the form: where one is, what is kept, what can be done; the keys and the save buttons."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from desktop.gui.theme import Theme
from desktop.gui.widgets import button, chip, key_cap, label

KEYS = (("Tab", "下一格"), ("F4", "取上次值"), ("F8", "下一处问题"), ("Esc", "返回，草稿保留"))


class FormHead(QFrame):
    """The path to the ledger, the title, the draft's state, the record's actions."""

    back = Signal()
    to_ledger = Signal()

    def __init__(self, theme: Theme, ledger: str, title: str, actions: Sequence[tuple[str, str, str]]) -> None:
        super().__init__()
        self.setObjectName("main")
        self._theme = theme
        self.setFixedHeight(theme.px("h_head"))
        self.buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("s5"), 0, theme.px("s5"), 0)
        row.setSpacing(theme.px("s2"))
        for text, signal in (("台账", self.back), (ledger, self.to_ledger)):
            row.addWidget(self._crumb(text, signal.emit))
            row.addWidget(self._arrow())
        self.title = label(title, "title")
        row.addWidget(self.title)
        row.addSpacing(theme.px("s1"))
        self.chip = chip("", "neutral")
        self.kept = label("", "hint")
        row.addWidget(self.chip)
        row.addWidget(self.kept)
        row.addStretch(1)
        for text, icon, key in actions:
            row.addWidget(self._action(text, icon))
            if key:
                row.addWidget(key_cap(key))
        self.say("", "", "")

    def _crumb(self, text: str, go: Callable[[], object]) -> QPushButton:
        made = button(text, "plain", go)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        made.setContentsMargins(0, 0, 0, 0)
        return made

    def _arrow(self) -> QLabel:
        made = QLabel()
        made.setPixmap(self._theme.icon("right", "ink3", 14).pixmap(14, 14))
        return made

    def _action(self, text: str, icon: str) -> QPushButton:
        made = button(text, "plain")
        made.setIcon(self._theme.icon(icon, "ink2", self._theme.px("icon_small")))
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.buttons[text] = made
        return made

    def say(self, state: str, tone: str, kept: str) -> None:
        """The chip and the words beside it."""
        self.chip.setVisible(bool(state))
        self.chip.setText(state)
        if self.chip.property("chip") != tone and tone:
            self.chip.setProperty("chip", tone)
            self.chip.style().unpolish(self.chip)
            self.chip.style().polish(self.chip)
        self.kept.setText(kept)


class FormFoot(QFrame):
    """Keys left, save right."""

    def __init__(self, theme: Theme, save: Callable[[], object], save_new: Callable[[], object]) -> None:
        super().__init__()
        self.setObjectName("foot")
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.px("s5"), theme.px("s2"), theme.px("s4"), theme.px("s2"))
        row.setSpacing(theme.px("s2"))
        for key, words in KEYS:
            row.addWidget(key_cap(key))
            row.addWidget(label(words, "caption"))
            row.addSpacing(theme.px("s1"))
        row.addStretch(1)
        self.save_new = button("保存并新增", "", save_new)
        self.save = button("保存", "primary", save)
        for one, key in ((self.save_new, "Ctrl+Shift+S"), (self.save, "Ctrl+S")):
            row.addWidget(one)
            row.addWidget(key_cap(key))
