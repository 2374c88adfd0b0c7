"""Which records stand behind which figure, for all figures at once: one pass over each ledger's dates.

`Engine.rows` answers for one figure with whole records; an edition keeps the ids behind five hundred. Here a record
comes once, with a bit for each figure that counts it.
"""

from collections.abc import Iterable, Mapping

from desktop.catalogue import Catalogue, Indicator
from desktop.figures.passes import Pass, plan
from desktop.figures.period import Period
from desktop.figures.sql import Expressions, links_of
from desktop.store import Log
from desktop.store.counted import Counted

_BITS = 60
"""Figures in one column: SQLite's whole numbers have 63 bits without their sign."""


def counted(
    log: Log, catalogue: Catalogue, period: Period, names: Iterable[str] | None = None
) -> Mapping[str, Counted]:
    """By ledger, the records behind the figures of a period: all figures over records, or those of `names`."""
    found: dict[str, Counted] = {}
    wanted = catalogue.indicators if names is None else names
    for each in plan(catalogue.indicators[name] for name in wanted):
        _take(log, each, period, found.setdefault(each.ledger.name, Counted()))
    return found


def parts(catalogue: Catalogue, name: str) -> tuple[str, ...]:
    """The figures over records that one is made of: itself, or those that a combined one takes."""
    one = catalogue.indicators[name]
    if not one.over:
        return (name,)
    return tuple(dict.fromkeys(part for over in one.over for part in parts(catalogue, over)))


def _take(log: Log, each: Pass, period: Period, into: Counted) -> None:
    shift = len(into.names)
    into.names += [one.name for one in each.indicators]
    write = Expressions(period)
    bits = [_condition(one, write) for one in each.indicators]
    columns = [_packed(bits[start : start + _BITS]) for start in range(0, len(bits), _BITS)]
    linked = {link: target for one in each.indicators for link, target in links_of(one).items()}
    rows = log.query(
        f"SELECT r.id, {', '.join(columns)} {write.source(each.ledger, linked)}"
        f" WHERE r.deleted_at IS NULL AND {write.placed(each.ledger, each.placing, each.when)}",
        write.parameters.values,
    )
    marks = into.marks
    for id_, *words in rows:
        mark = sum(word << _BITS * n for n, word in enumerate(words)) << shift
        if mark:
            marks[id_] = marks.get(id_, 0) | mark


def _condition(one: Indicator, write: Expressions) -> str:
    conditions = [write.condition(each) for each in one.where]
    if one.of:
        conditions.append(f"{write.column(one.of)} IS NOT NULL")
    return " AND ".join(f"({each})" for each in conditions) or "1"


def _packed(bits: list[str]) -> str:
    return " | ".join(f"(coalesce({bit}, 0) << {n})" for n, bit in enumerate(bits))
