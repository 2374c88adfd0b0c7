"""从上次检查带入, without Qt: what an enterprise's earlier checks leave for the next one.

A hazard that is still open is not logged a second time, for it would count twice. The record of the earlier check is
brought into the new check's form, which rechecks it: the hazard stays with the check that found it, and names the
one that rechecked it.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date

from desktop.catalogue import Ledger, Stored
from desktop.store import Log, Record
from desktop.store.listing import Filter, Listing

Typed = dict[str, object]
EMPTY: tuple[object, ...] = (None, "", [])

OPEN = ("未整改", "限期整改", "逾期未整改")
"""States of a hazard that is still to be rectified."""

TAKEN = ("kind", "checkers", "checker_count", "programme", "level", "organ")
"""What the next check of the same enterprise has in common with the last one, as a rule."""

RECHECK = "复查"


@dataclass(frozen=True)
class Earlier:
    """The enterprise's last check, and the hazards that its checks left open, the oldest first."""

    check: Record | None
    hazards: tuple[Record, ...] = ()


def earlier(log: Log, enterprise: str, id_: str | None, day: str | None) -> Earlier:
    """What was before the check `id_` (None: a new one) on `day` (None: today)."""
    checks, hazards = log.catalogue.ledgers["enforcement_check"], log.catalogue.ledgers["hazard"]
    listing = Listing(log, checks)
    last = date.fromisoformat(day) if day else None
    newest = listing.page(listing.first_rows(Filter(last=last, equals={"enterprise": (enterprise,)}), count=2))
    check = next((one for one in newest if one["id"] != id_ and one.get("checked_on")), None)
    rows = Listing(log, hazards)
    left = rows.page(
        rows.ids(Filter(last=last, equals={"enterprise": (enterprise,), "status": OPEN}), descending=False)
    )
    return Earlier(check, tuple(one for one in left if one.get("check") not in (None, id_)))


def prefill(ledger: Ledger, found: Earlier, rechecking: bool) -> dict[str, Stored]:
    """The last check's people and kind; where open hazards are brought in, the check is a 复查."""
    if found.check is None:
        return {}
    taken = {name: found.check.get(name) for name in TAKEN if name in ledger.fields}
    if rechecking and RECHECK in ledger.fields["kind"].choices.values():
        taken["kind"] = RECHECK
    return {name: value for name, value in taken.items() if value is not None}


def rechecked(typed: Mapping[str, object], own: Collection[str]) -> Typed:
    """A hazard with what its 复查结论 means for 状态 and 整改完成日期, as far as these were not typed."""
    shown = dict(typed)
    follows = _meaning(typed) if typed.get("recheck_result") not in EMPTY else {}
    return shown | {name: value for name, value in follows.items() if name not in own}


def _meaning(typed: Mapping[str, object]) -> Typed:
    """整改 was seen on the day of the recheck at the latest; what is not done by its due date is overdue."""
    day, due = str(typed.get("rechecked_on") or ""), str(typed.get("due_on") or "")
    if typed["recheck_result"] == "已整改":
        return {"status": "已整改", "rectified_on": typed.get("rectified_on") or day or None}
    return {"status": "逾期未整改" if due and day > due else "限期整改" if due else "未整改", "rectified_on": None}
