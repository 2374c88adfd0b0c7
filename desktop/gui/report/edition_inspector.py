"""A figure of a kept version: what it was then, what it is now, and the rows between."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout

from desktop.gui.report.figure_side import FigureSide
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import chip, label, rule
from desktop.gui.widgets.drawer import with_unit
from desktop.gui.widgets.pair_list import Pair, PairList
from desktop.report.editions.comparing import plain
from desktop.report.editions.differences import FigureDifference
from desktop.store.editions import EditionFigure


class EditionInspector(FigureSide):
    """One figure, read-only."""

    record_opened = Signal(str, str)

    def __init__(self, theme: Theme) -> None:
        super().__init__(theme)
        self._hero = QLabel()
        self._hero.setTextFormat(Qt.TextFormat.RichText)
        self._before, self._adjusted = label("", "second"), label("", "second", wrap=True)
        self._now = label("", "strong", wrap=True)
        self._definition = label("", "second", wrap=True)
        self._rows = PairList(theme, "自定稿以来的记录", inset="s4")
        self._rows.taken.connect(lambda key: self.record_opened.emit(*key))
        self._lay_out()

    def _lay_out(self) -> None:
        px = self._theme.px
        column = self._frame(chip("定稿值", "accent"), foot=px("s3"))
        top = QVBoxLayout()
        top.setContentsMargins(px("s4"), px("s2"), px("s4"), px("s3"))
        top.setSpacing(px("s2"))
        for part in (self._hero, self._before, self._adjusted):
            top.addWidget(part)
        top.addLayout(self._facts)
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

    def show_figure(self, figure: EditionFigure, difference: FigureDifference | None, *, compared: bool) -> None:
        """Show it with what became of it since; not `compared` yet, nothing is said of that."""
        self._title.setText(figure.label)
        self._hero.setText(with_unit(plain(figure.reported), figure.unit, self._theme, "t_hero"))
        self._before.setText(f"上年同期 {plain(figure.previous)}")
        self._adjusted.setText(figure.adjustment)
        self._adjusted.setVisible(bool(figure.adjustment))
        version = f"口径第 {figure.version} 版，{figure.records:,} 条记录"
        self._tell([("口径", figure.explanation.removesuffix("。")), ("依据", version)])
        if not compared:
            self._now.setText("正在与现值比对")
        elif difference is None:
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
