"""The frame of the report page: outline and versions at the left, head, paper and legend in the middle."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
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
    """Title, state, span; the commands at the right, without their words where there is no room."""

    def __init__(
        self,
        theme: Theme,
        *,
        outline: Slot,
        span: Slot,
        insert: Slot,
        excel: Slot,
        returns: Slot,
        finalise: Slot,
        word: Slot,
    ) -> None:
        super().__init__()
        px = theme.px
        self.setFixedHeight(px("h_head"))
        self._words: dict[QPushButton, str] = {}
        self.title, self.state = label("年度报告", "title"), chip("", "neutral")
        self.outline_button = self._plain(theme, "list", "提纲", outline, "提纲和版本")
        self.outline_button.setCheckable(True)
        self.span_button = button("", "pillon", span, hint="选择统计期")
        self.span_button.setIcon(theme.icon("down", "accent", px("icon_small")))
        self.span_button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.insert_button = self._plain(theme, "plus", "插入数字", insert, "插入数字（Ctrl+J）")
        self.excel_button = self._plain(theme, "exp", "导出 Excel", excel, "导出年度工作簿（Ctrl+Shift+E）")
        self.returns_button = self._plain(theme, "scale", "统计年报", returns, "行政执法统计年报")
        self.finalise_button = self._plain(theme, "lock", "定稿", finalise, "定稿")
        self.word_button = button(" 导出 Word", "primary", word, hint="导出 Word（Ctrl+E）")
        self.word_button.setIcon(theme.icon("exp", "on_accent", px("icon_small") + 2))
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(px("s5"), 0, px("s4"), 0)
        row.setSpacing(px("s2"))
        for part in (self.outline_button, self.title, self.state, self.span_button):
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

    def _plain(self, theme: Theme, icon: str, text: str, slot: Slot, hint: str) -> QPushButton:
        made = button(text, "plain", slot, hint=hint)
        made.setIcon(theme.icon(icon, "ink2", theme.px("icon_small") + 2))
        self._words[made] = f" {text}"
        made.setText(f" {text}")
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The words of the plain commands go first; they stay in the tips."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Show the words for which there is room; the title, which the rail shows too, and the state go last."""
        for words, title, state in ((1, 1, 1), (0, 1, 1), (0, 0, 1), (0, 0, 0)):
            for made, text in self._words.items():
                made.setText(text if words else "")
            self.title.setVisible(bool(title))
            self.state.setVisible(bool(state))
            if self._row.sizeHint().width() <= self.width():
                return


class Panes(QWidget):
    """Outline, paper and side in a row; where that leaves the paper too little, outline and side share one place."""

    def __init__(self, theme: Theme, tree: QWidget, main: QWidget, side: QWidget, outline: QPushButton) -> None:
        super().__init__()
        self._tree, self._side, self._outline = tree, side, outline
        # A line of the report and the margins around it.
        self._paper = 28 * theme.px("t_document") + 5 * theme.px("s6")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for part in (tree, side):
            row.addWidget(part)
        row.insertWidget(1, main, 1)
        self.share()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """As the class says."""
        super().resizeEvent(event)
        self.share()

    def share(self) -> None:
        """Show the outline, the side or both."""
        narrow = self.width() < self._tree.width() + self._paper + self._side.width()
        outline = self._outline.isChecked()
        self._outline.setVisible(narrow)
        self._tree.setVisible(outline or not narrow)
        self._side.setVisible(not (narrow and outline))


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
        for tone, words in (("accent", "由台账算出"), ("figure", "有手工调整"), ("gap", "有未计入记录")):
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
