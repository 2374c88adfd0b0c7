"""Deadline rules as a bureau edits them: what differs from the built-in ones is a definition file of its own log."""

import hashlib
import json
import re
from collections.abc import Mapping
from datetime import date, timedelta
from enum import StrEnum
from functools import cache
from pathlib import Path

from desktop.catalogue import Deadline, DefinitionError, Definitions
from desktop.catalogue.deadline_definitions import INHERITED
from desktop.catalogue.deadlines import Kind
from desktop.catalogue.parsed import parse_toml, read_toml
from desktop.catalogue.pinyin import initials
from desktop.program import program_root
from desktop.store.bureau import own_definitions, put_definitions
from desktop.store.log import Log
from desktop.store.typed_rule import RuleFault, TypedRule

DEADLINES_FILE = "本单位时限.toml"

Table = dict[str, object]
_HEADING = re.compile(r"^\[([\w-]+)\]", re.MULTILINE)

_FIELD_OF_KEY = {"valid_from": "from", "valid_to": "to", "done": "done", "extended_on": "extension", "on": "days"}
_EARLIEST, _LATEST = date.min, date.max
"""A key cannot be taken out of a built-in rule, so an end that is to be open lies beyond every record."""


class Origin(StrEnum):
    """Whose a rule is."""

    BUILT_IN = "自带"
    CHANGED = "改过"
    OWN = "本单位"


class DeadlineRules:
    """Reads and changes the deadline rules of a log; each change is checked by the catalogue and holds at once."""

    def __init__(self, log: Log) -> None:
        self._log = log

    # ---------------------------------------------------------------- reading

    def rules(self, text: str = "") -> list[Deadline]:
        """All rules by ledger, versions beside each other; those whose words or initials contain `text`."""
        ledgers = {name: place for place, name in enumerate(self._log.catalogue.ledgers)}
        found = [one for one in self._log.catalogue.deadlines.values() if self._matches(one, text.strip())]
        return sorted(
            found, key=lambda one: (ledgers.get(one.ledger or "", len(ledgers)), self._family(one), _begin(one))
        )

    def _matches(self, rule: Deadline, text: str) -> bool:
        words = (rule.label, rule.source, self.ledger_label(rule))
        return any(text in one for one in words) or (text.isascii() and text.lower() in initials(rule.label))

    def _family(self, rule: Deadline) -> str:
        return self._log.catalogue.deadlines[rule.rule].label

    def ledger_label(self, rule: Deadline) -> str:
        """The ledger from which a rule counts; empty for a fixed day that belongs to none."""
        return self._log.catalogue.ledgers[rule.ledger].label if rule.ledger else ""

    def origin(self, rule: Deadline) -> Origin:
        """Whose a rule is."""
        if rule.name not in _built_in_names():
            return Origin.OWN
        return Origin.CHANGED if rule.name in self._own() else Origin.BUILT_IN

    def can_be_on(self, rule: Deadline) -> bool:
        """Whether a log can tell when it is due, once its length is known."""
        return rule.kind is Kind.ANNUAL or bool(rule.kind.makes_due_dates and rule.ledger and rule.start)

    # ---------------------------------------------------------------- changing

    def edit(self, name: str, typed: TypedRule, today: date) -> None:
        """Change a rule."""
        own = self._own()
        own[name] = self.changes(name, typed, today)
        self._keep(own, name)

    def changes(self, name: str, typed: TypedRule, today: date) -> Table:
        """What a rule would say otherwise than the built-in one; all of it for a rule of the bureau's own."""
        values, built_in = typed.values(today, self._log.catalogue.deadlines[name]), _whole(name)
        for key, end in (("from", _EARLIEST), ("to", _LATEST)):
            if key not in values and key in built_in:
                values[key] = end
        kept = {key: value for key, value in self._own().get(name, {}).items() if key not in ("from", "to")}
        return {
            key: value for key, value in {**kept, **values}.items() if key not in built_in or built_in[key] != value
        }

    def add(self, typed: TypedRule, today: date) -> str:
        """Add a rule of the bureau's own; its name."""
        values = typed.values(today, None)
        name = "own_" + hashlib.sha256(f"{values['ledger']}/{values['label']}".encode()).hexdigest()[:10]
        if any(one.label == values["label"] for one in self._log.catalogue.deadlines.values()):
            raise RuleFault("label", f"已有时限“{values['label']}”，请换一个名称，或修改原来那一条")
        self._keep({**self._own(), name: values}, name)
        return name

    def new_version(self, name: str, typed: TypedRule, today: date) -> str:
        """Let another wording hold from a day on: the rule ends the day before; the name of the new version."""
        old = self._log.catalogue.deadlines[name]
        values = typed.values(today, old)
        first = values.get("from")
        if not isinstance(first, date):
            raise RuleFault("from", "请填新规定从哪一天起执行")
        if old.valid_from and first <= old.valid_from:
            raise RuleFault("from", f"应晚于现行规定的生效日 {old.valid_from}")
        made = f"{old.rule}_from_{first:%Y%m%d}"
        if made in self._log.catalogue.deadlines:
            raise RuleFault("from", f"从 {first} 起的新规定已经有了，请直接改那一条")
        own, before = self._own(), self._raw(name)
        taken = {key: before[key] for key in INHERITED if key in before} if old.version_of else {}
        own[name] = {**own.get(name, {}), "to": first - timedelta(1)}
        own[made] = {**taken, "version_of": old.rule, **values}
        self._keep(own, made)
        return made

    def reset(self, name: str) -> None:
        """Give a built-in rule its built-in wording again; a bureau's own rule is taken out."""
        own = self._own()
        versions = [one for one in self._log.catalogue.deadlines.values() if one.version_of == name]
        if name not in _built_in() and any(one.name in own for one in versions):
            raise RuleFault("from", "它还有后来的新规定，请先删除新规定")
        gone = own.pop(name, {})
        first, root = gone.get("from"), gone.get("version_of")
        if isinstance(first, date) and isinstance(root, str):
            self._reopen(own, root, first - timedelta(1))
        self._keep(own, name)

    def _reopen(self, own: dict[str, Table], root: str, last: date) -> None:
        """Let the version that was ended for the sake of a version go on."""
        family = [one.name for one in self._log.catalogue.deadlines.values() if one.rule == root]
        for name in family:
            if own.get(name, {}).get("to") == last:
                own[name] = {key: value for key, value in own[name].items() if key != "to"}

    # ---------------------------------------------------------------- the file

    def _own(self) -> dict[str, Table]:
        """What the bureau's own file says, by rule."""
        for one in own_definitions(self._log):
            if one.name == DEADLINES_FILE:
                tables = parse_toml(one.text, one.name).get("deadlines", {})
                assert isinstance(tables, dict)
                return {str(name): dict(table) for name, table in tables.items()}
        return {}

    def _raw(self, name: str) -> Table:
        return {**_built_in().get(name, {}), **self._own().get(name, {})}

    def _keep(self, own: Mapping[str, Table], name: str) -> None:
        own = {one: table for one, table in own.items() if table}
        self._refuse_overlap(own, name)
        try:
            put_definitions(self._log, Definitions(DEADLINES_FILE, _text(own)), {})
        except DefinitionError as error:
            key = error.key.rpartition(".")[2]
            raise RuleFault(_FIELD_OF_KEY.get(key, key), f"{error.problem}，请核对") from error

    def _refuse_overlap(self, own: Mapping[str, Table], name: str) -> None:
        """Say in plain words what the catalogue would refuse: two wordings in force on the same day."""
        table = {**_built_in().get(name, {}), **own.get(name, {})}
        if not table or not table.get("on", True):
            return
        first, last = _day(table, "from", _EARLIEST), _day(table, "to", _LATEST)
        for other in self._log.catalogue.deadlines.values():
            theirs = {**_built_in().get(other.name, {}), **own.get(other.name, {})}
            apart = other.name == name or other.rule != table.get("version_of", name) or not other.on or not theirs
            if apart or last < _day(theirs, "from", _EARLIEST) or _day(theirs, "to", _LATEST) < first:
                continue
            raise RuleFault("from", f"与“{other.label}”{_span(theirs)}同时有效，请错开生效日和失效日，或停用一条")


def length_in_words(rule: Deadline) -> str:
    """How long a rule gives, as a person reads it: 60 日，可延长 30; 提前 7 个工作日; 每年1月31日."""
    if rule.kind in (Kind.ANNUAL, Kind.ONCE):
        return "、".join(map(_fixed_day, rule.fixed))
    before = {Kind.LEAD: "提前 ", Kind.INTERVAL: "每 ", Kind.WAIT: "满 ", Kind.MIN_SPAN: "至少 "}.get(rule.kind, "")
    length = before + rule.length if rule.length else ("按记录所载" if rule.stated else "未定")
    return length + (f"，可延长 {'、'.join(map(str, rule.extension))}" if rule.extension else "")


def _fixed_day(text: str) -> str:
    *year, month, day = text.split("-")
    return f"{f'{year[0]}年' if year else '每年'}{int(month)}月{int(day)}日"


def _begin(rule: Deadline) -> date:
    return rule.valid_from or date.min


def _day(table: Table, key: str, open_end: date) -> date:
    found = table.get(key)
    return found if isinstance(found, date) else open_end


def _span(table: Table) -> str:
    first, last = _day(table, "from", _EARLIEST), _day(table, "to", _LATEST)
    begin = f"自 {first} 起" if first != _EARLIEST else ""
    return f"（{begin}{f'至 {last}' if last != _LATEST else ''}）" if begin or last != _LATEST else ""


def _files() -> list[Path]:
    return sorted((program_root() / "resources" / "deadlines").glob("*.toml"))


@cache
def _built_in_names() -> frozenset[str]:
    """The names of the built-in rules alone: a list needs no more, and parsing the files holds up the window."""
    return frozenset(name for file in _files() for name in _HEADING.findall(file.read_text(encoding="utf-8")))


@cache
def _built_in() -> Mapping[str, Table]:
    """The built-in rules as they are written."""
    tables = [read_toml(file) for file in _files()]
    return {name: dict(table) for one in tables for name, table in one.items() if isinstance(table, dict)}


def _whole(name: str) -> Table:
    """A built-in rule with what it takes from its first version and what holds where nothing is said."""
    table = _built_in().get(name)
    if table is None:
        return {}
    first = _built_in().get(str(table.get("version_of")), {})
    whole = {**{key: first[key] for key in INHERITED if key in first}, **table}
    return {"on": Kind(str(whole.get("kind", Kind.WITHIN))).makes_due_dates, **whole}


# -------------------------------------------------------------------- writing


def _text(own: Mapping[str, Table]) -> str:
    lines: list[str] = []
    for name, table in own.items():
        lines.append(f"[deadlines.{name}]")
        lines += [f"{key} = {_value(value)}" for key, value in table.items()]
    return "\n".join(lines) + "\n"


def _value(value: object) -> str:
    """A value as TOML; a JSON string is a TOML string."""
    match value:
        case bool():
            return "true" if value else "false"
        case int() | date():
            return str(value)
        case list() | tuple():
            return f"[{', '.join(map(_value, value))}]"
        case dict():
            return "{ " + ", ".join(f"{_value(str(key))} = {_value(one)}" for key, one in value.items()) + " }"
    return json.dumps(str(value), ensure_ascii=False)
