"""A line icon for each ledger, by its name or its group."""

from collections.abc import Mapping

from desktop.catalogue import Ledger

_OF_LEDGER: Mapping[str, str] = {
    "enterprise": "building", "check_plan": "calendar", "enforcement_check": "ledger", "hazard": "warn",
    "penalty_case": "scale", "case_transfer": "open", "supervision_action": "horn", "accident": "siren",
    "accident_liability": "user", "tip_off": "phone", "enforcement_supervision": "shield",
    "case_file_review": "report",
    "coercive_measure": "lock", "legal_review": "check", "case_panel": "team", "hearing": "team", "dispute": "scale",
    "policy_document": "list", "counsel": "user", "counsel_work": "edit", "disclosure": "open", "permit": "ok",
    "service_item": "list", "proposal": "edit", "law_library": "book", "publicity_event": "horn",
    "publicity_material": "copy", "training": "book", "research": "search", "recognition": "ok",
    "emergency_plan": "report", "drill": "siren", "rescue_team": "team", "supply": "data", "disaster": "warn",
    "response": "siren", "warning": "info", "relief": "shield", "duty_log": "clock", "project": "figures",
    "meeting": "calendar", "staff": "user", "organisation": "team", "service_site": "building",
    "enterprise_service": "phone", "cooperation": "link", "reported_figure": "figures", "nil_return": "tick",
    "adjustment": "edit",
}  # fmt: skip
_OF_GROUP: Mapping[str, str] = {"执法": "ledger", "法制": "book", "宣教": "horn", "应急": "siren", "综合": "list"}


def ledger_icon(ledger: Ledger) -> str:
    """The name of the icon."""
    return _OF_LEDGER.get(ledger.name) or _OF_GROUP.get(ledger.group, "list")
