"""An indicator over a period: its SQL, formula, explanation and rows."""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.figures.adjustments import Adjustment
    from desktop.figures.engine import Engine, Figure, Outcome, Uncounted
    from desktop.figures.period import Period

__all__ = ["Adjustment", "Engine", "Figure", "Outcome", "Period", "Uncounted"]

_MODULES = {"Adjustment": "adjustments", "Period": "period"}


def __getattr__(name: str) -> object:
    """Imported when first asked for: the window is painted before it needs a figure."""
    if name not in __all__:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_MODULES.get(name, 'engine')}"), name)
