"""The list itself: rows that are selected by check box, mouse and keys; a head that sorts, moves and resizes."""

from array import array
from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QTableView, QWidget

from desktop.gui.tables.columns import Column, Layout, fitting
from desktop.gui.tables.delegate import Brushes, ListDelegate, font_of, paint_box
from desktop.gui.tables.model import CHECK, ListModel
from desktop.gui.theme import Theme

_ROWS = QItemSelectionModel.SelectionFlag.Rows


class ListHeader(QHeaderView):
    """Heads in the caption size: numbers on the right, the sorted one bold with an arrow, a box for the selection."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme, self._brushes = theme, Brushes(theme)
        self.columns: Sequence[Column] = ()
        self.sorted = ""
        self.descending = True
        self.chosen = ""
        """Of the selection: empty, checked (all) or partly."""
        self.setFixedHeight(theme.px("h_thead"))
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setFirstSectionMovable(False)
        self.setHighlightSections(False)
        self.setMinimumSectionSize(theme.px("s6"))
        self.setMouseTracking(True)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N802, N803
        """Paint one head."""
        painter.fillRect(rect, self._theme.colour("raised"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, self._theme.colour("line_mid"))
        if logicalIndex == CHECK:
            paint_box(painter, rect, self._brushes, self.chosen)
        elif logicalIndex <= len(self.columns):
            self._head(painter, rect, self.columns[logicalIndex - 1])

    def _head(self, painter: QPainter, rect: QRect, column: Column) -> None:
        here = column.name == self.sorted
        right = column.kind == "number"
        font = font_of(self._brushes, here)
        metrics = QFontMetrics(font)
        inner = rect.adjusted(self._brushes.pad, 0, -self._brushes.pad, 0)
        arrow = self._theme.px("t_caption") + 2 if here else 0
        text = metrics.elidedText(column.head, Qt.TextElideMode.ElideRight, inner.width() - arrow)
        painter.setFont(font)
        painter.setPen(self._theme.colour("ink" if here else "ink2"))
        width = metrics.horizontalAdvance(text)
        left = inner.right() - width + 1 if right else inner.left()
        painter.drawText(QRect(left, inner.top(), width + 2, inner.height()), Qt.AlignmentFlag.AlignVCenter, text)
        if here:
            side = left - arrow if right else left + width + 2
            box = QRect(side, inner.center().y() - arrow // 2 + 1, arrow, arrow)
            self._theme.icon("down" if self.descending else "up", "ink", arrow).paint(painter, box)

    def paintEvent(self, e: QPaintEvent) -> None:  # noqa: N802
        """The head runs to the right edge, also over no column."""
        painter = QPainter(self.viewport())
        whole = self.viewport().rect()
        painter.fillRect(whole, self._theme.colour("raised"))
        painter.fillRect(0, whole.bottom(), whole.width(), 1, self._theme.colour("line_mid"))
        painter.end()
        super().paintEvent(e)


class ListView(QTableView):
    """A list of records. It knows rows and columns, nothing of what they mean."""

    opened = Signal(int)
    """Enter or double click on a row."""
    sort_wanted = Signal(str)
    arranged = Signal(object)
    """The layout after columns were moved or resized."""
    chosen = Signal()
    """The selection changed."""
    copy_wanted = Signal()
    folded = Signal(object)
    """Heads of the columns that the window is too narrow for."""

    def __init__(self, theme: Theme) -> None:
        super().__init__()
        self.theme = theme
        self._delegate = ListDelegate(theme, self)
        self._head = ListHeader(theme, self)
        self._layout = Layout(())
        self._subject = ""
        self._own = False
        self._resizing = QTimer(self, singleShot=True, interval=250)
        self._resizing.timeout.connect(self._keep_widths)
        self._dress()
        self._head.sectionClicked.connect(self._head_clicked)
        self._head.sectionMoved.connect(lambda *_: self._own or QTimer.singleShot(0, self._keep_order))
        self._head.sectionResized.connect(lambda *_: self._own or self._resizing.start())
        self.doubleClicked.connect(lambda index: self.opened.emit(index.row()))

    def _dress(self) -> None:
        self.setHorizontalHeader(self._head)
        self.setItemDelegate(self._delegate)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(1)
        rows.setDefaultSectionSize(self.theme.px("h_row"))
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setMouseTracking(True)
        self.setAccessibleName("记录列表")

    def set_row_height(self, height: int) -> None:
        """Closer or roomier rows; the row on top stays there."""
        top = self.rowAt(0)
        self._delegate.row_height = height
        self.verticalHeader().setDefaultSectionSize(height)
        if top > 0:
            self.scrollTo(self.model().index(top, CHECK), QAbstractItemView.ScrollHint.PositionAtTop)

    def set_list(self, model: ListModel) -> None:
        """Show a model; there is one for the life of the view."""
        self.setModel(model)
        self.selectionModel().selectionChanged.connect(lambda *_: self._selection_changed())
        self.selectionModel().currentChanged.connect(lambda now, _before: self._current_changed(now.row()))
        model.modelReset.connect(lambda: self._current_changed(-1))
        model.modelReset.connect(self._selection_changed)
        model.modelReset.connect(self.fit)

    def list_model(self) -> ListModel:
        """The model with its own type."""
        model = self.model()
        assert isinstance(model, ListModel)
        return model

    # ---------------------------------------------------------------- columns

    def arrange(self, layout: Layout, columns: Sequence[Column], subject: str) -> None:
        """Take over a layout whose columns the model shows."""
        self._layout, self._subject = layout, subject
        self._head.columns = columns
        self._head.sorted, self._head.descending = layout.sort or "", layout.descending
        self.fit()
        self._head.viewport().update()

    def fit(self) -> None:
        """Fold what does not fit and give the name the room that is left."""
        columns = self._head.columns
        if not columns or len(columns) + 2 != self._head.count():
            return
        em, box = self.theme.px("t_body"), self.theme.px("s6") + self.theme.px("s4")
        mark = self.theme.px("s6") + self.theme.px("s1")
        room = (self.viewport().width() - box - mark) / em
        kept = {one.name: one for one in fitting(columns, self._subject, room, even=not self._layout.widths)}
        self._own = True
        for place in (CHECK, len(columns) + 1):
            # The section may have been a folded column of the list before.
            self._head.setSectionHidden(place, False)
        self._head.resizeSection(CHECK, box)
        for place, column in enumerate(columns, start=1):
            self._head.setSectionHidden(place, column.name not in kept)
            if column.name in kept:
                self._head.resizeSection(place, int(kept[column.name].width * em))
        used = sum(self._head.sectionSize(n) for n in range(self._head.count() - 1))
        self._head.resizeSection(len(columns) + 1, max(mark, self.viewport().width() - used))
        self._own = False
        self.folded.emit([one.field.label for one in columns if one.name not in kept])

    def visible_columns(self) -> list[Column]:
        """The columns that are not folded, in order."""
        columns = self._head.columns
        return [one for place, one in enumerate(columns, start=1) if not self._head.isSectionHidden(place)]

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """Fit the columns to the new width."""
        super().resizeEvent(event)
        self.fit()

    def _keep_widths(self) -> None:
        em = self.theme.px("t_body")
        widths = dict(self._layout.widths)
        for place, column in enumerate(self._head.columns, start=1):
            if not self._head.isSectionHidden(place) and column.name != self._subject:
                widths[column.name] = self._head.sectionSize(place) / em
        self.arranged.emit(replace(self._layout, widths=widths))

    def _keep_order(self) -> None:
        """Columns stand in the model in their order: the head's own moving is taken back."""
        columns, head = self._head.columns, self._head
        order = [head.logicalIndex(place) for place in range(head.count())]
        shown = tuple(columns[section - 1].name for section in order if 1 <= section <= len(columns))
        self._own = True
        for section in range(head.count()):
            head.moveSection(head.visualIndex(section), section)
        self._own = False
        if shown != self._layout.shown:
            self.arranged.emit(replace(self._layout, shown=shown))

    def _head_clicked(self, section: int) -> None:
        if section == CHECK:
            self.clearSelection() if self._head.chosen == "checked" else self.selectAll()
        elif section <= len(self._head.columns):
            self.sort_wanted.emit(self._head.columns[section - 1].name)

    # ---------------------------------------------------------------- selection

    def selected_ranges(self) -> list[tuple[int, int]]:
        """First and last row of every stretch of selected rows, in order, without overlaps."""
        found: list[tuple[int, int]] = []
        selection = self.selectionModel().selection()
        stretches = [selection.at(place) for place in range(selection.count())]
        for top, bottom in sorted((one.top(), one.bottom()) for one in stretches):
            if found and top <= found[-1][1] + 1:
                found[-1] = (found[-1][0], max(bottom, found[-1][1]))
            else:
                found.append((top, bottom))
        return found

    def selected_rowids(self) -> "array[int]":
        """Row numbers of the selected records, in the list's order."""
        rowids, found = self.list_model().rowids, array("q")
        for top, bottom in self.selected_ranges():
            found.extend(rowids[top : bottom + 1])
        return found

    def select_row(self, row: int) -> None:
        """Make a row the current and the only selected one, in sight."""
        index = self.list_model().index(row, CHECK)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect | _ROWS)
        self.scrollTo(index)

    def stand_on(self, row: int) -> None:
        """Put the cursor on a row without selecting it."""
        if 0 <= row < self.list_model().rowCount():
            column = max(1, self.currentIndex().column())
            index = self.list_model().index(row, min(column, self.list_model().columnCount() - 1))
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.NoUpdate)

    def copy(self) -> None:
        """What the menu 编辑 asks of whatever has the focus."""
        self.copy_wanted.emit()

    def selectionCommand(  # noqa: N802
        self, index: QModelIndex | QPersistentModelIndex, event: QEvent | None = None
    ) -> QItemSelectionModel.SelectionFlag:
        """A click on a check box adds or takes away one row; elsewhere as in every list."""
        pressed = isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonPress
        if pressed and index.isValid() and index.column() == CHECK and not _shift(event):
            return QItemSelectionModel.SelectionFlag.Toggle | _ROWS
        return super().selectionCommand(index, event)

    def _selection_changed(self) -> None:
        ranges = self.selected_ranges()
        count = sum(bottom - top + 1 for top, bottom in ranges)
        whole = self.list_model().rowCount()
        self._head.chosen = "" if not count else "checked" if count == whole else "partly"
        self._head.viewport().update()
        self.chosen.emit()

    def _current_changed(self, row: int) -> None:
        self._delegate.current = row
        self.viewport().update()

    # ---------------------------------------------------------------- keys and mouse

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Enter opens, the space bar selects, Home and End go to the first and last record."""
        key, row = event.key(), self.currentIndex().row()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and row >= 0:
            self.opened.emit(row)
        elif key == Qt.Key.Key_Space and row >= 0:
            self.selectionModel().select(self.currentIndex(), QItemSelectionModel.SelectionFlag.Toggle | _ROWS)
        elif key in (Qt.Key.Key_Home, Qt.Key.Key_End) and not event.modifiers() and self.model().rowCount():
            self.select_row(0 if key == Qt.Key.Key_Home else self.model().rowCount() - 1)
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Letters do not search: that would read the whole list."""

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """The row under the mouse has its own ground."""
        self._hover(self.rowAt(event.position().toPoint().y()))
        super().mouseMoveEvent(event)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        """No row is under the mouse."""
        self._hover(-1)
        super().leaveEvent(event)

    def _hover(self, row: int) -> None:
        if row != self._delegate.hovered:
            self._delegate.hovered = row
            self.viewport().update()


def _shift(event: QEvent | None) -> bool:
    return isinstance(event, QMouseEvent) and bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
