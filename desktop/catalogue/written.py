"""An indicator written back as its definition: what an edition keeps of it, and what a change of it starts from."""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal

from desktop.catalogue.conditions import (
    Condition,
    Filled,
    HasTag,
    InOrder,
    InReportYear,
    LacksTags,
    NoneOf,
    OneOf,
    Within,
)  # fmt: skip
from desktop.catalogue.fields import Field, Stored
from desktop.catalogue.indicators import Indicator, Placing


def definition_of(one: Indicator) -> dict[str, object]:
    """The keys of a definition that reads as this indicator, its version aside."""
    found: dict[str, object] = {
        "label": one.label, "section": one.section, "unit": one.unit, "measure": one.measure.value,
    }  # fmt: skip
    if one.over:
        found["over"] = list(one.over)
    if one.ledger:
        found["ledger"] = one.ledger.name
        found["placing"] = one.placing.value
        if one.when and one.placing is not Placing.AS_OF:
            found["when"] = one.when
    if one.of:
        found["of"] = one.of.text
    for key, conditions in (("where", one.where), ("having", one.having)):
        if conditions:
            found[key] = written_conditions(conditions)
    if one.step and one.since:
        found |= {"step": one.step.value, "since": one.since}
    if one.decimals is not None:
        found["decimals"] = one.decimals
    if one.approx:
        found["approx"] = True
    return found | {
        key: text for key, text in (("word", one.word), ("source", one.source), ("note", one.note)) if text
    }


def canonical(one: Indicator) -> str:
    """The definition as one line of text, the same for the same definition."""
    return json.dumps(definition_of(one), ensure_ascii=False, sort_keys=True, default=str)


def written_conditions(conditions: Iterable[Condition]) -> dict[str, object]:
    """Conditions as `where` has them, by path."""
    found: dict[str, object] = {}
    for one in conditions:
        value, before = written_condition(one), found.get(one.path.text)
        # Two conditions of one field, has and lacks, stand in one table.
        found[one.path.text] = {**before, **value} if isinstance(before, dict) and isinstance(value, dict) else value
    return found


def written_condition(one: Condition) -> object:
    """The value of a condition's key."""
    value = _plain_condition(one)
    return {**value, "needed": True} if one.path.demanded and isinstance(value, dict) else value


def _plain_condition(one: Condition) -> object:
    field = one.path.field
    match one:
        case OneOf(values=values):
            return _one_or_list([plain(field, value) for value in values])
        case NoneOf(values=values):
            return {"not": _one_or_list([plain(field, value) for value in values])}
        case Within(low=low, high=high):
            return {side: plain(field, value) for side, value in (("min", low), ("max", high)) if value is not None}
        case Filled(filled=filled):
            return {"present": filled}
        case HasTag(terms=terms):
            return {"has": _one_or_list(list(terms))}
        case LacksTags(terms=terms):
            return {"lacks": _one_or_list(list(terms))}
        case InOrder(order=order, other=other):
            return {order.value: other.text}
        case InReportYear(offset=offset):
            return {"report_year": offset}


def plain(field: Field, value: Stored) -> object:
    """A stored value as a condition writes it: numbers in their unit, yes and no as such."""
    if field.type.name == "boolean":
        return bool(value)
    if field.type.numeric and value is not None:
        exact = field.exact(int(value))
        return int(exact) if exact == exact.to_integral_value() else float(exact)
    return value


def _one_or_list(values: list[object]) -> object:
    return values[0] if len(values) == 1 else values


# -------------------------------------------------------------------- TOML


def toml_table(head: str, values: Mapping[str, object]) -> str:
    """A table of a definition file."""
    return "\n".join([f"[{head}]", *(f"{_key(key)} = {toml_value(value)}" for key, value in values.items())]) + "\n"


def toml_value(value: object) -> str:
    """A value as TOML; a JSON string is a TOML string."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float, Decimal)):
        return str(value)
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, Mapping):
        return "{ " + ", ".join(f"{_key(key)} = {toml_value(each)}" for key, each in value.items()) + " }"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(toml_value, value)) + "]"
    return str(value)  # a date


def _key(key: object) -> str:
    return json.dumps(str(key), ensure_ascii=False)
