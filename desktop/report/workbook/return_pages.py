"""What the sheets of a return share: the set-up of a page, live figures, heights of rows."""

from typing import Any

from desktop.catalogue import Catalogue
from desktop.figures import Figure, Period
from desktop.figures.formulas import Layout, formula, unrounded_formula
from desktop.figures.stating import NOTHING

_TAB = "#333333"


def in_memory(page: Any) -> Any:
    """Let a sheet's cells be written in any order, as merged cells need: the workbook writes rows as they come."""
    page.constant_memory = False
    return page


def set_up(page: Any, *, landscape: bool = True) -> None:
    """A4, the whole width on a page, the margins of a form."""
    page.hide_gridlines(2)
    page.set_tab_color(_TAB)
    page.set_paper(9)
    if landscape:
        page.set_landscape()
    page.fit_to_pages(1, 0)
    page.center_horizontally()
    page.set_margins(left=0.6, right=0.6, top=0.8, bottom=0.7)
    page.set_footer("&C第 &P 页 共 &N 页")


class Formulas:
    """Writes a figure's cell: the live formula with its value."""

    def __init__(self, catalogue: Catalogue, layout: Layout, period: Period) -> None:
        self._catalogue, self._layout, self._period = catalogue, layout, period

    def write(self, page: Any, row: int, column: int, figure: Figure, style: Any) -> None:
        """The stated figure."""
        live = formula(figure.indicator, self._catalogue, self._layout, self._period)
        page.write_formula(row, column, live, style, cached(figure))

    def write_unrounded(self, page: Any, row: int, column: int, figure: Figure, style: Any) -> None:
        """The figure as others are computed from it."""
        live = unrounded_formula(figure.indicator, self._catalogue, self._layout, self._period)
        page.write_formula(row, column, live, style, NOTHING if figure.exact is None else float(figure.exact))


def cached(figure: Figure) -> float | str:
    """A figure as a cell holds it."""
    return NOTHING if figure.number is None else figure.number


def height(texts: list[str], width: float, line: int = 16) -> float:
    """The height of a row whose wrapped texts stand in columns of so many characters; a Chinese one takes two."""
    room = max(1, int((width - 0.8) / 2.1))
    return 10 + line * max(sum(-(-_places(part) // room) for part in text.split("\n")) for text in texts)


def _places(text: str) -> int:
    """Chinese characters that a text is as wide as."""
    return max(1, -(-sum(2 if ord(char) > 0x2000 else 1 for char in text) // 2))
