"""What can be logged and reported: ledgers, fields, indicators, outlines, deadlines, working days; read from TOML."""

from desktop.catalogue.calendar import WorkingDays
from desktop.catalogue.catalogue import Catalogue, Definitions
from desktop.catalogue.conditions import Condition, Path
from desktop.catalogue.deadlines import Deadline
from desktop.catalogue.fields import Field, Stored
from desktop.catalogue.indicators import Indicator, Measure, Placing, Step
from desktop.catalogue.ledgers import GROUPS, Ledger
from desktop.catalogue.loading import load
from desktop.catalogue.refusal import DefinitionError, Refusal

__all__ = [
    "GROUPS", "Catalogue", "Condition", "Deadline", "DefinitionError", "Definitions", "Field", "Indicator", "Ledger",
    "Measure", "Path", "Placing", "Refusal", "Step", "Stored", "WorkingDays",
    "load",
]  # fmt: skip
