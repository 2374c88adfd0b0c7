"""A figure of a kept version: what it was then, what it is now, and the rows between."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import chip, label, rule, scrolled
from desktop.gui.widgets.drawer import icon_button, with_unit
from desktop.gui.widgets.pair_list import Pair, PairList
from desktop.report.editions.comparing import plain
from desktop.report.editions.differences import FigureDifference
from desktop.store.editions import EditionFigure


class EditionInspector(QFrame):
    """One figure, read-only."""

    stepped = Signal(int)
    record_opened = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self._title, self._hero = label("", "section", wrap=True), QLabel()
        self._hero.setTextFormat(Qt.TextFormat.RichText)
        self._before, self._rule = label("", "second"), label("", wrap=True)
        self._version, self._adjusted = label("", "second"), label("", "second", wrap=True)
        self._now = label("", "strong", wrap=True)
        self._definition = label("", "second", wrap=True)
        self._rows = PairList(theme, "自定稿以来的记录", inset="s4")
        self._rows.taken.connect(lambda key: self.record_opened.emit(*key))
        self._lay_out()

    def _lay_out(self) -> None:
        px = self._theme.px
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addLayout(self._head())
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, px("s3"))
        column.setSpacing(0)
        whole.addWidget(scrolled(body), 1)
        top = QVBoxLayout()
        top.setContentsMargins(px("s4"), px("s2"), px("s4"), px("s3"))
        top.setSpacing(px("s2"))
        for part in (self._hero, self._before, self._adjusted, self._rule, self._version):
            top.addWidget(part)
        column.addLayout(top)
        column.addWidget(rule())
        below = QVBoxLayout()
        below.setContentsMargins(px("s4"), px("s3"), px("s4"), px("s1"))
        below.setSpacing(px("s1"))
        below.addWidget(self._now)
        below.addWidget(self._definition)
        column.addLayout(below)
        column.addWidget(self._rows, 100)
        note = label("这一版的文本已锁定。要改文本，请另存一版。", "hint", wrap=True)
        note.setContentsMargins(px("s4"), 0, px("s4"), 0)
        column.addWidget(note)
        column.addStretch(1)

    def _head(self) -> QHBoxLayout:
        px = self._theme.px
        row = QHBoxLayout()
        row.setContentsMargins(px("s4"), px("s3"), px("s2"), 0)
        row.setSpacing(px("s2"))
        row.addWidget(self._title, 1)
        row.addWidget(chip("定稿值", "accent"))
        for icon, hint, by in (("up", "上一个数字（Alt+↑）", -1), ("down", "下一个数字（Alt+↓）", 1)):
            made = icon_button(self._theme, icon, hint)
            made.clicked.connect(lambda _checked=False, by=by: self.stepped.emit(by))
            row.addWidget(made)
        return row

    def show_figure(self, figure: EditionFigure, difference: FigureDifference | None) -> None:
        """Show it with what became of it since."""
        self._title.setText(figure.label)
        self._hero.setText(with_unit(plain(figure.reported), figure.unit, self._theme, "t_hero"))
        self._before.setText(f"上年同期 {plain(figure.previous)}")
        self._adjusted.setText(figure.adjustment)
        self._adjusted.setVisible(bool(figure.adjustment))
        self._rule.setText(figure.explanation)
        self._version.setText(f"口径第 {figure.version} 版，{figure.records:,} 条记录")
        if difference is None:
            self._now.setText("现值与定稿相同")
        else:
            self._now.setText(f"现值 {difference.now_text}，定稿 {difference.then_text}")
        changed = difference.definition if difference else None
        self._definition.setVisible(changed is not None)
        if changed:
            self._definition.setText(f"口径已改为第 {changed.now_version} 版：{changed.now}")
        rows = difference.rows if difference else ()
        pairs = [Pair(one.text, one.fate.value, (one.row.ledger.name, one.row.id), one.reason) for one in rows]
        self._rows.show_pairs(pairs)
        self._rows.setVisible(bool(pairs))
