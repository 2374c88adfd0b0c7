"""The head over a list: its title, what goes in and out, columns, more, and the one primary action."""

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QWidget

from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, key_cap, label


class ListHead(QWidget):
    """Buttons with words where there is room, else with tool tips."""

    import_wanted = Signal()
    export_wanted = Signal()
    columns_wanted = Signal()
    more_wanted = Signal()
    primary_wanted = Signal()

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._words: dict[QPushButton, str] = {}
        self._roomy = True
        self._title = label("", "title")
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(theme.px("s5"), theme.px("s1") + 2, theme.px("s4"), 0)
        self._row.setSpacing(theme.px("s1"))
        self.setFixedHeight(theme.px("h_head") - theme.px("s2"))
        self._row.addWidget(self._title)
        self._row.addStretch(1)
        self._add("导入", "imp", self.import_wanted, "从 Excel 导入记录")
        self._add("导出", "exp", self.export_wanted, "把现在筛选出的记录导出为 Excel（Ctrl+E）")
        self._columns = self._add("列", "columns", self.columns_wanted, "显示哪些列")
        self._more = self._add("", "more", self.more_wanted, "更多操作")
        self._row.addSpacing(theme.px("s2"))
        self.primary = button("新增", "primary", self.primary_wanted.emit)
        self._key = key_cap("Ctrl+N")
        self._keyed = True
        self._row.addWidget(self.primary)
        self._row.addWidget(self._key)

    def _add(self, text: str, icon: str, signal: object, hint: str) -> QPushButton:
        made = button("", "plain", getattr(signal, "emit"), hint=hint)  # noqa: B009 - bound signals have no type
        made.setAccessibleName(text or hint)
        made.setIcon(self._theme.icon(icon, "ink2", self._theme.px("icon") - 2))
        self._words[made] = text
        self._row.addWidget(made)
        return made

    def show_title(self, title: str, primary: str, icon: str, *, keyed: bool) -> None:
        """The title, and the primary action with or without its key."""
        self._title.setText(title)
        self.primary.setText(primary)
        self.primary.setAccessibleName(primary)
        self.primary.setIcon(self._theme.icon(icon, "on_accent", self._theme.px("icon_small")))
        self._keyed = keyed
        self.show_words(self._roomy)

    def show_folded(self, names: list[str]) -> None:
        """How many columns the window is too narrow for."""
        self._words[self._columns] = f"列，收起 {len(names)}" if names else "列"
        self._columns.setToolTip(f"窗口较窄，收起了：{'、'.join(names)}" if names else "显示哪些列")
        self.show_words(self._roomy)

    def show_words(self, roomy: bool) -> None:
        """Words on the buttons, and the key beside the primary one, where there is room."""
        self._roomy = roomy
        for made, text in self._words.items():
            made.setText(f" {text}" if text and roomy else "")
        self._key.setVisible(roomy and self._keyed)

    def drop(self, menu: QMenu) -> None:
        """Open a menu under 更多."""
        menu.popup(self._more.mapToGlobal(QPoint(0, self._more.height())))
