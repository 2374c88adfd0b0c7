"""A deadline rule as a clerk types it, and what is wrong with it, field by field."""

import re
from dataclasses import dataclass, fields
from datetime import date

from desktop.catalogue import Deadline, Refusal
from desktop.catalogue.deadline_definitions import LONGEST, LONGEST_DAYS
from desktop.catalogue.deadlines import DayKind, Kind, Verified
from desktop.catalogue.normalise import plain_text, single_line
from desktop.catalogue.typed_dates import typed_day

DAY_KINDS = (DayKind.WORKING, DayKind.NATURAL, DayKind.MONTHS)
"""The units in which a log of days can count."""


class RuleFault(Refusal):
    """What is wrong with a rule, with the field at which it can be mended."""

    def __init__(self, field: str, sentence: str) -> None:
        self.field = field
        super().__init__(f"{sentence}。")


@dataclass(frozen=True)
class TypedRule:
    """What stands in the fields; a field that the form does not have is None and stays as it is."""

    label: str | None = None
    days: str | None = None
    day_kind: str | None = None
    """A value of `DayKind`."""
    extension: str | None = None
    """One number an extension, parted by 、."""
    first: str | None = None
    """The day from which it is in force; empty: always."""
    last: str | None = None
    """The last day on which it is in force; empty: still."""
    on: bool | None = None
    source: str | None = None
    checked: bool | None = None
    """Whether the clerk has compared the wording."""
    verb: str | None = None
    ledger: str | None = None
    start: str | None = None
    done: str | None = None

    @classmethod
    def of(cls, rule: Deadline) -> "TypedRule":
        """A rule as it stands in the fields."""
        return cls(
            label=rule.label,
            days="" if rule.days is None else str(rule.days),
            day_kind=rule.day_kind,
            extension="、".join(map(str, rule.extension)),
            first=_shown(rule.valid_from, date.min),
            last=_shown(rule.valid_to, date.max),
            on=rule.on,
            source=rule.source,
            checked=rule.checked,
        )

    def values(self, today: date, rule: Deadline | None) -> dict[str, object]:
        """The keys of a definition, of `rule` where one is changed; `RuleFault` at the first field that is wrong."""
        made: dict[str, object] = {}
        for name in (one.name for one in fields(self)):
            if getattr(self, name) is not None:
                made |= getattr(self, f"_{name}")(today, rule)
        self._check(made, rule)
        return made

    def _check(self, made: dict[str, object], rule: Deadline | None) -> None:
        first, last = made.get("from"), made.get("to")
        if isinstance(first, date) and isinstance(last, date) and last < first:
            raise RuleFault("to", f"早于生效日 {first}，请改其中一个")
        wanted = bool(made.get("on", rule.on if rule else True))
        kind = rule.kind if rule else Kind.WITHIN
        known = "days" in made or (rule and (rule.days is not None or rule.stated)) or kind is Kind.ANNUAL
        if wanted and not known:
            raise RuleFault("days", "启用前请填期限")
        unit = made.get("day_kind", rule.day_kind if rule else None)
        if wanted and unit not in DAY_KINDS and "days" in made:
            raise RuleFault("day_kind", "台账只记日期，请选工作日、日或月")

    # ---------------------------------------------------------------- field by field

    def _label(self, _today: date, _rule: Deadline | None) -> dict[str, object]:
        return {"label": _needed("label", self.label, "请写时限的名称")}

    def _source(self, _today: date, _rule: Deadline | None) -> dict[str, object]:
        return {"source": _needed("source", self.source, "请写依据的文件和条文")}

    def _verb(self, _today: date, _rule: Deadline | None) -> dict[str, object]:
        verb = single_line(self.verb or "")
        return {"verb": verb} if verb else {}

    def _on(self, _today: date, _rule: Deadline | None) -> dict[str, object]:
        return {"on": bool(self.on)}

    def _checked(self, _today: date, rule: Deadline | None) -> dict[str, object]:
        if rule and rule.checked == self.checked:
            return {"verified": rule.verified.value}
        return {"verified": (Verified.TEXT if self.checked else Verified.NONE).value}

    def _days(self, _today: date, rule: Deadline | None) -> dict[str, object]:
        text = plain_text(self.days or "").strip()
        if not text and (rule is None or rule.days is not None):
            raise RuleFault("days", "请填期限，只写数字")
        return {"days": _length("days", text, self._most(rule))} if text else {}

    def _extension(self, _today: date, rule: Deadline | None) -> dict[str, object]:
        parts = re.findall(r"[^\s、，,；;]+", plain_text(self.extension or ""))
        lengths = [_length("extension", one, self._most(rule)) for one in parts]
        if rule and not rule.version_of and len(lengths) < len(rule.extended_on):
            raise RuleFault(
                "extension", f"台账里记 {len(rule.extended_on)} 次延长，请填 {len(rule.extended_on)} 个数，用顿号隔开"
            )
        return {"extension": lengths} if lengths or (rule and rule.extension) else {}

    def _most(self, rule: Deadline | None) -> int:
        kind = self.day_kind or (rule.day_kind if rule else None)
        return LONGEST.get(DayKind(kind), LONGEST_DAYS) if kind else LONGEST_DAYS

    def _day_kind(self, _today: date, _rule: Deadline | None) -> dict[str, object]:
        return {"day_kind": self.day_kind} if self.day_kind else {}

    def _first(self, today: date, _rule: Deadline | None) -> dict[str, object]:
        return _optional_day("from", self.first or "", today)

    def _last(self, today: date, _rule: Deadline | None) -> dict[str, object]:
        return _optional_day("to", self.last or "", today)

    def _ledger(self, _today: date, _rule: Deadline | None) -> dict[str, object]:
        return {"ledger": _needed("ledger", self.ledger, "请选台账")}

    def _start(self, _today: date, _rule: Deadline | None) -> dict[str, object]:
        return {"start": _needed("start", self.start, "请选从哪个日期起算")}

    def _done(self, _today: date, _rule: Deadline | None) -> dict[str, object]:
        done = _needed("done", self.done, "请选填了哪个日期算办完")
        if done == self.start:
            raise RuleFault("done", "与起算日期相同，请另选一个")
        return {"done": done}


def _shown(day: date | None, open_end: date) -> str:
    return day.isoformat() if day and day != open_end else ""


def _needed(field: str, text: str | None, sentence: str) -> str:
    text = single_line(text or "")
    if not text:
        raise RuleFault(field, sentence)
    return text


def _length(field: str, text: str, most: int) -> int:
    if not (text.isascii() and text.isdecimal() and 1 <= int(text) <= most):
        raise RuleFault(field, f"“{text}”不合适，请填 1 至 {most} 的整数")
    return int(text)


def _optional_day(key: str, text: str, today: date) -> dict[str, object]:
    if not text.strip():
        return {}
    day = typed_day(text, today)
    if day is None:
        raise RuleFault(key, f"“{text.strip()}”不是日期，请写成 2026-03-01 或 0301")
    return {key: day}
