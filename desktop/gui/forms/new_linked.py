"""新增企业 and the like: a small panel under the field, so that a missing record does not interrupt the entry."""

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from desktop.catalogue import Field, Ledger, Refusal
from desktop.gui.forms.cells import FieldCell, short
from desktop.gui.forms.lines import Tools
from desktop.gui.forms.offers import shadow
from desktop.gui.guards import commit_composition
from desktop.gui.session import Session
from desktop.gui.widgets import button, key_cap, label
from desktop.store import Rejected

MOST_FIELDS = 6
WANTED = ("town", "address", "phone")
"""Fields that are asked for although no figure needs them, where the ledger has them."""


def asked_fields(ledger: Ledger) -> list[Field]:
    """What the panel asks for: the title, the keys, what is needed, and a few useful ones."""
    names = [
        one.name
        for one in ledger.fields.values()
        if one.name == ledger.title or one.name in ledger.keys or one.needed or one.name in WANTED
    ]
    return [ledger.fields[name] for name in names if ledger.fields[name].type.name != "attachment"][:MOST_FIELDS]


class NewLinked(QFrame):
    """Floats over the form; Ctrl+S saves the new record and puts it into the field, Esc closes."""

    closed = Signal()

    def __init__(
        self, session: Session, tools: Tools, ledger: Ledger, typed: str, made: Callable[[str], None]
    ) -> None:
        super().__init__()
        self.setObjectName("panel")
        self.setGraphicsEffect(shadow(tools.theme, self))
        self._session, self._ledger, self._made, self._theme = session, ledger, made, tools.theme
        self._suggestions, self._namesake = tools.suggestions, ""
        own = replace(tools, ledger=ledger, new_linked=None)
        self.cells = {one.name: FieldCell(one, own) for one in asked_fields(ledger)}
        column = QVBoxLayout(self)
        pad = tools.theme.px("s4")
        column.setContentsMargins(pad, tools.theme.px("s3"), pad, tools.theme.px("s3"))
        column.setSpacing(tools.theme.px("s2"))
        column.addWidget(label(f"新增{self.word}", "section"))
        column.addLayout(self._grid())
        column.addLayout(self._foot())
        first = self.cells.get(ledger.title)
        if first is not None:
            first.editor.put(typed)

    @property
    def word(self) -> str:
        """企业 for 企业库."""
        return self._ledger.label.removesuffix("库")

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(self._theme.px("s3"))
        grid.setVerticalSpacing(self._theme.px("s1"))
        cells = list(self.cells.values())
        for place, cell in enumerate(cells):
            grid.addWidget(cell, place // 2, place % 2)
            last = place + 1 == len(cells)
            cell.editor.moved_on.connect(self.save if last else cells[place + 1].editor.take_focus)
        return grid

    def _foot(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(self._theme.px("s2"))
        row.addWidget(label("其余内容可以以后再补", "hint"))
        row.addStretch(1)
        row.addWidget(button("取消", "", self.dismiss))
        row.addWidget(key_cap("Esc"))
        row.addWidget(button(f"保存{self.word}", "primary", self.save))
        row.addWidget(key_cap("Ctrl+S"))
        return row

    def open_under(self, anchor: QWidget) -> None:
        """Show the panel under a field and go to its first empty cell."""
        window = anchor.window()
        self.setParent(window)
        self._anchor = anchor
        width = min(window.width() - 40, self._theme.px("w_side") * 2)
        self.setFixedWidth(width)
        self.adjustSize()
        at = anchor.mapTo(window, QPoint(0, anchor.height() + 4))
        x = max(8, min(at.x(), window.width() - width - 8))
        y = max(8, min(at.y(), window.height() - self.height() - 8))
        self.move(x, y)
        self.show()
        self.raise_()
        empty = [cell for cell in self.cells.values() if cell.editor.value() in (None, "", [])]
        (empty or list(self.cells.values()))[0].editor.take_focus()

    @property
    def typed(self) -> bool:
        """Whether more stands here than the name that the form has too."""
        given = (cell.editor.value() for name, cell in self.cells.items() if name != self._ledger.title)
        return any(value not in (None, "", []) for value in given)

    def dismiss(self) -> None:
        """Close without saving."""
        self.closed.emit()
        self.hide()
        self._anchor.setFocus()
        self.deleteLater()

    def save(self) -> None:
        """Save the record; what is wrong is said at its field."""
        commit_composition()
        typed = {name: cell.editor.value() for name, cell in self.cells.items()}
        if self._stopped_by_namesake(str(typed.get(self._ledger.title) or "").strip()):
            return
        try:
            id_ = self._session.add(self._ledger, {name: value for name, value in typed.items() if value})
        except Rejected as rejected:
            self._show_problems(rejected)
            return
        except Refusal as refusal:
            self._session.said.emit(str(refusal), False)
            return
        self.dismiss()
        self._made(id_)

    def _stopped_by_namesake(self, name: str) -> bool:
        """A record of the same name is told of once; a second save makes another one."""
        if not name or name == self._namesake:
            return False
        if not any(one.text == name for one in self._suggestions.records(self._ledger, name)):
            return False
        self._namesake = name
        cell = self.cells[self._ledger.title]
        cell.show_state("error", f"已有同名的{self.word}，按 Esc 直接选它；确是另一家的，再按一次 Ctrl+S")
        cell.editor.take_focus()
        return True

    def _show_problems(self, rejected: Rejected) -> None:
        wrong = {one.field: one.message for one in rejected.problems}
        for name, cell in self.cells.items():
            message = wrong.get(name, "")
            shown = short(message, cell.field, str(cell.editor.value() or ""))
            cell.show_state("error" if message else "", shown)
        first = next((cell for name, cell in self.cells.items() if name in wrong), None)
        if first is not None:
            first.editor.take_focus()
        else:
            self._session.said.emit(str(rejected), False)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Esc closes the panel, not the form."""
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)
