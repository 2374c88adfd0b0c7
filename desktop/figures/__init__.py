"""An indicator over a period: its SQL, formula, explanation and rows."""

from desktop.figures.adjustments import Adjustment
from desktop.figures.engine import Engine, Figure, Outcome, Uncounted
from desktop.figures.period import Period

__all__ = ["Adjustment", "Engine", "Figure", "Outcome", "Period", "Uncounted"]
