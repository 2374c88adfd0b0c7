"""The figures that a bureau looks at every day: six of the month so far."""

from datetime import date

from desktop.catalogue import Catalogue
from desktop.figures import Engine, Figure, Period
from desktop.figures.series import Series, recent_series
from desktop.report.headings import outline_of

RATE = "hazard_rectification_rate"
_TILES = 6
_PLACE_OF_RATE = 2


def tile_names(catalogue: Catalogue) -> list[str]:
    """What the outline shows month by month, with the rectification rate behind the hazards."""
    monthly = outline_of(catalogue).monthly or catalogue.outlines["default"].monthly
    names = [name for name in monthly if name != RATE]
    if RATE in catalogue.indicators:
        names.insert(_PLACE_OF_RATE, RATE)
    return names[:_TILES]


def tiles_of(engine: Engine, catalogue: Catalogue, today: date) -> list[tuple[Figure, Series]]:
    """The figures of the month so far, each with its last months."""
    figures = engine.figures(month_so_far(today), tile_names(catalogue))
    return [(one, recent_series(engine, one.indicator, today)) for one in figures]


def month_so_far(today: date) -> Period:
    """From the first of the month to today."""
    return Period(today.replace(day=1), today)
