"""The middle of the form: sections of fields, detail rows, attachments."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QFrame,
    QGridLayout,
    QScrollArea,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from desktop.catalogue import Field
from desktop.catalogue.fields import FIELD_TYPES
from desktop.gui.forms.attaching import Attachments
from desktop.gui.forms.cells import FieldCell, short
from desktop.gui.forms.detail_panel import DetailPanel
from desktop.gui.forms.editors import NumberEditor
from desktop.gui.forms.layout import COMMON_SECTION, places, sections_of
from desktop.gui.forms.lines import Tools
from desktop.gui.forms.presenter import Presenter, Trouble
from desktop.gui.guards import application
from desktop.gui.widgets import label, rule
from desktop.store.drafts import KEPT_REASON, KEPT_REASON_LABEL

COLUMNS = 4
LARGE_TEXT = 16
"""Body text from which two columns are all that fits."""

REASON = Field(
    KEPT_REASON, KEPT_REASON_LABEL, FIELD_TYPES["text"], help="核对无误、仍要照此保存的，写明原因"
)  # fmt: skip


class FormBody(QScrollArea):
    """All editors of one record. It hands what is typed to the presenter and says that something changed."""

    typed = Signal(str)
    left = Signal(str)
    rows_changed = Signal()
    refused = Signal(str)

    def __init__(self, presenter: Presenter, tools: Tools, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("formbody")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._presenter, self._tools, self._theme = presenter, tools, tools.theme
        self.cells: dict[str, FieldCell] = {}
        self.attachments: Attachments | None = None
        # Every widget is made in its place: moving them later would make the style sheet do its work twice.
        self._inner = inner = QWidget(self)
        inner.setObjectName("forminner")
        self.setWidget(inner)
        self.details: DetailPanel | None = None
        self._column = QVBoxLayout(inner)
        side = self._theme.px("s5")
        self._column.setContentsMargins(side, self._theme.px("s3"), side, self._theme.px("s4"))
        self._column.setSpacing(self._theme.px("s1"))
        self._lay()
        self._chain()
        application().focusChanged.connect(self._follow_focus)
        self.put_all()
        self.setAcceptDrops(self.attachments is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        """The scroll bar stands in the margin: fields end where the head's buttons do, with it or without."""
        super().resizeEvent(event)
        side, bar = self._theme.px("s5"), self.width() - self.viewport().width()
        self._column.setContentsMargins(side, self._theme.px("s3"), max(side - bar, 0), self._theme.px("s4"))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        """Files may be dropped anywhere on the form."""
        if self.attachments is not None:
            self.attachments.dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        """They become attachments."""
        if self.attachments is not None:
            self.attachments.dropEvent(event)

    # ------------------------------------------------------------------ laying out

    def _lay(self) -> None:
        sections = sections_of(self._presenter.ledger)
        for name, fields in sections.items():
            if name == COMMON_SECTION:
                self._add_details("")
            self._add_section(name, fields, first=not self.cells)
            self._add_details(name)
        self._add_details("")
        self._add_reason()
        self._add_attachments()
        self._column.addStretch(1)

    def _add_section(self, name: str, fields: list[Field], *, first: bool) -> None:
        if not first:
            self._column.addWidget(rule())
            self._column.addSpacing(self._theme.px("s1"))
            if name:
                self._column.addWidget(label(name, "section"))
        grid = QGridLayout()
        self._column.addLayout(grid)
        grid.setHorizontalSpacing(self._theme.px("s3") + 2)
        grid.setVerticalSpacing(self._theme.px("s1") + 2)
        columns = 2 if self._theme.px("t_body") >= LARGE_TEXT else COLUMNS
        for column in range(columns):
            grid.setColumnStretch(column, 1)
        laid = list(places(fields, self._presenter.ledger, columns))
        for place in laid:
            cell, top = self._cell(place.field), Qt.AlignmentFlag.AlignTop
            grid.addWidget(cell, place.row, place.column, 1, place.span, top)
        taken = {column for place in laid for column in range(place.column, place.column + place.span)}
        for column in set(range(columns)) - taken:
            # An empty column would get no spacing, and the others would not stand below those of other sections.
            grid.addWidget(QWidget(self.widget()), 0, column)

    def _cell(self, one: Field) -> FieldCell:
        cell = FieldCell(one, self._tools, self.widget())
        cell.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        cell.setMinimumWidth(1)
        cell.editor.changed.connect(lambda: self._take(one.name))
        cell.editor.left.connect(lambda: self._leave(one.name))
        cell.editor.entered.connect(lambda: self.ensureWidgetVisible(cell, 0, 60))
        cell.editor.moved_on.connect(lambda: self.go_on_from(one.name))
        self.cells[one.name] = cell
        return cell

    def _add_details(self, section: str) -> None:
        kinds = self._presenter.kinds
        if not kinds or self.details is not None or any(kind.after != section for kind in kinds):
            return
        self._column.addWidget(rule())
        self.details = DetailPanel(self._presenter, kinds, self._tools, self._inner)
        self._column.addWidget(self.details)
        self.details.changed.connect(self.rows_changed)
        self.details.refused.connect(self.refused)

    def _add_reason(self) -> None:
        self._reason = self._cell(REASON)
        self._column.addWidget(self._reason)
        self._reason.hide()

    def _add_attachments(self) -> None:
        found = next((one for one in self._presenter.ledger.fields.values() if one.type.name == "attachment"), None)
        if found is None:
            return
        self.attachments = made = Attachments(self._tools)
        self._attachment_field = found.name
        made.changed.connect(self._take_attachments)
        made.refused.connect(self.refused)
        self._column.addSpacing(self._theme.px("s2"))
        self._column.addWidget(made)

    def _chain(self) -> None:
        """Tab goes in reading order; widgets were not all made in it."""
        targets = [widget for widget in self._targets() if widget is not None]
        for first, second in pairwise(targets):
            QWidget.setTabOrder(first, second)

    def _targets(self) -> Iterator[QWidget | None]:
        after = self._presenter.kinds[0].after if self._presenter.kinds else ""
        sections = sections_of(self._presenter.ledger)
        for name, fields in sections.items():
            if name == COMMON_SECTION and not after:
                yield from self._detail_targets()
            yield from (self.cells[one.name].editor.focus_target() for one in fields)
            if name == after and after:
                yield from self._detail_targets()

    def _detail_targets(self) -> Iterator[QWidget]:
        for table in self.details.tables if self.details else []:
            yield table  # the whole of it too: else Tab goes round in the tables behind the other tabs
            yield table.table
            if table.entry is not None:
                yield table.entry.editor.focus_target()

    # ------------------------------------------------------------------ values

    def put_all(self) -> None:
        """Show what the presenter holds."""
        for name in self.cells:
            self.put(name)
        if self.attachments is not None:
            self.attachments.put(self._presenter.typed.get(self._attachment_field))
        if self.details is not None:
            self.details.refresh()

    def show_rows(self) -> None:
        """Lay the tables of rows anew: rows came or went."""
        for table in self.details.tables if self.details is not None else []:
            table.rows_changed()

    def put(self, name: str) -> None:
        """Show one field's value."""
        cell, typed = self.cells[name], self._presenter.typed
        cell.editor.put(typed.get(name))
        if isinstance(cell.editor, NumberEditor) and cell.field.approx_column:
            cell.editor.put_about(bool(typed.get(cell.field.approx_column)))

    def _take(self, name: str) -> None:
        editor = self.cells[name].editor
        self._presenter.put(name, editor.value())
        if isinstance(editor, NumberEditor) and editor.field.approx_column:
            self._presenter.put(editor.field.approx_column, editor.is_about())
        self.typed.emit(name)

    def _take_if_changed(self, name: str) -> None:
        held = self._presenter.typed.get(name)
        if (self.cells[name].editor.value() or None) != (held or None):
            self._take(name)

    def _leave(self, name: str) -> None:
        self._take_if_changed(name)
        self._presenter.leave(name)
        self.left.emit(name)

    def _take_attachments(self) -> None:
        if self.attachments is not None:
            self._presenter.put(self._attachment_field, self.attachments.value())
            self.typed.emit(self._attachment_field)

    @property
    def copying(self) -> str:
        """The name of a file that is still being copied; empty where none is."""
        names = [*self.attachments.intake.copying] if self.attachments is not None else []
        names += [name for table in (self.details.tables if self.details else []) for name in table.copying]
        return names[0] if names else ""

    def take_pending(self) -> None:
        """Read the field in which the cursor stands: it was not left before a save."""
        for name, cell in self.cells.items():
            if cell.editor.focus_target().hasFocus():
                cell.editor.settle()
                self._take_if_changed(name)
        for table in self.details.tables if self.details is not None else []:
            table.take_pending()

    # ------------------------------------------------------------------ states

    def show_troubles(self, errors: Sequence[Trouble], gaps: Sequence[Trouble], remarks: Mapping[str, str]) -> None:
        """Mark what is wrong and what is missing; everything else shows its help."""
        wrong = {one.field: one.message for one in errors if one.row is None}
        missing = {one.field: one.message for one in gaps if one.row is None}
        for name, cell in self.cells.items():
            cell.remark(remarks.get(name, ""))
            shown = str(cell.editor.value() or "")
            if name in wrong:
                cell.show_state("error", short(wrong[name], cell.field, shown))
            elif name in missing and (self._presenter.asked or name in self._presenter.left):
                cell.show_state("gap", missing[name])
            else:
                cell.show_state("prefill" if name in self._presenter.prefilled else "", "")
        self._reason.setVisible(self._presenter.needs_reason())
        if self.details is not None:
            self.details.refresh()

    # ------------------------------------------------------------------ focus

    def _follow_focus(self, _before: QWidget | None, now: QWidget | None) -> None:
        """A cell of a row is brought into view however the cursor came into it: by Ctrl+回车, F8 or a click."""
        details = self.details
        if now is None or details is None or not details.isAncestorOf(now) or isinstance(now, QAbstractItemView):
            return
        self.ensureWidgetVisible(now, 0, self._theme.px("h_row_two"))

    def first_target(self) -> QWidget:
        """Where entry begins: the first empty field of a new record, else the first one."""
        if self._presenter.id:
            return next(iter(self.cells.values())).editor.focus_target()
        empty = [cell for cell in self.cells.values() if cell.editor.value() in (None, "", [])]
        return (empty or list(self.cells.values()))[0].editor.focus_target()

    def target_of(self, name: str | None) -> QWidget:
        """What takes the focus of a field; where entry begins, if there is no such field."""
        return self.cells[name].editor.focus_target() if name in self.cells else self.first_target()

    @property
    def held_in_rows(self) -> bool:
        """Whether the keyboard is in the detail rows."""
        focused = QApplication.focusWidget()
        return self.details is not None and focused is not None and self.details.isAncestorOf(focused)

    def current_name(self) -> str | None:
        """The field in which the cursor stands."""
        return next((name for name, cell in self.cells.items() if cell.editor.focus_target().hasFocus()), None)

    def go_on_from(self, name: str) -> None:
        """Enter: what Tab would do."""
        self.cells[name].editor.focus_target().focusNextChild()

    def go_to(self, trouble: Trouble) -> None:
        """Bring the place of a problem into view, with the cursor in it."""
        if trouble.row is not None and trouble.rows is not None and self.details is not None:
            self.details.go_to(trouble.rows, trouble.row, trouble.field)
            self.ensureWidgetVisible(self.details)
        elif trouble.field in self.cells:
            self.cells[trouble.field].editor.take_focus()
            self.ensureWidgetVisible(self.cells[trouble.field], 0, 60)
