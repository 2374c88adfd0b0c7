"""Rows of a draft's tables: the cells before a place, and what the head of its column says."""

from bisect import bisect_right


class TableRows:
    """The tables of a plain text, whose rows are lines with tab stops between the cells."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._starts: list[int] = []
        self._heads: list[tuple[str, ...]] = []
        head: tuple[str, ...] = ()
        start, previous = 0, -1
        for line in text.split("\n"):
            if "\t" in line:
                head = head if previous == start and head else tuple(one.strip() for one in line.split("\t"))
                self._starts.append(start)
                self._heads.append(head)
                previous = start + len(line) + 1
            start += len(line) + 1

    def before(self, place: int) -> list[str]:
        """The cells of the row up to a place, the one that it stands in last; empty outside of tables."""
        start = self._text.rfind("\n", 0, place) + 1
        cells = self._text[start:place].split("\t")
        return [one.strip() for one in cells] if len(cells) > 1 else []

    def head(self, place: int) -> str:
        """What stands in the table's first row over a place."""
        row = bisect_right(self._starts, place) - 1
        column = len(self.before(place)) - 1
        heads = self._heads[row] if row >= 0 and column >= 0 else ()
        return heads[column] if column < len(heads) else ""
