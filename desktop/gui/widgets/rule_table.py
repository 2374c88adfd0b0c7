"""Deadline rules as a table: name and legal ground in two lines, how long, of which ledger, in which state."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum

from PySide6.QtCore import QPoint, QRect, Qt, Signal
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QResizeEvent
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTableView

from desktop.catalogue import Deadline
from desktop.gui.theme import Theme
from desktop.gui.widgets.figure_table import paint_chip
from desktop.gui.widgets.plain_model import AnyIndex, PlainModel
from desktop.gui.widgets.plain_table import dress_table, paint_ground
from desktop.store.deadline_rules import Origin

_LINE_ROLE = Qt.ItemDataRole.UserRole + 1


class Column(IntEnum):
    """The columns."""

    RULE = 0
    LENGTH = 1
    LEDGER = 2
    STATE = 3


_HEADS = ("时限和依据", "期限", "台账", "状态")


@dataclass(frozen=True)
class RuleLine:
    """A rule with what a person reads of it."""

    rule: Deadline
    length: str
    ledger: str
    origin: Origin

    @property
    def standing(self) -> str:
        """在用 or 停用."""
        return "在用" if self.rule.on else "停用"

    @property
    def chips(self) -> list[tuple[str, str]]:
        """Its marks with their tones."""
        found = [] if self.rule.checked else [("待核", "outline")]
        return found + ([(self.origin.value, "accent")] if self.origin is not Origin.BUILT_IN else [])


class RuleModel(PlainModel):
    """One row a rule."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: Sequence[RuleLine] = ()

    def show(self, lines: Sequence[RuleLine]) -> None:
        """Show these rules."""
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def line(self, row: int) -> RuleLine | None:
        """A rule."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, name: str) -> int:
        """Where a rule stands; -1 where it is not shown."""
        return next((row for row, one in enumerate(self._lines) if one.rule.name == name), -1)

    def line_count(self) -> int:
        """The rules."""
        return len(self._lines)

    def head_texts(self) -> Sequence[str]:
        """As in `Column`."""
        return _HEADS

    def data(self, index: AnyIndex, role: int = 0) -> object:
        """What a cell says, and its rule for the delegate."""
        line = self.line(index.row())
        if line is None:
            return None
        if role == _LINE_ROLE:
            return line
        if role == Qt.ItemDataRole.DisplayRole:
            state = "，".join([line.standing, *(word for word, _ in line.chips)])
            return (line.rule.label, line.length, line.ledger, state)[index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return "\n".join(filter(None, (line.rule.label, f"依据：{line.rule.source}", line.rule.note)))
        return None


class _Delegate(QStyledItemDelegate):
    """Paints a cell."""

    def __init__(self, theme: Theme, view: QTableView) -> None:
        super().__init__(view)
        self._theme = theme
        self._body, self._bold, self._caption = theme.font(), theme.font(bold=True), theme.font("t_caption")

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: AnyIndex) -> None:
        """Paint one cell."""
        line = index.data(_LINE_ROLE)
        painter.save()
        paint_ground(painter, option, self._theme)
        if isinstance(line, RuleLine):
            left, right = cell_inset(self._theme)
            area: QRect = option.rect.adjusted(left, 0, -right, -1)
            ink = "ink" if line.rule.on else "ink3"
            if index.column() == Column.RULE:
                half = area.height() // 2
                upper = QRect(area.left(), area.top() + self._theme.px("s1"), area.width(), half - 2)
                lower = QRect(area.left(), area.top() + half, area.width(), half - self._theme.px("s1"))
                self._text(painter, upper, line.rule.label, self._bold if line.rule.on else self._body, ink)
                self._text(painter, lower, line.rule.source, self._caption, "ink2" if line.rule.on else "ink3")
            elif index.column() == Column.STATE:
                self._state(painter, area, line, bool(option.state & QStyle.StateFlag.State_Selected))
            else:
                self._text(painter, area, str(index.data() or ""), self._body, ink)
        painter.restore()

    def _state(self, painter: QPainter, area: QRect, line: RuleLine, selected: bool) -> None:
        self._text(painter, area, line.standing, self._body, "ink" if line.rule.on else "ink3")
        gap = self._theme.px("s2")
        left = area.left() + QFontMetrics(self._body).horizontalAdvance("在用") + gap
        for word, tone in line.chips:
            place = QPoint(left, area.center().y() + 1)
            left += paint_chip(painter, place, word, tone, self._theme, selected=selected) + self._theme.px("s1")

    def _text(self, painter: QPainter, area: QRect, text: str, font: QFont, ink: str) -> None:
        painter.setFont(font)
        painter.setPen(self._theme.colour(ink))
        shown = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def cell_inset(theme: Theme) -> tuple[int, int]:
    """Left and right inset of a cell."""
    return theme.px("s3"), theme.px("s1")


class RuleTable(QTableView):
    """The table; the chosen rule is told by name."""

    chosen = Signal(str)

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self._theme = theme
        self.lines = RuleModel()
        self.setModel(self.lines)
        dress_table(self, theme, "h_row_two", lambda _column: cell_inset(theme))
        self.setItemDelegate(_Delegate(theme, self))
        self.setAccessibleName("办理时限")
        self.selectionModel().currentRowChanged.connect(lambda now, _before: self._tell(now.row()))

    def show_lines(self, lines: Sequence[RuleLine]) -> None:
        """Show rules; the chosen one stays chosen where it is among them."""
        now = self.lines.line(self.currentIndex().row())
        self.selectionModel().blockSignals(True)
        self.lines.show(lines)
        self.selectionModel().blockSignals(False)
        row = self.lines.row_of(now.rule.name) if now else -1
        if row >= 0:
            self.selectRow(row)
        self._fit()

    def choose(self, name: str) -> None:
        """Choose a rule that is shown."""
        row = self.lines.row_of(name)
        if row >= 0:
            self.selectRow(row)
            self.scrollTo(self.lines.index(row, 0))

    def _tell(self, row: int) -> None:
        line = self.lines.line(row)
        if line:
            self.chosen.emit(line.rule.name)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The name takes the room; where there is little, ledger and length go."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        metrics, gap = QFontMetrics(self._theme.font()), sum(cell_inset(self._theme))
        widths = {
            Column.LENGTH: metrics.horizontalAdvance("30 个工作日，可延长 30") + gap,
            Column.LEDGER: metrics.horizontalAdvance("行政处罚案件") + gap,
            Column.STATE: metrics.horizontalAdvance("在用本单位待核") + gap + self._theme.px("s6") + 2 * gap,
        }
        room, least = self.viewport().width(), self._theme.px("w_side") * 3 // 4
        for column in (Column.LEDGER, Column.LENGTH, Column.STATE):
            folded = room < sum(widths.values()) + least
            self.setColumnHidden(column, folded)
            if folded:
                del widths[column]
        for column, width in widths.items():
            self.setColumnWidth(column, width)
        self.setColumnWidth(Column.RULE, max(room - sum(widths.values()), self._theme.px("w_rail")))
