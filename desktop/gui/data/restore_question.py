"""Asks in place whether the data file goes back to a backup, with what was done since; 备份, 合并 and 撤销 ask it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.gui.widgets.basics import button, notice
from desktop.store.backups import Backup

if TYPE_CHECKING:
    from desktop.gui.window import Window

KEPT = "现在的内容先存成一份“恢复前”的备份，要回来时恢复那一份就行。"


class RestoreQuestion(QWidget):
    """A notice with two buttons; nothing is restored before the primary one is pressed."""

    def __init__(
        self, window: "Window", backup: Backup, since: int, verb: str, stay: Callable[[], object], why: str = ""
    ) -> None:
        """`since`: actions after the backup, which the restored file does not have."""
        super().__init__()
        theme = window.theme
        lost = f"这以后有 {since} 次操作，" if since else "这以后没有操作，"
        title = f"数据文件回到 {backup.at:%Y-%m-%d %H:%M} 的样子"
        told = notice(theme, "warn", "warn", title, [*([why] if why else []), f"{lost}{KEPT}"])
        self.confirm = button(verb, "primary", lambda: window.restore_wanted.emit(backup))
        self.stay = button("不恢复", clicked=stay)
        row = QHBoxLayout()
        row.setSpacing(theme.px("s2"))
        row.addStretch(1)
        row.addWidget(self.stay)
        row.addWidget(self.confirm)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, theme.px("s2"))
        column.addWidget(told)
        column.addLayout(row)
