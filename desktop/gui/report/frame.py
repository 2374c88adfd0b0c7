"""The frame of the report page: outline and versions at the left, head, paper and legend in the middle."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.gui.report.notice import NoticeBar
from desktop.gui.report.paper import Paper
from desktop.gui.report.versions import VersionList
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import button, chip, label, rule
from desktop.gui.widgets.section_list import SectionList

Slot = Callable[[], object]


class Tree(QFrame):
    """The outline, and the versions below it."""

    def __init__(self, theme: Theme, choose_outline: Slot) -> None:
        super().__init__()
        self.setObjectName("tree")
        self.setFixedWidth(theme.px("w_tree") + theme.px("s6"))
        self.sections, self.versions = SectionList(theme), VersionList(theme)
        self.sections.setAccessibleName("提纲")
        self.outline_button = button("换提纲", "link", choose_outline, hint="照另一种提纲写，写过的段落都保留")
        head = QHBoxLayout()
        head.setContentsMargins(theme.px("s4"), 0, theme.px("s3"), 0)
        head.addWidget(label("提纲", "caption"))
        head.addStretch(1)
        head.addWidget(self.outline_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.px("s2"), 0, theme.px("s2"))
        column.setSpacing(theme.px("s1"))
        column.addLayout(head)
        column.addWidget(self.sections, 1)
        column.addWidget(rule())
        column.addWidget(self.versions)


class Head(QWidget):
    """Title, state, span; the commands at the right."""

    def __init__(
        self, theme: Theme, *, span: Slot, insert: Slot, excel: Slot, returns: Slot, finalise: Slot, word: Slot
    ) -> None:
        super().__init__()
        px = theme.px
        self.setFixedHeight(px("h_head"))
        self.title, self.state = label("年度报告", "title"), chip("", "neutral")
        self.span_button = button("", "pillon", span, hint="选择统计期")
        self.span_button.setIcon(theme.icon("down", "accent", px("icon_small")))
        self.span_button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.insert_button = self._plain(theme, "plus", "插入数字", insert, "插入数字（Ctrl+J）")
        self.excel_button = self._plain(theme, "exp", "导出 Excel", excel, "导出年度工作簿（Ctrl+Shift+E）")
        self.returns_button = self._plain(theme, "scale", "统计年报", returns, "行政执法统计年报")
        self.finalise_button = self._plain(theme, "lock", "定稿", finalise, "定稿")
        self.word_button = button(" 导出 Word", "primary", word, hint="导出 Word（Ctrl+E）")
        self.word_button.setIcon(theme.icon("exp", "on_accent", px("icon_small") + 2))
        row = QHBoxLayout(self)
        row.setContentsMargins(px("s5"), 0, px("s4"), 0)
        row.setSpacing(px("s2"))
        for part in (self.title, self.state, self.span_button):
            row.addWidget(part)
        row.addStretch(1)
        for part in (
            self.insert_button,
            self.returns_button,
            self.excel_button,
            self.finalise_button,
            self.word_button,
        ):
            row.addWidget(part)

    @staticmethod
    def _plain(theme: Theme, icon: str, text: str, slot: Slot, hint: str) -> QPushButton:
        made = button(f" {text}", "plain", slot, hint=hint)
        made.setIcon(theme.icon(icon, "ink2", theme.px("icon_small") + 2))
        return made


class Legend(QFrame):
    """What the grounds of the figures mean, and how long the text is."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        px = theme.px
        self.setObjectName("foot")
        self.setFixedHeight(px("h_field") + px("s2"))
        self.words = label("", "caption")
        row = QHBoxLayout(self)
        row.setContentsMargins(px("s5"), 0, px("s5"), 0)
        row.setSpacing(px("s2"))
        for tone, words in (("accent", "由台账算出"), ("outline", "有手工调整"), ("warn", "有未计入记录")):
            row.addWidget(chip("12", tone))
            row.addWidget(label(words, "caption"))
            row.addSpacing(px("s2"))
        row.addStretch(1)
        row.addWidget(self.words)


def middle(theme: Theme, head: Head, notice: NoticeBar, paper: Paper, legend: Legend) -> QFrame:
    """Head, notice, paper and legend, one below the other."""
    main = QFrame()
    main.setObjectName("main")
    column = QVBoxLayout(main)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(head)
    column.addWidget(rule())
    desk = QFrame()
    desk.setObjectName("desk")
    on_desk = QVBoxLayout(desk)
    on_desk.setContentsMargins(0, 0, 0, 0)
    on_desk.setSpacing(0)
    over = QVBoxLayout()
    over.setContentsMargins(theme.px("s4"), theme.px("s2"), theme.px("s4"), 0)
    over.addWidget(notice)
    on_desk.addLayout(over)
    on_desk.addWidget(paper, 1)
    column.addWidget(desk, 1)
    column.addWidget(legend)
    return main
