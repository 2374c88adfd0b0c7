"""The table of figures as a model: headings and figures in one list; charts are looked for when first painted."""

from collections.abc import Callable, Sequence
from enum import IntEnum
from time import perf_counter

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from desktop.catalogue import Catalogue, Indicator
from desktop.figures import Figure, Period
from desktop.figures.comparing import brief, change, shown
from desktop.figures.explaining import explain
from desktop.figures.series import Series
from desktop.figures.spans import column_heads
from desktop.gui.tables.loading import Reader
from desktop.report.figure_list import Group
from desktop.store import Log

AnyIndex = QModelIndex | QPersistentModelIndex
FIGURE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
"""The figure of a row; a heading has none."""
_TOPIC = "series"
SERIES_ROLE = FIGURE_ROLE + 1
SECOND_ROLE = FIGURE_ROLE + 2
"""The second line: the counting rule of a figure, the summary of a heading."""


class Column(IntEnum):
    """The columns of the table."""

    NAME = 0
    VALUE = 1
    BEFORE = 2
    CHANGE = 3
    MONTHS = 4
    MARKS = 5


class SeriesSource(QObject):
    """Finds the series that are asked for beside the window, the newest question first, some at a time."""

    ready = Signal(str)
    """The name of an indicator whose series is there now."""

    _AT_A_TIME = 0.05
    _MOST_WAITING = 60

    def __init__(self, reader: Reader, compute: Callable[[Log, Indicator], Series]) -> None:
        super().__init__()
        self._reader, self._compute = reader, compute
        self._known: dict[str, Series] = {}
        self._waiting: dict[str, Indicator] = {}

    def get(self, indicator: Indicator) -> Series | None:
        """The series where it is known; otherwise it is looked for and `ready` tells."""
        if indicator.name not in self._known:
            self._waiting.pop(indicator.name, None)
            self._waiting[indicator.name] = indicator
            for name in list(self._waiting)[: -self._MOST_WAITING]:
                del self._waiting[name]
            self._go_on()
        return self._known.get(indicator.name)

    def clear(self) -> None:
        """Forget everything: records or the period changed."""
        self.stop()
        self._known.clear()

    def stop(self) -> None:
        """Look for nothing more until something is asked for: the page is not seen, or the log may be closed."""
        self._reader.forget(_TOPIC)
        self._waiting.clear()

    def _go_on(self) -> None:
        if not self._waiting or self._reader.waits_for(_TOPIC):
            return
        wanted = list(reversed(self._waiting.values()))

        def read(log: Log) -> dict[str, Series]:
            found, until = {}, perf_counter() + self._AT_A_TIME
            for one in wanted:
                found[one.name] = self._compute(log, one)
                if perf_counter() > until:
                    break
            return found

        self._reader.ask(_TOPIC, read, self._take, at_once=False)

    def _take(self, found: dict[str, Series]) -> None:
        self._known |= found
        for name in found:
            self._waiting.pop(name, None)
        self._go_on()
        for name in found:
            self.ready.emit(name)


class FigureModel(QAbstractTableModel):
    """Headings and figures, in reading order."""

    def __init__(self, catalogue: Catalogue, source: SeriesSource) -> None:
        super().__init__()
        self._catalogue, self._source = catalogue, source
        self._lines: list[Group | Figure] = []
        self._rows: dict[str, int] = {}
        self._heads = ("", "")
        source.ready.connect(self._series_ready)

    def show(self, groups: Sequence[Group], period: Period) -> None:
        """Show these figures under their headings."""
        self.beginResetModel()
        self._lines = []
        self._rows = {}
        for group in groups:
            self._lines.append(group)
            for figure in group.figures:
                self._rows.setdefault(figure.indicator.name, len(self._lines))
                self._lines.append(figure)
        self._heads = column_heads(period)
        self.endResetModel()

    def figure(self, row: int) -> Figure | None:
        """The figure of a row; None for a heading."""
        line = self._lines[row] if 0 <= row < len(self._lines) else None
        return line if isinstance(line, Figure) else None

    def row_of(self, name: str) -> int | None:
        """Where an indicator stands first."""
        return self._rows.get(name)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Headings and figures."""
        return 0 if parent.isValid() else len(self._lines)

    def columnCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """As in `Column`."""
        return 0 if parent.isValid() else len(Column)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """A heading cannot be chosen, so the arrow keys pass over it."""
        if self.figure(index.row()) is None:
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> object:  # noqa: N802
        """The heads of the columns."""
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return ("指标与口径", *self._heads, "增减", "各月", "")[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            right = section in (Column.VALUE, Column.BEFORE, Column.CHANGE)
            side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def data(self, index: AnyIndex, role: int = 0) -> object:
        """What the delegate paints and a screen reader says."""
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        if isinstance(line, Group):
            return self._of_group(line, Column(index.column()), role)
        return self._of_figure(line, Column(index.column()), role)

    @staticmethod
    def _of_group(group: Group, column: Column, role: int) -> object:
        if column is Column.NAME:
            return {int(Qt.ItemDataRole.DisplayRole): group.title, SECOND_ROLE: group.summary}.get(int(role))
        return None

    def _of_figure(self, figure: Figure, column: Column, role: int) -> object:
        if role == FIGURE_ROLE:
            return figure
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(figure, column)
        if role == SECOND_ROLE and column is Column.NAME:
            return brief(figure.indicator, self._catalogue)
        if role == SERIES_ROLE and column is Column.MONTHS:
            return self._source.get(figure.indicator)
        if role == Qt.ItemDataRole.ToolTipRole and column is Column.NAME:
            return explain(figure.indicator, self._catalogue, figure.period)
        if role == Qt.ItemDataRole.AccessibleTextRole and column is Column.VALUE:
            return figure.text
        return None

    @staticmethod
    def _text(figure: Figure, column: Column) -> str:
        match column:
            case Column.NAME:
                return figure.indicator.label
            case Column.VALUE:
                return shown(figure.value, figure.indicator)
            case Column.BEFORE:
                return shown(figure.previous, figure.indicator)
            case Column.CHANGE:
                return change(figure)
            case Column.MARKS:
                return "，".join(text for text, _ in marks(figure))
        return ""

    def _series_ready(self, name: str) -> None:
        row = self._rows.get(name)
        if row is not None:
            index = self.index(row, Column.MONTHS)
            self.dataChanged.emit(index, index, [SERIES_ROLE])


def marks(figure: Figure) -> list[tuple[str, str]]:
    """The chips of a figure, each with its tone."""
    found = [(f"未计入 {figure.uncounted}", "warn")] if figure.uncounted else []
    found += [("手工调整", "accent")] if figure.adjustment else []
    return [*found, ("含约数", "neutral")] if figure.approx else found
