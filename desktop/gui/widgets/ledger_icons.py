"""A line icon for each ledger, by its name or its group."""

from collections.abc import Mapping

from desktop.catalogue import Ledger

_OF_LEDGER: Mapping[str, str] = {
    "enterprise": "building", "enforcement_check": "ledger", "hazard": "warn", "penalty_case": "scale",
    "tip_off": "phone", "publicity_event": "horn", "training": "book", "accident": "siren", "legal_review": "check",
    "enforcement_supervision": "shield", "staff": "user", "rescue_team": "team", "warning": "horn",
    "reported_figure": "report", "law_library": "book", "permit": "ok", "proposal": "edit", "hearing": "team",
}  # fmt: skip
_OF_GROUP: Mapping[str, str] = {"执法": "ledger", "法制": "book", "宣教": "horn", "应急": "siren", "综合": "list"}


def ledger_icon(ledger: Ledger) -> str:
    """The name of the icon."""
    return _OF_LEDGER.get(ledger.name) or _OF_GROUP.get(ledger.group, "list")
