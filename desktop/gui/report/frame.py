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
from desktop.gui.widgets.commands import Commands, wanted_now
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
    """Title, state, span; the commands at the right, in a menu where there is no room."""

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
        self.title, self.state = label("年度报告", "title"), chip("", "neutral")
        self.outline_button = button(" 提纲", "plain", outline, hint="提纲和版本")
        self.outline_button.setIcon(theme.icon("list", "ink2", px("icon_small") + 2))
        self.outline_button.setCheckable(True)
        self.span_button = button("", "pillon", span, hint="选择统计期")
        self.span_button.setIcon(theme.icon("down", "accent", px("icon_small")))
        self.span_button.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self.commands = Commands(theme)
        for words, icon, slot, hint in (
            ("插入数字", "plus", insert, "插入数字（Ctrl+J）"),
            ("定稿", "lock", finalise, "定稿"),
            ("统计年报", "scale", returns, "行政执法统计年报"),
            ("导出 Excel", "exp", excel, "导出年度工作簿（Ctrl+Shift+E）"),
        ):
            self.commands.add(button(words, "", slot, hint=hint), icon)
        self.word_button = button(" 导出 Word", "primary", word, hint="导出 Word（Ctrl+E）")
        self.word_button.setIcon(theme.icon("exp", "on_accent", px("icon_small") + 2))
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(px("s5"), 0, px("s4"), 0)
        row.setSpacing(px("s2"))
        for part in (self.outline_button, self.title, self.state, self.span_button):
            row.addWidget(part)
        row.addStretch(1)
        row.addWidget(self.commands)
        row.addWidget(self.word_button)

    def show_state(self, state: str, *, writing: bool, final: bool) -> None:
        """What is on the paper; only a draft is written, counted over another span and finalised."""
        self.state.setText(state)
        self.state.setProperty("chip", "accent" if final else "neutral")
        self.state.style().polish(self.state)
        self.span_button.setVisible(writing)
        for made in self.commands.all[:2]:
            self.commands.offer(made, writing)
        self.fit()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Commands go into the menu 更多 one by one."""
        super().resizeEvent(event)
        self.fit()

    def fit(self) -> None:
        """Fold what has no room; the state and the title, which the rail shows too, go last."""
        for title, state in ((True, True), (True, False), (False, False)):
            self.title.setVisible(title)
            self.state.setVisible(state)
            for folded in range(len(self.commands.offered) + 1):
                self.commands.fold(folded)
                if wanted_now(self._row) <= self.width():
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
