"""A condition of a counting rule as check boxes: its terms where it has a list of them, else to keep or to drop."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QGridLayout, QVBoxLayout, QWidget

from desktop.catalogue import Condition, Field
from desktop.catalogue.conditions import HasTag, NoneOf, OneOf, Path
from desktop.catalogue.written import plain, written_condition
from desktop.figures.explaining import phrase
from desktop.gui.theme import Theme
from desktop.gui.widgets.basics import label

_WORDS = {OneOf: "为", NoneOf: "不是", HasTag: "含"}
_MOST_TERMS = 40
_LONG_TERM = 8
"""Longer terms stand two in a line, not three."""


def terms_of(field: Field) -> list[tuple[str, object]]:
    """What can be ticked for a field, as shown and as a definition has it; none where anything may be written."""
    if field.type.name == "boolean":
        return [("是", True), ("否", False)]
    terms = list(field.choices.values())
    return [(term, term) for term in terms] if len(terms) <= _MOST_TERMS else []


class ConditionRow(QWidget):
    """One condition. `path` is its key in the definition, `written` its value; None where it no longer holds."""

    changed = Signal()

    def __init__(self, theme: Theme, path: Path, condition: Condition | None = None) -> None:
        super().__init__()
        self.path, self._condition = path, condition
        self._boxes: list[tuple[QCheckBox, object]] = []
        self._kept: QCheckBox | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px("s1"))
        terms = terms_of(path.field) if condition is None or type(condition) in _WORDS else []
        if terms:
            word = _WORDS.get(type(condition), "含" if path.field.type.name == "tags" else "为")
            column.addWidget(label(f"{path.label}{word}", "caption"))
            column.addLayout(self._ticks(theme, terms))
        elif condition is not None:
            self._kept = self._box(phrase(condition), True)
            column.addWidget(self._kept)

    def _box(self, text: str, on: bool) -> QCheckBox:
        made = QCheckBox(text)
        made.setChecked(on)
        made.setAccessibleName(f"{self.path.label}：{text}")
        made.toggled.connect(lambda _on: self.changed.emit())
        return made

    def _ticks(self, theme: Theme, terms: list[tuple[str, object]]) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(theme.px("s3"))
        grid.setVerticalSpacing(theme.px("s1"))
        held = self._held()
        across = 2 if any(len(shown) > _LONG_TERM for shown, _ in terms) else 3
        for n, (shown, value) in enumerate(terms):
            box = self._box(shown, value in held)
            self._boxes.append((box, value))
            grid.addWidget(box, n // across, n % across)
        return grid

    def _held(self) -> list[object]:
        match self._condition:
            case OneOf(values=values) | NoneOf(values=values):
                return [plain(self.path.field, value) for value in values]
            case HasTag(terms=terms):
                return list(terms)
        return []

    def written(self) -> object | None:
        """The condition's value in a definition; None where nothing is ticked."""
        if self._kept is not None:
            return written_condition(self._condition) if self._kept.isChecked() and self._condition else None
        wanted = [value for box, value in self._boxes if box.isChecked()]
        if not wanted:
            return None
        values = wanted[0] if len(wanted) == 1 else wanted
        if isinstance(self._condition, NoneOf):
            return {"not": values}
        return {"has": values} if self.path.field.type.name == "tags" else values
