"""What the store checks of a manual adjustment (手工调整): that it names a figure and changes it."""

from desktop.catalogue import Catalogue, Indicator
from desktop.store.drafts import Draft, Problem

ADJUSTMENT = "adjustment"
"""The ledger of adjustments: by how much a figure of the report differs from what the ledgers give, and why."""


def indicator_named(catalogue: Catalogue, typed: str) -> Indicator | None:
    """The indicator of an English name or a Chinese label; labels are told apart from each other."""
    known = catalogue.indicators.get(typed)
    if known:
        return known
    named = [one for one in catalogue.indicators.values() if one.label == typed]
    return named[0] if len(named) == 1 else None


def check_adjustment(draft: Draft, catalogue: Catalogue) -> None:
    """Keep the indicator's label, whichever way it was named; refuse an unknown one, and a difference of nothing."""
    if draft.ledger.name != ADJUSTMENT:
        return
    typed = draft.values.get("indicator")
    if typed is not None:
        found = indicator_named(catalogue, str(typed))
        if found:
            draft.values["indicator"] = found.label
        else:
            draft.problems.append(Problem("indicator", f"没有指标“{typed}”，请核对名称。"))
    if draft.values.get("difference") == 0:
        draft.problems.append(Problem("difference", "调整数是 0，等于没有调整。请写差多少，或不登记。"))
