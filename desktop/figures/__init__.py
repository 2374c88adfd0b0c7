"""An indicator over a period: its SQL, formula, explanation and rows."""

from desktop.figures.engine import Engine, Figure, Outcome, Uncounted
from desktop.figures.period import Period

__all__ = ["Engine", "Figure", "Outcome", "Period", "Uncounted"]
