"""The empty state of a page whose work has not landed yet: what it will hold, and where to go meanwhile."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from desktop.gui.pages.page import Page
from desktop.gui.widgets import button, empty_state, label, panel

if TYPE_CHECKING:
    from desktop.gui.window import Window


@dataclass(frozen=True)
class Placeholder:
    """The words of an empty page, and the page to go to."""

    title: str
    what: str
    next_step: str
    go_to: str
    go_to_words: str


PLACEHOLDERS = {
    "today": Placeholder(
        "今日", "还没有办理时限", "先登记检查、案件和举报，到期的事项会列在这里", "ledgers", "打开台账"
    ),
    "ledgers": Placeholder("台账", "还没有记录", "先新增一条记录", "settings", "打开设置"),
    "figures": Placeholder("指标", "还没有数据", "先登记台账，指标由记录算出", "ledgers", "打开台账"),
    "report": Placeholder(
        "年度报告", "还没有年度报告", "全部指标已经算出，可在指标页查看每个数据的口径和记录", "figures", "查看指标"
    ),
    "check": Placeholder("校核", "还没有要校核的草稿", "可先在指标页逐项核对草稿里的数据", "figures", "查看指标"),
    "data": Placeholder(
        "数据",
        "还没有导入或备份过",
        "备份时先退出程序，再复制数据文件；它的位置见设置里的“单位”",
        "settings",
        "打开设置",
    ),
    "settings": Placeholder("设置", "还没有可设置的内容", "先登记台账", "ledgers", "打开台账"),
    "form": Placeholder("登记", "还没有打开记录", "在台账里选一条记录，或新增一条", "ledgers", "打开台账"),
}


class PlaceholderPage(Page):
    """A page with its title and one empty state."""

    def __init__(self, window: "Window", name: str) -> None:
        super().__init__(window)
        words = PLACEHOLDERS[name]
        self.name, self.title = name, words.title
        side = self.theme.px("s5")
        column = QVBoxLayout(self)
        column.setContentsMargins(side, 0, side, side)
        column.setSpacing(0)
        head = QHBoxLayout()
        title = label(words.title, "title")
        title.setFixedHeight(self.theme.px("h_head"))
        head.addWidget(title)
        column.addLayout(head)
        self.go = button(words.go_to_words, clicked=lambda: window.show_page(words.go_to))
        surface = panel()
        QVBoxLayout(surface).addWidget(empty_state(words.what, words.next_step, self.go))
        column.addWidget(surface, 1)
