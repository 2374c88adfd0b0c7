"""How often each enterprise was visited in a year, against its yearly cap (年度频次上限).

Source: 国办发〔2024〕54号 has the departments publish a cap on the checks that one organ makes of one enterprise
in a year. That checks after a tip-off or on transfer are not held to it is known from memory only (待核), so they are
told apart and shown beside the others; so are special checks (专项检查), which are held to it.
"""

from dataclasses import dataclass
from datetime import date

from desktop.catalogue import Refusal
from desktop.catalogue.normalise import plain_text
from desktop.figures.period import Period
from desktop.figures.sql import Parameters, quoted
from desktop.store import Log

CAP_SETTING = "visit_cap"
USUAL_CAP = 4
HIGHEST_CAP = 366
SPECIAL = "专项检查"
LEADS = ("举报核查", "交办移送核查")
"""Kinds of check that follow a lead."""
NOT_CAPPED = (*LEADS, "复查")
"""Kinds of check that are not held to the cap."""

_CHECKS, _PLANS, _ENTERPRISES, _RISK = "enforcement_check", "check_plan", "enterprise", "risk_level"


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
    """The lowest that the year's check plan states for the enterprise, else the bureau's for its risk level."""
    special: int = 0
    """Of those that are held to the cap, 专项检查."""
    leads: int = 0
    """Of those that are not, checks after a tip-off or on transfer."""

    @property
    def left(self) -> int:
        """How many more are within the cap; negative where it is passed."""
        return self.cap - self.counted

    @property
    def standing(self) -> str:
        """Where it stands: 超 1 次, 已满, 还剩 1 次."""
        if self.left < 0:
            return f"超 {-self.left} 次"
        return f"还剩 {self.left} 次" if self.left else "已满"

    @property
    def parts(self) -> str:
        """What counts and what does not: 计入 4 次（专项 1）；举报交办 2、复查等 1 不计."""
        counted = f"计入 {self.counted} 次" + (f"（专项 {self.special}）" if self.special else "")
        leads = f"举报交办 {self.leads}" if self.leads else ""
        rest = f"复查等 {self.others - self.leads}" if self.others > self.leads else ""
        others = "、".join(filter(None, (leads, rest)))
        return f"{counted}；{others} 不计" if others else counted


def visits_of(log: Log, enterprise: str, year: int, *, until: date | None = None) -> Visits | None:
    """The visits to one enterprise in the year (up to a day, if given); None where it had none."""
    return next(iter(visits(log, year, HIGHEST_CAP, until=until, enterprise=enterprise)), None)


def visits(
    log: Log, year: int, margin: int = 1, *, until: date | None = None, enterprise: str | None = None
) -> list[Visits]:
    """The enterprises (or only the one) with at most `margin` visits left in the year, the nearest first.

    `until`: counted up to that day.
    """
    if not {_CHECKS, _PLANS, _ENTERPRISES} <= set(log.catalogue.ledgers):
        return []
    caps = visit_caps(log)
    parameters = Parameters()
    rows = log.query(_statement(log, year, until, enterprise, parameters), parameters.values)
    found = [
        Visits(str(id_), str(name), counted, others, int(cap or caps.get(risk or "", caps[""])), special, leads)
        for id_, name, risk, counted, others, special, leads, cap in rows
    ]
    return sorted(
        (one for one in found if one.left <= margin), key=lambda one: (one.left, one.name, one.enterprise_id)
    )


# -------------------------------------------------------------------- the caps


def usual_cap(log: Log) -> int:
    """The bureau's own cap; 4 where none is set."""
    return _kept_cap(log, CAP_SETTING) or USUAL_CAP


def visit_caps(log: Log) -> dict[str, int]:
    """The bureau's caps by the enterprise's risk level; under the empty name that of all others."""
    kept = {risk: _kept_cap(log, _key(risk)) for risk in risk_levels(log)}
    return {"": usual_cap(log)} | {risk: cap for risk, cap in kept.items() if cap}


def risk_levels(log: Log) -> tuple[str, ...]:
    """The risk levels for which a cap can be set."""
    field = log.catalogue.ledgers[_ENTERPRISES].fields.get(_RISK)
    return tuple(field.choices.values()) if field else ()


def set_visit_cap(log: Log, risk: str, typed: str) -> None:
    """Keep the cap of a risk level, or of all others under the empty name; an empty one falls back to the usual."""
    text = plain_text(typed).strip()
    if text and not (text.isdecimal() and 1 <= int(text) <= HIGHEST_CAP):
        raise Refusal(f"“{text}”不合适，请填 1 至 {HIGHEST_CAP} 的整数，或空着。")
    log.set_setting(_key(risk), text)


def _key(risk: str) -> str:
    return f"{CAP_SETTING}.{risk}" if risk else CAP_SETTING


def _kept_cap(log: Log, key: str) -> int:
    setting = log.setting(key) or ""
    return int(setting) if setting.isascii() and setting.isdecimal() else 0


def _statement(log: Log, year: int, until: date | None, only: str | None, parameters: Parameters) -> str:
    period, bind = Period.year(year), parameters.bind
    last = min(until or period.last, period.last)
    enterprise = log.catalogue.ledgers[_ENTERPRISES]
    title, risk = quoted(enterprise.title), f"e.{quoted(_RISK)}" if _RISK in enterprise.fields else "NULL"
    away, here = bind('"非现场检查"'), bind('"现场检查"')
    elsewhere = f"instr(c.method, {away}) > 0 AND instr(c.method, {here}) = 0"
    counted = f"coalesce({_not_in(NOT_CAPPED, parameters)}, 1) AND NOT coalesce({elsewhere}, 0)"
    return f"""
        SELECT e.id, coalesce(e.{title}, ''), {risk}, sum({counted}), sum(NOT ({counted})),
          sum(coalesce(c.kind = {bind(SPECIAL)}, 0) AND {counted}),
          sum(NOT coalesce({_not_in(LEADS, parameters)}, 1)),
          (SELECT min(p.frequency_cap) FROM {_PLANS} AS p
            WHERE p.enterprise = e.id AND p.plan_year = {bind(year)} AND p.deleted_at IS NULL)
        FROM {_CHECKS} AS c JOIN {_ENTERPRISES} AS e ON e.id = c.enterprise AND e.deleted_at IS NULL
        WHERE c.deleted_at IS NULL AND coalesce(c.level, '本局') = '本局'
          AND {f"c.enterprise = {bind(only)}" if only else "1"}
          AND c.checked_on BETWEEN {bind(period.first.isoformat())} AND {bind(last.isoformat())}
        GROUP BY e.id"""


def _not_in(kinds: tuple[str, ...], parameters: Parameters) -> str:
    return f"c.kind NOT IN ({', '.join(map(parameters.bind, kinds))})"
