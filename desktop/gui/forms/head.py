"""Above and below the form: where one is, what is kept, what can be done; the keys and the save buttons."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton

from desktop.gui.forms.making import put_icon
from desktop.gui.theme import Theme
from desktop.gui.widgets import button, chip, key_cap, label
from desktop.gui.widgets.elided import Elided

SIDE_KEY = "F9"
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
        row.addLayout(self._path(ledger))
        self.title = Elided(title, "title", 8)
        row.addWidget(self.title)
        row.addSpacing(theme.px("s1"))
        self.chip = chip("", "neutral")
        self.kept = Elided("", "hint")
        row.addWidget(self.chip)
        row.addWidget(self.kept)
        row.addStretch(1)
        self._keys: list[QLabel] = []
        for text, icon, key in actions:
            row.addWidget(self._action(text, icon))
            if key:
                self._keys.append(key_cap(key))
                self.buttons[text].setToolTip(f"{text}（{key}）")
                row.addWidget(self._keys[-1])
        self.side = self._action("核对", "check")
        self._side_key = key_cap(SIDE_KEY)
        row.addWidget(self.side)
        row.addWidget(self._side_key)
        self.fold_side(False)
        self.say("", "", "")

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The keys of the actions give way before the title does."""
        super().resizeEvent(event)
        self._share_room()

    def _share_room(self) -> None:
        """Keys go first, then when the draft was kept: the status bar says it too. A warning rather loses its end."""
        row = self.layout()
        assert row is not None
        warned = self.chip.property("chip") == "warn"
        giving_way: list[list[QLabel]] = [self._keys, [] if warned else [self.kept]]
        for part in (*self._keys, self.kept):
            part.show()
        for parts in giving_way:
            row.invalidate()
            fits = row.sizeHint().width() <= self.width()
            for one in parts:
                one.setVisible(fits)

    def fold_side(self, folded: bool) -> None:
        """Whether the side panel is only a button here."""
        self.side.setVisible(folded)
        self._side_key.setVisible(folded)
        self._share_room()

    def count_side(self, errors: int, gaps: int) -> None:
        """What the folded side panel has to say, in the word of its button."""
        counts = (f"{errors} 处矛盾" if errors else "", f"{gaps} 处未填" if gaps else "")
        self.side.setText("，".join(filter(None, counts)) or "核对")
        self._share_room()

    def _path(self, ledger: str) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px("s1"))
        for text, signal in (("台账", self.back), (ledger, self.to_ledger)):
            row.addWidget(self._crumb(text, signal.emit))
            row.addWidget(self._arrow())
        return row

    def _crumb(self, text: str, go: Callable[[], object]) -> QPushButton:
        made = button(text, "crumb", go)
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return made

    def _arrow(self) -> QLabel:
        made = QLabel()
        size = self._theme.px("icon_small") - 2
        made.setPixmap(self._theme.icon("right", "ink3", size).pixmap(size, size))
        return made

    def _action(self, text: str, icon: str) -> QPushButton:
        made = button(text, "plain")
        put_icon(made, self._theme, icon)
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
        self._share_room()


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
