"""A definition's condition as SQL: one wording for lists and figures."""

import json
from collections.abc import Callable

from desktop.catalogue import Condition, Path, Stored
from desktop.catalogue.conditions import (
    Filled,
    HasTag,
    InOrder,
    InReportYear,
    LacksTags,
    NoneOf,
    OneOf,
    Order,
    Within,
)


def condition_text(
    condition: Condition, column: Callable[[Path], str], bind: Callable[[Stored], str], year: int
) -> str:
    """True, false, or NULL where the value is missing; `column` and `bind` write fields and values."""
    held = column(condition.path)
    match condition:
        case OneOf(values=(value,)):
            return f"{held} = {bind(value)}"
        case OneOf(values=values):
            return f"{held} IN ({', '.join(map(bind, values))})"
        case NoneOf(values=values):
            return f"{held} NOT IN ({', '.join(map(bind, values))})"
        case Within(low=low, high=high):
            sides = [(low, ">="), (high, "<=")]
            return "(" + " AND ".join(f"{held} {sign} {bind(v)}" for v, sign in sides if v is not None) + ")"
        case Filled(filled=filled):
            return f"{held} IS {'NOT ' if filled else ''}NULL"
        case HasTag(terms=terms):
            return f"({_holding(held, terms, bind)})"
        case LacksTags(terms=terms):
            return f"NOT ({_holding(held, terms, bind)})"
        case InOrder(order=order, other=other):
            return f"{held} {'<=' if order is Order.NOT_AFTER else '>='} {column(other)}"
        case InReportYear(offset=offset):
            return f"{held} = {bind(year + offset)}"


def _holding(held: str, terms: tuple[str, ...], bind: Callable[[Stored], str]) -> str:
    # A stored tag is a JSON string behind [ or a comma: no tag can be found inside another.
    needles = (f"{before}{json.dumps(term, ensure_ascii=False)}" for term in terms for before in ("[", ", "))
    return " OR ".join(f"instr({held}, {bind(one)}) > 0" for one in needles)
