"""Checks that led to a decision which nobody noted on them: they would be counted as checks, and as penalties too."""

from desktop.catalogue import Placing
from desktop.figures.period import Period
from desktop.figures.sql import Expressions, quoted
from desktop.store import Log, Record

CHECKS = "enforcement_check"
_DECISIONS = {"penalty_case": "d.decided_on IS NOT NULL AND d.result = '给予处罚'", "coercive_measure": "1"}
"""Ledgers of decisions that link to a check, and when such a record is one."""


def unmarked_checks(log: Log, period: Period) -> list[Record]:
    """Checks of the period that a penalty or a coercive measure names as its source, though not marked as such."""
    ledger = log.catalogue.ledgers.get(CHECKS)
    if ledger is None or not set(_DECISIONS) <= set(log.catalogue.ledgers):
        return []
    write = Expressions(period)
    led = " OR ".join(
        f"EXISTS (SELECT 1 FROM {quoted(name)} AS d"
        f" WHERE d.{quoted('check')} = r.id AND d.deleted_at IS NULL AND {test})"
        for name, test in _DECISIONS.items()
    )
    placed = write.placed(ledger, Placing.PERIOD, ledger.date)
    return list(
        log.select(
            f"SELECT r.* FROM {quoted(CHECKS)} AS r WHERE r.deleted_at IS NULL AND {placed}"
            f" AND coalesce(r.level, '本局') = '本局' AND coalesce(r.led_to_action, 0) = 0 AND ({led}) ORDER BY r.id",
            write.parameters.values,
        )
    )
