"""What can be logged and reported: ledgers, fields, indicators, outlines, deadlines, working days; read from TOML."""

from desktop.catalogue.calendar import WorkingDays
from desktop.catalogue.conditions import Condition, Path
from desktop.catalogue.deadlines import Deadline
from desktop.catalogue.fields import Field, Stored
from desktop.catalogue.indicators import Indicator, Measure, Placing, Step
from desktop.catalogue.ledgers import GROUPS, Ledger
from desktop.catalogue.loading import Catalogue, Definitions, load
from desktop.catalogue.outlines import Outline, Section
from desktop.catalogue.refusal import DefinitionError, Refusal
from desktop.catalogue.returns import ReturnForm

__all__ = [
    "GROUPS", "Catalogue", "Condition", "Deadline", "DefinitionError", "Definitions", "Field", "Indicator", "Ledger",
    "Measure", "Outline", "Path", "Placing", "Refusal", "ReturnForm", "Section", "Step", "Stored", "WorkingDays",
    "load",
]  # fmt: skip
