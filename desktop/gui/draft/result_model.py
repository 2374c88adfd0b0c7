"""The list of results: heads of groups that fold, and items."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, Qt

from desktop.report.draft.items import GROUP_NOTES, OPEN, Group, Item, by_place
from desktop.report.draft.results import Results

AnyIndex = QModelIndex | QPersistentModelIndex
LINE_ROLE = int(Qt.ItemDataRole.UserRole) + 1
FOLDED = frozenset((Group.AGREES,))
"""What is folded until it is asked for."""


@dataclass(frozen=True)
class Head:
    """The head of a group."""

    group: Group
    count: int
    folded: bool

    @property
    def note(self) -> str:
        """What the group means."""
        return "已收起" if self.folded else GROUP_NOTES[self.group]


Line = Head | Item


class ResultModel(QAbstractListModel):
    """Heads and items."""

    def __init__(self) -> None:
        super().__init__()
        self._lines: list[Line] = []
        self._results = Results()
        self._folded = set(FOLDED)
        self._by_place = False
        self._only: Group | None = None

    # ---------------------------------------------------------------- what is shown

    def show(self, results: Results) -> None:
        """Show these results."""
        self._results = results
        self._lay()

    def sort(self, by_place: bool) -> None:  # type: ignore[override]
        """In reading order, or group by group."""
        self._by_place = by_place
        self._lay()

    def narrow(self, group: Group | None) -> None:
        """Only one group, unfolded; None: all."""
        self._only = group
        self._lay()

    @property
    def only(self) -> Group | None:
        """The group to which the list is narrowed."""
        return self._only

    def fold(self, group: Group) -> None:
        """Fold a group, or unfold it."""
        self._folded ^= {group}
        self._lay()

    def unfold(self, group: Group) -> None:
        """Show the items of a group."""
        if group in self._folded:
            self.fold(group)

    def _lay(self) -> None:
        self.beginResetModel()
        if self._by_place and self._only is None:
            self._lines = list(by_place(one for one in self._results.items if one.group in (*OPEN, Group.DONE)))
            self._lines += self._grouped([Group.LACKING, Group.AGREES])
        else:
            self._lines = self._grouped([self._only] if self._only else list(Group))
        self.endResetModel()

    def _grouped(self, groups: Sequence[Group]) -> list[Line]:
        lines: list[Line] = []
        for group in groups:
            items = self._results.of_group(group)
            folded = group in self._folded and self._only is None
            if items:
                lines.append(Head(group, len(items), folded))
                lines += () if folded else items
        return lines

    # ---------------------------------------------------------------- asked for

    def line(self, row: int) -> Line | None:
        """A line."""
        return self._lines[row] if 0 <= row < len(self._lines) else None

    def row_of(self, item: Item) -> int:
        """Where an item stands; −1 where it is folded or gone."""
        return next((row for row, one in enumerate(self._lines) if one == item), -1)

    def rowCount(self, parent: AnyIndex = QModelIndex()) -> int:  # noqa: B008, N802
        """Heads and items."""
        return 0 if parent.isValid() else len(self._lines)

    def flags(self, index: AnyIndex) -> Qt.ItemFlag:
        """Heads can be chosen too: Enter folds them."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        return Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemNeverHasChildren

    def data(self, index: AnyIndex, role: int = 0) -> object:
        """A line in words, and itself for the delegate."""
        line = self.line(index.row()) if index.isValid() else None
        if line is None:
            return None
        if role == LINE_ROLE:
            return line
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole):
            return in_words(line)
        return None


def in_words(line: Line) -> str:
    """For a screen reader, and for whoever looks a line up."""
    if isinstance(line, Head):
        return f"{line.group.value}，{line.count} 处" + ("，已收起" if line.folded else "")
    parts = [line.title, f"草稿 {line.printed}" if line.printed else ""]
    parts.append(f"{line.against} {line.expected}" if line.expected else "")
    parts += [line.outcome if line.group is Group.DONE else "", *line.reasons]
    return "，".join(part for part in parts if part)
