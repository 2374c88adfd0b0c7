"""How often each enterprise was visited in a year, against its yearly cap (年度频次上限).

Source: 国办发〔2024〕54号 has the departments publish a cap on the checks that one organ makes of one enterprise
in a year. That checks after a tip-off or on transfer are not held to it is known from memory only (待核), so they are
told apart and shown beside the others.
"""

from dataclasses import dataclass

from desktop.figures.period import Period
from desktop.figures.sql import Parameters, quoted
from desktop.store import Log

CAP_SETTING = "visit_cap"
USUAL_CAP = 4
NOT_CAPPED = ("举报核查", "交办移送核查", "复查")
"""Kinds of check that are not held to the cap."""

_CHECKS, _PLANS, _ENTERPRISES = "enforcement_check", "check_plan", "enterprise"


@dataclass(frozen=True)
class Visits:
    """One enterprise's visits in a year."""

    enterprise_id: str
    name: str
    counted: int
    """Checks on the spot by the bureau that are held to the cap."""
    others: int
    """Checks that are not: after a tip-off, on transfer, rechecks, and those off the spot."""
    cap: int
    """The lowest that the year's check plan states for the enterprise, else the bureau's setting."""

    @property
    def left(self) -> int:
        """How many more are within the cap; negative where it is passed."""
        return self.cap - self.counted


def visits(log: Log, year: int, margin: int = 1) -> list[Visits]:
    """The enterprises with at most `margin` visits left in the year, the nearest first."""
    if not {_CHECKS, _PLANS, _ENTERPRISES} <= set(log.catalogue.ledgers):
        return []
    usual = usual_cap(log)
    parameters = Parameters()
    rows = log.query(_statement(log, year, parameters), parameters.values)
    found = [
        Visits(str(id_), str(name), int(counted), int(others), int(cap or usual))
        for id_, name, counted, others, cap in rows
    ]
    return sorted(
        (one for one in found if one.left <= margin), key=lambda one: (one.left, one.name, one.enterprise_id)
    )


def usual_cap(log: Log) -> int:
    """The bureau's own cap; 4 where none is set."""
    setting = log.setting(CAP_SETTING) or ""
    return int(setting) if setting.isascii() and setting.isdecimal() and int(setting) > 0 else USUAL_CAP


def _statement(log: Log, year: int, parameters: Parameters) -> str:
    period, bind = Period.year(year), parameters.bind
    title = quoted(log.catalogue.ledgers[_ENTERPRISES].title)
    kinds = ", ".join(map(bind, NOT_CAPPED))
    away, here = bind('"非现场检查"'), bind('"现场检查"')
    elsewhere = f"instr(c.method, {away}) > 0 AND instr(c.method, {here}) = 0"
    counted = f"coalesce(c.kind NOT IN ({kinds}), 1) AND NOT coalesce({elsewhere}, 0)"
    return f"""
        SELECT e.id, coalesce(e.{title}, ''), sum({counted}), sum(NOT ({counted})),
          (SELECT min(p.frequency_cap) FROM {_PLANS} AS p
            WHERE p.enterprise = e.id AND p.plan_year = {bind(year)} AND p.deleted_at IS NULL)
        FROM {_CHECKS} AS c JOIN {_ENTERPRISES} AS e ON e.id = c.enterprise AND e.deleted_at IS NULL
        WHERE c.deleted_at IS NULL AND coalesce(c.level, '本局') = '本局'
          AND c.checked_on BETWEEN {bind(period.first.isoformat())} AND {bind(period.last.isoformat())}
        GROUP BY e.id"""
