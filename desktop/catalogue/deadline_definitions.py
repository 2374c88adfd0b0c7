"""From definition tables to deadline rules; a rule that is on is checked against its ledger to the last field."""

import re
from collections.abc import Iterable, Mapping
from itertools import combinations

from desktop.catalogue.conditions import Condition, InReportYear, Path
from desktop.catalogue.deadlines import DayKind, Deadline, Kind, Verified
from desktop.catalogue.entries import Entry
from desktop.catalogue.indicator_definitions import read_conditions, read_path
from desktop.catalogue.ledgers import Ledger

DEADLINE_KEYS = (
    "label", "ledger", "kind", "on", "start", "done", "days", "day_kind", "extension", "extended_on", "extended_if",
    "stated", "rolls", "where", "unless", "person", "verb", "counts_from", "counts_to", "fixed", "version_of", "from",
    "to", "source", "verified", "evidence", "note",
)  # fmt: skip
INHERITED = (
    "label", "ledger", "kind", "start", "done", "day_kind", "stated", "extended_on", "rolls", "where", "unless",
    "person", "verb", "counts_from", "counts_to",
)  # fmt: skip
"""What a version takes from the rule where it does not say otherwise: never its length, source or validity."""

LONGEST = {DayKind.MONTHS: 1200}
LONGEST_DAYS = 3660

_MONTH = r"(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])"
_FIXED = {Kind.ANNUAL: re.compile(_MONTH), Kind.ONCE: re.compile(r"\d{4}-" + _MONTH)}

Ledgers = Mapping[str, Ledger]


def read_deadlines(entries: Mapping[str, Entry], ledgers: Ledgers) -> dict[str, Deadline]:
    """Make all rules from their definitions and check the versions of each against each other."""
    rules = {name: _read_deadline(name, _whole(entry, entries), ledgers) for name, entry in entries.items()}
    _check_versions(rules, entries)
    return rules


def _whole(entry: Entry, entries: Mapping[str, Entry]) -> Entry:
    """The table of a version with what it takes from its rule."""
    if not entry.has("version_of"):
        return entry
    rule = entries.get(entry.text("version_of"))
    if rule is None or rule.has("version_of"):
        entry.refuse(f"没有时限“{entry.text('version_of')}”可作版本", "请写最早一版的时限名", "version_of")
    taken = {key: rule.data[key] for key in INHERITED if key in rule.data}
    return Entry(entry.file, entry.key, {**taken, **entry.data})


def _read_deadline(name: str, entry: Entry, ledgers: Ledgers) -> Deadline:
    kind = entry.word("kind", Kind, Kind.WITHIN)
    ledger = _ledger(entry, ledgers)
    made = Deadline(
        name=name,
        label=entry.text("label"),
        source=entry.text("source"),
        verified=entry.word("verified", Verified),
        kind=kind,
        on=entry.truth("on", kind.makes_due_dates),
        ledger=ledger.name if ledger else None,
        start=entry.optional("start"),
        done=entry.names("done"),
        days=entry.whole("days") if entry.has("days") else None,
        day_kind=entry.word("day_kind", DayKind) if entry.has("day_kind") else None,
        extension=entry.wholes("extension"),
        extended_on=entry.names("extended_on"),
        extended_if=entry.text("extended_if", ""),
        stated=entry.names("stated"),
        rolls=entry.truth("rolls"),
        where=_conditions(entry, "where", ledger, ledgers),
        unless=_conditions(entry, "unless", ledger, ledgers),
        person=_person(entry, ledger, ledgers),
        verb=entry.text("verb", ""),
        counts_from=entry.text("counts_from", ""),
        counts_to=entry.text("counts_to", ""),
        fixed=_fixed(entry, kind),
        version_of=entry.optional("version_of"),
        valid_from=entry.day("from"),
        valid_to=entry.day("to"),
        evidence=entry.text("evidence", ""),
        note=entry.text("note", ""),
        file=entry.file,
    )
    _check(made, entry, ledger)
    return made


def _ledger(entry: Entry, ledgers: Ledgers) -> Ledger | None:
    if not entry.has("ledger"):
        return None
    ledger = ledgers.get(entry.text("ledger"))
    if ledger is None:
        entry.refuse(f"没有台账“{entry.text('ledger')}”", "请改成已有的台账名", "ledger")
    return ledger


def _conditions(entry: Entry, key: str, ledger: Ledger | None, ledgers: Ledgers) -> tuple[Condition, ...]:
    if not entry.has(key):
        return ()
    if ledger is None:
        entry.refuse("没有写台账，条件无从核对", "请加上 ledger", key)
    found = read_conditions(entry, key, ledger, ledgers)
    if any(isinstance(one, InReportYear) for one in found):
        entry.refuse("时限没有报告年度", "请去掉 report_year", key)
    return found


def _person(entry: Entry, ledger: Ledger | None, ledgers: Ledgers) -> Path | None:
    if not entry.has("person"):
        return None
    if ledger is None:
        entry.refuse("没有写台账", "请加上 ledger", "person")
    path = read_path(entry, "person", entry.text("person"), ledger, ledgers)
    if path.field.type.name != "text":
        entry.refuse(f"“{path.field.label}”不是文字字段", "请改成写姓名的文字字段", "person")
    return path


def _fixed(entry: Entry, kind: Kind) -> tuple[str, ...]:
    fixed, form = entry.texts("fixed"), _FIXED.get(kind)
    for day in fixed:
        if form is None or not form.fullmatch(day):
            entry.refuse(f"“{day}”不合适", 'annual 写 ["01-31"]，once 写 ["2025-06-30"]，其他不写', "fixed")
    return fixed


def _check(made: Deadline, entry: Entry, ledger: Ledger | None) -> None:
    if made.on:
        _check_counting(made, entry)
    if made.valid_from and made.valid_to and made.valid_to < made.valid_from:
        entry.refuse("失效日早于生效日", "请核对 from 和 to", "to")
    for key, days in [("days", made.days), *(("extension", days) for days in made.extension)]:
        longest = LONGEST.get(made.day_kind, LONGEST_DAYS) if made.day_kind else LONGEST_DAYS
        if days is not None and not 1 <= days <= longest:
            entry.refuse(f"{days} 不合适", f"请写 1 至 {longest} 的整数", key)
    if len(made.extended_on) > len(made.extension) and not made.version_of:
        entry.refuse("延长的字段比延长的次数多", "extension 里每次延长写一个数", "extended_on")
    dates = [("start", made.start)] if made.start else []
    dates += [("done", name) for name in made.done] + [("stated", name) for name in made.stated]
    _check_fields(entry, ledger, dates, ("date",))
    _check_fields(entry, ledger, [("extended_on", name) for name in made.extended_on], ("date", "boolean"))


def _check_counting(made: Deadline, entry: Entry) -> None:
    """Refuse a rule that is on and cannot be counted."""
    if made.kind is Kind.ANNUAL:
        if not made.fixed:
            entry.refuse("没有写是哪一天", '请写 fixed = ["01-31"]', "fixed")
        return
    if not made.kind.makes_due_dates:
        entry.refuse(f"{made.kind} 不产生到期日", "请写 on = false", "on")
    for key in ("ledger", "start"):
        entry.text(key)
    if made.days is None and not made.stated:
        entry.whole("days")
    if made.days is not None:
        entry.word("day_kind", DayKind)
        if made.day_kind in (DayKind.HOURS, DayKind.MINUTES):
            entry.refuse("台账只记日期，数不了小时", "请改成 natural，或写 on = false", "day_kind")
    if made.verified is Verified.RECORD and not made.stated:
        entry.refuse("期限写在哪个字段没有说", "请写 stated = 日期字段", "verified")


def _check_fields(
    entry: Entry, ledger: Ledger | None, named: Iterable[tuple[str, str]], kinds: tuple[str, ...]
) -> None:
    for key, name in named:
        if ledger is None:
            entry.refuse("没有写台账", "请加上 ledger", key)
        field = ledger.fields.get(name)
        if field is None or field.type.name not in kinds:
            wanted = "日期" if kinds == ("date",) else "日期或是否"
            entry.refuse(f"“{name}”不是台账“{ledger.label}”的{wanted}字段", f"请改成它的{wanted}字段", key)


def _check_versions(rules: Mapping[str, Deadline], entries: Mapping[str, Entry]) -> None:
    """Refuse two versions that are on at once: a record would be due by both."""
    families: dict[str, list[Deadline]] = {}
    for one in rules.values():
        if one.on:
            families.setdefault(one.rule, []).append(one)
    for family in families.values():
        for one, other in combinations(family, 2):
            if one.overlaps(other):
                later = other if other.version_of else one
                entries[later.name].refuse(
                    f"与“{one.name if later is other else other.name}”同时有效",
                    "请用 from、to 分开，或关掉其中一个",
                    "from",
                )
