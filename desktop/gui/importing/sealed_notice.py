"""Says before an import that rows with a reporting person's identity wait for the vault, and where it is opened."""

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.gui.widgets.basics import button, label, panel
from desktop.store.vault import Vault

if TYPE_CHECKING:
    from desktop.gui.window import Window


class SealedNotice(QWidget):
    """Shown while there are such rows and the vault is locked, or not set up."""

    unlock_wanted = Signal()

    def __init__(self, window: "Window") -> None:
        super().__init__()
        self._vault = Vault(window.session.log)
        self._said, self._advice = label("", "strong", wrap=True), label("", "second", wrap=True)
        self.unlock = button("解锁…", clicked=self.unlock_wanted.emit)
        self.set_up = button("去设保护口令", clicked=lambda: window.show_section("settings", "举报人信息保护"))
        frame = panel("notice")
        frame.setProperty("tone", "warn")
        row, words = QHBoxLayout(frame), QVBoxLayout()
        gap = window.theme.px("s3")
        row.setContentsMargins(gap, gap, gap, gap)
        for part in (self._said, self._advice):
            words.addWidget(part)
        row.addLayout(words, 1)
        for made in (self.unlock, self.set_up):
            row.addWidget(made)
        outer = QHBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(frame)
        self._rows = 0
        self.hide()

    @property
    def holds(self) -> bool:
        """Whether rows would be left out as things are."""
        return self._rows > 0 and not self._vault.is_open

    def show_rows(self, rows: int) -> None:
        """So many rows bring an identity."""
        self._rows = rows
        set_up = self._vault.is_set_up
        why = "举报人信息现在锁着" if set_up else "还没有设保护口令"
        self._said.setText(f"{rows:,} 行写有举报人信息，要加密保存，{why}")
        remedy = "解锁后一起导入" if set_up else "设好口令再回来导入，这里的核对不会丢"
        self._advice.setText(f"{remedy}；不{'解锁' if set_up else '设'}也可以导入其余的行，这些行退回。")
        self.unlock.setVisible(set_up)
        self.set_up.setVisible(not set_up)
        self.setVisible(self.holds)
